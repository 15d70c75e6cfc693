"""A chain of digests over a record that only grows: what was changed, taken out or put in afterwards shows.

Each entry holds a salted digest of one row and a link: the digest of the entry itself and of the link before it. Where a
withdrawal removes words from a row, the salt of its earlier entries goes, so that nobody can find the words by trying, and
an entry says that the row is changed; the links stand.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

START = ""
"""What the first entry links to."""


class Kind(StrEnum):
    """What an entry says of its row."""

    MADE = "made"
    FOUND = "found"
    """It was there when the chain began: nobody can say what it was before."""
    CHANGED = "changed"
    """A withdrawal took words out of it."""
    GONE = "gone"
    """A withdrawal took it away."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the chain."""

    kind: Kind
    record: str
    """Which record the row is in."""
    key: str
    """The row's own id there."""
    salt: str | None
    digest: str
    link: str

    def follows(self, link: str) -> bool:
        """Whether it is as it was written after the entry with this link."""
        return self.link == _link(link, self.kind, self.record, self.key, self.digest)

    def tells(self, row: Mapping[str, Any]) -> bool:
        """Whether this is what the row was when the entry was written."""
        return self.salt is not None and self.digest == _digest(self.salt, row)


def entry_of(kind: Kind, record: str, key: str, row: Mapping[str, Any], *, after: str) -> Entry:
    """The entry of a row, after the entry with the link `after`."""
    salt = secrets.token_hex(16)
    digest = _digest(salt, row)
    return Entry(kind, record, key, salt, digest, _link(after, kind, record, key, digest))


def _digest(salt: str, row: Mapping[str, Any]) -> str:
    # twice: a key that is a number sorts otherwise before it was stored than after
    plain = json.loads(json.dumps(dict(row), default=str))
    return hashlib.sha256(f"{salt}{json.dumps(plain, sort_keys=True)}".encode()).hexdigest()


def _link(before: str, *parts: str) -> str:
    return hashlib.sha256(json.dumps([before, *parts]).encode()).hexdigest()
