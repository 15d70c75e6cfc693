"""Answers of several choices in one cell: parted by ';', '|' or ',', also where a choice holds a comma itself."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from learnbrief.corpus.fillers import is_filler

_TICK_ALL = re.compile(
    r"\b(?:tick|select|choose|check|mark|pick)\b.{0,20}\b(?:all|any|each|as many|up to|more than one)\b|all that apply|multiple (?:choice|answers|responses)",
    re.IGNORECASE,
)
_MOST_CHOICES = 30
_SEVERAL = 0.05
"""Share of the answers that must list several choices: a comma somebody wrote in by chance is none."""
_LONG = 12
"""Words of a choice, on average, beyond which these are sentences."""
_BY_CHANCE = 5
"""So many times two choices of their own do not always come together, and never apart, by chance."""
_CLOSE_COMMA = re.compile(r"(?<!\d),(?=\S)|,(?=[^\s\d])")
"""A comma without a blank behind it, as Qualtrics parts choices; not the one in '1,200'."""
_WIDE_COMMA = re.compile(r",\s+|,$")
_MARKS = (re.compile(r"\s*;\s*"), re.compile(r"\s*\|\s*"))
_PARTERS = (*_MARKS, _CLOSE_COMMA, _WIDE_COMMA)
BETWEEN = "; "
"""What parts choices in our own texts and rows."""


def asks_for_ticks(question: str) -> bool:
    """Whether a question says itself that several choices may be ticked."""
    return bool(_TICK_ALL.search(question))


def ticked(question: str, cells: Sequence[str]) -> dict[str, str] | None:
    """Each answer with its choices parted by ';'; None where the answers are no lists of choices that come back."""
    said = [cell for cell in cells if not is_filler(cell)]  # a bare 'No' comes back whatever was asked
    for parter in _PARTERS:
        listed = {cell: [part for part in parter.split(cell) if part] for cell in dict.fromkeys(cells)}
        if all(len(parts) < 2 for parts in listed.values()):
            continue
        told = asks_for_ticks(question)
        if parter is _WIDE_COMMA:
            listed = _whole_again([listed[cell] for cell in cells], listed)
        if _come_back(said, listed, told) and (told or parter in _MARKS or _explain(listed)):
            return {cell: BETWEEN.join(choice.replace(";", ",") for choice in parts) for cell, parts in listed.items()}
    return None


def _come_back(cells: Sequence[str], listed: Mapping[str, Sequence[str]], told: bool) -> bool:
    """Whether nearly all choices are taken more than once, and somebody took several. What few wrote in themselves may stand between."""
    counts = Counter(choice.casefold() for cell in cells for choice in listed[cell])
    known = {choice for choice, times in counts.items() if times > 1}
    several = sum(sum(choice.casefold() in known for choice in listed[cell]) > 1 for cell in cells)
    return (
        several >= max(1, _SEVERAL * len(cells))
        and 2 <= len(known) <= _MOST_CHOICES
        and sum(counts[choice] for choice in known) >= (0.5 if told else 0.8) * counts.total()
        and sum(len(choice.split()) for choice in known) <= _LONG * len(known)
    )


def _explain(listed: Mapping[str, Sequence[str]]) -> bool:
    """Whether a few choices make up many answers; 'Yes, a lot', 'Yes, a little' and 'No' are three answers of four parts."""
    return len({choice.casefold() for parts in listed.values() for choice in parts}) < len(listed)


def _whole_again(cells: Sequence[Sequence[str]], listed: dict[str, list[str]]) -> dict[str, list[str]]:
    """Choices that hold a comma put together: 'A named lead' and 'for example a matron' are never one without the other."""
    before: dict[str, Counter[str]] = defaultdict(Counter)
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for parts in cells:
        for one, other in pairwise(["", *parts, ""]):
            after[one][other] += 1
            before[other][one] += 1
    capitals = not any(parts[0][0].islower() for parts in cells if parts)

    def belongs(one: str, other: str) -> bool:
        together = after[one][other]
        alone = len(before[other]) > 1 or len(after[one]) > 1
        return not alone and ((capitals and other[0].islower()) or together >= _BY_CHANCE)

    return {cell: _put_together(parts, belongs) for cell, parts in listed.items()}


def _put_together(parts: Sequence[str], belongs: Callable[[str, str], bool]) -> list[str]:
    whole: list[str] = []
    for number, part in enumerate(parts):
        if number and belongs(parts[number - 1], part):
            whole[-1] += f", {part}"
        else:
            whole.append(part)
    return whole
