"""An excerpt and what is decided on it are in one window: nobody scrolls between the words and the buttons."""

import threading

import pytest

from learnbrief.corpus.codebook import default_codebook
from learnbrief.corpus.store import open_store
from learnbrief.corpus.tag import Action, Band, Reason, ScoreKind, Tag
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from tests.outputs.app.conftest import PROGRAMME, ToyServices, stock
from tests.outputs.app.test_in_browser import serving
from tests.outputs.browsing import browser as real_browser
from tests.outputs.browsing import complaints, session, settled, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WINDOWS = [(1280, 720), (1366, 657)]
WORDS = (
    "The list of who waits longest hangs in the corridor since spring and nobody from the board has asked about it, "
    "although three of us wrote to them, twice, and the second time with the figures of every clinic in the valley "
)
LINES = tuple(f"Invented line {n}: " + (WORDS * 2)[: 20 + 22 * n] + "." for n in range(16))
"""From a dozen words to more than any excerpt is cut to."""


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """Sixteen excerpts with five suggestions each on the codebook that comes with learnbrief, in a real browser."""
    folder = tmp_path_factory.mktemp("view")
    store = open_store(folder / "learnbrief.db")
    stock(store, lines=LINES)
    codebook = default_codebook()
    store.codebooks.put(codebook)
    ids = [one.excerpt_id for one in store.excerpts.current()]
    because = "The definition of a theme may be a long sentence, and the reason that quotes it is a longer one still."
    themes = [theme.slug for theme in (*codebook.topics[:3], *codebook.stances[:2])]
    tags = [
        Tag(one, theme, 0.7, ScoreKind.SIMILARITY, Band.SURE, "codebook", Reason(0, 36, because, "definition"))
        for one in ids
        for theme in themes
    ]
    store.tags.put(ids, tags, tagger="toy")
    services = ToyServices(store)
    app = create_app(store, services, programme=PROGRAMME, workspace=folder, token=OneTimeToken("secret"))
    with serving(app) as address, real_browser() as chromium:
        page = session(chromium).new_page()
        sign_in(page, f"{address}/?token=secret")
        yield page, address, store, services, ids
    store.close()


OUT_OF_SIGHT = """(wanted) => {
    const foot = document.querySelector('.bar-of-acts').getBoundingClientRect();
    const out = [];
    for (const one of wanted) for (const node of one === 'input[name=themes]' ? document.querySelectorAll(one) : [document.querySelector(one)]) {
        const box = node.getBoundingClientRect();
        const low = node.closest('.bar-of-acts') ? innerHeight : foot.top;
        if (box.top < 0 || box.bottom > low + 0.5 || box.left < 0 || box.right > innerWidth) out.push(one + ' ' + node.textContent.slice(0, 40));
    }
    return out;
}"""


@pytest.mark.parametrize("size", WINDOWS, ids=["1280x720", "1366x657"])
def test_the_words_and_the_first_suggestion_with_its_buttons_are_in_one_window(held, size):
    """Somebody who scrolls between the words and the suggestion decides from memory."""
    page, address, _, _, ids = held
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wanted = [".words", "[data-tag]:first-child .name", "[data-tag]:first-child .acts", ".bar-of-acts button"]
    found = {}
    for number, one in enumerate(ids):
        page.goto(f"{address}/review/{one}")
        if out := page.evaluate(OUT_OF_SIGHT, wanted):
            found[number] = out

    assert found == {}


@pytest.mark.parametrize("size", WINDOWS, ids=["1280x720", "1366x657"])
def test_the_words_and_every_box_of_blind_coding_are_in_one_window(held, size):
    """What is ticked by a key and not seen is ticked by mistake, and nobody can tell afterwards."""
    page, address, _, services, ids = held
    services.blind = set(ids)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found = {}
    for number, one in enumerate(ids):
        page.goto(f"{address}/review/{one}")
        if out := page.evaluate(OUT_OF_SIGHT, [".words", "input[name=themes]", ".bar-of-acts button"]):
            found[number] = out
    services.blind = set()

    assert found == {}


def test_a_key_decides_on_nothing_that_is_out_of_sight(held):
    """On a phone the suggestion stands below the words: the first press brings it into sight, the second decides."""
    page, address, store, _, ids = held
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{address}/review/{ids[15]}")
    page.keyboard.press("a")
    page.locator("#status").get_by_text("Press again.").wait_for(state="attached")
    settled(page)
    assert store.reviews.all(actions=[Action.ACCEPT]) == []

    page.keyboard.press("a")
    page.locator("#status").get_by_text("accepted.").wait_for()
    assert len(store.reviews.all(actions=[Action.ACCEPT])) == 1


def test_capitals_press_the_same_buttons_and_a_question_mark_lists_them(held):
    """With the caps lock on, a page that does nothing looks broken; and nobody learns eleven keys by heart."""
    page, address, store, _, ids = held
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{address}/review/{ids[1]}")
    page.keyboard.press("Shift+R")
    page.locator("#status").get_by_text("rejected.").wait_for()

    page.keyboard.press("?")
    assert page.is_visible("dialog#keys")
    box, title = (page.locator(one).bounding_box() for one in ("dialog#keys", "#keys-title"))
    assert abs(box["x"] + box["width"] / 2 - 640) < 20
    assert box["y"] <= title["y"] < box["y"] + 60
    assert complaints(page) == []
    before = len(store.reviews.all())
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    page.locator("dialog#keys").wait_for(state="hidden")
    settled(page)
    assert len(store.reviews.all()) == before


def test_a_decision_passes_the_choice_on_downwards_and_never_up(held):
    """The next key would reject what nobody chose, and nobody looks up to see it."""
    page, address, _, _, ids = held
    page.set_viewport_size({"width": 1280, "height": 2000})
    page.goto(f"{address}/review/{ids[4]}")
    names = page.locator("[data-tag] .name").all_inner_texts()

    def decide(key, name):
        page.keyboard.press(key)
        page.locator("#status").get_by_text(f"{name}: {'accepted' if key == 'a' else 'rejected'}.").wait_for()
        page.wait_for_function("!document.querySelector('.htmx-settling, .htmx-swapping')")
        return page.inner_text(".tag.at .name")

    page.keyboard.press("ArrowDown")
    assert [decide(key, names[n]) for n, key in enumerate("arar", 1)] == [*names[2:], names[-1]]
    page.get_by_role("button", name=f"Accept {names[0]}").click()
    page.locator("#status").get_by_text(f"{names[0]}: accepted.").wait_for()


def keep_keys(page, button):
    """Press it and wait for the next page: who goes elsewhere at once may be gone before anything was sent."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def test_keys_can_be_changed_and_switched_off(held):
    """WCAG 2.1.4: whoever dictates to their computer presses keys with every word they say."""
    page, address, store, _, ids = held
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{address}/keys")
    page.fill("#key-accept", "y")
    keep_keys(page, "Keep these")
    page.goto(f"{address}/review/{ids[2]}")
    page.keyboard.press("a")
    page.keyboard.press("y")
    page.locator("#status").get_by_text("accepted.").wait_for()
    assert "kept" not in page.inner_text("#status")

    page.goto(f"{address}/keys")
    page.check("#off")
    keep_keys(page, "Keep these")
    before = len(store.reviews.all())
    page.goto(f"{address}/review/{ids[3]}")
    for key in ("a", "y", "r", "n", "?"):
        page.keyboard.press(key)
        settled(page)
    assert len(store.reviews.all()) == before
    assert page.url.endswith(ids[3])
    assert page.locator("main kbd").count() == 0
    page.goto(f"{address}/keys")
    keep_keys(page, "Back to the usual keys")


def test_words_and_ticks_that_nothing_keeps_are_not_left_behind_unasked(held):
    """One key goes on to the next excerpt, and a comment of ten minutes was gone."""
    page, address, _, _, ids = held
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{address}/review?queue=all")
    page.goto(f"{address}/review/{ids[4]}?queue=all")
    page.fill("#text", "ten minutes of thought")
    page.keyboard.press("Escape")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.keyboard.press("s")
    assert asked.value.message == "What you typed or ticked here is not kept. Go on without it?"
    settled(page)
    assert page.input_value("#text") == "ten minutes of thought"

    page.once("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("s")
    page.wait_for_url(f"**/{ids[5]}?*")
    page.keyboard.press("s")  # nothing typed here: nothing is asked
    page.wait_for_url(f"**/{ids[6]}?*")


def test_what_takes_long_says_that_it_is_coming(held, monkeypatch):
    """A page that does nothing for seconds after a click is clicked again."""
    page, address, _, services, _ = held
    order, told = services.queue, threading.Event()

    def slow(name, **others):
        assert told.wait(60)
        return order(name, **others)

    monkeypatch.setattr(services, "queue", slow)
    page.goto(f"{address}/keys")
    assert page.inner_text("#busy") == ""
    said = []
    page.expose_function("says", lambda words: (said.append(words), told.set()))
    page.evaluate("""() => new MutationObserver(() => says(document.querySelector('#busy').textContent))
        .observe(document.querySelector('#busy'), {childList: true, subtree: true})""")
    page.locator(".menu").get_by_role("link", name="Review tags").click()
    page.wait_for_url("**/review/*")

    assert said[0] == "Working …"
    assert page.inner_text("#busy") == ""


def test_a_theme_is_worked_through_without_a_mouse(held):
    """Arrow, tick, accept the ticked, undo the lot: the list must be as quick as the single page, and as safe."""
    page, address, store, _, ids = held
    page.set_viewport_size({"width": 1366, "height": 657})
    page.goto(f"{address}/themes?theme={store.codebooks.current().topics[1].slug}&sort=source")
    wanted = ["[data-tag]:first-child .words", "[data-tag]:first-child .acts", ".bar-of-acts button"]
    assert page.evaluate(OUT_OF_SIGHT, wanted) == []
    before = len(store.reviews.all())
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("X")
    assert page.locator("input[name=ticked]:checked").count() == 2
    page.keyboard.press("Enter")  # on a box, Enter must not press the first button of the form
    page.get_by_role("button", name="Accept the ticked").click()
    page.locator("#status").get_by_text("2 excerpts accepted").wait_for()
    assert page.locator(f"input[name=shown][value={ids[0]}]").count() == 0

    page.keyboard.press("u")
    page.locator("#status").get_by_text("Undone: 2 excerpts as before.").wait_for()
    assert len(store.reviews.all()) == before + 4
    assert page.locator(f"input[name=shown][value={ids[0]}]").count() == 1
