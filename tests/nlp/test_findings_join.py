"""Points on one subject are one matter; what the whole programme speaks of joins nothing."""

from dataclasses import replace

import numpy as np
import pytest

from learnbrief.nlp.findings.group import group
from learnbrief.nlp.findings.join import join, subject_words
from tests.nlp.programme import Programme, positions


def matters(material):
    """The matters as sets of excerpt ids."""
    groups = group(material)
    return [set(material.ids([at for index in matter for at in groups[index]])) for matter in join(material, groups)]


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


def test_every_group_is_in_one_matter():
    """Nothing is lost on the way from points to matters."""
    made = Programme()
    for number in range(12):
        made.say(
            f"The {('lift', 'diary', 'kettle')[number % 3]} on floor {'xyz'[number % 3] * number} is old, we hear."
        )
    material = made.material()
    groups = group(material)
    joined = join(material, groups)

    assert sorted(index for matter in joined for index in matter) == list(range(len(groups)))


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


def test_alike_without_a_word_in_common_is_no_matter():
    """Two sentences in one tone share no subject that a heading could name."""
    made = Programme()
    made.say("Porters carry breakfast up five floors.", source="one")
    made.say("Volunteers water our tomatoes on Sundays.", source="two")
    material = made.material()
    one, _ = material.particular
    near = replace(material, particular=np.vstack([one, one]))

    assert near.alike([0], [1])[0, 0] > near.weights.matter_cut(2)
    assert len(join(near, [[0], [1]])) == 2
