"""What a role may not press is not there to be pressed: a refusal after ten minutes of typing is no way to learn it."""

import pytest
from lxml import html

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.finding import Analysis, Finding, Run, Scope
from learnbrief.outputs.app.within_role import role_for, takes
from tests.outputs.app.conftest import put_brief
from tests.outputs.app.test_signing_in import NAMES, accounts_once, sign_in, store, team

__all__ = ["accounts_once", "store", "team"]
PATHS = (
    "/", "/basket", "/progress", "/material", "/privacy", "/privacy/d-kickoff", "/documents", "/documents/d-kickoff", "/review", "/review?queue=all", "/review/first",
    "/themes", "/codebook", "/codebook/split?theme=equity", "/explore", "/ask", "/ask?question=What+do+boards+do%3F", "/explore?words=board", "/memos", "/agreement", "/agreement/rounds",
    "/briefs", "/history", "/keys", "/account",
)  # fmt: skip
CONTROLS = ".//button|.//input|.//select|.//textarea"


@pytest.fixture
def pages(team, store):
    """Every page of a programme with a brief, as somebody of a role gets it."""
    ids = [one.excerpt_id for one in store.excerpts.current()]
    run = Run(("h",), store.codebooks.current().version, "toy", {}, {}, 0)
    analysis = Analysis(
        run.run_id, Scope("cohort"), (Finding("leadership", "barrier", "Board time", tuple(ids[:2]), (ids[0],)),)
    )
    store.analyses.put(run, analysis)
    brief = put_brief(store, analysis, run)

    def of(role: Role) -> dict[str, html.HtmlElement]:
        browser = team()
        sign_in(browser, NAMES[role])
        found = {path: browser.get(path) for path in (*PATHS, f"/briefs/{brief.id}")}
        return {path: html.fromstring(one.text) for path, one in found.items() if one.status_code != 403}

    return of


def off(control: html.HtmlElement) -> bool:
    return "disabled" in control.attrib or bool(control.xpath("ancestor::fieldset[@disabled]"))


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_send_is_switched_off_and_nothing_else_is(pages, role):
    """One table says who may do what; a page that offers more, or less, says otherwise."""
    told, refused = 0, set()
    for path, page in pages(role).items():
        for form in page.xpath("//main//form"):
            needed = role_for(form.get("method", "get").upper(), form.get("action", "").partition("?")[0])
            mine = [*form.xpath(CONTROLS), *page.xpath(f"//*[@form='{form.get('id')}']")]
            if needed is None or role.covers(needed):
                assert not form.xpath("./fieldset[@class='not-yours']"), (path, form.get("action"))
                continue
            assert all(off(one) for one in mine if one.get("type") != "hidden"), (path, form.get("action"))
            assert form.xpath("./fieldset/@title") == [takes(needed)], "the reason stands on it"
            told, refused = told + 1, refused | {needed}
        for link in page.xpath("//main//a[starts-with(@href,'/')]"):
            needed = role_for("GET", link.get("href").partition("?")[0].partition("#")[0])
            assert needed is None or role.covers(needed), (path, link.get("href"))
    wanted = {one for one in (Role.CODER, Role.EVALUATOR) if not role.covers(one)}
    assert refused == wanted
    assert (told > 10) is bool(wanted), "a walk that met nothing would show nothing"


def test_a_page_stays_to_be_read_where_nothing_in_it_may_be_pressed(pages):
    """A brief is one large form: taking the form away would take the brief from everybody who may read it."""
    whole, mine = pages(Role.ADMIN), pages(Role.VIEWER)
    for path in mine:
        words = whole[path].xpath("string(//main)")
        assert len(mine[path].xpath("string(//main)")) > 0.7 * len(words), path


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/privacy/people", Role.EVALUATOR),
        ("GET", "/privacy/d-kickoff", Role.VIEWER),
        ("POST", "/agreement/rounds/r-1/end", Role.EVALUATOR),
        ("POST", "/agreement/rounds/r-1/e-2", Role.CODER),
        ("GET", "/static/app.css", None),
        ("GET", "/nowhere", None),
    ],
)
def test_a_path_is_held_to_the_route_that_answers_it(method, path, role):
    """Of two routes that fit, the app takes the one that names more; a page that took the other would be wrong of both."""
    assert role_for(method, path) is role
