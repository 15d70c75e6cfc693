"""Memos are written, found, edited and answered in one place, and what is to be coded blind is not told there."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest

from learnbrief.corpus.memos import words_of
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from tests.outputs.app.conftest import post


def comments(store):
    return store.reviews.standing(actions=[Action.COMMENT])


@pytest.mark.parametrize(
    ("about", "place"),
    [
        ("programme", {"document_id": None, "theme": None}),
        ("document:d-kickoff", {"document_id": "d-kickoff", "start": None}),
        ("theme:equity", {"theme": "equity"}),
    ],
)
def test_a_memo_is_written_beside_what_it_is_about(browser, store, about, place):
    """It goes out with it: a memo on a theme is no use in a list of remarks."""
    post(browser, "/memos", about=about, text="Look at this again.\nIn spring.")

    (memo,) = comments(store)
    assert {name: getattr(memo, name) for name in place} == place
    assert "Look at this again." in browser.get(f"/memos?about={about}").text


def test_a_memo_on_a_finding_leads_back_to_it(browser, store, brief):
    """Who wrote why a finding is doubted is asked about it when the brief is signed."""
    finding = brief.findings[0].id
    post(browser, "/memos", about=f"finding:{finding}", brief_id=brief.id, text="Only one site.")

    page = browser.get("/memos").text
    assert f'href="/briefs/{brief.id}#{finding}"' in page
    assert f"/memos?about=finding:{finding}&amp;in={brief.id}" in browser.get(f"/briefs/{brief.id}").text


@pytest.mark.parametrize("about", ["", "document:gone", "theme:gone", "finding:f", "excerpt:d-kickoff", "moon"])
def test_a_memo_about_nothing_is_refused(browser, store, about):
    """Words that stand nowhere are found by nobody."""
    assert post(browser, "/memos", about=about, text="x").status_code in (400, 404)
    assert comments(store) == []


def test_memos_are_edited_answered_and_removed_by_whom_they_belong_to(browser, store):
    """A colleague answers; only the writer rewrites."""
    post(browser, "/memos", about="programme", text="First thoughts.")
    (memo,) = comments(store)
    post(browser, f"/memos/{memo.review_id}/edit", text="Second thoughts.")
    (edited,) = comments(store)
    post(browser, "/who", name="Ben")
    assert "Only a memo of your own" in post(browser, f"/memos/{edited.review_id}/edit", text="Mine.").text
    assert "Only a memo of your own" in post(browser, f"/memos/{edited.review_id}/remove").text
    post(browser, f"/memos/{edited.review_id}/answer", text="And third ones?")

    assert [words_of(one) for one in comments(store)] == ["Second thoughts.", "And third ones?"]
    page = browser.get("/memos").text
    assert page.index("Second thoughts.") < page.index("And third ones?")
    assert post(browser, f"/memos/{memo.review_id}/answer", text="Too late.").status_code == 409


def test_memos_are_searched_and_narrowed(browser, store):
    """After a year there are hundreds."""
    post(browser, "/memos", about="theme:equity", text="Interpreters again.")
    post(browser, "/memos", about="programme", text="The winter.")

    for query, shown in (
        ("words=INTERPRETERS", True),
        ("beside=theme", True),
        ("beside=document", False),
        ("coder=Ben", False),
    ):
        assert ("Interpreters again." in browser.get(f"/memos?{query}").text) is shown
        assert "The winter." not in browser.get(f"/memos?{query}").text


def test_a_comment_beside_what_is_coded_blind_is_told_afterwards(browser, store, services):
    """A colleague's remark tells the theme as well as their code does."""
    first = store.excerpts.of("d-kickoff")[0]
    store.reviews.add(new_review(Action.COMMENT, "Ben", excerpt=first, payload={"text": "Clearly a barrier."}))
    assert "Clearly a barrier." in browser.get("/memos").text
    assert "Clearly a barrier." in browser.get("/documents/d-kickoff").text

    services.blind = {first.excerpt_id}
    for path in ("/memos", "/memos/export.csv", "/documents/d-kickoff"):
        assert "Clearly a barrier." not in browser.get(path).text


def test_a_memo_beside_an_excerpt_says_beside_which_words(browser, store):
    """In the appendix of a report nobody can follow a link, and 'words of the kick-off' are thousands."""
    first = store.excerpts.of("d-kickoff")[0]
    store.reviews.add(new_review(Action.COMMENT, "Ada", excerpt=first, payload={"text": "Which winter?"}))
    about = f"“{first.text}”, Kick-off workshop"

    assert about in browser.get("/memos").text
    assert "“Board time for improvement" in browser.get("/memos/export.csv").text
    made = docx.Document(BytesIO(browser.get("/memos/export.docx").content))
    assert f"Excerpt: {about}" in [one.text for one in made.paragraphs]


def test_a_memo_shows_its_words_as_they_stand_now(browser, store):
    """A name that was hidden after the memo was written would come back in an export."""
    first = store.excerpts.of("d-kickoff")[0]
    store.reviews.add(new_review(Action.COMMENT, "Ada", excerpt=first, payload={"text": "Which winter?"}))
    old, excerpts = store.documents.get("d-kickoff"), store.excerpts.of("d-kickoff")
    text = old.text.replace("Board", "[Org]")
    newer = replace(old, version=2, source=replace(old.source, text=text))
    store.documents.add(newer, shifts=[(0, 5, 5)])
    store.excerpts.put(newer, [replace(one, version=2, text=text[one.start : one.end]) for one in excerpts])

    for path in ("/memos", "/memos/export.csv"):
        page = browser.get(path).text
        assert "“[Org] time for improvement" in page
        assert "Board time" not in page


def test_keeping_a_memo_leaves_the_list_as_it_was(browser):
    """Somebody who writes three memos in a row would look for the other two."""
    everything = post(browser, "/memos", about="theme:equity", text="Again.")
    assert (str(everything.url.path), everything.url.query) == ("/memos", b"")
    narrowed = post(browser, "/memos?beside=theme", about="programme", text="A second.")
    assert narrowed.url.query == b"beside=theme"


def test_memos_leave_as_word_and_as_a_table(browser, store):
    """For the appendix of a report, and for whoever counts."""
    post(browser, "/memos", about="theme:equity", text="=SUM(1)\nTwo lines.")
    post(browser, f"/memos/{comments(store)[0].review_id}/answer", text="Yes.")
    content = browser.get("/memos/export.docx").content
    made = docx.Document(BytesIO(content))
    words = [one.text for one in made.paragraphs]

    assert words[3:8] == ["Theme: Equity", "=SUM(1)", "Two lines.", words[6], "Yes."]
    assert words[6].startswith("Ada, ")
    assert (made.core_properties.author, made.core_properties.title) == ("Fairer Together (fictional)", "Memos")
    assert browser.get("/memos/export.docx").content == content
    assert "'=SUM(1)" in browser.get("/memos/export.csv").text
    assert browser.get("/memos/export.pdf").status_code == 404
