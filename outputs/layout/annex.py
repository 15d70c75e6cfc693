"""The annex: everything that stands behind the main part of a brief."""

from collections.abc import Iterable, Sequence

from outputs.brief.brief import Brief, Point
from outputs.layout import tables, wording
from outputs.layout.blocks import Block, Bullets, Group, Section, TableBlock
from outputs.layout.points import point_block
from outputs.layout.tables import Table


def _record(brief: Brief) -> tuple[str, ...]:
    """What it takes to make the same brief again."""
    made = brief.made
    software = ", ".join(f"{name} {version}" for name, version in made.software.items())
    return (
        *made.methods.values(),
        f"Run {made.run}, made {wording.day(made.at.date())}, seed {made.seed}.",
        f"Codebook version {made.codebook_version}; encoder {made.encoder}; tagger {made.tagger}.",
        f"Software: {software or 'not recorded'}.",
    )


def annex(brief: Brief, shown: dict[str, list[Point]]) -> Iterable[Section]:
    """Findings that found no room, the matrix, all the evidence, and how it can all be made again."""
    standing = {point.id for points in shown.values() for point in points}
    standing |= {point.id for point in brief.findings if point.id in brief.messages}
    rest = [point for point in brief.findings if point.id not in standing and not _voiced_whole(point)]
    single = [point for point in rest if point.tentative and len(point.evidence) == 1]
    several = [point for point in rest if point not in single]
    yield Section("further", "Further findings", tuple(point_block(point, brief) for point in several), annex=True)
    yield Section("single", "Said by one voice", _single_voices(brief, single), annex=True)
    yield _tables("matrix", "Framework matrix", [tables.matrix(brief)] if wording.many_collaboratives(brief) else [])
    yield _tables("evidence", "Evidence", [tables.evidence_table(brief)])
    yield _tables("counter", "Counter-evidence", [tables.counter_table(brief)])
    yield _tables("emerging", "Not in the codebook yet", [tables.emerging_table(brief)])
    about = [table for table in tables.survey_tables(brief) if not tables.is_question(table)]
    yield _tables("sources", "Sources and voices", [tables.sources_table(brief), tables.voices_table(brief), *about])
    yield _tables("codebook", "Codebook", [tables.codebook_table(brief)])
    yield Section("record", "How it was made, step by step", (Bullets(_record(brief)),), annex=True)
    limits = (Bullets(brief.limits),) if brief.limits else ()
    yield Section("limits", "Limits", limits, annex=True)


def _single_voices(brief: Brief, points: Sequence[Point]) -> tuple[Block, ...]:
    """By theme; each is tentative, and the title of the section says why once for all."""
    blocks: list[Block] = []
    for theme in dict.fromkeys(point.theme for point in points):
        blocks.append(Group(brief.theme_name(theme), ""))
        blocks += [point_block(point, brief, under_theme=True) for point in points if point.theme == theme]
    return tuple(blocks)


def _voiced_whole(point: Point) -> bool:
    """An action or question of one excerpt: its one quote has said it all."""
    return point.stance in ("action", "question") and len(point.evidence) == 1 and not point.counter


def _tables(section: str, title: str, made: Sequence[Table]) -> Section:
    blocks = tuple(TableBlock(table, "voices" if table.id == "voices" else None) for table in made if table.rows)
    return Section(f"annex-{section}", title, blocks, annex=True)
