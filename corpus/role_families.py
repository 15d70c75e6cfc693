"""Role families: whose words a brief on a role holds, and which words of others speak of them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from learnbrief.corpus.document import Excerpt

BOARD = "board"
_FAMILIES = {
    BOARD: re.compile(
        r"\b(?:board|non[- ]?exec\w*|ned|exec\w*|chair\w*|chief|ceo|coo|cfo|cno|cmo|directors?|trustees?|governors?|senior leaders?)\b",
        re.IGNORECASE,
    )
}
"""Roles of the register that belong to a family of several roles, by the words that name them."""
_SPOKEN_OF = {
    BOARD: re.compile(
        r"\b(?:(?<!across the )(?<!notice )(?<!white )(?<!on )boards?(?! ?room)(?!\s+games?)|(?:non-)?executives?|execs?|chief exec\w*|"
        r"senior leaders?(?:hip)?|non-execs?|directors?)\b",
        re.IGNORECASE,
    )
}
FAMILY_WORDS = {BOARD: "board members and senior leaders"}


def in_family(family: str, role: str | None) -> bool:
    """Whether a role belongs to a family: 'board' holds several, any other family is the role of that name."""
    if role is None:
        return False
    several = _FAMILIES.get(family.casefold())
    return bool(several.search(role)) if several else role.casefold() == family.casefold()


def families_of(roles: Iterable[str]) -> dict[str, list[str]]:
    """The families that hold several roles, each with those of these roles that belong to it; none that holds none."""
    told = sorted(roles)
    found = {family: [role for role in told if in_family(family, role)] for family in _FAMILIES}
    return {family: members for family, members in found.items() if members}


def bears_on(family: str, excerpt: Excerpt) -> bool:
    """Whether somebody of the family said it, or somebody else speaks of them."""
    return in_family(family, excerpt.role) or bool(_spoken_of(family).search(excerpt.text))


def family_words(family: str) -> str:
    """The family as a sentence names it: 'board members and senior leaders', 'people in the role clinician'."""
    return FAMILY_WORDS.get(family.casefold(), f"people in the role {family}")


@lru_cache(maxsize=64)
def _spoken_of(family: str) -> re.Pattern[str]:
    """Words by which others name them: of an ordinary role its own, in singular and plural."""
    return _SPOKEN_OF.get(family.casefold()) or re.compile(rf"\b{re.escape(family)}s?\b", re.IGNORECASE)
