"""Who and where: quote marks round words that nobody said, names, roles and places that no excerpt has."""

import re
from collections.abc import Iterator

from learnbrief.corpus.deidentify.placeholders import PLACEHOLDER
from learnbrief.corpus.remark import Fault, Remark
from learnbrief.nlp.claims.ground import Ground, words_of
from learnbrief.nlp.claims.signs import found, signs
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.words import STOP

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|(?<!\w)[‘']([^’']+(?:[’'](?=\w)[^’']*)*)[’'](?!\w)")
_LETTERS = re.compile(r"[^\W_]+")
_CLEARLY = 2
"""Stems by which the excerpts of another place must have more of the claim than those of the place it names."""
ANYBODY = "person"
"""Whom any evidence speaks of: 'people' claims nobody in particular."""
_CALENDAR = ("days", "months")


def quotes(ground: Ground) -> Iterator[Remark]:
    """Words in quote marks that stand so in no excerpt."""
    have = _plain(ground.whole)
    for match in _QUOTED.finditer(ground.claim):
        words = next(filter(None, match.groups()))
        if _plain(words) not in have:
            yield Remark(
                Fault.QUOTE, f"Nobody says “{words.strip()}” in the evidence: quote marks are for their very words"
            )


def _plain(text: str) -> str:
    """Words alone, with a blank on either side."""
    return f" {' '.join(_LETTERS.findall(text.lower()))} "


def names(ground: Ground) -> Iterator[Remark]:
    """Pseudonyms, names and places that are in no excerpt, nor among those who speak."""
    known = f"{ground.whole}\n{ground.about}".casefold()
    for match in PLACEHOLDER.finditer(ground.claim):
        if match.group().casefold() not in known:
            yield Remark(Fault.WHO, f"{match.group()} is in no excerpt under this")
    for name in _named(PLACEHOLDER.sub("someone", ground.claim)):
        if not re.search(rf"\b{re.escape(name.casefold())}", known):
            yield Remark(Fault.WHERE, f"“{name}” is in no excerpt, and nobody of there speaks")
        else:
            yield from _elsewhere(ground, name)


def _named(claim: str) -> list[str]:
    """Capitalised words that are names: those inside the sentence, and the first where the grammar takes it for one."""
    calendar = [one for kind in _CALENDAR for one in found(signs()["time"][kind], claim)]
    names, last = list[str](), -2
    for token in parse([claim])[0]:
        proper = token.text[:1].isupper() and token.is_alpha and token.lower_ not in STOP
        if (
            not proper
            or token.text in calendar
            or (token.is_sent_start and token.pos_ != "PROPN")
            or token.text.isupper()
        ):
            continue
        if names and last == token.i - 1:
            names[-1] += f" {token.text}"
        else:
            names.append(token.text)
        last = token.i
    return names


def _elsewhere(ground: Ground, name: str) -> Iterator[Remark]:
    """A place that was heard, but not on this."""
    there = [
        said
        for said in ground.evidence
        if name.casefold() in f"{said.collaborative} {said.about} {said.text}".casefold()
    ]
    others = [said for said in ground.evidence if said not in there]
    own = max((len(ground.stems & words_of(said.text)) for said in there), default=0)
    best = max(others, key=lambda said: len(ground.stems & words_of(said.text)), default=None)
    where = best and (f"in {best.collaborative}" if best.collaborative else f"on {best.about}" if best.about else "")
    if best and where and len(ground.stems & words_of(best.text)) >= own + _CLEARLY:
        yield Remark(Fault.WHERE, f"What this says of {name} was said {where}")


def roles(ground: Ground) -> Iterator[Remark]:
    """People of a kind that the evidence neither speaks of nor comes from."""
    lists, wider = signs()["who"], signs()["kinds"]
    known = f"{ground.whole}\n{ground.about}"
    for name, terms in lists.items():
        if name == ANYBODY:
            continue
        for words in found(terms, ground.claim):
            meant = [name, *wider.get(name, "").split()]
            inside = name in wider or not any(found(lists[other], words) for other in wider)
            if found(words, known) or not inside:
                continue
            if not any(found(lists[other], known) for other in meant):
                told = f"No excerpt speaks of “{words}”, and none of them is heard"
                yield Remark(Fault.WHO, told, soft=name in wider)  # a wide word is how people sum up
                return
