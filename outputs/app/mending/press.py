"""What comes of pressing a button on a brief's page: all of it in one transaction, or none; typed words are kept either way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.datastructures import FormData

from learnbrief.corpus.errors import BadInput, LearnbriefError, NotAllowed, StaleEdit
from learnbrief.corpus.retirement import retire
from learnbrief.outputs.app.mending.acts import Pressed, pressed
from learnbrief.outputs.app.mending.desk import Desk
from learnbrief.outputs.app.mending.record import edits_of
from learnbrief.outputs.app.screens.privacy import confirm_sources
from learnbrief.outputs.app.state import AppState
from learnbrief.outputs.brief.brief import Brief, read_brief


@dataclass(frozen=True, slots=True)
class Work:
    """One press, read and ready to be done."""

    state: AppState
    coder: str
    form: FormData
    brief: Brief
    edition: int
    asked: Pressed

    def keep(self, *, act: bool) -> None:
        """What was typed, and what the button does where it does something; nothing is written where neither says anything."""
        reviews = [*self.asked.typed, *(self.asked.acted if act else ())]
        if reviews:
            self.state.services.edit_brief(self.brief.id, reviews, edition=self.edition)


def press(state: AppState, coder: str, brief_id: str, form: FormData) -> tuple[str, str]:
    """What to tell, and the finding to go back to; empty for none.

    Raises:
        StaleEdit: the brief has changed since the page was opened.
        LearnbriefError: it cannot be done, and nothing was typed beside it.
    """
    stored, edition = state.store.briefs.get(brief_id), edition_in(form)
    if not stored.open:
        raise NotAllowed(f"This brief is {stored.status} and does not change.{_HOW.get(stored.status, '')}")
    brief = read_brief(stored.value)
    asked = pressed(Desk(state, brief, form, coder, edits_of(state.store, stored, brief)))
    work = Work(state, coder, form, brief, edition, asked)
    try:
        told = DOING.get(str(form.get("act", "")), _edited)(work)
    except StaleEdit:
        raise
    except LearnbriefError as err:
        if not asked.typed:
            raise
        work.keep(act=False)
        told = f"{asked.kept}{err}"
    state.rebuilt[brief_id] = datetime.now(UTC).isoformat(timespec="microseconds")
    return told, asked.about if asked.about in {finding.id for finding in brief.findings} else ""


_HOW = {
    "approved": " Make a new one; it supersedes this and keeps both.",
    "retired": " Bring it back first.",
}


def edition_in(form: FormData) -> int:
    """The edition of the brief that a page showed."""
    edition = str(form.get("edition", ""))
    if not edition.isdecimal() or len(edition) > 9:
        raise BadInput("That request was not complete. Go back and try again.")
    return int(edition)


def _edited(work: Work) -> str:
    work.keep(act=True)
    return work.asked.message


def _confirmed(work: Work) -> str:
    with work.state.store.writing():
        count = confirm_sources(work.state, work.coder, [str(one) for one in work.form.getlist("source")])
        work.state.services.edit_brief(work.brief.id, work.asked.typed, edition=work.edition)
    return f"{work.asked.kept}{count} {'source is' if count == 1 else 'sources are'} confirmed."


def _refreshed(work: Work) -> str:
    if work.asked.typed:
        work.keep(act=False)
    else:
        work.state.services.rebuild(work.brief.id)
    return f"{work.asked.kept}The brief is up to date with its sources and with every decision."


def _retired(work: Work) -> str:
    store = work.state.store
    with store.writing():
        store.briefs.open_for_edit(work.brief.id, edition=work.edition)
        work.keep(act=False)
        retire(store, work.brief.id, reason=str(work.form.get("reason", "")), coder=work.coder)
    return f"{work.asked.kept}Retired: it no longer waits, and can be brought back here."


DOING: Mapping[str, Callable[[Work], str]] = {
    "confirm-sources": _confirmed,
    "refresh": _refreshed,
    "retire": _retired,
}
"""Buttons that do more than make reviews of the brief."""
