"""Packs for events and drafts of blogs on disk: out of approved briefs alone, as published."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from learnbrief.corpus.errors import NotAllowed, NotFound
from learnbrief.corpus.store import Store
from learnbrief.flows.stages.hub import published, questions_of, signed_last, standing, successors_of
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.hub import boards, handouts
from learnbrief.outputs.hub.blog import blog, words_in
from learnbrief.outputs.layout.blocks import Outline


def event_pack(
    workspace: Workspace, store: Store, *, event: str | None = None, folder: Path | None = None
) -> list[Path]:
    """Slides, facilitator's sheet, handout, feedback form and its sheet, for an event or for the whole cohort.

    Raises:
        NotFound: no brief on it is approved.
    """
    brief = leaving(store, _newest(store, event))
    return _put(folder or workspace.handouts / brief.id, _pack(brief))


def _pack(brief: Brief) -> dict[str, bytes]:
    """The files that play a brief back, by name."""
    from learnbrief.outputs.render.docx import outline_docx
    from learnbrief.outputs.render.form import feedback_sheet
    from learnbrief.outputs.render.pptx import render_playback

    handouts.refuse_unpublished(brief)
    pages = {
        "facilitator.docx": handouts.facilitators_sheet(brief),
        "handout.docx": handouts.handout(brief),
        "feedback.docx": handouts.feedback_form(brief),
    }
    made = {name: outline_docx(brief, page) for name, page in pages.items()}
    made["feedback-sheet.xlsx"] = feedback_sheet(brief, handouts.sheet_columns(brief))
    made["slides.pptx"] = render_playback(brief, asks=handouts.ASKS, closing=handouts.CLOSING)
    return made


def board_pack(workspace: Workspace, store: Store, *, folder: Path | None = None) -> tuple[list[Path], list[str]]:
    """Two pages for every question that boards ask, in Word and PDF, and the questions on which no approved brief says anything.

    Raises:
        NotFound: no brief is approved, or no question is answered.
    """
    from learnbrief.outputs.render.resource import FORMS, resource_files

    briefs = standing(store, {head.brief_id: head for head in store.briefs.heads()})
    if not briefs:
        raise NotFound("no brief is approved and confirmed; 'learnbrief status' lists briefs, the app signs them off")
    asked = [boards.answered(question, briefs) for question in questions_of(workspace)]
    made: dict[str, bytes] = {}
    for one in asked:
        if one.entries:
            made |= {f"{one.question.name}.{form}": content for form, content in resource_files(one).items()}
    silent = [one.question.question for one in asked if not one.entries]
    for one in asked:  # what no approved brief says any longer would go on lying there, as if it still held
        if not one.entries:
            for form in FORMS:
                (workspace.board_resources / f"{one.question.name}.{form}").unlink(missing_ok=True)
    if not made:
        raise NotFound(f"no approved brief says anything on {' or '.join(silent)}; name other themes in hub/questions")
    return _put(folder or workspace.board_resources, made), silent


def blog_draft(
    workspace: Workspace, store: Store, brief_id: str, *, folder: Path | None = None
) -> tuple[list[Path], int]:
    """A draft for a blog, as Markdown and Word, and how many words it has."""
    brief = leaving(store, brief_id)
    page = blog(brief)
    return _put(folder or workspace.handouts / brief.id, _blog(brief, page)), words_in(page)


def _blog(brief: Brief, page: Outline) -> dict[str, bytes]:
    """The draft for a blog in both formats, by name."""
    from learnbrief.outputs.render.docx import outline_docx
    from learnbrief.outputs.render.markdown import outline_markdown

    handouts.refuse_unpublished(brief)
    return {"blog-draft.md": outline_markdown(page).encode(), "blog-draft.docx": outline_docx(brief, page)}


def handouts_zip(store: Store, brief_id: str) -> bytes:
    """Pack and draft for a blog of one brief in a file to take away, for whoever works in a browser on another machine.

    Raises:
        NotAllowed: the brief may not leave.
    """
    brief = leaving(store, brief_id)
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, content in sorted((_pack(brief) | _blog(brief, blog(brief))).items()):
            package.writestr(ZipInfo(name), content, ZIP_DEFLATED)  # without a time: equal briefs give equal files
    return stream.getvalue()


def leaving(store: Store, brief_id: str) -> Brief:
    """A brief as it may leave: approved, not replaced, its sources confirmed, published.

    Raises:
        NotAllowed: it is none of that; the line says what to do.
    """
    head = store.briefs.get(brief_id)
    if head.status != "approved":
        raise NotAllowed(
            f"brief {brief_id} is {head.status}; only an approved brief leaves: sign it off in the app first"
        )
    if successor := successors_of(store.briefs.heads()).get(brief_id):
        raise NotAllowed(f"brief {brief_id} was replaced by {successor}; name that one")
    return published(store, brief_id)


def _newest(store: Store, event: str | None) -> str:
    """The brief that was approved last on the event, or on the whole cohort."""
    wanted = {"kind": "event", "event": event} if event else {"kind": "cohort"}
    found = [head.brief_id for head in signed_last(store.briefs.heads()) if wanted.items() <= head.scope.items()]
    if not found:
        about = f"event {event!r}" if event else "the whole cohort"
        raise NotFound(f"no brief on {about} is approved; 'learnbrief status' lists briefs, the app signs them off")
    return found[0]


def _put(folder: Path, made: Mapping[str, bytes]) -> list[Path]:
    place = folder.absolute()
    place.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        atomic_write(place / name, content)
    return [place / name for name in sorted(made)]
