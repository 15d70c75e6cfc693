"""What may identify somebody without a name: looked for in every version of a text, with what a person decided kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.resources.abc import Traversable

from learnbrief.corpus.deidentify.clues import (
    Clue,
    Known,
    Said,
    clues_by_likeness,
    clues_of_voices,
    find_clues,
    known_from,
)
from learnbrief.corpus.deidentify.naming import Person
from learnbrief.corpus.disclosure import Holders
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import Store, TextClue, shifted
from learnbrief.corpus.store.clues import OPEN
from learnbrief.nlp.telling import FILE, by_kept_vectors

HOME_OF_RULES = "learnbrief.corpus.deidentify"
RULES_OF_CLUES = ("clues.py", "clues.toml", "telling.py", "allowlist.txt", "places.txt")
"""Where the rules and their lists stand."""
ONE_PERSON = frozenset({"participant", "author", "respondent", "speaker"})
"""Voices that are one person: of a table of eight, what each tells does not add up."""


def edition_of_rules(home: Traversable) -> str:
    """Differs once the rules do: what was taken in under others is looked through again by the next run.

    A number that somebody has to count up would be forgotten, and texts of before would never be looked at again.
    """
    return content_hash(b"".join((home / name).read_bytes() for name in RULES_OF_CLUES) + FILE.read_bytes())


def who_is_alone(store: Store, people: Iterable[Person], places: Iterable[str]) -> Known:
    """Who is alone in what they do, as the register and those who were described in the app tell it."""
    return known_from(people, Holders.of(store.participants.all().values()).by_role, places)


def clues_in(store: Store, document: Document, excerpts: Iterable[Excerpt], known: Known) -> list[Clue]:
    """Every passage of a text to point out, in order: what a sentence tells, what one voice tells in all, and by likeness.

    By likeness only of excerpts that were encoded before: of new ones the run says it once they are (`point_out`).
    """
    excerpts, found = list(excerpts), find_clues(document.text, known)
    told = [_said(one) for one in excerpts if one.voice.basis in ONE_PERSON]
    found += clues_of_voices(told, found)
    found += clues_by_likeness([_said(one) for one in excerpts], by_kept_vectors(store.vectors.get), found)
    return sorted(found, key=lambda clue: clue.start)


def _said(excerpt: Excerpt) -> Said:
    return Said(excerpt.start, excerpt.text, excerpt.voice.label)


def point_out(store: Store, excerpts: Iterable[Excerpt]) -> None:
    """Of excerpts whose vectors are there by now, those that read like what tells who somebody is wait for a person too."""
    of_text: dict[tuple[str, int], list[Excerpt]] = defaultdict(list)
    for excerpt in excerpts:
        of_text[excerpt.document_id, excerpt.version].append(excerpt)
    tells = by_kept_vectors(store.vectors.get)
    for place, some in of_text.items():
        there = [Clue(one.start, one.end, one.kind, one.reason, one.instead) for one in store.clues.of(*place)]
        new = clues_by_likeness([_said(one) for one in some], tells, there)
        store.clues.add([_kept(*place, clue) for clue in new])


def _kept(document_id: str, version: int, clue: Clue) -> TextClue:
    return TextClue(document_id, version, clue.start, clue.end, clue.kind, clue.reason, clue.instead)


def put_clues(store: Store, document: Document, excerpts: Sequence[Excerpt], known: Known) -> None:
    """Keeps what this version gives away; where a person let words stand in the version before, they still may."""
    at = (document.document_id, document.version)
    before = decided_before(store, document)
    clues = [_kept(*at, clue) for clue in clues_in(store, document, excerpts, known)]
    store.clues.put(*at, [replace(one, status=_status(one, before)) for one in clues])


def decided_before(store: Store, document: Document) -> list[TextClue]:
    """What was decided of this version, or of the one before, where it stands now."""
    document_id, version = document.document_id, document.version
    here = [clue for clue in store.clues.of(document_id, version) if clue.status != OPEN]
    shifts = store.documents.shifts(document_id, version)
    moved = []
    for clue in store.clues.of(document_id, version - 1):
        if clue.status != OPEN:
            start, end = shifted(clue.start, clue.end, shifts)
            moved.append(replace(clue, version=version, start=start, end=end))
    return [*here, *moved]


def _status(clue: TextClue, before: Sequence[TextClue]) -> str:
    """As decided, if it was decided of these very words for this reason."""
    same = (one for one in before if one.start < clue.end and clue.start < one.end and one.reason == clue.reason)
    return next((one.status for one in same), OPEN)
