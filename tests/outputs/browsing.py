"""A real browser for the checks that need one; absent on a user's machine, required on the project's own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str:
    """The browser's path; without one a test is skipped with the reason, unless CI is set."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        reason = "no Chromium on this machine: install it to run the browser checks"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return found


PATIENCE = 120_000
"""Milliseconds until something that does not come is a failure: on a machine where much else runs, a press took 30,000."""

AT_REST = """async () => {
    const rests = () => document.readyState === 'complete'
        && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added');
    const drawn = () => new Promise(requestAnimationFrame);
    if (!rests()) return false;
    await drawn();
    await drawn();
    return rests();
}"""


@contextmanager
def browser() -> Iterator[Any]:
    """Headless, offline."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as play:
        running = play.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            timeout=PATIENCE,
        )
        yield running
        running.close()


def session(running: Any, **options: Any) -> Any:
    """Windows that share what a browser remembers, and nothing with other sessions."""
    context = running.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


def sign_in(page: Any, link: str, *, as_who: str = "Ada") -> None:
    """Open the app by its one-use link and say who works there."""
    address = link.partition("/?")[0]
    page.goto(link)
    page.goto(f"{address}/who")
    page.fill("#name", as_who)
    page.press("#name", "Enter")
    page.wait_for_url(f"{address}/")


def settled(page: Any) -> None:
    """Wait until the page has come to rest: all of it there, nothing asked of the server or swapped, two frames drawn since.

    After an act, what is read without waiting is read too early on a slow machine: a click waits only until another page
    begins to come, `is_visible`, `count` and `evaluate` for nothing.
    """
    page.wait_for_function(AT_REST)


def complaints(page: Any) -> list[str]:
    """What axe finds wrong, one line each."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{one['id']}: {one['help']} ({node['target']})" for one in found["violations"] for node in one["nodes"]]
