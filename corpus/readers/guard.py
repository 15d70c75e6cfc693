"""Archives looked at before any library opens them: Office files are zips of XML, and both can be built to harm."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath

from learnbrief.corpus.errors import HostileFile, UnreadableSource
from learnbrief.corpus.readers.decode import read_bytes
from learnbrief.corpus.readers.office.package import main_part

MAX_ARCHIVE = 200 * 2**20
MAX_UNPACKED = 400 * 2**20
MAX_XML = 96 * 2**20
"""One part of XML; the text of a thousand-page report is a tenth of it."""
MAX_RATIO = 200
MAX_ENTRIES = 10_000
BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError)
"""What the Office libraries raise on opening a damaged file; lxml's syntax error is a SyntaxError."""
_CHUNK = 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML_SUFFIXES = (".xml", ".rels", ".vml", ".qde")
# Office XML never declares a document type; where there is one, entities follow.
_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))


def open_office(path: Path, part: str) -> BytesIO:
    """The bytes of an Office file that is safe to open and holds `part`: 'word/document.xml', 'xl/workbook.xml' ..."""
    raw = read_bytes(path, MAX_ARCHIVE)
    if raw.startswith(_OLE):
        raise UnreadableSource(
            f"{path.name}: is locked with a password or in the old Office format; save it without password as {path.suffix}"
        )
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            check_package(archive, path.name)
            named = main_part(archive)
            if named in archive.namelist() and PurePosixPath(named).parent == PurePosixPath(part).parent:
                part = named  # Word for the web calls it word/document2.xml
            if part not in archive.namelist():
                raise UnreadableSource(
                    f"{path.name}: is a zip file but not a {path.suffix} document; save it again as {path.suffix}"
                )
            _check_main_part(archive.read(part), path, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as err:
        raise UnreadableSource(
            f"{path.name}: is not a {path.suffix} document ({err}); save it again as {path.suffix}"
        ) from err
    return BytesIO(raw)


def _check_main_part(content: bytes, path: Path, part: str) -> None:
    """The libraries fail in many ways on a main part that is broken or another thing's; it is told here in one."""
    from lxml import etree

    try:
        # resolve_entities off: the archive was searched for document types, this holds even if it had not been
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as err:
        raise UnreadableSource(
            f"{path.name}: is a damaged {path.suffix} document ({err}); save it again as {path.suffix}"
        ) from err
    if etree.QName(root).localname != re.sub(r"\d+$", "", Path(part).stem):
        raise UnreadableSource(f"{path.name}: is not a {path.suffix} document; save it again as {path.suffix}")


def check_package(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse an archive that is built to harm: bombs, path tricks, entities, passwords."""
    _check_entries(archive, name)
    for entry in archive.infolist():
        _check_unpacked(archive, entry, name)


def _check_entries(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise HostileFile(f"{name}: holds {len(entries)} parts, more than any document has")
    for entry in entries:
        parts = PurePosixPath(entry.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in entry.filename.split("/")[0]:
            raise HostileFile(f"{name}: a part is named so that it would be written outside its folder")
        if entry.flag_bits & 0x1:
            raise UnreadableSource(f"{name}: is locked with a password; save it without one")
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if declared > MAX_UNPACKED or (declared > 32 * 2**20 and declared > MAX_RATIO * max(packed, 1)):
        raise HostileFile(
            f"{name}: would unpack to {declared / 2**20:.0f} MB from {packed / 2**20:.1f} MB; that is a zip bomb"
        )


def _check_unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """What really comes out of a part, whatever its header claims."""
    is_xml = entry.filename.lower().endswith(_XML_SUFFIXES)
    if is_xml and entry.file_size > MAX_XML:
        raise HostileFile(f"{name}: a part holds {entry.file_size / 2**20:.0f} MB of XML, more than any document has")
    tail, size = b"", 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > MAX_UNPACKED:
                raise HostileFile(f"{name}: a part unpacks to more than it says; that is a zip bomb")
            if is_xml and any(mark in tail + chunk for mark in _DOCTYPES):
                raise HostileFile(f"{name}: declares XML entities, which no Office program writes; do not open it")
            tail = chunk[-32:]
