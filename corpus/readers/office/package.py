"""Office packages as programs really write them: what Word opens, the library gets to see in the form that it expects.

Word for the web names the main part otherwise, converters leave relationships that point nowhere, and 'Strict' files use other
namespaces; Word opens them all.
"""

import html
import posixpath
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath

_RELATIONSHIP = re.compile(rb"<Relationship\b[^>]*?/>|<Relationship\b[^>]*?>\s*</Relationship>", re.DOTALL)
_ATTRIBUTE = re.compile(rb"""\b(Target|TargetMode|Type)\s*=\s*["']([^"']*)["']""")
_MAIN = b"/officeDocument"
_HELD = re.compile(r"(?:^|/)(?:document\d*|footnotes|endnotes|comments|diagrams/data\d*)\.xml$")
_NOBODYS = re.compile(
    r"<(?P<tag>mc:Fallback|w:moveFrom|w:del)(?: [^>]*)?(?<!/)>.*?</(?P=tag)>|<w:footnote [^>]*w:type=\"[^>]*eparator.*?</w:footnote>",
    re.DOTALL,
)
_WORDS = re.compile(r"<(?:\w+:)?t(?: [^>]*)?>([^<]*)</(?:\w+:)?t>|</(?:\w+:)?p>|<w:(?:br|tab|cr)\b[^>]*/>")
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
_KINDS_OF_MAIN = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template\.main|ms-word\.(?:document|template)\.macroEnabled\.main)\+xml"
)
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def main_part(archive: zipfile.ZipFile) -> str | None:
    """The name of the part that the package's own relationships call its document."""
    if "_rels/.rels" not in archive.namelist():
        return None
    for found in _RELATIONSHIP.finditer(archive.read("_rels/.rels")):
        told = dict(_ATTRIBUTE.findall(found.group()))
        if told.get(b"Type", b"").endswith(_MAIN):
            target: str = told.get(b"Target", b"").decode("utf-8", "replace").lstrip("/")
            return posixpath.normpath(target)
    return None


def mended(content: BytesIO) -> BytesIO:
    """The package without relationships that point nowhere, in the namespaces and content types that the library knows."""
    with zipfile.ZipFile(content) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed = {name: part for name, old in parts.items() if (part := _mended(name, old, parts)) != old}
    if not changed:
        content.seek(0)
        return content
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, changed.get(name, part))
    kept.seek(0)
    return kept


def every_word(content: BytesIO) -> str:
    """Every word that the parts of a Word package hold for a reader, taken from their raw XML: a count to hold a reading against.

    Page headers and footers, deleted words, field codes and the copies kept for old versions of Word are nobody's to read.
    """
    content.seek(0)
    with zipfile.ZipFile(content) as package:
        wanted = [name for name in package.namelist() if _HELD.search(name)]
        return "\n".join(_raw_words(package.read(name)) for name in wanted)


def _raw_words(part: bytes) -> str:
    text = _NOBODYS.sub("", part.decode("utf-8", "replace"))
    return html.unescape("".join(words or "\n" for words in _WORDS.findall(text)))


def _mended(name: str, part: bytes, parts: Mapping[str, bytes]) -> bytes:
    if not name.lower().endswith((".xml", ".rels")):
        return part
    if _STRICT in part:
        for strict, transitional in _NAMESPACES.items():
            part = part.replace(strict, transitional)
    if name == "[Content_Types].xml":
        return _KINDS_OF_MAIN.sub(_DOCUMENT, part)
    if name.endswith(".rels"):
        folder = PurePosixPath(name).parent.parent
        return _RELATIONSHIP.sub(
            lambda found: found.group() if _leads_somewhere(found.group(), folder, parts) else b"", part
        )
    return part


def _leads_somewhere(relationship: bytes, folder: PurePosixPath, parts: Mapping[str, bytes]) -> bool:
    told = dict(_ATTRIBUTE.findall(relationship))
    if told.get(b"TargetMode") == b"External":
        return True
    target = told.get(b"Target", b"").decode("utf-8", "replace").partition("#")[0]
    place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(str(folder / target))
    return place in parts
