"""Runs killed at random moments and gone on with, held against one that nobody disturbed.

A part of the demo is taken in and briefed in every format (`run`), then a month of it (`month`). Copies of the workspace
go through the same, but their processes are killed with SIGKILL, at moments drawn from the processor time that an
undisturbed one takes: by the clock, a machine that is busy with other things would strike at the start only. Processes are
forked from one that has loaded its libraries, so that no moment is lost on those. A copy is struck again and again, within
the first half of a run each time, until one of its runs comes to an end: every run goes on where the one before was. What the store holds then, what the briefs say and which files lie in the workspace
must be the same; no draft may be left, and no name of the register may stand outside the files that may hold names.

    python benchmarks/kill.py --moments 50 --seed 1 --json benchmarks/results/kill.json
"""

import argparse
import importlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from _common import print_table, write_result

from learnbrief.corpus.store import open_store
from learnbrief.flows import cli
from learnbrief.flows.workspace.workspace import new_workspace

DEMO = Path(__file__).parent.parent / "corpus" / "demo" / "workspace"
EVENTS = ("lantern-coaching-1", "survey-wave-1")
"""Words and answers, so that every table of the store is struck; more would only take longer."""
FORMATS = "html,docx,pdf,pptx,md,json"
MAY_HOLD_NAMES = ("material", "inbox", "restricted", "participants.csv")
REACH = 0.5
"""The part of an undisturbed run in which a run is struck."""
FAILED = 70
LOOK_AGAIN = 0.02
"""Seconds between two looks at how far a process is."""


@dataclass(frozen=True)
class Act:
    """One command, and the workspaces from which it starts and at which it ends undisturbed."""

    name: str
    words: tuple[str, ...]
    start: Path
    end: Path
    seconds: float
    """Of processor time."""


def begun(root: Path, words: Sequence[str]) -> int:
    """A command of learnbrief in a process of its own; its id."""
    if process := os.fork():
        return process
    status = FAILED
    try:
        os.setsid()
        quiet = os.open(root / ".prefect" / "printed.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        sys.argv = ["learnbrief", *words, "--to", FORMATS, "--direct", "-w", str(root)]
        cli.main()
    except SystemExit as ended:
        status = int(ended.code or 0)
        (root / ".prefect" / "loaded.txt").write_text("\n".join(sys.modules), encoding="utf-8")
    finally:
        os._exit(status)


def done(root: Path, *words: str) -> float:
    """The command seen through to its end; the processor seconds that it took."""
    _, status, used = os.wait4(begun(root, words), 0)
    if status:
        raise SystemExit((root / ".prefect" / "printed.log").read_text(encoding="utf-8"))
    return used.ru_utime + used.ru_stime


def struck(root: Path, words: Sequence[str], after: float) -> bool:
    """The command killed, with all that it started, after so much processor time; whether it was still at work."""
    process = begun(root, words)
    watched = psutil.Process(process)
    while os.waitpid(process, os.WNOHANG) == (0, 0):
        spent = watched.cpu_times()
        if spent.user + spent.system >= after:
            with suppress(ProcessLookupError):  # in its first instant it leads no group yet
                os.killpg(process, signal.SIGKILL)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return True
        time.sleep(LOOK_AGAIN)
    return False


def load(listed: Path) -> None:
    """The libraries that a run needs, in this process as well, so that those forked from it have them."""
    for name in listed.read_text(encoding="utf-8").splitlines():
        with suppress(ImportError, AttributeError):
            importlib.import_module(name)


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
    done(work, *run)
    load(work / ".prefect" / "loaded.txt")
    shutil.rmtree(work)
    shutil.copytree(start, work)
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


def try_one(act: Act, root: Path, drawn: random.Random, most: int) -> dict[str, Any]:
    """One copy, struck until a run of it comes to an end, or this often and then left in peace."""
    shutil.copytree(act.start, root)
    hit, drafts, half = 0, 0, list[str]()
    while hit < most and struck(root, act.words, drawn.uniform(0.0, REACH) * act.seconds):
        hit += 1
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
            act = acts[number % len(acts)]
            tried.append(try_one(act, folder / f"try-{number}", drawn, moments - spent))
            spent += tried[-1]["struck"]
            print(f"{spent} of {moments}: {act.name} {tried[-1]['faults'] or 'as undisturbed'}", flush=True)
            seconds = {act.name: round(act.seconds, 1) for act in acts}
            rows = [_row(act.name, tried) for act in acts]
            yield {"moments": spent, "seed": seed, "processor_seconds_undisturbed": seconds, "commands": rows}


def _row(name: str, tried: Sequence[dict[str, Any]]) -> dict[str, Any]:
    ours = [one for one in tried if one["act"] == name]
    return {
        "command": name,
        "copies": len(ours),
        "kills": sum(one["struck"] for one in ours),
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
