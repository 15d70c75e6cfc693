"""A sentence that an evaluator wrote over evidence, held against it while they wait."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.remark import Held, Said
from learnbrief.corpus.store import Store
from learnbrief.flows.workspace.settings import Settings

if TYPE_CHECKING:
    from learnbrief.corpus.protocols import Encoder


def hold_sentence(
    settings: Settings,
    store: Store,
    sentence: str,
    evidence: Sequence[Said],
    *,
    others: Mapping[str, Sequence[Said]],
    context: bool,
) -> Held:
    """Every rule, with nearness in meaning where the encoder of the settings is at hand; where not, that is told."""
    from learnbrief.nlp.claims.check import hold

    return hold(sentence, evidence, others=others, encoder=_encoder(settings, store), context=context)


def _encoder(settings: Settings, store: Store) -> "Encoder | None":
    from learnbrief.flows.stages.encoding import bare_encoder
    from learnbrief.nlp.encode import CachedEncoder

    try:
        encoder = bare_encoder(settings.analysis.encoder, settings.analysis.encoder_folder)
    except ModelUnavailable:
        return None
    # what is typed and thrown away again leaves no vector in the store
    return CachedEncoder(encoder, store.vectors.get, _keep_nothing)


def _keep_nothing(_encoder: str, _rows: Mapping[str, Any]) -> None:
    pass
