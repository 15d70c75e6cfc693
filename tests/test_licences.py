"""Who installs learnbrief in an NHS body is asked what it brings and under which terms: the list must be whole."""

import re
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.licences import MODELS, PAGE, PROJECT, SHIPPED, required
from tests.test_project import OURS, ROOT, tracked

COPYLEFT = {
    "psycopg": "LGPL, in an extra, used as it is",
    "psycopg-binary": "the same",
    "text-unidecode": "Artistic Licence or GPL, as one chooses; Prefect brings it",
}
"""Packages of the list whose licence names the GPL, and why each may be there."""


def listed(section: str = "") -> set[str]:
    """Packages that the page names, or one section of it."""
    parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    rows = (row for part in parts if part.startswith(section or ("Installed", "Added")) for row in part.splitlines())
    return {canonicalize_name(row.split("|")[1].strip()) for row in rows if row.startswith("| ")} - {"package"}


def test_every_file_of_others_in_the_package_is_named_with_its_licence():
    """A font or script that came in without its terms could not be given on."""
    names = tracked(*OURS)
    folders = {str(Path(name).parent) for name in names if Path(name).name.startswith("LICENSE")}
    theirs = {name for name in names if name.endswith((".min.js", ".ttf", ".otf", ".woff2", ".woff"))}
    theirs |= {name for name in names if str(Path(name).parent) in folders and "LICENSE" not in name}

    assert theirs == set(SHIPPED)
    page = PAGE.read_text(encoding="utf-8")
    for file, (name, licence, text) in SHIPPED.items():
        assert f"| `{file}` | {name} | {licence} | `{text}` |" in page
        assert (ROOT / text).is_file()


def test_every_package_that_is_installed_is_named():
    """`make licences` was not run where one is missing."""
    assert listed("Installed with it") == required(PROJECT["dependencies"])


def test_the_models_inside_packages_are_named():
    """Their terms are not those of the packages they come in."""
    page = PAGE.read_text(encoding="utf-8")

    assert all(f"| {model} | {licence} | {package} |" in page for model, (licence, package) in MODELS.items())
    assert {canonicalize_name(package) for _, package in MODELS.values()} <= listed("Installed with it")


def test_nothing_is_brought_whose_terms_would_bind_what_we_give_on():
    """Nor is anything whose terms nobody can tell."""
    rows = [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| ")]

    assert {row.split("|")[1].strip() for row in rows if "GPL" in row or "General Public" in row} == set(COPYLEFT)
    assert [row for row in rows if "UNKNOWN" in row] == []


def test_versions_are_told_once():
    """Who cites 0.2.0 must have had 0.2.0."""
    citation = Path(ROOT / "CITATION.cff").read_text(encoding="utf-8")

    assert f"version: {PROJECT['version']}\n" in citation


def test_numpy_and_pandas_are_left_to_the_user():
    """A notebook's environment holds much else: a pin of ours there would make learnbrief impossible to install beside it."""
    extras = [one for name, wanted in PROJECT["optional-dependencies"].items() if name != "dev" for one in wanted]
    named = [
        one
        for one in (*PROJECT["dependencies"], *extras)
        if re.match(r"(numpy|pandas|scipy|scikit-learn|pyarrow)\b", one)
    ]

    assert sorted(named) == ["numpy", "pandas", "pyarrow", "scikit-learn", "scipy"]
