"""Tables with typed columns as the data frames that people work with."""

from typing import Any, Literal, get_args

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.extras import extra
from learnbrief.outputs.export.flat import Flat

Frames = Literal["pandas", "arrow"]
"""As a pandas DataFrame, or as an Arrow table: Polars, DuckDB and R's arrow read that as it is (`polars.from_arrow`)."""


def framed(table: Flat, frames: Frames) -> Any:
    """The table; days are dates, what is not known is empty.

    Raises:
        BadInput: there are no such frames.
    """
    if frames not in get_args(Frames):
        raise BadInput(f"no frames {frames!r}; there are {' and '.join(get_args(Frames))}")
    if frames == "arrow":
        return table.as_arrow()
    with extra("notebook", needed_for="a table as a pandas DataFrame"):
        import pandas  # noqa: F401, RUF100  # pyarrow loads it by itself, and tells less when it is missing
    return table.as_arrow().to_pandas(date_as_object=False)
