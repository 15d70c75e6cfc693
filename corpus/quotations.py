"""Somebody's own words and notes of them: told apart where they are read, and where they stand in prose."""

import re

from learnbrief.corpus.sentences import Span, words_in

_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|(?<!\w)‘([^‘’]*(?:’(?=\w)[^‘’]*)*)’(?!\w)")
_ATTRIBUTED = re.compile(
    r"\b(?:said|says|saying|asked|asks|told|tells|added|adds|noted|replied|explained|quote[ds]?|in (?:her|his|their) words|put it|"
    r"described|wrote|commented|felt|shared|reflected|remarked|called it|as one|one (?:person|colleague|member|nurse|participant))\b"
    r"|[–—-]\s*[\w\[][^.!?]{0,60}$|^[^:]{1,40}:\s*$|^\s*[(\[][^)\]]{2,60}[)\]]\.?\s*$",
    re.IGNORECASE,
)
NOTED = "Notes record"
"""What stands before a note, which never stands in quotation marks."""
_LEAST = 5
"""Words; shorter quotations in notes are names of things ('the \"you said\" board'), not speech."""


def in_prose(words: str, *, spoken: bool) -> str:
    """The words as prose may carry them: only verbatim speech stands in quotation marks."""
    return f"\u201c{words}\u201d" if spoken else f"{NOTED}: {words}"


def quoted_spans(text: str) -> list[Span]:
    """Spans inside the quotation marks of passages that are somebody's words: all of the text, or told whose."""
    found = [(match.start(match.lastindex or 0), match.end(match.lastindex or 0)) for match in _QUOTED.finditer(text)]
    long = [span for span in (_bare(text, *span) for span in found) if words_in(text[slice(*span)]) >= _LEAST]
    if not long:
        return []
    around = _QUOTED.sub(" ", text).strip(" .,;:")
    if words_in(around) == 0 or _is_attributed(text, long, around):
        return long
    return []


def _bare(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return start, end


def _is_attributed(text: str, spans: list[Span], around: str) -> bool:
    before, after = text[: spans[0][0] - 1], text[spans[-1][1] + 1 :]
    return any(_ATTRIBUTED.search(part) for part in (around, before, after))
