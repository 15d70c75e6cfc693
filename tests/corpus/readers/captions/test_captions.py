"""Captions of every maker: who spoke, when, and each word once."""

from itertools import pairwise

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind, Speech
from tests.corpus.dialogue import BY, LABELS, NAMES, SAID
from tests.corpus.samples import check, frozen, read_from, shown, texts

ZOOM = """WEBVTT\r
\r
1\r
00:00:01.500 --> 00:00:03.000\r
Ines Calloway (Estates): Good morning.\r
\r
2\r
00:00:03.500 --> 00:00:07.250\r
Ines Calloway (Estates): We looked at the waits: they had doubled\r
\r
3\r
00:00:07.250 --> 00:00:09.000\r
Ines Calloway (Estates): since the spring, and nobody had told the ward.\r
\r
4\r
00:00:10.000 --> 00:00:12.000\r
wren_t: Who knew?\r
\r
5\r
01:00:12.000 --> 01:00:15.000\r
Facilitator: Let us take that to the tables.\r
"""


def test_cues_of_one_speaker_are_one_turn_and_every_cue_keeps_its_time(tmp_path):
    """Zoom repeats the name on each cue; a reader wants a turn, a player wants the second."""
    reading = read_from(tmp_path, "call.vtt", ZOOM)

    check(reading)
    assert reading.source.text.startswith(
        "Ines Calloway (Estates): Good morning. We looked at the waits: they had doubled since the spring"
    )
    assert shown(reading, "label") == ["Ines Calloway (Estates)", "wren_t", "Facilitator"]
    assert [p.at for p in reading.source.passages if p.layout == "turn"] == [1.5, 3.5, 7.25, 10.0, 3612.0]


def test_an_excerpt_has_the_time_of_the_cue_in_which_it_begins(tmp_path):
    """A link to the recording must land on the words, not on the start of a long turn."""
    words = [f"This is sentence number {n} about the waiting room and what people there told us." for n in range(30)]
    cues = "".join(
        f"00:{n // 6:02d}:{n % 6 * 10:02d}.000 --> 00:{n // 6:02d}:{n % 6 * 10 + 9:02d}.000\nInes: {w}\n\n"
        for n, w in enumerate(words)
    )
    document = frozen(read_from(tmp_path, "call.vtt", "WEBVTT\n\n" + cues).source, Kind.WEBINAR_TRANSCRIPT)

    excerpts = cut(document, {})

    assert len(excerpts) > 5
    for excerpt in excerpts:
        number = int(excerpt.text.split("number ")[1].split()[0])
        assert excerpt.at == number * 10


def test_teams_voice_tags_are_speakers(tmp_path):
    """Teams marks voices; a cue may hold two, entities are text, styles are not."""
    reading = read_from(
        tmp_path,
        "call.vtt",
        "\ufeffWEBVTT\n\nNOTE made by a program\n\nSTYLE\n::cue { color: red }\n\n3a/7-0\n00:00:01.000 --> 00:00:02.000\n<v Ines Calloway>R&amp;D came</v>\n\n"
        "3a/7-1\n00:00:02.000 --> 00:00:04.000\n<v Ines Calloway>to <i>us</i>.</v>\n<v Bea O&#39;Hollis>At last.</v>\n",
    )

    check(reading)
    assert reading.source.text == "Ines Calloway: R&D came to us.\n\nBea O'Hollis: At last."
    assert reading.speakers == ("Ines Calloway", "Bea O'Hollis")


def test_youtubes_rolling_captions_are_read_once(tmp_path):
    """Every line is shown twice, once while it is spoken and once above the next."""
    rolling = """WEBVTT
Kind: captions
Language: en

00:00:00.000 --> 00:00:02.400 align:start position:0%
BLANK
so<00:00:00.300><c> the</c><00:00:00.600><c> board</c><00:00:01.000><c> came</c>

00:00:02.400 --> 00:00:02.410 align:start position:0%
so the board came
BLANK

00:00:02.410 --> 00:00:05.000 align:start position:0%
so the board came
and<00:00:02.700><c> they</c><00:00:03.000><c> listened</c>

00:00:05.000 --> 00:00:05.010 align:start position:0%
and they listened
BLANK

00:00:20.000 --> 00:00:22.000 align:start position:0%
and they listened
then<00:00:20.700><c> silence</c>
"""
    reading = read_from(tmp_path, "tube.vtt", rolling.replace("BLANK", " "))

    check(reading)
    assert reading.source.text == "so the board came and they listened\n\nthen silence"


def test_captions_without_speakers_begin_anew_after_a_pause_or_a_sign(tmp_path):
    """'>>' and a dash say that somebody else speaks without saying who."""
    reading = read_from(
        tmp_path,
        "tube.srt",
        "1\n00:00:01,000 --> 00:00:03,000\n- Did the board come?\n- They did, twice.\n\n2\n00:00:03,500 --> 00:00:05,000\nand it helped\n\n"
        "3\n00:00:06,000 --> 00:00:07,000\n>> It did for us.\n\n4\n00:00:30,000 --> 00:00:31,000\n[Music]\n",
    )

    check(reading)
    assert reading.source.text.split("\n\n") == [
        "Did the board come?",
        "They did, twice. and it helped",
        "It did for us.",
        "[Music]",
    ]
    assert reading.speakers == ()


def test_a_colon_in_what_is_said_makes_no_speaker(tmp_path):
    """Continuation cues without a name say things like 'and I said: no'."""
    reading = read_from(
        tmp_path,
        "call.vtt",
        ZOOM.replace("\r", "") + "\n6\n01:00:16.000 --> 01:00:18.000\nand I said to them: not on a Friday\n",
    )

    assert reading.speakers == ("Ines Calloway (Estates)", "wren_t", "Facilitator")
    assert "and I said to them: not on a Friday" in reading.source.text


def test_facilitator_speech_is_marked(tmp_path):
    """It is kept, and by default it is no evidence."""
    reading = read_from(tmp_path, "call.vtt", ZOOM)
    excerpts = cut(frozen(reading.source, Kind.WEBINAR_TRANSCRIPT), {})

    last = excerpts[-1]
    assert (last.text, last.speech, last.evidence) == ("Let us take that to the tables.", Speech.FACILITATOR, False)
    assert "Good morning." in texts(excerpts)[0]


def cue(number: int, words: str, above: str = "") -> str:
    return f"{above or number}\n00:00:{number * 4:02d}.000 --> 00:00:{number * 4 + 3:02d}.500\n{words}\n\n"


@pytest.mark.parametrize("form", [".vtt", ".srt"])
@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize(
    "pattern",
    [
        "{n}: {w}", "{n}:{w}", "[{n}]: {w}", "[{n}] {w}", "({n}) {w}", "{n} - {w}", "{n}\n{w}", "{n}:\n{w}", ">> {n}: {w}",
        "- {n}: {w}", "<v {n}>{w}</v>", "<v {n}> [00:00:04] {n}: {w}", "<i>{n}:</i> {w}", "[00:00:04] {n}: {w}",
    ],
)  # fmt: skip
def test_a_label_within_a_cue_is_its_speaker_however_it_is_written(tmp_path, pattern, labels, form):
    """Recognisers write their own codes in brackets; nobody says 'SPEAKER_00'."""
    turns = [pattern.format(n=LABELS[labels][who], w=words) for words, who in zip(SAID, BY, strict=True)]
    cues = "".join(cue(number, words) for number, words in enumerate(turns, 1))
    reading = read_from(tmp_path, f"call{form}", ("WEBVTT\n\n" if form == ".vtt" else "") + cues)

    check(reading)
    assert shown(reading, "turn") == list(SAID)
    assert shown(reading, "label") == [LABELS[labels][who] for who in BY]


def test_names_beside_the_numbers_of_cues_are_speakers(tmp_path):
    """One meeting programme writes the speaker there and nowhere else."""
    cues = "".join(
        cue(n, words, f'{n} "{NAMES[who]}" (339{who})') for n, (words, who) in enumerate(zip(SAID, BY, strict=True), 1)
    )
    reading = read_from(tmp_path, "call.vtt", "WEBVTT\n\n" + cues)

    check(reading)
    assert shown(reading, "label") == [NAMES[who] for who in BY]


def test_a_label_only_where_the_speaker_changes_holds_until_the_next(tmp_path):
    """Else half of what everybody says is nobody's."""
    cues = (
        cue(1, "Priya: How did it")
        + cue(2, "begin then?")
        + cue(3, "Owen: With a board")
        + cue(4, "and a pen.")
        + cue(5, "Priya: And?")
    )
    reading = read_from(tmp_path, "call.srt", cues)

    check(reading)
    assert reading.source.text == "Priya: How did it begin then?\n\nOwen: With a board and a pen.\n\nPriya: And?"


@pytest.mark.parametrize("form", [".vtt", ".srt"])
def test_captions_that_roll_on_without_tags_are_read_once_and_that_is_told(tmp_path, form):
    """Every line twice would make every point twice as heavy."""
    lines = [
        "so the board came to us",
        "and it stayed for the hour",
        "which nobody had asked for",
        "and then it wrote",
        "to every ward",
    ]
    shows = [f" \n{lines[0]}"] + [payload for a, b in pairwise(lines) for payload in (f"{a}\n ", f"{a}\n{b}")]
    cues = "".join(cue(number, words) for number, words in enumerate(shows, 1))
    reading = read_from(tmp_path, f"live{form}", ("WEBVTT\n\n" if form == ".vtt" else "") + cues)

    check(reading)
    assert reading.source.text == " ".join(lines)
    assert any("lines that the captions show twice are read once" in warning for warning in reading.warnings)


def test_captions_written_on_word_by_word_are_read_once(tmp_path):
    """Live captions hold all that was said so far in every cue."""
    words = SAID[1].split()
    cues = "".join(cue(number, " ".join(words[:number])) for number in range(1, len(words) + 1))
    reading = read_from(tmp_path, "live.vtt", "WEBVTT\n\n" + cues)

    check(reading)
    assert reading.source.text == SAID[1]


def test_what_comes_back_because_people_say_it_twice_is_kept_twice(tmp_path):
    """'Yes.' after 'Yes.' is an answer."""
    cues = "".join(
        cue(number, words) for number, words in enumerate(["Yes.", "Yes.", "We did.", "And you?", "Yes."], 1)
    )

    assert read_from(tmp_path, "call.srt", cues).source.text == "Yes. Yes. We did. And you? Yes."


def test_blank_lines_within_a_cue_lose_no_word(tmp_path):
    """Some makers set an empty line above or amid the words, and a cue may be empty."""
    text = (
        "WEBVTT\n\n00:00:04.100 --> 00:00:08.200\n\nHow did it begin\non your ward?\n\n00:00:09.100 --> 00:00:15.200\nWith a board,\n\nand a pen.\n\n"
        "00:00:15.300 --> 00:00:15.900\n\nNOTE checked by hand\nand again\n\n4\n00:00:16.100 --> 00:00:25.200\nAnd then?\n"
    )
    reading = read_from(tmp_path, "call.vtt", text)

    check(reading)
    assert reading.source.text == "How did it begin on your ward? With a board, and a pen. And then?"


def test_the_older_form_with_commas_between_its_times_is_read(tmp_path):
    """An .sbv has no numbers and no arrows."""
    reading = read_from(
        tmp_path, "tube.sbv", "0:00:03.599,0:00:08.160\nHow did it begin?\n\n0:00:09.000,0:00:12.000\nWith a board.\n"
    )

    check(reading)
    assert [p.at for p in reading.source.passages] == [3.599, 9.0]


def test_the_name_of_a_recording_flashed_before_the_first_words_nobody_said(tmp_path):
    """A cue of a hundredth of a second is too short to be spoken."""
    text = "WEBVTT\n\n00:00:01.020 --> 00:00:01.030\n<v S00>Talk 4\n\n" + "".join(
        cue(number, f"<v S0{who}>{words}") for number, (words, who) in enumerate(zip(SAID, BY, strict=True), 1)
    )
    reading = read_from(tmp_path, "talk.vtt", text)

    check(reading)
    assert (shown(reading, "note"), shown(reading, "turn")) == (["Talk 4"], list(SAID))


def test_a_dash_before_each_new_speaker_begins_a_turn(tmp_path):
    """Subtitles mark who is new by a dash also where a cue holds one speaker; eight turns were two, with dashes in them."""
    said = ("How did it begin?", "With ten minutes at the board.", "Who leads it now?")
    cues = "\n\n".join(f"00:0{n}.000 --> 00:0{n}.900\n- {one}" for n, one in enumerate(said, 1))

    reading = read_from(tmp_path, "t.vtt", f"WEBVTT\n\n{cues}\n")

    check(reading)
    assert shown(reading, "turn") == list(said)
    assert reading.turns == len(said)
