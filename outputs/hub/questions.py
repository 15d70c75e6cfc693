"""Questions that boards ask of a programme: one small file each, read and checked, with errors for people."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from learnbrief.corpus.errors import BadInput
from learnbrief.outputs.hub.resources import slugs_in, words_in_field

_FIELDS = ("question", "themes")


@dataclass(frozen=True, slots=True)
class BoardQuestion:
    """A question that boards ask, and the themes that bear on it."""

    name: str
    """Its file without the ending."""
    question: str
    themes: tuple[str, ...] = ()
    """Slugs of the codebook; none: everything bears on it."""


LOOK_FOR = BoardQuestion("what-should-we-look-for", "What should we look for?")
"""Asked where a programme names no questions of its own."""


def read_question(name: str, text: str, themes: Sequence[str]) -> BoardQuestion:
    """A question out of hub/questions/NAME.toml.

    Raises:
        BadInput: something in it is missing or unknown; it names file, field and remedy.
    """
    where = f"hub/questions/{name}"
    try:
        fields = tomllib.loads(text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as err:
        raise BadInput(f'{where}: {err}; a field is written as question = "In quotation marks"') from err
    if unknown := sorted(set(fields) - set(_FIELDS)):
        raise BadInput(f"{where}: no field {unknown[0]!r}; a question has {', '.join(_FIELDS)}")
    question = words_in_field(where, fields, "question", needed=True)
    return BoardQuestion(PurePosixPath(name).stem, question, slugs_in(where, fields, "themes", themes))
