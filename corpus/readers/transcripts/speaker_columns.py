"""Tables of turns with a column for each speaker: Interviewer | Participant, each row filled where somebody spoke."""

from collections.abc import Sequence

from learnbrief.corpus.clocks import CLOCK_ALONE
from learnbrief.corpus.readers.transcripts.labels import could_be_label, is_person_label

_SENTENCE = 3
"""Words that cells of speech have, in the mean; names and choices have fewer."""
_ALTERNATE = 0.7
"""Share of rows in which only one speaks; in a survey everybody answers everything."""


def with_one_speaker_column(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The rows with columns Time, Speaker and Text, where each speaker had a column; other rows as they are."""
    if len(rows) < 3:
        return rows
    head, body = [cell.strip(" :*") for cell in rows[0]], rows[1:]
    filled = [column for column in range(max(map(len, rows))) if any(_cells(body, column))]
    clocks = [column for column in filled if all(map(CLOCK_ALONE.fullmatch, filter(None, _cells(body, column))))]
    speakers = [column for column in filled if column not in clocks]
    names = [
        head[column] for column in speakers if column < len(head) and head[column] and could_be_label(head[column])
    ]
    if len(clocks) > 1 or len(speakers) < 2 or len(names) < len(speakers):
        return rows
    if not any(map(is_person_label, names)) or not _alternate(body, speakers):
        return rows
    turns = [
        (row[clocks[0]] if clocks and clocks[0] < len(row) else "", head[column], row[column])
        for row in body
        for column in speakers
        if column < len(row) and row[column].strip()
    ]
    return [("Time", "Speaker", "Text"), *turns] if clocks else [("Speaker", "Text"), *(turn[1:] for turn in turns)]


def _cells(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    return [row[column].strip() if column < len(row) else "" for row in rows]


def _alternate(rows: Sequence[Sequence[str]], speakers: Sequence[int]) -> bool:
    said = [[words for column in speakers if (words := _cells([row], column)[0])] for row in rows]
    filled = [words for row in said for words in row]
    alone = sum(len(row) == 1 for row in said)
    return (
        bool(filled)
        and alone >= _ALTERNATE * len(rows)
        and sum(len(w.split()) for w in filled) >= _SENTENCE * len(filled)
    )
