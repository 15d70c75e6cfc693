"""Who is heard, on what, and where: every count of sources, voices and words, from excerpts alone."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from learnbrief.corpus.document import Document, Excerpt, Participant
from learnbrief.corpus.finding import Spread, spread_of
from learnbrief.corpus.tag import LIKELY, Band, EffectiveTag, ScoreKind, TagStatus

NOT_KNOWN = "not known"
DOMINANT = 1 / 3
"""Share of the words from which one voice is said to dominate; below four voices, half."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one group contributed."""

    name: str
    voices: int
    documents: int
    excerpts: int
    words: int
    of_voices: float
    of_documents: float
    of_words: float


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is heard in a body of evidence, and who is not."""

    total: Spread
    words: int
    by_collaborative: tuple[Share, ...]
    by_role: tuple[Share, ...]
    by_kind: tuple[Share, ...]
    loudest: str | None
    """Label of the voice with the most words, if it dominates."""
    loudest_share: float
    not_heard: tuple[Participant, ...]
    """People of the register from whom there is no evidence."""


@dataclass(frozen=True, slots=True)
class Triangulation:
    """Sources that raise one theme, by kind of source."""

    theme: str
    sources: Mapping[str, int]
    one_kind_only: str | None
    """The kind, where every source is of it although others were heard."""


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


def who_is_heard(
    excerpts: Iterable[Excerpt], documents: Mapping[str, Document], register: Iterable[Participant] = ()
) -> Heard:
    """Shares of voices, sources and words by collaborative, role and kind; and whom the register names in vain."""
    evidence = evidence_of(excerpts)
    loudest, share = _loudest(evidence)
    heard = {excerpt.voice.label for excerpt in evidence if excerpt.voice.basis == "participant"}
    return Heard(
        total=spread_of(evidence, documents),
        words=words_in(evidence),
        by_collaborative=shares(evidence, lambda excerpt: excerpt.collaborative),
        by_role=shares(evidence, lambda excerpt: excerpt.role),
        by_kind=shares(evidence, lambda excerpt: documents[excerpt.document_id].kind.value),
        loudest=loudest,
        loudest_share=share,
        not_heard=tuple(person for person in register if person.pseudonym not in heard),
    )


def words_in(excerpts: Iterable[Excerpt]) -> int:
    """Running words, as white space parts them."""
    return sum(len(excerpt.text.split()) for excerpt in excerpts)


def shares(evidence: Sequence[Excerpt], group: Callable[[Excerpt], str | None]) -> tuple[Share, ...]:
    """What each group contributed, most words first; what belongs to no group stands under 'not known'."""
    groups: dict[str, list[Excerpt]] = {}
    for excerpt in evidence:
        groups.setdefault(group(excerpt) or NOT_KNOWN, []).append(excerpt)
    all_voices, all_documents, all_words = _voices(evidence), _documents(evidence), words_in(evidence)
    found = [
        Share(
            name,
            voices := _voices(own),
            sources := _documents(own),
            len(own),
            words := words_in(own),
            voices / all_voices,
            sources / all_documents,
            words / all_words,
        )
        for name, own in groups.items()
    ]
    return tuple(sorted(found, key=lambda share: (-share.words, share.name)))


def _voices(excerpts: Iterable[Excerpt]) -> int:
    return len({excerpt.voice.voice_id for excerpt in excerpts})


def _documents(excerpts: Iterable[Excerpt]) -> int:
    return len({excerpt.document_id for excerpt in excerpts})


def _loudest(evidence: Sequence[Excerpt]) -> tuple[str | None, float]:
    """The voice with the most words, where it is one person's and outweighs the rest; and its share either way."""
    spoken: Counter[str] = Counter()
    labels = {}
    for excerpt in evidence:
        spoken[excerpt.voice.voice_id] += len(excerpt.text.split())
        labels[excerpt.voice.voice_id] = excerpt.voice
    if not spoken:
        return None, 0.0
    voice_id = min(spoken, key=lambda voice: (-spoken[voice], voice))
    share = spoken[voice_id] / spoken.total()
    dominates = len(spoken) > 1 and share > (DOMINANT if len(spoken) > 3 else 0.5)
    return (labels[voice_id].label if dominates and labels[voice_id].basis != "document" else None), share


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


def theme_spreads(carried: Mapping[str, Sequence[Excerpt]], documents: Mapping[str, Document]) -> dict[str, Spread]:
    """Sources, voices and excerpts per theme."""
    return {theme: spread_of(excerpts, documents) for theme, excerpts in carried.items()}


def sources_by(
    carried: Mapping[str, Sequence[Excerpt]], group: Callable[[Excerpt], str | None]
) -> dict[str, dict[str, int]]:
    """Theme by group: how many sources of the group raise the theme; groups that do not are absent."""
    table = {}
    for theme, excerpts in carried.items():
        pairs = {(group(excerpt) or NOT_KNOWN, excerpt.document_id) for excerpt in excerpts}
        table[theme] = dict(sorted(Counter(name for name, _ in pairs).items()))
    return table


def triangulate(
    carried: Mapping[str, Sequence[Excerpt]], documents: Mapping[str, Document], kinds_heard: Iterable[str]
) -> tuple[Triangulation, ...]:
    """Theme by kind of source; convergence is a count of kinds, not proof."""
    heard = set(kinds_heard)
    table = sources_by(carried, lambda excerpt: documents[excerpt.document_id].kind.value)
    return tuple(
        Triangulation(theme, sources, next(iter(sources)) if len(sources) == 1 and len(heard) > 1 else None)
        for theme, sources in table.items()
    )
