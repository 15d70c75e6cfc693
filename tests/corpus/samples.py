"""Sources of our own wording, made where a test needs them: every name and place in them is invented."""

from datetime import date
from pathlib import Path

from learnbrief.corpus.document import Document, Excerpt, Kind, SourceText
from learnbrief.corpus.readers import Reading, read
from learnbrief.corpus.surveys import SurveySheet


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content, bytes untouched."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_from(folder: Path, name: str, content: str | bytes) -> Reading:
    return read(saved(folder, name, content))


def frozen(source: SourceText, kind: Kind = Kind.WORKSHOP_NOTES, **others) -> Document:
    values = {"event_id": "data-day", "title": "Data day", "date": date(2025, 3, 14), "collaborative": "harbour"}
    values |= {"origin": "notes.txt", "content_hash": "hash", "document_id": "d-one", "version": 1}
    return Document(**{**values, **others}, kind=kind, source=source)


def shown(reading: Reading, layout: str) -> list[str]:
    """The words of every passage of one layout."""
    return [reading.source.slice(passage) for passage in reading.source.passages if passage.layout == layout]


def texts(excerpts: list[Excerpt]) -> list[str]:
    return [excerpt.text for excerpt in excerpts]


def check(reading: Reading) -> None:
    """What holds for every reading, whatever the file."""
    assert reading.characters_lost == 0
    for passage in reading.source.passages:
        words = reading.source.slice(passage)
        assert words == words.strip()
        if passage.layout == "label":
            assert words == passage.speaker


def answers_to(survey: SurveySheet, question: str) -> list[str | None]:
    """What each respondent of its sheet answered to a closed question, in the order of the rows; None for no answer."""
    (asked,) = [one for one in survey.closed if one.text == question]
    return [one.attributes.get(question) for one in survey.respondents if one.sheet == asked.sheet]
