"""An evaluator hides one more word after drafting: every step that once ended in a frozen brief, in the app as it runs."""

import re

import pytest
from fastapi.testclient import TestClient

from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.scopes import parse_scope
from learnbrief.flows.web.services import Services
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from learnbrief.outputs.brief.brief import read_brief
from tests.outputs.app.brief_form import EVERY_CHECK, form_of
from tests.outputs.app.conftest import post, token_in

EVENT = "event:harbour-day-one"


class Walk:
    """A browser in front of one workspace's app, and the brief it works on."""

    def __init__(self, workspace, store):
        self.workspace, self.store = workspace, store
        services, programme = Services(workspace, store), workspace.settings.as_programme()
        app = create_app(store, services, programme=programme, workspace=workspace.root, token=OneTimeToken("secret"))
        self.browser = TestClient(app)
        self.browser.get("/?token=secret")
        self.browser.post("/who", data={"name": "Ada", "csrf": token_in(self.browser.get("/who").text)})
        self.wanted = self.draft()

    def draft(self):
        """The event's brief, asked for."""
        return make_brief(
            self.workspace, self.store, analyse_scope(self.workspace, self.store, parse_scope(EVENT))
        ).name

    @property
    def brief(self):
        return read_brief(self.store.briefs.get(self.wanted).value)

    def press(self, act, **changes):
        """A button of the brief's page, with everything else as the page shows it."""
        stored = self.store.briefs.get(self.wanted)
        fields = form_of(self.brief) | {"edition": str(stored.edition), "act": act} | changes
        return post(self.browser, f"/briefs/{self.wanted}/edit", **fields)

    def confirm(self):
        """Its one source is confirmed: what may tell who somebody is may stand, what is flagged stays hidden."""
        (line,) = self.brief.base.sources
        version = self.store.documents.get(line.document).version
        if (line.document, version) in self.store.clues.open():
            post(self.browser, f"/privacy/{line.document}/clues", version=str(version), act="stand-all")
        return self.press("confirm-sources", source=[f"{line.document}:{version}"])

    def hide(self, words):
        """One more word is hidden, on the page of the source."""
        (line,) = self.brief.base.sources
        version = str(self.store.documents.get(line.document).version)
        return post(self.browser, f"/privacy/{line.document}/redact", version=version, type="place", words=words)


@pytest.fixture
def walk(tagged, tagged_store):
    return Walk(tagged, tagged_store)


def test_a_brief_is_reworded_undone_brought_up_to_date_and_signed_after_a_word_was_hidden(walk):
    """Each ended in 'the sources of this brief have changed', and the history said 'sign off' of a brief in review."""
    first = walk.brief.findings[0].id
    assert walk.press("keep", **{"s-why_now": "The board meets in May."}).status_code == 200
    walk.confirm()
    assert walk.hide("when the wards").status_code == 200
    assert "in: ‘Harbour day one’" in walk.browser.get(f"/briefs/{walk.wanted}").text

    page = walk.press("keep", **{f"w-{first}": "Words of our own"}).text
    assert "1 change kept." in page
    assert "Findings and what evaluators did to them were carried over" in page
    (undo,) = re.findall(r'value="(undo:[^"]+)"', page.split(f'id="{first}"')[1].split("</section>")[0])
    assert "Undone." in walk.press(undo, **{f"w-{first}": "Words of our own"}).text
    walk.hide("to the huddle")
    assert "Not signed." in walk.press("sign", checked=EVERY_CHECK, **{"s-unknown": "Nights."}).text
    assert "up to date" in walk.press("refresh").text
    walk.confirm()
    assert "Signed off by Ada" in walk.press("sign", checked=[*EVERY_CHECK, "bare"]).text

    signed = walk.brief
    assert (signed.status, signed.written.why_now, signed.written.unknown) == (
        "approved", "The board meets in May.", ("Nights.",),
    )  # fmt: skip
    assert len(walk.store.reviews.all(actions=[Action.SIGN_OFF])) == 1
    assert "when the wards" not in walk.store.briefs.get(walk.wanted).value
    for form in ("docx", "pptx", "pdf", "xlsx"):
        assert walk.browser.get(f"/briefs/{walk.wanted}/download/{form}?view=internal").status_code == 200


def test_asked_for_again_it_is_the_same_brief_and_waits_once(walk):
    """It had a new id, 'why now' was lost, and the old one stayed in Home's count."""
    walk.press("keep", **{"s-why_now": "The board meets in May."})
    walk.confirm()
    walk.hide("when the wards")

    assert walk.draft() == walk.wanted
    assert walk.brief.written.why_now == "The board meets in May."
    home = walk.browser.get("/").text
    assert home.count("then sign it off") == 1
    assert "more draft" not in home  # which is how Home counts the others
