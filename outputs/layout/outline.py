"""What a brief says and in which order, once for all formats: sections of plain blocks that each format lays out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from learnbrief.corpus.disclosure import NOT_HEARD
from learnbrief.corpus.role_families import family_words
from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.brief import NO_THEME, Brief
from learnbrief.outputs.brief.reported import Count, Heard, ReportedFinding
from learnbrief.outputs.layout import counts, tables, wording
from learnbrief.outputs.layout.actions import actions_blocks, in_the_table
from learnbrief.outputs.layout.annex import CHARTED, annex, evidence_sections, short_annex
from learnbrief.outputs.layout.blocks import (
    Block,
    Bullets,
    Group,
    Outline,
    Paragraph,
    Pointer,
    Pointers,
    Quotes,
    Section,
    TableBlock,
)
from learnbrief.outputs.layout.changes import changed
from learnbrief.outputs.layout.findings import (
    HEARD,
    VOICED,
    Size,
    finding_block,
    main_findings,
    own_sections,
    quote_line,
    section_of,
    sizes,
)
from learnbrief.outputs.layout.headlines import plain, theme_or_subject
from learnbrief.outputs.layout.in_short import in_short
from learnbrief.outputs.layout.played_back import played_back

KINDS = {
    "event": "Learning brief after an event",
    "collaborative": "Learning brief on one collaborative",
    "cohort": "Learning brief on the whole programme",
    "theme": "Theme in depth",
    "role": "Learning brief on a role",
}


def outline(brief: Brief, size: Size | None = None) -> Outline:
    """The whole brief as titled sections; every finding stands in full exactly once."""
    size = size or sizes(brief)[0]
    shown = main_findings(brief, size)
    contents = f"First the messages and what was heard; then, as an annex, {_all_of_it(brief)}, word for word."
    return _outline(brief, contents, [*_main(brief, shown, size), *annex(brief, shown)])


def printed(brief: Brief, size: Size, room: int) -> Outline:
    """The brief as it is printed: a main part and a short annex, with the evidence in a file beside it."""
    shown = main_findings(brief, size)
    main, moved = [], []
    for section in _main(brief, shown, size):
        charted = [block for block in section.blocks if isinstance(block, TableBlock) and block.table.id in CHARTED]
        moved += charted
        main.append(replace(section, blocks=tuple(block for block in section.blocks if block not in charted)))
    heard = any(shown[place] for place in shown if place != VOICED)
    contents = (
        f"Here: the messages, {'what was heard, ' if heard else ''}and a short annex. "
        f"In the file \u2018evidence\u2019 beside it: {_all_of_it(brief)}, word for word."
    )
    return _outline(brief, contents, [*main, *short_annex(brief, shown, room, moved)])


def evidence(brief: Brief) -> Outline:
    """The file beside a printed brief: every excerpt behind every finding."""
    contents = f"{wording.capital(_all_of_it(brief))}, word for word, and how the brief was made."
    page = _outline(brief, contents, [replace(section, annex=False) for section in evidence_sections(brief)])
    return replace(page, kind=f"Evidence: {page.kind[0].lower()}{page.kind[1:]}")


def _all_of_it(brief: Brief) -> str:
    """What the evidence holds: in public only what is quoted."""
    return "every quote behind every finding" if brief.view == "published" else "every excerpt behind every finding"


def _main(brief: Brief, shown: dict[str, list[ReportedFinding]], size: Size) -> list[Section]:
    return [
        in_short(brief),
        _why_now(brief),
        _based_on(brief),
        _heard(brief, shown, size),
        _stances(brief, size),
        *_own(brief, shown, size),
        changed(brief),
        _surveys(brief),
        _voiced(brief, shown, size),
        played_back(brief, size.listed),
        _questions(brief),
        _unknown(brief),
        _made(brief),
    ]


def _outline(brief: Brief, contents: str, sections: Sequence[Section]) -> Outline:
    return Outline(
        kind=KINDS.get(brief.scope.kind, "Learning brief"),
        title=brief.title,
        status=brief.status,
        status_words=wording.STATUS_WORDS[brief.status],
        warning=wording.not_checked(brief),
        programme=brief.programme.name,
        period=wording.period(brief),
        about=_about(brief),
        contents=contents,
        facts=_facts(brief),
        sections=tuple(section for section in sections if section.blocks),
    )


def _about(brief: Brief) -> str:
    """Kind and priority of the one collaborative that a brief is on."""
    own = [line for line in brief.programme.collaboratives if line.slug == brief.scope.collaborative]
    if brief.scope.kind != "collaborative" or not own:
        return ""
    kind = f"Kind of collaborative: {own[0].kind}." if own[0].kind else ""
    priority = f"Strategic priority: {own[0].priority.rstrip('.')}." if own[0].priority else ""
    return " ".join(part for part in (kind, priority) if part)


def _facts(brief: Brief) -> tuple[tuple[str, str], ...]:
    base = brief.base
    counts = ((base.documents, "source"), (base.excerpts, "excerpt"), (base.voices, "voice"))
    facts = [(_big(count), wording.counted(count, name).removeprefix(f"{_big(count)} ")) for count, name in counts]
    if base.voices_at_most and isinstance(base.voices, int):
        facts[-1] = (facts[-1][0], f"{facts[-1][1]} at most")
    if wording.many_collaboratives(brief):
        heard = f"{len(base.by_collaborative)} of {len(brief.programme.collaboratives)}"
        facts.append((heard, "collaboratives heard"))
    return tuple(facts)


def _big(count: Count) -> str:
    return f"{count:,}" if isinstance(count, int) else count


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
    if loudest := brief.base.loudest:
        blocks.append(Paragraph(f"{loudest.share:.0%} of the words are those of one voice, {loudest.voice}.", "note"))
    blocks.append(TableBlock(tables.base_table(brief), "base"))
    return Section("based-on", "What this is based on, and who is not heard", tuple(blocks))


def _heard(brief: Brief, shown: dict[str, list[ReportedFinding]], size: Size) -> Section:
    blocks: list[Block] = []
    for title, aside, findings in _groups(brief, shown[HEARD]):
        blocks.append(Group(title, aside))
        under = brief.scope.kind != "role"  # there the title over it says whose words they are
        blocks += [finding_block(finding, brief, quotes=size.quotes, under_theme=under) for finding in findings]
    if wording.many_collaboratives(brief) and brief.findings:
        blocks.append(TableBlock(tables.themes_table(brief), "themes"))
    return Section("heard", "What we heard", tuple(blocks))


def _groups(brief: Brief, findings: Sequence[ReportedFinding]) -> Iterable[tuple[str, str, list[ReportedFinding]]]:
    """Findings under their theme; in a brief on one theme, under what was said of it."""
    if brief.scope.kind == "theme":
        sides = {Stance.BARRIER.value: Stance.BARRIER.label, Stance.ENABLER.value: Stance.ENABLER.label}
        for side, title in (*sides.items(), ("", "What else was said")):
            own = [finding for finding in findings if (finding.stance if finding.stance in sides else "") == side]
            if own:
                yield title, "", own
        return
    if any(finding.said_by for finding in findings):
        yield from _by_who_speaks(brief, findings)
        return
    heard = {line.slug: line for line in brief.themes}
    titles = {finding.id: theme_or_subject(finding, brief) or NO_THEME for finding in findings}
    for title in dict.fromkeys(titles.values()):
        own = [finding for finding in findings if titles[finding.id] == title]
        yield title, _theme_aside(heard.get(own[0].theme or ""), own, brief), own


def _by_who_speaks(
    brief: Brief, findings: Sequence[ReportedFinding]
) -> Iterable[tuple[str, str, list[ReportedFinding]]]:
    """In a brief on a role: what its people said, what others said of them, and what both did."""
    words = family_words(brief.scope.role or "")
    titles = {
        "them": f"What {words} said",
        "others": "What others said of them",
        "both": "What they and others said",
        None: "What else was said",
    }
    for whose, title in titles.items():
        if own := [finding for finding in findings if finding.said_by == whose]:
            yield title, "", own


def _theme_aside(heard: Heard | None, own: Sequence[ReportedFinding], brief: Brief) -> str:
    """How widely the theme was found; nothing where a finding under it was found more widely than what bears its tag."""
    if heard is None or any(_exceeds(finding, heard) for finding in own):
        return ""
    line = counts.spread_line(heard, brief)
    return f"The theme as a whole: {line[0].lower()}{line[1:]}"


def _exceeds(finding: ReportedFinding, heard: Heard) -> bool:
    pairs = ((finding.reach.documents, heard.documents), (finding.reach.voices, heard.voices))
    return any(isinstance(part, int) and isinstance(whole, int) and part > whole for part, whole in pairs)


def _stances(brief: Brief, size: Size) -> Section:
    title = f"{Stance.BARRIER.label}, and {Stance.ENABLER.label[0].lower()}{Stance.ENABLER.label[1:]}"
    if brief.scope.kind == "theme":
        return Section("stances", title, ())
    blocks = [_pointers(brief, stance, 2 * size.listed) for stance in (Stance.BARRIER, Stance.ENABLER)]
    return Section("stances", title, tuple(block for block in blocks if block.items))


def _pointers(brief: Brief, stance: Stance, most: int) -> Pointers:
    own = [finding for finding in brief.findings if finding.stance == stance]
    items = tuple(Pointer(finding.id, plain(finding, brief), _sources(finding, brief)) for finding in own[:most])
    return Pointers(stance.label, stance.value, items)


def _sources(finding: ReportedFinding, brief: Brief) -> str:
    if counts.in_words(finding.reach):
        line = counts.finding_line(finding, brief)
        return f"{line[0].lower()}{line[1:]}"
    return wording.counted(finding.reach.documents, "source")


def _own(brief: Brief, shown: dict[str, list[ReportedFinding]], size: Size) -> Iterable[Section]:
    """The sections that themes of the codebook have of their own."""
    for theme, title in own_sections(brief).items():
        blocks: list[Block] = [
            finding_block(finding, brief, quotes=size.quotes, under_theme=True) for finding in shown[theme]
        ]
        heard = next(line for line in brief.themes if line.slug == theme)
        if not blocks and heard.documents in (0, NOT_HEARD) and theme not in _themes_told(brief):
            blocks = [Paragraph(f"The tool found nothing on {heard.name}. It may have been said all the same.", "lead")]
        yield Section(f"own-{theme}", title, tuple(blocks))


def _themes_told(brief: Brief) -> set[str | None]:
    """Themes of any finding or of a part of one, wherever it stands and however little its tag is trusted."""
    parts = {point.theme for finding in brief.findings for point in finding.points}
    return parts.union(finding.theme for finding in brief.findings)


def _surveys(brief: Brief) -> Section:
    asked = [table for table in tables.survey_tables(brief) if tables.is_question(table)]
    return Section(
        "surveys", "How far people say they have come", tuple(TableBlock(table, "survey") for table in asked)
    )


def _voiced(brief: Brief, shown: dict[str, list[ReportedFinding]], size: Size) -> Section:
    voiced = [finding for finding in brief.findings if section_of(finding, brief) == VOICED]
    blocks: list[Block] = [finding_block(finding, brief, quotes=size.quotes) for finding in shown[VOICED]]
    blocks += actions_blocks(brief, 2 * size.listed)
    elsewhere = in_the_table(brief)
    for stance in (Stance.ACTION, Stance.QUESTION):
        own = [finding for finding in voiced if finding.stance == stance and finding.id not in brief.messages]
        bare = [finding for finding in own if finding.quoted[0].excerpt not in elsewhere]
        quotes = tuple(quote_line(finding.quoted[0], brief) for finding in bare[: size.listed])
        if quotes:
            blocks.append(Quotes(stance.label, quotes))
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
    tentative = sum(finding.tentative for finding in brief.findings)
    if tentative:
        lines.append(
            f"Whether others see it so: {tentative} of {len(brief.findings)} findings rest on one voice or one source."
        )
    if any(finding.counter and not finding.counter_confirmed for finding in brief.findings):
        lines.append(
            "Whether the possible counter-evidence in the annex contradicts the findings: nobody has judged it yet."
        )
    lines.append("How common anything is: counts show how widely a point was found here, not how many people hold it.")
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
    drafted = sorted({one for one in (brief.made.drafted_by, *(f.drafted_by for f in brief.findings)) if one})
    own_words = sum(finding.heading_from in ("clause", "composed") and _quotes(finding) for finding in brief.findings)
    by_rule = len(brief.findings) - checks.headings
    if brief.first_schema and by_rule:
        lines.append(
            f"{by_rule} of {len(brief.findings)} headings were put together by rule from theme, stance and key phrase."
        )
    if own_words:
        lines.append(
            f"{own_words} of {wording.counted(len(brief.findings), 'headline')} are words of the material, chosen by the tool."
        )
    if drafted:
        lines.append(f"Wording of headlines was suggested by {wording.listed(drafted)}.")
    return lines


def _quotes(finding: ReportedFinding) -> bool:
    """Whether its headline holds words of the material."""
    return finding.clause is not None or any(point.clause for point in finding.points)
