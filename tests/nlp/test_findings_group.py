"""All evidence is grouped once, by what it says and by nothing else."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, SourceText, Voice
from learnbrief.corpus.finding import Links
from learnbrief.nlp.findings import distil, messages
from learnbrief.nlp.findings.gather import Material, gather
from learnbrief.nlp.findings.group import group
from learnbrief.nlp.findings.shared import Shared
from learnbrief.nlp.findings.tell import matters_of
from tests.examples import examples
from tests.nlp.programme import CODEBOOK, Programme, positions


def group_alike(material, links=None, **more):
    """Groups by plain likeness: the linkage is the same whatever it is asked of."""
    return group(material, links, measure=material.alike, cut=material.weights.same_point, **more)


def random_material(size, *, seed):
    """Vectors round a few middles, in random directions; no words at all."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(size, 8)) + 1.2 * random.normal(size=(size // 6, 8))[random.integers(0, size // 6, size)]
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    voice, none = Voice("v", "v", "participant"), Shared(csr_matrix((size, 1), dtype=np.float32))
    excerpts = tuple(Excerpt("d", 1, at * 9, at * 9 + 5, "Words", voice, Mode.NOTE, True) for at in range(size))
    document = Document("d", 1, Kind.OTHER, "e", "d", date(2025, 1, 1), None, "d", SourceText("", ()), "d")
    return Material(excerpts, {"d": document}, rows, none, none, np.zeros(8, dtype=np.float32), {}, {}, frozenset())


@pytest.mark.parametrize("seed", range(4))
def test_groups_are_those_of_average_linkage_exactly(seed):
    """The sparse way saves memory, not accuracy: a textbook's average linkage of all pairs gives the same groups."""
    material = random_material(150, seed=seed)
    everyone = range(150)
    apart = 1 - material.alike(everyone, everyone).astype(np.float64)
    np.fill_diagonal(apart, 0)
    cut = material.weights.same_point
    dense = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - cut, "distance")
    expected = {frozenset(np.flatnonzero(dense == label).tolist()) for label in set(dense)}

    assert {frozenset(members) for members in group_alike(material)} == expected
    assert 20 < len(expected) < 120


@pytest.mark.parametrize("seed", range(4))
def test_every_excerpt_is_in_one_group_and_the_most_central_leads_it(seed):
    """Nothing is lost or told twice, and who speaks for a group is nearest to all of it."""
    material = random_material(150, seed=seed)
    groups = group_alike(material)

    assert sorted(position for members in groups for position in members) == list(range(150))
    for members in groups:
        nearness = material.alike(members, members).sum(axis=1)
        assert all(one >= other - 1e-3 for one, other in pairwise(nearness))


SAYINGS = [
    ("The lift stands still on most mornings.", "one"),
    ("Most mornings the lift stands still again.", "two"),
    ("Nobody mends the lift on the north stairs.", "three"),
    ("The lift on the north stairs waits for a part.", "one"),
    ("Our volunteers bring soup to the waiting room.", "two"),
    ("Soup in the waiting room comes from volunteers.", "three"),
    ("Letters from the clinic arrive after the appointment.", "one"),
    ("The clinic sends letters that arrive too late.", "four"),
    ("Appointment letters arrive late and in small print.", "two"),
    ("Somebody painted the corridor yellow last spring.", "four"),
]


def sayings():
    made = Programme()
    for text, source in SAYINGS:
        made.say(text, source=source, suggested={"barrier": 0.7, "workforce": 0.6})
    return made


@examples(10)
@given(st.permutations(range(len(SAYINGS))), st.permutations(["one", "two", "three", "four"]))
def test_the_order_in_which_material_comes_changes_no_group(order, sources):
    """Who adds the same files on another day must not read another brief."""
    made = sayings()
    documents = {source: made.documents[source] for source in sources}
    excerpts = [made.excerpts[at] for at in order]
    tags = [made.tags[at] for at in order]
    usual, shuffled = made.material(), gather(excerpts, documents, tags, made.vectors())

    assert [usual.ids(members) for members in group_alike(usual)] == [
        shuffled.ids(members) for members in group_alike(shuffled)
    ]
    assert len(group_alike(usual)) < len(SAYINGS)


def test_the_order_of_the_input_changes_no_finding():
    """Headings, quotes and ids included."""
    made = sayings()
    before = made.distil()
    made.excerpts.reverse()
    made.tags.reverse()

    assert made.distil() == before


def together_in(groups, material, ids):
    """Whether one of the groups holds all of these."""
    return any(set(positions(material, ids)) <= set(members) for members in groups)


def test_what_an_evaluator_put_together_stays_together_through_others():
    """They know what no likeness shows; one and two, two and three are one, two and three."""
    made = Programme()
    far = [
        made.say("Porters carry breakfast up five floors.", source="one"),
        made.say("Whoever wrote the rota was on leave in June.", source="two"),
        made.say("A grandmother taught us the knots.", source="three"),
    ]
    material = made.material()
    links = Links(together=((far[0], far[1]), (far[1], far[2])))

    assert not together_in(group_alike(material), material, far[:2])
    assert together_in(group_alike(material, links), material, far)


def test_what_an_evaluator_parted_is_in_no_one_point_and_no_one_matter():
    """However alike the words are: that is what a person corrects."""
    made = Programme()
    near = [
        made.say("The lift stands still on most mornings.", source="one"),
        made.say("Most mornings the lift stands still again.", source="two"),
        made.say("On most mornings our lift stands still.", source="three"),
    ]
    material = made.material()
    links = Links(apart=((near[0], near[1]),))
    matters = [matter.members for matter in matters_of(material, CODEBOOK, None, links)]

    assert together_in(group_alike(material), material, near[:2])
    assert not together_in(group_alike(material, links), material, near[:2])
    assert not together_in(matters, material, near[:2])
    assert any(len(members) == 2 for members in group_alike(material, links))


def test_what_was_put_together_is_kept_apart_from_what_was_parted_from_any_of_it():
    """One joined to two, and two parted from three, parts one from three as well."""
    made = Programme()
    one = made.say("The lift stands still on most mornings.", source="one")
    two = made.say("A grandmother taught us the knots.", source="two")
    three = made.say("Most mornings the lift stands still again.", source="three")
    material = made.material()
    links = Links(together=((one, two),), apart=((two, three),))

    assert together_in(group_alike(material, links), material, [one, two])
    assert not together_in(group_alike(material, links), material, [one, three])


def test_a_placeholder_is_nothing_that_two_people_both_spoke_of():
    """'[Person 27]' stands for a name; two sentences about other things are no more alike for it."""
    texts = ("{} keeps the spare key in a biscuit tin.", "Minutes of the choir were read by {} aloud.")
    likeness = []
    for names in (("[Person 27]", "[Person 27]"), ("[Person 27]", "[Person 4]")):
        made = Programme()
        ids = [made.say(text.format(name), source=name + text[:2]) for text, name in zip(texts, names, strict=True)]
        material = made.material()
        one, other = positions(material, ids)
        likeness.append(float(material.alike([one], [other])[0, 0]))

        assert not together_in(group_alike(material), material, ids)
    assert likeness[0] == pytest.approx(likeness[1], abs=1e-6)


NOTED = "Harbour porters said the lift on the north stairs stands still on most mornings of the week."
IN_MINUTES = "The porters said the lift on the north stairs stands still on most mornings of the week."


@pytest.mark.parametrize(("events", "utterances"), [(("spring", "spring"), 1), (("spring", "autumn"), 2)])
def test_notes_and_minutes_of_one_event_are_one_utterance_and_of_two_events_two(events, utterances):
    """Whoever wrote it down twice is no second witness; who says it again half a year later says it again."""
    made = Programme()
    made.say(NOTED, source="notes", event=events[0], mode=Mode.NOTE)
    made.say(IN_MINUTES, source="minutes", event=events[1], mode=Mode.NOTE)
    made.say("Soup in the waiting room comes from volunteers.", source="notes")

    material = made.material()

    assert len(material.excerpts) == utterances + 1
    assert material.copies == 2 - utterances


def test_spoken_words_outlive_the_note_of_them():
    """A quote is better than what somebody wrote down of it."""
    made = Programme()
    made.say(IN_MINUTES, source="a-minutes", event="spring", mode=Mode.NOTE)
    spoken = made.say(NOTED, source="recording", event="spring", mode=Mode.VERBATIM)

    assert made.material().ids([0]) == (spoken,)


def test_the_same_minutes_in_two_files_are_one_source_of_what_they_say():
    """A copy is no second witness, wherever it was kept; who kept which file is no evidence."""
    made = sayings()
    twice = {
        made.say("The night porter opens the side door for every late bus.", source="one"),
        made.say("The night porter opens the side door for every late bus!", source="nine"),
    }
    told = {excerpt for finding in made.distil() for excerpt in (*finding.evidence, *finding.counter)}

    assert len(twice & told) == 1


def test_a_facilitators_words_are_never_evidence():
    """Only what participants said counts."""
    made = sayings()
    asked = made.say("I asked each table why the lift stands still on most mornings.", source="four", evidence=False)
    told = {excerpt for finding in made.distil() for excerpt in (*finding.evidence, *finding.counter)}

    assert asked not in told
    assert told


def test_no_excerpts_give_no_findings():
    """Empty is an answer, and its note speaks of the tool."""
    assert distil([], {}, [], {}, CODEBOOK) == ()
    assert messages((), {}, {}, scope_kind="cohort") == ((), "The tool found no finding in this material.")
