"""What a brief says and in which order, once for all formats: sections of plain blocks that each format lays out."""

from collections.abc import Iterable, Sequence

from outputs.brief.brief import Brief, Count, Heard, Point
from outputs.layout import tables, wording
from outputs.layout.annex import annex
from outputs.layout.blocks import (
    Block,
    Bullets,
    Group,
    Message,
    Outline,
    Paragraph,
    Pointer,
    Pointers,
    Quotes,
    Section,
    TableBlock,
)
from outputs.layout.points import (
    EQUITY,
    LEADERS,
    Size,
    main_points,
    own_section,
    point_block,
    quote_line,
    sizes,
    strip,
)

KINDS = {
    "event": "Learning brief after an event",
    "collaborative": "Learning brief on one collaborative",
    "cohort": "Learning brief on the whole programme",
    "theme": "Theme in depth",
}


def outline(brief: Brief, size: Size | None = None) -> Outline:
    """The whole brief as titled sections; every finding stands in full exactly once."""
    size = size or sizes(brief)[0]
    shown = main_points(brief, size)
    sections = [
        _in_short(brief),
        _why_now(brief),
        _based_on(brief),
        _heard(brief, shown, size),
        _stances(brief, size),
        _equity(brief, shown, size),
        _leaders(brief, shown, size),
        _changed(brief),
        _surveys(brief),
        _voiced(brief, size),
        _questions(brief),
        _unknown(brief),
        _made(brief),
        *annex(brief, shown),
    ]
    return Outline(
        kind=KINDS.get(brief.scope.kind, "Learning brief"),
        title=brief.title,
        status=brief.status,
        status_words=wording.STATUS_WORDS[brief.status],
        warning=wording.not_checked(brief),
        programme=brief.programme.name,
        period=wording.period(brief),
        facts=_facts(brief),
        sections=tuple(section for section in sections if section.blocks),
    )


def _facts(brief: Brief) -> tuple[tuple[str, str], ...]:
    base = brief.base
    counts = ((base.documents, "source"), (base.excerpts, "excerpt"), (base.voices, "voice"))
    facts = [(_big(count), wording.counted(count, name).removeprefix(f"{_big(count)} ")) for count, name in counts]
    if wording.many_collaboratives(brief):
        heard = f"{len(base.by_collaborative)} of {len(brief.programme.collaboratives)}"
        facts.append((heard, "collaboratives heard"))
    return tuple(facts)


def _big(count: Count) -> str:
    return f"{count:,}" if isinstance(count, int) else count


def _in_short(brief: Brief) -> Section:
    blocks: list[Block] = []
    for number, finding_id in enumerate(brief.messages, 1):
        point = brief.finding(finding_id)
        line = wording.spread_line(point.spread, brief)
        first = quote_line(point.quoted[0], brief)
        composed = point.heading_from == "composed"
        blocks.append(Message(number, point.id, point.heading, line, strip(point, brief), first, composed))
    if brief.messages_note:
        blocks.append(Paragraph(brief.messages_note, "note"))
    if not blocks:
        blocks.append(Paragraph("There is too little evidence for a message that stands on its own.", "missing"))
    return Section("in-short", "In short", tuple(blocks))


def _why_now(brief: Brief) -> Section:
    if brief.written.why_now:
        return Section("why-now", "Why this matters now", (Paragraph(brief.written.why_now),))
    return Section("why-now", "Why this matters now", _unwritten(brief, "why this matters now and for whom"))


def _unwritten(brief: Brief, what: str) -> tuple[Block, ...]:
    """A gap that a draft shows and an approved brief does not."""
    if brief.status == "approved":
        return ()
    return (Paragraph(f"An evaluator has yet to write {what}.", "missing"),)


def _based_on(brief: Brief) -> Section:
    blocks: list[Block] = [Paragraph(wording.based_on(brief))]
    if brief.base.not_heard:
        blocks.append(Paragraph(f"Not heard: {'; '.join(brief.base.not_heard)}.", "lead"))
    blocks.append(TableBlock(tables.base_table(brief), "base"))
    return Section("based-on", "What this is based on, and who is not heard", tuple(blocks))


def _heard(brief: Brief, shown: dict[str, list[Point]], size: Size) -> Section:
    blocks: list[Block] = []
    for title, aside, points in _groups(brief, shown["heard"]):
        blocks.append(Group(title, aside))
        blocks += [point_block(point, brief, quotes=size.quotes, under_theme=True) for point in points]
    if wording.many_collaboratives(brief) and blocks:
        blocks.append(TableBlock(tables.themes_table(brief), "themes"))
    return Section("heard", "What we heard", tuple(blocks))


def _groups(brief: Brief, points: Sequence[Point]) -> Iterable[tuple[str, str, list[Point]]]:
    """Findings under their theme; in a brief on one theme, under what was said of it."""
    if brief.scope.kind == "theme":
        for stance, title in (
            ("barrier", "What stands in the way"),
            ("enabler", "What helps"),
            ("", "What else was said"),
        ):
            own = [
                point for point in points if (point.stance if point.stance in ("barrier", "enabler") else "") == stance
            ]
            if own:
                yield title, "", own
        return
    heard = {line.slug: line for line in brief.themes}
    for theme in dict.fromkeys(point.theme for point in points):
        own = [point for point in points if point.theme == theme]
        yield brief.theme_name(theme), _theme_aside(heard.get(theme), brief), own


def _theme_aside(heard: Heard | None, brief: Brief) -> str:
    return (
        f"The theme as a whole: {wording.spread_line(heard, brief)[0].lower()}{wording.spread_line(heard, brief)[1:]}"
        if heard
        else ""
    )


def _stances(brief: Brief, size: Size) -> Section:
    if brief.scope.kind == "theme":
        return Section("stances", "Barriers and enablers", ())
    blocks = [
        _pointers(brief, stance, title, 2 * size.listed)
        for stance, title in (("barrier", "Barriers"), ("enabler", "Enablers"))
    ]
    return Section("stances", "Barriers and enablers", tuple(block for block in blocks if block.items))


def _pointers(brief: Brief, stance: str, title: str, most: int) -> Pointers:
    own = [point for point in brief.findings if point.stance == stance]
    items = tuple(Pointer(point.id, point.heading, wording.counted(point.spread.documents, "source")) for point in own)
    return Pointers(title, stance, items[:most])


def _equity(brief: Brief, shown: dict[str, list[Point]], size: Size) -> Section:
    if brief.scope.kind == "theme" or all(line.slug != EQUITY for line in brief.themes):
        return Section(EQUITY, "Equity", ())
    blocks: list[Block] = [point_block(point, brief, quotes=size.quotes, under_theme=True) for point in shown[EQUITY]]
    return Section(
        EQUITY, "Equity: who is reached and who is missed", (*blocks, *_silence(brief, EQUITY, "equity", blocks))
    )


def _silence(brief: Brief, theme: str, word: str, said: Sequence[Block]) -> list[Block]:
    heard = next(line for line in brief.themes if line.slug == theme)
    if not heard.documents and not said:
        return [Paragraph(f"Nothing that was heard speaks of {word}.", "lead")]
    silent = [
        line.name
        for line in brief.programme.collaboratives
        if line.slug in brief.base.by_collaborative and line.slug not in heard.by_collaborative
    ]
    short = wording.short_names(line.name for line in brief.programme.collaboratives)
    if not silent or not wording.many_collaboratives(brief):
        return []
    return [Paragraph(f"Heard, but not on {word}: {wording.listed(short[name] for name in silent)}.", "lead")]


def _leaders(brief: Brief, shown: dict[str, list[Point]], size: Size) -> Section:
    if brief.scope.kind == "theme" or all(line.slug != LEADERS for line in brief.themes):
        return Section(LEADERS, "The role of senior leaders", ())
    blocks: list[Block] = []
    for stance, title in (("enabler", "What helped"), ("barrier", "What hindered"), (None, "What else was said")):
        own = [
            point
            for point in shown[LEADERS]
            if point.stance == stance or (stance is None and point.stance == "neutral")
        ]
        if own:
            blocks.append(Group(title))
            blocks += [point_block(point, brief, quotes=size.quotes, under_theme=True) for point in own]
    return Section(
        LEADERS, "The role of senior leaders", (*blocks, *_silence(brief, LEADERS, "senior leaders", blocks))
    )


def _changed(brief: Brief) -> Section:
    table = tables.changes_table(brief)
    blocks: list[Block] = []
    if table.rows:
        named = [(line.name, line.change) for line in (*brief.themes, *brief.stances) if line.change]
        moved = [f"{name}: {wording.shift(change)}." for name, change in named if change and _moved(change.verdict)]
        blocks.append(Bullets(tuple(moved)) if moved else Paragraph("No theme shows a clear change."))
        blocks.append(TableBlock(table))
    if len(brief.base.by_month) > 1 and wording.many_collaboratives(brief):
        blocks.append(TableBlock(tables.months_table(brief), "months"))
    return Section("changed", "What changed", tuple(blocks))


def _moved(verdict: str) -> bool:
    return verdict in ("new", "growing", "fading", "not raised")


def _surveys(brief: Brief) -> Section:
    asked = [table for table in tables.survey_tables(brief) if tables.is_question(table)]
    return Section(
        "surveys", "How far people say they have come", tuple(TableBlock(table, "survey") for table in asked)
    )


def _voiced(brief: Brief, size: Size) -> Section:
    voiced = [point for point in brief.findings if own_section(point, brief) == "voiced"]
    blocks: list[Block] = [
        point_block(point, brief, quotes=size.quotes) for point in voiced if point.id in brief.messages
    ]
    for stance, title in (("action", "Actions people named"), ("question", "Questions people asked")):
        own = [point for point in voiced if point.stance == stance and point.id not in brief.messages]
        items = tuple(quote_line(point.quoted[0], brief) for point in own[: size.listed])
        if items:
            blocks.append(Quotes(title, items))
    return Section("voiced", "Actions and questions that people voiced", tuple(blocks))


def _questions(brief: Brief) -> Section:
    title = "Questions for boards"
    if brief.written.questions_for_boards:
        return Section("boards", title, (Bullets(brief.written.questions_for_boards),))
    return Section("boards", title, _unwritten(brief, "the questions that boards may ask themselves"))


def _unknown(brief: Brief) -> Section:
    lines = list(brief.written.unknown)
    if brief.base.not_heard:
        lines.append(f"What would have been said by those not heard: {'; '.join(brief.base.not_heard)}.")
    tentative = sum(point.tentative for point in brief.findings)
    if tentative:
        lines.append(
            f"Whether others see it so: {tentative} of {len(brief.findings)} findings rest on one voice or one source."
        )
    if any(point.counter and not point.counter_confirmed for point in brief.findings):
        lines.append(
            "Whether the possible counter-evidence in the annex contradicts the findings: nobody has judged it yet."
        )
    lines.append("How common anything is: counts show how widely a point was raised here, not how many people hold it.")
    return Section("unknown", "What we do not know", (Bullets(tuple(lines)),))


def _made(brief: Brief) -> Section:
    checks = brief.checks
    lines = ["Framework analysis with machine-suggested themes, step by step in the annex.", *_human_checks(brief)]
    if brief.base.set_aside:
        said = wording.counted(brief.base.set_aside, "excerpt")
        lines.append(
            f"{wording.capital(said)} by facilitators, coaches or presenters: kept, but not counted as evidence."
        )
    if checks.signed_off_by:
        when = f" on {wording.day(checks.signed_off_at.date())}" if checks.signed_off_at else ""
        lines.append(f"Signed off by {checks.signed_off_by}{when}.")
    return Section("made", "How this was made", (Bullets(tuple(lines)),))


def _human_checks(brief: Brief) -> list[str]:
    checks = brief.checks
    lines = []
    if checks.tags:
        judged = checks.tags_accepted + checks.tags_rejected
        lines.append(
            f"Themes were suggested by a model. Of {checks.tags:,}, people accepted {checks.tags_accepted:,}, rejected "
            f"{checks.tags_rejected:,} and added {checks.tags_added:,}; {checks.tags_open:,} are not yet checked."
            if judged or checks.tags_added
            else f"Themes were suggested by a model and none of the {checks.tags:,} has been checked by a person yet."
        )
    drafted = brief.made.drafted_by
    composed = sum(point.heading_from == "composed" for point in brief.findings)
    if composed:
        lines.append(
            f"{composed} of {len(brief.findings)} headings were put together by rule from theme, stance and key phrase."
        )
    if drafted:
        lines.append(f"Headings were drafted by {drafted}.")
    return lines
