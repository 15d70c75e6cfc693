"""Vectors that come with learnbrief: of the lines of its own codebook, its labelled lines and the ordinary text they are held against.

Every workspace that keeps the codebook needs them before its first tag. They are keyed by the text's hash and hold for one encoder;
a line that somebody edited is not among them and is encoded as ever. Make them anew when a line of ours changes:
python -m learnbrief.nlp.shipped
"""

import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from learnbrief.corpus.codebook import Facet, default_codebook
from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Encoder, Vectors

FILE = Path(__file__).with_name("shipped_vectors.npz")


@lru_cache(maxsize=1)
def shipped_vectors(encoder: str) -> Mapping[str, Vectors]:
    """Vectors by the hash of their text; none for another encoder than the one they were made with."""
    return read_shipped(FILE, encoder)


def read_shipped(file: Path, encoder: str) -> Mapping[str, Vectors]:
    """The vectors in such a file.

    Raises:
        ModelUnavailable: the file is missing or damaged.
    """
    remedy = "install learnbrief again"
    try:
        with np.load(file, allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder:
                return {}
            hashes, vectors = kept["hashes"].astype(np.str_).tolist(), kept["vectors"]
    except FileNotFoundError as err:
        raise ModelUnavailable(f"{file.name} of learnbrief is missing; {remedy}") from err
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as err:  # each part carries a checksum
        raise ModelUnavailable(f"{file.name} of learnbrief is damaged; {remedy}") from err
    return dict(zip(hashes, vectors, strict=True))


def texts_to_ship() -> list[str]:
    """What teaches the themes and sides of our own codebook."""
    from learnbrief.nlp.tagging.codebook_tagger import teaching_texts

    codebook = default_codebook()
    facets = [[theme for theme in codebook.themes if theme.facet is facet] for facet in Facet]
    return sorted({text for themes in facets for text in teaching_texts(themes)})


def ship(encoder: Encoder, file: Path) -> None:
    """Write the vectors of `texts_to_ship`."""
    texts = texts_to_ship()
    hashes = np.array([content_hash(text) for text in texts], dtype=np.bytes_)
    np.savez(file, allow_pickle=False, encoder=np.array(encoder.name), hashes=hashes, vectors=encoder.encode(texts))


if __name__ == "__main__":
    from learnbrief.nlp.encode import default_encoder

    ship(default_encoder(), FILE)
