"""Which collaborative words are from: told by table headings, grids, rows and line prefixes, never by a mention."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile, islice

from learnbrief.corpus.document import Collaborative, Passage, SourceText
from learnbrief.corpus.speakers import Label, group_in, label_of

CELL = re.compile(r"(?P<table>.*) row (?P<row>\d+) column (?P<column>\d+)$")
"""Where a cell stands, as the readers write it into its locator."""
WHERE = re.compile(
    r"(?:(?:your|which|what|provider) )*(?:collaboratives?|partnerships?|sites?|trusts?|places?|organisations?)"
    r"(?: name| are you (?:in|from)| do you work (?:in|for|at))?\W*",
    re.IGNORECASE,
)
"""Columns whose cells say where a row is from."""

# What a name may lose at its end and still be the whole distinctive part: 'Harbour Acute Collaborative', but never
# 'Ten Acres', whose second word is no such word.
_GENERIC = frozenset(
    {"collaborative", "collaboratives", "partnership", "partners", "provider", "providers", "alliance", "network"}
    | {"group", "trust", "nhs", "foundation", "system", "integrated", "acute", "community", "mental", "health", "care"}
    | {"hospital", "hospitals", "service", "services", "all", "in"}
)
# What may stand around a name in a heading, label or cell that says nothing but whose table it is.
_AROUND = frozenset(
    {"the", "from", "at", "of", "table", "group", "breakout", "room", "team", "teams", "site", "people", "colleagues"}
    | {"collaborative", "partnership", "feedback", "notes", "discussion", "flipchart", "no", "number", "voices"}
    | {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
    | {"tables", "tbl", "grp", "mainly", "mostly", "only", "what", "poster", "storyboard", "sheet", "update"}
)
# What may follow a name besides: who else sat there, what they are, and a name's own words cut short. In front of a name
# they say something else: 'Guests at the Fenland table' are no more Fenland's than anybody's.
_AFTER = frozenset(
    {"and", "&", "with", "plus", "guests", "guest", "friends", "visitors", "others", "neighbours", "said", "says"}
    | {"staff", "nurses", "therapists", "doctors", "midwives", "porters", "managers", "clinicians", "members"}
    | {"delegates", "reps", "representatives", "cont", "contd", "cont'd", "cont’d", "continued", "hosp", "collab"}
)
_COUNTED = re.compile(r"\d+|[^\W\d_]|t\d{1,2}|x\d{1,2}")
"""'2', 'B', 'T2' for a table, 'x5' for how many sat there."""
# Only 'we are from X': 'we learned from X' and 'far from X' say nothing of who speaks.
_OURSELVES = re.compile(
    r"(?:we|I|(?:one|two|three|four|five|six|several|some|most|all|both|half|the rest) of us)(?: all| both)?(?:['’](?:re|m)| are| am| is| were| come| came)"
    r"(?: here| all| both)* from (?P<place>[^,.;:()–—]{1,60}?)(?=[,.;:()–—]|$)",
    re.IGNORECASE,
)
_SEGMENTS = re.compile(r"[()\[\]:|,;/–—]|\s-\s")
_DASHED = re.compile(r"(?P<label>[^\s:–—-][^:–—\n]{0,60}?)\s+[-–—]\s+(?=\S)")


class PlaceNames:
    """The names under which each collaborative may be told: whole, short, slug, or its distinctive beginning."""

    def __init__(self, collaboratives: Iterable[Collaborative]) -> None:
        given: dict[tuple[str, ...], str] = {}
        begun: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for one in collaboratives:
            for name in filter(None, (one.slug, one.name, one.short)):
                given.setdefault(_words(name), one.slug)
            for beginning in {*_beginnings(_words(one.name)), *_as_the_slug(one)}:
                begun[beginning].add(one.slug)
        alone = {words: next(iter(slugs)) for words, slugs in begun.items() if len(slugs) == 1}
        self._slugs = alone | given
        self._longest = sorted(self._slugs, key=len, reverse=True)

    @property
    def written(self) -> tuple[str, ...]:
        """Every spelling, for de-identification to leave alone."""
        return tuple(sorted(" ".join(words) for words in self._slugs))

    def meant(self, words: str) -> str | None:
        """The collaborative that words name and do nothing else: 'Harbour', 'the Ten Acres table', 'table 2, Moorland'."""
        plain = _words(words)
        while plain:
            if found := self._slugs.get(plain) or self._slugs.get(_without_s(plain)):
                return found
            if _is_around(plain[-1]) or plain[-1] in _AFTER:
                plain = plain[:-1]
            elif _is_around(plain[0]):
                plain = plain[1:]
            else:
                return None
        return None

    def named_in(self, words: str) -> set[str]:
        """Every collaborative that words name anywhere, whatever else they say."""
        text = _spelled(_words(words))
        found = set()
        for spelling in self._longest:  # 'Harbour Community' is not also 'Harbour'
            wanted = _spelled(spelling)
            if wanted in text:
                found.add(self._slugs[spelling])
                text = text.replace(wanted, " | ")
        return found

    def in_heading(self, words: str) -> str | None:
        """Whose words stand under a heading: it opens with one name and no other, or is a table's and holds one."""
        return self._in_segments(words, anywhere=group_in(words) is not None)

    def of_ourselves(self, words: str) -> str | None:
        """Where those who speak say they are from: 'two of us are from Moorland, ...', where no other place is named."""
        found = _OURSELVES.match(words)
        return self.meant(found["place"]) if found and len(self.named_in(words)) == 1 else None

    def in_label(self, label: str) -> str | None:
        """Where a speaker is from, by the label: 'Jo Mill (Harbour)'."""
        return self._in_segments(label, anywhere=True)

    def _in_segments(self, words: str, *, anywhere: bool) -> str | None:
        if len(self.named_in(words)) != 1:
            return None
        segments = [part for part in _SEGMENTS.split(words) if part.strip()]
        if (
            not anywhere
        ):  # 'B) Moorland', 'Tbl 2 - Fenland': what only counts or says what sort of thing it is opens nothing
            said = dropwhile(lambda part: all(map(_is_around, _words(part))), segments)
            segments = list(islice(said, 1))
        found = (self.meant(part) for part in segments)
        return next((slug for slug in found if slug), None)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w&]+(?:['’]\w+)*", text.casefold()))


def _is_around(word: str) -> bool:
    return word in _AROUND or _COUNTED.fullmatch(word) is not None


def _spelled(words: tuple[str, ...]) -> str:
    """Words to be found in others: 'Harbour's' names Harbour."""
    return re.sub(r"['’]s\b", " s", f" {' '.join(words)} ")


def _without_s(words: tuple[str, ...]) -> tuple[str, ...]:
    """'Harbour's table' is Harbour's; of 'St Bride's' the letter belongs to the name, which is looked up first."""
    return (*words[:-1], re.sub(r"['’]s$", "", words[-1]))


def _beginnings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What stays of a name when generic words go from its end, one after the other."""
    if words[:1] == ("the",):
        words = words[1:]
        yield words
    while len(words) > 1 and words[-1] in _GENERIC:
        words = words[:-1]
        yield words


def _as_the_slug(collaborative: Collaborative) -> Iterator[tuple[str, ...]]:
    """The beginning of a name that its slug writes in one word: 'Ten Acres' of 'Ten Acres Early Help' is 'tenacres'."""
    words, slug = _words(collaborative.name), "".join(_words(collaborative.slug))
    yield from (words[:end] for end in range(1, len(words) + 1) if "".join(words[:end]) == slug)


@dataclass(slots=True)
class _Heads:
    """The headings over the next passage that say where its words are from."""

    over: list[tuple[int, str]] = field(default_factory=list)

    @property
    def place(self) -> str | None:
        return self.over[-1][1] if self.over else None

    def heads(self, level: int, place: str | None) -> None:
        """A heading ends those of its own level and below."""
        self.over = [head for head in self.over if head[0] < level]
        if place:
            self.over.append((level, place))


def placed(source: SourceText, names: PlaceNames) -> SourceText:
    """The source with the collaborative of every passage, as far as it is told; placing it again changes nothing.

    A cell or label that only says where the others are from becomes layout: nobody said it.
    """
    grid = _grid(source, names)
    heads = _Heads()
    found: list[Passage] = []
    for passage in source.passages:
        words = source.slice(passage)
        cell = CELL.match(passage.locator or "")
        if passage.layout == "heading" and not cell:
            heads.heads(passage.level or 6, names.in_heading(words))
        own = names.in_label(passage.place) if passage.place else None
        if passage.layout == "note" and not cell:
            found.append(replace(passage, place=own))
            continue
        told = own or _of_speaker(passage, names) or (grid.place(cell) if cell else None) or heads.place
        if told is None and passage.layout != "heading":
            told = names.of_ourselves(words)
        found += _labelled(_settled(passage, words, told, grid, cell, names), words, names)
    return SourceText(source.text, tuple(found))


def _of_speaker(passage: Passage, names: PlaceNames) -> str | None:
    return names.in_label(passage.speaker) if passage.speaker else None


def _settled(
    passage: Passage, words: str, place: str | None, grid: "_Grid", cell: re.Match[str] | None, names: PlaceNames
) -> Passage:
    layout = "note" if cell and grid.frames(cell, words, names) else passage.layout
    # 'Harbour: ...' is said by whoever sat there; only a label that names a person or a table is a voice.
    speaker = passage.speaker
    if speaker and names.meant(speaker):
        speaker = group_in(speaker)
    return replace(passage, layout=layout, speaker=speaker, place=place)


def _labelled(passage: Passage, words: str, names: PlaceNames) -> list[Passage]:
    """A line that opens with a place ('Fenland: we still wait') as a label and what was said."""
    if passage.layout not in ("paragraph", "bullet", "cell") or passage.speaker:
        return [passage]
    label = label_of(words) or _dashed(words)
    place = names.meant(label.name) if label else None
    if label is None or place is None or label.words >= len(words):
        return [passage]
    name_end = passage.start + label.start + len(label.name)
    group = group_in(label.name)
    return [
        replace(passage, start=passage.start + label.start, end=name_end, layout="label", speaker=group, place=place),
        replace(passage, start=passage.start + label.words, speaker=group, place=place),
    ]


def _dashed(words: str) -> Label | None:
    found = _DASHED.match(words)
    return Label(found["label"], 0, found.end()) if found else None


@dataclass(slots=True)
class _Grid:
    """Which columns and rows of the tables say where their cells are from."""

    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    where: set[tuple[str, str]] = field(default_factory=set)
    """Columns whose heading says that they name places."""
    rows: dict[tuple[str, str], str] = field(default_factory=dict)

    def place(self, cell: re.Match[str]) -> str | None:
        """Where a cell is from."""
        return self.columns.get((cell["table"], cell["column"])) or self.rows.get((cell["table"], cell["row"]))

    def frames(self, cell: re.Match[str], words: str, names: PlaceNames) -> bool:
        """Whether a cell only says where its row is from."""
        first = cell["column"] == "1" or (cell["table"], cell["column"]) in self.where
        return first and bool(names.meant(words) or (group_in(words) and names.in_heading(words)))


def _grid(source: SourceText, names: PlaceNames) -> _Grid:
    """Read before any cell is placed: the column that names places may be the last."""
    grid = _Grid()
    cells = [
        (passage, source.slice(passage), cell)
        for passage in source.passages
        if (cell := CELL.match(passage.locator or ""))
    ]
    for passage, words, cell in cells:
        if passage.layout == "question":
            if place := names.in_heading(words):
                grid.columns[cell["table"], cell["column"]] = place
            if WHERE.fullmatch(words):
                grid.where.add((cell["table"], cell["column"]))
    for passage, words, cell in cells:
        if passage.layout != "question" and grid.frames(cell, words, names):
            grid.rows[cell["table"], cell["row"]] = names.meant(words) or names.in_heading(words) or ""
    _carry_down(grid, [cell for _, _, cell in cells])
    return grid


def _carry_down(grid: _Grid, cells: Sequence[re.Match[str]]) -> None:
    """A row without a first cell goes on with the place above: its first cell was merged with that one's."""
    begun = {(cell["table"], cell["row"]) for cell in cells if cell["column"] == "1"}
    for cell in cells:
        here, above = (cell["table"], cell["row"]), (cell["table"], str(int(cell["row"]) - 1))
        if here not in begun and above in grid.rows:
            grid.rows.setdefault(here, grid.rows[above])
