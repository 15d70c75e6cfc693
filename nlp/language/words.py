"""Words as we count them: content words, cut to a stem, weighted by how rare they are here."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def word_set(words: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(words.split())


STOP = word_set(
    """a about above after again all also always am an and any are aren't as at back be because been before being below
    between both but by can can't cannot come could couldn't did didn't do does doesn't doing don't done down during each
    else even ever every few for from further get gets getting go goes going gone got had hadn't has hasn't have haven't
    having he her here hers herself him himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself
    just kind know like lot make makes making many may maybe me mean might more most much must my myself need no nor not
    now of off ok okay on once one only onto or other our ours ourselves out over own per perhaps put quite rather really
    said same say says see she should shouldn't so some something sort still such take than that that's the their theirs
    them themselves then there there's these they they're thing things think this those through to too under until up upon
    us use very want was wasn't way we we'd we'll we're we've well went were weren't what when where which while who whom
    why will with within without won't would wouldn't yeah yes yet you you're your yours"""
)


PEOPLE = word_set(
    """lady ladies woman women man men manager managers nurse nurses sister sisters matron matrons director directors clerk
    clerks porter porters colleague colleagues consultant consultants doctor doctors governor chair chairs secretary
    secretaries executive executives analyst receptionist worker workers assistant lead leads guest visitor partner patient
    patients student students officer officers"""
)
"""They say who was met, not what was found."""


@cache
def stem(word: str) -> str:
    """A word cut so that its everyday forms meet: 'boards' and 'board', 'measuring' and 'measured'."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ings", "ing", "ed", "es", "s"):
        kept = word.removesuffix(ending)
        if kept != word and len(kept) >= 3 and not (ending in ("s", "es") and word.endswith(("ss", "us", "is"))):
            word = kept[:-1] if len(kept) > 3 and kept[-1] == kept[-2] and kept[-1] not in "lsz" else kept
            break
    return word.removesuffix("e") if len(word) > 4 else word


def stems(text: str) -> list[str]:
    """The content words of a text, as stems, in order."""
    return [stem(word) for word in _WORD.findall(text) if len(word) > 1 and word.lower().replace("’", "'") not in STOP]


def rarity(texts: Sequence[str]) -> dict[str, float]:
    """How much a stem tells: the fewer texts hold it, the more."""
    held = Counter(stem for text in texts for stem in set(stems(text)))
    return {stem: math.log((1 + len(texts)) / (1 + count)) + 1 for stem, count in held.items()}


def word_rows(texts: Sequence[str]) -> "csr_matrix":
    """One unit row of weighted stems per text; shared words give the product of two rows its size."""
    from scipy.sparse import csr_matrix

    weights = rarity(texts)
    columns = {word: column for column, word in enumerate(sorted(weights))}
    values: list[float] = []
    places: list[int] = []
    ends = [0]
    for text in texts:
        row = {word: (1 + math.log(count)) * weights[word] for word, count in Counter(stems(text)).items()}
        length = math.sqrt(sum(value * value for value in row.values())) or 1.0
        values.extend(value / length for value in row.values())
        places.extend(columns[word] for word in row)
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(texts), max(len(columns), 1)), dtype="float64")
