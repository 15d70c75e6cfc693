"""A report of coding saved as RTF is read by the rules of every RTF."""

import pytest

from learnbrief.corpus.coding.report_lines import lines_of
from learnbrief.corpus.errors import UnreadableSource
from tests.corpus.samples import saved


def test_words_of_an_rtf_report_are_those_that_its_program_shows(tmp_path):
    """Words that were deleted are nobody's coded passage, and an emoji is told in two halves."""
    path = saved(
        tmp_path,
        "report.rtf",
        "{\\rtf1\\ansi Reference 1 - 0.5% Coverage\\par The gate {\\deleted never }is locked \\u-10179?\\u-8704?\\par}",
    )

    assert [line.text for line in lines_of(path) if line.text] == [
        "Reference 1 - 0.5% Coverage",
        "The gate is locked 😀",
    ]


@pytest.mark.parametrize("content", ["plain words", "{\\rt"])
def test_a_report_that_is_no_rtf_is_named(tmp_path, content):
    """A trace of a library's code says neither the file nor what to do."""
    with pytest.raises(UnreadableSource, match=r"^report\.rtf: is not an \.rtf document"):
        lines_of(saved(tmp_path, "report.rtf", content))
