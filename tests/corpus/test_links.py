"""What evaluators said belongs together or apart holds for the programme, follows its words, and is never half applied."""

import pytest

from learnbrief.corpus.finding import Links, named_by
from learnbrief.corpus.store import new_review, span_of
from learnbrief.corpus.tag import Action
from tests.corpus.conftest import document, excerpts_of

LINES = "Rotas cancel it.\nThe rota decides.\nA named lead helps.\nOur lead came.\nLetters confuse people.\n"


@pytest.fixture
def excerpts(store):
    """Five lines of one document, in order."""
    made = document(LINES)
    store.documents.add(made)
    store.excerpts.put(made, excerpts_of(made))
    return store.excerpts.current()


def merged(*excerpts):
    return new_review(Action.MERGE, "Ada", target="f1", payload={"together": [span_of(one) for one in excerpts]})


def parted(some, others):
    apart = [[span_of(one) for one in some], [span_of(one) for one in others]]
    return new_review(Action.SPLIT, "Ada", target="f1", payload={"apart": apart})


def ids(*excerpts):
    return tuple(sorted(one.excerpt_id for one in excerpts))


def test_what_was_said_of_one_brief_holds_for_the_programme(store, excerpts):
    """The next run groups by it: groups close over shared members, and every pair of a split stays apart."""
    a, b, c, d, e = excerpts
    store.reviews.add(merged(a, b), merged(b, c), parted([d], [e, a]))

    links = store.links.current()
    assert links.together == (ids(a, b, c),)
    assert set(links.apart) == {ids(d, e), ids(d, a)}


def test_an_undone_edit_links_nothing(store, excerpts):
    """Undo means undo, also for the runs to come."""
    review = merged(*excerpts[:2])
    store.reviews.add(review, new_review(Action.UNDO, "Ada", target=review.review_id))

    assert store.links.current() == Links()


def test_links_follow_their_words_into_a_new_version(store, excerpts):
    """Hiding a name shifts every offset; what people said about the lines does not change."""
    store.reviews.add(merged(excerpts[0], excerpts[4]), parted([excerpts[1]], [excerpts[2]]))
    text = LINES.replace("Rotas", "[the weekly list of shifts]")
    made = document(text, version=2)
    store.documents.add(made, shifts=[(0, 5, len("[the weekly list of shifts]"))])
    store.excerpts.put(made, excerpts_of(made))
    now = store.excerpts.current()

    assert store.links.current() == Links((ids(now[0], now[4]),), (ids(now[1], now[2]),))


def test_a_contradiction_is_applied_neither_way_and_shown(store, excerpts):
    """Two evaluators disagree, one of them through a third excerpt: the tool takes no side and a person decides."""
    a, b, c, d, e = excerpts
    first, second, split = merged(a, b), merged(b, c), parted([a], [c, e])
    store.reviews.add(first, second, split, merged(d, e))

    links = store.links.current()
    assert not any({a.excerpt_id, c.excerpt_id} <= set(group) for group in links.together)
    assert ids(d, e) in links.together
    assert links.apart == (ids(a, e),)
    (waiting,) = store.links.contradictions()
    assert {waiting.first, waiting.second} == {a.excerpt_id, c.excerpt_id}
    assert set(waiting.together) == {first.review_id, second.review_id}
    assert waiting.apart == split.review_id


def test_links_leave_tags_and_the_queue_of_done_alone(store, excerpts):
    """They teach grouping; a figure that is to be honest never hears of them."""
    store.reviews.add(merged(*excerpts[:3]), parted(excerpts[3:4], excerpts[:1]))

    assert store.tags.effective() == []
    assert store.tags.done(excerpts) == set()


def test_an_edit_names_its_excerpts_by_the_ids_they_have_now(store, excerpts):
    """A clause chosen last month still heads the finding after a name beside it was hidden."""
    chosen = excerpts[4]
    payload = {"excerpt": chosen.excerpt_id, "start": 0, "end": 7, "at": {chosen.excerpt_id: span_of(chosen)}}
    review = new_review(Action.HEADLINE, "Ada", target="f1", payload=payload)
    made = document(LINES.replace("Rotas", "Lists"), version=2)
    store.documents.add(made, shifts=[(0, 5, 5)])
    store.excerpts.put(made, excerpts_of(made))
    now = store.excerpts.current()

    (rekeyed,) = store.links.rekeyed([review], now)
    assert chosen.excerpt_id not in {one.excerpt_id for one in now}
    assert rekeyed.payload["excerpt"] == now[4].excerpt_id


@pytest.fixture
def rewritten(store, excerpts):
    """The same five lines after a word was hidden in the first, a version later."""
    text = LINES.replace("Rotas", "[the weekly list of shifts]")
    made = document(text, version=2)
    store.documents.add(made, shifts=[(0, 5, len("[the weekly list of shifts]"))])
    store.excerpts.put(made, excerpts_of(made))
    return store.excerpts.current()


def edit_of(action, **payload):
    return new_review(action, "Ada", target="f1", payload=payload)


def test_chosen_quotes_and_weighed_counter_evidence_follow_their_words(store, excerpts, rewritten):
    """An edit that named excerpts by id alone was lost with the first redaction."""
    quotes = edit_of(Action.QUOTES, quotes=[excerpts[0].excerpt_id, excerpts[4].excerpt_id])
    differs = edit_of(Action.CONFIRM_COUNTER, excerpt=excerpts[2].excerpt_id)

    chosen, weighed = store.links.rekeyed([quotes, differs], rewritten)
    assert chosen.payload["quotes"] == [rewritten[0].excerpt_id, rewritten[4].excerpt_id]
    assert weighed.payload["excerpt"] == rewritten[2].excerpt_id


@pytest.mark.parametrize(
    ("line", "words", "now"),
    [
        (0, "cancel it", "cancel it"),
        (0, "Rotas cancel", "[the weekly list of shifts] cancel"),
        (1, "rota", "rota"),
    ],
)
def test_a_chosen_headline_moves_with_what_was_hidden_before_it(store, excerpts, rewritten, line, words, now):
    """Offsets of the text as it was would head the finding with half of other words."""
    excerpt = excerpts[line]
    start = excerpt.text.index(words)
    chosen = edit_of(Action.HEADLINE, excerpt=excerpt.excerpt_id, start=start, end=start + len(words))

    (moved,) = store.links.rekeyed([chosen], rewritten)
    assert moved.payload["excerpt"] == rewritten[line].excerpt_id
    assert rewritten[line].text[moved.payload["start"] : moved.payload["end"]] == now


def test_a_finding_of_chosen_excerpts_keeps_the_id_they_gave_it(store, excerpts, rewritten):
    """Its wording and its place speak of it by that id."""
    named = [one.excerpt_id for one in excerpts[:2]]
    (started,) = store.links.rekeyed([edit_of(Action.START, excerpts=named)], rewritten)

    assert started.payload["excerpts"] == [one.excerpt_id for one in rewritten[:2]]
    assert started.payload["finding"] == named_by(named)


def test_an_edit_of_the_text_as_it_is_stays_as_it_is(store, excerpts):
    """Nothing is rewritten that needs no rewriting."""
    chosen = edit_of(Action.START, excerpts=[excerpts[0].excerpt_id])

    assert store.links.rekeyed([chosen], excerpts) == [chosen]
