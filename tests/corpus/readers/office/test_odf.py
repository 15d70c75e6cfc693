"""OpenDocument text: what LibreOffice and Google Docs save, read as Word's is."""

import io
import zipfile
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.errors import HostileFile, UnreadableSource
from tests.corpus.samples import check, read_from, shown

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style")]
) + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
_STYLES = """
<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P2"/>
"""


def odt(body: str, *, parts: dict[str, str] | None = None) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}><office:automatic-styles>{_STYLES}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content} | (parts or {}))


def package(parts: dict[str, str]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return kept.getvalue()


def p(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def test_headings_lists_and_tables_are_told_apart(tmp_path):
    """Notes typed in LibreOffice had to be saved as Word's first."""
    body = (
        p("Harbour day", "P1") + '<text:h text:outline-level="2">What helped</text:h>'
        f"<text:list><text:list-item>{p('A named person to ring')}<text:list><text:list-item>{p('also at night')}</text:list-item></text:list>"
        f"</text:list-item></text:list><table:table><table:table-row><table:table-cell>{p('Ward')}</table:table-cell><table:table-cell>"
        f"{p('What changed')}</table:table-cell></table:table-row><table:table-row><table:table-cell>{p('Seven')}</table:table-cell>"
        f"<table:table-cell>{p('They ring<text:s/>us first.')}</table:table-cell></table:table-row></table:table>"
    )
    reading = read_from(tmp_path, "n.odt", odt(body))

    check(reading)
    assert shown(reading, "heading") == ["Harbour day", "What helped"]
    assert shown(reading, "bullet") == ["A named person to ring", "also at night"]
    assert shown(reading, "question") == ["Ward", "What changed"]
    assert shown(reading, "cell") == ["Seven", "They ring us first."]
    assert [one.locator for one in reading.source.passages if one.layout == "cell"] == [
        "table 1 row 2 column 1",
        "table 1 row 2 column 2",
    ]
    assert reading.title == "Harbour day"


def test_what_was_struck_hidden_or_deleted_is_left_out_and_told(tmp_path):
    """Somebody took these words back; quoting them would put them into their mouth again."""
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Ines Calloway</dc:creator></office:change-info>"
        f"{p('We never meet.')}</text:deletion></text:changed-region></text:tracked-changes>"
        + p(
            'The board came<text:span text:style-name="T1"> too late</text:span> twice.<text:span text:style-name="T2"> Check this.</text:span>'
        )
    )
    reading = read_from(tmp_path, "n.odt", odt(body))

    check(reading)
    assert reading.source.text == "The board came twice."
    assert reading.warnings == (
        "n.odt: tracked changes read as accepted: 0 insertions kept, 1 deletions left out",
        "n.odt: 4 words that are hidden or struck through left out",
    )


def test_notes_remarks_and_text_boxes_follow_their_paragraph(tmp_path):
    """They are read once, after the sentence they stand in and not within it; who remarked is not read."""
    body = p(
        'We meet<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f"{p('Since March.')}</text:note-body></text:note> daily<office:annotation><dc:creator>Ines Calloway</dc:creator>{p('Really?')}"
        f"</office:annotation> now.<draw:frame><draw:text-box>{p('A box of its own.')}</draw:text-box></draw:frame>"
    )
    reading = read_from(tmp_path, "n.odt", odt(body))

    check(reading)
    assert shown(reading, "paragraph") == ["We meet daily now.", "A box of its own."]
    assert shown(reading, "note") == ["Since March.", "Really?"]
    assert "Calloway" not in reading.source.text


TREES = st.recursive(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=12).map(escape),
    lambda inner: st.tuples(
        st.sampled_from(["text:p", "text:span", "text:h", "text:section", "text:list", "text:list-item", "text:a", "draw:frame",
                         "draw:text-box", "table:table", "table:table-row", "table:table-cell", "text:ruby", "text:note", "draw:g"]),
        st.lists(inner, max_size=3),
    ).map(lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(TREES, max_size=5))
def test_no_word_is_lost_silently_whatever_holds_it(tmp_path_factory, trees):
    """Elements where no program puts them: what the walk passes by, the count of the raw XML tells."""
    try:
        reading = read_from(tmp_path_factory.mktemp("odf"), "n.odt", odt(p("Words.") + "".join(trees)))
    except UnreadableSource as err:
        pytest.fail(str(err))
    assert bool(reading.characters_lost) == any("did not reach the text" in told for told in reading.warnings)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"content.xml": "<a"}, "is not an .odt document"),
        ({"content.xml": "<a/>"}, "is not a text document"),
        ({"other.xml": "<a/>"}, "is a zip file but not an .odt document"),
        ({"content.xml": "<a/>", "META-INF/manifest.xml": "<manifest:encryption-data/>"}, "is locked with a password"),
    ],
)
def test_an_odt_that_is_none_is_named(tmp_path, parts, told):
    """Spreadsheets under another name, half downloads, locked files."""
    with pytest.raises(UnreadableSource, match=rf"^n\.odt: {told}"):
        read_from(tmp_path, "n.odt", package(parts))


def test_plain_bytes_and_half_a_file_are_named(tmp_path):
    """No traceback, and the remedy."""
    for raw in (b"plain words", odt(p("Words"))[:200]):
        with pytest.raises(UnreadableSource, match=r"^n\.odt: is not an \.odt document .*; save it again as \.odt"):
            read_from(tmp_path, "n.odt", raw)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"content.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}, "declares XML entities"),
        ({"content.xml": "<a/>", "../../etc/passwd": "x"}, "a part is named so that"),
        ({"content.xml": " " * 60 * 2**20}, "would unpack to"),
    ],
)
def test_a_hostile_odt_is_refused(tmp_path, parts, told):
    """The same guards as for Word, before any parser sees it."""
    with pytest.raises(HostileFile, match=told):
        read_from(tmp_path, "n.odt", package(parts))


def test_styles_in_a_circle_end(tmp_path):
    """P2 builds on itself."""
    assert read_from(tmp_path, "n.odt", odt(p("Words.", "P2"))).source.text == "Words."
