"""What findings ask of all evidence is asked once: a month of a large programme is not to wait for the square of what it holds."""

import numpy as np
import pytest

from learnbrief.nlp.findings import group
from learnbrief.nlp.findings.gather import once
from learnbrief.nlp.findings.group import edges
from tests.nlp.test_findings_group import random_material


def test_what_is_worked_out_of_all_evidence_is_so_once_for_each_material():
    """Asked anew for every matter, counting words took as long as all else; kept beyond its material, it would be another's."""
    counted = []

    @once
    def size(material):
        counted.append(material)
        return len(material.excerpts)

    some, more = random_material(60, seed=1), random_material(72, seed=1)

    assert [size(one) for one in (some, more, some, more)] == [60, 72, 60, 72]
    assert len(counted) == 2


def test_two_things_worked_out_of_one_material_are_kept_apart():
    """Both are kept with the material, under what worked them out."""
    material = random_material(60, seed=1)
    size, sources = once(lambda one: len(one.excerpts)), once(lambda one: len(one.documents))

    assert (size(material), sources(material), size(material)) == (60, 1, 60)


def test_who_is_near_whom_is_the_same_however_much_is_laid_out_at_once(monkeypatch):
    """Large material is held against itself panel by panel; no pair may be lost at a border, or told twice."""
    material = random_material(150, seed=2)
    table = material.alike(range(150), range(150))
    monkeypatch.setattr(group, "PANEL", 64)
    monkeypatch.setattr(group, "BLOCK", 20)

    found = sorted(edges(material.alike, 150, 0.2))

    assert [(one, other) for one, other, _ in found] == [tuple(pair) for pair in np.argwhere(np.triu(table, 1) >= 0.2)]
    assert [likeness for *_, likeness in found] == pytest.approx(
        [table[one, other] for one, other, _ in found], abs=1e-5
    )
