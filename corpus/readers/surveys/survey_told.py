"""What is told of a survey's reading: what was left out, what says nothing, what was hidden, what looks odd. A line each."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from learnbrief.corpus.fillers import is_answer, is_sheet_error
from learnbrief.corpus.readers.surveys.sheets import Sheet

_LONGEST = 80
_REPEATED = 3
_AT_LENGTH = 5
"""Words from which an answer given three times alike was hardly found by each alone."""


def shortened(words: str) -> str:
    """Words as a list shows them."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def lookup_left_out(sheet: str) -> str:
    """A sheet that explains codes or tells of the survey."""
    return f"sheet {sheet!r} left out, it explains the survey and holds nobody's answers; if it does, save it as a file of its own"


def turned() -> str:
    """A table with a column for each respondent."""
    return "has a column for each respondent and a row for each question; it was turned"


def sums_left_out(rows: Sequence[int]) -> Iterator[str]:
    """Sums and averages that somebody put below the answers."""
    if rows:
        numbers = ", ".join(map(str, rows))
        yield f"row{'' if len(rows) == 1 else 's'} {numbers} left out, which only add up or average the ones above"


def columns_left_out(technical: Sequence[str], told: Sequence[str], empty: Sequence[str]) -> Iterator[str]:
    """Columns of the tool, those that somebody left out, and those that nobody answered."""
    if technical:
        # without quotation marks: 'Progress' in a row of quoted words was hidden as somebody's name
        bare = "; ".join(map(shortened, technical))
        yield f"{_counted(len(technical), 'column')} left out, saying only who answered, when or through what: {bare}"
    if empty:
        yield f"{_counted(len(empty), 'column')} left out, without an answer: {_listed(empty)}"
    if told:
        yield f"{_counted(len(told), 'column')} left out as told: {_listed(told)}"


def unknown_columns(names: Collection[str]) -> Iterator[str]:
    """Columns that somebody told of and that are not there: misspelt, or renamed since."""
    if names:
        yield f"columns tell of {_listed(sorted(names))}, and no column is called so; write its letter or its header as it stands"


def answers_that_say_nothing(question: str, nothing: Sequence[str], rows: int) -> Iterator[str]:
    """Fillers, with the commonest of them. `nothing` are all cells without an answer, the empty ones too."""
    words = [cell for cell in nothing if is_answer(cell)]
    if words:
        forms = [form for form, _ in Counter(words).most_common(4)]
        yield f"{len(nothing)} of {rows} gave no answer to {_quoted(question)}, {len(words)} of them in words ({_listed(forms)})"


def answers_alike(question: str, said: Sequence[str]) -> Iterator[str]:
    """A sentence that many gave word for word."""
    common = Counter(" ".join(re.findall(r"\w+", cell.casefold())) for cell in said).most_common(1)
    if common and common[0][1] >= _REPEATED and len(common[0][0].split()) >= _AT_LENGTH:
        yield f"{common[0][1]} of {len(said)} answers to {_quoted(question)} are the same words; look whether they were passed round"


def hidden(sheet: Sheet, name: str) -> Iterator[str]:
    """Rows and columns that were hidden and read all the same."""
    used = {column for _, row in sheet.rows for column, cell in enumerate(row) if cell}
    rows = sum(number in sheet.hidden_rows for number, _ in sheet.rows)
    for count, noun in ((rows, "row"), (len(used & sheet.hidden_columns), "column")):
        if count:
            verbs = ("is", "was") if count == 1 else ("are", "were")
            yield (
                f"{_counted(count, noun)} of {_place(name)} {verbs[0]} hidden, perhaps by a filter, and {verbs[1]} read;"
                " delete what is not to be read"
            )


def failed_formulas(sheet: Sheet, name: str) -> Iterator[str]:
    """Cells that show a spreadsheet's own error."""
    count = sum(is_sheet_error(cell) for _, row in sheet.rows for cell in row)
    if count:
        verb = "holds" if count == 1 else "hold"
        yield f"{_counted(count, 'cell')} of {_place(name)} {verb} a failed formula such as #N/A, counted as no answer"


def _place(sheet: str) -> str:
    return f"sheet {sheet!r}" if sheet else "the table"


def _quoted(words: str) -> str:
    return f"'{shortened(words)}'"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
