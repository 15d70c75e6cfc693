"""Regular expressions that are compiled when first asked: long lists of them take tenths of a second, and most commands ask none."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class LatePattern:
    """A regular expression, compiled at its first use."""

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression as `re` has it."""
        return re.compile(self.pattern, self.flags)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where it stands."""
        return self.compiled.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The whole text, where it is what the expression says."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place where it stands, in order."""
        return self.compiled.finditer(text)

    def sub(self, instead: Callable[[re.Match[str]], str], text: str) -> str:
        """The text with each place replaced."""
        return self.compiled.sub(instead, text)
