"""Protocols at the seams: what one layer may ask of another without importing it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.asked import Answer
from learnbrief.corpus.blind import Reserve
from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.remark import Held, Said
from learnbrief.corpus.surveys import ReadColumn
from learnbrief.corpus.tag import Review

if TYPE_CHECKING:
    from learnbrief.corpus.document import Excerpt
    from learnbrief.corpus.store import PrivacyMark, TextClue  # the store's parts import their protocols from here

Vectors: TypeAlias = NDArray[np.float32]


class Encoder(Protocol):
    """Texts to unit vectors; the whole boundary to language models."""

    @property
    def name(self) -> str:
        """Identifies model, weights and settings: vectors of equal names may be compared and cached."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of L2-normalised float32 per text, in order; shape (len(texts), dimensions)."""
        ...


class Telling(Protocol):
    """Tells by likeness which texts say who somebody is without a name."""

    def __call__(self, texts: Sequence[str]) -> Sequence[bool]:
        """Of each text, whether it is to be pointed out; no where nothing is known of it yet."""
        ...


@dataclass(frozen=True, slots=True)
class PreviewMark:
    """One stretch that de-identification would replace or flag."""

    start: int
    end: int
    """In the preview's text, which already holds the replacement."""
    type: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file would be read, before anything is stored; nothing in it is an original name."""

    text: str
    marks: tuple[PreviewMark, ...] = ()
    speakers: tuple[str, ...] = ()
    details: Mapping[str, str] | None = None
    """Kind, event, date and collaborative where the file itself tells them."""
    warnings: tuple[str, ...] = ()
    read_as: str = ""
    """How a transcript or a survey was read, in one line; empty for other files."""
    columns: tuple[ReadColumn, ...] = ()
    """How each column of a survey was read, told by its number from nought."""
    outline: str = ""
    """How any other file was read, in one line."""


@dataclass(frozen=True, slots=True)
class Queued:
    """One excerpt in a queue."""

    excerpt_id: str
    reason: str
    """Why it is next, in words; of what is coded blind it tells nothing that was suggested."""
    sample: str | None = None
    """Name of the random sample in which it is coded blind."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a frozen text that somebody chose."""

    document_id: str
    version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LastRun:
    """The newest run, whoever asked for it."""

    work: str
    """What it was for, in words of ours: 'Monthly synthesis of 2025-03'."""
    ended: str
    """'ended well', 'failed', 'was stopped half way', 'goes on'."""
    at: str
    """When it ended or, while it goes on, began; ISO text in the programme's time zone."""
    how: str
    """'by itself', 'asked for by a person', each with 'under Prefect' where that is so."""
    briefs: int
    message: str
    """Why it failed, in one line."""


@dataclass(frozen=True, slots=True)
class Unattended:
    """How work that nobody watches stands."""

    last: LastRun | None = None
    next_runs: tuple[str, ...] = ()
    """When the monthly synthesis is due, soonest first, in the programme's time zone; empty where nobody serves."""
    troubles: tuple[str, ...] = ()
    """What needs a person, a line each with the remedy."""


class PrivacyServices(Protocol):
    """What the De-identification pages do that needs the key, the originals or every text; each act is taken back as one."""

    def look(self, mark: "PrivacyMark", *, coder: str) -> str:
        """What a placeholder hides, with a record of who looked; nothing is decided.

        Raises:
            StaleEdit: the document has a newer version.
        """
        ...

    def decide_clues(self, clues: "Sequence[TextClue]", *, instead: str | None, coder: str) -> None:
        """Let words stand by which somebody may be known (`instead` None), or put these words in their place.

        Raises:
            StaleEdit: one of them was decided on, or its document has a newer version.
        """
        ...

    def join(self, kept: str, gone: str, *, edition: str, coder: str) -> None:
        """Two pseudonyms are one person, in the key and in every text.

        Raises:
            StaleEdit: a text in which one of them stands is no longer as it was in `edition`.
            BadInput: the register lists both.
        """
        ...

    def part(self, pseudonym: str, chosen: Sequence[str], *, edition: str, coder: str) -> str:
        """Chosen places (marks, or documents in which they speak) are a second person's, whose pseudonym it returns.

        Raises:
            StaleEdit: a text in which they stand is no longer as it was in `edition`.
            BadInput: no place is chosen, or every one.
        """
        ...

    def take_back(self, act: str, *, coder: str) -> None:
        """Undo what one press of a button did, all of it or nothing.

        Raises:
            StaleEdit: it was taken back already, or a place was decided on otherwise since.
        """
        ...


class AppServices(Protocol):
    """What the web app needs of the science and of the workspace while someone waits; flows hands it in."""

    def search(self, words: str, *, filters: Mapping[str, Any], limit: int) -> list[tuple[str, float]]:
        """Excerpt ids with scores, best first, by meaning and by word.

        Filters: theme, stance, collaborative, kind, since, until; absent or empty ones do not filter.
        """
        ...

    def answer(self, question: str) -> Answer:
        """What in all the material bears on a question, counted by side; nothing where nothing does.

        Raises:
            BadInput: it asks about nothing.
        """
        ...

    def queue(self, name: str, *, coder: str, filters: Mapping[str, Any]) -> list[Queued]:
        """Excerpts still to review, in the order to take them.

        Names: 'suggested' (by weight, with the random blind share between), 'uncertain', 'disagree', 'rare', 'unheard',
        'blind', 'all' and 'first' (the set with which coding begins, whatever the filters; empty once so many are coded
        or where there is hardly more to code). A filter by theme or stance leaves out what the coder has yet to code blind: it would tell.
        """
        ...

    def blind_sample(self, size: int) -> list[str]:
        """The first so many excerpt ids of the random share, the same for every coder."""
        ...

    def agreement(self, *, seed: int = 0) -> dict[str, Any]:
        """Agreement figures, human-human and model-human apart, as plain values."""
        ...

    def agreement_within(self, excerpts: "Sequence[Excerpt]", coders: Collection[str]) -> list[dict[str, Any]]:
        """How far each two of these coders agree on these excerpts, as far as both coded them blind, as plain values."""
        ...

    def preview(self, path: Path, details: Mapping[str, str]) -> Preview:
        """How a file would be read and de-identified with what is told of it: kind, shape, who leads (a speaker's number), columns."""
        ...

    def take_in(self, path: Path, details: Mapping[str, str]) -> str:
        """Put a file with its details among the workspace's material and return where it lies there."""
        ...

    def decide_marks(self, marks: "Sequence[PrivacyMark]", *, keep: bool, coder: str) -> None:
        """Keep marks hidden, or restore their words in a new version, and record who did so: all of them or none.

        Raises:
            StaleEdit: a mark is no longer as it is handed over, or its document has a newer version.
        """
        ...

    def redact(self, stretch: Stretch, *, type: str, everywhere: bool, coder: str) -> None:
        """Replace a stretch of a frozen text, in this document or wherever its words stand, and record who did so.

        Raises:
            StaleEdit: the document has a newer version than the stretch was chosen in.
        """
        ...

    def correct(self, document_id: str, version: int, told: Mapping[str, str], *, coder: str) -> list[str]:
        """Correct what a document is, in a new version of the same words; what changed, in words.

        Told by name: 'kind', 'date', 'collaborative', 'event' (its id; or 'event_title' and 'event_day' of a new one), 'speech:LABEL' (in what capacity somebody speaks), 'aside' (why
        nothing of it counts for now; empty where it counts again). What is not told stays.

        Raises:
            StaleEdit: the document has a newer version.
            BadInput: a kind, a day or a collaborative is none.
        """
        ...

    def replace_file(self, document_id: str, name: str, content: bytes, *, coder: str) -> None:
        """Put a file in the place of a source's own; the next run reads it as the source's next version.

        Raises:
            BadInput: it is of another format, holds the same bytes, or is another source already.
            NotFound: the file that it would replace is no longer among the material.
        """
        ...

    @property
    def privacy(self) -> PrivacyServices:
        """Decisions on who is who, and on what may tell it."""
        ...

    def map_points(self, excerpt_ids: Sequence[str]) -> list[tuple[float, float]]:
        """A point in the plane per excerpt, near ones saying similar things; in 0..1."""
        ...

    def reserve(self, coder: str) -> Reserve:
        """What this coder has yet to code blind (show no theme, side or headline of it), and in which sample they can."""
        ...

    def edit_brief(self, brief_id: str, reviews: Sequence[Review], *, edition: int) -> None:
        """Keep these reviews and the brief that follows from them in one transaction, or neither; then write its files.

        Raises:
            StaleEdit: the brief has changed since `edition`.
            NotAllowed: it is approved or retired; or it is being signed and was not seen as it is now.
            BadInput: an edit names excerpts that the brief does not cover.
            LearnbriefError: it is being signed, and a format cannot be made of it.
        """
        ...

    def rebuild(self, brief_id: str) -> None:
        """Bring a stored brief and its files up to date with texts and reviews; one that is approved or retired stays as it is."""
        ...

    def brief_file(self, brief_id: str, form: str, *, view: str) -> bytes:
        """A stored brief in one format ('html', 'docx', 'pdf', 'pptx', 'md', 'json'), 'internal' or 'published'.

        'evidence-docx' and 'evidence-pdf' are the evidence behind it, which a printed brief keeps in a file of its own;
        'handouts' is a zip of what plays an approved brief back, and of its draft for a blog, as published.
        """
        ...

    def hold(
        self, sentence: str, evidence: Sequence[Said], *, others: Mapping[str, Sequence[Said]], context: bool
    ) -> Held:
        """What a sentence says beyond its evidence, by rule; `others` stands under other findings, by their names.

        `context`: the sentence may bring in what nobody said, so that words of its own are no remark.
        """
        ...

    @property
    def drafter(self) -> str:
        """The language model that may be asked for a wording; empty where the settings name none, which is the usual."""
        ...

    def draft(self, evidence: Sequence[Said]) -> str:
        """A sentence that the model makes of this evidence, held against nothing yet; empty where it gives none.

        Raises:
            ModelUnavailable: its server does not answer.
        """
        ...

    def coding_file(self, form: str) -> bytes:
        """Everything that was suggested and coded, as another program reads it: 'qdpx', 'qdc' (the codebook alone) or 'csv'.

        Raises:
            BadInput: there is no such form.
        """
        ...

    def save_codebook(self, codebook: Codebook, *, coder: str, based_on: str) -> None:
        """Make this the current codebook, in the store and in codebook.yaml.

        Raises:
            StaleEdit: the current version is no longer `based_on`.
        """
        ...

    def unattended(self) -> Unattended:
        """What ran last and how it ended, what comes next, and what of it needs a person."""
        ...
