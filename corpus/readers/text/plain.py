"""Plain text: paragraphs, bullets, headings told from their shape; a Zoom chat is recognised by its lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from learnbrief.corpus.readers.characters import normalise
from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.header import is_header_line, is_title
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.transcripts.chat import is_chat, read_chat
from learnbrief.corpus.readers.transcripts.clan import is_clan, read_clan
from learnbrief.corpus.readers.transcripts.transcript import read_blocks
from learnbrief.corpus.readers.wrapped import join_wrapped

_BULLET = re.compile(
    r"^(?P<indent>\s*)(?P<mark>[-*•‣◦▪·–—>]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?P<words>\S.*)$", re.DOTALL
)
_UNDERLINE = re.compile(r"^\s*([=\-_~*#])\1{2,}\s*$")
_HASHES = re.compile(r"^(#{1,6})\s+(\S.*?)\s*#*$")
_NUMBER = re.compile(r"^\s*\(?\d{1,2}(?:\.\d{1,2})*[.):]?\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?,;…][\"'”’)\]]*$")


def read_plain(path: Path, how: How) -> Reading:
    """A .txt file."""
    raw, warnings = read_text_file(path)
    text = normalise(raw)
    if is_clan(text):
        return read_clan(path, how)
    if is_chat(text):
        return read_chat(text, path.stem, warnings)
    # Tabs tell labels from words; everywhere else they are blanks.
    paragraphs = [Block(one) for one in re.split(r"\n\s*\n", "\t".join(map(normalise, raw.split("\t"))).strip())]
    found = read_blocks(paragraphs, how, _opened)
    title = found.details.get("title") or _first_heading(found.blocks) or path.stem
    return reading_of(
        found.blocks,
        readable=text,
        title=title,
        details=found.details,
        warnings=warnings,
        left_out=found.left_out,
        read_as=found.read_as,
    )


def _opened(blocks: Sequence[Block]) -> Iterator[Block]:
    return plain_blocks(normalise("\n\n".join(block.text for block in blocks)))


def plain_blocks(text: str) -> Iterator[Block]:
    """The blocks of a normalised plain text."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if number == 0 and len(lines) > 1 and _heads_the_paper(lines):
            yield Block(lines.pop(0).strip("# "), layout="heading", level=1)
        yield from _paragraph_blocks(lines)


def _paragraph_blocks(lines: list[str]) -> Iterator[Block]:
    if _opens_with_heading(lines):
        words = lines[0].strip("# ") or lines[0]
        yield Block(words, layout="heading", level=3 if words.endswith((":", "?")) else 2)
        lines = lines[1:]
    gap = "\n\n"
    for line in join_wrapped([line for line in lines if not _UNDERLINE.match(line)]):
        yield plain_bullet(line, gap=gap)
        gap = "\n"


def _opens_with_heading(lines: list[str]) -> bool:
    """A heading stands alone, is underlined, is in capitals, or has a number and a body that has none."""
    if not lines:
        return False
    if len(lines) > 1 and _UNDERLINE.match(lines[1]) and len(lines[0]) < 90:
        return True
    if not _looks_like_heading(lines[0]):
        return False
    numbered = bool(_NUMBER.match(lines[0]))
    if len(lines) == 1:
        return True
    return _in_capitals(lines[0]) or (numbered and not _BULLET.match(lines[1]) and len(lines[1]) > len(lines[0]))


def plain_bullet(line: str, *, gap: str) -> Block:
    """A line as a bullet where it begins with a bullet's mark or a list number, else as a paragraph."""
    bullet = _BULLET.match(line)
    if bullet is None:
        return Block(line, gap=gap)
    mark = bullet.group("mark")
    numbered = any(character.isalnum() for character in mark)
    return Block(bullet.group("words"), layout="bullet", gap=gap, marker=f"{mark} " if numbered else "- ")


def by_line(block: Block) -> list[Block]:
    """Lines broken by hand within a paragraph stand for themselves; typed bullets are bullets."""
    if block.layout != "paragraph":
        return [block]
    lines = [line for line in block.text.split("\n") if line.strip()]
    apart = ("\n\n" if number == 0 else "\n" for number in range(len(lines)))
    return [replace(plain_bullet(line, gap=gap), page=block.page) for line, gap in zip(lines, apart, strict=True)]


def _looks_like_heading(line: str) -> bool:
    """A short line that is no sentence: 'TABLE 3 FEEDBACK', 'What gets in the way', '2. Phones'."""
    if _HASHES.match(line):
        return True
    line = _NUMBER.sub("", line.strip())
    words = line.split()
    if not 1 <= len(words) <= 10 or len(line) > 75 or _BULLET.match(line) or not line[0].isalnum():
        return False
    if _in_capitals(line):
        return True
    if _SENTENCE_END.search(line) or ":" in line.rstrip(":") or not line[0].isupper():
        return False
    return line.endswith((":", "?")) or len(words) <= 7


def _heads_the_paper(lines: list[str]) -> bool:
    return _looks_like_heading(lines[0]) or _heads_a_header(lines) or is_title(lines[0])


def _heads_a_header(lines: list[str]) -> bool:
    """A first line above 'Date: ...' is the title, colon or not."""
    return len(lines[0]) < 90 and not is_header_line(lines[0]) and is_header_line(lines[1])


def _in_capitals(line: str) -> bool:
    letters = [character for character in re.sub(r"\(.*?\)", "", line) if character.isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) > 0.9 * len(letters)


def _first_heading(blocks: tuple[Block, ...]) -> str | None:
    return next((block.text for block in blocks[:3] if block.layout == "heading"), None)
