"""What most sources come near is found, whoever says it and in whatever order files lie."""

import numpy as np
import pytest

from learnbrief.nlp.findings.central import centrality
from learnbrief.nlp.findings.clauses import rich
from learnbrief.nlp.findings.group import group
from tests.nlp.programme import Programme

SHARED = "The theatre list is cancelled because porters arrive late every single morning"
OWN = (
    "Our garden club planted lavender beside the old chapel",
    "The minibus needs new tyres before winter comes",
    "A choir sang carols in the canteen at lunch",
    "Somebody painted the corridor a cheerful yellow colour",
    "The printer jams whenever envelopes are thick",
    "Rain came through the roof of the archive",
)


@pytest.fixture
def programme():
    """Six sources, each with a matter of its own; five of them also say something of late porters."""
    made = Programme()
    for at, own in enumerate(OWN):
        made.say(f"{own}.", source=f"s{at}")
        if at < 5:
            made.say(f"{SHARED} on ward {'xyzuvw'[at] * 3}.", source=f"s{at}")
    return made


def test_what_five_of_six_sources_come_near_is_more_central_than_what_each_says_alone(programme):
    """A board reads first what the programme is about, not what reads best."""
    material = programme.material()
    found = centrality(material)
    shared = [at for at, one in enumerate(material.excerpts) if one.text.startswith(SHARED)]
    own = [at for at in range(len(material.excerpts)) if at not in shared]

    assert len(shared) == 5
    assert min(found[shared]) > 2 * max(found[own])


def test_saying_it_often_in_one_source_makes_nothing_central(programme):
    """Ten sentences of one workshop are one workshop."""
    before = centrality(programme.material())
    for number in range(6):
        programme.say(
            f"Lavender beside the old chapel was planted by our garden club, row {'abcdef'[number] * 3}.", source="s0"
        )
    material = programme.material()
    after = centrality(material)
    lavender = [at for at, one in enumerate(material.excerpts) if "lavender" in one.text.lower()]

    assert max(after[lavender]) < max(before)


def test_one_source_is_measured_by_its_voices_and_one_voice_by_its_own_sentences():
    """A brief on one workshop, or on one coach's diary, has a middle as well."""
    tables, diary = Programme(), Programme()
    for at, own in enumerate(OWN):
        tables.say(f"{own}.", voice=f"Table {at}")
        tables.say(f"{SHARED} on ward {'xyzuvw'[at] * 3}.", voice=f"Table {at}")
        diary.say(f"{own}.", voice="Coach")
        diary.say(f"{SHARED} on ward {'xyzuvw'[at] * 3}.", voice="Coach")
    for made in (tables, diary):
        material = made.material()
        found = centrality(material)
        shared = [at for at, one in enumerate(material.excerpts) if one.text.startswith(SHARED)]
        assert set(np.argsort(-found)[:6]) == set(shared)


def test_two_excerpts_have_no_middle():
    """Of too little nothing is central, and nothing fails."""
    made = Programme()
    made.say("The minibus needs new tyres before winter comes.")
    assert centrality(made.material()).tolist() == [0.0]
    assert centrality(Programme().material()).tolist() == []


@pytest.mark.parametrize(
    ("words", "enough"),
    [("The list is the list", False), ("the missed appointments fell by a quarter after the clinic moved", True)],
)
def test_few_telling_words_head_nothing(words, enough):
    """They lie near much of what was said and tell a board nothing."""
    assert rich(words, 5) is enough


def test_what_a_coder_parted_stays_apart_though_it_was_begun_together(programme):
    """A person's word outlives every regrouping."""
    from learnbrief.corpus.finding import Links

    material = programme.material()
    one, other, third = range(3)
    links = Links(apart=((material.excerpts[one].excerpt_id, material.excerpts[other].excerpt_id),))
    for begun in ([one, other], [third, one, other]):  # nor through somebody who comes before both
        parts = group(material, links, measure=material.alike, cut=material.weights.same_point, begun=[begun])

        assert not any({one, other} <= set(part) for part in parts)
