"""Followed: what a later source says became of an action: that it was done, or that it has not been.

A wrong 'done' closes what is open, so little counts as one: the later words hold the deed itself in the past, or say outright that
it is done or not, of a thing that few other excerpts name.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from learnbrief.corpus.deeds import MEETS, MONTH, VERBS, deed_of
from learnbrief.corpus.finding import Followed
from learnbrief.corpus.sentences import sentences
from learnbrief.nlp.findings.gather import Material, once
from learnbrief.nlp.findings.join import COMMON, RARE_ENOUGH, frequency, telling
from learnbrief.nlp.findings.voiced import asks, binds, orders
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.language.words import stems, straight

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NEAR, ALIKE = 0.25, 0.45
"""Likeness below which the same words are of another thing: where its owner speaks or is named, and where not."""
NAMED = 2
"""Rare words in common that make it the same thing, where its owner says nothing of it."""

_PERSON = re.compile(r"\[Person \d+\]")
_DEED = re.compile(rf"(?:^\W*|\bto |\b(?:will|shall|should|must) |'ll )(?P<deed>{VERBS})\b", re.I)
_DONE = re.compile(
    r"\b(?:came out|has come out|went live|has gone live|went out|has gone out|has arrived|"
    r"(?:is|was|has been|have been|got|all) (?:now |all )?(?:done|finished|sorted|completed|settled)|(?:now )?in place|up and running|done and dusted)\b",
    re.I,
)
_NOT_DONE = re.compile(
    r"\b(?:not yet|still (?:not|no|to be|to do|waiting|open|hasn't|haven't|isn't|aren't)|ha(?:s|ve)(?: not|n't)(?: yet)?|never (?:happened|came|did)|nobody has|"
    r"no one has|did(?: not|n't) happen|was put off|postponed)\b",
    re.I,
)

_OCCASION = re.compile(rf"\b(?P<month>{MONTH}) (?:\w+ )?{MEETS}\b", re.I)
TRIED = frozenset(stems("try"))
"""Whoever was to put up a sheet and says 'we tried a sheet' has put one up; how it went stands in their words."""
IRREGULAR = {
    "sent": "send", "wrote": "write", "written": "write", "brought": "bring", "found": "find", "met": "meet", "spoke": "speak",
    "spoken": "speak", "gave": "give", "given": "give", "rang": "ring", "rung": "ring", "sat": "sit", "held": "hold", "took": "take",
    "taken": "take", "ran": "run", "drew": "draw", "drawn": "draw", "chose": "choose", "chosen": "choose", "rewrote": "rewrite",
    "rewritten": "rewrite", "led": "lead", "paid": "pay", "bought": "buy", "fed": "feed", "learnt": "learn",
}  # fmt: skip
"""Past forms of deeds that no stemmer leads back to them."""
LIGHT = frozenset(
    {
        "get",
        "go",
        "have",
        "make",
        "keep",
        "tell",
        "see",
        "use",
        "let",
        "put",
        "come",
        "say",
        "ask",
        "look",
        "take",
        "give",
    }
)


def followed(material: Material, members: Sequence[int]) -> Followed | None:
    """The latest word on what these excerpts want done, and the closest of that day; None where nobody tells."""
    found = [
        (material.day(other), near, -other, done)
        for at in members
        for other, near in _later(material, at)
        if (done := _state(material, at, other, near)) is not None
    ]
    if not found:
        return None
    _, _, other, done = max(found)
    return Followed(material.excerpts[-other].excerpt_id, done)


def _later(material: Material, at: int) -> Iterator[tuple[int, float]]:
    """Who speaks later, near it or where its owner was to tell, without wanting something done in their turn; and how near."""
    day, excerpt = material.day(at), material.excerpts[at]
    due = deed_of(excerpt, material.documents[excerpt.document_id]).due
    able = {other for word in _rare(material, at) for other in _holding(material)[word]}
    if _OCCASION.search(due):
        able.update(other for other in range(len(material.excerpts)) if _told_there(material, other, due))
    later = [other for other in sorted(able) if other != at and material.day(other) > day]
    if not later:
        return
    for other, near in zip(later, material.alike([at], later)[0].tolist(), strict=True):
        if near < NEAR and not _told_there(material, other, due):  # of hundreds of thousands of pairs few need reading
            continue
        text = material.excerpts[other].text
        if not (asks(text) or binds(text) or orders(text)):
            yield other, round(near, 4)


def _state(material: Material, at: int, other: int, near: float) -> bool | None:
    """Whether another excerpt says that a deed was done, or was not; None where it says neither, or of something else."""
    first, second = material.excerpts[at], material.excerpts[other]
    deed = deed_of(first, material.documents[first.document_id])
    owner = deed.owner
    own = f"[{second.voice.label}]" in owner or any(name in second.text for name in _PERSON.findall(owner))
    if own and _told_there(material, other, deed.due) and _any_deed(first.text) & _past(second.text):
        return True
    if near < (NEAR if own else ALIKE):
        return None
    deeds, shared = _deeds(first.text), _rare(material, at) & _rare(material, other)
    if len(shared - deeds) < (1 if own else NAMED):
        return None
    text = straight(second.text)
    for begin, end in sentences(text):
        one = text[begin:end]
        here = set(stems(one))
        if not here & (shared - deeds):
            continue
        if _NOT_DONE.search(one):
            return False if deeds.intersection(_plain(one)) else None
        does_it = deeds | (TRIED if own else frozenset())
        if _DONE.search(one) or any(deed in does_it and done & (shared - deeds) for deed, done in _did(neutral(one))):
            return True
    return None


def _told_there(material: Material, other: int, due: str) -> bool:
    """Whether a source is of the occasion at which its owner was to tell: 'I'll ask, and let you know at the October workshop'."""
    named = _OCCASION.search(due)
    return named is not None and f"{material.day(other):%B}".lower() == named["month"].lower()


def _any_deed(text: str) -> frozenset[str]:
    """The stems of all that is to be done, light deeds too: whoever was to ask and to tell there did ask."""
    return frozenset(stem for found in _DEED.finditer(straight(text)) for stem in stems(found["deed"]))


def _past(text: str) -> frozenset[str]:
    return frozenset(deed for begin, end in sentences(text) for deed, _ in _did(neutral(text[begin:end])))


def _rare(material: Material, at: int) -> frozenset[str]:
    """Its telling words that few other excerpts hold."""
    return frozenset(word for word in telling(material, at) if word in _holding(material))


@once
def _holding(material: Material) -> dict[str, list[int]]:
    """Which excerpts hold each word that few do: only they can speak of the same."""
    known, most = frequency(material), max(RARE_ENOUGH, COMMON * len(material.excerpts))
    found: dict[str, list[int]] = {}
    for at in range(len(material.excerpts)):
        for word in telling(material, at):
            if known[word] <= most:
                found.setdefault(word, []).append(at)
    return found


def _deeds(text: str) -> frozenset[str]:
    """The stems of what is to be done, but for deeds that say little: whoever 'got' something did not get this."""
    named = {found["deed"].lower().split()[0] for found in _DEED.finditer(straight(text))}
    return frozenset(stem for word in named - LIGHT for stem in stems(word))


@lru_cache(maxsize=4096)
def _did(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The deeds that a text tells as past, by the stem of their plain form, each with what it was done to."""
    (parsed,) = parse([text])
    past = (token for token in parsed if _is_past(token.i, parsed))
    return tuple((deed, _done_to(token)) for token in past for deed in _plain(token.lower_))


def _plain(text: str) -> list[str]:
    """Stems with past forms led back to their deeds."""
    return [stem for word in text.split() for stem in stems(IRREGULAR.get(word.lower(), word))]


def _done_to(verb: "Token") -> frozenset[str]:
    """The stems of its object, of the subject of a passive, or of what a clause that hangs on a noun speaks of."""
    parts = [child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")]
    if verb.dep_ in ("relcl", "acl"):
        parts.append(verb.head)
    return frozenset(stem for part in parts for token in part.subtree for stem in stems(token.text))


def _is_past(at: int, parsed: "Doc") -> bool:
    """Told of the past or as going on since ('I have been sending'), neither denied nor asked of somebody nor only wished."""
    token = parsed[at]
    helpers = {child.lower_ for child in token.children if child.dep_ in ("neg", "aux", "auxpass")}
    goes_on = token.tag_ == "VBG" and "been" in helpers and helpers & {"have", "has", "'ve", "'s"}
    if token.pos_ != "VERB" or not (goes_on or token.tag_ in ("VBD", "VBN")):
        return False
    return not helpers & {"not", "n't", "never", "would", "could", "should", "will", "to", "might", "ca", "can"}
