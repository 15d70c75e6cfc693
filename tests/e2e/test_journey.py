"""The whole journey of an evaluator, in a real browser against the real process: from files to a signed Word brief."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docx
import pytest

from learnbrief.corpus.store import Store, open_store
from learnbrief.corpus.tag import Action
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, new_workspace
from tests.e2e.demo_programme import environment
from tests.e2e.processes import until
from tests.flows.conftest import ABOUT_WEBINAR, REFLECTION, REGISTER, SETTINGS, WEBINAR, WORKSHOP
from tests.outputs.browsing import browser as real_browser
from tests.outputs.browsing import session, settled, sign_in
from tests.patience import AT_MOST

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def running_app(workspace: Workspace) -> Iterator[str]:
    """`learnbrief app` as a process; gives the link it prints."""
    command = [
        sys.executable,
        "-u",
        "-c",
        "from learnbrief.flows.cli import main; main()",
        "app",
        "-w",
        str(workspace.root),
        "--no-browser",
    ]
    given = environment(COLUMNS="300")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=given) as process:
        try:
            assert process.stdout is not None
            told = iter(process.stdout.readline, "")
            link = next(
                found.group() for line in told if (found := re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", line))
            )
            yield link
        finally:
            process.terminate()
            process.wait(AT_MOST)


@contextmanager
def window(chromium: Any, kept: Path, asked: list[str]) -> Iterator[Any]:
    """A browser window that remembers its session, as closing and opening a browser does; others' addresses are refused."""
    context = session(chromium, storage_state=kept if kept.exists() else None, viewport={"width": 1200, "height": 900})

    def decide(route: Any) -> None:
        if re.match(r"http://127\.0\.0\.1[:/]|data:", route.request.url):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    yield context.new_page()
    context.storage_state(path=kept)
    context.close()


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    """A workspace with settings and register; no material."""
    place = new_workspace(tmp_path / "small-steps")
    atomic_write(place.settings_file, SETTINGS)
    atomic_write(place.register_file, REGISTER)
    return Workspace(place.root)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """What an evaluator has on the desktop after a month."""
    folder = tmp_path / "desktop"
    folder.mkdir()
    for name, text in {"notes.md": WORKSHOP, "reflection.txt": REFLECTION, "recording.vtt": WEBINAR}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(str(path) for path in folder.iterdir())


def add_files(page: Any, address: str, files: list[str]) -> None:
    """Drop the files, say what the transcript is, take them in."""
    page.goto(f"{address}/material")
    page.set_input_files("#files", files)
    page.click("text=Read them")
    page.get_by_role("heading", name="Check what was read").wait_for()
    assert "Olumide" not in page.content(), "a name shows in the preview"
    about = dict(line.replace('"', "").split(" = ") for line in ABOUT_WEBINAR.splitlines())
    number = next(n for n, path in enumerate(files) if path.endswith(".vtt"))
    page.select_option(f"#kind-{number}", "webinar_transcript")
    page.fill(f"#event-{number}", about["event"])
    page.fill(f"#date-{number}", about["date"])
    page.select_option(f"#collaborative-{number}", "none")
    page.click("text=Take in and run")
    page.get_by_role("heading", name="Progress").wait_for()


def confirm_everything(page: Any, address: str, store: Store) -> None:
    """Keep every flag hidden, let stand what may tell who somebody is, and confirm each document, one after the other."""
    for _ in store.documents.cards():
        page.goto(f"{address}/privacy")
        page.click("text=Check the next one")
        settled(page)
        if page.get_by_text("Keep everything flagged hidden").count():
            page.click("text=Keep everything flagged hidden")
            page.get_by_text(re.compile(r"^(No flag is left;|Nothing is left to decide)")).wait_for()
        settled(page)
        while left := page.locator(".telling-one").count():
            page.locator(".telling-one button[value=stand]").first.click()
            page.locator(".telling-one").nth(left - 1).wait_for(state="detached")
        with page.expect_navigation():  # what was decided before has left a message, too
            page.click("button:has-text('Confirm this document')")
        page.locator(".flash").wait_for()
    assert len(store.privacy.confirmed()) == len(store.documents.cards())


def review_by_keyboard(page: Any, address: str, store: Store, *, wanted: int) -> int:
    """Accept the first suggestion and go on, by two keys; blind ones by one. How many were done."""
    page.goto(f"{address}/review?queue=suggested")
    count = 0
    while count < wanted and page.locator("#card[data-excerpt]").count():
        before = page.url
        if page.locator(".tag").count():
            page.keyboard.press("a")
            page.locator("#status", has_text="accepted").wait_for()
        page.keyboard.press("n")
        count += 1
        page.wait_for_function(
            "before => location.href !== before || !document.querySelector('#card[data-excerpt]')", arg=before
        )
        settled(page)
    done = [review for review in store.reviews.all() if review.action is Action.DONE]
    assert len(done) == count
    return count


def edit_codebook(page: Any, address: str, store: Store) -> None:
    """A better definition is a new version, with its difference shown; a theme of one's own is another.

    What is coded on so little may change no suggestion: a theme that one excerpt is all about always does.
    """
    before = store.codebooks.current().version
    page.goto(f"{address}/codebook")
    page.click("#leadership summary")
    page.fill("#d-leadership", "What boards and executives do for improvement, and what they leave undone.")
    page.click("#leadership button:has-text('Save as a new version')")
    page.get_by_text("is saved as a new version").wait_for()
    assert store.codebooks.current().version != before
    page.goto(f"{address}/codebook/versions")
    assert "what they leave undone" in " ".join(page.locator("ins").all_inner_texts())
    page.goto(f"{address}/codebook")
    page.click("summary:has-text('Add a theme')")
    page.fill("#new-name", "Letters and missed appointments")
    page.fill("#new-definition", "Patients, the appointment letter and missed appointments.")
    page.click("form[action='/codebook/add'] button:has-text('Add')")
    page.get_by_role("heading", name="Letters and missed appointments").or_(
        page.locator("summary:has-text('Letters and missed appointments')")
    ).first.wait_for()


def retrain_and_accept(page: Any, address: str, store: Store) -> None:
    """A tagger learns from the reviews, tells theme by theme what it would take over, and is put to use."""
    page.goto(f"{address}/codebook")
    page.click("text=Retrain from the reviews")
    page.get_by_role("heading", name="Progress").wait_for()
    learned = store.jobs.all()[0]
    until(lambda: store.jobs.get(learned.job_id).status in ("done", "failed"))
    assert store.jobs.get(learned.job_id).status == "done", store.jobs.get(learned.job_id).message
    page.goto(f"{address}/codebook")
    assert "stays with the codebook" in page.get_by_role("region", name="Theme by theme").inner_text()
    page.click("text=Accept and tag anew")
    page.get_by_text("what people decided stays as it is").wait_for()
    retagged = store.jobs.all()[0]
    until(lambda: store.jobs.get(retagged.job_id).status in ("done", "failed"))
    assert store.jobs.get(retagged.job_id).status == "done", store.jobs.get(retagged.job_id).message
    assert store.models.accepted() is not None


def sign(page: Any, address: str, store: Store) -> str:
    """Reword the first finding of the workshop's brief and say why now, keep both with one button, tick and sign."""
    brief = next(
        one for one in store.briefs.all() if one.scope.get("kind") == "event" and "harbour" in str(one.scope["event"])
    )
    page.goto(f"{address}/briefs/{brief.brief_id}")
    first = page.locator("section.finding").first
    if not first.locator("[name^='w-']").is_visible():
        first.locator("summary", has_text="Headline").click()
    first.locator("[name^='w-']").fill("Boards hear of equity only when something fails")
    page.fill("#t-why_now", "The board sets next year's priorities in May.")
    page.get_by_role("group", name="Whole page").get_by_role("button", name="Keep all changes").click()
    page.get_by_text("2 changes kept").wait_for()
    for box in page.locator("#sign [type=checkbox]").all():
        box.check()
    page.locator("[value=sign]").click()
    page.get_by_text("Signed off by Ada").first.wait_for()
    return brief.brief_id


def test_from_files_to_a_signed_brief_in_word(empty, files, tmp_path):
    """What the app promises: everything day to day without a command line, and nothing lost when the browser is closed."""
    asked: list[str] = []
    kept = tmp_path / "session.json"
    store = open_store(empty.store_url)
    with running_app(empty) as link, real_browser() as chromium:
        address = link.partition("/?")[0]
        with window(chromium, kept, asked) as page:
            sign_in(page, link)
            add_files(page, address, files)
        # the browser is closed: the worker goes on
        (job,) = store.jobs.all()
        until(lambda: store.jobs.get(job.job_id).status in ("done", "failed"))
        assert store.jobs.get(job.job_id).status == "done", store.jobs.get(job.job_id).message
        assert len(store.documents.cards()) == 3

        with window(chromium, kept, asked) as page:
            page.goto(f"{address}/material/jobs/{job.job_id}")
            assert page.get_by_role("link", name=re.compile("^Open ‘")).count() == 3
            confirm_everything(page, address, store)
            assert review_by_keyboard(page, address, store, wanted=20) >= 5
            edit_codebook(page, address, store)
            retrain_and_accept(page, address, store)
            signed = sign(page, address, store)
            link_to_word = page.get_by_role("group", name="Download").get_by_role("link", name="Word", exact=True)
            answer = page.request.get(address + str(link_to_word.get_attribute("href")))
            assert answer.ok, answer.text()[:2000]
            with page.expect_download() as download:
                link_to_word.click()
            word = tmp_path / "brief.docx"
            download.value.save_as(word)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(word)).paragraphs)
    stored = store.briefs.get(signed)
    store.close()

    assert "Boards hear of equity only when something fails" in text
    assert "Olumide" not in text
    assert stored.status == "approved"
    assert asked == []


def test_no_page_asks_anything_of_another_machine(finished, tmp_path):
    """With every other address cut off each screen still works: the material never leaves the machine."""
    asked: list[str] = []
    with open_everything(finished) as store, running_app(finished) as link, real_browser() as chromium:
        address = link.partition("/?")[0]
        with window(chromium, tmp_path / "session.json", asked) as page:
            sign_in(page, link)
            for card in store.documents.cards():  # else the published page is refused
                store.privacy.confirm(card.document_id, card.version, "Ada")
            for path in every_page(store):
                answer = page.goto(address + path)
                assert answer.status == 200, path
            page.goto(f"{address}/explore/map")
            page.wait_for_selector("svg.map circle")

    assert asked == []


@contextmanager
def open_everything(workspace: Workspace) -> Iterator[Store]:
    """The workspace's store."""
    store = open_store(workspace.store_url)
    yield store
    store.close()


def every_page(store: Store) -> list[str]:
    """Each screen, with something on it."""
    document, brief = store.documents.cards()[0].document_id, store.briefs.all()[0].brief_id
    excerpt = store.excerpts.current()[0].excerpt_id
    return ["/", "/who", "/material", "/privacy", f"/privacy/{document}", "/review", "/review/first", f"/review/{excerpt}", "/review?queue=uncertain",
            "/review?queue=blind", "/codebook", "/codebook/versions", "/codebook/split?theme=equity",
            "/codebook/merge?theme=equity&into=leadership", "/explore", "/ask", "/ask?question=What+do+boards+do%3F", "/explore?words=board", "/explore/excerpts?theme=leadership",
            "/explore/matrix", "/explore/together", "/explore/months", "/agreement", "/agreement/pass/20", "/briefs",
            f"/briefs/{brief}", f"/briefs/{brief}/paper", f"/briefs/{brief}/paper?view=published", "/history"]  # fmt: skip
