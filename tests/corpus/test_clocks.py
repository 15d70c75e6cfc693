"""Times in every notation are seconds from where they begin."""

import pytest

from learnbrief.corpus.clocks import CLOCK_ALONE, MARKED, seconds


@pytest.mark.parametrize(
    ("clock", "at"),
    [
        ("0:04", 4.0),
        ("75:10", 4510.0),
        ("1:02:03.5", 3723.5),
        ("[00:00:04]", 4.0),
        ("(00:04)", 4.0),
        ("#00:00:04-2#", 4.2),
        ("00:00:04-2", 4.2),
        ("00:00:04:12", 4.0),
        ("0:0:4.20", 4.2),
        ("0:04 - 0:09", 4.0),
        ("00:00:04,500 --> 00:00:09,000", 4.5),
        ("[00:04.000 --> 00:09.000]", 4.0),
        ("4.680\t8.800", 4.68),
        ("(4.2s)", 4.2),
        ("4 seconds", 4.0),
        ("0 minutes 4 seconds", 4.0),
        ("1 hour 0 minutes 24 seconds", 3624.0),
        ("52m 11s", 3131.0),
        ("12 minutes", 720.0),
        ("10:02:33 AM", 36153.0),
        ("1:02 pm", 46920.0),
        ("14/03/2025, 10:02", 36120.0),
        ("Time: 0:04", 4.0),
    ],
)
def test_a_time_is_read_whoever_wrote_it(clock, at):
    """Each tool has its own way, and most say nowhere which."""
    assert CLOCK_ALONE.fullmatch(clock)
    assert seconds(clock) == pytest.approx(at)


@pytest.mark.parametrize(
    "line", ["10:30 was too late", "4.2", "a ratio of 3:1", "[1]", "2025", "we met at 10:30", "(laughs)", ""]
)
def test_what_somebody_says_is_no_time_by_itself(line):
    """A line that only begins with a time is a line of words."""
    assert not CLOCK_ALONE.fullmatch(line)


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("so [00:12] we", True),
        ("#00:00:04-2#", True),
        ("at 10:30 we", False),
        ("[inaudible 00:12]", False),
        ("[12]", False),
    ],
)
def test_only_marked_times_stand_amid_words(words, marked):
    """'[inaudible 00:12]' is about the words and stays with them."""
    assert bool(MARKED.search(words)) is marked
