"""Utterances with speaker and time, from captions, tables and tiers, as blocks: those of one speaker on end become one turn."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learnbrief.corpus.document import Mode
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.speakers import speech_of

PAUSE = 4.0
"""Seconds of silence after which speech without speakers begins a new turn."""


_SOUND = re.compile(r"\[[^\[\]:]{1,40}\]|\([^():]{1,40}\)|[♪♫#*]+[^♪♫#*]*[♪♫#*]+|[♪♫]+.*")
_SOUND_WORDS = 5


def is_sound(words: str) -> bool:
    """Whether a line is what a transcriber or tool heard and nobody said: '[crosstalk]', '[BLANK_AUDIO]', '(laughs)'."""
    return len(words.split()) <= _SOUND_WORDS and bool(_SOUND.fullmatch(words.strip()))


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words of one cue by one speaker; no speaker where the file does not say."""

    words: str
    speaker: str | None
    at: float | None
    until: float | None
    changes: bool = False
    """Marked as another speaker's ('>>') without saying whose."""


def turns_of(utterances: Sequence[Utterance]) -> Iterator[Block]:
    """One labelled block where a turn begins, an unlabelled one per further cue."""
    last: Utterance | None = None
    for utterance in utterances:
        if not utterance.speaker and is_sound(utterance.words):
            yield Block(utterance.words, "note", at=utterance.at)
            last = None
            continue
        goes_on = last is not None and _same_turn(last, utterance)
        yield Block(
            utterance.words,
            "turn",
            Mode.VERBATIM,
            speaker=utterance.speaker,
            label=None if goes_on else utterance.speaker,
            speech=speech_of(utterance.speaker),
            at=utterance.at,
            gap=" " if goes_on else "\n\n",
        )
        last = utterance


def _same_turn(last: Utterance, utterance: Utterance) -> bool:
    if utterance.speaker or last.speaker:
        return utterance.speaker == last.speaker
    if utterance.at is None or last.until is None:
        return False
    return not utterance.changes and utterance.at - last.until < PAUSE


def repeated_labels(utterances: Sequence[Utterance], blocks: Sequence[Block]) -> str:
    """Labels that a turn of many cues does not repeat."""
    spare = [utterance.speaker or "" for utterance in utterances]
    for block in blocks:
        if block.label in spare:
            spare.remove(block.label)
    return " ".join(spare)
