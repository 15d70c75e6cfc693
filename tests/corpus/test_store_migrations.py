"""A store of any age becomes one that the code expects."""

from importlib.resources import as_file, files

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.store import open_store
from learnbrief.corpus.store.database import HEAD
from learnbrief.corpus.store.schema import metadata
from tests.corpus.conftest import old_store


def test_the_migrations_make_the_schema_the_code_expects(store):
    """A store made by an older release must end up like one made today."""
    with store.transaction() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, metadata) == []


def _ours(name, kind, _parents):
    return not (kind in {"table", "index"} and name and name.startswith("excerpt_words")) and name != "alembic_version"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request, tmp_path):
    """Where a store of the first release stands."""
    return tmp_path / "old.db" if request.param == "sqlite" else request.getfixturevalue("new_postgres")()


def test_a_store_of_the_first_release_keeps_its_excerpts_and_gains_their_days(place):
    """Nobody takes a year's material in again because a column was added."""
    database = old_store(place, "0001")
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO excerpt VALUES (:id, 'd-one', 1, 0, 5, 'Hello', 'v', 'v', 'document', NULL, NULL, 'note',"
                " 'participant', true, NULL, NULL, NULL)"
            ),
            {
                "id": Excerpt(
                    "d-one", 1, 0, 5, "Hello", Voice("v", "v", "document"), Mode.NOTE, evidence=True
                ).excerpt_id
            },
        )
        if database.is_sqlite:  # PostgreSQL's index follows its table by itself
            connection.execute(
                text("INSERT INTO excerpt_words (text, excerpt_id) SELECT text, excerpt_id FROM excerpt")
            )
        for brief_id, supersedes in (("b-one", None), ("b-two", "b-one")):
            connection.execute(
                text("INSERT INTO brief VALUES (:id, 'T', 'approved', '{}', 'r', 'said', NULL, 'then', :before, 1)"),
                {"id": brief_id, "before": supersedes},
            )
    database.engine.dispose()
    store = open_store(place)

    [kept] = store.excerpts.of("d-one", 1)
    assert (kept.text, kept.date) == ("Hello", None)
    assert [one for one, _ in store.words.search("hello")] == [kept.excerpt_id]
    if database.is_sqlite:
        store.words.remove([kept.excerpt_id])
        assert store.words.search("hello") == []
    assert [(one.brief_id, one.supersedes, one.value) for one in store.briefs.all()] == [
        ("b-one", None, "said"),
        ("b-two", "b-one", "said"),
    ]
    store.close()


def test_the_newest_migration_is_the_one_that_stores_are_brought_to():
    """With a migration forgotten here, a store of before would never be brought up to date, and no other test would say so."""
    with as_file(files("learnbrief.corpus.store") / "migrations") as scripts:
        config = Config()
        config.set_main_option("script_location", str(scripts))

        assert ScriptDirectory.from_config(config).get_current_head() == HEAD
