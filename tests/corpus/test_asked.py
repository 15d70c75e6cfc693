"""An answer is counted by the rules that briefs count by, and tells who was not heard."""

from datetime import date

import pytest

from learnbrief.corpus.asked import by_side, unheard_on
from learnbrief.corpus.document import (
    Collaborative,
    Document,
    Excerpt,
    Kind,
    Mode,
    Participant,
    Programme,
    SourceText,
    Voice,
)
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import Band, EffectiveTag, ScoreKind, TagStatus

PROGRAMME = Programme(
    "Fictional", (Collaborative("harbour", "Harbour"), Collaborative("fen", "Fen"), Collaborative("tarn", "Tarn"))
)


def said(
    document: str,
    start: int,
    *,
    place: str | None = "harbour",
    voice: str = "p1",
    role: str | None = None,
    evidence: bool = True,
) -> Excerpt:
    who = Voice(voice, voice, "participant", role, place)
    return Excerpt(document, 1, start, start + 5, "words", who, Mode.NOTE, evidence, collaborative=place)


def tagged(
    excerpt: Excerpt, stance: str, *, status: TagStatus = TagStatus.SUGGESTED, score: float = 0.9
) -> EffectiveTag:
    return EffectiveTag(excerpt.excerpt_id, stance, status, Band.REVIEW, score, ScoreKind.SIMILARITY)


@pytest.fixture
def documents():
    return {
        name: Document(name, 1, Kind.WORKSHOP_NOTES, "e", name, date(2025, 1, 1), None, name, SourceText("x", ()), name)
        for name in ("d1", "d2")
    }


def test_a_side_holds_what_briefs_would_count_and_the_rest_takes_none(documents):
    """What a coder rejected, or what merely resembles the codebook a little, must not make a side look wider."""
    helps, rejected, weak = said("d1", 0), said("d1", 10, voice="p2"), said("d2", 0, voice="p3")
    tags = [
        tagged(helps, "enabler"),
        tagged(rejected, "enabler", status=TagStatus.REJECTED),
        tagged(weak, "enabler", score=0.1),
    ]

    sides = by_side([weak, helps, rejected], tags, documents)

    assert [(side.stance, side.excerpts) for side in sides] == [(Stance.ENABLER, (helps,)), (None, (weak, rejected))]
    assert (sides[1].spread.documents, sides[1].spread.voices) == (2, 2)


def test_what_a_facilitator_says_is_in_no_side(documents):
    """It is no evidence, wherever it is counted."""
    assert by_side([said("d1", 0, evidence=False)], [], documents) == ()


def test_who_was_silent_is_told_apart_from_who_spoke_of_other_things():
    """Nobody may read 'Fen does not mind' where nobody of Fen was there."""
    bears = said("d1", 0, role="executive")
    other = [said("d2", 0, place="fen", role="clinician"), said("d2", 10, place="fen", role="clinician")]
    register = [Participant("Person 1", "executive", "harbour"), Participant("Person 2", "clinician", "fen")]

    unheard = unheard_on([bears], [bears, *other], PROGRAMME, register)

    assert (unheard.silent, dict(unheard.not_on_this or {}), unheard.roles) == (("tarn",), {"fen": 2}, ("clinician",))


def test_what_a_visitor_says_breaks_no_silence():
    """Harbour spoke of other things; that its coach speaks of this is no word of Harbour's on it."""
    coach = Voice("p9", "Person 9", "participant", "improvement coach")
    visiting = Excerpt("d1", 20, 25, 30, "words", coach, Mode.NOTE, True, collaborative="harbour")

    unheard = unheard_on([visiting], [visiting, said("d2", 0)], PROGRAMME, [])

    assert unheard.not_on_this == {"harbour": 1}
