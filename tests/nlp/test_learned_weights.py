"""What was learned is read from its file by its fields, and leans as it did where it was learned."""

import json
from dataclasses import dataclass

import numpy as np
import pytest

from learnbrief.nlp.informs import informs_weights
from learnbrief.nlp.learned_weights import LearnedWeights
from learnbrief.nlp.telling import telling_weights


@dataclass(frozen=True, slots=True)
class WithACut(LearnedWeights):
    """One that was learned with a number of its own."""

    cut: float


def test_a_model_comes_back_as_it_was_written(tmp_path):
    """A key that is passed over, or put in another's place, would change every answer and raise no error."""
    file = tmp_path / "weights.json"
    file.write_text(json.dumps({"cut": 0.5, "weights": [1.0, -2.0], "bias": 0.25, "encoder": "ours"}))

    model = WithACut.kept_in(file)

    assert (model.encoder, model.bias, model.cut, model.weights.tolist()) == ("ours", 0.25, 0.5, [1.0, -2.0])
    assert model.lean(np.array([[1, 0], [0, 1]], dtype=np.float32)).tolist() == [1.25, -1.75]


def test_a_file_without_one_of_its_numbers_is_no_model(tmp_path):
    """A bias of nought in place of a missing one would shift what is pointed out, and nobody would see it."""
    file = tmp_path / "weights.json"
    file.write_text(json.dumps({"weights": [1.0], "encoder": "ours"}))

    with pytest.raises(KeyError, match="bias"):
        LearnedWeights.kept_in(file)


@pytest.mark.parametrize("model", [informs_weights, telling_weights])
def test_the_models_that_come_along_are_read_once(model):
    """They are asked for every clause and every page."""
    assert model() is model()
    assert model().weights.dtype == np.float32
