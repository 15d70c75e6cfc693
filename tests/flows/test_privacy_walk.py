"""A person at the De-identification pages in a real browser, with the real services: look, decide, name, take back."""

import pytest

from learnbrief.corpus.deidentify.people import everybody
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from tests.flows.test_privacy_decisions import programme, speakers, talk_once, text_of, two_of, workspace
from tests.outputs.app.test_in_browser import serving
from tests.outputs.browsing import browser as real_browser
from tests.outputs.browsing import complaints, session

__all__ = ["programme", "talk_once", "workspace"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(programme, store):
    """The app on the programme, with somebody who said who they are."""
    place = programme.workspace
    app = create_app(
        store,
        programme,
        programme=place.settings.as_programme(),
        workspace=place.root,
        token=OneTimeToken("secret"),
    )
    with serving(app) as address, real_browser() as chromium:
        found = session(chromium, viewport={"width": 1366, "height": 657}, base_url=address).new_page()
        found.goto("/?token=secret")
        found.goto("/who")
        found.fill("#name", "Ada")
        found.press("#name", "Enter")
        found.wait_for_url(f"{address}/")
        yield found


def test_names_are_looked_at_decided_and_mended_with_nothing_but_the_page(page, store):
    """What takes a command line or an edit by hand is not done, or done wrong."""
    told = page.locator("#status")
    talk = text_of(store, "talk").document_id
    page.goto(f"/privacy/{talk}")
    assert complaints(page) == []
    page.get_by_label("Instead of these words").fill("a member of staff")
    page.get_by_role("button", name="Put that instead").click()
    told.get_by_text("[a member of staff] stands there now.").wait_for()
    assert "[a member of staff]" in text_of(store, "talk").text
    page.get_by_role("button", name="Take back").first.click()
    told.get_by_text("Taken back.").wait_for()
    assert "the only Somali anaesthetist" in text_of(store, "talk").text
    page.get_by_role("button", name="They may stand").click()
    told.get_by_text("The passage may stand.").wait_for()

    first, second = two_of(store)
    page.goto("/privacy/people")
    page.get_by_role("link", name=second, exact=True).click()
    page.get_by_label("is the same person as").select_option(label=first)
    page.get_by_role("button", name="They are one person").click()
    told.get_by_text("are one person now").wait_for()
    assert len({first, second} & everybody(store).keys()) == 1
    page.get_by_role("button", name="Take back").first.click()
    told.get_by_text("Taken back.").wait_for()
    assert {first, second} <= set(speakers(store))

    page.goto(f"/privacy/people?who={first}")
    assert complaints(page) == []
    page.get_by_label(f"Everything {first} says here").check()
    page.get_by_role("button", name="Give what is ticked to a second person").click()
    told.get_by_text("keeps the others").wait_for()
    assert first not in speakers(store)


def test_looking_at_a_flag_leaves_it_as_it_was(page, store):
    """The words appear on the page of whoever asked, and in no address, history or store."""
    flags = [one for standing in everybody(store).values() for one in standing.marks if one.status == "flagged"]
    page.goto(f"/privacy/{flags[0].document_id}")
    page.get_by_role("button", name="Look").first.click()
    page.locator(".looked").wait_for()
    assert "Wieczorek" in page.locator(".looked").inner_text()
    assert page.url.endswith(f"/privacy/{flags[0].document_id}")

    page.reload()
    assert page.locator(".looked").count() == 0
    assert [one.coder for one in store.reviews.all(actions=[Action.LOOK])] == ["Ada"]
