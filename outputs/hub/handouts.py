"""What is laid out of an approved brief for people in a room, and for readers of a blog: pages of the brief's own blocks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.member_checks import ASKS_MORE, ASKS_TRUTH, ASKS_WHAT_ELSE, NOT_HEARD, Reply, form_code
from learnbrief.corpus.stance import Stance, side_of
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
    return _page(brief, "Handout", [*kept, asked])


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
    return _page(brief, "Facilitator's sheet", sections)


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
    return _page(brief, "Feedback form", [*sections, missing])


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
    said = f"\u201c{first.text}\u201d" if first.verbatim else f"Notes record: {first.text}"
    return f"{block.headline.text}. {said}"


def _base(brief: Brief) -> Section:
    blocks: list[Block] = [Paragraph(wording.based_on(brief))]
    if brief.base.not_heard:
        blocks.append(Paragraph(f"Not heard: {'; '.join(brief.base.not_heard)}.", "lead"))
    return Section("base", "What this is based on", tuple(blocks))


def _page(brief: Brief, kind: str, sections: Sequence[Section]) -> Outline:
    return replace(outline(brief), kind=kind, about="", contents="", facts=(), sections=tuple(sections))


SHORTEST, LONGEST = 500, 800
"""Words of a blog post that is read to its end."""
BLOG = "Draft of a blog post. Everything in it stands in the approved brief; read it, make it yours, then publish it."


def blog(brief: Brief) -> Outline:
    """A draft of 500 to 800 words, as far as the brief holds so many: why, what was heard, what is not known, sources.

    What matters most is taken first; a part that would no longer fit is left out whole, for nothing is cut short.
    """
    taken = _Taken()
    for part, block in _told(brief):
        taken.add(part, block, most=LONGEST)
    for block in _others(brief, themed=False):
        taken.add("also", block, most=SHORTEST)  # of no theme and under nobody's words: only where the post is short
    sections = [Section(part, title, tuple(taken.blocks[part])) for part, title in _PARTS.items() if taken.blocks[part]]
    return replace(_page(brief, "Blog draft", sections), status="draft", status_words="Draft", warning=BLOG)


_PARTS = {
    "why-now": "Why this matters now",
    "heard": "What we heard",
    "also": "What else was said",
    "boards": "Questions for boards",
    "unknown": "What we do not know",
    "sources": "Sources",
}
"""In the order in which they are read."""


class _Taken:
    """Blocks by part, as long as there is room."""

    def __init__(self) -> None:
        self.blocks: dict[str, list[Block]] = {part: [] for part in _PARTS}
        self._words = sum(len(title.split()) for title in _PARTS.values())

    def add(self, part: str, block: Block, *, most: int) -> None:
        more = sum(len(text.split()) for text in _texts(block))
        if self._words + more <= most:
            self._words += more
            self.blocks[part].append(block)


def _told(brief: Brief) -> Iterator[tuple[str, Block]]:
    """What a post may hold, by part, the most needed first."""
    sections = {section.id: section for section in outline(brief).sections}
    yield from (("sources", block) for block in _sources(brief))
    yield "heard", Paragraph(messages_line(brief))
    yield from (("heard", block) for block in messages(brief))
    for part in ("why-now", "boards", "unknown"):
        if part in sections:
            yield from ((part, block) for block in sections[part].blocks)
    yield from (("also", block) for block in _others(brief, themed=True))


def messages_line(brief: Brief) -> str:
    """What the messages are about, in a sentence of counts: so that a post begins with more than a quote.

    'The brief has 5 messages: 3 tell what gets in the way, 1 tells what helps and 1 tells of more than one side, or of none.'
    """
    stances = Counter(side_of(brief.finding(wanted).stance) for wanted in brief.messages)
    if not stances:
        return brief.messages_note
    sides = [
        f"{stances[side]} {'tells' if stances[side] == 1 else 'tell'} {side.label[0].lower()}{side.label[1:]}"
        for side in Stance
        if stances[side]
    ]
    several = f"{stances[None]} {'tells' if stances[None] == 1 else 'tell'} of more than one side, or of none"
    told = [*sides, *([several] if stances[None] else [])]
    return f"The brief has {wording.counted(stances.total(), 'message')}: {wording.listed(told)}."


def _others(brief: Brief, *, themed: bool) -> Iterator[FindingBlock]:
    """Findings that are no messages and that more than one voice and source bear, each with a quote."""
    for finding in brief.findings:
        if finding.id not in brief.messages and not finding.tentative and bool(finding.theme) is themed:
            block = entry(brief, finding).block
            yield replace(block, quotes=block.quotes[:1])


def _sources(brief: Brief) -> tuple[Block, ...]:
    by = f", signed off by {brief.checks.signed_off_by}" if brief.checks.signed_off_by else ""
    line = f"{brief.programme.name}: {brief.title}. Learning brief {brief.id}, {wording.period(brief)}{by}."
    return (Paragraph(line), *_base(brief).blocks)


def words_in(page: Outline) -> int:
    """How many words a reader reads."""
    texts = (text for section in page.sections for block in section.blocks for text in _texts(block))
    return sum(len(text.split()) for text in (*(section.title for section in page.sections), *texts))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case FindingBlock():
            yield block.title
            yield from (f"{side.label}: {side.text}" for side in block.headline.sides)
            yield from (block.spread, *block.differed)
            yield from (part for quote in block.quotes for part in (quote.text, quote.attribution))
