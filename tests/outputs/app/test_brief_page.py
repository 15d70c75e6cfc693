"""A brief is mended on one page, kept with one button, and every act can be taken back."""

import re

import pytest

from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from tests.outputs.app.brief_form import now, press
from tests.outputs.app.conftest import post


def test_one_button_keeps_everything_that_was_typed(browser, store, brief):
    """Headings, quotes, order and sections go in one press; a form that says nothing new leaves no record."""
    one, two = brief.findings
    press(browser, store, brief)
    assert store.reviews.all() == []

    answer = press(
        browser, store, brief,
        **{f"w-{one.id}": "Boards make no room", f"q-{one.id}": [one.evidence[1].excerpt], f"place-{two.id}": "1",
           "s-why_now": "The board meets in May.", "s-questions_for_boards": "Who leads?\r\nBy when?"},
    )  # fmt: skip
    assert "5 changes kept." in answer.text
    kept = now(store, brief)
    assert [finding.id for finding in kept.findings] == [two.id, one.id]
    assert kept.finding(one.id).heading == "Boards make no room"
    assert kept.finding(one.id).quotes == (one.evidence[1].excerpt,)
    assert (kept.written.why_now, kept.written.questions_for_boards) == (
        "The board meets in May.",
        ("Who leads?", "By when?"),
    )


def test_typed_words_that_stand_in_the_evidence_are_a_quote(browser, store, brief):
    """An evaluator who copies participants' words must not be told to have written them."""
    one = brief.findings[0]
    press(browser, store, brief, **{f"w-{one.id}": "“We need a named executive lead”"})

    chosen = now(store, brief).finding(one.id)
    assert (chosen.heading, chosen.heading_from) == ("We need a named executive lead", "clause")


def test_a_headline_is_chosen_with_one_click(browser, store, brief):
    """Among whole sentences of the quotes; nothing is typed."""
    one = brief.findings[0]
    page = browser.get(f"/briefs/{brief.id}").text
    offered = re.findall(rf'name="c-{one.id}" value="([^"]+)"', page)
    assert len(offered) == len(set(offered)) >= 1

    longer = f"{one.evidence[1].excerpt}:0:{len(one.evidence[1].text)}"
    press(browser, store, brief, **{f"c-{one.id}": longer})
    assert now(store, brief).finding(one.id).heading == one.evidence[1].text


def test_a_finding_without_a_headline_says_so_and_its_theme_once(browser, store, brief):
    """A message nobody gave words to must not pass as one that has them."""
    one, two = brief.findings
    page = browser.get(f"/briefs/{brief.id}").text
    first, second = (page.split(f'id="{finding.id}"')[1].split("</section>")[0] for finding in (one, two))

    assert "no headline yet" in second
    assert '<p class="side">2.</p>' in second
    assert "no headline yet" not in first
    assert '<p class="side">1. Leadership' in first


def test_clearing_a_wording_brings_the_participants_words_back(browser, store, brief):
    """Undo without looking for the entry."""
    one = brief.findings[0]
    press(browser, store, brief, **{f"w-{one.id}": "Boards say no"})
    press(browser, store, brief)

    assert now(store, brief).finding(one.id).heading == one.heading


def test_an_act_keeps_what_was_typed_beside_it(browser, store, brief):
    """Whoever presses 'leave out' half way through typing loses nothing."""
    one, two = brief.findings
    answer = press(browser, store, brief, f"drop:{two.id}", **{f"w-{one.id}": "Boards make no room"})

    assert "1 change kept. Left out" in answer.text
    assert [finding.heading for finding in now(store, brief).findings] == ["Boards make no room"]


def test_what_is_left_out_can_be_brought_back_where_it_was(browser, store, brief):
    """The button stands in the finding's place."""
    one, two = brief.findings
    page = press(browser, store, brief, f"drop:{two.id}").text
    assert page.index(f'id="{one.id}"') < page.index("Left out by Ada: “Equity”") < page.index('id="sections"')

    (undo,) = re.findall(r'class="gone">.*?value="(undo:[^"]+)"', page)
    press(browser, store, brief, undo)
    assert now(store, brief).findings == brief.findings


def test_ticked_findings_become_one_and_come_apart_again(browser, store, brief):
    """Both directions, and the programme remembers what belongs together."""
    one, two = brief.findings
    assert press(browser, store, brief, "merge", mark=[one.id]).status_code == 400
    press(browser, store, brief, "merge", mark=[two.id, one.id])
    (whole,) = now(store, brief).findings
    assert (whole.id, len(whole.evidence)) == (one.id, 3)
    assert len(store.links.current().together) == 1

    (review,) = store.reviews.all(actions=[Action.MERGE])
    assert f"undo:{review.review_id}" in browser.get(f"/briefs/{brief.id}").text
    press(browser, store, brief, f"undo:{review.review_id}")
    assert now(store, brief).findings == brief.findings
    assert store.links.current().together == ()


def test_chosen_excerpts_become_a_finding_or_leave(browser, store, brief):
    """Parted excerpts are remembered as apart; what makes no sense is refused."""
    one = brief.findings[0]
    second = one.evidence[1].excerpt
    assert press(browser, store, brief, f"split:{one.id}").status_code == 400
    assert (
        press(
            browser, store, brief, f"split:{one.id}", **{f"t-{one.id}": [e.excerpt for e in one.evidence]}
        ).status_code
        == 400
    )
    press(browser, store, brief, f"split:{one.id}", **{f"t-{one.id}": [second]})
    own = stable_id("f", [second])
    assert own in {finding.id for finding in now(store, brief).findings}
    assert len(store.links.current().apart) == 1

    page = press(browser, store, brief, f"exclude:{own}", **{f"t-{own}": [second]}).text
    assert own not in {finding.id for finding in now(store, brief).findings}
    assert "Left out by Ada" in page


def test_a_finding_is_started_from_search_on_the_page_or_while_exploring(browser, store, brief):
    """What the tool missed, a person finds."""
    third = store.excerpts.current()[2]
    page = browser.get(f"/briefs/{brief.id}?words=interpreters").text
    assert f'name="found" value="{third.excerpt_id}"' in page

    press(browser, store, brief, "start", found=[third.excerpt_id])
    first = now(store, brief).findings[0]
    assert [one.excerpt for one in first.evidence] == [third.excerpt_id]
    assert f'name="found" value="{third.excerpt_id}"' in browser.get("/explore?words=interpreters").text

    fourth = store.excerpts.current()[3]
    post(browser, "/briefs/start", brief_id=brief.id, found=[fourth.excerpt_id, third.excerpt_id])
    assert len(now(store, brief).findings[0].evidence) == 2


def test_an_excerpt_is_added_to_a_finding(browser, store, brief):
    """And told to belong to it in the runs to come."""
    one, third = brief.findings[0], store.excerpts.current()[2]
    answer = press(browser, store, brief, "include", found=[third.excerpt_id], into=one.id)

    assert "Added to" in answer.text
    assert third.excerpt_id in {each.excerpt for each in now(store, brief).finding(one.id).evidence}
    assert now(store, brief).finding(one.id).counter == ()
    assert any(third.excerpt_id in group for group in store.links.current().together)


def test_a_card_of_few_voices_says_that_only_its_headline_is_held_back(browser, store, brief):
    """Whoever reads 'theme and side alone' would sign, and send out quotes that they thought stay inside."""
    page = browser.get(f"/briefs/{brief.id}").text

    assert "as published only the headline is held back" in page
    assert "Its quotes are published." in page


def test_headlines_are_accepted_together_and_released_one_by_one(browser, store, brief):
    """Looking is work too: it is recorded, and the words stay through later runs."""
    one = brief.findings[0]
    page = press(browser, store, brief, f"pin:{one.id}").text
    assert "Accept headlines as they stand" in page
    assert f"release:{one.id}" in page
    press(browser, store, brief, "accept-headlines")
    page = press(browser, store, brief, f"release:{one.id}").text

    actions = [review.action for review in store.reviews.all()]
    assert actions == [Action.PIN, Action.HEADLINE, Action.RELEASE]
    assert f"release:{one.id}" not in page


def test_a_contradiction_waits_on_the_page_for_a_person(browser, store, brief):
    """Neither saying is applied; one click takes one back."""
    one = brief.findings[0]
    second = one.evidence[1].excerpt
    press(browser, store, brief, "start", found=[each.excerpt for each in one.evidence])
    press(browser, store, brief, f"split:{one.id}", **{f"t-{one.id}": [second]})
    (start,) = store.reviews.all(actions=[Action.START])
    assert start
    page = browser.get(f"/briefs/{brief.id}").text
    assert "Two decisions contradict each other." in page

    (split,) = store.reviews.all(actions=[Action.SPLIT])
    press(browser, store, brief, f"undo:{split.review_id}")
    assert "Two decisions contradict" not in browser.get(f"/briefs/{brief.id}").text


def test_what_is_kept_for_blind_coding_is_not_listed_under_a_finding(browser, store, services, brief):
    """The finding above it would tell theme and side; quotes stay, since a brief must be read to be signed."""
    one = brief.findings[0]
    hidden = store.excerpts.get([one.evidence[1].excerpt])[one.evidence[1].excerpt]
    services.blind = {hidden.excerpt_id}
    assert hidden.text not in browser.get(f"/briefs/{brief.id}").text

    store.reviews.add(new_review(Action.DONE, "Ada", excerpt=hidden, blind=True, sample="random-0"))
    assert hidden.text in browser.get(f"/briefs/{brief.id}").text


def test_an_edit_on_an_outdated_page_is_told_and_not_kept(browser, store, brief):
    """A colleague's edit is never overwritten unseen."""
    one = brief.findings[0]
    press(browser, store, brief, **{f"w-{one.id}": "One"})
    answer = press(browser, store, brief, edition="1", **{f"w-{one.id}": "Two"})

    assert answer.status_code == 409
    assert "Two" not in [review.payload.get("heading") for review in store.reviews.all()]


@pytest.mark.parametrize(
    "changes", [{"quotes": []}, {"quotes": ["e-none"]}, {"clause": "e-none:0:4"}, {"clause": "x"}, {"place": "-1"}]
)
def test_a_brief_quotes_only_its_evidence(browser, store, brief, changes):
    """A refused form keeps nothing of what it asked."""
    one = brief.findings[0]
    names = {"quotes": f"q-{one.id}", "clause": f"c-{one.id}", "place": f"place-{one.id}"}
    answer = press(browser, store, brief, **{names[name]: value for name, value in changes.items()})

    assert answer.status_code == 400
    assert store.reviews.all() == []


def test_counter_evidence_is_weighed_by_a_person(browser, store, brief):
    """Possible until then."""
    one = brief.findings[0]
    press(browser, store, brief, f"differs:{one.id}:{one.counter[0].excerpt}")
    assert now(store, brief).finding(one.id).counter_confirmed == (one.counter[0].excerpt,)
    press(browser, store, brief, f"agrees:{one.id}:{one.counter[0].excerpt}")
    assert now(store, brief).finding(one.id).counter == ()


def test_sources_are_confirmed_on_the_page_and_what_is_flagged_stays_hidden(browser, store, brief):
    """One look and one tick each; the flagged words stand there in their context."""
    page = browser.get(f"/briefs/{brief.id}").text
    assert "<mark>[Person 3]</mark>" in page
    assert press(browser, store, brief, "confirm-sources").status_code == 400
    answer = press(browser, store, brief, "confirm-sources", source=["d-kickoff:1"], **{"s-why_now": "Now."})

    assert "1 source is confirmed." in answer.text
    assert store.privacy.confirmed() == {("d-kickoff", 1): "Ada"}
    assert now(store, brief).written.why_now == "Now."
    assert now(store, brief).checks.documents_confirmed == 1


@pytest.mark.parametrize(
    "act", ["", "explode", "drop:f-none", "undo:r-none", "up:f-none", "differs:f-none:e", "release:x"]
)
def test_a_button_that_does_not_exist_does_nothing(browser, store, brief, act):
    """A mistyped request is told in plain words."""
    assert press(browser, store, brief, act).status_code in (400, 404)
    assert store.reviews.all() == []


def test_the_preview_may_look_as_it_likes_and_run_nothing(browser, brief):
    """The brief's page is a document, shown under a policy of its own."""
    answer = browser.get(f"/briefs/{brief.id}/paper")

    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("act", ["refresh", "merge", "split:f-none", "sign", "confirm-sources", "retire", "start"])
def test_a_button_that_cannot_do_its_work_takes_no_typed_words_along(browser, store, brief, act):
    """Ten minutes of writing went with the page that said 'tick the excerpts first'."""
    answer = press(browser, store, brief, act, **{"s-why_now": "The board meets in May."})

    assert answer.status_code == 200
    assert "1 change kept." in answer.text
    assert now(store, brief).written.why_now == "The board meets in May."
    assert store.briefs.get(brief.id).open


def test_words_on_an_outdated_page_are_shown_to_be_copied(browser, store, brief):
    """They are not kept over a colleague's; they are not lost either."""
    one = brief.findings[0]
    press(browser, store, brief, **{f"w-{one.id}": "One"})
    answer = press(browser, store, brief, edition="1", **{f"w-{one.id}": "Two", "s-why_now": "May."})

    assert answer.status_code == 409
    assert "<li>Two</li><li>May.</li>" in answer.text
    assert f'href="/briefs/{brief.id}"' in answer.text


def test_bringing_it_up_to_date_keeps_what_is_typed(browser, store, brief):
    """It was a form of its own beside the one that people type in."""
    store.reviews.add(new_review(Action.ADD, "Ada", excerpt=store.excerpts.current()[0], theme="equity"))
    answer = press(browser, store, brief, "refresh", **{"s-why_now": "May."})

    assert "1 change kept. The brief is up to date" in answer.text
    assert now(store, brief).written.why_now == "May."
    assert "Decisions were made since" not in browser.get(f"/briefs/{brief.id}").text


def test_an_emptied_finding_comes_back_whole(browser, store, brief):
    """Each of its excerpts was taken out by an entry of its own; one button had put them out."""
    one = brief.findings[0]
    page = press(
        browser, store, brief, f"exclude:{one.id}", **{f"t-{one.id}": [each.excerpt for each in one.evidence]}
    ).text
    assert one.id not in {finding.id for finding in now(store, brief).findings}

    (undo,) = re.findall(r'class="gone">.*?value="(undo:[^"]+)"', page)
    press(browser, store, brief, undo)
    assert now(store, brief).finding(one.id).evidence == one.evidence


def test_two_sections_written_are_told_apart(browser, store, brief):
    """Two lines of the same words and two like buttons: nobody knows which Undo takes back what."""
    page = press(browser, store, brief, **{"s-why_now": "May.", "s-unknown": "Nights."}).text
    told = re.findall(r"Ada: write under “([^”]+)”", page)
    assert sorted(told) == ["What we do not know (one a line)", "Why this matters now"]
    assert all(f'Undo<span class="visually-hidden"> write under {words}' in page for words in told)


def test_whatever_else_a_brief_refuses_is_told_on_the_brief(browser, store, brief):
    """The words say what to do on the page; the page has to be there."""
    answer = press(browser, store, brief, "merge", mark=[])
    assert answer.status_code == 400
    assert re.search('<p class="problem" role="alert">[^<]+</p>', answer.text)
    assert 'id="edit"' in answer.text


def test_every_file_that_the_page_offers_comes_with_a_name_of_its_own(browser, brief):
    """The evidence beside a printed brief is offered where the brief is; two files of one name would replace each other."""
    page = browser.get(f"/briefs/{brief.id}").text
    names = {}
    for form in ("docx", "pdf", "evidence-docx", "evidence-pdf"):
        address = f"/briefs/{brief.id}/download/{form}?view=internal"
        assert address in page
        names[form] = browser.get(address).headers["content-disposition"]

    assert len(set(names.values())) == 4
    assert names["evidence-docx"].endswith('-internal-evidence.docx"')
