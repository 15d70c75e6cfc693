"""Near: the matters that most other sources come near, each under the words that tell most of it, with what others say beside.

Of two people who mean the same in words of their own half cannot be told from two who only come near each other. So nobody is counted
as saying what another says; but on which matters most sources are to be expected is the surest that can be told of what
a programme heard (docs/decisions/findings-13-near.md), and who reads their words beside each other sees what they share.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.finding import Clause
from learnbrief.nlp.findings.central import units
from learnbrief.nlp.findings.clauses import Candidate, clauses_of, telling
from learnbrief.nlp.findings.contrast import SOLVED
from learnbrief.nlp.findings.gather import Material
from learnbrief.nlp.findings.learned import result
from learnbrief.nlp.findings.pairs import Likeliest, Pairs, likeliest
from learnbrief.nlp.findings.place import lean
from learnbrief.nlp.findings.spoken import Thing, thing_of, things
from learnbrief.nlp.findings.voiced import asks
from learnbrief.nlp.findings.word import Reader, held, meaning_of, of_the_words
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.words import stem, stems

if TYPE_CHECKING:
    from spacy.tokens import Doc

ASKED = 2_000
"""Excerpts, the most central first, of which it is asked how many sources are to be expected on their matter."""
SHORTEST, LONGEST = 6, 30
"""Words of a sentence that may stand beside a headline."""
MOST_BESIDE, SHOWN = 8, 3
"""Lines of others beside the one that heads, and of how many sources a brief shows one: some may be kept for blind coding."""
SAID = 0.25
"""What each further source adds that is counted as saying the same as a clause."""
OVERTAKEN = 0.2
"""What is left of the worth of words after which somebody says, near them, that something is now otherwise."""
TELLING = 8
"""Telling words of a clause that count as telling all, where no weights read what it means."""


_CAME = re.compile(
    r"\b(?:c[oa]me through|(?:went|gone|go) live|up and running|(?:has|have|had) (?:come|arrived|started|opened)|"
    r"since (?:January|February|March|April|May|June|July|August|September|October|November|December))\b",
    re.I,
)
"""What was awaited is there: 'the log-in had come through on 12 January'."""


@dataclass(frozen=True, slots=True)
class Near:
    """Words that other sources come near."""

    head: Candidate
    beside: tuple[Candidate, ...]
    """What others say, one line of an excerpt, the likeliest to be of the same matter first."""
    others: tuple[int, ...]
    """The excerpts of other sources that are likely of the same matter, the likeliest first; whose words stand beside are among them."""
    likely: Mapping[int, float]
    """How likely those are, and of each further source the excerpt that may be, the likeliest first."""
    thing: Thing | None = None
    """What the head names, where enough of the others name it too."""
    weight: float = 0.0
    """How early it is told: how many sources are to be expected on it, and how good the words that head it are."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a clause would head."""

    matter: int
    sources: int
    """How many are counted as saying it."""


def near(
    pairs: Pairs,
    reader: Reader,
    central: NDArray[np.float32],
    head_of: Callable[[Candidate], Head | None],
) -> list[Near]:
    """The matters that most sources come near, the most first; nobody's words stand under two.

    `central` is how near other sources come to each excerpt; `head_of` tells what a clause would head, None for one that cannot.
    """
    material, weights = pairs.material, pairs.material.weights
    if len({excerpt.voice.voice_id for excerpt in material.excerpts}) < weights.named_small:
        return []
    unit = units(material)
    asked = np.argsort(-central, kind="stable")[:ASKED].tolist()
    found = likeliest(pairs, unit, sorted(asked))
    first = np.argsort(-found.expected, kind="stable")[: weights.near_read]
    rows = [int(row) for row in first if found.expected[row] >= weights.near_expected]
    heads = _heads(material, reader, found, rows, head_of)
    named = list(things(material, unit))
    kept: list[Near] = []
    taken, matters = set[int](), set[int]()
    for one in _led(material, found, rows, heads):
        if len(kept) == weights.near_kept:
            break
        at = one.clause.position
        if at in taken or one.head.matter in matters or is_told(pairs, at, [other.head.position for other in kept]):
            continue
        if any(other.thing and _names(one.clause.words, other.thing) for other in kept):
            continue  # two messages of five were on one call
        likely_others = _likely_others(pairs, unit, at)
        others = [other for other, share in likely_others.items() if share >= weights.near_cut and other not in taken]
        beside = _beside(material, reader, one.clause, _near_the_words(material, one.clause, likely_others))
        thing = thing_of(material, named, one.clause.words, partial(_of_it, pairs, unit, at))
        kept.append(Near(one.clause, beside, tuple(others), likely_others, thing, one.weight))
        taken |= {at, *(line.position for line in beside[:SHOWN])}
        matters.add(one.head.matter)
    return kept


@dataclass(frozen=True, slots=True)
class _Able:
    """A clause that could head what other sources come near."""

    clause: Candidate
    head: Head
    quality: float
    weight: float = 0.0


def _heads(
    material: Material,
    reader: Reader,
    found: Likeliest,
    rows: Sequence[int],
    head_of: Callable[[Candidate], Head | None],
) -> dict[int, list[_Able]]:
    """By excerpt, the clauses that could head its matter."""
    positions = [found.rows[row] for row in rows]
    parsed = parse([material.excerpts[at].text for at in positions])
    able = [
        (row, one)
        for row, at, document in zip(rows, positions, parsed, strict=True)
        for one in _clear(material, at, document)
        if telling(one.words) >= material.weights.near_telling
    ]
    reader.read(one.words for _, one in able)
    heads: dict[int, list[_Able]] = {}
    for row, one in able:
        read = reader.told(one)
        head = head_of(read)
        if head is not None and (read.informs is None or read.informs >= material.weights.informs):
            quality = _quality(material, found, row, read)
            heads.setdefault(read.position, []).append(_Able(read, head, quality))
    return heads


def _led(
    material: Material, found: Likeliest, rows: Sequence[int], heads: Mapping[int, Sequence[_Able]]
) -> list[_Able]:
    """Each excerpt's matter under the best clause of those who are likely of it, the weightiest first."""
    led: list[_Able] = []
    expected = dict(zip(found.rows, found.expected.tolist(), strict=True))
    for row in rows:
        circle = [found.rows[row], *_others(found, row, material.weights.near_heads)]
        able = [one for at in circle for one in heads.get(at, ())]
        if able:
            best = min(
                able,
                key=lambda one: (
                    -round(one.quality * _said(one) * expected[one.clause.position], 4),
                    one.clause.position,
                    one.clause.clause.start,
                ),
            )
            wide = material.reach.get(material.excerpts[found.rows[row]].excerpt_id, float(found.expected[row]))
            weight = wide * _said(best) * best.quality**material.weights.near_quality
            led.append(replace(best, weight=round(weight, 5)))
    return sorted(led, key=lambda one: (-one.weight, one.clause.position, one.clause.clause.start))


def _said(one: _Able) -> float:
    """What words gain that several sources are counted as saying."""
    return 1 + SAID * (one.head.sources - 1)


def _others(found: Likeliest, row: int, cut: float) -> tuple[int, ...]:
    """The likeliest excerpt of each other source that is likely enough, the likeliest first."""
    share, at = found.share[row], found.at[row]
    return tuple(int(at[source]) for source in np.argsort(-share, kind="stable") if share[source] >= cut)


def _likely_others(pairs: Pairs, unit: NDArray[np.int64], at: int) -> dict[int, float]:
    """All excerpts of other sources that are likely of an excerpt's matter, of a source that has none the likeliest; the likeliest first."""
    weights = pairs.material.weights
    elsewhere = np.flatnonzero(unit != unit[at])
    share = pairs.likely([at], elsewhere.tolist())[0]
    found: dict[int, float] = {}
    sources: set[int] = set()
    for place in np.argsort(-share, kind="stable"):
        other, part = int(elsewhere[place]), float(share[place])
        if part < weights.near_floor:
            break
        if part >= weights.near_cut or int(unit[other]) not in sources:
            found[other] = part
            sources.add(int(unit[other]))
    return found


def _names(words: str, thing: Thing) -> bool:
    """Whether words name a thing, be it by its last word alone."""
    return stem(thing.words.split()[-1]) in stems(words)


def _of_it(pairs: Pairs, unit: NDArray[np.int64], at: int, thing: Thing) -> float:
    """What share of the other sources that name a thing may speak of an excerpt's matter."""
    others = [other for other in thing.named_by if unit[other] != unit[at]]
    sources = set(unit[others].tolist())
    share = pairs.likely([at], others)[0] if others else np.zeros(0)
    maybe = pairs.material.weights.near_maybe
    of_it = {int(unit[other]) for other, part in zip(others, share, strict=True) if part >= maybe}
    return len(of_it) / max(1, len(sources))


def _quality(material: Material, found: Likeliest, row: int, one: Candidate) -> float:
    """How good words are to head a matter: how clear they are, how much they tell, and how much of the matter is in them.

    A clause cut from its excerpt may have lost what the others speak of; then fewer of them are likely of its matter.
    """
    informs = min(1.0, telling(one.words) / TELLING) if one.informs is None else one.informs
    others = found.at[row][found.share[row] > 0].tolist()
    close = _others(found, row, material.weights.near_cut)
    standing = OVERTAKEN if _is_overtaken(material, one, close) else 1.0
    told = material.weights.result if result(one.words) else 1.0
    return one.worth * informs**2 * float(np.sqrt(held(material, one, others))) * standing * told


def _is_overtaken(material: Material, one: Candidate, others: Sequence[int]) -> bool:
    """Whether somebody later says of the same matter that something is now otherwise, or tells what was in the way as a help."""
    strong = material.weights.strong_lean
    later = [at for at in others if material.well_after(at, one.position)]
    hinders = lean(material, one.position) <= -strong
    return any(
        SOLVED.search(material.excerpts[at].text)
        or _CAME.search(material.excerpts[at].text)
        or (hinders and lean(material, at) >= strong)
        for at in later
    )


def is_overtaken(pairs: Pairs, one: Candidate) -> bool:
    """The same of words whose matter is asked for: whoever speaks later and likely of it."""
    material = pairs.material
    later = [at for at in range(len(material.excerpts)) if material.well_after(at, one.position)]
    share = pairs.likely([one.position], later)[0]
    return _is_overtaken(
        material, one, [at for at, part in zip(later, share, strict=True) if part >= material.weights.near_cut]
    )


def is_told(pairs: Pairs, at: int, told: Sequence[int]) -> bool:
    """Whether an excerpt is likely of the matter of one that is told already, or the same voice goes on with what it said there."""
    if not told:
        return False
    material, one = pairs.material, pairs.material.excerpts[at]
    beside = [material.excerpts[other] for other in told if abs(other - at) == 1]
    goes_on = any(other.document_id == one.document_id and other.voice == one.voice for other in beside)
    return goes_on or float(pairs.likely([at], told).max()) >= material.weights.near_same


def _near_the_words(material: Material, head: Candidate, others: Mapping[int, float]) -> list[int]:
    """The others whose words may stand beside a headline: likely of its excerpt, and of its own words too.

    Of 668 excerpts that are .3 likely of that of a headline a reader took .20 for another matter; of 269 that pass both cuts .07
    (benchmarks/training/beneath.py).
    """
    weights = material.weights
    likely = [other for other, share in others.items() if share >= weights.line_likely]
    return of_the_words(material, head, likely, weights.line_alone)


def _beside(material: Material, reader: Reader, head: Candidate, others: Sequence[int]) -> tuple[Candidate, ...]:
    """What others say, a clause of each that comes nearest to the head and tells something, the likeliest first."""
    parsed = parse([material.excerpts[at].text for at in others])
    spoken = [_lines(material, at, document) for at, document in zip(others, parsed, strict=True)]
    reader.read(one.words for own in spoken for one in own)
    found: list[Candidate] = []
    for own in spoken:
        read = [reader.told(one) for one in own]
        able = [one for one in read if one.informs is None or one.informs >= material.weights.near_informs]
        if able and len(found) < MOST_BESIDE:
            found.append(
                max(
                    able,
                    key=lambda one: (round(_between(material, head, one) * (one.informs or 1.0), 4), -one.clause.start),
                )
            )
    return tuple(found)


def _lines(material: Material, position: int, parsed: "Doc") -> list[Candidate]:
    """Its sentences that ask nothing; of an excerpt whose sentences are too long, its clear clauses: cut short, words may say another thing."""
    excerpt = material.excerpts[position]
    whole = []
    for sentence in parsed.sents:
        words = sentence.text.rstrip()
        if SHORTEST <= len(words.split()) <= LONGEST and not asks(words):
            clause = Clause(excerpt.excerpt_id, sentence.start_char, sentence.start_char + len(words))
            whole.append(Candidate(clause, words, position, 0.0, whole=True))
    return whole or _clear(material, position, parsed)


def _clear(material: Material, position: int, parsed: "Doc") -> list[Candidate]:
    """The clauses of an excerpt that stand well and ask nothing."""
    found = clauses_of(material, position, parsed)
    return [one for one in found if one.worth >= material.weights.near_worth and not asks(one.words)]


def _between(material: Material, one: Candidate, other: Candidate) -> float:
    return float(meaning_of(material, one) @ meaning_of(material, other))
