"""Transcripts: whoever made them, every word stands under its speaker, times are times, and nobody has to reformat a file."""

import re
import time

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind, Speech
from learnbrief.corpus.readers import How, read
from learnbrief.corpus.readers.characters import letters
from tests.corpus.dialogue import AT, BY, LABELS, NAMED, NAMES, SAID, UNNAMED, written
from tests.corpus.samples import check, frozen, saved, shown, texts

TALK = How(kind=Kind.WEBINAR_TRANSCRIPT)


def talk(folder, text, name="talk.txt", how=TALK):
    return read(saved(folder, name, text), how)


def turns(reading):
    return [(p.speaker, p.at, reading.source.slice(p)) for p in reading.source.passages if p.layout == "turn"]


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("shape", NAMED)
def test_every_shape_keeps_its_speakers_and_only_their_words_are_said(tmp_path, shape, labels):
    """A lost label makes the interviewer's questions evidence; a clock amid the words makes a quote nobody can print."""
    reading = talk(tmp_path, written(NAMED[shape], LABELS[labels]))

    check(reading)
    assert [words for _, _, words in turns(reading)] == list(SAID)
    assert [speaker for speaker, _, _ in turns(reading)] == [LABELS[labels][who] for who in BY]
    assert reading.sentence.startswith("read as: ")
    assert "3 speakers, 8 turns" in reading.sentence


@pytest.mark.parametrize("shape", UNNAMED)
def test_stamps_without_names_are_times_and_that_nobody_is_named_waits_for_a_yes(tmp_path, shape):
    """Such a file is evidence, but somebody should have seen that its voices cannot be told apart."""
    reading = talk(tmp_path, written(UNNAMED[shape]))

    check(reading)
    assert [(at // 1, words) for _, at, words in turns(reading)] == list(zip(AT, SAID, strict=True))
    assert "nobody named" in reading.sentence
    assert any("no speakers found in a webinar transcript" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "shape", [shape for shape, (pattern, _) in NAMED.items() if re.search(r"\{(?:hms|ms|mms|frames)\}", pattern)]
)
def test_times_are_seconds_from_the_start_wherever_they_stand(tmp_path, shape):
    """A quote links to the recording: the second must be that of its own words."""
    behind = shape.endswith("behind the words")  # such a time says where the words ended
    reading = talk(tmp_path, written(NAMED[shape]))

    assert [int(at) for _, at, _ in turns(reading)] == [0, *AT[:-1]] if behind else list(AT)


@pytest.mark.parametrize(
    "shape", ["name, clock, words below", "colon", "clock, name and colon", "span above name", "tab"]
)
def test_shapes_are_told_without_being_told_what_the_file_is(tmp_path, shape):
    """The preview reads a file before anybody has said its kind; roles and times are evidence enough."""
    reading = talk(tmp_path, written(NAMED[shape], LABELS["roles"]), how=How())

    assert reading.speakers == LABELS["roles"]
    assert {p.speech for p in reading.source.passages if p.speaker == "Interviewer"} == {Speech.FACILITATOR}


NOTES = {
    "an agenda": "10:00 Welcome and tea\n10:15 Jo on the rota\n10:30 Tables\n11:15 What next\n12:00 Close",
    "an agenda with names": "10:00 Jo Mill\nWelcome and notices.\n\n10:15 Ada Obi\nThe rota since May.\n\n10:30 All\nTables.",
    "headings that come back": "What helped\nA named lead.\n\nWhat hindered\nOld laptops.\n\nWhat helped\nMore time.\n\nWhat hindered\nNo room.",
    "places that come back": "Harbour\nWe want evening visits.\n\nMoorland\nWe have no lift.\n\nHarbour\nThe rota.\n\nMoorland\nParking.",
    "topics before dashes": "Time - there is none.\nStaff - two short again.\nMoney - the pot is small.\nTime - see above.\nStaff - agency.",
    "topics before colons": "Action: ring the estates team\nLeadership: seen twice\nAction: find a room\nLeadership: keep going",
    "a numbered list": "1. Ring the ward\n2. Write to the family\n3. Find a room\n4. Ask again in May",
    "a list of times": "The lift broke at 10:30 and again at 9:15.\nAt 14:20 nobody came.\nThe clinic closed at 12:00.",
}  # fmt: skip


@pytest.mark.parametrize("notes", NOTES)
def test_notes_are_not_made_a_conversation(tmp_path, notes):
    """A heading that comes back is no person, and an agenda was not said by anybody."""
    reading = talk(tmp_path, NOTES[notes], how=How())

    check(reading)
    assert (reading.speakers, reading.read_as, turns(reading)) == ((), "", [])


def test_letters_of_a_long_head_stay_evidence_and_a_short_one_is_matter(tmp_path):
    """Tools write title, day and length over a transcript; what somebody wrote at length there is theirs."""
    body = written(NAMED["name, clock, words below"])
    short = talk(tmp_path, f"Board rounds-20250314-Meeting Recording\nMarch 14, 2025, 10:00AM\n52m 11s\n\n{body}")
    long = talk(tmp_path, "We met after the winter, and much had changed. " * 25 + "\n\n" + body)

    assert (short.title, shown(short, "note")) == (
        "Board rounds-20250314-Meeting Recording",
        ["March 14, 2025, 10:00AM", "52m 11s"],
    )
    assert len(shown(long, "paragraph")) == 1


CLOSING = [
    "Transcribed by https://otter.ai",
    "Transcription ended after 00:31:12",
    "This editable transcript was computer generated and might contain errors. People can also change the text after it was created.",
    "Priya Nair stopped transcription",
    "[End of recording]",
    "END OF TRANSCRIPT",
    "Transcript provided by Rev.com",
]


@pytest.mark.parametrize("line", CLOSING)
@pytest.mark.parametrize("shape", ["name, clock, words below", "colon", "name alone"])
def test_what_a_tool_writes_below_a_transcript_nobody_said(tmp_path, shape, line):
    """Else the last speaker is quoted with an advertisement."""
    reading = talk(tmp_path, f"{written(NAMED[shape])}\n\n{line}\n")

    check(reading)
    assert [words for _, _, words in turns(reading)] == list(SAID)
    assert shown(reading, "note") == [line.strip()]


def test_a_turn_of_several_paragraphs_stays_with_its_speaker(tmp_path):
    """Long answers have paragraphs; only a label or a heading ends a turn."""
    reading = talk(
        tmp_path,
        "Priya Nair  0:03\nHow did it begin?\n\nOwen Blackwood  0:09\nWith a whiteboard.\nAnd a pen\nthat nobody could find.\n\n"
        "Then the consultant came.\n\nPriya Nair  0:31\nAnd then?\n",
    )

    check(reading)
    assert [(who, at) for who, at, _ in turns(reading)].count(("Owen Blackwood", 9.0)) >= 1
    assert reading.source.text.split("\n\n")[1] == (
        "Owen Blackwood: With a whiteboard. And a pen that nobody could find. Then the consultant came."
    )


def test_times_amid_the_words_are_taken_out_and_what_was_not_heard_is_kept(tmp_path):
    """'[inaudible 00:12]' is about the words; '[00:12]' is about the recording."""
    reading = talk(
        tmp_path,
        "I: How did it begin? #00:00:04-2#\n\nB1: With a board. #00:00:10-9# It took [inaudible 00:00:12] months. #00:00:17-0#\n\n"
        "I: And the pens? #00:00:18-4#\n\nB2: Gone. (...) We asked (laughing) twice. #00:00:25-1#\n",
    )

    check(reading)
    assert turns(reading) == [
        ("I", 0.0, "How did it begin?"),
        ("B1", 4.2, "With a board."),
        ("B1", 10.9, "It took [inaudible 00:00:12] months."),
        ("I", 17.0, "And the pens?"),
        ("B2", 18.4, "Gone. (...) We asked (laughing) twice."),
    ]
    assert next(p.speech for p in reading.source.passages if p.speaker == "I") is Speech.FACILITATOR


def test_among_first_names_i_is_somebody(tmp_path):
    """'I' asks where the others are B1 and B2; beside T, W and H it is Ines."""
    reading = talk(tmp_path, "I: We began.\n\nT: How?\n\nI: With a pen.\n\nW: And then?\n\nI: A board.\n\nH: Whose?\n")

    assert {p.speech for p in reading.source.passages} == {Speech.PARTICIPANT}


def test_a_transcript_of_the_facilitator_alone_says_why_nothing_of_it_counts(tmp_path):
    """An empty brief without a reason looks like a failure."""
    text = "Kind: webinar_transcript\n\n" + "\n".join(f"Facilitator: {words}" for words in SAID[1::2])
    reading = talk(tmp_path, text, how=How())

    assert reading.speakers == ("Facilitator",)
    assert any("all 4 turns are a facilitator's" in warning for warning in reading.warnings)
    assert not any(excerpt.evidence for excerpt in cut(frozen(reading.source, Kind.WEBINAR_TRANSCRIPT), {}))


def test_who_leads_is_as_told_and_a_name_that_does_not_speak_is_told(tmp_path):
    """'Priya Nair' does not say that she leads; somebody who was there does."""
    text = written(NAMED["name, clock, words below"])
    reading = talk(tmp_path, text, how=How(kind=Kind.WEBINAR_TRANSCRIPT, roles={"priya nair": Speech.FACILITATOR}))
    nobody = talk(tmp_path, text, how=How(kind=Kind.WEBINAR_TRANSCRIPT, roles={"tom": Speech.FACILITATOR}))

    assert [p.speech for p in reading.source.passages if p.layout == "turn"][:2] == [
        Speech.FACILITATOR,
        Speech.PARTICIPANT,
    ]
    assert "nobody marked as leading" not in reading.sentence
    assert any("roles name nobody" in warning for warning in nobody.warnings)


def test_no_excerpt_of_a_transcript_holds_a_clock_or_a_label(tmp_path):
    """What evaluators read, and what a brief quotes."""
    for shape in NAMED.values():
        source = talk(tmp_path, written(shape)).source
        for words in texts(cut(frozen(source, Kind.WEBINAR_TRANSCRIPT), {})):
            assert not re.search(r"\d:\d\d|-->|#", words)
            assert not any(name in words for name in NAMES)


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md"])
@pytest.mark.parametrize(
    "shape",
    [
        "name, clock, words below",
        "name, clock in brackets, words below",
        "clock, name and colon",
        "colon",
        "span above name",
        "dash",
    ],
)
def test_a_shape_is_the_same_in_word_web_pages_and_markdown(tmp_path, shape, suffix):
    """Tools export one transcript in many formats; each must say the same."""
    text = written(NAMED[shape])
    if suffix == ".docx":
        import docx

        document = docx.Document()
        for paragraph in text.split("\n\n" if "\n\n" in text else "\n"):
            document.add_paragraph(paragraph)
        document.save(tmp_path / "talk.docx")
    elif suffix == ".html":
        lines = "".join(f"<p>{line.replace('>', '&gt;')}</p>" for line in text.split("\n") if line)
        saved(tmp_path, "talk.html", f"<html><body>{lines}</body></html>")
    else:
        saved(tmp_path, "talk.md", text)
    reading = read(tmp_path / f"talk{suffix}", TALK)

    check(reading)
    assert [(who, words) for who, _, words in turns(reading)] == [
        (NAMES[who], words) for who, words in zip(BY, SAID, strict=True)
    ]


def test_headings_with_times_in_word_give_the_time_and_the_closing_lines_are_matter(tmp_path):
    """A meeting programme writes the time as a heading every five minutes, and two lines of its own at the end."""
    import docx

    document = docx.Document()
    document.add_heading("Board rounds - Transcript", 1)
    for number, (words, who) in enumerate(zip(SAID, BY, strict=True)):
        if number % 4 == 0:
            document.add_heading(f"00:{number // 4 * 5:02d}:00", 3)
        document.add_paragraph(f"{LABELS['roles'][who]}: {words}")
    document.add_paragraph("Transcription ended after 00:09:31")
    document.add_paragraph(CLOSING[2])
    document.save(tmp_path / "meet.docx")
    reading = read(tmp_path / "meet.docx", TALK)

    check(reading)
    assert [at for _, at, _ in turns(reading)] == [0.0] * 4 + [300.0] * 4
    assert shown(reading, "note") == ["Transcription ended after 00:09:31", CLOSING[2]]


def test_every_letter_of_every_shape_is_in_the_text_or_was_a_time_or_a_label(tmp_path):
    """Left out on purpose is only what a turn does not repeat."""
    for shape in NAMED.values():
        text = written(shape)
        source = talk(tmp_path, text).source
        spare = letters(text) - letters(source.text)
        assert set("".join(spare.elements())) <= set(
            "0123456789" + "".join(NAMES) + "AMTimesecondst minute".replace(" ", "")
        )


@pytest.mark.parametrize(
    "odd", [" " * 50_000, ": " * 25_000, "Ab " * 20_000, "0:04 " * 10_000, "[" * 50_000, "- " * 25_000, "*" * 50_000]
)
def test_a_line_without_end_is_read_in_no_time(tmp_path, odd):
    """A pasted cell or an attack must not hold the patterns for minutes."""
    began = time.process_time()
    talk(tmp_path, f"{written(NAMED['colon'])}\nPriya {odd} x\nOwen: {odd} y\n")

    assert time.process_time() - began < 5
