"""Long lists stand on pages: every entry is on one of them, once, and counts are those of the whole list."""

import re
from dataclasses import replace

import pytest

from learnbrief.corpus.store import PrivacyMark, new_review
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.screens import agreement, explore, history, memos, privacy
from tests.outputs.app.conftest import stock

LINES = 230


@pytest.fixture
def many(store):
    """Notes long enough for several pages."""
    stock(store, [f"Line {n:03} of long notes." for n in range(LINES)], "d-many")
    return store.excerpts.of("d-many")


def walked(browser, path, pattern):
    """What every page of a list shows, page after page, by its own links."""
    found, pages = [], 0
    while path:
        page = browser.get(path).text
        here = re.findall(pattern, page)
        assert here, path
        found, pages = found + here, pages + 1
        onwards = re.search(r'href="(\?[^"]*page=\d+)">Next page', page)
        path = path.split("?")[0] + onwards[1].replace("&amp;", "&") if onwards else ""
    return found, pages


def test_every_excerpt_that_a_filter_leaves_is_on_one_page_of_explore(browser, store, many):
    """Two hundred were shown and the rest could only be had as a file."""
    everything = [one.excerpt_id for one in store.excerpts.current() if one.evidence]
    for query in ("", "?theme=leadership", "?collaborative=harbour&since=2025-01-01"):
        path = f"/explore/excerpts{query}"
        found, pages = walked(browser, path, r'name="found" value="([^"]+)"')
        table = browser.get(f"{path}{'&' if query else '?'}form=csv").text.splitlines()[1:]
        assert found == [row.split(",")[0].strip('"') for row in table], query
        assert f"{len(found)} excerpts" in browser.get(path).text
        assert pages == -(-len(found) // explore.LISTED) > 1
    assert set(walked(browser, "/explore/excerpts", r'name="found" value="([^"]+)"')[0]) == set(everything)


def test_only_what_a_page_showed_counts_as_seen(browser, store, many):
    """Whoever opens the first page was not led by labels on the last; the old list counted all of it as seen."""
    [*shown] = re.findall(r'name="found" value="([^"]+)"', browser.get("/explore/excerpts").text)
    seen = store.blind.reserve("Ada", seed=7).seen
    assert seen == set(shown) < {one.excerpt_id for one in store.excerpts.current()}


def test_every_entry_of_the_record_is_on_one_page_of_the_history(browser, store, many):
    """The record can be read to its beginning, with every filter, and is told newest first."""
    reviews = [
        new_review(Action.COMMENT, "Ben", excerpt=one, payload={"text": f"note {n:03}."}) for n, one in enumerate(many)
    ]
    store.reviews.add(*reviews)
    today = reviews[0].made_at.astimezone().date()
    expected = [f"note {n:03}" for n in reversed(range(LINES))]
    for query in ("?coder=Ben", "?action=comment", f"?coder=Ben&since={today}&until={today}", "?coder=Ben&words=note"):
        found, pages = walked(browser, f"/history{query}", r"note \d{3}(?=\.)")
        assert (found, pages) == (expected, -(-LINES // history.SHOWN)), query
        assert f"{LINES} entries" in browser.get(f"/history{query}").text
        assert "/documents/d-many/words" in browser.get(f"/history{query}").text
    assert "Nothing in the record fits" in browser.get("/history?coder=Ben&until=2001-01-01").text
    for odd in ("since=soon", "until=0001-01-01", "since=9999-12-31"):
        refused = browser.get(f"/history?{odd}")
        assert refused.status_code == 400
        assert "2025-03-14" in refused.text


def test_every_document_is_on_one_page_of_de_identification(browser, store):
    """What waits for a person comes first, wherever a page ends, with the marks of its own version alone."""
    for number in range(privacy.LISTED + 4):
        stock(store, [f"A line of source {number:03}."], f"d-{number:03}")
    store.privacy.put(
        "d-103",
        1,
        [
            PrivacyMark("d-103", 1, 0, 4, "person", "name", "[Person 7]", "flagged"),
            PrivacyMark("d-103", 1, 5, 6, "person", "name", "[Person 8]", "confirmed"),
        ],
    )
    store.privacy.put("d-102", 1, [PrivacyMark("d-102", 1, 0, 4, "person", "name", "[Person 7]", "flagged")])
    store.privacy.put("d-050", 1, [PrivacyMark("d-050", 1, 0, 4, "phone", "digits", "[number]", "replaced")])
    store.privacy.confirm("d-000", 1, "Ben")
    found, pages = walked(browser, "/privacy", r'<th scope="row"><a href="/privacy/([^"#]+)">Kick-off')

    assert pages == 2
    assert sorted(found) == [*(f"d-{number:03}" for number in range(privacy.LISTED + 4)), "d-kickoff"]
    assert found[-1] == "d-000"
    first = browser.get("/privacy").text
    row = first[first.index('href="/privacy/d-103"') :].split("</tr>")[0]
    assert re.findall(r"<td>(\d+)</td>", row) == ["0", "1", "0", "1"], "replaced, flagged, may tell, decided"
    assert "[Person 7]" in first[first.index("Flagged in several places") :]


def test_every_disagreement_is_on_one_page(browser, store, many):
    """The first fifty were shown; whoever wanted to settle another first could not reach it."""
    apart = many[: agreement.AT_ONCE + 9]
    for action, coder in ((Action.ACCEPT, "Ben"), (Action.REJECT, "Cy")):
        store.reviews.add(*(new_review(action, coder, excerpt=one, theme="leadership") for one in apart))
    found, pages = walked(browser, "/agreement", r'<p class="words"><a href="/review/([^"]+)"')

    assert (found, pages) == ([one.excerpt_id for one in apart], 2)
    assert f"{len(apart)} to settle" in browser.get("/agreement?page=2").text


def test_every_memo_is_on_one_page(browser, store, many):
    """Each is told by the words it stands beside, wherever in an excerpt they begin, on the last page as on the first."""
    beside = many[: memos.LISTED + 7]
    written = [
        new_review(Action.COMMENT, "Ben", excerpt=one, payload={"text": f"note {n:03}."})
        for n, one in enumerate(beside)
    ]
    within = replace(written[0], start=many[0].start + 5, end=many[0].start + 8, review_id="within")
    across = replace(written[0], start=many[0].start, end=many[1].end, review_id="across")
    store.reviews.add(*written, within, across)
    found, pages = walked(browser, "/memos", r"“([^”]+)”, Kick-off")

    expected = [*(one.text for one in beside), "000", f"{many[0].text} {many[1].text}"]
    assert (sorted(found), pages) == (sorted(expected), 2)
    assert f"{len(expected)} memos" in browser.get("/memos").text


def test_the_list_of_documents_counts_what_each_holds(browser, store, many):
    """Counted without reading a word: as many as the document's own page counts."""
    store.reviews.add(*(new_review(Action.DONE, "Ada", excerpt=one) for one in many[:7]))
    page = browser.get("/documents").text
    row = page[page.index('href="/documents/d-many"') :].split("</li>")[0].split("</tr>")[0]

    assert re.findall(r"\d+", re.sub(r"<[^>]*>", " ", row).split("Jan 2025")[-1])[:2] == ["7", str(LINES)], row


def test_themes_seen_together_are_counted_as_one_by_one(browser, store, many):
    """Two themes of one excerpt count once, in the order of the codebook, and a theme alone counts nowhere."""
    both = many[:5]
    store.reviews.add(*(new_review(Action.ADD, "Ben", excerpt=one, theme="equity") for one in both))
    table = browser.get("/explore/together?form=csv").text
    carried = [tags for tags in store.tags.carried().values() if {"leadership", "equity"} <= tags]

    assert f"Leadership,Equity,{len(carried)}" in table.replace('"', "")
    assert len(carried) >= len(both)
