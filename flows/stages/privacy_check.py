"""What would be masked in a file, without taking it in: nothing is stored, given a pseudonym for good, or written."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register, default_flagger, read_register
from learnbrief.corpus.deidentify.clues import Clue, Known, Said, clues_by_likeness, find_clues, known_from
from learnbrief.corpus.deidentify.telling import SENTENCE
from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.readers import read
from learnbrief.flows.stages.encoding import bare_encoder
from learnbrief.flows.stages.ingest import place_names
from learnbrief.flows.workspace.sections import AnalysisSettings
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.nlp.telling import by_encoding


@dataclass(frozen=True, slots=True)
class Masked:
    """One stretch that would be masked."""

    line: int
    """Of the text as it is read, from 1."""
    words: str
    replacement: str
    status: str
    """'replaced' (certain) or 'flagged' (masked until a person decides)."""
    rule: str


@dataclass(frozen=True, slots=True)
class PointedOut:
    """Words that would stand, and by which somebody may be known without a name."""

    line: int
    """Of the text as it would be frozen, from 1."""
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class PrivacyCheck:
    """What would become of a file."""

    file: str
    masked: tuple[Masked, ...]
    pointed_out: tuple[PointedOut, ...]
    """What a person would be asked to decide on besides."""
    text: str
    """The text as it would be frozen."""
    register: int
    """People of the register that were known."""
    without_likeness: str
    """Why likeness was not asked who may be known, in words; empty where it was."""


def check_file(path: Path, workspace: Workspace | None) -> PrivacyCheck:
    """The file as it would be de-identified: with the workspace's register and names, or with neither outside of one."""
    source = read(path).source
    register, keep = Register(), list[str]()
    keyfile = Keyfile(workspace.restricted / "key.json").in_memory() if workspace else Keyfile()
    if workspace is not None:
        names = {one.slug: one.name for one in workspace.settings.collaborative}
        register = read_register(workspace.register_file, keyfile, collaboratives=names or None)
        keep = [workspace.settings.programme.name, *names.values(), *place_names(workspace).written]
    made = Deidentifier(register, keyfile, keep=keep, flagger=default_flagger()).document(source)
    masked = (
        Masked(source.text.count("\n", 0, start) + 1, words, mark.replacement, mark.status, mark.rule)
        for start, words, mark in made.in_source()
    )
    roles = Counter(person.role for person in register.people if person.role)
    text = made.source.text
    clues, without = _clues(text, known_from(register.people, roles, keep), workspace)
    pointed_out = (
        PointedOut(text.count("\n", 0, clue.start) + 1, text[clue.start : clue.end], clue.reason) for clue in clues
    )
    return PrivacyCheck(path.name, tuple(masked), tuple(pointed_out), text, len(register.people), without)


def _clues(text: str, known: Known, workspace: Workspace | None) -> tuple[list[Clue], str]:
    """What would be pointed out, by rule and by likeness, and why not by likeness where it cannot be asked."""
    found = find_clues(text, known)
    analysis = workspace.settings.analysis if workspace else AnalysisSettings()
    said = [Said(one.start(), one.group(), "") for one in SENTENCE.finditer(text)]
    try:
        tells = by_encoding(bare_encoder(analysis.encoder, analysis.encoder_folder))
        found += clues_by_likeness(said, tells, found)
    except ModelUnavailable as err:
        return found, str(err)
    return sorted(found, key=lambda clue: clue.start), ""
