"""A learned tagger as bytes and back: plain arrays and JSON, so that opening one can run no code."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.errors import BrokenStore
from learnbrief.nlp.tagging.features import TextFeatures
from learnbrief.nlp.tagging.learned_tagger import FacetModel, LearnedTagger
from learnbrief.nlp.tagging.ridge import Ridge
from learnbrief.nlp.tagging.thresholds import Calibration

FORMAT = "learnbrief/tagger/1"


def to_bytes(tagger: LearnedTagger) -> bytes:
    """Everything `from_bytes` needs."""
    about = {
        "format": FORMAT,
        "codebook_version": tagger.codebook_version,
        "encoder": tagger.encoder,
        "target": tagger.target,
        "scores": {theme: dict(figures) for theme, figures in tagger.scores.items()},
        "taken_over": sorted(tagger.taken_over),
        "facets": [{"themes": facet.themes, "texts": facet.texts, "coded": facet.coded} for facet in tagger.facets],
    }
    arrays: dict[str, NDArray[Any]] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}
    for number, facet in enumerate(tagger.facets):
        arrays |= {f"{number}/{name}": array for name, array in _arrays(facet).items()}
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    return packed.getvalue()


def from_bytes(blob: bytes) -> LearnedTagger:
    """The tagger that was kept."""
    try:
        with np.load(io.BytesIO(blob), allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        about = json.loads(arrays["about"].tobytes())
        if about["format"] != FORMAT:
            raise BrokenStore(f"the kept tagger has format {about['format']!r}; train again: learnbrief learn")
        return LearnedTagger(
            about["codebook_version"],
            about["encoder"],
            about["target"],
            tuple(_facet(number, facet, arrays) for number, facet in enumerate(about["facets"])),
            about["scores"],
            frozenset(about["taken_over"]),
        )
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as err:
        raise BrokenStore("the kept tagger cannot be read; train again: learnbrief learn") from err


def _arrays(facet: FacetModel) -> dict[str, NDArray[Any]]:
    return {
        **facet.ridge.features.arrays(),
        "teachers": facet.ridge.teachers,
        "by_words": facet.ridge.by_words.astype(np.float32),
        "by_meaning": facet.ridge.by_meaning.astype(np.float32),
        "slope": facet.calibration.slope,
        "offset": facet.calibration.offset,
        "steps": facet.calibration.steps,
        "review": facet.review,
        "sure": facet.sure,
        "taught": facet.taught,
    }


def _facet(number: int, about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> FacetModel:
    own = {name.split("/", 1)[1]: array for name, array in arrays.items() if name.startswith(f"{number}/")}
    ridge = Ridge(
        TextFeatures.from_arrays(own),
        own["teachers"],
        own["by_words"].astype(np.float64),
        own["by_meaning"].astype(np.float64),
    )
    calibration = Calibration(own["slope"], own["offset"], own["steps"])
    themes, texts = tuple(about["themes"]), tuple(about["texts"])
    return FacetModel(themes, ridge, calibration, own["review"], own["sure"], texts, own["taught"], about["coded"])
