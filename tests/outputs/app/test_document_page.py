"""A whole document is read and coded on its page: own words get themes, each act is one, and each can be undone."""

import re

import pytest

from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action, TagStatus
from tests.outputs.app.conftest import post

PAGE = "/documents/d-kickoff"


def say(browser, store, act, words="", **fields):
    """Press a button on the page as it is now, with these words chosen."""
    text = store.documents.get("d-kickoff").text
    start = text.index(words) if words else None
    chosen = {"start": start, "end": start + len(words)} if words else {"start": "", "end": ""}
    shown = {"version": 1, "edition": store.reviews.edition("d-kickoff")}
    return post(browser, PAGE, act=act, **{**shown, **chosen, **fields})


def marks(store):
    """Theme and words of every mark."""
    text = store.documents.get("d-kickoff").text
    return [(one.theme, text[one.start : one.end]) for one in store.marks.of("d-kickoff", 1)]


def only(store):
    return store.marks.of("d-kickoff", 1)[0].mark_id


def test_it_shows_the_text_with_suggestions_beside_it(browser, store):
    """A code means little without the words before and after; the machine's are told from people's."""
    page = browser.get(PAGE).text
    for line in store.documents.get("d-kickoff").text.splitlines():
        assert line.split(",")[0] in re.sub("<[^>]+>", "", page)
    assert page.count('Leadership<span class="visually-hidden">, suggested') == 4
    assert (
        "Leadership" not in browser.get(f"{PAGE}?machine=off").text.split("data-text")[1].split('class="bar-of-acts')[0]
    )


def test_chosen_words_get_theme_stance_and_comment_at_once(browser, store):
    """And they count as every decision does: on the excerpt they lie in."""
    say(browser, store, "keep", "squeezed every winter", theme="equity", stance="barrier", text="  a rota?  ")

    assert marks(store) == [("barrier", "squeezed every winter"), ("equity", "squeezed every winter")]
    first = store.excerpts.of("d-kickoff")[0]
    held = {tag.theme: tag.status for tag in store.tags.effective([first.excerpt_id])}
    assert held["equity"] is held["barrier"] is TagStatus.ADDED
    (comment,) = store.reviews.standing(actions=[Action.COMMENT])
    assert comment.payload["text"] == "a rota?"
    page = browser.get(PAGE).text
    assert ">squeezed every winter</mark>" in page


def test_a_mark_is_moved_split_joined_and_removed_and_all_of_it_undone(browser, store):
    """Where a theme begins and ends is found by trying; nothing tried may cost what was there before."""
    say(browser, store, "keep", "time for improvement", theme="equity")
    say(browser, store, f"move:{only(store)}", "Board time for improvement is squeezed")
    assert marks(store) == [("equity", "Board time for improvement is squeezed")]

    say(browser, store, f"split:{only(store)}", "is squeezed")
    assert marks(store) == [("equity", "Board time for improvement"), ("equity", "is squeezed")]
    say(browser, store, f"join:{only(store)}")
    assert marks(store) == [("equity", "Board time for improvement is squeezed")]
    say(browser, store, f"remove:{only(store)}")
    assert marks(store) == []

    seen = []
    while 'name="act" value="undo:"' not in (page := browser.get(PAGE).text):
        say(browser, store, re.search(r'value="(undo:[^"]+)"', page).group(1))
        seen.append([words for _, words in marks(store)])
    whole, parts = ["Board time for improvement is squeezed"], ["Board time for improvement", "is squeezed"]
    assert seen == [whole, parts, whole, ["time for improvement"], []]


def test_a_double_click_is_one_mark(browser, store):
    """The record would hold two decisions that nobody made, and Remove would seem to do nothing."""
    say(browser, store, "keep", "Board time", theme="equity")
    say(browser, store, "keep", "Board time", theme="equity", stance="barrier")

    assert marks(store) == [("barrier", "Board time"), ("equity", "Board time")]


@pytest.mark.parametrize(
    ("act", "words", "fields", "says"),
    [
        ("keep", "", {"theme": "equity"}, "Choose words in the text first"),
        ("keep", "Board time", {}, "Choose a theme or a stance"),
        ("keep", "Board time", {"theme": "nothing-of-ours"}, "nothing-of-ours"),
        ("remove:gone", "", {}, "no longer there"),
        ("undo:gone", "", {}, "Something else was done"),
        ("done:gone", "", {}, "cut anew"),
        ("burn", "", {}, "not something the page can do"),
    ],
)
def test_what_cannot_be_done_is_told_and_keeps_nothing(browser, store, act, words, fields, says):
    """One line with the remedy, whatever was pressed."""
    before = store.reviews.all()
    answer = say(browser, store, act, words, **fields)

    assert answer.status_code in (400, 404, 409)
    assert says in answer.text
    assert store.reviews.all() == before


def test_the_mark_of_a_colleague_is_not_mine_to_remove(browser, store):
    """Each coder's reading stands under their own name."""
    say(browser, store, "keep", "Board time", theme="equity")
    post(browser, "/who", name="Ben")

    assert "not your own" in say(browser, store, f"remove:{only(store)}").text
    assert marks(store) == [("equity", "Board time")]
    assert 'class="others' in browser.get(PAGE).text


def test_a_page_from_before_a_colleague_s_no_is_refused(browser, store):
    """Whoever marks must have seen that somebody decided otherwise meanwhile."""
    edition, first = store.reviews.edition("d-kickoff"), store.excerpts.of("d-kickoff")[0]
    store.reviews.add(new_review(Action.REJECT, "Ben", excerpt=first, theme="equity"))

    assert say(browser, store, "keep", "Board time", theme="equity", edition=edition).status_code == 409
    assert marks(store) == []


def test_what_is_kept_for_blind_coding_shows_nothing_until_it_is_finished(browser, store, services):
    """Marked in its place without help, it is as good as coded on the blind page, and counts so."""
    first = store.excerpts.of("d-kickoff")[0]
    services.blind = {first.excerpt_id}
    store.reviews.add(new_review(Action.ADD, "Ben", excerpt=first, theme="equity"))
    page = browser.get(PAGE).text
    here = page.split(f'id="{first.excerpt_id}"')[1].split('class="line')[0]
    assert "Kept for blind coding" in here
    assert "Leadership" not in here
    assert "Equity" not in here

    say(browser, store, "keep", "squeezed every winter", theme="leadership")
    say(browser, store, f"done:{first.excerpt_id}")
    added, done = store.reviews.all(coder="Ada")
    assert (added.blind, added.sample, done.blind, done.sample) == (True, "random-7", True, "random-7")
    assert done.payload["themes"] == ["leadership"]
    assert "Equity" in browser.get(PAGE).text.split(f'id="{first.excerpt_id}"')[1].split('class="line')[0]


def test_a_suggestion_kept_for_blind_coding_cannot_be_accepted_here(browser, store, services):
    """Not even by a form of somebody's own making."""
    first = store.excerpts.of("d-kickoff")[0]
    services.blind = {first.excerpt_id}

    assert say(browser, store, f"accept:{first.excerpt_id}:leadership").status_code == 409
    assert store.reviews.all() == []


def test_from_an_excerpt_to_its_place_and_back(browser, store):
    """Who reviews, searches or reads a brief wants to see what was said around it."""
    first = store.excerpts.of("d-kickoff")[0].excerpt_id
    answer = browser.get(f"/documents/at/{first}", follow_redirects=False)

    assert answer.headers["location"] == f"{PAGE}#{first}"
    assert f'href="/review/{first}"' in browser.get(PAGE).text
    assert f'href="/documents/at/{first}"' in browser.get(f"/review/{first}").text
    assert f'href="{PAGE}"' in browser.get("/documents").text


def test_what_a_document_is_can_be_corrected_on_its_page(browser, services):
    """A wrong month stands in every table; nobody should have to look for a file beside the material."""
    answer = post(browser, f"{PAGE}/details", version=1, kind="interview", day="2025-02-01", collaborative="fenland")

    assert "Corrected: kind is now interview." in answer.text
    assert services.corrected == {"kind": "interview", "date": "2025-02-01", "collaborative": "fenland"}
    assert post(browser, f"{PAGE}/details", version=7, kind="interview", day="2025-02-01").status_code == 409
