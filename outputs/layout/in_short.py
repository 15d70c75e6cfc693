"""In short: the messages that a reader meets first, each in its words, with how widely it was found and what stands beside it."""

from dataclasses import replace

from learnbrief.outputs.brief.brief import NO_THEME, Brief
from learnbrief.outputs.brief.reported import ReportedFinding
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import Block, Message, Paragraph, Section
from learnbrief.outputs.layout.findings import beside, quote_line, strip
from learnbrief.outputs.layout.headlines import headline

SAID = "Said, and not yet under a theme"
"""Over a message of no theme that stands by its quote alone: the bare label told a board nothing."""


def in_short(brief: Brief) -> Section:
    """The messages, and why they are few."""
    blocks: list[Block] = [
        _message(number, brief.finding(wanted), brief) for number, wanted in enumerate(brief.messages, 1)
    ]
    if not blocks and not brief.messages_note:
        blocks.append(Paragraph("The tool found too little for a message that stands on its own.", "missing"))
    for note in (_one_only(brief), brief.messages_note, wording.ranking(brief) if brief.messages else ""):
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
    return Message(
        number=number,
        finding=finding.id,
        headline=head,
        spread=wording.finding_line(finding, brief),
        strip=strip(finding, brief),
        # told of every side or of none: one name alone after two quotes says that one person said both
        said_by=" \u2013 ".join(dict.fromkeys(said_by)) if len(said_by) == len(head.said_in) else "",
        quote=quote_line(finding.quoted[0], brief) if wordless else None,
        beside=beside(finding, brief),
    )


def _one_only(brief: Brief) -> str:
    """Several voices of one source, or several sources of one voice, agree with nobody but themselves."""
    if brief.base.documents == 1:
        return "This brief reports one source."
    return "This brief reports one voice." if brief.base.voices == 1 else ""
