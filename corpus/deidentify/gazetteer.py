"""Organisations of the health service that would tell where somebody works."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from learnbrief.corpus.deidentify.context import starts_sentence
from learnbrief.corpus.deidentify.edits import Edit
from learnbrief.corpus.deidentify.keyfile import Keyfile
from learnbrief.corpus.deidentify.lexicon import (
    allowed_phrases,
    given_names_that_are_words,
    in_dictionary,
    is_compound,
)
from learnbrief.corpus.deidentify.words import Word, fold, fold_all, word_set, words

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
SHORT = "short form of an organisation"
_KNOWN_BY_FIRST_WORD = frozenset({"Trust", "Hospital", "Site", "Practice", "Care home", "Council"})
_KNOWN_BY_BARE_NAME = frozenset({"Hospital", "Practice", "Care home", "Ward"})
_FIRST_WORD = re.compile(r"(?:St\.?[ \u00a0])?[A-Z](?:[\w-]|['’](?!s\b))*")
_SHORT_FORM = re.compile(r"\s*[(\[](?:the |‘|“|\"|')?([A-Z][A-Za-z]{1,9})[’”\"']?[)\]]")

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
_NOT_AFTER = re.compile(r"[ \u00a0](?:Collaborative|Alliance|Federation|England|Providers|Employers|Confederation)\b")
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
class _Found:
    start: int
    end: int
    kind: str
    key: str
    certain: bool = True


def find_organisations(text: str, keyfile: Keyfile) -> list[Edit]:
    """Every organisation that tells where somebody works, under its stable pseudonym; also by its short form.

    Short forms are remembered: a later source that only says 'Southmere' means the same infirmary.
    """
    full = [*_by_ending(text), *_in_capitals(text), *_typed_small(text), *_listed(text)]
    edits = [_edit(found, keyfile) for found in full]
    for short, found in _short_forms(text, full).items():
        keyfile.alias(SHORT, short, _pseudonym(found, keyfile))
    return edits + list(_again(text, keyfile.series(SHORT)))


def _edit(found: _Found, keyfile: Keyfile) -> Edit:
    replacement = f"[{_pseudonym(found, keyfile)}]"
    return Edit(found.start, found.end, replacement, "organisation", "organisation name", found.certain)


def _pseudonym(found: _Found, keyfile: Keyfile) -> str:
    return keyfile.pseudonym("Hospital" if found.kind == "Site" else found.kind, found.key, letters=True)


def _by_ending(text: str, offset: int = 0) -> Iterator[_Found]:
    for kind, pattern in _BY_ENDING:
        for match in pattern.finditer(text):
            start, name = match.start(1), match.group(1)
            if another := _ANOTHER.match(name):  # 'A Trust and B Trust': each by itself
                yield from _by_ending(text[start : start + another.end()], offset + start)
                start, name = start + another.end(), name[another.end() :]
            start, name = _without_lead(start, name)
            if name and not _NOT_AFTER.match(text, match.end()) and _tells_who(kind, name, match.group()):
                yield _Found(offset + start, offset + match.end(), kind, _key(name), kind != "Site")
    for match in _UNIVERSITY_OF.finditer(text):
        kind = "University" if match.group().startswith("University") else "Council"
        yield _Found(offset + match.start(), offset + match.end(), kind, _key(match.group()))


def _in_capitals(text: str) -> Iterator[_Found]:
    for kind, pattern in _IN_CAPITALS:
        for match in pattern.finditer(text):
            start, name = match.start(1), match.group(1)
            while name and not _begins_a_name(name.split()[0]):
                first = re.match(r"\S+[ \u00a0]?", name)
                start, name = (
                    start + len(first.group() if first else name),
                    name[len(first.group() if first else name) :],
                )
            if name and match.group().isupper() and not _NOT_AFTER.match(text, match.end()):
                yield _Found(start, match.end(), kind, _key(name))


def _typed_small(text: str) -> Iterator[_Found]:
    for match in _TYPED_SMALL.finditer(text):
        if not in_dictionary(match.group(1)) and not is_compound(match.group(1)):
            yield _Found(*match.span(), _SMALL_KINDS.get(match.group(2), "Council"), _key(match.group()), certain=False)


def _begins_a_name(word: str) -> bool:
    """In capitals only a word of no dictionary, or a saint, shows where a name begins."""
    return word.rstrip(".") == "ST" or not in_dictionary(fold(word)) or is_compound(fold(word))


def _tells_who(kind: str, name: str, whole: str) -> bool:
    key = _key(name)
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


def _key(name: str) -> str:
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
                kinds.setdefault(_key(name), kind)
    alone = sorted((name for name in names if _tells_alone(name, kinds[_key(name)])), key=len, reverse=True)
    ways = "|".join(re.escape(name).replace(r"\ ", r"[ \u00a0]").replace("'", "['’]") for name in alone)
    return re.compile(rf"(?<![\w-])(?:{ways})(?![\w-])"), kinds


def _tells_alone(name: str, kind: str) -> bool:
    """Whether a listed name means the organisation without its ending; 'Devon' or 'Sussex' do not."""
    return kind != "ICB" or name.isupper()


def _listed(text: str) -> Iterator[_Found]:
    pattern, kinds = _gazetteer()
    for match in pattern.finditer(text):
        if not _NOT_AFTER.match(text, match.end()):
            yield _Found(match.start(), match.end(), kinds[_key(match.group())], _key(match.group()))


def _short_forms(text: str, full: list[_Found]) -> dict[str, _Found]:
    """How this text abbreviates the organisations it names: '(SUHT)' after the name, or its first telling word."""
    short: dict[str, _Found] = {}
    claimed: dict[str, set[str]] = defaultdict(set)
    for found in full:
        bracket = _SHORT_FORM.match(text, found.end)
        first = _FIRST_WORD.match(text, found.start, found.end)
        telling = [bracket.group(1)] if bracket else []
        if first and found.kind in _KNOWN_BY_FIRST_WORD and _is_telling(first.group()):
            telling.append(first.group())
        if found.kind in _KNOWN_BY_BARE_NAME and (bare := _bare_name(text[found.start : found.end], found.key)):
            telling.append(bare)
        for word in telling:
            claimed[_key(word)].add(found.key)
            short[_key(word)] = found
    return {key: found for key, found in short.items() if key and len(claimed[key]) == 1}


def _bare_name(written: str, key: str) -> str:
    """The name without what it is: 'High Tarn' of a hospital; of one word only a ward's that would else read as somebody's name."""
    if " " in key:
        return key if written.istitle() and len(key.split()) == 2 else ""
    return key if key in given_names_that_are_words() and written.endswith("Ward") else ""


def _is_telling(word: str) -> bool:
    return len(word) > 3 and not in_dictionary(fold(word.split()[-1]))


def _only_opens(text: str, run: Sequence[Word]) -> bool:
    """Whether a word has its capital from the start of the sentence: 'Rose' where a Rose Ward is known."""
    return len(run) == 1 and in_dictionary(run[0].key) and starts_sentence(text, run[0])


def _again(text: str, short: Mapping[str, str]) -> Iterator[Edit]:
    """Where a known short form stands by itself: 'Southmere', 'SUHT', 'St Brannoc's'."""
    found = words(text)
    for at in range(len(found)):
        for run in (found[at : at + 1], found[at : at + 2]):
            pseudonym = short.get(" ".join(each.key for each in run)) if all(each.capital for each in run) else None
            if pseudonym and not _NOT_AFTER.match(text, run[-1].end) and not _only_opens(text, run):
                yield Edit(run[0].start, run[-1].end, f"[{pseudonym}]", "organisation", "short form", certain=False)
