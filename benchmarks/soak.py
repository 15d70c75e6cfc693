"""`learnbrief serve` left alone with a drop folder, and disturbed: what it took in, made, said and kept.

A fictional programme grows by two workshops and two reflections at every step, dropped as people do: in bursts, half
first, some without details, one broken. The synthesis is due every few minutes, so that a month of waiting takes no month;
the material is dated in the month before this one. In between the process that does the work and Prefect's server are
killed, and serving is stopped and started. A mail server on this machine counts what people are told.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from _common import print_table, write_result
from _year_programme import REGISTER, SETTINGS, month_of_material
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from learnbrief.flows.orchestration.prefect_server import SERVE, record_of
from learnbrief.flows.orchestration.recording import latest_runs
from learnbrief.flows.orchestration.signals import end_group
from learnbrief.flows.stages.inbox import waiting
from learnbrief.flows.stages.scopes import month_before
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.serving import serving
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, new_workspace

FIRST_DAY, LAST_DAY, DAYS_A_STEP = 1, 25, 2
DISTURBED = ("", "worker", "server", "stop")
"""What happens in the middle of a step, in turns."""
EVERY = 30.0
"""Seconds between two looks at memory and room."""


class Kept(Message):  # type: ignore[misc]
    """Counts what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.subjects: list[str] = []

    def handle_message(self, message: Any) -> None:
        """One more."""
        self.subjects.append(str(message["Subject"]))


@dataclass
class Soak:
    """The workspace, whoever serves it, and what was seen."""

    workspace: Workspace
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    samples: list[dict[str, Any]] = field(default_factory=list)
    disturbed: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        """Serving begins."""
        command = [sys.executable, "-c", "from learnbrief.flows.cli import main; main()", "serve", "-w"]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen([*command, str(self.workspace.root)], stdout=out, stderr=out)

    def stop(self) -> float:
        """Serving has ended; how many seconds that took."""
        assert self.process is not None
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=120)
        return time.monotonic() - begun

    def rest(self, seconds: float) -> None:
        """Time passes, and is looked at."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.sample()
            time.sleep(min(EVERY, max(0.1, until - time.monotonic())))

    def sample(self) -> None:
        """Memory of all that serves, and room of what is kept."""
        memory = sum(_memory(pid) for pid in _family(self.process.pid if self.process else 0))
        logs = [*self.workspace.restricted.glob("*.log*"), *self.workspace.prefect_home.glob("*.log*")]
        self.samples.append(
            {
                "minute": round((time.monotonic() - self.begun) / 60, 1),
                "memory_mb": round(memory / 1e6),
                "prefect_mb": round(_room(self.workspace.prefect_home) / 1e6, 1),
                "logs_kb": round(sum(path.stat().st_size for path in logs) / 1e3, 1),
                "briefs": len(list(self.workspace.briefs.iterdir())),
            }
        )

    def disturb(self, step: int) -> None:
        """Three steps of four end with something that goes wrong, each time something else."""
        what = DISTURBED[step % len(DISTURBED)]
        if what == "stop":
            self.disturbed.append(f"stopped in {self.stop():.0f} s and started")
            self.start()
        elif what:
            self.kill(what)

    def kill(self, what: str) -> None:
        """A part dies."""
        if what == "server":
            os.killpg(int(json.loads(record_of(self.workspace, SERVE).read_text())["process"]), signal.SIGKILL)
        else:
            for pid in _family(self.process.pid if self.process else 0):
                if "orchestration.serve" in _command(pid):
                    os.kill(pid, signal.SIGKILL)
        self.disturbed.append(f"{what} killed")


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _family(pid: int) -> list[int]:
    """A process and all it started, on Linux."""
    found, new = [pid], [pid]
    while new:
        children = Path(f"/proc/{new[0]}/task/{new.pop(0)}/children")
        more = [int(one) for one in children.read_text().split()] if children.exists() else []
        found, new = found + more, new + more
    return found


def _memory(pid: int) -> int:
    try:
        line = next(one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0
    return int(line.split()[1]) * 1024


def _room(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@contextmanager
def _mail() -> Any:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = Kept()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield kept, port
    finally:
        server.stop()


def _programme(folder: Path, port: int, minutes: int) -> Workspace:
    place = new_workspace(folder)
    mail = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nencryption = "none"\nsender = "us@example.org"\nto = ["a@example.org"]\n'
    atomic_write(place.settings_file, f'{SETTINGS}\n[schedule]\ncron = "*/{minutes} * * * *"\n\n{mail}')
    atomic_write(place.register_file, REGISTER)
    return Workspace(place.root)


def _drop(soak: Soak, month: str, step: int) -> None:
    """A step's files, as people drop them."""
    inbox = soak.workspace.inbox
    for number, (name, text) in enumerate(month_of_material(month, day=FIRST_DAY + DAYS_A_STEP * step)):
        with (inbox / name).open("w", encoding="utf-8") as file:
            file.write(text[: len(text) // 2])
            file.flush()
            if number == 0:
                soak.rest(12)  # longer than a file has to stand still: somebody has it open, and it is half
            file.write(text[len(text) // 2 :])
    if step == 1:
        (inbox / "broken.docx").write_bytes(b"no document of Word")
        (inbox / "nobody-knows.txt").write_text("Words of which nobody tells where they are from.\n")


def soak(root: Path, *, minutes: float, due_every: int) -> dict[str, Any]:
    """The whole of it."""
    month, steps = month_before(datetime.now(UTC).date()), (LAST_DAY - FIRST_DAY) // DAYS_A_STEP
    with _mail() as (kept, port):
        run = Soak(_programme(root / "soak", port, due_every), root / "said.txt")
        run.start()
        try:
            for step in range(steps):
                _drop(run, month, step)
                run.rest(60 * minutes / steps / 2)
                run.disturb(step)
                run.rest(60 * minutes / steps / 2)
            seconds = run.stop()
        finally:
            if run.process is not None and run.process.poll() is None:
                end_group(run.process, patience=10)
        return _summary(run, kept.subjects, steps, seconds)


def _summary(run: Soak, subjects: list[str], steps: int, seconds: float) -> dict[str, Any]:
    with opened(run.workspace.root) as (place, store):
        runs = latest_runs(place, store, 500)
        documents, texts = store.documents.latest().values(), [one.text for one in store.documents.latest().values()]
        briefs = Counter(str(one.scope["kind"]) for one in store.briefs.all())
        waits = len(waiting(place))
    known = serving(run.workspace)
    dropped = [text for step in range(steps) for _, text in month_of_material(
        month_before(datetime.now(UTC).date()), day=FIRST_DAY + DAYS_A_STEP * step)]  # fmt: skip
    last_words = [text.rstrip().rsplit("\n", 1)[-1].lstrip("- ") for text in dropped]
    return {
        "minutes": round((time.monotonic() - run.begun) / 60, 1),
        "disturbed": run.disturbed,
        "restarts": known.restarts if known else 0,
        "files_dropped": len(dropped),
        "files_taken_in": len(documents),
        "files_that_kept_their_last_line": sum(any(line in text for text in texts) for line in last_words),
        "files_waiting": waits,
        "runs": dict(Counter(f"{one.flow}: {one.outcome}" for one in runs)),
        "mails": dict(Counter(subjects)),
        "briefs": dict(briefs),
        "seconds_to_stop": round(seconds, 1),
        "said": run.log.read_text().replace(str(run.workspace.root), "the workspace").splitlines(),
        "samples": run.samples,
    }


def main() -> None:
    """Prints the summary and writes it with the samples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=24 * 60, help="how long, about")
    parser.add_argument("--due-every", type=int, default=5, help="minutes between two syntheses")
    parser.add_argument("--json", type=Path, default=None)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = soak(Path(folder), minutes=told.minutes, due_every=told.due_every)
    print_table(found["samples"])
    print(json.dumps({key: value for key, value in found.items() if key != "samples"}, indent=2))
    write_result(told.json, found)


if __name__ == "__main__":
    main()
