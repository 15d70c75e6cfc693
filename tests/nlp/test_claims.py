"""A sentence over evidence says no more than its excerpts: what it adds, turns round or makes sure is remarked in plain words.

A board that reads 'everyone' where three of nine said so is misled by the evaluator, not by the material.
"""

import pytest

from learnbrief.corpus.remark import NOTHING_AGAINST, Fault, Held, Remark, Said, as_plain, from_plain
from learnbrief.nlp.claims.amounts import amounts, changes, digits, ratios
from learnbrief.nlp.claims.check import WITHOUT_ENCODER, hold
from tests.nlp.small import WordEncoder

EVIDENCE = (
    Said("Six of our eight bays have a falls lead now, the other two start in May.", "ward manager", "Harbour"),
    Said(
        "Some of the night staff still write it on paper, the tablet is slower. It could get better.",
        "matron",
        "Harbour",
    ),
    Said("Since we dropped the slides [Person 3] brings problems, and nobody rolls their eyes.", "coach", "Fellside"),
)


def faults(claim, evidence=EVIDENCE, **known):
    return {remark.fault for remark in hold(claim, evidence, **known).remarks}


@pytest.mark.parametrize(
    "claim",
    [
        "Six of eight bays have a falls lead",
        "6 of the 8 bays at Harbour have a falls lead now",
        "Some night staff still write on paper",
        "A matron finds that the tablet is slower",
        "It could get better",
        "[Person 3] brings problems since the slides were dropped",
        "Nobody rolls their eyes, says a coach",
        "“The tablet is slower”, says a matron",
        "Two more bays start in May",
    ],
)
def test_a_faithful_sentence_is_left_alone(claim):
    """Whoever is told of slips that are none stops reading what they are told."""
    assert not hold(claim, EVIDENCE).remarks


@pytest.mark.parametrize(
    ("claim", "fault", "words"),
    [
        ("Five of eight bays have a falls lead", Fault.NUMBER, "The number 5 is not in the evidence"),
        ("40% of bays have a falls lead", Fault.NUMBER, "The number 40% is not in the evidence"),
        ("Pharmacists still write on paper", Fault.WHO, "No excerpt speaks of “Pharmacists”, and none of them is heard"),
        ("[Person 9] brings problems", Fault.WHO, "[Person 9] is in no excerpt under this"),
        ("Six of eight bays in Tarn have a falls lead", Fault.WHERE, "“Tarn” is in no excerpt, and nobody of there speaks"),
        ("At Fellside six of eight bays have a falls lead", Fault.WHERE, "What this says of Fellside was said in Harbour"),
        ("All the night staff still write on paper", Fault.QUANTITY, "The evidence says “some”, the sentence says “all”"),
        ("Both bays start in May", Fault.QUANTITY, "The sentence says “both”, the evidence gives another share"),
        ("The tablet is faster", Fault.DIRECTION, "The evidence says “slower”, the sentence says “faster”"),
        ("Six of eight bays have a falls lead since January", Fault.TIME, "No excerpt speaks of “January”"),
        ("[Person 3] brought problems before we dropped the slides", Fault.TIME, "The evidence says “since”, the sentence says “before”"),
        ("The tablet is slower because of the network", Fault.CAUSE, "The sentence gives a reason (“because of”) that no excerpt gives"),
        ("Night staff must write on the tablet", Fault.CERTAINTY, "The sentence says “must”, no excerpt does"),
        ("Night staff say “we are not asked”", Fault.QUOTE, "Nobody says “we are not asked” in the evidence: quote marks are for their very words"),
        ("Night staff dropped the slides on paper", Fault.JOINED, "No single excerpt says this: “Night staff paper” stands in one, “dropped slides” in another"),
        ("Falls leads are in place across the country", Fault.SCOPE, "The sentence speaks of “across the country”; the excerpts come from Fellside and Harbour"),
        ("Every hospital has a falls lead", Fault.SCOPE, "The sentence speaks of “Every hospital”; the excerpts come from Fellside and Harbour"),
        ("Falls leads are paid from the budget for parking", Fault.INVENTION, "Words of your own, in no excerpt: “paid”, “budget”, “parking”"),
    ],
)  # fmt: skip
def test_each_kind_of_slip_is_told_in_plain_words(claim, fault, words):
    """Whoever worded it can see at once what to look at, with no term of ours to learn."""
    assert Remark(fault, words, soft=fault is Fault.INVENTION) in hold(claim, EVIDENCE).remarks


def test_a_denial_told_as_a_fact_and_a_fact_told_as_a_denial():
    """One little word turns a finding into its opposite, and no likeness of words shows it."""
    late = (Said("The letters do not reach the practice.", "GP", "Tarn"),)
    assert faults("The letters reach the practice", late) == {Fault.DIRECTION}
    assert not faults("The letters don’t reach the practice", late)
    assert faults("The letters do not reach the practice", (Said("The letters reach the practice."),)) == {
        Fault.DIRECTION
    }


def test_figures_tell_which_way_it_went():
    """'Fell' is fair where the evidence says 'from 14 percent to 8', and 'rose' is not, though neither word stands there."""
    rang = (Said("We ring everyone and missed appointments went from fourteen percent to 8."),)
    assert not faults("Missed appointments fell from 14 to 8 per cent", rang)
    assert faults("Missed appointments went from 8 to 14 per cent", rang) == {Fault.DIRECTION}


def test_a_share_carries_the_word_that_fits_it():
    """'Most' is fair of six in eight and unfair of three in nine: the count decides, not the word."""
    assert not faults("Most bays have a falls lead now")
    few = (Said("Three of the nine practices send their figures."),)
    assert faults("Most practices send their figures", few) == {Fault.QUANTITY}


def test_what_used_to_be_so_is_not_told_as_so():
    """A brief that tells last year's state as today's sends people after what is mended."""
    better = (Said("Debriefs happen within two days now, they used to come weeks later."),)
    assert Fault.TIME in faults("Debriefs come weeks later", better)


def test_what_was_a_guess_is_not_told_as_a_fact():
    """'Might' is the participant's own caution; dropping it makes a promise of it."""
    guess = (Said("The chart might be too hard to read."),)
    assert faults("The chart is too hard to read", guess) == {Fault.CERTAINTY}
    assert not faults("The chart may be too hard to read", guess)


def test_words_of_ones_own_are_a_soft_remark_and_nothing_else():
    """A person who sums up uses other words: that is to be looked at, and must not read like an error."""
    held = hold("Bays are in good hands with volunteers’ champions", (Said("Bays have volunteers."),))
    assert held.remarks
    assert all(remark.soft for remark in held.remarks)
    assert held.lines[0] == NOTHING_AGAINST


MOVED = (
    Said("Clinics are moved at short notice and nobody tells the wards.", "coach", "Harbour"),
    Said("Our clinics get moved twice a week, it is only a note on the door.", "matron", "Harbour"),
)


@pytest.mark.parametrize(
    "claim",
    ["Clinics are never moved at short notice", "Nobody wants clinics moved", "There is no clinic that is moved"],
)
def test_a_denial_that_no_excerpt_makes_is_remarked(claim):
    """'Nothing contradicts this' over a sentence that says the opposite is the check's own untruth; a denial of something else is none of this."""
    assert Fault.DIRECTION in faults(claim, MOVED)
    assert NOTHING_AGAINST not in hold(claim, MOVED).lines


@pytest.mark.parametrize("word", ["until", "under", "unit", "union"])
def test_a_word_that_only_begins_like_a_denial_denies_nothing(word):
    """'Until' in an excerpt must not make room for a 'never' in the headline above it; 'unclear' may."""
    said = (Said(f"Patients wait in the bay {word} the porter comes."),)
    assert Fault.DIRECTION in faults("Patients never wait in the bay", said)


@pytest.mark.parametrize("claim", ["Nobody tells the wards", "Wards are not told when clinics are moved"])
def test_a_denial_that_an_excerpt_makes_is_left_alone(claim):
    """The same words stand elsewhere without a denial, and that is no contradiction."""
    assert Fault.DIRECTION not in faults(claim, MOVED)


def test_a_section_that_people_write_may_bring_in_what_nobody_said():
    """'Why now' is about the board's calendar, which no participant knows; its figures and names are held all the same."""
    assert not hold("The strategy is reviewed by the committee", EVIDENCE, context=True).remarks
    assert faults("Twelve bays have a falls lead", context=True) == {Fault.NUMBER}


def test_nearness_to_another_findings_evidence_is_told_and_its_absence_too():
    """A sentence under the wrong finding is no lie, and still misleads; without an encoder nobody looked, which is said."""
    own, other = (Said("The lift is broken."),), (Said("Parking at the clinic is dear."),)
    claim = "Parking at the clinic"
    held = hold(claim, own, others={"finding 2": other}, encoder=WordEncoder())
    assert any("finding 2" in remark.words for remark in held.remarks if remark.fault is Fault.NEARNESS)
    assert hold(claim, own, others={"finding 2": other}).silent == WITHOUT_ENCODER


def test_it_never_says_that_a_sentence_is_right():
    """Rules find some slips; a page that says 'verified' would end the reading that the brief rests on."""
    lines = hold("Six of eight bays have a falls lead", EVIDENCE).lines
    assert lines == (NOTHING_AGAINST, WITHOUT_ENCODER)
    assert not any(word in " ".join(lines).lower() for word in ("verified", "correct", "true"))


def test_a_review_keeps_what_was_remarked():
    """At sign-off, days later, the remarks are those that were made on these words."""
    held = Held(
        (Remark(Fault.NUMBER, "The number 5 is not in the evidence"), Remark(Fault.INVENTION, "…", soft=True)), "told"
    )
    assert from_plain(as_plain(held)) == held


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a hundred and twenty-five carers", [125]),
        ("nine in ten, about two thirds of us, half", [2 / 3, 0.5, 9, 10]),
        ("quarter past eight", [8]),
        ("1,200 people and 8 per cent", [1200, 8]),
        ("a fortnight, twice a day", [2, 2]),
        ("a four-hour target", [4]),
    ],
)
def test_numbers_are_read_in_words_and_digits(text, values):
    """A figure that is right in words must not be remarked because it is in digits."""
    assert sorted(one.value for one in amounts(digits(text))) == pytest.approx(sorted(values))


def test_steps_and_shares():
    """They decide on rose and fell, and on most and few."""
    assert changes(digits("from twenty weeks to nine, ten minutes instead of thirty")) == [(20, 9), (30, 10)]
    assert ratios(digits("six of our eight bays")) == [0.75]


ON_HARBOUR = Said("Six of the eight bays have a falls lead now.", "improvement coach", about="Harbour")
"""What a coach says who goes round; nobody of Harbour speaks."""


def test_whom_a_visitor_speaks_of_may_be_named():
    """'Nobody of there speaks' of the very place that the excerpt is about sends an evaluator looking for a slip that is none."""
    assert not faults("At Harbour six of the eight bays have a falls lead", (ON_HARBOUR,))
    told = hold("At Fellside six of eight bays have a falls lead", (ON_HARBOUR, EVIDENCE[2])).remarks
    assert Remark(Fault.WHERE, "What this says of Fellside was said on Harbour") in told


def test_a_visitor_takes_a_claim_no_farther_than_those_who_spoke_for_their_place():
    """A coach of five teams would carry 'across the programme' alone, and none of the five has said it."""
    alone = (ON_HARBOUR, Said("Falls leads are in every bay.", "coach", about="Fellside"))
    claim = "Falls leads are in place across the programme"

    assert Fault.SCOPE in faults(claim, alone)
    assert Fault.SCOPE not in faults(claim, EVIDENCE)
