"""A library's new version alone makes nothing anew; a new way of finding does."""

from learnbrief.corpus.finding import Scope
from learnbrief.flows.stages import provenance
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.topics import topics_of_the_month

EVENT = Scope("event", event="harbour-day-one")


def test_an_upgrade_alone_makes_no_analysis_anew(tagged, tagged_store, monkeypatch):
    """Security updates come every month; each would put a new draft beside every brief that was read and signed."""
    before = (analyse_scope(tagged, tagged_store, EVENT), topics_of_the_month(tagged, tagged_store))
    kept = len(tagged_store.analyses.all())
    monkeypatch.setattr(provenance, "_versions", lambda: {"numpy": "99.0"})

    assert (analyse_scope(tagged, tagged_store, EVENT), topics_of_the_month(tagged, tagged_store)) == before
    assert len(tagged_store.analyses.all()) == kept


def test_a_new_way_of_finding_makes_it_anew(tagged, tagged_store, monkeypatch):
    """Else an upgrade of learnbrief itself would never reach a brief that waits."""
    before = analyse_scope(tagged, tagged_store, EVENT)
    monkeypatch.setattr(provenance, "FINDINGS", "statements-99")

    assert analyse_scope(tagged, tagged_store, EVENT) != before
