"""Shared: how many of their words, or of their runs of letters, excerpts have in common."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

IN_A_TABLE = 2_000
"""Excerpts up to which all pairs are worked out at once: thousands of small questions then cost a look each, and 16 MB."""
BLOCK = 256
"""Rows worked out at once: what the sparse product needs on the way is several times the table's size."""


class Shared:
    """Unit rows of weighted features, one per excerpt."""

    def __init__(self, rows: "csr_matrix") -> None:
        self._rows = rows

    def between(self, rows: Sequence[int], columns: Sequence[int]) -> NDArray[np.float32]:
        """From 0, nothing, to 1, everything; shape (rows, columns). A number is the same whichever others are asked for."""
        return self.beside(columns)(rows)

    def beside(self, columns: Sequence[int]) -> Callable[[Sequence[int]], NDArray[np.float32]]:
        """The same for one set of rows after another: the columns, which may be thousands, are laid out once."""
        if self._rows.shape[0] <= IN_A_TABLE:
            return lambda rows: self._table[np.ix_(rows, columns)]
        across = self._rows[columns].T.tocsr()
        return lambda rows: np.asarray((self._rows[rows] @ across).toarray(), dtype=np.float32)

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        count, across = self._rows.shape[0], self._rows.T.tocsr()
        table = np.empty((count, count), dtype=np.float32)
        for start in range(0, count, BLOCK):
            table[start : start + BLOCK] = (self._rows[start : start + BLOCK] @ across).toarray()
        return table
