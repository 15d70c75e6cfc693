"""A first line that only names its paper is its title: it was an excerpt, and 'Quillford, 2 July 2025' was quoted as what somebody said."""

from io import BytesIO

import docx
import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.readers.furniture.titles import names_the_paper
from tests.corpus.samples import check, frozen, read_from, shown, texts

TITLE = "Coaching reflection: Quillford, 2 July 2025"
SAID = "The gate is locked before the late shift has gone off duty."


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("reflection.txt", f"{TITLE}\n"),
        ("reflection.txt", f"{TITLE}\n\n"),
        ("reflection.txt", f"{TITLE}\nOwen Pryce\n\n"),
        ("reflection.md", f"{TITLE}\n\n"),
    ],
)
def test_the_title_of_a_plain_paper_is_no_excerpt(tmp_path, name, above):
    """In Markdown without a mark for its title, too; no word is lost by it."""
    reading = read_from(tmp_path, name, f"{above}{SAID}\n")
    check(reading)

    assert texts(cut(frozen(reading.source), {})) == [SAID]


def test_the_title_names_the_source(tmp_path):
    """Without it a source is called by its file: 'ref_v3_FINAL'."""
    reading = read_from(tmp_path, "ref_v3_FINAL.txt", f"{TITLE}\n\n{SAID}\n")

    assert reading.title == TITLE
    assert shown(reading, "heading") == [TITLE]
    assert texts(cut(frozen(reading.source), {})) == [SAID]


def test_an_unmarked_title_in_word_is_one(tmp_path):
    """Few people use the style that Word has for it."""
    paper = docx.Document()
    paper.add_paragraph(TITLE)
    paper.add_paragraph(SAID)
    saved = BytesIO()
    paper.save(saved)
    reading = read_from(tmp_path, "reflection.docx", saved.getvalue())

    assert shown(reading, "heading") == [TITLE]


def test_a_first_line_that_tells_a_detail_still_tells_it(tmp_path):
    """'Workshop: ...' is the name of the event, which would be asked for otherwise."""
    reading = read_from(tmp_path, "notes.txt", f"Workshop: Leeds, 14 March 2025\n\n{SAID}\n")

    assert reading.details["event"] == "Leeds, 14 March 2025"


def test_the_same_words_further_down_are_left(tmp_path):
    """Only the first line is the title; below it a line may be anybody's."""
    reading = read_from(tmp_path, "notes.txt", f"{SAID} {SAID}\n\n{TITLE}\n\n{SAID} {SAID}\n")

    assert shown(reading, "heading") == []


@pytest.mark.parametrize(
    "line",
    [
        TITLE,
        "Reflection – Quillford – July 2025",
        "Notes of the third workshop, Leeds, 14 March 2025",
        "Interview 3 with [Person 3] (Harbour), 3 May 2025",
        "Webinar transcript: 16 July 2025",
        "Coaching notes | Quillford | 14/03/2025",
        "Reflective log, ward 4, May 2025",
        "Coaching reflection: Quillford",
    ],
)
def test_kind_place_and_date_name_a_paper(line):
    assert names_the_paper(line)


@pytest.mark.parametrize(
    "line",
    [
        "Focus group: the gate is locked",
        "Interview: Yes",
        "Coaching: what helped in Leeds on 3 May",
        "Reflection: I was late on 3 May",
        "Workshop notes: nobody reads them",
        "Visit the ward on Monday",
        "Record the visit on Monday",
        "Record keeping on Monday",
        "Meeting notes help",
        "Summary",
        "",
    ],
)
def test_what_says_something_names_no_paper(line):
    """A lost sentence is worse than a title among the excerpts."""
    assert not names_the_paper(line)
