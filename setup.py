"""Puts the four folders under one import root: `learnbrief.corpus` is the folder corpus, and so on (docs/decisions/0004)."""

from pathlib import Path

from setuptools import setup

FOLDERS = ("corpus", "nlp", "outputs", "flows")

setup(
    packages=sorted(
        {".".join(("learnbrief", *file.parent.parts)) for folder in FOLDERS for file in Path(folder).rglob("*.py")}
    ),
    package_dir={f"learnbrief.{folder}": folder for folder in FOLDERS},
)
