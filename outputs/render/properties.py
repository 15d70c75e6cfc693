"""What a file says of itself in its properties: the programme, the title, the day of the brief; nobody else's name.

The libraries start from templates of their own, with their makers' names, years and pictures in them.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import Outline

CORE = "docProps/core.xml"
_PREVIEW = re.compile(r"docProps/thumbnail\.\w+")
_PREVIEW_LINK = re.compile(rb'<Relationship [^>]*Target="/?docProps/thumbnail\.\w+"[^>]*/>')
_SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }.items()
)


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of one file; the same brief gives the same."""

    title: str
    author: str
    """The programme: who made it is told in the brief, where people signed."""
    subject: str
    language: str
    at: datetime
    """When the brief was made; a file is never younger than what it says."""


def properties_of(brief: Brief, page: Outline | None = None) -> Properties:
    """What the files of a brief say of themselves; `page` tells the evidence from the brief."""
    kind = page.kind if page else "Coding, for evaluators"
    return Properties(
        title=wording.printable(f"{brief.title} ({brief.status})"),
        author=wording.printable(brief.programme.name),
        subject=wording.printable(f"{kind}, {wording.period(brief)}"),
        language=brief.programme.language,
        at=brief.made.at.astimezone(UTC).replace(microsecond=0),
    )


def sealed(content: bytes, about: Properties) -> bytes:
    """An Office file with these properties and no others: not its template's, and the same bytes for the same brief."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in packed.namelist():
            if _PREVIEW.fullmatch(name):
                continue
            part = packed.read(name)
            if name == CORE:
                part = _core(about).encode()
            elif name == "_rels/.rels":
                part = _PREVIEW_LINK.sub(b"", part)
            entry = zipfile.ZipInfo(name, about.at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, part)
    return out.getvalue()


def _core(about: Properties) -> str:
    """The package's core properties, all of them."""
    at = f"{about.at:%Y-%m-%dT%H:%M:%SZ}"
    stamps = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{at}</dcterms:{name}>' for name in ("created", "modified")
    )
    texts = {
        "dc:title": about.title,
        "dc:subject": about.subject,
        "dc:creator": about.author,
        "cp:lastModifiedBy": about.author,
        "dc:language": about.language,
        "cp:revision": "1",
    }
    lines = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items())
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<cp:coreProperties {_SPACES}>{lines}{stamps}</cp:coreProperties>"
