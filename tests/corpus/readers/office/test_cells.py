"""Cells in which people broke the lines by hand, in Word and OpenDocument."""

from io import BytesIO

import docx

from learnbrief.corpus.cut import cut
from tests.corpus.samples import check, frozen, read_from, shown

HELPED = ["A named lead on every ward with protected time", "Porters who told us which beds stood empty"]
WRAPPED = "Two systems that never talk to each other, so\neverything has to be typed in twice"


def table_bytes() -> bytes:
    document, kept = docx.Document(), BytesIO()
    table = document.add_table(2, 2)
    for cell, words in zip(
        table._cells, ["What helped", "What hindered", "- " + "\n- ".join(HELPED), WRAPPED], strict=True
    ):
        cell.text = words
    document.save(kept)
    return kept.getvalue()


def test_each_line_of_a_cell_is_a_point_and_a_wrapped_sentence_is_whole(tmp_path):
    """Three points of a flipchart in one cell were one excerpt with dashes in it."""
    reading = read_from(tmp_path, "t.docx", table_bytes())

    check(reading)
    assert shown(reading, "cell") == [*HELPED, WRAPPED.replace("\n", " ")]
    assert [one.locator for one in reading.source.passages if one.layout == "cell"][:2] == [
        "table 1 row 2 column 1"
    ] * 2


def test_a_form_of_questions_and_answers_keeps_them_apart(tmp_path):
    """The first answer was the head of a column and the other questions were statements."""
    asked = ["What went well on your ward?", "What would you do differently?", "Anything else?"]
    document, kept = docx.Document(), BytesIO()
    table = document.add_table(3, 2)
    for row, (question, answer) in enumerate(zip(asked, [*HELPED, "The weekend has no lead."], strict=True)):
        table.cell(row, 0).text, table.cell(row, 1).text = question, answer
    document.save(kept)

    reading = read_from(tmp_path, "f.docx", kept.getvalue())

    check(reading)
    assert shown(reading, "question") == asked
    assert shown(reading, "cell") == [*HELPED, "The weekend has no lead."]
    excerpts = cut(frozen(reading.source), {})
    assert [one.heading for one in excerpts] == asked
