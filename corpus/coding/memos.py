"""Memos and notes of a REFI-QDA project: what people wrote beside words, sources, codes and the whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from learnbrief.corpus.coding.elements import all_of, guid_of, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class Memo:
    """What somebody wrote."""

    words: str
    user: str
    """GUID of whoever wrote it; empty where nobody is named."""
    made_at: str
    """As the file says it; empty where it does not."""
    code: str = ""
    """GUID of the code it is about."""
    start: int | None = None
    end: int | None = None
    """In its source's text; None where it is about all of the source, or about none."""


@dataclass(slots=True)
class Notes:
    """The notes of a project by GUID, and which of them something led to."""

    known: Mapping[str, Memo]
    ours: bool
    """Whether the project is an export of ours, whose descriptions say how a code came about."""
    met: set[str]

    def beside(self, *elements: "Element") -> Iterator[Memo]:
        """What was written beside these elements: notes that they lead to, and the descriptions of their own."""
        for element in elements:
            for reference in all_of(element, "NoteRef"):
                note = self.known.get(guid_of(reference, "targetGUID"))
                if note is not None:
                    self.met.add(guid_of(reference, "targetGUID"))
                    yield note
            if not self.ours and name_of(element) not in ("Code", "Coding"):  # a code's is what it means
                for described in all_of(element, "Description"):
                    if words := (described.text or "").strip():
                        yield Memo(words, guid_of(element, "creatingUser"), element.get("creationDateTime") or "")

    def beside_codes_and_project(self, root: "Element") -> tuple[Memo, ...]:
        """What was written beside codes and beside the whole, with notes that nothing leads to; asked for last."""
        codes = [one for one in root.iter() if name_of(one) == "Code"]
        found = [replace(memo, code=guid_of(code)) for code in codes for memo in self.beside(code)]
        found += self.beside(root)
        return (*found, *(note for key, note in self.known.items() if key not in self.met))


def read_notes(root: "Element", parts: Mapping[str, bytes], *, ours: bool) -> Notes:
    """The notes that stand in a project, those without a word left aside."""
    found = {}
    for note in all_of(root, "Notes/Note"):
        words = (text_of(note, parts) or "").strip() or "\n".join(
            (one.text or "").strip() for one in all_of(note, "Description")
        )
        if words:
            found[guid_of(note)] = Memo(words, guid_of(note, "creatingUser"), note.get("creationDateTime") or "")
    return Notes(found, ours, set())
