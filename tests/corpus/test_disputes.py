"""Where coders differ: whoever settles it must see who said what, and nothing that was said may be lost by it."""

from learnbrief.corpus.store import new_review
from learnbrief.corpus.store.disputes import disputes_of
from learnbrief.corpus.tag import Action
from tests.outputs.app.conftest import stock


def said(action, coder, theme="equity", **more):
    return new_review(action, coder, theme=theme, **more)


def finished_blind(coder, themes, **more):
    return new_review(Action.DONE, coder, blind=True, sample="round-1", payload={"themes": themes, **more})


def test_each_coder_stands_by_their_last_word():
    """Who changed their mind agrees now; a team would settle what nobody disputes."""
    one = said(Action.ACCEPT, "Ada"), said(Action.REJECT, "Ben")
    (dispute,) = disputes_of(one)
    assert (dispute.theme, dispute.applies, dispute.against, dispute.settled) == ("equity", ("Ada",), ("Ben",), None)
    assert disputes_of([*one, said(Action.ADD, "Ben")]) == []
    assert disputes_of([said(Action.ACCEPT, "Ada"), said(Action.REJECT, "Ben", "leadership")]) == []
    assert disputes_of([said(Action.ACCEPT, "Ada"), said(Action.REJECT, "Ada")]) == [], "one alone differs with nobody"


def test_what_was_settled_keeps_who_said_what():
    """The originals stay beside it: a second look needs both."""
    settled = said(Action.ADJUDICATE, "Eve", payload={"applies": False})
    (dispute,) = disputes_of([said(Action.ACCEPT, "Ada"), said(Action.REJECT, "Ben"), settled])
    assert (dispute.applies, dispute.against) == (("Ada",), ("Ben",))
    assert dispute.settled == settled
    assert not dispute.holds


def test_a_theme_left_unticked_in_blind_coding_is_a_no_and_one_left_alone_is_none():
    """Two who coded blind differ by what one did not tick; a suggestion that nobody touched is not refused by it."""
    ticked = [said(Action.ADD, "Ada", blind=True), finished_blind("Ada", ["equity"])]
    (dispute,) = disputes_of([*ticked, finished_blind("Ben", [])])
    assert (dispute.applies, dispute.against) == (("Ada",), ("Ben",))
    assert disputes_of([*ticked, finished_blind("Ben", [], considered=["leadership"])]) == [], "Ben had it not in mind"
    assert disputes_of([*ticked, new_review(Action.DONE, "Ben")]) == []


def test_the_store_finds_them_wherever_people_decided(store):
    """In Review tags, theme by theme or blind: it is one material."""
    stock(store)
    first, second, third, _ = store.excerpts.current()
    for excerpt, action, coder in (
        (first, Action.ACCEPT, "Ada"), (first, Action.REJECT, "Ben"), (second, Action.ACCEPT, "Ada"), (second, Action.ADD, "Ben"),
    ):  # fmt: skip
        store.reviews.add(new_review(action, coder, excerpt=excerpt, theme="equity"))
    blind = {"excerpt": third, "blind": True, "sample": "random-7"}
    store.reviews.add(
        new_review(Action.ADD, "Ada", theme="equity", **blind),
        new_review(Action.DONE, "Ben", payload={"themes": []}, **blind),
    )

    assert set(store.disputes.all()) == {first.excerpt_id, third.excerpt_id}
    assert set(store.disputes.on([first, second])) == {first.excerpt_id}
    last = store.reviews.standing(actions=[Action.REJECT])[0]
    store.reviews.add(new_review(Action.UNDO, "Ben", target=last.review_id))
    assert set(store.disputes.all()) == {third.excerpt_id}, "what was taken back is not held against anybody"
