"""Who stands in the material under which pseudonym: where they are named, and where they speak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from learnbrief.corpus.deidentify.naming import people_in, renamed
from learnbrief.corpus.document import Document
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import PrivacyMark, Store


@dataclass(slots=True)
class Standing:
    """Everything under one pseudonym, in the versions that hold now."""

    marks: list[PrivacyMark] = field(default_factory=list)
    """Places where they are named, 'Person 3 or 7' among them, in order of document and place."""
    talks: list[Document] = field(default_factory=list)
    """Sources in which they speak, or that they wrote."""

    @property
    def documents(self) -> dict[str, int]:
        """Every document they stand in, with its version."""
        named = {mark.document_id: mark.version for mark in self.marks}
        return named | {talk.document_id: talk.version for talk in self.talks}


def everybody(store: Store) -> dict[str, Standing]:
    """Everybody who is named or speaks, by pseudonym."""
    found: dict[str, Standing] = {}
    for document in store.documents.latest().values():
        for mark in store.privacy.of(document.document_id, document.version):
            if mark.status != "rejected":
                for pseudonym in people_in(mark.replacement):
                    found.setdefault(pseudonym, Standing()).marks.append(mark)
        for speaker in {document.author, *(one.speaker for one in document.source.passages)}:
            for pseudonym in people_in(speaker or ""):
                found.setdefault(pseudonym, Standing()).talks.append(document)
    return dict(sorted(found.items(), key=lambda one: (len(one[0]), one[0])))


def edition_of(standing: Mapping[str, Standing], pseudonyms: Sequence[str]) -> str:
    """Changes with every change of a text in which one of these stands: a page that carries it can be out of date."""
    held = sorted({place for one in pseudonyms if one in standing for place in standing[one].documents.items()})
    return stable_id("w", *pseudonyms, *(f"{document} {version}" for document, version in held))


def is_label(document: Document, mark: PrivacyMark) -> bool:
    """Whether a mark stands in the line that says who speaks."""
    return any(one.layout == "label" and one.start <= mark.start < one.end for one in document.source.passages)


def names_them(mark: PrivacyMark, pseudonym: str) -> bool:
    """Whether a placeholder may stand for this person."""
    return renamed(mark.replacement, pseudonym, "Person 0") != mark.replacement
