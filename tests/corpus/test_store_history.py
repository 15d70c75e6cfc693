"""The record as a chain: what is changed in it afterwards shows, and a withdrawal is no forgery."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, select, update

from learnbrief.corpus.chain import Kind
from learnbrief.corpus.store import new_review, open_store, schema
from learnbrief.corpus.tag import Action
from learnbrief.corpus.withdrawal.rows import remove
from learnbrief.corpus.withdrawal.words import words_of_document
from tests.corpus.conftest import document, excerpts_of, old_store


@pytest.fixture
def record(store):
    """A store in which two people decided, commented and were told of."""
    one = document()
    store.documents.add(one)
    store.excerpts.put(one, excerpts_of(one))
    excerpt = store.excerpts.current()[0]
    for coder, action, more in (
        ("Ada", Action.ADD, {"theme": "equity"}),
        (
            "Ben",
            Action.COMMENT,
            {"payload": {"text": "Look again.", "at": 1.5, "more": [1, None, {"b": True, "a": "é"}]}},
        ),
        ("Ada", Action.SIGN_OFF, {"target": "brief-one"}),
    ):
        place = {"excerpt": excerpt} if action is not Action.SIGN_OFF else {}
        store.reviews.add(new_review(action, coder, **place, **more))
    store.logbook.add("Something happened.")
    return store


def by_hand(store, statement):
    """As somebody with the rights to the database would."""
    with store.transaction() as connection:
        connection.execute(statement)


def test_an_untouched_record_is_as_it_was_written(record):
    """Whoever audits asks for it first; the same rows read from either database give the same digests."""
    found = record.history.verify()

    assert found.wrong == ()
    assert (found.entries, found.changed) == (4, 0)
    assert found.head.startswith("4-")


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (lambda t: update(t).where(t.c.coder == "Ben").values(payload={"text": "Fine."}), "is not as it was written"),
        (lambda t: update(t).where(t.c.action == "sign-off").values(coder="Ben"), "is not as it was written"),
        (lambda t: update(t).where(t.c.coder == "Ben").values(theme="equity"), "is not as it was written"),
        (lambda t: delete(t).where(t.c.coder == "Ben"), "was taken out"),
        (
            lambda t: insert(t).values(
                review_id="x",
                action="sign-off",
                coder="Ada",
                made_at=datetime.now(UTC).isoformat(),
                payload={},
                blind=False,
            ),
            "was put in past the record",
        ),
    ],
)
def test_what_is_changed_taken_out_or_put_in_past_us_shows(record, tamper, told):
    """A signature that somebody put there with a database tool must not pass for one."""
    by_hand(record, tamper(schema.review))

    (wrong,) = record.history.verify().wrong
    assert told in wrong


def test_an_entry_of_the_chain_cannot_be_mended_alone(record):
    """Whoever forges a row and its entry would have to forge every link after it."""
    table = schema.chain
    by_hand(record, delete(table).where(table.c.number == 2))
    wrong = record.history.verify().wrong

    assert any("does not follow the one before" in one for one in wrong)


def test_an_end_that_was_cut_off_shows_to_whoever_noted_it(record):
    """A chain cannot know what came after it; a person who wrote down its last link can."""
    noted = record.history.verify().head
    assert record.history.holds(noted)
    record.reviews.add(new_review(Action.COMMENT, "Ada", payload={"text": "Later."}))
    assert record.history.holds(noted)
    for table, last in ((schema.chain, 3), (schema.review, 3)):
        by_hand(record, delete(table).where(table.c.number > last))
    by_hand(record, delete(schema.logbook))

    assert record.history.verify().wrong == ()
    assert not record.history.holds(noted)
    for none in ("", "4", "4-", "4-ab", "hello"):
        assert not record.history.holds(none)


def test_a_withdrawal_is_told_and_leaves_nothing_to_try_words_against(record):
    """The words go for good, digests of them too; the rest of the record still stands."""
    taken = words_of_document(record, "d-one")
    remove(record, taken)
    found = record.history.verify()
    with record.transaction() as connection:
        entries = connection.execute(select(schema.chain).order_by(schema.chain.c.number)).all()

    assert found.wrong == ()
    assert found.changed == 2
    gone = {entry.key for entry in entries if entry.kind == Kind.GONE}
    assert {entry.salt for entry in entries if entry.key in gone and entry.kind == Kind.MADE} == {None}
    assert record.reviews.all()[0].action is Action.SIGN_OFF


def test_a_withdrawal_excuses_nothing_that_was_forged_before(record):
    """Else whoever forges a signature would only have to wait for the next withdrawal."""
    table = schema.review
    by_hand(record, update(table).where(table.c.action == "sign-off").values(coder="Ben"))
    remove(record, words_of_document(record, "d-one"))

    (wrong,) = record.history.verify().wrong
    assert "sign-off by Ben" in wrong


def test_an_export_can_name_where_each_decision_stands(record):
    """A table of the record that was handed over can be held against the chain later."""
    seals = record.history.seals()
    assert [seals[one.review_id].partition("-")[0] for one in record.reviews.all()] == ["1", "2", "3"]
    assert all(record.history.holds(one) for one in seals.values())


def test_a_record_from_before_the_chain_is_taken_as_it_is_found(tmp_path):
    """Programmes that began with an earlier release keep their record, and it is watched from now on."""
    path = tmp_path / "learnbrief.db"
    database = old_store(path, "0010")
    with database.engine.begin() as connection:
        connection.execute(
            schema.review.insert(),
            {"review_id": "r", "action": "comment", "coder": "Ada", "made_at": "2025-01-15T10:00:00+00:00",
             "payload": {"text": "Before.", "n": 1}, "blind": False},
        )  # fmt: skip
        connection.execute(schema.logbook.insert(), {"made_at": "2025-01-15T10:00:00+00:00", "what": "Before."})
    database.engine.dispose()
    again = open_store(path)
    found = again.history.verify()
    by_hand(again, update(schema.review).values(coder="Ben"))

    assert (found.wrong, found.entries) == ((), 2)
    assert len(again.history.verify().wrong) == 1
    again.close()
