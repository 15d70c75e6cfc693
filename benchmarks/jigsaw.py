"""Is who is known without a name pointed out, and how much else is: 449 sentences, and how many clues a document gets.

    python benchmarks/jigsaw.py [--sentences FILE ...] [--data FOLDER ...] [--json OUT]

The sentences (`jigsaw_sentences.txt`) are ours. Eighty were written before the rules: half were worked on with the
rules (dev), half kept (report). The same hand wrote both, so they flatter. Forty were written to find what the rules
miss ('after'): they found 1 of 20, and were then worked on. Forty more ('fresh') were written when that was done and are
measured as they were then. 289 more ('widened') were written, in three lots, before the rules were widened again, and worked on. What is to be quoted is
measured on a file given with `--sentences` that nobody who works on the rules has read: a line each, '+ ' before what identifies somebody, '- '
before what does not. Sixty ('unseen') were written before there was a model that tells by likeness (nlp/telling.py), by whoever then wrote what it
learns from, and measured once with it. Folders given with `--data` (the demo's material, a programme's, any folder of sources) have no
right answers: of them the clues are counted, by document and by 1,000 words, for a person has to read them all.
Beside ours stand the rules without likeness and a peer that looks for a listed group, post or relative and nothing else.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from _common import print_table, write_result
from redaction import wilson

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register, parse_register
from learnbrief.corpus.deidentify.clues import Clue, Known, Said, clues_by_likeness, find_clues, known_from
from learnbrief.corpus.deidentify.telling import KIN_OF_SOMEBODY, POST, SENTENCE, SMALL_GROUP
from learnbrief.corpus.errors import LearnbriefError
from learnbrief.corpus.readers import read
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.telling import by_encoding

SENTENCES = Path(__file__).with_name("jigsaw_sentences.txt")
LATER = {"after": ("p", "m"), "fresh": ("q", "n"), "widened": ("d", "o"), "unseen": ("u", "v")}
"""The signs of those that were written once there were rules: what identifies, what does not."""
REGISTER = {"chief pharmacist": 1, "lead chaplain": 1, "ward manager": 7}


def sentences(half: str) -> list[tuple[str, bool]]:
    """(sentence, whether it identifies somebody) of one half: the odd lines of each sign, or the even; or those of after."""
    lines = [line.rstrip("\n") for line in SENTENCES.open(encoding="utf-8")]
    if half in LATER:
        identifies, does_not = LATER[half]
        return [(line[2:], line[0] == identifies) for line in lines if line[:2] in (f"{identifies} ", f"{does_not} ")]
    wanted = 0 if half == "dev" else 1
    return [
        (line[2:], sign == "+")
        for sign in "+-"
        for number, line in enumerate(line for line in lines if line.startswith(f"{sign} "))
        if number % 2 == wanted
    ]


def sentences_of(file: Path) -> list[tuple[str, bool]]:
    """The same of a file of somebody else's."""
    lines = [line.rstrip("\n") for line in file.open(encoding="utf-8") if line.strip() and not line.startswith("#")]
    odd = [number for number, line in enumerate(lines, 1) if line[:2] not in ("+ ", "- ")]
    if odd:
        raise SystemExit(f"{file.name}: sentence {odd[0]} begins with neither '+ ' nor '- '; put one of them before it")
    return [(line[2:], line[0] == "+") for line in lines]


def pointed_out(text: str, known: Known) -> list[Clue]:
    """What learnbrief points out, sentence by sentence as `learnbrief privacy --check` does: by rule, and by likeness."""
    found = find_clues(text, known)
    said = [Said(one.start(), one.group(), "") for one in SENTENCE.finditer(text)]
    return found + clues_by_likeness(said, by_encoding(default_encoder()), found)


def ours(text: str) -> bool:
    """Whether learnbrief points something out."""
    return bool(pointed_out(text, known_from((), REGISTER)))


def rules(text: str) -> bool:
    """Whether its rules do."""
    return bool(find_clues(text, known_from((), REGISTER)))


def peer(text: str) -> bool:
    """Words of a list, wherever they stand."""
    return any(pattern.search(text) for pattern in (SMALL_GROUP, POST, KIN_OF_SOMEBODY))


def judged(part: str, rows: Sequence[tuple[str, bool]], points_out: Callable[[str], bool]) -> dict[str, Any]:
    """Found of those that identify, and left alone of those that do not."""
    hits = Counter(truth for text, truth in rows if points_out(text))
    total = Counter(truth for _, truth in rows)
    left = total[False] - hits[False]
    return {
        "half": part,
        "found": f"{hits[True]} of {total[True]}",
        "found 95%": _interval(hits[True], total[True]),
        "left alone": f"{left} of {total[False]}",
        "left 95%": _interval(left, total[False]),
    }


def _interval(found: int, total: int) -> str:
    return "{:.2f}-{:.2f}".format(*wilson(found, total))


def counted(folder: Path, known: Known) -> dict[str, Any]:
    """How many clues the sources of a folder get, without the names of the register beside it, where there is one."""
    found, words, kinds, key = list[int](), 0, Counter[str](), Keyfile()
    register = folder.parent / "participants.csv"
    people = parse_register(register.read_text(encoding="utf-8"), key) if register.is_file() else Register()
    desk = Deidentifier(people, key)
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix in (".toml", ".json") or path.name in ("material.csv", "README.md"):
            continue
        try:
            text = desk.document(read(path).source).source.text
        except LearnbriefError:
            continue  # benchmarks/readers.py tells what is read and what is refused
        clues = pointed_out(text, known)
        found.append(len(clues))
        words += len(text.split())
        kinds.update(clue.kind for clue in clues)
    return {
        "data": folder.parent.name if folder.name == "material" else folder.name,
        "documents": len(found),
        "words": words,
        "clues": sum(found),
        "most in one": max(found, default=0),
        "median": median(found) if found else 0,
        "per 1,000 words": 1000 * sum(found) / max(1, words),
        "kinds": dict(kinds),
    }


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=Path, nargs="*", default=[])
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    parts = {half: sentences(half) for half in ("dev", "report", *LATER)}
    parts |= {file.stem: sentences_of(file) for file in given.sentences}
    halves = [
        {"by": name, **judged(part, rows, points_out)}
        for part, rows in parts.items()
        for name, points_out in (("learnbrief", ours), ("its rules alone", rules), ("a list of words", peer))
    ]
    material = [counted(folder, known_from((), {})) for folder in given.data]
    print_table(halves)
    print()
    print_table(material)
    write_result(given.json, {"sentences": halves, "material": material})


if __name__ == "__main__":
    main()
