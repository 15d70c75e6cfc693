"""What an installation of the wheel alone brings: does it make a brief on each Python here, how large is it, does it leave others' packages alone?

Each environment is fresh, made by uv or pipx without our constraints, so that it holds what a user gets today. Then the shortest
way to a brief: a workspace, one file of the demo, a run, in every format. In the last environment numpy and pandas are there
before, in older versions, and the library reads a file beside them.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _common import print_table, write_result

ROOT = Path(__file__).parent.parent
NOTES = ROOT / "corpus/demo/workspace/material/moorland-workshop-1/notes.md"
PYTHONS = ("3.11", "3.12", "3.13")
FORMATS = ("html", "json", "docx", "pdf", "pptx", "md")
THEIRS = {"numpy": "2.1.3", "pandas": "2.2.3"}
READS = "from learnbrief.flows.library import read_file; print(len(read_file({!r}).suggested()))"


def done(command: Sequence[object], *, where: Path | None = None, more: Mapping[str, str] | None = None) -> str:
    """What a program prints; its complaint where it fails."""
    env = {**os.environ, "PYTHONPATH": "", "OMP_NUM_THREADS": "1", **(more or {})}
    ran = subprocess.run([str(one) for one in command], cwd=where, env=env, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{command[0]} failed:\n{ran.stderr or ran.stdout}")
    return ran.stdout


def wheel(folder: Path) -> Path:
    """Built from this checkout."""
    shutil.rmtree(ROOT / "build/lib", ignore_errors=True)
    done([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT])
    return next(folder.glob("learnbrief-*.whl"))


def python_of(wanted: str) -> str | None:
    """An interpreter of this version, or at this path, on this machine; none is downloaded."""
    found = subprocess.run(
        ["uv", "python", "find", "--no-python-downloads", wanted], capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or None


def as_tool(tool: str, python: str, package: Path, folder: Path) -> Path:
    """Installed as a program of its own; where its environment is."""
    if tool == "pipx":
        places = {"PIPX_HOME": str(folder), "PIPX_BIN_DIR": str(folder / "bin")}
        done(["pipx", "install", "--quiet", "--python", python, package], more=places)
        return folder / "venvs/learnbrief"
    places = {"UV_TOOL_DIR": str(folder), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    done(["uv", "tool", "install", "--quiet", "--python", python, package], more=places)
    return folder / "learnbrief"


def makes_a_brief(program: Path, folder: Path) -> bool:
    """One file, every format."""
    done([program, "new", "programme"], where=folder)
    details = ["--kind", "workshop_notes", "--event", "Kick-off", "--date", "2025-03-14"]
    done([program, "add", "-w", "programme", NOTES, *details], where=folder)
    done([program, "run", "-w", "programme", "--to", ",".join(FORMATS), "--direct"], where=folder)
    (made,) = (folder / "programme/briefs").iterdir()
    return all((made / f"brief.{form}").stat().st_size for form in FORMATS)


def size_of(folder: Path) -> int:
    """Megabytes on the disk, compiled code with it."""
    return round(sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6)


def packages_of(environment: Path) -> dict[str, str]:
    """Name and version of each."""
    program = "from importlib.metadata import distributions as d; print(*(f'{one.name}=={one.version}' for one in d()))"
    listed = done([environment / "bin/python", "-c", program]).split()
    return {name.lower(): version for name, _, version in (one.partition("==") for one in listed)}


def measured(tool: str, wanted: str, package: Path) -> dict[str, Any]:
    """One way to install on one Python."""
    python = python_of(wanted)
    if python is None:
        return {"installed by": tool, "python": wanted, "makes a brief": "not tried: no such Python here"}
    row: dict[str, Any] = {"installed by": tool, "python": done([python, "-V"]).removeprefix("Python ").strip()}
    with TemporaryDirectory() as place:
        folder = Path(place)
        environment = as_tool(tool, python, package, folder / "home")
        made = makes_a_brief(environment / "bin/learnbrief", folder)
        packages = packages_of(environment)
        return {
            **row,
            "makes a brief": "yes" if made else "no",
            "packages": len(packages),
            "MB": size_of(environment),
            "numpy": packages.get("numpy"),
            "pandas": packages.get("pandas", "-"),
        }


def beside_theirs(package: Path, wanted: str) -> dict[str, Any]:
    """In an environment that holds older numpy and pandas."""
    with TemporaryDirectory() as place:
        environment = Path(place) / "theirs"
        done(["uv", "venv", "--quiet", "--python", python_of(wanted), environment])
        at = ["uv", "pip", "install", "--quiet", "--python", environment / "bin/python"]
        done([*at, *(f"{name}=={version}" for name, version in THEIRS.items())])
        done([*at, f"{package}[notebook]"])
        packages = packages_of(environment)
        read = int(done([environment / "bin/python", "-c", READS.format(str(NOTES))], where=Path(place)))
        return {
            "before": THEIRS,
            "after": {name: packages[name] for name in THEIRS},
            "left alone": all(packages[name] == version for name, version in THEIRS.items()),
            "suggestions read from a file": read,
        }


def main() -> None:
    """Build, install, run, tell."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path)
    asked.add_argument("--pythons", nargs="+", default=PYTHONS, help="versions, or paths of interpreters")
    options = asked.parse_args()
    with TemporaryDirectory() as place:
        package = wheel(Path(place))
        ways = [("pipx", options.pythons[0]), *(("uv tool", wanted) for wanted in options.pythons)]
        rows = [measured(tool, wanted, package) for tool, wanted in ways]
        beside = beside_theirs(package, options.pythons[0])
        print_table(rows)
        print(f"beside {THEIRS}: {beside}")
        write_result(options.out, {"wheel MB": round(package.stat().st_size / 1e6, 1), "ways": rows, "beside": beside})


if __name__ == "__main__":
    main()
