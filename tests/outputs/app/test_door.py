"""Who gets in, and what every answer carries: the material is confidential."""

import pytest
from fastapi.testclient import TestClient

from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from tests.outputs.app.conftest import PROGRAMME, post, token_in

PAGES = ["/", "/who", "/keys", "/material", "/privacy", "/privacy/d-kickoff", "/codebook", "/codebook/versions", "/codebook/split?theme=equity",
         "/codebook/merge?theme=equity&into=leadership", "/explore", "/ask", "/ask?question=What+do+boards+do%3F", "/explore?words=board", "/explore/excerpts?theme=leadership",
         "/explore/matrix", "/explore/together", "/explore/months", "/explore/grid?by=role", "/basket", "/progress", "/explore/map", "/agreement", "/agreement/pass/20", "/briefs",
         "/history", "/review", "/themes", "/themes?theme=barrier&state=all"]  # fmt: skip


def test_without_the_link_nothing_is_shown(stranger):
    """Another account on the same machine must not read along."""
    for path in PAGES:
        answer = stranger.get(path)

        assert answer.status_code == 403
        assert "Board time" not in answer.text


def test_the_link_works_once(app, stranger):
    """A link left in a history or a log opens nothing."""
    assert stranger.get("/?token=wrong").status_code == 403
    assert stranger.get("/?token=secret").status_code == 200
    assert stranger.get("/").status_code == 200
    assert TestClient(app).get("/?token=secret").status_code == 403


def test_a_second_programme_in_the_same_browser_locks_nobody_out(store, services, tmp_path):
    """A browser keeps one jar of cookies for 127.0.0.1, whatever the port."""
    programmes = {}
    for name in ("coast", "fells"):
        token = OneTimeToken(name)
        app = create_app(store, services, programme=PROGRAMME, workspace=tmp_path / name, token=token)
        programmes[name] = TestClient(app)
    programmes["fells"].cookies = programmes["coast"].cookies.jar

    for name, browser in programmes.items():
        assert browser.get(f"/?token={name}").status_code == 200
    for browser in programmes.values():
        assert browser.get("/").status_code == 200


def test_another_host_name_is_refused(stranger):
    """A page elsewhere must not reach us by pointing its own name at this machine."""
    stranger.get("/?token=secret")

    assert stranger.get("/", headers={"host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_under_a_strict_policy(browser, path):
    """No page loads anything from elsewhere or runs anything but our own script."""
    answer = browser.get(path)

    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    for elsewhere in ('src="http', 'href="http', "style=", " onclick"):
        assert elsewhere not in answer.text


def test_a_change_from_another_page_is_refused(browser, store):
    """A page elsewhere must not press our buttons."""
    excerpt_id = store.excerpts.current()[0].excerpt_id
    fields = {"theme": "equity", "action": "add"}

    assert browser.post(f"/review/{excerpt_id}/decide", data=fields).status_code == 403
    assert browser.post(f"/review/{excerpt_id}/decide", data=fields | {"csrf": "guess"}).status_code == 403
    assert store.reviews.all() == []


def test_a_form_of_many_fields_arrives_whichever_way_its_token_comes(browser):
    """A long brief's page has thousands of boxes, and a page that swaps parts of itself sends the token by header."""
    token = token_in(browser.get("/who").text)
    many = {f"place-{number}": "1" for number in range(3_000)} | {"off": "1"}

    for more, headers in (({"csrf": token}, {}), ({}, {"x-csrf-token": token})):
        answer = browser.post("/keys", data=many | more, headers=headers, follow_redirects=True)
        assert answer.status_code == 200
        assert "Single keys are switched off." in answer.text


def test_large_uploads_are_refused_before_they_are_read(store, services, tmp_path):
    """A slip of the hand must not fill the disk."""
    app = create_app(
        store, services, programme=PROGRAMME, workspace=tmp_path, token=OneTimeToken("t"), upload_limit=1000
    )
    client = TestClient(app)
    client.get("/?token=t")

    assert client.post("/material", files={"files": ("a.txt", b"x" * 2000)}).status_code == 413


def test_errors_speak_plainly_and_show_no_code(browser, store):
    """Evaluators are not programmers, and a stack trace may hold material."""
    for path, status in (
        ("/review/e-nobody", 404),
        ("/briefs/none", 404),
        ("/nowhere", 404),
        ("/explore/matrix?form=exe", 400),
    ):
        answer = browser.get(path)

        assert answer.status_code == status
        assert "Traceback" not in answer.text
        assert "Back to Home" in answer.text


def test_a_bug_of_ours_is_told_without_its_insides(browser, services):
    """Even then nothing is lost and nothing is shown."""
    services.queue = None

    answer = browser.get("/review")
    assert answer.status_code == 500
    assert "NoneType" not in answer.text
    assert "Nothing you decided was lost" in answer.text


def test_nobody_works_without_a_name(stranger, store):
    """Every review carries who made it."""
    stranger.get("/?token=secret")
    answer = stranger.get("/review", follow_redirects=False)
    assert answer.headers["location"] == "/who?then=/review"

    csrf = token_in(stranger.get("/who").text)
    answer = stranger.post(
        "/who", data={"name": "  Ada  L ", "then": "//evil.example", "csrf": csrf}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"
    assert [coder.name for coder in store.coders.all()] == ["Ada L"]


def test_a_name_must_be_a_name(browser):
    """An empty or broken name would make the record useless."""
    assert post(browser, "/who", name=" ").status_code == 400
    assert post(browser, "/who", name="a\u0000b").status_code == 400
