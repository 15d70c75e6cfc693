"""Tables as .csv, .tsv and .xlsx: transcripts where their rows are turns, else surveys."""

from pathlib import Path

from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Reading, reading_of
from learnbrief.corpus.readers.surveys.feedback import form_in_sheets
from learnbrief.corpus.readers.surveys.sheets import Rows, csv_sheet, xlsx_sheets
from learnbrief.corpus.readers.surveys.survey import read_survey
from learnbrief.corpus.readers.transcripts.speaker_columns import with_one_speaker_column
from learnbrief.corpus.readers.transcripts.turn_tables import blocks_of, turn_columns


def read_csv(path: Path, how: How) -> Reading:
    """A .csv or .tsv file."""
    sheet, told = csv_sheet(path)
    if form := form_in_sheets(path.name, path.stem, [sheet]):
        return form
    return _turns(path, sheet.rows, told, how) or read_survey(path.name, path.stem, [sheet], told, how)


def read_xlsx(path: Path, how: How) -> Reading:
    """An .xlsx file: every visible sheet."""
    sheets, hidden = xlsx_sheets(path)
    if form := form_in_sheets(path.name, path.stem, sheets):
        return form
    told = (f"{path.name}: {hidden} hidden sheets left out",) if hidden else ()
    turns = _turns(path, sheets[0].rows, told, how) if len(sheets) == 1 else None
    return turns or read_survey(path.name, path.stem, sheets, told, how)


def _turns(path: Path, rows: Rows, told: tuple[str, ...], how: How) -> Reading | None:
    """The table as a transcript, where its rows are turns and nobody said that it is a survey."""
    written = [row for _, row in rows if any(row)]
    cells = with_one_speaker_column(written) if how.transcript else written
    columns = None if how.kind is Kind.SURVEY else turn_columns(cells, transcript=how.transcript)
    if columns is None and how.kind is Kind.WEBINAR_TRANSCRIPT:
        raise UnreadableSource(
            f"{path.name}: no column of this table is plainly what was said; call its columns Time, Speaker and Text, or give"
            " the .vtt or .srt"
        )
    if columns is None:
        return None
    blocks, left_out = blocks_of(cells, columns)
    readable = "\n".join(cell for row in written for cell in row)
    return reading_of(
        blocks, readable=readable, left_out=left_out, title=path.stem, details={}, warnings=told, read_as=columns.told
    )
