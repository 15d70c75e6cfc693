"""VTT and SRT captions of Zoom, Teams, YouTube and none of them: cues of one speaker become one turn, every cue keeps its time."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from learnbrief.corpus.document import Mode
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import normalise
from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.speakers import accepted_labels, could_be_name, is_topic, label_of, names_nobody, speech_of

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d{1,2}:\d{2}(?::\d{2})?\.\d{3}>|\{\\an?\d\}", re.IGNORECASE
)
_ROLLING = re.compile(r"<\d{1,2}:\d{2}(?::\d{2})?\.\d{3}><c>")
_CHANGE = re.compile(r"^\s*(?:>>+|&gt;&gt;+)\s*")
_STARTS_DIALOGUE = re.compile(r"^[-–]\s+(?=\S)")
_DASHED = re.compile(r"(?m)^[-–]\s+\S")
PAUSE = 4.0
"""Seconds of silence after which captions without speakers begin a new turn."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words of one cue by one speaker; no speaker where captions do not say."""

    words: str
    speaker: str | None
    at: float
    until: float
    changes: bool = False
    """Marked as another speaker's ('>>') without saying whose."""


def read_vtt(path: Path) -> Reading:
    """A WebVTT file."""
    return _read(path, "vtt")


def read_srt(path: Path) -> Reading:
    """A SubRip file."""
    return _read(path, "srt")


def _read(path: Path, shape: str) -> Reading:
    raw, warnings = read_text_file(path)
    cues = _cues(raw, shape, path.name)
    if not cues:
        raise UnreadableSource(f"{path.name}: holds no cue; export the transcript again with captions switched on")
    payloads, repeated = [cue.raw_text for cue in cues], ""
    if any(_ROLLING.search(payload) for payload in payloads):
        payloads, repeated = _unrolled(payloads)
    utterances = list(_utterances(cues, payloads))
    blocks = list(_turns(utterances))
    labels = [utterance.speaker or "" for utterance in utterances]
    labels_once = [block.label or "" for block in blocks]
    return reading_of(
        blocks,
        readable=_readable(raw, shape),
        left_out=repeated + _difference(labels, labels_once),
        title=path.stem,
        details={},
        warnings=warnings,
    )


def _difference(every: list[str], once: list[str]) -> str:
    """Labels that a turn of many cues does not repeat."""
    spare = list(every)
    for label in once:
        if label in spare:
            spare.remove(label)
    return " ".join(spare)


def _cues(raw: str, shape: str, name: str) -> Sequence[Any]:
    import webvtt

    # A line of one blank is part of a cue (YouTube writes them): only line ends are made alike.
    text = "\n".join(raw.lstrip("\ufeff").replace("\x00", "").splitlines())
    try:
        cues: Any = webvtt.from_buffer(StringIO(text), format=shape)
        return [*cues]
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as err:
        remedy = "its first line must be WEBVTT" if shape == "vtt" else "each cue needs a number, a time line and words"
        raise UnreadableSource(f"{name}: is not a {shape.upper()} transcript ({err}); {remedy}") from err


def _readable(raw: str, shape: str) -> str:
    """Every line of the file that is neither number, time, comment nor style: what reading must not lose."""
    lines = normalise(raw).split("\n")
    kept: list[str] = []
    skipping = False
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        block = line.strip() and not lines[number - 1].strip() if number else True
        if block and shape == "vtt":
            skipping = line.startswith(("WEBVTT", "NOTE", "STYLE", "REGION"))
        skipping = skipping and bool(line.strip())
        if not skipping and "-->" not in line and not (block and "-->" in after):
            kept.append(_VOICE.sub(lambda voice: f" {voice.group(1)} ", line))
    return _plain("\n".join(kept))


def _unrolled(payloads: Sequence[str]) -> tuple[list[str], str]:
    """YouTube shows each line twice, once as it is spoken and once above the next: keep it once, and tell what went."""
    shown: list[str] = []
    kept, repeated = [], []
    for payload in payloads:
        lines = [line for line in payload.split("\n") if _plain(line)]
        kept.append("\n".join(line for line in lines if _plain(line) not in shown))
        repeated += [_plain(line) for line in lines if _plain(line) in shown]
        shown = [_plain(line) for line in lines]
    return kept, " ".join(repeated)


def _utterances(cues: Sequence[Any], payloads: Sequence[str]) -> Iterator[Utterance]:
    prefixes = _prefix_labels(payloads)
    for cue, payload in zip(cues, payloads, strict=True):
        for speaker, words in _voices(payload, prefixes):
            if plain := _plain(_CHANGE.sub("", words)):
                yield Utterance(
                    plain, speaker, _seconds(cue.start_time), _seconds(cue.end_time), bool(_CHANGE.match(words))
                )


def _seconds(stamp: Any) -> float:
    hours, minutes, seconds, thousandths = stamp.to_tuple()
    return float(hours * 3600 + minutes * 60 + seconds) + float(thousandths) / 1000


def _prefix_labels(payloads: Sequence[str]) -> frozenset[str]:
    """The 'Name: ' prefixes that are speakers: where most cues have one, handles in small letters count as well."""
    lines = [_plain(_CHANGE.sub("", line)) for payload in payloads for line in payload.split("\n") if _plain(line)]
    found = Counter(label.name for line in lines if (label := label_of(line)))
    if sum(found.values()) < 0.5 * len(payloads):
        return accepted_labels(lines)
    return frozenset(
        name
        for name, times in found.items()
        if times > 2
        or could_be_name(name)
        or names_nobody(name)
        or ((times == 2 or " " not in name) and not is_topic(name))
    )


def _voices(payload: str, prefixes: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    """Who says what within one cue."""
    spans = _VOICE.split(payload)
    if len(spans) > 1:
        yield None, spans[0]
        for name, words in zip(spans[1::2], spans[2::2], strict=True):
            yield html.unescape(name).strip() or None, words
        return
    speaker: str | None = None
    pending: list[str] = []
    for line in payload.split("\n"):
        bare = _CHANGE.sub("", _plain(line))
        label = label_of(bare)
        starts = label is not None and label.name in prefixes
        if (starts or _STARTS_DIALOGUE.match(bare)) and pending:
            yield speaker, " ".join(pending)
            pending, speaker = [], None
        if label is not None and starts:
            speaker, line = label.name, bare[label.words :]
        pending.append(_STARTS_DIALOGUE.sub(">> ", line) if _is_dialogue(payload) else line)
    yield speaker, " ".join(pending)


def _is_dialogue(payload: str) -> bool:
    """Subtitles put a dash before each of two speakers who share a cue."""
    return len(_DASHED.findall(payload)) > 1


def _plain(payload: str) -> str:
    return normalise(html.unescape(_TAG.sub("", _VOICE.sub("", payload)))).strip()


def _turns(utterances: Sequence[Utterance]) -> Iterator[Block]:
    """One labelled block where a turn begins, an unlabelled one per further cue."""
    last: Utterance | None = None
    for utterance in utterances:
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
    return not utterance.changes and utterance.at - last.until < PAUSE
