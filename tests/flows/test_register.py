"""A register completed later reaches what was taken in before."""

from importlib.resources import files

from learnbrief.flows.stages.clues import HOME_OF_RULES, RULES_OF_CLUES, edition_of_rules
from learnbrief.flows.stages.ingest import new_files, open_desk, take_in
from learnbrief.flows.stages.register import catch_up, is_behind, keep_up
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

TEXT = """\
Kind: workshop notes
Date: 2025-03-04
Collaborative: harbour

Brannigold runs the huddle on the ward and keeps the chart in her own hand.
The wards are full, so improvement time is the first thing to go.
"""


def _taken_in(workspace, store):
    (workspace.material / "harbour-day-one" / "more.txt").write_text(TEXT)
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    keep_up(workspace)
    return next(one for one in store.documents.latest().values() if one.origin == "more.txt")


def test_nothing_is_behind_while_the_register_stands(workspace, store):
    """A run with nothing new must stay one."""
    _taken_in(workspace, store)

    assert not is_behind(workspace, store)


def test_a_name_registered_later_goes_from_the_next_version_on(workspace, store):
    """The researcher saw a nickname nobody had listed, and listed it."""
    before = _taken_in(workspace, store)
    mark_free = "Brannigold" in before.text
    rows = workspace.register_file.read_text()
    atomic_write(workspace.register_file, f"{rows}Anneliese Brannigold,Brannigold,clinician,harbour\n")
    assert is_behind(workspace, store)
    catch_up(open_desk(Workspace(workspace.root), store))

    after = store.documents.get(before.document_id)
    assert "Brannigold" not in after.text
    assert after.version == (2 if mark_free else 1)
    assert store.check() == []
    assert not is_behind(workspace, store)


def test_a_role_given_later_reaches_the_excerpts(workspace, store):
    """Counting executives apart needs no second reading."""
    _taken_in(workspace, store)
    rows = workspace.register_file.read_text().replace("Bettina Quorn,,clinician", "Bettina Quorn,,coach lead")
    atomic_write(workspace.register_file, rows)
    catch_up(open_desk(Workspace(workspace.root), store))

    assert "coach lead" in {one.role for one in store.excerpts.current()}
    assert {one.version for one in store.documents.latest().values()} == {1}


def test_the_rule_of_whose_words_count_reaches_them_too(workspace, store):
    """The setting is changed once, not file by file."""
    _taken_in(workspace, store)
    settings = workspace.settings_file.read_text()
    atomic_write(workspace.settings_file, f"{settings}\n[privacy]\nfacilitator_is_evidence = true\n")
    again = Workspace(workspace.root)
    assert is_behind(again, store)
    catch_up(open_desk(again, store))

    assert all(one.evidence for one in store.excerpts.current())


def test_texts_are_looked_through_again_once_the_rules_of_clues_are_others(tmp_path):
    """Rules were widened six times and the number that says so was not: what was taken in before was never looked at."""
    home = files(HOME_OF_RULES)
    for name in RULES_OF_CLUES:
        (tmp_path / name).write_bytes((home / name).read_bytes())
    assert edition_of_rules(tmp_path) == edition_of_rules(home)

    rules = tmp_path / "clues.toml"
    rules.write_bytes(rules.read_bytes() + b"more = ['one more']\n")
    assert edition_of_rules(tmp_path) != edition_of_rules(home)


def test_what_was_taken_in_under_other_rules_is_behind(workspace, store):
    """The next run puts it right without being asked."""
    _taken_in(workspace, store)
    atomic_write(workspace.restricted / "register.sha256", "kept under other rules")
    assert is_behind(workspace, store)
    catch_up(open_desk(workspace, store))
    assert not is_behind(workspace, store)
