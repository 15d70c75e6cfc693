"""What an encoder made of each token of a text, kept in memory for whoever reads the text word by word next."""

from collections.abc import Iterable
from threading import Lock

from learnbrief.corpus.protocols import Vectors


class KeptTokens:
    """As many tokens of the newest texts as there is room for; each text is handed out once and kept no longer."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._rows: dict[str, Vectors] = {}
        self._lock = Lock()  # batches are read by several threads
        self._held = 0

    def keep(self, text: str, rows: Vectors) -> None:
        """Keep a text's tokens, a row each; the texts that came first make room."""
        with self._lock:
            self._held += len(rows) - len(self._rows.pop(text, ()))
            self._rows[text] = rows.copy()  # a view would hold all of its batch
            while self._held > self._room:
                self._held -= len(self._rows.pop(next(iter(self._rows))))

    def take(self, texts: Iterable[str]) -> dict[str, Vectors]:
        """What is kept of these texts, which is the caller's from now on."""
        with self._lock:
            taken = {text: self._rows.pop(text) for text in dict.fromkeys(texts) if text in self._rows}
            self._held -= sum(map(len, taken.values()))
            return taken

    def clear(self) -> None:
        """Keep nothing that nobody will ask for."""
        with self._lock:
            self._rows.clear()
            self._held = 0
