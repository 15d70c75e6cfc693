"""Twelve months alone: what each month costs, whether it compares with the one before, and what the year leaves.

The fictional programme of `_year_programme.py`, in `--rounds` of two workshops and two reflections a month. Each month is
dropped, taken in and briefed event by event; then its synthesis is made, as `learnbrief serve` would.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from _common import print_table, write_result
from _year_programme import MONTHS, REGISTER, SETTINGS, drop, month_of_material

from learnbrief.flows.orchestration.start import run_after_workshop, run_month
from learnbrief.flows.stages.drop_folder import DropFolder
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, new_workspace

DAYS_BETWEEN = 4


def year(root: Path, *, rounds: int, formats: str) -> list[dict[str, Any]]:
    """A row for each month."""
    workspace = new_workspace(root / "year")
    atomic_write(workspace.settings_file, SETTINGS)
    atomic_write(workspace.register_file, REGISTER)
    workspace = Workspace(workspace.root)
    rows: list[dict[str, Any]] = []
    topics: set[str] = set()
    for month in MONTHS:
        for turn in range(rounds):
            drop(workspace.inbox, month_of_material(month, day=1 + DAYS_BETWEEN * turn))
        folder = DropFolder(workspace.root, settled=0)
        folder.look()
        folder.look()
        begun = time.process_time()
        run_after_workshop(workspace, formats=formats, how="direct")
        between = time.process_time()
        run_month(workspace, month, formats=formats, how="direct")
        ended = time.process_time()
        row, topics = _seen(workspace, month, topics)
        rows.append(row | {"run_s": round(between - begun, 1), "month_s": round(ended - between, 1)})
        print_table(rows[-1:])
    return rows


def _seen(workspace: Workspace, month: str, before: set[str]) -> tuple[dict[str, Any], set[str]]:
    """What stands after a month, and the topics that do."""
    with opened(workspace.root) as (_, store):
        briefs, excerpts = store.briefs.all(), len(store.excerpts.current())
        topics = {one.topic_id for one in store.topics.current()}
        analyses = len(store.analyses.all())
    cohort = next(json.loads(one.value) for one in briefs if one.brief_id.startswith(f"cohort-{month}"))
    room = sum(path.stat().st_size for path in workspace.root.glob("learnbrief.db*"))
    return {
        "month": month,
        "excerpts": excerpts,
        "briefs": len(briefs),
        "analyses": analyses,
        "compared": sum(theme["change"] is not None for theme in cohort["themes"]),
        "topics": len(topics),
        "topics_kept": len(topics & before),
        "topics_lost": len(before - topics),
        "store_mb": round(room / 1e6, 1),
    }, topics


def main() -> None:
    """Prints a row for each month and writes them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of workshops a month, five at most")
    parser.add_argument("--to", default="docx,pdf", help="formats beside JSON and HTML")
    parser.add_argument("--json", type=Path, default=None)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = year(Path(folder), rounds=told.rounds, formats=told.to)
    print_table(rows)
    write_result(told.json, {"rounds": told.rounds, "formats": told.to, "learnbrief": rows})


if __name__ == "__main__":
    main()
