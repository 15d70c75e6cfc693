"""Captions of every maker: who spoke, when, and each word once."""

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind, Speech
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
