"""Names of files in a folder: one that is free, and one that cannot choose another place."""

import re
from pathlib import Path

from learnbrief.corpus.errors import BadInput

LONGEST = 120
"""Characters of a name that are kept, from its end: the suffix says how a file is read."""
MOST_OF_ONE_NAME = 10_000


def free_name(folder: Path, name: str, content: bytes) -> Path:
    """The name itself, or with a number where another file has it; the same content keeps the same name."""
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in range(1, MOST_OF_ONE_NAME):
        target = folder / (name if number == 1 else f"{stem}-{number}{suffix}")
        if not target.exists() or target.read_bytes() == content:
            return target
    raise BadInput(f"{name}: too many files of this name in {folder.name}; rename it")


def last_part(given: str) -> str:
    """The last part of a path from elsewhere, without anything that is not printable: a name must not choose the place."""
    plain = re.split(r"[\\/]", given)[-1]
    kept = "".join(character for character in plain if character.isprintable() and character not in '<>:"|?*')
    name = kept.strip(". ")
    if not name:
        raise BadInput("One of the files has no name that can be kept; rename it.")
    return name[-LONGEST:]
