"""Chosen quotes in Word: to be copied into slides and papers, each with no more under it than may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from learnbrief.corpus.document import Programme
from learnbrief.corpus.quotations import in_prose
from learnbrief.outputs.layout import wording
from learnbrief.outputs.render.office import Style, draft_document
from learnbrief.outputs.render.properties import Properties, sealed

TITLE = "Quotes"
UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
"""As zip files date what has no date: the same quotes then give the same bytes."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody chose, and what may stand under them."""

    words: str
    verbatim: bool
    """Somebody's own words; else a note of what was said, which never stands in quotation marks."""
    who: str


def quotes_docx(quotes: Sequence[Quote], programme: Programme) -> bytes:
    """A Word file with a quote and its attribution each."""
    made = draft_document(language=programme.language)
    made.add_paragraph(wording.printable(programme.name), style=Style.OVER)
    made.add_paragraph(TITLE, style="Title")
    made.add_paragraph(
        "Read each once more before it is shown: a story can be known by what it tells.", style=Style.NOTED
    )
    for one in quotes:
        words = in_prose(one.words, spoken=one.verbatim)
        made.add_paragraph(wording.printable(words), style=Style.QUOTE)
        made.add_paragraph(wording.printable(one.who), style=Style.SAID_BY)
    stream = BytesIO()
    made.save(stream)
    about = Properties(TITLE, wording.printable(programme.name), "Chosen by an evaluator", programme.language, UNDATED)
    return sealed(stream.getvalue(), about)
