"""The material of one brief, checked and indexed once, so that every part of the brief counts from the same place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learnbrief.corpus.document import Document, Excerpt, Mode, said_on
from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.finding import Clause
from learnbrief.corpus.visitors import speaks_for, visited
from learnbrief.outputs.brief.reported import Evidence, ReportedClause, Words


@dataclass(frozen=True, slots=True)
class Material:
    """Documents and excerpts of the scope; every excerpt has been held against its frozen text."""

    documents: Mapping[str, Document]
    excerpts: Mapping[str, Excerpt]

    @property
    def evidence(self) -> list[Excerpt]:
        """The excerpts that count: participants' words, unless settings say otherwise."""
        return [excerpt for excerpt in self.excerpts.values() if excerpt.evidence]

    def cite(self, excerpt_ids: Iterable[str]) -> tuple[Evidence, ...]:
        """The excerpts as the brief carries them, in the order given."""
        return tuple(self._cited(excerpt_id) for excerpt_id in excerpt_ids)

    def of(self, excerpt_ids: Iterable[str]) -> list[Excerpt]:
        """The excerpts with these ids."""
        return [self._excerpt(excerpt_id) for excerpt_id in excerpt_ids]

    def clause(self, clause: Clause) -> ReportedClause:
        """A clause with its words, cut out of the frozen excerpt at its place."""
        excerpt = self._excerpt(clause.excerpt)
        if clause.end > len(excerpt.text):
            raise BrokenStore(
                f"a clause runs to {clause.end} in excerpt {clause.excerpt}, which has {len(excerpt.text)} characters"
            )
        return ReportedClause(
            excerpt=clause.excerpt,
            start=clause.start,
            end=clause.end,
            text=excerpt.text[clause.start : clause.end],
            kind=_words(excerpt),
        )

    def _excerpt(self, excerpt_id: str) -> Excerpt:
        try:
            return self.excerpts[excerpt_id]
        except KeyError:
            raise BrokenStore(f"the analysis cites excerpt {excerpt_id}, which the scope does not hold") from None

    def _cited(self, excerpt_id: str) -> Evidence:
        excerpt = self._excerpt(excerpt_id)
        document = self.documents[excerpt.document_id]
        return Evidence(
            excerpt=excerpt_id,
            document=excerpt.document_id,
            version=excerpt.version,
            start=excerpt.start,
            end=excerpt.end,
            text=excerpt.text,
            voice=excerpt.voice.label,
            role=excerpt.role,
            collaborative=speaks_for(excerpt),
            about=visited(excerpt),
            at=excerpt.at,
            kind=_words(excerpt),
            source_kind=document.kind.value,
            date=said_on(excerpt, document),
            recording=document.attributes.get("recording"),
        )


def _words(excerpt: Excerpt) -> Words:
    return "verbatim" if excerpt.mode is Mode.VERBATIM else "note"


def gather(documents: Iterable[Document], excerpts: Iterable[Excerpt]) -> Material:
    """The material, refused when any excerpt is not what its document says at its place."""
    by_id = {document.document_id: document for document in documents}
    held: dict[str, Excerpt] = {}
    for excerpt in excerpts:
        document = by_id.get(excerpt.document_id)
        if document is None:
            raise BrokenStore(
                f"excerpt {excerpt.excerpt_id} belongs to {excerpt.document_id}, which is not in the scope"
            )
        excerpt.check_against(document)
        held[excerpt.excerpt_id] = excerpt
    ordered = sorted(by_id.values(), key=lambda document: (document.date, document.document_id))
    place = {document.document_id: number for number, document in enumerate(ordered)}
    in_order = sorted(held.items(), key=lambda item: (place[item[1].document_id], item[1].start, item[1].end))
    return Material({document.document_id: document for document in ordered}, dict(in_order))
