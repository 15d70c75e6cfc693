"""What a lean install leaves out, said in one line where it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager

from learnbrief.corpus.errors import NotInstalled


@contextmanager
def extra(name: str, *, needed_for: str) -> Iterator[None]:
    """Imports in this block are of the extra's packages; a missing one ends in a line that says what to install."""
    try:
        yield
    except ModuleNotFoundError as err:
        raise NotInstalled(
            f"{needed_for} needs {err.name}, which is not installed; run: pip install 'learnbrief[{name}]'"
        ) from err
