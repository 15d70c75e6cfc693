"""Whether a clause tells, by itself, something about how the work goes, or only of an occasion, of the meeting, or a riddle.

'My colleague offered to sit by me and pass biscuits' and 'Bank staff miss every huddle' are both clear sentences; one of them was
learned. One weight for each number of the clause's vector and for how it is made, learned from lines of ours by
`benchmarks/training/informs.py`. The weights hold for one encoder; under another, nearness and clearness decide, as docs/findings.md says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.learned_weights import LearnedWeights

FILE = Path(__file__).with_name("informs_weights.json")
WORDS, TELLING = 20, 8
"""What the length of a clause and the number of its telling words are measured by."""


@dataclass(frozen=True, slots=True)
class Made:
    """How a clause is made, beside what it means."""

    worth: float
    """How well it stands by itself, 0 to 1."""
    telling: int
    """How many different words of it tell something."""
    words: int

    @property
    def numbers(self) -> tuple[float, float, float]:
        """As the model reads it."""
        return self.worth, min(self.telling, TELLING) / TELLING, self.words / WORDS


@dataclass(frozen=True, slots=True)
class InformsWeights(LearnedWeights):
    """A logistic regression over a clause's vector and how it is made."""

    def informs(self, rows: Vectors, made: Sequence[Made]) -> list[float]:
        """Of each clause, how likely it tells what was learned, 0 to 1; rows of shape (clauses, dimensions)."""
        read = np.hstack([rows, np.array([one.numbers for one in made], dtype=np.float32)])
        likely = 1 / (1 + np.exp(-self.lean(read)))
        return [round(float(one), 4) for one in likely]


@cache
def informs_weights() -> InformsWeights:
    """The weights that come with learnbrief."""
    return InformsWeights.kept_in(FILE)
