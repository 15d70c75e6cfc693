"""all-mpnet-base-v2 from a folder the user names: the better and slower encoder, without torch.

Its graph is written here and reads the weights where they lie, so nothing is converted, copied or kept. A text's vector
depends on the text alone and equals what sentence-transformers makes of it to six digits (docs/decisions/encoder-better.md).
"""

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.extras import extra
from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.encode import OnnxEncoder

WEIGHTS = "model.safetensors"
BYTES = 437_971_872
FILES = {  # SHA-256 of the files as published; several independent projects pin the same
    WEIGHTS: "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    "tokenizer.json": "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
}
REMEDY = "name the folder of all-mpnet-base-v2 as sentence-transformers published it"
LONGEST = 384  # tokens; the model was trained no further
EPSILON = 1e-5
PADDING = 1  # the token that is none; places are counted from the next number on
BUCKETS, FAR = 32, 128  # how finely MPNet tells distances between tokens apart, and from where on not at all
FLOAT, WHOLE = 1, 7  # ONNX's numbers for 32-bit floats and 64-bit integers


@dataclass(frozen=True, slots=True)
class Size:
    """How large a model of this kind is."""

    layers: int = 12
    heads: int = 12
    width: int = 768
    longest: int = LONGEST


BASE = Size()


def is_mpnet(folder: Path) -> bool:
    """Whether a folder looks like this model: by size, for the hash that decides takes a second."""
    weights = folder / WEIGHTS
    return weights.is_file() and weights.stat().st_size == BYTES


class MpnetEncoder(OnnxEncoder):
    """all-mpnet-base-v2 in full precision through onnxruntime."""

    name = f"all-mpnet-base-v2/onnx-fp32/{FILES[WEIGHTS][:8]}"
    dimensions = BASE.width
    files = FILES
    longest = LONGEST
    padding = PADDING
    remedy = REMEDY

    def _model(self, options: Any) -> bytes:
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(self._folder))
        return Graph(self._folder / WEIGHTS).written()

    def _hidden(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Vectors:
        hidden: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return hidden


class Graph:
    """MPNet's forward pass, node by node; each weight is a place in the user's own file."""

    def __init__(self, weights: Path, size: Size = BASE) -> None:
        with extra("better", needed_for="the encoder all-mpnet-base-v2"):
            from onnx import TensorProto, helper, numpy_helper
        self._make, self._pack, self._tensor = helper, numpy_helper, TensorProto
        self._weights, self._size = weights, size
        with weights.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            self._places: dict[str, Any] = json.loads(file.read(length))
        self._begin = 8 + length
        self._nodes: list[Any] = []
        self._kept: dict[str, Any] = {}

    def written(self) -> bytes:
        """The whole model but its weights, as ONNX."""
        hidden = self._layers(self._embedded(), self._bias())
        self._node("Identity", hidden, out="hidden")
        make, shape = self._make, ["texts", "tokens"]
        graph = make.make_graph(
            self._nodes,
            "all-mpnet-base-v2",
            [make.make_tensor_value_info(name, WHOLE, shape) for name in ("input_ids", "attention_mask")],
            [make.make_tensor_value_info("hidden", FLOAT, [*shape, self._size.width])],
            list(self._kept.values()),
        )
        domains = [make.make_opsetid("", 20), make.make_opsetid("com.microsoft", 1)]
        model: bytes = make.make_model(graph, opset_imports=domains, ir_version=10).SerializeToString()
        return model

    def _embedded(self) -> str:
        """Each token with its place, normalised."""
        first = self._constant([PADDING + 1])
        past = self._node("Add", self._length(), first)
        places = self._node("Slice", self._weight("embeddings.position_embeddings.weight"), first, past)
        words = self._node("Gather", self._weight("embeddings.word_embeddings.weight"), "input_ids")
        return self._normal(self._node("Add", words, places), "embeddings.LayerNorm")

    def _bias(self) -> str:
        """What attention adds for the distance between two tokens, and takes off for a token that is none."""
        table = self._read("encoder.relative_attention_bias.weight")[_buckets(self._size.longest)].transpose(2, 0, 1)[
            None
        ]
        square = self._node("Concat", self._length(), self._length(), axis=0)
        distance = self._node("Slice", self._constant(table), self._constant([0, 0]), square, self._constant([2, 3]))
        there = self._node("Unsqueeze", self._node("Cast", "attention_mask", to=FLOAT), self._constant([1, 2]))
        missing = self._node("Sub", there, self._constant(np.float32(1)))
        return self._node("Add", distance, self._node("Mul", missing, self._constant(np.float32(1e9))))

    def _length(self) -> str:
        """Tokens of the longest text in the batch."""
        return self._node("Slice", self._node("Shape", "input_ids"), self._constant([1]), self._constant([2]))

    def _layers(self, now: str, bias: str) -> str:
        for layer in range(self._size.layers):
            own = f"encoder.layer.{layer}"
            parts = [self._linear(now, f"{own}.attention.attn.{part}") for part in "qkv"]
            heard = self._node(
                "MultiHeadAttention", *parts, "", "", bias, domain="com.microsoft", num_heads=self._size.heads
            )
            told = self._linear(heard, f"{own}.attention.attn.o")
            now = self._normal(self._node("Add", told, now), f"{own}.attention.LayerNorm")
            wide = self._node("Gelu", self._linear(now, f"{own}.intermediate.dense"), domain="com.microsoft")
            narrow = self._linear(wide, f"{own}.output.dense")
            now = self._normal(self._node("Add", narrow, now), f"{own}.output.LayerNorm")
        return now

    def _linear(self, given: str, name: str) -> str:
        turned = self._node("Transpose", self._weight(f"{name}.weight"), perm=[1, 0])  # done once, on opening
        return self._node("Add", self._node("MatMul", given, turned), self._weight(f"{name}.bias"))

    def _normal(self, given: str, name: str) -> str:
        scale, shift = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._node("LayerNormalization", given, scale, shift, axis=-1, epsilon=EPSILON)

    def _node(self, kind: str, *given: str, out: str = "", domain: str = "", **how: Any) -> str:
        out = out or f"{kind} {len(self._nodes)}"
        self._nodes.append(self._make.make_node(kind, list(given), [out], name=out, domain=domain, **how))
        return out

    def _constant(self, value: Any) -> str:
        name = f"constant {len(self._kept)}"
        self._kept[name] = self._pack.from_array(np.array(value, order="C"), name)
        return name

    def _weight(self, name: str) -> str:
        """A tensor that stays in the user's file, named by its place there."""
        start, end = self._place(name)["data_offsets"]
        tensor = self._tensor(name=name, data_type=FLOAT, dims=self._place(name)["shape"], data_location="EXTERNAL")
        place = {"location": self._weights.name, "offset": self._begin + start, "length": end - start}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=str(value))
        self._kept[name] = tensor
        return name

    def _read(self, name: str) -> NDArray[np.float32]:
        start, end = self._place(name)["data_offsets"]
        flat = np.fromfile(self._weights, dtype="<f4", count=(end - start) // 4, offset=self._begin + start)
        return flat.reshape(self._place(name)["shape"])

    def _place(self, name: str) -> Any:
        if name not in self._places:
            raise ModelUnavailable(f"{self._weights.name} has no {name}; {REMEDY}")
        return self._places[name]


def _buckets(longest: int) -> NDArray[np.int64]:
    """For each pair of places the bucket of their distance: near ones one by one, far ones by the logarithm, each way its own."""
    places = np.arange(longest)
    ahead = places[None, :] - places[:, None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = np.abs(ahead).clip(min=exact)
    by_logarithm = exact + (np.log(far / exact) / math.log(FAR / exact) * (half - exact)).astype(np.int64)
    bucket = np.where(np.abs(ahead) < exact, np.abs(ahead), by_logarithm.clip(max=half - 1))
    buckets: NDArray[np.int64] = bucket + half * (ahead > 0)
    return buckets
