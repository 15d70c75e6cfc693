"""How far each two of several coders agree, on chosen excerpts and as far as both have coded them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.tag import Review
from learnbrief.nlp.agreement.codings import Coding, codings_from_reviews
from learnbrief.nlp.agreement.report import Agreement, compare


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coders on what both of them coded blind."""

    coders: tuple[str, str]
    units: int
    alike: int
    """Units that both coded with the very same themes and stances."""
    facets: Mapping[str, Agreement]
    """By facet: 'topic', 'stance'."""


def pairs_of(
    reviews: Iterable[Review], codebook: Codebook, *, coders: Collection[str], units: Collection[str], seed: int = 0
) -> list[Pair]:
    """Every two of these coders on these units, in the order of their names; with nothing in common the figures are empty."""
    kept, chosen = list(reviews), set(units)
    facets = {"topic": codebook.topics, "stance": codebook.stances}
    by_facet = {
        facet: [
            one for one in codings_from_reviews(kept, themes=[theme.slug for theme in themes]) if one.unit in chosen
        ]
        for facet, themes in facets.items()
    }
    whole = {(one.coder, one.unit): one.themes for one in codings_from_reviews(kept) if one.unit in chosen}
    return [_pair(both, by_facet, whole, seed) for both in combinations(sorted(set(coders)), 2)]


def _pair(
    both: tuple[str, str],
    by_facet: Mapping[str, list[Coding]],
    whole: Mapping[tuple[str, str], frozenset[str]],
    seed: int,
) -> Pair:
    one, other = both
    common = [unit for coder, unit in whole if coder == one and (other, unit) in whole]
    facets = {
        facet: compare((coding for coding in codings if coding.coder in both), seed=seed)
        for facet, codings in by_facet.items()
    }
    return Pair(both, len(common), sum(whole[one, unit] == whole[other, unit] for unit in common), facets)
