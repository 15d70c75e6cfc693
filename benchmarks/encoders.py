"""Processor seconds and faithfulness of other ways to run the default encoder, beside the one that is used, on the demo's paragraphs.

Faithful means: the same ten nearest neighbours as in full precision, and the same vector whatever else is in the batch; vectors are
kept by text, so that a way whose vectors depend on the batch cannot be used at all. The ways that need packages of their own are left
out where these are missing: `onnx` (weights of 8 bits) and `openvino` (bfloat16); neither is a dependency.

    python benchmarks/encoders.py --texts 300 --json OUT
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, write_result

from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.readers import read
from learnbrief.nlp.encode import BATCH, default_encoder

NEIGHBOURS = 10
BLOCKS = (32, 128)
"""Weights that share one scale, in 8 bits."""
Run = Callable[[dict[str, Any]], Any]


class Way:
    """The default encoder's texts and pooling around another runtime."""

    def __init__(self, run: Run) -> None:
        self._run, self._tokenizer = run, default_encoder()._tokenizer

    def encode(self, texts: Sequence[str], batch: int) -> Vectors:
        """Sorted by length, as the encoder does it."""
        tokens = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda at: len(tokens[at]))
        vectors = np.zeros((len(texts), default_encoder().dimensions), dtype=np.float32)
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            vectors[rows] = self._batch([tokens[at] for at in rows])
        return vectors

    def _batch(self, tokens: list[list[int]]) -> Vectors:
        longest = max(map(len, tokens))
        ids = np.array([row + [0] * (longest - len(row)) for row in tokens], dtype=np.int64)
        mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in tokens], dtype=np.int64)
        hidden = self._run({"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})
        means = np.stack([rows[: len(own)].mean(axis=0) for rows, own in zip(hidden, tokens, strict=True)])
        unit: Vectors = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
        return unit


def model_file() -> str:
    """The pinned model."""
    return str(default_encoder()._folder / "onnx/model.onnx")


def onnx_way(model: str | bytes, threads: int) -> Run:
    """With onnxruntime, so many threads to a batch."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level, options.intra_op_num_threads = 3, threads
    for pool in ("intra_op", "inter_op"):
        options.add_session_config_entry(f"session.{pool}.allow_spinning", "0")
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return lambda given: session.run(None, given)[0]


def in_eight_bits(block: int) -> bytes:
    """The model with weights of 8 bits, a scale to each block; activations are rounded by the row, not by the batch."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(model_file())
    weights = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    nodes, made, gone = [], [], set()
    for node in model.graph.node:
        if node.op_type != "MatMul" or node.input[1] not in weights:
            nodes.append(node)
            continue
        name = node.input[1]
        depth, width = weights[name].shape
        blocks = weights[name].T.reshape(width, depth // block, block)
        scales = np.abs(blocks).max(axis=-1) / 127.0
        rounded = (np.clip(np.rint(blocks / scales[..., None]), -128, 127) + 128).astype(np.uint8)
        made += [
            numpy_helper.from_array(rounded, f"{name}/q"),
            numpy_helper.from_array(scales.astype("f4"), f"{name}/s"),
        ]
        inputs = [node.input[0], f"{name}/q", f"{name}/s"]
        options = {"K": depth, "N": width, "bits": 8, "block_size": block, "accuracy_level": 4}
        nodes.append(helper.make_node("MatMulNBits", inputs, list(node.output), domain="com.microsoft", **options))
        gone.add(name)
    kept = [one for one in model.graph.initializer if one.name not in gone]
    for field, values in ((model.graph.node, nodes), (model.graph.initializer, [*kept, *made])):
        copies = [type(value).FromString(value.SerializeToString()) for value in values]
        del field[:]
        field.extend(copies)
    packed: bytes = model.SerializeToString()
    return packed


def openvino_way(precision: str) -> Run:
    """OpenVINO in this precision, one thread."""
    import openvino

    core = openvino.Core()
    options = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1}
    request = core.compile_model(core.read_model(model_file()), "CPU", options).create_infer_request()
    return lambda given: request.infer(given)[0].copy()


def ways() -> Iterator[tuple[str, Way]]:
    """Every way that can be had here; the first is the one that is used."""
    yield "onnxruntime, full precision, 1 thread a batch (used)", Way(onnx_way(model_file(), 1))
    yield "onnxruntime, full precision, 2 threads a batch (used before)", Way(onnx_way(model_file(), 2))
    if find_spec("onnx"):
        for block in BLOCKS:
            yield f"onnxruntime, weights of 8 bits in blocks of {block}", Way(onnx_way(in_eight_bits(block), 1))
    if find_spec("openvino"):
        yield "OpenVINO, full precision", Way(openvino_way("f32"))
        yield "OpenVINO, bfloat16", Way(openvino_way("bf16"))


def paragraphs(most: int) -> list[str]:
    """Distinct paragraphs of the demo, of six words or more."""
    with as_file(files("learnbrief.corpus").joinpath("demo", "workspace", "material")) as folder:
        sources = [
            read(path).source.text for path in sorted(Path(folder).glob("*/*")) if path.suffix in {".md", ".vtt"}
        ]
    parts = [part for text in sources for part in re.split(r"\n+", text) if len(part.split()) > 5]
    return list(dict.fromkeys(parts))[:most]


def nearest(vectors: Vectors) -> list[set[int]]:
    """The nearest neighbours of each row."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -1)
    return [set(row) for row in np.argsort(-likeness, axis=1)[:, :NEIGHBOURS].tolist()]


def main() -> None:
    """Each way on the same texts, twice in turn; the faster time counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    texts, made = paragraphs(given.texts), dict(ways())
    seconds: dict[str, list[float]] = {name: [] for name in made}
    vectors: dict[str, Vectors] = {}
    for _ in range(2):
        for name, way in made.items():
            since = time.process_time()
            vectors[name] = way.encode(texts, BATCH)
            seconds[name].append(time.process_time() - since)
    first = next(iter(made))
    same = nearest(vectors[first])
    rows = [
        {
            "way": name,
            "processor_seconds_per_1000": round(min(seconds[name]) / len(texts) * 1000, 2),
            "neighbours_at_10": round(
                float(np.mean([len(a & b) for a, b in zip(same, nearest(vectors[name]), strict=True)])) / NEIGHBOURS, 4
            ),
            "moved_by_the_batch": float(np.abs(way.encode(texts[:40], 1) - vectors[name][:40]).max()),
        }
        for name, way in made.items()
    ]
    print_table(rows)
    write_result(given.json, {"data": "demo, paragraphs", "texts": len(texts), "ways": rows})


if __name__ == "__main__":
    main()
