"""The ways one person's name is written."""

import re

from learnbrief.corpus.deidentify.words import fold, fold_all, word_set

TITLES = word_set(
    "dr doctor prof professor mr mrs ms miss mx sir dame lord lady baroness rev revd reverend cllr councillor"
)
_PARTICLES = word_set(
    "van von der den de da do dos del della di la le el al bin ibn bint binti abu ap ab ni mac mc o st ter ten an na"
)
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")


def plain_name(name: str) -> str:
    """The name alone: without titles, without what stands in brackets, given names first."""
    bare = _IN_BRACKETS.sub(" ", name).strip()
    if bare.count(",") == 1:
        family, given = bare.split(",")
        bare = f"{given.strip()} {family.strip()}"
    parts = bare.split()
    while len(parts) > 1 and fold(parts[0].strip(".")) in TITLES:
        parts = parts[1:]
    return " ".join(parts)


def name_key(name: str) -> str:
    """The folded name under which the key file knows a person."""
    return " ".join(fold_all(plain_name(name)))


def spellings(name: str) -> set[tuple[str, ...]]:
    """Folded words under which somebody of this name may appear; single words are parts of the name."""
    given, family = parts_of(name)
    if not given or not family:
        both = given + family
        return {both} | {(word,) for word in both if len(word) > 1} if both else set()
    first = given[:1]
    ways = {
        given + family,
        first + family,
        family + given,
        family + first,
        (first[0][0], *family),
        (*first, family[0][0]),
    }
    ways |= {(*(word[0] for word in given), *family)}
    if family != (split := fold_all(re.sub(r"['’ʼ]", " ", plain_name(name).split()[-1]))):
        ways |= {given + split, first + split, split}  # O Neill for O'Neill
    ways |= {first, ("".join(family),), ("".join(given),)}
    ways |= {("".join(first + family),), (first[0][0] + "".join(family),)}  # handles: adaokafor, aokafor
    if len(family) > 1:
        ways |= {family, ("".join(first + family),)} | {(*first, word) for word in family if word not in _PARTICLES}
        ways |= {(word,) for word in family if word not in _PARTICLES and len(word) > 2}
    return {way for way in ways if len(way) > 1 or len(way[0]) > 1}


def parts_of(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Folded given names and folded family name; a double-barrelled family name is several words."""
    parts = plain_name(name).split()
    if len(parts) < 2:
        return fold_all(parts[0]) if parts else (), ()
    cut = next((at for at, part in enumerate(parts) if at and fold(part) in _PARTICLES), len(parts) - 1)
    return fold_all(" ".join(parts[:cut])), fold_all(" ".join(parts[cut:]))
