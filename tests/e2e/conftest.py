"""Whole runs through the real command line, each in a process of its own."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from learnbrief.flows.orchestration.prefect_server import PATIENCE, served
from learnbrief.flows.workspace.workspace import Workspace
from tests.e2e import forked
from tests.e2e.demo_programme import Demo, brief_of, confirm_everything, environment, files_in, make_demo, tell
from tests.flows.conftest import make_programme
from tests.patience import AT_MOST

Run = Callable[..., subprocess.CompletedProcess[str]]

# a machine that does much else starts a server in minutes: whether it starts is asked here, not how soon
os.environ.setdefault(PATIENCE, "600")


@pytest.fixture(scope="session")
def prefect_migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prefect's database after all its migrations, made once for all processes: they take two thirds of a server's first start."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made = shared / "prefect.db"
    with FileLock(shared / "prefect.lock"):
        if not made.exists():
            home = Workspace(tmp_path_factory.mktemp("migrated"))
            home.make_folders()
            with served(home):
                pass
            part = made.with_suffix(".part")
            with (
                closing(sqlite3.connect(home.prefect_home / made.name)) as kept,
                closing(sqlite3.connect(part)) as copy,
            ):
                kept.backup(copy)
            part.rename(made)
    return made


def ready_for_prefect(workspace: Workspace, migrated: Path) -> Workspace:
    """The workspace, in which a server of Prefect's finds its database."""
    workspace.make_folders()
    shutil.copy(migrated, workspace.prefect_home)
    return workspace


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the session's Prefect server keeps what it is told."""
    return Workspace(tmp_path_factory.mktemp("prefect")).prefect_home


@pytest.fixture(scope="session")
def prefect_api(prefect_home: Path, prefect_migrated: Path) -> Iterator[str]:
    """A standing server, for what is said of runs under one: starting it for every run would cost five seconds each."""
    home = ready_for_prefect(Workspace(prefect_home.parent), prefect_migrated)
    with served(home) as api:
        yield api


@pytest.fixture
def programme(tmp_path: Path) -> Workspace:
    """A small fictional programme on disk, nothing taken in."""
    return make_programme(tmp_path / "small-steps")


@pytest.fixture(scope="session")
def learnbrief() -> Run:
    """Runs one command or script, under a Prefect server only where `env` names one; a traceback is a failure whatever else.

    `anew` starts Python anew, for what is said of its loading, or of its end.
    """

    def run(
        *words: object,
        code: int | None = 0,
        script: str = forked.COMMAND,
        env: dict[str, str] | None = None,
        anew=False,
    ) -> subprocess.CompletedProcess[str]:
        told, given = [str(word) for word in words], environment(**(env or {}))
        done = (forked.anew if anew else forked.run)(told, given, AT_MOST, script)
        assert "Traceback" not in done.stderr, done.stderr
        if code is not None:
            assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done

    return run


@pytest.fixture(scope="session")
def finished_once(learnbrief: Run, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The programme after its first run, made once."""
    place = make_programme(tmp_path_factory.mktemp("once") / "small-steps")
    learnbrief("run", "-w", place.root)
    return place


@pytest.fixture
def finished(finished_once: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it, to be changed at will."""
    return Workspace(Path(shutil.copytree(finished_once.root, tmp_path / "finished")))


def brief_values(workspace: Workspace) -> dict[str, dict[str, object]]:
    """Every brief.json of a workspace without the time it was made."""
    values = {}
    for path in sorted(workspace.briefs.glob("*/brief.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        value["made"].pop("at")
        values[path.parent.name] = value
    return values


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The one run that every test here looks at."""
    root = tmp_path_factory.mktemp("demo") / "fairer-together"
    return Demo(root, *make_demo(root))


@pytest.fixture(scope="session")
def confirmed(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The same workspace after a person has confirmed every source."""
    made = Demo(Path(shutil.copytree(demo.root, tmp_path_factory.mktemp("confirmed") / demo.root.name)), 0, "")
    with made.store() as store:
        confirm_everything(store)
    return made


@pytest.fixture(scope="session")
def published(confirmed: Demo) -> Path:
    """The folder of the cohort brief as others may read it, in every format."""
    return brief_of(confirmed, "--published", "--to", "docx,pdf,pptx,md", since="2025-01-01", until="2025-09-30")


@pytest.fixture(scope="session")
def handed_over(demo: Demo, published: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The cohort brief in every format and every export, for whoever looks for names."""
    folder = brief_of(demo, "--to", "docx,pdf,pptx,md", since="2025-01-01", until="2025-09-30")
    out = tmp_path_factory.mktemp("exports")
    for form in ("xlsx", "csv"):
        tell("export", form, out / f"coding.{form}", "-w", demo.root)
    return [*files_in(folder), *files_in(published), *files_in(out)]


@pytest.fixture(scope="session")
def quarters(demo: Demo) -> dict[str, dict[str, Any]]:
    """The cohort's second and third quarter, each compared with the one before."""
    days = {"Q2": ("2025-04-01", "2025-06-30"), "Q3": ("2025-07-01", "2025-09-30")}
    return {
        name: json.loads((brief_of(demo, since=since, until=until) / "brief.json").read_text("utf-8"))
        for name, (since, until) in days.items()
    }
