"""What people say of a brief that was played back to them is told in the next one, and makes no finding wider."""

import re
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.member_checks import Reply
from learnbrief.corpus.store import open_store
from learnbrief.flows.cli import app
from learnbrief.flows.stages.brief_files import may_be_published
from learnbrief.flows.stages.handouts import event_pack
from learnbrief.flows.stages.ingest import new_files, take_in
from learnbrief.flows.stages.register import keep_up
from learnbrief.flows.stages.scopes import material_in, months_with_material, parse_scope, unfinished_events
from learnbrief.flows.stages.tagging import tag
from learnbrief.flows.stages.withdrawal import forget_document, forget_participant
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from learnbrief.outputs.brief.brief import evidence_of, read_brief
from learnbrief.outputs.render import render
from tests.flows.conftest import looked_over
from tests.flows.feedback import fill_form, fill_sheet
from tests.flows.test_hub import drafted, sign
from tests.outputs import reading
from tests.outputs.app.conftest import token_in

ADDED = "With us the porters were never asked at all."
DIFFERS = "Our board asks about equity at every single meeting."


def opened(root, place):
    """A copy of a workspace, to be changed at will, with its store."""
    copied = Workspace(Path(shutil.copytree(root, place)))
    return copied, closing(open_store(copied.store_url))


@pytest.fixture(scope="module")
def approved_once(tagged_once, tmp_path_factory):
    """A small programme whose one brief is signed, with its pack."""
    place, store_of = opened(tagged_once, tmp_path_factory.mktemp("played") / "small-steps")
    with store_of as store:
        wanted = drafted(place, store)
        sign(place, store, wanted)
        event_pack(place, store)
    return place.root, wanted


@pytest.fixture(scope="module")
def told_once(approved_once, tmp_path_factory):
    """The same after forms came back and were confirmed, with the brief that tells of them."""
    folder = tmp_path_factory.mktemp("told")
    root, wanted = approved_once
    place, store_of = opened(root, folder / "told")
    with store_of as store:
        forms = came_back(place, store, wanted, folder)
        assert add(place, *forms, "--date", "2025-06-03", "--asked", "9").exit_code == 0
        looked_over(store, *taken_in(place, store))
        following = drafted(place, store)
    return place.root, wanted, following


@pytest.fixture
def approved(approved_once, tmp_path):
    root, wanted = approved_once
    place, store_of = opened(root, tmp_path / "approved")
    with store_of as store:
        yield place, store, wanted


@pytest.fixture
def told(told_once, tmp_path):
    root, wanted, following = told_once
    place, store_of = opened(root, tmp_path / "told")
    with store_of as store:
        yield place, store, wanted, following


def add(workspace, *arguments):
    return CliRunner().invoke(app, ["add", *map(str, arguments), "-w", str(workspace.root)])


def taken_in(workspace, store):
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    return forms_in(store)


def forms_in(store):
    return [one for one in store.documents.latest().values() if one.kind.value == "member_check"]


def came_back(workspace, store, wanted, tmp_path):
    """Two forms in Word and a sheet of three rows, of nine that were given out."""
    pack, messages = workspace.handouts / wanted, len(read_brief(store.briefs.get(wanted).published).messages)
    forms = [
        fill_form(pack / "feedback.docx", tmp_path / "one.docx", [Reply.AGREE] * messages, {0: ADDED}),
        fill_form(
            pack / "feedback.docx", tmp_path / "two.docx", [Reply.DISAGREE] + [None] * (messages - 1), {0: DIFFERS}
        ),
    ]
    rows = [["It rings true", "", *[""] * (2 * messages - 2), "Nobody spoke of the night shift."], ["In part"], []]
    forms.append(fill_sheet(pack / "feedback-sheet.xlsx", tmp_path / "sheet.xlsx", rows, given_out=9))
    return forms


def test_forms_are_told_in_the_next_brief_and_add_to_no_source_voice_or_spread(told):
    """A finding that counted those who were read it out would agree with itself."""
    _, store, wanted, following = told
    before, after = (read_brief(store.briefs.get(one).value) for one in (wanted, following))

    checks = after.member_checks
    assert after.supersedes == wanted
    assert (checks.asked, checks.forms) == (9, 5)
    first = checks.of(before.messages[0])
    assert first.replies == {"agree": 2, "in part": 1, "disagree": 1, "cannot say": 0}
    assert {(one.reply, one.said.text) for one in first.remarks} == {("agree", ADDED), ("disagree", DIFFERS)}
    assert [one.said.text for one in checks.statements[-1].remarks] == ["Nobody spoke of the night shift."]
    assert (after.base.documents, after.base.voices, after.base.excerpts, after.base.by_kind) == (
        before.base.documents, before.base.voices, before.base.excerpts, before.base.by_kind,
    )  # fmt: skip
    assert {one.id: one.spread for one in after.findings} == {one.id: one.spread for one in before.findings}
    assert {one.source_kind for finding in after.findings for one in finding.evidence} == {
        one.source_kind for finding in before.findings for one in finding.evidence
    }


def test_silence_is_no_agreement(approved, tmp_path):
    """A form on which nothing is ticked came back, and agrees with nothing."""
    workspace, store, wanted = approved
    form = workspace.handouts / wanted / "feedback.docx"
    told = add(workspace, form, "--date", "2025-06-03")
    looked_over(store, *taken_in(workspace, store))

    checks = read_brief(store.briefs.get(drafted(workspace, store)).value).member_checks

    assert "nothing is ticked or written on this form; it counts as one that says nothing" in told.stderr
    assert (checks.asked, checks.forms) == (None, 1)
    assert all(set(one.replies.values()) == {0} for one in checks.statements)


def test_every_format_tells_how_many_said_what_in_their_words(told):
    """A board that reads the PDF must learn of the disagreement as whoever opens the page does."""
    _, store, _, following = told
    brief = read_brief(store.briefs.get(following).value)
    files = render(brief, ["html", "docx", "md", "pdf"])
    texts = {
        "html": re.sub(r"<[^>]+>", " ", files["brief.html"].decode()),
        "docx": "".join(reading.docx_lines(files["brief.docx"])),
        "md": reading.markdown_text(files["brief.md"].decode()),
        "pdf": reading.pdf_text(files["brief.pdf"]),
    }
    promised = (
        DIFFERS, ADDED, "9 people were asked in June 2025; 5 forms came back.", "whoever said nothing has not agreed",
        "Played back, on 5 forms that came back: 2 said that it rings true, 1 that it does in part and 1 that it does not.",
    )  # fmt: skip

    missing = [
        (f, words)
        for f, text in texts.items()
        for words in promised
        if reading.squeezed(words) not in reading.squeezed(text)
    ]
    assert missing == []


def test_as_published_small_counts_are_words_and_nobody_is_told_apart(told):
    """In a room of nine, 'one disagreed' is somebody."""
    _, store, _, following = told

    public = read_brief(store.briefs.get(following).published).member_checks

    first = public.statements[0]
    assert first.replies == {
        "agree": "fewer than 5",
        "in part": "fewer than 5",
        "disagree": "fewer than 5",
        "cannot say": 0,
    }
    assert public.sources == ()
    assert {one.voice for one in public.remarks} == {"somebody who was asked"}
    assert {one.date for one in public.remarks} == {None}


def test_a_brief_that_tells_of_forms_is_published_once_a_person_has_confirmed_them(told):
    """What somebody writes by hand names people as any other source does."""
    _, store, _, following = told
    assert may_be_published(store, following)
    form = forms_in(store)[0]

    store.privacy.unconfirm(form.document_id, form.version)

    assert not may_be_published(store, following)


def test_names_on_a_form_are_hidden_before_anything_is_stored(approved, tmp_path):
    workspace, store, wanted = approved
    pack = workspace.handouts / wanted
    form = fill_form(
        pack / "feedback.docx", tmp_path / "named.docx", [Reply.PARTLY], {0: "Olumide Farrant never came to us."}
    )
    add(workspace, form, "--date", "2025-06-03")

    (document,) = taken_in(workspace, store)

    assert "never came to us" in document.text
    assert "Olumide" not in document.text
    assert "Farrant" not in document.text


def test_a_form_that_is_withdrawn_leaves_the_brief_that_told_of_it(told):
    """Whoever takes back what they wrote on a form takes it back everywhere."""
    workspace, store, _, following = told
    gone = next(one for one in forms_in(store) if DIFFERS in one.text)

    forget_document(workspace, store, gone.document_id)

    for value in (store.briefs.get(following).value, store.briefs.get(following).published):
        assert DIFFERS not in value
        assert ADDED in value
    assert gone.document_id not in store.briefs.get(following).value


def test_a_form_for_a_brief_that_was_replaced_says_so_and_is_told_all_the_same(told, tmp_path):
    """Forms come back late; what people took the time to write is not lost."""
    workspace, store, wanted, second = told
    sign(workspace, store, second)
    form = workspace.handouts / wanted / "feedback.docx"
    late = fill_form(form, tmp_path / "late.docx", [Reply.PARTLY], {0: "Ours changed after Easter."})

    said = add(workspace, late, "--date", "2025-06-10")

    assert f"answers brief {wanted}, which {second} has replaced since" in said.stderr
    looked_over(store, *taken_in(workspace, store))
    third = read_brief(store.briefs.get(drafted(workspace, store)).value)
    assert {ADDED, DIFFERS, "Ours changed after Easter."} <= {one.text for one in third.member_checks.remarks}


def test_a_form_of_another_programme_and_one_told_to_be_a_survey_are_refused(approved, tagged, tmp_path):
    """Counted as a survey it would be a source of the finding that it answers."""
    workspace, store, wanted = approved
    form = came_back(workspace, store, wanted, tmp_path)[0]

    told = add(workspace, form, "--date", "2025-06-03", "--kind", "survey")
    elsewhere = add(tagged, form, "--date", "2025-06-03")

    assert (told.exit_code, elsewhere.exit_code) == (1, 1)
    assert "one.docx: is a feedback form on a brief, and told to be survey; leave its kind out" in told.stderr
    assert "is that of no brief in this workspace" in elsewhere.stderr


def test_forms_are_in_no_scope_and_no_event_of_their_own_waits_for_a_brief(told):
    """An unattended run must not draft a brief on what people said of a brief."""
    workspace, store, wanted, _ = told
    forms = forms_in(store)

    everything = material_in(store, parse_scope("cohort"))
    own = material_in(store, parse_scope(f"event:{forms[0].event_id}", until=date(2026, 1, 1)))

    assert not {one.document_id for one in forms} & {one.document_id for one in everything.documents}
    assert own.documents == ()
    assert forms[0].event_id not in unfinished_events(workspace, store)
    assert "2025-06" not in months_with_material(store)
    tag(workspace, store)
    written = [one for form in forms for one in store.excerpts.of(form.document_id, form.version)]
    assert store.tags.effective_on(written) == []
    assert not any(one.evidence for form in forms for one in store.excerpts.of(form.document_id, form.version))
    assert not {one.document_id for one in forms} & {
        one.document for one in evidence_of(read_brief(store.briefs.get(wanted).value))
    }


def test_a_run_that_takes_in_forms_alone_says_so(approved, tmp_path):
    """'Nothing new.' was said to somebody who had just added what came back."""
    workspace, store, wanted = approved
    keep_up(workspace)
    for event in unfinished_events(workspace, store):
        drafted(workspace, store, f"event:{event}")
    add(workspace, came_back(workspace, store, wanted, tmp_path)[0], "--date", "2025-06-03")

    told, again = (CliRunner().invoke(app, ["run", "--direct", "-w", str(workspace.root)]) for _ in range(2))

    assert told.stdout.startswith("Taken in: 1 file with feedback forms. The next brief on what they answer")
    assert again.stdout == "Nothing new.\n"


def test_how_many_were_asked_is_a_number_or_nothing(approved, tmp_path):
    workspace, store, wanted = approved
    form = came_back(workspace, store, wanted, tmp_path)[0]

    told = add(workspace, form, "--date", "2025-06-03", "--asked", "many")

    assert "--asked says asked is 'many'; write how many forms were given out, as 25" in told.stderr
    with pytest.raises(BadInput, match="holds no code of a feedback form"):
        _read_as_form(tmp_path)


def _read_as_form(tmp_path):
    from learnbrief.corpus.document import Kind
    from learnbrief.corpus.readers import How, read

    path = tmp_path / "plain.md"
    path.write_text("It rings true for us.", encoding="utf-8")
    read(path, How(kind=Kind.MEMBER_CHECK))


def test_the_page_of_the_brief_shows_beside_each_finding_what_people_said_of_it(told):
    """Whoever words the finding anew must see who did not recognise themselves in it."""
    workspace, store, wanted, following = told
    services, programme = Services(workspace, store), workspace.settings.as_programme()
    page = TestClient(
        create_app(store, services, programme=programme, workspace=workspace.root, token=OneTimeToken("secret"))
    )
    page.get("/?token=secret")
    page.post("/who", data={"name": "Ada", "csrf": token_in(page.get("/who").text)})
    first = read_brief(store.briefs.get(wanted).value).messages[0]

    shown = BeautifulSoup(page.get(f"/briefs/{following}").text, "lxml")

    beside = " ".join(shown.select_one(f"section#{first} .played-back").get_text(" ").split())
    assert "Played back (5 forms): 2 It rings true, 1 In part, 1 It does not, 0 I cannot say." in beside
    assert DIFFERS in beside
    assert "Nobody spoke of the night shift." in shown.get_text(" ")


def test_a_withdrawal_takes_the_files_of_forms_that_printed_the_words_and_leaves_what_was_answered(told):
    """A filled-in form in the material holds the quote that somebody took back."""
    workspace, store, _, following = told
    assert {path.name for path in workspace.material.rglob("*.docx")} == {"one.docx", "two.docx"}

    forget_participant(workspace, store, "Olumide Farrant")

    assert not [*workspace.material.rglob("*.docx"), *workspace.material.rglob("*.xlsx")]
    assert ADDED in store.briefs.get(following).value
