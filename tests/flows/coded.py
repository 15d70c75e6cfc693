"""What tests of coding from elsewhere share: a passage of the small programme, and what was said of it."""

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.store import Store

NOTES = "material/harbour-day-one/notes.md"
QUOTE = "Improvement time is the first thing cancelled when"


def excerpt_with(store: Store, words: str) -> Excerpt:
    (found,) = [one for one in store.excerpts.current() if words in one.text]
    return found


def said_of(store: Store, excerpt: Excerpt) -> set[tuple[str, str, str | None]]:
    return {
        (review.coder, review.action.value, review.theme)
        for review in store.reviews.standing(document_id=excerpt.document_id)
        if (review.start, review.end) == (excerpt.start, excerpt.end)
    }
