"""A draft for a blog out of an approved brief: what the brief holds, put into paragraphs, and nothing besides."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from learnbrief.corpus.quotations import NOTED
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.reported import Evidence, ReportedFinding
from learnbrief.outputs.hub.handouts import page_of
from learnbrief.outputs.hub.shelf import entry
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.actions import action_line, actions_table
from learnbrief.outputs.layout.blocks import Block, Bullets, Outline, Paragraph, Section
from learnbrief.outputs.layout.in_short import SAID
from learnbrief.outputs.layout.outline import outline

SHORTEST, LONGEST = 500, 800
"""Words of a blog post that is read to its end."""
ENOUGH = 650
"""Words from which on no further finding is taken up: what is left of the room is for whoever makes the draft theirs."""
MOST_ACTIONS = 4
BLOG = "Draft of a blog post. Everything in it stands in the approved brief; read it, make it yours, then publish it."
PARTS = {
    "why-now": "Why this matters now",
    "about": "Where this comes from",
    "heard": "",
    "also": "What else was said",
    "actions": "What people said they would do",
    "boards": "Questions for boards",
    "unknown": "What we do not know",
    "sources": "Sources",
}
"""In the order in which they are read; each message has its own words as title."""
LEADS = {
    "about": "This post tells what stands in a learning brief of",
    "actions": "Who is to do what, as people said it:",
    "boards": "Evaluators put these questions to boards:",
    "unknown": "What the brief cannot tell:",
}
"""What we say ourselves, so that paragraphs have a beginning; none of it is about the material."""
JOINTS = (
    "This was found",
    "This was said by",
    "This comes from one",
    "said, in",
    "from",
    "a an another",
    "On under no theme yet",
)
"""Our own words within sentences."""


def blog(brief: Brief) -> Outline:
    """A draft of 500 to 800 words, as far as the brief holds so many, in paragraphs: why, what, who, what next, what is not known.

    What matters most is taken first; a part that would no longer fit is left out whole, for nothing is cut short.
    """
    taken = _Taken()
    for part, title, block in _told(brief):
        taken.add(part, title, block, most=LONGEST)
    for title, block in _others(brief):
        taken.add("also", title, block, most=ENOUGH)
    page = page_of(brief, "Blog draft", taken.sections())
    words = words_in(page)
    short = f" It has {words} words, fewer than {SHORTEST}: the brief holds no more." if words < SHORTEST else ""
    return replace(page, status="draft", status_words="Draft", warning=f"{BLOG}{short}")


class _Taken:
    """Blocks by part and title, as long as there is room."""

    def __init__(self) -> None:
        self._blocks: dict[str, dict[str, list[Block]]] = {part: {} for part in PARTS}
        self._words = 0

    def add(self, part: str, title: str, block: Block, *, most: int) -> None:
        under = self._blocks[part]
        more = _count(block) + (0 if title in under else len(title.split()))
        if self._words + more <= most:
            self._words += more
            under.setdefault(title, []).append(block)

    def sections(self) -> list[Section]:
        """In the order in which they are read."""
        return [
            Section(f"{part}-{number}", title, tuple(blocks))
            for part, titled in self._blocks.items()
            for number, (title, blocks) in enumerate(titled.items(), 1)
        ]


def _told(brief: Brief) -> Iterator[tuple[str, str, Block]]:
    """What a post may hold, by part and title, the most needed first."""
    by = f", signed off by {brief.checks.signed_off_by}" if brief.checks.signed_off_by else ""
    source = f"{brief.programme.name}: {brief.title}. Learning brief {brief.id}, {wording.period(brief)}{by}."
    yield "sources", PARTS["sources"], Paragraph(source)
    yield "about", PARTS["about"], Paragraph(_about(brief))
    for wanted in brief.messages:
        finding = brief.finding(wanted)
        yield "heard", _title(brief, finding), Paragraph(_tells(brief, finding, most=2))
    sections = {section.id: section for section in outline(brief).sections}
    for part in ("why-now", "boards", "unknown"):
        if part in sections:
            yield from ((part, PARTS[part], block) for block in _led(part, sections[part].blocks))
    actions = tuple(action_line(row) for row in actions_table(brief).rows[:MOST_ACTIONS])
    if actions:
        yield from (("actions", PARTS["actions"], block) for block in _led("actions", [Bullets(actions)]))


def _led(part: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Lists under a sentence that says what they are; what we do not know as one paragraph."""
    for block in blocks:
        if isinstance(block, Bullets) and part == "unknown":
            yield Paragraph(" ".join((LEADS[part], *block.items)))
        elif isinstance(block, Bullets):
            yield Paragraph(LEADS[part])
            yield block
        else:
            yield block


def _about(brief: Brief) -> str:
    """Whose words these are, how many, who is missing, and what the messages are about."""
    counts = brief.base.by_kind
    kinds = [f"{wording.kind(kind)}: {count}" for kind, count in counts.items()]
    missing = f" Not heard: {'; '.join(brief.base.not_heard)}." if brief.base.not_heard else ""
    by_kind = (
        f" ({'; '.join(kinds)})" if len(kinds) > 1 and all(isinstance(count, int) for count in counts.values()) else ""
    )
    based_on = wording.based_on(brief).removesuffix(".")
    return f"{LEADS['about']} {brief.programme.name}: {based_on}{by_kind}.{missing} {messages_line(brief)}"


def messages_line(brief: Brief) -> str:
    """What the messages are about, in a sentence of counts: 'It has 3 messages: 2 on Equity and 1 under no theme yet'."""
    if not brief.messages:
        return brief.messages_note
    themes = Counter(brief.theme_name(brief.finding(wanted).theme) for wanted in brief.messages)
    told = [f"{count} on {theme}" if theme else f"{count} under no theme yet" for theme, count in themes.most_common()]
    return f"It has {wording.counted(themes.total(), 'message')}: {wording.listed(told)}."


def _title(brief: Brief, finding: ReportedFinding) -> str:
    """The statement; where nobody's words head it, its theme, under which others may follow."""
    return entry(brief, finding).block.headline.text


def _tells(brief: Brief, finding: ReportedFinding, *, most: int) -> str:
    """How widely it was found, each side, who said it in which words, and where it differed, in one paragraph."""
    block = entry(brief, finding).block
    sides = [f"{side.label}: {_ended(side.text)}" for side in block.headline.sides]
    fresh = [one for one in finding.quoted if one.text != finding.heading] or finding.quoted
    quotes = [_said(one, brief) for one in fresh[:most]]
    return " ".join([_reach(block.spread), *sides, *quotes, *block.differed])


def _reach(line: str) -> str:
    """'Found in 3 sources' as a sentence."""
    for start, words in (
        ("Found", "This was found"),
        ("Said by", "This was said by"),
        ("Spoken of", "This was spoken of"),
        ("From one", "This comes from one"),
    ):
        if line.startswith(start):
            return _ended(f"{words}{line.removeprefix(start)}")
    return _ended(line)


def _said(excerpt: Evidence, brief: Brief) -> str:
    """'A clinician from Harbour said, in a coaching reflection: “...”'; a note keeps its mark and stands in no quotation marks."""
    if excerpt.kind != "verbatim":
        return f"{NOTED} ({_lower(wording.attribution(excerpt, brief))}): {_ended(excerpt.text)}"
    *who, kind = wording.attribution(excerpt, brief).split(", ")
    speaker = f"{_article(_lower(who[0]))} {_lower(who[0])}" if who else "somebody"
    places = f" from {wording.listed(who[1:])}" if len(who) > 1 else ""
    source = _lower(kind)
    named = (
        source
        if source.endswith("s")
        else f"another {source.removeprefix('other ')}"
        if source.startswith("other")
        else f"{_article(source)} {source}"
    )
    return f"{wording.capital(speaker)}{places} said, in {named}: {wording.quoted(excerpt)}"


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"


def _lower(words: str) -> str:
    """The first letter small, but for a word in capitals such as NHS."""
    return words if words[:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def _ended(words: str) -> str:
    """With the mark at its end that a note often lacks."""
    return words if words.endswith((".", "!", "?", "\u201d")) else f"{words}."


def _others(brief: Brief) -> Iterator[tuple[str, Block]]:
    """Findings that are no messages and that more than one voice and source bear: those under a theme or in words first."""
    firm = [one for one in brief.findings if one.id not in brief.messages and not one.tentative]
    for finding in sorted(firm, key=lambda one: entry(brief, one).block.headline.wordless and not one.theme):
        head = _title(brief, finding)
        on = (
            ""
            if head.startswith(SAID)
            else f"{_ended(head) if finding.heading_from != 'none' else f'On {_lower(head)}:'} "
        )
        told = _tells(brief, finding, most=1)
        yield PARTS["also"], Paragraph(f"{on}{_lower(told) if on.endswith(': ') else told}")


def words_in(page: Outline) -> int:
    """How many words a reader reads."""
    return sum(len(one.title.split()) + sum(_count(block) for block in one.blocks) for one in page.sections)


def _count(block: Block) -> int:
    texts: Sequence[str] = block.items if isinstance(block, Bullets) else (getattr(block, "text", ""),)
    return sum(len(text.split()) for text in texts)
