"""How surely, why and how far: a 'must', a 'because' or an 'everywhere' that the evidence does not have."""

import re
from collections.abc import Iterator

from learnbrief.corpus.remark import Fault, Remark
from learnbrief.nlp.claims.ground import Ground, words_of
from learnbrief.nlp.claims.signs import found, signs, without

_CLAUSE = re.compile(r"[,;:.–—]|\bbut\b|\bthough\b|\balthough\b")
ALIKE = 0.5
"""Of the claim's words, from which a clause of the evidence is taken to say the same less surely."""
_NO_CAUSE = "is led to; are led to; was led to; were led to; been led to"
"""Somebody who is led to believe is no cause."""
_EVERY = r"(?:all|every|each|no|none of the)\s+(?:of\s+)?(?:the\s+|our\s+)?"


def certainty(ground: Ground) -> Iterator[Remark]:
    """A necessity or a promise that no excerpt states, and a fact where the evidence was unsure."""
    lists = signs()["sure"]
    strong = found(lists["must"], ground.claim)
    if strong and not found(lists["must"], ground.supporting):
        yield Remark(Fault.CERTAINTY, f"The sentence says “{strong[0].lower()}”, no excerpt does")
        return
    should = found(lists["should"], ground.claim)
    if should and not found(
        f"{lists['should']}; {lists['must']}; want*; would like; need*; plan*; from; start*", ground.supporting
    ):
        yield Remark(Fault.CERTAINTY, f"The sentence says “{should[0].lower()}”, no excerpt does")
        return
    if should or not (strong or found(lists["may"], ground.claim)):
        yield from _unsure(ground)


def _unsure(ground: Ground) -> Iterator[Remark]:
    """Where the evidence says the same as a guess."""
    least = max(2, ALIKE * len(ground.stems))
    for piece in ground.support:
        for clause in _CLAUSE.split(piece.text):
            if (doubt := found(signs()["sure"]["may"], clause)) and len(words_of(clause) & ground.stems) >= least:
                yield Remark(Fault.CERTAINTY, f"The evidence is less sure: it says “{doubt[0].lower()}”")
                return


def cause(ground: Ground) -> Iterator[Remark]:
    """A reason for something, where no excerpt has both."""
    for words in found(signs()["cause"]["strong"], without(ground.claim, _NO_CAUSE)):
        before, _, after = ground.claim.partition(words)
        sides = [words_of(before), words_of(after)]
        if not after.strip():
            return
        if not sides[0]:  # 'Because of the rota, nobody came'
            one, _, two = after.partition(",")
            sides = [words_of(one), words_of(two)]
        if not any(all(_mostly(side, words_of(said.text)) for side in sides) for said in ground.evidence):
            yield Remark(Fault.CAUSE, f"The sentence gives a reason (“{words.lower()}”) that no excerpt gives")
            return


def _mostly(side: frozenset[str], have: frozenset[str]) -> bool:
    return not side or 2 * len(side & have) >= len(side)


def scope(ground: Ground) -> Iterator[Remark]:
    """Farther than those who were heard: the country, the programme, every site."""
    lists = signs()["scope"]
    places = {said.collaborative for said in ground.evidence if said.collaborative}
    known = ground.whole
    wide = found(lists["nation"], ground.claim)
    if len(places) < 2:
        wide += found(lists["programme"], ground.claim)
    wide = [words for words in wide if not found(words, known)]
    every = re.search(_EVERY + r"(?:\w+\s+)?(?:" + _any_of(lists["each"]) + r")", ground.claim, re.IGNORECASE)
    if every and not re.search(_EVERY + r"(?:\w+\s+)?(?:" + _any_of(lists["each"]) + r")", known, re.IGNORECASE):
        wide.append(every.group())
    if wide:
        heard = (
            f"the excerpts come from {' and '.join(sorted(places))}"
            if 0 < len(places) < 3
            else "no excerpt goes so far"
        )
        yield Remark(Fault.SCOPE, f"The sentence speaks of “{wide[0].strip()}”; {heard}")


def _any_of(terms: str) -> str:
    return "|".join(term.strip().replace("*", r"\w*") for term in terms.split(";"))
