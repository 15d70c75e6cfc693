"""Coding from elsewhere finds its place, keeps its coder, and overwrites nobody."""

import csv
import io
import json
import zipfile

import pytest

from learnbrief.corpus.coding.code_table import is_code_table
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import BadInput, NotAllowed
from learnbrief.corpus.store import Store, new_review
from learnbrief.corpus.tag import Action, Coder
from learnbrief.flows.exchange.exporting import export, exported
from learnbrief.flows.exchange.importing import Told, import_coding
from learnbrief.flows.exchange.importing_codebook import keep_codebook_change, read_codebook_change
from learnbrief.flows.exchange.sources_of_project import take_in_sources
from learnbrief.flows.stages.ingest import open_desk
from learnbrief.flows.stages.learning import TEACHING
from learnbrief.flows.stages.redaction import redact
from learnbrief.flows.web.services import agreement_figures
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.nlp.tagging.coding import coded_from_reviews
from tests.flows.conftest import take_all_in

NOTES = "material/harbour-day-one/notes.md"


@pytest.fixture
def bring(tagged, tagged_store, tmp_path):
    """Imports a table given as rows of cells."""

    def run(*rows, name="coding.csv", keep=True, **told):
        path = tmp_path / name
        path.write_text("\n".join(rows), encoding="utf-8")
        return import_coding(tagged, tagged_store, path, Told(**{"coder": "Robin", **told}), keep=keep)

    return run


def _excerpt(store: Store, words: str) -> Excerpt:
    (found,) = [one for one in store.excerpts.current() if words in one.text]
    return found


def _said(store: Store, excerpt: Excerpt) -> set[tuple[str, str, str | None]]:
    return {
        (review.coder, review.action.value, review.theme)
        for review in store.reviews.standing(document_id=excerpt.document_id)
        if (review.start, review.end) == (excerpt.start, excerpt.end)
    }


def test_a_coded_passage_becomes_its_coders_reviews(bring, tagged_store):
    """Themes by slug or name, whatever the program wrote in between; what is not named does not apply."""
    done = bring(
        "Document,Text,Themes,Stance,Coder,Blind",
        f"{NOTES},Improvement  time is the first thing,workforce;Senior and board leadership,Barrier,Sam,yes",
        f"{NOTES},Nobody knows which committee,read,,,no",
    )
    first, second = _excerpt(tagged_store, "first thing cancelled when"), _excerpt(tagged_store, "which committee")

    assert (done.placed, done.whole, done.sources) == (2, True, 1)
    assert _said(tagged_store, first) == {
        ("Sam", "add", "workforce"), ("Sam", "add", "leadership"), ("Sam", "add", "barrier"), ("Sam", "done", None),
    }  # fmt: skip
    assert _said(tagged_store, second) == {("Robin", "done", None)}
    assert {one.name for one in tagged_store.coders.all()} == {"Robin", "Sam"}
    coded = coded_from_reviews(tagged_store.excerpts.current(), tagged_store.reviews.standing(actions=TEACHING))
    by_id = {one.excerpt_id: one for one in coded}
    assert by_id[first.excerpt_id].blind
    assert by_id[first.excerpt_id].knows("equity")
    assert not by_id[second.excerpt_id].blind
    assert by_id[second.excerpt_id].knows("equity")
    assert not by_id[second.excerpt_id].knows("barrier"), "nothing was said of stances"


@pytest.mark.parametrize(
    "document",
    [NOTES, "harbour-day-one/notes.md", ".\\material\\harbour-day-one\\notes.md", "notes.md", "notes",
     "Harbour day one", "harbour-day-one", ""],
)  # fmt: skip
def test_a_source_goes_by_any_of_its_names(bring, document):
    """Other programs know titles, file names or paths of another system; words that stand in one source name it too."""
    done = bring("document,text,themes", f"{document},Nobody knows which committee,leadership")

    assert (done.placed, done.not_placed) == (1, [])


def test_a_passage_with_a_name_in_it_is_placed(bring, tagged_store):
    """Coding was made on the original; the frozen text has a pseudonym there."""
    done = bring("document,text,themes", f"{NOTES},Olumide Farrant said the executive team is new and,leadership")

    assert done.whole
    assert ("Robin", "add", "leadership") in _said(tagged_store, _excerpt(tagged_store, "executive team is new"))


def test_a_bad_row_is_told_and_loses_no_other(bring, tagged_store):
    """Each line names the row and the remedy; a theme that may be misspelt is no evidence that others do not apply."""
    done = bring(
        "document,text,start,end,themes,blind",
        f"{NOTES},Words that nobody said there,,,leadership,",
        "elsewhere.md,Nobody knows which committee,,,leadership,",
        f"{NOTES},,5,,leadership,",
        f"{NOTES},,99999,100000,leadership,",
        f"{NOTES},Nobody knows which committee,,,leadrship;data,perhaps",
        f"{NOTES},Nobody knows which committee,,,leadrship;data,",
        f"{NOTES},,,,data,",
        f"{NOTES},the,,,data,",
    )
    told = {line.split(":")[0]: line for line in done.not_placed}

    assert (done.placed, len(done.not_placed)) == (1, 7)
    for row, remedy in {
        2: "copy the words from the app",
        3: "give its path under material/",
        4: "give both or neither",
        5: "count from 0",
        6: "write yes or no",
        8: "put them in the column 'text'",
        9: "give more of the words",
    }.items():
        assert remedy in told[f"coding.csv row {row}"]
    assert done.unknown_themes == {"leadrship": "1 time; did you mean 'leadership'?"}
    assert _said(tagged_store, _excerpt(tagged_store, "which committee")) == {("Robin", "add", "data")}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["document,words,colour", "a,b,red"], "name it 'themes'"),
        (["document,themes", "a,b"], "name one 'text'"),
        ([""], "empty"),
    ],
)
def test_a_table_that_says_nothing_of_coding_is_refused(bring, rows, told):
    """One line instead of one for every row."""
    with pytest.raises(BadInput, match=told):
        bring(*rows)


def test_the_same_file_twice_adds_nothing_and_what_was_taken_back_stays_so(bring, tagged_store):
    """And the coder's own later decision in the app goes before the file."""
    rows = ("document,text,themes", f"{NOTES},Nobody knows which committee,leadership;data")
    tagged_store.coders.put(Coder("Robin", "admin"))
    excerpt = _excerpt(tagged_store, "which committee")
    tagged_store.reviews.add(new_review(Action.REJECT, "Robin", excerpt=excerpt, theme="data"))
    first = bring(*rows)
    (added,) = tagged_store.reviews.all(actions=[Action.ADD])
    tagged_store.reviews.add(new_review(Action.UNDO, "Robin", target=added.review_id))
    again = bring(*rows, name="the same under another name.csv")

    assert (first.added, again.added) == (2, 0)
    assert again.by_coder["Robin"].known == 3
    assert _said(tagged_store, excerpt) == {("Robin", "reject", "data"), ("Robin", "done", None)}
    assert tagged_store.coders.all() == [Coder("Robin", "admin")]


def test_a_dry_run_says_all_and_stores_nothing(bring, tagged_store):
    """Look first: a record that is never rewritten should not be filled by mistake."""
    done = bring("document,text,themes", f"{NOTES},Nobody knows which committee,leadership", keep=False)

    assert (done.placed, done.added, done.stored) == (1, 2, False)
    assert (tagged_store.reviews.all(), tagged_store.coders.all()) == ([], [])


def test_suggestions_stay_as_they_are(bring, tagged_store):
    """A model's tags and people's coding are two things."""
    before = tagged_store.tags.suggested()
    bring("document,text,themes", f"{NOTES},Nobody knows which committee,leadership")

    assert tagged_store.tags.suggested() == before


def test_read_all_says_that_what_was_left_uncoded_carries_nothing(bring, tagged_store):
    """Most programs keep only what was coded; without being told, silence says nothing."""
    bring("document,text,themes,blind", f"{NOTES},Nobody knows which committee,leadership,yes", read_all=True)
    excerpts = tagged_store.excerpts.current()
    coded = coded_from_reviews(excerpts, tagged_store.reviews.standing(actions=TEACHING))
    document_id = _excerpt(tagged_store, "which committee").document_id

    assert {one.excerpt_id for one in coded} == {one.excerpt_id for one in excerpts if one.document_id == document_id}
    assert all(one.blind and one.knows("equity") and not one.knows("barrier") for one in coded)


def test_two_blind_coders_agree_on_what_both_looked_for(bring, tagged_store):
    """Who was not asked for stances has not said that there are none."""
    bring("document,text,themes,stance", f"{NOTES},Nobody knows which committee,leadership,barrier", blind=True)
    bring("document,text,themes", f"{NOTES},Nobody knows which committee,leadership", blind=True, coder="Sam")
    figures = agreement_figures(tagged_store)

    assert figures["people"]["topic"]["units"] == 1
    assert figures["people"]["stance"]["units"] == 0
    assert figures["disagreements"] == ()


@pytest.mark.parametrize("form", ["csv", "xlsx", "qdpx"])
def test_what_was_exported_comes_back(bring, tagged, tagged_store, tmp_path, form):
    """Into another store of the same material: people's coding is the same, and no suggestion became a person's."""
    bring("document,text,themes,stance", f"{NOTES},Nobody knows which committee,leadership;data,barrier")
    excerpt = _excerpt(tagged_store, "which committee")
    target = tmp_path / f"coding.{form}"
    tagged_store.reviews.add(new_review(Action.COMMENT, "Robin", excerpt=excerpt, payload={"text": "Ask again."}))
    export(tagged, form, target, scope="cohort", since=None, until=None)
    again = import_coding(tagged, tagged_store, target, Told(), keep=True)
    assert (again.added, again.by_machine > 0, again.whole) == (0, True, True)
    assert list(again.notes) == []
    assert (again.memos, again.new_memos) == ((1, 0) if form == "qdpx" else (0, 0))

    with tagged_store.transaction() as connection:
        connection.exec_driver_sql("delete from review")
    back = import_coding(tagged, tagged_store, target, Told(), keep=True)

    assert back.added == 3
    comments = {("Robin", "comment", None)} if form == "qdpx" else set()
    assert _said(tagged_store, excerpt) == comments | {
        ("Robin", "add", theme) for theme in ("leadership", "data", "barrier")
    }


@pytest.mark.parametrize("form", ["csv", "xlsx", "qdpx"])
def test_what_was_exported_comes_back_into_a_text_that_was_redacted_since(bring, tagged, tagged_store, tmp_path, form):
    """Offsets of an older version lead to the same words; coding from before the redaction teaches as well."""
    bring("document,text,themes", f"{NOTES},Nobody knows which committee,leadership", coder="Sam")
    target = tmp_path / f"coding.{form}"
    export(tagged, form, target, scope="cohort", since=None, until=None)
    document = tagged_store.documents.get(_excerpt(tagged_store, "which committee").document_id)
    start = document.text.index("the wards are full")
    redact(open_desk(tagged, tagged_store), document.document_id, start, start + 9, kind="place", everywhere=False)
    now = _excerpt(tagged_store, "which committee")
    again = import_coding(tagged, tagged_store, target, Told(), keep=True)
    reviews = tagged_store.tags.rekeyed(tagged_store.reviews.standing(actions=TEACHING), [now])

    assert now.version == 2
    assert (again.added, again.whole) == (0, True), again.not_placed
    assert coded_from_reviews([now], reviews)[0].themes == {"leadership"}
    with tagged_store.transaction() as connection:
        connection.exec_driver_sql("delete from review")
    import_coding(tagged, tagged_store, target, Told(), keep=True)
    assert _said(tagged_store, now) == {("Sam", "add", "leadership")}


def test_sources_of_one_name_are_told_apart_and_known_again(bring, tagged, tagged_store, tmp_path):
    """Two 'reflection's in one export: by that name alone nothing coded in either could come back."""
    for folder, day in (("harbour-coaching", "04"), ("harbour-coaching-2", "05")):
        (tagged.material / folder).mkdir()
        (tagged.material / folder / "reflection.txt").write_text(
            f"Kind: coaching reflection\nDate: 2025-06-{day}\nCollaborative: harbour\n\nThe day of the {day}th was long."
        )
    take_all_in(tagged, tagged_store)
    rows = list(csv.DictReader(io.StringIO(exported(tagged, "csv", scope="cohort")[0].decode("utf-8-sig"))))
    [title] = {row["title"] for row in rows if row["event"] == "harbour-coaching-2"}

    assert title == "reflection (coaching reflection, 5 June 2025, Harbour coaching 2)"
    brought = bring("document,text,themes", f'"{title}",The day of the 05th was long,leadership')
    assert (brought.placed, list(brought.not_placed)) == (1, [])


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

    assert _said(tagged_store, _excerpt(tagged_store, "executive team is new")) == {("Robin", "add", "leadership")}
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


QUOTE = "Improvement time is the first thing cancelled when"
WRITTEN = {
    "ATLAS.ti": (
        "ID,Document,Quotation Content,Codes,Comment,Created by",
        '1:0,1 {doc},"{quote}","leadership\nworkforce",,Sam',
    ),
    "Dedoose": (
        "Media Title,Excerpt Copy,Codes Applied Combined,Excerpt Creator",
        '{doc},"{quote}","leadership, workforce",Sam',
    ),
    "MAXQDA": (
        "Color,Comment,Document group,Document name,Code,Beginning,End,Weight score,Segment,Modified by",
        "*,,Notes,{doc},People > leadership,3,3,0,{quote},Sam\n*,,Notes,{doc},workforce,3,3,0,{quote},Sam",
    ),
    "NVivo": (
        "File,Code,Reference text,Coder",
        "{doc},Codes\\People\\leadership,{quote},Sam\n{doc},workforce,{quote},Sam",
    ),
    "QualCoder": (
        "Filename,Codename,Coded text,Coder,pos0,pos1",
        "{doc},leadership,{quote},Sam,0,9\n{doc},workforce,{quote},Sam,0,9",
    ),
    "Condens": ("Session,Highlight text,Tag names,Researcher", "{doc},{quote},leadership|workforce,Sam"),
    "Delve": ("Transcript,Snippet,Codes,Created By", '{doc},{quote},"leadership, workforce",Sam'),
    "Dovetail": ("Note title,Highlight,Tags,Highlighted by", '{doc},{quote},"leadership, workforce",Sam'),
    "Quirkos": (
        "Source Title,Quote,Quirk,Author",
        "{doc},{quote},leadership,Sam\n{doc},{quote},workforce,Sam",
    ),
    "RQDA": (
        "rid,cid,fid,codename,filename,index1,index2,CodingLength,coding,owner",
        "1,1,1,leadership,{doc},0,9,9,{quote},Sam\n2,2,1,workforce,{doc},0,9,9,{quote},Sam",
    ),
    "Transana": (
        "Collection,Transcript,Clip Text,Keywords,Coder",
        "x,{doc},{quote},People : leadership; People : workforce,Sam",
    ),
    "a column per code": ("document,text,coder,leadership,workforce,equity", "{doc},{quote},Sam,1,x,0"),
}
"""Tables as other programs write them, with words of ours."""


@pytest.mark.parametrize("program", WRITTEN)
def test_a_table_of_another_program_is_understood(bring, tagged_store, program):
    """Whoever coded elsewhere should not have to rename columns first."""
    header, row = WRITTEN[program]

    done = bring(header, row.format(doc=NOTES, quote=QUOTE), coder="")

    assert (done.not_placed, done.unknown_themes) == ([], {})
    added = {(who, theme) for who, act, theme in _said(tagged_store, _excerpt(tagged_store, QUOTE)) if act == "add"}
    assert added == {("Sam", "leadership"), ("Sam", "workforce")}


def test_taguettes_highlights_are_understood(bring, tagged_store):
    """It names no coder: the person who brings them in says who that was."""
    done = bring("id,document,tag,content", f"1,{NOTES},leadership,{QUOTE}", coder="Robin")

    assert done.placed == 1
    assert ("Robin", "add", "leadership") in _said(tagged_store, _excerpt(tagged_store, QUOTE))


def test_our_own_wide_table_comes_back_without_what_nobody_checked(bring, tagged_store):
    """A suggestion of the machine must not come back as a person's coding."""
    excerpt = _excerpt(tagged_store, QUOTE)
    done = bring(
        "document,excerpt,start,end,version,text,tags_held,tags_checked,coders,theme_leadership,theme_shared_purpose",
        f"{excerpt.document_id},{excerpt.excerpt_id},{excerpt.start},{excerpt.end},{excerpt.version},{QUOTE},1,1,Sam,1,0",
        f"{excerpt.document_id},{excerpt.excerpt_id},{excerpt.start},{excerpt.end},{excerpt.version},{QUOTE},2,1,Ada,1,1",
        coder="",
    )

    assert (set(done.by_coder), done.by_machine) == ({"Sam"}, 1)


@pytest.mark.parametrize(
    "quote",
    [
        "Improvement time is the first thing [...] when",
        "Improvement time is … cancelled when",
        "Improvement time is (...) first thing ... when",
    ],
)
def test_a_shortened_quotation_is_placed_by_its_ends(bring, tagged_store, quote):
    """People shorten what they quote; the ends say where it stood."""
    done = bring("document,text,themes", f"{NOTES},{quote},leadership")

    assert done.not_placed == []
    assert ("Robin", "add", "leadership") in _said(tagged_store, _excerpt(tagged_store, QUOTE))


def test_a_quotation_that_is_almost_there_is_placed_and_told(bring, tagged_store):
    """A word mistyped or a name replaced must not lose the coding; a person should see what was taken for what."""
    done = bring(
        "document,text,themes", f"{NOTES},Improvment time is the first thing that is cancelled when,leadership"
    )

    assert (done.placed, len(done.almost)) == (1, 1)
    assert "was placed where" in done.almost[0]


def test_words_that_are_not_there_are_not_placed_somewhere(bring):
    """Nearness must not become invention."""
    done = bring("document,text,themes", f"{NOTES},The canteen closes at four and nobody can eat after that,leadership")

    assert (done.placed, len(done.not_placed)) == (0, 1)


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
    text = f"Notes\n\n{_excerpt(tagged_store, QUOTE).text}\n"
    source = f'<TextSource guid="S1" plainTextPath="opening.txt">{selection(text, QUOTE)}</TextSource>'

    done = bring_project(project(source), {"opening.txt": text}, name)

    assert done.not_placed == []
    assert ("Sam", "add", "leadership") in _said(tagged_store, _excerpt(tagged_store, QUOTE))


def test_coding_on_the_text_of_a_pdf_or_recording_is_placed(bring_project, tagged_store):
    """People code PDF files and recordings too; where their text is in the project, it says where."""
    text = f"Notes\n\n{_excerpt(tagged_store, QUOTE).text}\n"
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
