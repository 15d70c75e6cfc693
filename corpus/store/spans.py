"""Where the words of a review stand now: its own excerpt, or the one that holds most of them since."""

from collections import defaultdict
from collections.abc import Iterable

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.tag import Review

Span = tuple[str, str, int, int, int]
"""Id, document, version, start and end of an excerpt."""


class Places:
    """Finds the excerpt a review speaks of: the same span, else the one that shares most of it."""

    def __init__(self, excerpts: Iterable[Excerpt]) -> None:
        self._by_document: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self._version: dict[str, int] = {}
        self._exact: dict[tuple[str, int, int, int], str] = {}
        self._shifts: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
        # an excerpt's id is a hash: asked for once each, however many reviews there are
        self._fill((one.excerpt_id, one.document_id, one.version, one.start, one.end) for one in excerpts)

    @classmethod
    def of_spans(cls, spans: Iterable[Span]) -> "Places":
        """The same, where the excerpts themselves are not at hand."""
        places = cls(())
        places._fill(spans)
        return places

    def _fill(self, spans: Iterable[Span]) -> None:
        for excerpt_id, document_id, version, start, end in spans:
            self._by_document[document_id].append((excerpt_id, start, end))
            self._version[document_id] = version
            self._exact[document_id, version, start, end] = excerpt_id

    def of(self, review: Review, documents: Documents) -> str | None:
        """The excerpt that a review of a span speaks of now; None for a review of something else."""
        if review.document_id is None or review.start is None or review.end is None or review.version is None:
            return None
        return self.at(review.document_id, review.version, review.start, review.end, documents)

    def at(self, document_id: str, version: int, start: int, end: int, documents: Documents) -> str | None:
        """The excerpt that now holds most of a span of an earlier or the same version; None where it is gone."""
        if same := self._exact.get((document_id, version, start, end)):
            return same
        excerpts = self._by_document.get(document_id)
        if not excerpts:
            return None
        for later in range(version + 1, self._version[document_id] + 1):
            if (document_id, later) not in self._shifts:
                self._shifts[document_id, later] = documents.shifts(document_id, later)
            start, end = shifted(start, end, self._shifts[document_id, later])
        shared = {excerpt_id: min(end, stop) - max(start, begin) for excerpt_id, begin, stop in excerpts}
        best = max(shared, key=lambda excerpt_id: shared[excerpt_id])
        return best if shared[best] > 0 else None


def shifted(start: int, end: int, shifts: Iterable[tuple[int, int, int]]) -> tuple[int, int]:
    """Where a span of the old version lies in the new; a point inside a replaced stretch moves to its nearer edge."""

    def move(point: int, *, to_end: bool) -> int:
        gained = 0
        for begin, stop, length in sorted(shifts):
            if stop <= point and not (begin == stop == point and not to_end):
                gained += length - (stop - begin)
            elif begin < point:
                return begin + gained + (length if to_end else 0)
        return point + gained

    return move(start, to_end=False), move(end, to_end=True)
