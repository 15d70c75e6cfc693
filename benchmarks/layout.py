"""How the code is laid out, at one revision beside another: size, shape and dependencies of what is installed.

    PYTHONPATH=. .venv/bin/python benchmarks/layout.py --before 9094deb [--after HEAD] [--named] [--json OUT]

Only the four folders that make the package are measured, each revision from its own files.
"""

import argparse
import ast
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import tokenize
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

from _common import print_table, write_result

ROOT = Path(__file__).parent.parent
FOLDERS = ("corpus", "nlp", "outputs", "flows")
MOST_PARAMETERS, MOST_LINES, MOST_LINES_OF_A_FILE = 7, 50, 400
WORST = 10
"""Radon counts every condition and comprehension, and from 11 on speaks of complex; ruff, with its 8, counts branches only."""
NO_REASON = ("noqa", "type:", "fmt:", "!")
"""Beginnings of comments that speak to a tool."""


@dataclass
class Layout:
    """What was counted of one revision."""

    lines: int = 0
    comments: int = 0
    complexity: list[int] = field(default_factory=list)
    files: Counter[str] = field(default_factory=Counter)
    """Python files by folder."""
    named: dict[str, list[str]] = field(default_factory=dict)
    """What is over a limit, by limit."""

    def over(self, limit: str, name: str) -> None:
        """Keep one more that is over a limit."""
        self.named.setdefault(limit, []).append(name)


def unpacked(revision: str, folder: Path) -> None:
    """The files of a revision, as they were committed."""
    wanted = ["pyproject.toml", *FOLDERS]
    packed = subprocess.run(["git", "archive", revision, "--", *wanted], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")


def measured(folder: Path) -> Layout:
    """Every Python file of the four folders, read once."""
    from radon.complexity import cc_visit

    layout = Layout()
    for path in sorted(path for part in FOLDERS for path in (folder / part).rglob("*.py")):
        name, text = path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")
        size = len(text.splitlines())
        layout.lines += size
        layout.comments += sum(1 for _ in comments_in(text))
        layout.files[path.parent.relative_to(folder).as_posix()] += 1
        if size > MOST_LINES_OF_A_FILE:
            layout.over(f"files over {MOST_LINES_OF_A_FILE} lines", f"{name} ({size})")
        for block in cc_visit(text):
            if type(block).__name__ == "Function":
                layout.complexity.append(block.complexity)
                if block.complexity > WORST:
                    layout.over(f"functions of a complexity over {WORST}", f"{name}: {block.name} ({block.complexity})")
        for function in (node for node in ast.walk(ast.parse(text)) if isinstance(node, Function)):
            _measure(function, name, layout)
    return layout


Function = ast.FunctionDef | ast.AsyncFunctionDef


def _measure(function: Function, name: str, layout: Layout) -> None:
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    if length > MOST_LINES:
        layout.over(f"functions over {MOST_LINES} lines", f"{name}: {function.name} ({length})")
    given = parameters_of(function)
    if given > MOST_PARAMETERS:
        kind = "options or form fields" if "/cli/" in name or _is_page(function) else "parameters"
        layout.over(f"functions of over {MOST_PARAMETERS} {kind}", f"{name}: {function.name} ({given})")


def _is_page(function: Function) -> bool:
    """Whether a library fills in its parameters: a page's are the fields of its form, as a command's are its options."""
    calls = (one.func for one in function.decorator_list if isinstance(one, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr in ("get", "post") for call in calls)


def parameters_of(function: Function) -> int:
    """How many things a caller may hand in; the object itself is not one of them."""
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def comments_in(text: str) -> Iterator[str]:
    """Comments that speak to a reader."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        words = token.string.lstrip("# ")
        if token.type == tokenize.COMMENT and words and not words.startswith(NO_REASON):
            yield words


def undeclared(folder: Path) -> list[str]:
    """What deptry says of declarations and imports; exceptions are those that we give reasons for today."""
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["deptry"]
    excepted = ",".join(f"{code}={'|'.join(names)}" for code, names in ours["per_rule_ignores"].items())
    out = folder / "deptry.json"
    subprocess.run(
        [
            sys.executable, "-m", "deptry", *FOLDERS, "--json-output", str(out), "--per-rule-ignores", excepted,
            "--optional-dependencies-dev-groups", "dev",
            *(word for name in ("learnbrief", *FOLDERS) for word in ("--known-first-party", name)),
        ],
        cwd=folder, check=False, capture_output=True,
    )  # fmt: skip
    found = json.loads(out.read_text(encoding="utf-8"))
    return sorted({f"{one['module']} ({one['error']['code']})" for one in found})


def figures(layout: Layout, wrong: Sequence[str]) -> dict[str, Any]:
    """One figure a line, the same for every revision."""
    worst = max(layout.files.values())
    limits = (
        f"files over {MOST_LINES_OF_A_FILE} lines",
        f"functions over {MOST_LINES} lines",
        f"functions of a complexity over {WORST}",
        f"functions of over {MOST_PARAMETERS} parameters",
        f"functions of over {MOST_PARAMETERS} options or form fields",
    )
    return {
        "Python files": sum(layout.files.values()),
        "lines": layout.lines,
        "folders": len(layout.files),
        "files in the fullest folder": f"{worst} ({layout.files.most_common(1)[0][0]})",
        "functions": len(layout.complexity),
        "mean complexity": round(mean(layout.complexity), 2),
        **{limit: len(layout.named.get(limit, ())) for limit in limits},
        "comments per hundred lines": round(100 * layout.comments / layout.lines, 2),
        "dependencies undeclared or unused": len(wrong),
    }


def main() -> None:
    """Print the figures side by side; `--named` lists what is over a limit afterwards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", required=True, help="a git revision")
    parser.add_argument("--after", default="HEAD", help="another")
    parser.add_argument("--named", action="store_true", help="also list what is over a limit afterwards")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    shown: dict[str, Mapping[str, Any]] = {}
    for name, revision in (("before", given.before), ("after", given.after)):
        with tempfile.TemporaryDirectory() as folder:
            unpacked(revision, Path(folder))
            layout, wrong = measured(Path(folder)), undeclared(Path(folder))
        shown[name] = figures(layout, wrong)
    print_table([{"figure": key, **{name: shown[name][key] for name in shown}} for key in shown["after"]])
    print("\nFiles by folder afterwards")
    print_table([{"folder": name, "files": count} for name, count in sorted(layout.files.items())])
    if given.named:
        for limit, names in {**layout.named, "dependencies": wrong}.items():
            print(f"\n{limit}", *names, sep="\n  ")
    command = f"python benchmarks/layout.py --before {given.before} --after {given.after}"
    payload = {"data": "the four folders of the package", "command": command, **shown, "files by folder": layout.files}
    write_result(given.json, payload)


if __name__ == "__main__":
    main()
