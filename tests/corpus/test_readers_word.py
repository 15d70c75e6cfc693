"""Word documents: everything that has words, in reading order, and what is done with changes and comments."""

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.corpus.samples import check, read_from, shown


def document_bytes(document) -> bytes:
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def add_xml(document, inner: str) -> None:
    namespaces = nsdecls("w") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    document.element.body.insert(-1, parse_xml(f"<w:p {namespaces}>{inner}</w:p>"))


def with_footnote(raw: bytes, words: str) -> bytes:
    """The same document with a footnotes part, which python-docx cannot write."""
    source, kept = zipfile.ZipFile(BytesIO(raw)), BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"</Types>",
                    b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument'
                    b'.wordprocessingml.footnotes+xml"/></Types>',
                )
            if name == "word/_rels/document.xml.rels":
                part = part.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rIdF" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
                    b' Target="footnotes.xml"/></Relationships>',
                )
            target.writestr(name, part)
        target.writestr(
            "word/footnotes.xml",
            f'<?xml version="1.0"?><w:footnotes xmlns:w="{space}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
            f'<w:footnote w:id="2"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote></w:footnotes>',
        )
    return kept.getvalue()


@pytest.fixture
def reflection(tmp_path):
    document = docx.Document()
    document.add_heading("Coaching reflection", 1)
    document.add_paragraph("Date: 3/4/2025")
    document.add_paragraph("Coach: Ines Calloway")
    document.add_paragraph("The team were tired.\nThey had moved twice.")
    document.add_paragraph("First point", style="List Bullet")
    document.add_paragraph("A point within it", style="List Bullet 2")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ["What helps", "What hinders", "A named person", "Old laptops"], strict=True):
        cell.text = words
    table.cell(1, 1).add_table(rows=1, cols=1).cell(0, 0).text = "A table within the cell"
    return document


def test_headings_lists_tables_and_lines_are_told_apart(tmp_path, reflection):
    """The layout people gave a document says what belongs to what."""
    reading = read_from(tmp_path, "r.docx", document_bytes(reflection))

    check(reading)
    assert shown(reading, "heading") == ["Coaching reflection"]
    assert shown(reading, "paragraph") == ["The team were tired.", "They had moved twice."]
    assert shown(reading, "bullet") == ["First point", "A point within it"]
    assert shown(reading, "question") == ["What helps", "What hinders"]
    assert shown(reading, "cell") == ["A named person", "Old laptops", "A table within the cell"]
    assert dict(reading.details) == {"date": "3/4/2025", "author": "Ines Calloway"}
    places = [p.locator for p in reading.source.passages if p.layout == "cell"]
    assert places[:2] == ["table 1 row 2 column 1", "table 1 row 2 column 2"]


def test_tracked_changes_are_read_as_accepted_and_told(tmp_path, reflection):
    """What someone deleted must not come back in a quote; what they inserted is what the document says."""
    add_xml(
        reflection,
        "<w:r><w:t>The board </w:t></w:r><w:del w:id='1' w:author='x'><w:r><w:delText>never</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='x'><w:r><w:t>twice</w:t></w:r></w:ins><w:r><w:t> came.</w:t></w:r>",
    )
    reading = read_from(tmp_path, "r.docx", document_bytes(reflection))

    check(reading)
    assert "The board twice came." in shown(reading, "paragraph")
    assert "never" not in reading.source.text
    assert reading.warnings == ("r.docx: tracked changes read as accepted: 1 insertions kept, 1 deletions left out",)


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path, reflection):
    """Word writes every text box twice, for new and old versions of itself."""
    box = "<w:txbxContent><w:p><w:r><w:t>Boxed words</w:t></w:r></w:p></w:txbxContent>"
    add_xml(
        reflection,
        f"<w:r><w:t>Beside a box.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    reading = read_from(tmp_path, "r.docx", document_bytes(reflection))

    check(reading)
    assert shown(reading, "paragraph")[-2:] == ["Beside a box.", "Boxed words"]
    assert reading.source.text.count("Boxed words") == 1


def test_footnotes_and_comments_are_notes_beside_their_paragraph(tmp_path, reflection):
    """They hold names that must be found, but a reviewer's comment is not what the author reflected."""
    paragraph = reflection.add_paragraph("The team were asked.")
    reflection.add_comment(paragraph.runs, text="Is Tobias Wren happy with this?", author="IC", initials="IC")
    add_xml(reflection, "<w:r><w:t>Counted twice.</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>")
    reading = read_from(tmp_path, "r.docx", with_footnote(document_bytes(reflection), "By hand, in May."))

    check(reading)
    assert shown(reading, "note")[-2:] == ["Is Tobias Wren happy with this?", "By hand, in May."]
    assert "[footnote] By hand, in May." in reading.source.text


def test_headers_and_footers_are_left_out_and_told(tmp_path, reflection):
    """They say the same on every page."""
    reflection.sections[0].header.paragraphs[0].text = "Draft for the steering group"
    reading = read_from(tmp_path, "r.docx", document_bytes(reflection))

    assert "steering group" not in reading.source.text
    assert reading.warnings == ("r.docx: page headers and footers left out",)


def test_a_teams_transcript_in_word_has_speakers_and_times(tmp_path):
    """Teams writes a picture, the name, the clock and then the words into one paragraph."""
    document = docx.Document()
    document.add_paragraph("Coaching call")
    for who, clock, words in [
        ("Ines Calloway", "0:03", "We began with one ward."),
        ("Tobias Wren", "0:09", "How long did it take?"),
        ("Tobias Wren", "0:14", "And who paid?"),
        ("Ines Calloway", "1:02:15", "Six months, and nobody did."),
    ]:
        document.add_paragraph(f"{who}   {clock}\n{words}")
    reading = read_from(tmp_path, "call.docx", document_bytes(document))

    check(reading)
    assert reading.source.text == (
        "Coaching call\n\nInes Calloway: We began with one ward.\n\nTobias Wren: How long did it take? And who paid?"
        "\n\nInes Calloway: Six months, and nobody did."
    )
    assert [p.at for p in reading.source.passages if p.layout == "turn"] == [3.0, 9.0, 14.0, 3735.0]
