"""A brief that nobody will sign is put aside with a reason, found again, and brought back; a signed one never."""

import pytest

from learnbrief.corpus.errors import BadInput, NotAllowed, StaleEdit
from learnbrief.corpus.retirement import bring_back, refuse_retired, retire, retirement_of
from learnbrief.corpus.tag import Action


def keep(store, brief_id="b-1", status="in review"):
    scope = {"kind": "cohort"}
    store.briefs.put(brief_id, title="All", status=status, scope=scope, run_id=f"run-{brief_id}", value="{}")
    return store.briefs.get(brief_id)


def test_a_retired_brief_waits_no_longer_and_says_why(store):
    """Without this a draft that nobody wants counts as waiting for ever."""
    keep(store)
    retire(store, "b-1", reason="  The cohort brief\ntells it. ", coder="Ada")

    assert (store.briefs.get("b-1").open, store.briefs.get("b-1").status) == (False, "retired")
    retired = retirement_of(store, "b-1")
    assert retired is not None
    assert (retired.coder, retired.payload["reason"]) == ("Ada", "The cohort brief tells it.")
    with pytest.raises(NotAllowed, match=r"retired by Ada on .* \(The cohort brief tells it.\); bring it back"):
        refuse_retired(store, store.briefs.get("b-1"))


def test_it_comes_back_to_where_it_was(store):
    """Its edits were never lost, so it is in review as before."""
    keep(store)
    retire(store, "b-1", reason="Not now", coder="Ada")
    bring_back(store, "b-1", coder="Grace")

    assert store.briefs.get("b-1").status == "in review"
    assert retirement_of(store, "b-1") is None
    assert [review.action for review in store.reviews.all()] == [Action.RETIRE, Action.UNDO]
    refuse_retired(store, store.briefs.get("b-1"))


def test_whoever_looks_at_an_older_page_is_told(store):
    """Retiring is an edit like others: nobody mends what was put aside meanwhile."""
    edition = keep(store).edition
    retire(store, "b-1", reason="Not now", coder="Ada", edition=edition)
    with pytest.raises(NotAllowed, match="bring it back first"):
        store.briefs.open_for_edit("b-1", edition=edition)
    with pytest.raises(StaleEdit):
        bring_back(store, "b-1", coder="Ada", edition=edition)
    bring_back(store, "b-1", coder="Ada")

    with pytest.raises(StaleEdit):
        retire(store, "b-1", reason="Again", coder="Ada", edition=edition)


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 301])
def test_a_reason_is_a_line_of_words(store, reason):
    """'Retired' alone would tell the next reader nothing."""
    keep(store)
    with pytest.raises(BadInput, match="why this brief is not needed"):
        retire(store, "b-1", reason=reason, coder="Ada")

    assert store.reviews.all() == []


def test_what_cannot_be_retired_or_brought_back_is_told(store):
    """A signature stands; twice retired is a mistake; two open briefs on one scope would part the work."""
    keep(store, "b-signed", status="approved")
    with pytest.raises(NotAllowed, match="is approved and does not change"):
        retire(store, "b-signed", reason="No", coder="Ada")
    keep(store)
    with pytest.raises(NotAllowed, match="is not retired"):
        bring_back(store, "b-1", coder="Ada")
    retire(store, "b-1", reason="No", coder="Ada")
    with pytest.raises(NotAllowed, match="is retired already"):
        retire(store, "b-1", reason="No", coder="Ada")
    keep(store, "b-2", status="draft")
    with pytest.raises(NotAllowed, match="brief b-2 covers the same"):
        bring_back(store, "b-1", coder="Ada")

    assert [review.action for review in store.reviews.all()] == [Action.RETIRE]
