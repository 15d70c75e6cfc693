"""What Word shows and nobody said, and what somebody chose and no run holds: prompts, lists to pick from, styles, formulas."""

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.corpus.readers.office.test_odf import odt, p
from tests.corpus.readers.office.test_word import document_bytes
from tests.corpus.samples import check, read_from, shown

HELPED = "A named nurse leads the huddle, and that helped all of us."
MATH = ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def body(*elements: str) -> bytes:
    document = docx.Document()
    for element in elements:
        document.element.body.insert(-1, parse_xml(element.replace(">", f" {nsdecls('w')}{MATH}>", 1)))
    return document_bytes(document)


def para(words: str, style: str = "") -> str:
    marks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p >{marks}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def test_a_prompt_that_nobody_answered_is_no_answer(tmp_path):
    """'Click or tap here to enter text.' is the same sentence in forty reflections, and would be their commonest finding."""
    prompt = "<w:sdt ><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inline = prompt.format("<w:r><w:t>Choose an item.</w:t></w:r>")
    filled = f"<w:sdt ><w:sdtPr/><w:sdtContent>{para(HELPED)}</w:sdtContent></w:sdt>"

    reading = read_from(
        tmp_path,
        "form.docx",
        body(
            para("What helped?"),
            prompt.format(para("Click or tap here to enter text.")),
            filled,
            f"<w:p ><w:r><w:t>Led by</w:t></w:r>{inline}</w:p>",
        ),
    )

    check(reading)
    assert shown(reading, "paragraph") == ["What helped?", HELPED, "Led by"]
    assert reading.warnings == ("form.docx: 10 words that are prompts of fields that nobody filled in left out",)


def test_the_entry_picked_from_an_old_list_is_read(tmp_path):
    """It stands in no run: whoever picked it would have said nothing."""
    listed = (
        '<w:p ><w:r><w:t xml:space="preserve">Who leads it? </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>'
        '<w:result w:val="1"/><w:listEntry w:val="Nobody"/><w:listEntry w:val="A named nurse"/></w:ddList></w:ffData></w:fldChar>'
        '</w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    reading = read_from(tmp_path, "list.docx", body(listed))

    assert shown(reading, "paragraph") == ["Who leads it? A named nurse"]


def test_what_a_style_hides_is_not_read_as_said(tmp_path):
    """Drafts keep what was taken out in a hidden style, also in one that only rests on such a style."""
    styles = '<w:style  w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    resting = (
        '<w:style  w:type="paragraph" w:styleId="Rests"><w:name w:val="Rests"/><w:basedOn w:val="Gone"/></w:style>'
    )
    document = docx.Document()
    for style in (styles, resting):
        document.styles.element.append(parse_xml(style.replace(">", f" {nsdecls('w')}>", 1)))
    shown_again = '<w:p ><w:pPr><w:pStyle w:val="Gone"/></w:pPr><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Shown again.</w:t></w:r></w:p>'
    for element in (para(HELPED), para("Not for circulation.", "Gone"), para("Nor is this.", "Rests"), shown_again):
        document.element.body.insert(-1, parse_xml(element.replace(">", f" {nsdecls('w')}>", 1)))

    reading = read_from(tmp_path, "draft.docx", document_bytes(document))

    check(reading)
    assert reading.source.text == f"{HELPED}\n\nShown again."
    assert reading.warnings == ("draft.docx: 6 words that are hidden left out",)


def test_a_formula_is_read_with_its_sentence(tmp_path):
    """'We counted it as every day' is not what the sentence says."""
    formula = "<w:p ><w:r><w:t>We counted </w:t></w:r><m:oMath><m:r><m:t>beds-tablets</m:t></m:r></m:oMath></w:p>"

    reading = read_from(tmp_path, "sum.docx", body(formula))

    check(reading)
    assert reading.source.text == "We counted beds-tablets"


def test_a_table_within_a_table_names_its_own_columns_in_every_word_processor(tmp_path):
    """'Hindered' is no statement, in whichever program the table was drawn."""
    rows = (("Helped", "Hindered"), (HELPED, "Transport came after lunch and we lost an hour."))
    word = "".join("<w:tr>" + "".join(f"<w:tc>{para(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows)
    inner = f"<w:tbl>{word}</w:tbl>"
    outer = f"<w:tr><w:tc>{para('Site')}</w:tc><w:tc>{para('Feedback')}</w:tc></w:tr>"
    outer += f"<w:tr><w:tc>{para('North')}</w:tc><w:tc>{inner}{para('')}</w:tc></w:tr>"

    def odf_row(*cells: str) -> str:
        return "<table:table-row>" + "".join(f"<table:table-cell>{one}</table:table-cell>" for one in cells) + "</table:table-row>"  # fmt: skip

    within = "<table:table>" + "".join(odf_row(*map(p, row)) for row in rows) + "</table:table>"
    table = f"<table:table>{odf_row(p('Site'), p('Feedback'))}{odf_row(p('North'), within)}</table:table>"

    for name, content in (("t.docx", body(f"<w:tbl >{outer}</w:tbl>")), ("t.odt", odt(table))):
        reading = read_from(tmp_path, name, content)

        check(reading)
        assert shown(reading, "question") == ["Site", "Feedback", "Helped", "Hindered"], name
        assert shown(reading, "cell") == ["North", *rows[1]], name


def test_a_banner_over_all_columns_heads_the_cells_below_it_in_opendocument_too(tmp_path):
    """Flipcharts are typed up with 'Table 1' over both columns, in LibreOffice as in Word."""
    banner = '<table:table-row><table:table-cell table:number-columns-spanned="2">{}</table:table-cell><table:covered-table-cell/></table:table-row>'
    two = "<table:table-row><table:table-cell>{}</table:table-cell><table:table-cell>{}</table:table-cell></table:table-row>"
    table = banner.format(p("Table 1")) + two.format(p("What helped"), p("What hindered"))
    table += two.format(p(HELPED), p("Transport came after lunch and we lost an hour."))

    reading = read_from(tmp_path, "chart.odt", odt(f"<table:table>{table}</table:table>"))

    check(reading)
    assert shown(reading, "heading") == ["Table 1"]
    assert shown(reading, "question") == ["What helped", "What hindered"]
