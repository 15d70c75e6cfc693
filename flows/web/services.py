"""What the app may ask of the science while someone waits, answered from the workspace."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from learnbrief.corpus.asked import Answer
from learnbrief.corpus.blind import Reserve
from learnbrief.corpus.codebook import Codebook, write_codebook
from learnbrief.corpus.details import NOTHING
from learnbrief.corpus.document import Excerpt, SourceText
from learnbrief.corpus.errors import LearnbriefError, StaleEdit
from learnbrief.corpus.protocols import Preview, PreviewMark, Queued, Stretch, Unattended
from learnbrief.corpus.readers.how import columns_from
from learnbrief.corpus.remark import Held, Said
from learnbrief.corpus.store import PrivacyMark, Store, new_review
from learnbrief.corpus.surveys import ReadColumn
from learnbrief.corpus.tag import Action, Review
from learnbrief.flows.orchestration.unattended import unattended
from learnbrief.flows.stages.analyse import current_codebook
from learnbrief.flows.stages.briefs import edit_brief, rebuild
from learnbrief.flows.stages.header import header_of
from learnbrief.flows.stages.inbox import put_into_material
from learnbrief.flows.stages.ingest import Desk, open_desk
from learnbrief.flows.stages.leading import leading_by_register
from learnbrief.flows.web.agreeing import Figures, agreement_within
from learnbrief.flows.web.beginning import first_to_code
from learnbrief.flows.web.privacy import PrivacyDesk, new_act, places_of, record_decisions
from learnbrief.flows.web.queueing import Queues
from learnbrief.flows.web.wording import hold_sentence
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from learnbrief.outputs.brief.brief import Brief, View, read_brief
from learnbrief.outputs.render import telling

if TYPE_CHECKING:
    from learnbrief.corpus.readers import Reading


@dataclass(slots=True)
class Services:
    """The workspace's answers to the app; what is dear to make is kept until the store changes."""

    workspace: Workspace
    store: Store
    _search: tuple[str, Any] = ("", None)
    _asked: tuple[str, Any] = ("", None)
    _places: dict[tuple[str, ...], list[tuple[float, float]]] = field(default_factory=dict)
    _queues: Queues = field(init=False)
    _figures: Figures = field(init=False)

    def __post_init__(self) -> None:
        self._queues, self._figures = Queues(self.workspace.settings, self.store), Figures(self.store)

    def search(self, words: str, *, filters: Mapping[str, Any], limit: int) -> list[tuple[str, float]]:
        """Excerpt ids with scores, best first."""
        return cast("list[tuple[str, float]]", self._searcher().search(words, filters=filters, limit=limit))

    def answer(self, question: str) -> Answer:
        """What bears on a question; the material is read again when it has changed."""
        from learnbrief.flows.web.answering import Material

        edition = self.store.cuts.edition()  # a decision changes no word of it
        if self._asked[0] != edition:
            self._asked = (edition, Material(self.workspace, self.store))
        return cast("Answer", self._asked[1].answer(question))

    def queue(self, name: str, *, coder: str, filters: Mapping[str, Any]) -> list[Queued]:
        """Excerpts still to review, in the order to take them; a filter by label leaves out what it would give away."""
        reserve = self.reserve(coder)
        if name == "first":
            return first_to_code(self.workspace.settings, self.store, reserve)
        return self._queues.of(name, coder=coder, filters=filters, reserve=reserve)

    def blind_sample(self, size: int) -> list[str]:
        """Ids from the share that the queue reserves for blind coding: nobody has seen suggestions on them."""
        return self.reserve("").share.first(size)

    def agreement(self, *, seed: int = 0) -> dict[str, Any]:
        """Agreement figures as plain values."""
        return self._figures.now(seed=seed)

    def agreement_within(self, excerpts: Sequence[Excerpt], coders: Collection[str]) -> list[dict[str, Any]]:
        """How far each two of these coders agree on these excerpts, as plain values."""
        return agreement_within(self.store, excerpts, coders)

    def preview(self, path: Path, details: Mapping[str, str] = NOTHING) -> Preview:
        """How a file would be read and de-identified with what is told of it; nothing of it is stored."""
        return preview(self._desk(), path, details)

    def take_in(self, path: Path, details: Mapping[str, str]) -> str:
        """Puts a file with its details among the material."""
        from learnbrief.flows.stages.inbox import details_told

        told = details_told(self.workspace, path, named_as_in_file(self.workspace, path, details))
        return put_into_material(self.workspace, path, told).relative_to(self.workspace.root).as_posix()

    def decide_marks(self, marks: Sequence[PrivacyMark], *, keep: bool, coder: str) -> None:
        """Keeps marks hidden, or restores their words in a new version, with the record of it; all or none."""
        from learnbrief.flows.stages.redaction import decide_as_shown

        desk = self._desk()  # before the lock: what it loads takes seconds
        with self.store.writing():
            decided = decide_as_shown(desk, marks, keep=keep)
            record_decisions(self.store, decided, keep=keep, coder=coder)
        self._retag()

    def redact(self, stretch: Stretch, *, type: str, everywhere: bool, coder: str) -> None:
        """Masks a stretch of a frozen text, with the record of it."""
        from learnbrief.flows.stages.brief_files import write_again
        from learnbrief.flows.stages.redaction import hide

        desk, document_id = self._desk(), stretch.document_id
        with self.store.writing():
            self.store.documents.open_for_edit(document_id, stretch.version)
            hidden = hide(desk, document_id, stretch.start, stretch.end, kind=type, everywhere=everywhere)
            payload = {
                "what": f"hidden {'wherever they stand' if everywhere else 'here'}",
                "in": document_id,
                "as": type,
                "act": new_act(),
                "did": "hide",
                "places": places_of(hidden.places),
            }
            self.store.reviews.add(new_review(Action.HIDE, coder, target=document_id, payload=payload))
        for brief_id in hidden.quoting:
            write_again(self.workspace, self.store, brief_id)
        self._retag()

    def correct(self, document_id: str, version: int, told: Mapping[str, str], *, coder: str) -> list[str]:
        """Corrects what a document is said to be, with the record of it."""
        from learnbrief.flows.stages.correcting import correct, correction_of, with_its_event

        desk = self._desk()  # before the lock: what it loads takes seconds
        with self.store.writing():
            document = self.store.documents.open_for_edit(document_id, version)
            correction = correction_of(document, with_its_event(desk, document, told))
            if changes := correction.changes(document):
                correct(desk, document, correction)
                payload = {"what": ", ".join(changes), "in": document_id}
                self.store.reviews.add(new_review(Action.CORRECT, coder, target=document_id, payload=payload))
        self._retag()
        return changes

    def replace_file(self, document_id: str, name: str, content: bytes, *, coder: str) -> None:
        """Puts a file in the place of a source's own, with the record of it; a run reads it."""
        from learnbrief.flows.stages.replacing import replace_file

        replace_file(self.workspace, self.store, document_id, name, content)
        payload = {"what": "its file was replaced", "in": document_id}
        self.store.reviews.add(new_review(Action.CORRECT, coder, target=document_id, payload=payload))

    @property
    def privacy(self) -> PrivacyDesk:
        """Decisions on who is who, and on what may tell it."""
        return PrivacyDesk(self.workspace, self.store)

    def map_points(self, excerpt_ids: Sequence[str]) -> list[tuple[float, float]]:
        """A point in the plane per excerpt."""
        from learnbrief.flows.stages.encoding import encoder_for, matrix_of
        from learnbrief.nlp.plane import plane

        key = tuple(excerpt_ids)
        if key not in self._places:
            held = self.store.excerpts.get(excerpt_ids)
            vectors = matrix_of(encoder_for(self.workspace.settings, self.store), [held[one] for one in excerpt_ids])
            self._places = {key: plane(vectors)}
        return self._places[key]

    def reserve(self, coder: str) -> Reserve:
        """What is kept for blind coding that this coder has not coded yet, drawn by the seed of the settings."""
        return self.store.blind.reserve(coder, seed=self.workspace.settings.analysis.seed)

    def rebuild(self, brief_id: str) -> None:
        """Brings a stored brief and its files up to date with every review."""
        rebuild(self.workspace, self.store, brief_id)

    def edit_brief(self, brief_id: str, reviews: Sequence[Review], *, edition: int) -> None:
        """Keeps what an evaluator did together with the brief that follows from it, or neither."""
        proofs = [lambda views: self._workbook(views.internal)]
        edit_brief(self.workspace, self.store, brief_id, reviews, edition=edition, proofs=proofs)

    def brief_file(self, brief_id: str, form: str, *, view: str) -> bytes:
        """A stored brief in one format, or the evidence behind it."""
        from learnbrief.flows.stages.brief_files import brief_bytes, evidence_bytes, write_brief_files
        from learnbrief.flows.stages.handouts import handouts_zip

        with suppress(LearnbriefError):  # mends what an edit could not write; whoever asks for what fails is told below
            write_brief_files(self.workspace, self.store, brief_id)
        if form == "handouts":
            return handouts_zip(self.store, brief_id)
        if form == "xlsx":
            return self._workbook(read_brief(self.store.briefs.get(brief_id).value))
        of, _, paper = form.partition("-")
        if of == "evidence":
            return evidence_bytes(self.store, brief_id, paper, view=cast(View, view))
        return brief_bytes(self.store, brief_id, form, view=cast(View, view))

    def _workbook(self, brief: Brief) -> bytes:
        from learnbrief.flows.exchange.exporting import coding_of
        from learnbrief.outputs.export.xlsx import export_xlsx

        with telling(brief, "xlsx"):
            return export_xlsx(brief, coding_of(self.workspace, self.store, brief.scope))

    def hold(
        self, sentence: str, evidence: Sequence[Said], *, others: Mapping[str, Sequence[Said]], context: bool
    ) -> Held:
        """What a sentence says beyond its evidence, by rule."""
        return hold_sentence(self.workspace.settings, self.store, sentence, evidence, others=others, context=context)

    @property
    def drafter(self) -> str:
        """The model of the settings, where they name one."""
        return self.workspace.settings.model.name

    def draft(self, evidence: Sequence[Said]) -> str:
        """A sentence that the model makes of this evidence."""
        from learnbrief.nlp.draft import draft_heading

        model = self.workspace.settings.model
        return draft_heading(model.server, model.name, evidence) if model.server else ""

    def coding_file(self, form: str) -> bytes:
        """The coding of the whole programme in a form of `learnbrief export`."""
        from learnbrief.flows.exchange.exporting import coding_in_form

        return coding_in_form(self.workspace, self.store, form)

    def save_codebook(self, codebook: Codebook, *, coder: str, based_on: str) -> None:
        """Makes this the current codebook, in the store and in codebook.yaml."""
        with self.store.writing():
            self.store.codebooks.open_for_edit(based_on)
            if current_codebook(self.workspace, self.store).version != based_on:
                raise StaleEdit(
                    f"{self.workspace.codebook_file.name} was edited by hand and is not read yet. "
                    "Nothing was overwritten: run over the material first, then repeat your edit."
                )
            self.store.codebooks.put(codebook, made_by=coder)
            atomic_write(self.workspace.codebook_file, write_codebook(codebook))

    def unattended(self) -> Unattended:
        """What ran last and how it ended, what comes next, and what of it needs a person."""
        return unattended(self.workspace, self.store)

    def _desk(self) -> Desk:
        return open_desk(self.workspace, self.store)

    def _retag(self) -> None:
        from learnbrief.flows.stages.tagging import tag

        tag(self.workspace, self.store)

    def _searcher(self) -> Any:
        from learnbrief.flows.web.searching import open_search, state_of

        state = state_of(self.store)
        if self._search[0] != state:
            self._search = (state, open_search(self.workspace, self.store))
        return self._search[1]


def named_as_in_file(workspace: Workspace, path: Path, details: Mapping[str, str]) -> dict[str, str]:
    """The details with the speaker who leads and the columns of a survey, which the page tells by number, as the file calls them."""
    from learnbrief.flows.stages.inbox import arrival

    told = {name: value for name, value in details.items() if name not in ("leads", "columns")}
    if not (details.get("leads") or details.get("columns")):
        return told
    arrived = arrival(path, told, shapes=workspace.shapes)
    reading = arrived.reading
    number = details.get("leads", "")
    if number.isdigit() and int(number) < len(reading.speakers):
        told["roles"] = f"{reading.speakers[int(number)]} = facilitator"
    columns = reading.survey.columns if reading.survey else ()
    uses = columns_from(path, details.get("columns", ""))
    placed = [(columns[int(one)].key, use) for one, use in uses.items() if one.isdigit() and int(one) < len(columns)]
    if placed:
        page = [f"{key if '!' in key else '!' + key} = {use}" for key, use in placed]
        told["columns"] = "; ".join(
            filter(None, [arrived.told_beside_it.get("columns"), *page])
        )  # the page's word is last
    return told


def preview(desk: Desk, path: Path, details: Mapping[str, str] = NOTHING) -> Preview:
    """How a file would be read and de-identified with what is told of it; pseudonyms it would get are not kept."""
    from learnbrief.flows.stages.inbox import arrival

    arrived = arrival(path, named_as_in_file(desk.workspace, path, details), shapes=desk.workspace.shapes)
    reading, about, listing = arrived.reading, arrived.about, arrived.listing
    cleaned = desk.deidentifier.document(reading.source, title=reading.title, origin=path.name)
    header = header_of(reading, desk.workspace.settings.as_programme().collaboratives)
    told = {**header, **about, **{key: value for key, value in listing.items() if key != "line"}}
    return Preview(
        cleaned.source.text,
        tuple(PreviewMark(mark.start, mark.end, mark.type, mark.status != "flagged") for mark in cleaned.marks),
        tuple(_speakers(reading, cleaned.source)),
        {key: desk.deidentifier.words(value) for key, value in told.items()},
        tuple(desk.deidentifier.words(warning) for warning in reading.warnings),
        reading.told(leading_by_register(desk.deidentifier, desk.store, reading)),
        tuple(_columns(reading, desk.deidentifier.words)),
        outline="" if reading.sentence else reading.outline,
    )


def _columns(reading: "Reading", clean: Callable[[str], str]) -> Iterator[ReadColumn]:
    """The columns of a survey, told by number: the name of a sheet may be somebody's."""
    for number, column in enumerate(reading.survey.columns if reading.survey else ()):
        yield replace(column, key=str(number), text=clean(column.text), example=clean(column.example))


def _speakers(reading: "Reading", cleaned: SourceText) -> list[str]:
    """Each speaker of the file once, in its order, under the label that the cleaned text gives."""
    shown: dict[str, str] = {}
    for before, after in zip(reading.source.passages, cleaned.passages, strict=True):
        if before.speaker and after.speaker:
            shown.setdefault(before.speaker, after.speaker)
    return list(shown.values())
