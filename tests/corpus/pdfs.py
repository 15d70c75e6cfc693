"""PDFs written by hand, object by object: what no typesetter makes but people's programs do."""

from collections.abc import Sequence


def words_at(x: float, y: float, words: str, *, size: float = 12, turned: int = 0) -> str:
    """One line of a page's content; turned against the clock by quarters, or by 45 degrees."""
    along = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0", 45: ".707 .707 -.707 .707"}[turned]
    return f"BT /F1 {size} Tf {along} {x} {y} Tm ({escaped(words)}) Tj ET"


def escaped(words: str) -> str:
    return "".join(f"\\{letter}" if letter in "()\\" else letter for letter in words)


def page_of(
    lines: Sequence[str],
    *,
    notes: Sequence[str] = (),
    fields: Sequence[str] = (),
    parents: Sequence[str] = (),
    rotate: int = 0,
) -> bytes:
    """A PDF of one page: lines of content, notes and fields as dictionaries without their brackets."""
    content = "\n".join(lines).encode("cp1252")
    first = 6
    on_page = [f"<< /Type /Annot {one} >>" for one in (*notes, *fields)]
    above = [f"<< {one} >>" for one in parents]
    kids = " ".join(f"{first + n} 0 R" for n in range(len(on_page)))
    form = " ".join(f"{first + n} 0 R" for n in range(len(notes), len(on_page)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{form}] >> >>"
        if fields
        else "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate {rotate} /Contents 4 0 R /Annots [{kids}]"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content.decode('cp1252')}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *on_page,
        *above,
    ]
    return whole([one.encode("cp1252") for one in objects])


def whole(objects: Sequence[bytes]) -> bytes:
    """The file of these objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def field(place: str, answer: str, *, multiline: bool = False) -> str:
    """A field with typed words, at 'left bottom right top'."""
    return f"/Subtype /Widget /FT /Tx /T (q{abs(hash(place))}) /Rect [{place}] /Ff {4096 * multiline} /V ({escaped(answer)})"


def box(place: str, *, ticked: bool) -> str:
    """A box to tick."""
    state = "Yes" if ticked else "Off"
    return (
        f"/Subtype /Widget /FT /Btn /T (b{abs(hash(place))}) /Rect [{place}] /V /{state} /AS /{state}"
        " /AP << /N << /Yes 4 0 R /Off 4 0 R >> >>"
    )


def note(kind: str, place: str, words: str, *, flags: int = 4) -> str:
    """A note on the page: 'FreeText', 'Text', 'Highlight' ..."""
    return f"/Subtype /{kind} /Rect [{place}] /F {flags} /Contents ({escaped(words)})"
