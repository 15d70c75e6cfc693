"""Lines of ours with the themes and stances they carry: what the codebook's own examples are too few and too plain to show.

They stand in `lines/*.tsv`, one file a batch, in the format that `lines/README.md` tells. None is from anybody's material.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

from learnbrief.corpus.codebook import Facet, Theme, default_codebook
from learnbrief.corpus.errors import BadCoding

COLUMNS = ("text", "themes", "stances", "form", "device", "heading")
FORMS = frozenset({"flipchart", "minutes", "speech", "reflection", "survey"})
DEVICES = frozenset(
    {"plain", "irony", "understatement", "negation", "contrast", "reported", "wordless", "twin", "hard"}
)
SHORTEST, LONGEST = 4, 45  # words: an excerpt of less says too little to be labelled, one of more says too much
OURS = 0.5
"""Share of our topic themes that a codebook must still have to be taken for ours: 'data' and 'culture' alone mean anything."""


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """One line with everything said about it."""

    text: str
    themes: frozenset[str]
    stances: frozenset[str]
    form: str
    device: str
    heading: str
    """What it stands under, where it cannot be read without it; else empty."""
    batch: str
    """The file it stands in: lines that belong together are left out together."""

    def carries(self, facet: Facet) -> frozenset[str]:
        """Its themes, or its stances."""
        return self.stances if facet is Facet.STANCE else self.themes


@lru_cache(maxsize=1)
def labelled_lines() -> tuple[LabelledLine, ...]:
    """All batches that come with learnbrief, in the order of their names.

    Raises:
        BadCoding: a line does not follow the format, or stands twice.
    """
    folder = files("learnbrief.nlp.tagging").joinpath("lines")
    batches = sorted((one for one in folder.iterdir() if one.name.endswith(".tsv")), key=lambda one: one.name)
    return read_batches(batches)


def read_batches(batches: Sequence[Traversable]) -> tuple[LabelledLine, ...]:
    """The lines of these files; none stands twice, not even in two of them."""
    place: dict[str, str] = {}
    found = []
    for batch in batches:
        for number, line in enumerate(read_batch(batch), 2):
            here, key = f"{batch.name} line {number}", line.text.casefold()
            if key in place:
                raise BadCoding(f"{here}: stands in {place[key]} as well; take one of the two out")
            place[key] = here
            found.append(line)
    return tuple(found)


def read_batch(batch: Traversable) -> list[LabelledLine]:
    """The lines of one file."""
    rows = csv.DictReader(
        StringIO(batch.read_text(encoding="utf-8"), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise BadCoding(f"{batch.name} line 1: must name the columns {', '.join(COLUMNS)}, with tabs between them")
    return [_line(batch.name, number, row) for number, row in enumerate(rows, 2)]


def _line(name: str, number: int, row: Mapping[str | None, str | None]) -> LabelledLine:
    here = f"{name} line {number}"
    text, themes, stances, form, device, heading = (row[column] or "" for column in COLUMNS)
    if None in row:
        raise BadCoding(f"{here}: has more cells than columns; take the tab out of the text")
    if not SHORTEST <= len(text.split()) <= LONGEST:
        raise BadCoding(f"{here}: has {len(text.split())} words; write {SHORTEST} to {LONGEST}")
    known = default_codebook()
    topics, sides = ({theme.slug for theme in some} for some in (known.topics, known.stances))
    for kind, cell, allowed in (("form", form, FORMS), ("device", device, DEVICES)):
        if cell not in allowed:
            raise BadCoding(f"{here}: has the {kind} {cell!r}; use one of {', '.join(sorted(allowed))}")
    given = LabelledLine(
        text,
        _slugs(here, "theme", themes, topics),
        _slugs(here, "stance", stances, sides),
        form,
        device,
        heading,
        name.removesuffix(".tsv"),
    )
    if not given.stances:
        raise BadCoding(f"{here}: has no stance; give it at least 'neutral'")
    return given


def _slugs(here: str, kind: str, cell: str, known: set[str]) -> frozenset[str]:
    given = frozenset(filter(None, cell.split(",")))
    if strangers := sorted(given - known):
        raise BadCoding(f"{here}: names the {kind} {strangers[0]!r}; use one of {', '.join(sorted(known))}")
    return given


def lines_for(themes: Sequence[Theme]) -> list[LabelledLine]:
    """The lines that teach these themes of one facet; a line that needs its heading teaches nothing by itself.

    How something is said is much the same in every programme; what a theme means is not, so lines about topics teach
    only a codebook that is still ours by most of its themes, and there the themes it still has.
    """
    readable = [line for line in labelled_lines() if not line.heading]
    facet, slugs = themes[0].facet, {theme.slug for theme in themes}
    if facet is Facet.STANCE:
        return [line for line in readable if line.stances & slugs]
    ours = {theme.slug for theme in default_codebook().topics}
    if len(ours & slugs) < OURS * len(ours):
        return []
    return [line for line in readable if line.themes & slugs or not line.themes]
