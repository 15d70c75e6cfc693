"""What every benchmark prints and writes the same way."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from learnbrief.nlp.encode import remembering as remembering


def machine_line() -> str:
    """Processor, cores, Python and system; never the name of the host."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.platform(terse=True)}"
    )


def peak_mb() -> int:
    """The most memory that this process has held, in MB."""
    import resource  # not there on Windows

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.is_file():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def write_result(path: Path | None, payload: Mapping[str, Any]) -> None:
    """The figures with the machine they were measured on; nothing is written without a path."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine_line(), **payload}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Columns as wide as they need to be; numbers with three decimals."""
    if not rows:
        return
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [columns, *[[_cell(row.get(column)) for column in columns] for row in rows]]
    widths = [max(len(line[at]) for line in cells) for at in range(len(columns))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
