"""What changed between two waves of a survey stands in the brief, in respondents, and tells nobody apart in public."""

from dataclasses import replace

import pytest

from learnbrief.corpus.finding import Change, Verdict
from learnbrief.corpus.surveys import WaveThemes
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import TableBlock
from learnbrief.outputs.layout.changes import changed
from learnbrief.outputs.layout.headlines import plain
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.render.markdown import render_markdown
from tests.outputs import programme


def change(name, previous, now, verdict, *, bases=(41, 38)):
    return Change(name, previous, bases[0], now, bases[1], verdict, "A test.", 0.01)


@pytest.fixture
def waves():
    before, now = programme.SURVEYS
    moved = [
        change(choice, was, dict(now.counts)[choice], verdict)
        for (choice, was), verdict in zip(
            before.counts, (Verdict.FADING, Verdict.NO_CLEAR_CHANGE, Verdict.GROWING, Verdict.STEADY), strict=True
        )
    ]
    return {
        "surveys": (before, replace(now, changes=tuple(moved))),
        "survey_themes": WaveThemes(
            "Wave 1", "Wave 2", (change("data", 3, 12, Verdict.GROWING), change("equity", 9, 8, Verdict.STEADY))
        ),
    }


def lines(brief):
    """The bullets of the section."""
    return [line for block in changed(brief).blocks for line in getattr(block, "items", ())]


def waves_table(brief):
    """The table of waves, wherever it stands; none where there is none."""
    blocks = (block for section in outline(brief).sections for block in section.blocks)
    tables = (block.table for block in blocks if isinstance(block, TableBlock))
    return next((table for table in tables if table.id == "waves"), None)


def test_the_brief_tells_what_moved_between_waves_and_how_many_respondents_that_is(build, waves):
    """Evaluators were promised that waves are compared; a verdict that no page shows is none."""
    brief = build(**waves)
    first, _, third, _ = programme.SCALE

    assert [line for line in lines(brief) if "espondents" in line] == [
        f"{programme.QUESTION} Respondents of Wave 2 (Wave 1 in brackets): \u2018{first}\u2019 chosen by fewer, "
        f"3 of 38 (9 of 41); \u2018{third}\u2019 chosen by more, 17 of 38 (11 of 41).",
        "Data and measurement, in what respondents wrote: growing: "
        "12 of 38 respondents in Wave 2, 3 of 41 respondents in Wave 1.",
    ]


def test_every_answer_and_theme_stands_in_a_table_with_its_test(build, waves):
    """What is steady, or cannot be told, is an answer too."""
    brief = build(**waves)
    table = waves_table(brief)

    assert [row[0].text.split(" (")[0] for row in table.rows] == [*programme.SCALE, "Data and measurement", "Equity"]
    assert table.rows[-1][1].text == "steady"
    assert "Change between survey waves" in render_markdown(brief)


def test_what_every_row_was_tested_with_is_said_once_over_the_table(build, waves):
    """The same two lines in each of twenty rows made eight pages of it."""
    table = waves_table(build(**waves))
    assert table.caption == "Change between survey waves, in respondents. Tested with: A test."
    assert {row[-1].text for row in table.rows} == {"p\u00a0=\u00a00.01"}

    first, last = waves["surveys"]
    other = (replace(last.changes[0], test="Another test."), *last.changes[1:])
    mixed = waves_table(build(**waves | {"surveys": (first, replace(last, changes=other))}))
    assert mixed.caption.endswith("Tested with: (a) Another test. (b) A test.")
    assert [row[-1].text for row in mixed.rows[:2]] == ["a p\u00a0=\u00a00.01", "b p\u00a0=\u00a00.01"]
    assert waves_table(build(**waves, view="published")).columns[-1] == "Wave now", "no column without a word in it"


def test_where_nothing_moved_the_brief_says_so(build, waves):
    """Silence would read as if nobody had looked."""
    still = [
        replace(one, changes=tuple(replace(c, verdict=Verdict.STEADY) for c in one.changes)) for one in waves["surveys"]
    ]
    brief = build(surveys=tuple(still))

    assert "Between the last two waves of the survey nothing shows a clear change." in [
        getattr(block, "text", "") for block in changed(brief).blocks
    ]


def test_one_wave_has_nothing_to_be_compared_with(build):
    """No empty section, no empty table."""
    assert waves_table(build(surveys=programme.SURVEYS[:1])) is None


def test_in_public_a_small_number_of_respondents_cannot_be_read_off_a_change(build, waves):
    """The survey's own table hides the three who answered so; the change must not say three."""
    brief = build(**waves, view="published")
    told = " ".join(lines(brief))

    assert "chosen by fewer, fewer than 5 of 40 (10 of 40)" in told
    assert "12 respondents in Wave 2, fewer than 5 respondents in Wave 1" in told
    assert "3 of" not in told
    assert {one.p_value for shares in brief.surveys for wave in shares.waves for one in wave.changes.values()} == {None}
    assert {shift.p_value for shift in brief.survey_themes.shifts.values()} == {None}


def test_what_people_said_at_two_dates_stands_where_a_reader_looks_for_change(brief):
    """It is told once: here, or as a message."""
    told = next(finding for finding in brief.findings if finding.then_now)
    beside = replace(brief, messages=tuple(one for one in brief.messages if one != told.id))
    above = replace(brief, messages=(told.id,))

    assert [line for line in lines(beside) if plain(told, brief) in line]
    assert not [line for line in lines(above) if plain(told, brief) in line]


def test_the_one_place_that_measured_it_twice_is_named(brief):
    """'Down to five weeks' without its place reads as if it held everywhere."""
    told = next(finding for finding in brief.findings if finding.then_now)
    place = brief.programme.collaboratives[0]
    alone = replace(told, stated=None, spread=replace(told.spread, collaboratives=(place.slug,)))
    one = replace(brief, findings=(alone,), messages=())

    assert lines(one)[0].startswith(f"{wording.short(place)}: ")
