"""Beside a message stand the nearest words of other sources: the tool cannot tell who says the same, a person can."""

import re

import pytest

from learnbrief.outputs.brief.brief import read_brief
from tests.outputs.app.conftest import post, stock

NEAR = "Time for improvement? The board squeezed it out, again."


@pytest.fixture
def elsewhere(store):
    """A second source, which says the same in other words; it is there before the brief is made."""
    stock(store, [NEAR], "d-second")
    (found,) = [one for one in store.excerpts.current() if one.document_id == "d-second"]
    return found


def says(browser, store, brief, finding, *excerpts):
    fields = {"edition": str(store.briefs.get(brief.id).edition), "act": f"says:{finding}", f"o-{finding}": excerpts}
    return post(browser, f"/briefs/{brief.id}/edit", **{name: value for name, value in fields.items() if value})


def test_a_person_tells_who_says_the_same(browser, store, elsewhere, brief):
    """Counted too few, a message is passed over; a tick counts under the headline, and teaches later runs."""
    one = brief.findings[0]
    page = browser.get(f"/briefs/{brief.id}/others/{one.id}").text
    assert NEAR in page
    assert one.evidence[0].excerpt not in page

    answer = says(browser, store, brief, one.id, elsewhere.excerpt_id)
    now = read_brief(store.briefs.get(brief.id).value).finding(one.id)
    assert "It counts under" in answer.text
    assert elsewhere.excerpt_id in (now.stated_by or {each.excerpt for each in now.evidence})
    assert now.spread.documents == 2
    assert any(elsewhere.excerpt_id in group for group in store.links.current().together)
    assert NEAR not in browser.get(f"/briefs/{brief.id}/others/{one.id}").text


def test_nothing_ticked_is_said(browser, store, elsewhere, brief):
    """A press that does nothing must not look like one that did."""
    answer = says(browser, store, brief, brief.findings[0].id)
    assert "Tick the excerpts that say the same" in answer.text


def test_what_one_is_to_code_blind_is_not_shown_near_a_message(browser, services, elsewhere, brief):
    """Whoever reads it under a headline has been told what it says."""
    services.blind = {elsewhere.excerpt_id}
    assert NEAR not in browser.get(f"/briefs/{brief.id}/others/{brief.findings[0].id}").text


def test_the_same_words_are_offered_once_as_headline(browser, store, brief):
    """Two equal choices ask for a decision that is none: a sentence chosen as headline stood below as a quote's once more."""
    one = brief.findings[0]
    quote = one.quoted[0]
    fields = {"edition": str(store.briefs.get(brief.id).edition), "act": "keep", f"has-{one.id}": "1"}
    chosen = {f"c-{one.id}": f"{quote.excerpt}:0:{len(quote.text)}", f"q-{one.id}": [quote.excerpt], f"w-{one.id}": ""}
    post(browser, f"/briefs/{brief.id}/edit", **fields, **chosen)
    page = browser.get(f"/briefs/{brief.id}").text
    choices = re.findall(rf'name="c-{one.id}".*?<span>(.*?)</span>', page)

    assert any(quote.text in choice for choice in choices)
    assert len(choices) == len(set(choices))
