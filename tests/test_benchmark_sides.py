"""How right sides are is told from what a plan's writer meant, on texts that nothing was chosen on."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from sides import by_wording, figures, sided

ROOT = Path(__file__).parent.parent
SIDES = {"barrier", "enabler", "action", "question", "neutral"}


@pytest.mark.parametrize(
    ("plan", "ironic"),
    [("corpus/demo/plan.yaml", False), ("benchmarks/programmes/practice/plan.yaml", True)],
)
def test_every_planned_passage_has_a_side_and_irony_is_kept_apart(plan, ironic):
    """A side read out of the wrong place of a plan would make every figure wrong and none look so."""
    plain, mocking = sided(ROOT / plan)

    assert plain
    assert {side for _, side in [*plain, *mocking]} <= SIDES
    assert bool(mocking) is ironic
    meant = dict(plain)
    assert all(meant.get(passage, side) == side for passage, side in mocking)


def test_motions_that_undo_and_motions_that_bring_in_are_told_apart(tmp_path):
    """An argument for abandoning something speaks of harm: over both wordings at once the figure measures the wording."""
    (tmp_path / "arguments_dev.csv").write_text(
        "arg_id,argument,topic,stance\n"
        "1,It shames the poor,We should abandon the use of caps,1\n"
        "2,It keeps heads warm,We should abandon the use of caps,-1\n"
        "3,It would save money,We should adopt a cap,1\n",
        encoding="utf-8",
    )

    assert by_wording(tmp_path) == [
        ("do away with something", ["It shames the poor", "It keeps heads warm"], [True, False]),
        ("bring something in", ["It would save money"], [True]),
    ]


def test_a_tagger_that_leans_the_right_way_gets_full_marks_and_one_that_swaps_sides_none():
    """Likeliest side, F1 at the tagger's own cut, and help against barrier must fall together when help reads as barrier."""
    tagger = SimpleNamespace(themes=("barrier", "enabler", "neutral"), review=0.5)
    truth = np.array([[True, False, False], [False, True, False], [False, True, False]])

    right = figures("right", truth.astype(float), truth, tagger)
    swapped = figures("swapped", truth[:, [1, 0, 2]].astype(float), truth, tagger)

    asked = ("likeliest side right", "micro F1", "help against barrier")
    assert [right[name] for name in asked] == [1.0, 1.0, 1.0]
    assert [swapped[name] for name in asked] == [0.0, 0.0, 0.0]


def test_where_only_one_side_was_planted_no_figure_of_both_is_made_up():
    """An area under a curve needs both sides: none is an answer, a half is not."""
    tagger = SimpleNamespace(themes=("barrier", "enabler"), review=0.5)
    truth = np.array([[True, False], [True, False]])

    assert figures("barriers", np.ones((2, 2)), truth, tagger)["help against barrier"] is None
