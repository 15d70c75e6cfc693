"""The invented brief that most tests of outputs read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from learnbrief.corpus.document import Document
from learnbrief.corpus.finding import Analysis, Finding, Scope
from learnbrief.corpus.tag import Review
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.build import build_brief
from learnbrief.outputs.brief.inputs import Inputs
from tests.outputs import programme


def build(**changes: Any) -> Brief:
    """The invented brief, with anything changed that a test is about."""
    values: dict[str, Any] = {
        "title": "What the first nine months taught us",
        "documents": programme.DOCUMENTS,
        "excerpts": programme.EXCERPTS.values(),
        "tags": programme.tags(),
        "analysis": programme.ANALYSIS,
        "codebook": programme.CODEBOOK,
        "programme": programme.PROGRAMME,
        "participants": programme.PARTICIPANTS,
        "made": programme.MADE,
        "messages": programme.MESSAGES,
        "surveys": programme.SURVEYS,
    }
    view, scope = changes.pop("view", "internal"), changes.pop("scope", None)
    values |= changes
    if scope:
        values["analysis"] = replace(values["analysis"], scope=scope)
    return build_brief(Inputs(**values), view=view)


@pytest.fixture(name="build")
def build_fixture() -> Callable[..., Brief]:
    return build


@pytest.fixture
def brief() -> Brief:
    return build()


@pytest.fixture
def sources() -> dict[tuple[str, int], Document]:
    return {(document.document_id, document.version): document for document in programme.DOCUMENTS}


@pytest.fixture
def brief_of(build: Callable[..., Brief]) -> Callable[..., Brief]:
    """The brief of one finding, as a message."""

    def make(finding: Finding, *reviews: Review, **changes: Any) -> Brief:
        analysis = Analysis(programme.RUN.run_id, Scope("cohort"), (finding,))
        return build(
            analysis=analysis, scope=Scope("cohort"), messages=((finding.finding_id,), ""), made=programme.MADE,
            reviews=reviews, **changes,
        )  # fmt: skip

    return make
