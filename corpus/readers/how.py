"""How a file is to be read, where somebody said so: its kind, the shape of its transcript, who leads the talk, what its columns are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from learnbrief.corpus.document import TRANSCRIBED, Kind, Speech
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.kinds import kind_called
from learnbrief.corpus.readers.surveys.columns import TOLD_AS
from learnbrief.corpus.readers.transcripts.shapes import Shape

_KIND_LINE = re.compile(r"(?im)^[\s*_]*(?:kind|(?:source |document )?type)[\s*_]*[:–—][\s*_]*(\S.*?)[\s*_]*$")
_COLUMN = re.compile(rf"\s*(?P<name>\S.*?)\s*=\s*(?P<use>{'|'.join(TOLD_AS)})\s*(?:;|$)", re.IGNORECASE)
"""A column's name may hold '=' and ';' itself: it ends where a use follows."""
_ROLE = re.compile(r"\s*(?P<name>[^=;]+?)\s*=\s*(?P<role>[^=;]+?)\s*")


@dataclass(frozen=True, slots=True)
class How:
    """What is told of a file before it is read; nothing of it need be."""

    name: str = ""
    """The file's, for messages."""
    kind: Kind | None = None
    shape: str = ""
    """A pattern such as '{name} ({clock}): {words}', or 'none' where nobody is named."""
    roles: Mapping[str, Speech] = field(default_factory=dict)
    """In what capacity a label speaks."""
    shapes: tuple[Shape, ...] = ()
    """A workspace's own."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What columns of a survey are, by letter or header in small letters: 'question', 'closed', 'attribute', 'left out' ..."""

    def with_header(self, text: str, details: Mapping[str, str] | None = None) -> "How":
        """With the kind that the file's own first lines or front matter tell, where nobody else does."""
        if self.kind is not None:
            return self
        found = _KIND_LINE.search(text[:2000])
        told = (details or {}).get("kind") or (found.group(1) if found else "")
        return replace(self, kind=kind_called(told))

    @property
    def transcript(self) -> bool:
        """Whether it is told to be taken down word for word."""
        return self.kind in TRANSCRIBED


AS_IT_STANDS = How()
"""Nothing is told."""


def roles_from(path: Path, told: str) -> dict[str, Speech]:
    """'Priya = facilitator; Owen = presenter' by label."""
    roles: dict[str, Speech] = {}
    for part in filter(str.strip, told.split(";")):
        found = _ROLE.fullmatch(part)
        role = found["role"].casefold() if found else ""
        if not found or role not in {speech.value for speech in Speech}:
            raise BadInput(
                f"{path.name}: roles say {part.strip()!r}; write LABEL = facilitator, coach, presenter or participant,"
                " several parted by ';'"
            )
        roles[found["name"].casefold()] = Speech(role)
    return roles


def columns_from(path: Path, told: str) -> dict[str, str]:
    """'C = question; What is your role? = attribute' by column, in small letters."""
    columns, at = {}, 0
    while found := _COLUMN.match(told, at):
        columns[found["name"].casefold()] = " ".join(found["use"].casefold().split())
        at = found.end()
    if rest := told[at:].strip():
        raise BadInput(
            f"{path.name}: columns say {rest!r}; write COLUMN = use, several parted by ';', with its letter or its header and"
            f" one of {', '.join(TOLD_AS)}"
        )
    return columns
