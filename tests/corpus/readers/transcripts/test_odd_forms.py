"""Forms of transcripts beside the table of shapes: CHAT, a column for each speaker, numbered questions, sounds, two at once."""

import pytest

from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers import How, read
from tests.corpus.dialogue import AT, BY, SAID
from tests.corpus.samples import check, read_from, saved, shown

TOLD = How(kind=Kind.WEBINAR_TRANSCRIPT)


def transcript(folder, name, content):
    reading = read(saved(folder, name, content), TOLD)
    check(reading)
    return reading


@pytest.mark.parametrize("name", ["talk.cha", "talk.txt"])
def test_chat_of_clan_keeps_what_is_about_the_talk_apart_from_it(tmp_path, name):
    """'Languages' is no speaker, and what a transcriber remarks is nobody's words."""
    head = "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tINT Maddy Investigator, PAR Tobias Participant\n"
    said = f"*INT:\t{SAID[0]} \x153000_8000\x15\n%com:\tspoken slowly\n*PAR:\tWith ten minutes at the whiteboard,\n\tbefore the drugs trolley goes round.\n@End\n"

    reading = transcript(tmp_path, name, head + said)

    assert reading.speakers == ("INT", "PAR")
    assert shown(reading, "turn") == list(SAID[:2])
    assert [one.at for one in reading.source.passages if one.layout == "turn"] == [3.0, None]
    assert "%com: spoken slowly" in shown(reading, "note")


def test_a_cha_file_that_is_none_is_named(tmp_path):
    """Its suffix is all that says what it is."""
    with pytest.raises(UnreadableSource, match=r"a\.cha: does not begin with @Begin"):
        read_from(tmp_path, "a.cha", "words")


@pytest.mark.parametrize("clock", [True, False])
def test_a_column_for_each_speaker_is_a_transcript(tmp_path, clock):
    """Who types up an interview in Excel gives each person a column."""
    rows = [
        (f"00:{at // 60:02d}:{at % 60:02d}", *(said if who == n else "" for n in range(3)))
        for who, at, said in zip(BY, AT, SAID, strict=True)
    ]
    table = [("Time", "Interviewer", "Nurse", "Ward clerk"), *rows]
    lines = ['"' + '","'.join(row if clock else row[1:]) + '"' for row in table]

    reading = transcript(tmp_path, "talk.csv", "\n".join(lines))

    labels = ("Interviewer", "Nurse", "Ward clerk")
    assert reading.speakers == labels
    assert shown(reading, "turn") == list(SAID)
    assert [one.at for one in reading.source.passages if one.layout == "turn"] == (list(AT) if clock else [None] * 8)


def test_a_survey_whose_columns_are_roles_stays_one(tmp_path):
    """'Nurse' and 'Therapist' may be what people tick; everybody answers every column there."""
    table = "Nurse,Therapist\n" + "\n".join(
        "It went well for all of us.,We were never asked about it." for _ in range(5)
    )

    reading = read(saved(tmp_path, "s.csv", table), How(kind=Kind.SURVEY))

    assert reading.survey is not None
    assert shown(reading, "turn") == []


def test_times_in_milliseconds_by_the_words_of_subtitle_editors(tmp_path):
    """'Start time in milliseconds' is a clock as much as 'Start (ms)'."""
    lines = ["Number,Start time in milliseconds,End time in milliseconds,Text"]
    lines += [
        f'{n},{at * 1000},{at * 1000 + 900},"{said}"' for n, (at, said) in enumerate(zip(AT, SAID, strict=True), 1)
    ]

    reading = transcript(tmp_path, "talk.csv", "\n".join(lines))

    assert [one.at for one in reading.source.passages if one.layout == "turn"] == list(AT)


def test_numbered_questions_are_one_who_asks_and_one_who_answers(tmp_path):
    """Six voices would be counted where two people talk."""
    lines = [f"{'A' if who else 'Q'}{n // 2 + 1}: {said}" for n, (who, said) in enumerate(zip(BY, SAID, strict=True))]

    reading = transcript(tmp_path, "talk.txt", "\n\n".join(lines))

    assert reading.speakers == ("Q", "A")


def test_what_was_heard_and_not_said_is_no_turn(tmp_path):
    """'[BLANK_AUDIO]' is nobody's learning; what somebody said in brackets with their name still is."""
    lines = ["[00:00:00.000 --> 00:00:03.000]   [BLANK_AUDIO]"]
    lines += [
        f"[00:{at // 60:02d}:{at % 60:02d}.000 --> 00:02:00.000]   {said}" for at, said in zip(AT, SAID, strict=True)
    ]

    reading = transcript(tmp_path, "talk.txt", "\n".join(lines))

    assert shown(reading, "note") == ["[BLANK_AUDIO]"]
    assert shown(reading, "turn") == list(SAID)


def test_two_who_speak_at_once_are_not_the_one_before(tmp_path):
    """'Maddy & Tobias: Yes' was put into the mouth of whoever spoke last."""
    talk = [
        ("Maddy", SAID[0]),
        ("Tobias", SAID[1]),
        ("Maddy", SAID[2]),
        ("Maddy & Tobias", "Yes, exactly."),
        ("Tobias", SAID[3]),
    ]

    reading = transcript(tmp_path, "talk.txt", "\n".join(f"{name}: {said}" for name, said in talk) + "\n[crosstalk]\n")

    spoken = [(one.speaker, reading.source.slice(one)) for one in reading.source.passages if one.layout == "turn"]
    assert spoken == talk
    assert shown(reading, "note") == ["[crosstalk]"]


def test_a_time_written_again_in_words_is_nobodys_name(tmp_path):
    """A transcript copied from a player has '0:03' and below it '3 seconds'."""
    lines = [
        f"{at // 60}:{at % 60:02d}\n{f'{at // 60} minute, ' if at > 59 else ''}{at % 60} seconds\n{said}"
        for at, said in zip(AT, SAID, strict=True)
    ]

    reading = transcript(tmp_path, "talk.txt", "Transcript\n\nSearch in video\n" + "\n".join(lines))

    assert reading.speakers == ()
    assert shown(reading, "turn") == list(SAID)
    assert [one.at for one in reading.source.passages if one.layout == "turn"] == list(AT)


def test_a_role_that_we_do_not_know_speaks_for_itself_where_all_others_do(tmp_path):
    """'Ward clerk: ...' was put into the mouth of the nurse before."""
    talk = [
        ("Interviewer", SAID[0]),
        ("Nurse", SAID[1]),
        ("Interviewer", SAID[2]),
        ("Nurse", SAID[3]),
        ("Ward clerk", SAID[4]),
        ("Interviewer", SAID[5]),
    ]

    reading = transcript(tmp_path, "talk.txt", "\n".join(f"{name}: {said}" for name, said in talk))

    assert [(one.speaker, reading.source.slice(one)) for one in reading.source.passages if one.layout == "turn"] == talk


def test_times_behind_every_line_are_times_without_brackets_too(tmp_path):
    """A time at the end of each turn is the tool's; '... until 10:30' at the end of one is what somebody said."""
    lines = [
        f"{('Priya', 'Owen')[n % 2]}:\t{said}\t00:{at // 60:02d}:{at % 60:02d}"
        for n, (at, said) in enumerate(zip(AT, SAID, strict=True))
    ]
    stamped = transcript(tmp_path, "talk.txt", "\n".join(lines))
    once = transcript(
        tmp_path,
        "once.txt",
        "\n".join([*(line.rpartition("\t")[0] for line in lines), "Owen:\tThe trolley waits until 10:30"]),
    )

    assert shown(stamped, "turn") == list(SAID)
    assert shown(once, "turn")[-1] == "The trolley waits until 10:30"


def test_a_head_in_words_that_we_do_not_know_is_no_turn(tmp_path):
    """'Sprecher: Text' is nobody's first turn."""
    lines = [
        "Sprecher;Zeit;Text",
        *(
            f"{('Priya', 'Owen')[n % 2]};00:{at // 60:02d}:{at % 60:02d};{said.replace(';', ',')}"
            for n, (at, said) in enumerate(zip(AT, SAID, strict=True))
        ),
    ]

    reading = transcript(tmp_path, "talk.csv", "\n".join(lines))

    assert reading.speakers == ("Priya", "Owen")
    assert shown(reading, "turn") == list(SAID)
