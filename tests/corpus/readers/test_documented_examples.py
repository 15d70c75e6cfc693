"""The page on readers shows what each shape looks like: every example on it must be read as it says."""

import re
from pathlib import Path

import pytest

from learnbrief.corpus.document import Kind
from learnbrief.corpus.readers import How, read
from tests.corpus.samples import check, saved

DOCS = Path(__file__).parents[3] / "docs" / "readers.md"
ROW = re.compile(r"^\| (?P<told>[^|`]+) \| `(?P<suffix>\.\w+)` \| (?P<lines>.*) \|$", re.MULTILINE)


def examples():
    """Each row of the table as what is told, suffix and text."""
    for row in ROW.finditer(DOCS.read_text(encoding="utf-8").partition("Tests read every one.")[2]):
        lines = (line.strip("`").replace("    ", "\t") for line in row["lines"].split("<br>"))
        yield pytest.param(row["told"], row["suffix"], "\n".join(lines) + "\n", id=f"{row['suffix']} {row['told']}")


@pytest.mark.parametrize(("told", "suffix", "text"), list(examples()))
def test_what_the_page_shows_is_read_as_it_says(tmp_path, told, suffix, text):
    """People compare their file with the example and believe what stands beside it."""
    reading = read(saved(tmp_path, f"talk{suffix}", text), How(kind=Kind.WEBINAR_TRANSCRIPT))

    check(reading)
    assert reading.read_as == told
    assert bool(reading.speakers) is not told.endswith("nobody named")
    assert reading.characters_lost == 0
    assert "start" in reading.source.text


def test_every_format_of_talk_has_an_example():
    """A row that is lost in an edit of the page would not be missed."""
    shown = {one.values[1] for one in examples()}
    assert shown == {
        ".vtt",
        ".srt",
        ".sbv",
        ".ttml",
        ".csv",
        ".tsv",
        ".json",
        ".jsonl",
        ".TextGrid",
        ".eaf",
        ".cha",
        ".txt",
    }
