"""Bytes to text: UTF-8 first, byte-order marks believed, anything else told."""

from pathlib import Path

from learnbrief.corpus.errors import HostileFile, UnreadableSource

MAX_BYTES = 64 * 2**20
"""More text than years of meetings hold; a larger file is an accident or an attack."""
MAX_LINE = 4 * 2**20

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The file's bytes; one that is empty, gone or too large is an error that says so."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise HostileFile(
                f"{path.name}: holds {size / 2**20:.0f} MB, more than the {limit // 2**20} MB we read; split it"
            )
        raw = path.read_bytes()
    except OSError as err:
        raise UnreadableSource(
            f"{path.name}: cannot be read ({err.strerror or err}); check that the file is there and yours to read"
        ) from err
    if not raw.strip():
        raise UnreadableSource(f"{path.name}: is empty; leave it out or give the file with its words")
    return raw


def read_text_file(path: Path) -> tuple[str, tuple[str, ...]]:
    """The file's text and what has to be told about how it was decoded."""
    raw = read_bytes(path)
    if max(map(len, raw.split(b"\n"))) > MAX_LINE and max(map(len, raw.split(b"\r"))) > MAX_LINE:
        raise HostileFile(f"{path.name}: has a line of more than {MAX_LINE // 2**20} MB; that is no text anyone wrote")
    return decode(raw, path.name)


def delimiter_of(header: str) -> str:
    """What parts the columns of a table, told by its header line: Excel writes semicolons where commas are decimal."""
    return max(",;\t", key=header.count)


def decode(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Text of these bytes; an encoding that had to be guessed is told in a warning."""
    encoding = next((codec for mark, codec in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding), ()
    except UnicodeDecodeError as err:
        if encoding != "utf-8":
            raise UnreadableSource(
                f"{name}: says it is {encoding.upper()} but is not; save it again as UTF-8 text"
            ) from err
    return _guessed(raw, name)


def _guessed(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes  # loads its tables: only for files that are not UTF-8

    if b"\x00" in raw:
        raise UnreadableSource(
            f"{name}: is not text (it holds zero bytes); save it as UTF-8 text or give the original document"
        )
    # British offices write Windows-1252, and old Macs their own: where one reads cleanly, a guess at a rarer page is worse.
    matches = from_bytes(raw, cp_isolation=["cp1252", "mac_roman"]) or from_bytes(raw)
    best = min(matches, key=lambda match: (match.chaos, match.encoding == "mac_roman"), default=None)
    if best is None:
        raise UnreadableSource(
            f"{name}: is in no text encoding we can tell; open it where it was made and save it as UTF-8"
        )
    return str(best), (f"{name}: is not UTF-8; read as {best.encoding}, check accents and quotation marks",)
