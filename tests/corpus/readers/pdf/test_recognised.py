"""Scans: pages that are pictures are read where the extra for it is installed, and what was done is told."""

import sys
from io import BytesIO

import pypdfium2
import pytest
import typst

from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers import How, read
from tests.corpus.dialogue import NAMES, SAID
from tests.corpus.samples import saved, shown

PAGE = "#set page(width: 16cm, height: 9cm)\n#set text(size: 13pt)\n"
TALK = "\n\n".join(f"{NAMES[n % 2]}: {said}" for n, said in enumerate(SAID[:4]))
NOTES = "The ward wrote one name against every line of the list.\n\nThe porters were asked first."


def scanned(*sources: str) -> bytes:
    """Pages as a scanner gives them: a picture each, and no text."""
    made = pypdfium2.PdfDocument.new()
    for source in sources:
        printed = pypdfium2.PdfDocument(typst.compile((PAGE + source).encode(), format="pdf"))[0]
        width, height = printed.get_size()
        kept = BytesIO()
        printed.render(scale=150 / 72).to_pil().save(kept, "JPEG", quality=85)
        kept.seek(0)
        picture = pypdfium2.PdfImage.new(made)
        picture.load_jpeg(kept, inline=True)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = made.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_scan_is_read_and_told_as_recognised(tmp_path):
    """What a machine made out may be wrong: whoever relies on a quotation has to know that it is."""
    pytest.importorskip("rapidocr", reason="the extra 'ocr' is not installed")
    reading = read(saved(tmp_path, "scan.pdf", scanned(NOTES)))

    assert reading.source.text.split() == NOTES.split()
    assert reading.sentence == "read as: text recognised in pictures (OCR), 1 page"
    assert "the text of 1 pages was recognised in pictures (OCR)" in reading.warnings[0]


def test_a_scanned_transcript_keeps_its_speakers(tmp_path):
    """Typed transcripts of older studies exist as scans alone."""
    pytest.importorskip("rapidocr", reason="the extra 'ocr' is not installed")
    reading = read(saved(tmp_path, "scan.pdf", scanned(TALK)), How(kind=Kind.INTERVIEW))

    assert shown(reading, "turn") == list(SAID[:4])
    assert reading.speakers == NAMES[:2]
    assert "name and colon before the words; 2 speakers, 4 turns" in reading.sentence
    assert "(OCR)" in reading.sentence


def test_without_the_extra_a_scan_says_what_to_do(tmp_path, monkeypatch):
    """A lean install reads no pictures; silence would be an empty source."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)

    with pytest.raises(UnreadableSource, match=r"holds pictures of pages but no text.*pip install 'learnbrief\[ocr\]'"):
        read(saved(tmp_path, "scan.pdf", scanned(NOTES)))
