"""What may be a name although nobody told us of it: capitals, titles, verbs of speaking, lists of those present.

Deliberately not a matter of origin: a capitalised word that no English dictionary holds is suspect wherever it comes
from, and the lists of names hold many origins. What is found here is masked until a person decides.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from learnbrief.corpus.deidentify.context import starts_sentence
from learnbrief.corpus.deidentify.entities import Entity, EntityRecogniser
from learnbrief.corpus.deidentify.eponyms import eponyms
from learnbrief.corpus.deidentify.lexicon import (
    allowed_first_words,
    allowed_phrases,
    first_names,
    given_names_that_are_words,
    in_dictionary,
    is_a_name,
    is_compound,
    is_function_word,
    is_only_noun,
    is_ordinary,
    names_that_are_words,
    surnames,
)
from learnbrief.corpus.deidentify.listings import JOINERS, listed_people, whole_names
from learnbrief.corpus.deidentify.placeholders import PLACEHOLDER
from learnbrief.corpus.deidentify.spellings import TITLES
from learnbrief.corpus.deidentify.suspect import Suspect
from learnbrief.corpus.deidentify.titled import titled_small
from learnbrief.corpus.deidentify.verbs import SPEAKING
from learnbrief.corpus.deidentify.word_names import word_names
from learnbrief.corpus.deidentify.words import Word, misspelt, word_set, words

_OFTEN_MISTYPED = word_set(
    "february september november december wednesday thursday saturday fourteen nineteen thirteen eighteen ninety fourty"
)
_ADDRESSING = word_set("thanks hi hello dear hey cheers named called name welcome apologies")
_CALENDAR = word_set(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday"
)
_QUALIFIERS = word_set("little great upper lower nether high low north south east west old new long")
"""What stands before the name of a small place, family names though some are."""
_POSTS = word_set("sister nurse matron auntie aunty uncle consultant midwife sergeant constable pc")
_KIN = word_set(
    "son daughter mother father mum dad husband wife brother sister neighbour friend colleague cousin uncle auntie nephew"
    " niece grandson granddaughter grandmother grandfather nan grandad partner carer baby boy girl toddler"
)
_CROSSED_OUT = re.compile(r"\bX{2,}\b")
_IN_ADDRESS = re.compile(r"\S*[@/\\]\S*|\b\S+\.(?:com|org|uk|net|nhs|docx?|pdf|md|txt|xlsx|pptx)\b\S*")
_CONTRACTED = re.compile(r"[a-z]['’](?:ll|d|ve|re|m|t)$")
_CAMEL = re.compile(r"[a-z][A-Z]")
_NAME_CAMEL = re.compile(r"(?:Mc|Mac|De|Di|Le|La|Van|Fitz|O['’]|D['’]|Al|El|Nic|Ni|St)[A-Z][a-z]+")


class Suspicion:
    """Everything in a text that may be somebody's name; `recogniser` adds what a language model sees."""

    def __init__(self, recogniser: Callable[[str], list[Entity]] | None = None) -> None:
        self._recogniser = recogniser

    def __call__(self, text: str) -> list[Suspect]:
        """Suspects in order of place; they may overlap."""
        view = _View.of(text)
        found = [*view.runs(), *view.addressed(), *listed_people(text), *titled_small(text)]
        entities = self._recogniser(text) if self._recogniser is not None else []
        found += view.word_names(found, entities)
        found += view.recognised(entities)
        found += view.repeated(found)
        found = whole_names(found, text)
        return sorted(found, key=lambda suspect: (suspect.start, suspect.end))


class _View:
    """The words of one text with what is known of each."""

    def __init__(self, text: str, found: Sequence[Word], hidden: frozenset[int], plain: frozenset[str]) -> None:
        self.text = text
        self.words = found
        self._starts = [word.start for word in found]
        terms = _terms(text, found)
        self._allowed = frozenset(at for term in terms for at in term) | eponyms(text, found)
        self._terms = frozenset(at for term in terms if len(term) > 1 for at in term) | eponyms(text, found)
        self._hidden = hidden
        self._plain = plain

    @classmethod
    def of(cls, text: str) -> "_View":
        found = words(text)
        spans = [
            match.span() for pattern in (PLACEHOLDER, _CROSSED_OUT, _IN_ADDRESS) for match in pattern.finditer(text)
        ]
        starts = [word.start for word in found]
        hidden = frozenset(
            at for start, end in spans for at in range(bisect_left(starts, start), bisect_left(starts, end))
        )
        # A word that this text mostly writes small is no name; a name typed small once is.
        balance = Counter[str]()
        for at, word in enumerate(found):
            if at not in hidden and (not word.capital or not starts_sentence(text, word)):
                balance[word.key] += -1 if word.capital else 1
        return cls(text, found, hidden, frozenset(key for key, count in balance.items() if count > 1))

    def runs(self) -> Iterator[Suspect]:
        """Stretches of name-like words: 'Dr Priya Raghunathan', 'Siobhan', 'Kowalski-Brown'."""
        at = 0
        while at < len(self.words):
            length = self._run_at(at)
            if length:
                yield from self._suspect(at, length)
            at += max(length, 1)

    def _run_at(self, at: int) -> int:
        """How many words from here on read as one name; 0 for none."""
        titled = self.words[at].key in TITLES and self.words[at].capital
        first = at + 1 if titled else at
        end = first
        while end < len(self.words) and (end == first or self._joined(end)) and self._fits(first, end, titled=titled):
            end += 1
        while end > first and self.words[end - 1].key in JOINERS and not self.words[end - 1].capital:
            end -= 1
        if end == first or (titled and not self._joined(first)):
            return 0
        return end - at

    def _joined(self, at: int) -> bool:
        between = self.text[self.words[at - 1].end : self.words[at].start]
        return between in {" ", "\u00a0", "-", "‑", ". "} and (between != ". " or self._is_abbreviated(at - 1))

    def _is_abbreviated(self, at: int) -> bool:
        return len(self.words[at].written) == 1 or self.words[at].key in TITLES or self.words[at].key == "st"

    def _fits(self, first: int, at: int, *, titled: bool) -> bool:
        word = self.words[at]
        if at in self._hidden:
            return False
        if at == first:
            return (titled and word.capital and word.key not in self._plain) or self._is_suspect(at)
        small = self.words[first].written.islower()
        if word.key in JOINERS and at + 1 < len(self.words) and self._joined(at + 1):
            following = self.words[at + 1]
            return following.capital or word.capital or (small and not in_dictionary(following.key))
        if not word.capital:
            return small and word.key not in self._plain and (word.key in surnames() or not in_dictionary(word.key))
        return not small and (self._is_suspect(at) or self._follows_a_name(first, at))

    def _follows_a_name(self, first: int, at: int) -> bool:
        """After a given name any capital reads as a family name, a place or a word though it may be."""
        word = self.words[at]
        if word.key in _CALENDAR or word.key in TITLES or (word.written.isupper() and is_function_word(word.key)):
            return False
        if at in self._allowed and (in_dictionary(word.key) or self._is_code(word)):
            return False
        return is_a_name(word.key) or at == first + 1

    def _is_suspect(self, at: int) -> bool:
        word = self.words[at]
        if len(word.written) < 2 or at in self._hidden or at in self._allowed or word.key in TITLES:
            return False
        if not word.capital:
            return (
                len(word.key) > 3 and _is_listed(word.key) and not in_dictionary(word.key) and not is_ordinary(word.key)
            )
        if self._is_code(word) or _CONTRACTED.search(word.written):
            return False
        if _is_listed(word.key):
            return word.key not in names_that_are_words() or self._named_by_neighbour(at)
        if word.key in names_that_are_words():
            opens = is_function_word(word.key) and starts_sentence(self.text, word)
            return not opens and self._named_by_neighbour(at)
        return self._is_unknown(at)

    def _is_unknown(self, at: int) -> bool:
        """In no dictionary; a word made of known words (Southmere, Flipchart) only where its capital says something."""
        word = self.words[at]
        if word.key in self._plain or in_dictionary(word.key) or _is_slip(word.key):
            return False
        return not is_compound(word.key) or not (starts_sentence(self.text, word) or self._in_title(at))

    def _in_title(self, at: int) -> bool:
        """Whether the words around are capitalised too, as in a heading."""
        return any(
            self.words[other].capital and in_dictionary(self.words[other].key) and self._joined(max(at, other))
            for other in (at - 1, at + 1)
            if 0 <= other < len(self.words)
        )

    def _is_code(self, word: Word) -> bool:
        """Abbreviations, product names with capitals inside, and words run together with digits."""
        near = self.text[max(0, word.start - 1) : word.start] + self.text[word.end : word.end + 1]
        if any(character.isdigit() or character == "_" for character in near):
            return not is_a_name(word.key)
        listed = _is_listed(word.key)
        if word.written.isupper() or (len(word.written) > 2 and word.written[:-1].isupper()):
            return len(word.written) < (4 if listed else 6)
        return bool(_CAMEL.search(word.written)) and not listed and not _NAME_CAMEL.match(word.written)

    def _named_by_neighbour(self, at: int) -> bool:
        """A name that is also a word, beside what can only be a name: 'Grace Adeyemi', 'Tunde Bright'."""
        return any(
            0 <= other < len(self.words)
            and self._joined(max(at, other))
            and self.words[other].capital
            and other not in self._hidden
            and not self._is_code(self.words[other])
            and self._is_clear_name(self.words[other].key)
            for other in (at - 1, at + 1)
        )

    def _is_clear_name(self, key: str) -> bool:
        if key in names_that_are_words() or (key,) in allowed_phrases() or key in TITLES:
            return False
        return is_a_name(key) or not (in_dictionary(key) or is_compound(key) or key in self._plain)

    def _suspect(self, at: int, length: int) -> Iterator[Suspect]:
        at, length = self._with_what_belongs_before(at, length)
        run = self.words[at : at + length]
        titled = run[0].key in TITLES
        named = run[1:] if titled else run
        person = named[0].key != "st" and (
            titled
            or (len(named) > 1 and not self._is_where(at))
            or any(is_a_name(word.key) for word in named if len(named) == 1 or word.key not in _QUALIFIERS)
            or self._speaks(at + length)
        )
        rule = "title and name" if titled else "name of many origins" if person else "capitalised, in no dictionary"
        yield Suspect(run[0].start, run[-1].end, "person" if person else "name", rule, certain=titled)

    def _with_what_belongs_before(self, at: int, length: int) -> tuple[int, int]:
        """The run with initials, with particles ('Mac an Bhaird') or with a rare given name before a family name."""
        while self._is_initial(at - 1):
            at, length = at - 1, length + 1
        for back in (2, 1):
            before = range(max(at - back, 0), at)
            linked = len(before) == back and all(self._joined(other + 1) for other in before)
            if linked and self.words[at - back].capital and all(self.words[o].key in JOINERS for o in before):
                return at - back, length + back
        if at and self._joined(at) and self.words[at].key in surnames() and self._may_be_given(at - 1):
            return at - 1, length + 1
        return at, length

    def _is_initial(self, at: int) -> bool:
        """'J Smith', 'A. B. Jones'; without its dot an article or 'I' that opens a sentence is none."""
        if at < 0 or len(self.words[at].written) != 1 or not self.words[at].capital or not self._joined(at + 1):
            return False
        dotted = self.text[self.words[at].end : self.words[at].end + 1] == "."
        article = self.words[at].key in {"a", "i"} and starts_sentence(self.text, self.words[at])
        return dotted or not (article or self.words[at].key == "i")

    def _may_be_given(self, at: int) -> bool:
        word = self.words[at]
        return (
            word.capital
            and len(word.written) > 2
            and not word.written.isupper()
            and (is_only_noun(word.key) or not in_dictionary(word.key))
            and word.key not in TITLES | _ADDRESSING
            and not {at} & (self._allowed | self._hidden)
        )

    def _is_where(self, at: int) -> bool:
        """'The surgery in Little Haddon': what stands so is a place, unless a name is in it."""
        return at > 0 and self._joined(at) and self.words[at - 1].key in {"in", "at", "near", "outside"}

    def _speaks(self, after: int) -> bool:
        return after < len(self.words) and self.words[after].key in SPEAKING

    def addressed(self) -> Iterator[Suspect]:
        """Names that are also words or places where only a person fits: 'Grace said', 'Thanks Will', 'Nurse Hill'."""
        for at, word in enumerate(self.words):
            doubtful = word.key in names_that_are_words() or (at in self._allowed and _is_listed(word.key))
            if not (word.capital and doubtful) or at in self._hidden or word.written.isupper():
                continue
            if is_function_word(word.key) and word.key not in {"will", "may"}:
                continue
            before = self.words[at - 1].key if at and self._joined(at) else ""
            post = (before in _POSTS and self.words[at - 1].capital) or before in _KIN
            # 'The Trust Board knows' holds a term that stays; 'Hello April' does not.
            speaks = at + 1 < len(self.words) and self._joined(at + 1) and self._speaks(at + 1)
            speaks = speaks and (at not in self._allowed or _is_listed(word.key))
            if speaks or before in _ADDRESSING or post:
                yield Suspect(word.start, word.end, "person", "addressed or speaking")

    def word_names(self, suspects: Sequence[Suspect], entities: Iterable[Entity]) -> list[Suspect]:
        """Given names that are words, beyond those that stand in a longer name or are addressed."""
        taken = {at for one in suspects for at in self._inside(one.start, one.end)}
        agreed = {at for one in entities if one.label == "PERSON" for at in self._inside(one.start, one.end)}
        return [
            Suspect(self.words[at].start, self.words[at].end, "person", "a name that is a word")
            for at in word_names(self.text, self.words, self._hidden | self._terms | taken, frozenset(agreed))
        ]

    def _inside(self, start: int, end: int) -> range:
        """Indices of the words between two places."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def repeated(self, suspects: Sequence[Suspect]) -> list[Suspect]:
        """Other places of single words found suspect once: 'Southmere' opening a sentence."""
        spans = {(one.start, one.end): one for one in suspects if one.kind in {"person", "name"}}
        kinds = {word.key: spans[word.start, word.end].kind for word in self.words if (word.start, word.end) in spans}
        return [
            Suspect(word.start, word.end, kinds[word.key], "named elsewhere")
            for at, word in enumerate(self.words)
            if word.key in kinds
            and (word.capital or (len(word.key) > 3 and not in_dictionary(word.key)))
            and (word.start, word.end) not in spans
            and at not in self._hidden
            and at not in self._allowed
            and not is_ordinary(word.key)
        ]

    def recognised(self, entities: Iterable[Entity]) -> Iterator[Suspect]:
        """What the recogniser calls a person, unless every word of it is an ordinary one or must stay."""
        for entity in entities:
            if entity.label != "PERSON":
                yield Suspect(entity.start, entity.end, "number", entity.label.lower().replace("_", " "))
                continue
            for line in _lines(self.text, entity):
                inside = self._inside(*line)
                telling = [at for at in inside if self._may_name(at)]
                if telling:
                    kind = "name" if self._is_place(inside) else "person"
                    yield Suspect(self.words[telling[0]].start, self.words[telling[-1]].end, kind, "named entity")

    def _is_place(self, run: range) -> bool:
        """Whether what the recogniser calls a person is a saint's church or a place that something is in."""
        named = any(is_a_name(self.words[at].key) for at in run if self.words[at].key not in _QUALIFIERS)
        return self.words[run[0]].key == "st" or (self._is_where(run[0]) and len(run) > 1 and not named)

    def _may_name(self, at: int) -> bool:
        word = self.words[at]
        if at in self._allowed or at in self._hidden or len(word.key) < 2 or self._is_code(word):
            return False
        listed = _is_listed(word.key)
        if not word.capital and len(word.key) < 4:
            return False
        if word.key in given_names_that_are_words() and (word.key in names_that_are_words() or not listed):
            return False  # told from their place, with the model's word as one sign: see `word_names`
        if word.key in names_that_are_words():
            return word.capital and not starts_sentence(self.text, word) and self._named_by_neighbour(at)
        return listed or (not in_dictionary(word.key) and not is_compound(word.key) and word.key not in self._plain)


def _lines(text: str, entity: Entity) -> list[tuple[int, int]]:
    """An entity line by line: the model reads on over the end of one, and two people would be one."""
    pieces = re.finditer(r"[^\n]+", text[entity.start : entity.end])
    return [(entity.start + piece.start(), entity.start + piece.end()) for piece in pieces]


def _is_slip(key: str) -> bool:
    """Whether a word is a month, a day or a number mistyped: 'Febuary', 'Forteen'."""
    return any(misspelt(key, word) and key[0] == word[0] for word in _OFTEN_MISTYPED) and not is_a_name(key)


def _is_listed(key: str) -> bool:
    return key in first_names() or key in surnames()


def _terms(text: str, found: Sequence[Word]) -> list[range]:
    """Places of terms that must stay."""
    phrases, firsts = allowed_phrases(), allowed_first_words()
    terms = []
    for at in (at for at, word in enumerate(found) if word.key in firsts):
        for length in range(min(6, len(found) - at), 0, -1):
            if (
                tuple(word.key for word in found[at : at + length]) in phrases
                and "\n" not in text[found[at].start : found[at + length - 1].end]
            ):
                terms.append(range(at, at + length))
                break
    return terms


def default_flagger() -> Suspicion:
    """The flagger of a real run: our own rules and the language model; the model loads on first use."""
    return Suspicion(EntityRecogniser())
