"""Quotes are chosen to be read alone and to show how widely a thing was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.nlp.findings.quote import choose_quotes, stands_alone, turns_after
from tests.nlp.programme import Programme


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("The board never reaches improvement on its agenda.", "They never reach it on that agenda either."),
        ("Staff were released for every session this year.", "And so staff were released for every session."),
        ("Our dashboard arrives seven weeks after the event.", "dashboard seven weeks late"),
        ("The rota could release one of eleven people.", "The rota could release [Person 1] or [Person 2]."),
        ("The lease ends before the evaluation does.", "The lease [inaudible] ends ... the evaluation does."),
    ],
)
def test_quotes_that_stand_alone_are_preferred(better, worse):
    """No dangling opening, no half sentence, little masked, nothing inaudible."""
    assert stands_alone(better) > stands_alone(worse)


@given(st.text())
def test_how_well_a_text_stands_alone_is_a_share(text):
    """Whatever is typed."""
    assert 0 <= stands_alone(text) <= 1


def test_quotes_are_of_different_voices_and_of_other_places_first():
    """Four sentences of one ward would look like one ward's complaint."""
    made = Programme()
    for text, voice, place in (
        ("The lift stands still on most mornings of the week.", "P1", "harbour"),
        ("The lift was broken when the patients came for breakfast.", "P1", "harbour"),
        ("Our lift waits for a part that nobody has ordered.", "P2", "harbour"),
        ("Visitors climb four floors whenever the lift is out.", "P3", "fenland"),
        ("A lift that fails twice a day is no lift at all.", "P4", "lantern"),
    ):
        made.say(text, source=f"{place} {text[:5]}", voice=voice, place=place)
    material = made.material()
    chosen = [material.excerpts[at] for at in choose_quotes(material, range(5), first=0, most=3)]

    assert len({one.voice.voice_id for one in chosen}) == len(chosen) == 3
    assert {one.collaborative for one in chosen} == {"harbour", "fenland", "lantern"}


def test_of_two_sources_that_are_counted_both_are_quoted():
    """Two lines of two flipcharts in nearly the same words: who defends 'two sources' must point to the second."""
    made = Programme()
    made.say("The lift stands still on most mornings of the week.", source="one", voice="P1")
    made.say("The lift stands still most mornings", source="two", voice="P2")
    material = made.material()

    assert set(choose_quotes(material, range(2), first=0)) == {0, 1}


def test_a_quote_whose_source_goes_on_with_but_gives_way_to_another():
    """Cut before its 'But', it says the opposite of what was meant."""
    made = Programme()
    cut = made.say("The rota lead is fair and answers every email on the same day.", source="one", voice="P1")
    made.say("But nobody swaps a shift without asking her first.", source="one", voice="P1", goes_on=True)
    whole = made.say("The rota lead is fair and answers every email we send.", source="two", voice="P2")
    material = made.material()
    pair = [at for at, one in enumerate(material.excerpts) if one.excerpt_id in (cut, whole)]

    assert [turns_after(material, at) for at in pair] == [True, False]
    assert material.ids(choose_quotes(material, pair)[:1]) == (whole,)
