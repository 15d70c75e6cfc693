"""What coding brings is measured on excerpts that nobody coded, the same ones whatever was coded before."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from coded_programme import DRAWS, LEFT, SIZES, course, figures, means

from tests.nlp.programme import Programme


class Watched:
    """A room that keeps what it was asked, and answers with how much was coded."""

    def __init__(self, excerpts: int) -> None:
        made = Programme()
        for number in range(excerpts):
            made.say(f"Note {number} on the lift.")
        self.some, self.asked = tuple(made.excerpts), list[tuple[set[int], tuple[int, ...]]]()

    def suggested(self, coded: list[int], rest: list[int]) -> tuple[dict[str, float], bool]:
        self.asked.append((set(coded), tuple(rest)))
        return {"F1": len(coded) / 100}, bool(coded)

    def learned(self, coded: list[int], rest: list[int]) -> dict[str, float]:
        return self.suggested(coded, rest)[0]


def test_what_is_coded_is_never_measured_on_and_sizes_of_a_draw_share_what_is():
    """A coded excerpt knows its answer, and two sizes measured on different excerpts differ by them too."""
    room = Watched(LEFT + 30)
    rows = list(course(room))

    assert {row["coded"] for row in rows} == {0, 25} == {size for size in SIZES if size <= 30}
    assert len({rest for _, rest in room.asked}) == DRAWS
    assert all(not coded & set(rest) and len(rest) >= LEFT for coded, rest in room.asked)


def test_means_are_by_way_and_size_and_tell_how_often_examples_join():
    """Where the rule refuses what was coded, nothing changes for a reader: a mean that hides it would promise too much."""
    rows = [{"way": "suggested", "coded": 25, "joins": joins, "F1": share} for joins, share in ((0.0, 0.2), (1.0, 0.4))]

    assert means(rows) == [{"way": "suggested", "coded": 25, "joins": 0.5, "F1": pytest.approx(0.3)}]


def test_a_theme_that_no_excerpt_left_carries_is_no_failure():
    """Its F1 would be nought whatever is suggested, and pull down the mean of the others."""
    truth = np.array([[True, False], [False, False]])

    assert figures(truth, truth.astype(float), truth)["F1 macro"] == 1.0
