"""Several people press at the same moment: what was checked is still true when it is written, on either database."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from learnbrief.corpus.codebook import Theme, parse_codebook
from learnbrief.corpus.errors import NotFound, StaleEdit
from learnbrief.corpus.store import decided, last_words, new_review, open_store
from learnbrief.corpus.tag import Action, TagStatus
from tests.corpus.conftest import document, excerpts_of

PEOPLE = 6


def at_once(act, people=PEOPLE):
    """What came of each of several presses of one button: a value, or the refusal that was told."""
    together = threading.Barrier(people)

    def press(number):
        together.wait()
        try:
            return act(number)
        except StaleEdit as refusal:
            return refusal

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(press, range(people)))


def kept(outcomes):
    return [one for one in outcomes if not isinstance(one, StaleEdit)]


@pytest.fixture
def excerpt(store):
    made = document()
    store.documents.add(made)
    store.excerpts.put(made, excerpts_of(made))
    return excerpts_of(made)[0]


def test_of_six_additions_to_one_codebook_one_is_kept_and_five_are_told(store):
    """Whoever reads 'it is in the codebook' must find it there."""
    first = parse_codebook("themes: [{name: Equity, definition: fair}]")
    store.codebooks.put(first)

    def add(number):
        with store.writing():
            current = store.codebooks.open_for_edit(first.version)
            name = f"Theme {number}"
            store.codebooks.put(replace(current, themes=(*current.themes, Theme(f"theme-{number}", name, "x"))))
        return name

    (name,) = kept(at_once(add))
    assert [theme.name for theme in store.codebooks.current().themes] == ["Equity", name]


def test_a_check_of_something_that_is_not_there_holds_until_it_is_written(store):
    """There is no row to lock yet: two first codebooks, two first descriptions of a speaker."""

    def begin(number):
        with store.writing():
            try:
                store.codebooks.current()
            except NotFound:
                store.codebooks.put(parse_codebook(f"themes: [{{name: Theme {number}, definition: x}}]"))
                return number
        return None

    begun = [one for one in at_once(begin) if one is not None]
    assert len(begun) == 1
    assert len(store.codebooks.history()) == 1


def test_of_opposite_decisions_on_one_tag_the_second_is_told(store, excerpt):
    """A colleague's decision is not overruled by somebody who has not seen it; whoever agrees overrules nobody."""
    actions = [Action.REJECT, Action.ACCEPT] * (PEOPLE // 2)

    def decide(number):
        review = new_review(actions[number], f"Coder {number}", excerpt=excerpt, theme="equity")
        with store.writing():
            if not store.tags.refuse_overruling(review, edition=0):
                store.reviews.add(review)
        return actions[number]

    outcomes = kept(at_once(decide))
    assert len(set(outcomes)) == 1
    assert [review.action for review in store.reviews.all()] == outcomes
    assert len(outcomes) == PEOPLE // 2


def test_the_same_decision_twice_is_kept_once(store, excerpt):
    """A double click is one decision."""

    def accept(_number):
        review = new_review(Action.ACCEPT, "Ada", excerpt=excerpt, theme="equity")
        with store.writing():
            known = store.tags.refuse_overruling(review, edition=0)
            if not known:
                store.reviews.add(review)
        return known

    assert sorted(at_once(accept)) == [False] + [True] * (PEOPLE - 1)
    assert len(store.reviews.all()) == 1


def test_whoever_has_seen_a_decision_may_overrule_it(store, excerpt):
    """The page was opened after it."""
    store.reviews.add(new_review(Action.ACCEPT, "Ada", excerpt=excerpt, theme="equity"))
    edition = store.reviews.edition(excerpt.document_id)
    rejection = new_review(Action.REJECT, "Ben", excerpt=excerpt, theme="equity")

    assert store.tags.refuse_overruling(rejection, edition=edition) is False
    with pytest.raises(StaleEdit, match="Ada decided on this theme"):
        store.tags.refuse_overruling(rejection, edition=edition - 1)


def test_a_tagger_is_decided_on_once(store):
    """Accepting twice is accepting; accepting what somebody refused is told."""
    store.models.propose("m1", b"", scores={}, trained_on=[])

    assert sorted(at_once(lambda _: store.models.decide("m1", accept=True))) == [False] * (PEOPLE - 1) + [True]
    with pytest.raises(StaleEdit, match="accepted meanwhile"):
        store.models.decide("m1", accept=False)


def test_the_last_word_is_one_rule():
    """Tags, briefs and the tagger's lessons must not differ on what the team settled."""
    excerpt = excerpts_of(document())[0]
    settled = new_review(Action.ADJUDICATE, "Ada", excerpt=excerpt, theme="equity", payload={"applies": True})
    later = new_review(Action.REJECT, "Ben", excerpt=excerpt, theme="equity")
    again = new_review(Action.ADJUDICATE, "Cy", excerpt=excerpt, theme="equity", payload={"applies": False})
    other = new_review(Action.ADD, "Ben", excerpt=excerpt, theme="data")

    assert last_words([settled, later, other]) == {"equity": settled, "data": other}
    assert last_words([settled, later, again]) == {"equity": again}
    assert [decided(one) for one in (settled, again, other)] == [
        TagStatus.ACCEPTED,
        TagStatus.REJECTED,
        TagStatus.ADDED,
    ]


def test_a_new_store_that_several_programs_open_at_once_is_made_once(tmp_path):
    """The app opens it while the first run begins: 'table analysis already exists' ended one of the two."""
    url = tmp_path / "learnbrief.db"

    def open_it(_):
        opened = open_store(url)
        try:
            return opened.database.migrate()
        finally:
            opened.close()

    assert at_once(open_it) == [None] * PEOPLE


def test_whoever_opens_a_store_that_another_is_just_making_waits_for_it(tmp_path):
    """SQLite refuses the change to its log at once, whatever the timeout: the app ended with 'held by another program'."""
    path = tmp_path / "learnbrief.db"
    maker = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    maker.execute("CREATE TABLE begun (x)")
    maker.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.2, maker.execute, ["ROLLBACK"])
    done.start()

    opened = open_store(path)
    assert opened.documents.cards() == []
    opened.close()
    done.join()
    maker.close()


def test_a_schema_that_was_cut_short_is_not_there_at_all(tmp_path, monkeypatch):
    """Killed while it was being made, a store could not be opened again: half of its tables stood already."""
    url = tmp_path / "learnbrief.db"
    with monkeypatch.context() as cut_short:
        cut_short.setattr("alembic.op.create_index", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            open_store(url)

    opened = open_store(url)
    assert opened.documents.cards() == []
    opened.close()
