"""Makes the pictures of every page again: python docs/pictures/make.py WORKSPACE [HUB] (needs Chromium, LibreOffice and poppler).

HUB is a folder that `learnbrief hub` made; without one the pictures of the hub stay as they are, and so do those of the
pages for boards where `learnbrief pack --board` made none in the workspace.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from learnbrief.corpus.document import Document
from learnbrief.corpus.store import open_store
from learnbrief.outputs.brief.brief import Brief, evidence_of, read_brief
from learnbrief.outputs.render import render

HERE = Path(__file__).parent
COLOURS = 128
KINDS = ("cohort", "collaborative", "event")
LAST = {"docx": 4, "pptx": 8}
"""Pages and slides of which there are pictures."""
HUB = {"learned": "index.html", "boards": "boards.html"}


def main(workspace: Path, hub: Path | None = None) -> None:
    """One picture per page of the first brief of each kind, and of the hub; old pictures go."""
    for old in (old for kind in KINDS for old in HERE.glob(f"{kind}-*.png")):
        old.unlink()
    if hub:
        for name, page in HUB.items():
            _screen(hub / page, HERE / f"hub-{name}-screen.png", width=1280, height=1500)
            _screen(hub / page, HERE / f"hub-{name}-phone.png", width=500, height=1500)
    if boards := sorted(workspace.glob("handouts/boards/*.pdf"))[:1]:
        _pages(boards[0], "board-page", last=2)
    store = open_store(workspace / "learnbrief.db")
    for kind in KINDS:
        brief = _richest(workspace, kind)
        if brief is None:
            continue
        wanted = {(item.document, item.version) for item in evidence_of(brief)}
        sources = {key: store.documents.get(*key) for key in wanted}
        _pictures(brief, sources, kind)


def _richest(workspace: Path, kind: str) -> Brief | None:
    """The internal brief of this kind with the most sources."""
    briefs = [read_brief(path.read_text(encoding="utf-8")) for path in sorted(workspace.glob("briefs/*/brief.json"))]
    own = [brief for brief in briefs if brief.scope.kind == kind and brief.view == "internal"]
    return max(own, key=lambda brief: (len(brief.messages), len(brief.findings), brief.id), default=None)


def _pictures(brief: Brief, sources: dict[tuple[str, int], Document], kind: str) -> None:
    formats = ("html", "pdf", "docx", "pptx") if kind == "cohort" else ("html", "pdf")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, content in render(brief, formats, sources=sources).items():
            (place / name).write_bytes(content)
        _screen(place / "brief.html", HERE / f"{kind}-screen.png", width=1280, height=2400)
        _screen(place / "brief.html", HERE / f"{kind}-phone.png", width=500, height=1600)
        _pages(place / "brief.pdf", f"{kind}-page", last=3)
        for name in ("docx", "pptx"):
            if name in formats:
                _office(place / f"brief.{name}", place)
                _pages(place / "office" / "brief.pdf", f"{kind}-{name}", last=LAST[name])


def _screen(page: Path, picture: Path, *, width: int, height: int) -> None:
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
    size = [f"--window-size={width},{height}", f"--screenshot={picture}"]
    subprocess.run(["chromium", *flags, *size, page.as_uri()], check=True, capture_output=True)
    _small(picture)


def _office(file: Path, place: Path) -> None:
    home = f"-env:UserInstallation={(place / 'home').as_uri()}"
    target = ["--outdir", str(place / "office"), str(file)]
    subprocess.run(["soffice", home, "--headless", "--convert-to", "pdf", *target], check=True, capture_output=True)


def _pages(file: Path, name: str, *, last: int) -> None:
    subprocess.run(["pdftoppm", "-r", "80", "-l", str(last), "-png", str(file), str(HERE / name)], check=True)
    for picture in HERE.glob(f"{name}-*.png"):
        _small(picture)


def _small(picture: Path) -> None:
    with Image.open(picture) as image:
        image.convert("RGB").quantize(COLOURS).save(picture, optimize=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
