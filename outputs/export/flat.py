"""The coding as one flat table, for R, SPSS, Python or a spreadsheet: as CSV or Parquet."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from learnbrief.corpus.codebook import Codebook, Facet
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Excerpt, said_on
from learnbrief.corpus.tag import EffectiveTag
from learnbrief.corpus.visitors import places_of
from learnbrief.outputs.export.cells import safe_cell
from learnbrief.outputs.export.coding_tables import Coding, description_of

PLACE = {
    "document": "string", "title": "string", "version": "int64", "excerpt": "string", "start": "int64", "end": "int64",
    "text": "string", "voice": "string", "voice_id": "string", "role": "string", "collaborative": "string",
    "about": "string", "kind": "string", "date": "date32", "event": "string", "heading": "string", "mode": "string", "evidence": "bool_",
    "stances": "string",
}  # fmt: skip
"""Columns that say what was said, where and by whom, and their types as Arrow names them.

What somebody says who visits a collaborative is `about` it, and `collaborative` is empty: nobody of it has said so.
'Table 2' of two events is one `voice` and two `voice_id`s: voices are counted by the latter.
"""
TAG = {
    "theme": "string", "facet": "string", "standing": "string", "counts": "bool_", "checked": "bool_",
    "coder": "string", "method": "string", "band": "string", "score": "float64", "score_kind": "string",
}  # fmt: skip
"""Columns that say how one theme came to stand on it."""
WIDE = {"tags_held": "int64", "tags_checked": "int64", "coders": "string"}
"""Instead of them in the wide form: how many themes and stances hold, how many of them a person checked, and who."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A table with typed columns."""

    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]

    def as_csv(self) -> bytes:
        """With a byte-order mark, so that Excel reads it as UTF-8, and nothing in it that could run there."""
        out = StringIO(newline="")
        table = csv.writer(out)
        table.writerow(self.columns)
        table.writerows([safe_cell(_shown(row[name])) for name in self.columns] for row in self.rows)
        return out.getvalue().encode("utf-8-sig")

    def as_arrow(self) -> Any:
        """As an Arrow table, with the types a program needs; what is not known is null."""
        import pyarrow as arrow  # only these forms need it

        schema = arrow.schema([(name, getattr(arrow, kind)()) for name, kind in self.columns.items()])
        return arrow.Table.from_pylist(list(self.rows), schema=schema)

    def as_parquet(self) -> bytes:
        """As a file of the same."""
        from pyarrow import parquet

        out = BytesIO()
        parquet.write_table(self.as_arrow(), out)
        return out.getvalue()


def long_table(coding: Coding, methods: Mapping[tuple[str, str], str]) -> Flat:
    """A row per excerpt and theme or stance, rejected ones too; an excerpt that carries none has one row.

    `methods` says what suggested a theme on an excerpt: the codebook, or a learned model.
    """
    facets = {theme.slug: theme.facet.value for theme in coding.codebook.themes}
    tags = _by_excerpt(coding)
    empty = dict.fromkeys(TAG)
    rows = []
    for excerpt in coding.excerpts:
        here = tags.get(excerpt.excerpt_id, [])
        place = _place(coding, excerpt, here)
        rows += [{**place, **_tag(coding, tag, facets, methods)} for tag in here] or [{**place, **empty}]
    return Flat({**PLACE, **TAG}, rows)


def wide_table(coding: Coding) -> Flat:
    """A row per excerpt, with a column of 0 and 1 for each theme and stance that holds of it."""
    slugs = [theme.slug for theme in coding.codebook.themes]
    columns = {slug: f"theme_{slug.replace('-', '_')}" for slug in slugs}  # a hyphen is a minus to R and SPSS
    tags = _by_excerpt(coding)
    rows = []
    for excerpt in coding.excerpts:
        here = tags.get(excerpt.excerpt_id, [])
        held = [tag for tag in here if holds(tag, coding.bands)]
        carried = {tag.theme for tag in held}
        counts = {
            "tags_held": len(held),
            "tags_checked": sum(tag.checked for tag in held),
            "coders": "; ".join(sorted({tag.coder for tag in held if tag.coder})),
        }
        ones = {columns[slug]: int(slug in carried) for slug in slugs}
        rows.append({**_place(coding, excerpt, here), **counts, **ones})
    return Flat({**PLACE, **WIDE, **dict.fromkeys(columns.values(), "int64")}, rows)


def code_table(codebook: Codebook) -> bytes:
    """The codebook as a table of codes and what they mean: what Taguette reads, and people keep in spreadsheets.

    Without a byte-order mark, which would be part of the first column's name there.
    """
    out = StringIO(newline="")
    table = csv.writer(out)
    table.writerow(("tag", "description"))
    table.writerows([safe_cell(theme.name), safe_cell(description_of(theme))] for theme in codebook.themes)
    return out.getvalue().encode()


def _by_excerpt(coding: Coding) -> dict[str, list[EffectiveTag]]:
    """What people decided and models suggest, on themes that the codebook still has."""
    found: dict[str, list[EffectiveTag]] = {}
    for tag in coding.tags:
        if tag.theme in coding.codebook:
            found.setdefault(tag.excerpt_id, []).append(tag)
    return found


def _place(coding: Coding, excerpt: Excerpt, tags: Sequence[EffectiveTag]) -> dict[str, Any]:
    document = coding.documents[excerpt.document_id]
    return {
        "document": document.document_id,
        "title": coding.title(document),
        "version": excerpt.version,
        "excerpt": excerpt.excerpt_id,
        "start": excerpt.start,
        "end": excerpt.end,
        "text": excerpt.text,
        "voice": excerpt.voice.label,
        "voice_id": excerpt.voice.voice_id,
        "role": excerpt.role,
        **places_of(excerpt),
        "kind": document.kind.value,
        "date": said_on(excerpt, document),
        "event": document.event_id,
        "heading": excerpt.heading,
        "mode": excerpt.mode.value,
        "evidence": excerpt.evidence,
        "stances": "; ".join(_stances(coding, tags)),
    }


def _stances(coding: Coding, tags: Sequence[EffectiveTag]) -> Iterator[str]:
    for tag in tags:
        if holds(tag, coding.bands) and coding.codebook.theme(tag.theme).facet is Facet.STANCE:
            yield tag.theme


def _tag(
    coding: Coding, tag: EffectiveTag, facets: Mapping[str, str], methods: Mapping[tuple[str, str], str]
) -> dict[str, Any]:
    return {
        "theme": tag.theme,
        "facet": facets[tag.theme],
        "standing": tag.status.value,
        "counts": holds(tag, coding.bands),
        "checked": tag.checked,
        "coder": tag.coder,
        "method": methods.get((tag.excerpt_id, tag.theme)),
        "band": tag.band.value if tag.band else None,
        "score": tag.score,
        "score_kind": tag.score_kind.value if tag.score_kind else None,
    }


def _shown(value: Any) -> Any:
    """A value as a cell says it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4f}" if isinstance(value, float) else value
