"""Of very much material a part is looked at closely: the same part again, and next month nearly the same."""

from collections import Counter

import numpy as np

from learnbrief.nlp.topics.drawn import drawn
from learnbrief.nlp.topics.grouping import group


def test_the_draw_is_everything_where_little_was_said_and_hardly_moves_when_something_is_added():
    """Topics that people have read would change from month to month with another tenth of the material."""
    texts = [f"Line {at}." for at in range(1_000)]
    before, after = drawn(texts, 100), drawn([*texts, *(f"Later {at}." for at in range(100))], 100)

    assert drawn(texts, 1_000).tolist() == list(range(1_000))
    assert len(before) == len(after) == 100
    assert len(set(before.tolist()) & set(after.tolist())) >= 80


def test_sources_are_drawn_whole_and_none_fills_the_draw():
    """Thinned sources would each hold few words, and what every source speaks of would look rare enough to be a matter."""
    sources = [*(f"d{at // 10}" for at in range(500)), *["survey"] * 500]
    texts = [f"Line {at}." for at in range(1_000)]
    counted = Counter(sources[row] for row in drawn(texts, 200, sources=sources))
    workshops = [count for source, count in counted.items() if source != "survey"]

    assert counted["survey"] <= 20
    assert sum(counted.values()) == 200
    assert sum(count < 10 for count in workshops) <= 1
    assert len(drawn(texts[500:], 200, sources=sources[500:])) == 200


def test_of_very_much_material_a_draw_is_grouped_and_the_others_join_where_they_belong():
    """UMAP on all of a theme of fifty thousand excerpts holds gigabytes; what lies in no group stays outside also then."""
    rng = np.random.default_rng(1)
    middles = np.eye(8, dtype=np.float32)
    truth = np.arange(320) % 4
    vectors = middles[truth] + 0.1 * rng.normal(size=(320, 8)).astype(np.float32)
    vectors[-4:] = middles[4:]  # strangers
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [f"text {at}" for at in range(320)]
    whole, part = group(texts, vectors), group(texts, vectors, most=80)
    pure = [set(truth[:-4][part.labels[:-4] == label].tolist()) for label in range(part.labels.max() + 1)]

    assert "found in 80 drawn of them" in part.method
    assert "drawn" not in whole.method
    assert all(len(one) == 1 for one in pure)
    assert (part.labels[:-4] >= 0).mean() >= 0.75
    assert (part.labels[-4:] < 0).all()
