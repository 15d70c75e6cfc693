"""What notes of a day say of their sheets, slides, breaks and numbers is nobody's; what people learned of such things is."""

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.readers.furniture.lines import furniture_in
from tests.corpus.samples import check, frozen, read_from, shown, texts

ANYWHERE = """\
Typed up from the tables
Typed up from the flipcharts the next day.
Flipcharts typed up by the programme office
Typed up as written
Notes from the tables.
These notes are from the flipcharts and from two note-takers.
Photos of the flipcharts
Flipchart photos attached
Slides to follow
Slides and recording to follow.
The slides will be circulated after the session
The recording is on the hub
Lunch at 12.30
Lunch 12.30 to 1.15
We broke for lunch at 12.30
Attendance: twenty-four
Headcount: 24
Signed in: 24
Next meeting 9 October
Next session: after Easter
Next meeting is the webinar in March
Continued on next page
One card illegible
Ticks show agreement
""".splitlines()

AT_THE_EDGE = """\
Thirty-nine people came
Forty-one people in the room, five joined by video until the lamp failed
24 people attended from five collaboratives
Circulated to: all members, the board
Distribution: all table leads
Sent to all participants on 3 May
Papers circulated in advance
Corrections to the office by Friday
Apologies to anybody whose handwriting we have guessed at
Where we could not read the handwriting we have left it out
Thanks to everyone who came
Chair: Ada Pell
Written by Ada Pell, coach
Ada Pell, after a visit to Harbour, 10 June 2025
""".splitlines()

LEARNED = """\
Flipcharts were typed up by us every month and nobody read them
Flipcharts help when people cannot speak up
Typed up notes reached nobody before the next meeting
Typed letters reach families in two days
Photos of the flipcharts helped the night staff see what was decided
Photos of the ramp convinced the estates team
Pictures of the wall
Slides to follow are never followed
Slides were too full to read from the back
Lunch at 12.30 means the porters cannot come
Lunch is when we talk to each other
Lunch
Attendance: poor on Mondays because of clinic
Attendance fell to 24 after the move
Headcount: two short every night
24 people attended and nobody had seen the data before
Two came from the estate, and both came back
Next meeting should have patients in it
Next meeting invite the porters
Next time ask the night staff first
Distribution of the kits took three weeks
Distribution: uneven, two wards got none
Circulated lists a day earlier and theatres started on time
Sign-in sheet at the door stopped the visits being lost
Recording the time of the call helped
One sheet for the whole ward
Names removed from the board because families asked
Ticks show who has been seen
Thanks to the porters the trolleys are there at seven
Corrections to the list by Friday reach theatre on Monday
Where we could meet, we did
""".splitlines()


@pytest.mark.parametrize("line", ANYWHERE)
def test_what_notes_say_of_themselves_is_furniture_wherever_it_stands(line):
    """Such a line under a table's heading was quoted as what the table said."""
    assert furniture_in(line) is not None


@pytest.mark.parametrize("line", AT_THE_EDGE)
def test_who_came_and_to_whom_it_goes_is_furniture_where_a_paper_begins_or_ends(line):
    """The same words among what a table said may be the table's."""
    assert furniture_in(line, at_edge=True) is not None
    assert furniture_in(line) is None


@pytest.mark.parametrize("line", LEARNED)
def test_what_people_learned_of_such_things_stays(line):
    """It begins with the same words, and eating it would lose evidence without a trace."""
    assert furniture_in(line, at_edge=True) is None


def _evidence(tmp_path, notes):
    reading = read_from(tmp_path, "notes.md", notes)
    check(reading)
    return reading, texts([one for one in cut(frozen(reading.source), {}) if one.evidence])


def test_an_opening_paragraph_is_parted_between_the_paper_and_what_was_said(tmp_path):
    """Most days open with where, when, how many and who typed it, and a remark between: only the remark is somebody's."""
    opening = (
        "12 March 2025, the Corn Hall. Thirty-nine people came. The lift was broken, so nobody in a chair reached the top"
        " table. Flipcharts typed up by the office."
    )
    reading, said = _evidence(tmp_path, f"# Yard forum\n\n{opening}\n\n## Table 1\n\n- The gate is locked too early.\n")

    assert opening in reading.source.text  # the text stays as it was, so places in it hold
    assert said == [
        "The lift was broken, so nobody in a chair reached the top table.",
        "The gate is locked too early.",
    ]
    assert shown(reading, "note") == [
        "12 March 2025, the Corn Hall. Thirty-nine people came.",
        "Flipcharts typed up by the office.",
    ]


def test_a_formula_and_the_next_date_leave_the_paragraph_of_minutes_they_stand_in(tmp_path):
    """'The minutes were agreed' stood in front of what was pointed out, or swallowed it: a formula ends with its sentence."""
    minutes = """\
# Minutes

## 1. Minutes of the last meeting

The minutes of 29 May were agreed. The dates of the ramp were wrong in three places.

## 2. Any other business

A new key is cut.

The next meeting is on 4 July 2025. The slip road floods.

The chair had heard from the bus company about the late service. Next meeting 9 October.
"""
    _, said = _evidence(tmp_path, minutes)

    assert said == [
        "The dates of the ramp were wrong in three places.",
        "A new key is cut.",
        "The slip road floods.",
        "The chair had heard from the bus company about the late service.",
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Facilitator: Ada Pell. Twenty-seven people, nine of them from the panel, which wrote the notes with us.",
        "Present: 24, from both trusts. Nurses, porters and two from the estates office.",
    ],
)
def test_who_led_and_who_came_is_settled_for_the_paragraph_as_one(tmp_path, paragraph):
    """Parted, what follows the name would have become evidence that it was not before."""
    _, said = _evidence(tmp_path, f"# Yard forum\n\n{paragraph}\n\n## Table 1\n\n- The gate is locked too early.\n")

    assert said == ["The gate is locked too early."]


def test_a_paragraph_in_the_middle_keeps_its_sentences(tmp_path):
    """'Twenty people, two of them by screen' of a table's own session is what the table tells."""
    middle = "Twenty people, two of them by screen. They had never met before."
    notes = (
        f"# Yard forum\n\n## Table 1\n\nThe gate is locked too early.\n\n{middle}\n\nNobody has the key after six.\n"
    )
    _, said = _evidence(tmp_path, notes)

    assert middle in said
