"""Files become frozen, cut documents; one that cannot be stops no other."""

import os

import pytest

from learnbrief.corpus.store import Store
from learnbrief.flows.stages.ingest import material_files, new_files, open_desk, take_in
from learnbrief.flows.stages.register import catch_up, is_behind, keep_up
from learnbrief.flows.workspace.workspace import Workspace


def _take_in_all(workspace: Workspace, store: Store) -> list[str]:
    return take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])


def _touch_later(path):
    later = path.stat().st_mtime + 5
    os.utime(path, (later, later))


def test_every_file_becomes_a_document_of_its_events_folder(workspace, store):
    """The folder is the event; kind, date and collaborative come from headers and about.toml."""
    assert _take_in_all(workspace, store) == ["harbour-day-one", "lantern-coaching", "spring-webinar"]

    documents = {one.event_id: one for one in store.documents.latest().values()}
    assert {key: (one.kind.value, one.collaborative, one.date.isoformat()) for key, one in documents.items()} == {
        "harbour-day-one": ("workshop_notes", "harbour", "2025-03-04"),
        "lantern-coaching": ("coaching_reflection", "lantern", "2025-03-18"),
        "spring-webinar": ("webinar_transcript", None, "2025-04-08"),
    }
    assert store.check() == []


def test_nobody_is_named_in_what_is_stored(workspace, store):
    """De-identification comes before freezing; the originals lie in restricted/ alone."""
    _take_in_all(workspace, store)
    store.close()
    stored = b"".join(path.read_bytes() for path in workspace.root.glob("learnbrief.db*"))

    for name in ("Farrant", "Quorn", "Olumide", "Bettina"):
        assert name.encode() not in stored
        assert any(name in path.read_text() for path in workspace.restricted.rglob("*.json")), name


def test_a_second_look_finds_nothing_new(workspace, store):
    """What did not change is not read again."""
    _take_in_all(workspace, store)

    assert new_files(workspace, store) == []


def test_one_new_file_is_one_files_work(workspace, store):
    """A workshop a month must not cost a year's reading."""
    _take_in_all(workspace, store)
    (workspace.material / "harbour-day-one" / "second.txt").write_text(
        "Kind: workshop notes\nDate: 2025-03-04\nCollaborative: harbour\n\nThe lifts were broken and two people could not come in.\n"
    )

    assert [one.name for one in new_files(workspace, store)] == ["second.txt"]


def test_a_changed_file_is_a_new_version_of_its_document(workspace, store):
    """The frozen text of version 1 stays what it was: quotes in old briefs still hold."""
    _take_in_all(workspace, store)
    path = workspace.material / "lantern-coaching" / "reflection.txt"
    document_id = next(one.document_id for one in material_files(workspace) if one.path == path)
    path.write_text(path.read_text() + "\nA late thought: the rota is what decides who can come.\n")
    _take_in_all(workspace, store)

    assert store.documents.get(document_id).version == 2
    assert "late thought" in store.documents.get(document_id).text
    assert "late thought" not in store.documents.get(document_id, 1).text
    assert store.documents.shifts(document_id, 2) != []


def test_a_date_put_right_in_about_toml_is_taken_up(workspace, store):
    """Researchers mend details beside the file, not in it."""
    _take_in_all(workspace, store)
    about = workspace.material / "spring-webinar" / "about.toml"
    about.write_text(about.read_text().replace("2025-04-08", "2025-04-09"))
    _take_in_all(workspace, store)

    assert [one.date.day for one in store.documents.latest().values() if one.event_id == "spring-webinar"] == [9]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "empty.txt"),
        ("no-cues.vtt", b"WEBVTT\n\n", "no-cues.vtt"),
        ("not-a-docx.docx", b"just text", "not-a-docx.docx"),
        ("drawing.xyz", b"?", "no reader"),
        ("undated.txt", b"Kind: survey\nCollaborative: harbour\n\nWe were glad to be asked.\n", "date not told"),
        (
            "odd-date.txt",
            b"Kind: survey\nDate: 31 June 2025\nCollaborative: harbour\n\nWe were glad.\n",
            "31 June 2025",
        ),
        ("stranger.txt", b"Kind: survey\nDate: 2025-03-04\nCollaborative: narnia\n\nWe were glad.\n", "narnia"),
    ],
)
def test_a_bad_file_is_told_and_stops_no_other(workspace, store, name, content, told):
    """Six good files and a broken one are six documents and one line."""
    (workspace.material / "harbour-day-one" / name).write_bytes(content)
    _take_in_all(workspace, store)

    [entry] = store.skipped.all()
    assert told in entry["reason"]
    assert "\n" not in entry["reason"]
    assert len(store.documents.latest()) == 3


def test_a_file_without_details_waits_and_is_taken_in_once_told(workspace, store):
    """Unattended runs ask in one line and go on; the answer is a file beside it."""
    folder = workspace.material / "mystery"
    folder.mkdir()
    (folder / "words.txt").write_text("The night staff were never asked.\n")
    _take_in_all(workspace, store)
    assert [entry["waiting"] for entry in store.skipped.all()] == [True]
    assert new_files(workspace, store) == []

    (folder / "about.toml").write_text('kind = "other"\ndate = 2025-05-01\ncollaborative = "harbour"\n')
    _touch_later(folder / "about.toml")
    _take_in_all(workspace, store)

    assert store.skipped.all() == []
    assert len(store.documents.latest()) == 4


def test_the_same_content_twice_is_told_and_taken_in_once(workspace, store):
    """A copy in another folder must not make a point look twice as common."""
    copy = workspace.material / "lantern-coaching" / "copy.md"
    copy.write_bytes((workspace.material / "harbour-day-one" / "notes.md").read_bytes())
    _take_in_all(workspace, store)

    assert len(store.documents.latest()) == 3
    [entry] = store.skipped.all()
    assert "same content" in entry["reason"]


def test_a_skipped_file_that_is_gone_is_forgotten(workspace, store):
    """Nobody has to mend a file they deleted."""
    bad = workspace.material / "harbour-day-one" / "empty.txt"
    bad.write_bytes(b"")
    _take_in_all(workspace, store)
    bad.unlink()
    _take_in_all(workspace, store)

    assert store.skipped.all() == []


def test_a_reason_names_the_file_even_where_its_neighbour_is_at_fault(workspace, store):
    """'about.toml is broken' helps only with the folder."""
    (workspace.material / "spring-webinar" / "about.toml").write_text("kind = \n")
    _take_in_all(workspace, store)

    [entry] = store.skipped.all()
    assert "spring-webinar/recording.vtt" in entry["reason"]


def test_facilitators_count_once_settings_say_so(workspace, store):
    """The setting reaches the excerpts."""
    _take_in_all(workspace, store)
    spoken = [one for one in store.excerpts.current() if one.speech.value == "presenter"]
    assert spoken
    assert not any(one.evidence for one in spoken)

    workspace.settings_file.write_text(
        workspace.settings_file.read_text() + "\n[privacy]\nfacilitator_is_evidence = true\n"
    )
    path = workspace.material / "spring-webinar" / "recording.vtt"
    path.write_text(path.read_text() + "\n")
    again = Workspace(workspace.root)
    take_in(again, store, [one.content_hash for one in new_files(again, store)])

    assert all(one.evidence for one in store.excerpts.current() if one.speech.value == "presenter")


TABLES = """\
# Open day

Recording: https://example.org/open-day.mp4

## Table 1 (Harbour)

- The stock cupboard is two floors down and the lift takes ten minutes.

## Lantern, table 2

- Olumide Farrant said that his own ward has no cupboard either.
- We keep the stock under the stairs.

## Table 3

- Quay: we share one key between three wards.
"""
OPEN_DAY = 'kind = "workshop notes"\nevent = "Open day"\ndate = 2025-05-06\ncollaborative = "none"\n'


def _open_day(workspace: Workspace, store: Store):
    folder = workspace.material / "open-day"
    folder.mkdir()
    (folder / "notes.md").write_text(TABLES)
    (folder / "about.toml").write_text(OPEN_DAY)
    _take_in_all(workspace, store)
    assert store.skipped.all() == []
    return next(one for one in store.documents.latest().values() if one.event_id == "open-day")


def test_a_shared_event_keeps_whose_table_said_what(workspace, store):
    """The register's speaker before the table, the table before 'not known'; short of a name nothing is masked."""
    document = _open_day(workspace, store)
    said = {one.text: (one.voice.basis, one.collaborative) for one in store.excerpts.of(document.document_id)}

    assert list(said.values()) == [
        ("group", "harbour"),
        ("participant", "harbour"),
        ("group", "lantern"),
        ("group", None),
    ]
    assert "Table 1 (Harbour)" in document.text
    assert document.attributes["recording"] == "https://example.org/open-day.mp4"


def test_a_collaborative_added_to_settings_is_told_of_what_was_taken_in_before(workspace, store):
    """'Quay: ...' was read before anybody said that Quay is one; a name that was masked then waits for a new reading."""
    document = _open_day(workspace, store)
    keep_up(workspace)
    workspace.settings_file.write_text(
        workspace.settings_file.read_text() + '\n[[collaborative]]\nslug = "quay"\nname = "Quay Collaborative"\n'
    )
    again = Workspace(workspace.root)
    assert is_behind(again, store)
    catch_up(open_desk(again, store))
    last = store.excerpts.of(document.document_id)[-1]

    assert (last.text, last.collaborative) == ("we share one key between three wards.", "quay")
    assert store.documents.get(document.document_id).version == document.version


def test_a_recording_that_names_somebody_is_refused(workspace, store):
    """Its address is kept as it is, so it must not say who was there."""
    about = workspace.material / "spring-webinar" / "about.toml"
    about.write_text(about.read_text() + 'recording = "recordings/Bettina_Quorn.mp4"\n')
    _take_in_all(workspace, store)

    [entry] = store.skipped.all()
    assert "the address of its recording names a person" in entry["reason"]
    assert "Quorn" not in entry["reason"]
