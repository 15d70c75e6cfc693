"""Finding known people in a text under all the ways a name is written there."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from learnbrief.corpus.deidentify.context import Reading, capital_neighbour, reads_as_name
from learnbrief.corpus.deidentify.edits import Edit
from learnbrief.corpus.deidentify.initials import find_codes, find_initials, initials_of, is_code
from learnbrief.corpus.deidentify.lexicon import in_dictionary, is_a_name, is_ordinary
from learnbrief.corpus.deidentify.spellings import TITLES, spellings
from learnbrief.corpus.deidentify.words import Word, misspelt, words

_BETWEEN = re.compile(r"(?:[ \t\u00a0]{1,3}|[ \t]?\n[ \t]?|[-‐‑_·.]|\.[ \t]|,[ \t]?)?")
_AFTER_TITLE = re.compile(r"\.?[ \t\u00a0]{1,2}")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be named in the material, and what stands for them."""

    pseudonym: str
    """'Person 3'."""
    name: str = field(repr=False)
    variants: tuple[str, ...] = field(default=(), repr=False)
    role: str | None = None
    collaborative: str | None = None
    known_from: str = "register"
    only_one: tuple[str, ...] = field(default=(), repr=False)
    """Titles that nobody else holds: 'chief pharmacist'."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where somebody is named."""

    start: int
    end: int
    people: frozenset[str]
    """Pseudonyms; more than one where the name fits several and the text does not tell which."""
    rule: str
    certain: bool

    def edit(self) -> Edit:
        """The replacement of the name, in brackets as it stands in running text."""
        return Edit(self.start, self.end, f"[{together(self.people)}]", "person", self.rule, self.certain)


def together(pseudonyms: Iterable[str]) -> str:
    """'Person 3', or 'Person 3 or 7' where it may be either."""
    first, *others = sorted(pseudonyms, key=lambda pseudonym: (len(pseudonym), pseudonym))
    return " or ".join([first, *(other.removeprefix("Person ") for other in others)])


_SOMEBODY = re.compile(r"\bPerson \d+(?: or \d+)*\b")


def people_in(words: str) -> list[str]:
    """Every pseudonym of a person in some words: of 'Person 3 or 7' both."""
    found = (match.removeprefix("Person ").split(" or ") for match in _SOMEBODY.findall(words))
    return [f"Person {number}" for numbers in found for number in numbers]


def renamed(words: str, old: str, new: str) -> str:
    """Words in which one pseudonym stands for another's holder: 'Person 7' and 'Person 3 or 7' are both 'Person 3' then."""

    def told(match: re.Match[str]) -> str:
        numbers = match.group().removeprefix("Person ").split(" or ")
        people = {f"Person {number}" for number in numbers}
        return together(people - {old} | {new}) if old in people else match.group()

    return _SOMEBODY.sub(told, words)


class NameFinder:
    """Everybody who is known, ready to be found in any number of texts."""

    def __init__(self, people: Sequence[Person], *, stranger: Callable[[str], str]) -> None:
        self._stranger = stranger
        self._whole: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._part: dict[str, set[str]] = defaultdict(set)
        self._clear: set[str] = set()
        self._initials: dict[str, set[str]] = defaultdict(set)
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._words_of: dict[str, set[str]] = defaultdict(set)
        self._known_from: dict[str, str] = {}
        for person in people:
            self._learn(person)
        self._longest = max(map(len, self._whole), default=1)

    def _learn(self, person: Person) -> None:
        self._known_from.setdefault(person.pseudonym, person.known_from)
        for name in (person.name, *person.variants):
            if is_code(name):
                self._codes[name].add(person.pseudonym)
                continue
            for spelling in spellings(name):
                if len(spelling) > 1:
                    self._whole[spelling].add(person.pseudonym)
                else:
                    self._part[spelling[0]].add(person.pseudonym)
                    if person.known_from == "register" or _may_stand_alone(spelling[0]):
                        self._clear.add(spelling[0])
                self._words_of[person.pseudonym].update(word for word in spelling if len(word) > 1)
            for letters in initials_of(name):
                self._initials[letters].add(person.pseudonym)

    def find(self, text: str) -> list[Hit]:
        """Every place of the text where one of them is named, in order."""
        found = words(text)
        whole = {hit.start: hit for hit in self._whole_names(text, found)}
        present = frozenset(pseudonym for hit in whole.values() for pseudonym in hit.people if len(hit.people) == 1)
        starts = [word.start for word in found]
        taken = {
            at for hit in whole.values() for at in range(bisect_left(starts, hit.start), bisect_left(starts, hit.end))
        }
        hits = [self._named_by_part(text, found, at, present) for at in range(len(found)) if at not in taken]
        initials = find_initials(text, {letters: self._narrow(who, present) for letters, who in self._initials.items()})
        codes = find_codes(text, {code: self._narrow(who, present) for code, who in self._codes.items()})
        marked = [Hit(start, end, who, "initials", certain=True) for start, end, who in (*initials, *codes)]
        named = [hit for hit in hits if hit is not None]
        return [_with_title(text, found, starts, hit) for hit in [*whole.values(), *named]] + marked

    def _whole_names(self, text: str, found: Sequence[Word]) -> Iterator[Hit]:
        at, keys = 0, [word.key for word in found]
        while at < len(found):
            hit, used = self._whole_name_at(text, found, keys, at)
            if hit is not None:
                yield hit
            at += used

    def _whole_name_at(self, text: str, found: Sequence[Word], keys: Sequence[str], at: int) -> tuple[Hit | None, int]:
        for length in range(min(self._longest, len(found) - at), 1, -1):
            people = self._whole.get(tuple(keys[at : at + length]))
            if not people and length > 2:
                continue
            run = found[at : at + length]
            if not _joined(text, run):
                continue
            if people and (run[0].capital or not all(is_ordinary(word.key) for word in run)):
                return Hit(run[0].start, run[-1].end, frozenset(people), self._rule(people), certain=True), length
            if length == 2 and (who := self._misspelt_pair(run[0], run[1])):
                return Hit(run[0].start, run[-1].end, who, self._rule(who, "misspelt"), certain=True), length
        return None, 1

    def _misspelt_pair(self, one: Word, two: Word) -> frozenset[str]:
        keys = (one.key, two.key)
        if min(map(len, keys)) < 3 or all(in_dictionary(key) for key in keys):
            return frozenset()
        return frozenset(
            pseudonym
            for spelling, people in self._whole.items()
            if len(spelling) == 2 and all(_alike(a, b) for a, b in zip(keys, spelling, strict=True))
            for pseudonym in people
        )

    def _named_by_part(self, text: str, found: Sequence[Word], at: int, present: frozenset[str]) -> Hit | None:
        word = found[at]
        people = self._part.get(word.key)
        if not people:
            return self._misspelt_part(word, present)
        reading = reads_as_name(text, found, at)
        if reading is Reading.NO or (reading is Reading.MAYBE and word.key not in self._clear):
            return None
        if (neighbour := capital_neighbour(text, found, at)) is not None:
            return self._beside(text, word, neighbour, people)
        who = self._narrow(people, present)
        return Hit(word.start, word.end, who, self._rule(who), certain=reading is Reading.YES)

    def _beside(self, text: str, word: Word, neighbour: Word, people: set[str]) -> Hit:
        """A known name beside another name: the same person misspelt, else a stranger who shares the name."""
        start, end = min(word.start, neighbour.start), max(word.end, neighbour.end)
        same = {who for who in people if any(_alike(neighbour.key, key) for key in self._words_of[who])}
        if same:
            return Hit(start, end, frozenset(same), self._rule(same, "misspelt"), certain=True)
        return Hit(start, end, frozenset({self._stranger(text[start:end])}), "shares a name", certain=False)

    def _misspelt_part(self, word: Word, present: frozenset[str]) -> Hit | None:
        if len(word.key) < 5 or in_dictionary(word.key) or is_ordinary(word.key):
            return None
        if not word.capital and len(word.key) < 7:
            return None
        people = {who for key, known in self._part.items() if misspelt(word.key, key) for who in known}
        if not people:
            return None
        who = self._narrow(people, present)
        return Hit(word.start, word.end, who, self._rule(who, "misspelt"), certain=False)

    def _rule(self, people: Iterable[str], *remarks: str) -> str:
        return ", ".join([min(self._known_from[who] for who in people), *remarks])

    @staticmethod
    def _narrow(people: set[str], present: frozenset[str]) -> frozenset[str]:
        """Of several who share a name, those whom the text names in full, if it names any."""
        return frozenset(people & present or people)


def _with_title(text: str, found: Sequence[Word], starts: Sequence[int], hit: Hit) -> Hit:
    at = bisect_left(starts, hit.start) - 1
    if at >= 0 and found[at].key in TITLES and _AFTER_TITLE.fullmatch(text, found[at].end, hit.start):
        return Hit(found[at].start, hit.end, hit.people, hit.rule, hit.certain)
    return hit


def _may_stand_alone(word: str) -> bool:
    """Whether part of a name that nobody registered reads as one by itself: not 'Learning' of a label 'Learning Point'."""
    return is_a_name(word) or not in_dictionary(word)


def _joined(text: str, run: Sequence[Word]) -> bool:
    return all(_BETWEEN.fullmatch(text, left.end, right.start) for left, right in pairwise(run))


def _alike(one: str, other: str) -> bool:
    return one == other or misspelt(one, other, shortest=3)  # the other half of the name vouches for it
