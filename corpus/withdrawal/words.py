"""What is withdrawn: whose words, where they stand, and how a quotation of them is known."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import select

from learnbrief.corpus.deidentify.words import fold
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.store import Store, schema

FILLER = "█"
"""Stands for each character that is overwritten in a text that others share."""
WITHDRAWN = "[withdrawn]"
WITHDRAWN_IN_YAML = "(withdrawn)"
"""In YAML a square bracket opens a list: an example that begins with the words would make the codebook unreadable."""
_RUN = 6
"""As many words in a row count as somebody's own wherever they turn up; fewer are said by everybody."""


class Cited(Protocol):
    """Whatever names a stretch of a frozen text, such as the evidence of a brief."""

    @property
    def excerpt(self) -> str:
        """The excerpt's id."""
        ...

    @property
    def document(self) -> str:
        """The document's id."""
        ...

    @property
    def version(self) -> int:
        """The version of the document."""
        ...

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...


@dataclass(slots=True)
class Taken:
    """What is to go."""

    whole: set[str] = field(default_factory=set)
    """Ids of documents that leave altogether."""
    stretches: dict[tuple[str, int], list[tuple[int, int]]] = field(default_factory=dict)
    """(document, version) to spans of a text that others share."""
    excerpts: dict[str, Excerpt] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    hashes: set[str] = field(default_factory=set)
    """Content hashes of the files they came in."""
    pseudonym: str | None = None

    def covers(self, cited: Cited) -> bool:
        """Whether a piece of evidence is among it."""
        if cited.excerpt in self.excerpts or cited.document in self.whole:
            return True
        spans = self.stretches.get((cited.document, cited.version), [])
        return any(start < cited.end and cited.start < end for start, end in spans)


def words_of_document(store: Store, document_id: str) -> Taken:
    """A whole source, in every version.

    Raises:
        NotFound: there is no such source.
    """
    taken = Taken(whole={document_id})
    versions = _versions(store, document_id)
    if not versions:
        raise NotFound(f"no document {document_id!r}; 'learnbrief privacy' lists them")
    for document in versions:
        _take_whole(store, taken, document)
    return taken


def words_of_participant(store: Store, pseudonym: str) -> Taken:
    """Everything that one participant said or wrote."""
    taken = Taken(pseudonym=pseudonym)
    for document_id in store.documents.ids():
        _take_of(store, taken, _versions(store, document_id), pseudonym)
    return taken


def _versions(store: Store, document_id: str) -> list[Document]:
    table = schema.document
    chosen = select(table.c.version).where(table.c.document_id == document_id).order_by(table.c.version)
    with store.transaction() as connection:
        numbers = connection.execute(chosen).scalars().all()
    return [store.documents.get(document_id, number) for number in numbers]


def _take_whole(store: Store, taken: Taken, document: Document) -> None:
    taken.texts.append(document.text)
    taken.hashes.add(document.content_hash)
    taken.excerpts |= {one.excerpt_id: one for one in store.excerpts.of(document.document_id, document.version)}


def _take_of(store: Store, taken: Taken, versions: Sequence[Document], pseudonym: str) -> None:
    """What one person said or wrote in a source; all of it where nobody else speaks there."""
    spans = {document.version: list(_spans_of(store, document, pseudonym)) for document in versions}
    if not any(spans.values()) and all(document.author != pseudonym for document in versions):
        return
    if any(document.author == pseudonym or _nobody_else(document, pseudonym) for document in versions):
        taken.whole.add(versions[0].document_id)
        for document in versions:
            _take_whole(store, taken, document)
        return
    for document in versions:
        taken.hashes.add(document.content_hash)
        taken.stretches[document.document_id, document.version] = spans[document.version]
        taken.texts += [document.text[start:end] for start, end in spans[document.version]]
        taken.excerpts |= {
            one.excerpt_id: one
            for one in store.excerpts.of(document.document_id, document.version)
            if any(start < one.end and one.start < end for start, end in spans[document.version])
        }


def _spans_of(store: Store, document: Document, pseudonym: str) -> Iterator[tuple[int, int]]:
    for passage in document.source.passages:
        if passage.speaker == pseudonym:
            yield passage.start, passage.end
    for excerpt in store.excerpts.of(document.document_id, document.version):
        if excerpt.voice.label == pseudonym:
            yield excerpt.start, excerpt.end


def _nobody_else(document: Document, pseudonym: str) -> bool:
    return {passage.speaker for passage in document.source.passages if passage.layout != "heading"} == {pseudonym}


class Quotations:
    """Takes the withdrawn words out of whatever quotes them, where six stand in a row as they were said."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: set[tuple[str, ...]] = set()
        for one in texts:
            keys = [fold(word) for word in re.findall(r"\w+", one)]
            self._runs |= {tuple(keys[at : at + _RUN]) for at in range(len(keys) - _RUN + 1)}

    def cleaned(self, written: str, mark: str = WITHDRAWN) -> str:
        """A text with `mark` in place of every quotation."""
        for start, end in reversed(self._spans(written)):
            written = written[:start] + mark + written[end:]
        return written

    def clean(self, value: Any) -> Any:
        """A value as JSON holds it, with every quotation replaced, in keys too; anything but text stays."""
        if isinstance(value, str):
            return self.cleaned(value)
        if isinstance(value, dict):
            return {self.cleaned(key): self.clean(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.clean(one) for one in value]
        return value

    def _spans(self, written: str) -> list[tuple[int, int]]:
        found = list(re.finditer(r"\w+", written))
        keys = [fold(match.group()) for match in found]
        spans: list[tuple[int, int]] = []
        for at in range(len(keys) - _RUN + 1):
            if tuple(keys[at : at + _RUN]) in self._runs:
                start, end = found[at].start(), found[at + _RUN - 1].end()
                if spans and start <= spans[-1][1]:
                    start = spans.pop()[0]
                spans.append((start, end))
        return spans
