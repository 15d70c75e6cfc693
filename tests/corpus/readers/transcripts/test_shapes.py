"""The table of shapes: every entry reads its own example, a person may add one or say which it is."""

from pathlib import Path

import pytest

from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import BadInput, UnreadableSource
from learnbrief.corpus.readers import How, read
from learnbrief.corpus.readers.transcripts import shapes as shapes_module
from learnbrief.corpus.readers.transcripts.shapes import Shape, read_shapes, shape_from, shapes
from tests.corpus.samples import saved

DOCS = Path(__file__).parents[4] / "docs" / "readers.md"
ODD = "Turn of Priya ~~ How did it begin?\nTurn of Owen ~~ With a board.\nTurn of Priya ~~ And then?\nTurn of Owen ~~ A pen."
OWN = "Turn of {name} ~~ {words}"


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.pattern)
def test_every_shape_of_the_table_reads_its_own_example(tmp_path, shape):
    """The example is what the page on readers shows: it must be true."""
    reading = read(saved(tmp_path, "talk.txt", shape.example), How(kind=Kind.WEBINAR_TRANSCRIPT))

    assert reading.read_as.removesuffix(", times beside") == shape.told
    assert bool(reading.speakers) is shape.named
    assert reading.characters_lost == 0


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.pattern)
def test_the_page_on_readers_shows_every_shape(shape):
    """Whoever looks for their own tool's shape finds it by its look."""
    lines = [line.replace("|", "\\|").replace("\t", "    ") for line in shape.example.split("\n") if line]
    row = f"| {shape.told} | `{shape.pattern.replace('|', chr(92) + '|')}` | {'<br>'.join(f'`{line}`' for line in lines)} |"

    assert row in DOCS.read_text(encoding="utf-8")


def test_a_shape_of_ones_own_reads_what_no_other_does(tmp_path):
    """A service nobody has heard of is a line in a file."""
    path = saved(tmp_path, "talk.txt", ODD)
    own = read_shapes(saved(tmp_path, "shapes.toml", f'[[shape]]\npattern = "{OWN}"\ntold = "as our service writes"\n'))

    assert read(path, How(kind=Kind.WEBINAR_TRANSCRIPT)).speakers == ()
    reading = read(path, How(kind=Kind.WEBINAR_TRANSCRIPT, shapes=own))
    assert reading.speakers == ("Priya", "Owen")
    assert reading.sentence == "read as: as our service writes; 2 speakers, 4 turns, nobody marked as leading"


def test_a_shape_that_is_told_is_taken_without_weighing_it(tmp_path):
    """A talk of two turns is too short to be regular; whoever was there knows."""
    path = saved(tmp_path, "talk.txt", "Priya ~ How did it begin?\nAnd where?\nOwen ~ With a board.\n")
    reading = read(path, How(shape="{name} ~ {words}"))

    assert reading.speakers == ("Priya", "Owen")
    assert reading.source.text == "Priya: How did it begin? And where?\n\nOwen: With a board."


def test_none_says_that_nobody_is_named_and_leaves_the_text_as_it_stands(tmp_path):
    """It is the yes for which the warning waits."""
    path = saved(tmp_path, "talk.txt", "We talked about the board.\n\nIt began in May.\n")
    before, after = (
        read(path, How(kind=Kind.WEBINAR_TRANSCRIPT)),
        read(path, How(kind=Kind.WEBINAR_TRANSCRIPT, shape="none")),
    )

    assert [warning for warning in before.warnings if "no speakers found" in warning]
    assert after.warnings == ()
    assert before.source == after.source


def test_a_told_shape_that_fits_no_line_is_an_error_that_says_so(tmp_path):
    """Else the file would be read as if nobody had said anything."""
    path = saved(tmp_path, "talk.txt", "Priya: How did it begin?\nOwen: With a board.\n")

    with pytest.raises(
        UnreadableSource, match=r"^talk.txt: no line has the shape '\{name\} ~ \{words\}'; leave shape out"
    ):
        read(path, How(shape="{name} ~ {words}"))


@pytest.mark.parametrize("words", ["otter", "{words}", "name: words"])
def test_a_shape_that_is_none_is_told_with_an_example(words):
    """People write the name of their tool."""
    with pytest.raises(BadInput, match=r"is none that we know; write where things stand, such as '\{name\}"):
        shape_from(words, shapes())


def test_a_shape_may_be_told_by_the_words_in_which_it_was_told():
    """What the last reading printed can be pasted back."""
    assert shape_from("name and dash before the words", shapes()).pattern == "{name} - {words}"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[[shape]]\ntold = 'x'\n", "every \\[\\[shape\\]\\] needs a line"),
        ("pattern: x", "is not TOML"),
        ('[[shape]]\npattern = "{name} {name}"\n', "is not a shape"),
    ],
)
def test_a_table_of_shapes_that_cannot_be_used_says_why(tmp_path, content, told):
    """It is a file that people write by hand."""
    with pytest.raises(BadInput, match=told):
        read_shapes(saved(tmp_path, "shapes.toml", content))


@pytest.mark.parametrize(
    ("pattern", "line", "name", "at", "words"),
    [
        ("{name} {clock}", "Priya Nair (Estates)   1:05", "Priya Nair (Estates)", 65.0, ""),
        ("{name} {clock}", "**Priya Nair** [00:01:05]:", "Priya Nair", 65.0, ""),
        ("{clock} {name}: {words}", "> 1:05 Priya: so we went", "Priya", 65.0, "so we went"),
        ("{name}: {words}", "Priya: see https://example.org", "Priya", None, "see https://example.org"),
        ("{name}: {words}", "https://example.org", None, None, None),
        ("{name} - {words}", "Ada Obi-Mill - we went - twice", "Ada Obi-Mill", None, "we went - twice"),
        ("{CAPITALS} {words}", "PRIYA NAIR A lot of us went", "PRIYA NAIR", None, "A lot of us went"),
    ],
)  # fmt: skip
def test_a_shape_takes_a_line_apart(pattern, line, name, at, words):
    """Firms in brackets belong to the name, dashes within a name to the name, links to the words."""
    opening = Shape(pattern, "").opening(line)

    assert (opening and (opening.name, opening.at, opening.words)) == (None if name is None else (name, at, words))


def test_a_line_without_a_time_costs_no_pattern_of_times():
    """Each of a dozen takes a twentieth of a second to compile: in a run of notes that was half a second for nothing."""
    shapes_module._compiled.cache_clear()
    timed = [shape for shape in shapes() if shape.timed]

    assert timed
    assert not any(shape.opening("Ade: we agreed 2 links on 14 wards") for shape in timed)
    assert shapes_module._compiled.cache_info().currsize == 0
