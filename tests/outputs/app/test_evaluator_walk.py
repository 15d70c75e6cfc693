"""One evaluator's work from a text to a signature, in a real browser: code, decide in bulk, write down, mend, sign."""

import pytest

from learnbrief.corpus.memos import words_of
from learnbrief.corpus.tag import Action, TagStatus
from tests.outputs.app.test_to_a_signed_page import USABILITY, Hand, desk

__all__ = ["desk"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_ACTS, MOST_WORDS = 60, 150
MEMO = "Ask the night shift before the next workshop; nobody of theirs was in the room."
WHY_NOW = "Budgets for next year are set in November; boards can change this before then."


def code(hand, root, document):
    """Words are chosen with the keyboard and given a theme, then somebody thinks again."""
    hand.begin("open a document, choose a sentence, give it a theme", "Read and code")
    hand.page.goto(f"{root}/documents")
    hand.click(f"a[href='/documents/{document}']", goes=True)
    hand.press("[data-text]", "ArrowDown")
    hand.choose("#theme", "equity")
    hand.click("[data-keep]")
    hand.hears(": kept on")


def decide_in_bulk(hand, root, theme):
    hand.begin("accept all that is shown of a theme, take it back, accept again", "Theme by theme")
    hand.page.goto(f"{root}/themes?theme={theme}")
    for said in ("accepted", "Undone", "accepted"):
        hand.click("[value='accept shown']" if said == "accepted" else "#undo-act button, [form='undo-act']")
        hand.hears(said)


def write_down(hand, root):
    hand.begin("write a memo on the programme", "Memos")
    hand.page.goto(f"{root}/memos")
    hand.click("details.card summary")
    hand.write("#text", MEMO)
    hand.click("details.card form button", goes=True)
    hand.hears("Memo kept")


def mend_and_sign(hand, root, brief):
    hand.begin("confirm the sources, choose two headlines, leave a finding out", "Findings and briefs")
    hand.page.goto(f"{root}/briefs/{brief.id}")
    for source in range(hand.page.locator("[name=source]").count()):
        hand.click(f"[name=source] >> nth={source}")
    hand.click("[value=confirm-sources]", goes=True)
    for message in (brief.messages[0], brief.messages[3]):  # the second of them has no headline to begin with
        hand.click(f"[name='c-{message}'] >> nth=1")
    others = [finding.id for finding in brief.findings if finding.id not in brief.messages]
    hand.click(f"[value='drop:{others[0]}']", goes=True)
    hand.begin("write *why now*, accept the other headlines, tick four lines, sign", "Findings and briefs")
    hand.write("#t-why_now", WHY_NOW)
    hand.click("[value=accept-headlines]", goes=True)
    for check in range(4):
        hand.click(f"[name=checked] >> nth={check}")
    hand.click("[value=sign]", goes=True)


class Evaluator(Hand):
    """A hand that also uses the keyboard, and hears what the page tells of what was done."""

    def press(self, selector, key):
        self.steps[-1].acts += 1
        self.page.locator(selector).first.press(key)

    def hears(self, words):
        self.page.locator("#status").get_by_text(words).first.wait_for()


def test_one_evaluator_goes_from_a_text_to_a_signature(desk):
    """Each page is tested by itself; what one leaves behind must serve the next, up to a brief that can be signed."""
    page, store, brief = desk
    hand, root = Evaluator(page), page.url.partition("/briefs/")[0]
    document = next(one.document_id for one in store.documents.cards())
    code(hand, root, document)
    decide_in_bulk(hand, root, "equity")
    write_down(hand, root)
    mend_and_sign(hand, root, brief)

    page.get_by_text("Signed off by Ada. The brief is approved").wait_for()
    assert [mark.theme for mark in store.marks.of(document, 1)] == ["equity"]
    assert {one.status for one in store.tags.effective() if one.theme == "equity"} <= {
        TagStatus.ACCEPTED,
        TagStatus.ADDED,
    }
    memos = [words_of(one) for one in store.reviews.standing(actions=[Action.COMMENT])]
    assert memos == [MEMO]
    assert store.briefs.get(brief.id).status == "approved"
    assert hand.acts <= MOST_ACTS
    assert hand.words <= MOST_WORDS
    written = USABILITY.read_text(encoding="utf-8").splitlines()
    assert [row for row in hand.table() if row not in written] == [], "docs/usability.md shows other figures"
