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
from learnbrief.corpus.deidentify.spellings import TITLES
from learnbrief.corpus.deidentify.telling import ROLES
from learnbrief.corpus.deidentify.verbs import ABSTRACT, AUXILIARIES, BEING, DOING, PAST, SPEAKING, THINGS_DO
from learnbrief.corpus.deidentify.words import Word, word_set

# A neighbour counts by its class, never by itself: what is learned of 'rang' then holds for 'phoned'.
_CLASSES = {
    "speaking": SPEAKING,
    "being": BEING,
    "auxiliary": AUXILIARIES,
    "title": TITLES,
    "addressing": word_set("hi hello dear hey cheers thanks thank fao cc welcome goodbye congratulations bravo attn"),
    "named": word_set("called named name names"),
    "to": word_set("to"),
    "and": word_set("and or nor with"),
    "but": word_set("but so yet"),
    "of": word_set("of"),
    "determiner": word_set("the a an this that these those every each any all no some both another such"),
    "possessive": word_set("my our your their his her its whose"),
    "subject": word_set("i we you they he she it there everyone everybody people someone somebody nobody anyone anybody"),
    "object": word_set("me us them him himself herself"),
    "before a person": word_set("from by for about like than without as"),
    "before a thing": word_set("in on at into over under through during after before since until between within per via"),
    "opens a clause": word_set("that when because if while where what how why who whether which although once though unless"),
    "not": word_set("not never only just also even still already always really then now"),
    "post": word_set(
        "sister nurse matron auntie aunty uncle consultant midwife sergeant constable ate kuya tita tito brother father"
        " mother"
    ),
    "kin": word_set(
        "son daughter mum dad husband wife neighbour friend colleague cousin nephew niece grandson granddaughter"
        " grandmother grandfather nan grandad partner carer baby boy girl manager mentor coach supervisor porter"
        " interpreter champion trainee student"
    ),
    "reaches": word_set(
        "ask asked asking tell told telling rang ring ringing phoned met meet thank thanked thanking copy copied invite"
        " invited heard paired visited visit watched helped remind reminded email emailed call let gave give handed show"
        " showed find found see saw believe said say says think know knew wish hope hoped noticed send sent join joined"
    ),
    "facility": word_set(
        "ward house centre center unit suite clinic hospital hospice surgery road street lane close court room building"
        " school college church chapel park wing lodge garden gardens month day week weekend event festival flag bank"
        " holiday award awards trust foundation project programme campaign appeal app period zone rating alert status"
        " list group table team"
    ),
}  # fmt: skip
_BREAKS = frozenset({"start", "stop", "comma", "colon", "semicolon", "bracket", "dash", "quote", "slash", "line"})
_MARKS = (
    (".!?…", "stop"), (",", "comma"), (":", "colon"), (";", "semicolon"), ("()[]", "bracket"), ("\"“”‘", "quote"), ("/|&+", "slash"),
)  # fmt: skip
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
_BEFORE_A_MONTH = word_set("since until till during early late mid last next throughout")
_PEOPLE_LISTED = re.compile(
    r"(?i)\b(?:present|attend\w*|in attendance|apologies|facilitat\w+|minutes|notes|members|owners?|leads?"
    r"|actions?(?: for)?|cc|from|copied|speakers?|chair|scribe|allocation|peer workers[\w ]*)\W*$"
)
_THINGS_LISTED = re.compile(
    r"(?i)^\W*(?:values?|our values|themes?|agenda|key words|programme|words|wards?|group names)\b[\w ]*:"
)
_CALLED_SO = re.compile(
    r"(?i)\b(?:wards?|teams|groups|tables|bays|beds|rooms|units|lifts|sites|wings|lanes|stickers|cards?|posters?|poem|film"
    r"|book|play)\b"
)
"""What else bears such names: a line about wards, teams or cards."""
_LINK = re.compile(r",[ \u00a0]+(?:and[ \u00a0]+)?|[ \u00a0]+(?:and|or|&)[ \u00a0]+|[ \u00a0]?[/&;+][ \u00a0]?")
_A_POST = rf"(?:{'|'.join(sorted(ROLES | _CLASSES['kin'], key=len, reverse=True))})"
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
    if len(word.key) < 3 or is_function_word(word.key):
        return False
    before, after = class_of(text, found, at, -1), class_of(text, found, at, 1)
    opens = before in {"line", "dash", "stop", "opens a clause"}
    return before in {"addressing", "title", "named"} or (opens and after in {"colon", "speaking"})


def _has_another_reason(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether the capital is explained: it opens a sentence, an acronym, a compound or a title of several words."""
    word = found[at]
    inside = _place(text, word) == "inside"
    if (word.key in _OPENERS and not inside) or _is_in_a_date(text, found, at):
        return True
    if word.written.isupper() and 1 < len(word.written) < 6 and not _line_around(text, word).isupper():
        return class_of(text, found, at, 1) != "colon"
    if any(_is_compounded(text, found, at, other) for other in (at - 1, at + 1)):
        return True
    before, after = class_of(text, found, at, -1), class_of(text, found, at, 1)
    titled = before == "capital" and at > 0 and _place(text, found[at - 1]) == "inside"
    return (inside and titled) or (after == "capital" and not found[at + 1].written.isupper())


def _is_in_a_date(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether a month stands beside its day or year, or after 'since' and with nothing that it does."""
    word = found[at]
    if word.key not in _MONTHS:
        return False
    day = _DAY_BEFORE.search(text[max(0, word.start - 24) : word.start])
    if (day and not day["numbered"]) or _DAY_AFTER.match(text, word.end):
        return True
    led = at > 0 and found[at - 1].key in _BEFORE_A_MONTH and class_of(text, found, at, -1) not in _BREAKS
    return led and class_of(text, found, at, 1) in _BREAKS | {
        "and",
        "but",
        "number",
        "subject",
        "before a thing",
        "before a person",
    }


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
    beyond = class_of(text, found, at, 2) if after not in _BREAKS else "-"
    earlier = class_of(text, found, at, -2) if before not in _BREAKS else "-"
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
    for marks, name in _MARKS:
        if any(mark in between for mark in marks):
            return name
    if any(character.isdigit() for character in between):
        return "number"
    return "dash" if re.search(r"[-–—•*]", between) else "stop"


def _class(word: Word) -> str:
    for name, group in _CLASSES.items():
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
    yield from (f"in a list with {one}" for one in ("clear name", "maybe name") if one in beside)


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
