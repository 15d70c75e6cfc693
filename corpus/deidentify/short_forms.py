"""The short forms of organisations: within the source that introduces one, and in every other source.

What a source says of itself decides first, and what other sources say is laid over that. So a text depends on which
short forms are known, never on which source was read first.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from learnbrief.corpus.deidentify.context import starts_sentence
from learnbrief.corpus.deidentify.edits import Edit, settle
from learnbrief.corpus.deidentify.gazetteer import NOT_AFTER, Organisation, key_of, pseudonym_of
from learnbrief.corpus.deidentify.initials import names_a_thing
from learnbrief.corpus.deidentify.keyfile import Keyfile
from learnbrief.corpus.deidentify.lexicon import allowed_phrases, given_names_that_are_words, in_dictionary
from learnbrief.corpus.deidentify.words import Word, fold, words

SHORT = "short form of an organisation"
"""The series of the key that holds them: 'southmere = Hospital F' for every organisation that one stands for."""
HERE, ELSEWHERE = "short form", "short form that another source introduces"
"""The rules that found one."""
_KNOWN_BY_FIRST_WORD = frozenset({"Trust", "Hospital", "Site", "Practice", "Care home", "Council"})
_KNOWN_BY_BARE_NAME = frozenset({"Hospital", "Practice", "Care home", "Ward"})
_FIRST_WORD = re.compile(r"(?:St\.?[ \u00a0])?[A-Z](?:[\w-]|['’](?!s\b))*")
_IN_BRACKETS = re.compile(r"\s*[(\[](?:the |‘|“|\"|')?([A-Z][A-Za-z]{1,9})[’”\"']?[)\]]")


def introduced(text: str, full: Iterable[Organisation]) -> dict[str, tuple[Organisation, ...]]:
    """How a text abbreviates the organisations it names, and which each may be: '(SUHT)' after a name, or its first telling word."""
    claims: dict[str, dict[str, Organisation]] = defaultdict(dict)
    for found in full:
        for word in _ways(text, found):
            if key := key_of(word):
                claims[key][found.key] = found
    return {key: tuple(claimed.values()) for key, claimed in claims.items()}


def _ways(text: str, found: Organisation) -> Iterator[str]:
    bracket = _IN_BRACKETS.match(text, found.end)
    if bracket and not names_a_thing(bracket.group(1)):  # '(ICB)' says what it is, and not which
        yield bracket.group(1)
    first = _FIRST_WORD.match(text, found.start, found.end)
    if first and found.kind in _KNOWN_BY_FIRST_WORD and _is_telling(first.group()):
        yield first.group()
    if found.kind in _KNOWN_BY_BARE_NAME and (bare := _bare_name(text[found.start : found.end], found.key)):
        yield bare


def _bare_name(written: str, key: str) -> str:
    """The name without what it is: 'High Tarn' of a hospital; of one word only a ward's that would else read as somebody's name."""
    if " " in key:
        return key if written.istitle() and len(key.split()) == 2 else ""
    return key if key in given_names_that_are_words() and written.endswith("Ward") else ""


def _is_telling(word: str) -> bool:
    return len(word) > 3 and not in_dictionary(fold(word.split()[-1]))


def stand_for(claims: Mapping[str, tuple[Organisation, ...]], keyfile: Keyfile) -> dict[str, str]:
    """What stands for each short form of one text; for one that may be several organisations, a name of its own."""
    return {
        short: pseudonym_of(claimed[0], keyfile) if len(claimed) == 1 else keyfile.pseudonym("Name", short)
        for short, claimed in claims.items()
    }


def remember(claims: Mapping[str, tuple[Organisation, ...]], keyfile: Keyfile) -> None:
    """Keeps for other sources what this one calls its organisations."""
    for short, claimed in claims.items():
        if _means_it_elsewhere(short):
            for one in claimed:
                pseudonym = pseudonym_of(one, keyfile)
                keyfile.alias(SHORT, f"{short} = {pseudonym}", pseudonym)


def _means_it_elsewhere(short: str) -> bool:
    """Whether a short form says the same in a source that does not explain it: not Leeds, Team, or Rose of Rose Ward."""
    if tuple(short.split()) in allowed_phrases():
        return False
    return " " in short or not (in_dictionary(short) or short in given_names_that_are_words())


class ShortForms:
    """What stands for each short form in sources that do not introduce it.

    Laid out when it is asked for, and anew only once a text has taught another: a run asks every file what it calls its
    organisations before it takes one in, and laying out looks through the whole key.
    """

    def __init__(self, keyfile: Keyfile) -> None:
        self._keyfile = keyfile
        self._laid_over: Mapping[str, str] | None = None
        """What the key held of them when they were laid out; None before the first time."""
        self._laid_out: dict[str, str] = {}

    def learn(self, claims: Mapping[str, tuple[Organisation, ...]]) -> None:
        """Remembers what a text calls its organisations."""
        remember(claims, self._keyfile)
        if self._laid_over != self._keyfile.series(SHORT):
            self._laid_over = None

    def known(self) -> dict[str, str]:
        """Each with what stands for it."""
        if self._laid_over is None:
            self._laid_over, self._laid_out = self._keyfile.series(SHORT), known_elsewhere(self._keyfile)
        return self._laid_out


def known_elsewhere(keyfile: Keyfile) -> dict[str, str]:
    """What stands for each short form in sources that do not introduce it, whatever was learned first."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for name, pseudonym in keyfile.series(SHORT).items():
        short = name.partition(" = ")[0]  # keys of before have the short form alone
        if _means_it_elsewhere(short):
            claimed[short].add(pseudonym)
    return {short: _which(short, pseudonyms, keyfile) for short, pseudonyms in sorted(claimed.items())}


def _which(short: str, pseudonyms: Collection[str], keyfile: Keyfile) -> str:
    """The one organisation, also where sources call it a hospital and a trust; of several nobody can say which is meant."""
    names = {name for one in pseudonyms for name in keyfile.names_of(one.rpartition(" ")[0], one)}
    return min(pseudonyms) if len(names) < 2 else keyfile.pseudonym("Name", short)


def standing_alone(text: str, short: Mapping[str, str], rule: str) -> Iterator[Edit]:
    """Where a short form stands by itself: 'Southmere', 'SUHT', 'St Brannoc's'."""
    found = words(text)
    for at in range(len(found)):
        for run in (found[at : at + 1], found[at : at + 2]):
            pseudonym = short.get(" ".join(each.key for each in run)) if all(each.capital for each in run) else None
            if pseudonym and not NOT_AFTER.match(text, run[-1].end) and not _only_opens(text, run):
                yield Edit(run[0].start, run[-1].end, f"[{pseudonym}]", "organisation", rule, certain=False)


def _only_opens(text: str, run: Sequence[Word]) -> bool:
    """Whether a word has its capital from the start of the sentence: 'Rose' where a Rose Ward is known."""
    return len(run) == 1 and in_dictionary(run[0].key) and starts_sentence(text, run[0])


def beyond(standing: Sequence[Edit], text: str, elsewhere: Mapping[str, str]) -> list[Edit]:
    """Short forms of other sources in a text where nothing is hidden yet, or only what may be some name.

    `standing` is hidden by what the text says itself; what it takes for a person stays one.
    """
    new = settle(standing_alone(text, elsewhere, ELSEWHERE), text)
    return [one for one in new if all(_gives_way(old, one) for old in standing if _overlap(old, one))]


def _overlap(one: Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end


def _gives_way(old: Edit, new: Edit) -> bool:
    inside = new.start <= old.start and old.end <= new.end
    return inside and old.type == "name" and not old.certain


def laid_over(standing: Sequence[Edit], new: Sequence[Edit]) -> tuple[Edit, ...]:
    """Both, where what is new takes the place of what gave way to it."""
    kept = [old for old in standing if not any(_overlap(old, one) for one in new)]
    return tuple(sorted([*kept, *new], key=lambda edit: edit.start))
