"""The patterns behind `clues`: made once from the lists in clues.toml."""

import re
import tomllib
from importlib.resources import files

_LISTS = tomllib.loads(files("learnbrief.corpus.deidentify").joinpath("clues.toml").read_text(encoding="utf-8"))


def _any(*names: str) -> str:
    """One of the words of these lists, the longest first."""
    return (
        "(?:" + "|".join(sorted({word for name in names for word in _LISTS[name].split()}, key=len, reverse=True)) + ")"
    )


def _compiled(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


# A line, or the part of it up to a full stop, question or exclamation mark before a blank; transcripts without any
# are taken 400 characters at a time, or a date would be read together with what was said minutes before.
SENTENCE = re.compile(r"[^\s](?:[^\n.!?]|[.!?](?!\s)){0,400}[.!?]?")

_KIN, _SMALL, _ANY_GROUP = _any("kin"), _any("small_groups"), _any("small_groups", "large_groups")
# A noun that goes on ('nurse rota', 'patient story', 'person-centred') is a thing. Of what anybody may be ('patient') so
# much is said that only what can follow a person counts; after a post only what makes a thing of it does not.
_NO_THING = rf"\b(?!-|\s+{_any('things')}\b)"
_NO_NOUN = (
    r"\b(?!-)(?=\s*(?:[,.;:!?)\]]|$)|\s+(?:who|that|we|I|in|on|at|here|there|with|from|to|for|and|or|but|this|ever|left|is|was|has|"
    r"had|of|among|told|said|says|asked|did|does|because|when|since|not|never|can|could)\b)"
)
_ROLE = rf"(?:{_any('roles')}{_NO_THING})"
_PERSON = rf"(?:{_ROLE}|{_any('people')}{_NO_NOUN})"
# Words between an article and the noun: no little words, or 'the only way a nurse can' would be a nurse.
_LITTLE = r"(?:the|a|an|of|to|in|on|at|for|by|with|and|or|that|which|who|where|when|is|was|are|were|way|time|thing|reason|story|one|if)"
_BETWEEN = rf"(?:(?!{_LITTLE}\b)[\w’'-]+\s+)"
_HERE = (
    r"(?:trust|region|country|county|team|department|unit|ward|service|hospital|practice|city|town|village|directorate)"
)

ALONE = (
    _compiled(rf"(?:\b(?:the|our|their|its|his|her|my|your|an)|['’]s)\s+(?:only|sole|lone)\s+{_BETWEEN}{{0,4}}?{_PERSON}"),
    _compiled(r"\b(?:I am|I['’]m|I was|she is|she['’]s|he is|he['’]s|she was|he was|being) the only one (?:who|with|here|on|of|in (?:my|our|the|this)|from)\b"),
    _compiled(r"\bonly one of us\b"),
    _compiled(rf"\b(?:just|only) one {_BETWEEN}{{0,3}}?{_ROLE}"),
    _compiled(rf"\bno other {_BETWEEN}{{0,3}}?{_ROLE}"),
    _compiled(rf"\b(?:nobody|no one) else (?:in|on|at) (?:the|our|this|my) (?:whole )?{_HERE}\b"),
    _compiled(rf"\b(?:youngest|oldest|longest[- ]serving|shortest)(?: ever)? {_BETWEEN}{{0,3}}?{_PERSON}"),
    _compiled(rf"\bfirst (?:ever )?(?:{_ANY_GROUP} {_BETWEEN}{{0,2}}?{_ROLE}|(?:woman|man|female|male)\b[^.;]{{0,20}}\b{_ROLE})"),
    _compiled(rf"\bfirst (?:ever )?{_BETWEEN}{{0,3}}?{_ROLE}\b[^.;,]{{0,30}}\b(?:ever|in (?:the|our|this) {_HERE})\b"),
)  # fmt: skip

GROUP_AND_ROLE = _compiled(
    rf"\b(?:the|our|my|their|this|that|another|one)\s+(?P<who>{_BETWEEN}{{0,2}}?{_ANY_GROUP}\s+{_BETWEEN}{{0,2}}?{_ROLE})"
)
FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d)|[Aa]s an?|[Bb]eing|[Mm]y)\b")
SMALL_GROUP = _compiled(
    rf"\b(?:am|['’]m|as|being|a|an|and)\s+(?:an?\s+)?(?:\d\d[- ]year[- ]old\s+)?(?:{_SMALL}|wheelchair user)\b"
)
POST = _compiled(
    rf"\b(?:as|am|['’]m|been|being|and|was|a|an|the|work(?:ed)? as)\s+(?:an?|the)?\s*{_BETWEEN}{{0,2}}?{_ROLE}"
)
AGE = _compiled(
    r"\b(?:I am|I['’]m|aged|age) \d\d\b(?!\s*(?:%|per|minutes|hours|days|weeks|months|miles))|\b\d\d[- ]year[- ]old\b"
)
ORIGIN = _compiled(
    rf"\b(?:I am|I['’]m|as an?|being)\s+(?:an?\s+)?(?:{_BETWEEN}|\d+,\s+|\d\d[- ]year[- ]old\s+){{0,2}}?{_ANY_GROUP}\b"
    r"|\bI (?:came|come|am|moved|grew up)(?: here)? (?:from|in) [A-Z]\w+"
)
TENURE = _compiled(
    r"\bsince (?:19|20)\d\d\b|\bfor (?:\w+[- ])?\w+ years\b(?=[^.;]{0,30}\b(?:here|ward|unit|trust|post|job|role|team)\b)"
)

_WORKS = r"(?:(?:also|now|both|still) )?(?:works?|worked|nurses|is employed|was employed|volunteers)\b"
_IS = rf"(?:is|was|became|has been) (?:also |now )?(?:an?|the|our|one of the) {_BETWEEN}{{0,3}}?{_ROLE}\b"
_RUNS = r"(?:chairs|runs|leads|manages|sits on) (?:the|our|this)\b"
_SAME = r"(?:here|same|this|our|the (?:ward|unit|hospital|trust|board|team|department|theatre|floor|practice|next))\b"
KIN_AT_WORK = _compiled(
    rf"\b(?:my|her|his)\s+(?:twin |older |younger |elder )?{_KIN} (?:who )?(?:{_WORKS}|{_IS}|{_RUNS})(?:[^.;]{{0,50}}?\b{_SAME}|(?<=the|our))"
)
KIN_OF_SOMEBODY = _compiled(
    rf"\b(?:the|our) (?:{_BETWEEN}{{0,2}}?{_ROLE}|MP|minister|chief executive|chair)['’]s {_KIN}\b|\bmarried to (?:the|our) {_BETWEEN}{{0,2}}?{_ROLE}\b"
)

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_FEAST = r"(?:Christmas(?: Eve| Day)?|Boxing Day|New Year(?:['’]s (?:Eve|Day))?|Easter|Eid|Diwali|Hanukkah)"
DATED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?: \d{{4}})?|\b{_MONTH} (?:\d{{1,2}}\b|\d{{4}}\b)|\b(?:on |last |at |over )?{_FEAST}\b"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b"
)
RARE_EVENT = _compiled(rf"\b(?:{_any('events')}|{'|'.join(_LISTS['happenings'])})\b")
NOT_THE_EVENT = _compiled(
    r"\bfire (?:drill|alarm|door|safety|exit|test|training|officer|service|risk)s?\b|\btribunal service\b|\bcrash (?:call|team|trolley)s?\b|\b(?:suspended|attacked) (?:the|our) \w+\b"
)

_I_WAS = r"\b(?:I|she|he|who)(?: was|['’]ve been| have been| were| had been)?"
FAMOUS = _compiled(
    rf"{_I_WAS} (?:the \w+ who was )?(?:on the front page|in the (?:local )?papers?|on (?:the|local) (?:television|telly|TV|news|radio))\b"
    r"|\b(?:I|she|he) won (?:the|a|an) [^.;,]{0,40}\b(?:award|medal|prize|of the year)\b"
    r"|\b(?:I|she|he)(?: used to)? (?:play(?:ed)?|box(?:ed)?|swam|row(?:ed)?|ran) [^.;,]{0,20}\bfor (?:England|Wales|Scotland|Ireland|Britain|Great Britain)\b"
    r"|\b(?:I|she|he) [^.;]{0,30}\bOlympics?\b[^.;,]{0,15}|\bthe MP['’]s \w+"
)
LIFE = _compiled(
    r"\b(?:my|our) (?:triplets|quadruplets|quads|conjoined twins)\b|\bboth (?:of )?my (?:sons|daughters|children|parents|brothers|sisters) (?:died|have|were|are)\b[^.;]{0,40}"
    r"|\bI lost (?:both|two|three|all|my (?:leg|arm|hand|foot|sight|hearing))\b[^.;,]{0,40}|\bI was adopted from \w+|\bI fled \w+(?: in \d{4})?"
    r"|\bI (?:had|have had|am waiting for) a (?:kidney|heart|liver|lung) transplant\b"
)
# Case counts here: a place is told by its capital.
_HELD = "|".join(sorted(_LISTS["roles"].split(), key=len, reverse=True))
ROLE_AND_PLACE = re.compile(
    rf"\b(?:[Tt]he|[Oo]ur|[Mm]y) (?P<who>(?:[a-z-]+ ){{0,2}}?(?:{_HELD}) (?:in|at|of|for|from) (?:the )?(?P<place>[A-Z][a-z]+(?:[ -](?:on-|upon-|le-)?[A-Z][a-z]+)*))"
)
BODIES = frozenset(_LISTS["bodies"].split())
