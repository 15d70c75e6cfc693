"""An action is told with who is to do it and by when: minutes say both, and a board that reads neither cannot ask after it."""

from datetime import date

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.deeds import (
    Deed,
    comes_again,
    deed_of,
    due_in,
    due_on,
    falls_to_a_person,
    in_a_table_of_actions,
    owner_in,
)
from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, Participant, Passage, SourceText, Voice
from tests.corpus.tables import MET, minutes

PEOPLE = {"Person 3": Participant("Person 3", "ward manager"), "Person 8": Participant("Person 8", "matron")}


def deeds(document: Document) -> dict[str, Deed]:
    return {one.text: deed_of(one, document) for one in cut(document, PEOPLE)}


def spoken(text: str, *, voice: str = "Person 3", basis: str = "participant") -> tuple[Excerpt, Document]:
    source = SourceText(text, (Passage(0, len(text), mode=Mode.VERBATIM),))
    document = Document("d1", 1, Kind.WEBINAR_TRANSCRIPT, "e1", "Talk", MET, None, "talk.vtt", source, "h")
    return Excerpt("d1", 1, 0, len(text), text, Voice(voice, voice, basis), Mode.VERBATIM, True), document


def test_a_row_of_a_table_of_actions_keeps_its_owner_and_its_day():
    """Only the cell of what is to be done is evidence: the two beside it were lost on the way to the brief."""
    found = deeds(
        minutes(
            ("Action", "Who", "By when"),
            ("Paint the buggy store by the lifts", "[Person 3]", "20 June 2025"),
            ("Count the wet coats for one week", "night porters", "start 7 July 2025"),
            ("Ask the baker about Thursday bread", "", "asap"),
        )
    )

    assert found["Paint the buggy store by the lifts"] == Deed("[Person 3]", "20 June 2025", date(2025, 6, 20))
    assert found["Count the wet coats for one week"] == Deed("night porters", "start 7 July 2025", date(2025, 7, 7))
    assert found["Ask the baker about Thursday bread"] == Deed("", "asap", None)


def test_a_cell_for_the_day_that_holds_something_else_is_no_due_date():
    """What stands there may be a name: it is never told as a time."""
    found = deeds(minutes(("What", "Who", "When"), ("Move the tea urn downstairs", "[Person 8]", "[Person 3] knows")))

    assert found["Move the tea urn downstairs"] == Deed("[Person 8]", "", None)


@pytest.mark.parametrize("words", ["every month", "monthly", "October meeting", "before Christmas"])
def test_a_cell_may_give_a_time_that_is_no_day(words):
    """'not named' in a brief beside a row that says 'monthly' is false."""
    found = deeds(minutes(("What", "Who", "When"), ("Move the tea urn downstairs", "[Person 8]", words)))

    assert found["Move the tea urn downstairs"] == Deed("[Person 8]", words, None)


@pytest.mark.parametrize(
    ("due", "again"), [("every month", True), ("monthly", True), ("4 July", False), ("the October workshop", False)]
)
def test_what_comes_again_is_never_done_with(due, again):
    """A list that goes out each month was sent in June and is owed in July."""
    assert comes_again(due) is again


def test_a_row_that_says_done_is_done():
    """'done' in the column of days is the answer to by when."""
    found = deeds(minutes(("What", "Who", "When"), ("Flipcharts sent to whoever came", "[Person 8]", "done")))

    assert found["Flipcharts sent to whoever came"].done


@pytest.mark.parametrize(
    ("heads", "is_one"),
    [
        (("Action", "Who", "By when"), True),
        (("What", "Owner", "Due date"), True),
        (("We'll try", "Who"), True),
        (("Action", "Deadline"), True),
        (("What", "When"), False),
        (("Time", "Item"), False),
        (("What helped", "Who"), False),
    ],
)
def test_a_table_of_actions_is_told_by_its_columns(heads, is_one):
    """A programme of the day has 'what' and 'when' too, and nobody is to do its tea break."""
    document = minutes(heads, tuple("Mend the gate of the yard" for _ in heads))
    first = cut(document, PEOPLE)[:1]

    assert [in_a_table_of_actions(one, document) for one in first] == ([is_one] if first else [])


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("[Person 3] to ring the pharmacy", "[Person 3]"),
        ("ACTION [Person 3] to send the list by 20 June", "[Person 3]"),
        ("AP: [Person 3] and [Person 8] to visit the day centre", "[Person 3] and [Person 8]"),
        ("Action point 2: ward clerk to order the folders", "ward clerk"),
        ("IT to switch the old screen off", "IT"),
        ("[Person 3] to ensure that the minutes reach the wards", "[Person 3]"),
        ("All leads to submit their figures", "All leads"),
        ("Support from above to deliver this is missing", ""),
        ("The hall costs more now. [Person 3] to look for another with a stage", "[Person 3]"),
        ("Wound clinic once a month, [Person 8] to ask which morning", "[Person 8]"),
        ("[Person 3] undertook to write the letter again", "[Person 3]"),
        ("second phone line live - [Person 8], 1/4", "[Person 8]"),
        ("Find out why not. [Person 8].", "[Person 8]"),
        ("Task: mend the gate; owner: estates; due: 4 July", "estates"),
        ("She asked [Person 3] to ring the pharmacy", ""),
        ("There was nothing to report", ""),
        ("Six weeks' notice, [Person 3] and two others have signed it.", ""),
        ("The reading group meets by itself. [Person 3] is not going.", ""),
        ("Show the times beside the green ones. [Person 3] will help.", ""),
        ("We have time to talk to each other now", ""),
        ("Students don't get to see the home visits", ""),
        ("The wait to see a midwife was fourteen minutes in the pilot week", ""),
        ("[Person 3] to time every doctor review for two weeks", "[Person 3]"),
        ("[Person 8] to re-send the phone script", "[Person 8]"),
        ("I spoke to [Person 3] yesterday about the gate and it was mended", ""),
    ],
)
def test_the_owner_is_who_is_to_do_it_and_nobody_who_is_only_named(text, owner):
    """A wrong owner in a brief is a promise that nobody gave."""
    assert owner_in(text) == owner


def test_whoever_says_i_will_owns_it_where_it_is_known_who_speaks():
    """'I'll find out' at an unnamed table falls to nobody who could be asked."""
    assert deed_of(*spoken("I'll find out who ordered the lanyards, before Thursday")).owner == "[Person 3]"
    assert deed_of(*spoken("I'll find out who ordered them", voice="Table 2", basis="group")).owner == ""
    assert deed_of(*spoken("I said I would send the rope", voice="the author", basis="author")).owner == "the author"
    assert deed_of(*spoken("I will always remember how kind they were")).owner == ""
    assert deed_of(*spoken("I'll go first. What I'd say is that it is not all about speed")).owner == ""
    assert deed_of(*spoken("I'll start. The rule is that nobody interrupts")).owner == ""
    assert deed_of(*spoken("I shall have to think about that")).owner == ""


@pytest.mark.parametrize(
    ("text", "due", "day"),
    [
        ("[Person 3] to send it by 20 June", "20 June", date(2025, 6, 20)),
        ("[Person 3] to send it by the 20th of June 2026", "the 20th of June 2026", date(2026, 6, 20)),
        ("letter to three clinics - [Person 3] - end April", "end April", date(2026, 4, 30)),
        ("One definition across the sites, by the end of February.", "the end of February", date(2026, 2, 28)),
        ("[Person 3] to tell us by Friday", "Friday", date(2025, 6, 6)),
        ("[Person 3] to tell us by Thursday", "Thursday", date(2025, 6, 12)),
        ("second phone line live - [Person 8], 1/7", "1/7", date(2025, 7, 1)),
        ("Six weeks' notice from September", "", None),
        ("Write to the family. Three of us had never met one before the summer.", "", None),
        ("[Person 3] to come back next meeting, by next meeting", "next meeting", None),
        ("Table 3 may say what it likes", "", None),
        ("By June we had lost both keys, 31/31", "31/31", None),
        ("[Person 3] to tell the October workshop", "", None),
        ("I'll ask the baker, and let you know at the October workshop.", "at the October workshop", None),
        ("[Person 3] will sort the keys and bring them to the November meeting.", "the November meeting", None),
        ("Two more trips to the dyeworks before the summer holidays.", "before the summer holidays", None),
        ("[Person 3] will ask and tell all before the April webinar", "before the April webinar", None),
        ("[Person 3] to ring the ferry by November", "November", date(2025, 11, 30)),
        ("We had no rota, and I will count the oars each month.", "each month", None),
        ("[Person 3] to read the meters on the first Friday of each month", "the first Friday of each month", None),
        ("[Person 3] to read the meters, starting on 4 August", "starting on 4 August", date(2025, 8, 4)),
        (
            "[Person 3] to read the meters every week, starting on 4 August",
            "every week, starting on 4 August",
            date(2025, 8, 4),
        ),
        ("[Person 3] to mend the one by the gate each week, by 20 June", "20 June", date(2025, 6, 20)),
        ("I said I would send the ferry its rope by the end of the week.", "the end of the week", None),
        ("They said the ferry was late by the end of the week.", "", None),
    ],
)
def test_a_time_is_kept_as_written_and_as_the_last_day_it_allows(text, due, day):
    """A month without a year is the next one after the meeting; what names no day gets none."""
    if text.startswith("By June"):
        assert due_on(due, MET) is day
        return
    assert (due_in(text), due_on(due_in(text), MET)) == (due, day)


def test_what_falls_to_a_person_is_found_behind_another_sentence():
    """'The hall costs more now. [Person 39] to look for a church hall' was told as 'the hall costs more'."""
    assert falls_to_a_person("The hall costs more now. [Person 39] to look for a church hall with plugs.")
    assert not falls_to_a_person("The hall costs more now. It was left to [Person 39] to look.")


@pytest.mark.parametrize(
    "text", ["a, " * 3000, "[Person 1] " * 800, "[Person 1], " * 800, "owner: " * 900, "by 1/" * 900]
)
def test_no_text_takes_long_to_read(text):
    """A pasted address list is one long line: a pattern that tries every way of parting it would never end."""
    assert owner_in(text) is not None
    assert due_in(text) is not None
