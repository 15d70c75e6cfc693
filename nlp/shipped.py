"""What comes with learnbrief because it takes long to make: vectors of the lines that teach its own codebook, and their weights.

Every workspace that keeps the codebook needs both before its first tag. Vectors are keyed by the text's hash, weights by the hash of
all that they were learned from; both hold for one encoder. A line that somebody edited has no vector here, and a codebook that
somebody edited no weights: they are made as ever. Make both anew when a line of ours or the way of learning changes:
python -m learnbrief.nlp.shipped
"""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Facet, Theme, default_codebook
from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.nlp.encode import OnnxEncoder, behind, default_encoder, encoder_from

FILE = Path(__file__).with_name("shipped_vectors.npz")
WEIGHTS = Path(__file__).with_name("shipped_weights.npz")


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned from the texts that teach one facet."""

    by_teacher: NDArray[np.float64]
    """One row per text, one column per theme: how loudly it speaks."""
    review: float
    sure: float


@lru_cache(maxsize=1)
def shipped_vectors(encoder: str) -> Mapping[str, Vectors]:
    """Vectors by the hash of their text; none for another encoder than the one they were made with."""
    return read_shipped(FILE, encoder)


def read_shipped(file: Path, encoder: str) -> Mapping[str, Vectors]:
    """The vectors in such a file.

    Raises:
        ModelUnavailable: the file is missing or damaged.
    """
    with _opened(file) as kept:
        if str(kept["encoder"]) != encoder:
            return {}
        hashes, vectors = kept["hashes"].astype(np.str_).tolist(), kept["vectors"]
        return dict(zip(hashes, vectors, strict=True))


@lru_cache(maxsize=1)
def shipped_weights() -> Mapping[str, Weights]:
    """Weights by the key of what they were learned from."""
    return read_weights(WEIGHTS)


def weights_for(encoder: Encoder) -> Mapping[str, Weights]:
    """What comes with us, for an encoder that checks its files: one that only has the name makes other vectors."""
    return shipped_weights() if isinstance(behind(encoder), OnnxEncoder) else {}


def read_weights(file: Path) -> Mapping[str, Weights]:
    """The weights in such a file.

    Raises:
        ModelUnavailable: the file is missing or damaged.
    """
    with _opened(file) as kept:
        keys = kept["keys"].astype(np.str_).tolist()
        return {
            key: Weights(kept[f"{number}/by_teacher"], *kept[f"{number}/cuts"].tolist())
            for number, key in enumerate(keys)
        }


@contextmanager
def _opened(file: Path) -> Iterator[Mapping[str, NDArray[Any]]]:
    """A file of arrays; what is wrong with it is told with the remedy."""
    remedy = "install learnbrief again"
    try:
        with np.load(file, allow_pickle=False) as kept:
            yield kept
    except FileNotFoundError as err:
        raise ModelUnavailable(f"{file.name} of learnbrief is missing; {remedy}") from err
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as err:  # each part carries a checksum
        raise ModelUnavailable(f"{file.name} of learnbrief is damaged; {remedy}") from err


def texts_to_ship() -> list[str]:
    """What teaches the themes and sides of our own codebook."""
    from learnbrief.nlp.tagging.codebook_tagger import teaching_texts

    return sorted({text for themes in _facets() for text in teaching_texts(themes)})


def _facets() -> list[list[Theme]]:
    codebook = default_codebook()
    return [[theme for theme in codebook.themes if theme.facet is facet] for facet in Facet]


def ship(encoder: Encoder, file: Path) -> None:
    """Write the vectors of `texts_to_ship`."""
    texts = texts_to_ship()
    hashes = np.array([content_hash(text) for text in texts], dtype=np.bytes_)
    np.savez(file, allow_pickle=False, encoder=np.array(encoder.name), hashes=hashes, vectors=encoder.encode(texts))


def ship_weights(encoder: Encoder, file: Path) -> None:
    """Learn what teaches our own codebook, and write what was learned."""
    from learnbrief.nlp.tagging.codebook_tagger import Teaching

    teachings = [Teaching.of(themes) for themes in _facets()]
    arrays: dict[str, NDArray[Any]] = {"keys": np.array([one.key(encoder.name) for one in teachings], dtype=np.bytes_)}
    for number, one in enumerate(teachings):
        weights = one.weights(one.read(encoder))
        arrays[f"{number}/by_teacher"] = weights.by_teacher
        arrays[f"{number}/cuts"] = np.array([weights.review, weights.sure])
    np.savez_compressed(file, allow_pickle=False, **arrays)


if __name__ == "__main__":
    ship(default_encoder(), FILE)
    ship_weights(encoder_from("default"), WEIGHTS)
