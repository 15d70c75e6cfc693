"""A name masked late must not live on in the version before."""

from dataclasses import replace

import numpy as np
import pytest

from learnbrief.corpus.deidentify import Edit, apply_edits
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.withdrawal.earlier import blot_earlier, pattern_of
from tests.corpus.conftest import document, excerpts_of


@pytest.fixture
def redacted(store):
    """Version 1 still holds a missed name, version 2 does not."""
    before = document("Qendresa asked twice.\nQendresan soup and Qendresa.\n")
    after = replace(
        before, version=2, source=apply_edits(before.source, [Edit(0, 8, "[Person 3]", "person", "added by a person")])
    )
    for one in (before, after):
        store.documents.add(one)
        store.excerpts.put(one, excerpts_of(one))
    return store


def test_earlier_versions_lose_the_words_and_keep_their_offsets(redacted):
    """Every excerpt still equals its frozen text, and other words that merely begin alike stay."""
    blot_earlier(redacted, "d-one", pattern_of("Qendresa"))

    assert redacted.documents.get("d-one", 1).text == "████████ asked twice.\nQendresan soup and ████████.\n"
    for excerpt in redacted.excerpts.of("d-one", 1):
        excerpt.check_against(redacted.documents.get("d-one", 1))
    assert redacted.documents.get("d-one").text.startswith("[Person 3] asked")


def test_the_words_are_no_longer_found_by_search(redacted):
    """The word index follows."""
    blot_earlier(redacted, "d-one", pattern_of("Qendresa"))

    found = {excerpt_id for excerpt_id, _ in redacted.words.search("Qendresa")}
    assert found.isdisjoint(excerpt.excerpt_id for excerpt in redacted.excerpts.of("d-one", 1))


def test_no_vector_of_the_words_stays(redacted):
    """A sentence of theirs was encoded under a hash of its own: from the vector of a name one can tell whose it was."""
    row = np.ones(3, dtype=np.float32)
    stays = redacted.excerpts.of("d-one", 2)[0].text
    redacted.vectors.put("toy", {"Qendresa asked twice.": row, "Qendresa": row, stays: row})
    blot_earlier(redacted, "d-one", pattern_of("Qendresa"))

    assert list(redacted.vectors.get("toy", ["Qendresa asked twice.", "Qendresa", stays])) == [stays]


def test_nothing_selected_is_refused():
    """An empty pattern would match everywhere."""
    with pytest.raises(BadInput, match="nothing is selected"):
        pattern_of("  ")
