"""The hub on disk: only what may be published is there, and what is taken back leaves it."""

import json
import shutil
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from learnbrief.corpus.errors import BadInput, LearnbriefError, NotAllowed, NotFound
from learnbrief.corpus.store import new_review, open_store
from learnbrief.corpus.tag import Action
from learnbrief.flows.cli import app
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import edit_brief, make_brief
from learnbrief.flows.stages.handouts import blog_draft, board_pack, event_pack
from learnbrief.flows.stages.hub import RECORD, build_hub
from learnbrief.flows.stages.scopes import parse_scope
from learnbrief.flows.stages.withdrawal import forget_participant
from learnbrief.flows.web.jobs import do_job
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from learnbrief.outputs.brief.brief import read_brief
from tests.flows.conftest import looked_over
from tests.flows.withdrawing import Workshop
from tests.outputs.reading import docx_lines, pdf_text

DISTINCT = ("kingfisher", "quartz lantern", "Okonwu")


def sign(workspace, store, wanted):
    looked_over(store, *store.documents.latest().values())
    review = new_review(Action.SIGN_OFF, "Robin", target=wanted)
    edit_brief(workspace, store, wanted, [review], edition=store.briefs.get(wanted).edition)


def drafted(workspace, store, scope="cohort"):
    return make_brief(workspace, store, analyse_scope(workspace, store, parse_scope(scope))).name


def words_in(folder):
    """Every word of every file, and the names of the files."""
    return "\n".join(f"{path}\n{path.read_text(encoding='utf-8')}" for path in folder.rglob("*") if path.is_file())


def stamps(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def approved_once(tagged_once, tmp_path_factory):
    """A small programme whose one brief is signed, made once: its files take longer than any test here."""
    place = Workspace(Path(shutil.copytree(tagged_once, tmp_path_factory.mktemp("approved") / "small-steps")))
    with closing(open_store(place.store_url)) as store:
        wanted = drafted(place, store)
        sign(place, store, wanted)
    return place.root, wanted


@pytest.fixture
def approved(approved_once, tmp_path):
    """A copy of it, to be changed at will."""
    root, wanted = approved_once
    place = Workspace(Path(shutil.copytree(root, tmp_path / "approved")))
    with closing(open_store(place.store_url)) as store:
        yield place, store, wanted


def test_a_draft_is_not_in_the_hub_and_an_approved_brief_is(tagged, tagged_store, tmp_path):
    """What nobody signed must not leave."""
    wanted = drafted(tagged, tagged_store)
    build_hub(tagged, tagged_store, tmp_path / "site")
    assert wanted not in words_in(tmp_path / "site")

    sign(tagged, tagged_store, wanted)
    built = build_hub(tagged, tagged_store, tmp_path / "site")

    page = (tmp_path / "site" / "briefs" / wanted / "brief.html").read_text(encoding="utf-8")
    brief = read_brief(tagged_store.briefs.get(wanted).published)
    assert brief.finding(brief.messages[0]).quoted[0].text in page
    assert f"briefs/{wanted}/index.html" in built.written


def test_an_approved_brief_waits_while_a_source_is_not_confirmed(approved, tmp_path):
    """The rule of published views holds here as for every file of them."""
    workspace, store, wanted = approved
    build_hub(workspace, store, tmp_path / "site")
    store.privacy.unconfirm(*next((one.document_id, one.version) for one in store.documents.latest().values()))

    built = build_hub(workspace, store, tmp_path / "site")

    assert [one.brief_id for one in built.gone] == [wanted]
    assert not (tmp_path / "site" / "briefs" / wanted / "brief.html").exists()


def test_a_second_build_touches_nothing(approved, tmp_path):
    """Whoever puts the hub online copies what changed, and reads in the outcome that nothing did."""
    workspace, store, _ = approved
    build_hub(workspace, store, tmp_path / "site")
    before = stamps(tmp_path / "site")

    built = build_hub(workspace, store, tmp_path / "site")

    assert (built.written, built.removed) == ((), ())
    assert {path: at for path, at in stamps(tmp_path / "site").items() if path.name != RECORD} == {
        path: at for path, at in before.items() if path.name != RECORD
    }


def test_the_same_hub_built_elsewhere_has_the_same_bytes(approved, tmp_path):
    workspace, store, _ = approved
    build_hub(workspace, store, tmp_path / "one")
    build_hub(workspace, store, tmp_path / "two")

    made = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in stamps(tmp_path / name)}
        for name in ("one", "two")
    ]
    assert made[0] == made[1]


def test_a_page_that_somebody_changed_by_hand_is_put_right(approved, tmp_path):
    """Also a brief, which is not made anew where nothing changed."""
    workspace, store, wanted = approved
    build_hub(workspace, store, tmp_path / "site")
    page = tmp_path / "site" / "briefs" / wanted / "brief.html"
    page.write_text("We are the best.", encoding="utf-8")

    built = build_hub(workspace, store, tmp_path / "site")

    assert built.written == (f"briefs/{wanted}/brief.html",)


def test_what_is_withdrawn_is_gone_from_pages_search_and_feed(tmp_path):
    """Every file of the hub is searched: the promise that lets people speak."""
    (tmp_path / "programme").mkdir()
    programme = Workshop(tmp_path / "programme")
    workspace, store, site = programme.workspace, programme.store, tmp_path / "site"
    atomic_write(workspace.settings_file, '[programme]\nname = "Fairer Together (fictional)"\n')
    looked_over(store, programme.shared, programme.own)
    build_hub(workspace, store, site)
    for name in ("index.html", "search-texts.js", "briefs/b-1/brief.html"):
        assert "kingfisher" in (site / name).read_text(encoding="utf-8"), name

    forget_participant(workspace, store, "Adaeze Okonwu")
    built = build_hub(workspace, store, site)

    left = words_in(site)
    assert [word for word in DISTINCT if word in left] == []
    assert [one.brief_id for one in built.gone] == ["b-1"]
    assert "briefs/b-1/brief.html" in built.removed
    assert "was withdrawn" in (site / "briefs/b-1/index.html").read_text(encoding="utf-8")


def test_a_withdrawal_takes_down_the_hub_inside_the_workspace_at_once(tmp_path):
    """Nobody has to remember to build it again; the next build still tells what is gone."""
    programme = Workshop(tmp_path)
    atomic_write(programme.workspace.settings_file, '[programme]\nname = "Fairer Together (fictional)"\n')
    looked_over(programme.store, programme.shared, programme.own)
    build_hub(programme.workspace, programme.store)
    assert "kingfisher" in words_in(programme.workspace.hub_site)

    forget_participant(programme.workspace, programme.store, "Adaeze Okonwu")

    assert programme.left_of(DISTINCT) == set()
    built = build_hub(programme.workspace, programme.store)
    assert [one.brief_id for one in built.gone] == ["b-1"]


def test_a_brief_that_another_replaced_says_so_and_leads_to_it(approved, tmp_path):
    """A reader with the old address must not take old words for new."""
    workspace, store, first = approved
    build_hub(workspace, store, tmp_path / "site")
    stored = store.briefs.get(first)
    store.briefs.put(
        "cohort-later", title="Later", status="approved", scope=stored.scope, run_id=stored.run_id,
        value=stored.value, published=stored.published, supersedes=first,
    )  # fmt: skip

    built = build_hub(workspace, store, tmp_path / "site")

    assert [one.brief_id for one in built.gone] == [first]
    page = (tmp_path / "site" / "briefs" / first / "index.html").read_text(encoding="utf-8")
    assert "replaced by a newer one" in page
    assert 'href="../cohort-later/index.html"' in page
    assert f"urn:learnbrief:{first}" not in (tmp_path / "site" / "feed.xml").read_text(encoding="utf-8")


def test_a_folder_with_other_things_is_refused(approved, tmp_path):
    """We would write among them, and could remove what is not ours."""
    workspace, store, _ = approved
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(BadInput, match="holds other things and no hub of ours"):
        build_hub(workspace, store, tmp_path / "thesis")
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


def test_a_record_that_names_files_elsewhere_removes_none(approved, tmp_path):
    workspace, store, _ = approved
    build_hub(workspace, store, tmp_path / "site")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    record = json.loads((tmp_path / "site" / RECORD).read_text(encoding="utf-8"))
    record["files"]["../mine.txt"] = "0"
    (tmp_path / "site" / RECORD).write_text(json.dumps(record), encoding="utf-8")

    build_hub(workspace, store, tmp_path / "site")

    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_of_a_resource_comes_along_and_none_from_outside_its_folder(approved, tmp_path):
    """A link in that folder must not carry the key to the pseudonyms out."""
    workspace, store, _ = approved
    folder = workspace.hub / "resources"
    folder.mkdir(parents=True)
    (folder / "cards.pdf").write_bytes(b"%PDF-1.4")
    (folder / "cards.toml").write_text('title = "Cards"\nkind = "tool"\nfile = "cards.pdf"\n', encoding="utf-8")
    build_hub(workspace, store, tmp_path / "site")
    assert (tmp_path / "site" / "files" / "cards.pdf").read_bytes() == b"%PDF-1.4"

    (folder / "cards.pdf").unlink()
    (folder / "cards.pdf").symlink_to(workspace.register_file)
    with pytest.raises(BadInput, match=r"cards\.toml: no file 'cards\.pdf'"):
        build_hub(workspace, store, tmp_path / "site")


def test_the_hub_of_a_workspace_lies_within_it_by_default(approved):
    workspace, store, _ = approved

    assert build_hub(workspace, store).folder == Workspace(workspace.root).root / "hub" / "site"


def test_the_button_in_the_app_builds_it_and_tells_what_is_gone(approved):
    """Who signs briefs works in the app; the worker does it through the same function as the command."""
    workspace, store, _ = approved
    build_hub(workspace, store)
    store.privacy.unconfirm(*next((one.document_id, one.version) for one in store.documents.latest().values()))
    store.jobs.ask("hub", {}, asked_by="Ada")

    outcome = do_job(workspace, store.jobs.take("worker"))

    assert outcome.failure == ""
    assert "waits until its sources are checked again" in outcome.message
    assert "Replace every copy" in outcome.message


def test_the_command_names_each_file_that_copies_elsewhere_lack(approved, tmp_path):
    """Whoever put the hub online does not search for what to replace."""
    workspace, store, wanted = approved
    told = CliRunner().invoke(app, ["hub", str(tmp_path / "site"), "-w", str(workspace.root)])
    assert "Open: " in told.stdout
    store.privacy.unconfirm(*next((one.document_id, one.version) for one in store.documents.latest().values()))

    told = CliRunner().invoke(app, ["hub", str(tmp_path / "site"), "-w", str(workspace.root)])

    assert f"removed: briefs/{wanted}/brief.html" in told.stderr
    assert "changed: search-texts.js" in told.stderr


def test_a_pack_and_a_blog_are_made_of_an_approved_brief_and_of_no_other(tagged, tagged_store):
    """A draft played back to the cohort would be taken for what was found."""
    wanted = drafted(tagged, tagged_store)
    with pytest.raises(NotAllowed, match="only an approved brief leaves: sign it off in the app first"):
        blog_draft(tagged, tagged_store, wanted)
    with pytest.raises(NotFound, match="no brief on the whole cohort is approved"):
        event_pack(tagged, tagged_store)

    sign(tagged, tagged_store, wanted)
    pack, (blog, _) = event_pack(tagged, tagged_store), blog_draft(tagged, tagged_store, wanted)

    names = ["facilitator.docx", "feedback-sheet.xlsx", "feedback.docx", "handout.docx", "slides.pptx"]
    assert [file.name for file in pack] == names
    assert [file.name for file in blog] == ["blog-draft.docx", "blog-draft.md"]
    assert {file.parent for file in (*pack, *blog)} == {tagged.handouts / wanted}


class TwoSources(Workshop):
    """The same with a finding that both sources bear: a board gets no statement that rests on one."""

    def finding(self, excerpts, heading, **others):
        wider = (*excerpts, self.alone) if self.alone not in excerpts else excerpts
        return super().finding(wider, heading, **others)


def test_pages_for_boards_are_made_of_approved_briefs_and_a_withdrawal_takes_them_away(tmp_path):
    """They rest on every brief at once, so none of them outlives the words of one."""
    programme = TwoSources(tmp_path)
    workspace, store = programme.workspace, programme.store
    atomic_write(workspace.settings_file, '[programme]\nname = "Fairer Together (fictional)"\n')
    with pytest.raises(NotFound, match="no brief is approved and confirmed"):
        board_pack(workspace, store)
    looked_over(store, programme.shared, programme.own)
    told = CliRunner().invoke(app, ["pack", "--board", "-w", str(workspace.root)])
    assert told.exit_code == 0, told.output
    made = {path.suffix: path.read_bytes() for path in workspace.board_resources.iterdir()}
    assert made.keys() == {".docx", ".pdf"}
    assert "kingfisher" in "".join(docx_lines(made[".docx"]))
    assert "kingfisher" in pdf_text(made[".pdf"])

    forget_participant(workspace, store, "Adaeze Okonwu")

    assert programme.left_of(DISTINCT) == set()
    assert not workspace.board_resources.exists()
    again = CliRunner().invoke(app, ["pack", "--board", "-w", str(workspace.root)])
    assert "no brief is approved and confirmed" in str(again.exception)
    assert not workspace.board_resources.exists()


def test_the_command_makes_a_page_for_each_question_and_names_those_without_an_answer(approved):
    workspace, _, _ = approved
    questions = workspace.hub / "questions"
    questions.mkdir(parents=True, exist_ok=True)
    (questions / "look.toml").write_text('question = "What should we look for?"\n', encoding="utf-8")
    (questions / "none.toml").write_text('question = "Who pays?"\nthemes = ["resources"]\n', encoding="utf-8")
    workspace.board_resources.mkdir(parents=True)
    for name in ("none.docx", "none.pdf", "none-as-edited.docx"):  # from when a brief said something on it
        (workspace.board_resources / name).write_bytes(b"")

    told = CliRunner().invoke(app, ["pack", "--board", "-w", str(workspace.root)])

    left = {path.name for path in workspace.board_resources.iterdir()}
    assert left == {"look.docx", "look.pdf", "none-as-edited.docx"}
    assert "Not made: no approved brief says anything on 'Who pays?'" in told.stderr
    assert CliRunner().invoke(app, ["pack", "--board", "--cohort", "-w", str(workspace.root)]).exit_code == 2


def test_whoever_works_in_a_browser_takes_pack_and_draft_away_in_one_file(approved):
    """Commands and the folder of the workspace are out of reach for whoever plans Thursday's event."""
    workspace, store, wanted = approved
    services = Services(workspace, store)
    content = services.brief_file(wanted, "handouts", view="published")

    with ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        names = package.namelist()
    made = [file.name for file in (*event_pack(workspace, store), *blog_draft(workspace, store, wanted)[0])]
    assert names == sorted(made)
    assert content == services.brief_file(wanted, "handouts", view="published")
    store.privacy.unconfirm(*next((one.document_id, one.version) for one in store.documents.latest().values()))
    with pytest.raises(LearnbriefError):
        services.brief_file(wanted, "handouts", view="published")


def test_a_withdrawal_removes_what_was_handed_out_of_a_brief_that_it_changes(tmp_path):
    programme = Workshop(tmp_path)
    atomic_write(programme.workspace.settings_file, '[programme]\nname = "Fairer Together (fictional)"\n')
    looked_over(programme.store, programme.shared, programme.own)
    told = CliRunner().invoke(app, ["blog", "--brief", "b-1", "-w", str(tmp_path)])
    assert "blog-draft.md" in programme.left_of(DISTINCT), told.output
    word = programme.workspace.handouts / "b-1" / "blog-draft.docx"
    assert "kingfisher" in "".join(docx_lines(word.read_bytes()))

    forget_participant(programme.workspace, programme.store, "Adaeze Okonwu")

    assert programme.left_of(DISTINCT) == set()
    assert not word.parent.exists(), "a file of Word is packed, and a search of bytes sees nothing in it"


def test_a_brief_that_was_replaced_is_played_back_no_more(approved):
    workspace, store, first = approved
    stored = store.briefs.get(first)
    store.briefs.put(
        "cohort-later", title="Later", status="approved", scope=stored.scope, run_id=stored.run_id,
        value=stored.value, published=stored.published, supersedes=first,
    )  # fmt: skip

    with pytest.raises(NotAllowed, match="was replaced by cohort-later; name that one"):
        blog_draft(workspace, store, first)
    assert {file.parent.name for file in event_pack(workspace, store)} == {"cohort-later"}


def test_the_commands_say_what_they_made_and_what_is_missing(approved):
    workspace, _, wanted = approved
    pack = CliRunner().invoke(app, ["pack", "--cohort", "-w", str(workspace.root)])
    neither = CliRunner().invoke(app, ["pack", "-w", str(workspace.root)])
    blog = CliRunner().invoke(app, ["blog", "--brief", wanted, "-w", str(workspace.root)])

    assert pack.stdout.count("Made: ") == 5
    assert "name one of --event E, --cohort and --board" in neither.output
    assert "fewer than 500: the brief holds no more" in blog.stderr
