"""In what capacity the labels of a transcript speak: as somebody said, else as the label itself says."""

from collections.abc import Iterator, Set
from dataclasses import replace

from learnbrief.corpus.document import NO_SPEAKERS, TRANSCRIBED, SourceText, Speech
from learnbrief.corpus.kinds import kind_called
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Reading
from learnbrief.corpus.readers.transcripts.labels import is_code
from learnbrief.corpus.readers.transcripts.shapes import NONE
from learnbrief.corpus.speakers import asks_questions

_LEADING = frozenset({Speech.FACILITATOR, Speech.COACH, Speech.PRESENTER})


def with_roles(reading: Reading, how: How, name: str) -> Reading:
    """The reading with every passage under the capacity in which its label speaks, and what is odd about that."""
    if reading.survey is not None:
        return reading
    told = {one: how.roles[one.casefold()] for one in reading.speakers if one.casefold() in how.roles}
    speech = told | dict.fromkeys(_interviewers(reading) - told.keys(), Speech.FACILITATOR)
    if speech:
        passages = (replace(one, speech=speech.get(one.speaker or "", one.speech)) for one in reading.source.passages)
        reading = replace(reading, source=SourceText(reading.source.text, tuple(passages)))
    return replace(
        reading, warnings=(*reading.warnings, *(f"{name}: {doubt}" for doubt in _doubts(reading, how, bool(told))))
    )


def _interviewers(reading: Reading) -> Set[str]:
    """'I' and 'Q' are interviewers where the others are codes too: among first names, 'I' is Ines."""
    if not reading.turns:
        return set()
    others = [name for name in reading.speakers if not asks_questions(name)]
    coded = sum(is_code(name) and (len(name.strip(" .")) > 1 or name in "ABPRS") for name in others)
    return {name for name in reading.speakers if asks_questions(name)} if coded >= len(others) / 2 else set()


def _doubts(reading: Reading, how: How, taken: bool) -> Iterator[str]:
    """What a person should look at before the reading is relied on."""
    kind = how.kind or kind_called(reading.details.get("kind", ""))
    said = [one for one in reading.source.passages if one.layout == "turn"]
    if how.roles and not taken:
        yield "roles name nobody who speaks in it; write the labels as they stand there"
    if kind in TRANSCRIBED and not reading.speakers and how.shape != NONE:
        yield f"{NO_SPEAKERS} in a {kind.words}; look at it and confirm it, or tell its shape (shape = 'none': nobody is named)"
    if said and (reading.read_as or kind in TRANSCRIBED) and all(one.speech in _LEADING for one in said):
        turns = reading.turns
        whose = "the only turn is" if turns == 1 else f"all {turns} turns are"
        yield f"{whose} a facilitator's, coach's or presenter's, which is no evidence by default; tell roles if they are not"
