"""Looking, deciding, naming and taking back on the De-identification pages."""

import re
from dataclasses import replace

from learnbrief.corpus.deidentify.people import edition_of, everybody
from learnbrief.corpus.document import SourceText
from learnbrief.corpus.store import TextClue
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.screens.people import AROUND, around
from tests.outputs.app.conftest import post, stock
from tests.outputs.app.test_brief_signed import hide_a_word

CLUE = TextClue("d-kickoff", 1, 12, 23, "only one", "says that nobody else is or does the same", "a colleague")


def test_what_a_flag_hides_is_shown_to_who_asks_and_to_nobody_afterwards(browser, store):
    """A name on a page that a reload brings back, or the browser keeps, is a name in the open."""
    (mark,) = store.privacy.of("d-kickoff", 1)
    shown = post(browser, "/privacy/d-kickoff/look", mark=mark.mark_id, version="1")

    assert "Fictional Name" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert "Fictional Name" not in browser.get("/privacy/d-kickoff").text
    assert [one.coder for one in store.reviews.all(actions=[Action.LOOK])] == ["Ada"]
    assert store.privacy.of("d-kickoff", 1) == [mark]


def test_a_source_waits_for_what_may_tell_who_somebody_is(browser, store):
    """It is pointed out with its reason, counted in the list, and the source cannot be confirmed before."""
    (mark,) = store.privacy.of("d-kickoff", 1)
    store.privacy.set_status(mark.mark_id, "confirmed")
    store.clues.put("d-kickoff", 1, [CLUE])
    assert "Nothing is left to decide" not in browser.get("/privacy/d-kickoff").text
    page = browser.get("/privacy/d-kickoff").text
    assert "Says that nobody else is or does the same." in page
    assert 'value="a colleague"' in page
    refused = post(browser, "/privacy/d-kickoff/confirm", version="1")
    assert (refused.status_code, "may tell who somebody is" in refused.text) == (409, True)

    post(browser, "/privacy/d-kickoff/clues", version="1", clue=CLUE.clue_id, act="stand")
    assert store.clues.open() == {}
    after = browser.get("/privacy/d-kickoff").text
    assert "Latest decisions" in after
    act = re.search(r'name="act" value="(j-[^"]+)"', after).group(1)
    assert "Taken back." in post(browser, "/privacy/undo", act=act, back="d-kickoff").text
    again = post(browser, "/privacy/d-kickoff/clues", version="1", clue=CLUE.clue_id, act="stand")
    assert (again.status_code, "decided on since" in again.text) == (409, True)


def test_words_to_stand_instead_cannot_be_empty_or_a_placeholder(browser, store):
    """'[Person 3]' typed by hand would be taken for somebody."""
    store.clues.put("d-kickoff", 1, [CLUE])
    empty = post(browser, "/privacy/d-kickoff/clues", version="1", clue=CLUE.clue_id, act="hide", instead=" [] ")

    assert empty.status_code == 400
    assert store.clues.open() == {("d-kickoff", 1): 1}


def test_a_person_is_joined_or_parted_as_the_page_showed_them(browser, store, services):
    """The page tells with each choice how the texts stood, or two evaluators would undo each other unseen."""
    stock(store, ("[Person 12] asked [Person 3] twice.",), document_id="d-other")
    found = everybody(store)
    edition = edition_of(found, ["Person 3"])
    listing = browser.get("/privacy/people").text
    assert "/privacy/people?who=Person%203" in listing
    one = browser.get("/privacy/people?who=Person 3").text
    assert f'name="edition" value="{edition}"' in one

    assert post(browser, "/privacy/join", who="Person 3", other="").status_code == 400
    told = post(browser, "/privacy/join", who="Person 3", other="Person 12|w-x").text
    assert "Person 3 and Person 12 are one person now" in told
    (mark, *_) = found["Person 3"].marks
    assert "Person 99" in post(browser, "/privacy/part", who="Person 3", edition=edition, place=mark.mark_id).text
    assert services.privacy.named == [("Person 3", "Person 12", "w-x"), ("Person 3", [mark.mark_id], edition)]


def test_a_decision_names_the_briefs_it_left_behind(browser, store, brief):
    """'3 briefs rest on words that changed' sent whoever decided through every brief to find which."""
    hide_a_word(store)
    told = post(browser, "/privacy/join", who="Person 3", other="Person 12|w-x").text

    assert f"bring it up to date: ‘{brief.title}’." in told


def test_one_decision_holds_for_all_documents_unless_one_of_them_changed(browser, store):
    """Forty presses for one nickname are forty chances to slip; a press on an old page decides nothing."""
    stock(store, ("We need time, said [Person 3].",), document_id="d-other")
    page = browser.get("/privacy").text
    assert "Flagged in several places" in page
    places = re.search(r'name="places" value="([^"]+)"', page).group(1)
    fields = {"replacement": "[Person 3]", "places": places, "act": "accept"}
    assert "2 places are kept hidden" in post(browser, "/privacy/everywhere", **fields).text

    stale = post(browser, "/privacy/everywhere", **fields)
    assert (stale.status_code, "decided on since" in stale.text) == (409, True)


def test_words_around_a_flag_are_never_cut_inside_a_pseudonym_or_word(store):
    """'[P' says neither who nor that somebody is hidden."""
    document = store.documents.get("d-kickoff")
    for gap in range(AROUND + 12):
        text = f"Before it\n[Person 12] {'x' * gap} FLAG {'y' * gap} [Hospital E]\nAfter it"
        start = text.index("FLAG")
        before, after = around(replace(document, source=SourceText(text, ())), start, start + 4)

        assert "[Person 12]" in before or "[" not in before
        assert "[Hospital E]" in after or ("]" not in after and "[" not in after)
        assert before.count("x") == after.count("y") == gap
        assert "Before" not in before
        assert "After" not in after


def test_every_button_of_a_document_is_called_by_its_own_flag_and_the_page_says_what_is_left(browser, store):
    """A number that counts buttons names two flags alike, and a grey button tells nobody why."""
    text = store.documents.get("d-kickoff").text
    at = text.index("executive")
    (mark,) = store.privacy.of("d-kickoff", 1)
    other = replace(mark, start=at, end=at + 9, replacement="[Hospital E]")
    store.privacy.put("d-kickoff", 1, [mark, other])
    store.clues.put("d-kickoff", 1, [CLUE])

    page = browser.get("/privacy/d-kickoff").text
    named = re.findall(r"(Keep hidden|Show the words)<span[^>]*>: \[[^]]+\], flag (\d)", page)
    assert sorted(named) == [(words, n) for words in ("Keep hidden", "Show the words") for n in "12"]
    left = re.sub("<[^>]+>", "", re.search('id="left">(.*?)</p>', page)[1])
    assert (
        left
        == "Left to decide before it can be confirmed: 2 flagged places and 1 passage that may tell who somebody is."
    )
