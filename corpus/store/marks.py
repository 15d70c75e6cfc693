"""The marks that coders made in a text, as they stand now."""

from learnbrief.corpus.marks import Mark, marks_of
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.store.reviews import Reviews
from learnbrief.corpus.store.spans import shifted
from learnbrief.corpus.tag import Action


class Marks:
    """Reads marks out of the record; they have no table of their own."""

    def __init__(self, documents: Documents, reviews: Reviews) -> None:
        self._documents, self._reviews = documents, reviews

    def of(self, document_id: str, version: int) -> list[Mark]:
        """Every mark that stands in a document, where its words are in this version."""
        steps = {step: self._documents.shifts(document_id, step) for step in range(2, version + 1)}

        def move(_document_id: str, made_in: int, start: int, end: int) -> tuple[int, int]:
            for step in range(made_in + 1, version + 1):
                start, end = shifted(start, end, steps[step])
            return start, end

        return marks_of(self._reviews.standing(actions=[Action.ADD], document_id=document_id), move)
