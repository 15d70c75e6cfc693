"""What a coder has yet to code blind shows no theme, side or headline from any link; whoever was shown one is known."""

from dataclasses import replace

import pytest

from learnbrief.corpus.document import Excerpt, Passage, SourceText
from learnbrief.corpus.finding import Analysis, Finding, Run, Scope, Topic
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from tests.outputs.app.conftest import post, put_brief, stock


@pytest.fixture
def hidden(store, services):
    """An excerpt that Ada has yet to code blind; its suggestions are Leadership and Barrier."""
    excerpt = store.excerpts.current()[1]
    services.blind = {excerpt.excerpt_id}
    return excerpt


@pytest.fixture
def brief(store):
    """A brief with a finding on leadership: two excerpts say it, the third says otherwise."""
    ids = [one.excerpt_id for one in store.excerpts.current()]
    run = Run(("h",), store.codebooks.current().version, "toy", {}, {}, 0)
    finding = Finding("leadership", "barrier", "Barriers to leadership", tuple(ids[:2]), (ids[0],), counter=(ids[2],))
    analysis = Analysis(run.run_id, Scope("cohort"), (finding,))
    store.analyses.put(run, analysis)
    return put_brief(store, analysis, run)


def sample(services, excerpt, coder="Ada"):
    """In which sample a coder can still code an excerpt blind."""
    return services.reserve(coder).sample(excerpt.excerpt_id)


@pytest.mark.parametrize(
    "query", ["", "?queue=suggested", "?queue=uncertain", "?queue=rare&theme=leadership", "?queue=all", "?queue=blind"]
)
def test_from_every_queue_its_page_is_the_blind_one(browser, store, services, hidden, query):
    """The reason in a queue used to decide it: the same excerpt from another queue showed everything."""
    store.reviews.add(
        new_review(Action.ADD, "Ben", excerpt=hidden, theme="equity"),
        new_review(Action.COMMENT, "Ben", excerpt=hidden, payload={"text": "plainly about fairness"}),
    )
    page = browser.get(f"/review/{hidden.excerpt_id}{query}").text

    assert "Suggestions are hidden here on purpose" in page
    for tell in ("Because", "data-tag", "here because", "plainly about fairness", "by Ben", "/decide"):
        assert tell not in page
    assert sample(services, hidden) == "random-7"


@pytest.mark.parametrize(
    ("act", "fields"),
    [("decide", {"theme": "leadership", "action": "accept"}), ("done", {}), ("comment", {"text": "x"}), ("undo", {"review": "r"})],
)  # fmt: skip
def test_it_cannot_be_decided_on_with_suggestions_from_an_older_page(browser, store, hidden, act, fields):
    """A page that was opened before, or a link typed by hand, must not spoil the sample."""
    answer = post(browser, f"/review/{hidden.excerpt_id}/{act}", **fields)

    assert answer.status_code == 409
    assert "kept for blind coding" in answer.text
    assert store.reviews.all() == []


def test_what_is_kept_names_the_sample_that_the_queue_drew(browser, store, hidden):
    """With another seed than nought the queue drew random-7 and the page kept random-0."""
    post(browser, f"/review/{hidden.excerpt_id}/blind", themes=["equity"])

    assert [(one.action, one.blind, one.sample) for one in store.reviews.all()] == [
        (Action.ADD, True, "random-7"),
        (Action.DONE, True, "random-7"),
    ]


def test_coding_kept_twice_is_one_and_kept_anew_replaces_the_first(browser, store, hidden):
    """A double click is one coding; a slip of the finger can be mended at once."""
    browser.get("/review")
    for themes in (["equity"], ["equity"], ["equity", "barrier"]):
        post(browser, f"/review/{hidden.excerpt_id}/blind", themes=themes)

    assert [one.theme for one in store.reviews.standing(actions=[Action.ADD])] == ["equity", "barrier"]
    assert len(store.reviews.standing(actions=[Action.DONE])) == 1
    assert len(store.reviews.all(actions=[Action.DONE])) == 2


def test_once_the_suggestions_were_seen_the_blind_coding_stands(browser, store, services, hidden):
    """Coding it again, led by what was shown, would put the led coding in the honest one's place."""
    browser.get("/review?queue=all")
    post(browser, f"/review/{hidden.excerpt_id}/blind?queue=all", themes=["equity"])
    assert "Which themes does this show?" in browser.get(f"/review/{hidden.excerpt_id}?queue=all").text
    assert "Because" in browser.get(f"/review/{hidden.excerpt_id}?queue=rare&kind=survey").text  # from outside the walk

    assert "Because" in browser.get(f"/review/{hidden.excerpt_id}?queue=all").text
    answer = post(browser, f"/review/{hidden.excerpt_id}/blind?queue=all", themes=["leadership"])
    assert answer.status_code == 409
    assert [one.theme for one in store.reviews.standing(actions=[Action.ADD])] == ["equity"]


def test_a_blind_coding_is_undone_as_one(browser, store, services, hidden):
    """Half of it taken back, with suggestions in sight, would count as blind still."""
    post(browser, f"/review/{hidden.excerpt_id}/blind", themes=["equity", "barrier"])
    browser.get(f"/review/{hidden.excerpt_id}?queue=rare&kind=survey")
    done = store.reviews.all()[-1]
    answer = post(browser, f"/review/{hidden.excerpt_id}/undo", review=done.review_id)

    assert "Undone: your blind coding." in answer.text
    assert store.reviews.standing() == []
    post(browser, f"/review/{hidden.excerpt_id}/blind", themes=["leadership"])
    assert {(one.blind, one.sample) for one in store.reviews.standing()} == {(False, None)}


def test_a_quote_in_a_brief_is_read_and_codes_no_longer_blind(browser, store, services, brief):
    """A brief must be read to be signed: what it cannot hide, it remembers."""
    quote = store.excerpts.current()[0]
    services.blind = {quote.excerpt_id}
    browser.get(f"/briefs/{brief.id}")
    page = browser.get(f"/review/{quote.excerpt_id}").text
    assert "Suggestions are hidden here on purpose" in page
    assert "counts as any other" in page

    answer = post(browser, f"/review/{quote.excerpt_id}/blind", themes=["equity"])
    assert "does not count as coded blind" in answer.text
    assert {(one.blind, one.sample) for one in store.reviews.all()} == {(False, None)}
    assert sample(services, quote, "Ben") == "random-7"


@pytest.mark.parametrize("place", [1, 2], ids=["evidence", "counter-evidence"])
def test_a_brief_s_page_keeps_to_itself_what_stands_behind_a_finding(browser, store, services, brief, place):
    """Standing under a heading, or against it, tells theme and side; so does being offered as its headline."""
    excerpt = store.excerpts.current()[place]
    services.blind = {excerpt.excerpt_id}
    page = browser.get(f"/briefs/{brief.id}").text

    assert excerpt.text not in page
    assert excerpt.excerpt_id not in page
    assert "1 more is kept for blind coding" in page
    assert sample(services, excerpt) == "random-7"


def test_a_search_on_a_brief_s_page_does_not_say_where_it_stands(browser, store, services, brief, hidden):
    """'In a finding already' would lead to the finding's theme."""
    page = browser.get(f"/briefs/{brief.id}?words=executive").text

    assert hidden.text in page
    assert "in <a" not in page
    assert sample(services, hidden) == "random-7"


@pytest.mark.parametrize("path", ["paper", "paper?view=internal", "download/json?view=internal", "download/docx?view=internal", "download/xlsx?view=internal"])  # fmt: skip
def test_the_whole_brief_says_so_before_it_is_opened_and_is_remembered(browser, store, services, brief, hidden, path):
    """A file cannot leave out what it is made of: its reader decides, and knows what it costs."""
    page = browser.get(f"/briefs/{brief.id}").text
    assert "no longer counts as blind" in page
    assert "<iframe" not in page  # it would open by itself
    assert sample(services, hidden) == "random-7"

    browser.get(f"/briefs/{brief.id}/{path}")
    assert sample(services, hidden) is None
    assert "<iframe" in browser.get(f"/briefs/{brief.id}").text


def test_nobody_reads_a_brief_without_a_name(stranger, services, brief):
    """What was shown to nobody in particular would be shown to whoever codes next."""
    stranger.get("/?token=secret")
    for path in ("", "/paper", "/download/json"):
        assert stranger.get(f"/briefs/{brief.id}{path}", follow_redirects=False).headers["location"].startswith("/who")


def test_the_record_does_not_tell_how_a_colleague_coded_it(browser, store, services, hidden):
    """Neither on the page nor in its tables, nor by being found under a theme's name."""
    other = store.excerpts.current()[3]
    for excerpt in (hidden, other):
        finished = new_review(Action.DONE, "Ben", excerpt=excerpt, payload={"themes": ["equity"]})
        store.reviews.add(new_review(Action.ADD, "Ben", excerpt=excerpt, theme="equity"), finished)
    place = f"{hidden.version},{hidden.start},{hidden.end}"
    entries = [line for line in browser.get("/history.csv").text.splitlines() if place in line]

    assert len(entries) == 2
    assert not any("equity" in line for line in entries)
    assert browser.get("/history").text.count("<td>Equity</td>") == 1
    assert place not in browser.get("/history.csv?words=equity").text

    store.reviews.add(new_review(Action.DONE, "Ada", excerpt=hidden, blind=True, sample="random-7"))
    assert browser.get("/history").text.count("<td>Equity</td>") == 2


def test_a_disagreement_is_listed_for_those_who_have_coded_it(browser, store, services, hidden):
    """How two others coded it would lead the third; and whoever settles it has coded it."""
    blind = {"excerpt": hidden, "blind": True, "sample": "random-7"}
    store.reviews.add(
        new_review(Action.ADD, "Ben", theme="equity", **blind),
        new_review(Action.DONE, "Cy", payload={"themes": []}, **blind),
    )
    page = browser.get("/agreement").text
    assert hidden.text not in page
    assert "1 more is listed once you have" in page
    answer = post(browser, f"/agreement/adjudicate/{hidden.excerpt_id}", theme="equity", applies="true")
    assert answer.status_code == 409

    post(browser, f"/review/{hidden.excerpt_id}/blind", themes=["equity"])
    assert hidden.text in browser.get("/agreement").text


def test_a_pass_counts_as_blind_for_whoever_was_not_led(browser, store, services, brief):
    """The pass draws from the share that is hidden; a quote that was read in a brief is told apart."""
    quote = store.excerpts.current()[0]
    services.blind = {quote.excerpt_id}
    browser.get(f"/briefs/{brief.id}")
    assert "counts as any other" in browser.get("/agreement/pass/20").text

    post(browser, f"/agreement/pass/20/{quote.excerpt_id}", themes=["equity"])
    assert {one.blind for one in store.reviews.all()} == {False}


def test_a_list_with_labels_is_remembered_too(browser, store, services, hidden):
    """Coded, then seen with its label, then coded again: the second coding was led."""
    post(browser, f"/review/{hidden.excerpt_id}/blind", themes=["equity"])
    assert sample(services, hidden) == "random-7"

    assert hidden.text in browser.get("/explore/excerpts").text
    assert sample(services, hidden) is None


@pytest.mark.parametrize(
    "path",
    ["/explore", "/explore?words=executive", "/explore/excerpts", "/explore/excerpts?form=csv", "/explore/matrix", "/explore/together",
     "/explore/months", "/explore/grid?by=role", "/explore/map", "/explore/map/points", "/explore/map/points?form=csv", "/codebook", "/history",
     "/history.csv", "/agreement", "/agreement/figures.csv", "/privacy", "/privacy/d-kickoff", "/", "/material", "/briefs",
     "/codebook/merge?theme=leadership&into=equity"],
)  # fmt: skip
def test_looking_around_spoils_nothing(browser, services, hidden, path):
    """Every other page may be opened before the sample is coded."""
    assert browser.get(path).status_code == 200
    assert sample(services, hidden) == "random-7"


def test_a_proposed_theme_shows_only_what_its_reader_has_coded(browser, store, services):
    """Standing there says that no theme of the codebook was found; and no example is taken from what will judge it."""
    lines = ("Interpreters were booked for us.", "They booked interpreters for us.")
    for document_id, line in zip(("d-two", "d-three", "d-four"), (*lines, lines[0]), strict=True):
        stock(store, lines=(line,), document_id=document_id)
    first, *others = (one for one in store.excerpts.current() if "nterpreters" in one.text and "for us" in one.text)
    services.blind = {first.excerpt_id}
    store.topics.put(
        [Topic("t1", "interpreter booking", ("interpreters",), (first.excerpt_id, *(one.excerpt_id for one in others)))]
    )
    assert browser.get("/codebook").text.count("<blockquote>") == 2

    base = store.codebooks.current().version
    post(browser, "/codebook/add", name="Interpreting", definition="x", topic="t1", based_on=base)
    assert sorted(store.codebooks.current().theme("interpreting").examples) == sorted(one.text for one in others)


def test_a_link_into_an_earlier_version_leads_to_the_words_as_they_are_now(browser, store, services):
    """A brief of last month links to excerpts under the ids they had: those pages used to show everything."""
    before = store.excerpts.current()[0]
    text = store.documents.get("d-kickoff").text
    stock_again(store, text.replace("[Person 3]", "[someone]"))
    after = store.excerpts.current()[0]
    services.blind = {after.excerpt_id}
    answer = browser.get(f"/review/{before.excerpt_id}")

    assert after.excerpt_id in str(answer.url)
    assert "Suggestions are hidden here on purpose" in answer.text
    assert post(browser, f"/review/{before.excerpt_id}/done").status_code == 409


def stock_again(store, text):
    """The kick-off's text in a second version."""
    first, at = store.documents.get("d-kickoff"), 0
    passages = []
    for line in text.splitlines():
        passages.append(Passage(at, at + len(line), "bullet"))
        at += len(line) + 1
    second = replace(first, version=2, source=SourceText(text, tuple(passages)))
    start = first.text.index("[Person 3]")
    store.documents.add(second, shifts=[(start, start + 10, 9)])
    old = store.excerpts.of("d-kickoff", 1)
    store.excerpts.put(
        second,
        [
            Excerpt("d-kickoff", 2, place.start, place.end, second.source.slice(place), one.voice, one.mode, True,
                    collaborative="harbour")
            for place, one in zip(passages, old, strict=True)
        ],
    )  # fmt: skip
