"""A brief is signed by a person who saw what it says, put aside with a reason, and brought back."""

import re
from dataclasses import replace

import pytest

from learnbrief.corpus.deidentify import Edit, apply_edits
from learnbrief.corpus.finding import Analysis, Clause, Finding, Point, Run, Scope
from learnbrief.corpus.tag import Action
from tests.outputs.app.brief_form import EVERY_CHECK, OPEN_BOXES, now, press
from tests.outputs.app.conftest import post, put_brief


def test_signing_waits_for_confirmed_sources_and_every_tick_and_is_final(browser, store, brief):
    """An approval must be worth something; what was typed last is in it."""
    assert "De-identification is not confirmed" in press(browser, store, brief, "sign", checked=EVERY_CHECK).text
    press(browser, store, brief, "confirm-sources", source=["d-kickoff:1"])
    assert "Before signing off, tick" in press(browser, store, brief, "sign", checked=EVERY_CHECK[:3]).text

    answer = press(browser, store, brief, "sign", checked=EVERY_CHECK, **{"s-why_now": "May."})
    assert "Signed off by Ada" in answer.text
    assert store.briefs.get(brief.id).status == "approved"
    assert now(store, brief).written.why_now == "May."
    assert press(browser, store, brief, **{f"w-{brief.findings[0].id}": "Late"}).status_code == 409


def hide_a_word(store):
    """The interpreters of the third line are hidden after the brief was drafted."""
    before = store.documents.get("d-kickoff")
    start = before.text.index("Interpreters")
    edits = [Edit(start, start + len("Interpreters"), "[role]", "role", "added by a person")]
    after = replace(before, version=2, source=apply_edits(before.source, edits))
    was = {one.start: one for one in store.excerpts.current()}
    starts = sorted(was)
    store.documents.add(after, shifts=[(start, start + len("Interpreters"), len("[role]"))])
    cut = [
        replace(was[old], version=2, start=passage.start, end=passage.end, text=after.source.slice(passage))
        for old, passage in zip(starts, after.source.passages, strict=True)
    ]
    store.excerpts.put(after, cut)


def test_a_page_of_a_text_that_moved_says_so_and_is_not_signed_unseen(browser, store, brief):
    """The person who signs has read the text as it was; what they typed is kept, the signature is not."""
    hide_a_word(store)
    page = browser.get(f"/briefs/{brief.id}").text
    assert "Words were hidden or shown since this was brought up to date, in: ‘Kick-off workshop’. The page" in page
    assert 'value="refresh"' in page

    answer = press(browser, store, brief, "sign", checked=EVERY_CHECK, **{"s-why_now": "May."})
    assert "1 change kept. Not signed. Words were hidden or shown since in: Kick-off workshop" in answer.text
    assert store.reviews.all(actions=[Action.SIGN_OFF]) == []
    assert [review.action for review in store.reviews.all()] == [Action.WRITE]


def test_a_source_confirmed_in_its_newer_text_is_no_longer_asked_for(browser, store, brief):
    """Elsewhere all is done: whoever is told that it is not looks for work that nobody has; the brief is what is behind."""
    hide_a_word(store)
    assert "de-identification is not confirmed for 1 of 1 sources" in browser.get(f"/briefs/{brief.id}").text

    store.privacy.confirm("d-kickoff", 2, "Ada")
    page = browser.get(f"/briefs/{brief.id}").text
    assert "de-identification is not confirmed" not in page
    assert "De-identification has to be confirmed first" not in page
    assert "De-identification is confirmed for 1 source as it stands now; the brief is behind" in page
    assert "0 of 1 confirmed, 1 once brought up to date" in page
    assert re.search('value="d-kickoff:1" disabled', page)


def test_a_refused_signature_stays_on_the_brief_names_every_open_box_and_keeps_the_ticks(browser, store, brief):
    """A page that only led Home lost the place and the ticks, and told one box a press."""
    press(browser, store, brief, "confirm-sources", source=["d-kickoff:1"])
    for typed in ({}, {"s-why_now": "May."}):
        answer = press(browser, store, brief, "sign", checked=["quotes"], **typed)

        assert "That did not work" not in answer.text
        assert all(
            words in re.search("Not signed. Before signing off, tick:[^<]*", answer.text)[0] for words in OPEN_BOXES
        )
        assert re.findall('value="([a-z]+)" checked', answer.text) == ["quotes"]
        assert re.findall('value="([a-z]+)" aria-describedby="left" autofocus', answer.text) == ["counter"]
    assert now(store, brief).written.why_now == "May."
    assert "autofocus" not in browser.get(f"/briefs/{brief.id}").text


@pytest.fixture
def messages(browser, store, brief):
    """A brief with two messages: one with a headline, one without."""
    one, two = brief.findings
    press(browser, store, brief, f"pin:{one.id}")
    press(browser, store, brief, f"pin:{two.id}")
    press(browser, store, brief, "confirm-sources", source=["d-kickoff:1"])
    return one, two


def test_a_message_without_a_headline_is_not_signed_unasked(browser, store, brief, messages):
    """A board would read 'Equity' and nothing else; whoever means that says so."""
    page = browser.get(f"/briefs/{brief.id}").text
    assert "Message 2 may go out without a headline" in page
    answer = press(browser, store, brief, "sign", checked=EVERY_CHECK)
    assert "Message 2 has no headline: readers would see theme and side alone." in answer.text
    assert store.briefs.get(brief.id).open

    press(browser, store, brief, "sign", checked=[*EVERY_CHECK, "bare"])
    assert store.briefs.get(brief.id).status == "approved"
    (signed,) = store.reviews.all(actions=[Action.SIGN_OFF])
    assert "bare" in signed.payload["checked"]


def test_a_headline_typed_with_the_signature_answers_the_question(browser, store, brief, messages):
    """Nobody is asked about what they have just mended."""
    words = {f"w-{messages[1].id}": "Nobody counts who waits longest"}
    press(browser, store, brief, "sign", checked=EVERY_CHECK, **words)

    assert store.briefs.get(brief.id).status == "approved"
    assert now(store, brief).finding(messages[1].id).heading == "Nobody counts who waits longest"


def test_accepting_headlines_says_which_there_are_none_of(browser, store, brief, messages):
    """'Accepted' must not be read as 'all is well'."""
    answer = press(browser, store, brief, "accept-headlines")

    assert "kept as they stand. Message 2 has no headline: choose or write one." in answer.text
    assert [review.target for review in store.reviews.all(actions=[Action.HEADLINE])] == [messages[0].id]


def test_a_subject_over_several_sides_is_accepted_too(browser, store):
    """No one clause speaks for both sides; the subject is what a later run could change."""
    ids = [one.excerpt_id for one in store.excerpts.current()]
    run = Run(("h2",), store.codebooks.current().version, "toy", {}, {}, 0)
    two_sides = Finding(
        "leadership", None, "Board time", (ids[0], ids[1]), (ids[0],), heading_from="composed",
        points=(Point((ids[0],), "leadership", "barrier", Clause(ids[0], 0, 10)), Point((ids[1],), "leadership", "enabler")),
    )  # fmt: skip
    analysis = Analysis(run.run_id, Scope("cohort"), (two_sides,))
    store.analyses.put(run, analysis)
    brief = put_brief(store, analysis, run)
    press(browser, store, brief, f"pin:{two_sides.finding_id}")
    press(browser, store, brief, "accept-headlines")
    (accepted,) = store.reviews.all(actions=[Action.HEADLINE])
    assert accepted.payload == {"subject": "Board time"}
    store.analyses.put(run, replace(analysis, findings=(replace(two_sides, heading="Executive lead"),)))

    press(browser, store, brief, "refresh")
    assert now(store, brief).finding(two_sides.finding_id).heading == "Board time"


def test_a_brief_is_retired_with_a_reason_and_brought_back(browser, store, brief):
    """It leaves what waits, stays in the list, and comes back with everything that was done to it."""
    press(browser, store, brief, "retire", reason="The cohort brief tells it.", **{"s-why_now": "May."})
    assert store.briefs.get(brief.id).status == "retired"
    page = browser.get(f"/briefs/{brief.id}").text
    assert "Retired by Ada on" in page
    assert "The cohort brief tells it." in page
    assert 'id="edit"' not in page
    assert "then sign it off" not in browser.get("/").text
    listed = browser.get("/briefs").text
    assert '<span class="status retired">retired</span>' in listed
    assert "retired by Ada: The cohort brief tells it." in listed
    assert "The cohort brief tells it." in browser.get("/history").text
    assert press(browser, store, brief, **{"s-why_now": "June."}).status_code == 409

    answer = post(browser, f"/briefs/{brief.id}/bring-back", edition=str(store.briefs.get(brief.id).edition))
    assert "Brought back" in answer.text
    assert store.briefs.get(brief.id).status == "in review"
    assert now(store, brief).written.why_now == "May."


def test_a_brief_is_not_retired_without_a_reason(browser, store, brief):
    """The next reader would not know whether it may be thrown away."""
    assert press(browser, store, brief, "retire", reason=" ").status_code == 400
    assert store.briefs.get(brief.id).open


def test_a_retired_brief_is_not_asked_for_by_mistake(browser, store, brief):
    """The job would fail after minutes; the page says at once who retired it and how to have it back."""
    press(browser, store, brief, "retire", reason="Not now")
    answer = post(browser, "/briefs", scope="cohort")

    assert answer.status_code == 409
    assert "retired by Ada" in answer.text
    assert store.jobs.all() == []
