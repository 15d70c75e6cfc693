"""A group takes its theme and side from the votes of its members; a person's vote outweighs every suggestion."""

import pytest

from learnbrief.corpus.stance import Stance
from learnbrief.nlp.findings.place import does, lean, place, theme_of
from learnbrief.nlp.findings.stand import disagrees
from tests.nlp.programme import CODEBOOK, Programme


def one_excerpt(text="The lift stands still on most mornings.", **options):
    """The material of a single excerpt."""
    made = Programme()
    made.say(text, **options)
    return made.material()


def several(*tags, text="The lift stands still on most mornings, says floor {}.", **options):
    """The material of as many voices as there are tags, all speaking of the lift."""
    made = Programme()
    for number, suggested in enumerate(tags):
        made.say(text.format("x" * (number + 1)), source=f"s{number}", suggested=suggested, **options)
    return made.material()


def sides(material):
    """The sides of all of it as one group, with how many stand there."""
    return [(one.side, len(one.members)) for one in place(material, range(len(material.excerpts)), CODEBOOK)]


@pytest.mark.parametrize(
    ("suggested", "coded", "expected"),
    [
        ({"barrier": 0.9}, {}, -0.9),
        ({"barrier": 0.9}, {"enabler": True}, 1.0),
        ({"barrier": 0.9}, {"barrier": False}, 0.0),
        ({"enabler": 0.9}, {"barrier": True}, -1.0),
    ],
)
def test_a_coders_word_on_a_side_holds_alone(suggested, coded, expected):
    """Yes and no of a person are facts; beside them a score says nothing."""
    assert lean(one_excerpt(suggested=suggested, coded=coded), 0) == pytest.approx(expected)


def test_a_coders_no_takes_a_theme_away_and_a_coders_yes_gives_it():
    """However sure the suggestion is."""
    sure = {"leadership": 0.95}

    assert theme_of(one_excerpt(suggested=sure), [0], CODEBOOK) == "leadership"
    assert theme_of(one_excerpt(suggested=sure, coded={"leadership": False}), [0], CODEBOOK) is None
    assert theme_of(one_excerpt(suggested=sure, coded={"workforce": True}), [0], CODEBOOK) == "workforce"


@pytest.mark.parametrize("suggested", [{}, {"leadership": 0.9, "barrier": 0.9}])
def test_read_by_a_coder_and_left_without_themes_means_none(suggested):
    """Reading without tagging is a decision too, whatever was suggested: such excerpts have no theme and no side."""
    made = Programme()
    for source in ("one", "two"):
        text = f"The lift in house {source} stands still on most mornings."
        made.read.add(made.say(text, source=source, suggested=suggested))
    (read,) = place(made.material(), [0, 1], CODEBOOK)
    made.say("The lift in house three stands still on most mornings.", source="three", suggested={"leadership": 0.9})

    assert (read.theme, read.side) == (None, None)
    assert theme_of(made.material(), [0, 1, 2], CODEBOOK) is None


def test_what_coders_said_of_some_counts_for_the_group_before_every_suggestion():
    """One coded excerpt among four suggested ones names the theme."""
    made = Programme()
    made.say("The lift in house nil stands still on most mornings.", coded={"workforce": True, "leadership": False})
    for source in ("one", "two", "three"):
        made.say(f"The lift in house {source} stands still on most mornings.", suggested={"leadership": 0.9})

    assert theme_of(made.material(), range(4), CODEBOOK) == "workforce"


@pytest.mark.parametrize("suggested", [{}, {"leadership": 0.3}])
def test_no_theme_is_an_answer(suggested):
    """What the codebook has no place for is told without one; nothing is forced into the nearest theme."""
    (group,) = place(several(suggested, suggested, suggested), range(3), CODEBOOK)

    assert group.theme is None


def test_a_theme_that_only_one_of_three_carries_is_not_the_groups():
    """A single sure suggestion does not speak for the others."""
    assert theme_of(several({"leadership": 1.0}, {}, {}), range(3), CODEBOOK) is None


def test_firm_opposite_sides_are_parted_and_the_rest_goes_to_the_nearer_one():
    """One told point never holds both who is helped and who is hindered."""
    made = Programme()
    made.say("The lift is mended and patients ride up to the ward.", source="one", coded={"enabler": True})
    made.say("The lift stands still on most mornings, again.", source="two", suggested={"barrier": 0.9})
    made.say("Most mornings the lift stands still again.", source="three", suggested={"barrier": 0.8})
    made.say("On most mornings the lift stands still.", source="four", suggested={"barrier": 0.3})
    material = made.material()
    found = {one.side: set(material.ids(one.members)) for one in place(material, range(4), CODEBOOK)}

    assert found[Stance.ENABLER] == {made.excerpts[0].excerpt_id}
    assert found[Stance.BARRIER] == {one.excerpt_id for one in made.excerpts[1:]}


def test_a_weak_suggestion_never_parts_a_group():
    """Suggested sides are wrong once in four: what people say alike stays together."""
    assert sides(several(*[{"barrier": 0.9}] * 4, {"enabler": 0.4})) == [(Stance.BARRIER, 5)]


def test_a_coders_word_does_part_a_group():
    """The same excerpt, coded, stands apart."""
    made = Programme()
    for number in range(4):
        made.say(f"The lift stands still on most mornings, says floor {'x' * number}.", suggested={"barrier": 0.9})
    made.say("The lift stands still on most mornings and we walk.", coded={"enabler": True})

    assert sorted(sides(made.material()), key=str) == [(Stance.BARRIER, 4), (Stance.ENABLER, 1)]


@pytest.mark.parametrize(("against", "expected"), [(0, Stance.BARRIER), (1, Stance.BARRIER), (2, None), (3, None)])
def test_below_two_thirds_of_the_votes_a_group_has_no_side(against, expected):
    """A majority is never told as what all of them say: two of three is the least."""
    votes = [*[{"barrier": 0.5}] * 3, *[{"enabler": 0.5}] * against]

    assert sides(several(*votes)) == [(expected, 3 + against)]


def test_two_suggestions_are_no_side_and_three_or_a_coder_are():
    """A suggested side is wrong once in five, and two are wrong together too often to be printed."""
    assert sides(several({"barrier": 0.95}, {"barrier": 0.95})) == [(None, 2)]
    assert sides(several({"barrier": 0.95}, {"barrier": 0.5}, {"barrier": 0.5})) == [(Stance.BARRIER, 3)]
    assert sides(one_excerpt(coded={"barrier": True})) == [(Stance.BARRIER, 1)]


def test_a_side_that_few_of_the_members_voted_for_is_not_the_groups():
    """Most of them lean nowhere: then neither does what they say together."""
    assert sides(several({"barrier": 0.5}, {"barrier": 0.5}, {}, {}, {})) == [(None, 5)]


def test_actions_and_questions_stand_apart_from_what_weighs_the_matter():
    """What people want done is no statement of how things are, and a question is no answer."""
    made = Programme()
    made.say("The lift stands still on most mornings of the week.", coded={"barrier": True})
    made.say("We agreed to ask the landlord for a second lift.", suggested={"action": 0.9})
    made.say("Who decides when the lift is mended?", suggested={"barrier": 0.9})
    material = made.material()

    assert [does(material, at) for at in range(3)] == [None, Stance.ACTION, Stance.QUESTION]
    assert {one.side for one in place(material, range(3), CODEBOOK)} == {
        Stance.BARRIER, Stance.ACTION, Stance.QUESTION,
    }  # fmt: skip


def test_a_coders_no_to_question_or_action_holds_against_the_words():
    """A rhetorical question is none once somebody who read it says so."""
    asked = one_excerpt("Who would climb four floors for a blood test?", coded={"question": False})
    wanted = one_excerpt("We agreed to ask the landlord for a second lift.", coded={"action": False})

    assert does(asked, 0) is None
    assert does(wanted, 0) is None


@pytest.mark.parametrize(
    "text",
    [
        "The new rota lead is fair and quick, but nobody swaps a shift any more.",
        "The visits are kind, although the list of jobs stays the same.",
    ],
)
def test_a_text_that_turns_has_no_firm_lean(text):
    """Half of it says the one, half the other: a score for the first half is no side of the whole."""
    material = one_excerpt(text, suggested={"enabler": 0.95})

    assert 0 <= lean(material, 0) < material.weights.strong_lean
    assert lean(one_excerpt(text, coded={"enabler": True}), 0) == 1


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("Ms Pell said that a shared kettle had done what three away days had not.", True),
        ("We would not give up the blue folder any more, it takes two minutes and saves a call.", True),
        ("Mr Orde said that trainees ask questions until the consultant sits down, and then nod.", False),
    ],
)
def test_praise_in_negative_words_is_a_help_and_praise_that_stops_short_is_none(text, help):
    """Word-counting reads both the wrong way round."""
    material = one_excerpt(text, suggested={"barrier": 0.7} if help else {"enabler": 0.9})

    assert (lean(material, 0) >= material.weights.strong_lean) is help
    assert (sides(material) == [(Stance.ENABLER, 1)]) is help


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'd like to disagree, or at least say it didn't work for me.", True),
        ("We disagree: the visits helped.", True),
        ("That is not our experience at all.", True),
        ("Our table saw it differently but our table don't agree on much.", True),
        ("The board agreed the paper.", False),
    ],
)
def test_open_disagreement_is_noticed_by_its_words(text, expected):
    """Cues, not certainty: a person confirms."""
    assert disagrees(text) is expected


def test_who_says_openly_that_they_see_it_otherwise_is_told_beside_the_group():
    """They stay among its evidence, and are not told as agreeing."""
    made = Programme()
    made.say("The lift stands still on most mornings of the week.", source="one")
    other = made.say("The lift stands still on most mornings? Not our experience at all, it runs.", source="two")
    material = made.material()
    (group,) = place(material, range(2), CODEBOOK)

    assert material.ids(group.contested) == (other,)
    assert other in material.ids(group.members)
