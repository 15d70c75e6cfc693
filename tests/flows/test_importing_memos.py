"""What people wrote beside their coding comes along, names hidden, and goes out again."""

import zipfile

import pytest

from learnbrief.corpus.tag import Action
from learnbrief.flows.exchange.exporting import EXPORTS, export, exported
from learnbrief.flows.exchange.importing import Told, import_coding
from learnbrief.flows.exchange.importing_codebook import read_codebook_change
from tests.flows.coded import QUOTE, excerpt_with

NOTES = (
    '<Notes><Note guid="N1" creatingUser="U1" creationDateTime="2025-04-02T10:00:00Z" plainTextPath="internal://N1.txt"/>'
    '<Note guid="N2" creatingUser="U1"><PlainTextContent>Is this leadership at all?</PlainTextContent></Note>'
    '<Note guid="N3" creatingUser="U1"><PlainTextContent>Read by a second person.</PlainTextContent></Note>'
    '<Note guid="N4" creatingUser="U1"><PlainTextContent>Round two begins in May.</PlainTextContent></Note></Notes>'
)


@pytest.fixture
def study(tagged_store, tmp_path):
    """A project with a note beside words, one beside a code, one beside a source and one beside nothing, and a description."""
    text = f"Notes\n\n{excerpt_with(tagged_store, QUOTE).text}\n"
    start = text.index(QUOTE)
    place = f'startPosition="{start}" endPosition="{start + len(QUOTE)}" creatingUser="U1"'
    xml = (
        '<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="other"><Users><User guid="U1" name="Sam"/></Users><CodeBook><Codes>'
        '<Code guid="C1" name="leadership" isCodable="true"><Description>Who opens doors</Description><NoteRef targetGUID="N2"/></Code>'
        '</Codes></CodeBook><Sources><TextSource guid="S1" name="" plainTextPath="internal://S1.txt">'
        f'<PlainTextSelection guid="P1" {place}><NoteRef targetGUID="N1"/></PlainTextSelection>'
        f'<PlainTextSelection guid="P2" {place}><Description>Said twice that day.</Description></PlainTextSelection>'
        f'<NoteRef targetGUID="N3"/></TextSource></Sources>{NOTES}</Project>'
    )
    path = tmp_path / "study.qdpx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("project.qde", xml)
        package.writestr("sources/S1.txt", text)
        package.writestr("sources/N1.txt", "Ask Ines Calloway, who chairs it.")
    return path


def _comments(store):
    standing = store.reviews.standing(actions=[Action.COMMENT])
    return {
        str(one.payload["text"]): (one.document_id is not None, one.start is not None, one.theme) for one in standing
    }


def test_memos_and_notes_of_a_project_are_comments_where_they_belong(tagged, tagged_store, study):
    """A memo is where a researcher says why; left behind, only that something was coded comes over."""
    done = import_coding(tagged, tagged_store, study, Told(), keep=True)

    assert (done.not_placed, done.notes, done.memos) == ([], (), 5)
    comments = _comments(tagged_store)
    assert {words: place for words, place in comments.items() if not words.startswith("Ask")} == {
        "Said twice that day.": (True, True, None),
        "Is this leadership at all?": (False, False, "leadership"),
        "Read by a second person.": (True, False, None),
        "Round two begins in May.": (False, False, None),
    }
    asked = next(one for one in tagged_store.reviews.standing(actions=[Action.COMMENT]) if "Ask" in one.payload["text"])
    here = excerpt_with(tagged_store, QUOTE)
    assert (asked.coder, asked.start, asked.end) == ("Sam", here.start, here.end)
    assert asked.made_at.isoformat() == "2025-04-02T10:00:00+00:00"


def test_no_name_in_a_memo_is_stored(tagged, tagged_store, study):
    """Names are hidden before anything is stored: a memo says who said it more often than a source does."""
    import_coding(tagged, tagged_store, study, Told(), keep=True)

    assert not any("Calloway" in words for words in _comments(tagged_store))


def test_a_dry_run_counts_memos_and_stores_none(tagged, tagged_store, study):
    """The register is not read for it and no pseudonym is given out."""
    done = import_coding(tagged, tagged_store, study, Told(), keep=False)

    assert (done.memos, done.new_memos, _comments(tagged_store)) == (5, 0, {})


def test_memos_brought_in_twice_or_sent_out_and_back_are_there_once(tagged, tagged_store, study, tmp_path):
    """Files go to and fro between people; a comment that multiplies each time is worse than none."""
    import_coding(tagged, tagged_store, study, Told(), keep=True)
    before = _comments(tagged_store)
    again = import_coding(tagged, tagged_store, study, Told(), keep=True)
    out = tmp_path / "out.qdpx"
    export(tagged, "qdpx", out, scope="cohort")
    back = import_coding(tagged, tagged_store, out, Told(), keep=True)

    assert (again.new_memos, back.new_memos, back.memos) == (0, 0, 5)
    with tagged_store.transaction() as connection:
        connection.exec_driver_sql("delete from review")
    import_coding(tagged, tagged_store, out, Told(), keep=True)
    assert _comments(tagged_store) == before


def test_a_memo_of_a_code_that_we_do_not_have_is_told(tagged, tagged_store, study):
    """Silence would lose it."""
    with zipfile.ZipFile(study) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(study, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.replace(b'name="leadership"', b'name="weather"'))

    done = import_coding(tagged, tagged_store, study, Told(), keep=True)

    assert [one for one in done.not_placed if "memo" in one] == [
        "study.qdpx memo 'Is this leadership at all?': it is about the code 'weather', which the codebook does not have"
    ]


def test_the_codebook_goes_out_as_taguette_reads_it_and_comes_back_unchanged(tagged, tagged_store, tmp_path):
    """Taguette reads a table 'tag,description' and nothing else, and what comes back must change nothing."""
    content, losses = exported(tagged, "codes", scope="cohort")
    path = tmp_path / "codes.csv"
    path.write_bytes(content)
    lines = content.decode("utf-8-sig").splitlines()
    change = read_codebook_change(tagged, tagged_store, path)

    assert lines[0] == "tag,description"
    assert (change.added, change.changed, change.missing, losses) == ((), (), (), ())
    assert "nothing of the material" in EXPORTS["codes"].holds
