"""Protocols at the seams: what one layer may ask of another without importing it."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]


class Encoder(Protocol):
    """Texts to unit vectors; the whole boundary to language models."""

    @property
    def name(self) -> str:
        """Identifies model, weights and settings: vectors of equal names may be compared and cached."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of L2-normalised float32 per text, in order; shape (len(texts), dimensions)."""
        ...


class AppServices(Protocol):
    """What the web app needs of the science while someone waits; flows hands it in."""

    def search(self, words: str, *, filters: dict[str, Any], limit: int) -> list[tuple[str, float]]:
        """Excerpt ids with scores, best first, by meaning and by word."""
        ...

    def queue(self, name: str, *, coder: str, filters: dict[str, Any]) -> list[tuple[str, str]]:
        """Excerpt ids to review with the reason for their place, in the order to take them."""
        ...

    def agreement(self, *, seed: int = 0) -> dict[str, Any]:
        """Agreement figures, human-human and model-human apart, as plain values."""
        ...
