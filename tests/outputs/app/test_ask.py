"""The page Ask: an answer with its counts, links to every place, and nothing that would spoil blind coding."""

from learnbrief.corpus.asked import NOTHING_BEARS
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action


def test_an_answer_stands_by_side_with_links_to_its_place(browser, store):
    """Whoever doubts it looks it up."""
    first = store.excerpts.current()[0]
    store.reviews.add(new_review(Action.ACCEPT, "Ada", excerpt=first, theme="barrier"))

    page = browser.get("/ask?question=board+time").text

    assert "What gets in the way" in page
    assert first.text in page
    assert f'href="/documents/at/{first.excerpt_id}"' in page
    assert "Fenland Community" in page  # heard of nobody there
    assert "Silence is not agreement" in page


def test_nothing_bears_on_it_is_told(browser):
    """And nobody is called silent on a question that nobody was asked."""
    page = browser.get("/ask?question=telescopes").text

    assert NOTHING_BEARS in page
    assert "Who was not heard" not in page


def test_what_is_kept_for_blind_coding_is_counted_and_not_shown(browser, store, services):
    """A side tells half of the code."""
    hidden = store.excerpts.current()[0]
    services.blind = {hidden.excerpt_id}

    page = browser.get("/ask?question=board+time").text

    assert hidden.text not in page
    assert "kept for your blind coding" in page


def test_what_was_shown_under_a_side_no_longer_counts_as_blind(browser, store, services):
    """The same rule as on every other page that tells a label."""
    browser.get("/ask?question=board+time")

    assert store.excerpts.current()[0].excerpt_id in services.reserve("Ada").seen


def test_the_page_opens_without_a_question(browser):
    """It is in the menu."""
    page = browser.get("/ask")

    assert (page.status_code, 'id="bears"' in page.text) == (200, False)
