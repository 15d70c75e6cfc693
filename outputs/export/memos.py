"""Memos as a list in Word: to read on a train, or to put into the appendix of a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby

from learnbrief.corpus.document import Programme
from learnbrief.outputs.layout import wording
from learnbrief.outputs.render.office import Style, draft_document
from learnbrief.outputs.render.properties import Properties, sealed

TITLE = "Memos"


@dataclass(frozen=True, slots=True)
class MemoRow:
    """One memo or answer, with what it is about."""

    kind: str
    title: str
    coder: str
    made_at: datetime
    answer: bool
    words: str


def memos_docx(rows: Sequence[MemoRow], programme: Programme) -> bytes:
    """A Word file with a heading for everything that memos are about; the same memos give the same bytes."""
    made = draft_document(language=programme.language)
    made.add_paragraph(wording.printable(programme.name), style=Style.OVER)
    made.add_paragraph(TITLE, style="Title")
    made.add_paragraph("For evaluators, not for publication: memos may quote the material.", style=Style.NOTED)
    ordered = sorted(enumerate(rows), key=lambda one: (one[1].kind, one[1].title, one[0]))
    for (kind, title), some in groupby((row for _, row in ordered), key=lambda row: (row.kind, row.title)):
        made.add_heading(wording.printable(f"{wording.capital(kind)}: {title}"), 1)
        for row in some:
            for line in row.words.split("\n"):
                made.add_paragraph(wording.printable(line), style="Normal")
            day = f"{row.made_at.day} {row.made_at:%B %Y}"
            made.add_paragraph(
                wording.printable(f"{'Answer by ' if row.answer else ''}{row.coder}, {day}"), style=Style.SAID_BY
            )
    stream = BytesIO()
    made.save(stream)
    at = (
        max((row.made_at for row in rows), default=datetime(1980, 1, 1, tzinfo=UTC))
        .astimezone(UTC)
        .replace(microsecond=0)
    )
    about = Properties(TITLE, wording.printable(programme.name), "Written by evaluators", programme.language, at)
    return sealed(stream.getvalue(), about)
