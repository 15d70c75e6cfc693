"""Words that a coder chose themselves and gave a theme: own spans, kept as decisions on the excerpts they lie in.

A mark is one decision per excerpt it covers, keyed on the very words. So it teaches, counts, moves and is withdrawn as every
other decision does; what they have in common is the id of the mark in their payload.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from learnbrief.corpus.coding.placing import excerpts_at
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.tag import Action, Review

MARK = "mark"
"""In the payload of a decision: the id of the mark of which it is one part."""
ACT = "press"
"""In the payload of an entry: what one press of a button did, which is taken back as one."""

Move = Callable[[str, int, int, int], tuple[int, int]]
"""Where a stretch (document, version, start, end) lies in the latest version."""


@dataclass(frozen=True, slots=True)
class Part:
    """The words of a mark that lie in one excerpt."""

    start: int
    end: int
    review_id: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words somebody gave a theme, where they stand in the latest version."""

    mark_id: str
    theme: str
    coder: str
    parts: tuple[Part, ...]

    @property
    def start(self) -> int:
        """Of its first words."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Of its last words."""
        return self.parts[-1].end

    def touches(self, start: int, end: int) -> bool:
        """Whether any of its words lie in a stretch."""
        return any(part.start < end and start < part.end for part in self.parts)


def split_by_excerpts(excerpts: Sequence[Excerpt], start: int, end: int) -> list[tuple[Excerpt, int, int]]:
    """The excerpts that chosen words are about, each with its share of them.

    Which these are is the rule for coding from elsewhere too: what is covered by half or more, else what most of the words lie in.
    """
    return [(one, max(start, one.start), min(end, one.end)) for one in excerpts_at(excerpts, start, end)]


def marks_of(standing: Iterable[Review], move: Move) -> list[Mark]:
    """The marks among decisions that stand, by place; words that were hidden as a whole since mark nothing any more."""
    parts: dict[tuple[str, str, str], list[Part]] = {}
    for one in standing:
        if one.action is not Action.ADD or MARK not in one.payload or one.document_id is None:
            continue
        start, end = move(one.document_id, one.version or 0, one.start or 0, one.end or 0)
        if start < end:
            key = (str(one.payload[MARK]), one.theme or "", one.coder)
            parts.setdefault(key, []).append(Part(start, end, one.review_id))
    found = [Mark(*key, tuple(sorted(some, key=lambda part: part.start))) for key, some in parts.items()]
    return sorted(found, key=lambda mark: (mark.start, mark.end, mark.theme, mark.coder))
