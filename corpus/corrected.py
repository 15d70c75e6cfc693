"""What a person said of a source that its file does not: it goes with the document from version to version, and a new reading keeps it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from learnbrief.corpus.document import AsRead, Speech

CORRECTED = "corrected"
"""Under this name a document's attributes hold it."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A person's word on a source; empty where nobody gave one."""

    event: str | None = None
    """Id of the event it belongs to; else its folder tells."""
    speech: Mapping[str, Speech] = field(default_factory=dict)
    """By label of the frozen text, in what capacity somebody speaks; for others the rules tell."""
    aside: str = ""
    """Why nothing of it counts for now; empty where it counts."""

    @property
    def attributes(self) -> dict[str, str]:
        """As a document keeps it; nothing where there is nothing to keep."""
        told = {"event": self.event, "speech": dict(sorted(self.speech.items())), "aside": self.aside}
        kept = {name: value for name, value in told.items() if value}
        return {CORRECTED: json.dumps(kept)} if kept else {}


def corrected_in(attributes: Mapping[str, str]) -> Corrected:
    """What a person said of the document that has these attributes."""
    return _parsed(attributes.get(CORRECTED, ""))


def set_aside(source: AsRead) -> bool:
    """Whether nothing of a document, or of its card, counts for now."""
    return bool(corrected_in(source.attributes).aside)


@lru_cache(maxsize=64)  # asked for with every excerpt that is cut
def _parsed(kept: str) -> Corrected:
    told = json.loads(kept) if kept else {}
    speech = {label: Speech(capacity) for label, capacity in told.get("speech", {}).items()}
    return Corrected(told.get("event"), speech, told.get("aside", ""))
