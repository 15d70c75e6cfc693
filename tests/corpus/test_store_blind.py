"""Who is blind to what, told by the store alone."""

import pytest

from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from tests.corpus.conftest import document, excerpts_of

LINES = "".join(f"Line number {n} of these notes.\n" for n in range(60))


def freeze(store, made, shifts=()):
    store.documents.add(made, shifts=shifts)
    store.excerpts.put(made, excerpts_of(made))
    return excerpts_of(made)


@pytest.fixture
def excerpts(store):
    return freeze(store, document(LINES))


def some_hidden(store, excerpts, coder="Ada"):
    hidden = store.blind.reserve(coder, seed=7).hidden
    return next(one for one in excerpts if one.excerpt_id in hidden)


def test_what_is_drawn_of_a_source_is_the_same_whether_or_not_the_others_are_read(store):
    """A brief on one workshop asks for its own part; read otherwise, it could show what a coder has yet to code blind."""
    for number in range(4):
        text = "".join(f"Line {line} of source {number} says something.\n" for line in range(12))
        for version in (1, 2):
            freeze(store, document(text, document_id=f"d-{number}", version=version))
    everything = store.blind.reserve("", seed=3).share.drawn

    for number in range(4):
        own = {one.excerpt_id for one in store.excerpts.of(f"d-{number}")}
        assert store.blind.drawn([f"d-{number}"], seed=3) == own & set(everything) != set()


def test_it_is_hidden_from_each_coder_until_they_have_coded_it(store, excerpts):
    """Nobody's finishing opens it for somebody else, and nobody in particular sees nothing."""
    one = some_hidden(store, excerpts)
    store.reviews.add(new_review(Action.DONE, "Ada", excerpt=one, blind=True, sample="random-7"))

    assert one.excerpt_id not in store.blind.reserve("Ada", seed=7).hidden
    assert one.excerpt_id in store.blind.reserve("Ben", seed=7).hidden
    assert one.excerpt_id in store.blind.reserve("", seed=7).hidden


def test_an_undone_coding_hides_it_again(store, excerpts):
    """The coder has yet to code it; what they saw meanwhile is remembered."""
    one = some_hidden(store, excerpts)
    finished = new_review(Action.DONE, "Ada", excerpt=one, blind=True, sample="random-7")
    store.reviews.add(finished)
    store.blind.show("Ada", [one.excerpt_id])
    store.reviews.add(new_review(Action.UNDO, "Ada", target=finished.review_id))
    reserve = store.blind.reserve("Ada", seed=7)

    assert one.excerpt_id in reserve.hidden
    assert reserve.sample(one.excerpt_id) is None


def test_what_was_shown_is_remembered_once_and_for_each_coder(store, excerpts):
    """Whoever was led by a suggestion no longer codes blind, and nobody else is held to it."""
    one = some_hidden(store, excerpts)
    for _ in range(2):
        store.blind.show("Ada", [one.excerpt_id])

    assert store.blind.reserve("Ada", seed=7).sample(one.excerpt_id) is None
    assert store.blind.reserve("Ben", seed=7).sample(one.excerpt_id) == "random-7"


def test_who_decided_with_suggestions_in_sight_has_seen_them(store, excerpts):
    """Also where the decision is older than the watch over what is shown, and where it was taken back."""
    one = some_hidden(store, excerpts)
    accepted = new_review(Action.ACCEPT, "Ada", excerpt=one, theme="equity")
    store.reviews.add(accepted, new_review(Action.UNDO, "Ada", target=accepted.review_id))
    merged = new_review(Action.ADD, "Ben", excerpt=one, theme="equity", payload={"merged_from": "fairness"})
    store.reviews.add(merged)

    assert store.blind.reserve("Ada", seed=7).sample(one.excerpt_id) is None
    assert store.blind.reserve("Ben", seed=7).sample(one.excerpt_id) == "random-7"


def test_a_new_version_of_the_text_changes_neither_the_draw_nor_what_was_seen(store, excerpts):
    """One word hidden gives every excerpt a new id; none may come back as if nobody had looked at it."""
    before = store.blind.reserve("Ada", seed=7)
    one = some_hidden(store, excerpts)
    store.blind.show("Ada", [one.excerpt_id])
    later = freeze(store, document(LINES.replace("number 0", "[number] 0"), version=2), shifts=[(5, 11, 8)])
    today = {old.excerpt_id: new.excerpt_id for old, new in zip(excerpts, later, strict=True)}
    after = store.blind.reserve("Ada", seed=7)

    assert set(after.share.drawn) == {today[old] for old in before.share.drawn}
    assert after.hidden == before.hidden | set(
        after.share.drawn
    )  # a link with an earlier id shows no more than today's
    assert after.sample(today[one.excerpt_id]) is None


def test_how_others_coded_is_told_once_one_has_coded(store, excerpts):
    """A colleague's coding leads as much as the model's."""
    one = some_hidden(store, excerpts)
    other = next(each for each in excerpts if each.excerpt_id not in store.blind.reserve("Ada", seed=7).hidden)
    by_ben = [new_review(Action.ADD, "Ben", excerpt=each, theme="equity") for each in (one, other)]
    own = new_review(Action.COMMENT, "Ada", excerpt=one, payload={"text": "why?"})
    about_a_brief = new_review(Action.PIN, "Ben", target="f1")
    record = [*by_ben, own, about_a_brief]

    assert store.blind.hidden_reviews(record, store.blind.reserve("Ada", seed=7), coder="Ada") == {by_ben[0].review_id}
