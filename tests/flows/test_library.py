"""learnbrief in a notebook: tables of what the app shows, and nothing that it hides."""

import ast
import inspect
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas
import pytest

from learnbrief.corpus.errors import BadInput, MissingDetails, NotAllowed, NotFound, NotInstalled
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows import library
from learnbrief.flows.library import ThemeTagger, new_programme, open_programme, read_file, topic_model
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.scopes import parse_scope
from tests.flows.conftest import REFLECTION, WORKSHOP, looked_over

NAMES = re.compile("Olumide|Farrant|Bettina|Quorn")


@pytest.fixture
def programme(tagged):
    """The small programme, as a notebook opens it."""
    return open_programme(tagged.root)


@pytest.fixture
def brief(tagged, tagged_store):
    """The name of a brief on all of it."""
    run = analyse_scope(tagged, tagged_store, parse_scope("cohort"))
    return make_brief(tagged, tagged_store, run).name


def tables(programme, brief):
    """Every table there is."""
    plain = [getattr(programme, name)() for name in ("documents", "excerpts", "tags", "themes", "briefs")]
    return [*plain, programme.findings(brief), programme.quotes(brief)]


def test_no_table_holds_a_name(programme, brief):
    """A notebook is sent to colleagues and put into repositories: nothing in it may need hiding first."""
    everything = "\n".join(table.to_csv() for table in tables(programme, brief))

    assert "Improvement time is the first thing cancelled" in everything
    assert not NAMES.search(everything)


def test_tables_say_what_the_store_holds(programme, tagged_store, brief):
    """A figure worked out in a notebook must be the figure of the app."""
    excerpts, tags = programme.excerpts(), programme.tags()
    stored = tagged_store.excerpts.current()

    assert list(excerpts["excerpt"]) == [one.excerpt_id for one in stored]
    assert programme.documents()["excerpts"].sum() == len(stored)
    assert len(tags) == len(tagged_store.tags.suggested())
    assert set(tags["theme"]) <= set(programme.themes()["theme"])
    assert excerpts["date"].dt.date.min() == date(2025, 3, 4)
    held = tags[tags["counts"] & (tags["theme"] == "equity")]["excerpt"]
    assert set(excerpts[excerpts["theme_equity"] == 1]["excerpt"]) == set(held)


def test_a_scope_bounds_what_a_table_holds(programme):
    """The same words as in the commands, with the same meaning."""
    assert set(programme.excerpts("event:harbour-day-one")["event"]) == {"harbour-day-one"}
    assert programme.excerpts(since=date(2025, 4, 1))["date"].min() >= pandas.Timestamp("2025-04-01")
    with pytest.raises(NotFound, match="harbour-day-one"):
        programme.excerpts("event:nowhere")


def test_findings_and_quotes_are_those_of_the_brief(programme, brief):
    """Each finding leads to its evidence by its id, as on the page."""
    value, findings, quotes = programme.brief(brief), programme.findings(brief), programme.quotes(brief)

    assert list(findings["finding"])[: len(value.messages)] == list(value.messages)
    assert set(findings["finding"]) == {one.id for one in value.findings} == set(quotes["finding"])
    assert quotes["quoted"].sum() == sum(len(one.quotes) for one in value.findings)
    assert (quotes["side"] == "against").sum() == findings["against"].sum()
    assert programme.briefs().set_index("brief").loc[brief, "scope"] == "cohort"


def test_the_published_view_waits_for_the_person_who_confirms_names(programme, brief, tagged_store):
    """The rule of the app holds here too: else a notebook would be the way around it."""
    with pytest.raises(NotAllowed, match="nobody has confirmed"):
        programme.findings(brief, view="published")
    looked_over(tagged_store, *tagged_store.documents.latest().values())

    published = programme.findings(brief, view="published")
    assert set(published["documents"]) <= {"fewer than 5"} | {str(number) for number in range(5, 99)}


def test_what_people_decided_teaches_a_tagger(programme, tagged_store):
    """From the app's reviews to a classifier in two lines; what nobody decided is empty and not absent."""
    chosen = tagged_store.excerpts.current()[:4]
    tagged_store.reviews.add(
        *(new_review(Action.ADD, "Robin", excerpt=one, theme="equity") for one in chosen[:2]),
        *(new_review(Action.REJECT, "Robin", excerpt=one, theme="equity") for one in chosen[2:]),
    )
    texts, themes, sources, blind = programme.taught()

    assert texts == [one.text for one in chosen]
    assert themes["equity"].tolist() == [1, 1, 0, 0]
    assert themes["leadership"].isna().all()
    assert len(sources) == len(blind) == 4
    vectors = programme.encode(texts)
    tagger = ThemeTagger(encoder="precomputed").fit(vectors, themes[["equity"]], groups=sources)
    assert tagger.predict_proba(vectors).shape == (4, 1)


def test_a_file_is_read_without_its_names_and_nothing_is_kept(programme, tagged, tmp_path):
    """Under the pseudonyms of the workspace, so that it can be held beside what is there."""
    path = tmp_path / "reflection.txt"
    path.write_text(REFLECTION + "\nBettina Quorn asked Olumide Farrant and Wilhelmina Ostrander for help.\n")
    key = (tagged.restricted / "key.json").read_bytes()
    before = len(programme.documents())
    found = programme.read_file(path)
    known = {one for one in programme.excerpts()["voice"] if one.startswith("Person")}

    assert not NAMES.search(found.text + found.excerpts().to_csv())
    assert "Ostrander" not in found.text
    assert known & set(re.findall(r"Person \d+", found.text))
    assert (tagged.restricted / "key.json").read_bytes() == key
    assert len(programme.documents()) == before


def test_a_file_alone_gives_excerpts_and_suggestions(tmp_path):
    """The shortest way from notes to a table: no workspace, and nothing written."""
    path = tmp_path / "notes.md"
    path.write_text(WORKSHOP)
    found = read_file(path)
    excerpts, suggested = found.excerpts(), found.suggested()

    assert "Farrant" not in found.text
    assert list(tmp_path.iterdir()) == [path]
    assert (
        excerpts["text"]
        == [found.text[start:end] for start, end in zip(excerpts["start"], excerpts["end"], strict=True)]
    ).all()
    assert set(suggested["excerpt"]) <= set(excerpts["excerpt"])
    assert "leadership" in set(suggested["theme"])


@pytest.mark.parametrize(("name", "kind", "message"), [("gone.md", "", "no such file"), ("notes.md", "poem", "'poem'")])
def test_a_file_that_cannot_be_read_is_one_line(tmp_path, name, kind, message):
    """With its name and the remedy, as the command says it."""
    (tmp_path / "notes.md").write_text(WORKSHOP)
    with pytest.raises(BadInput, match=message):
        read_file(tmp_path / name, kind=kind)


def test_files_are_added_and_what_nobody_tells_is_asked_for(tmp_path):
    """A pipeline must not go on with a file that waits."""
    programme, notes = new_programme(tmp_path / "new"), tmp_path / "plain.md"
    notes.write_text("# A day\n\n- Time is short on every ward.\n")

    assert programme.add(notes, kind="workshop notes", event="A day", date="2025-03-04").startswith("2025-03-04")
    notes.write_text("# Another day\n\n- Time is short on every ward, again.\n")
    with pytest.raises(MissingDetails, match=r"plain\.md: waits in inbox"):
        programme.add(notes, kind="workshop notes")


def test_arrow_tables_need_no_pandas(programme, monkeypatch):
    """Who works in Polars, DuckDB or R should not have to install it; who wants pandas is told how."""
    programme.themes()  # pyarrow looks for pandas once; without any is what `make lean` tries
    monkeypatch.setitem(sys.modules, "pandas", None)

    assert programme.themes(frames="arrow").column_names[:2] == ["theme", "name"]
    with pytest.raises(NotInstalled, match=r"learnbrief\[notebook\]"):
        programme.themes()
    with pytest.raises(NotInstalled, match=r"learnbrief\[notebook\]"):
        programme.taught()


SHIPS = [f"The {word} ship sailed past buoy {number}." for number in range(20) for word in ("red", "slow", "late")]


@pytest.mark.nightly  # BERTopic's imports take most of a minute; tests/nlp/test_topics.py holds the model itself
@pytest.mark.parametrize(("call", "message"), [
    (lambda programme: programme.themes(frames="polars"), "no frames 'polars'; there are pandas and arrow"),
    (lambda programme: programme.brief("b", view="public"), "no view 'public'; there are internal and published"),
    (lambda programme: programme.add("gone.docx"), "gone.docx: no such file; check the path"),
    (lambda programme: programme.import_coding("gone.csv"), "gone.csv: no such file; check the path"),
], ids=["frames", "view", "file", "coding"])  # fmt: skip
def test_what_cannot_be_given_is_refused_in_a_line(programme, call, message):
    """Unknown frames came as pandas and an unknown view as the published one: as if they had been asked for."""
    with pytest.raises(BadInput, match=message):
        call(programme)


def test_a_topic_model_is_bertopics_own():
    """For whoever wants its pictures and words; it is seeded and asks no network."""
    model = topic_model(SHIPS, np.eye(60, 8, dtype=np.float32) + 1)

    assert type(model).__name__ == "BERTopic"
    assert len(model.topics_) == 60


def test_topics_are_not_looked_for_where_none_can_be_found():
    """umap fails on a handful of texts with words that say nothing to a researcher."""
    with pytest.raises(BadInput, match="10 texts are too few"):
        topic_model(SHIPS[:10])
    with pytest.raises(BadInput, match="a vector for each text"):
        topic_model(SHIPS, np.eye(2, dtype=np.float32))


def test_every_name_of_the_surface_says_what_it_is():
    """What is listed is documented; what is not listed may change without notice."""
    for name in library.__all__:
        assert inspect.getdoc(getattr(library, name)) or name == "Frames", name
    public = [name for name in vars(library.OpenProgramme) if not name.startswith("_") and name != "root"]
    assert all(inspect.getdoc(getattr(library.OpenProgramme, name)) for name in public)


def test_the_surface_is_documented():
    """A reader of docs/library.md finds every call there is, and none that there is not."""
    text = (Path(__file__).parents[2] / "docs/library.md").read_text(encoding="utf-8")
    methods = {name for name in vars(library.OpenProgramme) if not name.startswith("_") and name != "root"}
    told = set(re.findall(r"`programme\.(\w+)", text))

    assert told == methods
    assert {name for name in library.__all__ if f"`{name}" not in text} == set()
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        ast.parse(block)


def test_the_commands_do_not_pay_for_it():
    """`--help` stays well under a second: the library's imports are for notebooks."""
    program = "import sys, learnbrief.flows.cli; print([one for one in sys.modules if 'flows.library' in one or one == 'sklearn'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
