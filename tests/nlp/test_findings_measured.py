"""The same thing of one place at two dates, with another amount, is told with both; other numbers are told as no change."""

from datetime import date

import pytest

from learnbrief.corpus.finding import Links
from learnbrief.nlp.findings.measured import levels, series
from tests.nlp.programme import Programme

JANUARY, MAY, JULY = date(2025, 1, 10), date(2025, 5, 10), date(2025, 7, 10)
THEN = "From referral to first fitting of a splint was nine weeks on average."
NOW = "From referral to first fitting of a splint we are at five and a half weeks."


def told(*said, links=None):
    """Lines as (words, day, place): for each series the words and days of its ends, and the ids of its members."""
    made = Programme()
    ids = [
        made.say(text, source=f"s{at}", day=day, place=place, voice=f"P{at}")
        for at, (text, day, place) in enumerate(said)
    ]
    material = made.material()
    found = [
        (one.earlier.words, one.change.earlier_on, one.later.words, one.change.later_on, set(material.ids(one.members)))
        for one in series(material, links(ids) if links else Links(), ())
    ]
    return found, ids


def test_another_amount_of_the_same_thing_at_the_same_place_is_told_with_both_dates():
    """No side tells it: nine weeks are no barrier and five no help. Both numbers stand in somebody's words."""
    found, ids = told((THEN, JANUARY, "harbour"), (NOW, JULY, "harbour"))

    assert found == [(THEN.rstrip("."), JANUARY, NOW.rstrip("."), JULY, set(ids))]


def test_what_was_measured_in_between_belongs_to_it():
    """A third amount is evidence of the same, and a reader sees it among the quotes."""
    between = "The wait for a splint is down to about seven weeks."
    found, ids = told((THEN, JANUARY, "harbour"), (between, MAY, "harbour"), (NOW, JULY, "harbour"))

    assert [(one[1], one[3], one[4]) for one in found] == [(JANUARY, JULY, set(ids))]


@pytest.mark.parametrize(
    ("text", "day", "place"),
    [
        (NOW, JULY, "fenland"),  # another place
        (NOW, JANUARY, "harbour"),  # the same day
        ("From referral to first fitting of a splint we are at nine weeks.", JULY, "harbour"),  # the same amount
        ("From referral to first fitting of a splint four people are involved.", JULY, "harbour"),  # another measure
        ("The choir takes six weeks to learn a carol.", JULY, "harbour"),  # another thing
        ("The splint was fitted for six weeks after the referral.", JULY, "harbour"),  # no level: how long it was worn
    ],
)
def test_anything_else_with_a_number_is_no_change(text, day, place):
    """A change that is none would be quoted for years."""
    found, _ = told((THEN, JANUARY, "harbour"), (text, day, place))

    assert found == []


def test_one_word_in_common_is_enough_only_where_the_later_speaks_of_change():
    """'Is down to' says that it was more before; without it one common word is chance."""
    found, _ = told((THEN, JANUARY, "harbour"), ("A splint is down to five weeks.", JULY, "harbour"))
    chance, _ = told((THEN, JANUARY, "harbour"), ("A splint in the attic was five weeks old.", JULY, "harbour"))

    assert len(found) == 1
    assert chance == []


def test_what_an_evaluator_put_apart_is_not_told_as_one():
    """Whoever knows that two wards count from different days has said so."""
    found, _ = told(
        (THEN, JANUARY, "harbour"), (NOW, JULY, "harbour"), links=lambda ids: Links(apart=((ids[0], ids[1]),))
    )

    assert found == []


def test_it_is_a_finding_that_says_what_was_said_when_and_draws_no_arrow():
    """Two numbers of two days say nothing of what caused the change, or whether it lasts."""
    made = Programme()
    ids = {
        made.say(text, source=f"s{at}", day=day, voice=f"P{at}")
        for at, (text, day) in enumerate([(THEN, JANUARY), (NOW, JULY)])
    }
    (finding,) = made.distil()

    assert set(finding.evidence) == set(finding.stated_by) == ids
    assert (finding.then_now.earlier_on, finding.then_now.later_on, finding.then_now.changed) == (JANUARY, JULY, False)


def test_whoever_tells_a_time_and_a_share_of_one_thing_is_told_once():
    """Two findings on the same evidence would bear one id: what a person does to one of them would be done to both."""
    found, ids = told(
        (
            "From referral to first fitting of a splint was nine weeks and the wrong splint was 40 per cent.",
            JANUARY,
            "harbour",
        ),
        (
            "From referral to first fitting of a splint we are at five weeks, the wrong splint is at 10 per cent.",
            JULY,
            "harbour",
        ),
    )

    assert [one[4] for one in found] == [set(ids)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The round took 40 minutes.", [("time", 40.0)]),
        ("The wait was four hours ten on average.", [("time", 250.0)]),
        ("We are at two hours and five minutes.", [("time", 125.0)]),
        ("It took three and a half weeks.", [("time", 35_280.0)]),
        ("Missed visits are down to 12 per cent.", [("percent", 12.0)]),
        ("We sat there for forty minutes.", []),
        ("A result comes back two days after.", []),
        ("She comes five days a week.", []),
        ("It is two hours a fortnight.", []),
    ],
)
def test_an_amount_is_a_level_only_where_something_is_or_took_so_much(text, found):
    """'For forty minutes' tells how long somebody sat, not what there is to be mended."""
    assert list(levels(text)) == found
