"""Which way and when: what rose is not told as fallen, what is not so as so, what came after as before."""

import re
from collections.abc import Iterator, Mapping

from learnbrief.corpus.remark import Fault, Remark
from learnbrief.nlp.claims.amounts import changes, digits
from learnbrief.nlp.claims.ground import Ground, words_of
from learnbrief.nlp.claims.signs import classes, found, signs, without
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.words import STOP, stem

_OTHER = {"up": "down", "down": "up"}
_NOT_MORE = "any more; no more; more than; once more; no longer; the more; more or less; what is more; any longer; help with; helps with; helped with"
_NEGATIVE = (
    "not; no; never; nobody; no one; none; nothing; neither; nor; without; cannot; hardly; barely; lack*; stop*; fail*; "
    "refus*; unable; rather than; instead of; given up; gave up; *n't; unlikely; less; fewer; few; only; just; away; un*"
)
"""Words by which a claim may tell what is not so; any of them is taken to do it."""
_NOT_NEGATIVE = (
    "until; unto; under*; union*; unit*; unite*; unify*; unifi*; uniform*; unison; univers*; unique*; uncle*; unanim*"
)
"""Words that begin with 'un' and deny nothing: an excerpt with 'until' in it has not said 'no'."""
_STRICT = "not; never; nobody; no one; none; *n't; cannot; no"
"""Words that deny outright: one of them in a claim has to stand over the same in an excerpt."""
_SOFTENED = "no longer; any more; anymore; not yet"
_PART = re.compile(r"[,;:.–—]|\b(?:and|but|so|because|when|while|where|if|although|since|until|before|after)\b", re.I)
"""Where a denial ends: 'clinics are moved and nobody is told' denies the telling, not the moving."""
_SHARED = 2
"""Stems of what is denied that a plain part of the evidence has at least: one alone may be about something else."""
_PAST = "used to; previously; formerly; in the past"
_TWO_MORE = re.compile(r"\b\d+ more\b")
_BLANK = "  "
_CLAUSE = re.compile(r"[,;:.–—]")


def direction(ground: Ground) -> Iterator[Remark]:
    """Words of rise and fall, ease, help and the like that the evidence turns round or does not have."""
    said = _bare(ground.claim)
    steps = changes(ground.digits)
    given = [step for piece in ground.pieces for step in changes(piece.digits)]
    if turned := next((step for step in steps if step[::-1] in given and step not in given), None):
        yield Remark(
            Fault.DIRECTION, f"The evidence goes from {turned[1]:g} to {turned[0]:g}, the sentence the other way"
        )
        return
    for axis, ways in signs()["direction"].items():
        for way, words in classes(ways, said).items():
            yield from _held(ground, axis, way, words)


def _held(ground: Ground, axis: str, way: str, words: str) -> Iterator[Remark]:
    ways = signs()["direction"][axis]
    near, whole = _ways(ways, ground.supporting), _ways(ways, ground.whole)
    if way in near or (way in whole and _OTHER[way] not in near) or _by_figures(ground, way):
        return
    if other := near.get(_OTHER[way]):
        yield Remark(Fault.DIRECTION, f"The evidence says “{other.lower()}”, the sentence says “{words.lower()}”")
    else:
        yield Remark(Fault.DIRECTION, f"No excerpt says “{words.lower()}” or the like", soft=True)


def _ways(ways: Mapping[str, str], text: str) -> dict[str, str]:
    """Which ways a text goes; what it says of how things used to be goes the other way by now."""
    kept: dict[str, str] = {}
    for clause in _CLAUSE.split(_bare(text)):
        past = found(_PAST, clause)
        for way, words in classes(ways, clause).items():
            kept.setdefault(_OTHER[way] if past else way, f"{past[0]} … {words}" if past else words)
    return kept


def _by_figures(ground: Ground, way: str) -> bool:
    """Whether figures of the evidence go that way, whatever words go with them."""
    steps = [step for piece in ground.support for step in changes(piece.digits)]
    return any((after > before) == (way == "up") for before, after in steps)


def _bare(text: str) -> str:
    """With number words in digits, and without the 'more' of 'no more' and of 'two more'."""
    return _TWO_MORE.sub(_BLANK, without(digits(text), _NOT_MORE))


def negation(ground: Ground) -> Iterator[Remark]:
    """What the evidence says is not so, told without a word that denies it; and a denial that no excerpt makes."""
    if not ground.support:
        return
    denied = bool(_negatives(ground.claim))
    if denied:
        strict = found(_STRICT, ground.claim)
        if strict and not _negatives(ground.whole):
            yield Remark(Fault.DIRECTION, f"The sentence says “{strict[0].lower()}”, no excerpt denies anything")
        elif strict and (plain := _told_plainly(ground)):
            yield Remark(
                Fault.DIRECTION, f"The sentence says “{strict[0].lower()}”, the evidence says plainly “{plain}”"
            )
        return
    own = {stem(word.strip(".,;:?!“”\"'")) for word in ground.claim.lower().split()}
    clauses = [clause for piece in ground.pieces for clause in _CLAUSE.split(piece.text)]
    plainly = max((len(words_of(one) & ground.stems) for one in clauses if not _negatives(one)), default=0)
    for words in _denials(ground.support[0].text):
        telling = [word for word in words if stem(word) in own]
        if (
            words[0] in telling
            and 2 * len(telling) >= len(words)
            and len(words_of(" ".join(words)) & ground.stems) >= plainly
        ):
            yield Remark(Fault.DIRECTION, f"The evidence says that this is not so (“not {' '.join(words)}”)")
            return


def _negatives(text: str) -> list[str]:
    """The words of a text by which it may deny something."""
    return found(_NEGATIVE, without(text, _NOT_NEGATIVE))


def _told_plainly(ground: Ground) -> str:
    """What the evidence says without a denial of the very thing that the claim denies; empty where an excerpt denies it as well."""
    if found(_SOFTENED, ground.claim):
        return ""
    denied = next(part for part in _PART.split(ground.claim) if found(_STRICT, part))
    if len(_negatives(denied)) > 1 or re.search(r"\d", digits(denied)):
        return ""  # 'not only'; and of nine languages not covered the excerpt tells as four that are
    about = words_of(denied)
    shared = {part: len(words_of(part) & about) for piece in ground.pieces for part in _PART.split(piece.text)}
    plain = {part: count for part, count in shared.items() if not (_negatives(part) or found(_PAST, part))}
    most = max(plain, key=lambda part: plain[part], default="")
    elsewhere = any(count for part, count in shared.items() if part not in plain)
    return "" if elsewhere or not most or plain[most] < _SHARED else most.strip()


def _denials(text: str) -> Iterator[list[str]]:
    """What stands behind each 'not' of a sentence, up to the next stop, less grammar's own words."""
    document = parse([text])[0]
    for token in document:
        if token.dep_ != "neg" and token.lower_ not in ("nobody", "never"):
            continue
        inside = {one.i for one in token.head.subtree}
        words = []
        for after in document[token.i + 1 :]:
            if after.i not in inside or after.is_punct or after.lower_ in ("but", "because"):
                break
            if after.lower_ not in STOP or after.pos_ in ("ADJ", "VERB"):
                words.append(after.lower_)
        if words:
            yield words


def time(ground: Ground) -> Iterator[Remark]:
    """Days, spans and seasons that no excerpt has; before where the evidence says after."""
    table = signs()["time"]
    known = f"{ground.whole}\n{ground.about}"
    have = {
        stem(one)
        for kind in ("units", "parts", "days", "months", "seasons", "points")
        for one in found(table[kind], known)
    }
    same = {name for name, terms in signs()["same"].items() if found(terms, known)}
    for kind in ("units", "parts", "days", "months", "seasons", "points"):
        for words in found(table[kind], ground.claim):
            if kind == "months" and words.islower():
                continue  # 'may' and 'march' are words as well
            if words.lower() in ("day", "days") and found(table["days"], known):
                continue
            alike = any(name in same and found(terms, ground.claim) for name, terms in signs()["same"].items())
            if stem(words) not in have and not alike:
                yield Remark(Fault.TIME, f"No excerpt speaks of “{words}”")
    yield from _order(ground)
    yield from _over(ground)


def _order(ground: Ground) -> Iterator[Remark]:
    table = signs()["time"]
    earlier, later = found("before; prior to", ground.claim), found("after; since; following", ground.claim)
    near = ground.supporting
    if earlier and not found(f"{table['earlier']}; then; first; now", near) and (words := found(table["later"], near)):
        yield Remark(Fault.TIME, f"The evidence says “{words[0].lower()}”, the sentence says “{earlier[0].lower()}”")
    if (
        later
        and not found(f"{table['later']}; then; now; first; when; with; used to", near)
        and (words := found(table["earlier"], near))
    ):
        yield Remark(Fault.TIME, f"The evidence says “{words[0].lower()}”, the sentence says “{later[0].lower()}”")


def _over(ground: Ground) -> Iterator[Remark]:
    """What used to be so, told as if it were."""
    table = signs()["time"]
    if found(f"{_PAST}; was; were; had; before", ground.claim):
        return
    clauses = [clause for said in ground.evidence for clause in _CLAUSE.split(said.text)]
    for words in found(f"{table['units']}; {table['parts']}", ground.claim):
        having = [clause for clause in clauses if found(words, clause)]
        if having and all(found(_PAST, clause) for clause in having):
            yield Remark(
                Fault.TIME, f"The evidence says that it “{found(_PAST, having[0])[0].lower()}” be so (“{words}”)"
            )
            return
