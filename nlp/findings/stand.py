"""Stand: whether words take a side on what somebody proposes, answer somebody who sees it otherwise, or tell of a split."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from learnbrief.nlp.language.words import stem, straight

_NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|most|some|half|many|several|a few|both)"
)
_WE = r"(?:i|we|some of us|our table|this table|one of us|two of us|others|the others|(?:Person|Name) \d+\])"

_DISAGREES = re.compile(
    rf"\b{_WE}(?:'d|'ll| would| have to| must| do| still)?(?: (?:like|want|have|got) to| rather| strongly)?(?: say that (?:i|we))? "
    r"(?:disagrees?|disagreed|push(?:ed)? back|(?:see|saw|sees) (?:it|this|that) (?:quite |very |rather )?differently|"
    r"do(?:n't| not) (?:agree|see it)|did(?:n't| not) agree|would(?:n't| not) say(?: that| so)?\b|would challenge|"
    r"(?:felt|feel|found|find) the opposite|put the other side)|"
    r"\bi(?:'m| am) going to be awkward|\bothers (?:felt|thought|held|argued|wanted|would)\b|"
    r"\bnot (?:at all )?(?:our|my) experience|\bon the contrary\b|\bquite the reverse\b|"
    r"\bi (?:have to|must) say[^.]{0,40} that i disagree|\bit (?:did(?:n't| not)|does(?:n't| not)) work for (?:me|us)\b",
    re.I,
)
"""Somebody sees it otherwise than somebody before them."""

_SPLIT = re.compile(
    r"\b(?:we|they|people|the (?:table|group|room|panel)|tables?) (?:still )?(?:do(?:n't| not)|did(?:n't| not)|could(?:n't| not)) "
    r"(?:all |quite )?agree (?:at \w+ \w+ )?(?:on|about|whether|who|how|what|which|when|where)\b|"
    r"\b(?:nobody|no one|no two)(?: of us| at (?:the|our|this) table| in the room| people)? (?:could )?agreed? (?:on|about|whether|who|how|what|which|when|where)\b|"
    r"\b(?:opinions?|views?) (?:differ(?:ed)?|(?:was|were|is|are) (?:divided|split|mixed))\b|"
    r"\b(?:the (?:table|group|room|panel)|we) (?:is|are|was|were) (?:split|divided)\b|"
    r"\b(?:we|they|the \w+) (?:have |had )?argued (?:about|over|whether)\b|"
    rf"\b{_NUMBER} (?:of (?:us|them|our \w+) )?(?:said|like|liked|want|wanted|think|thought|prefer|preferred|would)\b[^.;]{{3,80}}?"
    rf"(?:,|\band\b|\bbut\b) (?:the (?:rest|others?|other half)|others|{_NUMBER}) "
    r"(?:said|like|liked|want|wanted|think|thought|prefer|preferred|would|can|could|hate|felt)",
    re.I,
)
"""Tells that those who spoke did not agree, and on what."""
_SETTLED = re.compile(
    r"\b(?:before (?:this|that|then|we|it|the)|used to|until (?:then|now|this|we)|back then|in those days|no longer|in the (?:past|old days))\b",
    re.I,
)
"""Tells of a time that is over."""

_AGAINST = re.compile(
    r"\b(?:(?:would|wo)(?:n't| not) (?:go near|want|have|use|do|touch|recommend|trust|wish for|let|like)|"
    r"(?:not|never been) (?:at all )?comfortable|uneasy|uncomfortable (?:about|with)|no appetite|(?:am|are|is) against|"
    r"(?:should|must)(?:n't| not)|ought not|can(?:'t|not) stand|do(?:n't| not) (?:want|like|need|believe in|trust|see (?:what|why|the point))|"
    r"no use|waste of|is not support|(?:feels?|felt) like (?:an? )?(?:inspection|exam|test|punishment|marking)|"
    r"would(?:n't| not) work (?:here|for)|did(?:n't| not) work (?:here|for)|(?:there is|there's|makes) no (?:need|point|sense|place)|"
    r"i(?:'d| would) sooner (?:not|\w+[^.]{0,40} than)|(?:worried|nervous|concerned) (?:about|that)|(?:wary|sceptical) of|"
    r"(?:bad|wrong|dangerous) (?:idea|way)|not worth|get rid of|do away with|scrap the|objects? to|refuses? to)\b",
    re.I,
)
"""Turns something down, or is uneasy about it, now: 'I was against it' is how a change of mind begins."""
_FOR = re.compile(
    r"\b(?:(?:would|'d) (?:like|want|love) (?:to (?:see|have) )?more|wants? more|"
    r"(?<!what you )(?<!what we )(?<!what they )(?:ought to|should|must) (?!not\b|have\b|look out)\w+|"
    r"perfectly (?:able|safe|capable)|(?:the )?best thing|fight (?:anybody|anyone|to)|(?:glad|proud) (?:of|that)|"
    r"(?:in favour|a fan) of|all for|prefer|works? (?:well|for us|here)|(?:was|is|are|were) (?:very )?useful|keep the|helps?\b|"
    r"(?:would|could)(?:n't| not) (?:be|do) without|better than|more of (?:it|them|these|those)|bring back|"
    r"(?:good|right) (?:idea|way|thing)|makes sense|worth (?:it|every|the)|we need (?:a|an|more|to)|should like)\b",
    re.I,
)
"""Wants something, or more of it."""

_WHOSE = r"(?:the|a|an|your|our|my|every|each|all|their)"
_VERB = r"(?:keep|leave|write|send|give|address|hold|make|hand|post|read|aim|direct)"
_MEANT = re.compile(
    rf"\b(?:(?P<order>{_VERB}|(?:keep|leav|writ|send|giv|address|hold|mak|hand|post|read|aim|direct)ing)) "
    rf"{_WHOSE} (?P<thing>[a-z-]+) (?:to|for) (?:{_WHOSE} )?(?P<whom>[A-Za-z]+)|"
    rf"\b(?:{_WHOSE} )?(?P<named>[a-z-]+) (?P<must>ought to|should|must|needs? to|has to) (?:be|go|stay) "
    rf"(?:to|for) (?:{_WHOSE} )?(?P<who>[A-Za-z]+)",
    re.I,
)
"""'Write the letter to the person', 'the letter ought to be to the GP': what is meant for whom."""
_HOLDS = re.compile(r"\b(?:keep|keeping|leave|only|never|not)\b", re.I)


@dataclass(frozen=True, slots=True)
class Meant:
    """A thing that is to go to, or be for, somebody."""

    thing: str
    whom: str
    binds: bool = False
    """It says that it is to be so and not otherwise."""


def meant(text: str) -> Iterator[Meant]:
    """What is meant for whom, as somebody asks for it or tells that they do it; by stems."""
    for found in _MEANT.finditer(straight(text)):
        thing, whom = found["thing"] or found["named"], found["whom"] or found["who"]
        binds = found["must"] is not None or _HOLDS.search(found.group()) is not None
        yield Meant(stem(thing), stem(whom), binds=binds)


def disagrees(text: str) -> bool:
    """Whether the words themselves signal that the speaker sees it otherwise than somebody before them."""
    return _DISAGREES.search(straight(text)) is not None


def splits(text: str) -> bool:
    """Whether the words tell that people do not agree, and on what; what they once did not agree on is settled."""
    plain = straight(text)
    return _SPLIT.search(plain) is not None and _SETTLED.search(plain) is None


def rejects(text: str) -> bool:
    """Whether the words turn something down, or are uneasy about it."""
    return _AGAINST.search(straight(text)) is not None


def endorses(text: str) -> bool:
    """Whether the words want something, or more of it."""
    return _FOR.search(straight(text)) is not None


def takes_a_stand(text: str) -> bool:
    """Whether the words want something, turn it down, or say for whom it is meant."""
    return endorses(text) or rejects(text) or next(meant(text), None) is not None


def stand_apart(one: str, other: str) -> bool:
    """Whether one turns something down and the other wants something, or either says that they see it otherwise: near each other, they may be opposed."""
    turned, wanted = (rejects(one), rejects(other)), (endorses(one), endorses(other))
    opposed = turned[0] is not turned[1] and any(want and not turn for want, turn in zip(wanted, turned, strict=True))
    return opposed or disagrees(one) or disagrees(other)
