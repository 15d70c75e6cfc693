"""Learned: whether a clause says what was learned (a state, a cause, an effect, a want) or only sets a scene."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from learnbrief.nlp.claims.amounts import changes, digits
from learnbrief.nlp.language.words import straight

if TYPE_CHECKING:
    from spacy.tokens import Token

SCENE, POINTING, BARE, SELF, LOST = 0.45, 0.45, 0.15, 0.45, 0.6
"""What a clause loses that tells of somebody's coming and going, that points at a place or time only its speaker knows, that
names neither a state nor a cause, an effect or a want, that introduces its speaker or looks for the owner of an umbrella."""

_PEOPLE = frozenset({"i", "we", "he", "she", "they", "you", "somebody", "someone"})
_MOVED = frozenset(
    {
        "came", "went", "gone", "been", "sat", "stood", "walked", "drove", "driven", "arrived", "left", "met", "saw", "seen",
        "looked", "watched", "visited", "joined", "brought", "turned", "followed", "travelled", "stayed", "offered", "showed",
        "shown", "opened", "drew", "held", "compared", "talked", "spoke", "discussed", "asked", "wondered", "noticed", "listened",
        "read", "wrote", "planned", "promised", "laughed", "tried", "began", "started", "waited", "remembered", "thought", "remarked", "rang", "phoned",
    }
)  # fmt: skip
_POINTS = re.compile(
    r"\b(?:across to|over there|round here|in here|today|yesterday|tonight|tomorrow|just now|on the day|at the time|"
    r"the (?:day|night|week|month|year) (?:before|after)|(?:this|that|last|next) (?:day|morning|afternoon|evening|week|month|time|one|bit|room|table|session)|"
    r"the (?:first|second|third|last|next|other) one|(?:one|two|some) from \w+|there(?:'s| is| was) one(?! [a-z-]+ (?:for|between|to)\b)(?! [a-z]+-)|"
    r"(?:was|were|is|are) (?:at|in|on|with) (?:my|our|your|his|her|their)\b)",
    re.I,
)
_INTRODUCES = re.compile(
    r"^(?:(?:i'm|i am|we're|we are|my name) (?:one|the|a|an|from|in|here|new|two|three)"
    r"|(?:i|we) work (?:nights?|days?|weekends?|shifts?|part|full|in|on|at|for|as|from)"
    r"|i(?:'ve| have) (?:got )?a habit|i(?:'m| am) no (?:use|good))\b",
    re.I,
)
_UNCLAIMED = re.compile(
    r"\b(?:unclaimed|lost property|(?:has|have)n[o']t been claimed|not (?:yet |been )*claimed|claim (?:the|a|an) \w+$|"
    r"handed in (?:at|to) (?:the )?(?:desk|office|reception))\b",
    re.I,
)
"""What somebody left behind: 'An umbrella with a duck's head remains unclaimed', which three sources joked about."""
_DEMONSTRATIVE = frozenset({"that", "these", "those"})
"""Not 'this': this programme, this form are the ones that everybody there knows."""
_SAYS_SOMETHING = re.compile(
    r"\b(?:because|since|so that|which means?|mean(?:s|t)?|unless|until|without|instead of|rather than|if|when(?:ever)?|"
    r"help(?:s|ed)?|ma(?:ke|kes|de)|stop(?:s|ped)?|ke(?:ep|eps|pt)|let(?:s)?|tak(?:e|es)|took|costs?|need(?:s|ed)?|depends?|"
    r"works?|worked|fail(?:s|ed)?|los(?:e|es|t)|miss(?:es|ed)?|fell|fallen|dropped|rose|risen|doubled|halved|chang(?:e|es|ed)|"
    r"becom(?:e|es)|became|filled|shut(?:s)?|runs? out|(?:should|must|ought|cannot|can't|could|won't|would like|wants?|wanted)|"
    r"no one|nobody|nothing|no|none|never|always|every|each|any|fewer|more|less|most|half|twice|only|single|still|too|than|better|worse|"
    r"shar(?:e|es|ed|ing)|(?:one|two|three|\d+)(?: [a-z-]+){1,3} (?:for|between|to) (?:the whole|all|\d+|[a-z]+(?:-[a-z]+)? [a-z]+s)|"
    r"isn't|aren't|doesn't|don't|didn't|wasn't|hasn't|haven't|not)\b",
    re.I,
)
"""Words of state, cause, effect, want, amount or denial; a clause without any tells that something took place."""
_BY_HOW_MUCH = re.compile(
    r"\b(?:down|up|cut|fell|fallen|dropped|risen|rose|grown|gone)(?: [a-z]+){0,3}? (?:by|to|from) (?:about |nearly |almost |over )?"
    r"(?:\d|an? (?:half|third|quarter|fifth)|half|two thirds|three quarters)|\bhalved\b|"
    r"\b(?:half|third|quarter|fifth|thirds|quarters) (?:fewer|less|more)\b|\bwas \d+(?: [a-z]+)?,? and (?:it's|it is|now) ",
    re.I,
)

_HOURS = re.compile(
    r"\b(?:runs?|ran|opens?|opened|works?|working|shifts?|staffed|here|there|available|aged?)\b[^,;.]*\bfrom \d", re.I
)
"""'The bus runs from five to eight' changes nothing."""


def result(words: str) -> bool:
    """Whether a clause tells by how much something changed: 'from 5 weeks to 8 days', 'a quarter fewer', what a board asks for first."""
    told = digits(straight(words))
    went = bool(changes(told)) and not _HOURS.search(told)
    return went or _BY_HOW_MUCH.search(told) is not None or _BY_HOW_MUCH.search(words) is not None


def scene(words: str, tokens: "Sequence[Token]", main: "Token") -> float:
    """What a clause loses as a headline because it tells of an occasion and not of what was learned there, 0 to 0.8."""
    words = straight(words)
    moved = main.lower_ in _MOVED and any(
        child.dep_ in ("nsubj", "nsubjpass") and child.lower_ in _PEOPLE for child in main.children
    )
    points = bool(_POINTS.search(words)) or any(
        token.lower_ in _DEMONSTRATIVE and token.dep_ == "det" for token in tokens
    )
    lost = SCENE * moved + POINTING * points + BARE * (not _SAYS_SOMETHING.search(words))
    return round(lost + SELF * bool(_INTRODUCES.search(words)) + LOST * bool(_UNCLAIMED.search(words)), 2)
