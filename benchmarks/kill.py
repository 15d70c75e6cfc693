"""Runs killed at random moments and gone on with, held against one that nobody disturbed.

A part of the demo is taken in and briefed in every format (`run`), then a month of it (`month`). Copies of the workspace
go through the same, but their processes are killed with SIGKILL, at moments drawn between their first instant and the
time that an undisturbed one takes. Each copy is struck several times, then goes on to its end. What the store holds then,
what the briefs say and which files lie in the workspace must be the same; no draft may be left, and no name of the
register may stand outside the files that may hold names.

    python benchmarks/kill.py --moments 50 --seed 1 --json benchmarks/results/kill.json
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _common import print_table, write_result

from learnbrief.corpus.store import open_store
from learnbrief.flows.workspace.workspace import new_workspace

DEMO = Path(__file__).parent.parent / "corpus" / "demo" / "workspace"
EVENTS = ("harbour-workshop-1", "lantern-coaching-1", "webinar-1-launch", "survey-wave-1")
"""One of each kind, so that every reader and every table of the store is struck; more would only take longer."""
FORMATS = "html,docx,pdf,pptx,md,json"
MAY_HOLD_NAMES = ("material", "inbox", "restricted", "participants.csv")
STRIKES = 3
"""Of one copy, one after the other: what goes on after a kill is struck again."""


@dataclass(frozen=True)
class Act:
    """One command, and the workspaces from which it starts and at which it ends undisturbed."""

    name: str
    words: tuple[str, ...]
    start: Path
    end: Path
    seconds: float


def command(root: Path, *words: str) -> list[str]:
    """A command of learnbrief in a process of its own."""
    program = "from learnbrief.flows.cli import main; main()"
    return [sys.executable, "-c", program, *words, "--to", FORMATS, "--direct", "-w", str(root)]


def done(root: Path, *words: str) -> float:
    """The command seen through to its end; its seconds."""
    began = time.monotonic()
    subprocess.run(command(root, *words), check=True, capture_output=True)
    return time.monotonic() - began


def struck(root: Path, words: Sequence[str], after: float) -> bool:
    """The command killed with all that it started after so many seconds; whether it was still at work."""
    process = subprocess.Popen(
        command(root, *words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def undisturbed(folder: Path) -> list[Act]:
    """The commands, each done once without a disturbance, and where it started and ended."""
    start = new_workspace(folder / "start").root
    for name in ("learnbrief.toml", "participants.csv"):
        shutil.copy(DEMO / name, start / name)
    for event in EVENTS:
        shutil.copytree(DEMO / "material" / event, start / "material" / event)
    work, ran, synthesised = folder / "work", folder / "ran", folder / "synthesised"
    shutil.copytree(start, work)
    run = ("run",)
    seconds = done(work, *run)
    # pseudonyms are drawn at random, once: whoever starts anew starts with the same key
    shutil.copy(work / "restricted" / "key.json", start / "restricted" / "key.json")
    shutil.copytree(work, ran)
    with closing(open_store(work / "learnbrief.db")) as store:
        newest = max(document.date for document in store.documents.latest().values())
    month = ("month", f"{newest:%Y-%m}")
    acts = [Act("run", run, start, ran, seconds), Act("month", month, ran, synthesised, done(work, *month))]
    shutil.copytree(work, synthesised)
    return acts


def contents(root: Path) -> dict[str, Any]:
    """All that a run leaves in the store, by value; what was doubled shows in the lists."""
    with closing(open_store(root / "learnbrief.db")) as store:
        return {
            "documents": {one.document_id: (one.version, one.text) for one in store.documents.latest().values()},
            "excerpts": [one.excerpt_id for one in store.excerpts.current()],
            "tags": store.tags.suggested(),
            "events": store.events.all(),
            "answers": len(store.surveys.all()),
            "marks": sorted(
                (mark.document_id, mark.start, mark.end, mark.status)
                for key in store.documents.ids()
                for mark in store.privacy.of(key, store.documents.get(key).version)
            ),
            "topics": store.topics.current(),
            "runs": sorted(one.run_id for one in store.analyses.all()),
            "briefs": sorted((one.brief_id, one.status, one.edition) for one in store.briefs.all()),
            "index": sorted(one for one, _ in store.words.search("board ward data improvement team people")),
            "contradictions": store.check(),
        }


def briefs(root: Path) -> dict[str, Any]:
    """What the brief files say, without the time at which they were made."""
    values = {}
    for path in sorted((root / "briefs").glob("*/brief.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        value["made"].pop("at")
        values[path.parent.name] = value
    return values


def files(root: Path) -> list[str]:
    """Every file and folder of the workspace but what locks and logs come and go as they like."""
    return sorted(
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if ".prefect" not in path.parts and ".cache" not in path.parts and not path.name.startswith("learnbrief.db-")
    )


def cut_short(root: Path) -> list[str]:
    """Files of briefs that do not open: packed ones that are torn, PDFs without an end."""
    return [
        path.name
        for path in sorted((root / "briefs").rglob("brief*.*"))
        if (path.suffix in {".docx", ".pptx"} and not zipfile.is_zipfile(path))
        or (path.suffix == ".pdf" and b"%%EOF" not in path.read_bytes()[-64:])
        or path.stat().st_size == 0
    ]


def leftovers(root: Path) -> list[str]:
    """Drafts, half briefs, and files that name somebody of the register and may not."""
    drafts = [path.relative_to(root).as_posix() for path in root.rglob("*.part*")]
    lines = (root / "participants.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    names = [line.split(",")[0].encode() for line in lines if line.strip()]
    telling = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] not in MAY_HOLD_NAMES
        if any(name in path.read_bytes() for name in names)
    ]
    return [*drafts, *telling]


def half_briefs(root: Path) -> list[str]:
    """Folders of briefs that show before they are whole."""
    shown = (path for path in (root / "briefs").glob("*") if not path.name.startswith("."))
    return [path.name for path in shown if not all((path / f"brief.{end}").is_file() for end in ("json", "html"))]


def faults(found: Path, wanted: Path) -> list[str]:
    """In what a workspace differs from the undisturbed one, and what was left in it."""
    ours, theirs = contents(found), contents(wanted)
    told = [f"store: {key}" for key in theirs if ours[key] != theirs[key]]
    told += ["briefs"] if briefs(found) != briefs(wanted) else []
    told += [f"files: {name}" for name in sorted(set(files(found)) ^ set(files(wanted)))]
    return [*told, *(f"torn: {name}" for name in cut_short(found)), *(f"left: {name}" for name in leftovers(found))]


def try_one(act: Act, root: Path, moments: Sequence[float]) -> dict[str, Any]:
    """One copy struck at these parts of the undisturbed time, then seen through to its end."""
    shutil.copytree(act.start, root)
    hit, drafts, half = 0, 0, list[str]()
    for moment in moments:
        hit += struck(root, act.words, moment * act.seconds)
        drafts += len(list(root.rglob("*.part*")))
        half += half_briefs(root)
    done(root, *act.words)
    told = [*faults(root, act.end), *(f"half: {name}" for name in half)]
    shutil.rmtree(root)
    return {"act": act.name, "struck": hit, "drafts_left_by_the_kill": drafts, "faults": told}


def measure(moments: int, seed: int) -> Iterator[dict[str, Any]]:
    """So many random moments, shared between the commands; the figures after every copy."""
    drawn = random.Random(seed)
    tried: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        acts = undisturbed(folder)
        spent = 0
        while spent < moments:
            number = len(tried)
            act, strikes = acts[number % len(acts)], min(STRIKES, moments - spent)
            tried.append(try_one(act, folder / f"try-{number}", [drawn.random() for _ in range(strikes)]))
            spent += strikes
            print(f"{spent} of {moments}: {act.name} {tried[-1]['faults'] or 'as undisturbed'}", flush=True)
            seconds = {act.name: round(act.seconds, 1) for act in acts}
            rows = [_row(act.name, tried) for act in acts]
            yield {"moments": spent, "seed": seed, "seconds_undisturbed": seconds, "commands": rows}


def _row(name: str, tried: Sequence[dict[str, Any]]) -> dict[str, Any]:
    ours = [one for one in tried if one["act"] == name]
    return {
        "command": name,
        "copies": len(ours),
        "killed_at_work": sum(one["struck"] for one in ours),
        "drafts_left_by_kills": sum(one["drafts_left_by_the_kill"] for one in ours),
        "copies_that_differ": sum(bool(one["faults"]) for one in ours),
        "faults": dict(Counter(fault for one in ours for fault in one["faults"])),
    }


def main() -> None:
    """Prints a row per command, and writes them as JSON where asked; exit status 1 says that anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows: list[dict[str, Any]] = []
    for found in measure(arguments.moments, arguments.seed):
        rows = found["commands"]
        write_result(arguments.json, found)
    print_table([{key: value for key, value in row.items() if key != "faults"} for row in rows])
    sys.exit(1 if any(row["copies_that_differ"] for row in rows) else 0)


if __name__ == "__main__":
    main()
