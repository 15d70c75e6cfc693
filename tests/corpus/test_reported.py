"""Minutes and notes name their speakers: a person of the register is one voice in every source."""

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Document, Kind, Participant, Speech, Voice
from learnbrief.corpus.readers.reading import Block, assemble
from learnbrief.corpus.speakers import announces, reported_person, speech_of
from tests.corpus.samples import frozen

REGISTER = {
    "Person 4": Participant("Person 4", "carer", "strand"),
    "Person 5": Participant("Person 5", "treasurer"),
    "Person 6": Participant("Person 6", "facilitator"),
}


def said(*blocks: Block, kind: Kind = Kind.OTHER, **others) -> list[tuple[str, str]]:
    """Who is heard with what."""
    document: Document = frozen(assemble(blocks), kind, **others)
    found = cut(document, REGISTER)
    for excerpt in found:
        excerpt.check_against(document)
    return [(excerpt.voice.label, excerpt.text) for excerpt in found]


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("[Person 4] reported that the ramp is shut.", "Person 4"),
        ("[Person 4] (Strand) then asked whether the ramp will open.", "Person 4"),
        ("[Person 4] has also said so.", "Person 4"),
        ("[Person 4] said that [Person 5] had never seen the ramp.", "Person 4"),
        ("According to [Person 4], the ramp is shut.", "Person 4"),
        ("“The ramp is shut,” said [Person 4].", "Person 4"),
        ("[Person 4] was asked about the ramp.", None),
        ("[Person 4] gave the accounts.", None),
        ("[Person 4] and [Person 5] said that the ramp is shut.", None),
        ("Nobody believed what [Person 4] said.", None),
        ("We told [Person 4] that the ramp is shut.", None),
    ],
)
def test_the_person_whose_words_a_sentence_reports(sentence, person):
    """Whoever is merely spoken of has said nothing."""
    assert reported_person(sentence) == person


def test_a_paragraph_of_minutes_is_cut_where_the_speaker_changes():
    """Joined, one person's point would be counted as another's."""
    assert said(
        Block(
            "[Person 4] explained that the ramp has been shut since the frost. She asked for a date. The treasurer's report"
            " was taken. [Person 5] reported that the reserve is spent."
        )
    ) == [
        ("Person 4", "[Person 4] explained that the ramp has been shut since the frost. She asked for a date."),
        ("unnamed voices", "The treasurer's report was taken."),
        ("Person 5", "[Person 5] reported that the reserve is spent."),
    ]


def test_a_sentence_that_only_announces_a_report_is_followed_by_it():
    """'Mr X reported.' alone is no excerpt anybody could use."""
    [(label, text)] = said(Block("[Person 5] reported. The reserve is spent and the roof is not paid for."))

    assert label == "Person 5"
    assert text.endswith("not paid for.")


@pytest.mark.parametrize(
    ("before", "sentence", "label"),
    [
        ("[Person 4] said that the ramp is shut.", "She added that the bell is broken.", "Person 4"),
        ("[Person 4] said that the ramp is shut. It had cost two pumps.", "He also asked for a date.", "Person 4"),
        ("[Person 4] said that the ramp is shut.", "They added that the bell is broken.", "unnamed voices"),
        ("[Person 4] said that [Person 5] shut the ramp.", "He added that the bell is broken.", "unnamed voices"),
        ("[Person 4] said it is shut. A visitor asked why.", "She added that the bell is broken.", "unnamed voices"),
        ("A visitor asked about the ramp.", "She added that the bell is broken.", "unnamed voices"),
        ("[Person 9] said that the ramp is shut.", "She added that the bell is broken.", "unnamed voices"),
    ],
)
def test_she_added_in_a_paragraph_of_its_own_goes_on_with_who_was_reported(before, sentence, label):
    """Minutes name a speaker once; where 'she' could be another, nobody is guessed."""
    assert said(Block(before), Block(sentence))[-1] == (label, sentence)


def test_a_heading_ends_who_was_reported():
    """Under the next item of the agenda 'she' is anybody."""
    found = said(
        Block("[Person 4] said that the ramp is shut."),
        Block("Money", "heading", level=2),
        Block("She asked for more."),
    )

    assert found[-1] == ("unnamed voices", "She asked for more.")


@pytest.mark.parametrize(
    ("sentence", "announced"),
    [
        ("[Person 4] reported.", True),
        ("[Person 4] told the group about the ramp.", True),
        ("[Person 4] spoke for the parents.", True),
        ("[Person 4] explained how it went at the quay.", True),
        ("[Person 4] told the group that the ramp is shut.", False),
        ("[Person 4] spoke about the ramp, which is shut.", False),
    ],
)
def test_a_sentence_without_a_statement_announces_one(sentence, announced):
    """What follows 'told the group about the ramp' is what was told."""
    assert announces(sentence) is announced


@pytest.mark.parametrize(
    "next_sentence",
    ["A visitor at the back asked who has the key.", "[Person 5] went to look.", "[Person 5]'s been counting."],
)
def test_an_announced_report_ends_where_another_comes_in(next_sentence):
    """What a visitor asked is not what the speaker told."""
    found = said(Block(f"[Person 4] told the group about the ramp. It has been shut since the frost. {next_sentence}"))

    assert found[0] == ("Person 4", "[Person 4] told the group about the ramp. It has been shut since the frost.")
    assert found[1] == ("unnamed voices", next_sentence)


def test_who_speaks_for_a_table_is_the_table():
    """Feedback of a table is not its spokesman's own."""
    assert reported_person("[Person 4] spoke for the table.") is None


def test_one_person_is_one_voice_through_notes_and_minutes():
    """Under 'Table D' here and reported there: two voices would make a point of one person look shared."""
    notes = frozen(
        assemble(
            [
                Block("Table D", "heading", level=2),
                Block("[Person 4]: will anybody open the ramp?", "bullet"),
                Block("The hall was cold.", "bullet"),
            ]
        ),
        collaborative=None,
    )
    minutes = frozen(assemble([Block("[Person 4] said that the ramp is shut.")]), Kind.OTHER, document_id="d-two")
    hers, table = cut(notes, REGISTER)
    [reported] = cut(minutes, REGISTER)

    assert hers.voice == reported.voice == Voice("person-4", "Person 4", "participant", "carer", "strand")
    assert hers.text == "will anybody open the ramp?"
    assert (hers.collaborative, table.voice.label, table.collaborative) == ("strand", "Table D", None)


def test_people_the_register_does_not_know_are_not_made_voices():
    """A name in a sentence may be masked wrongly; only the register says who was there."""
    assert said(Block("[Person 9] said that the ramp is shut."))[0][0] == "unnamed voices"


def test_whom_an_author_reports_has_not_spoken():
    """A coach who writes what a team told her is one voice, hers."""
    reported = Block("[Person 4] said that the ramp is shut.")

    assert said(reported, kind=Kind.COACHING_REFLECTION)[0][0] == "the author"
    assert said(reported, author="Person 5")[0][0] == "Person 5"


def test_a_facilitator_who_is_reported_is_no_evidence():
    """Her question in the minutes is not a participant's point."""
    [excerpt] = cut(frozen(assemble([Block("[Person 6] asked what would help with the ramp.")]), Kind.OTHER), REGISTER)

    assert (excerpt.speech, excerpt.evidence) == (Speech.FACILITATOR, False)


@pytest.mark.parametrize(
    ("voice", "known"),
    [
        (Voice("person-4", "Person 4", "participant"), True),
        (Voice("person-4", "Person 4", "author"), True),
        (Voice("d-one:author", "the author", "author"), False),
        (Voice("d-one:respondent-7", "Respondent 7", "respondent"), False),
        (Voice("swap-day:table-2", "Table 2", "group"), False),
        (Voice("person-9", "Person 9", "speaker"), False),
        (Voice("d-one", "unnamed voices", "document"), False),
    ],
)
def test_a_voice_is_known_where_it_would_be_recognised_elsewhere(voice, known):
    """'Table 2' of two events may be the same people: a count with such voices is an upper bound."""
    assert voice.known is known


@pytest.mark.parametrize("kind", [Kind.INTERVIEW, Kind.FOCUS_GROUP])
@pytest.mark.parametrize("asking", ["Interviewer", "I", "Q", "Int"])
def test_an_interviewers_questions_are_no_evidence_and_answers_are_verbatim(kind, asking):
    """What was asked is not what was learned."""
    turns = [
        Block(f"{words} on the ward?", "turn", speaker=who, label=who, speech=speech_of(who))
        for who, words in ((asking, "What changed for you"), ("R", "Nothing changed for any of us"))
    ]
    question, answer = cut(frozen(assemble(turns), kind), {})

    assert (question.speech, question.evidence) == (Speech.FACILITATOR, False)
    assert (answer.mode.value, answer.evidence) == ("verbatim", True)
