"""The basket of quotes: one person's own, and what leaves it says no more of anybody than a published brief."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document

from learnbrief.corpus.document import Participant, Voice
from learnbrief.corpus.tag import Action
from tests.flows.conftest import looked_over
from tests.outputs.app.conftest import post, token_in


@pytest.fixture
def quotes(browser, store):
    """Two excerpts in Ada's basket, of a source that somebody has confirmed."""
    ids = [one.excerpt_id for one in store.excerpts.current()[:2]]
    answer = post(browser, "/basket", found=ids, act="put", back="/explore?words=board")
    assert "2 quotes are in your basket" in answer.text
    looked_over(store, store.documents.get("d-kickoff"), coder="Ada")
    return ids


def files(browser):
    words = [one.text for one in Document(io.BytesIO(browser.get("/basket/quotes.docx").content)).paragraphs]
    return "\n".join(words), browser.get("/basket/quotes.csv").text


def test_quotes_are_kept_together_once_each_and_can_be_taken_out(browser, store, quotes):
    """Quotes for a talk are found over weeks; a second press must not double them, and one press takes one out."""
    post(browser, "/basket", found=quotes[:1], act="put")
    assert len(store.reviews.standing(actions=[Action.BASKET])) == 2
    assert browser.get("/basket").text.count("Take out") == 2

    post(browser, "/basket", found=quotes[:1], act="take-out")
    page = browser.get("/basket").text
    first, second = (one.text for one in store.excerpts.current()[:2])
    assert first not in page
    assert second in page


def test_a_basket_is_ones_own_and_decides_nothing(browser, store, quotes):
    """What somebody likes to quote is no coding, and nobody else's list."""
    tags = store.tags.effective()
    post(browser, "/who", name="Ben")
    assert "It is empty" in browser.get("/basket").text
    assert store.tags.effective() == tags


def test_what_leaves_the_basket_tells_a_place_only_where_enough_people_hold_the_role(browser, store, quotes):
    """Slides go further than any brief: under a quote stands what may be published, and not who said it."""
    for text in files(browser):
        assert store.excerpts.current()[0].text in text
        assert "Harbour" not in text
        assert "Workshop notes" in text

    store.participants.put([Participant(f"Person {n}", "executive", "harbour") for n in range(10, 16)])
    store.excerpts.put(store.documents.get("d-kickoff"), _said_by_several(store.excerpts.current()))
    assert all("Executive, Harbour" in text for text in files(browser))


def _said_by_several(excerpts):
    return [
        replace(one, voice=Voice(f"person-{n}", f"Person {10 + n}", "participant", "executive", "harbour"))
        for n, one in enumerate(excerpts)
    ]


def test_a_quote_of_a_source_that_nobody_confirmed_stays_in(browser, store):
    """A name that nobody looked for must not reach a slide."""
    excerpt = store.excerpts.current()[0]
    post(browser, "/basket", found=[excerpt.excerpt_id], act="put")
    assert "confirm its source" in browser.get("/basket").text

    answer = browser.get("/basket/quotes.docx")
    assert answer.status_code == 404
    assert "none of its sources is confirmed" in answer.text


def test_notes_are_never_put_in_quotation_marks(browser, store, quotes):
    """What somebody wrote down is not what somebody said."""
    word, table = files(browser)
    assert "Notes record: " in word
    assert "\u201c" not in word
    assert "a note, not somebody's own words" in table


def test_the_page_of_an_excerpt_puts_it_in_and_says_that_it_is(browser, store):
    """Where a good quote is met is where it is kept."""
    excerpt = store.excerpts.current()[0]
    assert 'name="act" value="put"' in browser.get(f"/review/{excerpt.excerpt_id}").text
    post(browser, "/basket", found=[excerpt.excerpt_id], act="put", back=f"/review/{excerpt.excerpt_id}")
    assert "Basket: in it" in browser.get(f"/review/{excerpt.excerpt_id}").text


def test_a_quote_is_put_in_from_a_document_an_answer_and_a_brief(browser, store, brief):
    """Where a good quote is met is where it is kept: whoever reads on would not find it again."""
    excerpt = store.excerpts.get([brief.findings[0].evidence[0].excerpt]).popitem()[1]
    button = re.compile(rf'id="basket-[^"]*{excerpt.excerpt_id}"[^>]*aria-pressed="(true|false)"')
    pages = (f"/documents/{excerpt.document_id}", "/ask?question=board+time", f"/briefs/{brief.id}")
    assert [button.findall(browser.get(page).text)[:1] for page in pages] == [["false"]] * 3

    data = {"found": excerpt.excerpt_id, "act": "put", "place": "1-", "csrf": token_in(browser.get("/who").text)}
    answer = browser.post("/basket", data=data, headers={"hx-request": "true"}).text
    assert "<h1>" not in answer  # the page stays, with what was typed on it
    assert f'id="basket-1-{excerpt.excerpt_id}"' in answer
    assert "Basket: in it" in answer
    assert [button.findall(browser.get(page).text)[:1] for page in pages] == [["true"]] * 3
    assert len(store.reviews.standing(actions=[Action.BASKET])) == 1
