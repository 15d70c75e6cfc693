"""What a speaker label is, whose words it announces, and in what capacity they speak."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learnbrief.corpus.clocks import seconds
from learnbrief.corpus.document import Speech
from learnbrief.corpus.sentences import words_in

_ROLES: dict[Speech, str] = {
    Speech.FACILITATOR: r"(?:co-?)?facilitators?|facilitating|moderators?|hosts?|(?:co-?)?chairs?|the chair|chairperson"
    r"|interviewers?|int|mc|fac|facil|scribe|note-?taker|programme team|producer",
    Speech.COACH: r"(?:improvement |team |qi |lead |programme )?coach(?:es)?",
    Speech.PRESENTER: r"(?:co-?|guest )?presenters?|guest speakers?|keynote(?: speaker)?|trainers?|lecturers?|panel chair",
}
_ROLE_LABEL = {
    speech: re.compile(rf"(?:{words})(?:\s*(?:[0-9]{{1,2}}|[A-Z]))?", re.IGNORECASE) for speech, words in _ROLES.items()
}
_IN_BRACKETS = re.compile(r"[(\[|,–-]\s*([^()\[\]|]+?)\s*[)\]]?$")

_GROUP = re.compile(
    r"\b((?:table|tbl\.?|group|grp\.?|breakout(?: (?:room|group))?|room|team|flip ?chart)\s*(?:no\.?\s*|number\s*|#\s*)?"
    r"(?:[0-9]{1,2}|[A-H]|one|two|three|four|five|six|seven|eight|nine|ten))\b(?!\s*[:/]\s*[0-9])",
    re.IGNORECASE,
)
_NUMBERS = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        map(str, range(1, 11)),
        strict=True,
    )
)
_IN_FULL = {"Tbl": "Table", "Grp": "Group"}
_RESPONDENT = re.compile(r"(?:survey )?respondent\s*(?:no\.?\s*|#\s*)?[\w-]+", re.IGNORECASE)
_ANONYMOUS = re.compile(
    r"(?:(?:unknown |unidentified |guest )?(?:speaker|participant|attendee|delegate|interviewee|audience(?: member)?|person"
    r"|male|female|man|woman|voice|several|many|all|panel|panellist|member)(?: (?:speaker|voice|participant|member))?"
    r"\s*(?:[0-9]{1,3}|[A-Z])?|[PSR][0-9]{0,2}|[QA]|everyone|multiple speakers|inaudible)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z]{2,3}(?:\s?/\s?[A-Z]{2,3})*")
_WORD = r"[^\W\d_](?:[^\W\d_]|['’.-])*"
_NAME = re.compile(rf"(?:(?:Dr|Prof|Mr|Mrs|Ms|Miss|Sir|Dame|Rev)\.?\s+)?{_WORD}(?:\s+{_WORD}){{0,4}}")
_PARTICLES = {"de", "da", "van", "von", "der", "al", "el", "bin", "ibn", "la", "le", "du", "dos", "ap", "ab", "o"}
_BRACKETED_SUFFIX = re.compile(r"\s*[(\[|].*$")
_PSEUDONYM = re.compile(r"\[?Person [0-9]+\]?")
_ASKS = re.compile(r"(?:[IQ]|int|iv|mod)\s*[0-9]?\.?", re.IGNORECASE)

# Minutes write 'Ms Alder explained that ...'; after de-identification '[Person 3] explained that ...'.
_PERSON = r"\[(?P<person>Person [0-9]+)\]"
_BESIDE = r"(?:\s*\([^()]{1,60}\)|,\s[^,.]{1,60},)?"
_HOW = r"(?:(?:also|then|again|further|and|has|had|first|later|\w+ly)\s+){0,2}"
# Who speaks for the table gives the table's feedback: its words are not one person's.
_SPOKE = r"spoke (?:up|of|about|on|for (?!the (?:table|group|team|room)))"
_SAYING = (
    r"(?:report(?:ed|s)|explain(?:ed|s)|said|says|ask(?:ed|s)|add(?:ed|s)|not(?:ed|es)|told|tells|comment(?:ed|s)|suggest(?:ed|s)"
    r"|describ(?:ed|es)|stress(?:ed|es)|point(?:ed|s) out|repl(?:ied|ies)|answer(?:ed|s)|confirm(?:ed|s)|remind(?:ed|s)"
    r"|quer(?:ied|ies)|wonder(?:ed|s)|observ(?:ed|es)|mention(?:ed|s)|argu(?:ed|es)|propos(?:ed|es)|recall(?:ed|s)|warn(?:ed|s)"
    r"|highlight(?:ed|s)|stat(?:ed|es)|remark(?:ed|s)|felt|feels|thought|thinks|believ(?:ed|es)|(?:dis)?agreed (?:that|with)"
    rf"|emphasi[sz](?:ed|es)|acknowledg(?:ed|es)|outlin(?:ed|es)|updated (?:the|us|members)|informed|advised|shared that|raised (?:the|a|an|concerns?|whether|something)|{_SPOKE}|wished to (?:raise|say|know|ask|add)|reflected (?:that|on))"
)
_REPORTED = re.compile(
    rf"{_PERSON}{_BESIDE}\s+{_HOW}{_SAYING}\b|According to {_PERSON.replace('person', 'source')}", re.IGNORECASE
)
_NAMED_AFTER = re.compile(rf"[\"”’],?\s+(?:said|says|asked|added|replied|explained)\s+{_PERSON}")
_PSEUDONYMS = re.compile(r"\[(Person [0-9]+)\]")
_WHO_THAT_IS = r",\s(?:who|for the|from|of|a|an|the|our|speaking|on behalf)\b[^,.:\[\]]{0,50}"
_PERSON_LABEL = re.compile(rf"{_PERSON}(?:{_WHO_THAT_IS}|{_BESIDE})\s*:\s+(?=\S)")
_GOES_ON = re.compile(rf"(?:He|She|They)\s+{_HOW}{_SAYING}\b")
# 'Ms Alder told the group about the ramp.' has nothing in it yet: no clause, only the subject.
_ANNOUNCES = re.compile(
    rf"{_PERSON}{_BESIDE}\s+{_HOW}(?:told (?:us|members|the \w+) (?:about|of|how)|{_SPOKE}|reported (?:back )?(?:on|from|about)|updated \w+"
    r"|explained how|described how)\b(?!.*\b(?:that|because|and|but|which|who)\b)[^,;:]{1,60}",
    re.IGNORECASE,
)
_ANNOUNCEMENT = 4
"""Words of a sentence that only says who speaks: '[Person 3] reported.'"""
_SOMEBODY_SAYS = re.compile(
    r"(?:^|[.!?]\s+)(?:an?|the|one|another|some(?:one|body)?|others?|two|three|several|most|many|members)(?:\s+[\w'’-]+){0,5}?\s+"
    rf"{_SAYING}\b",
    re.IGNORECASE,
)

# Words that stand before a colon in notes without anybody speaking.
_NOT_SPEAKERS = frozenset(
    """
    action actions agenda agreed aim aims also and answer apologies ask asks at attendance attended attendees
    attending audience author background barrier barriers because benefits but by cause causes caution challenge
    challenges change check close comment comments conclusion concern concerns context cost could culture data
    date day deadline decision decisions definition description discussion document draft due duration edit
    email enabler enablers end equity event evidence example examples facilitators feedback finally first focus
    follow-up for from funding goal goals good group groups headline headlines help helps how idea ideas if
    impact important improvement in info insight issue issues it item items kind key leadership learning lesson
    lessons link links list location location main measure measures meeting message method minutes my name new
    next no note notes now objective of on one open opening option options or other others our outcome outcomes
    outline owner owners participants people plan plans please point points present previous problem problems
    process project purpose quality question questions quote reason reasons recommendation recommendations
    recording reference references reflection reflections remember result results risk risks role room session
    shared sharing should site slide slides so solution solutions some source staff start status step steps
    still strength strengths subject success suggestion suggestions summary support task tasks team teams thank
    thanks that the theme themes then there they thing things this those thought thoughts three time timing tip
    title to today todo tomorrow topic topics trust two type update updates url venue version vision warning we
    webinar week welcome what when where which who why with wins work workshop worry would yes yesterday you
    zoom tl;dr ps nb ps. fyi re cc http https mailto january february march april may june july august september
    october november december monday tuesday wednesday thursday friday saturday sunday am pm
    """.split()  # noqa: SIM905  # as quoted words it would take a page
)

_ABBREVIATIONS = frozenset(
    "NHS ICB ICS PDSA QI TL FAQ AOB NB AI PR HR IT ED GP A&E RCA KPI CQC MDT".split()  # noqa: SIM905
)
# 'Documentation', 'Maintainability', 'Readiness' are nouns; Felicity, Charity, Verity, Trinity and Serenity are people.
_ABSTRACT = re.compile(
    r"(?:.{3}(?:tions?|sions?|ness|ships?)|(?<!felic)(?<!char)(?<!trin)(?<!ver)(?<!seren)(?:ity|ities)|.{5}ments?)$"
)

_GROUP_DASH = re.compile(
    r"\s*(?P<label>[^\W\d_]{4,9}(?: [a-z]{2,6}\.?)?(?: ?[#\w]{1,6})?)(?:\s+[-–—]+\s+(?=\S)|\.\s+(?=[A-Z“\"]))"
)
_FIGURE = re.compile(r"\s*fig(?:ure|\.)?\s*\d", re.IGNORECASE)
_CAPTION = re.compile(r"table\s*\d{1,2}", re.IGNORECASE)

LABEL_LINE = re.compile(
    r"""^(?:[>*•–-]+\s*)?
    (?:[\[(]?(?P<before>\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)[\])]?\s*[-–—|]?\s*)?
    (?P<label>[^\s:\[(<][^:\n\t]{0,98}?)
    \s*(?:[\[(](?P<after>\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)[\])])?
    \s*:(?!//)(?=\s|$)\s*(?P<rest>.*)$""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A line's speaker, the time it gives, and where the speaker's words begin in the line."""

    name: str
    start: int
    words: int
    """Index at which what was said begins."""
    at: float | None = None


def speech_of(label: str | None) -> Speech:
    """In what capacity a label speaks: 'Facilitator', 'Jo (coach)', 'Presenter 2'; anyone else is a participant."""
    if not label:
        return Speech.PARTICIPANT
    bracket = _IN_BRACKETS.search(label)
    for candidate in [label.strip("[] :"), _plain(label), *([bracket.group(1)] if bracket else [])]:
        for speech, pattern in _ROLE_LABEL.items():
            if pattern.fullmatch(candidate.strip()):
                return speech
    return Speech.PARTICIPANT


def group_in(words: str | None) -> str | None:
    """The table group a heading or label speaks for: 'Table 3 feedback' -> 'Table 3'."""
    found = _GROUP.search(words or "")
    if not found:
        return None
    kind, _, number = re.sub(r"(?i)(no\.?|number|#)\s*(?=\w+$)", "", found.group(1)).strip().rpartition(" ")
    if not kind:  # 'Table3'; 'Teama' is a word
        together = re.fullmatch(r"(\D+)(\d+)", found.group(1))
        if together is None:
            return None
        kind, number = together.groups()
    number = _NUMBERS.get(number.lower(), number.upper())
    kind = kind.strip().rstrip(".").capitalize()
    return f"{_IN_FULL.get(kind, kind)} {number}"


def asks_questions(label: str) -> bool:
    """Whether a label of an interview or focus group is the interviewer's: 'I', 'Q', 'Int', 'Mod'."""
    return bool(_ASKS.fullmatch(label.strip()))


def labelled_person(words: str) -> tuple[str, int] | None:
    """The pseudonym that stands before a line as its speaker, and where the words begin: '[Person 3], who works nights: has anybody ...'."""
    found = _PERSON_LABEL.match(words)
    return (found["person"], found.end()) if found else None


def reported_person(sentence: str) -> str | None:
    """The pseudonym whose words a sentence reports; whoever is named further on is spoken of, and does not speak."""
    found = _REPORTED.match(sentence)
    if found:
        return found["person"] or found["source"]
    after = _NAMED_AFTER.search(sentence)
    return after["person"] if after else None


def goes_on_reporting(sentence: str) -> bool:
    """Whether a sentence reports more of who was reported before: 'She asked that ...'."""
    return bool(_GOES_ON.match(sentence))


def announces(sentence: str) -> bool:
    """Whether a sentence that reports a person only says who speaks and of what, so that what follows is the report."""
    return words_in(sentence) <= _ANNOUNCEMENT or bool(_ANNOUNCES.fullmatch(sentence.rstrip(" .")))


def turns_to_another(sentence: str) -> bool:
    """Whether a sentence under an announcement leaves its speaker: it opens with a name, or somebody else says something."""
    return bool(_PSEUDONYMS.match(sentence) or _SOMEBODY_SAYS.search(sentence))


def person_to_go_on(paragraph: str, reported: str | None, rest: str) -> str | None:
    """Whom 'She added that ...' under a paragraph of minutes means: who was reported there, if nobody else is named or speaks.

    `rest` are the paragraph's sentences that report nobody of the register.
    """
    alone = set(_PSEUDONYMS.findall(paragraph)) <= {reported}
    return reported if alone and not _SOMEBODY_SAYS.search(rest) else None


def is_respondent(label: str) -> bool:
    """Whether a label stands for someone who answered a survey."""
    return bool(_RESPONDENT.fullmatch(label.strip()))


def is_pseudonym(label: str) -> bool:
    """Whether de-identification has already given this label: 'Person 3'."""
    return bool(_PSEUDONYM.fullmatch(label.strip()))


def names_nobody(label: str) -> bool:
    """Whether a label holds no name: a role, a group, a respondent, 'Speaker 2', a pseudonym."""
    plain = label.strip()
    if is_respondent(plain) or is_pseudonym(plain) or _ANONYMOUS.fullmatch(plain):
        return True
    group = _GROUP.fullmatch(plain)
    return bool(group) or any(pattern.fullmatch(plain) for pattern in _ROLE_LABEL.values())


def label_of(line: str) -> Label | None:
    """What could be a speaker label at the start of a line; whether it is one, `accepted_labels` decides."""
    dashed = _GROUP_DASH.match(line)
    if dashed and _GROUP.fullmatch(dashed.group("label")):
        return Label(dashed.group("label"), dashed.start("label"), dashed.end())
    found = LABEL_LINE.match(line)
    if not found:
        return None
    clock = found.group("before") or found.group("after")
    return Label(found.group("label").strip(), found.start("label"), found.start("rest"), seconds(clock))


def accepted_labels(lines: Iterable[str], *, known: Iterable[str] = ()) -> frozenset[str]:
    """The labels in these lines that announce a speaker.

    Roles and groups always do. A name or initials must be told elsewhere (an attendee list), come back, or stand
    in a text most of whose lines are labelled; a word that the text also uses in lower case is a topic, not a name.
    """
    lines = [line for line in lines if line.strip()]
    found = [label.name for line in lines if (label := label_of(line))]
    if any(_FIGURE.match(line) for line in lines):  # a report: its 'Table 2:' is a caption, not a table of people
        found = [name for name in found if not _CAPTION.fullmatch(name)]
    counts = Counter(found)
    common = set(re.findall(r"\b[a-z][a-z'’-]+\b", "\n".join(lines)))
    told = {name.casefold() for name in known}
    candidates = {name for name in counts if names_nobody(name) or could_be_name(name, common)}
    labelled = sum(counts[name] for name in candidates)
    transcript = labelled >= 4 and labelled >= len(lines) / 2
    return frozenset(
        name
        for name in candidates
        if names_nobody(name) or transcript or counts[name] > 1 or _plain(name).casefold() in told
    )


def could_be_name(label: str, common: set[str] | frozenset[str] = frozenset()) -> bool:
    """Whether a label has the shape of a personal name or of initials, and is not an ordinary word."""
    plain = _plain(label)
    if _INITIALS.fullmatch(plain):
        return plain.casefold() not in _NOT_SPEAKERS and plain not in _ABBREVIATIONS
    if not _NAME.fullmatch(plain):
        return False
    words = plain.split()
    if is_topic(plain) or words[0] in _ABBREVIATIONS:
        return False
    capital = [word for word in words if word[0].isupper() or not word[0].islower()]
    if len(capital) + sum(word.casefold() in _PARTICLES for word in words) < len(words):
        return False
    return not any(word.casefold() in common for word in words) if len(words) == 1 else not _all_common(words, common)


def is_topic(label: str) -> bool:
    """Whether a word before a colon is one that notes use without anybody speaking: 'Action', 'Next steps'."""
    words = [word.casefold().strip(".") for word in label.split()]
    return any(word in _NOT_SPEAKERS for word in words) or bool(words and _ABSTRACT.search(words[-1]))


def _all_common(words: Sequence[str], common: set[str] | frozenset[str]) -> bool:
    return all(word.casefold() in common for word in words)


def _plain(label: str) -> str:
    return _BRACKETED_SUFFIX.sub("", label).strip()


def names_and_initials(attendance: str) -> frozenset[str]:
    """Names and initials told in an attendance line: 'Ada Obi (AO), Tom Reid' -> both names and 'AO'."""
    initials = set(re.findall(r"\(([A-Z]{2,3})\)", attendance))
    listed = re.split(r"[,;\n]|\band\b", re.sub(r"^[^:]{0,20}:\s*", "", attendance))
    names = {_plain(name) for name in listed if _NAME.fullmatch(_plain(name) or "-")}
    firsts = {name.split()[0] for name in names if name}
    return frozenset(initials | names | firsts)
