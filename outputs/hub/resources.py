"""Resources that the hub lists beside its briefs: one small file each, read and checked, with errors for people."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from learnbrief.corpus.errors import BadInput

KINDS = {
    "recording": "Recordings",
    "board resource": "Board resources",
    "case study": "Case studies",
    "tool": "Tools",
    "event": "Events",
}
"""What a resource may be, in the order in which pages show them, with the title over them."""
Day = date
_FRONT = re.compile(r"\A\+\+\+\r?\n(.*?)\r?\n\+\+\+\r?\n?(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One thing that readers may open: a recording, a tool, a case, an event."""

    name: str
    """Its file without the ending; the anchor by which pages point to it."""
    title: str
    kind: str
    link: str = ""
    file: str = ""
    """Relative to the folder of resources; copied into the hub."""
    themes: tuple[str, ...] = ()
    collaboratives: tuple[str, ...] = ()
    date: Day | None = None
    audience: str = ""
    """Who it is for, in a few words."""
    text: str = ""
    """What is said of it, in Markdown."""

    @property
    def html(self) -> str:
        """What is said of it as HTML: paragraphs, lists, links; no headings, which would break the page's own."""
        return markdown(self.text)


@dataclass(frozen=True, slots=True)
class Known:
    """The slugs that a resource may name."""

    themes: Sequence[str]
    collaboratives: Sequence[str]


def read_resource(name: str, text: str, known: Known) -> Resource:
    """A resource out of NAME.toml, or out of NAME.md with its fields between two lines of +++.

    Raises:
        BadInput: something in it is missing, unknown or no link; it names file, field and remedy.
    """
    fields, body = _parts(name, text)
    where = f"hub/resources/{name}"
    unknown = sorted(set(fields) - set(_FIELDS))
    if unknown:
        raise BadInput(f"{where}: no field {unknown[0]!r}; a resource has {', '.join(_FIELDS)}")
    return Resource(
        name=PurePosixPath(name).stem,
        title=words_in_field(where, fields, "title", needed=True),
        kind=_one_of(where, "kind", words_in_field(where, fields, "kind", needed=True), tuple(KINDS)),
        **_target(where, fields),
        themes=slugs_in(where, fields, "themes", known.themes),
        collaboratives=slugs_in(where, fields, "collaboratives", known.collaboratives),
        date=_day(where, fields.get("date")),
        audience=words_in_field(where, fields, "audience"),
        text=body or words_in_field(where, fields, "text"),
    )


_FIELDS = tuple(field for field in Resource.__dataclass_fields__ if field != "name")


def _parts(name: str, text: str) -> tuple[dict[str, Any], str]:
    """Fields and body of the file."""
    body = ""
    if name.endswith(".md"):
        found = _FRONT.match(text.lstrip("\ufeff"))
        if found is None:
            raise BadInput(
                f"hub/resources/{name}: begins without its fields; put title, kind and link between two lines of +++"
            )
        text, body = found.groups()
    try:
        return tomllib.loads(text.lstrip("\ufeff")), body.strip()
    except tomllib.TOMLDecodeError as err:
        raise BadInput(f'hub/resources/{name}: {err}; a field is written as title = "In quotation marks"') from err


def words_in_field(where: str, fields: Mapping[str, Any], field: str, *, needed: bool = False) -> str:
    """A field that holds text."""
    value = fields.get(field, "")
    if not isinstance(value, str):
        raise BadInput(f'{where}: {field} is not text; write it as {field} = "..."')
    if needed and not value.strip():
        raise BadInput(f'{where}: {field} is missing; add a line {field} = "..."')
    return value.strip()


def _one_of(where: str, field: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise BadInput(f"{where}: {field} {value!r} is unknown; choose from {', '.join(allowed) or 'none yet'}")
    return value


def slugs_in(where: str, fields: Mapping[str, Any], field: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """A field that lists slugs, each one that is there."""
    values = fields.get(field, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadInput(f'{where}: {field} is no list; write it as {field} = ["one", "another"]')
    return tuple(_one_of(where, field, value, allowed) for value in values)


def _day(where: str, value: object) -> Day | None:
    if value is None:
        return None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise BadInput(f"{where}: date is no day; write it as date = 2025-03-14, without quotation marks")
    return value


def _target(where: str, fields: Mapping[str, Any]) -> dict[str, str]:
    """The link or file behind it; an event may have neither."""
    link, file = words_in_field(where, fields, "link"), words_in_field(where, fields, "file")
    if link and file:
        raise BadInput(f"{where}: has both a link and a file; keep one of them")
    if not (link or file) and fields.get("kind") != "event":
        raise BadInput(f'{where}: has neither link nor file; add link = "https://..." or file = "name.pdf"')
    _refuse_unsafe(where, link, file)
    return {"link": link, "file": file}


def _refuse_unsafe(where: str, link: str, file: str) -> None:
    """A link that is no web address could run something; a path out of the folder could carry anything along."""
    if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).netloc):
        raise BadInput(f"{where}: link {link!r} is no address; it begins with https:// or http://")
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts or "\\" in file or ":" in file:
        raise BadInput(f"{where}: file {file!r} leaves the folder; put it into hub/resources and name it from there")


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    # readers' pages carry no HTML of others, fetch no picture from elsewhere and keep one order of headings
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"])


def markdown(text: str) -> str:
    """A few paragraphs of Markdown as HTML that may stand inside any page."""
    made: str = _parser().render(text)
    return made
