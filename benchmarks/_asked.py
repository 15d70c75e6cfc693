"""Answers of a language model that is slow: each is written as it comes, so that a measurement cut short asks nothing twice."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from learnbrief.corpus.identity import content_hash
from learnbrief.nlp.judge import read_verdict
from learnbrief.nlp.model_server import Said, ask

YES_OR_NO = ("Yes", "No")

Asks = Callable[[Sequence[Said], Sequence[str]], list[float]]
"""A conversation and the words that may answer it, to how probable each is."""


class Asked:
    """One model behind a server, and what it has answered so far, a line of JSON each."""

    def __init__(self, server: str, model: str, kept: Path) -> None:
        self._server, self._model, self._kept = server, model, kept
        lines = kept.read_text(encoding="utf-8").splitlines() if kept.is_file() else []
        self._known: dict[str, list[float]] = dict(json.loads(line) for line in lines)

    def __call__(self, conversation: Sequence[Said], words: Sequence[str]) -> list[float]:
        """How probable each word is as the answer; all nought where it is none of them."""
        key = self.key(conversation, words)
        if key not in self._known:
            choice = ask(self._server, self._model, conversation, max_tokens=1, logprobs=True, top_logprobs=20)
            self._known[key] = read_verdict(choice, words)
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            with self._kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps([key, self._known[key]]) + "\n")
        return self._known[key]

    def key(self, conversation: Sequence[Said], words: Sequence[str]) -> str:
        """Under which an answer of this model to this question is kept."""
        return content_hash(repr((self._model, conversation, words)))


def yes(asks: Asks, conversation: Sequence[Said]) -> float:
    """How probable a yes is of yes and no; half where it answers neither."""
    said, against = asks(conversation, YES_OR_NO)
    return said / (said + against) if said + against else 0.5
