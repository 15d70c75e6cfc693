"""Change since the previous period, on the frozen codebook, with a stated test; 'no clear change' is a verdict.

The unit is the source (in survey waves the respondent), never the excerpt: excerpts of one source depend on each other.
Sources are compared with sources of their own kind and, where there are enough, of their own length, so that a period
with more or longer material does not look like a period that raises more.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist, median

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import by_theme, evidence_of, words_in
from learnbrief.corpus.document import Document, Excerpt, said_on
from learnbrief.corpus.finding import Change, Verdict
from learnbrief.corpus.surveys import WaveCount
from learnbrief.corpus.tag import EffectiveTag

LEVEL = 0.05
"""Of the changes that are told, at most this share is expected to be chance (Benjamini-Hochberg over all themes)."""
MARGIN = 0.2
"""'Steady' only if a difference of this size, in the share of sources, can be ruled out either way."""
FEWEST_PER_HALF = 4
"""Sources a period needs in both the shorter and the longer half of a kind before the kind is split by length."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One source or respondent: what it raised, and the group within which it may be compared."""

    raised: frozenset[str]
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One theme in one group of comparable sources."""

    previous: int
    previous_base: int
    now: int
    now_base: int


@dataclass(frozen=True, slots=True)
class Terms:
    """How a comparison speaks of itself."""

    unit: str
    names: str
    """What is held against each other, in the plural."""
    nothing: str
    """Why nothing could be."""


SOURCES = Terms("source", "themes", "the two periods have no sources of the same kind to compare")
RESPONDENTS = Terms("respondent", "themes", "in one of the two waves nobody wrote anything")
ANSWERS = Terms("respondent", "answers", "in one of the two waves nobody answered")


def changes(
    excerpts: Iterable[Excerpt],
    documents: Mapping[str, Document],
    tags: Iterable[EffectiveTag],
    codebook: Codebook,
    *,
    previous: tuple[date, date],
    now: tuple[date, date],
) -> tuple[Change, ...]:
    """Every topic theme in two periods, first and last day included.

    What was said counts on the day it was said: a survey that runs over both periods is a source of each.
    """
    evidence, tags = evidence_of(excerpts), list(tags)
    words = {name: words_in(own) for name, own in _grouped(evidence).items()}
    spoken = [
        [one for one in evidence if since <= said_on(one, documents[one.document_id]) <= until]
        for since, until in (previous, now)
    ]
    sides = [[documents[name] for name in sorted(_grouped(own))] for own in spoken]
    strata = _strata(sides, words)
    raised = [_raised(by_theme(own, tags), lambda excerpt: excerpt.document_id) for own in spoken]
    before, after = (
        [Unit(themes.get(one.document_id, frozenset()), strata[one.document_id]) for one in side]
        for side, themes in zip(sides, raised, strict=True)
    )
    return compare(before, after, [theme.slug for theme in codebook.topics])


def wave_changes(
    earlier: Iterable[Excerpt],
    later: Iterable[Excerpt],
    tags: Iterable[EffectiveTag],
    codebook: Codebook,
) -> tuple[Change, ...]:
    """Every topic theme in two survey waves, counted in respondents who wrote something."""
    waves = [evidence_of(earlier), evidence_of(later)]
    raised = _raised(by_theme([*waves[0], *waves[1]], tags), _respondent)
    before, after = (
        [Unit(raised.get(one, frozenset())) for one in sorted({_respondent(excerpt) for excerpt in wave})]
        for wave in waves
    )
    return compare(before, after, [theme.slug for theme in codebook.topics], terms=RESPONDENTS)


def answer_changes(previous: WaveCount, now: WaveCount) -> tuple[Change, ...]:
    """Every choice of a closed question in two waves, counted in respondents who answered it."""
    before, after = dict(previous.counts), dict(now.counts)
    totals = {
        choice: Table(before.get(choice, 0), previous.answered, after.get(choice, 0), now.answered)
        for choice in dict.fromkeys([*before, *after])
    }
    comparable = previous.answered and now.answered
    return _told(totals, {choice: [total] if comparable else [] for choice, total in totals.items()}, ANSWERS)


def compare(
    previous: Sequence[Unit],
    now: Sequence[Unit],
    names: Sequence[str],
    *,
    terms: Terms = SOURCES,
) -> tuple[Change, ...]:
    """A verdict per name; the level holds over all names together."""
    tables = {name: _tables(previous, now, name) for name in names}
    totals = {
        name: Table(
            sum(name in unit.raised for unit in previous), len(previous),
            sum(name in unit.raised for unit in now), len(now),
        )
        for name in names
    }  # fmt: skip
    return _told(totals, tables, terms)


def _told(totals: Mapping[str, Table], tables: Mapping[str, Sequence[Table]], terms: Terms) -> tuple[Change, ...]:
    """What is told of each name, from its groups of comparable units and from all of them together."""
    values = {name: mid_p(tables[name]) for name in totals}
    told = _discoveries(values)
    return tuple(
        Change(
            theme=name,
            previous=total.previous,
            previous_base=total.previous_base,
            now=total.now,
            now_base=total.now_base,
            verdict=_verdict(total.previous, total.now, tables[name], name in told),
            test=_in_words(terms, tables[name]),
            p_value=values[name] if tables[name] else None,
        )
        for name, total in totals.items()
    )


def _raised(
    carried: Mapping[str, Sequence[Excerpt]], unit_of: Callable[[Excerpt], object]
) -> dict[object, frozenset[str]]:
    found: dict[object, set[str]] = {}
    for theme, excerpts in carried.items():
        for excerpt in excerpts:
            found.setdefault(unit_of(excerpt), set()).add(theme)
    return {unit: frozenset(themes) for unit, themes in found.items()}


def _respondent(excerpt: Excerpt) -> tuple[str, str]:
    return excerpt.document_id, excerpt.voice.voice_id


def _grouped(evidence: Iterable[Excerpt]) -> dict[str, list[Excerpt]]:
    groups: dict[str, list[Excerpt]] = {}
    for excerpt in evidence:
        groups.setdefault(excerpt.document_id, []).append(excerpt)
    return groups


def _strata(sides: Sequence[Sequence[Document]], words: Mapping[str, int]) -> dict[str, str]:
    """The group of each source: its kind, and its length within the kind where both periods have enough of each."""
    strata: dict[str, str] = {}
    for kind in sorted({document.kind for side in sides for document in side}):
        own = [[document.document_id for document in side if document.kind is kind] for side in sides]
        middle = median(words[name] for side in own for name in side)
        longer = [sum(words[name] > middle for name in side) for side in own]
        split = all(min(count, len(side) - count) >= FEWEST_PER_HALF for count, side in zip(longer, own, strict=True))
        for name in (name for side in own for name in side):
            strata[name] = f"{kind} {'longer' if words[name] > middle else 'shorter'}" if split else f"{kind}"
    return strata


def _tables(previous: Sequence[Unit], now: Sequence[Unit], name: str) -> list[Table]:
    """One table per group that both periods have; a group of one period alone has nothing to be compared with."""
    tables = []
    for stratum in sorted({unit.stratum for unit in previous} & {unit.stratum for unit in now}):
        before = [name in unit.raised for unit in previous if unit.stratum == stratum]
        after = [name in unit.raised for unit in now if unit.stratum == stratum]
        tables.append(Table(sum(before), len(before), sum(after), len(after)))
    return tables


def mid_p(tables: Sequence[Table]) -> float:
    """Two-sided exact mid-p of no change, given each group's totals: Fisher's test, over several groups at once.

    The observed count weighs half, since with few sources the plain exact test hardly ever speaks; benchmarks/change.py
    shows that false alarms stay below the level.
    """
    chances = [1.0]
    for table in tables:
        chances = _convolved(chances, _chances(table))
    observed = chances[sum(table.now - _fewest(table) for table in tables)]
    rarer = math.fsum(chance for chance in chances if chance < observed * (1 - 1e-9))
    as_rare = math.fsum(chance for chance in chances if math.isclose(chance, observed, rel_tol=1e-9))
    return min(1.0, rarer + as_rare / 2)


def _fewest(table: Table) -> int:
    return max(0, table.previous + table.now - table.previous_base)


def _chances(table: Table) -> list[float]:
    """How likely each count of now is if the period makes no difference (hypergeometric), from the fewest possible on."""
    raised, size = table.previous + table.now, table.previous_base + table.now_base
    most = min(raised, table.now_base)
    total = math.comb(size, table.now_base)
    return [
        math.comb(raised, count) * math.comb(size - raised, table.now_base - count) / total
        for count in range(_fewest(table), most + 1)
    ]


def _convolved(one: Sequence[float], other: Sequence[float]) -> list[float]:
    summed = [0.0] * (len(one) + len(other) - 1)
    for place, chance in enumerate(one):
        for further, likewise in enumerate(other):
            summed[place + further] += chance * likewise
    return summed


def _discoveries(values: Mapping[str, float]) -> set[str]:
    """The names that Benjamini and Hochberg's step-up procedure keeps at `LEVEL`."""
    ranked = sorted(values, key=lambda name: (values[name], name))
    passed = [place for place, name in enumerate(ranked, 1) if values[name] <= LEVEL * place / len(ranked)]
    return set(ranked[: max(passed, default=0)])


def _verdict(before: int, after: int, tables: Sequence[Table], told: bool) -> Verdict:
    if not told:
        return Verdict.STEADY if before and after and is_steady(tables) else Verdict.NO_CLEAR_CHANGE
    if before == 0:
        return Verdict.NEW
    if after == 0:
        return Verdict.NOT_RAISED
    expected = sum(
        (table.previous + table.now) * table.now_base / (table.previous_base + table.now_base) for table in tables
    )
    return Verdict.GROWING if sum(table.now for table in tables) > expected else Verdict.FADING


def is_steady(tables: Sequence[Table], *, margin: float = MARGIN) -> bool:
    """Whether the 90% interval of the difference in shares (Newcombe) lies within the margin: two one-sided 5% tests."""
    before, after = (
        (sum(getattr(table, part) for table in tables), sum(getattr(table, f"{part}_base") for table in tables))
        for part in ("previous", "now")
    )
    if not before[1] or not after[1]:
        return False
    (share, low, high), (share_now, low_now, high_now) = _wilson(*before), _wilson(*after)
    difference = share_now - share
    lowest = difference - math.hypot(share_now - low_now, high - share)
    highest = difference + math.hypot(high_now - share_now, share - low)
    return -margin < lowest and highest < margin


def _wilson(count: int, size: int) -> tuple[float, float, float]:
    """A share with its 90% Wilson interval."""
    z = NormalDist().inv_cdf(0.95)
    share = count / size
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    return share, middle - half, middle + half


def _in_words(terms: Terms, tables: Sequence[Table]) -> str:
    if not tables:
        return f"Not tested: {terms.nothing}."
    within = (
        f", {terms.unit}s compared within {len(tables)} groups of the same kind or length" if len(tables) > 1 else ""
    )
    return (
        f"Fisher's exact test (mid-p) on {terms.unit}s, two-sided{within}; Benjamini-Hochberg over all {terms.names} at "
        f"{LEVEL:.0%}. 'Steady' needs a 90% interval of the difference within {MARGIN:.0%} either way."
    )
