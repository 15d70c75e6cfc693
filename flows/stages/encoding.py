"""The encode stage: every excerpt's vector is in the store, and each text is encoded once, ever."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.store import Store
from learnbrief.flows.stages.progress import watcher
from learnbrief.flows.workspace.settings import Settings
from learnbrief.flows.workspace.workspace import Workspace

if TYPE_CHECKING:
    from learnbrief.nlp.encode import CachedEncoder


@lru_cache(maxsize=2)
def bare_encoder(setting: str, folder: str) -> Encoder:
    """The encoder that a setting names, read once."""
    from learnbrief.nlp.encode import encoder_from

    return encoder_from(setting, folder)


def encoder_for(settings: Settings, store: Store) -> "CachedEncoder":
    """The encoder of the settings, asking the store first."""
    from learnbrief.nlp.encode import CachedEncoder

    return CachedEncoder(_encoder_of(settings), store.vectors.get, store.vectors.put)


def _encoder_of(settings: Settings) -> Encoder:
    return bare_encoder(settings.analysis.encoder, settings.analysis.encoder_folder)


def unencoded(workspace: Workspace, store: Store) -> list[Excerpt]:
    """The current excerpts whose vectors are not in the store yet, of those that were never tagged by them."""
    encoder = encoder_for(workspace.settings, store)
    excerpts = store.excerpts.unread(encoder.name)
    unknown = encoder.unknown([excerpt.text for excerpt in excerpts])
    return [excerpt for excerpt, is_new in zip(excerpts, unknown, strict=True) if is_new]


def encode(workspace: Workspace, store: Store, excerpts: Sequence[Excerpt]) -> None:
    """These excerpts' vectors are in the store; a brief reads them word by word next."""
    from learnbrief.nlp.encode import keeping_tokens

    encoder = encoder_for(workspace.settings, store)
    with keeping_tokens(encoder):
        encoder.encode([excerpt.text for excerpt in excerpts])
    watcher().advance(len(excerpts))


def make_room(workspace: Workspace) -> None:
    """The model makes room for what writes the formats of a brief, none of which asks it."""
    from learnbrief.nlp.encode import rest

    rest(_encoder_of(workspace.settings))


def all_read(workspace: Workspace) -> None:
    """No brief of this run reads anything word by word any more."""
    from learnbrief.nlp.encode import forget_tokens

    forget_tokens(_encoder_of(workspace.settings))


def matrix_of(encoder: Encoder, excerpts: Sequence[Excerpt]) -> Vectors:
    """One row per excerpt."""
    return encoder.encode([excerpt.text for excerpt in excerpts])
