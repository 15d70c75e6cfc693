"""Search: by meaning and by word at once, filtered, and silent when there is nothing to find."""

from datetime import date

import numpy as np
import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.nlp.search import Entry, Search, kept_matrix

MEANINGS = {"board": 0, "leaders": 0, "waiting": 1, "queues": 1, "lunch": 2}
TEXTS = {
    "e1": "the board never asks",
    "e2": "our leaders listen",
    "e3": "waiting lists grow",
    "e4": "queues are long and the board worries",
    "e5": "lunch was late",
}


class WordEncoder:
    """One dimension per meaning; synonyms share one."""

    name = "words"

    def encode(self, texts):
        rows = np.zeros((len(texts), 4), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[3] = 0.01
            for word in text.split():
                if word in MEANINGS:
                    row[MEANINGS[word]] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def by_word(query: str, limit: int) -> list[tuple[str, float]]:
    """Excerpts holding any of the words, most words first."""
    counts = {one: len({*query.split()} & {*text.split()}) for one, text in TEXTS.items()}
    found = sorted((one for one in counts if counts[one]), key=lambda one: -counts[one])
    return [(one, float(counts[one])) for one in found][:limit]


ENTRIES = [
    Entry("e1", "workshop_notes", date(2025, 1, 10), "harbour", frozenset({"leadership", "barrier"})),
    Entry("e2", "webinar_transcript", date(2025, 2, 10), "lantern", frozenset({"leadership", "enabler"})),
    Entry("e3", "workshop_notes", date(2025, 3, 10), "harbour", frozenset({"data"})),
    Entry("e4", "survey", date(2025, 3, 31), None, frozenset({"leadership", "barrier"})),
    Entry("e5", "survey", date(2025, 4, 1)),
]
SEARCH = Search(ENTRIES, WordEncoder().encode(list(TEXTS.values())), encoder=WordEncoder(), words=by_word)


def found(words: str, **filters) -> list[str]:
    """Ids in order."""
    return [one for one, _ in SEARCH.search(words, filters=filters)]


def test_what_is_said_in_other_words_is_found_after_what_says_it():
    """'leaders' means 'board': neither list alone has both."""
    assert found("board") == ["e1", "e4", "e2"]
    assert [hit.by_words for hit in SEARCH.hits("board")] == [True, True, False]


def test_nonsense_finds_nothing_and_empty_words_are_no_search():
    """The nearest of unrelated excerpts is still unrelated."""
    assert found("zzz") == []
    assert found("  ") == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"theme": "leadership"}, {"e1", "e2", "e4"}),
        ({"theme": "leadership", "stance": "barrier"}, {"e1", "e4"}),
        ({"collaborative": "lantern"}, {"e2"}),
        ({"kind": "survey"}, {"e4"}),
        ({"since": "2025-02-10", "until": "2025-03-31"}, {"e2", "e4"}),
        ({"since": date(2025, 2, 11), "theme": ""}, {"e4"}),
        ({"theme": "equity"}, set()),
    ],
)
def test_filters_narrow_both_ways_of_finding(filters, expected):
    """An excerpt outside the filter may not come in through the other list."""
    assert set(found("board", **filters)) == expected


@pytest.mark.parametrize(
    ("filters", "words"), [({"topic": "x"}, "no filter 'topic'"), ({"since": "31/3/2025"}, "2025-03-31")]
)
def test_a_filter_we_do_not_have_is_refused_with_the_remedy(filters, words):
    """A misspelt filter that filters nothing would give a wrong count."""
    with pytest.raises(BadInput, match=words):
        found("board", **filters)


def test_a_narrow_filter_reads_further_down_the_list_of_words():
    """Ten thousand excerpts with the word must not hide the one inside the filter."""
    many = [Entry(f"x{at:05}", "survey", date(2025, 1, 1)) for at in range(3000)]
    last = Entry("y", "workshop_notes", date(2025, 1, 1))
    asked = []

    def words(query, limit):
        asked.append(limit)
        return [(one.excerpt_id, 1.0) for one in [*many, last]][:limit]

    nothing_near = np.tile(np.array([0, 0, 0, 1], dtype=np.float32), (3001, 1))
    search = Search([*many, last], nothing_near, encoder=WordEncoder(), words=words)

    assert search.search("board", filters={"kind": "workshop_notes"}) == [("y", 0.5)]
    assert asked == [10_000]


def test_an_empty_store_is_searched_without_complaint():
    """The first thing a new user may do."""
    search = Search([], np.zeros((0, 4), dtype=np.float32), encoder=WordEncoder(), words=by_word)

    assert search.search("board") == []


def test_the_matrix_is_built_once_and_again_when_excerpts_change(tmp_path):
    """A withdrawn excerpt's vector must not stay on disk."""
    built = []

    def build():
        built.append(1)
        return np.eye(3, dtype=np.float32)

    first = kept_matrix(tmp_path, ["a", "b", "c"], "words", build)
    again = kept_matrix(tmp_path, ["a", "b", "c"], "words", build)
    np.testing.assert_array_equal(first, again)
    assert len(built) == 1

    kept_matrix(tmp_path, ["a", "b"], "words", build)

    assert len(built) == 2
    assert len(list(tmp_path.iterdir())) == 1
