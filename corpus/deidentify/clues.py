"""What may identify somebody without a name: pointed out, with the reason in plain words, for a person to decide.

Nothing is hidden by these rules. Each looks at one sentence for something that few people in a place share (being the
only one, a small group with a post, a relative at work, a rare event with its date), or for several such things at once.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from learnbrief.corpus.deidentify.lexicon import allowed_phrases
from learnbrief.corpus.deidentify.naming import Person
from learnbrief.corpus.deidentify.telling import (
    AGE,
    ALONE,
    ASKED_TO_KEEP,
    BODIES,
    DATED,
    FAMOUS,
    FIRST_PERSON,
    GROUP_AND_ROLE,
    KIN_AT_WORK,
    KIN_OF_SOMEBODY,
    LIFE,
    MARKED,
    NO_THING,
    NOT_THE_EVENT,
    OF_A_SMALL_GROUP,
    OFFICE,
    ONCE,
    ONE_OF_FEW,
    ORIGIN,
    PECULIAR,
    PLACES,
    POST,
    RARE_EVENT,
    SEEN,
    SENTENCE,
    SMALL_GROUP,
    TENURE,
    THE_ONE_WHO,
    THE_POST,
    TROUBLE,
    TURN,
    VERY_YOUNG_OR_OLD,
)
from learnbrief.corpus.disclosure import K
from learnbrief.corpus.document import Speech
from learnbrief.corpus.late import LatePattern
from learnbrief.corpus.protocols import Telling

ENOUGH = 3
"""So many different things said of one person single somebody out: sex, age and district already do for most people
(L. Sweeney, Simple Demographics Often Identify People Uniquely, 2000)."""


IN_TALK = frozenset(speech.value for speech in Speech) | {"chair"}
"""What somebody is for the length of a meeting: 'the presenter' is said of everybody who presents."""
NEAR = 80
"""Characters between an event and the date that is taken to be its own: about a clause."""


@dataclass(frozen=True, slots=True)
class Clue:
    """Words of a text by which somebody may be known although nobody is named."""

    start: int
    end: int
    """Half-open code points."""
    kind: str
    """'asked', 'only one', 'register', 'group and post', 'group', 'one of a post', 'family', 'event', 'public', 'life', 'place',
    'together', 'office' or 'likeness'."""
    reason: str
    """Why, in words for whoever decides; it never quotes the text."""
    instead: str
    """What may stand in place of the words if they are to go, without brackets."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beforehand of who is alone in what they do, and which places are no secret."""

    unique: Mapping[str, str] = field(default_factory=dict)
    """A title that one person holds, in small letters, and how that is known."""
    places: frozenset[str] = frozenset()
    """Places, in small letters, that identify nobody: the programme's own, cities and countries."""


def known_from(people: Iterable[Person], roles: Mapping[str, int], places: Iterable[str] = ()) -> Known:
    """Who is alone in what they do: as the register says it, and as it counts (`roles`: how many people hold each).

    Of a register of fewer than k people a count says nothing: each role has one holder. `places` are names that stand in any text of the programme, such as its collaboratives'.
    """
    told = {
        title.casefold(): "the register says that one person holds this title"
        for one in people
        for title in one.only_one
    }
    counted = {
        role.casefold(): "one person in the register holds this role"
        for role, holders in roles.items()
        if holders == 1 and role.casefold() not in IN_TALK and sum(roles.values()) >= K
    }
    return Known({**counted, **told}, frozenset(place.casefold() for place in places) | _well_known())


@cache
def _well_known() -> frozenset[str]:
    return frozenset(" ".join(phrase) for phrase in allowed_phrases())


LIKENESS = "likeness", "reads like sentences that tell who somebody is; no rule says why", "something personal"
"""Kind, reason and words to put instead of what only likeness points out."""

Finding = tuple[int, int, str, str, str]
Rule = Callable[[str, Known], Iterator[Finding]]


def find_clues(text: str, known: Known | None = None) -> list[Clue]:
    """Every sentence of the text that may tell who somebody is, once each, in order."""
    known, found = known or known_from((), {}), []
    for sentence in SENTENCE.finditer(text):
        hits = [hit for rule in RULES for hit in rule(sentence.group(), known)]
        if hits:
            start, end, kind, _, instead = hits[0]  # rules stand in the order of how much they tell
            reason = "; ".join(dict.fromkeys(hit[3] for hit in hits[:2]))
            found.append(Clue(sentence.start() + start, sentence.start() + end, kind, reason, instead))
    return found


def _asked_to_keep(sentence: str, _: Known) -> Iterator[Finding]:
    for match in ASKED_TO_KEEP.finditer(sentence):
        yield (
            *match.span(),
            "asked",
            "asks that this is not passed on: ask whoever said it before it is used",
            "a request",
        )


def _only_one(sentence: str, _: Known) -> Iterator[Finding]:
    for pattern in ALONE:
        for match in pattern.finditer(sentence):
            yield *match.span(), "only one", "says that nobody else is or does the same", "a colleague"


def _in_register(sentence: str, known: Known) -> Iterator[Finding]:
    for title, why in known.unique.items():
        for match in _title(title).finditer(sentence):
            yield *match.span("title"), "register", why, "a member of staff"


def _title(title: str) -> re.Pattern[str]:
    """A title of one holder, spoken of as somebody's: 'the chief pharmacist', 'our ...', 'I am lead chaplain'."""
    words = r"\s+".join(map(re.escape, title.split()))
    before = r"(?<!\w)(?:the|our|my|their|its|your|this|that|as|am|is|was|new|former|acting|,)\s+"
    return re.compile(rf"{before}(?P<title>{words}){NO_THING}", re.IGNORECASE)


def _group_and_role(sentence: str, _: Known) -> Iterator[Finding]:
    for match in GROUP_AND_ROLE.finditer(sentence):
        which = "who" if match["who"] else "which"
        yield *match.span(which), "group and post", "names a group of few people together with a post", "a colleague"
    small, post = SMALL_GROUP.search(sentence), POST.search(sentence)
    if small and post and FIRST_PERSON.search(sentence):
        span = min(small.start(), post.start()), max(small.end(), post.end())
        yield *span, "group and post", "the speaker names a group of few people and their own post", "a colleague"
    for match in OF_A_SMALL_GROUP.finditer(sentence):
        yield *match.span(), "group", "the speaker belongs to a group of few people", "a colleague"


def _marked(sentence: str, _: Known) -> Iterator[Finding]:
    for match in (*MARKED.finditer(sentence), *VERY_YOUNG_OR_OLD.finditer(sentence)):
        yield *match.span(), "one of a post", "a post with something that is known of one holder", "a colleague"
    for match in SEEN.finditer(sentence):
        yield *match.span(), "one of a post", "how somebody looks, moves or speaks", "a colleague"
    for match in ONE_OF_FEW.finditer(sentence):
        yield *match.span(), "one of a post", "a post that few hold", "a member of staff"
    for match in (*THE_ONE_WHO.finditer(sentence), *PECULIAR.finditer(sentence)):
        yield *match.span(), "one of a post", "somebody told by what they do or what happened to them", "somebody"
    for match in THE_POST.finditer(sentence):
        yield *match.span(), "one of a post", "the speaker says that the post is theirs alone", "a member of staff"


def _family(sentence: str, _: Known) -> Iterator[Finding]:
    for match in (*KIN_AT_WORK.finditer(sentence), *KIN_OF_SOMEBODY.finditer(sentence)):
        yield *match.span(), "family", "a relative who works in the same place or holds an office", "a relative"


def _office(sentence: str, _: Known) -> Iterator[Finding]:
    for match in OFFICE.finditer(sentence):
        yield *match.span("title"), "office", "an office that one person holds at a time", "a senior member of staff"


def _trouble(sentence: str, _: Known) -> Iterator[Finding]:
    for match in TROUBLE.finditer(sentence):
        yield *match.span(), "life", "illness, loss or trouble of somebody who works there", "a colleague"


def _event(sentence: str, _: Known) -> Iterator[Finding]:
    rare = RARE_EVENT.search(NOT_THE_EVENT.sub(lambda match: " " * len(match.group()), sentence))
    dated = DATED.search(sentence)
    if rare and dated and max(rare.start() - dated.end(), dated.start() - rare.end()) < NEAR:
        span = min(rare.start(), dated.start()), max(rare.end(), dated.end())
        yield *span, "event", "a rare event with its date can be looked up", "after an incident"


def _public(sentence: str, _: Known) -> Iterator[Finding]:
    for match in FAMOUS.finditer(sentence):
        yield *match.span(), "public", "something that was in the news or is on record", "something that became known"


def _life(sentence: str, _: Known) -> Iterator[Finding]:
    for match in (*LIFE.finditer(sentence), *ONCE.finditer(sentence), *TURN.finditer(sentence)):
        yield *match.span(), "life", "an event in somebody's life that few others share", "a life event"


def _place(sentence: str, known: Known) -> Iterator[Finding]:
    for match in (match for pattern in PLACES for match in pattern.finditer(sentence)):
        place = match["place"].casefold()
        if place not in known.places and place.split()[-1] not in BODIES:
            yield *match.span("who"), "place", "a post or a home together with a small place", "a member of staff"


def _together(sentence: str, _: Known) -> Iterator[Finding]:
    told = told_of_oneself(sentence)
    if len(told) >= ENOUGH:
        span = min(start for start, _ in told.values()), max(end for _, end in told.values())
        yield *span, "together", f"taken together: {', '.join(sorted(told))}", "a colleague"


RULES: Sequence[Rule] = (
    _asked_to_keep,
    _only_one,
    _in_register,
    _group_and_role,
    _marked,
    _family,
    _trouble,
    _event,
    _public,
    _life,
    _place,
    _together,
    _office,
)
TOLD: Mapping[str, LatePattern] = {
    "age": AGE, "origin or group": ORIGIN, "post": POST, "how long": TENURE, "life": LIFE,
}  # fmt: skip


def told_of_oneself(sentence: str) -> dict[str, tuple[int, int]]:
    """What a sentence in the first person tells of the speaker: the kind of it, and where."""
    if not FIRST_PERSON.search(sentence):
        return {}
    found = {kind: pattern.search(sentence) for kind, pattern in TOLD.items()}
    return {kind: match.span() for kind, match in found.items() if match}


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of a text and whose words it is."""

    start: int
    text: str
    voice: str


def clues_of_voices(said: Iterable[Said], apart_from: Sequence[Clue]) -> list[Clue]:
    """Voices that tell so much of themselves, sentence by sentence, that it adds up; pointed out where the last of it is.

    A kind of fact that a clue of its own stands on (`apart_from`) is decided there and not counted again.
    """
    told: dict[str, dict[str, tuple[int, int]]] = {}
    for piece in said:
        for sentence in SENTENCE.finditer(piece.text):
            for kind, (start, end) in told_of_oneself(sentence.group()).items():
                at = piece.start + sentence.start()
                if not any(clue.start < at + end and at + start < clue.end for clue in apart_from):
                    told.setdefault(piece.voice, {}).setdefault(kind, (at + start, at + end))
    return [
        Clue(*max(places.values()), "together", _adds_up(places), "a colleague")
        for places in told.values()
        if len(places) > ENOUGH  # over a whole talk people tell more of themselves than in a breath
    ]


def clues_by_likeness(said: Sequence[Said], tells: Telling, apart_from: Sequence[Clue]) -> list[Clue]:
    """Stretches that read like what tells who somebody is, though no rule says why; where a rule does, its reason stands."""
    told = tells([piece.text for piece in said])
    likely = [
        Clue(piece.start, piece.start + len(piece.text), *LIKENESS)
        for piece, tell in zip(said, told, strict=True)
        if tell
    ]
    return [one for one in likely if not any(clue.start < one.end and one.start < clue.end for clue in apart_from)]


def _adds_up(told: Iterable[str]) -> str:
    return f"with what the same person says elsewhere in this source: {', '.join(sorted(told))}"
