"""Presidio with the pinned spaCy model: one more pair of eyes, never the only one."""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from learnbrief.corpus.deidentify.lexicon import LANGUAGE_MODEL
from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.language import without

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

_PIECE = 20_000
_WANTED = ["PERSON", "IBAN_CODE", "IP_ADDRESS", "MAC_ADDRESS"]


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing the recogniser believes it saw."""

    start: int
    end: int
    label: str


class EntityRecogniser:
    """Named entities of a text; loads on first use, from the installed model and from nowhere else."""

    def __init__(self, model: str = LANGUAGE_MODEL) -> None:
        self._model = model

    def __call__(self, text: str) -> list[Entity]:
        """Persons and a few identifiers, in order of place."""
        found = [
            Entity(offset + hit.start, offset + hit.end, hit.entity_type)
            for offset, piece in _pieces(text)
            for hit in self._analyzer.analyze(piece, language="en", entities=_WANTED)
        ]
        return sorted(found, key=lambda entity: (entity.start, entity.end))

    @cached_property
    def _analyzer(self) -> "AnalyzerEngine":
        if importlib.util.find_spec(self._model) is None:
            # Presidio would try to download it; material must not be read unprotected, so we stop instead.
            raise ModelUnavailable(f"the language model {self._model} is not installed; install learnbrief again")
        with without("torch", "transformers", "stanza", "gliner"):
            return _analyzer(self._model)


def let_go() -> None:
    """The language model is closed until names are looked for again, which takes two seconds: nothing else in a run asks it."""
    _analyzer.cache_clear()


# a run takes files in by the handful, each with a desk of its own: loading it for each took seconds
@lru_cache(maxsize=1)
def _analyzer(model: str) -> "AnalyzerEngine":
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import (
        IbanRecognizer,
        IpRecognizer,
        MacAddressRecognizer,
        SpacyRecognizer,
    )

    # Recognising names needs nothing but the recogniser, which has its own word vectors.
    language = spacy.load(model, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "tok2vec"])
    engine = SpacyNlpEngine()
    engine.nlp = {"en": language}  # type: ignore[assignment]  # already loaded: Presidio's own loading may download
    seen = [SpacyRecognizer(supported_entities=["PERSON"]), IbanRecognizer(), IpRecognizer(), MacAddressRecognizer()]
    registry = RecognizerRegistry(recognizers=seen, supported_languages=["en"])
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that end at a line or word where they can: the model's memory grows with the piece."""
    at = 0
    while at < len(text):
        end = len(text)
        if end - at > _PIECE:
            cuts = (text.rfind(mark, at + 1, at + _PIECE) for mark in ("\n", " "))
            end = next((cut + 1 for cut in cuts if cut > at), at + _PIECE)
        yield at, text[at:end]
        at = end
