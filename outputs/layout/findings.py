"""Findings laid out as blocks, and which of them stand in the main part of a brief."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from learnbrief.corpus.naming import names
from learnbrief.corpus.sentences import words_in
from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.reported import Evidence, ReportedFinding
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.blocks import Beside, FindingBlock, Mark, QuoteLine, State
from learnbrief.outputs.layout.headlines import headline

VOICED, HEARD = "voiced", "heard"
"""Where findings stand in full, beside the sections that some themes have of their own."""
MOST_BESIDE = 3
"""Lines of others beneath a headline, one of a source; a brief may hold more, for where some are kept for blind coding or withdrawn."""
NEAR, ON_THIS = "Near this, others say", "Others on this"
LONGEST_LINE = 40
"""Words of a line beneath a headline that is somebody's whole excerpt."""
SOON = 21
"""Days within which nothing is said of the order of two dates: one of them may be the first of its month for want of a day."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of it stands in the main part."""

    themes: int
    per_theme: int
    quotes: int
    listed: int
    """Quotes in a list of actions or questions; headings in a list of what helps or hinders take half the room each."""
    messages: bool = True
    """Whether messages stand there in full as well as in short; else what carries them opens the annex."""


TIGHT = 2
"""Themes in the main part from which on every section gives way."""
NARROW = (
    Size(4, 1, 2, 4, messages=False),
    Size(3, 1, 1, 3, messages=False),
    Size(2, 1, 1, 2, messages=False),
    Size(1, 1, 1, 2, messages=False),
    Size(1, 1, 1, 1, messages=False),
    Size(0, 0, 1, 1, messages=False),
)
SIZES = {
    "event": (Size(4, 2, 2, 5), Size(4, 1, 2, 4), Size(3, 1, 1, 2), Size(2, 1, 1, 2), *NARROW),
    "collaborative": (Size(5, 2, 2, 6), Size(4, 1, 2, 4), Size(3, 1, 1, 3), Size(2, 1, 1, 2), *NARROW),
    "cohort": (Size(12, 1, 2, 6), Size(5, 1, 2, 6), Size(4, 1, 2, 4), Size(3, 1, 1, 3), *NARROW),
    "theme": (Size(99, 99, 4, 12),),
}
"""Widest first, of those with messages in full and of those without; what is printed on two pages takes the first that fits them."""


def sizes(brief: Brief) -> tuple[Size, ...]:
    """The sizes a brief of this kind may have, widest first."""
    return SIZES.get(brief.scope.kind, SIZES["cohort"])


def quote_line(excerpt: Evidence, brief: Brief) -> QuoteLine:
    """One excerpt ready to be laid out as a quote."""
    listen = _listen(excerpt) if brief.view == "internal" else ""
    return QuoteLine(
        excerpt=excerpt.excerpt,
        text=excerpt.text,
        verbatim=excerpt.kind == "verbatim",
        attribution=wording.attribution(excerpt, brief),
        document=excerpt.document,
        collaborative=excerpt.collaborative,
        listen=listen,
        moment=wording.clock(excerpt.at) if listen and excerpt.at is not None else "",
    )


def beside(finding: ReportedFinding, brief: Brief, *, counted: bool = False) -> Beside | None:
    """What others say near a headline, each with its speaker; None where nobody's words stand beside it.

    With `counted` also what those say who are counted as speaking of it, and first: a number without their words could not be checked.
    """
    spoken = finding.spoken
    said = {one.excerpt: one for one in finding.behind}
    head = said.get(finding.clause.excerpt) if finding.clause else None
    others = _counted(finding, head) if counted and brief.view == "internal" else []
    near = [(clause.excerpt, clause.text) for clause in spoken.beside] if spoken else []
    lines: list[QuoteLine] = []
    sources = {_source(head, brief)} if head and others else set[str]()
    for excerpt, text in (*others, *near):
        one = said[excerpt]
        source = _source(one, brief)
        if source not in sources and len(lines) < MOST_BESIDE:
            sources.add(source)
            line = quote_line(one, brief)
            lines.append(replace(line, text=text, attribution=apart(head, one) + line.attribution))
    if not lines:
        return None
    if spoken and spoken.words and all(names(spoken.words, line.text) for line in lines):
        return Beside(f"Others on {counts.named(spoken)}", tuple(lines))
    return Beside(ON_THIS if others else NEAR, tuple(lines))


def _counted(finding: ReportedFinding, head: Evidence | None) -> list[tuple[str, str]]:
    """Who is counted under a headline beside the one whose words it is, and what they say: all of it, or of a long excerpt its clause."""
    if head is None or finding.then_now or is_contested(finding):
        return []
    clauses = {one.excerpt: one.text for one in reversed(finding.candidates)}
    who = finding.stated_by or finding.quotes
    # of its quotes: they are chosen to be read, and spare what is kept for blind coding
    told = [one for one in finding.quoted if one.excerpt in who and one.excerpt != head.excerpt]
    words = {
        one.excerpt: one.text if words_in(one.text) <= LONGEST_LINE else clauses.get(one.excerpt, "") for one in told
    }
    return [(excerpt, text) for excerpt, text in words.items() if text]


def _source(one: Evidence, brief: Brief) -> str:
    return one.voice if wording.one_source(brief) else one.document


def apart(first: Evidence | None, second: Evidence) -> str:
    """'4 months later: ', where what stands beside was said at another time: what one tells may be otherwise since.

    A source may know only its month, so that a few weeks are 'later' and no number of weeks.
    """
    if first is None or first.date is None or second.date is None:
        return ""
    days = (second.date - first.date).days
    if abs(days) < SOON:
        return ""
    months = round(abs(days) / 30.4)
    length = f"{months} months " if months > 1 else ""
    return f"{length}{'later' if days > 0 else 'earlier'}: "


def _listen(excerpt: Evidence) -> str:
    """The recording from the moment of the quote on; only an address that can do nothing but be opened."""
    if not excerpt.recording or excerpt.at is None or urlsplit(excerpt.recording).scheme not in ("http", "https", ""):
        return ""
    return f"{excerpt.recording.partition('#')[0]}#t={int(excerpt.at)}"


def strip(finding: ReportedFinding, brief: Brief, shown: Sequence[QuoteLine] = ()) -> tuple[Mark, ...]:
    """Per collaborative, whether it was found there, its subject was, neither was, it cannot be told, or nobody was heard.

    That somebody comes near it is only told of those whose words are `shown` beneath, where a reader sees how near.
    """
    withheld = finding.reach.places != len(finding.reach.collaboratives)
    # where one voice spoke stands beside its words
    one_voice = finding.spread.documents == finding.spread.voices == 1 and finding.thing is None
    if not wording.many_collaboratives(brief) or withheld or one_voice or not wording.may_name_places(finding, brief):
        return ()
    silent = {silence.collaborative for silence in finding.silent}
    near = {line.collaborative for line in shown}
    return tuple(
        Mark(line.name, wording.short(line), _state(line.slug, finding, silent, near, brief), line.slug)
        for line in brief.programme.collaboratives
    )


def _state(
    slug: str, finding: ReportedFinding, silent: Container[str], near: Container[str | None], brief: Brief
) -> State:
    if slug in finding.reach.collaboratives:
        return "found"
    if finding.thing is None and slug in near:
        return "same subject"
    if finding.thing is not None and slug in finding.thing.reach.collaboratives:
        return "spoken of"
    if counts.is_not_heard(slug, brief):
        return "not heard"
    return "not found" if slug in silent else "not told"


def finding_block(
    finding: ReportedFinding, brief: Brief, *, quotes: int = 4, under_theme: bool = False, among_single: bool = False
) -> FindingBlock:
    """One finding in full; among single voices what holds of all of them is not said of each."""
    told = replace(finding, tentative=False, one_kind_only=False) if among_single else finding
    # of a message it stands where that is told in short
    others = beside(finding, brief) if finding.id not in brief.messages else None
    shown = tuple(quote_line(excerpt, brief) for excerpt in finding.quoted[:quotes])
    return FindingBlock(
        finding=finding.id,
        headline=headline(finding, brief),
        spread=counts.finding_line(finding, brief),
        strip=strip(finding, brief, (*shown, *(others.lines if others else ()))),
        beside=others,
        quotes=shown,
        differed=tuple(wording.differed(told, brief)),
        under_theme=under_theme,
    )


def own_sections(brief: Brief) -> dict[str, str]:
    """Themes with a section of their own, as their codebook says, with its title; none in a brief on one theme."""
    if brief.scope.kind == "theme":
        return {}
    heard = {line.slug for line in brief.themes}
    return {line.slug: line.section for line in brief.codebook if line.section and line.slug in heard}


def section_of(finding: ReportedFinding, brief: Brief) -> str:
    """Where a finding stands in full: each has one place."""
    if finding.stance in (Stance.ACTION, Stance.QUESTION):
        return VOICED
    return finding.theme if finding.theme and finding.theme in own_sections(brief) else HEARD


def is_contested(finding: ReportedFinding) -> bool:
    """Whether its voices are divided within one point."""
    return any(point.contested for point in finding.points)


def main_findings(brief: Brief, size: Size) -> dict[str, list[ReportedFinding]]:
    """Findings that stand in full in the main part, by section: messages first, then the widest of each theme.

    What one voice or one source says stands there only where nobody says more.
    """
    firm = any(not finding.tentative for finding in brief.findings)
    shown: dict[str, list[ReportedFinding]] = {HEARD: [], VOICED: [], **{slug: [] for slug in own_sections(brief)}}
    per_theme: dict[tuple[str | None, str | None], int] = {}
    themes: list[str | None] = []
    for finding in sorted(brief.findings, key=lambda finding: finding.id not in brief.messages):
        place = section_of(finding, brief)
        message = finding.id in brief.messages
        alone = firm and finding.tentative and brief.scope.kind != "theme" and not message
        if alone or (message and not size.messages) or (place == VOICED and not message):
            continue
        # A section of its own shows what helped and what hindered side by side, where there is room.
        beside = place != HEARD and size.themes > TIGHT
        key = (finding.theme, finding.stance if beside else None)
        if place == HEARD and finding.theme not in themes:
            themes.append(finding.theme)
        room = bool(size.themes) if place != HEARD else themes.index(finding.theme) < size.themes
        if message or (room and per_theme.get(key, 0) < size.per_theme):
            per_theme[key] = per_theme.get(key, 0) + 1
            shown[place].append(finding)
    return shown
