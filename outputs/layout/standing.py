"""What a brief says of itself on every page: where it stands, and for whom it is."""

from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import Outline

VIEWS = {
    "internal": "Internal view: not for sharing outside the evaluation",
    "published": "Published view",
}


def view_words(brief: Brief) -> str:
    """Which of the two views this is."""
    return VIEWS[brief.view]


def not_for_sharing(brief: Brief) -> str:
    """At the head of every page of an internal view: a page that was printed alone has lost the first; else empty."""
    return view_words(brief) if brief.view == "internal" else ""


def standing(page: Outline) -> str:
    """At the foot of every page: what nobody has checked yet; the title once nothing is left to warn of."""
    return f"{wording.capital(page.status)}. {page.warning}" if page.warning else page.title
