"""A language model asked on which side a text stands: one word with examples, read by its probabilities. One voice, no oracle."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.model_server import Said, ask

WORDS = {"Obstacle": "barrier", "Help": "enabler", "Plan": "action", "Question": "question", "Other": "neutral"}
"""What is answered, and the stance it means; no two begin alike, so that the first token tells them apart."""
SIDES = tuple(WORDS.values())
EXAMPLES = (
    ("Since the new form we save an hour every morning.", "Help"),
    ("The new form costs us an hour every morning.", "Obstacle"),
    ("Oh, wonderful, another spreadsheet to fill in.", "Obstacle"),
    ("The matron takes the first call herself, which settles everybody.", "Help"),
    ("Ask the pharmacy for a second trolley by Friday.", "Plan"),
    ("Who signs the letters once the patient has gone home?", "Question"),
    ("Nobody would go back to the old rota now.", "Help"),
    ("There were nine of us and the coach.", "Other"),
)
ASKED = (
    "Somebody said a sentence at a workshop on improving care. Answer with one word: Obstacle if it tells of something in the "
    "way, Help if of something that helps, Plan if something is to be done, Question if something is asked, Other if none."
)


def prompt(text: str) -> list[Said]:
    """What is asked of one text."""
    shown = [
        {"role": role, "content": words}
        for said, answer in EXAMPLES
        for role, words in (("user", said), ("assistant", answer))
    ]
    return [{"role": "system", "content": ASKED}, *shown, {"role": "user", "content": text}]


class Judge:
    """A model behind a server, and the one question it is asked."""

    def __init__(self, server: str, model: str) -> None:
        self._server, self.model = server, model

    @property
    def name(self) -> str:
        """Changes with model and prompt: verdicts under one name may be kept."""
        return f"judge {self.model} {content_hash(repr(prompt('')))[:12]}"

    def verdicts(self, texts: Sequence[str]) -> Vectors:
        """Per text how probable each of `SIDES` is; a row of nought where the answer was none of the words."""
        rows = [self._one(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), len(SIDES))

    def _one(self, text: str) -> list[float]:
        told = {"max_tokens": 1, "logprobs": True, "top_logprobs": 20}
        return read_verdict(ask(self._server, self.model, prompt(text), **told))


def read_verdict(choice: Mapping[str, Any], words: Sequence[str] = tuple(WORDS)) -> list[float]:
    """The probabilities of these words behind the first token, or the word alone where the server does not tell them."""
    told = ((choice.get("logprobs") or {}).get("content") or [{}])[0].get("top_logprobs") or ()
    weights = _by_word(words, ((one["token"], math.exp(one["logprob"])) for one in told))
    if not any(weights):
        weights = _by_word(words, [((choice.get("message") or {}).get("content") or "", 1.0)])
    whole = sum(weights)
    return [weight / whole for weight in weights] if whole else weights


def _by_word(words: Sequence[str], tokens: Iterable[tuple[str, float]]) -> list[float]:
    """What each word got; a token is its word's beginning, whatever case and blank it comes with."""
    weights = dict.fromkeys(words, 0.0)
    for token, weight in tokens:
        start = token.strip().lower()
        fitting = [
            word for word in words if start and (word.lower().startswith(start) or start.startswith(word.lower()))
        ]
        if len(fitting) == 1:
            weights[fitting[0]] += weight
    return list(weights.values())
