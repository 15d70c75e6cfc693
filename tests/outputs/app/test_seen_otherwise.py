"""The app at 400% and in the colours that a reader has forced: what a zoomed window hides, and what a lost colour no longer says."""

import pytest

from tests.outputs.app.test_in_browser import held

__all__ = ["held"]
AT_400 = {"width": 320, "height": 256}
"""1280 by 1024 px, magnified four times (WCAG 1.4.10)."""


def test_at_400_percent_nothing_scrolls_sideways_and_no_bar_covers_the_page(held):
    """A bar that stays at the foot took 178 of 256 px: whoever magnifies read through a slit."""
    page, wrong = held["page"], []
    page.set_viewport_size(AT_400)
    for path in held["paths"]:
        page.goto(held["address"] + path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append((path, "scrolls sideways"))
        stays = "[...document.querySelectorAll('main *')].some(one => ['sticky', 'fixed'].includes(getComputedStyle(one).position))"
        if page.evaluate(stays):
            wrong.append((path, "something stays in sight"))

    assert wrong == []


@pytest.mark.parametrize(("path", "entries"), [("/codebook", ".menu a"), ("/explore/grid?by=role", ".tabs a")])
def test_in_forced_colours_one_entry_alone_is_marked_as_where_one_is(held, path, entries):
    """Windows' contrast themes draw transparent borders: every entry of the menu looked like the current one."""
    page = held["page"]
    page.set_viewport_size({"width": 1200, "height": 900})
    page.emulate_media(forced_colors="active")
    page.goto(held["address"] + path)
    side = "borderLeftColor" if entries == ".menu a" else "borderBottomColor"
    colours = page.eval_on_selector_all(entries, f"all => all.map(one => getComputedStyle(one).{side})")
    current = page.eval_on_selector(f"{entries}[aria-current]", f"one => getComputedStyle(one).{side}")
    page.emulate_media(forced_colors="none")

    assert colours.count(current) == 1
