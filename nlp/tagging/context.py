"""What stands around an excerpt: the heading over it and what is said just before and after it, in the same source.

A bullet is often half a sentence, and a survey answer is read with its question. All of it lies in the frozen text, so a
tag still depends on its own source alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from learnbrief.corpus.codebook import Facet
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.language.words import straight
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.features import Numbers

Beside = Mapping[str, Sequence[Excerpt]]
"""Per excerpt id, what stands next to it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the surroundings say, beside the excerpt's own words (1)."""

    beside: float
    above: float
    told: float = 0.0
    """What a heading adds that names a stance outright, such as 'What gets in the way?'."""


WEIGHTS = {Facet.TOPIC: Weights(beside=0.3, above=0.2), Facet.STANCE: Weights(beside=0.5, above=0.0, told=0.4)}
USUALLY = 0.4
"""What surroundings commonly add of an excerpt's own score: taken off again, so that an excerpt without any is no worse off."""


def neighbours(excerpts: Iterable[Excerpt]) -> Beside:
    """The excerpts directly before and after each one, under the same heading of the same source."""
    ordered = sorted(excerpts, key=lambda one: (one.document_id, one.version, one.start))
    found: dict[str, list[Excerpt]] = {}
    for one, other in pairwise(ordered):
        if _section(one) == _section(other):
            found.setdefault(one.excerpt_id, []).append(other)
            found.setdefault(other.excerpt_id, []).append(one)
    return found


def _section(excerpt: Excerpt) -> tuple[str, int, str | None]:
    return excerpt.document_id, excerpt.version, excerpt.heading


_TOLD = {
    "barrier": r"\b(?:(?:got|gets?|getting|stands?|standing) in (?:the|our|your|its) way|barriers?|obstacles?|challenges?"
    r"|difficult(?:y|ies)|problems?|hinder\w*|block(?:s|ers?|ed|ing)|stuck|pain points?|frustrat\w+|concerns?|worr(?:y|ies)"
    r"|(?:what|who)(?: is|'s| makes (?:it|this)| finds it) (?:so )?hard(?:er|est)?|(?:not|isn't|didn't|hasn't) work(?:ed|ing)?"
    r"|went (?:wrong|badly|less well)|holds? (?:us|you|people) back|slows? (?:us|you|people) down)\b",
    "enabler": r"\b(?:(?:has |have |most )?help(?:s|ed|ing|ful)|enablers?|enabl(?:es|ed|ing)|success(?:es)?|(?:is|are|'s) working"
    r"|work(?:s|ed|ing) well|(?:went|go(?:es|ing)|done|do) well|strengths?|achievements?|proud|celebrat\w+|bright spots?"
    r"|made (?:the|a) difference|progress|what worked|has moved|good (?:news|practice)|begun to shift|unstuck)\b",
    "action": r"\b(?:actions?|next steps?|(?:we|i|they|you)(?:'ll| will|'re going to|'m going to)|to[- ]?do|commitments?|pledges?|promises (?:made|before|for|to|we|of)"
    r"|agreed|decisions?|recommendations?|what next|what will (?:happen|change)|for next time|what would you (?:change|do))\b",
    "question": r"^(?:\W|\d)*(?:(?:open|unanswered|burning|outstanding|your|our|new)\s+)*questions?(?:\s+(?:for|to|we|raised|left)\b.*)?\W*$"
    r"|\b(?:parking lot|unknowns?|things to find out|(?:we|i) (?:don't|do not|didn't) (?:yet )?know)\b",
}
_TELLS = {stance: re.compile(pattern, re.IGNORECASE) for stance, pattern in _TOLD.items()}
_UNMADE = re.compile(r"\bunstuck\b|\bno (?:barriers|problems)\b", re.IGNORECASE)


def told_by_heading(heading: str | None) -> frozenset[str]:
    """The stances that a heading or survey question names outright; none where it names them all alike."""
    if not heading:
        return frozenset()
    words = straight(heading)
    told = {stance for stance, pattern in _TELLS.items() if pattern.search(words)}
    if _UNMADE.search(words):
        told.discard("barrier")
    return frozenset(told) if len(told) < 3 else frozenset()


def in_context(
    tagger: CodebookTagger,
    excerpts: Sequence[Excerpt],
    beside: Beside,
    encoder: Encoder,
    *,
    weights: Weights | None = None,
) -> Numbers:
    """One row of similarities per excerpt: its own, and a share of what its heading and its neighbours have."""
    weights = weights or WEIGHTS[tagger.facet]
    near = {one.excerpt_id: one for excerpt in excerpts for one in (excerpt, *beside.get(excerpt.excerpt_id, ()))}
    own = dict(zip(near, _scores(tagger, [one.text for one in near.values()], encoder), strict=True))
    headings = list(dict.fromkeys(one.heading for one in excerpts if one.heading)) if weights.above else []
    above = dict(zip(headings, _scores(tagger, headings, encoder), strict=True))
    return np.array([_of_one(tagger, one, own, beside, above, weights) for one in excerpts]).reshape(len(excerpts), -1)


def _scores(tagger: CodebookTagger, texts: Sequence[str], encoder: Encoder) -> Numbers:
    return tagger.scores(texts, encoder.encode(texts), encoder)


def _of_one(
    tagger: CodebookTagger,
    excerpt: Excerpt,
    own: Mapping[str, Numbers],
    beside: Beside,
    above: Mapping[str, Numbers],
    weights: Weights,
) -> Numbers:
    row, share = own[excerpt.excerpt_id].copy(), 0.0
    if around := beside.get(excerpt.excerpt_id, ()):
        row += weights.beside * np.mean([own[one.excerpt_id] for one in around], axis=0)
        share += weights.beside
    if excerpt.heading and excerpt.heading in above:
        row += weights.above * above[excerpt.heading]
        share += weights.above
    row /= 1 + USUALLY * share
    told = told_by_heading(excerpt.heading)
    row += weights.told * np.array([theme in told for theme in tagger.themes])
    return row
