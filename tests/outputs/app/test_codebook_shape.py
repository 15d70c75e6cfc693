"""The codebook's tree is the evaluators' own: moved, ordered, cut down and brought back, and nothing decided is lost by it."""

import pytest

from learnbrief.corpus.finding import Topic
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from tests.outputs.app.conftest import post, stock


def send(browser, store, path, **fields):
    return post(browser, f"/codebook/{path}", based_on=store.codebooks.current().version, **fields)


def order(store):
    return [(theme.slug, theme.parent) for theme in store.codebooks.current().topics]


def test_a_theme_is_put_under_another_and_back_with_its_tags(browser, store):
    """The tree is how a team thinks; moving a theme must not make anybody code again."""
    before = store.tags.effective()

    assert "was moved" in send(browser, store, "move", theme="equity", parent="leadership", way="under").text
    assert order(store) == [("leadership", None), ("equity", "leadership")]
    assert store.tags.effective() == before
    send(browser, store, "move", theme="equity", parent="", way="under")
    assert order(store) == [("leadership", None), ("equity", None)]


@pytest.mark.parametrize("parent", ["leadership", "equity", "barrier"])
def test_a_theme_never_lies_under_itself_or_under_a_stance(browser, store, parent):
    """A loop in the tree would leave the page without either of them."""
    send(browser, store, "move", theme="equity", parent="leadership", way="under")

    answer = send(browser, store, "move", theme="leadership", parent=parent, way="under")
    assert answer.status_code == 400
    assert order(store) == [("leadership", None), ("equity", "leadership")]


def test_themes_stand_in_the_order_that_people_give_them(browser, store):
    """Lists of choices and tables follow it."""
    send(browser, store, "move", theme="equity", way="up")
    assert [slug for slug, _ in order(store)] == ["equity", "leadership"]
    assert "stands there already" in send(browser, store, "move", theme="equity", way="up").text
    assert [slug for slug, _ in order(store)] == ["equity", "leadership"]


def test_deleting_a_theme_says_what_becomes_of_its_tags_first_and_can_be_undone(browser, store):
    """Two hundred confirmed tags must not vanish behind one press, nor be gone when a team thinks again."""
    excerpt = store.excerpts.current()[1]
    store.reviews.add(new_review(Action.ACCEPT, "Ada", excerpt=excerpt, theme="leadership"))
    send(browser, store, "move", theme="equity", parent="leadership", way="under")
    kept = store.codebooks.current().version

    asked = browser.get("/codebook/delete?theme=leadership").text
    assert "<strong>1</strong> confirmed tag counts nowhere" in asked
    assert "Equity, below it, goes to the top of the tree" in asked
    assert "leadership" in store.codebooks.current(), "asking changes nothing"

    send(browser, store, "delete", theme="leadership")
    assert order(store) == [("equity", None)]
    assert excerpt.text not in browser.get("/explore/excerpts?theme=leadership").text

    send(browser, store, "bring-back", version=kept)
    assert store.codebooks.current().version == kept
    assert excerpt.text in browser.get("/explore/excerpts?theme=leadership").text


def test_the_last_theme_stays(browser, store):
    """A codebook without themes can code nothing, and its file could not be read again."""
    send(browser, store, "delete", theme="leadership")
    assert send(browser, store, "delete", theme="equity").status_code == 400
    assert order(store) == [("equity", None)]


def test_a_dismissed_proposal_stays_away_until_somebody_wants_it_again(browser, store):
    """The same group comes up in every run; saying no each month teaches people not to look."""
    line = "Interpreters were booked for every session and people came."
    for document_id in ("d-two", "d-three"):
        stock(store, lines=(line,), document_id=document_id)
    ids = tuple(one.excerpt_id for one in store.excerpts.current() if one.text == line)
    store.topics.put([Topic("t1", "interpreter booking", ("interpreters",), ids)])
    assert "<h3>interpreter booking</h3>" in browser.get("/codebook").text

    post(browser, "/codebook/dismiss", topic="t1")
    post(browser, "/codebook/dismiss", topic="t1")  # a double click
    page = browser.get("/codebook").text
    assert "<h3>interpreter booking</h3>" not in page
    assert "1 dismissed proposal" in page

    (refused,) = store.reviews.standing(actions=[Action.REFUSE_THEME])
    post(browser, "/codebook/propose-again", review=refused.review_id)
    assert "<h3>interpreter booking</h3>" in browser.get("/codebook").text


@pytest.mark.parametrize(("come", "offered"), [(0, False), (3, True)])
def test_a_retrained_tagger_is_offered_only_where_something_would_change(browser, store, come, offered):
    """Accepting tags everything anew; asked to for nothing, people learn to press without reading."""
    told = {"looked_at": 40, "come": come, "go": 0, "stay": 37, "by_theme": []}
    store.models.propose("m1", b"", scores={"per_theme": {}, "decisions": [], "changes": told}, trained_on=["r1"])

    page = browser.get("/codebook").text
    assert ("Accept and tag anew" in page) is offered
    assert ("There is nothing to accept" in page) is not offered
    assert f"{come} suggestions would come" in page
