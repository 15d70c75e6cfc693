"""What a lean install leaves out is said in one line that can be acted on, and every extra named there exists."""

import re
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from learnbrief.corpus.errors import NotInstalled
from learnbrief.corpus.store import open_store
from learnbrief.flows.orchestration.start import workers
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.mpnet import Graph
from learnbrief.nlp.topics.bertopic_groups import bertopic_labels

ROOT = Path(__file__).parent.parent.parent


def many_excerpts():
    bertopic_labels(["words"] * 1204, np.zeros((1204, 3), dtype=np.float32), seed=0)


def better_graph():
    Graph(Path("no matter"))


NEEDS = {
    "topics": ("bertopic", many_excerpts, "grouping 1,204 excerpts of one theme needs bertopic"),
    "encoders": ("sentence_transformers", lambda: encoder_from("ours").encode(["words"]), "the encoder 'ours' needs"),
    "better": ("onnx", better_graph, "the encoder all-mpnet-base-v2 needs"),
    "scale": ("distributed", lambda: workers(Workspace(ROOT), "dask"), "the runner dask needs distributed"),
    "postgres": ("psycopg", lambda: open_store("postgresql://nobody@nowhere/x"), "a PostgreSQL store needs psycopg"),
}


@pytest.mark.parametrize("name", NEEDS)
def test_what_is_not_installed_is_one_line_that_says_what_to_install(monkeypatch, name):
    """Whoever installed little meets this months later: a traceback there says nothing to a researcher."""
    package, work, words = NEEDS[name]
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(NotInstalled) as told:
        work()

    assert str(told.value).startswith(words)
    assert str(told.value).endswith(f"; run: pip install 'learnbrief[{name}]'")


def test_every_extra_that_a_message_names_exists():
    """Advice that pip answers with 'does not provide the extra' would leave a user stuck."""
    offered = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = {
        extra
        for folder in ("corpus", "nlp", "outputs", "flows", "docs")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".md"}
        for code, message in re.findall(r"extra\(\"(\w+)\"|learnbrief\[([a-z]+)\]", file.read_text(encoding="utf-8"))
        for extra in [code or message]
    }

    assert named <= set(offered)
    assert named >= set(NEEDS)
