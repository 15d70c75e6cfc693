"""VTT and SRT captions, whoever makes them: cues of one speaker become one turn, every cue keeps its time, every word stands once."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path

from learnbrief.corpus.clocks import CLOCK
from learnbrief.corpus.document import Mode
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.captions.cues import Cue, cues_of, grows, is_times, read_once, rolls
from learnbrief.corpus.readers.characters import normalise
from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.transcripts.detect import best_fit, lines_of
from learnbrief.corpus.readers.transcripts.labels import is_person_label
from learnbrief.corpus.readers.transcripts.shapes import NONE, Shape, shapes
from learnbrief.corpus.readers.transcripts.turns import Utterance, repeated_labels, turns_of
from learnbrief.corpus.speakers import accepted_labels, could_be_name, is_topic, label_of, names_nobody

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d{1,2}:\d{2}(?::\d{2})?\.\d{3}>|\{\\an?\d\}", re.IGNORECASE
)
_CHANGE = re.compile(r"^\s*(?:>>+|&gt;&gt;+)\s*")
_STARTS_DIALOGUE = re.compile(r"^[-–]\s+(?=\S)")
_DASHED = re.compile(r"(?m)^[-–]\s+\S")
_STAMPED = re.compile(rf"^\s*{CLOCK}\s*(?P<who>[^:\n]{{1,60}}?)?\s*:\s+", re.IGNORECASE)
# Webex writes the speaker beside the number of the cue: 12 "Priya Nair" (3391)
_BESIDE_NUMBER = re.compile(r"^(?:\d+\s*[-:.]?\s*)?\"?(?P<who>[^\W\d_][^\"\n]{0,70}?)\"?(?:\s*\(\d+\))?$")

_FLASH = 0.05
"""Seconds; rolling captions have such cues too, all through the file."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of a cue as one speaker's, still with their markup."""

    speaker: str | None
    words: str


def read_vtt(path: Path, how: How) -> Reading:
    """A WebVTT file."""
    return _read(path, "vtt", how)


def read_srt(path: Path, how: How) -> Reading:
    """A SubRip file, or YouTube's .sbv."""
    return _read(path, "srt", how)


def _read(path: Path, form: str, how: How) -> Reading:
    raw, warnings = read_text_file(path)
    cues, _ = cues_of(raw)
    if not cues and raw.lstrip("\ufeff").startswith("WEBVTT"):
        raise UnreadableSource(f"{path.name}: holds no cue; export the transcript again with captions switched on")
    if not cues:
        raise UnreadableSource(
            f"{path.name}: is not a {form.upper()} transcript (no line like 00:00:04.000 --> 00:00:09.000); give it as .txt if it"
            " has other times"
        )
    return reading_of_cues(path, cues, how, readable=_readable(raw, form), warnings=warnings)


def reading_of_cues(
    path: Path, cues: Sequence[Cue], how: How, *, readable: str, warnings: Sequence[str] = ()
) -> Reading:
    """Captions of whatever form, once their cues are known; `readable` is what the file shows, to count against."""
    payloads, repeated = _once([_plain_lines(cue.payload) for cue in cues], [cue.payload for cue in cues])
    said, told = _spoken(cues, payloads, how)
    utterances = [
        Utterance(plain, one.speaker, cue.start, until, bool(_CHANGE.match(one.words)))
        for cue, until, ones in zip(cues, _until(cues, payloads), said, strict=True)
        for one in ones
        if (plain := _plain(_CHANGE.sub("", one.words)))
    ]
    flashes = _flashes(cues)
    titles = [Block(one.words, "note", Mode.VERBATIM) for one in utterances if one.at in flashes]
    blocks = [*titles, *turns_of([one for one in utterances if one.at not in flashes])]
    again = f"{path.name}: {len(repeated)} lines that the captions show twice are read once"
    return reading_of(
        blocks,
        readable=readable,
        left_out="\n".join([*repeated, repeated_labels(utterances, blocks), _dropped(payloads, said)]),
        title=path.stem,
        details={},
        warnings=(*warnings, again) if repeated else warnings,
        read_as=told,
    )


def _flashes(cues: Sequence[Cue]) -> set[float]:
    """When the first cues begin that are shown too shortly to be said: some tools write the name of the recording so."""
    short = list(takewhile(lambda cue: 0 < cue.end - cue.start < _FLASH, cues))
    return {cue.start for cue in short} if len(short) < len(cues) / 4 else set()


def _once(lines: Sequence[Sequence[str]], payloads: Sequence[str]) -> tuple[list[str], list[str]]:
    """Every cue without what an earlier one showed already, and what went."""
    if rolls(lines):
        parts = list(read_once(lines))
        return ["\n".join(new) for new, _ in parts], [line for _, old in parts for line in old]
    plain = ["\n".join(one) for one in lines]
    if grows(plain):
        kept = [one if not after.startswith(one) else "" for one, after in pairwise([*plain, ""])]
        return kept, [one for one, left in zip(plain, kept, strict=True) if not left]
    return list(payloads), []


def _until(cues: Sequence[Cue], payloads: Sequence[str]) -> list[float]:
    """When the words of each cue were last seen: those after it that only show them again count to it."""
    ends: list[float] = []
    shown_after = "words"
    for cue, payload in zip(reversed(cues), reversed(payloads), strict=True):
        again = ends[-1] if ends and not shown_after.strip() else cue.end
        ends.append(max(cue.end, again))
        shown_after = payload
    return ends[::-1]


def _plain_lines(payload: str) -> list[str]:
    return [line for line in (_plain(line) for line in payload.split("\n")) if line]


def _readable(raw: str, form: str) -> str:
    """Every line of the file that is neither number, time, comment nor style: what reading must not lose."""
    lines = normalise(raw).split("\n")
    kept: list[str] = []
    skipping = False
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        block = line.strip() and not lines[number - 1].strip() if number else True
        if block and form == "vtt":
            skipping = line.startswith(("WEBVTT", "NOTE", "STYLE", "REGION"))
        skipping = skipping and bool(line.strip())
        times = is_times(line) or (is_times(after) and (block or line.strip().isdigit()))
        if not skipping and not times:
            kept.append(_VOICE.sub(lambda voice: f" {voice.group(1)} ", line))
    return _plain("\n".join(kept))


def _dropped(payloads: Sequence[str], said: Sequence[Sequence[_Said]]) -> str:
    """Stamps and labels before words whose voice is told elsewhere."""
    gone = []
    for payload, ones in zip(payloads, said, strict=True):
        stamp = _STAMPED.match(_plain(payload))
        if stamp and not any(_plain(one.words).startswith(stamp.group()) for one in ones):
            gone.append(stamp.group())
    return " ".join(gone)


def _spoken(cues: Sequence[Cue], payloads: Sequence[str], how: How) -> tuple[list[list[_Said]], str]:
    """Who says what in each cue, and in words how the file tells it."""
    if sum(bool(_VOICE.search(payload)) for payload in payloads) >= 0.2 * len(payloads):
        return [list(_by_voice(payload)) for payload in payloads], "captions with a voice for each cue"
    beside = _names_beside(cues)
    if beside:
        return [
            [_Said(who, payload)] for who, payload in zip(beside, payloads, strict=True)
        ], "captions, name beside the number"
    prefixes = _prefix_labels(payloads) if how.shape != NONE else frozenset()
    # one cue with a dash may be a list; several mark each new speaker, as subtitles do
    dashed = sum(bool(_STARTS_DIALOGUE.match(_plain(payload))) for payload in payloads) > 1
    said = [list(_by_prefix(payload, prefixes, dashed=dashed)) for payload in payloads]
    told = "captions, name and colon before the words"
    if not prefixes:
        fit = best_fit(lines_of([Block(_plain(payload)) for payload in payloads]), _within_cues(how), transcript=True)
        if fit is None:
            return said, "captions, nobody named"
        said, told = [list(_by_shape(payload, fit.shape)) for payload in payloads], f"captions, {fit.shape.told}"
    return (_carried(said) if _marks_changes(said) else said), told


def _within_cues(how: How) -> list[Shape]:
    return [shape for shape in (*how.shapes, *shapes()) if shape.named and how.shape != NONE]


def _names_beside(cues: Sequence[Cue]) -> list[str | None]:
    """Speakers that stand beside the numbers of cues; marks of a tool are no names and do not come back."""
    found = [_BESIDE_NUMBER.match(cue.name) for cue in cues]
    names = [one["who"].strip() if one and is_person_label(one["who"]) else None for one in found]
    counts = Counter(name for name in names if name)
    named = sum(counts.values())
    return names if named >= 0.5 * len(cues) and named > len(counts) else []


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


def _by_voice(payload: str) -> Iterator[_Said]:
    """A cue by its voice tags; some tools write stamp and label again before the words."""
    spans = _VOICE.split(payload)
    yield _Said(None, spans[0])
    for tag, words in zip(spans[1::2], spans[2::2], strict=True):
        name = html.unescape(tag).strip() or None
        stamp = _STAMPED.match(words)
        if stamp and (stamp["who"] or "").strip() in ("", name or ""):
            words = words[stamp.end() :]
        yield _Said(name, words)


def _by_prefix(payload: str, prefixes: frozenset[str], *, dashed: bool) -> Iterator[_Said]:
    """A cue by the labels before its lines, or the dashes before two speakers who share it or, `dashed`, before each that is new."""
    speaker: str | None = None
    pending: list[str] = []
    dialogue = dashed or len(_DASHED.findall(payload)) > 1
    for line in payload.split("\n"):
        bare = _CHANGE.sub("", _plain(line))
        label = label_of(bare)
        starts = label is not None and label.name in prefixes
        if (starts or _STARTS_DIALOGUE.match(bare)) and pending:
            yield _Said(speaker, " ".join(pending))
            pending, speaker = [], None
        if label is not None and starts:
            speaker, line = label.name, bare[label.words :]
        pending.append(_STARTS_DIALOGUE.sub(">> ", line) if dialogue else line)
    yield _Said(speaker, " ".join(pending))


def _by_shape(payload: str, shape: Shape) -> Iterator[_Said]:
    """A cue whose lines open turns in a shape of the table: '[SPEAKER_00]: words', 'Priya Nair' above the words."""
    speaker: str | None = None
    pending: list[str] = []
    for line in payload.split("\n"):
        opening = shape.opening(_plain(line))
        if opening is None or not opening.name or not is_person_label(opening.name):
            pending.append(line)
            continue
        if any(map(_plain, pending)):
            yield _Said(speaker, " ".join(pending))
        speaker, pending = opening.name, [opening.words]
    yield _Said(speaker, " ".join(pending))


def _marks_changes(said: Sequence[Sequence[_Said]]) -> bool:
    """Whether labels stand only where the speaker changes: hardly ever the same one twice running."""
    labels = [one.speaker for ones in said for one in ones if one.speaker]
    twice = sum(before == after for before, after in pairwise(labels))
    return len(labels) >= 2 and twice <= 0.1 * len(labels)


def _carried(said: Sequence[Sequence[_Said]]) -> list[list[_Said]]:
    """Cues without a label given to whoever spoke last; '>>' without a name ends that."""
    speaker: str | None = None
    carried = []
    for ones in said:
        kept = []
        for one in ones:
            speaker = one.speaker or (None if _CHANGE.match(one.words) else speaker)
            kept.append(_Said(speaker, one.words))
        carried.append(kept)
    return carried


def _plain(payload: str) -> str:
    return normalise(html.unescape(_TAG.sub("", _VOICE.sub("", payload)))).strip()
