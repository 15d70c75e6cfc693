"""What is laid out of an approved brief for people in a room: pages of the brief's own blocks."""

from collections.abc import Sequence
from dataclasses import replace

from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.member_checks import ASKS_MORE, ASKS_TRUTH, ASKS_WHAT_ELSE, NOT_HEARD, Reply, form_code
from learnbrief.corpus.quotations import in_prose
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.hub.shelf import entry
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import Block, Bullets, FindingBlock, Outline, Paragraph, Section
from learnbrief.outputs.layout.outline import outline

ASKS = (ASKS_TRUTH, "What is missing?")
CLOSING = (
    "What you add, and where you disagree, goes to the evaluators.",
    "Saying nothing counts as nothing: silence is not agreement.",
    "Please name nobody.",
)
ANSWERS = "    ".join(f"\u2610 {reply.words}" for reply in Reply)
LINES = "_" * 74
QUOTES_ON_PAPER = 2


def refuse_unpublished(brief: Brief) -> None:
    """Only approved briefs leave, and only as published."""
    if brief.status != "approved" or brief.view != "published":
        raise BrokenStore(
            f"brief {brief.id} is {brief.status}, {brief.view} view: only an approved one leaves, published"
        )


def messages(brief: Brief) -> list[FindingBlock]:
    """The messages as blocks, with their first quotes."""
    blocks = (entry(brief, brief.finding(wanted)).block for wanted in brief.messages)
    return [replace(block, quotes=block.quotes[:QUOTES_ON_PAPER]) for block in blocks]


def handout(brief: Brief) -> Outline:
    """One page for everybody in the room: what we heard, and what we ask."""
    sections = {section.id: section for section in outline(brief).sections}
    kept = [sections[wanted] for wanted in ("in-short", "boards") if wanted in sections]
    asked = Section("asked", "What we ask you", (Bullets((*ASKS, *CLOSING)),))
    return page_of(brief, "Handout", [*kept, asked])


def facilitators_sheet(brief: Brief) -> Outline:
    """For whoever leads the hour: the order, each message with its words and what to ask."""
    order = (
        "Say where this comes from, and who was not heard, before the first message.",
        "Show one message at a time; read a quote aloud, and leave a minute before anybody speaks.",
        "Ask both questions of every message; ask who would see it differently, and note what is said.",
        "Do not ask who said a quote, and stop anybody who guesses.",
        "Hand out the form at the end; count how many you gave out, for an answer nobody gave is no agreement.",
    )
    sections = [Section("order", "How to run it", (Bullets(order),)), _base(brief)]
    for number, block in enumerate(messages(brief), 1):
        asks = (*ASKS, "Who would see it differently, and why?")
        sections.append(Section(f"m{number}", f"Message {number}", (block, Bullets(asks), Paragraph(LINES, "note"))))
    return page_of(brief, "Facilitator's sheet", sections)


def feedback_form(brief: Brief) -> Outline:
    """What each person fills in: agreement, disagreement and additions, a message at a time, without a name.

    A code stands behind every statement, by which its answers find it again when the form is added.
    """
    head = Paragraph("Tick one answer a message. Please write no names, neither yours nor anybody else's.", "lead")
    sections = [Section("how", "What do you think of what we heard?", (head,))]
    for number, wanted in enumerate(brief.messages, 1):
        room = (Paragraph(ANSWERS), Paragraph(f"{ASKS_MORE}\n{LINES}", "note"))
        statement = Paragraph(statement_of(brief, wanted), "lead")
        sections.append(Section(f"m{number}", f"Message {number} {form_code(brief.id, wanted)}", (statement, *room)))
    missing = Section(
        "missing", f"{ASKS_WHAT_ELSE} {form_code(brief.id, NOT_HEARD)}", (Paragraph(f"{LINES}\n{LINES}", "note"),)
    )
    return page_of(brief, "Feedback form", [*sections, missing])


def sheet_columns(brief: Brief) -> list[str]:
    """The heads of a sheet with a row for each form: two for every message, and one for what was not heard."""
    heads = []
    for number, wanted in enumerate(brief.messages, 1):
        code = form_code(brief.id, wanted)
        heads.append(f"Message {number}: {ASKS_TRUTH} {code} {statement_of(brief, wanted)}")
        heads.append(f"Message {number}: {ASKS_MORE} {code}")
    return [*heads, f"{ASKS_WHAT_ELSE} {form_code(brief.id, NOT_HEARD)}"]


def statement_of(brief: Brief, wanted: str) -> str:
    """A message as people are asked of it: the statement; where nobody's words head it, with the first quote.

    A bare subject cannot be agreed with.
    """
    block = entry(brief, brief.finding(wanted)).block
    if not block.headline.wordless or not block.quotes:
        worded = ["(worded by an evaluator)"] if block.headline.worded else []
        sides = [f"{side.label}: {side.text}" for side in block.headline.sides]
        return " ".join([block.headline.text, *worded, *sides])
    first = block.quotes[0]
    return f"{block.headline.text}. {in_prose(first.text, spoken=first.verbatim)}"


def _base(brief: Brief) -> Section:
    blocks: list[Block] = [Paragraph(wording.based_on(brief))]
    if brief.base.not_heard:
        blocks.append(Paragraph(f"Not heard: {'; '.join(brief.base.not_heard)}.", "lead"))
    return Section("base", "What this is based on", tuple(blocks))


def page_of(brief: Brief, kind: str, sections: Sequence[Section]) -> Outline:
    """A page of its own out of these sections, under the brief's title."""
    return replace(outline(brief), kind=kind, about="", contents="", facts=(), sections=tuple(sections))
