"""Furniture of a paper is no evidence; a sentence that mentions a date or a hall is."""

from io import BytesIO

import docx
import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.readers.furniture.edges import EDGE_KINDS
from learnbrief.corpus.readers.furniture.kinds import KINDS
from learnbrief.corpus.readers.furniture.lines import furniture_in, running_heads
from tests.corpus.samples import check, frozen, read_from, shown, texts


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("17 June, room 4", "date and place"),
        ("17/06/2025, Zoom", "date and place"),
        ("Tuesday 17 June 2025, 10.00 to 12.30", "date and place"),
        ("3rd of May, the Old Chapel, room 2", "date and place"),
        ("Hall B", "place"),
        ("Venue: the Corn Hall", "labelled place"),
        ("Date of next meeting: 3 October, hall B", "next meeting"),
        ("Minutes taken by Ms Reed", "hand"),
        ("Typed up by the office.", "hand"),
        ("Minutes: R. Pell", "hand"),
        ("Present: Ms Reed, Mr Sand and four others", "attendance"),
        ("No apologies.", "attendance"),
        ("Apologies were received from Mr Sand.", "attendance"),
        ("The meeting closed at 4.15pm.", "opening hours"),
        ("All names and places are invented.", "disclaimer"),
        ("Fairer Together is a fictional programme, written for demonstration.", "disclaimer"),
        (
            "Page last edited 23 May 2025. This page belongs to a fictional programme, written for demonstration.",
            "state of the paper",
        ),
        ("17 June 2025, fictional programme, written for demonstration", "disclaimer"),
        ("These minutes are confidential and must not be shared outside the forum.", "disclaimer"),
        ("NOT FOR CIRCULATION", "disclaimer"),
        ("Status: draft", "state of the paper"),
        ("Version 0.3", "state of the paper"),
        ("Page 2 of 7", "page"),
        ("End of notes", "page"),
        ("www.example.org/notes", "address"),
        ("Typed by the office. Apologies: none.", "hand"),
        (
            "Date: Tuesday 14 October 2025, Leeds. Present: Dr Reed (chair), Sr. Bea Sand. Apologies: Prof. Moss.",
            "labelled date",
        ),
        (
            "Date: 14 October 2025 Time: 10.00 to 12.30 Venue: the Corn Hall Present: Ms Reed Apologies: none",
            "labelled date",
        ),
        ("Present: " + "Ann Reed (matron, second floor), Mr Sand from the porters, " * 9 + "Jo Pell.", "attendance"),
        ("Present: Dr Reed. Ms Pell. Mr Sand.", "attendance"),
    ],
)
def test_a_line_about_the_paper_is_furniture(line, kind):
    """Each was an excerpt once, and some became a topic."""
    found = furniture_in(line)

    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize(
    "line",
    [
        "We moved to room 4 and half the group got lost.",
        "On 17 June nobody came because the bus was off.",
        "17 June, nobody came",
        "March was the worst month",
        "Meeting room",
        "Teams",
        "Venue: too small and no lift",
        "Attendance: poor because of the bus",
        "Written by hand because the system was down",
        "Checked by nobody",
        "Notes: the room was cold and the heating off",
        "Notes by the bed are never read by the night staff",
        "Present the figures in a way we can read",
        "Apologies came too late to mend anything",
        "This document is confidential so nobody on the ward could read it",
        "Confidential calls were made in the corridor",
        "Draft letters are never answered",
        "Issue: no lift",
        "Status: nobody knows who decides",
        "Page the doctor and nobody comes",
        "Zoom is no good for people without data",
        "3 of 9",
        "The session ended at a point where nobody knew what to do",
        "Recorded by three people in three systems, so nobody trusts it",
        "Typed by the office. The lift is out again.",
        "Date: 14 October 2025. Present: Ms Reed. The lift broke again. Apologies: none.",
        "Present: Ms Reed, Mr Sand. We said that the lift is broken.",
        "Date: 14 October 2025. Notes: The room was cold and the heating off.",
        "Date: too early in the term",
        "",
    ],
)
def test_what_somebody_says_of_a_date_or_a_hall_stays(line):
    """A lost sentence is worse than a line of furniture too many."""
    assert furniture_in(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Methodist church hall, Tuesday evening, half past six till eight, soup provided",
        "Old Exchange, second floor, lift out of order, 1.30 to 4",
        "St Bride's, the back room, 2pm sharp, please use the side gate",
        "Upstairs at the Railway Arms, seven till nine, crisps on the tables",
        "10 for 10.15, Scout hut, wear something warm",
        "Thursday 6 March, Assembly Rooms, registration from nine",
        "Met by video, cameras mostly off, an hour and ten minutes",
        "By telephone, twenty-five minutes, line poor",
        "An hour and a quarter on Teams, notes made straight after",
        "Notes taken by hand by two volunteers and typed by a third",
        "Minuted by the deputy clerk",
        "Compiled by the secretariat from seven returns",
        "This note was drawn up by the coach and seen by the team",
        "Apologies from the two vets and the bursar",
        "Apologies had come from Ms Rook, who was snowed in",
        "Apologies for absence were sent by four members",
        "The treasurer and the vice chair sent apologies",
        "Nineteen present, three of them by screen",
        "Quorum: met",
        "The meeting opened at ten past two with a minute's silence",
        "The meeting ended at noon",
        "The chair declared the meeting closed at a quarter to five",
        "Meeting closed 3.40pm",
        "There was no other business and the meeting rose at four",
        "The minutes of the previous meeting were taken as read",
        "The minutes of 4 May were agreed as a true record",
        "Matters arising: none",
        "Next meeting: Monday 8 September, same place",
        "The next meeting will be held on 2 October at the depot",
        "We meet again on the first Tuesday in June",
        "Date of next session to be confirmed",
        "Page 2 of 5, please turn over",
        "Page 4 of 4. End of notes.",
        "Draft 1, to be agreed at the next meeting",
        "DRAFT - not for onward circulation",
        "Draft for comment by Friday",
        "Unconfirmed minutes, subject to approval",
        "These minutes have not yet been agreed by the members",
        "Provisional until signed",
        "For members of the steering group only",
        "Please do not forward without the chair's agreement",
        "Circulated to all attendees and the trust secretary",
        "This is a summary and not a verbatim record",
        "These notes are not minutes and commit nobody",
        "Views recorded here are those of individuals and not of their employers",
        "Opinions are the speakers' own",
        "The flipcharts are in the cupboard at the hub until Christmas",
        "Originals kept by the clerk for six years",
        "The recording will be deleted after three months",
        "Recording available from the office on request",
        "Travel claims to the office by the end of the month",
        "Expenses as usual, forms at the desk",
        "Car parking refunded at reception",
        "Photographs were taken with permission",
        "No recording was made",
        "Lunch: sandwiches and fruit",
        "Tea and cake from the Friends",
        "Lunch kindly given by the League of Friends",
        "Coats and bags in the cloakroom, not on the radiators",
        "Parking behind the chapel, mind the goat",
        "Fire exits at the back, toilets on the left",
        "Signed as a correct record, B. Oyster, chair",
        "Held over two mornings at the leisure centre",
        "Visit made on foot, 9 to 12, in drizzle",
        "Notes of a visit by the improvement team, checked with the ward sister",
        "Mill Hospital, room B, 7 May, two till four. Facilitated by Ruth Vane. Twenty people, six of them from the far side.",
        "Conversation held walking round the reservoir, fifty minutes",
        "With no other items raised, the chair closed the meeting at 3.20",
        "Awaiting approval",
        "The original sheets will be kept until the end of March and then recycled",
        "No photographs, at the request of the families",
        "Parish room behind the bakery, 7 to 9 pm, cake by the door",
        "The meeting was held in the canteen of the bus depot between nine and noon",
        "Held at short notice in the boathouse, oars moved to one side",
        "Wednesday 19 November, 10.30, ward 6 seminar room, no signal",
        "Half an hour by phone, cut off twice",
        "Written up from memory the next morning",
        "Put together by the research nurse from four notebooks",
        "Copied from the whiteboard by whoever had a pen",
        "Minutes: the assistant clerk",
        "Notes: J. Arkwright, checked by the chair",
        "Drawn up by Ms Pell and read over by Mr Orde",
        "Apologies were noted from the hospice and the library",
        "Five apologies were received, all on account of the snow",
        "In attendance: the clerk, the caretaker and a cat",
        "Fourteen signed the sheet, two did not",
        "There being nothing else to discuss, the chair closed the meeting at half past eight",
        "The business being concluded, the meeting rose at ten to one",
        "The meeting ended just before four with a vote of thanks",
        "Minutes of the last meeting: agreed",
        "The minutes of the March meeting were approved with one correction",
        "Next: 4 December, same room",
        "The group will next meet on 12 January at the fire station",
        "Date of next meeting: to be arranged",
        "Sheet 2 of 2",
        "Page 1 of 2 (over)",
        "Draft for members to correct",
        "Not yet approved",
        "Not to be quoted outside the room",
        "For information only, not for onward sharing",
        "Kindly do not copy or forward",
        "These notes record what was said and do not bind anyone",
        "This record is not a promise by any partner",
        "The organisers take no responsibility for the opinions recorded here",
        "What follows was taken down by hand and has not been checked by the speakers",
        "All quotations are from memory",
        "Flipcharts are stored at the office until March",
        "Originals shredded once typed",
        "Fares were refunded on the day",
        "Taxi receipts to the clerk by Friday",
        "Nobody was photographed",
        "No names were taken",
        "Lunch: soup, bread, the last of the plums",
        "Tea was provided by the Friends of the Hospital",
        "Coats on the rack, bags under the tables",
        "There is parking at the rear for the meeting",
        "The fire alarm will be tested at eleven",
    ],
)
def test_longer_lines_about_the_paper_are_furniture_at_its_head_and_foot(line):
    """There people explain at length where they met, who typed it and what it may be used for."""
    assert furniture_in(line, at_edge=True) is not None


@pytest.mark.parametrize(
    "line",
    [
        "The hall at nine is too cold for anybody over seventy",
        "Parking at the clinic costs more than the bus",
        "The doors open at nine and the queue is round the corner by then",
        "Held in a queue for forty minutes, most people give up",
        "Forty minutes on the phone is what a repeat prescription takes",
        "Forty minutes on the phone to cancel one slot, and no apology",
        "The village hall, which has no ramp, shuts at nine",
        "Typed by three different people, the letters contradict one another",
        "Letters are typed by the office and nobody checks them",
        "Notes by the bed are never read",
        "The notes written by the night team are read by nobody",
        "The minutes of our last meeting were agreed and nothing was done about any of them",
        "The chair closed the meeting before anybody had spoken about the ramp",
        "Apologies are cheap when the rota stays the same",
        "No photographs of our staff hang in the entrance and patients notice",
        "Tea from a trolley has done more for morale than the strategy",
        "Tea at three has become the only time that both teams talk",
        "Coats on, because the heating was off",
        "Lunch is taken at the desk in every team we asked",
        "Page nine of the form asks for a birth weight",
        "Page 3 of 14 is where the teachers stop",
        "The next session is always cancelled",
        "Draft letters sit in the tray for a month",
        "The draft was never agreed and we still work to it",
        "This report does not say what the families told us",
        "This record follows the child and that has helped",
        "Nothing in this building is signposted",
        "Nothing in the record tells the night nurse what was agreed",
        "The views of carers are not asked for",
        "Mileage is paid late and people stop driving out",
        "Copies of the plan are kept in a drawer that nobody opens",
        "The recordings are kept for training and staff learn from them",
        "Travel costs are met for volunteers, which made the difference",
        "In the library at noon we had forty children and one nurse",
        "Doors at the day centre are locked at four and people wait outside",
        "An hour on the phone with the pharmacy every morning",
        "Two hours by bus from the estate to the clinic",
        "Ten to twelve weeks, the wait for a hearing aid",
        "Twelve for one place",
        "The church hall, warm and near the bus, brings people the clinic never sees",
        "The school, the surgery and the library, all in one street, and all at nine",
        "Room 4 from nine: double booked again",
        "The group met in the pub and talked more honestly",
        "Signed by the consultant, which takes a week",
        "Copied to six people and read by none",
        "We started at nine and finished at ten with a plan",
        "Recorded by hand on the back of a glove",
        "A visit by the chief nurse did more than the survey",
        "Report by report we learned to ask a better question",
        "The meeting room is booked by finance on every Tuesday we need it",
        "The hall was full by ten and the consultant never came",
        "Held to account by the board, we stopped sharing the bad months",
        "Half an hour by phone saves a home visit",
        "Written letters go astray, calls do not",
        "Notes are copied from one system to the other by the night clerk",
        "Put together by night staff, the pack saves the day team an hour",
        "The minutes are agreed in the corridor before the meeting",
        "The minutes of the last meeting were the only thing ready",
        "The meeting closed with no decision on the beds",
        "Next: someone has to ask the porters",
        "Next week we try it on ward 4",
        "Draft rotas come out on a Friday and change by Monday",
        "Not approved means nobody orders the hoist",
        "Not for want of asking, the lift is still broken",
        "Do not copy the other site, start with your own patients",
        "This record has to be typed twice",
        "Flipcharts are no way to ask a shy person",
        "Fares are more than the parents can pay",
        "Lunch: whatever is left in the machine when the shift ends",
        "Tea was the first thing that the new matron brought back, and people sat down together",
        "Coats are stolen from the waiting room",
        "There is parking for staff and none for patients",
        "Nobody photographed the whiteboard so the plan was wiped off",
        "Apologies from the ward came with flowers and the date of the repair",
        "Signed forms sit in the tray",
        "Copies of the letter go to the wrong house",
        "No recording of the interpreter's words is kept so arguments start",
        "Present company works well, the absent teams do not",
        "Fourteen signed up and two came",
        "These notes help the night staff to know who likes what",
        "Page the registrar at nine and he rings at noon",
        "Hall porters know every patient by name",
        "The library at ten, the surgery at two, the same twelve people with nowhere warm to go",
        "Two hours in person beats six emails",
        "The record is kept in two places and neither is right",
        "Apologies from the manager helped, the rota did not",
        "Copies of the care plan are with the ward and not with the family",
        "Boat shed, upstairs, doors at nine. The ramp is steep.",
        "Typed by the clerk from the flipcharts. The lift is out again.",
        "Apologies were received from the trust two years after the complaint",
    ],
)
def test_what_somebody_says_stays_even_at_the_head_of_a_paper(line):
    """A hall, a date, a page or an apology in what somebody says is no reason to lose it."""
    assert furniture_in(line, at_edge=True) is None


def test_every_kind_says_why():
    """The table is read by those who wonder where a line went."""
    assert all(kind.name and kind.reason for kind in (*KINDS, *EDGE_KINDS))


def test_a_long_line_costs_no_time():
    """Patterns with many choices must not be run over a page."""
    assert furniture_in("3 May, " * 20_000) is None


@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_no_excerpt_is_cut_from_the_head_and_foot_of_a_paper(tmp_path, suffix):
    """The foot stands under the last bullet, where Markdown takes it for part of it."""
    notes = """\
# Notes of the yard forum
17 June, room 4
Invented people and places, for testing.
Typed by the office. Apologies: none.

## Table 1
- The gate is locked before the late shift has gone off duty.
- On 3 May, in hall B, we were told that it would change.
Page 1 of 1
"""
    reading = read_from(
        tmp_path, f"notes.{suffix}", notes if suffix == "md" else notes.replace("## Table 1", "TABLE 1")
    )
    check(reading)

    assert texts(cut(frozen(reading.source), {})) == [
        "The gate is locked before the late shift has gone off duty.",
        "On 3 May, in hall B, we were told that it would change.",
    ]
    assert "Page 1 of 1" in shown(reading, "note")


LOOSE = "Copies of the grids are with the clerk until the spring"


def test_loose_words_are_furniture_only_where_furniture_stands(tmp_path):
    """The same sentence among what a table said is the table's."""
    notes = f"""\
# Yard forum

Boat shed, upstairs, doors at nine, bring a coat

Each table had an hour and a pot of tea.

{LOOSE}

## Table 1

- The gate is locked before the late shift has gone off duty.

{LOOSE}

- Nobody has the key after six.

{LOOSE}

Typed by the clerk from four flipcharts
"""
    reading = read_from(tmp_path, "notes.md", notes)

    assert shown(reading, "note") == [
        "Boat shed, upstairs, doors at nine, bring a coat", LOOSE, LOOSE, "Typed by the clerk from four flipcharts",
    ]  # fmt: skip
    assert shown(reading, "paragraph") == ["Each table had an hour and a pot of tea.", LOOSE]


def test_the_second_paragraph_of_a_reflection_ends_its_head(tmp_path):
    """A reflection has no parts: without an end the whole of it would stand at its head."""
    said = ["We met after the ward round.", "It was quiet for once.", "Tea was provided by the ward at four"]
    reading = read_from(tmp_path, "reflection.md", "\n\n".join(["# Reflection", *said, "I went home early."]))

    assert shown(reading, "paragraph") == [*said, "I went home early."]


@pytest.mark.parametrize(("line", "layout"), [(f"({LOOSE})", "note"), (LOOSE, "paragraph")])
def test_a_paragraph_in_brackets_is_an_aside_of_the_paper(tmp_path, line, layout):
    """Whoever types puts his own remarks between brackets, wherever they fall."""
    notes = f"# Forum\n\n## Table 1\n\n- The gate is locked.\n\n{line}\n\n## Table 2\n\n- The gate is open.\n"

    assert line in shown(read_from(tmp_path, "notes.md", notes), layout)


def test_the_title_is_no_furniture(tmp_path):
    """'Visit note by the office' names the paper when it stands over it."""
    reading = read_from(tmp_path, "notes.md", "# Visit note by the office\n\nThe gate is locked at six.\n")

    assert shown(reading, "heading") == ["Visit note by the office"]


def test_a_sentence_wrapped_before_its_date_stays_whole(tmp_path):
    """'3 May.' alone on the last line is the end of what somebody said."""
    notes = "Everybody at our table had heard that the gate would stay open from\n3 May.\n"

    assert texts(cut(frozen(read_from(tmp_path, "notes.md", notes).source), {})) == [" ".join(notes.split())]


def test_a_date_that_heads_a_later_part_still_heads_it(tmp_path):
    """In a diary the date is the heading; made a note, the day before would head the entry."""
    diary = "# Diary\n\n## 3 May\n\nThe gate was locked.\n\n## 4 May\n\nThe gate was open.\n"

    assert [e.heading for e in cut(frozen(read_from(tmp_path, "diary.md", diary).source), {})][1] == "4 May"


def test_a_running_head_is_found_and_a_line_that_comes_back_is_not():
    """The title over each page is furniture; what three tables wrote alike is three times said."""
    lines = [
        "Yard forum",
        "Yard forum 2",
        "Yard forum, page 3",
        "The gate is locked.",
        "The gate is locked.",
        "See page 3",
    ]

    assert running_heads(lines, "Yard forum") == set(lines[:3])


MESSAGE = """From: Ottoline Marsh <ottoline@example.org>
Sent: 14 March 2025 10:02
To: Bertil Quay
Subject: What the huddle changed

Hi Bertil,

The whiteboard at the door helped us see who was waiting.

Best wishes,

Ottoline

This email and any files transmitted with it are confidential and intended solely for the person it is addressed to.
"""


def test_of_a_message_only_what_it_says_is_evidence(tmp_path):
    """People send their reflections by mail: 'Best wishes' of forty of them is no finding."""
    said = texts(cut(frozen(read_from(tmp_path, "mail.txt", MESSAGE).source), {}))

    assert said == ["The whiteboard at the door helped us see who was waiting."]


@pytest.mark.parametrize(
    "line",
    [
        "To: be honest, nobody reads the list.",
        "This email is how we found out about the ward.",
        "Thanks to the porters",
    ],
)
def test_a_sentence_that_sounds_like_a_message_is_somebodys(line):
    """A line is furniture only as a whole."""
    assert furniture_in(line, at_edge=False) is None


def test_a_word_paragraph_of_date_and_attendance_is_no_evidence(tmp_path):
    """It became a finding and its names a published quotation: whoever types notes in Word puts it all in one paragraph."""
    notes = docx.Document()
    notes.add_heading("Learning session", level=1)
    notes.add_paragraph("Date: 14 October 2025, Leeds. Present: Dr Reed (chair), Sr. Bea Sand. Apologies: Prof. Moss.")
    notes.add_paragraph("The huddle works when the ward sister leads it.")
    kept = BytesIO()
    notes.save(kept)

    reading = read_from(tmp_path, "notes.docx", kept.getvalue())

    assert texts(cut(frozen(reading.source), {})) == ["The huddle works when the ward sister leads it."]
