"""What holds for any text at all: offsets, normal form, reading twice, and nothing lost on the way."""

import unicodedata
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers import read
from learnbrief.corpus.readers.characters import normalise, tidy
from learnbrief.corpus.readers.reading import Block, assemble
from learnbrief.corpus.sentences import pieces, sentences, words_in
from tests.corpus.samples import frozen, saved

PIECES = st.sampled_from(
    ["Ines: ", "IC: ", "- ", "  * ", "# ", "Table 3\n", "| a | b |\n", "\n\n", "\r\n", "\r", "\u2028", "\x00", "\ufeff", "e\u0301", "👩🏽\u200d⚕️",
     "“so it goes”", "1. ", "Date: 1/2/2025\n", "Present:\n", "&amp; ", "<br>", "***", "\u200b", "\u202e", "\t", "[00:01:02] ", "--> ", "Dr. Hale. "]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.text(max_size=30), PIECES), max_size=25).map("".join)


def read_bytes(name: str, raw: bytes):
    with TemporaryDirectory() as folder:
        return read(saved(Path(folder), name, raw))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv", "a.vtt", "a.srt"])
@given(text=TEXTS)
def test_any_text_reads_to_normal_form_with_offsets_that_hold_twice_the_same(name, text):
    """Any Unicode, any line ends: either a named error, or text that can be frozen and cut."""
    before = {"a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n", "a.srt": "1\n00:00:01,000 --> 00:00:02,000\n"}.get(
        name, ""
    )
    raw = (before + text).encode("utf-8", "surrogatepass")
    try:
        reading = read_bytes(name, raw)
    except UnreadableSource as err:
        told = str(err)
    else:
        told = None
    if told is not None:
        assert told.startswith(f"{name}: ")
        return

    source = reading.source
    assert unicodedata.is_normalized("NFC", source.text)
    assert not set("\r\x00\ufeff\u2028\t") & set(source.text)
    assert normalise(source.text) == source.text
    assert reading == read_bytes(name, raw)
    for passage in source.passages:
        assert source.slice(passage) == tidy(source.slice(passage)) != ""
    for kind in (Kind.WORKSHOP_NOTES, Kind.WEBINAR_TRANSCRIPT):
        check_cut(frozen(source, kind))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv"])
@given(text=TEXTS)
@example(text="Rating,Rating\nno answer in the second column")
def test_no_letter_of_a_text_is_lost(name, text):
    """What a reader cannot place it keeps as it stands."""
    try:
        reading = read_bytes(name, text.encode("utf-8", "surrogatepass"))
    except UnreadableSource:
        return
    assert reading.characters_lost == 0


def check_cut(document):
    last = 0
    for excerpt in cut(document, {}):
        excerpt.check_against(document)
        assert excerpt.start >= last
        assert excerpt.text == excerpt.text.strip()
        last = excerpt.end


@given(
    st.lists(
        st.tuples(
            st.text(), st.sampled_from(["paragraph", "bullet", "turn", "heading"]), st.sampled_from([None, "A", "B"])
        )
    )
)
def test_blocks_come_out_as_passages_in_order_with_their_words(blocks):
    """The one place where text is put together."""
    source = assemble([Block(words, layout, speaker=who, label=who) for words, layout, who in blocks])

    said = [tidy(words) for words, _, _ in blocks if tidy(words)]
    assert [source.slice(p) for p in source.passages if p.layout != "label"] == said


@given(TEXTS, st.integers(min_value=5, max_value=80))
def test_sentences_and_pieces_cover_every_word_once(text, longest):
    """Cutting loses and doubles nothing, and keeps its limit wherever there is a blank to cut at."""
    text = tidy(text)
    for spans in (sentences(text), pieces(text, longest=max(longest, 30))):
        assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.text())
def test_normalising_twice_changes_nothing_and_loses_no_letter(text):
    """Frozen text read again is the same text."""
    once = normalise(text)

    assert normalise(once) == once
    assert words_in(once) >= 0
