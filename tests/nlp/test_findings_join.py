"""Points on one subject are one matter; what the whole programme speaks of joins nothing."""

import pytest

from learnbrief.nlp.findings.group import group
from learnbrief.nlp.findings.join import join, subject_words
from tests.nlp.programme import Programme, positions
from tests.nlp.test_findings_group import random_material


def test_a_barrier_here_a_help_there_and_an_action_about_it_are_one_matter():
    """A board hears of the diary once, with all who spoke of it and what differs among them."""
    made = Programme()
    diary = {
        made.say("The paper diary is left behind on every second visit.", source="one", coded={"barrier": True}),
        made.say("Families write in the paper diary before a visit.", source="two", coded={"enabler": True}),
        made.say("We agreed to print the paper diary for each visit.", source="three", coded={"action": True}),
    }
    made.say("Parking costs more than the appointment is worth.", source="one", coded={"barrier": True})
    finding = next(one for one in made.distil() if len(one.evidence) > 1)

    assert set(finding.evidence) == diary
    assert {point.stance for point in finding.points} == {"barrier", "enabler", "action"}


def test_every_group_is_in_one_matter_and_what_was_one_point_stays_so():
    """Nothing is lost or torn on the way from points to matters, not even where some of it is told elsewhere."""
    material = random_material(150, seed=3)
    points = group(material, measure=material.alike, cut=0.5)
    elsewhere = points.pop()
    joined = join(material, points, None, measure=material.alike, cut=0.2)

    assert sorted(index for matter in joined for index in matter) == list(range(len(points)))
    assert any(len(matter) > 1 for matter in joined)
    assert all(at not in elsewhere for matter in joined for index in matter for at in points[index])


@pytest.mark.parametrize(
    ("others", "joins"), [("Gulls nest on roof number {}.", True), ("A lift in house {} is old.", False)]
)
def test_a_word_that_the_whole_programme_uses_joins_nothing(others, joins):
    """Where everybody speaks of lifts, 'lift' says no more than that they are in the programme."""
    made = Programme()
    own = made.say("The lift stands still on most mornings.", source="own")
    for number in range(40):
        made.say(others.format("abcdefghij"[number % 10] * (2 + number)), source=f"s{number}")
    material = made.material()

    assert ("lift" in subject_words(material, positions(material, [own]))) is joins
