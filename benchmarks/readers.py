"""What reading makes of every file of a folder: excerpts, speakers, characters lost, and each error by name."""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from _common import print_table, write_result

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Document, Kind
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers import READERS, Reading, read

# What a file of this suffix most often is; the cut depends on it, the reading does not.
_KINDS = {
    ".vtt": Kind.WEBINAR_TRANSCRIPT, ".srt": Kind.WEBINAR_TRANSCRIPT, ".sbv": Kind.WEBINAR_TRANSCRIPT,
    ".textgrid": Kind.WEBINAR_TRANSCRIPT, ".csv": Kind.SURVEY, ".xlsx": Kind.SURVEY,
}  # fmt: skip


@dataclass(slots=True)
class Shaped:
    """Sums over the transcripts of one shape."""

    files: int = 0
    speakers: int = 0
    turns: int = 0
    lost: int = 0
    warnings: int = 0

    def add(self, reading: Reading) -> None:
        """One transcript that was read."""
        self.files += 1
        self.speakers += len(reading.speakers)
        self.turns += reading.turns
        self.lost += reading.characters_lost
        self.warnings += len(reading.warnings)


@dataclass(slots=True)
class Folder:
    """Sums over the files of one folder and suffix."""

    files: int = 0
    words: int = 0
    excerpts: int = 0
    with_time: int = 0
    speakers: set[str] = field(default_factory=set)
    answers: int = 0
    lost: int = 0
    warned: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    shapes: dict[str, "Shaped"] = field(default_factory=dict)
    """Transcripts by the shape they were read in."""

    def add(self, reading: Reading, suffix: str) -> None:
        """One file that was read."""
        day = date(2025, 1, 1)
        kind = _KINDS.get(suffix, Kind.OTHER)
        document = Document("d", 1, kind, "e", reading.title, day, None, "o", reading.source, "h")
        excerpts = cut(document, {})
        for excerpt in excerpts:
            excerpt.check_against(document)
        self.words += len(reading.source.text.split())
        self.excerpts += len(excerpts)
        self.with_time += sum(excerpt.at is not None for excerpt in excerpts)
        self.speakers.update(reading.speakers)
        self.answers += sum(len(r.attributes) for r in reading.survey.respondents) if reading.survey else 0
        self.lost += reading.characters_lost
        self.warned += bool(reading.warnings)
        if reading.read_as and reading.survey is None:
            self.shapes.setdefault(reading.read_as, Shaped()).add(reading)

    def row(self, name: str, suffix: str) -> dict[str, Any]:
        """As the table shows it."""
        return {
            "folder": name,
            "suffix": suffix,
            "files": self.files,
            "refused": sum(self.refused.values()),
            "words": self.words,
            "excerpts": self.excerpts,
            "with time": self.with_time,
            "speakers": len(self.speakers),
            "closed answers": self.answers,
            "characters lost": self.lost,
            "files with warnings": self.warned,
            "seconds": round(self.seconds, 1),
        }


def files_of(data: Path) -> Iterator[Path]:
    """Every file but the notes on where a set comes from."""
    return (
        path for path in sorted(data.rglob("*")) if path.is_file() and not path.name.startswith(("COMMIT", "LICEN"))
    )


def measure(data: Path) -> dict[tuple[str, str], Folder]:
    """Sums by folder and suffix."""
    folders: dict[tuple[str, str], Folder] = {}
    for path in files_of(data):
        top = path.relative_to(data).parts[0] if path.parent != data else "."
        folder = folders.setdefault((top, path.suffix.lower()), Folder())
        folder.files += 1
        began = time.perf_counter()
        try:
            folder.add(read(path), path.suffix.lower())
        except UnreadableSource as err:
            folder.refused[str(err).removeprefix(f"{path.name}: ")] += 1
        folder.seconds += time.perf_counter() - began
    return folders


def main() -> None:
    """Print the table and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    folders = measure(arguments.data)
    rows = [folder.row(*place) for place, folder in folders.items()]
    errors = [
        {"folder": place[0], "files": count, "error": message}
        for place, folder in folders.items()
        for message, count in folder.refused.most_common()
    ]
    transcripts = [
        {"folder": place[0], "suffix": place[1], "shape": shape, "files": one.files, "speakers": one.speakers}
        | {"turns": one.turns, "characters lost": one.lost, "warnings": one.warnings}
        for place, folder in folders.items()
        for shape, one in folder.shapes.items()
    ]
    print_table(rows)
    print()
    print_table(transcripts)
    print()
    print_table(errors)
    total = {
        "files": sum(row["files"] for row in rows),
        "read": sum(row["files"] - row["refused"] for row in rows),
        "refused with a named error": sum(row["refused"] for row in rows),
        "characters lost": sum(row["characters lost"] for row in rows),
        "suffixes read": len(READERS),
    }
    print()
    print_table([total])
    write_result(arguments.json, {"learnbrief": total, "folders": rows, "transcripts": transcripts, "errors": errors})


if __name__ == "__main__":
    main()
