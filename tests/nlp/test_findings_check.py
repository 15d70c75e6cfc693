"""Whoever is counted under a headline says what it says; who shares no more than a word with it is sent away."""

from datetime import date

import pytest

from learnbrief.corpus.finding import Links
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.check import counts_otherwise, says_it_ended
from tests.nlp.programme import Programme

SEND = "Sending a reminder to the mobile the night before has filled the slots that we used to lose."
FILLED = "Since the reminder goes to the mobile the night before, the slots we used to lose are filled."
LOST = "Half our reminders go to a phone that the mother no longer has, and the rest are ignored."
LEAFLET = "The leaflet on the reminder is printed in six languages and kept in a cupboard on the third floor."
FILLER = (
    "The lift stands still on most mornings.", "Volunteers bring soup to the waiting room.", "A choir sings on Sundays.",
    "Interpreters are booked for the wrong language.", "Trainees share one locker between four of them.",
    "The chaplain knows every patient by name.", "Breakfast reaches the top floor cold each day.",
    "Nurses swap shifts through a private chat.", "The garden gate is locked at weekends.",
)  # fmt: skip


def told(*said, links=None, **options):
    """The findings of several excerpts on what was said, each in a source of its own, among others on other things."""
    made = Programme(default_encoder())
    ids = [made.say(text, source=f"s{at}", **options) for at, text in enumerate(said)]
    for at, text in enumerate(FILLER):
        made.say(text, source=f"f{at}")
    grouped = links([*ids]) if links else None
    return ids, [one for one in made.distil(links=grouped) if set(one.evidence) & set(ids) and len(one.evidence) > 1]


def test_who_speaks_of_the_subject_and_says_something_else_is_not_counted_under_the_headline():
    """One loose excerpt made five sources of four: it spoke of tablets too, and of others."""
    ids, (finding,) = told(SEND, FILLED, LEAFLET)

    assert set(finding.stated_by) == set(ids[:2])
    assert finding.clause.excerpt in finding.stated_by
    assert set(finding.quotes) <= set(finding.stated_by)


def test_who_leans_the_other_way_is_not_counted_however_near_the_words():
    """Of one matter, and on its other side: a board would read that the reminders work in three places."""
    made = Programme(default_encoder())
    sides = ((SEND, "enabler"), (FILLED, "enabler"), (LOST, "barrier"))
    ids = [made.say(text, source=f"s{at}", suggested={side: 0.8}) for at, (text, side) in enumerate(sides)]
    for at, text in enumerate(FILLER):
        made.say(text, source=f"f{at}")
    counted = [set(ids) & set(finding.stated_by) for finding in made.distil()]

    assert set(ids[:2]) in counted
    assert not any(ids[2] in one and len(one) > 1 for one in counted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Put the charts where the staff make the tea.", "Every new head teacher gets a cup of tea before any policy."),
        (
            "A hub worker sits by the window and looks out.",
            "There was a pause, as though somebody had opened a window.",
        ),
        ("The pharmacist rings each family on the Friday.", "A pharmacist parked in the porters' bay again."),
    ],
)
def test_two_who_share_one_word_have_no_finding_together(one, other):
    """Most pairs that readers were shown shared a word and no point: tea, a window, 'pharmacist'."""
    assert told(one, other)[1] == []


@pytest.mark.parametrize(
    ("words", "text", "otherwise"),
    [
        ("106 calls rang out in one morning", "Calls that ring out are down from about a hundred to thirty-odd.", True),
        ("Nine of eleven rooms went to day patients", "Of eleven rooms, nine were day patients.", False),
        ("the missed slots fell by a quarter", "Missed slots are down by a quarter since the bus came.", False),
        ("Forty people came and we promised to write", "We will write to everyone who came.", False),
        ("one clerk opens the post", "Two of us open the post, nineteen letters a day.", False),
    ],
)
def test_who_counts_otherwise_does_not_say_the_same(words, text, otherwise):
    """A number in a headline is half of its claim: counted for two sources, one of which says thirty, it is false."""
    assert counts_otherwise(words, text) is otherwise


def test_two_numbers_of_one_thing_have_no_count_together():
    """So the later 'thirty' is told beside the earlier number and not under it."""
    early = "A hundred and six calls rang out at the booking desk on one morning in the winter."
    late = "Only thirty calls rang out at the booking desk on one morning in the summer."
    ids, found = told(early, late)

    assert not any(set(ids) <= set(finding.stated_by) for finding in found)


def test_what_an_evaluator_put_together_stays_together_whatever_its_words():
    """A person knows that 'the tray' and 'the right child' are one thing said twice."""
    one, other = (
        "What reaches my tray is nearly always the right child.",
        "Teachers ring us first and it is sorted by lunch.",
    )
    ids, found = told(one, other, links=lambda ids: Links(together=(tuple(ids),)))

    assert [set(finding.stated_by) for finding in found] == [set(ids)]


def test_who_wants_a_thing_is_not_counted_as_reporting_it():
    """'Send a reminder' and 'the reminder filled the slots' are no two sources of either."""
    ids, found = told(SEND, "Action: send a reminder to the mobile the night before, so that slots are filled.")

    assert all(len(finding.stated_by) == len(finding.evidence) or len(finding.stated_by) == 1 for finding in found)
    assert not any(set(ids) <= set(finding.stated_by) for finding in found)


def test_one_who_repeats_it_later_as_solved_leads_no_stale_message():
    """Told in July of what was mended in May, a board would act on nothing: the headline says both."""
    made = Programme(default_encoder())
    hinders = {"suggested": {"barrier": 0.9}}
    early = [
        made.say(
            "There is no room with a door for a hearing check in the school.",
            source="a",
            day=date(2025, 1, 9),
            **hinders,
        ),
        made.say(
            "In three schools there is no room with a door for a hearing check.",
            source="b",
            day=date(2025, 1, 20),
            **hinders,
        ),
    ]
    later = made.say(
        "The school now keeps a room with a door for the hearing check.", source="c", day=date(2025, 6, 1),
        suggested={"enabler": 0.9},
    )  # fmt: skip
    for at, text in enumerate(FILLER):
        made.say(text, source=f"f{at}")
    (finding,) = [one for one in made.distil() if set(early) <= set(one.evidence)]

    assert later in finding.evidence
    assert finding.then_now is not None
    assert finding.then_now.earlier_on in (date(2025, 1, 9), date(2025, 1, 20))
    assert finding.then_now.later_on == date(2025, 6, 1)
    assert set(finding.stated_by) == {*early, later}


SCREEN = "The discharge lounge has a television which can't be switched off."
CHAIRS = "We have a discharge lounge with nice chairs."


def test_the_only_other_source_is_counted_where_it_shares_the_sense_and_not_only_words():
    """Of fifteen findings a reader found eight counted under a headline that the second source did not say."""
    _, findings = told(SCREEN, CHAIRS)

    assert all(len(one.stated_by) == 1 and one.tentative for one in findings)
    (both, (joint,)) = told(SEND, FILLED)
    assert set(joint.stated_by) == set(both)
    assert not joint.tentative


def test_who_shares_a_room_and_says_another_thing_of_it_is_not_counted():
    """Whoever reads on may find that both mean the same; the count does not say it for them."""
    ids, findings = told(SCREEN, CHAIRS)

    assert not any(set(ids) <= set(one.stated_by) for one in findings)


def test_whom_an_evaluator_put_together_counts_whatever_the_words():
    """They read both."""
    ids, (joint,) = told(SCREEN, CHAIRS, links=lambda both: Links(together=(tuple(both),)))

    assert set(joint.stated_by) == set(ids)


@pytest.mark.parametrize(
    ("words", "text", "ended"),
    [
        ("it's a blocked number", "Clinic staff no longer rang from a blocked line.", True),
        ("clinic staff no longer ring from a blocked line", "They no longer ring from a blocked line.", False),
        ("it's a blocked number", "The clinic rings from a blocked number.", False),
        ("we used to ring twice", "We don't ring twice any more.", False),
    ],
)
def test_who_tells_that_it_ended_does_not_say_it(words, text, ended):
    """'Found in 3 sources' counted the minutes that told of the end of it."""
    assert says_it_ended(words, text) is ended


def test_who_spoke_long_before_a_change_does_not_tell_of_it():
    """'Found in 4 sources' counted, for the line that has been answered since January, an October voice who reached nobody on it."""
    made = Programme(encoder=default_encoder())
    says = "Two real people answer the referral number since January, and homes have stopped ringing on Sundays"
    made.say(says, source="a", day=date(2026, 2, 1))
    made.say(
        "Homes have stopped ringing on Sundays since two real people answer the referral number",
        source="b",
        day=date(2026, 2, 3),
    )
    made.say(
        "Two real people answer the referral number since January and homes ring less", source="c", day=date(2026, 2, 9)
    )
    early = made.say(
        "I rang the referral number on Sundays and no real people answer the referral number",
        source="d",
        day=date(2025, 10, 1),
    )
    for number, text in enumerate(
        ("The canteen shuts too early", "Parking permits run out on Mondays", "The lift stands still")
    ):
        made.say(text, source=f"o{number}", day=date(2026, 1, 1))

    for finding in made.distil():
        if "since" in finding.heading or "stopped" in finding.heading:
            assert early not in finding.stated_by, finding.heading
