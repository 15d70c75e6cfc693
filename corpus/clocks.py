"""Times as transcripts write them: clocks, spans, minutes in words, the hashes of f4; all of them as seconds."""

import re

# Three digits of minutes: some tools count on past the hour. The last part is thousandths, or frames after a colon.
_DIGITS = r"(?:\d{1,2}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,:;]\d{1,3}|-\d(?![\d:]))?(?:\s?[ap]\.?m\b\.?)?"
_MONTH = r"(?:jan|f[eé]v|feb|m[aä]r|a[pbv]r|ma[iy]|jui?n|jui?l|aug|ago|ao[uû]|sep|se?t|o[cku]t|nov|d[eé][cz])[^\W\d_]{0,7}\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|today|yesterday)[a-z]{0,6},?\s+(?:at\s+)?)?"
# A day with or without its year, in figures or with the month in words: '14/03 09:12', 'Fri 14 March 2025 at 9:12 AM'.
_ONE_DAY = rf"(?:\d{{1,4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,4}}|\.)?|\d{{1,2}}(?:\.?\s|[-/]){_MONTH}(?:(?:,?\s|[-/])(?:\d{{4}}|\d{{2}}(?!:)))?|{_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?)"
_DAY = rf"{_WEEKDAY}(?:{_ONE_DAY},?[T\s]\s*(?:at\s+)?)?"
_WORDED = (
    r"(?:(?:\d{1,2}\s?h(?:(?:ou)?rs?)?[\s,]+)?(?:\d{1,3}\s?m(?:in(?:ute)?s?)?[\s,]+)?\d{1,2}\s?s(?:ec(?:ond)?s?)?"
    r"|(?:\d{1,2}\s?h(?:ou)?rs?[\s,]+)?\d{1,3}\s?min(?:ute)?s?)(?!\w)"
)
_RAW = r"\d{1,6}\.\d{1,6}s?"
_ONE = rf"(?:{_DAY}{_DIGITS}|{_WORDED})"
_SPAN = rf"{_ONE}(?:\s*(?:--?>|[-–—,/]|\bto\b)\s*|\s+){_ONE}"
_HASHED = r"#\d{1,2}:\d{2}:\d{2}(?:[-.,]\d{1,3})?#"
_BETWEEN = rf"(?:{_SPAN}|{_ONE}|{_RAW}(?:\s*(?:--?>|[-–])\s*{_RAW})?)"
_NAMED = r"(?:(?:time(?:code|stamp)?|tc)\s*:?\s*)?"

CLOCK = (
    rf"(?:{_HASHED}|\[\s*{_NAMED}{_BETWEEN}\s*\]|\(\s*{_NAMED}{_BETWEEN}\s*\)|<\s*{_BETWEEN}\s*>|\{{\s*{_BETWEEN}\s*\}}"
    rf"|{_NAMED}(?:{_SPAN}|{_ONE}|{_RAW}\t+{_RAW}))"
)
"""Any time or span of time, in brackets or bare. Seconds alone ('4.2') count only in brackets or in pairs."""

DAY_ALONE = re.compile(rf"{_WEEKDAY}{_ONE_DAY}[,.]?", re.IGNORECASE)
CLOCK_ALONE = re.compile(rf"\W{{0,3}}{CLOCK}\W{{0,2}}", re.IGNORECASE)
MARKED = re.compile(rf"{_HASHED}|\[\s*(?:{_SPAN}|{_DIGITS})\s*\]|<\s*{_DIGITS}\s*>", re.IGNORECASE)
"""A time that nobody can have said: within hashes, square or pointed brackets."""
ROUNDED = re.compile(rf"\(\s*{_DIGITS}\s*\)", re.IGNORECASE)
"""A time in round brackets, which may also be part of a sentence."""

_PART = re.compile(r"(\d+(?:\.\d+)?)\s?(h|m|s)", re.IGNORECASE)
_COLONS = re.compile(r"(?:(\d{1,2}):(?=\d{1,2}:))?(\d{1,3}):(\d{1,2})(?:[.,-](\d{1,3}))?")
_HALF = re.compile(r"\s?([ap])\.?m\b", re.IGNORECASE)
_DATED = re.compile(
    rf"\W*(?:{_WEEKDAY}(?=.*:)(?:\d{{1,4}}[-/.]\d{{1,2}}\b|\d{{1,2}}(?:\.?\s|[-/]){_MONTH}|{_MONTH}\s\d)|(?!\d){_WEEKDAY}\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def seconds(clock: str | None) -> float | None:
    """'1:02:03.5', '#00:00:04-2#', '0 minutes 4 seconds', '[0:04 - 0:09]' as seconds of where they begin; None for none."""
    if not clock:
        return None
    found = _COLONS.search(clock)
    if found:
        hours, minutes, whole, part = found.groups()
        half = _HALF.match(clock, found.end())
        if hours is None and (half or _DATED.match(clock)):  # a time of day: hours and minutes
            hours, minutes, whole = minutes, whole, "0"
        at = int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{part or 0}")
        return at + _afternoon(int(hours), half.group(1).lower()) if half and hours else at
    parts = _PART.findall(clock)
    if parts:
        return _worded(parts)
    number = _NUMBER.search(clock)
    return float(number.group()) if number else None


def _worded(parts: list[tuple[str, str]]) -> float:
    """The parts of one time; what follows a part as large as the one before belongs to the end of a span."""
    units, total, last = {"h": 3600, "m": 60, "s": 1}, 0.0, 7200
    for number, letter in parts:
        unit = units[letter.lower()]
        if unit >= last:
            break
        total, last = total + float(number) * unit, unit
    return total


def _afternoon(hour: int, half: str) -> int:
    """Seconds between what the clock face says and the time of day."""
    noon = 12 * 3600
    if half == "p":
        return 0 if hour == 12 else noon
    return -noon if hour == 12 else 0
