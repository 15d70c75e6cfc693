"""Replacing words moves everything after them; nothing else may change."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.deidentify import Edit, Remapping, apply_edits, remap, settle
from learnbrief.corpus.document import Passage, SourceText

UNICODE = st.text(st.characters(codec="utf-8"), max_size=60).map(lambda text: unicodedata.normalize("NFC", text))


@st.composite
def edited_texts(draw):
    """Any text, any edits free of overlaps, any passages, any span."""
    text = draw(UNICODE.filter(bool))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = [
        Edit(
            start,
            end,
            draw(st.sampled_from(["[Person 3]", "[email]", "x", "[a longer replacement than most]"])),
            "person",
            "rule",
        )
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    marks = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    passages = tuple(Passage(start, end) for start, end in zip(marks[::2], marks[1::2], strict=False))
    return SourceText(text, passages), edits


@given(edited_texts())
def test_words_no_edit_touches_stay_the_same(case):
    """A passage that no edit reaches into holds the same words, wherever they now are."""
    source, edits = case
    edited = apply_edits(source, edits)

    for before, after in zip(source.passages, edited.passages, strict=True):
        inside = [edit for edit in edits if before.start <= edit.start and edit.end <= before.end]
        if all(edit in inside or edit.end <= before.start or before.end <= edit.start for edit in edits):
            words = source.slice(before)
            for edit in sorted(inside, key=lambda edit: -edit.start):
                words = words[: edit.start - before.start] + edit.replacement + words[edit.end - before.start :]
            assert edited.slice(after) == words


@given(edited_texts())
def test_every_replacement_stands_where_it_is_said_to(case):
    """Marks are kept by their place in the new text."""
    source, edits = case
    edited = apply_edits(source, edits)

    placed = Remapping(edits).placed()
    assert [edited.text[start:end] for start, end in placed] == [edit.replacement for edit in edits]


@given(edited_texts())
def test_edits_can_be_taken_back(case):
    """Rejecting every replacement gives the text that was."""
    source, edits = case
    edited = apply_edits(source, edits)
    originals = [source.text[edit.start : edit.end] for edit in edits]

    back = [
        Edit(start, end, original, "person", "rejected")
        for (start, end), original in zip(Remapping(edits).placed(), originals, strict=True)
    ]
    assert apply_edits(SourceText(edited.text, ()), back).text == source.text


@given(edited_texts(), st.data())
def test_spans_keep_their_order_and_stay_in_the_text(case, data):
    """A tag on a later excerpt stays on a later excerpt."""
    source, edits = case
    edited = apply_edits(source, edits)
    start, middle, end = sorted(data.draw(st.integers(0, len(source.text))) for _ in range(3))

    one, other = remap((start, middle), edits), remap((middle, end), edits)
    assert 0 <= one[0] <= one[1] <= len(edited.text)
    assert one[0] <= other[0]
    assert one[1] <= max(other[1], other[0] + len("[a longer replacement than most]"))


@given(UNICODE.filter(bool), st.data())
def test_settled_edits_never_overlap_and_lose_no_name(text, data):
    """Whatever is found, by however many rules: what was covered by capitals or digits stays covered."""
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda span: span[0] < span[1])
    found = [
        Edit(start, end, "[x]", "person", f"rule {n}", certain)
        for n, ((start, end), certain) in enumerate(data.draw(st.lists(st.tuples(spans, st.booleans()), max_size=6)))
    ]
    settled = settle(found, text)

    covered = {at for edit in settled for at in range(edit.start, edit.end)}
    assert len(covered) == sum(edit.end - edit.start for edit in settled)
    assert all(
        at in covered
        for edit in found
        for at in range(edit.start, edit.end)
        if text[at].isupper() and text[at].isalnum()
    )
    assert set(settle(reversed(found), text)) == set(settled)


def test_an_edit_across_two_passages_belongs_to_the_first():
    """A name broken over two bullets must not leave half of itself in either."""
    source = SourceText("- Ada\n- Okafor came", (Passage(2, 5), Passage(8, 19)))

    edited = apply_edits(source, [Edit(2, 14, "[Person 3]", "person", "register")])
    assert [edited.slice(passage) for passage in edited.passages] == ["[Person 3]", " came"]


@pytest.mark.parametrize(
    "edits", [[Edit(0, 3, "x", "person", "r"), Edit(2, 4, "y", "person", "r")], [Edit(3, 9, "x", "person", "r")]]
)
def test_edits_that_overlap_or_leave_the_text_are_refused(edits):
    """Silently dropping one would leave a name standing."""
    with pytest.raises(ValueError, match="overlaps another or leaves the text"):
        apply_edits(SourceText("abcde", ()), edits)
