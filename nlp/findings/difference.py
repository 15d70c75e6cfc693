"""Difference: where people see one thing differently, told with the words of each side.

Only what the words themselves say counts: an answer to somebody who was just heard, a sentence that tells of a split, one who
wants a thing and one who turns it down, one thing meant for this and for that. Leanings that a model suggests never make a
difference: of the seventy-five closest pairs of opposite leanings on three programmes, two were one.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.finding import Clause, Links
from learnbrief.nlp.findings.clauses import SHORTEST, Candidate, clauses_of
from learnbrief.nlp.findings.gather import Material
from learnbrief.nlp.findings.join import COMMON, RARE_ENOUGH, frequency, telling
from learnbrief.nlp.findings.stand import Meant, disagrees, endorses, meant, rejects, splits, takes_a_stand
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.placeholders import BRACKETS
from learnbrief.nlp.language.words import stem, stems

RUN = 4
"""Excerpts of one voice, right before an answer and from the answer on, among which the words of either side are looked for."""
ALIKE = 0.08
"""Likeness that two stands on one thing need: 'would not go near a ward cupboard' shares one word with those who want more in it."""
LONGEST = 30
"""Words of a sentence that may stand for a side where it has no clause of its own."""
BY_CUE, BY_WORD, MOST_WORDS = 1.2, 0.2, 3
"""What a clause gains that holds the stand itself, and for each word that the other side uses too."""

PLAIN = 1.0
"""How well the words of both sides must tell it on average: below, a reader who was not there sees no difference."""
AS_IT_STANDS = 0.1
"""Worth of a sentence that is no clause by itself."""

_SENTENCE = re.compile(r"[^\s][^\n]*?(?:[.!?][\"'”’)\]]*(?=\s|$)|(?=\n|$))")


@dataclass(frozen=True, slots=True)
class Side:
    """Who stands on one side, whose words tell it first."""

    members: tuple[int, ...]
    words: Candidate


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sides on one thing, or one excerpt that tells of both."""

    sides: tuple[Side, ...]

    @property
    def members(self) -> tuple[int, ...]:
        """Everybody in it, the first side first."""
        return tuple(at for side in self.sides for at in side.members)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two excerpts that stand against each other, and the stems of what they differ about."""

    one: int
    other: int
    about: frozenset[str]


def differences(material: Material, links: Links) -> list[Difference]:
    """Every difference that the words tell, each excerpt in one; what evaluators put together or apart is left to them."""
    placed = placed_by_hand(links)
    free = [at for at, excerpt in enumerate(material.excerpts) if excerpt.excerpt_id not in placed]
    able = frozenset(free)
    pairs = [
        one
        for one in (*_answers(material), *_stands(material, free), *_meant_for(material, free))
        if one.one in able and one.other in able
    ]
    sides = [parted for group in _on_one_thing(pairs) if (parted := _two_sides(group))]
    told: list[Difference] = []
    taken: set[int] = set()
    wording = _Wording.of(material, [at for parted in sides for at in (*parted.one, *parted.other)])
    for parted in sorted(sides, key=lambda both: (-len({*both.one, *both.other}), both.one)):
        found = wording.told(parted.without(taken))
        if found:
            told.append(found)
            taken |= set(found.members)
    own = [at for at in free if at not in taken and splits(material.excerpts[at].text)]
    return [*told, *(Difference((Side((at,), words),)) for at in own for words in _told_split(material, at))]


def answered(material: Material) -> dict[int, frozenset[int]]:
    """What each open answer, by its position, answers."""
    found: dict[int, set[int]] = {}
    for pair in _answers(material):
        if telling(material, pair.one) & telling(material, pair.other):
            found.setdefault(pair.other, set()).add(pair.one)
    return {at: frozenset(before) for at, before in found.items()}


def _answers(material: Material) -> Iterator[_Pair]:
    """An answer that sees it otherwise, and what it answers: the last that another, or the same table, said before it.

    Of what either goes on to say, whatever takes a stand or names what the other names belongs to it.
    """
    for at, excerpt in enumerate(material.excerpts):
        if not disagrees(excerpt.text) or splits(excerpt.text):
            continue
        before, after = _run_before(material, at), [at, *_run_after(material, at)]
        if not before:
            continue
        first = [one for one in before if one == before[0] or _speaks_to(material, one, after)]
        then = [one for one in after if one == at or _speaks_to(material, one, before)]
        about = _all_telling(material, first) | _all_telling(material, then)
        yield from (_Pair(one, other, about) for one in first for other in then)


def _speaks_to(material: Material, at: int, others: Sequence[int]) -> bool:
    """Whether it takes a stand or names what the others name."""
    return takes_a_stand(material.excerpts[at].text) or bool(telling(material, at) & _all_telling(material, others))


def _all_telling(material: Material, positions: Iterable[int]) -> frozenset[str]:
    return frozenset[str]().union(*(telling(material, at) for at in positions))


def _run_before(material: Material, at: int) -> list[int]:
    """What the one who is answered said last: the excerpts of one voice right before, in the same source, latest first."""
    return _run(material, at, range(at - 1, max(-1, at - 1 - RUN), -1))


def _run_after(material: Material, at: int) -> list[int]:
    """What the same voice goes on to say; whoever speaks for a table about others at it may turn to something else."""
    excerpt = material.excerpts[at]
    found = _run(material, at, range(at + 1, min(len(material.excerpts), at + RUN)))
    same = bool(found) and material.excerpts[found[0]].voice.voice_id == excerpt.voice.voice_id
    return found if same and excerpt.voice.known else []


def _run(material: Material, at: int, beside: Iterable[int]) -> list[int]:
    found: list[int] = []
    for other in beside:
        excerpt = material.excerpts[other]
        if excerpt.document_id != material.excerpts[at].document_id:
            break
        if found and excerpt.voice.voice_id != material.excerpts[found[0]].voice.voice_id:
            break
        found.append(other)
    return found


def _stands(material: Material, free: Sequence[int]) -> Iterator[_Pair]:
    """One who wants a thing and one who turns it down, in other voices, where few others speak of that thing."""
    against = [at for at in free if rejects(material.excerpts[at].text)]
    turning = frozenset(against)
    wanting = [at for at in free if endorses(material.excerpts[at].text) and at not in turning]
    if not against or not wanting:
        return
    things = _things(material, [*against, *wanting])
    known, most = frequency(material), max(RARE_ENOUGH, COMMON * len(material.excerpts))
    wanted: dict[str, list[int]] = {}
    for yes in wanting:
        for word in things[yes]:
            if known.get(word, 0) <= most:
                wanted.setdefault(word, []).append(yes)
    for no in against:
        turned_down = things[no] & _stems_of(part for part in sentences(material.excerpts[no].text) if rejects(part))
        others = sorted(
            {yes for word in turned_down for yes in wanted.get(word, ()) if not _one_voice(material, no, yes)}
        )
        for yes, likeness in zip(others, material.alike([no], others)[0] if others else (), strict=True):
            if likeness >= ALIKE:
                yield _Pair(yes, no, frozenset(word for word in turned_down & things[yes] if word in wanted))


def _things(material: Material, positions: Sequence[int]) -> dict[int, frozenset[str]]:
    """What each excerpt names by a noun: 'a run chart' and 'running a queue' share no thing."""
    parsed = parse([material.excerpts[at].text for at in positions])
    return {
        at: frozenset(stem(token.text) for token in document if token.pos_ == "NOUN") & telling(material, at)
        for at, document in zip(positions, parsed, strict=True)
    }


def _meant_for(material: Material, free: Sequence[int]) -> Iterator[_Pair]:
    """One thing that is to go to, or be for, one and the other: at least one of the two says that it is to be so."""
    said: list[tuple[int, Meant]] = [(at, one) for at in free for one in meant(material.excerpts[at].text)]
    of: dict[str, list[int]] = {}
    for number, (_, one) in enumerate(said):
        of.setdefault(one.thing, []).append(number)
    for number, (at, one) in enumerate(said):
        for beside, other in (said[later] for later in of[one.thing] if later > number):
            differ = one.whom != other.whom and (one.binds or other.binds)
            if differ and not _one_voice(material, at, beside):
                yield _Pair(at, beside, frozenset({one.thing}))


def _one_voice(material: Material, one: int, other: int) -> bool:
    return material.excerpts[one].voice.voice_id == material.excerpts[other].voice.voice_id


def _stems_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in stems(BRACKETS.sub(" ", text))}


def placed_by_hand(links: Links) -> frozenset[str]:
    """Ids of the excerpts that an evaluator put together with others, or apart from them."""
    return frozenset(at for group in (*links.together, *links.apart) for at in group)


def sentences(text: str) -> list[str]:
    """The sentences of a text, a line each at most."""
    return [match.group() for match in _SENTENCE.finditer(text)]


def _on_one_thing(pairs: Sequence[_Pair]) -> list[list[_Pair]]:
    """Pairs that share an excerpt and what they are about."""
    groups: list[list[_Pair]] = []
    for pair in pairs:
        touching = [group for group in groups if any(_touch(pair, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([one for group in touching for one in group] + [pair])
    return groups


def _touch(pair: _Pair, other: _Pair) -> bool:
    return bool({pair.one, pair.other} & {other.one, other.other} and pair.about & other.about)


@dataclass(frozen=True, slots=True)
class _Parted:
    """Excerpts on two sides, and the stems of what they differ about."""

    one: tuple[int, ...]
    other: tuple[int, ...]
    about: frozenset[str]

    def without(self, taken: Container[int]) -> "_Parted":
        """Less those who stand in another difference already."""
        one, other = (tuple(at for at in side if at not in taken) for side in (self.one, self.other))
        return _Parted(one, other, self.about)


def _two_sides(pairs: Sequence[_Pair]) -> _Parted | None:
    """The excerpts of these pairs on two sides; none where somebody would stand beside what they stand against."""
    side = {pairs[0].one: 0}
    waiting = list(pairs)
    while reached := [pair for pair in waiting if pair.one in side or pair.other in side]:
        for pair in reached:
            if pair.one not in side:
                side[pair.one] = 1 - side[pair.other]
            side.setdefault(pair.other, 1 - side[pair.one])
        waiting = [pair for pair in waiting if pair not in reached]
    if any(side[pair.one] == side[pair.other] for pair in pairs):
        return None
    one, other = (tuple(sorted(at for at, own in side.items() if own == number)) for number in (0, 1))
    return _Parted(one, other, frozenset[str]().union(*(pair.about for pair in pairs)))


@dataclass(slots=True)
class _Wording:
    """The clauses in which sides can be told."""

    material: Material
    clauses: Mapping[int, list[Candidate]]

    @classmethod
    def of(cls, material: Material, positions: Iterable[int]) -> "_Wording":
        wanted = sorted(set(positions))
        parsed = parse([material.excerpts[at].text for at in wanted])
        found = {at: list(clauses_of(material, at, one)) for at, one in zip(wanted, parsed, strict=True)}
        return cls(material, found)

    def told(self, parted: _Parted) -> Difference | None:
        """Both sides with their words; none where either has no words that can be read alone."""
        sides = []
        for members, against in ((parted.one, parted.other), (parted.other, parted.one)):
            best = self._best(members, _all_telling(self.material, against), parted.about)
            if best is None:
                return None
            sides.append(Side((best.position, *(at for at in members if at != best.position)), best))
        if sum(side.words.score for side in sides) < PLAIN * len(sides):
            return None
        return Difference(tuple(sorted(sides, key=lambda side: -len(self._sources(side.members)))))

    def _best(self, members: Sequence[int], theirs: frozenset[str], about: frozenset[str]) -> Candidate | None:
        able = [
            one
            for at in members
            for one in (*self.clauses[at], *whole_sentences(self.material, at))
            if takes_a_stand(one.words) or self._says_it_to_the_end(one)
        ]
        pole = sum(_pole(self.material.excerpts[at].text) for at in members)
        scored = [replace(one, score=_score(one, theirs, about, pole)) for one in able]
        return max(scored, key=lambda one: (one.score, -one.position, -one.clause.start), default=None)

    def _says_it_to_the_end(self, one: Candidate) -> bool:
        """What begins well and stops before its point tells no side: 'my feeling is that for simple things'."""
        return self.material.excerpts[one.position].text[one.clause.end : one.clause.end + 1] in (".", "!", "?", "")

    def _sources(self, members: Iterable[int]) -> set[str]:
        return {self.material.excerpts[at].document_id for at in members}


def _pole(text: str) -> int:
    """1 for words that want something, -1 for words that turn something down, 0 for neither and both."""
    return endorses(text) - rejects(text)


def _score(one: Candidate, theirs: frozenset[str], about: frozenset[str], pole: int) -> float:
    """How well words tell a side: by themselves, by a stand that is not against most of it, and by naming what the other names."""
    own = frozenset(stems(one.words))
    common = BY_WORD * min(MOST_WORDS, len(own & theirs)) + BY_WORD * min(MOST_WORDS, len(own & about & theirs))
    only_answers = BY_CUE * disagrees(one.words)  # 'I disagree with that' tells nobody with what
    stand = takes_a_stand(one.words) and _pole(one.words) * pole >= 0
    return one.worth + BY_CUE * stand + common - only_answers


def _told_split(material: Material, at: int) -> Iterator[Candidate]:
    """The first sentence of an excerpt that tells of a split."""
    yield from [one for one in whole_sentences(material, at) if splits(one.words)][:1]


def whole_sentences(material: Material, at: int) -> Iterator[Candidate]:
    """Sentences short enough to be read as they stand, that hide nobody's name."""
    excerpt = material.excerpts[at]
    for match in _SENTENCE.finditer(excerpt.text):
        words = match.group().rstrip(".")
        if not BRACKETS.search(words) and SHORTEST <= len(words.split()) <= LONGEST:
            clause = Clause(excerpt.excerpt_id, match.start(), match.start() + len(words))
            yield Candidate(clause, words, at, AS_IT_STANDS)
