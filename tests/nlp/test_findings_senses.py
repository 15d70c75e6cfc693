"""A word of two senses stands for two things; words that others say beside a headline speak of the same one."""

from datetime import date

import pytest

from learnbrief.corpus.finding import Clause
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.central import centrality
from learnbrief.nlp.findings.clauses import Candidate
from learnbrief.nlp.findings.near import is_overtaken
from learnbrief.nlp.findings.pairs import Pairs
from learnbrief.nlp.findings.wordwise import Wordwise
from tests.nlp.programme import Programme
from tests.nlp.test_findings_spoken import OF_OTHER_THINGS

MEDICINE = (
    "The ward changed his tablets twice and told nobody at home",
    "The doctor says tablets, the ward says it is grief",
)
SCREENS = (
    "We went over to tablets, the screens, and the paper diary is gone",
    "The tablets freeze in the cold and we write the visit on paper",
    "Nobody can log in to the tablets, so we keep the paper diary",
)


def things_of(texts):
    """The findings headed by things, where each of these is said in a source of its own, beside other matters."""
    made = Programme(encoder=default_encoder())
    for number, text in enumerate((*texts, *OF_OTHER_THINGS)):
        made.say(text, source=f"s{number}")
    return [one for one in made.distil() if one.spoken]


def test_pills_do_not_stand_beneath_screens():
    """A reader who meets both under one headline takes the brief for careless, and the count for false."""
    made = Programme(encoder=default_encoder())
    for number, text in enumerate((*MEDICINE, *SCREENS, *OF_OTHER_THINGS)):
        made.say(text, source=f"s{number}")
    said = {one.excerpt_id: one.text for one in made.excerpts}
    found = [one for one in made.distil() if one.spoken and one.clause]
    of_screens = [one for one in found if said[one.clause.excerpt] in SCREENS]

    assert of_screens
    for one in of_screens:
        assert not {said[near] for near in one.spoken.near} & set(MEDICINE), one.heading


def test_a_named_instrument_is_a_thing_though_it_is_written_with_a_capital():
    """Seven sources waited for the Doppler, and no brief said so: a parser takes it for somebody's name."""
    of_it = (
        "There is one Doppler for twenty-two nurses and it lives in the boot of whoever had it last",
        "We share a single Doppler across the whole patch, so the leg waits another week",
        "Nobody can get hold of a Doppler to say that the bandage is safe",
        "The practice bought a Doppler and the probe broke within three years",
    )

    assert "doppler" in {one.spoken.words for one in things_of(of_it)}


def test_a_name_that_many_mention_is_no_thing():
    """People are counted nowhere by what others call them: a first name that a reader missed must not head a brief."""
    of_her = (
        "Ottoline rings every family before the visit and they come",
        "Families ask for Ottoline by name because she rings before the visit",
        "Ottoline taught the new nurses how to ring families",
        "When Ottoline is on leave no family is rung before the visit",
    )

    assert "ottoline" not in {one.spoken.words for one in things_of(of_her)}


@pytest.mark.parametrize(("later", "overtaken"), [("enabler", True), ("barrier", False)])
def test_what_helps_later_weighs_against_what_was_in_the_way(later, overtaken):
    """'Dressings come eleven days late' stood first in February, though since December nobody had waited more than a day."""
    late = "Dressings come eleven days after you order them, and the wound has changed"
    made = Programme(encoder=default_encoder())
    made.say(late, source="a", coded={"barrier": True})
    made.say(
        "The dressings that you order come the next day, before the wound changes",
        source="c",
        day=date(2025, 9, 1),
        coded={later: True},
    )
    for number, text in enumerate(OF_OTHER_THINGS):
        made.say(text, source=f"s{number}")
    material = made.material()
    at = next(at for at, one in enumerate(material.excerpts) if one.text == late)
    words = Candidate(Clause(material.excerpts[at].excerpt_id, 0, len(late)), late, at, 1.0)

    wordwise = Wordwise.of(made.encoder, [one.text for one in material.excerpts])

    assert is_overtaken(Pairs.of(material, wordwise, centrality(material)), words) is overtaken


def test_two_messages_do_not_tell_of_one_thing():
    """Two of five messages were on one call, once as 'Thursday call' and once as what midwives are on."""
    of_it = (
        "Before the Thursday call a referral bounced three times and it has not bounced since Easter",
        "Ashfield runs its own Thursday call now and no referral goes round twice",
        "The Thursday call spread to a third partnership and the referrals came back sooner",
        "Our Thursday call keeps the referrals from going round in circles",
        "The midwives are on the same call for fifteen minutes and go through the names",
        "The midwives bring the names of the mothers who did not come",
        "Two midwives write down the names before they leave the ward",
        "A midwife read the names to the nurse at the door",
    )
    heads = [one.heading for one in things_of(of_it)]

    assert sum("call" in one for one in heads) == 1, heads


def test_paste_is_toothpaste():
    """The second and the fourth message were on the paste that did not come."""
    of_it = (
        "The toothpaste bounces between the surgery and the pharmacy for weeks",
        "Families are sent for the toothpaste from the doctor to the chemist and back",
        "The strong toothpaste was asked for twelve residents and four tubes of toothpaste came",
        "Nobody may prescribe the toothpaste and nobody orders it",
        "Eight of twelve residents were without the paste five months later",
        "The paste had not come and the teeth went on rotting",
        "We wait for the strong paste from the pharmacy for weeks",
        "The doctor will not sign for the paste and the chemist will not give it",
    )

    assert len([one for one in things_of(of_it) if one.spoken.words.endswith("paste")]) == 1
