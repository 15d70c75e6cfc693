"""What stands behind the main part: whole in the page, short in print, and the full evidence as a file of its own."""

from collections.abc import Iterable, Sequence

from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.brief import NO_THEME, Brief
from learnbrief.outputs.brief.reported import ReportedFinding
from learnbrief.outputs.layout import tables, wording
from learnbrief.outputs.layout.actions import every_action
from learnbrief.outputs.layout.blocks import Block, Bullets, Group, Paragraph, Section, TableBlock
from learnbrief.outputs.layout.findings import finding_block, is_contested
from learnbrief.outputs.layout.played_back import every_remark
from learnbrief.outputs.layout.tables import Table

CHARTED = ("themes", "months", "changes", "waves")
"""Tables that in print stand with their charts in the annex, so that the main part keeps to its pages."""
ROOMS = (40, 24, 16, 10, 6, 4, 2, 1)
"""Findings that a printed annex may hold of each sort, most first; what is printed takes the first that fits."""
SINGLE = "Each of these rests on one voice or one source, and is tentative."
FEW_SOURCES = 10
"""With room for fewer findings than this, the list of sources moves to the evidence as well."""

Shown = dict[str, list[ReportedFinding]]


def annex(brief: Brief, shown: Shown) -> Iterable[Section]:
    """Findings that found no room, the matrix, all the evidence, and how it can all be made again."""
    divided, several, single = _rest(brief, shown)
    yield _carried(brief, shown, quotes=4)
    yield Section("differed", "Where people differed", tuple(finding_block(one, brief) for one in divided), annex=True)
    yield Section("further", "Further findings", tuple(finding_block(one, brief) for one in several), annex=True)
    yield Section("single", "Single and dissenting voices", _single_voices(brief, single), annex=True)
    yield from evidence_sections(brief)


def evidence_sections(brief: Brief) -> Iterable[Section]:
    """All the evidence, word for word, and how the brief can be made again."""
    yield _tables("matrix", "Framework matrix", _matrices(brief))
    yield _tables("triangulation", "Themes by kind of source", [tables.triangulation_table(brief)])
    yield Section("annex-actions", "Actions", every_action(brief), annex=True)
    yield _tables("evidence", "Evidence", [tables.evidence_table(brief)])
    yield _tables("named", "Who names what", [tables.named_table(brief)])
    yield every_remark(brief)
    yield _tables("counter", "Counter-evidence", [tables.counter_table(brief)])
    yield _tables("emerging", "Not in the codebook yet", [tables.emerging_table(brief)])
    yield _sources(brief)
    yield _tables("codebook", "Codebook", [tables.codebook_table(brief)])
    yield from _standing(brief)


def short_annex(brief: Brief, shown: Shown, room: int, moved: Sequence[Block]) -> Iterable[Section]:
    """The annex as it is printed, with `room` findings of each sort, the widest first.

    `moved` are tables of the main part that stand here with their charts.
    """
    divided, several, single = _rest(brief, shown)
    counter = tables.counter_table(brief, room)
    against: list[Block] = [TableBlock(counter)] if counter.rows else []
    differed = [finding_block(one, brief, quotes=2) for one in divided[:room]]
    further = [finding_block(one, brief, quotes=1) for one in several[:room]]
    yield _carried(brief, shown, quotes=3 if room > FEW_SOURCES else 2)
    yield Section("differed", "Where people differed", (*differed, *against), annex=True)
    yield Section("further", "Further findings", (*further, *_more(several, room)), annex=True)
    singles = (*_single_voices(brief, single[:room]), *_more(single, room)) if single else ()
    yield Section("single", "Single and dissenting voices", singles, annex=True)
    yield Section("charts", "Who raised what", (*moved, *_blocks([tables.kinds_table(brief)])), annex=True)
    yield _tables("emerging", "Not in the codebook yet", [tables.emerging_table(brief, room)])
    if room >= FEW_SOURCES:
        yield _sources(brief)
    else:
        yield _tables("sources", "Voices", [tables.voices_table(brief)])
    yield from _standing(brief)


def _carried(brief: Brief, shown: Shown, *, quotes: int) -> Section:
    """Quotes and differences of the messages that the main part tells only in short."""
    standing = {finding.id for findings in shown.values() for finding in findings}
    messages = [brief.finding(wanted) for wanted in brief.messages if wanted not in standing]
    blocks = [finding_block(one, brief, quotes=quotes) for one in messages]
    return Section("carried", "What carries the messages", tuple(blocks), annex=True)


def _rest(brief: Brief, shown: Shown) -> tuple[list[ReportedFinding], list[ReportedFinding], list[ReportedFinding]]:
    """What does not stand in the main part: where people differed, what several said, what one said."""
    standing = {finding.id for findings in shown.values() for finding in findings} | set(brief.messages)
    rest = [finding for finding in brief.findings if finding.id not in standing and not _voiced_whole(finding)]
    divided = [finding for finding in rest if is_contested(finding)]
    single = [
        finding for finding in rest if finding.tentative and len(finding.evidence) == 1 and finding not in divided
    ]
    return divided, [finding for finding in rest if finding not in divided and finding not in single], single


def _more(findings: Sequence[ReportedFinding], room: int) -> list[Block]:
    """What is left out of print, said where it is left out."""
    left = len(findings) - room
    if left < 1:
        return []
    return [Paragraph(f"{wording.capital(wording.counted(left, 'more finding'))} in the evidence file.", "note")]


def _matrices(brief: Brief) -> list[Table]:
    return [tables.matrix(brief), tables.kinds_table(brief)] if wording.many_collaboratives(brief) else []


def _sources(brief: Brief) -> Section:
    about = [table for table in tables.survey_tables(brief) if not tables.is_question(table)]
    made = [tables.sources_table(brief), tables.voices_table(brief), *about]
    return _tables("sources", "Sources and voices", made)


def _standing(brief: Brief) -> Iterable[Section]:
    yield Section("record", "How it was made, step by step", (Bullets(_record(brief)),), annex=True)
    limits = (Bullets(brief.limits),) if brief.limits else ()
    yield Section("limits", "Limits", limits, annex=True)


def _record(brief: Brief) -> tuple[str, ...]:
    """What it takes to make the same brief again."""
    made = brief.made
    software = ", ".join(f"{name} {version}" for name, version in made.software.items())
    return (
        *made.methods.values(),
        *_wordings(brief),
        f"Run {made.run}, made {wording.day(made.at.date())}, seed {made.seed}.",
        f"Codebook version {made.codebook_version}; encoder {made.encoder}; tagger {made.tagger}.",
        f"Software: {software or 'not recorded'}.",
    )


def _wordings(brief: Brief) -> Iterable[str]:
    """That headlines of evaluators were held by rule: for those who check the brief, not for those who read it published."""
    if brief.checks.held and brief.view == "internal":
        counted = wording.counted(brief.checks.held, "headline")
        yield (
            f"{counted} {'was' if brief.checks.held == 1 else 'were'} worded by an evaluator and held against "
            f"{'its' if brief.checks.held == 1 else 'their'} excerpts by rule (numbers, names, places, how many, direction, "
            "time, cause, certainty, quotes), which finds slips and proves nothing."
        )


def _single_voices(brief: Brief, findings: Sequence[ReportedFinding]) -> tuple[Block, ...]:
    """By theme; that each is tentative is said once for all of them."""
    blocks: list[Block] = [Paragraph(SINGLE, "note")] if findings else []
    for theme in dict.fromkeys(finding.theme for finding in findings):
        blocks.append(Group(brief.theme_name(theme) or NO_THEME, ""))
        own = [one for one in findings if one.theme == theme]
        blocks += [finding_block(one, brief, under_theme=True, among_single=True) for one in own]
    return tuple(blocks)


def _voiced_whole(finding: ReportedFinding) -> bool:
    """An action or question of one excerpt: its one quote has said it all."""
    voiced = finding.stance in (Stance.ACTION, Stance.QUESTION)
    return voiced and len(finding.evidence) == 1 and not finding.counter


def _blocks(made: Sequence[Table]) -> list[Block]:
    return [TableBlock(table, "voices" if table.id == "voices" else None) for table in made if table.rows]


def _tables(section: str, title: str, made: Sequence[Table]) -> Section:
    return Section(f"annex-{section}", title, tuple(_blocks(made)), annex=True)
