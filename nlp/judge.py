"""A language model asked on which side a text stands: one word with examples, read by its probabilities. One voice, no oracle."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Vectors

WORDS = {"Obstacle": "barrier", "Help": "enabler", "Plan": "action", "Question": "question", "Other": "neutral"}
"""What is answered, and the stance it means; no two begin alike, so that the first token tells them apart."""
SIDES = tuple(WORDS.values())
SECONDS = 120  # for one word; a small model on an old laptop takes six
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


def prompt(text: str) -> list[dict[str, str]]:
    """What is asked of one text."""
    shown = [
        {"role": role, "content": words}
        for said, answer in EXAMPLES
        for role, words in (("user", said), ("assistant", answer))
    ]
    return [{"role": "system", "content": ASKED}, *shown, {"role": "user", "content": text}]


class Judge:
    """A model behind an OpenAI-compatible server; it asks that address and no other, and follows nothing it is told."""

    def __init__(self, server: str, model: str) -> None:
        self._server, self._model = server.rstrip("/"), model
        self.model = model

    @property
    def name(self) -> str:
        """Changes with model and prompt: verdicts under one name may be kept."""
        return f"judge {self._model} {content_hash(repr(prompt('')))[:12]}"

    def verdicts(self, texts: Sequence[str]) -> Vectors:
        """Per text how probable each of `SIDES` is; a row of nought where the answer was none of the words."""
        import httpx

        rows = np.zeros((len(texts), len(SIDES)), dtype=np.float32)
        # neither a proxy of the environment nor a redirect may lead the words elsewhere
        with httpx.Client(trust_env=False, follow_redirects=False, timeout=SECONDS) as client:
            for row, text in enumerate(texts):
                rows[row] = self._one(client, text)
        return rows

    def _one(self, client: Any, text: str) -> list[float]:
        import httpx

        asked = {
            "model": self._model,
            "messages": prompt(text),
            "max_tokens": 1,
            "temperature": 0,
            "seed": 0,
            "logprobs": True,
            "top_logprobs": 20,
        }
        try:
            answer = client.post(f"{self._server}/chat/completions", json=asked)
            answer.raise_for_status()
            choice = answer.json()["choices"][0]
        except (httpx.HTTPError, ValueError, LookupError, TypeError) as err:
            raise ModelUnavailable(
                f"[model] in learnbrief.toml: {self._server} gives no answer for {self._model!r} ({type(err).__name__}); "
                "start its server, or take [model] out"
            ) from err
        return read_verdict(choice)


def read_verdict(choice: Mapping[str, Any]) -> list[float]:
    """The probabilities behind the first token, or the word alone where the server does not tell them."""
    told = ((choice.get("logprobs") or {}).get("content") or [{}])[0].get("top_logprobs") or ()
    weights = _by_word((one["token"], math.exp(one["logprob"])) for one in told)
    if not any(weights):
        weights = _by_word([((choice.get("message") or {}).get("content") or "", 1.0)])
    whole = sum(weights)
    return [weight / whole for weight in weights] if whole else weights


def _by_word(tokens: Iterable[tuple[str, float]]) -> list[float]:
    """What each word got; a token is its word's beginning, whatever case and blank it comes with."""
    weights = dict.fromkeys(WORDS, 0.0)
    for token, weight in tokens:
        start = token.strip().lower()
        fitting = [
            word for word in WORDS if start and (word.lower().startswith(start) or start.startswith(word.lower()))
        ]
        if len(fitting) == 1:
            weights[fitting[0]] += weight
    return list(weights.values())
