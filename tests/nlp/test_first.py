"""The first excerpts to code: chosen for all that was said, a third at random, and what is chosen never enters the gate."""

import numpy as np

from learnbrief.corpus.blind import AT_RANDOM, FIRST, Reserve, random_share
from learnbrief.nlp.first import first_set, spread
from learnbrief.nlp.queue import Need
from tests.nlp.small import excerpt

SUBJECTS = ["rota", "porter", "letters", "parking", "carers", "budget", "tablets", "training", "corridor", "phones"]
EVIDENCE = [
    excerpt(f"{SUBJECTS[number % 10]} {number}", document=f"d{number // 6}", start=100 * (number % 6))
    for number in range(120)
]
VECTORS = np.eye(10, dtype=np.float32)[[number % 10 for number in range(120)]]


def reserve(*, seen: frozenset[str] = frozenset()) -> Reserve:
    share = random_share(EVIDENCE, seed=0)
    return Reserve(share, frozenset(share.drawn), seen)


def subject(excerpt_id: str) -> str:
    return next(one.text.split()[0] for one in EVIDENCE if one.excerpt_id == excerpt_id)


def test_a_third_is_drawn_at_random_and_nothing_chosen_is_of_the_random_share():
    """Chosen excerpts say nothing of how right suggestions are in general, so they never enter the gate; its share begins at once."""
    found = first_set(EVIDENCE, VECTORS, reserve())
    share = random_share(EVIDENCE, seed=0)
    blind = [item for item in found if item.need is Need.BLIND]

    assert len(found) == len({item.excerpt_id for item in found}) == FIRST
    assert sorted(item.excerpt_id for item in blind) == sorted(share.first(AT_RANDOM))
    assert all(item.sample == share.name for item in blind)
    assert all(item.excerpt_id not in share and item.sample is None for item in found if item.need is Need.FIRST)
    assert sum(item.need is Need.BLIND for item in found[:10]) >= 3  # also of whoever stops after ten


def test_what_a_coder_was_shown_before_is_not_coded_blind():
    """It is offered all the same, and says that it counts as any other."""
    drawn = frozenset(random_share(EVIDENCE, seed=0).first(AT_RANDOM))
    found = first_set(EVIDENCE, VECTORS, reserve(seen=drawn))

    assert not any(item.sample for item in found)


def test_what_is_chosen_stands_for_everything_that_was_said():
    """Twenty-five excerpts on the one subject most talk about teach one theme; each subject is met before one comes twice."""
    chosen = [item for item in first_set(EVIDENCE, VECTORS, reserve()) if item.need is Need.FIRST]
    drawn = {subject(item) for item in random_share(EVIDENCE, seed=0).first(AT_RANDOM)}
    missing = set(SUBJECTS) - drawn

    assert {subject(item.excerpt_id) for item in chosen[: len(missing)]} == missing
    assert "stands for" in chosen[0].reason


def test_the_same_material_gives_the_same_set_in_any_order():
    """Whoever opens the app tomorrow goes on with the set of today."""
    backwards = first_set(EVIDENCE[::-1], VECTORS[::-1], reserve())

    assert [item.excerpt_id for item in backwards] == [
        item.excerpt_id for item in first_set(EVIDENCE, VECTORS, reserve())
    ]


def test_a_finding_that_rests_on_an_excerpt_is_told():
    """A coder sees what hangs on the answer."""
    first = first_set(EVIDENCE, VECTORS, reserve())[1]
    again = first_set(EVIDENCE, VECTORS, reserve(), rests_on={first.excerpt_id})[1]

    assert "a finding rests on it" not in first.reason
    assert again.reason.endswith("a finding rests on it")


def test_where_there_is_hardly_more_to_code_nothing_is_chosen():
    """Of forty excerpts twenty-five are no choice: the queue serves as well."""
    assert first_set(EVIDENCE[:40], VECTORS[:40], reserve()) == []


def test_what_is_taken_already_needs_no_second_to_stand_for_it():
    """The random ones count: what they cover is not chosen again while anything else is left."""
    vectors = np.eye(3, dtype=np.float32)[[0, 0, 0, 1, 2]]
    taken = np.array([True, False, False, False, False])

    chosen, _ = spread(vectors, ~taken, taken, 2)

    assert sorted(chosen) == [3, 4]
