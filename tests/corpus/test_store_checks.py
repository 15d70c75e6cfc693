"""`doctor --store` finds what is wrong with a store, wherever it stands."""

import random

import numpy as np
import pytest
from sqlalchemy import text

from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action, Band, Reason, ScoreKind, Tag
from tests.corpus.conftest import document, excerpts_of


@pytest.fixture
def full(store):
    """A store with something of every kind that is looked at."""
    frozen = document()
    store.documents.add(frozen)
    store.excerpts.put(frozen, excerpts_of(frozen))
    first = store.excerpts.current()[0]
    reason = Reason(0, 5, "like it", "codebook")
    tag = Tag(first.excerpt_id, "data", 0.9, ScoreKind.SIMILARITY, Band.SURE, "codebook", reason)
    store.tags.put([first.excerpt_id], [tag], tagger="toy")
    store.vectors.put("toy", {"one": np.ones(3, dtype=np.float32), "two": np.zeros(3, dtype=np.float32)})
    store.reviews.add(new_review(Action.COMMENT, "Robin", excerpt=first, payload={"text": "yes"}))
    return store


def execute(store, statement):
    with store.transaction() as connection:
        connection.execute(text(statement))


def test_a_sound_store_has_nothing_wrong(full):
    """Else nobody would look at what it says."""
    assert full.check() == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE vector SET data = CAST('abc' AS {blob}) WHERE text_hash = (SELECT max(text_hash) FROM vector)", "vectors: one of toy is shorter or longer"),
        ("UPDATE review SET \"end\" = 4000", "is outside|speaks of a place outside d-one v1"),
        ("UPDATE review SET document_id = 'd-none'", "speaks of d-none v1, which is not there"),
        ("UPDATE tag SET band = 'perhaps'", "tags cannot be read"),
        ("UPDATE review SET action = 'perhaps'", "reviews cannot be read"),
        ("UPDATE tag SET score = 'Infinity'", "has no score|cannot be read"),
    ],
)  # fmt: skip
def test_a_record_that_contradicts_another_is_told(full, statement, told):
    """It said 'ok' as long as every excerpt stood in its text, whatever had become of the rest."""
    execute(full, statement.replace("{blob}", "BLOB" if full.database.is_sqlite else "bytea"))
    found = full.check()

    assert len(found) == 1
    assert any(one in found[0] for one in told.split("|")), found


def test_an_excerpt_that_no_search_finds_is_told(full):
    """A search that finds nothing looks like a programme in which nobody said it."""
    if not full.database.is_sqlite:
        pytest.skip("PostgreSQL's index follows its table by itself")
    execute(full, "DELETE FROM indexed WHERE number = 1")

    assert full.check() == ["the word index: 1 excerpts are not found by their words"]


def test_a_row_that_is_no_row_any_more_is_told_with_its_table(full):
    """SQLite looks at no cell: bytes that are no JSON come back as they are."""
    if not full.database.is_sqlite:
        pytest.skip("PostgreSQL keeps no JSON that is none")
    execute(full, "UPDATE tag SET reason = '{{'")

    assert full.check()[0].startswith("records: a row of tag cannot be read")


def test_a_file_of_which_a_part_was_overwritten_is_told(full):
    """40,000 bytes of a store were overwritten, and doctor said 'ok'."""
    if not full.database.is_sqlite:
        pytest.skip("PostgreSQL looks after its own files")
    path = full.database.file.path
    full.vectors.put("toy", {str(number): np.full(3, number, dtype=np.float32) for number in range(5000)})
    full.close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40_000] = random.Random(1).randbytes(40_000)
    path.write_bytes(content)

    assert full.check()[0].startswith("the file")
