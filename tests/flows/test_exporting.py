"""Hand-over to other tools from a workspace."""

import zipfile

import pandas
import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.flows.exchange.exporting import EXPORTS, export


def test_a_project_for_other_programs_holds_every_source(tagged, tagged_store, tmp_path):
    """Whoever goes on in another program must find all of it there."""
    target = tmp_path / "project.qdpx"
    export(tagged, "qdpx", target, scope="cohort", since=None, until=None)

    names = zipfile.ZipFile(target).namelist()
    assert names[0] == "project.qde"
    assert len([name for name in names if name.startswith("sources/")]) == len(tagged_store.documents.latest())


def test_the_codebook_goes_alone_where_only_it_is_wanted(tagged, tagged_store, tmp_path):
    """A framework is shared more freely than what people said."""
    target = tmp_path / "codebook.qdc"
    export(tagged, "qdc", target, scope="cohort", since=None, until=None)

    assert tagged_store.codebooks.current().themes[0].name in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(("form", "wide"), [("csv", False), ("csv", True), ("parquet", False), ("parquet", True)])
def test_the_flat_table_holds_every_excerpt(tagged, tagged_store, tmp_path, form, wide):
    """For R, SPSS and Python, which want one table and know what a row is."""
    target = tmp_path / f"coding.{form}"
    export(tagged, form, target, scope="cohort", since=None, until=None, wide=wide)
    table = pandas.read_csv(target) if form == "csv" else pandas.read_parquet(target)

    assert set(table["excerpt"]) == {one.excerpt_id for one in tagged_store.excerpts.current()}
    assert table["excerpt"].is_unique is wide
    assert wide or set(table["method"].dropna()) == {"codebook"}


def test_a_column_for_each_theme_is_for_flat_tables_only(tagged, tmp_path):
    """Rather than a workbook that is not what was asked for."""
    with pytest.raises(BadInput, match="leave --wide out"):
        export(tagged, "xlsx", tmp_path / "x.xlsx", scope="cohort", since=None, until=None, wide=True)


def test_an_unknown_format_names_those_there_are(tagged, tmp_path):
    """A typing mistake is mended by the message alone."""
    with pytest.raises(BadInput, match=", ".join(EXPORTS)):
        export(tagged, "docx", tmp_path / "x", scope="cohort", since=None, until=None)
    assert not (tmp_path / "x").exists()
