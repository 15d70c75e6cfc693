"""learnbrief extract: what was said on a question in one source, in the speakers' own words."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json

if TYPE_CHECKING:
    from learnbrief.corpus.document import Document
    from learnbrief.flows.web.extracting import Answer


def command(
    source: Annotated[str, typer.Argument(help="Its path under material/, title, file name or id.")],
    question: Annotated[list[str], typer.Argument(metavar="QUESTION...", help="What you want to know.")],
    words: Annotated[int, typer.Option("--words", min=10, max=1000, help="Most words of the extract.")] = 90,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read the passages of one webinar, or another source, that answer a question: nobody's words are changed.

    Example: learnbrief extract spring-webinar/recording.vtt what drops off the table when wards are full
    """
    from learnbrief.flows.web.extracting import extract_of
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    with opened(find_workspace(workspace).root) as (place, store):
        document, answers = extract_of(place, store, source, " ".join(question), words=words)
    if as_json:
        print_json([_row(document, answer) for answer in answers])
        return
    print(f"{document.title} ({document.date})\n")
    for answer in answers:
        print(_who(answer))
        print(f"      {' '.join(answer.shown.split())}\n")
    if not answers:
        print("No passage of it is short enough; give more room with --words.")


def _who(answer: "Answer") -> str:
    from learnbrief.corpus.document import Mode
    from learnbrief.outputs.layout.wording import clock

    excerpt = answer.excerpt
    at = "" if excerpt.at is None else f", {clock(excerpt.at)}"
    return f"{excerpt.voice.label}{at}{' (from notes)' if excerpt.mode is Mode.NOTE else ''}"


def _row(document: "Document", answer: "Answer") -> dict[str, Any]:
    from learnbrief.corpus.visitors import places_of

    excerpt = answer.excerpt
    return {
        "text": document.text[answer.start : answer.end],
        "voice": excerpt.voice.label,
        "role": excerpt.role,
        **places_of(excerpt),
        "at": excerpt.at,
        "mode": excerpt.mode.value,
        "document": document.document_id,
        "version": document.version,
        "start": answer.start,
        "end": answer.end,
    }
