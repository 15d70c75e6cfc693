"""Hyphens at line ends: a word changed in a quotation is a quotation that cannot be found in the paper."""

import pytest

from learnbrief.corpus.readers.pdf.hyphens import mended, words_within
from tests.corpus.pdfs import page_of, words_at
from tests.corpus.samples import check, read_from


@pytest.mark.parametrize(
    ("text", "more", "whole"),
    [
        ("be-", "fore", "before"),
        ("improve-", "ment", "improvement"),
        ("diffi-", "cult", "difficult"),
        ("commis-", "sioning", "commissioning"),
        ("care-", "givers", "caregivers"),
        ("under-", "standing it", "understanding it"),
        ("decision-mak-", "ing", "decision-making"),
        ("well-estab-", "lished", "well-established"),
        ("part-", "time", "part-time"),
        ("follow-", "up", "follow-up"),
        ("board-to-", "ward visits", "board-to-ward visits"),
        ("board-", "to-ward", "board-to-ward"),
        ("day-to-", "day", "day-to-day"),
        ("co-", "ordinator", "co-ordinator"),
        ("co-", "operate", "co-operate"),
        ("non-", "clinical", "non-clinical"),
        ("e-", "survey", "e-survey"),
        ("user-", "led", "user-led"),
        ("long-", "term", "long-term"),
        ("face-to-", "face", "face-to-face"),
        ("follow-", "Up", "follow-Up"),
        ("10-", "minute", "10- minute"),
        ("we met -", "all of us", "we met - all of us"),
        ("no hyphen", "here", "no hyphen here"),
    ],
)
def test_the_printers_hyphen_goes_and_the_words_own_stays(text, more, whole):
    """'parttime' and 'coordinator' are not what was written, and 'be-fore' is not either."""
    assert mended(text, more) == whole


@pytest.mark.parametrize(
    ("elsewhere", "whole"),
    [("a co-ordinator came", "co-ordinator"), ("the coordinator of it", "coordinator"), ("", "co-ordinator")],
)
def test_the_documents_own_spelling_decides(elsewhere, whole):
    """Writers differ, and each mostly agrees with themselves."""
    assert mended("the co-", "ordinator", words_within([elsewhere])).endswith(whole)


def test_in_a_pdf(tmp_path):
    """Lines end where the page does, not where the word does."""
    lines = [
        "Staff find it hard to meet, because the lead works part-",
        "time and the board-to-",
        "ward visits stopped be-",
        "fore spring came.",
    ]
    reading = read_from(tmp_path, "h.pdf", page_of([words_at(60, 700 - 14 * n, line) for n, line in enumerate(lines)]))

    check(reading)
    assert "works part-time and the board-to-ward visits stopped before spring came." in reading.source.text.replace(
        "\n\n", " "
    )
