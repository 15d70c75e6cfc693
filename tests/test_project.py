"""The project as a whole: what is installed, what the wheel holds, what the texts promise."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from learnbrief.flows.workspace.health import EXTRAS

ROOT = Path(__file__).parent.parent
OURS = ("corpus", "nlp", "outputs", "flows")


def tracked(*folders: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: what belongs to the project cannot be told")
    return [name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built of the tree as it stands, compiled code and all, away from it: what earlier builds left there would come along."""
    folder, source = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("source")
    for name in OURS:
        # what another process is just compiling is gone the next moment
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("*.pyc.*"))
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, "."]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=300)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_every_file_it_needs(wheel):
    """Templates, codebook and demo are needed at run time, and `outputs/` is in many a global gitignore."""
    held = set(zipfile.ZipFile(wheel).namelist())

    assert [name for name in tracked(*OURS) if f"learnbrief/{name}" not in held] == []


def test_the_wheel_holds_nothing_that_git_leaves_out(wheel):
    """Compiled code names the folder of whoever built it, and notes of a maintainer's would be given to everybody."""
    tracked(*OURS)
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *OURS]
    known = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert held - {f"learnbrief/{name}" for name in known} == set()


def test_a_folder_of_the_users_hides_nothing_of_ours(wheel, tmp_path):
    """A researcher's own folder may well be called flows or nlp: neither may take the other's place."""
    installed, theirs = tmp_path / "installed", tmp_path / "theirs"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", installed, wheel],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for name in OURS:
        (theirs / name).mkdir(parents=True)
        (theirs / name / "__init__.py").write_text(f"MINE = {name!r}")
    program = "import corpus, nlp, outputs, flows, learnbrief.flows.cli as cli; print(flows.MINE, cli.__file__)"

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=theirs,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["flows", str(installed / "learnbrief/flows/cli/__init__.py")]


def test_doctor_lists_every_extra_by_a_package_that_it_brings():
    """The README sends whoever lacks something to `doctor`: an extra that it leaves out is one that nobody finds."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    brought = {name: {Requirement(one).name for one in wanted} for name, wanted in extras.items() if name != "dev"}

    assert {name: package in brought.get(name, ()) for name, (package, _) in EXTRAS.items()} == dict.fromkeys(
        brought, True
    )


def test_files_we_ship_are_found_from_any_folder(tmp_path):
    """In the repository a bare 'corpus' is found by the current folder; in a user's folder a command would end in nothing."""
    program = "from learnbrief.flows.cli import main; main()"
    made = subprocess.run(
        [sys.executable, "-c", program, "new", "programme"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (made.returncode, made.stderr) == (0, "")
    assert [
        name
        for name in tracked(*OURS)
        if re.search(
            r'(?:files|PackageLoader)\("(?:corpus|nlp|outputs|flows)\b', (ROOT / name).read_text("utf-8", "ignore")
        )
    ] == []


def test_every_python_file_says_what_it_is_for():
    """The first line of a module is where a newcomer starts reading."""
    silent = [
        name
        for name in tracked(*OURS, "benchmarks")
        if name.endswith(".py") and not (ROOT / name).read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]

    assert silent == []


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "benchmarks").glob("*.py")))
def test_a_benchmark_imports_what_is_there(name):
    """A figure that nobody can rerun is no figure: a name that moved must not break the script behind it."""
    imports = [
        node
        for node in ast.walk(ast.parse((ROOT / "benchmarks" / name).read_text()))
        if isinstance(node, ast.ImportFrom)
    ]
    ours = [node for node in imports if node.module and node.module.startswith("learnbrief.")]

    missing = [
        f"{node.module}.{alias.name}"
        for node in ours
        for alias in node.names
        if not hasattr(import_module(str(node.module)), alias.name) and find_spec(f"{node.module}.{alias.name}") is None
    ]

    assert missing == []


def headings(document: Path) -> set[str]:
    """The names by which headings are linked to."""
    found = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.strip().lower()).replace(" ", "-") for one in found}


def test_links_between_our_documents_lead_somewhere():
    """A reader who follows a link must not end in nothing, nor at the top of a page that has no such heading."""
    broken = []
    for name in tracked("*.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target, heading in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)", text):
            if target.startswith(("http://", "https://", "mailto:")):
                continue
            document = (ROOT / name).parent / target if target else ROOT / name
            if not document.exists() or (heading and heading not in headings(document)):
                broken.append(f"{name}: {target}#{heading}")

    assert broken == []


def test_licensed_files_of_others_have_their_licence_beside_them():
    """Everything else we ship we wrote ourselves."""
    names = tracked(*OURS)
    for script in (name for name in names if name.endswith(".min.js")):
        assert script.replace(".min.js", ".LICENSE") in names
    for font in (name for name in names if name.endswith((".ttf", ".otf", ".woff2"))):
        beside = [
            name for name in names if Path(name).parent == Path(font).parent and re.search(r"(?i)licen[cs]e|OFL", name)
        ]
        assert beside, f"{font} has no licence beside it"


def test_how_often_a_property_is_tried_is_said_in_one_place():
    """A count of a test's own, 300 where the others have 30, is paid with every change, and stays what it is at night."""
    own = [
        name
        for name in tracked("tests")
        if name.endswith(".py") and name not in ("tests/conftest.py", "tests/examples.py", "tests/test_project.py")
        if "max_examples" in (ROOT / name).read_text(encoding="utf-8")
    ]

    assert own == []
