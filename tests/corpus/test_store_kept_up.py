"""What the store keeps in memory for the pages is, after whatever happens to it, what somebody who opens it now would read."""

import random
from contextlib import suppress

import pytest

from learnbrief.corpus.codebook import parse_codebook
from learnbrief.corpus.counting import holds
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.store import Store, new_review
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.tag import Action, Band, ScoreKind, Tag
from learnbrief.corpus.withdrawal.rows import remove
from learnbrief.corpus.withdrawal.words import Taken
from tests.corpus.conftest import While, document, excerpts_of

LINES = "".join(f"Line number {n} of these notes says something.\n" for n in range(12))
THEMES = ("data", "time", "barrier")


def pages_see(store):
    """Everything that pages are made of, in one value."""
    return {
        "tags": {one: dict(tags) for one, tags in store.tags.current().items()},
        "effective": store.tags.effective(),
        "carried": dict(store.tags.carried()),
        "decisions": store.tags.decisions(),
        "done": store.tags.done(),
        "done by Ada": store.tags.done(coder="Ada"),
        "waiting": store.tags.waiting(),
        "open": store.tags.open_suggestions(),
        "disputes": store.disputes.all(),
        "hidden": store.blind.reserve("Ada", seed=3).hidden,
        "commented": store.by_theme.commented(),
        "said": {one: sorted(review.review_id for review in said) for one, said in store.spoken.now().here.items()},
        "confirmed": sorted(review.review_id for _, review in store.spoken.now().all),
        "cards": store.documents.cards(),
        "excerpts": dict(store.excerpts.now()),
        "codebook": codebook_of(store),
    }


def codebook_of(store):
    try:
        return store.codebooks.current()
    except NotFound:
        return None


def opened_now(store):
    return pages_see(Store(store.database))  # which has read nothing yet


def out_of_date(store):
    """What pages are made of that somebody who opens the store now would read otherwise."""
    now = opened_now(store)
    return [name for name, value in pages_see(store).items() if value != now[name]]


def freeze(store, number, version=1, shifts=()):
    made = document(LINES if version == 1 else "New. " + LINES, document_id=f"d-{number}", version=version)
    store.documents.add(made, shifts=shifts)
    store.excerpts.put(made, excerpts_of(made))
    suggest(store, excerpts_of(made), number)


def suggest(store, excerpts, seed):
    draw = random.Random(seed)
    bands = [(0.9, Band.SURE), (0.65, Band.REVIEW), (0.52, Band.REVIEW), (0.2, Band.NONE)]
    tags = [
        Tag(one.excerpt_id, theme, score, ScoreKind.SIMILARITY, band, "codebook")
        for one in excerpts
        for theme in draw.sample(THEMES, 2)
        for score, band in [draw.choice(bands)]
    ]
    store.tags.put([one.excerpt_id for one in excerpts], tags, tagger="made up")


@pytest.fixture
def filled(store):
    for number in range(3):
        freeze(store, number)
    assert pages_see(store)["waiting"]
    return store


def decide(store, draw):
    """One thing that one of two people does, or takes back."""
    actions = [Action.ACCEPT, Action.REJECT, Action.ADD, Action.DONE, Action.COMMENT, Action.ADJUDICATE, Action.LATER]
    coder, action = draw.choice(["Ada", "Ben"]), draw.choice([*actions, Action.UNDO])
    excerpt = draw.choice(store.excerpts.current())
    if action is Action.UNDO:
        earlier = [one for one in store.reviews.all() if one.start is not None]
        if earlier:
            target = draw.choice(earlier)
            place = {name: getattr(target, name) for name in ("document_id", "version", "start", "end")}
            somewhere = place if draw.random() < 0.5 else {}
            store.reviews.add(new_review(Action.UNDO, coder, target=target.review_id, **somewhere))
        return
    theme = draw.choice(THEMES) if action in (Action.ACCEPT, Action.REJECT, Action.ADD, Action.ADJUDICATE) else None
    payload = {"applies": draw.random() < 0.5, "text": "a word"}
    store.reviews.add(new_review(action, coder, excerpt=excerpt, theme=theme, payload=payload))


def test_what_is_kept_is_what_is_there_after_every_decision(filled):
    """A page that told an older state would have a coder decide again what is decided, or a brief that counts otherwise than Explore."""
    draw = random.Random(11)
    for _ in range(25):
        decide(filled, draw)
        assert pages_see(filled) == opened_now(filled)


def test_a_new_version_of_a_text_and_a_new_tagging_are_seen_at_once(filled):
    """Decisions follow their words into the new version; those kept in memory would otherwise stand at ids that are gone."""
    draw = random.Random(5)
    for _ in range(12):
        decide(filled, draw)
    pages_see(filled)
    freeze(filled, 1, version=2, shifts=[(0, 0, 5)])
    assert pages_see(filled) == opened_now(filled)
    suggest(filled, filled.excerpts.current(), 99)
    assert pages_see(filled) == opened_now(filled)


def test_what_was_read_inside_a_change_that_was_not_kept_is_forgotten(filled):
    """Numbers are given again then: a decision that never was could otherwise stand on the page in place of one that is."""
    excerpt, other = filled.excerpts.current()[:2]
    with suppress(ZeroDivisionError), filled.writing():
        filled.reviews.add(new_review(Action.ADD, "Ada", excerpt=excerpt, theme="time"))
        filled.excerpts.put(document(LINES, document_id="d-2"), [])
        assert pages_see(filled)["decisions"]
        raise ZeroDivisionError
    assert pages_see(filled) == opened_now(filled)
    with suppress(ZeroDivisionError), filled.writing():
        filled.reviews.add(new_review(Action.ADD, "Ada", excerpt=excerpt, theme="time"))
        assert pages_see(filled)["decisions"]
        raise ZeroDivisionError
    filled.reviews.add(new_review(Action.ADD, "Ben", excerpt=other, theme="data"))
    assert pages_see(filled) == opened_now(filled)
    assert [(one, theme) for one, theme in filled.tags.decisions()] == [(other.excerpt_id, "data")]


def test_what_another_process_does_is_seen(filled):
    """Runs and the app's worker write beside the app."""
    pages_see(filled)
    other = Store(Database(filled.database.url))
    other.reviews.add(new_review(Action.DONE, "Ada", excerpt=other.excerpts.current()[0]))
    freeze(other, 7)
    other.close()
    assert pages_see(filled) == opened_now(filled)


def by_another_process(store, number, draw):
    """One thing that the worker, the command line or a second app does to the same database."""
    acts = {
        "a decision": lambda: decide(store, draw),
        "a new tagging": lambda: suggest(store, store.excerpts.current(), number),
        "a new source": lambda: freeze(store, 100 + number),
        "a text cut otherwise": lambda: cut_otherwise(store, draw.choice(store.documents.ids())),
        "a source withdrawn": lambda: withdraw(store, draw.choice(store.documents.ids())),
        "another codebook": lambda: store.codebooks.put(
            parse_codebook(f"themes: [{{name: Theme {number}, definition: x}}]")
        ),
    }
    acts[draw.choice(list(acts))]()


def cut_otherwise(store, document_id):
    latest = store.documents.get(document_id)
    store.excerpts.put(latest, excerpts_of(latest)[::2])


def withdraw(store, document_id):
    gone = store.excerpts.current([document_id])
    remove(
        store,
        Taken(whole={document_id}, excerpts={one.excerpt_id: one for one in gone}, texts=[one.text for one in gone]),
    )


def test_two_that_have_the_store_open_see_of_each_other_whatever_was_done(filled):
    """The app keeps what it read; a run, the worker and a second app know nothing of that and write all the same."""
    draw, other = random.Random(3), Store(Database(filled.database.url))
    for number in range(15):
        by_another_process(draw.choice([filled, other]), number, draw)
        if not filled.documents.ids():
            freeze(other, number)
        assert not out_of_date(filled)
        assert not out_of_date(other)
    other.close()


def test_what_is_written_while_a_page_reads_is_on_the_next_one(filled):
    """A page asks many times: what another process writes between two of them must not be taken for what stood before."""
    draw, other = random.Random(4), Store(Database(filled.database.url))

    def everything(number):
        cut_otherwise(other, "d-0")
        freeze(other, 300 + number)
        withdraw(other, other.documents.ids()[2])
        suggest(other, other.excerpts.current(), number)
        decide(other, draw)

    reading = While(filled, lambda: pages_see(filled))
    suggest(filled, filled.excerpts.current(), 999)  # so that everything is read anew
    # what is kept is kept alike on both, and a server takes five times as long to be asked
    for number in range(0, reading.questions(), 1 if filled.database.is_sqlite else 9):
        suggest(filled, filled.excerpts.current(), 1000 + number)
        reading.before(number, lambda n=number: everything(n))
        assert not out_of_date(filled), number
    other.close()


def test_what_somebody_withdrew_is_kept_nowhere(filled):
    """Of all that is kept in memory, this must not be a day older than the store."""
    gone = [one for one in filled.excerpts.current() if one.document_id == "d-1"]
    for one in filled.excerpts.current():
        filled.reviews.add(new_review(Action.COMMENT, "Ada", excerpt=one, payload={"text": f"as in: {gone[0].text}"}))
    pages_see(filled)
    taken = Taken(whole={"d-1"}, excerpts={one.excerpt_id: one for one in gone}, texts=[one.text for one in gone])
    remove(filled, taken)

    assert pages_see(filled) == opened_now(filled)
    assert not {one.excerpt_id for one in gone} & filled.tags.current().keys()
    assert not any(gone[0].text in str(review.payload) for _, review in filled.spoken.now().all)


def test_what_is_carried_is_what_counts_in_briefs(filled):
    """Explore and briefs must not count the same excerpt otherwise; a no takes a theme away, a yes gives it."""
    draw = random.Random(8)
    for _ in range(30):
        decide(filled, draw)
        carried = filled.tags.carried()
    counting = [
        (tag.excerpt_id, tag.theme) for tag in filled.tags.effective_on(filled.excerpts.current()) if holds(tag)
    ]
    assert sorted((one, theme) for one, themes in carried.items() for theme in themes) == counting


def test_the_same_question_twice_reads_nothing_again(filled):
    """What is kept is the very same object, or a page would cost as much as the first one did."""
    assert filled.tags.current() is filled.tags.current()
    assert filled.spoken.now() is filled.spoken.now()
    before = filled.cuts.now()
    filled.reviews.add(new_review(Action.DONE, "Ada", excerpt=filled.excerpts.current()[0]))
    filled.tags.current()
    assert filled.cuts.now() is before


def test_suggestions_that_wait_are_counted_without_those_that_are_gone(filled):
    """`status` tells how many; of an earlier version, or decided on, none waits."""
    open_before = filled.tags.open_suggestions()
    [tag, *_] = [one for one in filled.tags.effective() if one.band is not None]
    excerpt = filled.excerpts.get([tag.excerpt_id])[tag.excerpt_id]
    filled.reviews.add(new_review(Action.REJECT, "Ada", excerpt=excerpt, theme=tag.theme))
    filled.reviews.add(new_review(Action.ADD, "Ada", excerpt=excerpt, theme="a theme that nobody suggested"))
    assert filled.tags.open_suggestions() == open_before - 1
    every = [one for one in filled.tags.effective() if not one.checked]
    assert filled.tags.open_suggestions() == len(every)
