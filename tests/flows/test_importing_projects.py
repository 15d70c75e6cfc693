"""Projects and codebooks of other programs: what was coded in them is placed, what cannot be is counted."""

import json
import zipfile

import pytest

from learnbrief.corpus.coding.code_table import is_code_table
from learnbrief.corpus.errors import NotAllowed
from learnbrief.corpus.tag import Action
from learnbrief.flows.exchange.exporting import export
from learnbrief.flows.exchange.importing import Told, import_coding
from learnbrief.flows.exchange.importing_codebook import keep_codebook_change, read_codebook_change
from learnbrief.flows.exchange.sources_of_project import take_in_sources
from learnbrief.flows.workspace.open_workspace import opened
from tests.flows.coded import QUOTE, excerpt_with, said_of


def project(*sources, users='<User guid="U1" name="Sam"/>'):
    return (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="other"><Users>{users}</Users><CodeBook><Codes>'
        '<Code guid="C1" name="leadership" isCodable="true"/></Codes></CodeBook>'
        f"<Sources>{''.join(sources)}</Sources></Project>"
    )


def selection(text, words, kind="PlainTextSelection"):
    start = text.index(words)
    return (
        f'<{kind} guid="P{start}" startPosition="{start}" endPosition="{start + len(words)}" creatingUser="U1">'
        f'<Coding guid="K{start}"><CodeRef targetGUID="C1"/></Coding></{kind}>'
    )


@pytest.fixture
def bring_project(tagged, tagged_store, tmp_path):
    """Imports a project from its XML and its texts."""

    def run(xml, texts, name="study.qdpx"):
        path = tmp_path / name
        if path.suffix == ".qde":
            path.write_text(xml, encoding="utf-8")
            (tmp_path / "sources").mkdir()
            for one, text in texts.items():
                (tmp_path / "sources" / one).write_text(text, encoding="utf-8")
        else:
            with zipfile.ZipFile(path, "w") as package:
                package.writestr("project.qde", xml)
                for one, text in texts.items():
                    package.writestr(f"sources/{one}", text)
        return import_coding(tagged, tagged_store, path, Told(), keep=True)

    return run


@pytest.mark.parametrize("name", ["study.qdpx", "study.qde"])
def test_a_source_without_a_name_is_found_by_its_words(bring_project, tagged_store, name):
    """QualCoder names no source, and an unpacked project is a project."""
    text = f"Notes\n\n{excerpt_with(tagged_store, QUOTE).text}\n"
    source = f'<TextSource guid="S1" plainTextPath="opening.txt">{selection(text, QUOTE)}</TextSource>'

    done = bring_project(project(source), {"opening.txt": text}, name)

    assert done.not_placed == []
    assert ("Sam", "add", "leadership") in said_of(tagged_store, excerpt_with(tagged_store, QUOTE))


def test_coding_on_the_text_of_a_pdf_or_recording_is_placed(bring_project, tagged_store):
    """People code PDF files and recordings too; where their text is in the project, it says where."""
    text = f"Notes\n\n{excerpt_with(tagged_store, QUOTE).text}\n"
    start = text.index(QUOTE)
    pdf = (
        '<PDFSource guid="S1" name="report" path="internal://a.pdf"><Representation guid="R1" plainTextPath="internal://R1.txt">'
        f"{selection(text, QUOTE)}</Representation></PDFSource>"
    )
    sound = (
        '<AudioSource guid="S2" name="talk" path="internal://a.mp3"><Transcript guid="T1" plainTextPath="internal://R1.txt">'
        f'<SyncPoint guid="Y1" timeStamp="0" position="{start}"/><SyncPoint guid="Y2" timeStamp="9" position="{start + len(QUOTE)}"/>'
        '<TranscriptSelection guid="T2" fromSyncPoint="Y1" toSyncPoint="Y2" creatingUser="U1"><Coding guid="K9">'
        '<CodeRef targetGUID="C1"/></Coding></TranscriptSelection></Transcript></AudioSource>'
    )

    done = bring_project(project(pdf, sound), {"R1.txt": text})

    assert (done.placed, done.not_placed) == (2, [])


def test_coding_that_marks_no_words_is_counted_as_not_placed(bring_project):
    """A rectangle on a page says nothing of words; silence about it would lose somebody's work."""
    pdf = (
        '<PDFSource guid="S1" name="report" path="internal://a.pdf"><PDFSelection guid="P1" page="0" creatingUser="U1">'
        '<Coding guid="K1"><CodeRef targetGUID="C1"/></Coding></PDFSelection></PDFSource>'
    )

    done = bring_project(project(pdf), {})

    assert not done.whole
    assert "1 codings mark an area" in done.not_placed[0]


def test_a_codebook_kept_as_a_table_changes_ours_only_on_a_yes(tagged, tagged_store, tmp_path):
    """Taguette writes and reads nothing else; a row that names a theme by its slug renames nothing."""
    path = tmp_path / "codebook.csv"
    path.write_text(
        "tag,description,number of highlights\nleadership,Who opens doors,2\nhold music,What callers hear,1\n"
    )
    before = tagged_store.codebooks.current()

    change = read_codebook_change(tagged, tagged_store, path)

    assert is_code_table(path)
    assert change.added == ("hold music",)
    assert change.after.theme("leadership").name == before.theme("leadership").name
    assert change.after.theme("leadership").definition == "Who opens doors"
    assert change.notes == ("the column 'number of highlights'",)
    assert tagged_store.codebooks.current().version == before.version


def test_a_project_that_comes_before_its_material_brings_its_texts(workspace, tmp_path):
    """People begin in another program; their texts are taken in only when somebody says so, and de-identified like any other."""
    text = "Round one\n\nPriya Raghunathan said that the rota left nobody to cover the huddle on a Monday.\n"
    path = tmp_path / "study.qdpx"
    with zipfile.ZipFile(path, "w") as package:
        words = "the rota left nobody to cover"
        package.writestr(
            "project.qde",
            project(f'<TextSource guid="S1" plainTextPath="one.txt">{selection(text, words)}</TextSource>'),
        )
        package.writestr("sources/one.txt", text)
    details = {"kind": "interview", "event": "Round one", "date": "2025-03-14", "collaborative": "none"}
    with opened(workspace.root) as (place, store):
        with pytest.raises(NotAllowed, match="--take-in"):
            import_coding(place, store, path, Told(), keep=True)

        came = take_in_sources(place, store, path, details)
        done = import_coding(place, store, path, Told(), keep=True)
        (document,) = store.documents.latest().values()
        again = take_in_sources(place, store, path, details)

    assert (came.taken, came.waiting, again.taken) == (("one.txt",), (), ())
    assert (done.placed, done.not_placed) == (1, [])
    assert "Priya" not in document.text


def test_texts_that_nobody_tells_of_wait(workspace, tmp_path):
    """Without kind and date they wait in the inbox like any other file, and nothing of them is lost."""
    path = tmp_path / "study.qdpx"
    with zipfile.ZipFile(path, "w") as package:
        text = "The rota left nobody to cover the huddle."
        package.writestr(
            "project.qde",
            project(
                f'<TextSource guid="S1" name="one" plainTextPath="one.txt">{selection(text, "The rota left")}</TextSource>'
            ),
        )
        package.writestr("sources/one.txt", text)
    with opened(workspace.root) as (place, store):
        came = take_in_sources(place, store, path, {})

    assert (came.taken, len(came.waiting)) == ((), 1)
    assert [one.name for one in workspace.inbox.glob("*.txt")] == ["one.txt"]


def test_a_project_of_another_program_is_placed_by_its_words(tagged, tagged_store, tmp_path):
    """Its text has the names, other line ends, a code of its own and a machine among its users."""
    text = (
        "\ufeffTable 1\r\nOlumide Farrant said the executive team is new.\r\nThe wards are full.\r\nThe wards are full."
    )
    quoted = "Olumide Farrant said the executive team is new"
    start = text.removeprefix("\ufeff").index(quoted)
    project = f"""<Project xmlns="urn:QDA-XML:project:1.0" name="x"><Users>
    <User guid="U1" name="Robin"/><User guid="U2" name="AI Assist"/></Users>
    <CodeBook><Codes><Code guid="C1" name="SENIOR AND BOARD  LEADERSHIP"/><Code guid="C2" name="Ward mood"/></Codes></CodeBook>
    <Sources><TextSource guid="S1" name="Harbour day one" plainTextPath="internal://S1.txt">
    <PlainTextSelection guid="P1" startPosition="{start}" endPosition="{start + len(quoted)}" creatingUser="U1">
    <Coding guid="K1"><CodeRef targetGUID="C1"/></Coding><Coding guid="K2"><CodeRef targetGUID="C2"/></Coding>
    <Coding guid="K3" creatingUser="U2"><CodeRef targetGUID="C1"/></Coding></PlainTextSelection>
    <PlainTextSelection guid="P2" startPosition="3" endPosition="3" creatingUser="U1">
    <Coding guid="K4"><CodeRef targetGUID="C1"/></Coding></PlainTextSelection></TextSource>
    <TextSource guid="S2" name="Another study" plainTextPath="internal://S1.txt">
    <PlainTextSelection guid="P3" startPosition="0" endPosition="5" creatingUser="U1">
    <Coding guid="K5"><CodeRef targetGUID="C1"/></Coding></PlainTextSelection></TextSource></Sources></Project>"""
    path = tmp_path / "study.qdpx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("project.qde", project)
        package.writestr("sources/S1.txt", text)
    done = import_coding(tagged, tagged_store, path, Told(not_people=("AI Assist",)), keep=True)

    assert said_of(tagged_store, excerpt_with(tagged_store, "executive team is new")) == {
        ("Robin", "add", "leadership")
    }
    assert (done.by_machine, list(done.unknown_themes)) == (1, ["Ward mood"])
    assert len(done.not_placed) == 2
    assert "outside its text or is empty" in done.not_placed[0]
    assert "no source is called 'Another study'" in done.not_placed[1]


def test_a_codebook_changes_ours_only_on_a_yes(tagged, tagged_store, tmp_path):
    """What is there stays, what is new is added, what is told better is changed; our own file changes nothing."""
    export(tagged, "qdc", tmp_path / "ours.qdc", scope="cohort", since=None, until=None)
    path = tmp_path / "theirs.qdc"
    path.write_text("""<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
    <Code guid="C0" name="Places" isCodable="false" color="#ff0000">
      <Code guid="C1" name="Equity" isCodable="true"><Description>Who is reached.
Include: Whoever is missed
      </Description><Code guid="C2" name="Buses" isCodable="true"/></Code>
      <Code guid="C3" name="Leadership" isCodable="true"/></Code></Codes></CodeBook>""")
    before = tagged_store.codebooks.current()
    ours = read_codebook_change(tagged, tagged_store, tmp_path / "ours.qdc")
    change = read_codebook_change(tagged, tagged_store, path)

    assert not ours.changes_anything
    assert (ours.added, ours.changed, ours.missing) == ((), (), ())
    assert change.added == ("Buses",)
    assert len(change.changed) == 2
    assert len(change.missing) == len(before.themes) - 2
    assert change.notes == ("1 colours of codes", "'Places' only groups others: its codes stand without it")
    assert tagged_store.codebooks.current() == before

    keep_codebook_change(tagged, tagged_store, change, coder="Robin")
    now = tagged_store.codebooks.current()
    assert now == type(tagged)(tagged.root).codebook
    assert now.theme("equity").include == ("Whoever is missed",)
    assert now.theme("equity").examples == before.theme("equity").examples
    assert now.theme("buses").parent == "equity"
    assert json.dumps([one.payload for one in tagged_store.reviews.all(actions=[Action.EDIT_CODEBOOK])]).count(
        now.version
    )


def test_a_text_kept_beside_the_project_is_found_or_its_coding_counted(bring_project, tagged_store, tmp_path):
    """NVivo may leave the sources outside the package; their coding went without a word."""
    text = f"Notes\n\n{excerpt_with(tagged_store, QUOTE).text}\n"
    source = f'<TextSource guid="S1" name="n" plainTextPath="relative:///texts/one.txt">{selection(text, QUOTE)}</TextSource>'

    found = bring_project(project(source), {"more/one.txt": text}, "with.qdpx")
    gone = bring_project(project(source), {}, "without.qdpx")

    assert (found.placed, found.not_placed) == (1, [])
    assert not gone.whole
    assert "a text that the file does not hold" in gone.not_placed[0]


def test_codes_of_one_name_under_two_others_are_both_placed(bring_project, tagged_store):
    """'People > leadership' and 'Barriers > leadership' are one theme here, by whoever was coded under either."""
    text = f"Notes\n\n{excerpt_with(tagged_store, QUOTE).text}\n"
    twice = selection(text, QUOTE).replace(
        "</Coding>", '</Coding><Coding guid="K0"><CodeRef targetGUID="C2"/></Coding>', 1
    )
    xml = project(f'<TextSource guid="S1" plainTextPath="one.txt">{twice}</TextSource>').replace(
        "</Codes>", '<Code guid="C0" name="People" isCodable="false"><Code guid="C2" name="leadership"/></Code></Codes>'
    )

    done = bring_project(xml, {"one.txt": text})

    assert (done.not_placed, done.unknown_themes) == ([], {})
    assert said_of(tagged_store, excerpt_with(tagged_store, QUOTE)) == {("Sam", "add", "leadership")}
