"""Sheets that say what the variables of a survey asked, as statistics programs and their users add them to the data."""

import re
from collections.abc import Mapping, Sequence

from learnbrief.corpus.readers.surveys.headers import cell_of
from learnbrief.corpus.readers.surveys.sheets import Sheet

_VARIABLE = re.compile(r"(?:variable|column|field|question|item|code)s?(?: (?:name|code|id|no))?", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:variable|column|field|question|item|full) )?(?:label|question|text|wording|description|meaning)s?",
    re.IGNORECASE,
)


def labels_in(sheets: Sequence[Sheet]) -> Mapping[str, str]:
    """What each variable asked, by its name in small letters; a sheet that explains values ('1', 'Nurse') names no variable."""
    found: dict[str, str] = {}
    for sheet in sheets:
        head = sheet.rows[0][1]
        named = next((at for at, cell in enumerate(head) if _VARIABLE.fullmatch(cell)), None)
        told = next((at for at, cell in enumerate(head) if at != named and _LABEL.fullmatch(cell)), None)
        if named is not None and told is not None:
            pairs = [(cell_of(row, named), cell_of(row, told)) for _, row in sheet.rows[1:]]
            found |= {name.casefold(): label for name, label in pairs if label and re.search(r"[^\W\d_]", name)}
    return found
