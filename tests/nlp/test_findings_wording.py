"""Headings and quotes read like something a careful researcher would choose."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.codebook import Codebook, Theme
from corpus.finding import Finding
from nlp.findings import messages
from nlp.findings.differences import disagrees
from nlp.findings.headings import compose_heading
from nlp.findings.keyphrases import Group, key_phrases
from nlp.findings.quotes import stands_alone
from nlp.language.words import stem, stems

CODEBOOK = Codebook(
    (
        Theme("leadership", "Leadership", "What leaders do."),
        Theme("equity", "Equity and health inequalities", "Who gets what."),
        Theme("workforce", "Workforce and time", "Staff and time."),
        Theme("ambition-to-action", "From ambition to action", "Getting going."),
        Theme("nhs-money", "NHS funding", "Money."),
    )
)


@pytest.mark.parametrize(
    ("theme", "stance", "phrase", "heading"),
    [
        ("leadership", "barrier", "board time for improvement", "Barriers to leadership: board time for improvement"),
        ("workforce", "barrier", "releasing staff", "Barriers in workforce and time: releasing staff"),
        ("equity", "barrier", "", "Barriers to equity"),
        ("ambition-to-action", "enabler", "one date", "What helps with moving from ambition to action: one date"),
        ("ambition-to-action", None, "", "Moving from ambition to action"),
        ("nhs-money", "question", "recurrent money", "Questions about NHS funding: recurrent money"),
        ("leadership", "neutral", "a new chair", "Leadership: a new chair"),
    ],
)
def test_a_heading_is_theme_stance_and_phrase_in_plain_english(theme, stance, phrase, heading):
    """Sentence case; barriers lie in front of what one strives for and in what one has."""
    assert compose_heading(CODEBOOK, theme, stance, phrase) == heading


@pytest.mark.parametrize(
    ("texts", "barrier", "phrase"),
    [
        (
            ["Ward managers cannot release staff for training.", "Nobody can release staff for training days."],
            True,
            "releasing staff for training",
        ),
        (
            ["The board gives no time for improvement.", "There is no board time for improvement here."],
            True,
            "board time for improvement",
        ),
        (["The chair starts with a patient story.", "A patient story opens the board."], False, "a patient story"),
        (
            ["We agreed a one-page map of decisions.", "The one-page map of decisions is on the wall."],
            False,
            "a one-page map of decisions",
        ),
    ],
)
def test_a_key_phrase_is_whole_english_in_the_excerpts_words(texts, barrier, phrase):
    """No leading article but the one a countable noun needs, nothing chopped."""
    background = [*texts, "Parking costs too much.", "The dashboard came late."]

    assert key_phrases([Group(tuple(texts), barrier=barrier)], background)[0][0] == phrase


def test_what_is_denied_is_no_phrase_for_what_helps():
    """'We did not wait for permission' must not become 'what helps: waiting for permission'."""
    texts = ("We did not share the dashboard with partners.", "They never share the dashboard.")

    assert not any("sharing" in phrase for phrase in key_phrases([Group(texts)], texts)[0])


def test_names_and_masks_stay_out_of_headings():
    """A heading that names a person or a place gives somebody away."""
    texts = ("Doctor Featherby chairs the Ottermouth group.", "[Person 3] met Featherby at Ottermouth.")
    phrases = " ".join(key_phrases([Group(texts)], texts)[0])

    assert "featherby" not in phrases.lower()
    assert "ottermouth" not in phrases.lower()
    assert "person" not in phrases.lower()


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("The board never reaches improvement on its agenda.", "They never reach it on that agenda either."),
        ("Staff were released for every session this year.", "And so staff were released for every session."),
        ("Our dashboard arrives seven weeks after the event.", "dashboard seven weeks late"),
        ("The rota could release one of eleven people.", "The rota could release [Person 1] or [Person 2]."),
        ("The lease ends before the evaluation does.", "The lease [inaudible] ends ... the evaluation does."),
    ],
)
def test_quotes_that_stand_alone_are_preferred(better, worse):
    """No dangling opening, no half sentence, little masked, nothing inaudible."""
    assert stands_alone(better) > stands_alone(worse)


@given(st.text())
def test_how_well_a_text_stands_alone_is_a_share(text):
    """Whatever is typed."""
    assert 0 <= stands_alone(text) <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'd like to disagree, or at least say it didn't work for me.", True),
        ("We disagree: the visits helped.", True),
        ("That is not our experience at all.", True),
        ("Our table saw it differently but our table don't agree on much.", True),
        ("The board agreed the paper.", False),
    ],
)
def test_open_disagreement_is_noticed_by_its_words(text, expected):
    """Cues, not certainty: a person confirms."""
    assert disagrees(text) is expected


@pytest.mark.parametrize(
    ("one", "other"), [("boards", "board"), ("measuring", "measured"), ("studies", "study"), ("planned", "planning")]
)
def test_everyday_forms_of_a_word_meet(one, other):
    """So that shared words are seen as shared."""
    assert stem(one) == stem(other)


@given(st.text())
def test_stems_never_fail(text):
    """Odd scripts and signs included."""
    assert all(stems(text))


def finding(theme, stance, name, *, tentative=False, phrase="a phrase"):
    return Finding(
        theme, stance, f"{theme} {name}", (f"e-{name}",), (f"e-{name}",), key_phrase=phrase, tentative=tentative
    )


def test_messages_spread_over_themes_before_they_repeat_one():
    """Four points on leadership and one on data are not five messages on leadership."""
    found = [finding("leadership", "barrier", f"{number}") for number in range(4)] + [finding("data", "enabler", "x")]
    chosen, note = messages(found)

    assert found[4].finding_id in chosen
    assert found[0].finding_id in chosen
    assert 3 <= len(chosen) <= 5
    assert note == ""


def test_messages_never_rest_on_one_voice_and_say_why_they_are_few():
    """Better two messages and the reason than five that one person carries."""
    found = [finding("data", "barrier", "1"), finding("equity", "barrier", "2", tentative=True)]
    chosen, note = messages(found)

    assert chosen == (found[0].finding_id,)
    assert "only one point was made by more than one voice" in note


def test_composing_headings_does_not_bring_in_torch():
    """A small workshop's run must not cost seconds and hundreds of megabytes for a library that no pipe of ours uses."""
    code = "import sys; from nlp.language.grammar import parse; parse(['We share it.']); print('torch' in sys.modules)"
    shown = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "False"
