"""Makes the pictures of every screen of the app again: python docs/pictures/take_app.py WORKSPACE (needs Chromium and Playwright).

The workspace is one that `learnbrief demo` made; it is copied and not changed. So that the screens show work in progress,
two made-up coders' decisions are put into the copy first; they come from a seed and mean nothing.
"""

import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from learnbrief.corpus.memos import answer, written
from learnbrief.corpus.store import Store, new_review, open_store
from learnbrief.corpus.tag import Action, Coder
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.screens.review import blind_reviews
from learnbrief.outputs.app.security import OneTimeToken

HERE = Path(__file__).parent / "app"
SIZES = {"desktop": (1200, 900, 1400), "phone": (360, 740, 1300)}
"""Width and height of the window, and how far down a picture goes."""
COLOURS = 96
BATCH = "a" * 16


def main(workspace: Path) -> None:
    """One picture per screen and size; old pictures go."""
    HERE.mkdir(exist_ok=True)
    for old in HERE.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        copy = Workspace(Path(shutil.copytree(workspace, Path(folder) / workspace.name)))
        store = open_store(copy.store_url)
        _work_a_little(copy, store)
        with _served(copy, store) as address, sync_playwright() as play:
            flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            _take(chromium, address, _screens(store))
            chromium.close()
        store.close()


def _work_a_little(workspace: Workspace, store: Store) -> None:
    """Some excerpts reviewed, some coded blind by two, some documents confirmed, a file waiting."""
    chance, codebook = random.Random(1), store.codebooks.current()
    ids = Services(workspace, store).blind_sample(40)
    excerpts = store.excerpts.get(ids)
    suggested: dict[str, list[str]] = {one: [] for one in ids}
    for tag in store.tags.suggested(ids):
        if tag.theme in codebook and tag.band.value != "none":
            suggested[tag.excerpt_id].append(tag.theme)
    for coder in ("First coder", "Second coder"):
        store.coders.put(Coder(coder))
        for one in ids:
            chosen = [theme for theme in suggested[one] if chance.random() < 0.85]
            store.reviews.add(*blind_reviews(codebook, excerpts[one], coder, chosen, "random-0"))
    for card in store.documents.cards()[:3]:
        for mark in store.privacy.of(card.document_id, card.version):
            store.privacy.set_status(mark.mark_id, "confirmed")
        store.privacy.confirm(card.document_id, card.version, "First coder")
        store.reviews.add(new_review(Action.CONFIRM, "First coder", document_id=card.document_id, version=card.version))
    sources = {one.document_id: one for one in store.documents.cards()[:3]}
    quotes = [one for one in store.excerpts.current(list(sources)) if one.evidence][:3]
    store.reviews.add(*(new_review(Action.BASKET, "Third coder", excerpt=one) for one in quotes))
    question = written("First coder", "Who was not in the room? Ask before the next workshop.")
    store.reviews.add(question, answer(question, "Second coder", "Nobody from nights, in four of five."))
    uploads = workspace.restricted / "uploads" / BATCH
    uploads.mkdir(parents=True)
    for path in sorted(workspace.material.glob("*/reflection.txt"))[:2]:
        shutil.copy(path, uploads / f"{path.parent.name}-{path.name}")


@contextmanager
def _served(workspace: Workspace, store: Store) -> Iterator[str]:
    app = create_app(
        store,
        Services(workspace, store),
        programme=workspace.settings.as_programme(),
        workspace=workspace.root,
        token=OneTimeToken("picture"),
    )
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def _screens(store: Store) -> dict[str, str]:
    """Name and path of each picture."""
    confirmed = store.privacy.confirmed()
    flagged = max(
        (card for card in store.documents.cards() if (card.document_id, card.version) not in confirmed),
        key=lambda card: sum(mark.status == "flagged" for mark in store.privacy.of(card.document_id, card.version)),
    )
    cohort = next(brief for brief in store.briefs.all() if brief.scope.get("kind") == "cohort")
    return {
        "01-home": "/",
        "02-material": "/material",
        "03-check-what-was-read": f"/material/add/{BATCH}",
        "04-de-identification": "/privacy",
        "05-one-document": f"/privacy/{flagged.document_id}",
        "06-review": "/review?queue=uncertain",
        "07-review-blind": "/review?queue=blind",
        "08-codebook": "/codebook",
        "09-merge": "/codebook/merge?theme=equity&into=culture",
        "10-search": "/explore?words=nobody+asks+who+waits+longest",
        "11-matrix": "/explore/matrix",
        "12-together": "/explore/together",
        "13-months": "/explore/months",
        "14-map": "/explore/map",
        "15-agreement": "/agreement",
        "16-briefs": "/briefs",
        "17-one-brief": f"/briefs/{cohort.brief_id}",
        "18-history": "/history",
        "19-read-and-code": f"/documents/{flagged.document_id}",
        "20-memos": "/memos",
        "21-theme-by": "/explore/grid?by=role",
        "22-basket": "/basket",
        "23-progress": "/progress",
    }


def _take(chromium: Any, address: str, screens: dict[str, str]) -> None:
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(300_000)
    page = context.new_page()
    page.goto(f"{address}/?token=picture")
    page.goto(f"{address}/who")
    page.fill("#name", "Third coder")
    page.press("#name", "Enter")
    page.wait_for_url(f"{address}/")
    for name, path in screens.items():
        for size, (width, height, depth) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address + path)
            if name == "14-map":
                page.wait_for_selector("svg.map circle")
            tall = min(depth, page.evaluate("document.documentElement.scrollHeight"))
            page.set_viewport_size({"width": width, "height": max(height, tall)})
            picture = HERE / f"{name}-{size}.png"
            page.screenshot(path=picture)
            Image.open(picture).convert("RGB").quantize(COLOURS).save(picture, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
