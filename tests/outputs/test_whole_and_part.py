"""A whole is never told as smaller than its part, nor a subject's reach as that of one quote."""

from dataclasses import replace

from learnbrief.corpus.finding import Analysis, Scope
from learnbrief.outputs.brief.withdrawn import Views, without
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.outline import outline
from tests.outputs import programme
from tests.outputs.test_withdrawn import taking


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

    assert counts.finding_line(few, brief).startswith("The subject came up in")


def test_no_message_is_headed_by_the_want_of_a_theme(brief):
    """'No theme yet' as the bold headline of a board's message says nothing."""
    first = brief.finding(brief.messages[0])
    bare = replace(first, theme=None, stance=None, heading_from="none", clause=None, then_now=None, points=())
    told = replace(brief, findings=tuple(bare if one is first else one for one in brief.findings))

    message = outline(told).main[0].blocks[0]
    assert message.headline.text != "No theme yet"
    assert message.quote is not None


def test_cautions_are_of_what_is_counted_under_the_headline(build):
    """'All of it comes from one kind of source: survey and workshop notes', or 'one voice' over five sources, tells a reader that nobody counted.

    An analysis counts the words it found; a subject that came to stand over them is told by more people and kinds.
    """
    narrow = next(one for one in programme.FINDINGS if one.heading_from == "composed")
    analysis = Analysis(programme.RUN.run_id, Scope("cohort"), (replace(narrow, tentative=True, one_kind_only=True),))

    (told,) = build(analysis=analysis, messages=((), "")).findings
    assert len(told.reach.kinds) > 1
    assert not told.tentative
    assert not [line for line in wording.differed(told, build()) if line.startswith(("All of it", "Tentative"))]


def test_one_kind_is_told_wherever_the_words_are_of_one_kind(build):
    """Of one kind among several the reader is told, whichever way the finding came to be so: by analysis, hand or withdrawal."""
    brief = build()
    cautious = [one for one in brief.findings if one.one_kind_only]
    assert cautious == [one for one in brief.findings if len(one.reach.kinds) == 1]
    assert all("All of it comes from" in " ".join(wording.differed(one, brief)) for one in cautious)

    for keys in (("h1", "m1"), ("s1",), ("w5", "m4"), ("r1",), ("h2", "s2")):
        left = without(Views(brief, build(view="published")), taking(*keys))
        for view in (left.internal, left.published):
            assert all((len(one.reach.kinds) == 1) == one.one_kind_only for one in view.findings)
