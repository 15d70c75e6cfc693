"""Headings as designers set them: letter by letter, and in the bold fonts that every reader has."""

import pytest

from tests.corpus.pdfs import page_of, words_at
from tests.corpus.samples import check, read_from, shown

SAID = "I spoke too much in the first half hour, and they waited for me."


def page(*heads: str) -> bytes:
    return page_of(
        [*heads, words_at(60, 700, SAID), words_at(60, 684, "Then I asked the porters, who had known it all along.")]
    )


@pytest.mark.parametrize(
    "head",
    [
        words_at(60, 740, "R e f l e c t i o n s  o n  c o a c h i n g", size=14),
        "BT /F1 14 Tf 6 Tc 1 0 0 1 60 740 Tm (Reflections on coaching) Tj 0 Tc ET",
        "BT /F1 14 Tf 9 Tc 1 0 0 1 60 740 Tm (Reflections on coaching) Tj 0 Tc ET",
    ],
)
def test_letters_set_apart_are_words_again(tmp_path, head):
    """'R e f l e c t i o n s' is found by no search, and as a heading it stood in briefs."""
    reading = read_from(tmp_path, "a.pdf", page(head))

    check(reading)
    assert "Reflections on coaching" in reading.source.text


@pytest.mark.parametrize("line", ["We all saw it and I saw a lot", "Rooms A B C", "x x x x x x x x"])
def test_single_letters_of_a_line_stay_as_they_stand(tmp_path, line):
    """Only a line of letters is closed up."""
    reading = read_from(tmp_path, "a.pdf", page(words_at(60, 740, line)))

    assert line in reading.source.text


def test_a_bold_heading_in_a_font_without_weight_is_one(tmp_path):
    """The fonts that every reader has tell no weight; a report printed with them lost all its headings."""
    raw = page(words_at(60, 740, "What got in the way")).replace(
        b"/BaseFont /Helvetica ", b"/BaseFont /Helvetica-Bold "
    )

    reading = read_from(tmp_path, "a.pdf", raw)

    assert "What got in the way" in shown(reading, "heading")
