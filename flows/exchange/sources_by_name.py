"""The sources of a workspace by whatever people call them, and the excerpts that a passage of theirs is about."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from learnbrief.corpus.coding.placing import excerpts_at, find_near, find_passage, find_words
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


_TELLING = 5
"""Words from which on a passage is unlikely to stand in a text that it is not from."""
_NUMBERED = re.compile(r"^(?:d ?)?\d+:? ")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a passage belongs."""

    excerpts: Sequence[Excerpt]
    almost: str = ""
    """What was taken for what, where the words only almost stand there."""


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
        found = self._named(name)
        if not found:
            raise BadCoding(f"no source is called {name!r}; give its path under material/, its title or its id")
        if len(found) > 1:
            raise BadCoding(f"{len(found)} sources are called {name!r}; give the path under material/ or the id")
        return found[0]

    def document_with(self, name: str, words: Sequence[str]) -> Document:
        """The source of that name; where none or several bear it, the one that holds most of these passages, and more than half."""
        named = self._named(name)
        if len(named) == 1:
            return named[0]
        telling = [one for one in words if len(one.split()) >= _TELLING or (named and one.strip())]
        held = {
            document.document_id: sum(bool(find_passage(one, document.text)) for one in telling)
            for document in named or self.documents.values()
        }
        most = max(held.values(), default=0)
        best = [document_id for document_id, count in held.items() if count == most]
        if 2 * most > len(telling) and len(best) == 1:
            return self.documents[best[0]]
        several = f"{len(named)} sources are called {name!r}" if named else f"no source is called {name!r}"
        raise BadCoding(f"{several}, and its words do not tell which it is; name it there as the file is called here")

    def _named(self, name: str) -> list[Document]:
        if name in self.documents:
            return [self.documents[name]]
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
        folder = parts[parts.index("material") + 1 :] if "material" in parts else parts
        if len(folder) > 1 and (document_id := _id_of_path(folder)) in self.documents:
            return [self.documents[document_id]]
        plain = tidy(name).casefold()
        ways = (
            plain,
            parts[-1].casefold() if parts else "",
            _NUMBERED.sub("", plain),
        )  # ATLAS.ti numbers its documents
        ids = next((found for way in ways if (found := self.called.get(way))), frozenset())
        return [self.documents[one] for one in sorted(ids)]

    def place(self, passage: CodedPassage) -> "Placed":
        """The excerpts a passage is about."""
        if passage.excerpt in self.by_id:
            return Placed([self.by_id[passage.excerpt]])
        if passage.source:
            document = self._source_of(passage)
            start, end, almost = self._span(passage, document)
        elif passage.words:
            document, start, end, almost = self._anywhere(passage)
        else:
            raise BadCoding("names no source; fill the column 'document'")
        found = excerpts_at(self.excerpts[document.document_id], start, end)
        if not found:
            raise BadCoding(
                f"{_quoted(passage.words)} stands in a heading or label, which is not coded; choose words below it"
            )
        stands = (
            f"{_quoted(passage.words)} was placed where {_quoted(document.text[start:end])} stands" if almost else ""
        )
        return Placed(found, stands)

    def _source_of(self, passage: CodedPassage) -> Document:
        if passage.words and len(self._named(passage.source)) > 1:
            return self.document_with(passage.source, [passage.words])
        return self.document(passage.source)

    def _span(self, passage: CodedPassage, document: Document) -> tuple[int, int, bool]:
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
        return start, end, False

    def _one_place(self, passage: CodedPassage, document: Document) -> tuple[int, int, bool]:
        """Where its words stand, and whether they only almost do."""
        places = find_passage(passage.words, document.text)
        if not places and (near := find_near(passage.words, document.text)) is not None:
            return near.start, near.end, True
        if not places:
            raise BadCoding(
                f"{_quoted(passage.words)} does not stand in {document.title!r}; copy the words from the app, where names are replaced"
            )
        if passage.near is not None:
            middle = passage.near * len(document.text)
            return *min(places, key=lambda place: abs(place[0] - middle)), False
        ids = {one.excerpt_id for place in places for one in excerpts_at(self.excerpts[document.document_id], *place)}
        if len(ids) > 1:
            raise BadCoding(
                f"{_quoted(passage.words)} stands {len(places)} times in {document.title!r}; give more of the words"
            )
        return *places[0], False

    def _anywhere(self, passage: CodedPassage) -> tuple[Document, int, int, bool]:
        """Where no source is named, the one source that holds the words."""
        holding = [document for document in self.documents.values() if find_words(passage.words, document.text)]
        if len(holding) != 1:
            raise BadCoding(
                f"{_quoted(passage.words)} stands in {len(holding) or 'no'} sources; fill the column 'document'"
            )
        return holding[0], *self._one_place(passage, holding[0])


def _id_of_path(parts: Sequence[str]) -> str:
    """The id of the document made of a file, by its place under material/."""
    return stable_id("d", parts[0], "/".join(parts[1:]))


def _quoted(words: str) -> str:
    shown = words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + "…"
    return f"'{shown}'" if words else "the passage"
