"""Counts are of sources and voices, made once."""

from dataclasses import replace
from datetime import date

import pytest

from learnbrief.corpus.counting import by_theme, sources_by, theme_spreads, triangulate, who_is_heard
from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, Participant, SourceText, Voice
from learnbrief.corpus.tag import LIKELY, Band, EffectiveTag, ScoreKind, TagStatus

KINDS = {"w": Kind.WORKSHOP_NOTES, "c": Kind.COACHING_REFLECTION}


def excerpt(document, text, voice, *, collaborative=None, role=None, evidence=True, start=0):
    voice = Voice(voice, voice, "participant", role=role, collaborative=collaborative)
    return Excerpt(document, 1, start, start + len(text), text, voice, Mode.NOTE, evidence, collaborative=collaborative)


def documents(*names):
    return {
        name: Document(name, 1, KINDS[name[0]], "e", name, date(2025, 1, 1), None, name, SourceText("", ()), name)
        for name in names
    }


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


def test_shares_are_of_voices_sources_and_words(evidence):
    """Three ways to be loud, told apart."""
    heard = who_is_heard(evidence, documents("w1", "c1"))
    moorland = next(share for share in heard.by_collaborative if share.name == "moorland")

    assert (heard.total.voices, heard.total.documents, heard.words) == (2, 2, 14)
    assert (moorland.of_voices, moorland.of_documents, moorland.of_words) == (0.5, 1.0, 4 / 14)
    assert [share.name for share in heard.by_role] == ["executive", "not known"]


def test_a_voice_that_dominates_is_named_and_its_share_told(evidence):
    """Ten of fourteen words come from one person."""
    heard = who_is_heard(evidence, documents("w1", "c1"))

    assert (heard.loudest, heard.loudest_share) == ("Person 1", 10 / 14)


def test_whom_the_register_names_and_nobody_heard(evidence):
    """Speaking as facilitator is not being heard as participant."""
    register = [Participant("Person 1"), Participant("Person 3", "clinician"), Participant("Person 9")]

    not_heard = who_is_heard(evidence, documents("w1", "c1"), register).not_heard

    assert [person.pseudonym for person in not_heard] == ["Person 3", "Person 9"]


def test_nobody_heard_is_an_answer():
    """No division by nothing."""
    heard = who_is_heard([], {})

    assert (heard.words, heard.loudest, heard.by_kind) == (0, None, ())


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
    assert theme_spreads(carried, documents("w1", "c1"))["equity"].kinds == ("coaching_reflection",)


def test_what_merely_resembles_a_theme_waits_for_review_and_counts_for_nothing(evidence):
    """Half of such suggestions are wrong; a brief may not rest on them."""
    first, second, third, _ = evidence
    tags = [
        replace(tag(first, "data", band=Band.REVIEW), score=LIKELY - 0.01, score_kind=ScoreKind.SIMILARITY),
        replace(tag(second, "data", band=Band.REVIEW), score=LIKELY, score_kind=ScoreKind.SIMILARITY),
        replace(tag(third, "data", band=Band.REVIEW), score=0.3, score_kind=ScoreKind.PROBABILITY),
    ]

    assert by_theme(evidence, tags)["data"] == [second, third]


def test_what_only_one_kind_of_source_raises_is_flagged(evidence):
    """Raised in coaching alone, though workshops were heard too."""
    first, _, third, _ = evidence
    carried = by_theme(evidence, [tag(first, "data"), tag(third, "data"), tag(third, "equity")])
    table = triangulate(carried, documents("w1", "c1"), ["workshop_notes", "coaching_reflection"])

    assert {row.theme: row.one_kind_only for row in table} == {"data": None, "equity": "coaching_reflection"}
    assert sources_by(carried, lambda one: one.collaborative) == {
        "data": {"harbour": 1, "moorland": 1},
        "equity": {"moorland": 1},
    }
