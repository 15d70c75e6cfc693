"""What files say of themselves, read with other people's readers: the programme and the brief, and no stranger."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from learnbrief.outputs.export.coding_tables import Coding
from learnbrief.outputs.export.xlsx import export_xlsx
from learnbrief.outputs.render import render
from tests.outputs import programme
from tests.outputs.conftest import build
from tests.outputs.reading import pdf_text, read_html

SOURCES = {(document.document_id, document.version): document for document in programme.DOCUMENTS}
NOT_FOR_OTHERS = "Internal view: not for sharing outside the evaluation"
AT = datetime(2025, 10, 2, 9, 30, tzinfo=UTC)
TITLE = "What the first nine months taught us (draft)"


def made(language="en-GB", view="internal"):
    """Every file of one brief."""
    brief = build(view=view)
    brief = replace(brief, programme=replace(brief.programme, language=language))
    files = render(brief, ["html", "docx", "pdf", "pptx"], sources=SOURCES if view == "internal" else None)
    documents = {document.document_id: document for document in programme.DOCUMENTS}
    coding = Coding(
        documents, list(programme.EXCERPTS.values()), programme.tags(), programme.CODEBOOK, programme.PROGRAMME
    )
    return {**files, "coding.xlsx": export_xlsx(brief, coding)}


@pytest.fixture(scope="module")
def files():
    return made()


@pytest.fixture(scope="module")
def published():
    return made(view="published")


def _office(name, content):
    import docx
    import openpyxl
    import pptx

    read = {"docx": docx.Document, "pptx": pptx.Presentation, "xlsx": openpyxl.load_workbook}[name.rpartition(".")[2]]
    opened = read(io.BytesIO(content))
    return opened.properties if name.endswith("xlsx") else opened.core_properties


OFFICE = ["brief.docx", "evidence.docx", "brief.pptx", "coding.xlsx"]


@pytest.mark.parametrize("name", OFFICE)
def test_an_office_file_is_the_programmes_and_of_its_day(files, name):
    """The library's template names a stranger as last editor and is of 2013: both would be told of every brief."""
    found = _office(name, files[name])
    by = getattr(found, "author", None) or found.creator
    last = getattr(found, "last_modified_by", None) or found.lastModifiedBy

    assert (found.title, by, last, found.language) == (
        TITLE, "Fairer Together (fictional)", "Fairer Together (fictional)", "en-GB",
    )  # fmt: skip
    assert {stamp.replace(tzinfo=UTC) for stamp in (found.created, found.modified)} == {AT}


@pytest.mark.parametrize("name", OFFICE)
def test_nothing_of_the_librarys_template_is_left(files, name):
    """Its maker's name, its year, and a picture of its own first page."""
    with zipfile.ZipFile(io.BytesIO(files[name])) as package:
        assert not [part for part in package.namelist() if "thumbnail" in part]
        properties = b"".join(
            package.read(part) for part in package.namelist() if part.startswith(("docProps", "_rels"))
        )
    assert not re.search(rb"Canny|python-|2013|thumbnail", properties)


@pytest.mark.parametrize("name", ["brief.pdf", "evidence.pdf"])
def test_a_pdf_is_the_programmes_and_of_the_briefs_day(files, name):
    """Made again next year it is still the brief of its day."""
    import pypdfium2

    found = pypdfium2.PdfDocument(io.BytesIO(files[name])).get_metadata_dict()

    assert (found["Title"], found["Author"]) == (TITLE, "Fairer Together (fictional)")
    assert {found["CreationDate"], found["ModDate"]} == {"D:20251002093000Z"}
    assert b"/Lang(en-GB)" in files[name]


def test_a_page_is_the_programmes_and_of_the_briefs_day(files):
    page = files["brief.html"].decode()

    assert '<html lang="en-GB">' in page
    assert '<meta name="author" content="Fairer Together (fictional)">' in page
    assert '<meta name="dcterms.created" content="2025-10-02T09:30:00+00:00">' in page


def test_equal_briefs_give_equal_files(files):
    """A colleague who makes it again can see that nothing changed."""
    assert made() == files


def test_the_language_is_the_programmes():
    """A screen reader in Dublin speaks as the programme does."""
    files = made("en-IE")

    assert {_office(name, files[name]).language for name in OFFICE} == {"en-IE"}
    assert '<html lang="en-IE">' in files["brief.html"].decode()
    assert b"/Lang(en-IE)" in files["brief.pdf"]
    with zipfile.ZipFile(io.BytesIO(files["brief.docx"])) as package:
        assert b'w:lang w:val="en-IE"' in package.read("word/styles.xml")
    with zipfile.ZipFile(io.BytesIO(files["brief.pptx"])) as package:
        slides = b"".join(package.read(part) for part in package.namelist() if "/slides/slide" in part)
    assert set(re.findall(rb'lang="([^"]*)"', slides)) == {b"en-IE"}


def pages(content):
    """The text of every page of a PDF."""
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(content))]


def slides(content):
    """The text of every slide, without its notes."""
    import pptx

    return [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in pptx.Presentation(io.BytesIO(content)).slides
    ]


def header(content):
    """What Word prints at the head of every page."""
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).sections[0].header.paragraphs)


def test_an_internal_print_says_on_every_page_whom_it_is_not_for(files):
    """A page left on a printer has lost the first one, and holds pseudonyms and sources."""
    for name in ("brief.pdf", "evidence.pdf"):
        assert all(NOT_FOR_OTHERS in page for page in pages(files[name])), name
    assert all(NOT_FOR_OTHERS in slide for slide in slides(files["brief.pptx"]))
    assert {header(files[name]) for name in ("brief.docx", "evidence.docx")} == {NOT_FOR_OTHERS}
    assert f'@top-left {{ content: "{NOT_FOR_OTHERS}"' in files["brief.html"].decode()


def test_a_published_print_says_nothing_of_the_kind(published):
    assert not [page for page in pages(published["brief.pdf"]) if "not for sharing" in page]
    assert not [slide for slide in slides(published["brief.pptx"]) if "not for sharing" in slide]
    assert header(published["brief.docx"]) == ""
    assert "@top-left" not in published["brief.html"].decode()
    assert read_html(published["brief.html"].decode()).found
    assert "Published view" in pdf_text(published["brief.pdf"])
