"""RTF as programs write it, made plain for the library that turns it into text: marks for what it would flatten or drop.

The library knows neither headings nor cells, and passes by footnotes, text boxes and words that are struck through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from learnbrief.corpus.deidentify.words import word_set

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<code>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])"
    r"|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_DROPPED = word_set(
    "colortbl stylesheet info listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping pict objdata fldinst"
    " header headerl headerr headerf footer footerl footerr footerf listtext pntext shprslt xe tc bkmkstart bkmkend datastore"
    " latentstyles sp atnid atnauthor atndate atnref atntime atnparent nonesttables fonttbl filetbl userprops xmlnstbl do"
)
"""Groups that hold no words of the document, or words that stand elsewhere once more."""
_KNOWN = frozenset({"shpinst", "annotation", "shptxt"})
"""Groups that programs may ignore and that hold words."""
LEVELS, BULLET, CELL, ROW, INSIDE = "\ue000", "\ue010", "\ue011", "\ue014", "\ue015"
"""Private characters: a heading's level is added to the first; the others stand before a list's point, behind a cell and a
row, before a paragraph of a table."""
NOTES = {"footnote": "\ue012", "annotation": "\ue013", "shptxt": "\ue016"}
_SETS = {"strike": "struck", "striked": "struck", "v": "hidden", "deleted": "deleted"}
_PARAGRAPH_ENDS = frozenset({"par", "cell", "row", "sect", "page"})
_STYLE = re.compile(r"\{(?:\\\*)?\\s(\d+)\b[^{}]*?(?:heading|Heading) (\d)\s*;\}")

_FONT = re.compile(r"\{\\f(\d+)[^{}]*?\\fcharset(\d+)")


@dataclass(frozen=True, slots=True)
class _Run:
    """What holds for the characters of a group from here on."""

    struck: bool = False
    hidden: bool = False
    deleted: bool = False
    dropped: bool = False
    told: bool = False
    """Whether this group's first word, which says what it is, was met already."""
    lifts: bool = False
    """Whether this group's words go behind the paragraph."""
    skip: int = 1
    """Characters that stand for one of Unicode in programs that know none."""

    @property
    def said(self) -> bool:
        """Whether these words are still meant to be read."""
        return not (self.struck or self.hidden or self.deleted)


@dataclass(slots=True)
class Source:
    """A file's words as plainer RTF: those to be read, those that were taken back, and the letters of all for the count."""

    read: list[str] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    """Of the file's words, ASCII and Unicode; those told as bytes of a code page are left aside."""
    running: bool = False
    """Whether it has page headers or footers."""
    pictures: bool = False


def source_of(rtf: str) -> Source:
    """What the file says, in one pass over its control words."""
    return _Walk(dict(_headings(rtf)), _fonts(rtf)).over(rtf)


def _headings(rtf: str) -> Iterator[tuple[str, int]]:
    start = rtf.find("{\\stylesheet")
    return ((number, int(level)) for number, level in _STYLE.findall(rtf[start : start + 2**18] if start >= 0 else ""))


def _fonts(rtf: str) -> str:
    """The file's fonts with nothing but their character sets: one a line, since the library looks through lines."""
    start = rtf.find("{\\fonttbl")
    found = _FONT.findall(rtf[start : start + 2**18]) if start >= 0 else []
    return "{\\fonttbl" + "".join(f"\n{{\\f{number}\\fcharset{kind} x;}}" for number, kind in found) + "}"


def _mark(character: str) -> str:
    return f"{{\\uc0\\u{ord(character)} }}"


class _Walk:
    """One pass over a file; groups are kept on a stack."""

    def __init__(self, headings: dict[str, int], fonts: str) -> None:
        self.headings, self.fonts = headings, fonts
        self.source = Source()
        self.run = _Run()
        self.stack: list[tuple[_Run, list[str]]] = []
        self.out = self.source.read
        self.lifted: list[str] = []
        self.level = self.inside = self.skipping = 0
        self.fresh, self.starred = True, False

    def over(self, rtf: str) -> Source:
        at = 0
        while found := _TOKEN.match(rtf, at):
            at = found.end()
            if found["word"] == "bin":
                at += max(int(found["number"] or 0), 0)
            elif found["brace"]:
                self._brace(found["brace"])
            elif found["word"]:
                # A line end closes a control word as a blank does, and only the blank is handed on.
                self._word(found["word"], found["number"], found.group().rstrip() + " ")
            elif found["sign"] == "*":
                self.starred = True
            else:
                self._text(found)
        still_open = sum(out is self.source.read and not run.dropped for run, out in self.stack)
        self.source.read += ["}" * (still_open - 1), *self.lifted]  # groups that nobody closed end with the file
        return self.source

    def _brace(self, brace: str) -> None:
        self.skipping, self.starred = 0, False
        if brace == "{":
            self._add(brace)
            self.stack.append((self.run, self.out))
            self.run = replace(self.run, told=False, lifts=False)
        elif self.stack:
            if self.run.lifts:
                self.out.append("}")
            self.run, self.out = self.stack.pop()
            self._add(brace)

    def _word(self, word: str, number: str | None, raw: str) -> None:
        self.skipping = 0
        if not self.run.told:
            self.run = replace(self.run, told=True)
            if self._is_apart(word):
                return
        if word in _SETS:
            self.run = replace(self.run, **{_SETS[word]: number != "0"})
        elif word == "plain":
            self.run = replace(self.run, struck=False, hidden=False, deleted=False)
        elif word == "uc":
            self.run = replace(self.run, skip=int(number or 1))
        elif word == "u":
            self._unicode(int(number or 0), raw)
            return
        self._paragraph(word, number)
        self._add(raw + self.fonts if word == "rtf" else raw)
        if word in _PARAGRAPH_ENDS:
            self.fresh = True

    def _is_apart(self, word: str) -> bool:
        """Whether a group with this first word is none of the text, or stands behind its paragraph."""
        self.source.running |= word.startswith(("header", "footer"))
        self.source.pictures |= word == "pict"
        if word in ("listtext", "pntext") and not self.run.dropped:
            self._add(_mark(BULLET))
        if word in NOTES and not self.run.dropped:
            self.run = _Run(told=True, lifts=True, skip=self.run.skip)
            self.lifted.append(f"\\par{{{_mark(NOTES[word])}")
            self.out = self.lifted
        elif word in _DROPPED or (self.starred and word not in _KNOWN):
            self.run = replace(self.run, dropped=True)
        else:
            return False
        return True

    def _paragraph(self, word: str, number: str | None) -> None:
        if word == "pard":
            self.level = self.inside = 0
            self.fresh = True
        elif word == "s":
            self.level = self.headings.get(number or "", 0)
        elif word == "outlinelevel":
            self.level = int(number or 0) + 1 if number and int(number) < 9 else self.level
        elif word == "intbl":
            self.inside = 1
        elif word in ("cell", "row"):
            self._add(_mark(CELL if word == "cell" else ROW))
        if word in _PARAGRAPH_ENDS and self.out is self.source.read and self.lifted:
            self.out += self.lifted
            self.lifted = []

    def _unicode(self, number: int, raw: str) -> None:
        self.skipping = self.run.skip
        if not self.run.dropped:
            self._say(raw)
            self.source.letters.append(chr(number % 0x10000))

    def _text(self, found: re.Match[str]) -> None:
        if self.run.dropped or (found["text"] is None and found["code"] is None and found["sign"] is None):
            return
        words = found["text"] or ""
        self.source.letters.append(words[self.skipping :])
        self.skipping = max(0, self.skipping - (len(words) or 1))
        self._say(found.group())

    def _say(self, raw: str) -> None:
        if self.fresh and self.out is self.source.read:
            self.fresh = False
            self.out += [_mark(INSIDE)] * self.inside + [_mark(chr(ord(LEVELS) + min(self.level, 6)))] * bool(
                self.level
            )
        if self.run.said:
            self.out.append(raw)
            if self.source.taken_back[-1:] not in ([], ["\\par "]):
                self.source.taken_back.append("\\par ")
        else:
            self.source.taken_back.append(f"\\uc{self.run.skip} {raw}" if raw.startswith("\\u") else raw)

    def _add(self, raw: str) -> None:
        if not self.run.dropped:
            self.out.append(raw)
