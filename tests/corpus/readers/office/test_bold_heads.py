"""Headings that nobody gave a style: short lines in bold, or over a list, as most notes have them."""

from io import BytesIO

import docx
import pytest

from tests.corpus.readers.office.test_odf import odt
from tests.corpus.samples import check, read_from, shown

POINTS = ["Porters came to the board round and told us about beds", "The pharmacist stayed until nine"]
SAID = "We lost the discharges at weekends because nobody led the round."


def notes_bytes(*, bold_text: bool = False) -> bytes:
    document, kept = docx.Document(), BytesIO()
    document.add_paragraph().add_run("Workshop notes, second cohort").bold = True
    document.add_paragraph("What helped")
    for point in POINTS:
        document.add_paragraph(point, style="List Bullet")
    document.add_paragraph().add_run("Table 2").bold = True
    document.add_paragraph().add_run(SAID).bold = bold_text
    document.add_paragraph().add_run("Nobody told the porters.").bold = True
    document.add_paragraph().add_run("And the rota stayed as it was").bold = bold_text
    document.save(kept)
    return kept.getvalue()


def test_bold_lines_and_lines_over_a_list_are_headings(tmp_path):
    """'Table 2' said nothing of whose feedback followed, and 'What helped' was an excerpt."""
    reading = read_from(tmp_path, "n.docx", notes_bytes())

    check(reading)
    assert shown(reading, "heading") == ["Workshop notes, second cohort", "What helped", "Table 2"]
    assert shown(reading, "bullet") == POINTS
    assert SAID in shown(reading, "paragraph")
    assert "Nobody told the porters." in shown(reading, "paragraph")  # a sentence is said, however loud
    assert reading.title == "Workshop notes, second cohort"


def test_a_document_all_in_bold_has_no_headings_by_it(tmp_path):
    """Where bold is the type of the text it tells nothing."""
    reading = read_from(tmp_path, "n.docx", notes_bytes(bold_text=True))

    assert "And the rota stayed as it was" not in shown(reading, "heading")


@pytest.mark.parametrize("within", [False, True])
def test_bold_in_opendocument_is_told_by_its_styles(tmp_path, within):
    """LibreOffice sets bold by a style of the paragraph or of its part."""
    head = (
        '<text:p><text:span text:style-name="B">What we did</text:span></text:p>'
        if within
        else '<text:p text:style-name="B">What we did</text:p>'
    )
    reading = read_from(tmp_path, "n.odt", odt(f"{head}<text:p>{SAID}</text:p>"))

    check(reading)
    assert shown(reading, "heading") == ["What we did"]


@pytest.mark.parametrize(
    "line", ["Attending: Greg, Josh, Hailey", "Josh: it rained all day", "Attendees", "Greg, Josh and Ann"]
)
def test_who_came_and_what_somebody_said_head_no_list(tmp_path, line):
    """As a heading, 'Attending: ...' made a list of names of all that was said below it."""
    points = "\n".join(f"- {point}" for point in POINTS)

    reading = read_from(tmp_path, "n.md", f"# Community call\n\n{line}\n\n{points}\n")

    assert shown(reading, "heading") == ["Community call"]
    assert shown(reading, "bullet") == POINTS
