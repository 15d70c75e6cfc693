"""What an evaluator words is held against its evidence, told beside the box, kept with the review, and never in the way."""

from learnbrief.corpus.remark import NOTHING_AGAINST
from learnbrief.corpus.tag import Action
from learnbrief.outputs.layout.annex import evidence_sections
from tests.outputs.app.brief_form import EVERY_CHECK, now, press
from tests.outputs.app.conftest import post, token_in

SLIP = "The number 12 is not in the evidence."


def about(page, finding):
    """The part of a page that is about a finding."""
    return page.split(f'id="{finding.id}"')[1].split("</section>")[0]


def ask(browser, path, **fields):
    """What a press of ‘Check against the evidence’ brings into the page."""
    token = token_in(browser.get("/who").text)
    return browser.post(path, data=fields, headers={"hx-request": "true", "x-csrf-token": token})


def test_what_is_saved_is_held_and_told_beside_the_box(browser, store, brief):
    """Kept whatever is said of it: the evaluator decides, and sees what to look at where they wrote it."""
    one = brief.findings[0]
    answer = press(browser, store, brief, **{f"w-{one.id}": "Boards squeeze improvement in 12 winters"})

    assert now(store, brief).finding(one.id).heading == "Boards squeeze improvement in 12 winters"
    assert "1 wording has remarks, beside the box." in answer.text
    assert SLIP in about(answer.text, one)
    (review,) = [one for one in store.reviews.all() if one.action is Action.REWORD]
    assert review.payload["held"]["sentence"] == "Boards squeeze improvement in 12 winters"


def test_a_sentence_is_held_when_asked_and_nothing_is_kept(browser, store, brief):
    """Whoever tries wordings must not fill the record with tries."""
    one = brief.findings[0]
    answer = ask(browser, f"/briefs/{brief.id}/check/{one.id}", **{f"w-{one.id}": "12 boards are squeezed"})
    assert SLIP in answer.text
    assert "<html" not in answer.text

    fine = ask(browser, f"/briefs/{brief.id}/check/{one.id}", **{f"w-{one.id}": "Board time is squeezed every winter"})
    assert NOTHING_AGAINST in fine.text
    assert "Type a sentence first." in ask(browser, f"/briefs/{brief.id}/check/{one.id}").text
    assert store.reviews.all() == []


def test_without_script_the_button_keeps_the_words_and_tells(browser, store, brief):
    """A browser that runs no script must not be left without the check."""
    one = brief.findings[0]
    answer = press(browser, store, brief, f"check:{one.id}", **{f"w-{one.id}": "12 boards are squeezed"})
    assert SLIP in about(answer.text, one)


def test_why_now_is_held_as_well_and_may_bring_in_context(browser, store, brief):
    """The board's calendar is nobody's words; a figure or a ‘because’ over the evidence has to be someone's."""
    press(browser, store, brief, **{"s-why_now": "The strategy is reviewed in committee. Interpreters cost 12 pounds."})
    page = browser.get(f"/briefs/{brief.id}").text
    beside = page.split('id="held-why_now"')[1].split("</div>")[0]
    assert SLIP in beside
    assert "strategy" not in beside

    answer = ask(browser, f"/briefs/{brief.id}/check/why_now", **{"s-why_now": "The strategy is reviewed."})
    assert NOTHING_AGAINST in answer.text


def test_a_heading_that_comes_to_speak_for_more_is_held_against_all_of_it(browser, store, brief):
    """Joined, a heading tells what others said too: what none of them has is told again."""
    one, two = brief.findings
    press(browser, store, brief, **{f"w-{one.id}": "Boards must make room"})
    press(browser, store, brief, "merge", mark=[one.id, two.id], **{f"w-{one.id}": "Boards must make room"})

    (review,) = [made for made in store.reviews.all() if made.action is Action.MERGE]
    assert [remark["words"] for remark in review.payload["held"]["remarks"] if not remark["soft"]] == [
        "The sentence says “must”, no excerpt does"
    ]


def test_signing_lists_what_remained_and_keeps_it(browser, store, brief):
    """Whoever signs knows what they sign over; whoever audits it later sees that they knew."""
    one = brief.findings[0]
    press(browser, store, brief, **{f"w-{one.id}": "12 boards are squeezed"})
    sign = browser.get(f"/briefs/{brief.id}").text.split('id="sign"')[1]
    assert "1 wording stands with remarks" in sign
    assert SLIP in sign

    press(browser, store, brief, "confirm-sources", source=["d-kickoff:1"], **{f"w-{one.id}": "12 boards are squeezed"})
    press(browser, store, brief, "sign", checked=EVERY_CHECK, **{f"w-{one.id}": "12 boards are squeezed"})
    (signed,) = [review for review in store.reviews.all() if review.action is Action.SIGN_OFF]
    assert signed.payload["remarks"] == {"Finding 1": [SLIP.removesuffix(".")]}


def test_mended_words_are_no_longer_listed_where_one_signs(browser, store, brief):
    """What was put right must not stand there for ever."""
    one = brief.findings[0]
    press(browser, store, brief, **{f"w-{one.id}": "12 boards are squeezed"})
    press(browser, store, brief, **{f"w-{one.id}": "Boards are squeezed"})
    assert "with remarks" not in browser.get(f"/briefs/{brief.id}").text.split('id="sign"')[1]


def test_words_of_a_review_made_before_there_was_a_check_are_not_told_as_held(browser, store, brief):
    """An old record says nothing of a check, so the page says nothing either."""
    one = brief.findings[0]
    page = about(browser.get(f"/briefs/{brief.id}").text, one)
    assert NOTHING_AGAINST not in page
    assert f'id="held-{one.id}"' in page
    assert now(store, brief).checks.held == 0


def test_the_brief_tells_that_its_wordings_were_held_by_rule(browser, store, brief):
    """A reader of the annex learns what was looked at, and that rules prove nothing."""
    one = brief.findings[0]
    press(browser, store, brief, **{f"w-{one.id}": "Boards are squeezed"})

    made = now(store, brief)
    assert made.checks.held == 1
    record = next(section for section in evidence_sections(made) if section.id == "record")
    (line,) = [item for item in record.blocks[0].items if "by rule" in item and "worded" in item]
    assert line.startswith("1 headline was worded by an evaluator and held against its excerpts by rule")


def test_a_check_of_what_is_not_there_is_refused_in_one_line(browser, brief):
    """A page left open over night asks for a finding that is gone."""
    answer = ask(browser, f"/briefs/{brief.id}/check/nothing", **{"w-nothing": "Words"})
    assert answer.status_code == 404
    assert "no longer in this brief" in answer.text
    assert post(browser, f"/briefs/{brief.id}/check/why_now", **{"s-why_now": "x" * 10_001}).status_code == 400
