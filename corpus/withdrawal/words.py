"""What is withdrawn: whose words, where they stand, and how a quotation of them is known."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from learnbrief.corpus.deidentify.keyfile import Keyfile
from learnbrief.corpus.deidentify.spellings import name_key
from learnbrief.corpus.deidentify.words import fold
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.store import Store, schema

WITHDRAWN = "[withdrawn]"
_RUN = 6
"""As many words in a row count as somebody's own wherever they turn up."""


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

    def covers(self, item: Mapping[str, Any]) -> bool:
        """Whether a piece of evidence, as a brief holds it, is among it."""
        if item["excerpt"] in self.excerpts or item["document"] in self.whole:
            return True
        spans = self.stretches.get((item["document"], item["version"]), [])
        return any(start < item["end"] and item["start"] < end for start, end in spans)


class Quotations:
    """Takes the withdrawn words out of whatever quotes them, where six stand in a row as they were said."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: set[tuple[str, ...]] = set()
        for one in texts:
            keys = [fold(word) for word in re.findall(r"\w+", one)]
            self._runs |= {tuple(keys[at : at + _RUN]) for at in range(len(keys) - _RUN + 1)}

    def finds(self, written: str) -> bool:
        """Whether a text quotes them."""
        return bool(self._spans(written))

    def clean(self, value: Any) -> Any:
        """The value with every quotation replaced, through lists and mappings."""
        if isinstance(value, str):
            return self._cleaned(value)
        if isinstance(value, Mapping):
            # Evidence that stays is somebody else's, and must go on being what the frozen text says.
            stays = {"text"} if "excerpt" in value else set()
            if value.get("heading_from") == "clause":
                stays.add("heading")
            return {key: one if key in stays else self.clean(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.clean(one) for one in value]
        return value

    def _cleaned(self, written: str) -> str:
        for start, end in reversed(self._spans(written)):
            written = written[:start] + WITHDRAWN + written[end:]
        return written

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


def pseudonym_of(store: Store, keyfile: Keyfile, wanted: str) -> str:
    """The pseudonym of somebody told by name or pseudonym."""
    found = keyfile.known("Person", name_key(wanted)) or wanted.strip().strip("[]")
    if found not in store.participants.all() and not keyfile.names_of("Person", found):
        raise NotFound("nobody of that name or pseudonym takes part; 'participants.csv' lists who does")
    return found


def versions_of(store: Store, document_id: str) -> list[Document]:
    """Every version of a source."""
    table = schema.document
    chosen = select(table.c.version).where(table.c.document_id == document_id).order_by(table.c.version)
    with store.transaction() as connection:
        numbers = connection.execute(chosen).scalars().all()
    return [store.documents.get(document_id, number) for number in numbers]


def take_whole(store: Store, taken: Taken, document: Document) -> None:
    """All of a version of a source is to go."""
    taken.texts.append(document.text)
    taken.hashes.add(document.content_hash)
    taken.excerpts |= {one.excerpt_id: one for one in store.excerpts.of(document.document_id, document.version)}


def take_of(store: Store, taken: Taken, versions: Sequence[Document], pseudonym: str) -> None:
    """What one person said or wrote in a source; all of it where nobody else speaks there."""
    spans = {document.version: list(_spans_of(store, document, pseudonym)) for document in versions}
    if not any(spans.values()) and all(document.author != pseudonym for document in versions):
        return
    if any(document.author == pseudonym or _nobody_else(document, pseudonym) for document in versions):
        taken.whole.add(versions[0].document_id)
        for document in versions:
            take_whole(store, taken, document)
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
