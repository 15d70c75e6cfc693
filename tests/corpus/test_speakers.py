"""Speaker labels: who speaks, who is nobody, who is a group."""

import pytest

from learnbrief.corpus.document import Speech
from learnbrief.corpus.speakers import accepted_labels, group_in, label_of, names_and_initials, names_nobody, speech_of


@pytest.mark.parametrize(
    ("label", "speech"),
    [
        ("Facilitator", Speech.FACILITATOR),
        ("FACILITATOR 2", Speech.FACILITATOR),
        ("The Chair", Speech.FACILITATOR),
        ("Host", Speech.FACILITATOR),
        ("Coach", Speech.COACH),
        ("Improvement coach", Speech.COACH),
        ("Presenter B", Speech.PRESENTER),
        ("Ines Calloway (coach)", Speech.COACH),
        ("Ines Calloway - Presenter", Speech.PRESENTER),
        ("Ines Calloway", Speech.PARTICIPANT),
        ("Chairman Mill", Speech.PARTICIPANT),
        ("Table 3", Speech.PARTICIPANT),
        (None, Speech.PARTICIPANT),
    ],
)
def test_a_label_says_in_what_capacity_someone_speaks(label, speech):
    """Roles stand alone, with a number, or behind a name."""
    assert speech_of(label) is speech


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("Table 3 feedback", "Table 3"),
        ("TABLE THREE", "Table 3"),
        ("Feedback from group b", "Group B"),
        ("Breakout room 2", "Breakout room 2"),
        ("Table no. 4: what we want", "Table 4"),
        ("Flipchart 1", "Flipchart 1"),
        ("Timetable 2025", None),
        ("Table manners", None),
        ("A table of figures", None),
        (None, None),
    ],
)
def test_headings_name_table_groups(words, group):
    """However a table is written, it is one voice."""
    assert group_in(words) == group


@pytest.mark.parametrize(
    "label",
    [
        "Facilitator",
        "Table 3",
        "Respondent 14",
        "Speaker 2",
        "Person 3",
        "[Person 3]",
        "Interviewer",
        "Q",
        "P4",
        "Unknown speaker",
    ],
)
def test_labels_that_hold_no_name_need_no_pseudonym(label):
    """Hiding 'Facilitator' behind 'Person 1' would lose what it says."""
    assert names_nobody(label)


@pytest.mark.parametrize("label", ["Ines Calloway", "IC", "wren_t", "Jo (coach)", "Mark", "Will"])
def test_labels_that_hold_a_name_are_told(label):
    """These must be pseudonymised."""
    assert not names_nobody(label)


@pytest.mark.parametrize(
    ("line", "name", "words", "at"),
    [
        ("Ines Calloway: we tried", "Ines Calloway", "we tried", None),
        ("[00:01:05] Ines: we tried", "Ines", "we tried", 65.0),
        ("Ines (1:05): we tried", "Ines", "we tried", 65.0),
        ("- IC: we tried", "IC", "we tried", None),
        ("Table 3: we tried", "Table 3", "we tried", None),
        ("IC:\nwe tried", "IC", "we tried", None),
    ],
)
def test_a_label_is_found_with_its_time_and_its_words(line, name, words, at):
    """The words begin after it, so that offsets hold."""
    label = label_of(line)
    assert (label.name, line[label.words :], label.at) == (name, words, at)


@pytest.mark.parametrize("line", ["https://example.org", "at 10:30 we met", "no label here", "a ratio of 3:1", ""])
def test_other_colons_are_no_labels(line):
    """Links, clocks and ratios."""
    assert label_of(line) is None


@pytest.mark.parametrize(
    ("lines", "accepted"),
    [
        (["Ines: yes", "so we went", "on", "and on", "Ines: no"], {"Ines"}),
        (["Ines: yes", "so we went", "on", "and on"], set()),
        (["Data: late", "the data were late", "again", "Data: missing"], set()),
        (["Documentation: none", "x y", "z", "Documentation: poor"], set()),
        (["AI IC: ring the ward", "x y", "z", "AI IC: write"], set()),
        (["Ngozi: a", "Siobhán: b", "Łukasz: c", "Bea: d"], {"Ngozi", "Siobhán", "Łukasz", "Bea"}),
        (["Figure 1: waits", "Table 2: costs", "Table 2: more costs"], set()),
        (["Table 2: we want more time", "Facilitator: thanks"], {"Table 2", "Facilitator"}),
        (["Dr. Amina O'Hale-Obi: yes", "x", "y", "Dr. Amina O'Hale-Obi: no"], {"Dr. Amina O'Hale-Obi"}),
        (["Next steps: ring", "x y", "z", "Next steps: write"], set()),
    ],
)
def test_a_word_before_a_colon_is_a_speaker_only_on_evidence(lines, accepted):
    """It comes back, it fills a transcript, or it is a role; topics of a flipchart are none of these."""
    assert accepted_labels(lines) == accepted


def test_someone_on_the_attendance_list_may_speak_once():
    """The list tells who the initials are."""
    known = names_and_initials("Attendees: Ines Calloway (IC), Tobias Wren and Bea Hollis")

    assert {"IC", "Ines Calloway", "Tobias", "Bea Hollis"} <= known
    assert accepted_labels(["TW: no", "a b", "c d", "Bea: yes", "e f"], known=known) == {"Bea"}


def test_a_long_label_with_brackets_in_brackets_is_one_label():
    """Minutes of public meetings put office, place and party behind a name."""
    name = "The Chair (Hon. Ines Calloway-Ravensworth (Millbridge East and Lower Harbour, Ind.))"

    assert label_of(f"{name}: I call this meeting to order.").name == name
    assert speech_of(name) is Speech.FACILITATOR
