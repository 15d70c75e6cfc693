"""Days as people write them, day before month."""

import re
from collections.abc import Sequence
from datetime import date, datetime

_FILLINGS = (datetime(2000, 1, 1), datetime(2004, 2, 2))
_MONTHS = (
    (re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<year>(?:19|20)\d\d)"), "1 {month} {year}"),
    (re.compile(r"(?P<year>(?:19|20)\d\d)[-/](?P<month>0?[1-9]|1[0-2])"), "{year}-{month}-1"),
    (re.compile(r"(?P<month>0?[1-9]|1[0-2])[-/](?P<year>(?:19|20)\d\d)"), "{year}-{month}-1"),
)


def parse_date(words: str) -> date:
    """A full date in one of the shapes people write, day before month; anything else is a ValueError that says why."""
    from dateutil import parser

    plain = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", words.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"\bof\b", " ", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?:[,(T]\s*|\s)(?:at )?\d{1,2}(?::|(?<=[, ]\d\d)\.)\d{2}\b.*$", "", plain)  # ', 10:00 to 12:30'
    year_first = bool(re.match(r"(?:19|20)\d\d(?:\D|\d{4}\b)", plain))
    try:
        # What the text leaves out shows as a difference between two fillings: a month is not a date.
        one, other = (
            parser.parse(plain, dayfirst=not year_first, default=filled, ignoretz=True) for filled in _FILLINGS
        )
    except (parser.ParserError, OverflowError) as err:
        raise ValueError("which is not a date") from err
    if one.date() != other.date():
        raise ValueError("which leaves out day, month or year")
    return one.date()


def day_of(cell: str) -> date | None:
    """The day a cell of a table gives; the first of the month where it gives a month and a year; None for no day."""
    plain = cell.strip()
    for shape, written in _MONTHS:
        if found := shape.fullmatch(plain):
            plain = written.format(**found.groupdict())
    try:
        return parse_date(plain) if any(map(str.isdigit, plain)) else None
    except ValueError:
        return None


_MONTH_AND_YEAR = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? (?:19|20)\d\d\b", re.IGNORECASE
)


def day_of_label(label: str) -> date | None:
    """The day that a wave's name gives, alone or beside other words: 'Wave 1 (March 2025)' began on the first of March."""
    named = _MONTH_AND_YEAR.findall(label)
    return day_of(label) or (day_of(named[0]) if len(named) == 1 else None)


_NUMBERS = re.compile(r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<rest>(?:19|20)\d\d.*)")


def days_in(cells: Sequence[str]) -> list[date | None]:
    """The day of every cell of a column. Month before day only where all cells allow it and one allows nothing else.

    American tools write 03/14/2025; in the same column 03/04/2025 is then the fourth of March.
    """
    numbers = [found for cell in cells if (found := _NUMBERS.fullmatch(cell.strip()))]
    american = any(int(one["second"]) > 12 for one in numbers) and all(int(one["first"]) <= 12 for one in numbers)
    if american:
        cells = [_NUMBERS.sub(r"\g<second>\g<mark>\g<first>\g<mark>\g<rest>", cell.strip()) for cell in cells]
    return [day_of(cell) for cell in cells]
