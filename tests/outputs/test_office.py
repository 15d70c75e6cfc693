"""Word, PowerPoint, PDF and Excel files as the people open them who must work with them."""

import io
import itertools
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from operator import ge

import openpyxl
import pytest

from learnbrief.corpus.titles import titles_apart
from learnbrief.outputs.brief.brief import SurveyShares, SurveyWave
from learnbrief.outputs.export.coding_tables import Coding, case_table, quotes_table, together_table
from learnbrief.outputs.export.xlsx import CUT, LONGEST, export_xlsx
from learnbrief.outputs.layout.charts import alternatives, draw_charts, draw_pictures
from learnbrief.outputs.layout.findings import SIZES
from learnbrief.outputs.layout.outline import printed
from learnbrief.outputs.layout.tables import Cell, Table
from learnbrief.outputs.render import fitting as render_fitting
from learnbrief.outputs.render import render
from learnbrief.outputs.render.fitting import ANNEX_PAGES, MAIN_PAGES, annex_pages, first_that_fits, main_pages
from learnbrief.outputs.render.office import Style, draft_document, table_into
from learnbrief.outputs.render.typesetting import typeset
from tests.outputs import programme
from tests.outputs.conftest import build
from tests.outputs.samples import AWKWARD, quoting
from tests.patience import AT_MOST

SOURCES = {(document.document_id, document.version): document for document in programme.DOCUMENTS}


@pytest.fixture(scope="module")
def files():
    return render(build(), ["docx", "pdf", "pptx"], sources=SOURCES)


@pytest.fixture(scope="module")
def coding():
    documents = {document.document_id: document for document in programme.DOCUMENTS}
    return Coding(
        documents, list(programme.EXCERPTS.values()), programme.tags(), programme.CODEBOOK, programme.PROGRAMME
    )


@pytest.fixture(scope="module")
def workbook(coding):
    return openpyxl.load_workbook(io.BytesIO(export_xlsx(build(), coding)))


def _part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def test_word_has_a_title_a_language_and_real_headings(files):
    import docx

    made = docx.Document(io.BytesIO(files["brief.docx"]))
    headings = [
        int(paragraph.style.name[-1]) for paragraph in made.paragraphs if paragraph.style.name.startswith("Heading")
    ]

    assert made.core_properties.title == "What the first nine months taught us (draft)"
    assert made.core_properties.language == "en-GB"
    assert 'w:lang w:val="en-GB"' in _part(files["brief.docx"], "word/styles.xml")
    assert headings[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(headings))


def test_word_tables_have_header_rows_and_every_picture_says_what_it_shows(files):
    body = _part(files["brief.docx"], "word/document.xml")

    assert body.count("<w:tbl>") == body.count("<w:tblHeader/>") == body.count("w:tblCaption")
    assert body.count("<wp:docPr") == body.count("descr=") > 0


def test_slides_have_titles_and_their_pictures_say_what_they_show(files):
    import pptx

    slides = pptx.Presentation(io.BytesIO(files["brief.pptx"])).slides
    pictures = [shape for slide in slides for shape in slide.shapes if shape.shape_type == 13]

    assert all(slide.shapes.title.text for slide in slides)
    assert all(shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures)


def test_the_pdf_claims_what_it_was_checked_for_and_carries_tags_and_bookmarks(files):
    """The compiler refuses a file that is not PDF/UA-1; here we see that it was asked to look."""
    import pypdfium2

    content = files["brief.pdf"]
    assert b"pdfuaid:part" in content or b"pdfuaid" in content
    assert b"/StructTreeRoot" in content
    assert b"/Lang" in content
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    marks = [mark.get_title() for mark in document.get_toc()]
    assert marks[0] == "In short"
    assert "Annex" in marks


def test_the_main_part_stands_on_two_pages(files):
    """Page three is not read."""
    assert main_pages(files["brief.pdf"]) <= MAIN_PAGES
    assert 0 < annex_pages(files["brief.pdf"]) <= ANNEX_PAGES


def test_a_screen_reader_hears_the_title_of_the_pdf_first_and_lists_as_lists(files):
    """The title was a paragraph and 'In short' the first heading; messages and what helps were loose blocks."""
    pdf = shutil.which("pdfinfo")
    if pdf is None:
        reason = "no poppler on this machine: install it to look at the structure of the PDF"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    told = subprocess.run([pdf, "-struct", "-"], input=files["brief.pdf"], capture_output=True, timeout=AT_MOST).stdout
    lines = [line.strip() for line in told.decode(errors="replace").splitlines()]
    headings = [line for line in lines if line[:1] == "H" and line[1:2].isdigit()]

    assert headings[0].startswith("H1")
    assert build().title in headings[0]
    assert [line[:2] for line in headings].count("H1") == 1
    assert sum(line.startswith("LI") for line in lines) > len(build().messages)
    assert any(line.startswith("Link") for line in lines)


def test_every_link_of_the_word_file_leads_somewhere(files):
    """A contents list, messages and 'what helps' lead to their place; a dead link is worse than none."""
    for name in ("brief.docx", "evidence.docx"):
        body = _part(files[name], "word/document.xml")
        links, marks = (
            set(re.findall(found, body)) for found in (r'w:anchor="(\w+)"', r'w:bookmarkStart [^>]*w:name="(\w+)"')
        )
        assert links <= marks
        assert all(len(mark) <= 40 for mark in marks)
        numbers = re.findall(r'w:bookmarkStart [^>]*w:id="(\d+)"', body)
        assert len(numbers) == len(set(numbers)), "Word mends a file where two have one number"
    shown = re.findall(r"<w:hyperlink.*?</w:hyperlink>", _part(files["brief.docx"], "word/document.xml"))
    assert any("What we do not know" in link for link in shown)
    assert any("Annex" in link for link in shown)


@pytest.fixture(scope="module")
def opened(files, coding, tmp_path_factory):
    """What LibreOffice made of each file: started once for all of them, for that takes longer than the files."""
    office = shutil.which("soffice")
    if office is None:
        reason = "no LibreOffice on this machine: install it to check that office files open"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    folder = tmp_path_factory.mktemp("office")
    written = {
        "word.docx": files["brief.docx"],
        "slides.pptx": files["brief.pptx"],
        "coding.xlsx": export_xlsx(build(), coding),
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, *(str(folder / name) for name in written)], check=True, capture_output=True, timeout=AT_MOST
    )
    return folder


@pytest.mark.office
@pytest.mark.parametrize("name", ["word", "slides", "coding"])
def test_libreoffice_opens_it(opened, name):
    """Many read our files with it, and it is stricter than Word."""
    assert (opened / f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_every_sheet_is_ready_to_sort_and_filter(workbook):
    for sheet in workbook.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert sheet.column_dimensions["A"].width > 8


def test_the_workbook_has_every_excerpt_word_for_word(workbook):
    sheet = workbook["Quotes"]
    words = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}

    assert words == {excerpt.excerpt_id: excerpt.text for excerpt in programme.EXCERPTS.values()}


def test_the_workbook_counts_as_the_brief_counts(workbook, brief):
    """A matrix in Excel that differs from the one in the brief would be believed over it."""
    sheet = workbook["Source by theme"]
    columns = {cell.value: number for number, cell in enumerate(sheet[1])}

    for heard in brief.themes:
        column = columns[heard.name]
        assert sum(row[column].value for row in sheet.iter_rows(min_row=2)) == heard.documents


def test_nothing_in_the_workbook_can_run():
    """Excel would run what begins with '='; everything from the material is stored as words."""
    brief, documents = quoting("=cmd|' /C calc'!A0", name="@SUM(1+1)", title="=1+1", heading="+1-1")
    (document,) = documents.values()
    excerpt = _excerpt(brief, document)
    coding = Coding({document.document_id: document}, [excerpt], [], programme.CODEBOOK, programme.PROGRAMME)

    content = export_xlsx(brief, coding)

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert book["Quotes"]["B2"].value == "=cmd|' /C calc'!A0"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not [name for name in package.namelist() if "externalLink" in name or "vba" in name]


def test_days_in_the_workbook_are_dates(workbook):
    """As text they sort by accident and group into no quarter."""
    quotes, sources = workbook["Quotes"], workbook["Sources"]
    day = [cell.value for cell in quotes[1]].index("Date") + 1
    held = [cell.value for cell in sources[1]].index("Date") + 1

    assert all(row[0].is_date for row in quotes.iter_rows(min_row=2, min_col=day, max_col=day))
    assert {row[0].value.date() for row in sources.iter_rows(min_row=2, min_col=held, max_col=held)} == {
        document.date for document in programme.DOCUMENTS
    }


def test_sources_of_one_name_are_told_apart_on_every_sheet(coding):
    """Four reflections that are all called 'reflection' cannot be filtered one by one."""
    from dataclasses import replace

    first, second = programme.DOCUMENTS[:2]
    alike = {one.document_id: replace(one, title="reflection") for one in (first, second)}
    titles = titles_apart(alike.values())
    named = replace(coding, documents={**coding.documents, **alike}, titles=titles)
    book = openpyxl.load_workbook(io.BytesIO(export_xlsx(build(), named)))

    for sheet in ("Quotes", "Source by theme", "Sources"):
        words = {cell.value for row in book[sheet].iter_rows() for cell in row}
        assert set(titles.values()) <= words, sheet


def _excerpt(brief, document):
    from learnbrief.corpus.document import Excerpt, Mode, Voice

    item = brief.findings[0].evidence[0]
    return Excerpt(
        document_id=document.document_id, version=1, start=item.start, end=item.end, text=item.text,
        voice=Voice("v-1", item.voice, "participant", item.role, item.collaborative), mode=Mode.VERBATIM, evidence=True,
    )  # fmt: skip


def test_any_words_fit_a_cell():
    long = "word " * 8000
    brief, documents = quoting("\n".join(AWKWARD) + long)
    (document,) = documents.values()
    coding = Coding(
        {document.document_id: document}, [_excerpt(brief, document)], [], programme.CODEBOOK, programme.PROGRAMME
    )

    book = openpyxl.load_workbook(io.BytesIO(export_xlsx(brief, coding)))

    cell = book["Quotes"]["B2"].value
    assert LONGEST - 2 <= len(cell.encode("utf-16-le")) / 2 <= LONGEST
    assert cell.endswith(CUT)
    assert cell.startswith("\n".join(AWKWARD))


def test_cases_are_marked_one_or_nought(coding):
    table = case_table(coding, "voice")

    assert {cell.value for row in table.rows for cell in row[4:]} == {0, 1}
    assert len(table.rows) == len({excerpt.voice.voice_id for excerpt in coding.excerpts if excerpt.evidence})


def test_themes_together_are_the_same_either_way(coding):
    table = together_table(coding)
    values = [[cell.value for cell in row[1:]] for row in table.rows]

    assert values == [list(column) for column in zip(*values, strict=True)]
    assert len(quotes_table(coding).rows) == len(coding.excerpts)


def test_every_chart_stands_beside_its_table_and_has_its_say_in_words(brief):
    charts = draw_charts(brief)

    assert set(charts) == {"themes", "months", "voices", "survey-1"}
    assert set(charts) <= set(alternatives(brief))
    assert all(svg.startswith("<svg aria-hidden") for svg in charts.values())
    assert all(
        "http://www.w3.org" in svg and svg.count("http") == svg.count("http://www.w3.org") for svg in charts.values()
    )


def test_charts_are_drawn_with_their_words(brief):
    """A font that is not found leaves a picture without a letter; such a picture is much smaller."""
    pictures = draw_pictures(brief)

    assert all(content.startswith(b"\x89PNG") and len(content) > 5000 for content in pictures.values())


def test_one_source_or_no_source_draws_no_empty_chart(build):
    from dataclasses import replace

    empty = replace(programme.ANALYSIS, findings=(), emerging=(), changes=())

    assert draw_charts(
        build(documents=[], excerpts=[], tags=[], analysis=empty, messages=((), ""), surveys=())
    ).keys() <= {"themes"}


def test_a_style_is_looked_up_once_in_a_word_file():
    """python-docx reads through all styles for each paragraph: three quarters of the time that a file with all evidence took."""
    made = draft_document(language="en")
    for line in range(50):
        made.add_paragraph(str(line), style=Style.QUOTE)

    assert made.part.get_style_id.cache_info().misses == 1


@pytest.mark.parametrize("least", range(9))
def test_the_most_that_fits_is_found_with_few_tries(least):
    """Every try sets all pages: nine of them took a second and a hundred megabytes a brief."""
    tried = []

    def fits(size):
        tried.append(size)
        return size >= least

    assert first_that_fits(range(9), fits) == least
    assert len(tried) <= 4


def _width(size):
    return size.themes, size.per_theme, size.quotes, size.listed


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("messages", [True, False])
def test_halving_is_asked_only_of_sizes_that_grow_narrower(kind, messages):
    """Over a row that widens again halving misses the widest that fits, and pages stay half empty."""
    row = [_width(size) for size in SIZES[kind] if size.messages == messages]

    assert all(all(map(ge, before, after)) for before, after in itertools.pairwise(row))


@pytest.mark.parametrize("most", range(3))
def test_the_widest_that_fits_is_found_across_both_rows(monkeypatch, most):
    """Messages in full beside fewer themes take less room than in short beside more: their row is tried first."""
    every = SIZES["cohort"]
    fitting = {size for size in every if size.themes <= (5, 3, 1)[most]}
    monkeypatch.setattr(render_fitting, "_main_fits", lambda brief, size, points: size in fitting)

    assert render_fitting._widest(build(), 9.0) == next(size for size in every if size in fitting)


def test_what_was_heard_is_promised_only_where_it_stands():
    """Page one said 'what was heard' of a file that held none of it."""
    *_, narrower, last = SIZES["cohort"]

    assert narrower.themes > 0, "the last step but one still tells what was heard"
    assert "what was heard" in printed(build(), narrower, 1).contents
    assert "what was heard" not in printed(build(), last, 1).contents


def test_column_heads_of_a_survey_table_keep_apart():
    """With equal columns 'Substantial' ran back over 'Under way', and neither could be read."""
    import pypdfium2

    answers = dict.fromkeys(("Not started", "Just started", "Under way", "Substantial"), 1)
    wave = SurveyWave(wave="Survey wave 1", asked=7, answered=7, counts=answers)
    made = build()
    asked = replace(
        made, surveys=(SurveyShares(question="How far has your collaborative got with its change?", waves=(wave,)),)
    )
    page = printed(asked, SIZES["cohort"][-1], 1)

    only = replace(page, sections=tuple(one for one in page.sections if one.id in ("changed", "surveys")))
    assert len(only.sections) == 2, "the narrow row of two is what let them overlap"
    text = pypdfium2.PdfDocument(typeset(asked, only, {}, 9.6))[0].get_textpage()
    starts = [text.search(word).get_next() for word in ("Under", "Substantial")]
    (under, length), (substantial, _) = starts
    assert text.get_charbox(under + length - 1)[2] < text.get_charbox(substantial)[0]


def test_every_cell_of_a_table_bears_the_style_that_a_colleague_may_change():
    """Its id is looked up once for the table; cells in another style would stay as they were when the letters are restyled."""
    made = draft_document(language="en-GB")
    table_into(made, Table("t", "Sources", ("Theme", "All"), ((Cell("Protected time"), Cell("3")),)))
    cells = [cell for row in made.tables[0].rows for cell in row.cells]

    assert [cell.paragraphs[0].style.name for cell in cells] == [Style.CELL] * 4
    assert [cell.text for cell in cells] == ["Theme", "All", "Protected time", "3"]
