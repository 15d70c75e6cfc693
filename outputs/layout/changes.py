"""The section on what changed: what people said at two dates, themes since the period before, and two waves of a survey."""

from collections.abc import Iterator

from learnbrief.outputs.brief.brief import Brief, SurveyWave
from learnbrief.outputs.brief.reported import Count
from learnbrief.outputs.layout import change_tables, tables, wording
from learnbrief.outputs.layout.blocks import Block, Bullets, Paragraph, Section, TableBlock
from learnbrief.outputs.layout.headlines import plain

MOVED = ("new", "growing", "fading", "not raised")
"""Verdicts that tell a change; what is steady, or cannot be told, stands in the tables."""
MOST_SAID = 3
"""Findings with two dates that stand in the section; the rest stand where findings do."""


def changed(brief: Brief) -> Section:
    """What the tests tell, in words, with the tables that they were made on."""
    blocks: list[Block] = []
    if said := [*_in_their_words(brief)]:
        blocks.append(Bullets(tuple(said)))
    since, waves = change_tables.changes_table(brief), change_tables.waves_table(brief)
    if since.rows:
        blocks += [_told([*_themes(brief)], "No theme shows a clear change."), TableBlock(since)]
    if waves.rows:
        told = [*_answers(brief), *_themes_by_wave(brief)]
        blocks += [_told(told, "Between the last two waves of the survey nothing shows a clear change.")]
        blocks.append(TableBlock(waves))
    if len(brief.base.by_month) > 1 and wording.many_collaboratives(brief):
        blocks.append(TableBlock(tables.months_table(brief), "months"))
    return Section("changed", "What changed", tuple(blocks))


def _told(lines: list[str], nothing: str) -> Block:
    return Bullets(tuple(lines)) if lines else Paragraph(nothing)


def _in_their_words(brief: Brief) -> Iterator[str]:
    """What the same place said of one thing at two dates, where no message tells it already."""
    told = [finding for finding in brief.findings if finding.then_now and finding.id not in brief.messages]
    for finding in told[:MOST_SAID]:
        places = finding.reach.collaboratives
        one_place = len(places) == 1 and wording.many_collaboratives(brief) and wording.may_name_places(finding, brief)
        yield f"{wording.short_name(brief, places[0])}: {plain(finding, brief)}" if one_place else plain(finding, brief)


def _themes(brief: Brief) -> Iterator[str]:
    for line in (*brief.themes, *brief.stances):
        if line.change and line.change.verdict in MOVED:
            yield f"{line.name}: {wording.shift(line.change)}."


def _answers(brief: Brief) -> Iterator[str]:
    """One line a question, so that it stands once: each answer that moved, with the wave before in brackets."""
    for shares in brief.surveys:
        if len(shares.waves) < 2 or not tables.is_asked(shares.question):
            continue
        before, now = shares.waves[-2:]
        moved = [
            f"\u2018{answer}\u2019 {wording.ANSWERED[change.verdict]}, {_of(now, answer)} ({_of(before, answer)})"
            for answer, change in now.changes.items()
            if change.verdict in MOVED
        ]
        if moved:
            yield f"{shares.question} Respondents of {now.wave} ({before.wave} in brackets): {'; '.join(moved)}."


def _of(wave: SurveyWave, answer: str) -> str:
    return f"{wave.counts.get(answer, 0)} of {wave.answered}"


def _themes_by_wave(brief: Brief) -> Iterator[str]:
    if (found := brief.survey_themes) is None:
        return
    for theme, shift in found.shifts.items():
        if shift.verdict in MOVED:
            counts = _counts(
                (found.later, shift.now, shift.now_base), (found.earlier, shift.previous, shift.previous_base)
            )
            yield f"{brief.theme_name(theme)}, in what respondents wrote: {shift.verdict}: {counts}."


def _counts(now: tuple[str, Count, int], before: tuple[str, Count, int]) -> str:
    of_now, of_before = (wording.respondents(count, base) for _, count, base in (now, before))
    return f"{of_now} in {now[0]}, {of_before} in {before[0]}"
