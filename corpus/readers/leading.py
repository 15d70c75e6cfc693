"""In what capacity the labels of a transcript speak: as somebody said, else as the label itself says."""

from collections.abc import Collection
from dataclasses import replace

from learnbrief.corpus.document import SourceText, Speech
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.labels import is_code
from learnbrief.corpus.readers.reading import Reading
from learnbrief.corpus.speakers import asks_questions


def with_roles(reading: Reading, how: How, name: str) -> Reading:
    """The reading with every passage under the capacity in which its label speaks."""
    if reading.survey is not None or not reading.speakers:
        return reading
    told = {one: how.roles[one.casefold()] for one in reading.speakers if one.casefold() in how.roles}
    asking = _interviewers(reading) - told.keys()
    speech = told | dict.fromkeys(asking, Speech.FACILITATOR)
    warnings = reading.warnings
    if how.roles and not told:
        warnings = (
            *warnings,
            f"{name}: none of those that roles name speaks in it; take the labels as they stand there",
        )
    if not speech and warnings == reading.warnings:
        return reading
    passages = (replace(one, speech=speech.get(one.speaker or "", one.speech)) for one in reading.source.passages)
    return replace(reading, source=SourceText(reading.source.text, tuple(passages)), warnings=warnings)


def _interviewers(reading: Reading) -> Collection[str]:
    """'I' and 'Q' are interviewers where the others are codes too: among first names, 'I' is Ines."""
    if not reading.turns:
        return set()
    others = [name for name in reading.speakers if not asks_questions(name)]
    coded = sum(is_code(name) and (len(name.strip(" .")) > 1 or name in "ABPRS") for name in others)
    return {name for name in reading.speakers if asks_questions(name)} if coded >= len(others) / 2 else set()
