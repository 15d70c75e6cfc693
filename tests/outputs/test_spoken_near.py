"""Who comes near a headline: told as near and no more, never of those who are counted, never published, gone when withdrawn."""

from dataclasses import replace

import pytest

from learnbrief.corpus.finding import Spoken
from learnbrief.outputs.brief.brief import brief_json, check_words, read_brief
from learnbrief.outputs.brief.withdrawn import Views, without
from learnbrief.outputs.layout import counts
from learnbrief.outputs.layout.findings import NEAR, beside
from tests.outputs.spoken_samples import ONE_SOURCE, SAMPLE


def near(keys, *, beside="", words="", sample=SAMPLE):
    """Words of these lines come near a headline."""
    named = sample.ids(words) if words else ()
    lines = tuple(map(sample.whole, beside.split()))
    return Spoken("interpreter" if words else "", named, lines, 1.0, sample.ids(keys))


def brief_of(spoken, evidence="c1", *, sample=SAMPLE, head="c1", **changes):
    return sample.brief(sample.finding(evidence, head=head, spoken=spoken), **changes)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("m2 w2", "One voice’s words; words near these in 2 other sources"),
        ("m1 m2 w2", "One voice’s words; words near these in 2 other sources"),
        ("m2", "One voice’s words"),
    ],
)
def test_it_is_told_in_how_many_sources_there_are_words_near_these_from_two_on(keys, line):
    """Of one alone a reader found every second to speak of something else."""
    brief = brief_of(near(keys))

    assert counts.finding_line(brief.findings[0], brief) == line


def test_who_is_counted_is_not_told_as_near_too():
    """The same source as 'found in' and as 'near' is two of one."""
    brief = brief_of(near("m1 m2 w2 f1"), "c1 m1")
    finding = brief.findings[0]

    assert {one.document for one in finding.spoken.near}.isdisjoint(one.document for one in finding.evidence)


def test_in_one_source_voices_come_near():
    """A workshop's notes are one file of many tables."""
    brief = brief_of(near("m2 m3", sample=ONE_SOURCE), "m1", sample=ONE_SOURCE, head="m1")

    assert counts.finding_line(brief.findings[0], brief).endswith("words near these by 2 other voices")


@pytest.mark.parametrize(
    ("lines", "words", "title"),
    [
        ("m2 w2", "", NEAR),
        ("m1 w2", "c1 m1 w1", NEAR),
        ("m1 w1", "c1 m1 w1", "Others on “interpreter”"),
    ],
)
def test_what_stands_beneath_is_titled_by_what_it_is(lines, words, title):
    """'Others on “interpreter”' over a line that names none is false to the letter."""
    brief = brief_of(near(lines, beside=lines, words=words))

    assert beside(brief.findings[0], brief).title == title


def test_beneath_a_headline_stands_one_line_of_a_source():
    """Two lines of one source look like two who say it."""
    brief = brief_of(near("m1 m2 w2 r1 f1", beside="m1 m2 w2 r1 f1"))
    documents = [line.document for line in beside(brief.findings[0], brief).lines]

    assert len(documents) == len(set(documents)) == 3


def test_nothing_of_it_is_published():
    """Whose words come near stands under no k voices; a board outside reads only what many stand behind."""
    brief = brief_of(near("m2 w2", beside="m2 w2"), view="published")
    spoken = brief.findings[0].spoken

    assert spoken is None or not (spoken.near or spoken.beside)
    assert "near these" not in counts.finding_line(brief.findings[0], brief)


def test_it_is_read_as_it_was_written_and_held_against_its_sources():
    """An approved brief opens for ever, and every word in it is its source's."""
    brief = brief_of(near("m2 w2", beside="m2 w2"))

    check_words(brief, SAMPLE.sources())
    assert read_brief(brief_json(brief)) == brief


@pytest.mark.parametrize(("gone", "left"), [("m2", {"w2"}), ("w2", {"m2"})])
def test_what_is_withdrawn_is_near_no_longer(gone, left):
    """Whoever takes their words back is counted nowhere, not even as near."""
    brief = brief_of(near("m2 w2", beside="m2 w2"))
    after = without(Views(brief, None), SAMPLE.taking(gone)).internal
    spoken = after.findings[0].spoken

    assert {one.excerpt for one in spoken.near} == set(SAMPLE.ids(" ".join(left)))
    assert {one.excerpt for one in spoken.beside} == set(SAMPLE.ids(" ".join(left)))


def test_with_the_last_who_comes_near_it_goes_altogether():
    """An empty frame would tell that somebody's words were there."""
    brief = brief_of(near("m2", beside="m2"))

    assert without(Views(brief, None), SAMPLE.taking("m2")).internal.findings[0].spoken is None


def test_a_thing_that_too_few_name_now_leaves_who_comes_near():
    """That the word is withdrawn takes nothing from the lines that never named it."""
    brief = brief_of(near("m2 w2 m1", beside="m2 w2", words="c1 m1"))
    after = without(Views(brief, None), SAMPLE.taking("m1")).internal

    assert after.findings[0].thing is None
    assert {one.excerpt for one in after.findings[0].spoken.near} == set(SAMPLE.ids("m2 w2"))


@pytest.mark.parametrize("voice", ["unnamed voices", "Person 3"])
def test_words_of_voices_that_are_not_told_apart_are_no_one_voice_s(voice):
    """'One voice's words' stood over 'Several members said', and over notes that no one in particular spoke."""
    brief = brief_of(None)
    finding = brief.findings[0]
    finding = replace(finding, evidence=tuple(replace(one, voice=voice) for one in finding.evidence))
    said = counts.finding_line(finding, brief)

    assert said == ("From one source" if voice == "unnamed voices" else "One voice’s words")


def likely(keys, *shares, sample=SAMPLE, **more):
    """Words of these lines come near a headline, each so likely."""
    return replace(near(keys, sample=sample, **more), likely=dict(zip(sample.ids(keys), shares, strict=True)))


@pytest.mark.parametrize(
    ("shares", "line"),
    [
        ((0.9, 0.9, 0.9), "One voice’s words; at least 3 of 7 sources speak of this matter (estimated)"),
        ((0.9, 0.3, 0.2), "One voice’s words"),
        ((0.2, 0.2, 0.2), "One voice’s words"),
    ],
)
def test_how_many_sources_speak_of_it_is_told_as_far_as_it_is_sure(shares, line):
    """'One voice’s words' over what eight sources raise tells a board that one person said it; a number too high is false."""
    brief = brief_of(likely("m1 m2 w2", *shares))
    whole = replace(brief, base=replace(brief.base, documents=7))

    assert counts.finding_line(brief.findings[0], whole) == line


def test_an_estimate_stands_for_those_who_are_counted_too():
    """'Spoken of in at least 2 sources; at least 4 sources speak of this' are two numbers for one thing."""
    brief = brief_of(likely("m2 w2 r1", 0.9, 0.9, 0.9), "c1 f1")
    whole = replace(brief, base=replace(brief.base, documents=7))

    assert counts.finding_line(brief.findings[0], whole) == "At least 4 of 7 sources speak of this matter (estimated)"


def test_of_a_source_its_likeliest_words_count_once():
    """Two lines of one source are one source, however likely either is."""
    twice = brief_of(likely("m1 m2", 0.9, 0.9))

    assert counts.finding_line(twice.findings[0], twice) == "One voice’s words"


def test_how_likely_somebody_comes_near_goes_with_their_words():
    """Whoever takes their words back is in no number any more; published, nobody's nearness is told."""
    brief = brief_of(likely("m2 w2 r1", 0.9, 0.9, 0.9))
    after = without(Views(brief, None), SAMPLE.taking("m2")).internal.findings[0].spoken
    outside = brief_of(likely("m2 w2 r1", 0.9, 0.9, 0.9), view="published").findings[0].spoken

    assert set(after.likely) == set(SAMPLE.ids("w2 r1"))
    assert outside is None or not outside.likely
    assert read_brief(brief_json(brief)) == brief
