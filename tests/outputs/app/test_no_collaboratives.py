"""A programme without collaboratives is asked for none."""

from fastapi.testclient import TestClient

from learnbrief.corpus.document import Programme
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from tests.outputs.app.conftest import post, token_in


def test_files_of_a_programme_without_collaboratives_are_taken_in_without_one(store, services, tmp_path):
    """The only honest answer was 'across the programme', and every upload stood still until somebody found it."""
    app = create_app(store, services, programme=Programme("Alone"), workspace=tmp_path, token=OneTimeToken("secret"))
    browser = TestClient(app)
    browser.get("/?token=secret")
    browser.post("/who", data={"name": "Ada", "csrf": token_in(browser.get("/who").text)})
    files = [("files", ("notes.md", b"# Workshop\n- a point\n", "text/markdown"))]
    page = browser.post("/material", files=files, data={"csrf": token_in(browser.get("/who").text)})

    assert "Collaborative</label>" not in page.text
    post(
        browser,
        page.url.path,
        **{"file-0": "notes.md", "kind-0": "survey", "event-0": "kick-off", "date-0": "2025-02-01"},
    )
    assert services.taken == [("notes.md", {"kind": "survey", "event": "kick-off", "date": "2025-02-01"})]
