"""Codebooks of other fields are measured on lines that nothing of ours was taught, and coded by slugs that they have."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from codebooks_elsewhere import FIELDS, figures, mean_of, read_field

from learnbrief.corpus.codebook import default_codebook
from learnbrief.corpus.errors import BadCoding
from learnbrief.nlp.tagging.labelled_lines import labelled_lines, lines_for
from learnbrief.nlp.tagging.teachers import background, teaching_lines


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_has_ten_themes_and_fifty_lines_and_nothing_of_ours_teaches_them(name: str):
    """A line that teaches would test memory, and a codebook taken for ours would be taught by ours."""
    codebook, lines = read_field(name)
    taught = {line.text for line in labelled_lines()} | set(background())
    taught |= {line.text for themes in (default_codebook().themes, codebook.themes) for line in teaching_lines(themes)}

    assert (len(codebook.themes), len(lines.texts)) == (10, 50)
    assert len(set(lines.texts) - taught) == 50
    assert lines.truth.any(axis=0).all()
    assert not lines.truth.any(axis=1).all()
    assert not lines_for(codebook.topics)


def test_a_theme_that_the_codebook_does_not_have_is_named(tmp_path: Path):
    """A mistyped slug would be a line of no theme, and every method wrong about it."""
    (tmp_path / "allotment.yaml").write_text("themes:\n- name: Water\n- name: Soil\n", encoding="utf-8")
    (tmp_path / "allotment.tsv").write_text("text\tthemes\nThe tap is dry.\twater\nClay.\tsoyl\n", encoding="utf-8")

    with pytest.raises(BadCoding, match=r"allotment\.tsv line 3: no theme 'soyl' in allotment\.yaml; use its slugs"):
        read_field("allotment", tmp_path)


def test_a_method_that_finds_nothing_in_a_line_is_not_right_about_it():
    """Where no word is shared every theme scores nought, and the first of them would be taken for an answer."""
    truth = np.array([[True, False], [False, True], [False, False]])

    assert figures(truth, np.array([[0.0, 0.0], [0.1, 0.2], [0.0, 0.0]]))["likeliest right"] == 0.5
    assert figures(truth, truth.astype(float))["average precision"] == 1.0


def test_the_mean_counts_each_field_alike():
    """Fields are told one by one and together, and the three are of one size by design."""
    rows = [
        {"codebook": name, "way": "one", "lines": 50, "micro_f1": share} for name, share in (("a", 0.2), ("b", 0.4))
    ]

    assert mean_of(rows) == [{"codebook": "mean", "way": "one", "micro_f1": pytest.approx(0.3)}]
