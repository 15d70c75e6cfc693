"""What leaves the room waits for a person, and the page says so instead of offering what will be refused."""

import pytest

from learnbrief.corpus.finding import Analysis, Finding, Run, Scope
from tests.outputs.app.conftest import put_brief


@pytest.fixture
def brief(store):
    """A stored draft on one source, which nobody has confirmed."""
    first = store.excerpts.current()[0].excerpt_id
    run = Run(("h",), store.codebooks.current().version, "toy", {}, {}, 0)
    analysis = Analysis(run.run_id, Scope("cohort"), (Finding("equity", None, "Equity", (first,), (first,)),))
    store.analyses.put(run, analysis)
    return put_brief(store, analysis, run)


def test_the_page_offers_nothing_published_before_the_sources_are_confirmed(browser, brief):
    """A button that ends in a refusal costs the trust in the next one."""
    page = browser.get(f"/briefs/{brief.id}").text

    assert "The published view waits until a person has" in page
    assert "view=published" not in page
    assert "view=internal" in page


def test_it_offers_it_once_they_are(browser, store, brief):
    for line in brief.base.sources:
        store.privacy.confirm(line.document, line.version, "Ada")

    page = browser.get(f"/briefs/{brief.id}").text

    assert "The published view waits" not in page
    assert f'href="/briefs/{brief.id}/download/docx?view=published"' in page
    assert (
        "These are the published view, with the small-number rules applied. For evaluators: the internal view" in page
    )


def test_no_workbook_goes_out_as_published(browser, brief):
    """It holds every excerpt, with pseudonyms, under whatever name it is saved."""
    answer = browser.get(f"/briefs/{brief.id}/download/xlsx")

    assert answer.status_code == 400
    assert "it comes in the internal view only" in answer.text
    assert browser.get(f"/briefs/{brief.id}/download/xlsx?view=internal").status_code == 200


def test_what_is_handed_out_is_offered_for_an_approved_brief_only(browser, store, brief):
    """A draft played back to those it is about would be taken for what was found."""
    for line in brief.base.sources:
        store.privacy.confirm(line.document, line.version, "Ada")

    assert "download/handouts" not in browser.get(f"/briefs/{brief.id}").text
    answer = browser.get(f"/briefs/{brief.id}/download/handouts?view=internal")
    assert answer.status_code == 400
    assert "comes as published only" in answer.text
