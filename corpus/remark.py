"""A sentence over evidence, and what is to be said of it: what it is held against, and each remark in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NOTHING_AGAINST = "Nothing in the evidence contradicts this."
"""All that rules can say of a sentence: never that it is true."""


class Fault(StrEnum):
    """What a remark is about."""

    NUMBER = "number"
    WHO = "who"
    WHERE = "where"
    QUANTITY = "how many"
    DIRECTION = "direction"
    TIME = "time"
    CAUSE = "cause"
    CERTAINTY = "certainty"
    QUOTE = "quote"
    JOINED = "two facts joined"
    SCOPE = "scope"
    INVENTION = "not in the evidence"
    NEARNESS = "nearer to another finding"


@dataclass(frozen=True, slots=True)
class Said:
    """One excerpt that a sentence rests on, with who said it and where."""

    text: str
    role: str = ""
    collaborative: str = ""
    """Whose own voice it is, by the name that readers know; empty of whoever visits one and tells of it."""
    day: str = ""
    """The day it was said, in words that a sentence may use: 'Monday 3 March 2025'."""
    about: str = ""
    """The collaborative of which a visitor tells, by the name that readers know."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a sentence says and its evidence does not."""

    fault: Fault
    words: str
    """In plain words, without a full stop."""
    soft: bool = False
    """No more than words of the writer's own: to be looked at, where any other remark is likely to be a slip."""


@dataclass(frozen=True, slots=True)
class Held:
    """What came of holding a sentence against its evidence."""

    remarks: tuple[Remark, ...] = ()
    silent: str = ""
    """Which part of the check did not speak, and why; empty where all did."""

    @property
    def slips(self) -> tuple[Remark, ...]:
        """Remarks on more than the writer's choice of words."""
        return tuple(one for one in self.remarks if not one.soft)

    @property
    def lines(self) -> tuple[str, ...]:
        """What to tell, a line each."""
        hard = tuple(f"{one.words}." for one in self.slips) or (NOTHING_AGAINST,)
        soft = tuple(f"{one.words}." for one in self.remarks if one.soft)
        return (*hard, *soft, *([self.silent] if self.silent else ()))


def as_plain(held: Held) -> dict[str, Any]:
    """What came of it as a review keeps it."""
    kept = [{"fault": one.fault.value, "words": one.words, "soft": one.soft} for one in held.remarks]
    return {"remarks": kept, "silent": held.silent}


def from_plain(kept: Mapping[str, Any]) -> Held:
    """What a review kept of it."""
    remarks = (Remark(Fault(str(one["fault"])), str(one["words"]), bool(one["soft"])) for one in kept["remarks"])
    return Held(tuple(remarks), str(kept["silent"]))
