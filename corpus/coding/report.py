"""Reports of coding as programs print them (Word, RTF, web page, text), as rows of a table: source, words, codes, coder."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from learnbrief.corpus.coding.report_lines import Line, lines_of
from learnbrief.corpus.readers.surveys.sheets import Rows

HEAD = ["document", "text", "code", "coder"]
_CODE = re.compile(r"(?:Name|Code|Node)\s*:\s*(?P<code>\S.*)", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+(?:\.\d+)*\.?\s+(?=\S)")
_LABEL = re.compile(r"(?:\d+\s+)?(?P<label>[A-Z][a-z]+(?: [a-z]+)?)\s*:\s*(?P<value>.*)")
_LISTED = re.compile(r"[●○•◦▪·–-]\s*")
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")
_FAMILY = re.compile(r"\s+-\s+(?:Family|Families|Group|Groups):.*")
_MARKS = '“”„‟«»"'

WORDS, CODES, ASIDE, SKIPPED = "words", "codes", "aside", "skipped"
"""What a label begins: what was said, codes, a line about the passage, or something written beside it until the next label."""


@dataclass(frozen=True, slots=True)
class Form:
    """How one program prints a coded passage; the groups of its lines are source, codes, coder and words."""

    opens: re.Pattern[str] | None = None
    """A line above the words."""
    closes: tuple[re.Pattern[str], ...] = ()
    """Lines below the words, where those stand first."""
    source: re.Pattern[str] | None = None
    """A line that names the source of all passages below it."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Labels that stand within a passage, and what each begins."""
    asides: re.Pattern[str] | None = None
    """Lines of the program without a label."""
    of_one_code: bool = False
    """The code stands in a heading or a line above, or is the file's name: passages do not repeat it."""
    commas: bool = False
    """Its codes are parted by commas and hold none; elsewhere a comma may belong to the name."""

    def counted(self, lines: Sequence[Line]) -> int:
        """How many passages it finds."""
        told = [one for one in (self.opens, *self.closes) if one]
        return sum(any(one.fullmatch(line.text) for one in told) for line in lines)


_BESIDE = dict.fromkeys(("comment", "comments", "memo", "memos", "kommentar", "hyperlinks"), SKIPPED)
_ABOUT = dict.fromkeys(
    ("weight", "weight score", "gewicht", "position", "created", "modified", "groups", "document group", "creation date", "area", "coverage"),
    ASIDE,
)  # fmt: skip
_LISTING = dict.fromkeys(("codes", "code", "coding", "codings", "kodes"), CODES)
_POSITION = r"(?:Pos\.|Position|Absatz|Abs\.|Para\.)\s*\d+(?:\s*[-–:]\s*\d+)*"

FORMS: dict[str, Form] = {
    "NVivo": Form(
        opens=re.compile(r"References?\s+\d+(?:\s*-\s*\d+)?\s*-\s*[\d.,]+\s*% Coverage", re.IGNORECASE),
        source=re.compile(r"<(?P<source>[^<>]+)>\s*-\s*§\s*\d+ references? coded\b.*"),
        of_one_code=True,
    ),
    "QualCoder": Form(
        opens=re.compile(
            r"(?:\[(?:\d+-\d+|VIEW)\]\s*)?(?P<codes>[^,].*?),\s*(?:CODE MEMO:.*?)?File:\s*(?P<source>.+?),\s*"
            r"(?:FILE MEMO:.*?)?(?:Case:.*?)?(?:Coder:\s*)?(?P<coder>[^,:]+?)(?:,\s*(?:ctid|imid|avid):\s*\d+)*"
        ),
        labels={"memo": SKIPPED},
        asides=re.compile(r"MEMO:.*"),
    ),
    "Taguette": Form(closes=(re.compile(r"Document:\s*(?P<source>.+?)\s*Tags:\s*(?P<codes>.*)"),), commas=True),
    "ATLAS.ti to version 7": Form(
        opens=re.compile(r"P\s*\d+:\s*(?P<source>.+?)\s+-\s+\d+:\d+\s+\[.*\]\s+\([\d:\s-]+\)(?:\s+\((?P<coder>.+)\))?"),
        labels=_BESIDE | _ABOUT | _LISTING,
        asides=re.compile(r"No (?:memos|codes|comments|hyperlinks)"),
    ),
    "ATLAS.ti": Form(
        opens=re.compile(r"\d+:\d+\s+(?:.*?\s+in\s+|.*\s+-\s+D\s*\d+:\s*)(?P<source>\S.*)"),
        labels=_BESIDE | _ABOUT | _LISTING | {"content": WORDS, "quotation content": WORDS},
        asides=re.compile(r"(?:Created|Modified|Coded) by .*"),
    ),
    "MAXQDA": Form(
        opens=re.compile(r"(?:Text|Document|Dokument|Document name)\s*:\s*(?P<source>(?!.*\bTags:)\S.*)"),
        labels=_BESIDE | _ABOUT | _LISTING | {"segment": WORDS},
    ),
    "MAXQDA, published": Form(
        closes=(
            re.compile(rf"(?P<words>.*?)\s*[(\[](?P<source>[^()\[\]]+?)[,;:]\s*{_POSITION}[)\]]"),
            re.compile(rf"(?P<source>[^()\[\],;]+?)[,;:]\s*{_POSITION}"),
        ),
        of_one_code=True,
    ),
}
"""The reports we know; the one that finds most passages in a file is taken, of equals the first."""


def report_rows(path: Path) -> Rows | None:
    """The passages of a report, below a head that names the columns; None where the file is none."""
    lines = lines_of(path)
    form = max(FORMS.values(), key=lambda one: one.counted(lines))
    if not form.counted(lines):
        return None
    read = _Passages(form, path.stem)
    for line in lines:
        read.take(line)
    read.end()
    return list(enumerate([HEAD, *read.rows], 1))


@dataclass(slots=True)
class _Passages:
    """Takes a report line by line and keeps its passages as rows."""

    form: Form
    code: str
    rows: list[list[str]] = field(default_factory=list)
    source: str = ""
    words: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    coder: str = ""
    within: bool = False
    mode: str = WORDS

    def take(self, line: Line) -> None:
        """One more line."""
        form, text = self.form, line.text
        if form.of_one_code and (line.heading or (not self.within and _CODE.fullmatch(text))):
            self.end()
            named = _CODE.fullmatch(text)
            self.code = named["code"] if named else _NUMBERED.sub("", text, count=1)
        elif form.source and (found := form.source.fullmatch(text)):
            self.end()
            self.source = found["source"]
        elif form.opens and (found := form.opens.fullmatch(text)):
            self.end()
            self.within = True
            self._told(found)
        elif found := next((one for pattern in form.closes if (one := pattern.fullmatch(text))), None):
            self.within = True
            self._told(found)
            self.end()
        elif line.heading:
            self.end()
        elif text and (self.within or form.closes) and not self._about(text):
            self._more(text)

    def _told(self, found: re.Match[str]) -> None:
        told = found.groupdict()
        self.source = told.get("source") or self.source
        self.coder = told.get("coder") or ""
        codes = told.get("codes") or ""
        self.codes += [code for part in (codes.split(",") if self.form.commas else [codes]) for code in _codes_in(part)]
        if told.get("words"):
            self.words.append(told["words"])

    def _about(self, text: str) -> bool:
        """Whether a line is about the passage; what it begins is noted."""
        if self.form.asides and self.form.asides.fullmatch(text):
            return True
        found = _LABEL.fullmatch(text)
        begins = self.form.labels.get(found["label"].casefold()) if found else None
        if found is None or begins is None:
            return False
        value = found["value"].strip()
        if begins == CODES:
            self.codes += _codes_in(value)
        elif begins == WORDS and value:
            self.words.append(value)
        self.mode = begins if begins == SKIPPED or (begins == CODES and not value) else WORDS
        return True

    def _more(self, text: str) -> None:
        if self.mode == CODES:
            self.codes += _codes_in(_LISTED.sub("", text, count=1))
        elif self.mode == WORDS:
            self.words.append(text)

    def end(self) -> None:
        """Nothing more belongs to the passage; one without a code says nothing, and is left out."""
        codes = self.codes or [self.code] * self.form.of_one_code
        words = " ".join(self.words).strip(f"{_MARKS} ")
        if self.within and words and codes:
            self.rows.append([self.source, words, "\n".join(codes), self.coder])
        self.words, self.codes, self.coder, self.within, self.mode = [], [], "", False, WORDS


def _codes_in(cell: str) -> Iterator[str]:
    """The codes of a line: each in its brackets, without the family it belongs to; else the line as it is."""
    for code in _BRACKETED.findall(cell) or [cell]:
        if plain := _FAMILY.sub("", code).strip():
            yield plain
