"""What heads a brief is the matter that most sources come near, in words that tell most of it; nobody is made to say what another says."""

from datetime import date

import pytest

from learnbrief.corpus.stance import Stance
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings import messages
from tests.nlp.programme import Programme
from tests.nlp.test_findings_spoken import OF_OTHER_THINGS

OF_THE_INHALERS = (
    "In most of our primary schools the inhalers are locked in the office cupboard and nobody has the key",
    "At school the inhaler was in a locked cupboard and the teacher could not find the key in time",
    "The school keeps her inhaler in the office, and the office is locked at dinner time",
    "We found the inhalers in a filing cabinet at school, locked, with the key at home",
)


def programme(*more, texts=OF_THE_INHALERS):
    """Each said in a source of its own; the other matters are one source's each."""
    made = Programme(encoder=default_encoder())
    for number, text in enumerate((*texts, *more)):
        made.say(text, source=f"a{number}")
    for number, text in enumerate(OF_OTHER_THINGS):
        made.say(text, source=f"o{number}")
    return made


def told(made, kind="cohort"):
    """The messages, first to last."""
    found = {one.finding_id: one for one in made.distil()}
    excerpts = {one.excerpt_id: one for one in made.excerpts}
    return [found[key] for key in messages([*found.values()], made.documents, excerpts, scope_kind=kind)[0]]


def test_what_most_sources_come_near_is_read_first():
    """Each says it in words of its own, so that few are counted as saying it; the loudest matter of a programme stood nowhere."""
    made = programme()
    said = {one.excerpt_id: one.text for one in made.excerpts}
    first = told(made)[0]

    assert said[first.clause.excerpt] in OF_THE_INHALERS
    assert {said[one] for one in first.spoken.near} <= set(OF_THE_INHALERS)
    assert first.spoken.near


def test_who_comes_near_is_counted_as_nothing_but_near():
    """'Found in 4 sources' over words that one of them said is false, however near the others come."""
    first = told(programme())[0]

    assert not set(first.stated_by) & set(first.spoken.near) or len(first.stated_by) > 1
    assert {clause.excerpt for clause in first.spoken.beside} <= {*first.spoken.near, *first.spoken.named_by}


def test_one_matter_is_told_once():
    """Two of five messages on one cupboard leave out another matter."""
    made = programme()
    said = {one.excerpt_id: one.text for one in made.excerpts}

    assert sum(said[one.clause.excerpt] in OF_THE_INHALERS for one in told(made) if one.clause) == 1


@pytest.mark.parametrize("asked", ["Who has the key to the locked cupboard where the school keeps the inhalers?"])
def test_a_question_heads_no_message(asked):
    """A board asked a question has learned nothing; questions have a place of their own."""
    made = programme(asked)
    said = {one.excerpt_id: one.text for one in made.excerpts}

    assert all(said[one.clause.excerpt] != asked for one in told(made) if one.clause)


def test_what_was_in_the_way_gives_way_to_what_came_of_it():
    """'The log-in still isn't sorted' stood fifth in February; it had come through in January."""
    before = "The outreach team still has no log-in to read the hospital's discharge letters"
    after = (
        "The log-in came through in January and the outreach team read the hospital's discharge letters the same day"
    )
    made = Programme(encoder=default_encoder())
    made.say(before, source="a", day=date(2025, 9, 1), coded={Stance.BARRIER.value: True})
    made.say(
        "No log-in yet, so outreach cannot read the discharge letters of the hospital",
        source="b",
        day=date(2025, 9, 20),
    )
    made.say(after, source="c", day=date(2026, 2, 1))
    made.say(
        "Since the log-in came the outreach team reads every discharge letter of the hospital",
        source="d",
        day=date(2026, 2, 20),
    )
    for number, text in enumerate(OF_OTHER_THINGS):
        made.say(text, source=f"o{number}")

    assert told(made)[0].heading != before


def test_another_encoder_that_tells_no_tokens_works_too():
    """A better encoder may be given in the settings; then likelihood alone says who comes near."""
    made = Programme()
    for number, text in enumerate((*OF_THE_INHALERS, *OF_OTHER_THINGS)):
        made.say(text, source=f"s{number}")

    assert all(one.spoken is None or one.spoken.weight > 0 for one in made.distil())


def test_what_stands_beneath_is_near_the_words_and_not_only_to_where_they_were_said():
    """'Ring round' stood beneath a clause on missed clinics because the rest of its excerpt spoke of ringing."""
    made = programme()
    material = made.material()
    said = {one.excerpt_id: one.text for one in made.excerpts}
    weights = material.weights

    for one in (one for one in told(made) if one.spoken and one.clause):
        for line in one.spoken.beside:
            assert (
                one.spoken.likely.get(line.excerpt, 1.0) >= weights.line_likely or line.excerpt in one.spoken.named_by
            )
    assert weights.line_likely > weights.near_cut
    assert {said[line.excerpt] for line in told(made)[0].spoken.beside} <= set(OF_THE_INHALERS)
