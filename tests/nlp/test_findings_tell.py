"""The whole way from evidence to findings: what stands together, what comes first, what is kept of single voices."""

from dataclasses import replace

import pytest

from learnbrief.corpus.finding import Links, spread_of
from learnbrief.corpus.tag import EffectiveTag, TagStatus
from learnbrief.nlp.findings import tell
from learnbrief.nlp.findings.matter import matters_of
from learnbrief.nlp.findings.same import with_same_deeds
from tests.nlp.programme import CODEBOOK, Programme


@pytest.fixture
def programme():
    """Two sources on the lift, one that sees it otherwise, three excerpts of one source on soup, and a stray."""
    made = Programme()
    made.say("The lift stands still on most mornings.", source="one", event="spring", coded={"barrier": True})
    made.say("Most mornings the lift stands still again.", source="two", event="autumn", coded={"barrier": True})
    for number, text in enumerate(
        ("Volunteers bring soup to the waiting room.", "The soup in the waiting room comes from volunteers.",
         "In the waiting room volunteers give us soup.")
    ):  # fmt: skip
        made.say(text, source="three", voice=f"S{number}")
    made.say("A choir sings on the ward each Sunday.", source="three", voice="S9")
    return made


def test_what_two_sources_say_alike_is_one_finding_and_comes_first(programme):
    """Two sources of two events weigh more than three voices in one; whoever says it, once or often."""
    first, second, *_ = programme.distil()

    assert set(first.evidence) == {one.excerpt_id for one in programme.excerpts[:2]}
    assert (first.stance, first.tentative) == ("barrier", False)
    assert set(second.evidence) == {one.excerpt_id for one in programme.excerpts[2:5]}


def test_whoever_says_something_else_stands_alone_and_is_marked(programme):
    """Near in tone is not enough; the single voice keeps a place and is called tentative."""
    stray = programme.excerpts[-1].excerpt_id
    (alone,) = [finding for finding in programme.distil() if stray in finding.evidence]

    assert alone.evidence == (stray,)
    assert alone.tentative
    assert alone.silent == ()


def test_findings_are_ordered_by_how_widely_they_are_told(programme):
    """Events, then sources, then places, then voices."""
    by_id = {one.excerpt_id: one for one in programme.excerpts}
    ranks = []
    for finding in programme.distil():
        evidence = [by_id[one] for one in finding.evidence]
        events = {programme.documents[one.document_id].event_id for one in evidence}
        if len(evidence) > 1:
            ranks.append((len(events), *spread_of(evidence, programme.documents).rank))

    assert len(ranks) == 2
    assert ranks == sorted(ranks, reverse=True)


def test_a_findings_evidence_is_that_of_its_points_and_no_excerpt_is_told_twice(programme):
    """Sources of a matter are the union of its points'; two findings never count the same words."""
    found = programme.distil()
    told = [one for finding in found for one in finding.evidence]

    assert len(told) == len(set(told))
    for finding in found:
        assert {one for point in finding.points for one in point.evidence} == set(finding.evidence)
        assert set(finding.quotes) <= set(finding.evidence)


def test_tags_do_not_wall_off_what_people_say_alike(programme):
    """Points come first: two excerpts under two themes, or one under none, still say the same."""
    before = {finding.evidence for finding in programme.distil()}
    first, second = programme.excerpts[:2]
    tagged = Programme()
    tagged.say(first.text, source="one", event="spring", coded={"leadership": True, "barrier": True})
    tagged.say(second.text, source="two", event="autumn", coded={"workforce": True, "barrier": True})
    (finding,) = tagged.distil()

    assert len(finding.evidence) == 2
    assert any(len(evidence) == 2 for evidence in before)


def test_an_action_with_an_owner_is_told_however_little_else_it_says(programme):
    """A row 'TO to email j.pike' of a table of actions, masked, was in no list, and no message said so."""
    programme.say("[Person 11] to talk to matrons by 31/10", source="four", voice="T2")
    programme.say("[Person 19] to email [email]", source="four", voice="T2")
    programme.say("[Person 3] [email]", source="four", voice="T2")
    told = {one: finding.stance for finding in programme.distil() for one in finding.evidence}

    assert told[programme.excerpts[-2].excerpt_id] == "action"
    assert programme.excerpts[-1].excerpt_id not in told


def test_what_no_theme_names_says_what_it_is_about():
    """A phrase that stands in a third of its evidence tells more than 'No theme yet'; a theme's own name needs none."""
    made = Programme()
    said = (
        "The laundry trolley blocks the fire door every evening.",
        "Every evening the laundry trolley blocks our way out.",
    )
    for at, text in enumerate(said):
        made.say(text, source=f"s{at}")
    (bare,) = made.distil()
    for excerpt in made.excerpts:
        made.tags.append(EffectiveTag(excerpt.excerpt_id, "workforce", TagStatus.ADDED, None, None, None, "Robin Ash"))
    (themed,) = made.distil()

    assert (bare.theme, bare.subject) == (None, "laundry trolley")
    assert (themed.theme, themed.subject) == ("workforce", "")


def test_a_central_statement_keeps_its_place_though_many_single_voices_read_better(programme, monkeypatch):
    """What is read first must be there to be read: of single voices only so many are kept."""
    for at, words in enumerate(
        ("Lavender was planted by the club.", "The minibus needs new tyres.", "A choir sang carols.")
    ):
        programme.say(words, source=f"alone{at}")
    material = programme.material()
    matters = matters_of(material, CODEBOOK, None)
    alone = [matter for matter in matters if len(matter.members) == 1]
    monkeypatch.setattr(tell, "SINGLES", 1)
    (before,) = [matter for matter in tell.kept_of(material, matters) if len(matter.members) == 1]

    last = next(matter for matter in alone if matter is not before)
    central = replace(last, centrality=0.5)
    (after,) = [
        one
        for one in tell.kept_of(material, [central if one is last else one for one in matters])
        if len(one.members) == 1
    ]
    assert after is central


def test_one_action_in_two_sources_is_one_action():
    """Minutes and the notes of the next meeting name it again: two rows would look like two promises."""
    made = Programme()
    made.say("The newts were carried indoors when the pond froze over", source="zero")
    made.say("[Person 11] to paint the potting shed green by 4 July", source="minutes", event="june")
    made.say("Potting shed: [Person 11] to paint the shed green by July", source="notes", event="july")
    made.say("We argued about the colour of everything but the newts", source="three")
    told = [finding for finding in made.distil() if finding.stance == "action"]

    assert [len(finding.evidence) for finding in told] == [2]


def test_two_actions_of_one_person_stay_two_and_so_do_those_that_a_coder_parted():
    """The same owner is no sameness, and a person's no outweighs any rule."""
    made = Programme()
    made.say("The newts were carried indoors when the pond froze over", source="zero")
    shed = made.say("[Person 11] to paint the potting shed green by 4 July", source="minutes", event="june")
    again = made.say("Potting shed: [Person 11] to paint the shed green by July", source="notes", event="july")
    hedge = made.say("[Person 11] to trim the long hedge behind the school by July", source="talk", event="may")
    material = made.material()

    def together(links):
        return {frozenset(pair) for pair in with_same_deeds(material, links).together}

    assert together(None) == {frozenset((shed, again))}
    assert together(Links(apart=((again, shed),))) == set()
    assert hedge not in frozenset[str]().union(*together(None))
