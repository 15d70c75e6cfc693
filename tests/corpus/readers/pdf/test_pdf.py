"""PDF: what a person reads on the page, in the order they read it, with the page it stands on."""

import pytest
import typst

from learnbrief.corpus.errors import UnreadableSource
from tests.corpus.samples import check, read_from, shown

REPORT = """
#set page(width: 15cm, height: 12cm, header: [Harbour review, draft 3], footer: context [Page #counter(page).display()])
#set text(size: 10pt, hyphenate: false)
#text(size: 18pt)[What the wards told us]

The wards were visited in March. Everyone who was on shift could come, and most of them did, which surprised the
team that had asked for so little.

*What helps*

- a named person to ring
- figures that arrive in the same week and not six weeks later when nobody can remember what happened on which day


#pagebreak()
Second page words about trust.
#pagebreak()
Third page words about time.
#pagebreak()
Fourth page words about money.
"""


def pdf(source: str) -> bytes:
    return typst.compile(source.encode(), format="pdf")


def test_lines_are_paragraphs_again_and_running_headers_go(tmp_path):
    """Headers and page numbers would be quoted in the middle of a sentence."""
    reading = read_from(tmp_path, "r.pdf", pdf(REPORT))

    check(reading)
    assert "draft 3" not in reading.source.text
    assert "Page" not in reading.source.text
    assert shown(reading, "heading") == ["What the wards told us", "What helps"]
    assert any(
        words.endswith("which surprised the team that had asked for so little.")
        for words in shown(reading, "paragraph")
    )
    assert shown(reading, "bullet")[1].endswith("what happened on which day")
    assert reading.warnings == ("r.pdf: 8 running header and footer lines left out",)


def test_every_passage_knows_its_page(tmp_path):
    """The page is how a person finds the words again."""
    reading = read_from(tmp_path, "r.pdf", pdf(REPORT))

    pages = {reading.source.slice(passage): passage.page for passage in reading.source.passages}
    assert pages["Second page words about trust."] == 2
    assert pages["Fourth page words about money."] == 4


def test_words_broken_at_the_line_end_are_whole_again(tmp_path):
    """A hyphen of the line goes, a hyphen of the word stays."""
    source = "#set page(width: 9cm, height: 9cm)\n#set text(size: 11pt)\nWe heard about the improve-\\ ment of the front-door e-\\ survey and of a well-known follow-\\ Up call."
    reading = read_from(tmp_path, "r.pdf", pdf(source))

    assert (
        reading.source.text
        == "We heard about the improvement of the front-door e-survey and of a well-known follow-Up call."
    )


LEFT = "The first column tells how the ward began to meet each morning for ten minutes and what came of it in the end.".split()  # noqa: SIM905
RIGHT = "The second column is about money, which came late, and about the people who kept going without it for a year.".split()  # noqa: SIM905


@pytest.mark.parametrize("interleaved", [False, True])
def test_columns_are_read_one_after_the_other(tmp_path, interleaved):
    """Whatever order the program drew the lines in."""
    lines = [
        (side, row, " ".join(words[row * 8 : row * 8 + 8]))
        for row in range(3)
        for side, words in enumerate((LEFT, RIGHT))
    ]
    lines = lines if interleaved else sorted(lines)
    place = "".join(f"#place(dx: {side * 9}cm, dy: {row * 0.6}cm)[{words}]\n" for side, row, words in lines)
    reading = read_from(
        tmp_path, "r.pdf", pdf("#set page(width: 20cm, height: 9cm, margin: 1cm)\n#set text(size: 9pt)\n" + place)
    )

    assert reading.source.text.replace("\n\n", " ") == " ".join(LEFT + RIGHT)


def test_a_sentence_goes_on_over_the_page(tmp_path):
    """A quote must not stop where the paper did."""
    source = "#set page(width: 12cm, height: 6cm)\nWe asked the carers first, and what they\n#pagebreak()\ntold us changed the plan."
    reading = read_from(tmp_path, "r.pdf", pdf(source))

    assert reading.source.text == "We asked the carers first, and what they told us changed the plan."
    assert reading.source.passages[0].page == 1


def test_pictures_of_pages_are_an_error_that_says_what_to_do(tmp_path):
    """A scan without a text layer would be an empty source nobody notices."""
    with pytest.raises(UnreadableSource, match=r"scan.pdf: .* no text; run it through OCR"):
        read_from(tmp_path, "scan.pdf", pdf("#rect(width: 3cm, height: 3cm)"))


def test_a_page_without_text_among_others_is_told(tmp_path):
    """Pictures are not read, and the reader of a brief is told so."""
    reading = read_from(tmp_path, "r.pdf", pdf("Words here.\n#pagebreak()\n#rect()\n#pagebreak()\nMore words."))

    assert reading.warnings == ("r.pdf: no text on page 2; pictures are not read",)


def test_a_damaged_pdf_and_one_that_is_none_are_named(tmp_path):
    """One line with the remedy, never a traceback."""
    with pytest.raises(UnreadableSource, match=r"r\.pdf: is not a PDF"):
        read_from(tmp_path, "r.pdf", b"hello")
    with pytest.raises(UnreadableSource, match=r"r\.pdf: is a damaged PDF"):
        read_from(tmp_path, "r.pdf", b"%PDF-1.7\nnothing follows")


def test_a_locked_pdf_is_named(tmp_path):
    """Encrypted with a password that we do not have and do not ask for."""
    with pytest.raises(UnreadableSource, match=r"locked\.pdf: is locked with a password"):
        read_from(tmp_path, "locked.pdf", LOCKED)


def test_a_pdf_with_broken_pointers_is_still_read(tmp_path):
    """Some exporters write wrong object offsets; the words are there."""
    raw = pdf("The words are still here.")
    at = raw.rindex(b"startxref")
    broken = raw[:at] + b"startxref\n7\n%%EOF\n"

    assert read_from(tmp_path, "r.pdf", broken).source.text == "The words are still here."


def _locked() -> bytes:
    """A PDF whose standard security handler knows no password of ours: any key will do, since nobody may open it."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"12" * 32 + b"> /U <" + b"34" * 32 + b"> >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<01><01>] >>\nstartxref\n%d\n%%%%EOF\n" % start


LOCKED = _locked()


def test_a_table_cell_that_breaks_over_lines_stays_whole(tmp_path):
    """Cells beside each other must not be read line by line across."""
    cells = "[Theme], [Words], [trust], [We began to trust them when they came back a second time and remembered our names and ward.]"
    source = f"#set page(width: 12cm, height: 9cm)\n#table(columns: (2cm, 5cm), {cells})"
    reading = read_from(tmp_path, "r.pdf", pdf(source))

    check(reading)
    assert (
        "We began to trust them when they came back a second time and remembered our names and ward."
        in reading.source.text
    )
