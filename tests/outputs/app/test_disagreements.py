"""Disagreements anywhere: who said what is told where it is decided, and both originals stay when it is settled."""

import re

import pytest

from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action, TagStatus
from tests.outputs.app.conftest import post


@pytest.fixture
def disputed(store):
    """An excerpt on which Ben and Cy decided otherwise with suggestions in sight."""
    excerpt = store.excerpts.current()[0]
    for action, coder in ((Action.ACCEPT, "Ben"), (Action.REJECT, "Cy")):
        store.reviews.add(new_review(action, coder, excerpt=excerpt, theme="leadership"))
    return excerpt


SAID = "Ben said it applies, Cy that it does not"


def test_whoever_meets_a_disagreement_sees_who_said_what_and_can_settle_it(browser, store, disputed):
    """Outside the blind pass the later word won in silence, and nobody learned that two people read it differently."""
    here = f"/review/{disputed.excerpt_id}"
    for path in (here, "/agreement", "/themes?theme=leadership&state=all&differ=yes"):
        assert SAID in browser.get(path).text, path

    page = browser.get(here).text
    section = page[page.index('id="disputes"') :]
    fields = dict(re.findall(r'name="(theme|edition|then)" value="([^"]*)"', section)[:3])
    assert set(fields) == {"theme", "edition", "then"}
    answer = post(browser, f"/agreement/adjudicate/{disputed.excerpt_id}", applies="true", **fields)
    assert answer.url.path == here, "whoever settles goes on where they were"
    assert "Settled: Leadership applies" in answer.text

    (tag,) = [one for one in store.tags.effective([disputed.excerpt_id]) if one.theme == "leadership"]
    assert tag.status is TagStatus.ACCEPTED
    kept = [(one.coder, one.action) for one in store.reviews.standing(actions=[Action.ACCEPT, Action.REJECT])]
    assert kept == [("Ben", Action.ACCEPT), ("Cy", Action.REJECT)]
    for path in (here, "/agreement"):
        text = browser.get(path).text
        assert SAID in text, "both originals stay in sight"
        assert "Settled by Ada" in text
    assert "0 to settle" in browser.get("/agreement").text


def test_what_was_settled_can_be_settled_otherwise_and_comes_last(browser, store, disputed):
    """A slip at settling must not stand for ever; and what waits is not to be looked for among what does not."""
    other = store.excerpts.current()[1]
    for action, coder in ((Action.ACCEPT, "Ben"), (Action.REJECT, "Cy")):
        store.reviews.add(new_review(action, coder, excerpt=other, theme="equity"))
    path = f"/agreement/adjudicate/{disputed.excerpt_id}"
    post(browser, path, theme="leadership", applies="true", edition=store.reviews.edition(disputed.document_id))
    page = browser.get("/agreement").text
    listed = page[page.index('id="differences"') :]
    assert "1 to settle" in listed
    assert listed.index(other.text) < listed.index(disputed.text)
    assert "Settle otherwise: Leadership does not apply" in listed

    post(browser, path, theme="leadership", applies="false", edition=store.reviews.edition(disputed.document_id))
    assert store.disputes.on([disputed])[disputed.excerpt_id][0].holds is False


def test_settling_leads_nobody_elsewhere(browser, disputed):
    """A form field must not send people to another site."""
    path = f"/agreement/adjudicate/{disputed.excerpt_id}"
    answer = post(browser, path, theme="leadership", applies="true", edition=99, then="//elsewhere.example")
    assert answer.url.host == "testserver"
