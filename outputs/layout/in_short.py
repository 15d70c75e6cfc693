"""In short: the messages that a reader meets first, each in its words, with how widely it was found and what stands beside it."""

from dataclasses import replace

from learnbrief.corpus.sentences import sentences, words_in
from learnbrief.outputs.brief.brief import NO_THEME, Brief
from learnbrief.outputs.brief.reported import ReportedFinding
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.blocks import Block, Message, Paragraph, Passage, Section
from learnbrief.outputs.layout.findings import beside, quote_line, strip
from learnbrief.outputs.layout.headlines import Headline, headline

SAID = "Said, and not yet under a theme"
"""Over a message of no theme that stands by its quote alone: the bare label told a board nothing."""

LONGEST = 60
"""Words of a passage beneath a headline; of a longer excerpt the sentences around it."""
CUT = "[\u2026]"


def in_short(brief: Brief) -> Section:
    """The messages, and why they are few."""
    blocks: list[Block] = [
        _message(number, brief.finding(wanted), brief) for number, wanted in enumerate(brief.messages, 1)
    ]
    if not blocks and not brief.messages_note:
        blocks.append(Paragraph("The tool found too little for a message that stands on its own.", "missing"))
    for note in (_one_only(brief), brief.messages_note, counts.ranking(brief) if brief.messages else ""):
        if note:
            blocks.append(Paragraph(note, "note"))
    return Section("in-short", "In short", tuple(blocks))


def _message(number: int, finding: ReportedFinding, brief: Brief) -> Message:
    speakers = {excerpt.excerpt: wording.attribution(excerpt, brief) for excerpt in finding.evidence}
    head = headline(finding, brief)
    said_by = [speakers[excerpt] for excerpt in head.said_in if excerpt in speakers]
    wordless = finding.heading_from != "clause" and not finding.then_now and not head.sides
    if head.bare and wordless:
        head = replace(head, text=head.text.replace(NO_THEME, SAID, 1))
    others = beside(finding, brief, counted=True)
    return Message(
        number=number,
        finding=finding.id,
        headline=head,
        spread=counts.finding_line(finding, brief),
        strip=strip(finding, brief, others.lines if others else ()),
        # told of every side or of none: one name alone after two quotes says that one person said both
        said_by=" \u2013 ".join(dict.fromkeys(said_by)) if len(said_by) == len(head.said_in) else "",
        quote=quote_line(finding.quoted[0], brief) if wordless else None,
        beside=others,
        passage=passage_of(finding, head),
    )


def passage_of(finding: ReportedFinding, head: Headline) -> Passage | None:
    """The words around a headline: 'thirty-five are still collecting their bottles' was said of thirty-eight."""
    clause = finding.clause
    said = next((one for one in finding.evidence if head.said_in == (one.excerpt,)), None)
    if clause is None or said is None or said.text[clause.start : clause.end] != clause.text:
        return None
    start, end = around(said.text, clause.start, clause.end)
    before, after = said.text[start : clause.start], said.text[clause.end : end]
    if not words_in(before) and not words_in(after):
        return None
    cut_before, cut_after = start > 0, end < len(said.text.rstrip())
    return Passage(
        before=f"{CUT} {before}" if cut_before else before,
        words=clause.text,
        after=f"{after} {CUT}" if cut_after else after.rstrip(),
        verbatim=said.kind == "verbatim",
    )


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that hold a clause, and as many whole ones before and after as there is room for, those before first."""
    spans = sentences(text)
    held = [at for at, span in enumerate(spans) if span[0] < end and start < span[1]]
    if not held:
        return start, end

    def fits(first: int, last: int) -> bool:
        inside = first >= 0 and last < len(spans)
        return inside and words_in(text[spans[first][0] : spans[last][1]]) <= LONGEST

    first, last = held[0], held[-1]
    while fits(first - 1, last):
        first -= 1
    while fits(first, last + 1):
        last += 1
    return min(start, spans[first][0]), max(end, spans[last][1])


def _one_only(brief: Brief) -> str:
    """Several voices of one source, or several sources of one voice, agree with nobody but themselves."""
    if brief.base.documents == 1:
        return "This brief reports one source."
    return "This brief reports one voice." if brief.base.voices == 1 else ""
