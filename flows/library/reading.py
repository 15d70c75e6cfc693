"""A file read, de-identified and cut as a run would, without a workspace having to keep it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from learnbrief.corpus.codebook import Codebook, default_codebook
from learnbrief.corpus.cut import cut
from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register, default_flagger, read_register
from learnbrief.corpus.document import Document, Excerpt, Kind, Participant
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.kinds import kind_called
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.transcripts.shapes import Shape
from learnbrief.flows.library.frames import Frames, framed
from learnbrief.flows.stages.inbox import arrival
from learnbrief.outputs.export.flat import Flat

EXCERPTS = {
    "excerpt": "string", "start": "int64", "end": "int64", "text": "string", "voice": "string", "role": "string",
    "heading": "string", "mode": "string", "evidence": "bool_", "at": "float64",
}  # fmt: skip
SUGGESTED = {
    "excerpt": "string", "theme": "string", "band": "string", "score": "float64", "words": "string", "because": "string",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it would be taken in: names and numbers of people are replaced, nothing is stored."""

    title: str
    read_as: str
    """How it was read, in a line."""
    text: str
    warnings: tuple[str, ...]
    """What reading left out or changed."""
    _cut: Sequence[Excerpt] = field(repr=False)

    def excerpts(self, frames: Frames = "pandas") -> Any:
        """A row per excerpt: its words, where they stand, who spoke in which capacity; `at` is seconds into a recording."""
        rows = [
            {
                "excerpt": one.excerpt_id,
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "voice": one.voice.label,
                "role": one.role,
                "heading": one.heading,
                "mode": one.mode.value,
                "evidence": one.evidence,
                "at": one.at,
            }
            for one in self._cut
        ]
        return framed(Flat(EXCERPTS, rows), frames)

    def suggested(self, codebook: Codebook | None = None, frames: Frames = "pandas") -> Any:
        """A row per excerpt and theme that the codebook suggests; `words` speak for it, `because` is the codebook's line like them.

        Scores are similarities and no probabilities.
        """
        from learnbrief.nlp.encode import remembering_encoder
        from learnbrief.nlp.tagging import tag_excerpts

        encoder = remembering_encoder("default")
        texts = {one.excerpt_id: one.text for one in self._cut}
        rows = [
            {
                "excerpt": tag.excerpt_id,
                "theme": tag.theme,
                "band": tag.band.value,
                "score": tag.score,
                "words": texts[tag.excerpt_id][tag.reason.start : tag.reason.end] if tag.reason else None,
                "because": tag.reason.because if tag.reason else None,
            }
            for tag in tag_excerpts(self._cut, codebook or default_codebook(), encoder)
        ]
        return framed(Flat(SUGGESTED, rows), frames)


def read_file(path: str | Path, *, kind: str = "", register: str | Path | None = None) -> FileRead:
    """Any file that `learnbrief add` takes, de-identified by rule and by the register where one is given.

    Without a register names are missed more often: read what comes out before you share it. Pseudonyms are drawn anew
    each time; those of a workspace come with `OpenProgramme.read_file`. `kind` is 'workshop notes', 'survey' and so on;
    without it, what the file says of itself.
    """
    keyfile = Keyfile()
    people = read_register(Path(register), keyfile) if register else Register()
    return read_with(Path(path), people, Deidentifier(people, keyfile, flagger=default_flagger()), kind=kind)


def read_with(
    path: Path, register: Register, deidentifier: Deidentifier, *, kind: str = "", shapes: Sequence[Shape] = ()
) -> FileRead:
    """The file as this de-identifier leaves it; `shapes` of transcripts are a workspace's own."""
    arrived = arrival(present(path), {"kind": kind} if kind else {}, shapes=shapes)
    reading, told = arrived.reading, kind or arrived.listing.get("kind") or arrived.about.get("kind")
    cleaned = deidentifier.document(reading.source, title=reading.title, origin=path.name)
    document = Document(
        document_id="read",
        version=1,
        kind=_kind(path, told or reading.details.get("kind", "")),
        event_id="",
        title=cleaned.title,
        date=date.min,  # of no account here: nothing that is told of an excerpt hangs on it
        collaborative=None,
        origin=cleaned.origin,
        source=cleaned.source,
        content_hash="",
    )
    people: dict[str, Participant] = {one.pseudonym: one for one in register.participants}
    warnings = (tidy(line.removeprefix(f"{path.name}: ")) for line in reading.warnings)
    return FileRead(
        cleaned.title,
        reading.sentence or reading.outline,
        cleaned.source.text,
        tuple(map(deidentifier.words, warnings)),
        cut(document, people),
    )


def present(path: str | Path) -> Path:
    """The file, if there is one."""
    if not Path(path).is_file():
        raise BadInput(f"{path}: no such file; check the path")
    return Path(path)


def _kind(path: Path, told: str) -> Kind:
    if not told:
        return Kind.OTHER
    if (kind := kind_called(told)) is None:
        raise BadInput(
            f"{path.name}: kind {told!r} is none we know; write one of {', '.join(one.words for one in Kind)}"
        )
    return kind
