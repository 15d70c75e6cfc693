"""The buttons of a brief's page: each makes reviews, and says what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import BadInput, NotAllowed, NotFound
from learnbrief.corpus.store import new_review, span_of
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.app.mending.desk import Desk, headline, moved, places, shown_order, span, spans
from learnbrief.outputs.app.mending.held import hold_heading, kept_with, remaining, remarked
from learnbrief.outputs.app.mending.record import moved_since
from learnbrief.outputs.app.mending.typed import typed_on, typed_reviews
from learnbrief.outputs.brief.brief import Brief, scope_key
from learnbrief.outputs.brief.published import waiting_sources
from learnbrief.outputs.brief.reported import Evidence, ReportedFinding
from learnbrief.outputs.layout import headlines
from learnbrief.outputs.layout.wording import capital, counted, listed

CHECK_LIST = {
    "quotes": "I have read each message against its quotes in their place in the source.",
    "counter": "I have looked at the possible counter-evidence and at who was not found or not heard.",
    "words": "The headings say no more than the evidence does.",
    "limits": "The limits are told, and nobody can be recognised from the quotes.",
}
BARE = "bare"
"""Ticked where a message may go out under theme and side alone."""

Act = Callable[[Desk, str], tuple[list[Review], str]]
"""What a button does with what it names: its reviews, and what to tell."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What one press of a button asks for."""

    typed: Sequence[Review]
    """Every field of the form that says something new; kept whatever becomes of the button."""
    acted: Sequence[Review]
    told: str
    about: str
    """The place on the page to go back to."""

    @property
    def message(self) -> str:
        """What to tell, what was typed first."""
        return f"{self.kept}{self.told}".strip() or "Nothing had changed."

    @property
    def kept(self) -> str:
        """That what was typed is kept; empty where nothing was."""
        return f"{len(self.typed)} {'change' if len(self.typed) == 1 else 'changes'} kept. " if self.typed else ""


def pressed(desk: Desk) -> Pressed:
    """What the form asks for. A button that cannot do its work takes nothing of what was typed beside it along."""
    act, _, about = str(desk.form.get("act", "keep")).partition(":")
    if act not in ACTS:
        raise BadInput(f"A brief cannot be edited with {act!r}.")
    typed, acted = typed_reviews(desk), list[Review]()
    try:
        acted, told = ACTS[act](desk, about)
        told += _remarks_told((*typed, *acted))
    except (BadInput, NotAllowed, NotFound) as err:
        if not typed:
            raise
        told = str(err)
    return Pressed(typed, acted, told, about.partition(":")[0])


def _remarks_told(reviews: Sequence[Review]) -> str:
    """That something was remarked, and where it stands; empty where nothing was."""
    count = remarked(reviews)
    return (
        f" {capital(counted(count, 'wording'))} {'has' if count == 1 else 'have'} remarks, beside the box."
        if count
        else ""
    )


def _keep(_desk: Desk, _about: str) -> tuple[list[Review], str]:
    return [], ""


def _merge(desk: Desk, _about: str) -> tuple[list[Review], str]:
    marked = [one for one in shown_order(desk.brief) if one in desk.chosen("mark")]
    if len(marked) < 2:
        raise BadInput("Tick the findings that say one thing, at least two, and press again.")
    target, *others = marked
    # Their quotes stand for them: were every member tied, none could be taken out again without a contradiction.
    together = [span(quote) for one in marked for quote in desk.finding(one).quoted]
    held = _held_together(desk, desk.finding(target), [desk.finding(one) for one in others])
    review = desk.review(Action.MERGE, target, others=others, together=together, **held)
    return [review], f"{len(marked)} findings are one now."


def _held_together(desk: Desk, first: ReportedFinding, others: Sequence[ReportedFinding]) -> dict[str, Any]:
    """What heads the first speaks for all of them from now on."""
    if first.heading_from == "none":
        return {}
    return kept_with(first.heading, hold_heading(desk.state, desk.brief, first, first.heading, among=others))


def _ticked(desk: Desk, finding: ReportedFinding) -> tuple[list[Evidence], list[Evidence]]:
    ticked = set(desk.chosen(f"t-{finding.id}"))
    inside = [excerpt for excerpt in finding.evidence if excerpt.excerpt in ticked]
    if not inside:
        raise BadInput("Tick the excerpts first, in the list of evidence of that finding.")
    return inside, [excerpt for excerpt in finding.evidence if excerpt.excerpt not in ticked]


def _split(desk: Desk, about: str) -> tuple[list[Review], str]:
    inside, rest = _ticked(desk, desk.finding(about))
    if not rest:
        raise BadInput("Leave at least one excerpt unticked; all of them together are this finding already.")
    chosen = [one.excerpt for one in inside]
    review = desk.review(Action.SPLIT, about, excerpts=chosen, at=places(inside), apart=[spans(inside), spans(rest)])
    return [review], "They are a finding of their own now, below this one."


def _exclude(desk: Desk, about: str) -> tuple[list[Review], str]:
    finding = desk.finding(about)
    inside, rest = _ticked(desk, finding)
    remembered = _remembered(desk, about)
    reviews = [
        desk.review(
            Action.EXCLUDE,
            about,
            excerpt=one.excerpt,
            at=places([one]),
            apart=[spans([one]), spans(rest)],
            **remembered,
        )
        for one in inside
    ]
    count = "It is" if len(inside) == 1 else f"{len(inside)} excerpts are"
    return reviews, f"{count} no longer in this finding." if rest else "Nothing was left in it, so the finding is gone."


def _drop(desk: Desk, about: str) -> tuple[list[Review], str]:
    desk.finding(about)
    return [
        desk.review(Action.DROP, about, **_remembered(desk, about))
    ], "Left out; the button to undo it is in its place."


def _remembered(desk: Desk, finding_id: str) -> dict[str, str]:
    """What shows where it stood, once it is gone."""
    order = shown_order(desk.brief)
    place = order.index(finding_id)
    return {"heading": desk.finding(finding_id).heading, "after": order[place - 1] if place else ""}


def _pin(desk: Desk, about: str) -> tuple[list[Review], str]:
    desk.finding(about)
    return [desk.review(Action.PIN, about)], "It is a message for the board now."


def _release(desk: Desk, about: str) -> tuple[list[Review], str]:
    clause = desk.finding(about).clause
    if clause is None:
        raise BadInput("Only a headline in the participants' own words waits for release.")
    place = {"excerpt": clause.excerpt, "start": clause.start, "end": clause.end}
    where = places([one for one in desk.finding(about).evidence if one.excerpt == clause.excerpt])
    held = kept_with(clause.text, hold_heading(desk.state, desk.brief, desk.finding(about), clause.text))
    return [
        desk.review(Action.RELEASE, about, **place, at=where, **held)
    ], "These words may head it in the published view."


def _accept_headlines(desk: Desk, _about: str) -> tuple[list[Review], str]:
    """What heads messages, kept as it stands: a later run does not change it. What cannot be kept is named."""
    settled = {review.target for review in desk.reviews if review.action in (Action.HEADLINE, Action.REWORD)}
    changed = _headed_by_hand(desk)
    reviews, bare = [], bare_messages(desk)
    for wanted in desk.brief.messages:
        finding = desk.finding(wanted)
        if wanted in settled | changed:
            continue
        if finding.clause:
            excerpt = next(one for one in finding.evidence if one.excerpt == finding.clause.excerpt)
            reviews.append(headline(desk, finding, excerpt, finding.clause.start, finding.clause.end))
        elif finding.heading_from == "composed":
            reviews.append(desk.review(Action.HEADLINE, wanted, subject=finding.heading))
    told = "The headlines of the messages are kept as they stand."
    return reviews, f"{told} {_without_headline(bare)}: choose or write one." if bare else told


def _headed_by_hand(desk: Desk) -> set[str | None]:
    """Messages for which this very form says what heads them."""
    said = (review for one in desk.brief.messages for review in typed_on(desk, desk.finding(one)))
    return {review.target for review in said if review.action in (Action.HEADLINE, Action.REWORD)}


def bare_messages(desk: Desk) -> list[int]:
    """Numbers of the messages that theme and side alone would head, and for which nobody says anything now."""
    by_hand = _headed_by_hand(desk)
    return [
        number
        for number, wanted in enumerate(desk.brief.messages, 1)
        if wanted not in by_hand and headlines.headline(desk.finding(wanted), desk.brief).wordless
    ]


def _without_headline(numbers: Sequence[int]) -> str:
    one = len(numbers) == 1
    return f"{'Message' if one else 'Messages'} {listed(map(str, numbers))} {'has' if one else 'have'} no headline"


def _up(desk: Desk, about: str) -> tuple[list[Review], str]:
    return _step(desk, about, -1)


def _down(desk: Desk, about: str) -> tuple[list[Review], str]:
    return _step(desk, about, 1)


def _step(desk: Desk, about: str, step: int) -> tuple[list[Review], str]:
    place = shown_order(desk.brief).index(desk.finding(about).id) + step
    return [moved(desk, about, place)], "Moved."


def _differs(desk: Desk, about: str) -> tuple[list[Review], str]:
    return _weighed(desk, about, Action.CONFIRM_COUNTER)


def _agrees(desk: Desk, about: str) -> tuple[list[Review], str]:
    return _weighed(desk, about, Action.DISMISS_COUNTER)


def _weighed(desk: Desk, about: str, action: Action) -> tuple[list[Review], str]:
    finding_id, _, excerpt = about.partition(":")
    if excerpt not in {one.excerpt for one in desk.finding(finding_id).counter}:
        raise BadInput("That excerpt is not among the possible counter-evidence.")
    return [desk.review(action, finding_id, excerpt=excerpt)], "Decision on the counter-evidence kept."


def _start(desk: Desk, _about: str) -> tuple[list[Review], str]:
    return [started(desk.coder, desk.brief, _found(desk))], "A finding is started; it stands first among the others."


def started(coder: str, brief: Brief, excerpts: Sequence[Excerpt]) -> Review:
    """A finding of chosen excerpts in a brief; it is about the scope, so that it outlives the next run."""
    payload = {
        "excerpts": [one.excerpt_id for one in excerpts],
        "at": {one.excerpt_id: span_of(one) for one in excerpts},
        "together": [span_of(one) for one in excerpts],
    }
    return new_review(Action.START, coder, target=scope_key(brief.scope), payload=payload)


def _include(desk: Desk, _about: str) -> tuple[list[Review], str]:
    finding = desk.finding(str(desk.form.get("into", "")))
    return [_put_into(desk, finding, one) for one in _found(desk)], f"Added to “{finding.heading}”."


def _says(desk: Desk, about: str) -> tuple[list[Review], str]:
    """Excerpts of other sources that a person read as saying what the headline says."""
    finding = desk.finding(about)
    chosen = _ticked_excerpts(desk, f"o-{about}", "Tick the excerpts that say the same, and press again.")
    told = "It counts" if len(chosen) == 1 else f"{len(chosen)} excerpts count"
    return [_put_into(desk, finding, one, says=True) for one in chosen], f"{told} under “{finding.heading}” now."


def _put_into(desk: Desk, finding: ReportedFinding, excerpt: Excerpt, **more: bool) -> Review:
    """An excerpt put into a finding; `says` where a person holds that it makes its statement, whatever side it is tagged with."""
    beside = next((one for one in finding.evidence if more and one.excerpt in finding.stated_by), finding.quoted[0])
    return desk.review(
        Action.INCLUDE,
        finding.id,
        excerpt=excerpt.excerpt_id,
        at={excerpt.excerpt_id: span_of(excerpt)},
        together=[span_of(excerpt), span(beside)],
        **more,
    )


def _found(desk: Desk) -> list[Excerpt]:
    """The ticked search results."""
    return _ticked_excerpts(desk, "found", "Search, tick the excerpts to use, and press again.")


def _ticked_excerpts(desk: Desk, name: str, remedy: str) -> list[Excerpt]:
    chosen = desk.chosen(name)
    if not chosen:
        raise BadInput(remedy)
    known = desk.state.store.excerpts.get(chosen)
    return [known[one] for one in chosen]


def _undo(desk: Desk, about: str) -> tuple[list[Review], str]:
    """One entry taken back, or all of those that emptied a finding together."""
    waiting = desk.state.store.links.contradictions()
    told = {one.apart for one in waiting} | {review for one in waiting for review in one.together}
    wanted = about.split(",")
    if not {review.review_id for review in desk.reviews} | told >= set(wanted):
        raise BadInput("That entry is not about this brief, or it is undone already.")
    return [desk.review(Action.UNDO, one) for one in wanted], "Undone."


def _unticked(checked: Sequence[str], bare: Sequence[int]) -> list[str]:
    """What is to be said of every box left open, all at once: told one by one, each costs a press."""
    missing = [f"“{words}”" for key, words in CHECK_LIST.items() if key not in checked]
    said = [f"Before signing off, tick: {' '.join(missing)}"] if missing else []
    if bare and BARE not in checked:
        said.append(
            f"{_without_headline(bare)}: readers would see theme and side alone. Choose or write one, or tick that it may "
            "go out so."
        )
    return said


def _sign(desk: Desk, _about: str) -> tuple[list[Review], str]:
    checked = desk.chosen("checked")
    bare = bare_messages(desk)
    if left := _unticked(checked, bare):
        raise NotAllowed(f"Not signed. {' '.join(left)}")
    if moved := moved_since(desk.state.store, desk.brief):
        raise NotAllowed(
            f"Not signed. Words were hidden or shown since in: {listed(moved)}. Bring the brief up to date first."
        )
    if waiting := waiting_sources(desk.brief, desk.state.store.privacy.confirmed()):
        titles = "; ".join(line.title for line in waiting)
        raise NotAllowed(f"De-identification is not confirmed yet for: {titles}. See De-identification.")
    kept = sorted(CHECK_LIST) + ([BARE] if bare else [])
    remarks = {one.where: [remark.words for remark in one.held.slips] for one in remaining(desk.brief, desk.reviews)}
    review = desk.review(Action.SIGN_OFF, desk.brief.id, checked=kept, day=date.today().isoformat(), remarks=remarks)
    return [review], f"Signed off by {desk.coder}. The brief is approved and no longer changes."


ACTS: Mapping[str, Act] = {
    "keep": _keep,
    "check": _keep,
    "confirm-sources": _keep,
    "refresh": _keep,
    "retire": _keep,
    "merge": _merge,
    "split": _split,
    "exclude": _exclude,
    "drop": _drop,
    "pin": _pin,
    "release": _release,
    "accept-headlines": _accept_headlines,
    "up": _up,
    "down": _down,
    "differs": _differs,
    "agrees": _agrees,
    "start": _start,
    "include": _include,
    "says": _says,
    "undo": _undo,
    "sign": _sign,
}
"""What the buttons of the page can ask for."""
