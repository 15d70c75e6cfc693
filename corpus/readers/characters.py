"""Characters as we keep them: NFC, LF, no byte-order mark, nothing invisible that could mislead a reader or a rule."""

import re
import unicodedata
from collections import Counter

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls, soft hyphens, zero-width spaces, byte-order marks and direction overrides; the joiners U+200C/D stay, since
# emoji and several scripts are spelt with them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_BULLET_GLYPHS = re.compile("[\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf02d\uf0e0\uf0a8]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def normalise(text: str) -> str:
    """The text as it may be frozen; doing it twice changes nothing."""
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    text = _SURROGATES.sub("\ufffd", _BULLET_GLYPHS.sub("•", _INVISIBLE.sub("", text)))
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """One line of normalised text with single spaces."""
    return " ".join(normalise(text).split())


def letters(text: str) -> Counter[str]:
    """How often each letter and digit occurs, however it is spelt in code points."""
    return Counter(character for character in normalise(text) if character.isalnum())


def lost(readable: str, kept: str) -> int:
    """How many letters and digits of a file's readable text are not in the text we keep."""
    return (letters(readable) - letters(kept)).total()
