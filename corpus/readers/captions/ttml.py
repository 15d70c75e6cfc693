"""TTML and DFXP, the captions of Stream, broadcasters and editors: paragraphs with times, and agents who speak."""

import re
from pathlib import Path
from typing import Any

from learnbrief.corpus.clocks import seconds
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.captions.captions import reading_of_cues
from learnbrief.corpus.readers.captions.cues import Cue
from learnbrief.corpus.readers.captions.marked_up import attribute, local, named, parsed
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Reading

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_COUNTED = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")


def read_ttml(path: Path, how: How) -> Reading:
    """A .ttml, .dfxp or .xml file of captions."""
    root = parsed(path, "tt", "export the captions again, as .vtt or .ttml")
    units = _UNITS | {"f": 1 / _rate(root, "frameRate", 30.0), "t": 1 / _rate(root, "tickRate", 1.0)}
    names = {
        attribute(agent, "id"): " ".join(" ".join(name.itertext()) for name in named(agent, "name")).strip()
        for agent in named(root, "agent")
    }
    cues = [_cue(one, names, units) for one in named(root, "p")]
    if not any(cue.payload.strip() for cue in cues):
        raise UnreadableSource(f"{path.name}: holds no caption; export it again with captions switched on")
    readable = "\n".join("".join(one.itertext()) for one in named(root, "p"))
    return reading_of_cues(path, cues, how, readable=readable)


def _rate(root: Any, name: str, usual: float) -> float:
    told = attribute(root, name)
    return float(told) if told.isdigit() and int(told) else usual


def _cue(element: Any, names: dict[str, str], units: dict[str, float]) -> Cue:
    begin = _at(attribute(element, "begin"), units)
    length = attribute(element, "dur")
    end = begin + _at(length, units) if length else _at(attribute(element, "end"), units)
    return Cue(begin, end, "".join(_voiced(element, names)).strip())


def _voiced(element: Any, names: dict[str, str]) -> list[str]:
    """The words, each agent's behind a voice tag, as WebVTT has them."""
    name = names.get(attribute(element, "agent"), "")
    words = [f"<v {name}>" if name else "", _escaped(element.text)]
    for child in element:
        words += ["\n"] if local(child) == "br" else _voiced(child, names)
        words.append(_escaped(child.tail))
    return words


def _escaped(words: str | None) -> str:
    return (words or "").replace("&", "&amp;").replace("<", "&lt;").replace("\n", " ")


def _at(told: str, units: dict[str, float]) -> float:
    counted = _COUNTED.fullmatch(told)
    return float(counted[1]) * units[counted[2]] if counted else seconds(told) or 0.0
