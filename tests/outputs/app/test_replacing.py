"""A source as a whole: what replacing or withdrawing it would do is said before it is done."""

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.memos import written
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from tests.outputs.app.conftest import post, token_in
from tests.outputs.app.test_signing_in import NAMES, accounts_once, sign_in, store, team

__all__ = ["accounts_once", "store", "team"]
PAGE = "/documents/d-kickoff/withdraw"


def asked(store):
    return [(one.kind, one.parameters) for one in store.jobs.all(limit=5)]


def test_what_a_withdrawal_takes_away_stands_on_the_page_before_it_is_pressed(browser, store, brief):
    """Two hundred decisions and a brief's findings go with a source: whoever presses must have read that."""
    excerpt = store.excerpts.current()[0]
    store.reviews.add(new_review(Action.ACCEPT, "Ada", excerpt=excerpt, theme="leadership"))
    store.reviews.add(written("Ben", "Ask again.", document_id="d-kickoff", version=1))
    page = browser.get(PAGE).text

    assert "its 4 excerpts" in page
    assert "<strong>1</strong> decision on its tags" in page
    assert "<strong>1</strong> comment or memo" in page
    assert f'/briefs/{brief.id}">{brief.title}</a> (draft): 2 findings lose evidence' in page
    assert asked(store) == [], "asking takes nothing away"


def test_a_withdrawal_takes_a_tick_and_is_long_work(browser, store):
    """One press too many on a page of links must not cost a source."""
    answer = post(browser, PAGE, version=1)
    assert answer.status_code == 400
    assert "Nothing was withdrawn" in answer.text
    assert asked(store) == []

    post(browser, PAGE, version=1, sure="yes")
    assert asked(store) == [("withdraw", {"document": "d-kickoff"})]


def test_in_a_team_an_administrator_withdraws_and_an_evaluator_sees_what_would_go(team, store):
    """What goes for good is answered for by somebody who was given that to do."""
    browser = team()
    sign_in(browser, NAMES[Role.EVALUATOR])
    page = browser.get(PAGE).text
    assert "An administrator withdraws sources" in page
    assert "Withdraw it for good" not in page
    answer = browser.post(PAGE, data={"version": 1, "sure": "yes", "csrf": token_in(page)})
    assert answer.status_code == 403
    assert asked(store) == []


def test_a_better_file_is_put_in_the_place_of_the_one_before_and_read(browser, store, services):
    """A transcript that was corrected elsewhere must not become a second source beside the first."""
    page = browser.get("/documents/d-kickoff").text
    send = {"data": {"version": 1, "csrf": token_in(page)}, "files": {"file": ("better.md", b"# Better")}}
    assert "is being read" in browser.post("/documents/d-kickoff/replace", **send).text

    assert services.replaced == ("d-kickoff", "better.md", b"# Better")
    assert asked(store) == [("run", {"event": "kick-off"})]


def test_a_source_is_set_aside_with_a_reason_and_only_so(browser, store, services):
    """Whoever finds it set aside next month must see why."""
    send = {"version": 1, "put_aside": "yes"}
    assert post(browser, "/documents/d-kickoff/details", aside="", **send).status_code == 400
    assert not hasattr(services, "corrected")

    post(browser, "/documents/d-kickoff/details", aside="they ask for time", **send, kind="survey")
    assert services.corrected == {"aside": "they ask for time", "kind": "survey"}
