"""Every screen in a real browser: accessible, narrow, zoomed, by keyboard, and without one request elsewhere."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
import uvicorn

from learnbrief.corpus.codebook import Theme
from learnbrief.corpus.finding import Analysis, Finding, Run, Scope, Topic
from learnbrief.corpus.memos import written
from learnbrief.corpus.store import open_store
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from tests.outputs.app.conftest import PROGRAMME, ToyServices, put_brief, stock
from tests.outputs.browsing import browser as real_browser
from tests.outputs.browsing import complaints, session, settled, sign_in
from tests.outputs.test_member_checks import checks, remark

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WINDOW = {"width": 1200, "height": 900}
PHONE = {"width": 360, "height": 740}
ZOOMED = {"width": 600, "height": 450}
"""That window at 200%."""
AT_400 = {"width": 320, "height": 256}
"""A window of 1280 by 1024 px, magnified four times (WCAG 1.4.10)."""


@contextmanager
def serving(app) -> Iterator[str]:
    """The app on a free port of this machine, in a thread."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """A store with a brief, a proposal, a tagger to decide on, work that runs and work that failed."""
    folder = tmp_path_factory.mktemp("app")
    store = open_store(folder / "learnbrief.db")
    stock(store)
    ids = [one.excerpt_id for one in store.excerpts.current()]
    run = Run(("h",), store.codebooks.current().version, "toy", {}, {}, 0)
    findings = (
        Finding("leadership", "barrier", "Barriers to leadership: board time", tuple(ids[:2]), (ids[0],), counter=(ids[2],)),
        Finding("equity", None, "Equity: waiting lists", (ids[3],), (ids[3],), tentative=True),
    )  # fmt: skip
    analysis = Analysis(run.run_id, Scope("cohort"), findings)
    store.analyses.put(run, analysis)
    back = checks(remark(1, "Ours is first on the agenda."), finding=findings[0].finding_id, agree=9, disagree=1)
    beside = checks(remark(2, "Ours meets in the evening.", None), finding="", agree=9).statements
    brief = put_brief(
        store, analysis, run, member_checks=replace(back, statements=(*back.statements, *beside), sources=())
    )
    store.topics.put([Topic("t1", "interpreter booking", ("interpreters",), (ids[2],))])
    decision = {"theme": "equity", "takes_over": True, "why": "learned agrees better", "learned": 0.6, "codebook": None}
    scores = {"per_theme": {"equity": {"old": 0.41, "new": 0.63}}, "decisions": [decision]}
    store.models.propose("m1", b"", scores=scores, trained_on=["r1"])
    store.skipped.put("notes.md", "notes.md: no date; tell it with --date or in about.toml", waiting=True)
    store.skipped.put("old.doc", "old.doc: no reader for '.doc'; save it as .docx")
    store.reviews.add(written("Ada", "Ask in spring."), written("Ben", "Whose winter?", theme="equity"))
    store.jobs.lease = 3600  # nobody gives a sign of life here, and these tests take their time
    store.jobs.ask("run", {})
    store.jobs.fail(store.jobs.take("worker"), "The folder is empty; add files.")
    going = store.jobs.ask("run", {}, asked_by="Ada")
    store.jobs.tell(store.jobs.take("worker"), message="Tagging", progress={"done": 3, "of": 9})
    batch = folder / "restricted" / "uploads" / ("a" * 16)
    batch.mkdir(parents=True)
    (batch / "notes.md").write_text("# Day one\n- a point\n", encoding="utf-8")
    paths = ["/", "/who", "/keys", "/material", f"/material/add/{'a' * 16}", f"/material/jobs/{going}", "/privacy", "/privacy/d-kickoff", "/privacy/people", "/privacy/people?who=Person 3",
             "/review", "/themes", "/themes?theme=leadership&state=all&collaborative=harbour", "/review?queue=rare", "/review/first", f"/review/{ids[0]}", "/codebook", "/codebook/versions", "/codebook/split?theme=equity",
             "/codebook/merge?theme=equity&into=leadership", "/explore", "/ask", "/ask?question=What+do+boards+do%3F", "/explore?words=board",
             "/explore/excerpts?theme=leadership&also=barrier", "/explore/matrix", "/explore/together", "/explore/months", "/explore/grid?by=role", "/basket", "/progress",
             "/explore/map", "/explore/map/points", "/agreement", "/agreement/pass/20", "/briefs", f"/briefs/{brief.id}",
             f"/briefs/{brief.id}?words=board", "/history", "/documents", "/documents/d-kickoff", "/memos", "/nowhere"]  # fmt: skip
    services = ToyServices(store)
    app = create_app(store, services, programme=PROGRAMME, workspace=folder, token=OneTimeToken("secret"))
    with serving(app) as address, real_browser() as chromium:
        context = session(chromium, viewport=WINDOW)
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        sign_in(page, f"{address}/?token=secret")
        yield {
            "page": page,
            "address": address,
            "paths": paths,
            "asked": asked,
            "store": store,
            "services": services,
            "ids": ids,
        }
        context.close()
    store.close()


TOO_SMALL = """() => [...document.querySelectorAll('button, .button, select, .menu a, summary')]
    .filter(one => one.offsetParent && (one.offsetHeight < 24 || one.offsetWidth < 24)).map(one => one.outerHTML.slice(0, 80))"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
OUT_OF_SIGHT = "[...document.querySelectorAll('caption')].some(one => one.getBoundingClientRect().right > innerWidth)"
STAYS = """[...document.querySelectorAll('main *')].some(one => ['sticky', 'fixed'].includes(getComputedStyle(one).position))"""


@dataclass
class Wrong:
    """What is wrong with the screens, by path."""

    small: dict[str, list[str]] = field(default_factory=dict)
    wide: list[tuple[str, str]] = field(default_factory=list)
    at_400: list[tuple[str, str]] = field(default_factory=list)
    axe: dict[str, list[str]] = field(default_factory=dict)


def resized(page, size):
    """Until the page is laid out for this size."""
    page.set_viewport_size(size)
    page.wait_for_function("width => innerWidth === width", arg=size["width"])


@pytest.fixture(scope="module")
def wrong(held) -> Wrong:
    """Every screen is opened once and looked at in each size: opening it again for each costs as much as looking."""
    page, found = held["page"], Wrong()
    for path in held["paths"]:
        page.set_viewport_size(PHONE)
        page.goto(held["address"] + path)
        if small := page.evaluate(TOO_SMALL):
            found.small[path] = small
        resized(page, AT_400)
        told = {"scrolls sideways": SIDEWAYS, "something stays in sight": STAYS}
        found.at_400 += [(path, what) for what, asked in told.items() if page.evaluate(asked)]
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        told = {"scrolls sideways": SIDEWAYS, "links to a table's files are out of sight": OUT_OF_SIGHT}
        for size in (PHONE, ZOOMED):
            resized(page, size)
            found.wide += [(path, f"{what} at {size}") for what, asked in told.items() if page.evaluate(asked)]
        resized(page, WINDOW)
        if complained := complaints(page):
            found.axe[path] = complained
    return found


def test_axe_finds_nothing_on_any_screen(wrong):
    """Public bodies must publish what everybody can use; a finding here is a defect."""
    assert wrong.axe == {}


def test_no_page_scrolls_sideways(wrong):
    """At 360 px, and at 200% zoom, a reader scrolls in one direction only; wide tables scroll in their own box, beneath what is told of them."""
    assert wrong.wide == []


def test_every_button_and_link_can_be_hit(wrong):
    """24 by 24 px at least, links within a sentence and native check boxes' labels apart (WCAG 2.2, 2.5.8)."""
    assert wrong.small == {}


def test_at_400_percent_nothing_scrolls_sideways_and_no_bar_covers_the_page(wrong):
    """A bar that stays at the foot took 178 of 256 px: whoever magnifies read through a slit."""
    assert wrong.at_400 == []


@pytest.mark.parametrize(("path", "entries"), [("/codebook", ".menu a"), ("/explore/grid?by=role", ".tabs a")])
def test_in_forced_colours_one_entry_alone_is_marked_as_where_one_is(held, path, entries):
    """Windows' contrast themes draw transparent borders: every entry of the menu looked like the current one."""
    page = held["page"]
    page.set_viewport_size(WINDOW)
    page.emulate_media(forced_colors="active")
    page.goto(held["address"] + path)
    side = "borderLeftColor" if entries == ".menu a" else "borderBottomColor"
    colours = page.eval_on_selector_all(entries, f"all => all.map(one => getComputedStyle(one).{side})")
    current = page.eval_on_selector(f"{entries}[aria-current]", f"one => getComputedStyle(one).{side}")
    page.emulate_media(forced_colors="none")

    assert colours.count(current) == 1


def test_the_phone_menu_opens_by_keyboard(held):
    """Behind a button it must stay reachable, and say whether it is open."""
    page = held["page"]
    page.set_viewport_size(PHONE)
    page.goto(held["address"] + "/")
    assert not page.is_visible("nav.menu")

    page.focus("[data-menu]")
    page.keyboard.press("Enter")
    assert page.is_visible("nav.menu")
    assert page.get_attribute("[data-menu]", "aria-expanded") == "true"


def test_reviewing_needs_no_mouse(held):
    """Every decision is one key away; the outcome is announced and the next tag is at hand."""
    page, store = held["page"], held["store"]
    page.set_viewport_size(WINDOW)
    page.goto(f"{held['address']}/review/{held['ids'][0]}")
    told = page.locator("#status")

    def press(key, words):
        page.keyboard.press(key)
        told.get_by_text(words).wait_for()
        page.wait_for_function(
            "document.activeElement.tagName === 'ARTICLE' && !document.querySelector('.htmx-settling, .htmx-swapping')"
        )

    press("a", "Leadership: accepted.")
    press("r", "Barrier: rejected.")
    press("u", "Undone: reject Barrier.")
    page.keyboard.press("c")
    page.keyboard.type("a rota? n or s must not press anything")
    press("Enter", "Comment kept.")
    page.keyboard.press("t")
    page.keyboard.type("Equ")
    press("Enter", "Equity: added.")
    assert page.evaluate("document.activeElement.tagName") == "ARTICLE"

    page.keyboard.press("n")
    page.wait_for_url(f"**/{held['ids'][1]}?*")
    page.keyboard.press("p")
    page.wait_for_url(f"**/{held['ids'][0]}?*")
    page.reload()
    assert page.locator(".tag.accepted .name").all_inner_texts() == ["Leadership"]
    assert page.get_by_text("a rota? n or s").count() == 1
    actions = [review.action for review in store.reviews.all(document_id="d-kickoff")]
    assert actions == [Action.ACCEPT, Action.REJECT, Action.UNDO, Action.COMMENT, Action.ADD, Action.DONE]


def test_blind_coding_needs_no_mouse_either(held):
    """The random share is the dullest work; it must be quick."""
    page, last = held["page"], held["ids"][3]
    held["services"].blind = {last}
    page.goto(
        f"{held['address']}/review?queue=blind&theme=equity"
    )  # a walk of its own, so that the order is made afresh
    page.goto(f"{held['address']}/review/{last}?queue=blind&theme=equity")
    page.keyboard.press("2")
    page.keyboard.press("3")
    assert page.locator("input:checked").count() == 2

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("n")
    settled(page)
    (excerpt,) = held["store"].excerpts.get([last]).values()
    coded = [review.theme for review in held["store"].reviews.all() if review.start == excerpt.start and review.theme]
    assert coded == ["equity", "barrier"]
    held["services"].blind = set()


def theme_form(page, slug, definition):
    """Open a theme's form and type another definition, without keeping it."""
    page.evaluate(f"document.querySelector('#{slug} details').open = true")
    page.fill(f"#d-{slug}", definition)


def test_words_typed_for_one_theme_stay_when_another_is_kept(held):
    """Who edits two themes and saves one has not thrown the other away."""
    page, store = held["page"], held["store"]
    page.goto(f"{held['address']}/codebook")
    theme_form(page, "equity", "Fairness, and who waits.")
    theme_form(page, "leadership", "What boards do.")
    page.locator("#leadership").get_by_role("button", name="Save as").click()
    page.locator("#status").get_by_text("Leadership is saved").wait_for()

    assert store.codebooks.current().theme("leadership").definition == "What boards do."
    assert page.input_value("#d-equity") == "Fairness, and who waits."
    assert page.is_visible("#d-equity")
    page.locator("#equity").get_by_role("button", name="Save as").click()
    page.locator("#status").get_by_text("Equity is saved").wait_for()
    assert store.codebooks.current().theme("equity").definition == "Fairness, and who waits."


def test_a_refusal_leaves_the_typed_words_where_they_are(held):
    """A colleague was faster: the words can still be read, compared and copied."""
    page, store = held["page"], held["store"]
    page.goto(f"{held['address']}/codebook")
    theme_form(page, "equity", "Words that took an hour.")
    current = store.codebooks.current()
    store.codebooks.put(replace(current, themes=(*current.themes, Theme("meanwhile", "Meanwhile", "x"))))
    page.locator("#equity").get_by_role("button", name="Save as").click()
    page.locator("#status").get_by_text("changed since you opened the page").wait_for()

    assert page.input_value("#d-equity") == "Words that took an hour."
    page.fill("#d-equity", current.theme("equity").definition)


def test_a_comment_stays_beside_a_decision_and_goes_with_the_excerpt(held):
    """Typed, then a tag accepted: it is still there; done with the excerpt: it is kept with it."""
    page, store, excerpt = held["page"], held["store"], held["ids"][1]
    page.goto(f"{held['address']}/review?queue=all")
    page.goto(f"{held['address']}/review/{excerpt}?queue=all")
    page.fill("#text", "whose winter is it?")
    page.locator("[data-tag]").first.get_by_role("button", name="Accept").click()
    page.locator("#status").get_by_text("Leadership: accepted.").wait_for()
    assert page.input_value("#text") == "whose winter is it?"

    page.get_by_role("button", name="Done, next").click()
    page.wait_for_url(f"**/{held['ids'][2]}?*")
    assert page.input_value("#text") == ""
    comments = [one.payload["text"] for one in store.reviews.all(actions=[Action.COMMENT])]
    assert comments.count("whose winter is it?") == 1


def test_words_typed_to_be_hidden_stay_when_a_flag_is_decided(held):
    """And a role typed for one speaker when another is described: nothing is typed twice."""
    page, store = held["page"], held["store"]
    page.goto(f"{held['address']}/privacy/d-kickoff")
    page.fill("#typed", "executive lead")
    page.get_by_role("button", name="Keep hidden").first.click()
    page.locator("#status").get_by_text("kept hidden").wait_for()

    assert page.input_value("#typed") == "executive lead"
    assert [mark.status for mark in store.privacy.of("d-kickoff", 1)] == ["confirmed"]
    page.fill("#typed", "")


def test_words_selected_in_a_document_are_the_words_hidden(held):
    """Offsets are code points, as the store counts; a browser counts otherwise."""
    page = held["page"]
    page.set_viewport_size(WINDOW)
    page.goto(f"{held['address']}/privacy/d-kickoff")
    page.evaluate("""() => {
        const walker = document.createTreeWalker(document.querySelector('[data-selectable]'), NodeFilter.SHOW_TEXT);
        let node; while ((node = walker.nextNode())) { const at = node.data.indexOf('executive lead');
          if (at >= 0) { const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 14);
            getSelection().removeAllRanges(); getSelection().addRange(range); return; } } }""")
    page.get_by_text("Selected: executive lead").wait_for()
    start, end = (int(page.input_value(f"[name={name}]")) for name in ("start", "end"))

    assert held["store"].documents.get("d-kickoff").text[start:end] == "executive lead"


def test_the_map_comes_after_its_page(held):
    """The first drawing takes long: the page is there at once and says so."""
    page = held["page"]
    page.goto(f"{held['address']}/explore/map")
    page.wait_for_selector("svg.map circle")

    assert page.locator("svg.map circle").count() == 4


def test_progress_goes_on_by_itself_and_stops_when_done(held):
    """Nobody should have to reload to see whether the work is over."""
    page, store = held["page"], held["store"]
    going = next(job for job in store.jobs.all() if job.status == "running")
    page.goto(f"{held['address']}/material/jobs/{going.job_id}")
    page.get_by_text("3 of 9").wait_for()
    store.jobs.finish(going, result={"briefs": [], "skipped": []})
    page.get_by_text("confirm the de-identification").wait_for()
    settled(page)  # a question that stood in line behind the last answer has been put
    before = len(held["asked"])
    page.wait_for_timeout(1500)

    assert len(held["asked"]) == before


def test_no_screen_asks_anything_of_another_machine(held):
    """The material is confidential: not even an icon may be fetched from elsewhere."""
    assert {url for url in held["asked"] if not url.startswith((held["address"], "data:"))} == set()
