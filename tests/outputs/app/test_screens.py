"""Each screen does what its buttons say, and the record shows who did it."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from learnbrief.corpus.codebook import parse_codebook
from learnbrief.corpus.document import SourceText
from learnbrief.corpus.finding import Topic
from learnbrief.corpus.tag import Action, TagStatus
from learnbrief.outputs.app.screens.review import surroundings
from tests.outputs.app.conftest import post, stock

HOSTILE = "<script>alert(1)</script>=cmd|' /C calc'!A0\"'&{{7*7}}"


def first(store):
    return store.excerpts.current()[0]


def status_of(store, excerpt, theme):
    return next((tag.status for tag in store.tags.effective([excerpt.excerpt_id]) if tag.theme == theme), None)


def test_a_decision_is_kept_and_can_be_undone(browser, store):
    """One key decides; one key takes it back; the record keeps both."""
    excerpt = first(store)
    post(browser, f"/review/{excerpt.excerpt_id}/decide", theme="leadership", action="reject")
    assert status_of(store, excerpt, "leadership") is TagStatus.REJECTED

    (rejected,) = store.reviews.all()
    answer = post(browser, f"/review/{excerpt.excerpt_id}/undo", review=rejected.review_id)
    assert "Undone: reject Leadership." in answer.text
    assert status_of(store, excerpt, "leadership") is TagStatus.SUGGESTED
    assert [(review.coder, review.action) for review in store.reviews.all()] == [
        ("Ada", Action.REJECT),
        ("Ada", Action.UNDO),
    ]


def test_done_goes_on_to_the_next_and_the_queue_shrinks(browser, store):
    """The order must not shift under the reader's hands, and what is done does not come back."""
    order = [one.excerpt_id for one in store.excerpts.current()]
    browser.get("/review")
    answer = post(browser, f"/review/{order[0]}/done")
    assert f"/review/{order[1]}/decide" in answer.text

    for excerpt_id in order[1:]:
        answer = post(browser, f"/review/{excerpt_id}/done")
    assert "Nothing left in this queue" in answer.text


def test_blind_coding_hides_every_suggestion(browser, store, services):
    """Whoever saw the suggestion is not an independent coder."""
    excerpt = first(store)
    services.blind = {excerpt.excerpt_id}
    answer = browser.get("/review")
    assert "Because" not in answer.text
    assert "Suggestions are hidden here on purpose" in answer.text

    post(browser, f"/review/{excerpt.excerpt_id}/blind", themes=["equity", "barrier"])
    reviews = store.reviews.all()
    assert [(one.action, one.theme) for one in reviews] == [
        (Action.ADD, "equity"),
        (Action.ADD, "barrier"),
        (Action.DONE, None),
    ]
    assert all(one.blind and one.sample for one in reviews)


def test_a_comment_stays_beside_its_excerpt(browser, store):
    """Doubts are worth keeping where they arose."""
    excerpt = first(store)
    answer = post(browser, f"/review/{excerpt.excerpt_id}/comment", text="is this the board or the trust?")

    assert "is this the board or the trust?" in answer.text
    assert post(browser, f"/review/{excerpt.excerpt_id}/comment", text=" ").status_code == 400


def test_hostile_text_is_inert_on_every_screen(browser, store):
    """Documents, themes, names and comments come from outside; none of it may run."""
    store.codebooks.put(
        parse_codebook(
            f"themes: [{{name: '{HOSTILE.replace(chr(39), chr(39) * 2)}', slug: leadership, definition: x}}]"
        )
    )
    post(browser, "/who", name=HOSTILE[:40])
    excerpt = first(store)
    post(browser, f"/review/{excerpt.excerpt_id}/comment", text=HOSTILE)
    store.skipped.put(HOSTILE, HOSTILE, waiting=True)
    paths = ["/", "/material", "/codebook", "/explore/matrix", "/explore/together", "/history", f"/review/{excerpt.excerpt_id}",
             f"/explore?words={HOSTILE}", "/agreement", f"/who?then={HOSTILE}"]  # fmt: skip
    for path in paths:
        text = browser.get(path).text

        assert "<script>alert" not in text


def test_a_download_computes_nothing_in_a_spreadsheet(browser, store):
    """A cell that begins with = would run on whoever opens the file."""
    excerpt = first(store)
    post(browser, f"/review/{excerpt.excerpt_id}/comment", text='=HYPERLINK("x")')
    stored = browser.get("/history.csv").text
    assert "\n=" not in stored

    book = load_workbook(io.BytesIO(browser.get("/explore/excerpts?form=xlsx").content))
    values = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "Board time for improvement is squeezed every winter." in values
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


def test_files_wait_in_the_restricted_folder_until_their_details_are_told(browser, store, services, tmp_path):
    """Originals hold names: they never lie outside `restricted/`."""
    token = browser.get("/who").text.split('"x-csrf-token": "')[1].split('"')[0]
    files = [("files", ("../../notes <1>.md", b"# Workshop\n- a point\n", "text/markdown"))]
    answer = browser.post("/material", files=files, data={"csrf": token})
    assert "Check what was read" in answer.text
    (kept,) = (path for path in (tmp_path / "restricted").rglob("*") if path.is_file())
    assert kept.name == "notes 1.md"

    place, fields = (
        answer.url.path,
        {"file-0": "notes 1.md", "kind-0": "survey", "event-0": "kick-off", "date-0": "2025-02-01"},
    )
    answer = post(browser, place, **fields)
    assert "notes 1.md: fill in collaborative." in answer.text
    assert 'value="kick-off"' in answer.text
    assert services.taken == []

    post(browser, place, **fields, **{"collaborative-all": "harbour"})
    told = {"kind": "survey", "event": "kick-off", "date": "2025-02-01", "collaborative": "harbour"}
    assert services.taken == [("notes 1.md", told)]
    assert [job.kind for job in store.jobs.all()] == ["run"]
    assert not [path for path in (tmp_path / "restricted").rglob("*") if path.is_file()]


def test_a_document_is_confirmed_only_when_every_flag_is_decided(browser, store):
    """Approval of briefs waits for this, so it must mean something."""
    answer = post(browser, "/privacy/d-kickoff/confirm", version="1")
    assert answer.status_code == 409
    assert "Decide on the flagged words first" in answer.text
    (mark,) = store.privacy.of("d-kickoff", 1)
    store.privacy.set_status(mark.mark_id, "confirmed")

    post(browser, "/privacy/d-kickoff/confirm", version="1")
    assert store.privacy.confirmed() == {("d-kickoff", 1): "Ada"}
    assert post(browser, "/privacy/d-kickoff/confirm", version="9").status_code == 409


def test_a_theme_edited_meanwhile_is_not_overwritten(browser, store):
    """Two people with the page open: the second is told, the first's words stay."""
    before = store.codebooks.current().version
    fields = {"name": "Leadership", "definition": "Boards and executives.", "based_on": before}
    post(browser, "/codebook/theme/leadership", **fields)
    answer = post(browser, "/codebook/theme/leadership", **(fields | {"definition": "Other."}))

    assert answer.status_code == 409
    assert store.codebooks.current().theme("leadership").definition == "Boards and executives."


def test_merging_moves_what_people_confirmed_and_says_so_first(browser, store):
    """Nobody's coding is lost in a merge."""
    excerpt = first(store)
    post(browser, f"/review/{excerpt.excerpt_id}/decide", theme="leadership", action="accept")
    assert "<strong>1</strong> confirmed tags" in browser.get("/codebook/merge?theme=leadership&into=equity").text

    version = store.codebooks.current().version
    post(browser, "/codebook/merge", theme="leadership", into="equity", based_on=version)
    assert "leadership" not in store.codebooks.current()
    assert status_of(store, excerpt, "equity") is TagStatus.ADDED
    assert "What senior leaders and boards do." in store.codebooks.current().theme("equity").include


def test_a_proposed_theme_enters_only_when_accepted(browser, store):
    """Themes are the evaluators'; a model only proposes."""
    line = "Interpreters were booked for every session and people came."
    for document_id in ("d-two", "d-three"):
        stock(store, lines=(line,), document_id=document_id)
    ids = tuple(one.excerpt_id for one in store.excerpts.current() if one.text == line)
    store.topics.put(
        [Topic("t1", "interpreter booking", ("interpreters",), ids), Topic("t2", "soup", ("soup",), ids[:1])]
    )
    page = browser.get("/codebook").text
    assert "interpreter booking" in page
    assert "soup" not in page  # one source alone is a turn of phrase
    assert len(store.codebooks.current().themes) == 4

    version = store.codebooks.current().version
    post(browser, "/codebook/add", name="Interpreting", definition="Interpreters.", topic="t1", based_on=version)
    assert store.codebooks.current().theme("interpreting").examples == (line,) * 3


def test_a_retrained_tagger_is_used_only_when_accepted(browser, store):
    """The figures stand beside those in use, and a person decides."""
    store.models.propose("m1", b"", scores={"per_theme": {"equity": {"old": 0.41, "new": 0.63}}}, trained_on=["r1"])
    text = browser.get("/codebook").text
    assert "0.41" in text
    assert "0.63" in text

    post(browser, "/codebook/models/m1", accept="true")
    assert store.models.accepted().model_id == "m1"
    assert [job.kind for job in store.jobs.all()] == ["retag"]


def test_adjudication_settles_a_disagreement(browser, store):
    """Both codings stay in the record; what holds is what was settled."""
    excerpt = first(store)
    post(browser, f"/agreement/adjudicate/{excerpt.excerpt_id}", theme="equity", applies="true")

    assert status_of(store, excerpt, "equity") is TagStatus.ACCEPTED


def test_a_blind_pass_is_the_same_sample_for_everybody_and_ends(browser, store, services):
    """Agreement needs two people on the same excerpts."""
    services.blind = {one.excerpt_id for one in store.excerpts.current()}
    for excerpt in store.excerpts.get(sorted(services.blind)).values():
        assert excerpt.text in browser.get("/agreement/pass/20").text
        post(browser, f"/agreement/pass/20/{excerpt.excerpt_id}", themes=["equity"])

    assert "You have coded the whole sample" in browser.get("/agreement/pass/20").text
    assert all(review.blind for review in store.reviews.all())


def test_a_programme_without_material_says_what_to_do(store, browser, tmp_path):
    """The first page a new user sees is the empty one."""
    for table in ("excerpt", "document", "tag", "tagged"):
        with store.transaction() as connection:
            connection.exec_driver_sql(f"DELETE FROM {table}")

    assert "Add material" in browser.get("/").text
    assert "Nothing to explore yet" in browser.get("/explore").text
    assert "Nothing left in this queue" in browser.get("/review").text


def test_stock_is_what_the_tests_think_it_is(store):
    """The fixture's own promise: four tagged excerpts of one workshop."""
    with pytest.raises(Exception, match=r"(?i)unique"):
        stock(store)
    assert len(store.excerpts.current()) == 4
    assert {card.date for card in store.documents.cards()} == {date(2025, 1, 15)}


def test_agreement_that_nobody_can_have_yet_shows_no_empty_figure(browser):
    """A dash after 'Alpha' reads as a result."""
    page = browser.get("/agreement").text
    assert "No excerpt has been coded blind by two people yet." in page
    assert "MASI" not in page
    assert "0 excerpts" not in page


@pytest.mark.parametrize(("mark", "kept"), [("- ", ""), ("  • ", ""), ("2. ", ""), ("Nights - ", "Nights -")])
def test_the_mark_of_a_list_item_is_no_context_of_it(store, mark, kept):
    """A lone dash above a quotation reads as if words were missing."""
    words = "Staff were too busy."
    text = f"Barriers\n{mark}{words}"
    at = text.index(words)
    document = replace(store.documents.get("d-kickoff"), source=SourceText(text, ()))
    excerpt = replace(store.excerpts.current()[0], start=at, end=len(text), text=words)
    assert surroundings(document, excerpt)["before"] == f"Barriers\n{kept}".strip()
