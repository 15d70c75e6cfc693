"""A whole is never told as smaller than its part, nor a subject's reach as that of one quote."""

from dataclasses import replace

from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.outline import outline


def _asides(brief):
    return [block.aside for section in outline(brief).sections for block in section.blocks if hasattr(block, "aside")]


def test_a_theme_found_in_fewer_sources_than_its_finding_is_not_called_the_whole(brief):
    """'The theme as a whole: 3 sources' over a finding of 4 makes both unbelievable."""
    small = replace(brief, themes=tuple(replace(line, documents=1, voices=1) for line in brief.themes))

    assert any("as a whole" in aside for aside in _asides(brief))
    assert sum("as a whole" in aside for aside in _asides(small)) < sum("as a whole" in one for one in _asides(brief))


def test_in_words_the_reach_of_a_subject_is_not_that_of_a_quote(brief):
    """'Found in most places' over one quote reads as if the quote had been said there."""
    finding = brief.findings[0]
    few = replace(finding, heading_from="none", stated=None, spread=replace(finding.spread, voices="fewer than 5"))

    assert wording.finding_line(few, brief).startswith("The subject came up in")


def test_no_message_is_headed_by_the_want_of_a_theme(brief):
    """'No theme yet' as the bold headline of a board's message says nothing."""
    first = brief.finding(brief.messages[0])
    bare = replace(first, theme=None, stance=None, heading_from="none", clause=None, then_now=None, points=())
    told = replace(brief, findings=tuple(bare if one is first else one for one in brief.findings))

    message = outline(told).main[0].blocks[0]
    assert message.headline.text != "No theme yet"
    assert message.quote is not None
