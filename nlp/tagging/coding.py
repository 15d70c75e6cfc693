"""From what evaluators did to what the tagger is taught."""

from collections.abc import Iterable, Sequence

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.tag import Action, Review
from learnbrief.nlp.tagging.teachers import Coded

_YES = {Action.ACCEPT, Action.ADD}


def coded_from_reviews(excerpts: Sequence[Excerpt], reviews: Iterable[Review]) -> list[Coded]:
    """Excerpts somebody decided on, as the reviews that stand say; the last word on a theme counts.

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
    said: dict[str, bool] = {}
    settled: set[str] = set()
    finished, considered = False, set[str]()
    for review in sorted(reviews, key=lambda one: one.made_at):
        if review.action is Action.DONE:  # coding from elsewhere may have been about some of the themes only
            considered |= set(review.payload.get("considered", ()))
            finished |= "considered" not in review.payload
        elif review.theme is None or (review.theme in settled and review.action is not Action.ADJUDICATE):
            continue
        elif review.action is Action.ADJUDICATE:
            said[review.theme] = bool(review.payload.get("applies"))
            settled.add(review.theme)
        elif review.action in _YES or review.action is Action.REJECT:
            said[review.theme] = review.action in _YES
    if not said and not finished and not considered:
        return None
    counted = [one for one in reviews if one.action in _YES | {Action.REJECT, Action.DONE}]
    return Coded(
        excerpt.text,
        frozenset(theme for theme, applies in said.items() if applies),
        excerpt.document_id,
        decided=None if finished else frozenset(said) | considered,
        blind=bool(counted) and all(one.blind and one.sample for one in counted),
        excerpt_id=excerpt.excerpt_id,
    )
