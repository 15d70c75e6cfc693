"""Rich text: headings, tables and notes as in Word's files, words that were taken back left out, the rest counted."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.errors import UnreadableSource
from tests.corpus.samples import check, read_from, shown

HEAD = (
    "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\froman\\fcharset238 Times CE;}}\n"
    "{\\stylesheet{\\s0 Normal;}{\\s1\\sbasedon0\\b heading 1;}{\\*\\cs15 Header Char;}}\n"
    "{\\info{\\author Ines Calloway}{\\title Untitled}}{\\*\\generator Word;}\n"
)


def rtf(body: str) -> str:
    return HEAD + body + "}"


def test_headings_points_and_paragraphs_are_told_apart(tmp_path):
    """The library makes one run of lines of them; who wrote the file is not read."""
    body = (
        "\\pard\\s1 What helped\\par\n\\pard\\plain A named person\nto ring.\\par\n"
        "\\pard{\\listtext\\'b7\\tab}Figures we trust.\\par{\\pntext\\'b7\\tab}Ten minutes a day.\\par\n"
        "\\pard Caf\\'e9, \\ldblquote yes\\rdblquote , \\u8364?5 and \\u-10179?\\u-8704?\\par"
    )
    reading = read_from(tmp_path, "n.rtf", rtf(body))

    check(reading)
    assert shown(reading, "heading") == ["What helped"]
    assert shown(reading, "bullet") == ["Figures we trust.", "Ten minutes a day."]
    assert shown(reading, "paragraph") == ["A named personto ring.", "Café, “yes”, €5 and 😀"]
    assert "Calloway" not in reading.source.text


def test_cells_are_cells(tmp_path):
    """A grid of the wards' answers; the first row names its columns."""
    body = (
        "\\trowd\\pard\\intbl Ward\\cell What changed\\cell\\row\\trowd\\pard\\intbl Seven\\cell They ring us first.\\par And they | listen.\\cell\\row"
        "\\pard After the table.\\par"
    )
    reading = read_from(tmp_path, "n.rtf", rtf(body))

    check(reading)
    assert shown(reading, "question") == ["Ward", "What changed"]
    assert shown(reading, "cell") == ["Seven", "They ring us first.", "And they | listen."]
    assert [one.locator for one in reading.source.passages if one.layout == "cell"][1:] == [
        "table 1 row 2 column 2"
    ] * 2
    assert shown(reading, "paragraph") == ["After the table."]


def test_words_taken_back_are_left_out_and_told(tmp_path):
    """Struck through, hidden, deleted: nobody stands by them."""
    body = "\\pard The board came{\\strike  too late} twice.{\\v  Check this.}{\\deleted  Never.} \\strike Not\\strike0 Good.\\par"
    reading = read_from(tmp_path, "n.rtf", rtf(body))

    check(reading)
    assert reading.source.text == "The board came twice. Good."
    assert reading.warnings == ("n.rtf: 6 words that are deleted, hidden or struck through left out",)


def test_notes_remarks_and_text_boxes_follow_their_paragraph(tmp_path):
    """The library drops them without a word."""
    body = (
        "\\pard We meet{\\super\\chftn{\\footnote\\pard\\plain{\\super\\chftn} Since March.}} daily"
        "{\\*\\atnid IC}{\\*\\atnauthor Ines Calloway}\\chatn{\\*\\annotation{\\*\\atndate 1}\\pard Really?} now."
        "{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt\\pard A box of its own.\\par}}{\\shprslt{\\*\\do{\\dptxbxtext A box of its own.}}}}"
        "\\par And then.\\par"
    )
    reading = read_from(tmp_path, "n.rtf", rtf(body))

    check(reading)
    assert shown(reading, "paragraph") == ["We meet daily now.", "A box of its own.", "And then."]
    assert shown(reading, "note") == ["Since March.", "Really?"]


def test_headers_pictures_and_link_addresses_are_no_words(tmp_path):
    """What stands on each page, and where a link leads; pictures are told."""
    body = (
        "{\\header Harbour review}{\\*\\shppict{\\pict\\pngblip 89504e47}}{\\pict\\wmetafile8\\bin4 }{}{}{\\pard"
        '{\\field{\\*\\fldinst{HYPERLINK "https://example.org/a"}}{\\fldrslt{the toolkit}}} helped.\\par}'
    )
    reading = read_from(tmp_path, "n.rtf", rtf(body))

    check(reading)
    assert reading.source.text == "the toolkit helped."
    assert reading.warnings == (
        "n.rtf: page headers and footers left out",
        "n.rtf: holds pictures; words in them are not read",
    )


PIECES = st.sampled_from(
    ["words here", "{", "}", "\\par ", "\\pard ", "\\cell ", "\\row ", "\\intbl ", "{\\footnote ", "{\\*\\annotation ", "{\\strike ", "\\strike0 ",
     "\\u8217?", "\\uc0 ", "\\'e9", "\\s1 ", "{\\pict ", "\\plain ", "{\\*\\unknown ", "\\v ", "\\~", "\\_", "{\\shptxt ", "\\tab ", "\n", "\\line "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_word_is_lost_in_whatever_order_control_words_come(tmp_path_factory, body):
    """Groups that close too early or never, notes in notes, cells without a table."""
    reading = read_from(tmp_path_factory.mktemp("rtf"), "n.rtf", rtf("First words.\\par " + body))

    if "}" not in body:  # behind the closing bracket of the file nothing is read, as in Word, and that is told
        check(reading)
    assert bool(reading.characters_lost) == any("did not reach the text" in told for told in reading.warnings)


@pytest.mark.parametrize("content", ["plain words", "{\\rt", "PK\x03\x04"])
def test_an_rtf_that_is_none_is_named(tmp_path, content):
    """With the remedy."""
    with pytest.raises(UnreadableSource, match=r"^n\.rtf: is not an \.rtf document; .* save it as \.docx"):
        read_from(tmp_path, "n.rtf", content)


@pytest.mark.parametrize(
    "body",
    [
        "{" * 200_000,
        "{\\field{\\*\\fldinst{" * 40_000,
        "\\u8217?" * 100_000,
        "{\\fonttbl" + "{\\f1" * 50_000,
        "\\bin99999999999 x",
        "}" * 200_000,
    ],
)
def test_a_hostile_rtf_ends_soon(tmp_path, body):
    """Patterns that look at everything from everywhere would run for hours."""
    started = time.process_time()  # of this process: others keep the machine busy
    with contextlib.suppress(UnreadableSource):
        read_from(tmp_path, "n.rtf", rtf("Words.\\par " + body))

    assert time.process_time() - started < 30
