"""Hand-over to other tools from a workspace."""

import io
import re
import zipfile
from dataclasses import replace

import pandas
import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.marks import MARK
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.exchange.exporting import EXPORTS, export, exported
from learnbrief.nlp.tagging.coding import coded_from_reviews


def test_a_project_for_other_programs_holds_every_source(tagged, tagged_store, tmp_path):
    """Whoever goes on in another program must find all of it there."""
    target = tmp_path / "project.qdpx"
    export(tagged, "qdpx", target, scope="cohort", since=None, until=None)

    names = zipfile.ZipFile(target).namelist()
    assert names[0] == "project.qde"
    assert len([name for name in names if name.startswith("sources/")]) == len(tagged_store.documents.latest())


def test_a_project_carries_the_times_of_decisions_and_the_comments(tagged, tagged_store, tmp_path):
    """From the record as it stands, so that an undone comment is in no hand-over."""
    excerpt = tagged_store.excerpts.current()[0]
    kept = new_review(Action.COMMENT, "Robin", excerpt=excerpt, payload={"text": "Ask again."})
    taken_back = new_review(Action.COMMENT, "Robin", excerpt=excerpt, payload={"text": "Nonsense."})
    decision = new_review(Action.ADD, "Robin", excerpt=excerpt, theme="leadership")
    tagged_store.reviews.add(kept, taken_back, decision)
    tagged_store.reviews.add(new_review(Action.UNDO, "Robin", target=taken_back.review_id))
    content, _ = exported(tagged, "qdpx", scope="cohort")
    package = zipfile.ZipFile(io.BytesIO(content))
    project, texts = package.read("project.qde").decode(), [package.read(name) for name in package.namelist()]

    assert f'creationDateTime="{decision.made_at:%Y-%m-%dT%H:%M:%SZ}"' in project
    assert b"Ask again." in texts
    assert not any(b"Nonsense." in text for text in texts)
    assert 'name="Spring webinar"' in project


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


def test_words_that_a_coder_marked_go_out_as_they_were_marked_and_teach_as_decisions(tagged, tagged_store):
    """Who goes on in NVivo finds the very words; the tagger learns from the excerpt they stand in, as everywhere."""
    people = [one for one in tagged_store.excerpts.current() if one.voice.basis == "participant"]
    excerpt = max(people, key=lambda one: len(one.text))
    start, end = excerpt.start + 5, excerpt.start + 20
    marked = replace(
        new_review(Action.ADD, "Robin", excerpt=excerpt, theme="leadership", payload={MARK: "m"}), start=start, end=end
    )
    tagged_store.reviews.add(marked)
    content, _ = exported(tagged, "qdpx", scope="cohort")
    project = zipfile.ZipFile(io.BytesIO(content)).read("project.qde").decode()

    robin = re.search(r'<User guid="([^"]+)" name="Robin"', project)
    selections = re.findall(r"<PlainTextSelection [^>]*>", project)
    (selection,) = [one for one in selections if robin and f'creatingUser="{robin.group(1)}"' in one]
    assert f'startPosition="{start}" endPosition="{end}"' in selection
    assert selection.split('guid="')[1].split('"')[0] in project.split("<Cases>")[1].split("</Cases>")[0]
    coded = tagged_store.tags.rekeyed(tagged_store.reviews.standing(), tagged_store.excerpts.current())
    (taught,) = coded_from_reviews(tagged_store.excerpts.current(), coded)
    assert (taught.excerpt_id, taught.themes) == (excerpt.excerpt_id, frozenset({"leadership"}))
