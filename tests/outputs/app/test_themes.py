"""Theme by theme: many excerpts of one theme decided with little, and every press taken back as one."""

import re
from dataclasses import replace
from datetime import date

import pytest

from learnbrief.corpus.store import new_review
from learnbrief.corpus.store.by_theme import Wanted
from learnbrief.corpus.tag import Action, Band, Coder, ScoreKind, Tag, TagStatus
from tests.outputs.app.conftest import post, stock

MORE = tuple(f"Invented line {n} about the board and its winters." for n in range(60))


@pytest.fixture
def ids(store):
    return [one.excerpt_id for one in store.excerpts.current()]


def listed(answer):
    return re.findall(r'name="shown" value="([^"]+)"', answer.text)


def edition(browser, query="theme=leadership"):
    return re.search(r'name="edition" value="(\d+)"', browser.get(f"/themes?{query}").text)[1]


def press(browser, what, query="theme=leadership", **fields):
    fields.setdefault("edition", edition(browser, query))
    return post(browser, f"/themes/decide?{query}", press=what, **fields)


def statuses(store, theme="leadership"):
    return {tag.excerpt_id: tag.status for tag in store.tags.effective() if tag.theme == theme}


def test_all_that_are_shown_are_accepted_at_once_and_taken_back_at_once(browser, store, ids):
    """Whoever pressed the wrong button on twenty-five must not have to undo it twenty-five times."""
    answer = press(browser, "accept shown", shown=ids)
    assert "4 excerpts accepted for Leadership." in answer.text
    assert set(statuses(store).values()) == {TagStatus.ACCEPTED}
    assert listed(answer) == []  # nobody has to decide on them any more

    act = re.search(r'name="act" value="([^"]+)"', answer.text)[1]
    answer = post(browser, "/themes/undo?theme=leadership", act=act)
    assert "Undone: 4 excerpts as before." in answer.text
    assert set(statuses(store).values()) == {TagStatus.SUGGESTED}
    assert [one.action for one in store.reviews.all()] == [Action.ACCEPT] * 4 + [Action.UNDO] * 4
    assert post(browser, "/themes/undo?theme=leadership", act=act).status_code == 409


def test_the_ticked_alone_are_rejected(browser, store, ids):
    """Tick what does not fit, reject it, then accept the rest: the usual way through a theme."""
    press(browser, "reject ticked", ticked=[ids[1], ids[2]], shown=ids)

    assert [statuses(store)[one] for one in ids] == [
        TagStatus.SUGGESTED,
        TagStatus.REJECTED,
        TagStatus.REJECTED,
        TagStatus.SUGGESTED,
    ]
    assert listed(browser.get("/themes?theme=leadership")) == [ids[0], ids[3]]
    assert "No excerpt is ticked" in press(browser, "accept ticked", shown=ids).text


def test_what_is_to_be_coded_blind_is_neither_listed_nor_decided(browser, store, services, ids):
    """One look at a list under a theme's name, and the random share is no longer blind."""
    services.blind = {ids[0]}
    store.reviews.add(new_review(Action.ADD, "Ben", excerpt=store.excerpts.current()[0], theme="equity"))
    for query in ("theme=leadership", "theme=equity&state=all", "theme=leadership&coder=Ben&state=all"):
        assert ids[0] not in browser.get(f"/themes?{query}").text

    assert press(browser, "accept shown", shown=ids).status_code == 409
    assert TagStatus.ACCEPTED not in statuses(store).values()
    assert services.reserve("Ada").sample(ids[0]) == "random-7"  # it was not shown either

    store.reviews.add(
        new_review(Action.DONE, "Ada", excerpt=store.excerpts.current()[0], blind=True, sample="random-7")
    )
    assert ids[0] in browser.get("/themes?theme=leadership").text


def test_nothing_is_kept_where_a_colleague_decided_otherwise_meanwhile(browser, store, ids):
    """Twenty-five at once must not quietly overrule the one that somebody thought about."""
    before = edition(browser)
    store.reviews.add(new_review(Action.REJECT, "Ben", excerpt=store.excerpts.current()[2], theme="leadership"))
    answer = press(browser, "accept shown", shown=ids, edition=before)

    assert answer.status_code == 409
    assert "Ben decided on this theme here since you opened the page" in answer.text
    assert len(store.reviews.all()) == 1


def test_filters_say_what_they_mean(store, ids):
    """A filter that lets one through too many makes 'accept all shown' wrong."""
    one, two, three, four = store.excerpts.current()
    other = replace(store.documents.get("d-kickoff"), document_id="d-other", title="Other", date=date(2025, 3, 2))
    moved = [
        replace(each, document_id="d-other", voice=replace(each.voice, role="nurse"), collaborative="fenland")
        for each in (one, two)
    ]
    store.documents.add(replace(other, content_hash="other"))
    store.excerpts.put(other, moved)
    new = [each.excerpt_id for each in moved]
    tags = [Tag(each, "leadership", 0.9, ScoreKind.SIMILARITY, Band.REVIEW, "codebook") for each in new]
    store.tags.put(new, tags, tagger="toy")
    store.reviews.add(
        new_review(Action.REJECT, "Ben", excerpt=one, theme="leadership"),
        new_review(Action.ACCEPT, "Cy", excerpt=one, theme="leadership"),
        new_review(Action.ADD, "Ben", excerpt=two, theme="equity"),
        new_review(Action.REJECT, "Ben", excerpt=three, theme="barrier"),
        new_review(Action.COMMENT, "Ben", excerpt=three, payload={"text": "whose winter?"}),
        new_review(Action.LATER, "Ada", excerpt=four),
        new_review(Action.LATER, "Ben", excerpt=three),
    )

    def found(theme="leadership", **filters):
        lines = store.by_theme.lines(Wanted(theme, **{"state": "all", **filters}), coder="Ada", hidden=())
        return [line.excerpt_id for line in lines]

    assert found() == [*new, *ids]  # the likeliest first
    assert found(sort="unsure") == [*ids, *new]
    assert found(sort="newest") == [*new, *ids]
    assert found(state="open") == [*new, *ids[1:]]
    assert found(state="accepted") == [ids[0]]
    assert found("equity", state="accepted") == [ids[1]]  # added by a person: nothing was suggested
    assert found(role="nurse") == found(collaborative="fenland") == found(document="d-other") == new
    assert found(month="2025-03") == new
    assert found(month="2025-01") == ids
    assert found(kind="webinar_transcript") == found(event="another") == []
    assert found(band="review") == new
    assert found(coder="Cy") == found(differ="yes") == [ids[0]]
    assert found(comment="yes") == [ids[2]]
    assert found(later="yes") == [ids[3]]  # one's own marks
    assert found(stance="barrier") == []  # 0.4 resembles it a little: it counts for nothing in briefs either
    store.reviews.add(new_review(Action.ACCEPT, "Ben", excerpt=four, theme="barrier"))
    assert found(stance="barrier") == [ids[3]]


def test_a_dispute_that_somebody_settled_is_no_dispute(store):
    """Whoever works through disagreements must come to an end."""
    (excerpt, *_) = store.excerpts.current()
    for action, coder in ((Action.ACCEPT, "Ben"), (Action.REJECT, "Cy")):
        store.reviews.add(new_review(action, coder, excerpt=excerpt, theme="leadership"))
    wanted = Wanted("leadership", state="all", differ="yes")
    assert len(store.by_theme.lines(wanted, coder="Ada", hidden=())) == 1

    settled = new_review(Action.ADJUDICATE, "Ada", excerpt=excerpt, theme="leadership", payload={"applies": True})
    store.reviews.add(settled)
    assert store.by_theme.lines(wanted, coder="Ada", hidden=()) == []


def test_a_long_theme_comes_by_the_page(browser, store):
    """A theme of thousands must open as fast as one of ten, and no excerpt may be skipped between two pages."""
    stock(store, lines=MORE, document_id="d-more")
    seen = [listed(browser.get(f"/themes?theme=leadership&page={number}")) for number in (1, 2, 3)]

    assert [len(one) for one in seen] == [25, 25, 14]
    assert len({one for here in seen for one in here}) == 64
    assert listed(browser.get("/themes?theme=leadership&page=99")) == seen[2]
    assert "64 excerpts of evidence, 51 to 64 shown" in browser.get("/themes?theme=leadership&page=3").text


def test_filters_are_kept_under_a_name_by_each_coder(browser, store):
    """The same question is asked every week; a colleague's list of questions is their own."""
    store.coders.put(Coder("Ben"))
    query = "theme=leadership&collaborative=harbour&state=all"
    assert "‘Harbour’s boards’" in post(browser, f"/themes/filters?{query}", name=" Harbour’s  boards ").text
    kept = re.search(r'<a href="(/themes\?[^"]+)">Harbour’s boards</a>', browser.get("/themes").text)[1]
    assert "collaborative=harbour" in kept

    post(browser, "/who", name="Ben")
    assert "Harbour’s boards" not in browser.get("/themes").text
    post(browser, "/who", name="Ada")
    key = re.search(r'name="key" value="([^"]+)"', browser.get("/themes").text)[1]
    post(browser, "/themes/filters/remove", key=key)
    assert "Harbour’s boards" not in browser.get("/themes").text


def test_a_mark_to_come_back_goes_when_it_is_pressed_again(browser, store, ids):
    """From either page: the list and the page of one excerpt show the same mark."""
    press(browser, f"later {ids[1]}")
    assert listed(browser.get("/themes?theme=leadership&later=yes")) == [ids[1]]
    assert "Come back later: marked" in browser.get(f"/review/{ids[1]}").text

    post(browser, f"/review/{ids[1]}/later")
    assert listed(browser.get("/themes?theme=leadership&later=yes")) == []
