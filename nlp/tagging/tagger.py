"""Every theme an excerpt supports, with its band and the reason; an off-topic excerpt gets none."""

from collections.abc import Sequence

import numpy as np

from corpus.codebook import Codebook, Facet
from corpus.document import Excerpt
from corpus.sentences import sentences
from corpus.services import Encoder
from corpus.tag import Band, Reason, ScoreKind, Tag
from nlp.tagging.codebook import CodebookTagger


def tag_excerpts(excerpts: Sequence[Excerpt], codebook: Codebook, encoder: Encoder) -> list[Tag]:
    """Tags of all facets in the bands 'sure' and 'review', in the order of the excerpts."""
    if not excerpts:
        return []
    texts = [excerpt.text for excerpt in excerpts]
    vectors = encoder.encode(texts)
    tags = []
    for facet in Facet:
        themes = [theme for theme in codebook.themes if theme.facet is facet]
        if not themes:
            continue
        tagger = CodebookTagger.fit(themes, encoder)
        scores = tagger.ridge.scores(texts, vectors)
        for row, column in np.argwhere(scores >= tagger.review):
            tags.append(
                Tag(
                    excerpts[row].excerpt_id,
                    tagger.themes[column],
                    round(float(np.clip(scores[row, column], 0, 1)), 4),
                    ScoreKind.SIMILARITY,
                    Band.SURE if scores[row, column] >= tagger.sure else Band.REVIEW,
                    "codebook",
                    _reason(texts[row], tagger, tagger.themes[column], encoder),
                )
            )
    return tags


def _reason(text: str, tagger: CodebookTagger, theme: str, encoder: Encoder) -> Reason | None:
    spans = sentences(text)
    own = [line for line in tagger.lines if line.theme == theme]
    if not spans or not own:
        return None
    alike = encoder.encode([text[start:end] for start, end in spans]) @ encoder.encode([line.text for line in own]).T
    span, line = divmod(int(alike.argmax()), len(own))
    return Reason(*spans[span], own[line].text, own[line].source)
