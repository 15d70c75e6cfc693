"""Furniture of a paper is no evidence; a sentence that mentions a date or a hall is."""

import pytest

from corpus.cut import cut
from corpus.readers.furniture import KINDS, furniture_in, running_heads
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
        ("These minutes are confidential and must not be shared outside the forum.", "disclaimer"),
        ("NOT FOR CIRCULATION", "disclaimer"),
        ("Status: draft", "state of the paper"),
        ("Version 0.3", "state of the paper"),
        ("Page 2 of 7", "page"),
        ("End of notes", "page"),
        ("www.example.org/notes", "address"),
        ("Typed by the office. Apologies: none.", "hand"),
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
        "",
    ],
)
def test_what_somebody_says_of_a_date_or_a_hall_stays(line):
    """A lost sentence is worse than a line of furniture too many."""
    assert furniture_in(line) is None


def test_every_kind_says_why():
    """The table is read by those who wonder where a line went."""
    assert all(kind.name and kind.reason for kind in KINDS)


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
