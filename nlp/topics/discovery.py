"""Topics in what people said: found, named, and recognised again when material is added."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.finding import Topic
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.tag import EffectiveTag
from learnbrief.nlp.topics.drawn import in_words
from learnbrief.nlp.topics.emerging import FEWEST_SOURCES, labels_of, matters
from learnbrief.nlp.topics.explained import Strengths, best_theme, strengths
from learnbrief.nlp.topics.grouping import Labels, bars, centres, drop_small, group, in_order
from learnbrief.nlp.topics.growing import follow, grow
from learnbrief.nlp.topics.lineage import Descent, descents, gone, new_id
from learnbrief.nlp.topics.naming import Name, name_groups

NEAR_A_THEME = 0.5
"""Cosine from which a topic counts as being about a theme; docs/decisions/topics-method.md has the figures."""


LEAST_SUBTHEME = 5
"""Excerpts of a sub-theme worth a line of its own."""

MOSTLY = 0.5
"""A theme that surely holds on half of what a matter became is what it is about."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """Topics and unassigned excerpts; every excerpt given is in exactly one of them."""

    topics: tuple[Topic, ...]
    unassigned: tuple[str, ...]
    method: str
    """How the topics were made, in plain words."""
    gone: tuple[Topic, ...] = ()
    """Topics of the run before of which no excerpt is left here."""

    @property
    def emerging(self) -> tuple[Topic, ...]:
        """Topics the codebook has no place for."""
        return tuple(topic for topic in self.topics if topic.nearest_theme is None)


def discover(
    excerpts: Sequence[Excerpt],
    vectors: Vectors,
    *,
    previous: Sequence[Topic] = (),
    codebook: Codebook | None = None,
    encoder: Encoder | None = None,
    parent_theme: str | None = None,
    seed: int = 0,
) -> Discovery:
    """The topics of these excerpts; those of `previous` keep id and label and grow, what fits none founds new ones.

    With an encoder, labels are chosen by meaning too and topics are held against the codebook.
    """
    _same_length(excerpts, vectors)
    texts = [excerpt.text for excerpt in excerpts]
    ids = [excerpt.excerpt_id for excerpt in excerpts]
    held = _held(ids, previous)
    if (held >= 0).any():
        labels, method = grow(texts, vectors, held, seed=seed)
    else:
        found = group(texts, vectors, seed=seed)
        labels, method = found.labels, found.method
    members = {label: [ids[at] for at in np.flatnonzero(labels == label)] for label in _numbers(labels)}
    origins = descents(members, previous)
    sources = [excerpt.document_id for excerpt in excerpts]
    names = name_groups(texts, vectors, labels, encoder=encoder, sources=sources, kept=_labels_kept(origins))
    topics = _topics(names, vectors, labels, members, origins, parent_theme=parent_theme)
    nearest = nearest_themes(centres(vectors, labels), codebook, encoder)
    return Discovery(
        topics=tuple(replace(topics[label], nearest_theme=nearest.get(label)) for label in members),
        unassigned=tuple(ids[at] for at in np.flatnonzero(labels < 0)),
        method=method,
        gone=gone(members, previous),
    )


def assign(excerpts: Sequence[Excerpt], vectors: Vectors, topics: Sequence[Topic]) -> Discovery:
    """After a workshop: excerpts join the topics that exist where they belong; no topic is founded, split or renamed.

    `excerpts` are the new ones together with those the topics already hold.
    """
    _same_length(excerpts, vectors)
    ids = [excerpt.excerpt_id for excerpt in excerpts]
    held = _held(ids, topics)
    labels = held.copy()
    outside = np.flatnonzero(held < 0)
    if len(outside) and (held >= 0).any():
        nearness = vectors[outside] @ centres(vectors, held).T
        nearest = nearness.argmax(axis=1)
        near_enough = nearness[np.arange(len(outside)), nearest] >= bars(vectors, held)[nearest]
        labels[outside[near_enough]] = nearest[near_enough]
    joined = {
        at: tuple(dict.fromkeys((*topic.excerpts, *(ids[row] for row in np.flatnonzero(labels == at)))))
        for at, topic in enumerate(topics)
    }
    return Discovery(
        topics=tuple(replace(topic, excerpts=joined[at], history="kept") for at, topic in enumerate(topics)),
        unassigned=tuple(ids[at] for at in np.flatnonzero(labels < 0)),
        method=f"assigned to the {len(topics)} topics of the last monthly run",
    )


def emerging(
    excerpts: Sequence[Excerpt],
    vectors: Vectors,
    tags: Iterable[EffectiveTag],
    codebook: Codebook,
    encoder: Encoder,
    *,
    previous: Sequence[Topic] = (),
) -> Discovery:
    """The few matters of these excerpts that several sources raise and no theme explains; most excerpts stay unassigned.

    Those of `previous` keep id and label and grow, as in `discover`.
    """
    _same_length(excerpts, vectors)
    ids, explained = [excerpt.excerpt_id for excerpt in excerpts], strengths(tags, codebook)
    found = matters(excerpts, explained, encoder)
    labels, held = labels_of(found, len(ids)), _held(ids, previous)
    if (held >= 0).any():
        labels = in_order(drop_small(follow(held, labels)))
    telling = {row: sentence for one in found for row, sentence in zip(one.rows, one.sentences, strict=True)}
    texts = [telling.get(row, excerpt.text) for row, excerpt in enumerate(excerpts)]
    members = {label: [ids[at] for at in np.flatnonzero(labels == label)] for label in _numbers(labels)}
    sources, origins = [excerpt.document_id for excerpt in excerpts], descents(members, previous)
    names = name_groups(texts, vectors, labels, encoder=encoder, sources=sources, kept=_labels_kept(origins))
    topics = _topics(names, vectors, labels, members, origins)
    nearest = {label: _held_by(inside, explained) for label, inside in members.items()}
    return Discovery(
        topics=tuple(replace(topics[label], nearest_theme=nearest[label]) for label in members),
        unassigned=tuple(ids[at] for at in np.flatnonzero(labels < 0)),
        method=f"nouns and their kin that {FEWEST_SOURCES} or more sources use, {in_words(len(excerpts))}",
        gone=gone(members, previous),
    )


def subthemes(
    excerpts: Sequence[Excerpt],
    vectors: Vectors,
    tags: Iterable[EffectiveTag],
    codebook: Codebook,
    *,
    previous: Sequence[Topic] = (),
    encoder: Encoder | None = None,
    least: int = 40,
    seed: int = 0,
) -> tuple[Topic, ...]:
    """Topics within each theme that has at least `least` excerpts of evidence; each names the theme it is part of."""
    _same_length(excerpts, vectors)
    tagged = _tagged(tags, {theme.slug for theme in codebook.topics})
    found: list[Topic] = []
    for theme in codebook.topics:
        rows = [
            row for row, one in enumerate(excerpts) if one.evidence and one.excerpt_id in tagged.get(theme.slug, ())
        ]
        if len(rows) < least:
            continue
        before = [topic for topic in previous if topic.parent_theme == theme.slug]
        within = discover(
            [excerpts[row] for row in rows], vectors[rows],
            previous=before, encoder=encoder, parent_theme=theme.slug, seed=seed,
        )  # fmt: skip
        found += [
            replace(topic, nearest_theme=theme.slug) for topic in within.topics if len(topic.excerpts) >= LEAST_SUBTHEME
        ]
    return tuple(found)


def _held_by(excerpts: Collection[str], explained: Strengths) -> str | None:
    theme, strength = best_theme(excerpts, explained)
    return theme if strength >= MOSTLY else None


def _tagged(tags: Iterable[EffectiveTag], slugs: Collection[str]) -> dict[str, set[str]]:
    tagged: dict[str, set[str]] = {slug: set() for slug in slugs}
    for tag in tags:
        if tag.theme in tagged and holds(tag):
            tagged[tag.theme].add(tag.excerpt_id)
    return tagged


def nearest_themes(middles: Vectors, codebook: Codebook | None, encoder: Encoder | None) -> dict[int, str]:
    """The theme each centre is about; a centre that no theme is near is left out."""
    if codebook is None or encoder is None or not len(middles) or not codebook.topics:
        return {}
    nearness = np.stack(
        [(middles @ encoder.encode([f"{theme.name}. {theme.definition}", *theme.include, *theme.examples]).T).max(axis=1)
         for theme in codebook.topics],
        axis=1,
    )  # fmt: skip
    best = nearness.argmax(axis=1)
    return {at: codebook.topics[best[at]].slug for at in range(len(middles)) if nearness[at, best[at]] >= NEAR_A_THEME}


def _labels_kept(origins: Mapping[int, Descent]) -> dict[int, str]:
    """A topic that goes on keeps the label that people know it by."""
    return {label: origin.continues.label for label, origin in origins.items() if origin.continues}


def _topics(
    names: Mapping[int, Name],
    vectors: Vectors,
    labels: Labels,
    members: Mapping[int, Sequence[str]],
    origins: Mapping[int, Descent],
    *,
    parent_theme: str | None = None,
) -> dict[int, Topic]:
    topics = {}
    for label, inside in members.items():
        name, before = names[label], origins[label].continues
        topics[label] = Topic(
            topic_id=before.topic_id if before else new_id(inside, parent_theme),
            label=name.label,
            keywords=name.keywords,
            excerpts=_most_central_first(inside, vectors[labels == label]),
            parent_theme=parent_theme,
            history=origins[label].history,
        )
    return topics


def _most_central_first(ids: Sequence[str], vectors: Vectors) -> tuple[str, ...]:
    closeness = vectors @ vectors.mean(axis=0)
    return tuple(ids[at] for at in np.argsort(-closeness, kind="stable"))


def _held(ids: Sequence[str], topics: Sequence[Topic]) -> Labels:
    home = {excerpt: number for number, topic in enumerate(topics) for excerpt in topic.excerpts}
    return np.array([home.get(one, -1) for one in ids], dtype=np.int64)


def _numbers(labels: Labels) -> list[int]:
    return sorted(set(labels[labels >= 0].tolist()))


def _same_length(excerpts: Sequence[Excerpt], vectors: Vectors) -> None:
    if len(excerpts) != len(vectors):
        raise ValueError(f"{len(excerpts)} excerpts but {len(vectors)} vectors")
