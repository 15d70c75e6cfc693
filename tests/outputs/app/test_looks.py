"""What the app's pages look like follows from the same nouns as the briefs."""

from importlib.resources import files

import pytest

from learnbrief.corpus.stance import Stance


@pytest.mark.parametrize("stance", list(Stance))
def test_a_side_has_one_colour_in_the_app_and_in_every_brief(stance):
    """Who learned the colours in the app must not meet others in the brief that it made."""
    sheet = files("learnbrief.outputs.app").joinpath("static").joinpath("app.css").read_text(encoding="utf-8")

    assert f".stance.{stance.value}{{color:{stance.colour}}}" in sheet
