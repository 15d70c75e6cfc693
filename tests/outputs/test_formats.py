"""All formats are the same brief: its numbers, its quotes, word for word, and nothing that runs."""

import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from learnbrief.corpus.document import Mode
from learnbrief.corpus.errors import BadInput, BrokenStore
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.headlines import headline
from learnbrief.outputs.render import FORMATS, render
from learnbrief.outputs.render.docx import render_docx
from learnbrief.outputs.render.html import render_html
from learnbrief.outputs.render.markdown import render_markdown
from learnbrief.outputs.render.pdf import render_pdf
from learnbrief.outputs.render.pptx import render_pptx
from tests.examples import examples
from tests.outputs import reading
from tests.outputs.samples import AWKWARD, quoting

QUOTES = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), include_characters="\n\t*_`@“”\"'<>&|#1.+-=[]()"
    ),
    min_size=1,
    max_size=120,
).filter(lambda text: text.strip())
CALM = examples(12, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def everything():
    from tests.outputs import programme
    from tests.outputs.conftest import build

    brief = build()
    sources = {(document.document_id, document.version): document for document in programme.DOCUMENTS}
    return brief, render(brief, FORMATS, sources=sources)


def _texts(files):
    return {
        "html": " ".join(re.sub(r"<[^>]+>", " ", files["brief.html"].decode()).split()),
        "docx": "\n".join(reading.docx_lines(files["brief.docx"])),
        "md": reading.markdown_text(files["brief.md"].decode()),
        "pdf": reading.pdf_text(files["brief.pdf"]),
    }


def _evidence(files):
    """Where each format holds all the evidence: in itself, or in the file beside what is printed."""
    return {
        **_texts(files),
        "docx": "\n".join(reading.docx_lines(files["evidence.docx"])),
        "pdf": reading.pdf_text(files["evidence.pdf"]),
    }


def test_every_format_says_the_same_numbers(everything):
    """Two copies of one brief that differ by one number end the trust in both."""
    brief, files = everything
    lines = [counts.finding_line(point, brief) for point in brief.findings if point.id in brief.messages]
    lines += [wording.based_on(brief), wording.not_checked(brief)]

    for name, text in _texts(files).items():
        missing = [line for line in lines if reading.squeezed(line) not in reading.squeezed(text)]
        assert not missing, f"{name} lacks {missing}"


def test_every_format_has_every_excerpt_of_the_evidence(everything):
    brief, files = everything

    for name, text in _evidence(files).items():
        flat = reading.squeezed(text).replace("&#39;", "'")
        for point in brief.findings:
            missing = [item.text for item in point.evidence if reading.squeezed(item.text) not in flat]
            assert not missing, f"{name} lacks {missing}"


def test_slides_carry_the_messages_with_all_their_evidence(everything):
    brief, files = everything
    text = reading.pptx_text(files["brief.pptx"])

    for finding_id in brief.messages:
        point = brief.finding(finding_id)
        assert headline(point, brief).text in text
        assert counts.finding_line(point, brief) in text
        assert all(item.text in text for item in (*point.evidence, *point.counter))


@CALM
@given(QUOTES)
@example("\n".join(AWKWARD))
def test_any_quote_comes_out_of_html_as_it_went_in(text):
    brief, sources = quoting(text)

    found = reading.read_html(render_html(brief, sources=sources)).found

    assert found[brief.findings[0].quotes[0]] == {text}


@examples(6, suppress_health_check=[HealthCheck.too_slow])
@given(QUOTES)
@example("\n".join(AWKWARD))
def test_any_quote_comes_out_of_word_as_it_went_in(text):
    brief, sources = quoting(text)

    assert f"“{text}”" in reading.docx_lines(render_docx(brief, sources=sources, pictures={}))


@CALM
@given(QUOTES)
@example("\n".join(AWKWARD))
def test_any_quote_comes_out_of_slides_as_it_went_in(text):
    brief, sources = quoting(text)

    assert f"“{text}”" in reading.pptx_text(render_pptx(brief, sources=sources, pictures={}))


@CALM
@given(QUOTES)
@example("\n".join(AWKWARD))
def test_any_quote_comes_out_of_markdown_as_it_went_in(text):
    brief, sources = quoting(text)

    assert f"“{text}”" in reading.markdown_text(render_markdown(brief, sources=sources))


@pytest.mark.parametrize("text", [text for text in AWKWARD if "שלום" not in text])
def test_awkward_quotes_come_out_of_the_pdf_as_they_went_in(text):
    brief, sources = quoting(text)

    assert reading.squeezed(f"“{text}”") in reading.squeezed(
        reading.pdf_text(render_pdf(brief, sources=sources, charts={}))
    )


def test_what_no_font_can_draw_stands_in_the_pdf_by_name():
    """A blank box would be a word lost without a trace."""
    brief, sources = quoting("Cuneiform \U00012000 here")

    text = reading.pdf_text(render_pdf(brief, sources=sources, charts={}))

    assert reading.squeezed("Cuneiform") in reading.squeezed(text)
    assert "\U00012000" in text or "cuneiform sign a" in " ".join(text.split())


def test_notes_never_stand_in_quotation_marks():
    """A note is somebody's summary; quotation marks would put it into a mouth."""
    brief, sources = quoting("Backfill ran out", mode=Mode.NOTE)
    files = render(brief, ["html", "docx", "md", "pptx", "pdf"], sources=sources)

    text = "\n".join(
        [
            *_texts(files).values(),
            reading.pptx_text(files["brief.pptx"]),
        ]
    )
    assert "“Backfill" not in text
    assert '"Backfill' not in text
    assert "Notes record: Backfill ran out" in text


def test_any_format_refuses_words_that_are_not_the_sources(brief, sources):
    from dataclasses import replace

    point = brief.findings[0]
    forged = replace(point, evidence=(replace(point.evidence[0], text="Nobody said this."), *point.evidence[1:]))
    broken = replace(brief, findings=(forged, *brief.findings[1:]))

    for name in sorted(set(FORMATS) - {"json"}):
        with pytest.raises(BrokenStore):
            render(broken, [name], sources=sources)


def test_an_unknown_format_is_told_with_those_we_have(brief):
    with pytest.raises(BadInput, match=r"'odt'.*html, docx, pdf"):
        render(brief, ["odt"])


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FIELD = 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"'


def test_hostile_words_are_inert_in_html():
    brief, sources = quoting(HOSTILE, name=HOSTILE, title=HOSTILE, heading=HOSTILE)

    page = reading.read_html(render_html(brief, sources=sources))

    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def test_hostile_words_are_inert_in_word_and_slides():
    """Field codes are markup of their own; words must never become one."""
    brief, sources = quoting(FIELD, name=FIELD, title=FIELD, heading=FIELD)

    for content in render(brief, ["docx", "pptx"], sources=sources).values():
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {
                name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))
            }
        fields = [text for part in parts.values() for text in re.findall(r"<w:instrText[^>]*>([^<]*)<", part)]
        assert fields in (["PAGE"], [])
        assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
        assert not [name for name in parts if "vba" in name.lower() or "embeddings" in name]


def test_control_characters_that_office_cannot_hold_do_not_break_a_file():
    brief, sources = quoting("form\x0cfeed and bell\x07")

    assert "“form\ufffdfeed and bell\ufffd”" in reading.docx_lines(render_docx(brief, sources=sources, pictures={}))
