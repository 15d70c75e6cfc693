"""What is reserved for blind coding."""

import pytest

from learnbrief.corpus.blind import BLIND_SHARE, Reserve, random_share, share_of
from tests.corpus.conftest import document, excerpts_of

EXCERPTS = excerpts_of(document("".join(f"Line number {n} of the notes.\n" for n in range(300))))


def test_the_share_is_drawn_by_its_seed_and_named_after_it():
    """A review says in which sample it was made; another seed is another sample."""
    share = random_share(EXCERPTS, seed=7)

    assert share.name == "random-7"
    assert len(share.drawn) == pytest.approx(300 * BLIND_SHARE, abs=40)
    assert set(share.drawn) != set(random_share(EXCERPTS, seed=0).drawn)
    assert share.first(10) == share.first(20)[:10]  # so that nobody starts anew with a larger one


def test_the_share_does_not_change_when_material_is_added():
    """Next month's excerpts may join it; this month's may not leave."""
    early = EXCERPTS[:100]

    assert set(random_share(early, seed=0).drawn) == set(random_share(EXCERPTS, seed=0).drawn) & {
        one.excerpt_id for one in early
    }


def test_a_new_version_of_a_text_draws_nothing_anew():
    """One hidden word gives every excerpt of a source a new id: what a coder saw before must not come back as unseen."""
    later = excerpts_of(
        document(document("".join(f"Line number {n} of the notes.\n" for n in range(300))).text, version=2)
    )
    first_ids = {new.excerpt_id: old.excerpt_id for new, old in zip(later, EXCERPTS, strict=True)}
    before, after = random_share(EXCERPTS, seed=0), share_of(first_ids, seed=0, first_ids=first_ids)

    assert {first_ids[one] for one in after.drawn} == set(before.drawn)


def test_what_was_seen_is_coded_last_and_not_blind():
    """Whoever was led by a suggestion is not asked to stand for somebody who was not."""
    share = random_share(EXCERPTS, seed=0)
    first, second, third = share.first(3)
    reserve = Reserve(share, frozenset({first, second, third}), seen=frozenset({first}))

    assert reserve.left() == [second, third, first]
    assert [reserve.sample(one) for one in (first, second, "e-elsewhere")] == [None, "random-0", None]
