"""Charts are drawn of what was counted; nothing counted is no picture, and no reason to fail."""

from dataclasses import replace

import pytest

from learnbrief.corpus.document import Programme
from learnbrief.corpus.surveys import WaveCount
from learnbrief.outputs.layout.charts import draw_charts, draw_pictures
from learnbrief.outputs.render import FORMATS, render
from tests.outputs import programme

NOBODY = Programme("No collaboratives (fictional)", ())
SCALE = ("not at all", "a little", "mostly")


def wave(*counts: int) -> WaveCount:
    """Four people were asked."""
    return WaveCount("Wave 1", "How confident are you?", 4, sum(counts), tuple(zip(SCALE, counts, strict=False)))


@pytest.mark.parametrize("view", ["internal", "published"])
@pytest.mark.parametrize("counts", [(), (0, 0, 0)], ids=["no choice known", "no choice taken"])
def test_a_question_that_nobody_answered_makes_every_format(build, sources, view, counts):
    """An empty column of a survey once made Word and slides of a signed brief impossible."""
    brief = build(surveys=(wave(*counts),), view=view)
    assert "survey-1" not in draw_charts(brief)

    files = render(brief, FORMATS, sources=sources if view == "internal" else None)
    assert set(files) >= set(FORMATS.values())
    assert "0 of 4" in files["brief.md"].decode() or view == "published"


def test_a_wave_without_answers_stands_beside_one_that_has_some(build):
    """Only where no wave says anything is there no chart."""
    assert "survey-1" in draw_pictures(build(surveys=(wave(0, 0, 0), replace(wave(1, 2, 0), wave="Wave 2"))))


def test_noughts_are_no_chart(build):
    """A grid of dashes says less than the sentence above it."""
    untagged = build(tags=[], analysis=replace(programme.ANALYSIS, findings=(), changes=()), messages=((), ""))

    assert set(draw_charts(untagged)) == {"voices", "survey-1"}


def test_without_collaboratives_there_is_no_column_to_shade(build):
    """A programme may be one team; its months and roles are drawn all the same."""
    alone = [
        replace(one, collaborative=None, voice=replace(one.voice, collaborative=None))
        for one in programme.EXCERPTS.values()
    ]
    sources = [replace(one, collaborative=None) for one in programme.DOCUMENTS]
    brief = build(programme=NOBODY, excerpts=alone, documents=sources)

    assert set(draw_charts(brief)) == {"months", "voices", "survey-1"}


def test_a_chart_is_drawn_once_for_the_same_counts_and_anew_for_others(build):
    """Each edit in the app makes the whole brief anew: drawing took longest of it, for pictures that were the same."""
    drawn, again = draw_charts(build()), draw_charts(build(title="Another title"))
    other = draw_charts(build(surveys=(wave(4, 0, 0),)))

    assert drawn
    assert all(again[name] is drawn[name] for name in drawn)
    assert other["survey-1"] != drawn["survey-1"]
