"""A text that is read anew: words that a person hid in the version before are hidden in it again, before it is kept."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.deidentify.edits import Edit, Remapping, apply_edits, settle
from learnbrief.corpus.deidentify.process import Deidentified, Mark
from learnbrief.corpus.document import SourceText

AROUND = 2
"""Words on either side by which a place is known again: fewer are the same at many places, more change with any edit."""


@dataclass(frozen=True, slots=True)
class HiddenWords:
    """What a person decided to hide, and what stands for it in the text before."""

    start: int
    end: int
    replacement: str
    type: str
    rule: str
    status: str
    """'added' or 'confirmed'."""
    words: str

    def edit(self, start: int, end: int) -> Edit:
        """The same at another place."""
        return Edit(start, end, self.replacement, self.type, self.rule)


def hidden_again(cleaned: Deidentified, before: str, hidden: Sequence[HiddenWords]) -> Deidentified:
    """The new text with everything hidden that a person hid in the text before, wherever it still stands.

    Where the same words stood elsewhere and nobody hid them, they may stand at those places in the new text, too; at a
    place that nobody has seen yet they are hidden, since what is hidden in vain is easily shown, and not the reverse.
    """
    shown = [Edit(one.start, one.end, one.words, one.type, one.rule) for one in hidden if one.words]
    text_before = apply_edits(SourceText(before, ()), shown).text
    stood = defaultdict[str, set[tuple[int, int]]](set)
    first = dict[str, HiddenWords]()
    for one, place in zip(sorted(hidden, key=lambda one: one.start), Remapping(shown).placed(), strict=True):
        stood[one.words].add(place)
        first.setdefault(one.words, one)
    edits = [
        first[words].edit(start, end)
        for words, places in stood.items()
        for start, end in _to_hide(cleaned, words, text_before, places)
    ]
    decided = {(one.words, one.replacement) for one in hidden if one.status == "confirmed"}
    # the next version after this one asks again how each was decided
    statuses = {(one.rule, one.replacement): one.status for one in hidden}
    return _with_edits(_confirmed(cleaned, decided), settle(edits, cleaned.source.text), statuses)


def standing(words: str, text: str, *, within: bool = False) -> Iterator[tuple[int, int]]:
    """Every place where these very words stand on their own, or also `within` a word; lines may break between them."""
    spaced = r"\s+".join(map(re.escape, words.split()))
    pattern = spaced if within else rf"(?<!\w){spaced}(?!\w)"
    return (match.span() for match in re.finditer(pattern, text))


def _to_hide(cleaned: Deidentified, words: str, before: str, hidden: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    text = cleaned.source.text
    within = any(_within_a_word(before, place) for place in hidden)
    here = {_surroundings(before, place) for place in hidden}
    seen = {_surroundings(before, place) for place in standing(words, before, within=within)} - here
    for place in standing(words, text, within=within):
        if _surroundings(text, place) not in seen and not _cuts(place, cleaned.marks):
            yield place


def _surroundings(text: str, place: tuple[int, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    start, end = place
    # 100 characters hold two words on either side of any text that people write
    return tuple(text[max(0, start - 100) : start].split()[-AROUND:]), tuple(text[end : end + 100].split()[:AROUND])


def _within_a_word(text: str, place: tuple[int, int]) -> bool:
    borders = (text[max(0, at - 1) : at + 1] for at in place)
    return any(len(border) > 1 and border.isalnum() for border in borders)


def _cuts(place: tuple[int, int], marks: Iterable[Mark]) -> bool:
    """Whether a place lies within a placeholder or across its border: '3' is no word in '[Person 3]'."""
    start, end = place
    return any(
        mark.start < end and start < mark.end and not (start <= mark.start and mark.end <= end) for mark in marks
    )


def _confirmed(cleaned: Deidentified, decided: set[tuple[str, str]]) -> Deidentified:
    """Flags of words that a person kept hidden before wait for nobody again."""
    marks = (
        replace(mark, status="confirmed") if mark.status == "flagged" and (words, mark.replacement) in decided else mark
        for mark, words in zip(cleaned.marks, cleaned.originals, strict=True)
    )
    return replace(cleaned, marks=tuple(marks))


def _with_edits(cleaned: Deidentified, edits: Sequence[Edit], statuses: Mapping[tuple[str, str], str]) -> Deidentified:
    text, moving = cleaned.source.text, Remapping(edits)
    kept = [
        (replace(mark, start=start, end=end), words)
        for mark, words in zip(cleaned.marks, cleaned.originals, strict=True)
        if not any(edit.start < mark.end and mark.start < edit.end for edit in edits)
        for start, end in [moving.span(mark.start, mark.end)]
    ]
    new = [
        (Mark(start, end, edit.type, edit.rule, edit.replacement, status), text[edit.start : edit.end])
        for edit, (start, end) in zip(edits, moving.placed(), strict=True)
        for status in [statuses[edit.rule, edit.replacement]]
    ]
    ordered = sorted([*kept, *new], key=lambda one: one[0].start)
    return replace(
        cleaned,
        source=apply_edits(cleaned.source, edits),
        marks=tuple(mark for mark, _ in ordered),
        originals=tuple(words for _, words in ordered),
    )
