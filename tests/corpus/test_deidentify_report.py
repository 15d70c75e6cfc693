"""What was found, replaced, flagged and confirmed, without a word of what stood there."""

from learnbrief.corpus.deidentify.report import privacy_report
from learnbrief.corpus.store import PrivacyMark
from tests.corpus.conftest import document


def test_each_document_has_a_line_of_numbers(store):
    """A researcher sees at a glance where a person is still needed."""
    store.documents.add(document())
    statuses = ["replaced", "replaced", "flagged", "confirmed", "rejected", "added"]
    marks = [
        PrivacyMark("d-one", 1, at, at + 1, "person", "register", "[Person 3]", status)
        for at, status in enumerate(statuses)
    ]
    store.privacy.put("d-one", 1, marks)
    (line,) = privacy_report(store)

    assert (line.found, line.replaced, line.flagged, line.confirmed, line.rejected, line.added) == (6, 2, 1, 1, 1, 1)
    assert (line.by_type, line.by_rule, line.checked_by) == ({"person": 5}, {"register": 5}, None)


def test_it_says_who_checked_a_version(store):
    """Approval waits for it."""
    store.documents.add(document())
    store.privacy.confirm("d-one", 1, "Evaluator")

    assert privacy_report(store)[0].checked_by == "Evaluator"
