"""Small numbers between two counts: how many must stand behind words, and when one count beside another tells the few apart."""

from learnbrief.outputs.brief.reported import Count, Reach


def many(voices: Count, k: int) -> bool:
    """Whether at least k voices stand behind something; a count that is told in words stands for fewer."""
    return isinstance(voices, int) and voices >= k


def tells_few_apart(whole: Reach, part: Reach, k: int) -> bool:
    """Whether whoever takes one count from the other finds fewer than k sources or voices, and some."""
    counts = ((whole.documents, part.documents), (whole.voices, part.voices))
    return any(0 < _less(*both) < k for both in counts)


def _less(whole: Count, part: Count) -> int:
    return whole - part if isinstance(whole, int) and isinstance(part, int) else 0
