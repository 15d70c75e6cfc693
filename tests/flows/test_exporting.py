"""Hand-over to other tools from a workspace."""

import zipfile

import pytest

from corpus.errors import BadInput
from flows.exporting import EXPORTS, export


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


def test_an_unknown_format_names_those_there_are(tagged, tmp_path):
    """A typing mistake is mended by the message alone."""
    with pytest.raises(BadInput, match=", ".join(EXPORTS)):
        export(tagged, "docx", tmp_path / "x", scope="cohort", since=None, until=None)
    assert not (tmp_path / "x").exists()
