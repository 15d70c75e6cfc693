"""The flat table: what a program reads is what people coded, and nothing in it can run."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from pyarrow import parquet

from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.outputs.export.coding_tables import Coding
from learnbrief.outputs.export.flat import long_table, wide_table
from tests.outputs import programme
from tests.outputs.samples import AWKWARD, quoting


@pytest.fixture(scope="module")
def coding():
    documents = {document.document_id: document for document in programme.DOCUMENTS}
    return Coding(
        documents, list(programme.EXCERPTS.values()), programme.tags(), programme.CODEBOOK, programme.PROGRAMME
    )


def _cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_an_answer_stands_under_the_day_of_its_own_wave(coding):
    """A survey of two waves is one document; its date alone would put both into one month."""
    own = replace(coding.excerpts[0], date=date(2024, 11, 5))
    dated = replace(coding, excerpts=[own])

    assert [row["date"] for row in wide_table(dated).rows] == [date(2024, 11, 5)]


def test_there_is_a_row_for_every_tag_and_one_for_every_excerpt_without(coding):
    """Rejected ones too, with their standing: what to leave out is the reader's choice."""
    rows = long_table(coding, {}).rows
    tagged = {tag.excerpt_id for tag in coding.tags}

    assert {(row["excerpt"], row["theme"], row["standing"], row["coder"]) for row in rows if row["theme"]} == {
        (tag.excerpt_id, tag.theme, tag.status.value, tag.coder) for tag in coding.tags
    }
    assert {row["excerpt"] for row in rows if row["theme"] is None} == {
        excerpt.excerpt_id for excerpt in coding.excerpts if excerpt.excerpt_id not in tagged
    }
    assert all(coding.documents[row["document"]].text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_voices_can_be_counted_again_from_the_table(coding):
    """'Table 2' of two workshops is one label and two groups: counted by labels, a theme had 20 voices of 31."""
    tables = replace(
        coding,
        excerpts=[
            replace(one, voice=Voice(f"{place}:table-2", "Table 2", "group"))
            for one, place in zip(coding.excerpts[:2], ("kick-off", "day-two"), strict=True)
        ],
    )
    for rows in (long_table(tables, {}).rows, wide_table(tables).rows):
        assert {row["voice"] for row in rows} == {"Table 2"}
        assert {row["voice_id"] for row in rows} == {"kick-off:table-2", "day-two:table-2"}

    ours = {theme: {one.voice.voice_id for one in found} for theme, found in coding.carried.items()}
    counted: dict[str, set[str]] = {}
    for row in long_table(coding, {}).rows:
        if row["counts"] and row["evidence"]:
            counted.setdefault(row["theme"], set()).add(row["voice_id"])
    assert counted == ours


def test_the_wide_form_has_a_one_where_a_theme_holds(coding):
    """The same decisions as in findings and tables: suggestions in the bands that count, and people's."""
    rows = {row["excerpt"]: row for row in wide_table(coding).rows}

    assert len(rows) == len(coding.excerpts)
    for tag in coding.tags:
        column = f"theme_{tag.theme.replace('-', '_')}"
        assert rows[tag.excerpt_id][column] == int(holds(tag, coding.bands))
    assert sum(row["tags_held"] for row in rows.values()) == sum(holds(tag, coding.bands) for tag in coding.tags)


def test_parquet_gives_back_what_went_in_with_its_types(coding):
    """Dates are dates, scores numbers, and what is not known is not an empty word."""
    table = long_table(coding, {(tag.excerpt_id, tag.theme): "codebook" for tag in coding.tags})
    back = parquet.read_table(io.BytesIO(table.as_parquet())).to_pylist()

    assert back == [dict(row) for row in table.rows]
    assert isinstance(back[0]["date"], date)
    assert isinstance(parquet.read_table(io.BytesIO(wide_table(coding).as_parquet())).num_rows, int)


def test_csv_says_the_same_as_parquet(coding):
    """Excel needs the mark at the front to see that it is UTF-8."""
    table = long_table(coding, {})
    content = table.as_csv()
    cells = _cells(content)

    assert content.startswith(b"\xef\xbb\xbf")
    assert [row["excerpt"] for row in cells] == [row["excerpt"] for row in table.rows]
    assert {row["checked"] for row in cells} <= {"yes", "no", ""}


@pytest.mark.parametrize("words", AWKWARD)
def test_nothing_in_a_cell_can_run(words):
    """A quote may begin like a formula; it is shown and not computed, and nothing else of it changes."""
    (document,) = quoting(words)[1].values()
    (passage,) = document.source.passages
    voice = Voice("v", "Person 1", "participant")
    excerpt = Excerpt("d-1", 1, passage.start, passage.end, words, voice, Mode.VERBATIM, evidence=True)
    table = long_table(Coding({"d-1": document}, [excerpt], [], programme.CODEBOOK, programme.PROGRAMME), {})
    (row,) = _cells(table.as_csv())

    assert row["text"][:1] not in tuple("=+-@\t\r")
    assert row["text"].removeprefix("'") == words.removeprefix("'")
