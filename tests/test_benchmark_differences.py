"""What is called a difference in the figures was read by a person, and a planned one counts only with either side on its own."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from _points_plan import Passage, Plan, PlannedPoint, Sources
from differences import Pair, judgements, met, plain, real

from tests.nlp.programme import Programme

FOR, AGAINST = "The porch should be red like the fire engine.", "A red porch would frighten every dog in the street."


def placed():
    """A plan of one difference, and the sources in which it stands."""
    made = Programme()
    one = made.say(FOR, source="red")
    other = made.say(AGAINST, source="dog")

    class Placed(Sources):
        def holding(self, passage):
            return tuple(excerpt for excerpt in self.excerpts if excerpt.text == passage.quote)

    points = tuple(
        PlannedPoint(slug, "", "point", None, "porch", (Passage(f"material/{slug}/notes.md", quote),))
        for slug, quote in (("red", FOR), ("dog", AGAINST))
    )
    plan = Plan("porches", points, opposite=frozenset({frozenset({"red", "dog"})}))
    return plan, Placed(made.documents, tuple(made.excerpts)), frozenset({one}), frozenset({other})


def test_a_planned_difference_is_met_only_by_its_two_sides_against_each_other():
    """Both on one side would tell people as agreeing who do not."""
    plan, sources, one, other = placed()

    assert met([Pair((FOR, AGAINST), one, other)], plan, sources) == ["porch"]
    assert met([Pair((AGAINST, FOR), other, one)], plan, sources) == ["porch"]
    assert met([Pair((FOR, AGAINST), one | other, frozenset({"e"}))], plan, sources) == []


def test_only_what_somebody_read_and_called_a_difference_is_one():
    """What nobody has judged is told apart, so that it flatters no figure."""
    pairs = [Pair((FOR, AGAINST), frozenset("a"), frozenset("b")), Pair((FOR, FOR), frozenset("a"), frozenset("c"))]

    assert real(pairs, {(AGAINST, FOR): True}) == (1, [pairs[1]])
    assert real(pairs, {(AGAINST, FOR): False, (FOR, FOR): False}) == (0, [])


def test_the_committed_judgements_can_be_read_and_hold_no_drawn_number():
    """Placeholders are numbered anew in every workspace: a number would make a judgement unfindable."""
    judged = judgements()

    assert set(judged.values()) == {True, False}
    assert all(plain(words) == words for pair in judged for words in pair)
