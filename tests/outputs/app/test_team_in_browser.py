"""Two people of a team in two browsers: one lets the other in, and each may do what their role holds."""

import os
from pathlib import Path

import pytest

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.store import open_store
from learnbrief.outputs.app.application import create_app
from tests.outputs.app.conftest import PROGRAMME, ToyServices, stock
from tests.outputs.app.test_in_browser import PHONE, serving
from tests.outputs.browsing import browser as real_browser
from tests.outputs.browsing import complaints, session, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "three fictional words"


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    """The app of a programme whose administrator has an account."""
    folder = tmp_path_factory.mktemp("team")
    store = open_store(folder / "learnbrief.db")
    stock(store)
    store.accounts.accept(store.accounts.invite("Ada", Role.ADMIN, by="a test"), PASSWORD)
    services = ToyServices(store)
    services.blind = {one.excerpt_id for one in store.excerpts.current()[2:]}
    with serving(create_app(store, services, programme=PROGRAMME, workspace=folder)) as address:
        yield address, store
    store.close()


@pytest.fixture(scope="module")
def chromium():
    with real_browser() as running:
        yield running


def fill_in(page, name, password):
    page.fill("#name", name)
    page.fill("#password", password)
    page.press("#password", "Enter")


def keep_and_go_on(page):
    """The page of the next excerpt has the same look, and the end of a round the same address: wait for it as such."""
    with page.expect_navigation():
        page.get_by_role("button", name="Keep and go on").click()


def sound(page, name):
    """Accessible, and no wider than a phone; a picture of it where somebody wants to look."""
    settled(page)
    assert complaints(page) == [], name
    if folder := os.environ.get("LEARNBRIEF_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size(before)
    assert wide <= 0, name


def test_one_lets_the_other_in_and_each_is_held_to_their_role(team, chromium):
    """The way of a first day in a team, from the administrator's page to the end of the coder's session."""
    address, store = team
    ada, nora = (session(chromium, viewport={"width": 1280, "height": 720}).new_page() for _ in range(2))
    ada.goto(f"{address}/accounts")
    assert ada.url.startswith(f"{address}/sign-in")
    sound(ada, "sign-in")
    with ada.expect_navigation():
        fill_in(ada, "Ada", "not the password")
    assert ada.get_by_role("alert").inner_text().startswith("Name and password do not belong together")
    assert ada.locator("main").bounding_box()["width"] > 600, "without a menu the page has the whole width"
    sound(ada, "sign-in-refused")
    fill_in(ada, "Ada", PASSWORD)
    ada.wait_for_url(f"{address}/accounts")
    ada.fill("#name", "Nora New")
    with ada.expect_navigation():
        ada.get_by_role("button", name="Make a link").click()
    link = ada.input_value("input.link")
    sound(ada, "accounts")

    nora.goto(link)
    sound(nora, "invitation")
    for box in ("#password", "#again"):
        nora.fill(box, "other fictional words")
    nora.get_by_role("button", name="Keep it and sign in").click()
    nora.wait_for_url(f"{address}/")
    settled(nora)
    assert "Welcome, Nora New" in nora.inner_text("#status")
    sound(nora, "home-of-a-coder")
    excerpt = store.excerpts.current()[0]
    nora.goto(f"{address}/review/{excerpt.excerpt_id}")
    with nora.expect_response(lambda answer: answer.request.method == "POST") as kept:
        nora.get_by_role("button", name="Accept").first.click()
    assert kept.value.status < 400
    assert {one.coder for one in store.reviews.all()} == {"Nora New"}

    nora.goto(f"{address}/codebook")
    assert "you need the role evaluator" in nora.inner_text("main")
    sound(nora, "codebook-of-a-coder")
    nora.goto(f"{address}/accounts")
    assert "This takes the role admin" in nora.inner_text("main")
    sound(nora, "refused")
    nora.goto(f"{address}/account")
    sound(nora, "account")

    for who in (ada, nora):
        who.goto(f"{address}/agreement/rounds")
    ada.fill("#size", "2")
    for name in ("Ada", "Nora New"):
        ada.get_by_role("checkbox", name=name).check()
    with ada.expect_navigation():
        ada.get_by_role("button", name="Draw it").click()
    ada.wait_for_url(f"{address}/agreement/rounds")
    sound(ada, "rounds")
    nora.reload()
    nora.get_by_role("link", name="Code your share").click()
    sound(nora, "blind-coding")
    assert "Nobody's coding and no suggestion is shown" in nora.inner_text("main")
    for _ in range(2):
        keep_and_go_on(nora)
    nora.wait_for_url(f"{address}/agreement/rounds")
    assert "Nora New: 2 of 2" in nora.inner_text("main")
    assert "Ada: 0 of 2" in nora.inner_text("main")

    ada.goto(f"{address}/accounts")
    with ada.expect_navigation():
        ada.get_by_role("button", name="Sign out everywhere (Nora New)").click()
    ada.wait_for_url(f"{address}/accounts")
    nora.goto(f"{address}/review")
    assert nora.url == f"{address}/sign-in?then=/review"
    ada.get_by_role("button", name="Sign out", exact=True).click()
    ada.wait_for_url(f"{address}/sign-in")
