"""People of one family name whom a text tells apart: Mrs Reid, Ms Reid and Fiona Reid are not made one person."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from learnbrief.corpus.deidentify.spellings import TITLES, parts_of
from learnbrief.corpus.deidentify.suspect import Suspect
from learnbrief.corpus.deidentify.words import fold_all

Span = tuple[int, int]

_SAME_TITLE = {"doctor": "dr", "prof": "dr", "professor": "dr", "miss": "ms", "reverend": "rev", "revd": "rev"}
"""Titles that one person may be given in the same text."""


def told_apart(
    suspects: Sequence[Suspect], text: str, *, known: Callable[[str], str], new: Callable[[str], str]
) -> dict[Span, frozenset[str]]:
    """Pseudonyms by place, for family names that several people bear here; a bare family name may be any of them.

    `known` gives the pseudonym of a full name, `new` that of a title with a family name.
    """
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    places: list[tuple[Span, str, str]] = []
    for one in suspects:
        if one.kind not in {"person", "name"}:
            continue
        title, given, family = _parts(text[one.start : one.end])
        if title and not given:
            bearers[family].setdefault(title, "")
        elif given and family:
            bearers[family].setdefault(given, known(" ".join((given, family))))
        places.append(((one.start, one.end), title or given, family or given))
    several = {family: who for family, who in bearers.items() if sum(not known for known in who.values()) > 1}
    for family, who in several.items():
        who |= {title: new(f"{title} {family}") for title, pseudonym in who.items() if not pseudonym}
    return {
        span: frozenset([several[family][bearer]] if bearer in several[family] else several[family].values())
        for span, bearer, family in places
        if family in several
    }


def _parts(written: str) -> tuple[str, str, str]:
    """Title, first given name and family name, each folded and empty where it is not written."""
    words = fold_all(written)
    title = _SAME_TITLE.get(words[0], words[0]) if words and words[0] in TITLES else ""
    given, family = parts_of(written)
    if title and not family:
        given, family = (), given
    return title, " ".join(given[:1]), " ".join(family)
