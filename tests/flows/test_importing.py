"""Coding from elsewhere finds its place, keeps its coder, and overwrites nobody."""

import csv
import io

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action, Coder
from learnbrief.flows.exchange.exporting import export, exported
from learnbrief.flows.exchange.importing import Told, import_coding
from learnbrief.flows.stages.ingest import open_desk
from learnbrief.flows.stages.learning import TEACHING
from learnbrief.flows.stages.redaction import redact
from learnbrief.flows.web.agreeing import agreement_figures
from learnbrief.nlp.tagging.coding import coded_from_reviews
from tests.flows.coded import NOTES, excerpt_with, said_of
from tests.flows.conftest import take_all_in


def test_a_coded_passage_becomes_its_coders_reviews(bring, tagged_store):
    """Themes by slug or name, whatever the program wrote in between; what is not named does not apply."""
    done = bring(
        "Document,Text,Themes,Stance,Coder,Blind",
        f"{NOTES},Improvement  time is the first thing,workforce;Senior and board leadership,Barrier,Sam,yes",
        f"{NOTES},Nobody knows which committee,read,,,no",
    )
    first, second = (
        excerpt_with(tagged_store, "first thing cancelled when"),
        excerpt_with(tagged_store, "which committee"),
    )

    assert (done.placed, done.whole, done.sources) == (2, True, 1)
    assert said_of(tagged_store, first) == {
        ("Sam", "add", "workforce"), ("Sam", "add", "leadership"), ("Sam", "add", "barrier"), ("Sam", "done", None),
    }  # fmt: skip
    assert said_of(tagged_store, second) == {("Robin", "done", None)}
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
    assert ("Robin", "add", "leadership") in said_of(tagged_store, excerpt_with(tagged_store, "executive team is new"))


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
    assert said_of(tagged_store, excerpt_with(tagged_store, "which committee")) == {("Robin", "add", "data")}


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
    excerpt = excerpt_with(tagged_store, "which committee")
    tagged_store.reviews.add(new_review(Action.REJECT, "Robin", excerpt=excerpt, theme="data"))
    first = bring(*rows)
    (added,) = tagged_store.reviews.all(actions=[Action.ADD])
    tagged_store.reviews.add(new_review(Action.UNDO, "Robin", target=added.review_id))
    again = bring(*rows, name="the same under another name.csv")

    assert (first.added, again.added) == (2, 0)
    assert again.by_coder["Robin"].known == 3
    assert said_of(tagged_store, excerpt) == {("Robin", "reject", "data"), ("Robin", "done", None)}
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
    document_id = excerpt_with(tagged_store, "which committee").document_id

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
    excerpt = excerpt_with(tagged_store, "which committee")
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
    assert said_of(tagged_store, excerpt) == comments | {
        ("Robin", "add", theme) for theme in ("leadership", "data", "barrier")
    }


@pytest.mark.parametrize("form", ["csv", "xlsx", "qdpx"])
def test_what_was_exported_comes_back_into_a_text_that_was_redacted_since(bring, tagged, tagged_store, tmp_path, form):
    """Offsets of an older version lead to the same words; coding from before the redaction teaches as well."""
    bring("document,text,themes", f"{NOTES},Nobody knows which committee,leadership", coder="Sam")
    target = tmp_path / f"coding.{form}"
    export(tagged, form, target, scope="cohort", since=None, until=None)
    document = tagged_store.documents.get(excerpt_with(tagged_store, "which committee").document_id)
    start = document.text.index("the wards are full")
    redact(open_desk(tagged, tagged_store), document.document_id, start, start + 9, kind="place", everywhere=False)
    now = excerpt_with(tagged_store, "which committee")
    again = import_coding(tagged, tagged_store, target, Told(), keep=True)
    reviews = tagged_store.tags.rekeyed(tagged_store.reviews.standing(actions=TEACHING), [now])

    assert now.version == 2
    assert (again.added, again.whole) == (0, True), again.not_placed
    assert coded_from_reviews([now], reviews)[0].themes == {"leadership"}
    with tagged_store.transaction() as connection:
        connection.exec_driver_sql("delete from review")
    import_coding(tagged, tagged_store, target, Told(), keep=True)
    assert said_of(tagged_store, now) == {("Sam", "add", "leadership")}


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
