"""From a fresh draft to a page one would sign, in a real browser: few acts, few words, nothing lost on the way."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from learnbrief.corpus.document import Event
from learnbrief.corpus.store import open_store
from learnbrief.corpus.tag import Action, Band, ScoreKind, Tag
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from learnbrief.outputs.brief.brief import brief_json, read_brief
from learnbrief.outputs.brief.reviews import EDITORIAL
from tests.outputs import programme
from tests.outputs.app.conftest import ToyServices
from tests.outputs.app.test_in_browser import serving
from tests.outputs.browsing import browser as real_browser
from tests.outputs.browsing import complaints, session, settled, sign_in
from tests.outputs.conftest import build

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_ACTS, MOST_WORDS = 60, 150
USABILITY = Path(__file__).parents[3] / "docs" / "usability.md"
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


@dataclass
class Step:
    """What one piece of the work asks of an evaluator's hand."""

    name: str
    where: str
    acts: int = 0
    words: int = 0


class Hand:
    """Counts what an evaluator does: a click, a choice or a field is one act, typed words are counted too."""

    def __init__(self, page):
        self.page, self.steps = page, []

    def begin(self, name, where):
        self.steps.append(Step(name, where))

    def click(self, selector, *, goes=False):
        self.steps[-1].acts += 1
        if goes:
            with self.page.expect_navigation():
                self.page.locator(selector).first.click()
        else:
            self.page.locator(selector).first.click()

    def write(self, selector, text):
        self.steps[-1].acts += 1
        self.steps[-1].words += len(text.split())
        self.page.locator(selector).first.fill(text)

    def choose(self, selector, value):
        self.steps[-1].acts += 1
        self.page.locator(selector).select_option(value)

    @property
    def acts(self):
        return sum(step.acts for step in self.steps)

    @property
    def words(self):
        return sum(step.words for step in self.steps)

    def table(self):
        """The steps as docs/usability.md shows them."""
        rows = [f"| {step.name} | {step.where} | {step.acts} | {step.words} |" for step in self.steps]
        return [*rows, f"| **in all** | | **{self.acts}** | **{self.words}** |"]


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
        page = session(chromium, viewport={"width": 1366, "height": 657}).new_page()
        sign_in(page, f"{address}/?token=secret")
        page.goto(f"{address}/briefs/{brief.id}")
        yield page, store, brief
    store.close()


def word_it(hand, brief):
    """Sources, headlines, quotes and counter-evidence: what stays where it is."""
    first, second, third, fourth, _ = brief.messages
    hand.begin("confirm eight sources", "Sources to confirm")
    for source in range(len(brief.base.sources)):
        hand.click(f"[name=source] >> nth={source}")
    hand.click("[value=confirm-sources]", goes=True)
    hand.begin("choose another headline for one message, one for a message that has none", "Messages")
    hand.click(f"[name='c-{first}'] >> nth=1")
    hand.click(f"[name='c-{fourth}'] >> nth=1")
    hand.begin("word one headline", "Messages")
    hand.write(f"[name='w-{third}']", "We began where it was easiest, not where it was needed")
    hand.begin("show one more quote", "Messages, *Evidence and quotes*")
    hand.click(f"#{second} details:nth-of-type(2) summary")
    hand.click(f"[name='q-{second}']:not(:checked)")
    hand.begin("decide on four pieces of possible counter-evidence", "Messages")
    for message, differs in ((first, True), (second, True), (third, False), (fourth, False)):
        hand.click(f"[value^='{'differs' if differs else 'agrees'}:{message}:']", goes=True)


def rearrange(hand, brief):
    """Which excerpts stand together, what is a message, and in which order."""
    first, second, *_, fifth = brief.messages
    others = [finding.id for finding in brief.findings if finding.id not in brief.messages]
    hand.begin("make two findings one", "Messages, Other findings")
    hand.click(f"[name='mark'][value='{second}']")
    hand.click(f"[name='mark'][value='{others[0]}']")
    hand.click("[value=merge]", goes=True)
    hand.begin("leave a finding out, and take that back", "Other findings")
    hand.click(f"[value='drop:{others[1]}']", goes=True)
    hand.click(".gone button", goes=True)
    hand.begin("part a finding in two", "Messages, *Evidence and quotes*")
    hand.click(f"#{first} details:nth-of-type(2) summary")
    hand.click(f"[name='t-{first}'] >> nth=-1")
    hand.click(f"[value='split:{first}']", goes=True)
    hand.begin("take an excerpt out", "Messages, *Evidence and quotes*")
    hand.click(f"#{fifth} details:nth-of-type(2) summary")
    hand.click(f"[name='t-{fifth}'] >> nth=-1")
    hand.click(f"[value='exclude:{fifth}']", goes=True)
    hand.begin("start a finding from search", "Add from the material")
    search(hand, "peer visits")
    hand.click("[value=start]", goes=True)
    hand.begin("add an excerpt to a finding", "Add from the material")
    search(hand, "travel costs")
    hand.choose("#into", others[1])
    hand.click("[value=include]", goes=True)
    hand.begin("move a finding to a place, release the words of one for publishing", "Other findings")
    hand.write(f"[name='place-{others[1]}']", "12")
    hand.click(f"[value='release:{others[1]}']", goes=True)
    hand.begin("make a finding a message", "Other findings")
    hand.click(f"[value='pin:{others[1]}']", goes=True)


def search(hand, words):
    """Find excerpts on the brief's own page and tick the first."""
    hand.write("#words", words)
    hand.click("#search button")
    hand.page.wait_for_selector("[name=found]")
    hand.click("[name=found]")


def sign(hand):
    """What only a person can write, and the signature."""
    hand.begin("write *why now* and three questions for boards", "What only you can write")
    hand.write("#t-why_now", WHY_NOW)
    hand.write("#t-questions_for_boards", QUESTIONS)
    hand.begin("accept the headlines of the other messages", "bar at the foot")
    hand.click("[value=accept-headlines]", goes=True)
    hand.begin("tick four lines, sign", "Sign off")
    for check in range(4):
        hand.click(f"[name=checked] >> nth={check}")
    assert complaints(hand.page) == []
    hand.click("[value=sign]", goes=True)


def test_a_draft_is_signed_with_sixty_acts_and_hundred_and_fifty_words(desk):
    """Every kind of mending is among them: what takes longer is not done, and drafts go out as the computer left them."""
    page, store, brief = desk
    hand = Hand(page)
    word_it(hand, brief)
    rearrange(hand, brief)
    sign(hand)

    page.get_by_text("Signed off by Ada. The brief is approved").wait_for()
    signed = read_brief(store.briefs.get(brief.id).value)
    assert signed.status == "approved"
    assert signed.written.why_now == WHY_NOW
    assert len(signed.written.questions_for_boards) == 3
    kinds = {review.action for review in store.reviews.all()}
    assert kinds >= EDITORIAL | {Action.CONFIRM, Action.UNDO, Action.SIGN_OFF}
    assert hand.acts <= MOST_ACTS
    assert hand.words <= MOST_WORDS
    written = USABILITY.read_text(encoding="utf-8").splitlines()
    assert [row for row in hand.table() if row not in written] == [], "docs/usability.md shows other figures"


def test_leaving_the_page_with_words_unkept_asks_first(desk):
    """Ten minutes of writing are not lost to a stray click."""
    page, _, brief = desk
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#t-why_now").click()
    page.keyboard.type("Because")
    with page.expect_event("dialog"):
        page.locator("nav.menu a").first.click(no_wait_after=True)
    settled(page)

    assert asked == ["beforeunload"]
    assert page.url.split("#")[0].endswith(brief.id)
    page.locator("#t-why_now").press("Escape")
    with page.expect_navigation():
        page.keyboard.press("k")
    assert asked == ["beforeunload"]
    assert page.locator("#t-why_now").input_value() == "Because"
