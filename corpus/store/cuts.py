"""How every text is cut today: read once and kept, for every page of the app asks where something stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select

from learnbrief.corpus.blind import RandomShare, share_of
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import CUT, Database
from learnbrief.corpus.store.kept import Kept
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.store.parts import newest, parts
from learnbrief.corpus.store.spans import Places


class Piece(NamedTuple):
    """An excerpt without its words."""

    excerpt_id: str
    document_id: str
    version: int
    start: int
    end: int
    evidence: bool
    collaborative: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Every excerpt of now, and how those of earlier versions were called."""

    pieces: Mapping[str, Piece]
    """By id, in the order of the material."""
    places: Places
    now: Mapping[str, str]
    """Earlier id to the id of today."""
    first: Mapping[str, str]
    """Id of today to the first one."""
    shares: dict[int, RandomShare] = field(default_factory=dict)
    """By seed, once drawn."""

    @property
    def evidence(self) -> list[Piece]:
        """What participants said, in the order of the material."""
        return [one for one in self.pieces.values() if one.evidence]

    def share(self, seed: int) -> RandomShare:
        """What is drawn of it."""
        if seed not in self.shares:
            ids = (one.excerpt_id for one in self.evidence)
            self.shares[seed] = share_of(ids, seed=seed, first_ids=self.first)
        return self.shares[seed]


class Cuts:
    """The cut of now, worked out anew where a text was cut otherwise since."""

    def __init__(self, database: Database, documents: Documents) -> None:
        self._database, self._documents = database, documents
        self._kept = Kept[Cut]()

    def edition(self) -> str:
        """Another word whenever something is frozen or cut otherwise."""
        return self._database.edition(CUT)

    def now(self) -> Cut:
        """Of everything: the very same as long as nothing is cut otherwise."""
        return self._kept.of(self.edition(), self.of)

    def of(self, document_ids: Collection[str] | None = None) -> Cut:
        """Of everything, or of these documents, read anew."""
        rows, latest = self._rows(document_ids)
        current = [row for row in rows if row.version == latest.get(row.document_id)]
        places = Places.of_spans(row[:5] for row in current)
        before, first = dict[str, str](), dict[str, str]()
        for row in rows:
            outdated = row.version < latest.get(row.document_id, 0)
            if outdated and (today := places.at(row.document_id, row.version, row.start, row.end, self._documents)):
                before[row.excerpt_id] = today
                first.setdefault(today, row.excerpt_id)
        return Cut({row.excerpt_id: row for row in current}, places, before, first)

    def _rows(self, document_ids: Collection[str] | None) -> tuple[list[Piece], dict[str, int]]:
        """Every excerpt, or those of these documents, oldest version first, and the latest version of each document."""
        table = schema.excerpt
        chosen = select(*(table.c[name] for name in Piece._fields))
        chosen = chosen.order_by(table.c.document_id, table.c.version, table.c.start)
        rows, latest = list[Piece](), dict[str, int]()
        with self._database.transaction() as connection:
            for some in parts(document_ids):
                here = chosen if some is None else chosen.where(table.c.document_id.in_(some))
                rows += [Piece(*row) for row in connection.execute(here)]
                latest |= {row[0]: row[1] for row in connection.execute(newest(some))}
        return rows, latest
