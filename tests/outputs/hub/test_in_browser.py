"""The hub as a reader meets it: from a folder, on a phone, with nothing but what lies there."""

import pytest

from tests.outputs.browsing import browser, complaints, session
from tests.outputs.hub.samples import ID, hub, laid_out

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "themes/index.html",
    "themes/equity.html",
    "collaboratives/harbour.html",
    "boards.html",
    "boards/what-should-we-look-for.html",
    "resources.html",
    "events.html",
    "briefs/index.html",
    f"briefs/{ID}/index.html",
    "about.html",
    "search.html",
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Opens pages from files and refuses every request that would leave them."""
    folder, asked, wrong = laid_out(tmp_path_factory.mktemp("hub"), hub()), [], []
    with browser() as running:
        page = session(running).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))

        def open_(path, width=1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto((folder / path).as_uri())
            return page

        yield open_
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    assert not wrong


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(opened, path, width):
    page = opened(path, width)

    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_search_finds_from_a_folder_without_a_server(opened):
    """Most readers get the hub as a folder on a shared drive."""
    page = opened("search.html")
    page.fill("#words", "releases staff")

    assert page.locator("#found a").first.inner_text() == "Who releases staff, and from what?"
    assert page.locator("#told").inner_text().endswith("found.")
    page.fill("#words", "kingfisher zeppelin")
    assert page.locator("#told").inner_text() == "Nothing here holds these words."


def test_what_was_looked_for_is_there_again_on_going_back(opened):
    page = opened("search.html")
    page.fill("#words", "releases")
    with page.expect_navigation():
        page.locator("#found a").first.click()
    page.go_back()

    assert page.input_value("#words") == "releases"
    assert page.context.cookies() == []
