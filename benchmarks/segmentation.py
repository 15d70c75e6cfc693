"""How often an excerpt straddles a human topic boundary: our cutting beside fixed windows and whole turns, on AMI and QMSum."""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from _common import print_table, write_result

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Document, Kind, Mode
from learnbrief.corpus.readers.reading import Block, assemble
from learnbrief.corpus.sentences import Span, sentences, words_in


@dataclass(frozen=True, slots=True)
class Meeting:
    """Turns with the number of the human topic each belongs to."""

    turns: tuple[tuple[str, str, int], ...]


def ami(data: Path, part: str) -> Iterator[Meeting]:
    """AMI: topic segments are runs of whole turns; every other meeting was looked at while cutting was worked out."""
    lines = (data / "ami_topics" / "ami_dev.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[0 if part == "looked-at" else 1 :: 2]:
        segments = enumerate(json.loads(line)["segments"])
        yield Meeting(tuple((t["speaker"], t["text"], number) for number, s in segments for t in s["turns"]))


def qmsum(data: Path, part: str) -> Iterator[Meeting]:
    """QMSum committee meetings: topics are spans of turns, some of several spans; we report on the 'val' split."""
    for path in sorted((data / "qmsum_committee" / ("train" if part == "looked-at" else "val")).glob("*.json")):
        loaded = json.loads(path.read_text(encoding="utf-8"))
        turns = loaded["meeting_transcripts"]
        topics = [-1] * len(turns)
        for number, topic in enumerate(loaded["topic_list"]):
            for first, last in topic["relevant_text_span"]:
                topics[int(first) : int(last) + 1] = [number] * (min(int(last) + 1, len(turns)) - int(first))
        yield Meeting(tuple((t["speaker"], t["content"], topic) for t, topic in zip(turns, topics, strict=True)))


def document_of(meeting: Meeting, *, speakers: bool) -> tuple[Document, list[int]]:
    """The meeting as a transcript, and where in its text a human says a new topic begins."""
    blocks, last = [], None
    for speaker, words, _ in meeting.turns:
        label = speaker if speakers and speaker != last else None
        gap = "\n\n" if label else " "
        blocks.append(Block(words, "turn", Mode.VERBATIM, speaker=speaker if speakers else None, label=label, gap=gap))
        last = speaker
    source = assemble(blocks)
    said = [passage for passage in source.passages if passage.layout == "turn"]
    topics = [topic for _, words, topic in meeting.turns if words.strip()]
    boundaries = [b.start for (_, one), (b, other) in pairwise(zip(said, topics, strict=True)) if one != other]
    day = date(2025, 1, 1)
    return Document("m", 1, Kind.WEBINAR_TRANSCRIPT, "e", "m", day, None, "m.vtt", source, "h"), boundaries


def ours(document: Document) -> list[Span]:
    """What learnbrief.corpus.cut makes of it."""
    return [(excerpt.start, excerpt.end) for excerpt in cut(document, {}, facilitator_is_evidence=True)]


def windows(size: int) -> Callable[[Document], list[Span]]:
    """Every `size` words, whatever they say."""

    def cut_windows(document: Document) -> list[Span]:
        spans: list[Span] = []
        for passages in _runs(document):
            words = [(p, p + len(w)) for start, text in passages for p, w in _words(start, text)]
            spans += [(words[i][0], words[min(i + size, len(words)) - 1][1]) for i in range(0, len(words), size)]
        return spans

    return cut_windows


def sentence_windows(document: Document) -> list[Span]:
    """Whole sentences until there are 60 words: the usual careful baseline."""
    spans: list[Span] = []
    for start, text in (
        piece
        for run in _runs(document)
        for piece in [(run[0][0], document.text[run[0][0] : run[-1][0] + len(run[-1][1])])]
    ):
        begin, count = None, 0
        for s, e in sentences(text):
            begin = s if begin is None else begin
            count += words_in(text[s:e])
            if count >= 60:
                spans.append((start + begin, start + e))
                begin, count = None, 0
        if begin is not None:
            spans.append((start + begin, start + len(text)))
    return spans


def turns(document: Document) -> list[Span]:
    """Every turn as it is: what 'one paragraph, one excerpt' would give."""
    spans: list[Span] = []
    opens = True
    for passage in document.source.passages:
        if passage.layout == "label":
            opens = True
        elif opens:
            spans.append((passage.start, passage.end))
            opens = False
        else:
            spans[-1] = (spans[-1][0], passage.end)
    return spans


def _runs(document: Document) -> list[list[tuple[int, str]]]:
    """All that is said, in one run: windows do not know of speakers."""
    return [[(p.start, document.source.slice(p)) for p in document.source.passages if p.layout == "turn"]]


def _words(start: int, text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for word in text.split():
        at = text.index(word, at)
        yield start + at, word
        at += len(word)


def measure(
    meetings: Sequence[Meeting], cutter: Callable[[Document], list[Span]], *, speakers: bool
) -> dict[str, float | int]:
    """Straddling and size of what a cutter makes, over all meetings."""
    straddling = broken = boundaries_seen = covered = total = 0
    sizes: list[int] = []
    for meeting in meetings:
        document, boundaries = document_of(meeting, speakers=speakers)
        spans = cutter(document)
        hit = [sum(start < boundary < end for boundary in boundaries) for start, end in spans]
        straddling += sum(count > 0 for count in hit)
        broken += sum(hit)
        boundaries_seen += len(boundaries)
        lengths = [words_in(document.text[start:end]) for start, end in spans]
        sizes += lengths
        covered += sum(lengths)
        total += sum(words_in(words) for _, words, _ in meeting.turns)
    return {
        "excerpts": len(sizes),
        "straddling": straddling / max(len(sizes), 1),
        "boundaries inside an excerpt": broken / max(boundaries_seen, 1),
        "median words": statistics.median(sizes),
        "15 to 80 words": sum(15 <= size <= 80 for size in sizes) / max(len(sizes), 1),
        "words covered": covered / total,
    }


def main() -> None:
    """Print the table and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--part", choices=("looked-at", "reported"), default="reported")
    arguments = parser.parse_args()
    cutters = {
        "learnbrief": (ours, True),
        "learnbrief, speakers unknown": (ours, False),
        "whole turns": (turns, True),
        "60-word windows": (windows(60), False),
        "30-word windows": (windows(30), False),
        "60-word windows of sentences": (sentence_windows, False),
    }
    rows, payload = [], {}
    for source, load in (("AMI", ami), ("QMSum committees", qmsum)):
        meetings = list(load(arguments.data, arguments.part))
        name = f"{source}, {len(meetings)} meetings"
        for method, (cutter, speakers) in cutters.items():
            began = time.perf_counter()
            scores = measure(meetings, cutter, speakers=speakers)
            scores["seconds"] = round(time.perf_counter() - began, 1)
            rows.append({"set": name, "method": method, **scores})
            payload.setdefault(name, {})[method] = scores
    print_table(rows)
    write_result(arguments.json, payload)


if __name__ == "__main__":
    main()
