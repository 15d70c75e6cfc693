"""The store moves to PostgreSQL and back: nothing lost, nothing doubled, and the old place empty when somebody says so."""

import pytest
from sqlalchemy import inspect

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.errors import BadInput, BadSettings, NotAllowed
from learnbrief.corpus.store import new_review, open_store
from learnbrief.corpus.store.moving import copy, sums
from learnbrief.corpus.tag import Action
from learnbrief.flows.exchange.exporting import exported
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.moving import FILE, move_store, name_in_settings, wipe_old
from learnbrief.flows.stages.scopes import parse_scope
from learnbrief.flows.workspace.locks import locked
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace


@pytest.fixture
def whole(tagged, tagged_store):
    """A programme with coding, a brief, a memo-like comment and a team, closed."""
    make_brief(tagged, tagged_store, analyse_scope(tagged, tagged_store, parse_scope("event:harbour-day-one")))
    excerpt = tagged_store.excerpts.current()[0]
    tagged_store.reviews.add(new_review(Action.ADD, "Robin", excerpt=excerpt, theme="leadership"))
    tagged_store.reviews.add(new_review(Action.COMMENT, "Robin", excerpt=excerpt, payload={"text": "‘Quote’, é, 1.5"}))
    tagged_store.accounts.accept(
        tagged_store.accounts.invite("Robin", Role.ADMIN, by="a test"), "three fictional words"
    )
    tagged_store.close()
    return tagged


def told(workspace: Workspace) -> tuple:
    """What is handed out of a programme, and what its record and its search say."""
    fresh = Workspace(workspace.root)
    files = {form: exported(fresh, form, scope="cohort")[0] for form in ("csv", "codes")}
    with opened(fresh.root) as (_, store):
        with store.transaction() as connection:
            kept = sums(connection)
        verdict = store.history.verify()
        assert verdict.wrong == ()
        found = sorted(excerpt_id for excerpt_id, _ in store.words.search("board"))
        return files, kept, verdict.head, found, store.check()


@pytest.mark.postgres
def test_there_and_back_nothing_is_lost(whole, new_postgres):
    """A team that outgrows a file must be able to trust the move, and one that shrinks the way home."""
    before, url = told(whole), new_postgres()
    there = move_store(whole, url)
    assert Workspace(whole.root).settings.store.url == url
    assert told(whole) == before
    wipe_old(whole, there)
    assert list(whole.root.glob("learnbrief.db*")) == []

    with opened(whole.root) as (_, store):
        assert not store.database.is_sqlite
        store.reviews.add(
            new_review(Action.COMMENT, "Kim", payload={"text": "Numbered after those that were brought."})
        )
        store.logbook.add("So is this.")
        assert store.history.verify().wrong == ()
        assert store.accounts.check("Robin", "three fictional words")
    after = told(whole)
    back = move_store(Workspace(whole.root), FILE)
    assert Workspace(whole.root).settings.store.url is None
    assert told(whole) == after
    wipe_old(Workspace(whole.root), back)
    from sqlalchemy import create_engine

    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    assert inspect(engine).get_table_names() == []
    engine.dispose()


@pytest.mark.postgres
def test_a_place_that_holds_a_programme_is_refused_and_nothing_is_changed(whole, new_postgres):
    """Two programmes in one would both be lost."""
    url = new_postgres()
    other = open_store(url)
    other.logbook.add("Another programme.")
    other.close()
    settings, before = whole.settings_file.read_text(), told(whole)
    with pytest.raises(NotAllowed, match="there is a programme's store"):
        move_store(whole, url)

    assert whole.settings_file.read_text() == settings
    assert told(whole) == before


def test_nothing_moves_while_the_app_is_open(whole):
    """What somebody decides meanwhile would be kept in the old place and lost."""
    with locked(whole.lock_file("app"), "busy"), pytest.raises(NotAllowed, match="the app is open"):
        move_store(whole, "postgresql://learnbrief@nowhere.invalid/programme")


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("my-database", "postgresql://USER@HOST/DATABASE"),
        (FILE, "there already"),
        ('postgresql://a"b@host/x', "%22"),
    ],
)
def test_what_is_no_other_place_is_told(whole, to, said):
    """One line, before anything is opened."""
    with pytest.raises(BadInput, match=said):
        move_store(whole, to)


def test_an_address_in_the_environment_is_told_and_not_overruled(whole, monkeypatch):
    """The settings would name one place and the programme work in another."""
    monkeypatch.setenv("LEARNBRIEF_STORE__URL", f"sqlite:///{whole.database}")
    with pytest.raises(BadInput, match="take it out of the environment"):
        move_store(whole, "postgresql://learnbrief@db.example.org/programme")


@pytest.mark.parametrize(
    "before",
    [
        '[programme]\nname = "One"\n',
        '[programme]\nname = "One"\n\n[store]\n# kept here\n# url = "x"\n\n# [hub]\n# address = "https://hub.example.org"\n',
        '[store]\nurl = "postgresql://old@host/old"  # ours\n[programme]\nname = "One"\n',
        '[programme]\nname = "One"\n\n[store]\n# url = "x"\nurl = "postgresql://old@host/old"\n',
        '[programme]\nname = "One"\n\n[store]',
    ],
)
def test_the_settings_name_the_new_place_and_keep_every_other_line(whole, before):
    """They are a person's file, with their comments in it."""
    url = "postgresql://learnbrief@db.example.org/programme"
    whole.settings_file.write_text(before, encoding="utf-8")
    name_in_settings(whole, url)
    after = whole.settings_file.read_text(encoding="utf-8")
    assert Workspace(whole.root).settings.store.url == url
    assert [line for line in before.splitlines() if line and "url" not in line and line not in after.splitlines()] == []
    name_in_settings(whole, None)

    assert Workspace(whole.root).settings.store.url is None
    assert Workspace(whole.root).settings.programme.name == "One"


def test_settings_that_cannot_be_changed_stay_as_a_person_wrote_them(whole):
    """The store is copied by then: settings that nothing can read any more would leave a programme without either."""
    before = 'store.url = "postgresql://old@host/old"\n[programme]\nname = "One"\n'
    whole.settings_file.write_text(before, encoding="utf-8")
    with pytest.raises(BadSettings, match="by hand"):
        name_in_settings(whole, "postgresql://learnbrief@db.example.org/programme")

    assert whole.settings_file.read_text(encoding="utf-8") == before


def test_a_brief_that_follows_another_arrives_with_its_link(tmp_path):
    """A database that checks references refuses a row whose forerunner is not there yet."""
    one, other = open_store(tmp_path / "one.db"), open_store(tmp_path / "other.db")
    for number, (brief_id, supersedes) in enumerate([("z", None), ("a", "z")]):
        one.briefs.put(
            brief_id, title=str(number), status="draft", scope={}, run_id="r", value="{}", supersedes=supersedes
        )  # fmt: skip
    copy(one, other)

    assert other.briefs.get("a").supersedes == "z"
    with pytest.raises(NotAllowed):
        copy(one, other)
    one.close()
    other.close()
