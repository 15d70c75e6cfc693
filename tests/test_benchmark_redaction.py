"""The long benchmark of de-identification goes on where it was cut short, with the figures of a run in one piece."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def redaction(monkeypatch):
    """The benchmark as a module."""
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    import redaction

    return redaction


def test_a_run_that_was_cut_short_does_only_what_is_left(redaction, tmp_path):
    """It takes long, and machines are shared: what was done must count, and give what a whole run gives."""
    from redaction_must_stay import must_stay_sheets

    sheets, seen = list(must_stay_sheets("report")), []

    def mask(sheet):
        seen.append(sheet.text)
        return [(0, 4, "person")]

    first = redaction.measure("ours", sheets[:20], mask, tmp_path)
    whole = redaction.measure("ours", sheets, mask, tmp_path)

    assert len(seen) == len(sheets) > 20
    assert first["sentences_that_must_stay"]["of"] == 20
    assert whole["sentences_that_must_stay"] == redaction.measure("ours", sheets, mask)["sentences_that_must_stay"]


def test_a_ward_masked_as_what_it_is_spoils_nothing_and_as_a_person_does(redaction):
    """Half of what was masked in vain in notes were wards that became people."""
    from redaction_must_stay import must_stay_sheets

    sheet = next(one for one in must_stay_sheets("report") if one.gold)
    where = (sheet.gold[0].start, sheet.gold[0].end)

    assert redaction._nobody(sheet, lambda _: [(*where, "organisation")])
    assert not redaction._nobody(sheet, lambda _: [(*where, "person")])
