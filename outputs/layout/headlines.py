"""What stands over a finding: theme and side as a label, and under it what people said."""

from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from learnbrief.corpus.stance import side_of
from learnbrief.outputs.brief.brief import NO_THEME, Brief
from learnbrief.outputs.brief.reported import ReportedClause, ReportedFinding, ReportedPoint, ReportedThenNow
from learnbrief.outputs.layout import wording

DIFFER = "People differ"


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of a finding says, under its label."""

    label: str
    text: str
    stance: str | None


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands over a finding: theme and side as a label, then what people said."""

    theme: str
    """The theme's name, or what it is about and that it has no theme yet."""
    stance: str | None
    text: str
    """Quotation marks, 'Notes record:' and all."""
    sides: tuple[Side, ...]
    bare: bool
    """Its text is theme and side alone, so that a label above would only say them twice."""
    worded: bool = False
    """An evaluator's words head it, which no quote beneath holds."""
    said_in: tuple[str, ...] = ()
    """The excerpts whose words it is: one, or one of each side where people differ."""

    @property
    def wordless(self) -> bool:
        """Nobody's words stand over it or beside it: neither the material's nor an evaluator's."""
        return self.bare and not self.sides

    @property
    def side(self) -> str:
        """The label of its side: 'What helps'; empty where it has none or several."""
        stance = side_of(self.stance)
        return stance.label if stance else ""

    @property
    def sign(self) -> str:
        """The sign beside that label."""
        stance = side_of(self.stance)
        return stance.sign if stance else ""


def headline(finding: ReportedFinding, brief: Brief) -> Headline:
    """The headline of one finding, in words that say whether they are speech, a note or an evaluator's."""
    text, sides = _text(finding, brief), list(_sides(finding))
    said_in: tuple[str, ...] = ()
    if finding.heading_from == "clause" and finding.heading_excerpt:
        said_in = (finding.heading_excerpt,)
    told_by_clauses = finding.heading_from in ("clause", "none")
    if finding.then_now and told_by_clauses:
        text, said_in = then_and_now(finding.then_now, brief), ()
    elif finding.then_now:
        sides.append(Side("Then and now", then_and_now(finding.then_now, brief), None))
    elif told_by_clauses and len(sides) == 1 and sides[0].label == DIFFER:
        # One side's clause alone would tell a majority as if all agreed.
        text, sides, said_in = f"{DIFFER}: {sides[0].text}", [], _told_in(finding)
    theme = brief.theme_name(finding.theme) or NO_THEME
    return Headline(
        theme=_label(finding, brief),
        stance=finding.stance,
        text=text,
        sides=tuple(sides),
        bare=text in (theme, brief.theme_and_side(finding)),
        worded=finding.heading_from == "evaluator",
        said_in=said_in,
    )


def _label(finding: ReportedFinding, brief: Brief) -> str:
    """What stands above a headline: a single word stands in it already, and 'Night' or 'Teacher' over it tells no more."""
    label = theme_or_subject(finding, brief)
    return label if finding.theme or " " in label else ""


def theme_or_subject(finding: ReportedFinding, brief: Brief) -> str:
    """The theme's name; where there is none what the finding is about, or nothing: that a theme is missing tells a reader nothing."""
    about = finding.thing.words if finding.thing else finding.subject
    if finding.theme or not about or finding.heading.casefold() == about.casefold():
        return brief.theme_name(finding.theme) or ""
    return wording.capital(about)


def plain(finding: ReportedFinding, brief: Brief) -> str:
    """The headline in one line, for lists, tables and slides' notes."""
    made = headline(finding, brief)
    return " ".join([made.text, *(f"{side.label}: {side.text}" for side in made.sides)])


def _text(finding: ReportedFinding, brief: Brief) -> str:
    if finding.heading_from == "none":
        return brief.theme_and_side(finding)
    return wording.quoted(finding.clause) if finding.clause else finding.heading


def _sides(finding: ReportedFinding) -> Iterable[Side]:
    """One clause a side where a matter has several, both where people differ, and what else a matter holds beside its headline."""
    seen: set[str | None] = set()
    for point in finding.points:
        side = side_of(point.stance)
        if point.contested:
            yield from _difference(point, finding)
        elif point.clause is None or point.stance in seen or _heads(point, finding):
            continue
        elif finding.heading_from == "composed":
            seen.add(point.stance)
            yield Side(side.label if side else "What people say", wording.quoted(point.clause), point.stance)
        elif finding.heading_from == "clause" and _differs(point, finding) and len(seen) < MOST_BESIDE:
            seen.add(point.stance)
            yield Side(side.label if side else "Also said", wording.quoted(point.clause), point.stance)


MOST_BESIDE = 2
"""Further sides named under a headline: what people want done about it, what helps where the headline tells what does not."""


def _differs(point: ReportedPoint, finding: ReportedFinding) -> bool:
    """Whether it says something else than the headline, and more than one voice says it: one alone may not belong there."""
    voices = point.spread.voices
    return point.stance != finding.stance and (isinstance(voices, str) or voices > 1)


def _heads(point: ReportedPoint, finding: ReportedFinding) -> bool:
    """Whether the point's clause is, or lies in, the words of the headline."""
    return bool(finding.clause and point.clause and point.clause.excerpt == finding.clause.excerpt)


def _difference(point: ReportedPoint, finding: ReportedFinding) -> Iterable[Side]:
    """A clause of each side, with how many sources stand on it where that is kept; one clause where it tells of both."""
    if point.clause == point.against or not point.against_by:
        told = [wording.quoted(clause) for clause in dict.fromkeys((point.clause, point.against)) if clause]
    else:
        others = [one for one in point.evidence if one not in point.against_by]
        told = [
            f"{wording.quoted(clause)} ({_breadth(finding, members)})"
            for clause, members in ((point.clause, others), (point.against, point.against_by))
            if clause
        ]
    if told:
        yield Side(DIFFER, " \u2013 ".join(told), None)


def _told_in(finding: ReportedFinding) -> tuple[str, ...]:
    """Where the clauses of the one difference stand: whoever said the first did not say the second."""
    clauses = (clause for point in finding.points if point.contested for clause in (point.clause, point.against))
    return tuple(dict.fromkeys(clause.excerpt for clause in clauses if clause))


def _breadth(finding: ReportedFinding, excerpts: Iterable[str]) -> str:
    """How many stand on a side: sources, or voices where all of the finding is of one source."""
    own = set(excerpts)
    if len({one.document for one in finding.evidence}) == 1:
        return wording.counted(len({one.voice for one in finding.evidence if one.excerpt in own}), "voice")
    return wording.counted(len({one.document for one in finding.evidence if one.excerpt in own}), "source")


def then_and_now(then_now: ReportedThenNow, brief: Brief) -> str:
    """Two dated clauses; an arrow only where it has changed, with whoever still says the earlier thing."""
    then, now = _days(then_now.earlier_on, then_now.later_on)
    if not then_now.changed:
        return f"{_sentence(_dated(then_now.earlier, then))} {_sentence(_dated(then_now.later, now))}"
    earlier, later = wording.quoted(then_now.earlier), wording.quoted(then_now.later)
    still = wording.listed(wording.short_name(brief, place) for place in then_now.still)
    if still:  # in the same sentence, so that nobody can quote the change without its exceptions
        later = f"{later.rstrip('.')}; still said in {now} at {still}"
    return f"Then ({then}): {earlier} \u2192 Now ({now}): {later}"


def _dated(clause: ReportedClause, when: str) -> str:
    """'Said in May: “...”'; of a note 'Notes of May record: ...', since nobody said it in these words."""
    if clause.kind == "verbatim":
        return f"Said in {when}: {wording.quoted(clause)}"
    return f"Notes of {when} record: {clause.text}"


def _sentence(words: str) -> str:
    """With the mark at its end that a note often lacks."""
    return words if words.endswith((".", "!", "?", "\u201d")) else f"{words}."


def _days(earlier: date, later: date) -> tuple[str, str]:
    """Both dates, no more exactly than it takes to tell them apart."""
    if earlier.year != later.year:
        return (f"{month_name[earlier.month]} {earlier.year}", f"{month_name[later.month]} {later.year}")
    if earlier.month != later.month:
        return (month_name[earlier.month], month_name[later.month])
    return (f"{earlier.day} {month_name[earlier.month]}", f"{later.day} {month_name[later.month]}")
