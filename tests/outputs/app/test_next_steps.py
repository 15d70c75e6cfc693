"""Home says what to do next, numbers say what they count, and times are those of the clock on the wall."""

import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.document import Speech
from learnbrief.corpus.finding import Analysis, Finding, Run, Scope
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.excerpt_counts import ExcerptCounts, excerpt_counts
from learnbrief.outputs.app.times import day, moment, short_day
from tests.outputs.app.conftest import put_brief
from tests.outputs.app.test_signing_in import NAMES, accounts_once, sign_in, store, team

__all__ = ["accounts_once", "store", "team"]


@pytest.fixture
def in_london(monkeypatch):
    """The machine's clock shows London's time."""
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_times_are_those_of_the_wall_and_days_as_they_are_written_here(in_london):
    """The record said 13:05 UTC of what somebody remembers to have done at five past two."""
    assert moment(datetime(2025, 8, 6, 13, 5, tzinfo=UTC)) == "6 August 2025, 14:05"
    assert moment("2025-08-06T23:30:00+00:00") == "7 August 2025, 00:30"
    assert moment("2025-08-06T06:00:00+02:00", here=False) == "6 August 2025, 06:00"
    assert moment("no time at all") == "no time at all"
    assert day(date(2025, 1, 3)) == day("2025-01-03T09:00:00+00:00") == "3 January 2025"
    assert day(datetime(2025, 8, 6, 23, 30, tzinfo=UTC)) == "7 August 2025"


def test_a_memo_bears_the_time_of_the_wall(browser, store, in_london):
    """It was the one page that still printed UTC, an hour from what its neighbours said of the same deed."""
    memo = new_review(Action.COMMENT, "Ada", excerpt=store.excerpts.current()[0], payload={"text": "late"})
    store.reviews.add(replace(memo, made_at=datetime(2025, 8, 6, 23, 30, tzinfo=UTC)))

    page = browser.get("/memos").text
    assert "7 August 2025, 00:30" in page
    assert "UTC" not in page


def test_the_record_is_filtered_by_the_day_that_it_shows(browser, store, in_london):
    """What is shown under the seventh must be found under the seventh."""
    late = replace(
        new_review(Action.COMMENT, "Ada", excerpt=store.excerpts.current()[0], payload={"text": "late"}),
        made_at=datetime(2025, 8, 6, 23, 30, tzinfo=UTC),
    )
    store.reviews.add(late)

    assert "7 August 2025, 00:30" in browser.get("/history?since=2025-08-07").text
    assert "Nothing in the record fits" in browser.get("/history?until=2025-08-06").text


def test_the_record_names_things_by_their_words(browser, store):
    """An id tells a reader nothing: a finding has a heading, a place has words."""
    ids = [one.excerpt_id for one in store.excerpts.current()]
    run = Run(("h",), store.codebooks.current().version, "toy", {}, {}, 0)
    finding = Finding("leadership", "barrier", "Barriers to leadership: board time", tuple(ids[:2]), (ids[0],))
    analysis = Analysis(run.run_id, Scope("cohort"), (finding,))
    store.analyses.put(run, analysis)
    brief = put_brief(store, analysis, run)
    store.reviews.add(
        new_review(Action.PIN, "Ada", target=brief.findings[0].id),
        new_review(Action.ACCEPT, "Ada", excerpt=store.excerpts.current()[3], theme="equity"),
    )
    page = browser.get("/history").text

    assert (
        f'/briefs/{brief.id}#{brief.findings[0].id}">{brief.findings[0].heading or "a finding without a headline"}<'
        in page
    )
    assert "‘Waiting lists hide who waits longest.’" in page
    assert "characters" not in page


def test_excerpts_are_counted_once_and_every_number_says_of_what(store, services, app):
    """1,495 here and 1,439 there: whoever reads both believes neither."""
    one, two, three, four = store.excerpts.current()
    document = store.documents.get("d-kickoff")
    store.excerpts.put(document, [one, two, three, replace(four, evidence=False, speech=Speech.FACILITATOR)])
    services.blind = {one.excerpt_id}
    store.reviews.add(new_review(Action.ACCEPT, "Ben", excerpt=two, theme="leadership"))
    state = app.state.learnbrief

    assert excerpt_counts(state, "Ada") == ExcerptCounts(cut=4, evidence=3, blind=1, suggested=1)
    assert excerpt_counts(state, "Ada").lines[0].startswith("4 excerpts in all")
    store.reviews.add(new_review(Action.DONE, "Ada", excerpt=one, blind=True, sample="random-7"))
    assert excerpt_counts(state, "Ada").blind == 0


def test_home_is_an_order_of_work(browser, store, services):
    """Three large numbers say that there is much to do, and not what to do first."""
    services.blind = {one.excerpt_id for one in store.excerpts.current()[:2]}
    page = browser.get("/").text
    steps = ["Confirm the de-identification of 1 document", "Code 2 excerpts blind", "Decide on suggested themes"]

    places = [page.index(step) for step in steps]
    assert places == sorted(places)
    assert "2 excerpts hold some" in page


@pytest.mark.parametrize(("drafts", "others"), [(1, ""), (2, "1 more draft waits"), (3, "2 more drafts wait")])
def test_home_leads_to_one_draft_and_counts_the_others(browser, store, drafts, others):
    """It said "1 more draft wait"; and whoever signed one should see at once whether that was the last."""
    excerpt = store.excerpts.current()[0].excerpt_id
    for event in ("", "kickoff", "second")[:drafts]:
        run = Run((event,), store.codebooks.current().version, "toy", {}, {}, 0)
        scope = Scope("event", event=event) if event else Scope("cohort")
        analysis = Analysis(run.run_id, scope, (Finding("equity", None, "Equity", (excerpt,), (excerpt,)),))
        store.analyses.put(run, analysis)
        put_brief(store, analysis, run)
    page = browser.get("/").text

    assert page.count("then sign it off") == 1
    assert others in page
    assert ("more draft" in page) == bool(others)


def _home_of(team, role: Role) -> tuple[str, str]:
    """What Home tells somebody of a role to do, and what it says that others do."""
    browser = team()
    sign_in(browser, NAMES[role])
    page = browser.get("/").text
    mine = page.partition('<ol class="todo">')[2].partition("</ol>")[0]
    return mine, page.partition("Waiting for an evaluator")[2].partition("</p>")[0]


def test_nobody_is_told_to_do_what_their_role_does_not_hold(team, store, brief):
    """A coder who is sent to sign a brief finds a page of switched-off buttons, and trusts the list no more."""
    mine, others = _home_of(team, Role.CODER)
    assert "Decide on suggested themes" in mine
    assert "sign it off" not in mine
    assert "Confirm" not in mine
    assert "confirm the de-identification of 1 document" in others
    assert "sign it off" in others

    mine, others = _home_of(team, Role.EVALUATOR)
    assert "Confirm the de-identification of 1 document" in mine
    assert "sign it off" in mine
    assert others == ""


def test_a_round_that_was_given_to_somebody_stands_on_their_home(browser, store):
    """Whoever is asked to code for a round finds it without being written to; whoever has done their share does not."""
    ids = [one.excerpt_id for one in store.excerpts.current()]
    payload = {"coders": ["Ada", "Ben"], "excerpts": ids[:2], "stratum": ""}
    store.reviews.add(new_review(Action.DRAW_ROUND, "Eve", payload=payload))
    assert "Code 2 excerpts of the round that Eve gave you" in browser.get("/").text

    for excerpt in store.excerpts.current()[:2]:
        store.reviews.add(new_review(Action.DONE, "Ada", excerpt=excerpt, blind=True, sample="round"))
    assert "of the round" not in browser.get("/").text


def test_no_page_asks_the_system_for_a_day_without_a_nought():
    """Linux writes '%-d', Windows refuses it: every page with a date failed there, and no test of ours runs there."""
    rooms = [one for one in Path(__file__).parents[3].iterdir() if one.name in ("corpus", "nlp", "outputs", "flows")]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in (".html", ".py")]
    assert [path.name for path in files if re.search(r"%-[dmHIj]\b", path.read_text("utf-8"))] == []
    assert short_day(date(2025, 8, 6)) == "6 Aug 2025"
