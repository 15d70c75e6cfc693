"""Transcripts in tables: which column says who, when and what is told by its head, else by its cells."""

import csv
import io

import docx
import openpyxl
import pytest

from learnbrief.corpus.document import Kind, Speech
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers import How, read
from tests.corpus.dialogue import AT, BY, NAMES, SAID
from tests.corpus.samples import check, saved, shown

TALK = How(kind=Kind.WEBINAR_TRANSCRIPT)


def clock(seconds: float) -> str:
    return f"00:{int(seconds) // 60:02d}:{seconds % 60:02.0f}"


# What stands in the row of a turn: who, from, to (in seconds), words.
TABLES = {
    "time, speaker, transcript": (["Time", "Speaker", "Transcript"], lambda who, at, end, words: [clock(at), who, words]),
    "timespan, content, speaker": (
        ["Timespan", "Content", "Speaker"],
        lambda who, at, end, words: [f"0:{at:04.1f} - 0:{end:04.1f}", words, who],
    ),
    "an editor's export": (
        ["Speaker Name", "Start Time", "End Time", "Text"],
        lambda who, at, end, words: [who, clock(at) + ":12", clock(end) + ":00", words],
    ),
    "with a head of its own": (["In", "Out", "Colleague", "Dialogue"], lambda who, at, end, words: [clock(at), clock(end), who, words]),
    "numbered": (
        ["No.", "Start (s)", "Stop (s)", "Speaker label", "Utterance"],
        lambda who, at, end, words: [str(at), f"{at}.0", f"{end}.5", who, words],
    ),
    "tiers": (
        ["Tier", "Begin Time - hh:mm:ss.ms", "End Time - hh:mm:ss.ms", "Duration - ss.msec", "Annotation"],
        lambda who, at, end, words: [who, clock(at) + ".000", clock(end) + ".000", "5.0", words],
    ),
    "tiers without a head": (
        [],
        lambda who, at, end, words: [who, "", clock(at) + ".000", str(at), clock(end) + ".000", str(end), "5.0", words],
    ),
    "who and what without a head": ([], lambda who, at, end, words: [who, words]),
}  # fmt: skip


def rows_of(name: str) -> list[list[str]]:
    head, row = TABLES[name]
    ends = (*AT[1:], AT[-1] + 5)
    turns = [row(NAMES[who], at, end, words) for words, who, at, end in zip(SAID, BY, AT, ends, strict=True)]
    return [head, *turns] if head else turns


def file_of(folder, name: str, suffix: str):
    path = folder / f"talk{suffix}"
    rows = rows_of(name)
    if suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    elif suffix == ".docx":
        document = docx.Document()
        document.add_heading("Talk 7", 1)
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for cell, words in zip(table._cells, [cell for row in rows for cell in row], strict=True):
            cell.text = words
        document.save(path)
    else:
        out = io.StringIO()
        csv.writer(out, delimiter="\t" if suffix == ".tsv" else ",").writerows(rows)
        path.write_text(out.getvalue())
    return path


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".docx"])
@pytest.mark.parametrize("name", TABLES)
def test_the_rows_of_a_table_are_turns_with_speaker_and_time(tmp_path, name, suffix):
    """Read as a survey, four lines of a talk became four respondents."""
    reading = read(file_of(tmp_path, name, suffix), TALK)

    check(reading)
    said = [p for p in reading.source.passages if p.layout == "turn"]
    assert [reading.source.slice(p) for p in said] == list(SAID)
    assert [p.speaker for p in said] == [NAMES[who] for who in BY]
    assert [p.at for p in said] == ([None] * 8 if name.startswith("who") else [float(at) for at in AT])
    assert reading.survey is None
    assert reading.sentence.startswith("read as: a table with ")


@pytest.mark.parametrize(
    ("unit", "head"), [(1000, "start,end,text"), (1, "start,end,text"), (1000, "Start (ms),End (ms),Text")]
)
def test_plain_numbers_are_seconds_or_thousandths_whichever_makes_a_talk(tmp_path, unit, head):
    """A recogniser writes 4600 for 4.6 seconds, and says so nowhere."""
    lines = [f'{at * unit},{(at + 4) * unit},"{words}"' for at, words in zip(AT, SAID, strict=True)]
    reading = read(saved(tmp_path, "talk.csv", "\n".join([head, *lines])), How())

    check(reading)
    assert [p.at for p in reading.source.passages] == pytest.approx([float(at) for at in AT])
    assert reading.speakers == ()


def test_a_role_in_the_speakers_column_is_that_role(tmp_path):
    """An interviewer's questions are no evidence in a table either."""
    rows = "Speaker,Text\n" + "\n".join(f'{("Interviewer", "P1")[n % 2]},"{words}"' for n, words in enumerate(SAID))
    reading = read(saved(tmp_path, "talk.csv", rows), How())

    assert {p.speech for p in reading.source.passages if p.speaker == "Interviewer"} == {Speech.FACILITATOR}


def test_remarks_beside_the_turns_are_kept_as_notes(tmp_path):
    """What somebody wrote in a further column holds names too, and nobody said it."""
    rows = [
        f'{clock(at)},{NAMES[who]},"{words}",{"ask Hanna" if at == 17 else ""}'
        for words, who, at in zip(SAID, BY, AT, strict=True)
    ]
    reading = read(saved(tmp_path, "talk.csv", "\n".join(["Time,Speaker,Text,Remarks", *rows])), TALK)

    check(reading)
    assert shown(reading, "note") == ["ask Hanna"]


@pytest.mark.parametrize(
    "survey",
    [
        "Name,What helped?\nJo,A named lead in every team\nAda,More time away from the phones\nJo M,The board came\n",
        "Timestamp,Role,Text of your idea\n14/03/2025 10:02,nurse,Ring first\n14/03/2025 09:58,porter,Ask us\n15/03/2025 11:00,nurse,Stay\n",
        "Site,Comment,Score\nHarbour,Too few rooms for a talk,3\nMoorland,The lift is out again,4\nHarbour,Nobody answers,2\n",
    ],
)  # fmt: skip
def test_surveys_stay_surveys(tmp_path, survey):
    """They have names, times and words as well, but nobody answers anybody."""
    assert read(saved(tmp_path, "wave.csv", survey), How()).survey is not None


def test_a_told_survey_is_one_whatever_its_columns_are_called(tmp_path):
    """The person who gave the file knows."""
    path = file_of(tmp_path, "time, speaker, transcript", ".csv")

    assert read(path, How(kind=Kind.SURVEY)).survey is not None


def test_a_webinar_in_a_table_nobody_can_read_is_refused_with_what_to_call_its_columns(tmp_path):
    """Made a survey, it would enter the brief as respondents."""
    path = saved(tmp_path, "talk.csv", "Alpha,Beta\n4,7\n5,9\n6,1\n")

    with pytest.raises(
        UnreadableSource, match=r"^talk.csv: no column of this table .* call its columns Time, Speaker and Text"
    ):
        read(path, TALK)


def test_other_tables_of_a_document_stay_tables(tmp_path):
    """A flipchart typed into a grid is no talk."""
    document = docx.Document()
    document.add_paragraph("Notes of the day")
    table = document.add_table(rows=3, cols=2)
    cells = ["What helps", "What hinders", "A named person", "Old laptops", "Time away", "No room to meet"]
    for cell, words in zip(table._cells, cells, strict=True):
        cell.text = words
    document.save(tmp_path / "notes.docx")
    reading = read(tmp_path / "notes.docx", How())

    assert shown(reading, "cell") == cells[2:]
