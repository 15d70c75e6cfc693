"""Where people see one thing differently both sides are told, in their words; and nothing else is told as a difference."""

import pytest

from learnbrief.corpus.finding import Links
from learnbrief.nlp.findings.difference import answered, differences
from learnbrief.nlp.findings.stand import disagrees, endorses, meant, rejects, splits
from tests.nlp.programme import Programme

FILLER = (
    "Volunteers bring soup to the waiting room.", "A choir sings on the ward each Sunday.",
    "Letters from the clinic are printed too small.", "Somebody painted the corridor yellow in June.",
)  # fmt: skip


def programme(*said):
    """Lines as (source, voice, words), with others before and after them that have nothing to do with it."""
    made = Programme()
    for text in FILLER:
        made.say(text, source="aside")
    ids = [made.say(text, source=source, voice=voice) for source, voice, text in said]
    return made, ids


def sides(made, links=None):
    """The words of each difference, and who stands on either side."""
    material = made.material()
    return [
        [(side.words.words, set(material.ids(side.members))) for side in one.sides]
        for one in differences(material, links or Links())
    ]


DOGS = (
    ("webinar", "P1", "A therapy dog should be allowed on the ward, the children eat when he is there."),
    ("webinar", "P2", "I disagree with that. A dog on the ward is one more thing to keep clean."),
)


def test_an_answer_that_sees_it_otherwise_is_told_beside_what_it_answers():
    """'I disagree' points at whoever has just spoken: neither of the two is told as what people say."""
    made, (one, other) = programme(*DOGS)
    ((first, second),) = sides(made)

    assert {frozenset(first[1]), frozenset(second[1])} == {frozenset({one}), frozenset({other})}
    words = {first[0], second[0]}
    assert words == {
        "A therapy dog should be allowed on the ward, the children eat when he is there",
        "A dog on the ward is one more thing to keep clean",
    }


def test_an_answer_is_not_held_against_somebody_in_another_source():
    """What was said elsewhere was not heard by whoever disagrees."""
    made, _ = programme(DOGS[0], ("notes", "P2", DOGS[1][2]))

    assert sides(made) == []


def test_one_who_wants_a_thing_and_one_who_turns_it_down_differ_though_neither_heard_the_other():
    """Two answers of a survey never say 'I disagree'; that they stand against each other is in their words."""
    made, (want, no, also) = programme(
        ("survey 1", "P1", "The hoist in the bathroom, and I would like more of them on the corridor."),
        ("survey 2", "P2", "I am uneasy about a hoist that one carer works alone in the bathroom."),
        ("notes", "Table 3", "Would not go near a hoist for a child."),
    )
    ((many, few),) = sides(made)

    assert many[1] == {no, also}
    assert few[1] == {want}
    assert few[0] == "The hoist in the bathroom, and I would like more of them on the corridor"


@pytest.mark.parametrize(
    "beside",
    [
        "We should paint the porch and nobody minds the colour of it.",  # wants something else
        "The hoist in the bathroom broke down again on Tuesday.",  # tells of it and wants nothing
        "We should hoist the flag on the day of the fair.",  # the word, but not the thing
    ],
)
def test_a_word_in_common_makes_no_difference(beside):
    """A difference that is none sets people against each other in print."""
    made, _ = programme(
        ("survey 1", "P1", "I am uneasy about a hoist that one carer works alone in the bathroom."),
        ("survey 2", "P2", beside),
    )

    assert sides(made) == []


def test_nobody_differs_with_themselves():
    """Somebody who wants a thing and has doubts about it is one voice with two thoughts."""
    made, _ = programme(
        ("one", "P1", "The hoist in the bathroom, and I would like more of them on the corridor."),
        ("two", "P1", "I am uneasy about a hoist that one carer works alone in the bathroom."),
    )

    assert sides(made) == []


def test_one_thing_meant_for_this_and_for_that_is_a_difference():
    """'Write the letter to the patient', 'keep the letter for the practice': one letter cannot be both."""
    made, (one, other, third) = programme(
        ("notes", "Table 1", "Write the report to the family, in their own words."),
        ("minutes", "P2", "Keep the report for the school, with every score in it."),
        ("survey", "P3", "Addressing the report to the parents makes me write plainly."),
    )
    ((first, second),) = sides(made)

    assert (first[1], second[1]) == ({one, third}, {other})


def test_sending_one_thing_to_several_is_no_difference():
    """Nothing in 'send it to the school' says that nobody else may have it."""
    made, _ = programme(
        ("notes", "Table 1", "Send the report to the family on the same day."),
        ("minutes", "P2", "Send the report to the school before the end of term."),
    )

    assert sides(made) == []


def test_a_sentence_that_tells_of_a_split_is_told_by_itself():
    """A scribe who writes that a table did not agree has told both sides in one line."""
    made, (at,) = programme(
        ("notes", "Table 4", "Two of us like the badge and the rest can't stand it. Then it was lunch.")
    )
    ((told,),) = sides(made)

    assert told == ("Two of us like the badge and the rest can't stand it", {at})


def test_words_that_stop_before_their_point_tell_no_side():
    """'My feeling is that for the shy ones, the tired ones' holds no opinion: the rest of the sentence does."""
    long = (
        "My feeling is that for the shy ones and the tired ones, the play room ought to be open to brothers and sisters "
        "who come along on the day."
    )
    made, _ = programme(
        ("webinar", "P1", long),
        ("webinar", "P2", "I disagree with that. A play room full of brothers scares the shy ones."),
    )
    ((one, other),) = sides(made)

    assert [words for words in (one[0], other[0]) if words in long and "ought to be" in words]


def test_a_side_is_told_by_words_that_stand_where_it_stands():
    """Whoever wants the dog also turns something down; told by that, both sides would say no."""
    made, _ = programme(
        ("webinar", "P1", "I would like more of the dog on the ward. I don't see why a dog on the ward is a worry."),
        ("webinar", "P1", "The dog should be on the ward each day."),
        DOGS[1],
    )
    ((one, other),) = sides(made)

    assert "I don't see why a dog on the ward is a worry" not in {one[0], other[0]}


def test_several_who_differ_on_one_thing_are_one_difference():
    """A webinar, a workshop and a survey on one dog are one matter, counted once on each side."""
    made, ids = programme(
        *DOGS,
        ("survey", "P7", "I am uneasy about a dog near the drips of a child."),
        ("notes", "Table 2", "The dog on Tuesdays, and we would like more of him."),
    )
    ((one, other),) = sides(made)

    assert {frozenset(one[1]), frozenset(other[1])} == {frozenset({ids[0], ids[3]}), frozenset({ids[1], ids[2]})}


def test_what_an_evaluator_put_together_or_apart_is_left_to_them():
    """Whoever read both and made one finding of them has decided."""
    made, (one, other) = programme(*DOGS)

    assert sides(made, Links(together=((one, other),))) == []
    assert sides(made, Links(apart=((one, other),))) == []


def test_a_difference_is_a_finding_of_its_own_and_is_told_in_nothing_else():
    """Whoever is told as differing must not be counted under a headline as agreeing."""
    made, ids = programme(*DOGS)
    told = [finding for finding in made.distil() if set(finding.evidence) & set(ids)]
    (finding,) = told
    (point,) = finding.points

    assert set(finding.evidence) == set(ids)
    assert point.contested
    assert point.clause != point.against
    assert set(point.against_by) | {point.clause.excerpt} == set(ids)
    assert finding.counter == ()


def test_open_disagreement_is_counter_evidence_only_of_what_it_answers():
    """'We don't agree on who should see it' stood as counter-evidence beside eight findings on other things."""
    made, (one, other) = programme(*DOGS)
    material = made.material()
    place = {excerpt.excerpt_id: at for at, excerpt in enumerate(material.excerpts)}

    assert answered(material) == {place[other]: frozenset({place[one]})}


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Opinions were divided on the colour of the door.", True),
        ("We argued about the rota for an hour.", True),
        ("Nine said the nurse, seven said the clerk.", True),
        ("We did not agree on who should hold the key.", True),
        ("All agree with the aim.", False),
        ("It was agreed to buy a kettle.", False),
        ("Nobody could agree more.", False),
        ("The ward is split over two floors.", False),
        ("Before this we had three lists, and no two people could agree how many beds there were.", False),
        ("We used to argue, and nobody agreed on whose turn it was.", False),
    ],
)
def test_a_split_is_told_by_its_words(text, tells):
    """Cues for what people differ on; 'over two floors' is a place."""
    assert splits(text) is tells


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Others felt that it should wait.", True),
        ("I'm going to be awkward.", True),
        ("[Person 3] put the other side.", True),
        ("I've got the opposite story: it rained.", False),
        ("She does it the other way round.", False),
    ],
)
def test_open_disagreement_answers_somebody(text, tells):
    """An opposite story and another order of doing things answer nobody."""
    assert disagrees(text) is tells


def test_a_stand_is_what_somebody_holds_now():
    """'I was against it' is how a change of mind begins."""
    assert rejects("I am against having it at night.")
    assert not rejects("I was against having it at night.")
    assert endorses("The sisters want more of them.")
    assert not endorses("The sisters have three of them.")
    assert [(one.thing, one.whom, one.binds) for one in meant("The letter ought to be to the GP.")] == [
        ("letter", "gp", True)
    ]
