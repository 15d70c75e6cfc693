"""The brief as a reader meets it: in a real browser, with a keyboard, on a phone, without a network."""

import pytest

from learnbrief.corpus.tag import Action
from learnbrief.outputs.brief.brief import brief_id
from learnbrief.outputs.layout.charts import draw_charts
from learnbrief.outputs.render.html import render_html
from tests.outputs import programme
from tests.outputs.browsing import browser, complaints, session
from tests.outputs.conftest import build
from tests.outputs.programme import FINDINGS, review

pytestmark = pytest.mark.browser

SOURCES = {(document.document_id, document.version): document for document in programme.DOCUMENTS}
BRIEF = brief_id(programme.SCOPE, programme.RUN.run_id)
VARIANTS = {
    "draft": {},
    "in review": {"reviews": [review(1, Action.REWORD, FINDINGS[0].finding_id, heading="Boards give no time")]},
    "approved": {
        "reviews": [review(1, Action.SIGN_OFF, BRIEF), review(2, Action.WRITE, BRIEF, section="why_now", text="Now.")]
    },
    "published": {"view": "published"},
}


@pytest.fixture(scope="module")
def running():
    with browser() as one:
        yield one


@pytest.fixture
def opened(running, tmp_path):
    """Opens a page from a file, as a reader would, and notes every request that leaves it."""
    contexts, asked, wrong = [], [], []

    def open_(html, **options):
        file = tmp_path / "brief.html"
        file.write_text(html, encoding="utf-8")
        context = session(running, bypass_csp=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    assert not wrong


@pytest.fixture(scope="module")
def html():
    brief = build()
    return render_html(brief, sources=SOURCES, charts=draw_charts(brief))


@pytest.mark.parametrize("name", VARIANTS)
def test_axe_finds_nothing_on_any_brief(opened, name):
    brief = build(**VARIANTS[name])
    page = opened(render_html(brief, sources=SOURCES if brief.view == "internal" else None, charts=draw_charts(brief)))
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")

    assert complaints(page) == []


def test_axe_finds_nothing_on_a_phone(opened, html):
    page = opened(html, viewport={"width": 360, "height": 740})

    assert complaints(page) == []


def test_a_phone_needs_no_sideways_scrolling(opened, html):
    page = opened(html, viewport={"width": 360, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_click_on_a_quote_opens_its_place_in_the_source(opened, html):
    """The promise on which everything rests."""
    page = opened(html)
    words = page.locator(".part-heard .quote .words").first.inner_text()

    page.locator(".part-heard .quote a.place").first.click()

    mark = page.locator("mark:target")
    mark.wait_for(state="visible")
    assert mark.inner_text() == words
    page.wait_for_function("document.activeElement.tagName === 'MARK'")


def test_from_the_source_a_link_leads_back_to_the_quote(opened, html):
    page = opened(html)
    page.locator(".part-heard .quote a.place").first.click()

    page.locator("mark:target + a.back").click()

    page.locator(".quote:target").wait_for()


def test_the_filter_shows_one_collaborative_and_says_so(opened, html):
    page = opened(html)

    page.select_option("#place", "fenland")

    shown = page.locator(".quote:visible")
    assert shown.count() > 0
    assert {shown.nth(place).get_attribute("data-place") for place in range(shown.count())} == {"fenland"}
    assert "Fenland Community Collaborative" in page.locator("#place-told").inner_text()
    assert "Counts are still those of everyone" in page.locator("#place-told").inner_text()


def test_the_evidence_is_folded_until_somebody_wants_it(opened, html):
    """The cohort's brief of the demo was 170,000 pixels long on a phone, and what one looked for on it was not found."""
    page = opened(html, viewport={"width": 390, "height": 800})
    long = "document.documentElement.scrollHeight"
    folded = page.evaluate(long)
    page.evaluate("document.querySelectorAll('details.fold').forEach(box => { box.open = true })")

    assert folded < page.evaluate(long) / 2
    assert page.locator(".annex > section > details.fold > summary h3").count() > 5


def test_a_link_into_the_evidence_opens_the_part_it_leads_to(opened, html):
    """From the hub's search, from a message and from a colleague's mail: a closed part would look like a dead link."""
    page = opened(html)
    anchor = page.locator(".annex details.fold:not([open]) .quote[id]").first.get_attribute("id")
    quote = page.locator(f"#{anchor}")
    assert not quote.is_visible()

    page.evaluate(f"location.hash = '#{anchor}'")

    quote.wait_for(state="visible")
    page.evaluate("location.hash = '#annex-evidence'")
    page.locator("#annex-evidence table").wait_for(state="visible")


def test_everything_can_be_read_without_the_script(opened, html):
    page = opened(html, java_script_enabled=False)

    assert page.locator("h1").is_visible()
    assert not page.locator("#place").is_visible()


def test_the_page_holds_its_own_policy(running, tmp_path, html):
    """With the page's own rules in force the script still runs, and no other could."""
    file = tmp_path / "brief.html"
    file.write_text(html.replace("</body>", "<script>document.title = 'taken over'</script></body>"), encoding="utf-8")
    page = session(running).new_page()
    page.goto(file.as_uri())

    assert page.locator("#place").is_visible()
    assert page.title() != "taken over"
