"""What stands around a word that may be a given name, as the clues by which a small model tells (see `word_names`)."""

import re
from collections.abc import Iterator, Sequence

from learnbrief.corpus.deidentify.lexicon import (
    first_names,
    given_names_that_are_words,
    in_dictionary,
    is_compound,
    is_function_word,
    names_that_are_words,
    parts_of_speech,
    surnames,
)
from learnbrief.corpus.deidentify.telling import ROLES
from learnbrief.corpus.deidentify.verbs import ABSTRACT, DOING, PAST, SPEAKING, THINGS_DO
from learnbrief.corpus.deidentify.word_classes import BREAKS, CLASSES, MARKS
from learnbrief.corpus.deidentify.words import Word, word_set

_SEASONS_AND_DAYS = word_set(
    "may april june august summer autumn winter spring sunday monday tuesday wednesday thursday friday saturday easter christmas ramadan"
)
_PLACES = word_set(
    "india china chad paris israel georgia virginia jordan sydney florence victoria chelsea chester lourdes kenya ireland"
    " asia kingston brighton wellington verona vienna savannah austin dallas houston phoenix brooklyn lancaster london"
    " bristol preston devon cornwall kent lincoln stirling zion carmel salem christian"
)
"""Places, and a faith: a capital alone says nothing of them."""
_ABSTRACT_ENDINGS = ("ness", "ity", "ence", "ance", "tion", "sion", "ment", "dom", "ship")
_OPENERS = word_set(
    "he you yes no me to not do an my in ok dear ask thanks thank sorry welcome goodbye together seven nine ten eleven last"
    " patient kid survivor stranger"
)
"""So often the first word of a sentence that a capital there says nothing."""
_SPEAKER = re.compile(
    r"(?:(?:[A-Z][\w'’-]+ ){1,3}[A-Z][\w'’-]+|Facilitator|Interviewer|Chair|Host|(?:Speaker|Respondent|Participant|Person) \d+|[QA])"
    r"(?: \([^()\n]{1,60}\))?:"
)
"""A label before what is said: a capital after it says no more than at the start of a sentence."""
_MONTHS = word_set("jan mar april may june jun august")
_DAY_BEFORE = re.compile(
    r"(?i)(?P<numbered>\b(?:table|group|speaker|bed|bay|ward|room|page|respondent|participant)[ \u00a0])?"
    r"(?<![\w.:/-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:[ \u00a0]of)?[ \u00a0]$"
)
"""'24 Jan', '3rd of May'; in 'Bed 4 April' and 'Table 2 June' the number is the bed's."""
_DAY_AFTER = re.compile(r"[ \u00a0](?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?|(?:19|20)\d\d)(?![\w:/])")
_NUMBERED = word_set("bay wing lane level block bed room theatre pod zone ward van river royal")
"""What is told apart by a letter or a number: 'Bay C', 'Lane 2'."""
_DESIGNATION = re.compile(r"[ \u00a0](?:[A-Z]|\d{1,3}[a-z]?)(?!\w)")
HOLIDAYS = word_set("christmas easter ramadan summer autumn winter spring")
"""What a plan is due by; a month after `by` may be somebody: 'Chaired by April'."""
_BEFORE_A_MONTH = word_set("since until till during early late mid last next throughout")
_PEOPLE_LISTED = re.compile(
    r"(?i)\b(?:present|attend\w*|in attendance|apologies|facilitat\w+|minutes|notes|members|owners?|leads?"
    r"|actions?(?: for)?|cc|from|copied|speakers?|chair|scribe|allocation|peer workers[\w ]*)\W*$"
)
_THINGS_LISTED = re.compile(
    r"(?i)^\W*(?:values?|our values|themes?|agenda|key words|programme|words|one word|thoughts|wards?|rooms?|venue|location|where|group names)\b[\w ]*:"
)
_CALLED_SO = re.compile(
    r"(?i)\b(?:wards?|teams|groups|tables|bays|beds|rooms|units|lifts|sites|wings|lanes|stickers|cards?|posters?|poem|film"
    r"|book|play)\b"
)
"""What else bears such names: a line about wards, teams or cards."""
_LINK = re.compile(r",[ \u00a0]+(?:and[ \u00a0]+)?|[ \u00a0]+(?:and|or|&)[ \u00a0]+|[ \u00a0]?[/&;+][ \u00a0]?")
_A_POST = rf"(?:{'|'.join(sorted(ROLES | CLASSES['kin'], key=len, reverse=True))})"
_WHO_AFTER = re.compile(r"[ ]?[,(–—-][ ]?(?:who|whose)\b")
_POST_AFTER = re.compile(
    rf"[ ]?[,(–—-][ ]?(?:(?:an?|the|our|my|their|your|his|her|one of (?:our|the)) )?(?:[\w-]+ ){{0,2}}?{_A_POST}s?\b",
    re.IGNORECASE,
)
_POST_BEFORE = re.compile(
    rf"\b(?:[Mm]y|[Oo]ur|[Tt]he|[Tt]heir|[Hh]is|[Hh]er|[Aa]n?) (?:[\w-]+ ){{0,2}}?{_A_POST}[ ]?[,(–—-]?[ ]?$"
)
_PERSONAL = word_set("he she his her him hers himself herself who whos shes hes")
_IMPERSONAL = word_set("it its which")


def candidates(text: str, found: Sequence[Word]) -> Iterator[int]:
    """Indices of the words that may be given names; typed small, only where people are named or speak."""
    for at, word in enumerate(found):
        if word.key in given_names_that_are_words() and _may_be_a_name(text, found, at):
            yield at


def _may_be_a_name(text: str, found: Sequence[Word], at: int) -> bool:
    word = found[at]
    if re.search(r"[\d_]", text[max(0, word.start - 1) : word.start] + text[word.end : word.end + 1]):
        return False  # a part of a code
    if re.search(r"[a-z][A-Z]", word.written):
        return False  # a system or a brand: 'RiO'; 'McKay' is no word
    if word.capital:
        return not _has_another_reason(text, found, at)
    if len(word.key) < 3 or word.key in SPEAKING or (is_function_word(word.key) and word.key not in {"will", "may"}):
        return False  # 'Doctor said'
    before, after = class_of(text, found, at, -1), class_of(text, found, at, 1)
    opens = before in {"line", "dash", "stop", "opens a clause"}
    return before in {"addressing", "title", "named"} or (opens and after in {"colon", "speaking"})


def _has_another_reason(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether the capital is explained: it opens a sentence, an acronym, a compound or a title of several words."""
    word = found[at]
    inside = _place(text, word) == "inside"
    opens = word.key in _OPENERS | ROLES and not inside and not _is_a_subject(text, found, at)
    if opens or _is_in_a_date(text, found, at):
        return True
    if word.written.isupper() and is_function_word(word.key):  # 'ACTION GARETH TO RING', 'IT WILL RAIN'
        return class_of(text, found, at, 1) not in {"colon", "speaking"}
    if word.key in _NUMBERED and _DESIGNATION.match(text, word.end):
        return True
    if word.written.isupper() and 1 < len(word.written) < 6 and not _line_around(text, word).isupper():
        return class_of(text, found, at, 1) != "colon"
    if any(_is_compounded(text, found, at, other) for other in (at - 1, at + 1)):
        return True
    before, after = class_of(text, found, at, -1), class_of(text, found, at, 1)
    titled = before == "capital" and at > 0 and _place(text, found[at - 1]) == "inside"
    return (inside and titled) or (after == "capital" and not found[at + 1].written.isupper())


def _is_a_subject(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether a word that no sentence has for its subject is one here: 'Welcome has been', 'Ask wants'."""
    if is_function_word(found[at].key) or found[at].key in ROLES or at + 1 == len(found):
        return False
    return found[at + 1].key in {"is", "has", "does"} or class_of(text, found, at, 1) == "present"


def _is_in_a_date(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether a month stands beside its day or year, or after 'since' and with nothing that it does."""
    word = found[at]
    if word.key in HOLIDAYS and at and found[at - 1].key == "by" and not _is_done_by(found, at):
        return True  # 'Letter to the board by Christmas'
    if word.key in _MONTHS | HOLIDAYS and _cell_around(text, word) == word.written:
        return True  # a cell that says when
    if word.key not in _MONTHS:
        return False
    day = _DAY_BEFORE.search(text[max(0, word.start - 24) : word.start])
    if (day and not day["numbered"]) or _DAY_AFTER.match(text, word.end):
        return True
    led = at > 0 and found[at - 1].key in _BEFORE_A_MONTH and class_of(text, found, at, -1) not in BREAKS
    return led and class_of(text, found, at, 1) in BREAKS | {
        "and",
        "but",
        "number",
        "subject",
        "before a thing",
        "before a person",
    }


def _is_done_by(found: Sequence[Word], at: int) -> bool:
    """'Chaired by Easter', 'Notes by Easter'."""
    key = found[at - 2].key if at > 1 else ""
    return key in PAST or ("verb" in parts_of_speech(key) and key.endswith("ed")) or key in {"notes", "minutes"}


def _is_compounded(text: str, found: Sequence[Word], at: int, other: int) -> bool:
    """Whether a hyphen makes it a part of an ordinary word: 'Long-Term', not 'Wing-Yan'."""
    if not 0 <= other < len(found) or text[slice(*_between(found, at, other))] not in {"-", "\u2011"}:
        return False
    return in_dictionary(found[other].key) and not _is_only_a_name(found[other].key)


def features(text: str, found: Sequence[Word], at: int) -> frozenset[str]:
    """Everything that bears on whether the word here names somebody; of the word itself only its sort."""
    place, sort = _place(text, found[at]), _sort(found[at].key)
    before = "start" if place == "sentence" else class_of(text, found, at, -1)
    after = class_of(text, found, at, 1)
    beyond = class_of(text, found, at, 2) if after not in BREAKS else "-"
    earlier = class_of(text, found, at, -2) if before not in BREAKS else "-"
    clues = {f"place {place}", f"before {before}", f"after {after}", f"sort {sort}"}
    clues |= {f"{place}, after {after}", f"{place}, before {before}", f"before {before}, after {after}"}
    clues |= {f"after {after}, {beyond}", f"before {earlier}, {before}", f"{place}, after {after}, {beyond}"}
    clues |= {
        f"{sort}, {place}",
        f"{sort}, after {after}",
        f"{sort}, before {before}",
        f"{place}, {sort}, after {after}",
    }
    if sort == "small":
        clues.add(f"word {found[at].key}")  # a closed class: what is learned of one of them holds
    return frozenset(
        clues.union(
            _form(text, found[at]),
            _line(text, found[at]),
            _company(text, found, at),
            (
                clue
                for said in (*_people(text, found, at), *_post_beside(text, found[at]))
                for clue in (said, f"{place}, {said}", f"after {after}, {said}")
            ),
        )
    )


def class_of(text: str, found: Sequence[Word], at: int, step: int) -> str:
    """What stands so many words away: a break between, or the class of the word."""
    other = at + step
    near = other - (1 if step > 0 else -1)
    if not 0 <= near < len(found):
        return "line"
    if not 0 <= other < len(found):
        edge = text[found[near].end :] if step > 0 else text[: found[near].start]
        return _break(edge) if edge.strip() else "line"
    left, right = sorted((near, other))
    between = text[found[left].end : found[right].start]
    if between in {" ", "\u00a0"}:
        return _class(found[other])
    if between in {"'s ", "’s ", "' "}:
        return "possessed" if step > 0 else "owner"
    return _break(between)


def _break(between: str) -> str:
    """The strongest break among the marks between two words."""
    if "\n" in between:
        return "line"
    for marks, name in MARKS:
        if any(mark in between for mark in marks):
            return name
    if any(character.isdigit() for character in between):
        return "number"
    return "dash" if re.search(r"[-–—•*]", between) else "stop"


def _class(word: Word) -> str:
    for name, group in CLASSES.items():
        # 'Sister Grace' and 'Dr Hope' are written with a capital, a sister and a doctor without
        if word.key in group and (word.capital or name not in {"post", "title"}):
            return name
    return _open_class(word)


def _open_class(word: Word) -> str:
    key, parts = word.key, parts_of_speech(word.key)
    if word.capital and not word.written.isupper() and not is_function_word(key):
        return (
            "clear name" if _is_only_a_name(key) else "maybe name" if key in given_names_that_are_words() else "capital"
        )
    if key in DOING:
        return "doing or thing" if key in THINGS_DO else "doing"
    if key in PAST or ("verb" in parts and key.endswith("ed")):
        return "past"
    if "verb" in parts and key.endswith("s"):
        return "present or plural" if "noun" in parts else "present"
    if is_function_word(key):
        return "small"
    return next(iter(parts)) if len(parts) == 1 else "noun or more" if "noun" in parts else "other"


def _is_only_a_name(key: str) -> bool:
    listed = key in first_names() or key in surnames()
    return (listed and key not in names_that_are_words()) or not (in_dictionary(key) or is_compound(key))


def _sort(key: str) -> str:
    """What the word is besides a name."""
    parts = parts_of_speech(key)
    sorts = (
        ("season", key in _SEASONS_AND_DAYS),
        ("place", key in _PLACES),
        ("small", is_function_word(key)),
        ("only a name", not parts),
        ("abstract", key in ABSTRACT or key.endswith(_ABSTRACT_ENDINGS)),
        ("verb", "verb" in parts),
        ("adjective", bool({"adjective", "adverb"} & parts)),
    )
    return next((sort for sort, fits in sorts if fits), "noun")


def _place(text: str, word: Word) -> str:
    """Where the word stands in its sentence."""
    head = text[text.rfind("\n", 0, word.start) + 1 : word.start]
    if not any(character.isalpha() for character in head):
        return "bullet" if head.strip() else "sentence"
    last = head.rstrip()[-1]
    if re.search(r"(?:^|[\s(])'$", head):
        return "mark"  # a quotation as typewriters have it; elsewhere the mark is an apostrophe
    if last == ":" and _SPEAKER.fullmatch(head.strip()):
        return "sentence"
    if last in ".!?…":
        return "sentence"
    named = {"(": "bracket", "[": "bracket", ":": "colon", ";": "colon"}
    return named.get(last, "mark" if last in '"“‘–—|/-' else "inside")


def _form(text: str, word: Word) -> Iterator[str]:
    """How the word is written, and whether it stands alone in brackets."""
    if not word.capital:
        yield "small letters"
    else:
        yield "capitals" if word.written.isupper() and len(word.written) > 1 else "capital"
    if text[word.start - 1 : word.start] in {"(", "["} and text[word.end : word.end + 1] in {")", "]"}:
        yield "alone in brackets"


def _line(text: str, word: Word) -> Iterator[str]:
    """What the line is: a heading, a list of people, a line about wards."""
    start = text.rfind("\n", 0, word.start) + 1
    line = _line_around(text, word)
    longer = [part for part in re.findall(r"[^\W\d_]{4,}", line) if part != word.written]
    capitals = sum(part[0].isupper() for part in longer)
    label = re.split(r"[:–—]", text[start : word.start])[0]
    yield from (
        clue
        for clue, fits in (
            ("heading", longer and capitals * 2 > len(longer)),
            ("no other capital", not capitals),
            ("short line", len(longer) < 3),
            (
                "list of people",
                _PEOPLE_LISTED.search(label + ":") and re.search(r"[:–—]|\bby\b", text[start : word.start]),
            ),
            ("list of things", _THINGS_LISTED.search(line)),
            ("line of wards or groups", _CALLED_SO.search(line)),
        )
        if fits
    )


def _cell_around(text: str, word: Word) -> str:
    """The cell of a table that the word stands in, or the whole line."""
    begin = max(text.rfind(mark, 0, word.start) for mark in "\n|\t") + 1
    ends = [at for mark in "\n|\t" if (at := text.find(mark, word.end)) >= 0]
    return text[begin : min(ends, default=len(text))].strip()


def _line_around(text: str, word: Word) -> str:
    end = text.find("\n", word.end)
    return text[text.rfind("\n", 0, word.start) + 1 : end if end >= 0 else len(text)]


def _company(text: str, found: Sequence[Word], at: int) -> Iterator[str]:
    """Others that it is listed with: 'Angel, Tunde and Precious'."""
    for step, side in ((-1, "before"), (1, "after")):
        for other, how in ((at + step, "joined"), (at + 2 * step, "joined by and")):
            if 0 <= other < len(found) and _LINK.fullmatch(text, *_between(found, at, other)):
                yield f"listed with {_class(found[other])}"
                yield f"{how} {side}"
                break
    beside = {_class(found[other]) for step in (-1, 1) for other in _listed(text, found, at, step)}
    yield from (f"in a list with {one}" for one in ("clear name", "maybe name", "capital") if one in beside)


def _listed(text: str, found: Sequence[Word], at: int, step: int) -> Iterator[int]:
    """The words of the list that goes on from here to one side; 'and' is no word of it."""
    near = at
    for other in range(at + step, at + step * 9, step):
        if not 0 <= other < len(found):
            return
        if found[other].key == "and":
            continue
        if not _LINK.fullmatch(text, *_between(found, near, other)):
            return
        yield other
        near = other


def _between(found: Sequence[Word], one: int, other: int) -> tuple[int, int]:
    left, right = sorted((one, other))
    return found[left].end, found[right].start


def _post_beside(text: str, word: Word) -> Iterator[str]:
    """Whether it is said who that is: 'Hope, who is a porter', 'Will (our ward clerk)', 'my mentor, Mercy'."""
    if _WHO_AFTER.match(text, word.end):
        yield "who after a mark"
    if _POST_AFTER.match(text, word.end):
        yield "a post after a mark"
    if _POST_BEFORE.search(text[max(0, word.start - 60) : word.start]):
        yield "a post before"


def _people(text: str, found: Sequence[Word], at: int) -> Iterator[str]:
    """Whether the sentence goes on to speak of a person, or spoke of one before."""
    for other in range(at + 1, min(at + 13, len(found))):
        if re.search(r"[.!?\n]", text[found[other - 1].end : found[other].start]):
            break
        if found[other].key in _PERSONAL:
            yield "he or she follows"
            break
        if found[other].key in _IMPERSONAL:
            yield "it follows"
            break
    if any(found[other].key in _PERSONAL for other in range(max(0, at - 8), at)):
        yield "he or she before"
