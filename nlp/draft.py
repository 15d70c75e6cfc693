"""A wording for a heading, suggested by a language model from the evidence: one sentence, which nobody has read yet."""

from collections.abc import Sequence

from learnbrief.corpus.remark import Said
from learnbrief.corpus.sentences import sentences
from learnbrief.nlp.model_server import ask

MOST_SHOWN = 12
"""Excerpts the model is shown: what a small one keeps in mind."""
LONGEST = 30  # words: a heading that runs on is none
ASKED = (
    "You word headings for a report on improving care. Say in one plain sentence of at most 25 words what the people quoted "
    "say alike. Use their words. Add no number, name, place, cause or advice that they do not give. Answer with the sentence alone."
)


def draft_heading(server: str, model: str, evidence: Sequence[Said]) -> str:
    """The model's first sentence; empty where it gives none that could be a heading."""
    quoted = "\n".join(f"- {one.text}" for one in evidence[:MOST_SHOWN])
    conversation = [{"role": "system", "content": ASKED}, {"role": "user", "content": quoted}]
    answer = ask(server, model, conversation, max_tokens=80)
    words = " ".join(str((answer.get("message") or {}).get("content") or "").split()).strip("\"“”' ")
    spans = sentences(words)
    first = words[spans[0][0] : spans[0][1]].strip().rstrip(".") if spans else ""
    return first if len(first.split()) <= LONGEST else ""
