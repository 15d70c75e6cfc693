"""What many name stands on an evaluator's page with everybody who names it: they judge whether these say the same."""

from html import unescape

import pytest

from learnbrief.corpus.finding import Analysis, Clause, Finding, Point, Run, Scope, Spoken
from tests.outputs.app.conftest import put_brief, stock

OTHERS = ("Improvement posts end in March and nobody has had a letter.", "We asked who pays for improvement next year.")
HEADING = "Board time for improvement is squeezed"


@pytest.fixture
def named(store):
    """A brief whose headline speaks of improvement, which a second source names twice."""
    stock(store, OTHERS, "d-second")
    by_text = {one.text: one.excerpt_id for one in store.excerpts.current()}
    first = next(key for text, key in by_text.items() if text.startswith(HEADING))
    naming = (first, *(by_text[one] for one in OTHERS))
    clause = Clause(first, 0, len(HEADING))
    run = Run(("h",), store.codebooks.current().version, "toy", {}, {}, 0)
    finding = Finding(
        "leadership", "barrier", HEADING, (first,), (first,), heading_from="clause", clause=clause,
        points=(Point((first,), "leadership", "barrier", clause),), tentative=True,
        spoken=Spoken("improvement", naming, (Clause(naming[1], 0, len(OTHERS[0])),)),
    )  # fmt: skip
    analysis = Analysis(run.run_id, Scope("cohort"), (finding,))
    store.analyses.put(run, analysis)
    return put_brief(store, analysis, run)


def test_the_page_shows_what_others_say_and_everybody_who_names_it(browser, named):
    """A count that an evaluator cannot look behind is no evidence."""
    page = unescape(browser.get(f"/briefs/{named.id}").text)

    assert "2 sources speak of “improvement”" in page or "2 sources from" in page
    assert "Others on “improvement”:" in page
    assert "Who names “improvement”: 3 excerpts" in page
    assert all(page.count(one) >= 1 for one in OTHERS)


def test_who_names_it_is_hidden_from_whoever_has_yet_to_code_it_blind(browser, services, named):
    """Read under a headline it would lead whoever codes it."""
    kept = next(one.excerpt for one in named.findings[0].spoken.evidence if one.text == OTHERS[1])
    services.blind = {kept}
    page = unescape(browser.get(f"/briefs/{named.id}").text)

    assert OTHERS[1] not in page
    assert "Who names “improvement”: 2 excerpts" in page
