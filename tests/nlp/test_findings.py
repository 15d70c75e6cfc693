"""Findings are points several people made, with those who differed; tests use hand-made vectors."""

from datetime import date

import numpy as np
import pytest

from corpus.codebook import Codebook, Facet, Theme
from corpus.document import Document, Excerpt, Kind, Mode, SourceText, Voice
from corpus.tag import Band, EffectiveTag, ScoreKind, TagStatus
from nlp.findings import distil, messages

CODEBOOK = Codebook(
    (
        Theme("leadership", "Leadership", "What leaders do."),
        Theme("workforce", "Workforce and time", "Staff and time."),
        *(
            Theme(stance, stance.title(), stance, Facet.STANCE)
            for stance in ("barrier", "enabler", "action", "question", "neutral")
        ),
    )
)
AXES = {"agenda": 0, "story": 1, "backfill": 2, "rota": 3}


class Programme:
    """A few excerpts, each in its own place, with tags and a vector that says what it is about."""

    def __init__(self) -> None:
        self.excerpts: list[Excerpt] = []
        self.tags: list[EffectiveTag] = []
        self.vectors: dict[str, np.ndarray] = {}
        self.documents: dict[str, Document] = {}

    def say(
        self, text, *, about, tags, document, voice, collaborative="harbour", kind=Kind.WORKSHOP_NOTES, evidence=True
    ):
        start = sum(len(other.text) + 1 for other in self.excerpts if other.document_id == document)
        excerpt = Excerpt(
            document,
            1,
            start,
            start + len(text),
            text,
            Voice(voice, voice, "participant"),
            Mode.VERBATIM,
            evidence,
            collaborative=collaborative,
        )
        self.excerpts.append(excerpt)
        self.documents[document] = Document(
            document, 1, kind, "e", document, date(2025, 3, 1), None, document, SourceText("", ()), document
        )
        self.tags += [
            EffectiveTag(excerpt.excerpt_id, tag, TagStatus.SUGGESTED, Band.SURE, 0.7, ScoreKind.SIMILARITY)
            for tag in tags.split()
        ]
        vector = np.full(len(AXES), 0.05, dtype=np.float32)
        vector[AXES[about]] = 1
        self.vectors[excerpt.excerpt_id] = vector / np.linalg.norm(vector)
        return excerpt.excerpt_id

    def distil(self, **options):
        return distil(self.excerpts, self.documents, self.tags, self.vectors, CODEBOOK, **options)


@pytest.fixture
def programme() -> Programme:
    made = Programme()
    made.say(
        "The board never reaches improvement on its agenda.",
        about="agenda",
        tags="leadership barrier",
        document="d1",
        voice="P1",
    )
    made.say(
        "Improvement falls off the board agenda each month.",
        about="agenda",
        tags="leadership barrier",
        document="d2",
        voice="P2",
        collaborative="fenland",
        kind=Kind.COACHING_REFLECTION,
    )
    made.say(
        "The chair opens the board with a patient story now.",
        about="story",
        tags="leadership enabler",
        document="d1",
        voice="P3",
    )
    made.say(
        "For us the agenda works: improvement comes first every time.",
        about="agenda",
        tags="leadership enabler",
        document="d3",
        voice="P4",
        collaborative="lantern",
    )
    made.say(
        "I asked each table to name a barrier in leadership.",
        about="agenda",
        tags="leadership barrier",
        document="d3",
        voice="F",
        collaborative="lantern",
        evidence=False,
    )
    return made


def test_what_two_people_say_alike_is_one_finding_and_comes_first(programme):
    """Points rank by how many sources make them."""
    first = programme.distil()[0]

    assert (first.theme, first.stance) == ("leadership", "barrier")
    assert set(first.evidence) == {excerpt.excerpt_id for excerpt in programme.excerpts[:2]}
    assert not first.tentative


def test_a_facilitators_words_are_never_evidence(programme):
    """Only what participants said counts."""
    told = {excerpt for finding in programme.distil() for excerpt in (*finding.evidence, *finding.counter)}

    assert programme.excerpts[4].excerpt_id not in told


def test_the_opposite_stance_on_the_same_matter_is_offered_as_counter_evidence(programme):
    """Whoever found it otherwise is shown beside the point."""
    assert programme.distil()[0].counter == (programme.excerpts[3].excerpt_id,)


def test_collaboratives_heard_but_silent_on_a_point_are_named(programme):
    """Silence is a finding too, but only of those who spoke at all."""
    assert programme.distil()[0].silent == ("lantern",)


def test_the_order_of_the_input_changes_nothing(programme):
    """Same material, same findings."""
    before = programme.distil()
    programme.excerpts.reverse()
    programme.tags.reverse()

    assert programme.distil() == before


def test_no_excerpts_give_no_findings():
    """Empty is an answer."""
    assert distil([], {}, [], {}, CODEBOOK) == ()
    assert messages(()) == ((), "No finding could be drawn from this material.")


def test_the_same_minutes_in_two_files_are_one_source_of_what_they_say(programme):
    """A copy is no second witness; who kept which file is no evidence."""
    again = "The board never reaches improvement on its agenda!"
    copy = programme.say(again, about="agenda", tags="leadership barrier", document="d9", voice="P9")
    told = {excerpt for finding in programme.distil() for excerpt in (*finding.evidence, *finding.counter)}

    assert copy not in told
    assert programme.excerpts[0].excerpt_id in told


def test_a_heading_is_true_of_every_excerpt_under_it(programme):
    """Near in meaning is not enough: who neither uses the words nor says much the same stands alone."""
    stray = programme.say(
        "Lunch ran over by almost an hour in the garden room.",
        about="agenda", tags="leadership barrier", document="d4", voice="P5",
    )  # fmt: skip
    programme.vectors[stray] = np.array([0.0, 0.0, 0.0, 1.0], dtype=np.float32)
    first = programme.distil(threshold=-1.0)[0]

    assert "agenda" in first.heading
    assert set(first.evidence) == {excerpt.excerpt_id for excerpt in programme.excerpts[:2]}
    assert any(finding.evidence == (stray,) and finding.tentative for finding in programme.distil())


def test_a_group_takes_its_side_as_a_whole_and_the_coded_contrary_stands_apart(programme):
    """One suggestion of the other stance is noise; a coder's word is not."""
    lean = {"leadership barrier": [], "leadership enabler": []}
    for number, tags in enumerate((*["leadership barrier"] * 4, "leadership enabler"), 5):
        text = f"The agenda of the board leaves out improvement in month {'x' * number}."
        lean[tags].append(programme.say(text, about="agenda", tags=tags, document=f"d{number}", voice=f"P{number}"))
    (odd,) = lean["leadership enabler"]
    weak = [tag for tag in programme.tags if tag.excerpt_id == odd and tag.theme == "enabler"]
    programme.tags = [tag for tag in programme.tags if tag not in weak]
    programme.tags.append(EffectiveTag(odd, "enabler", TagStatus.SUGGESTED, Band.SURE, 0.55, ScoreKind.SIMILARITY))
    suggested = next(finding for finding in programme.distil() if odd in finding.evidence)
    programme.tags.append(EffectiveTag(odd, "enabler", TagStatus.ADDED, None, None, None, "Ada"))
    coded = next(finding for finding in programme.distil() if odd in finding.evidence)

    assert (suggested.stance, lean["leadership barrier"][0] in suggested.evidence) == ("barrier", True)
    assert (coded.stance, lean["leadership barrier"][0] in coded.evidence) == ("enabler", False)


def test_what_several_said_of_one_side_stands_together_where_no_two_made_the_same_point():
    """After one workshop that is often the most that can be said; it claims nothing beyond theme and side."""
    made = Programme()
    ones = [
        made.say(text, about=about, tags="workforce barrier", document="d1", voice=voice)
        for text, about, voice in (
            ("Backfill never comes when somebody is sent on a course.", "backfill", "P1"),
            ("The rota is written six weeks before anyone asks us.", "rota", "P2"),
        )
    ]
    (broad,) = made.distil()

    assert broad.heading == "Barriers in workforce and time"
    assert (set(broad.evidence), broad.tentative) == (set(ones), False)
