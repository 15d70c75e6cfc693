"""A language model behind an OpenAI-compatible server: that address is asked and no other."""

from collections.abc import Mapping, Sequence
from typing import Any

from learnbrief.corpus.errors import ModelUnavailable

Said = Mapping[str, str]
"""Who says what of a conversation: 'role' and 'content'."""
SECONDS = 120  # for an answer; a small model on an old laptop takes six for a word and thirty for a sentence


def ask(server: str, model: str, conversation: Sequence[Said], **told: Any) -> Mapping[str, Any]:
    """The first choice of the answer, the same for the same question as far as the server keeps to its seed.

    Raises:
        ModelUnavailable: there is no answer, or none that can be read.
    """
    import httpx

    asked = {"model": model, "messages": list(conversation), "temperature": 0, "seed": 0, **told}
    try:
        # neither a proxy of the environment nor a redirect may lead the words elsewhere
        with httpx.Client(trust_env=False, follow_redirects=False, timeout=SECONDS) as client:
            answer = client.post(f"{server.rstrip('/')}/chat/completions", json=asked)
        answer.raise_for_status()
        choice: Mapping[str, Any] = answer.json()["choices"][0]
    except (httpx.HTTPError, ValueError, LookupError, TypeError) as err:
        raise ModelUnavailable(
            f"[model] in learnbrief.toml: {server} gives no answer for {model!r} ({type(err).__name__}); "
            "start its server, or take [model] out"
        ) from err
    return choice
