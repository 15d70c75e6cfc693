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


def rewritten(raw: bytes, change) -> bytes:
    """The same package with parts renamed or changed: `change(name, part)` gives both anew."""
    source, kept = zipfile.ZipFile(BytesIO(raw)), BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(*change(name, source.read(name)))
    return kept.getvalue()


def one_sentence() -> bytes:
    document = docx.Document()
    document.add_heading("Notes of the day", 1)
    document.add_paragraph("The porters asked for the list a day before.")
    return document_bytes(document)


def nowhere(name: str, part: bytes) -> tuple[str, bytes]:
    """A relationship that leads to nothing, as converters leave them behind."""
    lost = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="NULL"/>'
    return name, part.replace(b"</Relationships>", lost + b"</Relationships>") if name.endswith(
        "document.xml.rels"
    ) else part


def renamed(name: str, part: bytes) -> tuple[str, bytes]:
    """The main part under the name that Word for the web gives it."""
    return name.replace("word/document.xml", "word/document2.xml").replace(
        "document.xml.rels", "document2.xml.rels"
    ), part.replace(b"word/document.xml", b"word/document2.xml")


def strict(name: str, part: bytes) -> tuple[str, bytes]:
    """What Word saves as 'Strict Open XML'."""
    return name, part.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    ).replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def template(name: str, part: bytes) -> tuple[str, bytes]:
    """A template that somebody filled in."""
    return name, part.replace(b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml")


@pytest.mark.parametrize("change", [nowhere, renamed, strict, template])
def test_what_word_opens_is_read(tmp_path, change):
    """Who was sent a file that opens in Word will not understand that it is none."""
    reading = read_from(tmp_path, "day.docx", rewritten(one_sentence(), change))

    assert [(p.layout, reading.source.text[p.start : p.end]) for p in reading.source.passages] == [
        ("heading", "Notes of the day"),
        ("paragraph", "The porters asked for the list a day before."),
    ]
    assert reading.characters_lost == 0


def test_words_that_somebody_struck_out_or_hid_are_not_read_as_said_and_that_is_told(tmp_path):
    """Struck through means that it does not hold any more; reading it as said would turn it round."""
    document = docx.Document()
    paragraph = document.add_paragraph("We will ")
    paragraph.add_run("stop the huddle").font.strike = True
    paragraph.add_run("keep the huddle.")
    document.add_paragraph().add_run("Not for anybody's eyes").font.hidden = True
    reading = read_from(tmp_path, "day.docx", document_bytes(document))

    assert reading.source.text == "We will keep the huddle."
    assert reading.characters_lost == 0
    assert [line.split(": ")[1] for line in reading.warnings] == [
        "3 words that are struck through left out",
        "4 words that are hidden left out",
    ]


def test_an_empty_box_is_a_choice_that_nobody_made(tmp_path):
    """'We had the support of the board' behind an empty box is what could have been, and no evidence."""
    document = docx.Document()
    for sign, words in (("F0FE", " We had time to prepare"), ("F0A8", " We had the support of the board")):
        add_xml(
            document,
            f'<w:r><w:sym w:font="Wingdings" w:char="{sign}"/></w:r><w:r><w:t xml:space="preserve">{words}</w:t></w:r>',
        )
    for mark, words in (("<w:checked/>", " Ticked in an old form"), ("", " Left empty in an old form")):
        box = f"<w:ffData><w:checkBox>{mark}</w:checkBox></w:ffData>"
        add_xml(
            document,
            f'<w:r><w:fldChar w:fldCharType="begin">{box}</w:fldChar></w:r><w:r><w:t xml:space="preserve">{words}</w:t></w:r>',
        )
    document.add_paragraph("☐ Not chosen either")
    reading = read_from(tmp_path, "day.docx", document_bytes(document))

    assert [(p.layout, reading.source.text[p.start : p.end]) for p in reading.source.passages] == [
        ("bullet", "We had time to prepare"),
        ("note", "We had the support of the board"),
        ("bullet", "Ticked in an old form"),
        ("note", "Left empty in an old form"),
        ("note", "Not chosen either"),
    ]


def test_the_words_of_a_diagram_are_read_where_it_stands(tmp_path):
    """Steps drawn as SmartArt are among the few things a group agrees on."""
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    document = docx.Document()
    document.add_paragraph("Before the diagram.")
    raw = document_bytes(document)
    drawing = (
        f'<w:p><w:r><w:drawing><a:graphic xmlns:a="{space}/main"><a:graphicData><dgm:relIds xmlns:dgm="{space}/diagram"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:dm="rId77"/></a:graphicData></a:graphic>'
        "</w:drawing></w:r></w:p><w:sectPr"
    )
    data = (
        f'<dgm:dataModel xmlns:dgm="{space}/diagram" xmlns:a="{space}/main"><dgm:ptLst>'
        + "".join(
            f"<dgm:pt><dgm:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t></dgm:pt>"
            for words in ("Ring first", "Then write")
        )
        + "</dgm:ptLst></dgm:dataModel>"
    )

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if name == "word/document.xml":
            part = part.replace(b"<w:sectPr", drawing.encode(), 1)
        if name == "word/_rels/document.xml.rels":
            link = b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData" Target="diagrams/data1.xml"/>'
            part = part.replace(b"</Relationships>", link + b"</Relationships>")
        if name == "[Content_Types].xml":
            kind = b'<Override PartName="/word/diagrams/data1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"/>'
            part = part.replace(b"</Types>", kind + b"</Types>")
        return name, part

    packed = BytesIO(rewritten(raw, change))
    with zipfile.ZipFile(packed, "a") as package:
        package.writestr("word/diagrams/data1.xml", data)
    reading = read_from(tmp_path, "day.docx", packed.getvalue())

    assert [reading.source.text[p.start : p.end] for p in reading.source.passages] == [
        "Before the diagram.",
        "Ring first",
        "Then write",
    ]
    assert reading.characters_lost == 0


def test_a_cell_over_all_columns_heads_every_cell_below_it(tmp_path):
    """Flipcharts are typed up so; without it half of a table's cells would belong to nobody."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for left, right in (
        ("Table 4", None),
        ("What helped", "What did not"),
        ("A named lead made the difference.", "The key was never there."),
        ("Table 5", None),
        ("What helped", "What did not"),
        ("Fridays kept us together.", "Nobody knew the password."),
    ):
        cells = table.add_row().cells
        cells[0].text = left
        if right is None:
            cells[0].merge(cells[1])
        else:
            cells[1].text = right
    reading = read_from(tmp_path, "day.docx", document_bytes(document))

    layouts = [(p.layout, reading.source.text[p.start : p.end]) for p in reading.source.passages]
    assert [words for layout, words in layouts if layout == "heading"] == ["Table 4", "Table 5"]
    assert [words for layout, words in layouts if layout == "question"] == ["What helped", "What did not"] * 2
    assert sum(layout == "cell" for layout, _ in layouts) == 4


def test_what_a_reading_lost_is_counted_from_the_file_itself(tmp_path):
    """A count taken from the same extraction could never find anything missing: here nothing points to the note."""
    document = docx.Document()
    document.add_paragraph("Kept.")
    raw = with_footnote(document_bytes(document), "This note was dropped.")

    assert read_from(tmp_path, "day.docx", raw).characters_lost == len("Thisnotewasdropped")
