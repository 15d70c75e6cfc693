"""A team signs in: who gets in, what each role may do, and what a stranger is told."""

import csv
import io
import re
import shutil

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.store import open_store
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.roles import OPEN, ROLES
from learnbrief.outputs.app.screens import ROUTERS
from learnbrief.outputs.app.security import OneTimeToken
from learnbrief.outputs.app.throttle import OF_A_NAME, OF_AN_ADDRESS, WINDOW, Attempts
from tests.outputs.app.conftest import PROGRAMME, post, token_in

PASSWORD = "three fictional words"
ROUTES = sorted(
    f"{method} {route.path}"
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in route.methods
)
NAMES = {Role.VIEWER: "Vera", Role.CODER: "Cleo", Role.EVALUATOR: "Eve", Role.ADMIN: "Ada"}


@pytest.fixture(scope="module")
def accounts_once(stocked_once, tmp_path_factory):
    """The file of a store with one account of each role, made once: a password takes long to hash, as it should."""
    made = shutil.copy(stocked_once, tmp_path_factory.mktemp("team"))
    opened = open_store(made)
    for role in reversed(Role):
        opened.accounts.accept(opened.accounts.invite(NAMES[role], role, by="a test"), PASSWORD)
    opened.close()
    return made


@pytest.fixture
def store(request, tmp_path):
    """A store to be changed at will, with accounts where a test is about a team."""
    team = "team" in request.fixturenames
    opened = open_store(shutil.copy(request.getfixturevalue("accounts_once" if team else "stocked_once"), tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def team(store, services, tmp_path):
    """The app of a programme with one account of each role; gives a browser that nobody has signed in at."""
    app = create_app(store, services, programme=PROGRAMME, workspace=tmp_path, token=OneTimeToken("secret"))
    return lambda: TestClient(app, raise_server_exceptions=False)


def sign_in(browser, name, password=PASSWORD, then="/"):
    """Fill in the page as a person does."""
    csrf = token_in(browser.get("/sign-in").text)
    fields = {"name": name, "password": password, "then": then, "csrf": csrf}
    return browser.post("/sign-in", data=fields, follow_redirects=False)


def send(browser, path, **fields):
    """A form of ours; the token is on every page."""
    return browser.post(path, data=fields | {"csrf": token_in(browser.get("/account").text)})


def test_every_route_says_who_may_ask_for_it():
    """A page that nobody thought of is refused to everybody: add its line to the table in outputs/app/roles.py."""
    assert sorted(ROLES) == ROUTES
    changing = {route for route in ROUTES if route.startswith("POST") and ROLES[route] in (OPEN, Role.VIEWER)}
    assert changing == {
        "POST /sign-in", "POST /invitation/{token}", "POST /sign-out", "POST /account/password", "POST /who", "POST /keys",
        "POST /themes/filters", "POST /themes/filters/remove",
    }, "whoever only reads changes nothing but what is their own"  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_in_where_the_table_says_and_nowhere_else(team, role, store):
    """The table is the rule; what holds it must hold for every one of its lines."""
    browser = team()
    sign_in(browser, NAMES[role])
    csrf = token_in(browser.get("/account").text)
    before = len(store.reviews.all())
    for route, needed in ROLES.items():
        method, path = route.split()
        if needed is OPEN or path == "/sign-out":
            continue
        there = re.sub(r"\{\w+\}", "nothing-of-that-name", path)
        answer = browser.request(method, there, data={"csrf": csrf} if method == "POST" else None)
        refused = answer.status_code == 403
        assert refused is not role.covers(needed), f"{route} answered {answer.status_code} to a {role}"
        if refused:
            assert f"This takes the role {needed}" in answer.text
    assert len(store.reviews.all()) == before


def test_a_stranger_is_told_nothing_of_the_programme(team):
    """Not even its name: whoever finds the address may be anybody."""
    browser = team()
    for route in ROUTES:
        method, path = route.split()
        there = re.sub(r"\{\w+\}", "d-kickoff", path)
        answer = browser.request(method, there)
        for words in ("Fairer", "Board time", "Kick-off", "Harbour"):
            assert words not in answer.text, route
        if ROLES[route] is not OPEN:
            assert answer.status_code in (401, 405) if method == "POST" else answer.url.path == "/sign-in", route
    assert browser.get("/?token=secret").url.path == "/sign-in", "the link of one person opens nothing to a team"


def test_what_somebody_decides_is_kept_under_their_account(team, store):
    """A name that anybody could type would be no signature."""
    browser = team()
    assert sign_in(browser, "cleo", then="/review").headers["location"] == "/review"
    excerpt_id = store.excerpts.current()[0].excerpt_id
    send(browser, f"/review/{excerpt_id}/decide", theme="equity", action="add")
    refused = send(browser, "/who", name="Somebody Else")

    assert [(one.coder, one.action) for one in store.reviews.all()] == [("Cleo", Action.ADD)]
    assert "name of your account" in refused.text
    assert refused.status_code == 409


def test_a_page_says_what_the_role_cannot_do_there(team):
    """Whoever types a headline should know before they press that it will not be kept."""
    browser = team()
    sign_in(browser, "Cleo")

    assert "you need the role evaluator" in browser.get("/codebook").text
    assert "you need the role" not in browser.get("/review", follow_redirects=True).text
    assert 'href="/accounts"' not in browser.get("/").text
    assert "you need the role" not in browser.get("/keys").text, "what is their own everybody may change"
    reader = team()
    sign_in(reader, "Vera")
    assert "you need the role coder" in reader.get("/themes").text


def test_signing_out_ends_the_session_in_the_store_too(team):
    """A cookie that somebody copied before opens nothing after."""
    browser, thief = team(), team()
    sign_in(browser, "Eve")
    thief.cookies = browser.cookies.jar
    assert thief.get("/briefs").url.path == "/briefs"
    copied = dict(browser.cookies)
    send(browser, "/sign-out")
    again = team()
    again.cookies.update(copied)

    assert browser.get("/briefs").url.path == "/sign-in"
    assert again.get("/briefs").url.path == "/sign-in"


def test_a_session_that_is_ended_elsewhere_ends_with_the_next_page_and_nothing_typed_is_taken(team, store):
    """An administrator ends it at the command line, in another process, while a form stands filled in."""
    browser = team()
    sign_in(browser, "Cleo")
    csrf = token_in(browser.get("/account").text)
    store.accounts.end_sessions("Cleo", by="a test")
    excerpt_id = store.excerpts.current()[0].excerpt_id
    fields = {"theme": "equity", "action": "add", "csrf": csrf}
    refused = browser.post(f"/review/{excerpt_id}/decide", data=fields)
    part = browser.get("/review", headers={"hx-request": "true"})

    assert (refused.status_code, store.reviews.all()) == (401, [])
    assert "in another tab" in refused.text
    assert part.headers["hx-redirect"] == "/sign-in?then=/review"

    sign_in(browser, "Cleo")
    assert browser.post(f"/review/{excerpt_id}/decide", data=fields).status_code == 200, "sent again, it is kept"


def test_a_browser_passed_on_carries_nothing_over(team):
    """Two people share a machine: the second must not act with the first one's form token."""
    browser = team()
    sign_in(browser, "Cleo")
    first = token_in(browser.get("/account").text)
    sign_in(browser, "Eve")

    assert token_in(browser.get("/account").text) != first
    assert "Eve" in browser.get("/account").text


def test_guessing_has_to_wait_and_says_nothing_of_who_exists(team):
    """A password must outlast whoever tries them by the thousand."""
    browser = team()
    wrong = [sign_in(browser, name, "not the password") for name in ("Eve", "Nobody")]
    assert [one.status_code for one in wrong] == [403, 403]
    assert len({re.sub(r'value="[^"]*"|x-csrf-token[^}]*', "", one.text) for one in wrong}) == 1
    for _ in range(OF_A_NAME - 1):
        sign_in(browser, "eve", "not the password")
    held = sign_in(browser, "Eve")

    assert held.status_code == 429
    assert "Try again in 15 minutes" in held.text
    assert sign_in(browser, "Ada").status_code == 303, "others of the team are let in"


def test_attempts_are_forgotten_after_a_while_and_an_address_has_a_limit_of_its_own():
    """Somebody who mistyped five times comes back after a cup of tea; who tries every name does not get on."""
    time = [0.0]
    attempts = Attempts(clock=lambda: time[0])
    for number in range(OF_AN_ADDRESS):
        attempts.fail(f"name {number}", "10.0.0.9")
    assert attempts.wait("one more", "10.0.0.9") == 15
    assert attempts.wait("one more", "10.0.0.8") == 0
    time[0] = WINDOW + 1
    assert attempts.wait("one more", "10.0.0.9") == 0


def test_an_invitation_is_taken_up_once_with_a_password_of_ones_own(team, store):
    """The administrator never knows it, and a mail program that opens links uses nothing up."""
    ada = team()
    sign_in(ada, "Ada")
    page = send(ada, "/accounts", name="Nora New", role="coder").text
    link = re.search(r'value="(http[^"]*/invitation/[^"]+)"', page)[1]
    path = link.removeprefix("http://testserver")
    assert link.startswith("http://testserver/")

    nora = team()
    for _ in range(2):
        shown = nora.get(path)
        assert "Nora New" in shown.text
    csrf = token_in(shown.text)
    apart = nora.post(path, data={"password": PASSWORD, "again": "something else", "csrf": csrf})
    assert apart.status_code == 400
    welcome = nora.post(path, data={"password": PASSWORD, "again": PASSWORD, "csrf": csrf})

    assert "Welcome, Nora New" in welcome.text
    assert team().get(path).status_code == 409
    assert "Nora New was added as coder, by Ada" in store.logbook.all()[-2][1]


def test_an_administrator_changes_and_ends_what_others_may_do(team, store):
    """On the page as at the command line, and never so that nobody is left who can."""
    ada, cleo = team(), team()
    sign_in(ada, "Ada")
    sign_in(cleo, "Cleo")
    send(ada, "/accounts/role", name="Cleo", role="viewer")
    assert "Viewer" in cleo.get("/account").text
    send(ada, "/accounts/end-sessions", name="Cleo")
    assert cleo.get("/account").url.path == "/sign-in"
    send(ada, "/accounts/remove", name="Cleo")

    assert [one.name for one in store.accounts.all()] == ["Ada", "Eve", "Vera"]
    assert send(ada, "/accounts/role", name="Ada", role="viewer").status_code == 409
    assert send(ada, "/accounts/sing", name="Eve").status_code == 404


def test_changing_ones_password_takes_the_present_one_and_ends_other_sessions(team, store):
    """Whoever finds a browser open must not be able to lock its owner out."""
    here, there = team(), team()
    for browser in (here, there):
        sign_in(browser, "Eve")
    new = "three quite other words"
    refused = send(here, "/account/password", old="a guess at it", password=new, again=new)
    assert refused.status_code == 400
    assert "present password" in refused.text
    send(here, "/account/password", old=PASSWORD, password=new, again=new)

    assert here.get("/account").url.path == "/account"
    assert there.get("/account").url.path == "/sign-in"
    assert store.accounts.check("Eve", new)


def test_without_accounts_the_pages_of_accounts_lead_nowhere(browser):
    """One person with a link signs in nowhere, and is told where a team begins."""
    for path in ("/sign-in", "/accounts"):
        assert browser.get(path).status_code == 404
    assert browser.get("/account").url.path == "/who"
    assert "Sign out" not in browser.get("/").text


def test_behind_a_proxy_only_https_is_answered_and_the_cookie_never_leaves_it(store, services, tmp_path):
    """A password sent past the proxy would cross the network for all to read."""
    store.accounts.accept(store.accounts.invite("Ada", Role.ADMIN, by="a test"), PASSWORD)
    app = create_app(store, services, programme=PROGRAMME, workspace=tmp_path, address="https://learning.example.org")
    plain = TestClient(app, base_url="http://learning.example.org")
    assert plain.get("/sign-in").status_code == 403
    assert "https://learning.example.org" in plain.get("/sign-in").text
    assert TestClient(app, base_url="https://other.example.org").get("/sign-in").status_code == 403

    proxied = TestClient(app, base_url="https://learning.example.org")
    answer = sign_in(proxied, "Ada")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-")
    for part in ("secure", "httponly", "samesite=strict", "path=/"):
        assert part in cookie
    assert "max-age" in answer.headers["strict-transport-security"]


def test_the_exported_record_carries_the_seal_of_each_decision(browser, store):
    """Whoever was handed the table can hold it against the chain later."""
    excerpt_id = store.excerpts.current()[0].excerpt_id
    post(browser, f"/review/{excerpt_id}/decide", theme="equity", action="add")
    header, row = csv.reader(io.StringIO(browser.get("/history.csv").text.lstrip("\ufeff")))
    seal = row[header.index("seal")]

    assert store.history.holds(seal)
