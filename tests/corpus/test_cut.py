"""Cutting: excerpts that carry one meaning, know whose they are, and equal the text at their offsets."""

import pytest

from learnbrief.corpus.cut import LONGEST, cut
from learnbrief.corpus.document import Kind, Mode, Participant, Speech
from learnbrief.corpus.readers.reading import Block, assemble
from learnbrief.corpus.sentences import sentences, words_in
from tests.corpus.samples import frozen, texts


def turn(speaker: str, words: str, **others) -> Block:
    return Block(words, "turn", Mode.VERBATIM, speaker=speaker, label=speaker, **others)


def excerpts_of(
    *blocks: Block, kind: Kind = Kind.WORKSHOP_NOTES, participants=(), all_evidence: bool = False, **others
):
    document = frozen(assemble(blocks), kind, **others)
    found = cut(document, {p.pseudonym: p for p in participants}, facilitator_is_evidence=all_evidence)
    for excerpt in found:
        excerpt.check_against(document)
    return found


def test_a_long_paragraph_is_cut_where_its_meaning_changes():
    """Two points in one excerpt would be tagged with both themes and quoted for either."""
    point = "The board came down to the ward and asked what would help, which they had never done in all my years here."
    other = (
        "The other thing is the figures, which arrive six weeks late and in a form that nobody on the ward can read."
    )

    assert texts(excerpts_of(Block(f"{point} {other}"))) == [point, other]


def test_a_sentence_that_leans_on_the_one_before_stays_with_it():
    """'That changed everything' means nothing on its own."""
    words = "The board came down to the ward for the first time and stayed for an hour. That changed everything for us."

    assert texts(excerpts_of(Block(words))) == [words]


def test_no_excerpt_is_longer_than_the_limit_even_where_nobody_wrote_a_full_stop():
    """One sentence of two hundred words is cut at its clauses, and no word is lost."""
    words = ", ".join(f"and then in month {n} we tried the huddle on another ward" for n in range(20))
    found = excerpts_of(Block(words))

    assert max(words_in(excerpt.text) for excerpt in found) <= LONGEST
    assert " ".join(texts(found)) == words


def test_speech_without_punctuation_is_cut_by_what_could_stand_alone():
    """Automatic captions have no full stops; the parser finds where a new clause begins."""
    said = (
        "so what happened for us was that the board came down to the ward and they listened which they had never done before "
        "and then the data was late so we could not see whether anything had changed and people got fed up with it "
        "and then we asked the patients and they said nobody had told them what was going on so we started a group with the carers "
        "and that turned it round for us because they asked the questions that we had stopped asking"
    )
    found = excerpts_of(turn("Person 1", said), kind=Kind.WEBINAR_TRANSCRIPT)

    assert len(found) >= 2
    assert max(words_in(excerpt.text) for excerpt in found) <= LONGEST
    assert " ".join(texts(found)) == said


def test_bullets_of_a_word_or_two_make_one_point_together():
    """'Time' alone tells a reader nothing; the list under its heading does."""
    bullets = [Block(word, "bullet", gap="\n", marker="- ") for word in ("Time", "Staff", "Somewhere to meet")]
    point = Block("Nobody has said who will pay for the second year.", "bullet", gap="\n", marker="- ")
    found = excerpts_of(Block("What gets in the way", "heading", level=2), *bullets, point)

    assert texts(found) == ["Time\n- Staff\n- Somewhere to meet", "Nobody has said who will pay for the second year."]
    assert {excerpt.heading for excerpt in found} == {"What gets in the way"}


def test_bullets_of_different_voices_never_merge():
    """Two people's words are never one quote."""
    found = excerpts_of(*(Block("Time", "bullet", speaker=s, label=s, gap="\n", marker="- ") for s in ("AO", "TW")))

    assert [(e.text, e.voice.label) for e in found] == [("Time", "AO"), ("Time", "TW")]


def test_headings_questions_labels_and_notes_are_no_excerpts():
    """They frame what people said; attendance lists and comments are not evidence."""
    blocks = [Block("Table 2", "heading", level=1), Block("What helped?", "question"), Block("Present: A, B", "note")]

    assert excerpts_of(*blocks) == []


@pytest.mark.parametrize(
    ("speaker", "role", "speech", "evidence"),
    [
        ("Person 1", "improvement lead", Speech.PARTICIPANT, True),
        ("Person 2", "facilitator", Speech.FACILITATOR, False),
        ("Person 3", "Improvement coach", Speech.COACH, False),
        ("Person 4", "presenter", Speech.PRESENTER, False),
        ("Person 5", None, Speech.PARTICIPANT, True),
    ],
)
def test_the_register_says_in_what_capacity_someone_speaks(speaker, role, speech, evidence):
    """A facilitator under a pseudonym is still a facilitator; the setting turns them into evidence."""
    person = Participant(speaker, role, "moorland")
    words = turn(speaker, "We ought to hear from the night staff as well.")

    (found,) = excerpts_of(words, participants=[person])
    assert (found.speech, found.evidence, found.role, found.collaborative) == (speech, evidence, role, "moorland")
    assert excerpts_of(words, participants=[person], all_evidence=True)[0].evidence


def test_a_label_that_names_a_role_is_believed_without_a_register():
    """'Facilitator:' is enough."""
    block = turn("Facilitator", "Let us hear from the other tables now.", speech=Speech.FACILITATOR)

    assert [e.evidence for e in excerpts_of(block)] == [False]


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("I can do that. I will film the potters and send a short video to every kiln by the end of May.", True),
        ("I will film the potters one day, and now let us hear the next table.", False),
        ("The kiln will be mended by the end of May, they say.", False),
        ("That was all. I will see you all at the October workshop.", False),
    ],
)
def test_what_a_coach_promises_by_a_time_is_evidence(words, counts):
    """The brief on that talk had no action: its only promise was the coach's, and nobody could ask after the film."""
    (found,) = excerpts_of(
        turn("Person 3", words), kind=Kind.WEBINAR_TRANSCRIPT, participants=[Participant("Person 3", "coach", None)]
    )

    assert found.evidence is counts


@pytest.mark.parametrize(
    ("line", "voice"),
    [
        ("[Person 3], who works nights: if I lift somebody it is my name on the form.", "Person 3"),
        ("[Person 3], for the families: tell us early that the kiln will crack.", "Person 3"),
        ("[Person 3] (potter): tell us early that the kiln will crack.", "Person 3"),
        ("[Person 3], by Friday: bring the big trays to the other shed.", "Table 1"),
        ("[Person 3], [Person 4]: bring the big trays to the other shed.", "Table 1"),
    ],
)
def test_whom_notes_of_a_table_name_as_speaking_is_the_voice(line, voice):
    """'Not heard: night carer', and her words stood in the brief as those of a table."""
    (found,) = excerpts_of(
        Block("Table 1", "heading"),
        Block(line),
        participants=[Participant("Person 3", "potter", None), Participant("Person 4", "potter", None)],
    )

    assert found.voice.label == voice


def test_voices_known_person_then_group_then_document():
    """Counts of people are counts of voices: each has one basis, the surest there is."""
    found = excerpts_of(
        Block("We began with a paragraph that nobody in particular said."),
        Block("Table 3 feedback", "heading", level=1),
        Block("What helps", "heading", level=2),
        Block("A named person in the data team.", "bullet"),
        Block("We would like the coach to stay.", "bullet", speaker="Person 1", label="Person 1"),
        Block("It was the first time we met them.", "bullet", speaker="[Person 9]", label="[Person 9]"),
        Block("Closing round", "heading", level=1),
        Block("Everybody said one word before they left."),
        participants=[Participant("Person 1", "carer", "fenland")],
    )

    assert [(e.voice.voice_id, e.voice.basis) for e in found] == [
        ("d-one", "document"),
        ("data-day:table-3", "group"),
        ("person-1", "participant"),
        ("person-9", "speaker"),
        ("d-one", "document"),
    ]
    assert [e.collaborative for e in found] == ["harbour", "harbour", "fenland", "harbour", "harbour"]


def test_a_table_of_an_event_is_one_voice_in_all_its_documents():
    """Flipchart and typed notes of table 3 are the same people."""
    block = Block("We want the coach to stay with us.", "bullet", speaker="Table 3", label="Table 3")

    one, other = excerpts_of(block)[0], excerpts_of(block, document_id="d-two")[0]
    assert one.voice == other.voice


def test_a_reflection_is_its_authors_own_words():
    """What a coach writes is verbatim of the coach, and evidence although coaches' speech is not."""
    blocks = [
        Block("I came away uneasy about how tired they were."),
        Block("They asked me twice who would stay on.", "bullet"),
    ]
    coach = Participant("Person 7", "coach", None)

    for author, participants, voice in [("Person 7", [coach], "person-7"), (None, [], "d-one:author")]:
        found = excerpts_of(*blocks, kind=Kind.COACHING_REFLECTION, author=author, participants=participants)
        assert {(e.voice.voice_id, e.voice.basis, e.mode, e.evidence) for e in found} == {
            (voice, "author", Mode.VERBATIM, True)
        }


def test_words_in_quotation_marks_are_verbatim_and_cut_without_them():
    """Notes are never put in quotation marks; what notes quote may be, and must not get two pairs."""
    found = excerpts_of(
        Block("“We never hear back once the figures have gone up,” said the ward manager.", "bullet"),
        Block("‘Nobody asked the night staff what they’d change’ (a healthcare assistant)", "bullet"),
        Block('"It was the first time the board had listened to us."', "bullet"),
        Block("The “you said, we did” board by the lift is out of date.", "bullet"),
    )

    assert [(e.text, e.mode) for e in found] == [
        ("We never hear back once the figures have gone up", Mode.VERBATIM),
        ("Nobody asked the night staff what they’d change", Mode.VERBATIM),
        ("It was the first time the board had listened to us.", Mode.VERBATIM),
        ("The “you said, we did” board by the lift is out of date.", Mode.NOTE),
    ]


def test_what_stands_around_a_quotation_is_kept_where_it_says_something():
    """The note-taker's own sentence is evidence too, as a note."""
    words = "Several wards described how the rota leaves no room for meetings in winter. One nurse said “we meet in the car park after the shift”."
    found = excerpts_of(Block(words))

    assert [(e.mode, e.text) for e in found] == [
        (Mode.NOTE, "Several wards described how the rota leaves no room for meetings in winter. One nurse said"),
        (Mode.VERBATIM, "we meet in the car park after the shift"),
    ]


def test_a_cell_stands_under_its_columns_heading():
    """On a flipchart table the column says whether it helps or hinders."""
    cells = [
        Block(w, "question", locator=f"table 1 row 1 column {c}")
        for c, w in enumerate(("What helps", "What hinders"), 1)
    ]
    cells += [
        Block(w, "cell", locator=f"table 1 row 2 column {c}")
        for c, w in enumerate(("A named person to ring", "Old laptops on the ward"), 1)
    ]
    found = excerpts_of(Block("Flipcharts", "heading", level=1), *cells, Block("Afterwards people stayed to talk."))

    assert [e.heading for e in found] == ["What helps", "What hinders", "Flipcharts"]


def test_turns_that_say_nothing_are_not_evidence():
    """'Yes.' and 'Thank you.' would be the most frequent excerpts of any webinar."""
    found = excerpts_of(
        turn("Person 1", "Mm."), turn("Person 2", "Thank you."), turn("Person 1", "No childcare, ever.")
    )

    assert texts(found) == ["No childcare, ever."]


def test_cutting_twice_gives_the_same_ids():
    """Vectors, tags and reviews hang on them."""
    blocks = [Block("The board came. It helped a good deal, they said, and it cost nothing."), Block("Time", "bullet")]

    assert [e.excerpt_id for e in excerpts_of(*blocks)] == [e.excerpt_id for e in excerpts_of(*blocks)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Dr. Hale at 9.30 a.m. and talked.", ["We met Dr. Hale at 9.30 a.m. and talked."]),
        ("It cost £3.50, e.g. for tea. Fine.", ["It cost £3.50, e.g. for tea.", "Fine."]),
        ("“Why now?” she asked. No one knew!", ["“Why now?” she asked.", "No one knew!"]),
        ("Okay . Right . um well", ["Okay .", "Right .", "um well"]),
        ("We waited... and waited. Then it came", ["We waited... and waited.", "Then it came"]),
        ("Time, staff, etc. The rest is easy.", ["Time, staff, etc.", "The rest is easy."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text, expected):
    """Abbreviations, figures and quotations have full stops that end nothing."""
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_cutting_punctuated_text_needs_no_language_model():
    """A small workshop's run must not wait for spaCy, let alone torch."""
    import subprocess
    import sys

    code = (
        "import sys\nfrom datetime import date\nfrom learnbrief.corpus.cut import cut\nfrom learnbrief.corpus.document import *\n"
        "from learnbrief.corpus.readers.reading import Block, assemble\n"
        "source = assemble([Block('We met. It helped. ' * 60)])\n"
        "cut(Document('d', 1, Kind.OTHER, 'e', 't', date(2025, 1, 1), None, 'o', source, 'h'), {})\n"
        "assert not {'spacy', 'torch', 'pandas', 'docx', 'openpyxl', 'lxml'} & set(sys.modules), sorted(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_cells_that_only_name_a_table_a_person_or_a_day_frame_their_row():
    """In 'Table | What was said | Who' only the middle is evidence, and it is the table's."""
    rows = [
        ("Table", "What was said", "Who"),
        ("Table 2", "We met the health visitor for the first time today.", "Ines"),
    ]
    cells = [
        Block(words, "question" if r == 1 else "cell", locator=f"table 1 row {r} column {c}")
        for r, row in enumerate(rows, 1)
        for c, words in enumerate(row, 1)
    ]
    (found,) = excerpts_of(*cells)

    assert (found.text, found.voice.label, found.heading) == (rows[1][1], "Table 2", "What was said")


@pytest.mark.parametrize(
    "sound", ["[Music playing softly]", "(long applause from everyone)", "[Recording starts here now]"]
)
def test_sounds_in_brackets_are_nobodys_words(sound):
    """Captions describe what is heard."""
    assert excerpts_of(turn("Person 1", sound)) == []


def test_a_respondent_is_a_voice_of_their_own_survey_with_what_they_told_of_themselves():
    """'Respondent 3' of two waves is two people, as far as anyone can know."""
    answer = Block(
        "The coach asked what we wanted.", "answer", Mode.VERBATIM, speaker="Respondent 3", label="Respondent 3"
    )
    told = [Participant("Respondent 3", "clinician", "fenland")]

    one, other = (
        excerpts_of(answer, kind=Kind.SURVEY, participants=told, document_id=d)[0] for d in ("d-one", "d-two")
    )
    assert (one.voice.basis, one.role, one.collaborative) == ("respondent", "clinician", "fenland")
    assert one.voice.voice_id != other.voice.voice_id


def test_an_excerpts_id_is_hashed_once():
    """A run asks each excerpt for its id a hundred times: hashing it anew each time took two seconds of a workshop's run."""
    (one,) = excerpts_of(Block("The board listened to us at last."))

    assert one.excerpt_id is one.excerpt_id
