"""Who differed, what changed and who said nothing is claimed only where the material carries it."""

from datetime import date

import pytest

from learnbrief.corpus.finding import Clause, Links
from learnbrief.corpus.stance import Stance
from learnbrief.nlp.findings.contrast import counter_evidence, silences, solved_by, then_now
from learnbrief.nlp.findings.place import Group
from tests.nlp.programme import Programme, positions

JANUARY, MAY, JULY = date(2025, 1, 10), date(2025, 5, 10), date(2025, 7, 10)
BROKEN = "The lift stands still on most mornings."
RUNS = "The lift runs now on every morning."


def heard(*said):
    """A programme of (text, day, place, side) with each in a source of its own, and what then and now are told of it."""
    made = Programme()
    groups: dict[Stance, list[str]] = {Stance.BARRIER: [], Stance.ENABLER: []}
    for number, (text, day, place, side) in enumerate(said):
        coded = {side.value: True}
        name = f"P{number}"
        groups[side].append(made.say(text, source=f"s{number}", day=day, place=place, voice=name, coded=coded))
    material = made.material()
    told = []
    for side, ids in groups.items():
        group = Group(tuple(positions(material, ids)), side)
        first = material.excerpts[group.members[0]]
        told.append((group, Clause(first.excerpt_id, 0, len(first.text))))
    return then_now(material, told)


IN_THE_WAY, OF_HELP = Stance.BARRIER, Stance.ENABLER


def test_what_was_in_the_way_and_is_no_more_at_the_same_place_is_told_as_change():
    """Both ends are dated and stand in somebody's words."""
    change = heard((BROKEN, JANUARY, "harbour", IN_THE_WAY), (RUNS, MAY, "harbour", OF_HELP))

    assert change.changed
    assert (change.earlier_on, change.later_on, change.place, change.still) == (JANUARY, MAY, "harbour", ())


def test_without_words_of_change_there_is_no_then_and_now():
    """A complaint in January and praise in May are two opinions unless the later one says that something changed."""
    praise = "The lift takes us up to the ward in a minute."

    assert heard((BROKEN, JANUARY, "harbour", IN_THE_WAY), (praise, MAY, "harbour", OF_HELP)) is None


@pytest.mark.parametrize("later", [MAY, JULY])
def test_without_order_in_time_there_is_no_then_and_now(later):
    """What was said on one day, or in the other order, is no change for the better."""
    assert heard((BROKEN, later, "harbour", IN_THE_WAY), (RUNS, MAY, "harbour", OF_HELP)) is None


def test_one_source_here_and_another_there_give_dates_but_no_arrow():
    """Fenland's lift may always have run: two places heard once each show no change."""
    change = heard((BROKEN, JANUARY, "harbour", IN_THE_WAY), (RUNS, MAY, "fenland", OF_HELP))

    assert change is not None
    assert not change.changed
    assert change.place is None


def test_two_sources_on_each_side_give_an_arrow_wherever_they_are():
    """Then it is no longer one person's word against another's."""
    change = heard(
        (BROKEN, JANUARY, "harbour", IN_THE_WAY),
        ("Most mornings the lift stands still.", JANUARY, "lantern", IN_THE_WAY),
        (RUNS, MAY, "fenland", OF_HELP),
        ("Every morning now the lift runs.", MAY, "moorland", OF_HELP),
    )

    assert change.changed
    assert change.place is None


def test_a_place_that_still_says_it_later_is_told_as_the_exception():
    """In the same sentence: 'except Lantern, where it is still said'."""
    change = heard(
        (BROKEN, JANUARY, "harbour", IN_THE_WAY),
        ("Most mornings the lift stands still.", JULY, "lantern", IN_THE_WAY),
        (RUNS, MAY, "harbour", OF_HELP),
    )

    assert change.changed
    assert (change.place, change.still) == ("harbour", ("lantern",))


@pytest.mark.parametrize("again", ["harbour", None])
def test_no_arrow_where_the_same_place_or_nobody_known_says_it_again_later(again):
    """What came back was not solved; and a repetition that cannot be placed might be theirs."""
    change = heard(
        (BROKEN, JANUARY, "harbour", IN_THE_WAY),
        ("Most mornings the lift stands still.", JULY, again, IN_THE_WAY),
        (RUNS, MAY, "harbour", OF_HELP),
    )

    assert not change.changed
    assert change.still == ()


LIFT = (
    "The lift stands still on most mornings.",
    "Most mornings the lift stands still again.",
    "Nobody mends the lift on the north stairs.",
    "The lift on the north stairs waits for a part.",
)
OTHER = (
    "Volunteers bring soup to the waiting room.", "A choir sings on the ward each Sunday.",
    "Letters from the clinic are printed too small.", "Somebody painted the corridor yellow in June.",
    "Parking costs more than the appointment is worth.", "Interpreters are booked for the wrong language.",
    "Trainees share one locker between four of them.", "The chaplain knows every patient by name.",
    "Breakfast reaches the top floor cold each day.", "Referral forms ask the same address three times.",
    "Nurses swap shifts through a private chat.", "The garden gate is locked at weekends.",
    "Physiotherapy lends out crutches without a list.",
)  # fmt: skip


def silent(*, excerpts=13, extra=None, extra_place="fenland", extra_source="fenland notes"):
    """Who is told as silent on the lift, which four sources of Harbour raised, where Fenland said so much on other things."""
    made = Programme()
    raised = [made.say(text, source=f"harbour {number}") for number, text in enumerate(LIFT)]
    for number, text in enumerate(OTHER[:excerpts]):
        made.say(text, source="fenland notes", place="fenland", event="fenland day", voice=f"F{number}")
    if extra:
        made.say(extra, source=extra_source, place=extra_place, event="fenland day")
    material = made.material()
    return [(one.collaborative, one.excerpts) for one in silences(material, positions(material, raised))]


def test_a_place_with_much_to_say_and_nothing_on_this_is_told_with_how_much_was_looked_through():
    """Silence is a claim about recall, and says on how many excerpts it rests."""
    assert silent() == [("fenland", len(OTHER))]


def test_a_place_of_which_little_was_heard_is_never_told_as_silent():
    """Eleven excerpts in which nothing was found say little about what they think."""
    assert silent(excerpts=11) == []


@pytest.mark.parametrize(
    "near", ["Our lift stands still on most mornings too.", "Whether the lift goes is a matter of luck, we find."]
)
def test_a_place_one_of_whose_excerpts_comes_near_is_not_told_as_silent(near):
    """Nor one that uses the word the matter is about, however else it says it."""
    assert silent(extra=near) == []


def test_what_nobody_is_known_to_have_said_where_they_were_heard_might_be_theirs():
    """An unattributed sentence near the matter, from the same event, takes the claim away; a far one does not."""
    near = "Our lift stands still on most mornings too."

    assert silent(extra=near, extra_place=None, extra_source="minutes") == []
    assert silent(extra="A goose lives behind the laundry.", extra_place=None, extra_source="minutes") != []


def test_whoever_raised_it_is_never_told_as_silent_on_it():
    """In no finding, whatever else they said."""
    made = Programme()
    for number, text in enumerate(LIFT):
        made.say(text, source=f"lift {number}", place=("harbour", "fenland")[number % 2])
    for number, text in enumerate(OTHER):
        for place in ("harbour", "fenland", "lantern"):
            made.say(f"{text[:-1]} in {place}.", source=f"{place} notes", place=place, voice=f"{place}{number}")
    for finding in made.distil():
        raised = {one.collaborative for one in made.excerpts if one.excerpt_id in finding.evidence}

        assert raised.isdisjoint(one.collaborative for one in finding.silent)


def solved(later, *, day=MAY, place="harbour", side=Stance.BARRIER):
    """Whether a barrier of January is told as solved by what was said later."""
    made = Programme()
    early = [
        made.say(BROKEN, source="one", day=JANUARY, coded={"barrier": True}),
        made.say("Most mornings the lift stands still.", source="two", day=JANUARY, coded={"barrier": True}),
    ]
    made.say(later, source="three", day=day, place=place, coded={"enabler": True})
    material = made.material()
    return solved_by(material, Group(tuple(positions(material, early)), side)) is not None


def test_a_stale_point_says_that_it_was_solved_later():
    """A board must not be told in July of what was mended in May."""
    mended = "The lift no longer stands still on most mornings."

    assert solved(mended)
    assert solved(mended, side=None)
    assert not solved(mended, side=Stance.ENABLER)
    assert not solved(mended, day=date(2024, 12, 1))
    assert not solved(mended, place="fenland")
    assert not solved("The choir no longer sings out of tune.")


def test_the_opposite_side_of_the_same_matter_is_offered_as_counter_evidence():
    """Whoever found it otherwise is shown beside the point; a person confirms it."""
    made = Programme()
    for source, text in (("one", BROKEN), ("two", "Most mornings the lift stands still.")):
        made.say(text, source=source, coded={"barrier": True, "leadership": True})
    other = made.say("Our lift takes patients up on most mornings.", source="three", coded={"enabler": True})
    far = made.say("Volunteers bring soup to the waiting room.", source="three", coded={"enabler": True})
    material = made.material()
    against = material.ids(
        counter_evidence(material, positions(material, [made.excerpts[0].excerpt_id]), IN_THE_WAY, {})
    )

    assert other in against
    assert far not in against


def test_nobody_counts_for_and_against_the_same_finding():
    """Evidence and counter-evidence are two lists of different excerpts in every finding."""
    made = Programme()
    broken, *_ = [made.say(text, source=f"s{at}", coded={"barrier": True}) for at, text in enumerate(LIFT)]
    runs = made.say(RUNS, source="s9", coded={"enabler": True})
    found = made.distil(links=Links(apart=((broken, runs),)))

    assert any(finding.counter for finding in found)
    assert all(set(finding.counter).isdisjoint(finding.evidence) for finding in found)
