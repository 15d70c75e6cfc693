"""Organisations of the health service that would tell where somebody works."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from learnbrief.corpus.deidentify.edits import Edit
from learnbrief.corpus.deidentify.keyfile import Keyfile
from learnbrief.corpus.deidentify.lexicon import (
    allowed_phrases,
    in_dictionary,
    is_compound,
)
from learnbrief.corpus.deidentify.words import fold, fold_all, word_set

_CAPITAL = r"(?:St\.|[A-Z][\w'’-]*)"
_JOINER = r"(?:and|of|upon|on|&|of the)"
_NAME = rf"{_CAPITAL}(?:(?:[ \u00a0]{_JOINER})?[ \u00a0]{_CAPITAL}){{0,6}}"
_TRUST_END = (
    r"(?:(?:University |Teaching )?(?:NHS|National Health Service)[ \u00a0](?:Foundation[ \u00a0])?Trust"
    r"|Foundation[ \u00a0]Trust|NHS[ \u00a0]FT|HSC[ \u00a0]Trust|Hospitals?[ \u00a0]Trust|Healthcare[ \u00a0]Trust|Trust)"
)
_ENDINGS: tuple[tuple[str, str], ...] = (
    ("Trust", rf"(?:NHS[ \u00a0])?(?:Foundation[ \u00a0])?{_TRUST_END}"),
    ("ICB", r"(?:Integrated[ \u00a0]Care[ \u00a0](?:Board|System|Partnership)|ICB|ICS|ICP)"),
    ("Health board", r"(?:University[ \u00a0]|Teaching[ \u00a0])?Health[ \u00a0]Board"),
    (
        "Hospital",
        r"(?:(?:General |Community |University |District |Royal |Children's |Cottage |Memorial )*(?:Hospital|Infirmary|Hospice)|Eye Unit|Day Hospital)",
    ),
    (
        "Practice",
        r"(?:(?:Medical|Health|Family|Group)[ \u00a0](?:Centre|Practice)|Surgery|Primary[ \u00a0]Care[ \u00a0]Network|PCN|Pharmacy)",
    ),
    ("Council", r"(?:(?:City|County|Borough|District|Metropolitan Borough|Town)[ \u00a0])?Council"),
    ("University", r"University"),
    ("Care home", r"(?:Care|Nursing|Residential)[ \u00a0]Home"),
    ("Site", r"(?:General|Royal)(?![ \u00a0](?:[A-Z]|practi))"),
    ("Ward", r"Ward(?![ \u00a0](?:round|manager|sister|clerk|nurse|staff|level|team|based)s?)"),
)
_BY_ENDING = tuple((kind, re.compile(rf"(?<![\w-])({_NAME})[ \u00a0]{ending}(?!\w)")) for kind, ending in _ENDINGS)
# The same in capitals, as headings and letterheads write them.
_BIG = r"[A-Z][A-Z'’.-]+"
_BIG_NAME = rf"{_BIG}(?:[ \u00a0](?:AND|OF|UPON|ON|&|{_BIG})){{0,6}}?"
_IN_CAPITALS = tuple(
    (kind, re.compile(rf"(?<![\w-])({_BIG_NAME})[ \u00a0](?i:{ending})(?!\w)"))
    for kind, ending in _ENDINGS
    if kind not in {"Site", "Ward"}
)
# The same typed small: only a word that no dictionary holds shows that a place is meant.
_TYPED_SMALL = re.compile(
    r"(?<![\w-])([a-z]{4,}(?:[ -](?:on|upon|and)[ -][a-z]{4,})?)[ \u00a0](?:(?:general|community|district|cottage)[ \u00a0])?"
    r"(hospital|infirmary|medical centre|health centre|surgery|city council|county council|borough council)(?!\w)"
)
_SMALL_KINDS = {
    "hospital": "Hospital",
    "infirmary": "Hospital",
    "medical centre": "Practice",
    "health centre": "Practice",
    "surgery": "Practice",
}
_UNIVERSITY_OF = re.compile(
    rf"\b(?:University|City|Borough|County)[ \u00a0](?:Hospitals?[ \u00a0])?of[ \u00a0]{_CAPITAL}(?:[ \u00a0](?:{_CAPITAL}|and|of))*"
)

# Words that open a name without being part of it, and names that are nobody's in particular.
_LEAD = word_set(
    "the a an our your their this that each every any all both at in from for with and of to by as is was we i it acute"
    " local another host lead neighbouring partner provider one no some most many other new old same mental health"
    " community district general nhs foundation integrated care teaching university hospital system regional national"
    " when if but so then because also while which what how why who where before after since until between every day"
    " staff people colleagues members teams team patients leaders managers nurses doctors executives representatives delegates"
    " chief executive director chair chairs dr mr mrs ms prof board boards dear hi thanks ask asked told tell see visit near"
    " cottage royal trust combined children s childrens ward acute's two three four five public high public mutual"
    " earn build built building builds gain lose losing lost rebuild rebuilding need needs inter cross low brains"
    " on near under over within into off around through only even"
)
# Of these, some open a name that goes on: 'Royal X', 'High X'.
_OPENERS = word_set("royal university community district high low great cross national")
_ANOTHER = re.compile(
    r".*\b(?i:England|Providers|Council|Trust|ICB|ICS|Hospital|Infirmary|Surgery|University|Collaborative|Board|University[ \u00a0]of[ \u00a0][A-Z]\w+)"
    r"[ \u00a0](?i:and|of|&)[ \u00a0]"
)
NOT_AFTER = re.compile(r"[ \u00a0](?:Collaborative|Alliance|Federation|England|Providers|Employers|Confederation)\b")
_NATIONAL = frozenset(
    {
        "nhs",
        "nhs england",
        "nuffield",
        "wellcome",
        "national",
        "carers",
        "kings fund",
        "health foundation",
        "open",
        "open university",
    }
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A place where one is named in full."""

    start: int
    end: int
    kind: str
    key: str
    certain: bool = True


# a source is asked three times: for what it calls them, for what it hides and for what others know of them
@lru_cache(maxsize=1)
def find_organisations(text: str) -> tuple[Organisation, ...]:
    """Every organisation that a text names in full and that tells where somebody works."""
    return (*_by_ending(text), *_in_capitals(text), *_typed_small(text), *_listed(text))


def hidden(found: Organisation, keyfile: Keyfile) -> Edit:
    """The replacement of its name, under its stable pseudonym."""
    replacement = f"[{pseudonym_of(found, keyfile)}]"
    return Edit(found.start, found.end, replacement, "organisation", "organisation name", found.certain)


def pseudonym_of(found: Organisation, keyfile: Keyfile) -> str:
    """What stands for it: 'Hospital C'."""
    return keyfile.pseudonym("Hospital" if found.kind == "Site" else found.kind, found.key, letters=True)


def _by_ending(text: str, offset: int = 0) -> Iterator[Organisation]:
    for kind, pattern in _BY_ENDING:
        for match in pattern.finditer(text):
            start, name = match.start(1), match.group(1)
            if another := _ANOTHER.match(name):  # 'A Trust and B Trust': each by itself
                yield from _by_ending(text[start : start + another.end()], offset + start)
                start, name = start + another.end(), name[another.end() :]
            start, name = _without_lead(start, name)
            if name and not NOT_AFTER.match(text, match.end()) and _tells_who(kind, name, match.group()):
                yield Organisation(offset + start, offset + match.end(), kind, key_of(name), kind != "Site")
    for match in _UNIVERSITY_OF.finditer(text):
        kind = "University" if match.group().startswith("University") else "Council"
        yield Organisation(offset + match.start(), offset + match.end(), kind, key_of(match.group()))


def _in_capitals(text: str) -> Iterator[Organisation]:
    for kind, pattern in _IN_CAPITALS:
        for match in pattern.finditer(text):
            start, name = match.start(1), match.group(1)
            while name and not _begins_a_name(name.split()[0]):
                first = re.match(r"\S+[ \u00a0]?", name)
                start, name = (
                    start + len(first.group() if first else name),
                    name[len(first.group() if first else name) :],
                )
            if name and match.group().isupper() and not NOT_AFTER.match(text, match.end()):
                yield Organisation(start, match.end(), kind, key_of(name))


def _typed_small(text: str) -> Iterator[Organisation]:
    for match in _TYPED_SMALL.finditer(text):
        if not in_dictionary(match.group(1)) and not is_compound(match.group(1)):
            yield Organisation(
                *match.span(), _SMALL_KINDS.get(match.group(2), "Council"), key_of(match.group()), certain=False
            )


def _begins_a_name(word: str) -> bool:
    """In capitals only a word of no dictionary, or a saint, shows where a name begins."""
    return word.rstrip(".") == "ST" or not in_dictionary(fold(word)) or is_compound(fold(word))


def _tells_who(kind: str, name: str, whole: str) -> bool:
    key = key_of(name)
    # 'Mutual Trust matters': one ordinary word before a bare 'Trust' is a sentence, not a trust.
    bare = (
        kind == "Trust"
        and " " not in name
        and re.fullmatch(r"\S+[ \u00a0](?:Foundation[ \u00a0])?Trust", whole[-len(name) - 18 :])
    )
    if kind == "Site" and all(in_dictionary(word) for word in key.split()):
        return False  # 'Attorney General', 'Surgeon General'
    return key not in _NATIONAL and not (bare and in_dictionary(key) and (key,) not in allowed_phrases())


def _without_lead(start: int, name: str) -> tuple[int, str]:
    """The name without words before it that merely start the sentence."""
    while name:
        first = re.match(r"[\w'’.-]+,?[ \u00a0]?", name)
        word = re.sub(r"\W", "", first.group()) if first else ""
        if first is None or fold(word) not in _LEAD:
            return start, name
        # 'Royal X', 'University Hospitals of X': generic words belong to a name that goes on.
        if word[0].isupper() and _goes_on(name[first.end() :]) and fold(word) in _OPENERS:
            return start, name
        start, name = start + first.end(), name[first.end() :]
    return start, ""


def _goes_on(rest: str) -> bool:
    return any(word[0].isupper() and fold(word) not in _LEAD for word in re.findall(r"[\w'’-]+", rest))


def key_of(name: str) -> str:
    """The folded name without the words that many organisations share."""
    kept = [
        word for word in fold_all(name) if word not in {"the", "and", "of", "nhs", "foundation", "trust", "university"}
    ]
    return " ".join(kept)


@cache
def _gazetteer() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds: dict[str, str] = {}
    names: set[str] = set()
    text = files("learnbrief.corpus.deidentify").joinpath("organisations.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            kind, _, listed = line.partition(": ")
            for name in filter(None, (name.strip() for name in listed.split(";"))):
                names.add(name)
                kinds.setdefault(key_of(name), kind)
    alone = sorted((name for name in names if _tells_alone(name, kinds[key_of(name)])), key=len, reverse=True)
    ways = "|".join(re.escape(name).replace(r"\ ", r"[ \u00a0]").replace("'", "['’]") for name in alone)
    return re.compile(rf"(?<![\w-])(?:{ways})(?![\w-])"), kinds


def _tells_alone(name: str, kind: str) -> bool:
    """Whether a listed name means the organisation without its ending; 'Devon' or 'Sussex' do not."""
    return kind != "ICB" or name.isupper()


def _listed(text: str) -> Iterator[Organisation]:
    pattern, kinds = _gazetteer()
    for match in pattern.finditer(text):
        if not NOT_AFTER.match(text, match.end()):
            yield Organisation(match.start(), match.end(), kinds[key_of(match.group())], key_of(match.group()))
