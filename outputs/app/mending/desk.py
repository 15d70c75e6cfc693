"""What lies before an evaluator who presses a button on a brief's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from learnbrief.corpus.errors import BadInput, NotFound
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.app.state import AppState
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.reported import Evidence, ReportedFinding

LONGEST_HEADING, LONGEST_SECTION = 300, 10_000


@dataclass(frozen=True, slots=True)
class Desk:
    """One press of a button on a brief's page: the brief as the page showed it, the form, and who pressed."""

    state: AppState
    brief: Brief
    form: FormData
    coder: str
    reviews: Sequence[Review]
    """Edits of this brief that stand."""

    def text(self, name: str, *, longest: int = LONGEST_HEADING) -> str:
        """What was typed in a field."""
        words = str(self.form.get(name, "")).strip()
        if len(words) > longest:
            raise BadInput(f"That is longer than {longest:,} characters; shorten it.")
        return words

    def chosen(self, name: str) -> list[str]:
        """What was ticked under a name, each once."""
        return list(dict.fromkeys(str(value) for value in self.form.getlist(name)))

    def finding(self, finding_id: str) -> ReportedFinding:
        """A finding of this brief."""
        return finding_in(self.brief, finding_id)

    def review(self, action: Action, target: str, **payload: Any) -> Review:
        """What this person did to something."""
        return new_review(action, self.coder, target=target, payload=payload)


def finding_in(brief: Brief, finding_id: str) -> ReportedFinding:
    """A finding of a brief, or that it is gone."""
    found = next((finding for finding in brief.findings if finding.id == finding_id), None)
    if found is None:
        raise NotFound("That finding is no longer in this brief.")
    return found


def headline(desk: Desk, finding: ReportedFinding, excerpt: Evidence, start: int, end: int) -> Review:
    """A stretch of an excerpt chosen as headline."""
    place = {"excerpt": excerpt.excerpt, "start": start, "end": end}
    return desk.review(Action.HEADLINE, finding.id, **place, at={excerpt.excerpt: span(excerpt)})


def shown_order(brief: Brief) -> list[str]:
    """Finding ids as the page lists them: messages first."""
    return [*brief.messages, *(finding.id for finding in brief.findings if finding.id not in brief.messages)]


def moved(desk: Desk, finding_id: str, place: int) -> Review:
    """One finding put at a place counted from nought, of all that the page lists."""
    order = shown_order(desk.brief)
    order.remove(finding_id)
    order.insert(max(0, min(len(order), place)), finding_id)
    return desk.review(Action.REORDER, desk.brief.id, order=order)


def span(excerpt: Evidence) -> dict[str, Any]:
    """Where an excerpt of the brief stands, as a review keeps it."""
    return {
        "document": excerpt.document,
        "version": excerpt.version,
        "start": excerpt.start,
        "end": excerpt.end,
    }


def spans(excerpts: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Where these stand."""
    return [span(excerpt) for excerpt in excerpts]


def places(excerpts: Sequence[Evidence]) -> dict[str, dict[str, Any]]:
    """Where these stand, by their ids of today: a later version of the text gives them others."""
    return {excerpt.excerpt: span(excerpt) for excerpt in excerpts}
