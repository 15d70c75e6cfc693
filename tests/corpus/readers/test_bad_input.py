"""Files that cannot be read, and files built to harm: one line with name and remedy, before any library opens them."""

import io
import struct
import zipfile

import docx
import openpyxl
import pptx
import pytest

from learnbrief.corpus.errors import HostileFile, UnreadableSource
from learnbrief.corpus.readers import READERS, decode, guard, read
from tests.corpus.samples import read_from, saved

OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}


def archive(*parts: tuple[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts:
            target.writestr(name, content)
    return kept.getvalue()


def real(suffix: str) -> bytes:
    kept = io.BytesIO()
    if suffix == ".docx":
        document = docx.Document()
        document.add_paragraph("Words")
        document.save(kept)
    elif suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.active.append(["What helped?"])
        book.active.append(["Words"])
        book.save(kept)
    else:
        deck = pptx.Presentation()
        deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Words"
        deck.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("suffix", sorted(READERS))
@pytest.mark.parametrize("content", [b"", b" \r\n \n"])
def test_an_empty_file_is_named(tmp_path, suffix, content):
    """It would be a source in the brief's base that says nothing."""
    with pytest.raises(UnreadableSource, match=rf"^empty{suffix}: is empty; "):
        read_from(tmp_path, f"empty{suffix}", content)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_file_that_vanished_is_named(tmp_path, suffix):
    """A drop folder is not ours: files go while we look."""
    with pytest.raises(UnreadableSource, match=rf"^gone{suffix}: cannot be read \(No such file or directory\); "):
        read(tmp_path / f"gone{suffix}")


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_folder_with_a_files_name_is_named(tmp_path, suffix):
    """People name folders 'minutes.md' too."""
    (tmp_path / f"f{suffix}").mkdir()
    with pytest.raises(UnreadableSource, match=rf"^f{suffix}: "):
        read(tmp_path / f"f{suffix}")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("old.doc", "save it as .docx"),
        ("talk.mp4", "give its transcript"),
        ("talk.ogg", "have it transcribed"),
        ("page.tiff", r"or give a PDF in which the text was recognised \(OCR\)"),
        ("notes.pages", "save it as .docx or .odt"),
        ("project.qdpx", "learnbrief import"),
        ("strange.xyz", "we read .md, "),
        ("README", "we read .md, "),
    ],
)
def test_an_unknown_suffix_says_what_to_do_instead(tmp_path, name, remedy):
    """The way out is part of the message."""
    with pytest.raises(UnreadableSource, match=rf"^{name}: no reader for .*{remedy}"):
        read_from(tmp_path, name, "words")


def test_suffixes_in_capitals_are_the_same_suffixes(tmp_path):
    """Windows writes NOTES.TXT."""
    assert read_from(tmp_path, "NOTES.TXT", "We met on Monday.").source.text == "We met on Monday."


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx"])
@pytest.mark.parametrize(
    "content", [b"plain words, no archive", b"PK\x03\x04 and then nothing", archive(("a.txt", b"words"))]
)
def test_an_office_file_that_is_none_is_named(tmp_path, suffix, content):
    """Renamed text files and broken downloads."""
    with pytest.raises(UnreadableSource, match=rf"^fake{suffix}: is .*{suffix}"):
        read_from(tmp_path, f"fake{suffix}", content)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx"])
def test_a_truncated_office_file_is_named(tmp_path, suffix):
    """Half a download."""
    raw = real(suffix)
    with pytest.raises(UnreadableSource, match=rf"^half{suffix}: "):
        read_from(tmp_path, f"half{suffix}", raw[: len(raw) // 2])


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx"])
@pytest.mark.parametrize("content", [b"<w:nothing", b"<a/>", b""])
def test_an_office_file_with_broken_xml_is_named(tmp_path, suffix, content):
    """The archive is sound, what it holds is not."""
    source = zipfile.ZipFile(io.BytesIO(real(suffix)))
    parts = [(n, content if n == OFFICE[suffix] else source.read(n)) for n in source.namelist()]
    with pytest.raises(UnreadableSource, match=rf"^broken{suffix}: "):
        read_from(tmp_path, f"broken{suffix}", archive(*parts))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx"])
def test_a_locked_or_old_office_file_is_named(tmp_path, suffix):
    """Password protection wraps the document into the old container format."""
    with pytest.raises(
        UnreadableSource, match=rf"^locked{suffix}: is locked with a password or in the old Office format"
    ):
        read_from(tmp_path, f"locked{suffix}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx"])
def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path, suffix):
    """60 MB of blanks pack into a quarter of one."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        target.open(OFFICE[suffix], "w") as part,
    ):
        for _ in range(60):
            part.write(b" " * 2**20)
    with pytest.raises(HostileFile, match=rf"^bomb{suffix}: would unpack to .* zip bomb"):
        read_from(tmp_path, f"bomb{suffix}", kept.getvalue())


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path):
    """What comes out counts, not what the header says."""
    raw = bytearray(archive(("word/document.xml", b"<a>" + b" " * 3_000_000 + b"</a>")))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", raw, raw.index(mark) + offset, 100)
    with pytest.raises(UnreadableSource, match=r"^liar.docx: is not a .docx document"):
        read_from(tmp_path, "liar.docx", bytes(raw))


@pytest.mark.parametrize("inside", ["../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini", "C:/boot.ini"])
def test_path_tricks_in_an_archive_are_refused(tmp_path, inside):
    """We never unpack to disk, but whoever made this meant somebody to."""
    with pytest.raises(HostileFile, match=r"^tricky.docx: a part is named so that"):
        read_from(tmp_path, "tricky.docx", archive(("word/document.xml", b"<a/>"), (inside, b"x")))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx"])
def test_xml_entities_are_refused(tmp_path, suffix, codec):
    """A billion laughs, or a file of the machine read into the text; split over a read's edge as well."""
    laughs = (
        f'<?xml version="1.0"?>{" " * (2**20 - 25)}<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    )
    with pytest.raises(HostileFile, match=rf"^laughs{suffix}: declares XML entities"):
        read_from(tmp_path, f"laughs{suffix}", archive((OFFICE[suffix], laughs.encode(codec))))


def test_too_many_parts_are_refused(tmp_path):
    """Ten thousand empty parts take minutes to look through."""
    with pytest.raises(HostileFile, match="more than any document has"):
        read_from(tmp_path, "many.docx", archive(*((f"p{n}", b"") for n in range(guard.MAX_ENTRIES + 1))))


def test_a_line_of_many_megabytes_is_refused(tmp_path):
    """No one wrote it, and every rule that looks at lines would hang on it."""
    with pytest.raises(HostileFile, match=r"^long.txt: has a line of more than"):
        read_from(tmp_path, "long.txt", b"word " * (decode.MAX_LINE // 4))


@pytest.mark.parametrize("suffix", [".txt", ".md", ".csv", ".vtt", ".html"])
def test_two_hundred_megabytes_are_refused_before_they_are_read(tmp_path, suffix):
    """A sparse file: nothing of it is loaded."""
    path = tmp_path / f"huge{suffix}"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(HostileFile, match=rf"^huge{suffix}: holds 200 MB, more than"):
        read(path)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".vtt", ".srt", ".csv", ".html"])
@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02\xff\xfe\x80" * 40, b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))],
)
def test_bytes_that_are_no_text_are_named(tmp_path, suffix, content):
    """A picture with a text's name, or half of a UTF-16 file."""
    with pytest.raises(UnreadableSource, match=rf"^odd{suffix}: (is|says|holds|has)"):
        read_from(tmp_path, f"odd{suffix}", content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.vtt", "WEBVTT\n\nNOTE nobody spoke\n"),
        ("none.srt", "1\n00:00:01,000 --> 00:00:02,000\n\n"),
        ("none.vtt", "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ines Calloway></v>\n"),
    ],
)
def test_a_transcript_without_words_is_named(tmp_path, name, content):
    """Transcription that was switched off leaves such files."""
    with pytest.raises(UnreadableSource, match=rf"^{name}: (holds no|is not)"):
        read_from(tmp_path, name, content)


@pytest.mark.parametrize(("name", "content"), [("t.vtt", "hello there\n"), ("t.srt", "hello there\n")])
def test_a_transcript_that_is_none_is_named(tmp_path, name, content):
    """The remedy says what the file should begin with."""
    with pytest.raises(UnreadableSource, match=rf"^{name}: is not a .* transcript .*; "):
        read_from(tmp_path, name, content)


def test_a_document_of_pictures_only_is_named(tmp_path):
    """Punctuation is no word either."""
    with pytest.raises(UnreadableSource, match=r"^dots.txt: holds no words"):
        read_from(tmp_path, "dots.txt", "... --- ...\n\n***\n")


def test_no_message_gives_away_where_the_file_lies(tmp_path):
    """Folders hold people's names; messages go into logs and briefs."""
    with pytest.raises(UnreadableSource) as told:
        read(saved(tmp_path, "fake.docx", "words"))

    assert str(tmp_path) not in str(told.value)


def test_a_page_nested_without_end_is_refused(tmp_path):
    """Thousands of boxes in boxes are no page, and no traceback either."""
    with pytest.raises(HostileFile, match=r"^deep.html: is nested deeper"):
        read_from(tmp_path, "deep.html", "<div>" * 5000 + "words" + "</div>" * 5000)


def test_a_list_nested_deeper_than_the_library_reads_by_itself_is_kept(tmp_path):
    """Exports of mind maps nest dozens of levels; the library would drop what lies below twenty."""
    reading = read_from(tmp_path, "deep.md", "".join("  " * depth + f"- item {depth}\n" for depth in range(60)))

    assert "item 59" in reading.source.text
