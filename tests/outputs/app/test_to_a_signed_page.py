"""From a fresh draft to a page one would sign, in a real browser: few acts, few words, nothing lost on the way."""

import pytest

from corpus.document import Event
from corpus.store import open_store
from corpus.tag import Action, Band, ScoreKind, Tag
from outputs.app.application import create_app
from outputs.app.security import OneTimeToken
from outputs.brief.brief import brief_json, read_brief
from tests.outputs import programme
from tests.outputs.app.conftest import ToyServices
from tests.outputs.app.test_in_browser import serving
from tests.outputs.browsing import browser as real_browser
from tests.outputs.browsing import complaints
from tests.outputs.conftest import build

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_ACTS, MOST_WORDS = 60, 150
WHY_NOW = (
    "Budgets for next year are set in November. Two of five collaboratives have lost their protected time since the spring, "
    "and three trusts still cannot add up their numbers. Boards can change both before the winter, and nobody else can."
)
QUESTIONS = "Who on our board asks about equity first?\nWhich meeting would we stop so that teams get an hour?\nWhen did we last go?"


class WholeProgramme(ToyServices):
    """Services over the invented programme that the other tests of briefs read."""

    def rebuild(self, brief_id):
        made = build(reviews=self.store.reviews.all(), tags=self.store.tags.effective())
        self.store.briefs.put(
            made.id, title=made.title, status=made.status, scope={"kind": "cohort"}, run_id=programme.RUN.run_id,
            value=brief_json(made),
        )  # fmt: skip
        return made


class Hand:
    """Counts what an evaluator does: a click or a field is one act, typed words are counted too."""

    def __init__(self, page):
        self.page, self.acts, self.words = page, 0, 0

    def click(self, selector, *, goes=False):
        self.acts += 1
        if goes:
            with self.page.expect_navigation():
                self.page.locator(selector).first.click()
        else:
            self.page.locator(selector).first.click()

    def write(self, selector, text):
        self.acts += 1
        self.words += len(text.split())
        self.page.locator(selector).first.fill(text)


@pytest.fixture
def desk(tmp_path):
    """A fresh draft of eight sources, opened by somebody who said their name."""
    store = open_store(tmp_path / "learnbrief.db")
    store.participants.put(programme.PARTICIPANTS)
    store.codebooks.put(programme.CODEBOOK)
    for document in programme.DOCUMENTS:
        store.events.put(Event(document.event_id, document.title, document.date, document.collaborative))
        store.documents.add(document)
        own = [one for one in programme.EXCERPTS.values() if one.document_id == document.document_id]
        store.excerpts.put(document, own)
    tags = [
        Tag(one.excerpt_id, one.theme, 0.8, ScoreKind.SIMILARITY, Band.SURE, "codebook") for one in programme.tags()
    ]
    store.tags.put([one.excerpt_id for one in programme.EXCERPTS.values()], tags, tagger="toy")
    store.analyses.put(programme.RUN, programme.ANALYSIS)
    services = WholeProgramme(store)
    brief = services.rebuild("")
    app = create_app(store, services, programme=programme.PROGRAMME, workspace=tmp_path, token=OneTimeToken("secret"))
    with serving(app) as address, real_browser() as chromium:
        page = chromium.new_page(viewport={"width": 1366, "height": 657})
        page.goto(f"{address}/?token=secret")
        page.goto(f"{address}/who")
        page.fill("#name", "Ada")
        page.press("#name", "Enter")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/briefs/{brief.id}")
        yield page, store, brief
    store.close()


def test_a_draft_is_signed_with_sixty_acts_and_hundred_and_fifty_words(desk):
    """Every kind of mending is among them: what takes longer is not done, and drafts go out as the computer left them."""
    page, store, brief = desk
    hand, first, second = Hand(page), brief.messages[0], brief.messages[1]
    for source in range(len(brief.base.sources)):
        hand.click(f"[name=source] >> nth={source}")
    hand.click("[value=confirm-sources]", goes=True)
    hand.click(f"[name='c-{first}'] >> nth=1")
    hand.click(f"[name='mark'][value='{second}']")
    others = [finding.id for finding in brief.findings if finding.id not in brief.messages]
    hand.click(f"[name='mark'][value='{others[0]}']")
    hand.click("[value=merge]", goes=True)
    hand.click(f"[value='drop:{others[1]}']", goes=True)
    hand.click(".gone button", goes=True)
    hand.click(f"#{first} details:nth-of-type(2) summary")
    hand.click(f"[name='t-{first}'] >> nth=-1")
    hand.click(f"[value='split:{first}']", goes=True)
    hand.write("#words", "peer visits")
    hand.click("#search button")
    page.wait_for_selector("[name=found]")
    hand.click("[name=found]")
    hand.click("[value=start]", goes=True)
    hand.write("#t-why_now", WHY_NOW)
    hand.write("#t-questions_for_boards", QUESTIONS)
    hand.click("[value=accept-headlines]", goes=True)
    for check in range(4):
        hand.click(f"[name=checked] >> nth={check}")
    assert complaints(page) == []
    hand.click("[value=sign]", goes=True)

    page.get_by_text("Signed off by Ada. The brief is approved").wait_for()
    signed = read_brief(store.briefs.get(brief.id).value)
    assert signed.status == "approved"
    assert signed.written.why_now == WHY_NOW
    assert len(signed.written.questions_for_boards) == 3
    assert {review.action for review in store.reviews.all()} >= {
        Action.HEADLINE, Action.MERGE, Action.SPLIT, Action.START, Action.DROP, Action.UNDO, Action.WRITE, Action.SIGN_OFF,
    }  # fmt: skip
    assert hand.acts <= MOST_ACTS
    assert hand.words <= MOST_WORDS


def test_leaving_the_page_with_words_unkept_asks_first(desk):
    """Ten minutes of writing are not lost to a stray click."""
    page, _, brief = desk
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#t-why_now").click()
    page.keyboard.type("Because")
    page.locator("nav.menu a").first.click()

    assert asked == ["beforeunload"]
    assert page.url.split("#")[0].endswith(brief.id)
    page.locator("#t-why_now").press("Escape")
    with page.expect_navigation():
        page.keyboard.press("k")
    assert asked == ["beforeunload"]
    assert page.locator("#t-why_now").input_value() == "Because"
