"""Plain text, Markdown and chat logs: every word kept, and what each line is."""

import pytest

from learnbrief.corpus.document import Mode, Speech
from tests.corpus.samples import check, read_from, shown

NOTES = """Data day at the Old Mill
Event: Data day
Date: Friday 14th March 2025
Kind: workshop notes
Collaborative: Harbour
Venue: the Old Mill, upper room
Attendees: Ines Calloway (IC), Tobias Wren (TW)

TABLE 3 FEEDBACK

What gets in the way:
- Time
- The figures come six weeks late and nobody
  says why
• IC: release is agreed but never happens
* TW: the dashboard has no owner

Facilitator: thank you, let us hear the next table.
"""


def test_notes_in_plain_text_keep_words_and_say_what_each_line_is(tmp_path):
    """Headings, bullets of several shapes, wrapped lines and speakers are told apart without losing a letter."""
    reading = read_from(tmp_path, "notes.txt", NOTES)

    check(reading)
    assert shown(reading, "heading") == ["Data day at the Old Mill", "TABLE 3 FEEDBACK", "What gets in the way:"]
    assert shown(reading, "bullet")[1] == "The figures come six weeks late and nobody says why"
    assert reading.speakers == ("IC", "TW", "Facilitator")
    assert shown(reading, "turn") == ["thank you, let us hear the next table."]


def test_the_header_of_a_file_tells_its_details_and_stays_in_the_text(tmp_path):
    """Details are read where people write them; names in the header must be seen by de-identification, not quoted."""
    reading = read_from(tmp_path, "notes.txt", NOTES)

    wanted = {
        "event": "Data day",
        "date": "Friday 14th March 2025",
        "kind": "workshop notes",
        "collaborative": "Harbour",
    }
    assert dict(reading.details) == wanted
    assert "Attendees: Ines Calloway (IC), Tobias Wren (TW)" in shown(reading, "note")
    assert "Venue: the Old Mill, upper room" in shown(reading, "note")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(tmp_path, ends, mark):
    """The same notes from three systems are the same text, so offsets mean the same."""
    reading = read_from(tmp_path, "notes.txt", (mark + NOTES.replace("\n", ends)).encode())

    assert reading.source == read_from(tmp_path, "plain.txt", NOTES).source


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "utf-32"])
def test_files_that_say_their_encoding_are_believed(tmp_path, codec):
    """Windows programs write UTF-16 with a mark."""
    reading = read_from(tmp_path, "notes.txt", NOTES.encode(codec))

    assert reading.source == read_from(tmp_path, "plain.txt", NOTES).source
    assert reading.warnings == ()


def test_an_old_windows_file_is_read_and_told(tmp_path):
    """Guessing an encoding is not silent."""
    reading = read_from(tmp_path, "notes.txt", "It’s the café run – “no one asked us”, she said.".encode("cp1252"))

    assert "It’s the café run – “no one asked us”" in reading.source.text
    assert "not UTF-8" in reading.warnings[0]


def test_characters_that_could_mislead_go_and_those_that_mean_something_stay(tmp_path):
    """Zero bytes, soft hyphens, zero-width spaces and direction overrides go; emoji, accents and joiners stay, as NFC."""
    reading = read_from(
        tmp_path, "n.txt", "Na\u0308chste Schritte\u200b: we\u00adcan\u202e go\x07\u00a0on 👩🏽\u200d⚕️ 🎉 today.\n"
    )

    assert reading.source.text == "Nächste Schritte: wecan go on 👩🏽\u200d⚕️ 🎉 today."
    check(reading)


def test_words_before_a_colon_are_no_speakers_because_they_stand_there(tmp_path):
    """'Action:' and 'Leadership:' come back on every flipchart; nobody of that name spoke."""
    lines = "Action: ring the estates team\n\nLeadership: good leadership was seen\n\nAction: find a room\n\nLeadership: keep going\n"
    reading = read_from(tmp_path, "n.txt", lines)

    assert reading.speakers == ()


def test_a_transcript_with_clocks_keeps_times_and_speakers(tmp_path):
    """'[00:01:23] Name: words' is how many services write; continuing paragraphs stay with their speaker and with the time of the turn."""
    reading = read_from(
        tmp_path,
        "talk.txt",
        "[00:00:05] Chair: Welcome, everyone.\n\n[00:00:09] Ines Calloway: We began with one ward.\n\nThen two more joined us.\n\n"
        "[00:01:10] Tobias Wren: How long did that take?\n\n[00:01:15] Ines Calloway: Six months, near enough.\n",
    )

    check(reading)
    turns = [p for p in reading.source.passages if p.layout == "turn"]
    assert [turn.at for turn in turns] == [5.0, 9.0, 9.0, 70.0, 75.0]
    assert [turn.speaker for turn in turns][1:3] == ["Ines Calloway", "Ines Calloway"]
    assert turns[0].speech is Speech.FACILITATOR
    assert {turn.mode for turn in turns} == {Mode.VERBATIM}


def test_a_copied_teams_transcript_in_a_text_file_is_told_by_its_clocks(tmp_path):
    """Name and clock on a line of their own, words below."""
    text = "Ines Calloway   0:03\nWe began with one ward.\n\nTobias Wren   0:09\nHow long did it take?\n\nInes Calloway   1:02:15\nSix months."
    reading = read_from(tmp_path, "talk.txt", text)

    check(reading)
    assert [(p.speaker, p.at) for p in reading.source.passages if p.layout == "turn"] == [
        ("Ines Calloway", 3.0),
        ("Tobias Wren", 9.0),
        ("Ines Calloway", 3735.0),
    ]


CHAT = """00:03:12\tInes Calloway:\tMorning all
00:04:00\tMeeting helper:\tTobias added Meeting helper to the meeting.

It writes things down.

See https://example.org/privacy
00:05:45\tTobias Wren | Estates:\tReacted to "Morning all" with 👍
00:06:55\twren_t:\tCan we talk about the discharge lounge? ❤️
It is full by ten.
"""


def test_a_zoom_chat_is_turns_with_times_and_its_reactions_are_no_evidence(tmp_path):
    """Messages run over several lines, names carry a firm after a bar, reactions quote others."""
    reading = read_from(tmp_path, "chat.txt", CHAT)

    check(reading)
    assert reading.speakers == ("Ines Calloway", "Meeting helper", "Tobias Wren | Estates", "wren_t")
    assert 'Reacted to "Morning all" with 👍' in shown(reading, "note")
    last = [p for p in reading.source.passages if p.layout == "turn"][-1]
    assert (reading.source.slice(last), last.speaker, last.at) == ("It is full by ten.", "wren_t", 415.0)


def test_an_older_zoom_chat_says_from_and_to(tmp_path):
    """The shape Zoom wrote for years."""
    reading = read_from(
        tmp_path,
        "chat.txt",
        "10:01:02 From Ines Calloway to Everyone: hello\n10:02:00 From  Tobias Wren  To  Everyone:\n\tgood point\n",
    )

    assert reading.speakers == ("Ines Calloway", "Tobias Wren")
    assert "good point" in reading.source.text


MARKDOWN = """---
title: Spring huddle
date: 2025-04-02
collaborative: Fenland
---

# Spring huddle

**Attending:** Ines Calloway (IC), Tobias Wren (TW),Bea Hollis

## Present

* Ines Calloway (@icalloway)
* Tobias Wren

## Notes

**What helped**

- IC: we *finally* met the board\\_lead
    - and she [listened](https://example.org/minutes)
        - TW: twice
-
- See <https://example.org/a_b>

1. First, ring the ward<br>Then write

| What helps | What hinders |
|---|---|
| A named person | Old laptops |

> “Nobody told us the room had changed,” said one nurse.
"""


def test_markdown_reads_as_its_reader_sees_it(tmp_path):
    """Emphasis, escapes and link addresses go; every visible word stays, nested bullets, tables and empty items included."""
    reading = read_from(tmp_path, "notes.md", MARKDOWN)

    check(reading)
    assert shown(reading, "bullet")[:3] == ["we finally met the board_lead", "and she listened", "twice"]
    assert shown(reading, "bullet")[3:] == ["See https://example.org/a_b", "First, ring the ward", "Then write"]
    assert shown(reading, "question") == ["What helps", "What hinders"]
    assert shown(reading, "cell") == ["A named person", "Old laptops"]
    assert dict(reading.details) == {"title": "Spring huddle", "date": "2025-04-02", "collaborative": "Fenland"}


def test_who_was_there_is_matter_and_a_bold_line_is_a_heading(tmp_path):
    """Attendance lists hold names and say nothing."""
    reading = read_from(tmp_path, "notes.md", MARKDOWN)

    assert {"Ines Calloway (@icalloway)", "Tobias Wren"} <= set(shown(reading, "note"))
    assert "What helped" in shown(reading, "heading")
    assert reading.speakers == ("IC", "TW")


def test_a_word_processors_export_is_read_without_taking_deep_indents_for_code(tmp_path):
    """Minutes exported from an editor come with spans, escapes and four blanks too many."""
    text = '# Minutes\n\n- <span class="c1">Rota</span>\n\n        - who covers nights\\?\n\n    Bea Hollis\\: not us\n'
    reading = read_from(tmp_path, "m.md", text)

    check(reading)
    assert "who covers nights?" in reading.source.text


ROUGH = """Mill workshop 2: letters, phones and a definition
Date: 2025-03-11
Facilitator: Ines Calloway
Who came: about 20, nurses mostly, and Tobias Wren

1. Letter
Bea read the old letter aloud to five people, and three of them stopped her at the second paragraph. One had come
for four years without knowing there was a number to ring.
Ines: what would be good enough?

2. WHAT MAKES IT HARD: THE ROTA (green pens)

Table 1 - eleven people in one month for one man
Table 2. Nobody had met the health visitor before today.

ACTIONS
letter to fifty people, three clinics - BH - end of April
second phone line
text reminders, who decides
"""


def test_rough_notes_typed_on_a_phone_keep_their_structure(tmp_path):
    """Numbered headings, headings in capitals, lists without bullets, tables after a dash or a full stop."""
    reading = read_from(tmp_path, "n.txt", ROUGH)

    check(reading)
    assert shown(reading, "heading") == [
        "Mill workshop 2: letters, phones and a definition",
        "1. Letter",
        "2. WHAT MAKES IT HARD: THE ROTA (green pens)",
        "ACTIONS",
    ]
    assert shown(reading, "paragraph")[-3:] == [
        "letter to fifty people, three clinics - BH - end of April",
        "second phone line",
        "text reminders, who decides",
    ]
    assert reading.speakers == ("Ines", "Table 1", "Table 2")
    assert "Who came: about 20, nurses mostly, and Tobias Wren" in shown(reading, "note")


def test_a_role_told_in_the_header_holds_for_the_name_below(tmp_path):
    """'Facilitator: Ines Calloway' at the top makes 'Ines:' a facilitator."""
    reading = read_from(tmp_path, "n.txt", ROUGH)

    assert {p.speech for p in reading.source.passages if p.speaker == "Ines"} == {Speech.FACILITATOR}


def test_file_names_with_blanks_accents_and_emoji_are_names_like_others(tmp_path):
    """People call files what they like."""
    reading = read_from(tmp_path, "Área call 2021-02-04 🎉.md", "We met on Thursday.\n")

    assert reading.title == "Área call 2021-02-04 🎉"


def test_bullets_drawn_in_a_symbol_font_are_bullets(tmp_path):
    """Word exports its bullets as private characters that no other program knows; so they arrive in PDFs and copies."""
    reading = read_from(tmp_path, "n.txt", "\uf0b7 the first point\n\uf0a7 the second point\n")

    assert shown(reading, "bullet") == ["the first point", "the second point"]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("line_end", ["\r", "\r\n"])
def test_accents_of_windows_and_of_old_macs_are_told_apart(tmp_path, encoding, line_end):
    """'Café notes – table 4' from a Mac was 'CafŽ notes Ð table 4', its bullets were letters and its points one paragraph."""
    lines = ["Café notes – table 4", "", "• A named lead – with an hour", "• “Two systems” that cost £40 a week"]

    reading = read_from(tmp_path, "n.txt", line_end.join(lines).encode(encoding))

    assert reading.title == "Café notes – table 4"
    assert shown(reading, "bullet") == ["A named lead – with an hour", "“Two systems” that cost £40 a week"]
    assert encoding in reading.warnings[0]
