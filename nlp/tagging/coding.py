"""From what evaluators did to what the tagger is taught."""

from collections.abc import Iterable, Sequence

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.store import decided, last_words
from learnbrief.corpus.tag import Action, Review, TagStatus
from learnbrief.nlp.tagging.teachers import Coded


def coded_from_reviews(excerpts: Sequence[Excerpt], reviews: Iterable[Review]) -> list[Coded]:
    """Excerpts somebody decided on, as the reviews that stand say; the last word on a theme counts, as everywhere.

    Pass reviews with undone ones left out. An excerpt is blind where every decision on it was, within a sample.
    """
    by_place: dict[tuple[str, int, int, int], list[Review]] = {}
    for review in reviews:
        if review.document_id is not None and None not in (review.version, review.start, review.end):
            place = (review.document_id, review.version or 0, review.start or 0, review.end or 0)
            by_place.setdefault(place, []).append(review)
    found = []
    for excerpt in excerpts:
        here = by_place.get((excerpt.document_id, excerpt.version, excerpt.start, excerpt.end), [])
        coded = _coded(excerpt, here)
        if coded is not None:
            found.append(coded)
    return found


def _coded(excerpt: Excerpt, reviews: Sequence[Review]) -> Coded | None:
    ordered = sorted(reviews, key=lambda one: one.made_at)
    said = {theme: decided(last) is not TagStatus.REJECTED for theme, last in last_words(ordered).items()}
    finishes = [one for one in ordered if one.action is Action.DONE]
    # coding from elsewhere may have been about some of the themes only
    considered = {theme for one in finishes for theme in one.payload.get("considered", ())}
    finished = any("considered" not in one.payload for one in finishes)
    if not said and not finished and not considered:
        return None
    counted = [one for one in reviews if one.action in {Action.ACCEPT, Action.ADD, Action.REJECT, Action.DONE}]
    return Coded(
        excerpt.text,
        frozenset(theme for theme, applies in said.items() if applies),
        excerpt.document_id,
        decided=None if finished else frozenset(said) | considered,
        blind=bool(counted) and all(one.blind and one.sample for one in counted),
        excerpt_id=excerpt.excerpt_id,
        question=excerpt.heading,
    )
