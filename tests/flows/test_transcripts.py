"""How a transcript is read is told where people look, and can be told by people: by option, about.toml, material.csv or in the app."""

import json
import sys
from pathlib import Path

import pytest

from learnbrief.corpus.document import Speech
from learnbrief.corpus.errors import BadInput
from learnbrief.flows.cli import main
from learnbrief.flows.stages.ingest import new_files, reading_warnings, take_in
from learnbrief.flows.web.overview import overview
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace
from tests.corpus.dialogue import NAMED, SAID, UNNAMED, written

TOLD = {"kind": "webinar_transcript", "event": "Board rounds", "date": "2025-05-06", "collaborative": "harbour"}
OPTIONS = [word for name, value in TOLD.items() for word in (f"--{name}", value)]
READ_AS = "read as: name and clock on a line, words below; 3 speakers, 8 turns"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder of files from elsewhere."""
    folder = tmp_path / "given"
    folder.mkdir()
    return folder


@pytest.fixture
def talk(given: Path) -> Path:
    path = given / "talk.txt"
    path.write_text(written(NAMED["name, clock, words below"]), encoding="utf-8")
    return path


def call(monkeypatch, capsys, workspace: Workspace, *words: str) -> tuple[int, str, str]:
    """Exit status, standard output and what was said beside it."""
    monkeypatch.setattr(sys, "argv", ["learnbrief", *words, "-w", str(workspace.root)])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr()
    return int(stopped.value.code or 0), said.out, said.err


def taken_in(workspace: Workspace, store):
    """The talk, after a run has taken it in."""
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    return next(one for one in store.documents.latest().values() if "board-rounds" in one.event_id)


def test_add_and_status_say_in_one_line_how_a_transcript_was_read(workspace, store, talk, monkeypatch, capsys):
    """Whoever gave the file sees at once whether the speakers were found, and a colleague sees it weeks later."""
    _, _, said = call(monkeypatch, capsys, workspace, "add", str(talk), *OPTIONS)
    document = taken_in(workspace, store)

    assert f"  Read as: {READ_AS.removeprefix('read as: ')}, nobody marked as leading" in said
    assert document.read_as == f"{READ_AS}, nobody marked as leading"
    assert reading_warnings([document]) == [
        f"{document.event_id}/talk.txt: {document.read_as.removeprefix('read as: ')}"
    ]
    assert f"As read: {document.event_id}/talk.txt: name and clock" in call(monkeypatch, capsys, workspace, "status")[1]


def test_a_coach_of_the_register_is_told_as_leading(workspace, store, talk, monkeypatch, capsys):
    """'Nobody marked as leading' sent people to mark a coach whose words were no evidence already."""
    with workspace.register_file.open("a", encoding="utf-8") as register:
        register.write("Priya Nair,,Improvement coach,\n")
    shown = Services(workspace, store).preview(talk, TOLD)
    _, _, said = call(monkeypatch, capsys, workspace, "add", str(talk), *OPTIONS)
    document = taken_in(workspace, store)
    status = call(monkeypatch, capsys, workspace, "status")[1]

    told = f"{READ_AS}, 1 leads (by the register)"
    assert (shown.read_as, document.read_as) == (told, told)
    assert f"Read as: {told.removeprefix('read as: ')}\n" in said
    assert told.removeprefix("read as: ") in status
    assert {one.speech for one in store.excerpts.of(document.document_id)} == {Speech.COACH, Speech.PARTICIPANT}


def test_add_tells_a_program_too(workspace, talk, monkeypatch, capsys):
    """A script that adds a hundred files looks for those in which nobody speaks."""
    _, out, _ = call(monkeypatch, capsys, workspace, "add", str(talk), *OPTIONS, "--json")

    assert json.loads(out)[0]["read_as"].startswith(READ_AS)


@pytest.mark.parametrize("yes", ["confirmed", "told"])
def test_a_talk_in_which_nobody_speaks_waits_for_a_yes(workspace, store, given, monkeypatch, capsys, yes):
    """Its words count as unnamed voices; before they are published somebody has said that this is so."""
    path = given / "talk.txt"
    path.write_text(written(UNNAMED["clock before the words"]), encoding="utf-8")
    _, _, said = call(monkeypatch, capsys, workspace, "add", str(path), *OPTIONS)
    document = taken_in(workspace, store)

    assert "no speakers found in a webinar transcript" in said
    assert len(overview(workspace, store).unsure) == 1
    assert "Waits for your yes: " in call(monkeypatch, capsys, workspace, "status")[1]
    if yes == "confirmed":
        store.privacy.confirm(document.document_id, document.version, "Robin")
    else:
        (workspace.material / document.event_id / "about.toml").write_text('shape = "none"\n')
        again = taken_in(workspace, store)
        assert (again.version, again.source) == (2, document.source)
    assert overview(workspace, store).unsure == ()


@pytest.mark.parametrize("where", ["option", "about.toml", "a table in about.toml"])
def test_who_leads_is_told_once(workspace, store, talk, monkeypatch, capsys, where):
    """Priya's questions are no evidence; no label says so."""
    roles = ["--roles", "Priya Nair = facilitator"] if where == "option" else []
    if where == "about.toml":
        talk.with_name("about.toml").write_text('roles = "Priya Nair = facilitator"\n')
    elif where != "option":
        talk.with_name("about.toml").write_text('[roles]\n"Priya Nair" = "facilitator"\n')
    call(monkeypatch, capsys, workspace, "add", str(talk), *OPTIONS, *roles)
    document = taken_in(workspace, store)

    leading = [
        document.source.slice(p)
        for p in document.source.passages
        if p.layout == "turn" and p.speech is Speech.FACILITATOR
    ]
    assert leading == [SAID[0], SAID[2], SAID[5], SAID[7]]
    assert not any(excerpt.evidence for excerpt in store.excerpts.of(document.document_id) if excerpt.text in leading)


def test_a_shape_told_with_the_file_is_kept_with_it(workspace, store, given, monkeypatch, capsys):
    """The run reads the file as the person did who added it."""
    path = given / "talk.txt"
    path.write_text(
        "Priya ~ How did it begin?\n\nOwen ~ With a board and a pen that nobody could find.\n", encoding="utf-8"
    )
    code, _, said = call(monkeypatch, capsys, workspace, "add", str(path), *OPTIONS, "--shape", "{name} ~ {words}")
    document = taken_in(workspace, store)

    assert (code, "2 speakers, 2 turns" in said) == (0, True)
    assert "2 speakers, 2 turns" in document.read_as


def test_the_workspaces_own_shapes_hold_for_every_file_and_change_what_was_read(
    workspace, store, given, monkeypatch, capsys
):
    """A service that the programme pays writes all its transcripts alike."""
    path = given / "talk.txt"
    path.write_text(
        "\n".join(f"Turn of {('Priya', 'Owen')[n % 2]} ~~ {words}" for n, words in enumerate(SAID)), encoding="utf-8"
    )
    call(monkeypatch, capsys, workspace, "add", str(path), *OPTIONS)
    before = taken_in(workspace, store)
    workspace.shapes_file.write_text('[[shape]]\npattern = "Turn of {name} ~~ {words}"\n')
    after = taken_in(Workspace(workspace.root), store)

    assert before.read_as == ""
    assert "2 speakers, 8 turns" in after.read_as


@pytest.mark.parametrize(
    ("option", "value"), [("--shape", "otter"), ("--roles", "Priya leads"), ("--roles", "Priya = boss")]
)
def test_what_cannot_be_meant_is_told_before_the_file_is_put_anywhere(
    workspace, talk, monkeypatch, capsys, option, value
):
    """Found out at the next run, it would be a skipped file."""
    code, _, said = call(monkeypatch, capsys, workspace, "add", str(talk), *OPTIONS, option, value)

    assert (code, "Not added: " in said) == (1, True)
    assert not list(workspace.material.glob("*board-rounds*"))


def test_the_preview_says_how_it_was_read_and_takes_who_leads_by_number(workspace, store, talk):
    """The page shows no names; the file among the material has the label that the file gives."""
    services = Services(workspace, store)
    shown = services.preview(talk, TOLD)
    again = services.preview(talk, {**TOLD, "leads": "0"})
    where = services.take_in(talk, {**TOLD, "leads": "0"})

    assert shown.read_as == f"{READ_AS}, nobody marked as leading"
    assert len(shown.speakers) == 3
    assert not any("Priya" in speaker for speaker in shown.speakers)
    assert again.read_as == READ_AS
    assert "Priya Nair = facilitator" in (workspace.root / where).with_name("material.csv").read_text()


def test_a_preview_with_a_shape_that_fits_nothing_says_so(workspace, store, talk):
    """The page keeps what was chosen and shows the reason."""
    with pytest.raises(BadInput, match="no line has the shape"):
        Services(workspace, store).preview(talk, {**TOLD, "shape": "{name} ~ {words}"})
