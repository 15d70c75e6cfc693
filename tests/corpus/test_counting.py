"""Counts are of sources and voices, made once."""

from dataclasses import replace

import pytest

from learnbrief.corpus.counting import by_theme, loudest, shares, sources_by
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.tag import LIKELY, Band, EffectiveTag, ScoreKind, TagStatus


def excerpt(document, text, voice, *, collaborative=None, role=None, evidence=True, start=0):
    voice = Voice(voice, voice, "participant", role=role, collaborative=collaborative)
    return Excerpt(document, 1, start, start + len(text), text, voice, Mode.NOTE, evidence, collaborative=collaborative)


@pytest.fixture
def evidence():
    return [
        excerpt(
            "w1",
            "Ten words are said here by the loudest one present.",
            "Person 1",
            collaborative="harbour",
            role="executive",
        ),
        excerpt("w1", "Two words.", "Person 2", collaborative="moorland", start=100),
        excerpt("c1", "Two more.", "Person 2", collaborative="moorland"),
        excerpt("c1", "The facilitator asks at length about everything.", "Person 9", evidence=False, start=100),
    ]


def tag(one, theme, *, status=TagStatus.SUGGESTED, band=Band.SURE):
    return EffectiveTag(one.excerpt_id, theme, status, band, None, None)


def test_shares_are_of_voices_and_of_words(evidence):
    """Two ways to be loud, told apart."""
    said = [one for one in evidence if one.evidence]

    assert [(one.name, one.voices, one.words) for one in shares(said, lambda one: one.collaborative)] == [
        ("harbour", 1, 10),
        ("moorland", 1, 4),
    ]
    assert [one.name for one in shares(said, lambda one: one.role)] == ["executive", "not known"]


def test_a_voice_that_dominates_is_named_and_its_share_told(evidence):
    """Ten of fourteen words come from one person."""
    assert loudest(evidence[:3]) == ("Person 1", 10 / 14)


def test_nobody_dominates_where_one_voice_is_all_or_the_voices_cannot_be_told_apart(evidence):
    """A brief of one voice says so elsewhere; 'unnamed voices' may be many."""
    crowd = replace(evidence[0], voice=Voice("d1", "unnamed voices", "document"))

    assert loudest([]) is loudest(evidence[:1]) is loudest([crowd, *evidence[1:3]]) is None


def test_a_theme_is_counted_where_its_tag_holds(evidence):
    """A coder's no outweighs a model that was sure; a suggestion counts until somebody decides, and the brief says so."""
    first, second, third, fourth = evidence
    tags = [
        tag(first, "data"),
        tag(second, "data", status=TagStatus.REJECTED),
        tag(third, "equity", status=TagStatus.ACCEPTED, band=Band.NONE),
        tag(third, "data", band=Band.NONE),
        tag(fourth, "equity", band=Band.REVIEW),
    ]
    carried = by_theme(evidence, tags)

    assert carried["data"] == [first]
    assert carried["equity"][0] == third
    assert by_theme(evidence, tags, bands=frozenset({Band.SURE})) == {"data": [first], "equity": [third]}


def test_what_merely_resembles_a_theme_waits_for_review_and_counts_for_nothing(evidence):
    """Half of such suggestions are wrong; a brief may not rest on them."""
    first, second, third, _ = evidence
    tags = [
        replace(tag(first, "data", band=Band.REVIEW), score=LIKELY - 0.01, score_kind=ScoreKind.SIMILARITY),
        replace(tag(second, "data", band=Band.REVIEW), score=LIKELY, score_kind=ScoreKind.SIMILARITY),
        replace(tag(third, "data", band=Band.REVIEW), score=0.3, score_kind=ScoreKind.PROBABILITY),
    ]

    assert by_theme(evidence, tags)["data"] == [second, third]


def test_sources_are_counted_once_for_each_group_that_speaks_in_them(evidence):
    """A joint workshop is a source of both collaboratives, and of the theme once each."""
    first, _, third, _ = evidence
    carried = by_theme(evidence, [tag(first, "data"), tag(third, "data"), tag(third, "equity")])

    assert sources_by(carried, lambda one: one.collaborative) == {
        "data": {"harbour": 1, "moorland": 1},
        "equity": {"moorland": 1},
    }
