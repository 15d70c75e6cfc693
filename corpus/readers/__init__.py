"""Files of many formats to located text: one reader per format, and a dict that shows them all."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import BadInput, HostileFile, UnreadableSource
from learnbrief.corpus.member_checks import code_in
from learnbrief.corpus.readers.captions.captions import read_srt, read_vtt
from learnbrief.corpus.readers.captions.eaf import read_eaf
from learnbrief.corpus.readers.captions.records import read_json
from learnbrief.corpus.readers.captions.textgrid import read_textgrid
from learnbrief.corpus.readers.captions.ttml import read_ttml
from learnbrief.corpus.readers.how import AS_IT_STANDS, How
from learnbrief.corpus.readers.office.odf import read_odt
from learnbrief.corpus.readers.office.rtf import read_rtf
from learnbrief.corpus.readers.office.slides import read_slides
from learnbrief.corpus.readers.office.word import read_word
from learnbrief.corpus.readers.pdf.portable import read_pdf
from learnbrief.corpus.readers.reading import Reading
from learnbrief.corpus.readers.surveys.feedback import form_in_text
from learnbrief.corpus.readers.surveys.tables import read_csv, read_xlsx
from learnbrief.corpus.readers.text.markdown import read_markdown
from learnbrief.corpus.readers.text.plain import read_plain
from learnbrief.corpus.readers.text.web import read_html
from learnbrief.corpus.readers.transcripts.clan import read_clan
from learnbrief.corpus.readers.transcripts.leading import with_roles

__all__ = ["READERS", "How", "Reading", "read"]

READERS: dict[str, Callable[[Path, How], Reading]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".qmd": read_markdown,
    ".txt": read_plain,
    ".docx": read_word,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".vtt": read_vtt,
    ".srt": read_srt,
    ".sbv": read_srt,
    ".ttml": read_ttml,
    ".dfxp": read_ttml,
    ".textgrid": read_textgrid,
    ".eaf": read_eaf,
    ".cha": read_clan,
    ".json": read_json,
    ".jsonl": read_json,
    ".ndjson": read_json,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".pptx": read_slides,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
}

_TRANSCRIBE = "have it transcribed, in your meeting program or by a person, and give its transcript as .vtt or .docx"
_TYPE_UP = "type up what it shows as .txt or .docx, or give a PDF in which the text was recognised (OCR)"
_MESSAGE = "save the message as .txt"
_AS_TEXT = "open it in the program that wrote it and export the transcript as .txt, .vtt or .srt"
_IMPORT = "bring it in with 'learnbrief import'"
_REMEDIES = {
    ".doc": "open it in Word or LibreOffice and save it as .docx",
    ".docm": "save it as .docx, without macros",
    **dict.fromkeys((".dot", ".dotx", ".ott", ".fodt", ".pages", ".wpd", ".wps", ".abw"), "save it as .docx or .odt"),
    **dict.fromkeys((".ppt", ".pps", ".odp", ".key"), "save it as .pptx"),
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".ods", ".numbers"), "save it as .xlsx"),
    **dict.fromkeys((".qdpx", ".qde", ".qdc"), _IMPORT),
    **dict.fromkeys((".mp4", ".mov", ".mkv", ".avi", ".webm", ".wmv", ".m4v"), _TRANSCRIBE),
    **dict.fromkeys((".m4a", ".mp3", ".wav", ".aac", ".flac", ".ogg", ".opus", ".wma", ".amr"), _TRANSCRIBE),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".heic", ".gif", ".bmp", ".webp"), _TYPE_UP),
    **dict.fromkeys((".zip", ".7z", ".rar"), "unpack it and add the files"),
    **dict.fromkeys((".eml", ".msg"), _MESSAGE),
    **dict.fromkeys((".otr", ".exb", ".trs", ".fqs", ".ass", ".ssa", ".stl", ".scc"), _AS_TEXT),
}


def read(path: Path, how: How = AS_IT_STANDS) -> Reading:
    """Read one source file; its suffix decides how, and what is told of it. A file without a word in it is an error."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        remedy = _REMEDIES.get(path.suffix.lower(), f"we read {', '.join(READERS)}")
        raise UnreadableSource(f"{path.name}: no reader for {path.suffix or 'a file without a suffix'}; {remedy}")
    try:
        reading = reader(path, replace(how, name=path.name))
    except RecursionError as err:
        raise HostileFile(
            f"{path.name}: is nested deeper than anything people write; give its words in a plainer file"
        ) from err
    except OSError as err:
        raise UnreadableSource(
            f"{path.name}: cannot be read ({err.strerror or err}); check that the file is still there"
        ) from err
    if not any(character.isalnum() for character in reading.source.text):
        raise UnreadableSource(f"{path.name}: holds no words; leave it out or give the file with its words")
    if reading.survey is None and code_in(reading.source.text):
        reading = form_in_text(reading, path.name)
    _refuse_another_kind(reading, how, path.name)
    return with_roles(reading, how, path.name)


def _refuse_another_kind(reading: Reading, how: How, name: str) -> None:
    """A feedback form under another kind would let a finding agree with itself; and only a form answers statements."""
    form = reading.survey is not None and bool(reading.survey.form)
    if form and how.kind not in (None, Kind.MEMBER_CHECK):
        raise BadInput(
            f"{name}: is a feedback form on a brief, and told to be {how.kind.value if how.kind else ''}; leave its kind out, "
            "for what it answers must not count its answers as a source"
        )
    if how.kind is Kind.MEMBER_CHECK and not form:
        raise BadInput(
            f"{name}: holds no code of a feedback form, such as '(code KFMZT-BRWD)' behind each statement; use the form or "
            "the sheet that 'learnbrief pack' makes, or add it as survey"
        )
