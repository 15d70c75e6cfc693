"""A learned tagger as bytes and back: plain arrays and JSON, so that opening one can run no code."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Facet
from learnbrief.corpus.errors import BrokenStore
from learnbrief.nlp.tagging.examples import Examples
from learnbrief.nlp.tagging.features import TextFeatures
from learnbrief.nlp.tagging.learned_tagger import AskedModel, FacetModel, LearnedTagger
from learnbrief.nlp.tagging.questions import AskedRidge
from learnbrief.nlp.tagging.ridge import Ridge
from learnbrief.nlp.tagging.thresholds import Calibration

FORMAT = "learnbrief/tagger/3"
READ = ("learnbrief/tagger/1", "learnbrief/tagger/2", FORMAT)  # the first knew no questions, the second no examples


def to_bytes(tagger: LearnedTagger) -> bytes:
    """Everything `from_bytes` needs."""
    about = {
        "format": FORMAT,
        "codebook_version": tagger.codebook_version,
        "encoder": tagger.encoder,
        "target": tagger.target,
        "scores": {theme: dict(figures) for theme, figures in tagger.scores.items()},
        "taken_over": sorted(tagger.taken_over),
        "facets": [_about(facet) for facet in tagger.facets],
        "examples": [_about_examples(one) for one in tagger.examples],
    }
    arrays: dict[str, NDArray[Any]] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}
    for number, facet in enumerate(tagger.facets):
        arrays |= {f"{number}/{name}": array for name, array in _arrays(facet).items()}
    for number, one in enumerate(tagger.examples):
        arrays |= {f"examples/{number}/{name}": getattr(one, name) for name in _OF_EXAMPLES}
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    return packed.getvalue()


def from_bytes(blob: bytes) -> LearnedTagger:
    """The tagger that was kept."""
    try:
        with np.load(io.BytesIO(blob), allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        about = json.loads(arrays["about"].tobytes())
        if about["format"] not in READ:
            raise BrokenStore(f"the kept tagger has format {about['format']!r}; train again: learnbrief learn")
        return LearnedTagger(
            about["codebook_version"],
            about["encoder"],
            about["target"],
            tuple(_facet(number, facet, arrays) for number, facet in enumerate(about["facets"])),
            about["scores"],
            frozenset(about["taken_over"]),
            tuple(_examples(number, one, arrays) for number, one in enumerate(about.get("examples", ()))),
        )
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as err:
        raise BrokenStore("the kept tagger cannot be read; train again: learnbrief learn") from err


def _about(facet: FacetModel) -> dict[str, Any]:
    questions = facet.asked.questions if facet.asked else ()
    return {"themes": facet.themes, "texts": facet.texts, "coded": facet.coded, "questions": questions}


_OF_EXAMPLES = ("vectors", "weights", "left_out", "shown")


def _about_examples(examples: Examples) -> dict[str, Any]:
    told = {name: getattr(examples, name) for name in ("themes", "texts", "sources", "before", "after")}
    return told | {"facet": examples.facet.value}


def _examples(number: int, about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Examples:
    own = {name: arrays[f"examples/{number}/{name}"] for name in _OF_EXAMPLES}
    return Examples(
        Facet(about["facet"]),
        tuple(about["themes"]),
        tuple(about["texts"]),
        tuple(about["sources"]),
        own["vectors"],
        own["weights"],
        own["left_out"],
        own["shown"],
        about["before"],
        about["after"],
    )


def _arrays(facet: FacetModel) -> dict[str, NDArray[Any]]:
    return (_asked_arrays(facet.asked) if facet.asked else {}) | {
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
    model = FacetModel(themes, ridge, calibration, own["review"], own["sure"], texts, own["taught"], about["coded"])
    questions = tuple(about.get("questions", ()))
    return replace(model, asked=_asked(questions, model, own)) if questions else model


def _asked_arrays(asked: AskedModel) -> dict[str, NDArray[Any]]:
    return {
        "asked": asked.ridge.asked,
        "asked_by_words": asked.ridge.ridge.by_words.astype(np.float32),
        "asked_by_meaning": asked.ridge.ridge.by_meaning.astype(np.float32),
        "asked_slope": asked.calibration.slope,
        "asked_offset": asked.calibration.offset,
        "asked_steps": asked.calibration.steps,
        "asked_review": asked.review,
        "asked_sure": asked.sure,
    }


def _asked(questions: tuple[str, ...], model: FacetModel, own: Mapping[str, NDArray[Any]]) -> AskedModel:
    ridge = replace(
        model.ridge,
        by_words=own["asked_by_words"].astype(np.float64),
        by_meaning=own["asked_by_meaning"].astype(np.float64),
    )
    calibration = Calibration(own["asked_slope"], own["asked_offset"], own["asked_steps"])
    return AskedModel(
        questions,
        AskedRidge.of(ridge, model.texts, own["asked"]),
        calibration,
        own["asked_review"],
        own["asked_sure"],
    )
