"""Who is heard, on what, and where: every count of sources, voices and words, from excerpts alone."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.tag import LIKELY, Band, EffectiveTag, ScoreKind, TagStatus

NOT_KNOWN = "not known"
DOMINANT = 1 / 3
"""Share of the words from which one voice is said to dominate; below four voices, half."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one group contributed."""

    name: str
    voices: int
    words: int


COUNTED = frozenset({Band.SURE, Band.REVIEW})
"""Bands in which a suggestion counts until a person decides: findings, tables and tests of change use the same."""


def holds(tag: EffectiveTag, bands: frozenset[Band] = COUNTED) -> bool:
    """A coder's yes always holds and a no never; a model's suggestion holds in the bands that are counted.

    What merely resembles the codebook a little is offered for review, but counts only from `LIKELY` on.
    """
    if tag.checked:
        return tag.status is not TagStatus.REJECTED
    weak = tag.score_kind is ScoreKind.SIMILARITY and tag.score is not None and tag.score < LIKELY
    return tag.band in bands and not (tag.band is Band.REVIEW and weak)


def evidence_of(excerpts: Iterable[Excerpt]) -> list[Excerpt]:
    """What participants said, in the order given; facilitators, coaches and presenters are no evidence."""
    return [excerpt for excerpt in excerpts if excerpt.evidence]


def words_in(excerpts: Iterable[Excerpt]) -> int:
    """Running words, as white space parts them."""
    return sum(len(excerpt.text.split()) for excerpt in excerpts)


def shares(evidence: Sequence[Excerpt], group: Callable[[Excerpt], str | None]) -> tuple[Share, ...]:
    """What each group contributed, most words first; what belongs to no group stands under 'not known'."""
    groups: dict[str, list[Excerpt]] = {}
    for excerpt in evidence:
        groups.setdefault(group(excerpt) or NOT_KNOWN, []).append(excerpt)
    found = [
        Share(name, len({excerpt.voice.voice_id for excerpt in own}), words_in(own)) for name, own in groups.items()
    ]
    return tuple(sorted(found, key=lambda share: (-share.words, share.name)))


def loudest(evidence: Sequence[Excerpt]) -> tuple[str, float] | None:
    """The voice that outweighs the rest, where it is one person's, and its share of the words; usually there is none."""
    spoken: Counter[str] = Counter()
    voices = {}
    for excerpt in evidence:
        spoken[excerpt.voice.voice_id] += len(excerpt.text.split())
        voices[excerpt.voice.voice_id] = excerpt.voice
    if len(spoken) < 2:
        return None
    most = min(spoken, key=lambda voice: (-spoken[voice], voice))
    share = spoken[most] / spoken.total()
    dominates = share > (DOMINANT if len(spoken) > 3 else 0.5)
    return (voices[most].label, share) if dominates and voices[most].basis != "document" else None


def by_theme(
    excerpts: Iterable[Excerpt], tags: Iterable[EffectiveTag], *, bands: frozenset[Band] = COUNTED
) -> dict[str, list[Excerpt]]:
    """The evidence that carries each theme or stance, in the order given."""
    evidence = {excerpt.excerpt_id: excerpt for excerpt in evidence_of(excerpts)}
    carried: dict[str, set[str]] = {}
    for tag in tags:
        if tag.excerpt_id in evidence and holds(tag, bands):
            carried.setdefault(tag.theme, set()).add(tag.excerpt_id)
    return {
        theme: [excerpt for excerpt_id, excerpt in evidence.items() if excerpt_id in ids]
        for theme, ids in sorted(carried.items())
    }


def sources_by(
    carried: Mapping[str, Sequence[Excerpt]], group: Callable[[Excerpt], str | None]
) -> dict[str, dict[str, int]]:
    """Theme by group: how many sources of the group raise the theme; groups that do not are absent."""
    table = {}
    for theme, excerpts in carried.items():
        pairs = {(group(excerpt) or NOT_KNOWN, excerpt.document_id) for excerpt in excerpts}
        table[theme] = dict(sorted(Counter(name for name, _ in pairs).items()))
    return table
