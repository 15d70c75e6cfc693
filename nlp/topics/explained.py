"""What the codebook explains already, and how firmly."""

from collections.abc import Collection, Iterable, Mapping

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.tag import Band, EffectiveTag, ScoreKind

FAINT = 0.25
"""How firmly a theme explains an excerpt on which it only just counts."""
EXPLAINED = 0.3
"""Mean strength from which a theme explains a group: sure in three of ten of its excerpts, or only just counted in all."""

Strengths = Mapping[str, Mapping[str, float]]
"""Per excerpt id and theme, from `FAINT` to 1: a person said so, or the tagger is sure."""


def strengths(tags: Iterable[EffectiveTag], codebook: Codebook) -> dict[str, dict[str, float]]:
    """How firmly the topic themes of the codebook explain each excerpt; only what counts as holding does."""
    about = {theme.slug for theme in codebook.topics}
    standing = [tag for tag in tags if tag.theme in about and holds(tag)]
    edges = _edges(standing)
    found: dict[str, dict[str, float]] = {}
    for tag in standing:
        found.setdefault(tag.excerpt_id, {})[tag.theme] = _strength(tag, edges)
    return found


def residue(excerpts: Iterable[Excerpt], tags: Iterable[EffectiveTag], codebook: Codebook) -> list[Excerpt]:
    """Evidence on which no theme surely holds; a stance alone explains nothing, nor does a suggestion nobody has checked."""
    firm = {one for one, themes in strengths(tags, codebook).items() if max(themes.values()) >= 1.0}
    return [excerpt for excerpt in excerpts if excerpt.evidence and excerpt.excerpt_id not in firm]


def best_theme(excerpts: Collection[str], strengths: Strengths) -> tuple[str | None, float]:
    """The theme that explains these excerpts best, and how firmly on average; an excerpt without it counts as nothing."""
    firm: dict[str, float] = {}
    for one in excerpts:
        for theme, strength in strengths.get(one, {}).items():
            firm[theme] = firm.get(theme, 0.0) + strength
    if not firm:
        return None, 0.0
    best = min(firm, key=lambda theme: (-firm[theme], theme))
    return best, firm[best] / len(excerpts)


def _strength(tag: EffectiveTag, edges: Mapping[ScoreKind | None, tuple[float, float]]) -> float:
    if tag.checked or tag.band is Band.SURE or tag.score is None:
        return 1.0
    low, high = edges[tag.score_kind]
    return FAINT + (1 - FAINT) * min(1.0, (tag.score - low) / (high - low)) if high > low else 1.0


def _edges(tags: Iterable[EffectiveTag]) -> dict[ScoreKind | None, tuple[float, float]]:
    """Per kind of score, the weakest suggestion and the weakest sure one (or the best there is)."""
    known: dict[ScoreKind | None, list[float]] = {}
    sure: dict[ScoreKind | None, list[float]] = {}
    for tag in tags:
        if tag.checked or tag.score is None:
            continue
        known.setdefault(tag.score_kind, []).append(tag.score)
        if tag.band is Band.SURE:
            sure.setdefault(tag.score_kind, []).append(tag.score)
    return {kind: (min(scores), min(sure.get(kind, [max(scores)]))) for kind, scores in known.items()}
