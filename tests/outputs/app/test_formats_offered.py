"""Formats are named in one place; the page offers every one of them."""

import pytest

from learnbrief.corpus.finding import Analysis, Finding, Run, Scope
from learnbrief.outputs.render import FORMS
from tests.outputs.app.conftest import put_brief


@pytest.fixture
def brief(store):
    """A brief of one finding."""
    first = store.excerpts.current()[0].excerpt_id
    run = Run(("h",), store.codebooks.current().version, "toy", {}, {}, 0)
    analysis = Analysis(run.run_id, Scope("cohort"), (Finding("leadership", None, "x", (first,), (first,)),))
    store.analyses.put(run, analysis)
    return put_brief(store, analysis, run)


@pytest.mark.parametrize("name", FORMS)
def test_every_format_that_is_rendered_is_offered_under_its_name(browser, brief, name):
    """A format that is added in one place is on the page, and comes as what it is."""
    page = browser.get(f"/briefs/{brief.id}").text
    answer = browser.get(f"/briefs/{brief.id}/download/{name}?view=internal")

    assert f"/download/{name}" in page
    assert FORMS[name].words in page
    assert answer.headers["content-type"] == FORMS[name].media_type


def test_a_format_that_nobody_renders_is_told(browser, brief):
    """With those that there are."""
    answer = browser.get(f"/briefs/{brief.id}/download/rtf")

    assert answer.status_code == 400
    assert "docx, pdf" in answer.text
