"""Minutes that are one table: what actions are most often written in."""

from datetime import date

from learnbrief.corpus.document import Document, Kind, Passage, SourceText
from learnbrief.corpus.places import PlaceNames, placed

MET = date(2025, 6, 5)


def minutes(*rows: tuple[str, ...]) -> Document:
    """A source that is one table, its first row the heads of its columns."""
    passages, text = [], ""
    for number, row in enumerate(rows, 1):
        for column, words in enumerate(row, 1):
            if words:
                layout = "question" if number == 1 else "cell"
                where = f"table 1 row {number} column {column}"
                passages.append(Passage(len(text), len(text) + len(words), layout, locator=where))
                text += f"{words}\n"
    source = placed(SourceText(text, tuple(passages)), PlaceNames(()))
    return Document("d1", 1, Kind.OTHER, "steering", "Minutes", MET, None, "minutes.docx", source, "h")
