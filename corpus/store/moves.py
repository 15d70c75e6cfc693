"""Where excerpts and clauses of earlier versions of a text stand now: words are hidden or shown after an analysis, too."""

from collections.abc import Iterable, Mapping, Sequence

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.finding import Clause
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store.excerpts import Excerpts
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.store.spans import Places, shifted


class Moves:
    """Follows excerpts by their words into the versions that hold now."""

    def __init__(self, excerpts: Sequence[Excerpt], earlier: Mapping[str, Stretch], documents: Documents) -> None:
        self._now = {excerpt.excerpt_id: excerpt for excerpt in excerpts}
        self._earlier, self._documents = earlier, documents
        self._places = Places(excerpts)
        self._found: dict[str, str | None] = {}

    def excerpt(self, excerpt_id: str) -> str | None:
        """The id under which the words stand now; None where they are gone."""
        if excerpt_id in self._now:
            return excerpt_id
        if excerpt_id not in self._found:
            was = self._earlier.get(excerpt_id)
            self._found[excerpt_id] = self._at(was) if was else None
        return self._found[excerpt_id]

    def _at(self, was: Stretch) -> str | None:
        return self._places.at(was.document_id, was.version, was.start, was.end, self._documents)

    def excerpts(self, excerpt_ids: Iterable[str]) -> tuple[str, ...]:
        """Those whose words still stand, each once."""
        return tuple(dict.fromkeys(now for one in excerpt_ids if (now := self.excerpt(one))))

    def clause(self, clause: Clause) -> Clause | None:
        """The clause where it stands now; None where nothing of it is left."""
        if clause.excerpt in self._now:
            return clause
        now = self.excerpt(clause.excerpt)
        if now is None:
            return None
        was, holds = self._earlier[clause.excerpt], self._now[now]
        start, end = was.start + clause.start, was.start + clause.end
        for version in range(was.version + 1, holds.version + 1):
            start, end = shifted(start, end, self._documents.shifts(was.document_id, version))
        # cut anew, the excerpt of now may hold only part of it
        start, end = max(start, holds.start) - holds.start, min(end, holds.end) - holds.start
        return Clause(now, start, end) if start < end else None


def moves_of(
    named: Iterable[str],
    excerpts: Sequence[Excerpt],
    *,
    kept: Excerpts,
    documents: Documents,
    told: Mapping[str, Stretch] | None = None,
) -> Moves:
    """Where the excerpts with these ids stand among those of now.

    `told` says where some of them stood: a text that was cut anew in the same version holds the earlier cut no more.
    """
    wanted = set(named) - {excerpt.excerpt_id for excerpt in excerpts}
    stretches = {one: Stretch(*place) for one, place in kept.stretches(wanted).items()}
    return Moves(excerpts, {**(told or {}), **stretches}, documents)
