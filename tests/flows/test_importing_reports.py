"""Reports of coding as other programs print them: what people have who never exported a table or a project."""

import sys

import docx
import pytest

from learnbrief.corpus.coding.table import read_coding_table
from learnbrief.corpus.errors import BadCoding
from learnbrief.flows.cli import main
from tests.flows.coded import NOTES, QUOTE, excerpt_with, said_of

OTHER = "Could I breathe in this programme?"
NVIVO = "<Files\\\\{doc}> - § 1 reference coded  [2.15% Coverage]\n\nReference 1 - 2.15% Coverage\n\n{quote}\n"
"""What NVivo's 'Reference' view of a code is when it is saved; it is named after its code."""
TAGUETTE = """<!DOCTYPE html>
<html><head><meta charset="UTF-8"><title>Taguette highlights</title></head><body>
<h1>Taguette highlights</h1>
<p>{other}</p><p><strong>Document:</strong> other.md
 <strong>Tags:</strong> equity </p><hr>
<p>{quote}</p>
<p>
  <strong>Document:</strong> {doc}
  <strong>Tags:</strong>
    leadership,
    people.workforce
</p></body></html>"""
QUALCODER = """Search parameters
==========
Coders: Sam
Codes: leadership

[10-31] equity, File: other.md,  Coder: Sam
{other}

[4000-4050] leadership, File: {doc},  Coder: Sam, ctid: 7
{quote}
MEMO: ask again
[VIEW] workforce, File: {doc}, Sam
{quote}
"""
ATLAS_OLD = """2 quotations for code(s):
HU: Reviews

P 1: other.md - 1:3 [Could I breathe in this p..]  (5:5)   (Sam)
Codes:\t[equity]
No memos

{other}

P 2: {doc} - 2:1 [Improvement time is the fi..]  (12:12)   (Sam)
Codes:\t[leadership - Family: People] [workforce]
No memos

{quote}
"""
ATLAS = """ATLAS.ti Report
Reviews
Quotations
Report created by Sam on 3 March 2025

1:3 ¶ 5 in other.md
Content:
{other}
1 Codes:
● equity

2:1 ¶ 12, Improvement time is the first in {doc}
{quote}
Comment:
Ask again.
2 Codes:
● leadership
● workforce
"""
MAXQDA = """Text: Reviews\\other.md
Weight: 0
Position: 5 - 5
Code: equity

{other}

Document: {doc}
Weight score: 0
Position: 12 - 12
Code: People\\leadership

{quote}

Document: {doc}
Position: 12 - 12
Code: workforce
Comment: ask again

{quote}
"""
PRINTED = {
    "Taguette, a web page": (TAGUETTE, "highlights.html", "Robin"),
    "QualCoder, text": (QUALCODER, "report.txt", "Sam"),
    "QualCoder, a web page": (
        "<html><body>" + "".join(f"<p>{line}</p>" for line in QUALCODER.split("\n")) + "</body></html>",
        "report.html",
        "Sam",
    ),
    "ATLAS.ti to version 7": (ATLAS_OLD, "quotations.txt", "Sam"),
    "ATLAS.ti": (ATLAS, "quotations.txt", "Robin"),
    "MAXQDA, retrieved segments": (MAXQDA.replace("Comment: ask again\n\n", ""), "segments.txt", "Robin"),
}
"""Reports as programs print them, with words of ours, and whose coding they hold where nobody is named."""


@pytest.mark.parametrize("program", PRINTED)
def test_a_printed_report_is_understood(bring, tagged_store, program):
    """Each passage has its own words, source and codes: none may run into the next, and no comment is a code."""
    text, name, coder = PRINTED[program]
    done = bring(*text.format(doc=NOTES, quote=QUOTE, other=OTHER).split("\n"), name=name)

    assert [one for one in done.not_placed if "other.md" not in one] == []
    assert done.unknown_themes == {}
    added = {
        (who, theme) for who, act, theme in said_of(tagged_store, excerpt_with(tagged_store, QUOTE)) if act == "add"
    }
    assert added == {(coder, "leadership"), (coder, "workforce")}


def test_maxqdas_published_segments_have_their_code_in_the_heading(tmp_path):
    """Its Smart Publisher prints a chapter for each code, and the place behind each segment."""
    document = docx.Document()
    document.add_heading("1 People", 1)
    document.add_heading("1.1 Leadership", 2)
    document.add_paragraph(f"“{QUOTE}” ({NOTES}, Pos. 12)")
    document.add_heading("2 Equity", 1)
    document.add_paragraph(OTHER)
    document.add_paragraph("Reviews\\other.md, Pos. 5 - 6")
    document.save(tmp_path / "report.docx")

    found = [(one.source, one.words, one.themes) for one in read_coding_table(tmp_path / "report.docx").passages]
    assert found == [(NOTES, QUOTE, ("Leadership",)), ("Reviews\\other.md", OTHER, ("Equity",))]


def test_a_passage_without_a_code_is_nobodys_decision(tmp_path):
    """'No code' would be kept as 'read, and nothing applies'; a quotation somebody only marked says no such thing."""
    path = tmp_path / "quotations.txt"
    path.write_text(ATLAS.format(doc=NOTES, quote=QUOTE, other=OTHER).replace("1 Codes:\n● equity\n", ""), "utf-8")

    (passage,) = read_coding_table(path).passages
    assert passage.words == QUOTE


def test_nvivos_report_of_a_code_is_understood(bring, tagged_store):
    """It is what NVivo gives without its exchange format, and it is named after its code."""
    done = bring(*NVIVO.format(doc=NOTES, quote=QUOTE).split("\n"), name="leadership.txt")

    assert (done.placed, done.not_placed, done.unknown_themes) == (1, [], {})
    assert ("Robin", "add", "leadership") in said_of(tagged_store, excerpt_with(tagged_store, QUOTE))


def test_the_same_report_in_word_is_understood_and_another_document_is_refused(tmp_path):
    """A brief given by mistake must not be read as coding."""
    document = docx.Document()
    for line in NVIVO.format(doc="notes.md", quote=QUOTE).split("\n"):
        document.add_paragraph(line)
    document.save(tmp_path / "leadership.docx")
    other = docx.Document()
    other.add_paragraph("We stood up the whole time.")
    other.save(tmp_path / "minutes.docx")

    (passage,) = read_coding_table(tmp_path / "leadership.docx").passages
    assert (passage.source, passage.words, passage.themes) == ("Files\\\\notes.md", QUOTE, ("leadership",))
    with pytest.raises(BadCoding, match=r"minutes\.docx: is no report of coding"):
        read_coding_table(tmp_path / "minutes.docx")


def test_the_command_takes_a_printed_report(tagged, tagged_store, tmp_path, monkeypatch, capsys):
    """A report that only the library can read helps nobody: the command knew tables and projects alone."""
    path = tmp_path / "leadership.txt"
    path.write_text(NVIVO.format(doc=NOTES, quote=QUOTE), encoding="utf-8")
    words = ["import", str(path), "--coder", "Robin", "--dry-run", "-w", str(tagged.root)]
    monkeypatch.setattr(sys, "argv", ["learnbrief", *words])
    with pytest.raises(SystemExit) as stopped:
        main()

    assert stopped.value.code == 0, capsys.readouterr().err
