"""The better encoder: our graph of MPNet says what the reference says, and a wrong folder is told in a line."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.nlp import mpnet
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.mpnet import PADDING, Graph, MpnetEncoder, Size, is_mpnet

SMALL = Size(layers=2, heads=2, width=16, longest=200)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory):
    """A model of the same kind with weights by lot: its folder, and the reference's own way of running it."""
    import torch
    from transformers import MPNetConfig, MPNetModel

    torch.manual_seed(7)
    config = MPNetConfig(
        vocab_size=50,
        hidden_size=SMALL.width,
        num_hidden_layers=SMALL.layers,
        num_attention_heads=SMALL.heads,
        intermediate_size=32,
        max_position_embeddings=SMALL.longest + PADDING + 1,
        layer_norm_eps=mpnet.EPSILON,
        initializer_range=0.5,
    )
    model = MPNetModel(config).eval()
    folder = tmp_path_factory.mktemp("small")
    model.save_pretrained(folder)

    def reference(ids, mask):
        with torch.no_grad():
            return model(torch.tensor(ids), attention_mask=torch.tensor(mask)).last_hidden_state.numpy()

    return folder, reference


@pytest.mark.parametrize("length", [3, 60, 190])
def test_our_graph_says_what_the_reference_implementation_says(small, length):
    """Distances beyond 8 and beyond 128 tokens, and texts of different length in one batch, each have a rule of their own."""
    folder, reference = small
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
    session = onnxruntime.InferenceSession(Graph(folder / mpnet.WEIGHTS, SMALL).written(), options)
    ids = np.random.default_rng(length).integers(5, 50, (2, length))
    mask = np.ones_like(ids)
    ids[1, length // 2 :], mask[1, length // 2 :] = PADDING, 0
    (ours,) = session.run(None, {"input_ids": ids, "attention_mask": mask})
    theirs = reference(ids, mask)

    assert np.allclose(ours[0], theirs[0], atol=2e-5)
    assert np.allclose(ours[1, : length // 2], theirs[1, : length // 2], atol=2e-5)


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever exchanges the weights exchanges what every finding rests on."""
    (tmp_path / mpnet.WEIGHTS).write_bytes(b"something else")
    monkeypatch.setattr(mpnet, "BYTES", len(b"something else"))

    assert is_mpnet(tmp_path)
    with pytest.raises(ModelUnavailable, match=r"not the one we pinned.*folder of all-mpnet-base-v2"):
        encoder_from(str(tmp_path))


def test_a_file_without_the_models_tensors_is_told_by_name(small):
    """A file of another kind under the right name ends in a line and not in a KeyError."""
    folder, _ = small
    with pytest.raises(ModelUnavailable, match=r"has no encoder\.layer\.2"):
        Graph(folder / mpnet.WEIGHTS, Size(layers=3, heads=2, width=16, longest=200)).written()


def test_the_encoder_is_told_apart_from_the_default_in_every_cache():
    """Vectors of two encoders in one space would make nonsense of every likeness."""
    assert MpnetEncoder.name != encoder_from("default").name


def test_better_is_the_setting_that_asks_for_it_and_a_folder_without_it_is_told():
    """The two settings go together; with one of them missing, the line says what to name."""
    with pytest.raises(ModelUnavailable, match=r"model\.safetensors is missing; name the folder of all-mpnet-base-v2"):
        encoder_from("better")
