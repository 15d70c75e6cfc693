"""Words that a coder marks are decisions on excerpts: they count, move and go as every other decision does."""

from dataclasses import replace

from learnbrief.corpus.document import Passage, SourceText
from learnbrief.corpus.marks import ACT, MARK, split_by_excerpts
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action, TagStatus
from learnbrief.corpus.withdrawal.rows import remove
from learnbrief.corpus.withdrawal.words import Taken
from tests.corpus.conftest import document, excerpts_of


def marked(store, made, start, end, theme="leadership", coder="Ada", mark="m1"):
    """One mark, put into the record as the app does."""
    reviews = [
        replace(new_review(Action.ADD, coder, excerpt=one, theme=theme, payload={MARK: mark, ACT: "p1"}), start=first, end=last)
        for one, first, last in split_by_excerpts(store.excerpts.of(made.document_id), start, end)
    ]  # fmt: skip
    store.reviews.add(*reviews)
    return reviews


def stored(store, **others):
    made = document(**others)
    store.documents.add(made)
    store.excerpts.put(made, excerpts_of(made))
    return made


def test_a_mark_over_two_excerpts_codes_both_and_reads_as_one(store):
    """Somebody who drags over two lines made one mark; tables and the tagger count excerpts."""
    made = stored(store)
    marked(store, made, 6, len(made.text) - 1)

    (mark,) = store.marks.of("d-one", 1)
    first, second = store.excerpts.of("d-one")
    assert (mark.start, mark.end, len(mark.parts)) == (6, second.end, 2)
    held = {tag.excerpt_id: (tag.status, tag.coder) for tag in store.tags.effective()}
    assert held == dict.fromkeys([first.excerpt_id, second.excerpt_id], (TagStatus.ADDED, "Ada"))


def test_a_word_dragged_over_too_far_does_not_code_the_next_excerpt(store):
    """A hand overshoots; the neighbour would be coded with what nobody meant. Import places passages by the same rule."""
    stored(store)
    first, second = store.excerpts.of("d-one")

    shares = split_by_excerpts([first, second], 0, second.start + 3)
    assert [(one, start, end) for one, start, end in shares] == [(first, 0, first.end)]


def test_a_mark_follows_its_words_when_others_before_them_are_hidden(store):
    """Checking a document again must not throw away what was coded in it, nor move the mark to other words."""
    made = stored(store)
    start = made.text.index("improvement")
    marked(store, made, start, start + len("improvement"))
    later = made.text.replace("Board time", "[Person 1]'s long time")
    passages = tuple(Passage(at, at + len(line)) for line in later.splitlines() for at in (later.index(line),))
    renewed = replace(made, version=2, source=SourceText(later, passages))
    store.documents.add(renewed, shifts=[(0, 10, len("[Person 1]'s long time"))])
    store.excerpts.put(renewed, excerpts_of(renewed))

    (mark,) = store.marks.of("d-one", 2)
    assert later[mark.start : mark.end] == "improvement"


def test_a_mark_whose_words_are_withdrawn_goes_and_others_stay(store):
    """The record must not tell that somebody said something there, nor lose what others said."""
    made = stored(store)
    first, second = store.excerpts.of("d-one")
    marked(store, made, first.start, first.start + 10, mark="goes")
    marked(store, made, second.start, second.start + 10, mark="stays")

    remove(
        store, Taken(excerpts={first.excerpt_id: first}, texts=[first.text], stretches={("d-one", 1): [(0, first.end)]})
    )
    assert [mark.mark_id for mark in store.marks.of("d-one", 1)] == ["stays"]
