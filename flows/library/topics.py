"""The BERTopic model, for whoever wants to look into it or go on with it."""

from collections.abc import Iterable
from typing import Any

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.protocols import Vectors

FEWEST = 50
"""Texts below which umap and hdbscan find nothing that another seed would find again."""


def topic_model(texts: Iterable[str], vectors: Vectors | None = None, *, seed: int = 0) -> Any:
    """A fitted BERTopic model of these texts, seeded and with no network; `topics_` has a number per text, -1 for none.

    `vectors` are those of `OpenProgramme.encode`; without them the texts are encoded as in a workspace with default
    settings. The model's words hold every word; `update_topics` of BERTopic chooses others. Needs the extra `topics`.

    Raises:
        BadInput: there are too few texts to find groups in.
    """
    from learnbrief.nlp.encode import remembering_encoder
    from learnbrief.nlp.language.placeholders import neutral
    from learnbrief.nlp.topics.bertopic_groups import bertopic_model

    read = [neutral(text) for text in texts]
    if len(read) < FEWEST:
        raise BadInput(f"{len(read)} texts are too few for BERTopic; give {FEWEST} or more")
    known = remembering_encoder("default").encode(read) if vectors is None else vectors
    if len(known) != len(read):
        raise BadInput(f"{len(read)} texts and {len(known)} vectors; give a vector for each text, in the same order")
    return bertopic_model(read, known, seed=seed, needed_for="a topic model")
