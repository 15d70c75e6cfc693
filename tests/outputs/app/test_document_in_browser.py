"""A document is coded in a real browser, with the mouse and without it; offsets there are not those of the store."""

from itertools import pairwise

import pytest

from learnbrief.corpus.store import open_store
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from tests.outputs.app.conftest import LINES, PROGRAMME, ToyServices, stock
from tests.outputs.app.test_in_browser import serving
from tests.outputs.browsing import browser as real_browser
from tests.outputs.browsing import complaints, session, settled, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EMOJI = "😀 Nobody asked us. The rota was changed on a Friday, twice."
"""Two units of UTF-16 and one code point before the words: where a browser and the store disagree."""

LONG = tuple(
    f"Remark {n} of the day: the rota was changed again and nobody had asked the night shift." for n in range(80)
)


@pytest.fixture(scope="module")
def chromium():
    """One for all tests here; each has a context, and so a session, of its own."""
    with real_browser() as running:
        yield running


@pytest.fixture
def held(tmp_path, chromium):
    """The kick-off with a line more, open in a browser on its page."""
    store = open_store(tmp_path / "learnbrief.db")
    stock(store, lines=(EMOJI, *LINES))
    app = create_app(store, ToyServices(store), programme=PROGRAMME, workspace=tmp_path, token=OneTimeToken("secret"))
    context = session(chromium, viewport={"width": 1280, "height": 720})
    with serving(app) as address:
        page = context.new_page()
        sign_in(page, f"{address}/?token=secret")
        page.goto(f"{address}/documents/d-kickoff")
        yield page, store
        context.close()
    store.close()


def marked(store):
    text = store.documents.get("d-kickoff").text
    return [(one.theme, text[one.start : one.end]) for one in store.marks.of("d-kickoff", 1)]


def drag(page, words, chosen=""):
    """Drag the mouse from the first of these words to behind the last; `chosen` is what is taken where it is more."""
    box = page.evaluate(
        """(words) => {
        const walker = document.createTreeWalker(document.querySelector('[data-text]'), NodeFilter.SHOW_TEXT);
        let node; while ((node = walker.nextNode())) { const at = node.data.indexOf(words); if (at < 0) continue;
          const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + words.length);
          node.parentElement.scrollIntoView({block: 'center'});
          const {left, right, top, height} = range.getBoundingClientRect(); return [left, right, top + height / 2]; } }""",
        words,
    )
    left, right, middle = box
    page.mouse.move(left, middle)
    page.mouse.down()
    page.mouse.move(right, middle, steps=5)
    page.mouse.up()
    page.locator("[data-chosen]").get_by_text(chosen or words, exact=True).wait_for()


def open_long(page, store):
    """An hour's talk, somewhere in its middle."""
    stock(store, lines=LONG, document_id="d-long")
    page.goto(page.url.replace("d-kickoff", "d-long"))
    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 3)")
    settled(page)


def told(page, words):
    page.locator("#status").get_by_text(words).wait_for()


def test_a_document_is_coded_with_the_mouse(held):
    """Choose words, give them a theme, widen, remove, undo: what an evaluator does on the first morning."""
    page, store = held
    drag(page, "changed on a Friday")
    page.select_option("#theme", "equity")
    page.get_by_role("button", name="Keep").click()
    told(page, "Equity: kept on")
    assert marked(store) == [("equity", "changed on a Friday")]

    drag(page, "The rota was")
    page.evaluate("""() => { const chosen = getSelection(), range = chosen.getRangeAt(0);
        range.setEndAfter(document.querySelector('[data-text] mark.own')); chosen.removeAllRanges(); chosen.addRange(range); }""")
    page.locator("[data-chosen]").get_by_text("The rota was changed on a Friday", exact=True).wait_for()
    page.locator("details.own summary").click()
    page.fill("#text", "typed for later")
    page.get_by_role("button", name="Move to chosen words").click()
    told(page, "Equity: now on")
    assert marked(store) == [("equity", "The rota was changed on a Friday")]
    assert page.input_value("#text") == "typed for later"

    page.locator("details.own summary").click()
    page.get_by_role("button", name="Remove").click()
    told(page, "mark removed")
    page.get_by_role("button", name="Undo").click()
    told(page, "Undone")
    assert marked(store) == [("equity", "The rota was changed on a Friday")]


@pytest.mark.parametrize("comment", [True, False], ids=["comment", "theme"])
def test_the_reader_stays_where_they_were_when_something_is_kept(held, comment):
    """Whoever is thrown down a document of an hour's talk has to find the place again after every remark."""
    page, store = held
    open_long(page, store)
    drag(page, LONG[30][:20])
    settled(page)
    before = page.evaluate("scrollY")
    if comment:
        page.click("#text")
        page.keyboard.type("Why then?")
    else:
        page.focus("#theme")
        page.select_option("#theme", "equity")
    page.keyboard.press("Enter")
    told(page, "kept on")
    page.wait_for_function("document.activeElement.matches('[data-text]')")
    settled(page)

    assert before > 500
    assert abs(page.evaluate("scrollY") - before) < 5


def test_nothing_done_in_the_bar_moves_the_text(held):
    """The bar is always in sight. A browser that goes to a field of it all the same takes the chosen words away, and to go
    back by script is a race that a slow machine loses: so not even one step is made.
    """
    page, store = held
    open_long(page, store)
    drag(page, LONG[30][:20])
    settled(page)
    page.evaluate("() => { window.steps = []; addEventListener('scroll', () => steps.push(scrollY)); }")

    for key in ("t", "Tab", "Tab", "Tab", "Shift+Tab", "Escape", "c"):
        page.keyboard.press(key)
        settled(page)
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.type("Why then?")
    page.evaluate("document.querySelector('#theme').scrollIntoView({block: 'nearest'})")  # as a screen reader does
    page.evaluate("document.activeElement.blur(); document.querySelector('#stance').scrollIntoView({block: 'nearest'})")
    settled(page)
    assert page.evaluate("steps") == []


def test_what_is_gone_to_with_the_tab_key_is_not_under_the_bar(held):
    """WCAG 2.2, 2.4.11: whoever works with the keyboard sees where they are."""
    page, store = held
    open_long(page, store)
    page.locator("[data-text]").focus(timeout=5000)
    page.evaluate("document.querySelectorAll('.line-acts a')[30].focus({preventScroll: true})")
    for _ in range(12):
        page.keyboard.press("Tab")
        settled(page)
        hidden = page.evaluate(
            "document.activeElement.getBoundingClientRect().bottom - document.querySelector('.chosen').getBoundingClientRect().top"
        )
        assert hidden <= 0.5


def test_words_are_chosen_whole(held):
    """A hand that lets go inside a word means the word; half of it in a brief's quote is nobody's."""
    page, store = held
    stock(store, lines=("Nobody asks us either, we’re told on the day – on-call, too.",), document_id="d-whole")
    page.goto(page.url.replace("d-kickoff", "d-whole"))
    for dragged, chosen in (("ither, we", "either, we’re"), ("told on", "told on"), ("day – on", "day – on-call")):
        drag(page, dragged, chosen)
    page.select_option("#theme", "equity")
    page.get_by_role("button", name="Keep").click()
    told(page, "Equity: kept on")
    text = store.documents.get("d-whole").text
    assert [text[one.start : one.end] for one in store.marks.of("d-whole", 1)] == ["day – on-call"]


def test_a_document_is_coded_without_a_mouse(held):
    """Not everybody can drag: sentences are chosen with the arrow keys, and everything else has a key."""
    page, store = held
    page.focus("[data-text]")
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    page.locator("[data-chosen]").get_by_text("The rota was changed on a Friday, twice. Board time").wait_for()
    page.keyboard.press("t")
    settled(page)
    chosen, bar = (page.locator(one).last.bounding_box() for one in (".at", ".bar-of-acts"))
    assert 0 < chosen["y"] < chosen["y"] + chosen["height"] <= bar["y"]  # what is coded is in sight
    page.keyboard.type("Lead")
    page.keyboard.press("Enter")
    told(page, "Leadership: kept on")
    assert [words for _, words in marked(store)] == [f"{EMOJI[19:]}\n{LINES[0]}"]
    assert page.evaluate("document.activeElement.matches('[data-text]')")

    page.keyboard.press("u")
    told(page, "Undone")
    assert marked(store) == []


def test_a_memo_is_written_where_its_document_is_read_and_answered(held):
    """What was thought while reading is kept before the next page; the comment beside the words is there, too."""
    page, store = held
    drag(page, "Waiting lists hide")
    page.fill("#text", "From whom?")
    page.keyboard.press("Enter")
    told(page, "Comment: kept on")
    page.get_by_text("Comment by Ada").click()
    assert page.get_by_text("From whom?").is_visible()
    page.locator("main").get_by_role("link", name="Memos").click()
    page.fill("#text", "Nobody from the night shift was there.")
    page.get_by_role("button", name="Keep the memo").click()
    told(page, "Memo kept")
    page.locator(".memo summary", has_text="Answer").first.click()
    page.locator(".memo details[open] textarea").fill("Ask them in spring.")
    page.get_by_role("button", name="Keep the answer").first.click()
    told(page, "Answer kept")

    assert page.locator(".answers .memo-words").all_inner_texts() == ["Ask them in spring."]
    assert complaints(page) == []
    said = [(one.payload["text"], one.start is None) for one in store.reviews.standing(document_id="d-kickoff")]
    assert said == [
        ("From whom?", False),
        ("Nobody from the night shift was there.", True),
        ("Ask them in spring.", True),
    ]


def test_a_quote_goes_into_the_basket_where_it_stands(held):
    """What was typed beside it stays, and so does whoever works with the keyboard."""
    page, store = held
    page.locator("[data-text]").focus()
    page.keyboard.press("ArrowDown")
    page.fill("#text", "Said with some heat.")
    button = page.locator(".margin button", has_text="Basket").first
    button.focus()
    button.press("Enter")
    page.get_by_text("Basket: in it").wait_for()
    assert len(store.reviews.all()) == 1
    assert page.input_value("#text") == "Said with some heat."
    assert page.evaluate("document.activeElement.textContent").startswith("Basket: in it")
    page.keyboard.press("Enter")
    page.get_by_text("Basket: in it").wait_for(state="detached")
    assert complaints(page) == []


@pytest.mark.parametrize("size", [(1280, 720), (1366, 657), (360, 740)])
def test_the_page_is_for_everybody_at_every_size(held, size):
    """Nothing for axe to find with all of it open, nothing sideways, and stripes that go on from line to line."""
    page, _ = held
    page.set_viewport_size({"width": size[0], "height": size[1]})
    drag(page, "Nobody asked us")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    lanes = page.evaluate("""[...document.querySelectorAll('.lane.suggested')].map(one => { const box = one.getBoundingClientRect();
        return [box.left, box.top, box.bottom]; })""")
    assert len(lanes) == 5
    assert len({left for left, _, _ in lanes}) == 1
    if size[0] > 960:  # beside the text; below it, each line has its own
        assert all(abs(upper[2] - lower[1]) < 1 for upper, lower in pairwise(lanes))
