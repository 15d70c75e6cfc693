"""A note is never set as if somebody had said it in these words."""

import re
from pathlib import Path

import learnbrief.corpus
from learnbrief.corpus.quotations import NOTED, in_prose

ROOT = Path(learnbrief.corpus.__file__).parent.parent
ASK = ("corpus", "nlp", "flows", "outputs/app", "outputs/export", "outputs/hub")
"""Rooms that ask; a renderer may make 'Notes record' bold, or escape what stands behind it."""


def test_only_verbatim_speech_stands_in_quotation_marks():
    """Quoted in a paper, what a scribe wrote down becomes what a nurse said."""
    assert in_prose("we ran out of beds", spoken=True) == "“we ran out of beds”"
    assert in_prose("beds ran out", spoken=False) == "Notes record: beds ran out"


def test_nothing_else_writes_it_out():
    """Said in ten places, one of them comes to say it otherwise, or to set a note as speech."""
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ASK
        for path in (ROOT / room).rglob("*")
        if path.suffix in (".py", ".html") and re.search(NOTED, path.read_text(encoding="utf-8"))
    }

    assert found == {"corpus/quotations.py"}
