"""How often a property is tried: thirty times on every change, three hundred at night, a part of that where one try is dear."""

from hypothesis import settings

ON_EVERY_CHANGE, AT_NIGHT = 30, 300


def examples(number: int, **others: object) -> settings:
    """So many of the thirty that a change gets, and ten times as many at night."""
    return settings(max_examples=number * settings.default.max_examples // ON_EVERY_CHANGE, **others)
