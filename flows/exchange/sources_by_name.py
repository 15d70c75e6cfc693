"""The sources of a workspace by whatever people call them, and the excerpts that a passage of theirs is about."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from learnbrief.corpus.coding.placing import excerpts_at, find_passage, find_words
from learnbrief.corpus.coding.table import CodedPassage
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.store import Store, shifted
from learnbrief.corpus.titles import titles_apart
from learnbrief.flows.workspace.workspace import Workspace

_SHOWN = 60
"""Characters of a passage that a message repeats."""


@dataclass(frozen=True)
class Shelf:
    """Every source as it is now, found by whatever people call it."""

    documents: Mapping[str, Document]
    excerpts: Mapping[str, Sequence[Excerpt]]
    by_id: Mapping[str, Excerpt]
    called: Mapping[str, frozenset[str]]
    """Ids of the documents of this title or file name, in lower case."""
    shifts: Callable[[str, int], list[tuple[int, int, int]]]

    @classmethod
    def of(cls, workspace: Workspace, store: Store) -> "Shelf":
        """The sources of a store, and what their files are called in the workspace."""
        documents = store.documents.latest()
        current = store.excerpts.current()
        excerpts: dict[str, list[Excerpt]] = {document_id: [] for document_id in documents}
        for excerpt in current:
            excerpts[excerpt.document_id].append(excerpt)
        called: dict[str, set[str]] = defaultdict(set)
        titles = titles_apart(documents.values(), events={one.event_id: one.title for one in store.events.all()})
        for document_id, document in documents.items():
            for name in (
                titles[document_id],
                document.title,
                document.origin,
                Path(document.origin).stem,
                document.event_id,
            ):
                called[tidy(name).casefold()].add(document_id)
        for path in workspace.material.glob("*/**/*"):  # the stored name may have lost a person's
            document_id = _id_of_path(path.relative_to(workspace.material).parts)
            if document_id in documents:
                called[path.name.casefold()].add(document_id)
                called[path.stem.casefold()].add(document_id)
        found = {name: frozenset(ids) for name, ids in called.items()}
        by_id = {excerpt.excerpt_id: excerpt for excerpt in current}
        return cls(documents, excerpts, by_id, found, store.documents.shifts)

    def document(self, name: str) -> Document:
        """The one source that goes by this id, path, title or file name."""
        if name in self.documents:
            return self.documents[name]
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
        folder = parts[parts.index("material") + 1 :] if "material" in parts else parts
        if len(folder) > 1 and (document_id := _id_of_path(folder)) in self.documents:
            return self.documents[document_id]
        ids = self.called.get(tidy(name).casefold()) or self.called.get(parts[-1].casefold() if parts else "")
        if not ids:
            raise BadCoding(f"no source is called {name!r}; give its path under material/, its title or its id")
        if len(ids) > 1:
            raise BadCoding(f"{len(ids)} sources are called {name!r}; give the path under material/ or the id")
        return self.documents[next(iter(ids))]

    def excerpts_of(self, passage: CodedPassage) -> list[Excerpt]:
        """The excerpts a passage is about."""
        if passage.excerpt in self.by_id:
            return [self.by_id[passage.excerpt]]
        if passage.source:
            document = self.document(passage.source)
            start, end = self._span(passage, document)
        elif passage.words:
            document, start, end = self._anywhere(passage)
        else:
            raise BadCoding("names no source; fill the column 'document'")
        found = excerpts_at(self.excerpts[document.document_id], start, end)
        if not found:
            raise BadCoding(
                f"{_quoted(passage)} stands in a heading or label, which is not coded; choose words below it"
            )
        return found

    def _span(self, passage: CodedPassage, document: Document) -> tuple[int, int]:
        """Where the passage stands in the latest version; offsets count only where its words, if given, stand there."""
        if passage.start is None or passage.end is None:
            if not passage.words:
                raise BadCoding(f"no excerpt has the id {passage.excerpt!r} now; give its words, or start and end")
            return self._one_place(passage, document)
        start, end = passage.start, passage.end
        for version in range((passage.version or document.version) + 1, document.version + 1):
            start, end = shifted(start, end, self.shifts(document.document_id, version))
        fits = 0 <= start < end <= len(document.text)
        same_version = passage.version in (None, document.version)
        if passage.words and not (fits and (not same_version or find_words(passage.words, document.text[start:end]))):
            near = start / max(1, len(document.text))
            return self._one_place(replace(passage, near=near), document)
        if not fits:
            raise BadCoding(
                f"characters {passage.start} to {passage.end} lie outside {document.title!r}, which has "
                f"{len(document.text)}; count from 0, or give the words instead"
            )
        return start, end

    def _one_place(self, passage: CodedPassage, document: Document) -> tuple[int, int]:
        places = find_passage(passage.words, document.text)
        if not places:
            raise BadCoding(
                f"{_quoted(passage)} does not stand in {document.title!r}; copy the words from the app, where names are replaced"
            )
        if passage.near is not None:
            middle = passage.near * len(document.text)
            return min(places, key=lambda place: abs(place[0] - middle))
        ids = {one.excerpt_id for place in places for one in excerpts_at(self.excerpts[document.document_id], *place)}
        if len(ids) > 1:
            raise BadCoding(
                f"{_quoted(passage)} stands {len(places)} times in {document.title!r}; give more of the words"
            )
        return places[0]

    def _anywhere(self, passage: CodedPassage) -> tuple[Document, int, int]:
        """Where no source is named, the one source that holds the words."""
        holding = [document for document in self.documents.values() if find_words(passage.words, document.text)]
        if len(holding) != 1:
            raise BadCoding(f"{_quoted(passage)} stands in {len(holding) or 'no'} sources; fill the column 'document'")
        return holding[0], *self._one_place(passage, holding[0])


def _id_of_path(parts: Sequence[str]) -> str:
    """The id of the document made of a file, by its place under material/."""
    return stable_id("d", parts[0], "/".join(parts[1:]))


def _quoted(passage: CodedPassage) -> str:
    words = passage.words if len(passage.words) <= _SHOWN else passage.words[:_SHOWN].rstrip() + "…"
    return f"'{words}'" if words else "the passage"
