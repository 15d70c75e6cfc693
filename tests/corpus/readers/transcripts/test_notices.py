"""Chats as phones and meeting programs save them: what the program writes among the messages is nobody's words."""

import pytest

from learnbrief.corpus.document import Kind
from learnbrief.corpus.readers import How, read
from tests.corpus.dialogue import BY, NAMES, SAID
from tests.corpus.samples import check, saved, shown

TOLD = How(kind=Kind.WEBINAR_TRANSCRIPT)
WHO = [NAMES[by] for by in BY]


def reading_of_chat(folder, stamp, *, before=(), after=(), below=False, line_end="\n"):
    """The invented talk, each message under its stamp, between lines of the program's."""
    sign = "\n" if below else ": "
    said = [f"{stamp.format(n + 12)}{who}{sign}{words}" for n, (who, words) in enumerate(zip(WHO, SAID, strict=True))]
    lines = [
        *(f"{stamp.format(10)}{one}" for one in before),
        *said,
        *(f"{stamp.format(40 + n)}{one}" for n, one in enumerate(after)),
    ]
    reading = read(saved(folder, "chat.txt", line_end.join(lines)), TOLD)
    check(reading)
    return reading


@pytest.mark.parametrize(
    ("stamp", "before", "after"),
    [
        (
            "[14/03/2025, 09:{}:03] ",
            [f"{NAMES[0]}: \u200e{NAMES[0]} created group “Board rounds”"],
            ["Owen Blackwood: \u200eimage omitted", "Hanna Lindqvist: Hanna Lindqvist left"],
        ),
        (
            "14/03/2025, 09:{} - ",
            ["Messages and calls are end-to-end encrypted.", f"{NAMES[0]} added {NAMES[1]} and {NAMES[2]}"],
            [f"{NAMES[2]} left", f"{NAMES[1]}: <Media omitted>", f"{NAMES[0]} hat {NAMES[2]} hinzugefügt"],
        ),
    ],
)
def test_a_phone_s_chat_holds_only_what_people_wrote(tmp_path, stamp, before, after):
    """'Hanna left' as an excerpt of Hanna's would count her as a voice on whatever theme it is likened to."""
    reading = reading_of_chat(tmp_path, stamp, before=before, after=after, line_end="\r\n")

    assert shown(reading, "turn") == list(SAID)
    assert set(reading.speakers) == set(NAMES)
    for one in after:  # the names stay in the text, where de-identification sees them
        assert one.replace("\u200e", "") in reading.source.text


@pytest.mark.parametrize(
    "stamp",
    [
        "[14/03 09:{}] ",
        "[3/14 9:{} AM] ",
        "[14-Mar-25 09:{} AM] ",
        "[Fri 14 Mar 09:{}] ",
        "14 March 2025 at 09:{} ",
        "Mar 14, 2025, 9:{} AM ",
    ],
)
def test_a_day_without_a_year_or_with_its_month_in_words_is_part_of_the_time(tmp_path, stamp):
    """A chat copied out of Teams has no year; all its messages stood as paragraphs of nobody's."""
    reading = reading_of_chat(tmp_path, stamp, below=True)

    assert shown(reading, "turn") == list(SAID)
    first = next(one for one in reading.source.passages if one.layout == "turn")
    assert first.at == 9 * 3600 + 12 * 60


def test_a_line_of_a_message_that_begins_with_a_time_is_still_said(tmp_path):
    """Only the stamp of every message marks the program's lines, and a bare time is none."""
    lines = [f"9:{n + 12} {who}: {words}" for n, (who, words) in enumerate(zip(WHO, SAID, strict=True))]

    reading = read(saved(tmp_path, "chat.txt", "\n".join([*lines, "9:30 was too late for all of us."])), TOLD)

    assert "was too late for all of us." in reading.source.text
    assert not any("too late" in one for one in shown(reading, "note"))


def test_a_name_that_is_a_word_does_not_make_its_sentence_a_notice(tmp_path):
    """'Will: Will you come?' is a question of his."""
    lines = ["Will: Will you come to the round on Friday?", "Hope: I left it to the porters last time."] * 3

    reading = read(saved(tmp_path, "talk.txt", "\n".join(lines)), TOLD)

    assert (
        shown(reading, "turn") == ["Will you come to the round on Friday?", "I left it to the porters last time."] * 3
    )


@pytest.mark.parametrize("line", ["Priya Nair hat die Transkription beendet.", "Priya Nair a arrêté la transcription."])
def test_who_ended_the_transcription_is_told_in_any_language(tmp_path, line):
    """The last words of a webinar were 'hat die Transkription beendet', said by whoever spoke last."""
    turns = [f"{who}   0:{n + 10}\n{words}" for n, (who, words) in enumerate(zip(WHO, SAID, strict=True))]

    reading = read(saved(tmp_path, "talk.txt", "\n\n".join([*turns, line])), TOLD)

    assert shown(reading, "turn") == list(SAID)
    assert line in shown(reading, "note")


def test_a_link_to_a_moment_of_the_recording_is_not_said(tmp_path):
    """Note takers put their own items among the turns."""
    turns = [f"0:{n + 10} - {who}\n  {words}" for n, (who, words) in enumerate(zip(WHO, SAID, strict=True))]
    item = "ACTION ITEM: Ask the porters - WATCH: https://example.org/share/abc?timestamp=40.1"

    reading = read(saved(tmp_path, "talk.txt", "\n\n".join([*turns, f"  {item}"])), TOLD)

    assert shown(reading, "turn") == list(SAID)
    assert item in shown(reading, "note")
