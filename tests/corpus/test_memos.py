"""Memos are entries of the record: an edit keeps the old words in it, and what others answered stands."""

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.memos import Beside, answer, beside, edit, remove, threads, words_of, written
from learnbrief.corpus.tag import Action
from tests.corpus.conftest import document, excerpts_of


def said(store):
    """Every thread as its words."""
    found = threads(store.reviews.standing(actions=[Action.COMMENT]))
    return [[words_of(one.memo), *map(words_of, one.answers)] for one in found]


def test_an_edit_keeps_its_answers_and_the_record_keeps_both_wordings(store):
    """Who answered the first wording must not lose the thread, nor the history what was once claimed."""
    memo = written("Ada", "Boards come late.", theme="leadership")
    store.reviews.add(memo, answer(memo, "Ben", "Do they?"))
    store.reviews.add(*edit(memo, "Boards come late to equity."))
    (new,) = [one.memo for one in threads(store.reviews.standing())]
    store.reviews.add(answer(new, "Ada", "In three of five."))

    assert said(store) == [["Boards come late to equity.", "Do they?", "In three of five."]]
    assert next(words_of(one) for one in store.reviews.all(actions=[Action.COMMENT])) == "Boards come late."


def test_an_answer_outlives_the_memo_it_answers(store):
    """Nobody takes away what another person wrote."""
    memo = written("Ada", "Nonsense.")
    store.reviews.add(memo, answer(memo, "Ben", "Why?"))
    store.reviews.add(remove(memo))

    assert said(store) == [["Why?"]]


def test_the_same_words_again_are_no_edit():
    """A press without a change leaves no mark in the record."""
    assert edit(written("Ada", "As it is."), " As it is.\r\n") == []


@pytest.mark.parametrize("words", ["", " \n ", "x" * 20_001])
def test_a_memo_without_words_or_with_a_book_of_them_is_refused(words):
    """Told before anything is lost."""
    with pytest.raises(BadInput, match="memo"):
        written("Ada", words)


def test_what_a_memo_stands_beside_is_told_by_what_it_names():
    """Memos of other programs come with the same fields, and must appear in the same places."""
    one = excerpts_of(document())[0]
    span = {"document_id": one.document_id, "version": 1, "start": one.start, "end": one.end}
    places = [{}, {"document_id": "d-one", "version": 1}, {"theme": "leadership"}, {"target": "f-1"}, span]

    assert [beside(written("Ada", "x", **place)) for place in places] == [
        Beside.PROGRAMME, Beside.DOCUMENT, Beside.THEME, Beside.FINDING, Beside.EXCERPT
    ]  # fmt: skip
