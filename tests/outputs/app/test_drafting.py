"""A wording that a language model suggests: held first, dropped where it slips, nobody's until a person takes it, and told."""

from tests.outputs.app.brief_form import now, press
from tests.outputs.app.test_sentence_check import ask

FAITHFUL = "Board time is squeezed every winter"


def test_without_a_model_there_is_no_button_and_nothing_is_asked(browser, store, brief, services):
    """The usual: whoever set up no model is offered none, and a form made by hand is refused."""
    assert "Suggest a wording" not in browser.get(f"/briefs/{brief.id}").text
    answer = ask(browser, f"/briefs/{brief.id}/suggest/{brief.findings[0].id}")
    assert answer.status_code >= 400
    assert "No language model is named" in answer.text


def test_a_suggestion_is_shown_with_who_drafted_it_and_nothing_is_kept(browser, store, brief, services):
    """A model's sentence is never a headline by itself."""
    services.drafter, services.drafts = "small-1b", [FAITHFUL]
    answer = ask(browser, f"/briefs/{brief.id}/suggest/{brief.findings[0].id}")

    assert "Suggest a wording" in browser.get(f"/briefs/{brief.id}").text
    assert FAITHFUL in answer.text
    assert "drafted by small-1b, not yet read" in answer.text
    assert store.reviews.all() == []
    assert now(store, brief).findings[0].heading == brief.findings[0].heading


def test_a_suggestion_with_a_slip_is_dropped(browser, store, brief, services):
    """Models invent numbers and places; what the check finds is not even offered."""
    services.drafter, services.drafts = "small-1b", ["12 boards are squeezed in Leeds"]
    answer = ask(browser, f"/briefs/{brief.id}/suggest/{brief.findings[0].id}")

    assert "12 boards" not in answer.text
    assert "suggested nothing that its evidence bears out" in answer.text


def test_what_a_person_takes_is_theirs_and_tells_who_drafted_it(browser, store, brief, services):
    """A reader may know that a machine worded it; a wording of one's own over it is one's own again."""
    services.drafter = "small-1b"
    one = brief.findings[0]
    press(browser, store, brief, **{f"d-{one.id}": FAITHFUL, f"by-{one.id}": "small-1b", f"w-{one.id}": ""})
    taken = now(store, brief).finding(one.id)
    assert (taken.heading, taken.heading_from, taken.drafted_by) == (FAITHFUL, "evaluator", "small-1b")

    press(browser, store, brief, **{f"w-{one.id}": "Winters squeeze the time of boards"})
    own = now(store, brief).finding(one.id)
    assert (own.heading, own.drafted_by) == ("Winters squeeze the time of boards", None)


def test_evidence_that_its_reader_has_to_code_blind_is_not_summed_up(browser, store, brief, services):
    """A sentence over hidden excerpts would tell what they say of the matter."""
    services.drafter, services.drafts = "small-1b", [FAITHFUL]
    services.blind = {one.excerpt for one in brief.findings[0].evidence}
    answer = ask(browser, f"/briefs/{brief.id}/suggest/{brief.findings[0].id}")

    assert FAITHFUL not in answer.text
    assert services.drafts == [FAITHFUL]
