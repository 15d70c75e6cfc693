"""Small models that come with learnbrief: one weight for each number that they read, in a file that says for which encoder."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors


@dataclass(frozen=True, slots=True)
class LearnedWeights:
    """A logistic regression, whose weights hold for vectors of one encoder and say nothing of another's."""

    encoder: str
    """Name of the encoder whose vectors it reads."""
    bias: float
    weights: NDArray[np.float32]

    @classmethod
    def kept_in(cls, file: Path) -> Self:
        """The model as its training script wrote it: a key for each field."""
        kept = json.loads(file.read_text(encoding="utf-8"))
        kept["weights"] = np.array(kept["weights"], dtype=np.float32)
        return cls(**{field.name: kept[field.name] for field in fields(cls)})

    def lean(self, rows: Vectors) -> NDArray[np.float32]:
        """Of each row, how far it leans to yes; nought is even."""
        lean: NDArray[np.float32] = rows @ self.weights + self.bias
        return lean
