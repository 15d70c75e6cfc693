"""The first excerpts to code, in the app: met on opening Review, told what they bring, and what would change at 10 and at 25."""

from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from tests.outputs.app.conftest import post

CHANGES = {
    "coded": 10,
    "examples": [{"facet": "topic", "coded": 10, "before": 0.41, "after": 0.52, "kept": True},
                 {"facet": "stance", "coded": 10, "before": 0.6, "after": 0.5, "kept": False}],
    "changes": {"looked_at": 60, "stay": 40, "come": 7, "go": 3,
                "by_theme": [{"theme": "leadership", "come": 7, "go": 3}]},
}  # fmt: skip


def test_review_opens_with_what_the_first_excerpts_bring(browser, store, services):
    """Ten minutes are given more readily by whoever knows what for; nobody has to look for the set."""
    ids = [one.excerpt_id for one in store.excerpts.current()]
    services.beginning = ids[1:3]
    answer = browser.get("/review")

    assert answer.url.path == "/review/first"
    for words in ("The first 25", "8 drawn at random", "about ten minutes", "Nothing is accepted by itself"):
        assert words in answer.text
    assert browser.get("/review?queue=first").url.path == f"/review/{ids[1]}"


def test_once_begun_review_goes_on_where_it_was(browser, store, services):
    """The page of reasons is read once; the next morning the next excerpt comes."""
    excerpts = store.excerpts.current()
    services.beginning = [one.excerpt_id for one in excerpts[:3]]
    store.reviews.add(new_review(Action.DONE, "Ada", excerpt=excerpts[0]))

    assert browser.get("/review").url.path == f"/review/{excerpts[1].excerpt_id}"


def test_after_ten_it_is_told_what_would_change(browser, store, services, monkeypatch):
    """And where to decide on it: nothing is taken over by itself."""
    excerpts = store.excerpts.current()
    services.beginning = [one.excerpt_id for one in excerpts]
    monkeypatch.setattr("learnbrief.outputs.app.screens.review.MILESTONES", (1, 2))
    monkeypatch.setattr("learnbrief.outputs.app.screens.beginning.MILESTONES", (1, 2))
    answer = post(browser, f"/review/{excerpts[0].excerpt_id}/done?queue=first")

    assert answer.url.path == "/review/first"
    assert "See what would change" in answer.text
    store.models.propose("m1", b"", scores=CHANGES, trained_on=["r1"])
    told = browser.get("/review/first").text
    assert "7 suggestions would come, 3 would go, 40 would stay" in told
    assert "0.41 without the others" in told
    assert "stay aside" in told
    assert "7 suggestions would come" in browser.get("/codebook").text


def test_what_follows_an_excerpt_is_put_in_its_place(browser, store, services):
    """The page of an excerpt takes only the card out of what follows it: a page without one would leave it empty."""
    services.beginning = [store.excerpts.current()[0].excerpt_id]
    first = browser.get("/review/first").text
    for excerpt in store.excerpts.current():
        store.reviews.add(new_review(Action.DONE, "Ada", excerpt=excerpt))
    empty = browser.get("/review?queue=suggested").text

    assert "Nothing left in this queue" in empty
    assert 'id="card"' in first
    assert 'id="card"' in empty
