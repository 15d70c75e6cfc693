"""An answer to a question in words, the same on the command line and on the page: counts and who was not heard."""

from collections.abc import Mapping

from learnbrief.corpus.asked import NOTHING_BEARS, Answer, AnswerSide
from learnbrief.corpus.document import Excerpt, Mode
from learnbrief.corpus.finding import Spread
from learnbrief.corpus.store.material import Card
from learnbrief.corpus.visitors import visited
from learnbrief.outputs.layout.counts import voices
from learnbrief.outputs.layout.wording import capital, counted, day, listed

NO_SIDE = "What else was said"
"""Over excerpts that take no side, or none that is known yet."""


def reach_line(spread: Spread, places: int) -> str:
    """'12 excerpts of 5 sources and 3 of 5 collaboratives, by at most 9 voices'."""
    where = f" and {len(spread.collaboratives)} of {places} collaboratives" if places > 1 else ""
    return f"{counted(spread.excerpts, 'excerpt')} of {counted(spread.documents, 'source')}{where}, by {voices(spread)}"


def bears_line(answer: Answer, places: int) -> str:
    """What was found, or that nothing was, and in how much it was looked for."""
    looked = (
        f"{counted(answer.looked_through.excerpts, 'excerpt')} of {counted(answer.looked_through.documents, 'source')}"
    )
    if answer.nothing:
        return f"{NOTHING_BEARS} Looked through: {looked}. Ask in other words before you rely on it."
    return f"Found to bear on this: {reach_line(answer.spread, places)}. Looked through: {looked}."


def side_line(side: AnswerSide, places: int) -> str:
    """The side and how widely it was heard."""
    return f"{side_label(side)}: {reach_line(side.spread, places)}"


def side_label(side: AnswerSide) -> str:
    """'What helps'."""
    return side.stance.label if side.stance else NO_SIDE


def excerpt_line(one: Excerpt, card: Card, names: Mapping[str, str]) -> str:
    """Who says it, where and when; notes are told from speech."""
    where = names.get(one.collaborative or "", one.collaborative or "")
    where = f"on {where}" if visited(one) else where
    parts = [one.voice.label, one.role or "", where, f"{card.title}, {day(one.date or card.date)}"]
    noted = " (from notes)" if one.mode is Mode.NOTE else ""
    return capital(", ".join(part for part in parts if part)) + noted


def not_heard_lines(answer: Answer, names: Mapping[str, str]) -> list[str]:
    """Who was not heard on it: silence is neither agreement nor the lack of a view."""
    unheard, lines = answer.unheard, []
    if unheard.silent:
        lines.append(f"Not heard at all: {listed(names.get(one, one) for one in unheard.silent)}.")
    if unheard.not_on_this:
        told = [f"{names.get(one, one)} ({counted(n, 'excerpt')})" for one, n in unheard.not_on_this.items()]
        lines.append(f"Heard, and nothing found on this: {listed(told)}.")
    if unheard.roles:
        lines.append(f"Roles of the register in which nobody was found to speak of it: {listed(unheard.roles)}.")
    return lines
