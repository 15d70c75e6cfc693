"""Where furniture stands: head and foot of a paper, brackets, running heads, messages; what is said beside it stays."""

from io import BytesIO

import docx
import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.readers.furniture.lines import furniture_in, running_heads
from tests.corpus.samples import check, frozen, read_from, shown, texts


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
