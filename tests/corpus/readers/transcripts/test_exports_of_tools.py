"""The same five turns as the tools of transcription give them out: whoever spoke, all words and the times come back."""

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind
from learnbrief.corpus.readers import How, read
from tests.corpus.samples import check, frozen, saved, texts

TURNS = [
    ("Priya Nair", "0:03", "How did the new board round start on your ward?"),
    ("Owen Pryce", "0:08", "It started with ten minutes at the whiteboard every morning."),
    ("Priya Nair", "0:15", "And who leads it now that the matron has left?"),
    ("Owen Pryce", "0:19", "The nurse in charge leads it, every day of the week."),
    ("Hanna Lind", "0:26", "At weekends nobody leads it, and that is where it falls apart."),
]
NAMES = ("Priya Nair", "Owen Pryce", "Hanna Lind")


def each(pattern: str, between: str = "\n\n") -> str:
    return between.join(
        pattern.format(name=name, number=NAMES.index(name) + 1, clock=clock, long=f"00:00:{clock[2:]}", words=words)
        for name, clock, words in TURNS
    )


EXPORTS = {
    "Otter": (
        "talk.txt",
        "Board round\nFri, Mar 14, 2025 10:02AM • 24:18\n\nSUMMARY KEYWORDS\nboard round, whiteboard, weekends\n\n"
        "SPEAKERS\nPriya Nair, Owen Pryce, Hanna Lind\n\n" + each("{name}  0{clock}\n{words}") + "\n\nTranscribed by https://otter.ai\n",
    ),
    "Sonix": ("talk.txt", "board_round.mp3\n\n" + each("{name}: [{long}] {words}")),
    "Descript": ("talk.md", "# Board round\n\n" + each("**{name}:** [{long}] {words}")),
    "Fathom": ("talk.txt", "Board round\n\n" + each("@{clock} - {name}\n{words}")),
    "tl;dv": ("talk.txt", "Meeting: Board round\nRecorded: 14 March 2025\n\n" + each("0{clock} {name}: {words}", "\n")),
    "Dovetail": ("talk.txt", each("{name}\n0{clock}\n{words}")),
    "Condens": ("talk.txt", each("{name} | 0{clock}\n{words}")),
    "Notta": (
        "talk.txt",
        "Board round\n2025.03.14 10:02 Friday · 24mins 18s\nSpeaker: Priya Nair, Owen Pryce, Hanna Lind\n\n" + each("{name} 0{clock}\n{words}"),
    ),
    "Zoom, saved captions": ("talk.txt", each("[{name}] 10:00:{clock}\n{words}").replace(":0:", ":")),
    "Stream": ("talk.vtt", 'WEBVTT\n\nNOTE duration:"00:24:18"\n\n' + each("NOTE Confidence: 0.91\n\n{long}.000 --> {long}.900\n<v {name}>{words}</v>")),
    "styled captions": ("talk.srt", each('1\n{long},000 --> {long},900\n{{\\an8}}<font color="#ffff00">{name}:</font> <i>{words}</i>')),
    "Premiere": ("talk.csv", "Speaker Name,Start Time,End Time,Text\n" + each('{name},{long}:00,{long}:20,"{words}"', "\n")),
    "Teams, as a table": ("talk.csv", "Identifier,Start,End,Speaker,Text\n" + each('a/1-0,{long}.123,{long}.999,{name},"{words}"', "\n")),
}  # fmt: skip


@pytest.mark.parametrize("tool", EXPORTS)
def test_a_tools_export_keeps_speakers_words_and_times(tmp_path, tool):
    """Nobody should have to reformat what a tool gives; keywords and lists of speakers above it are no evidence."""
    name, content = EXPORTS[tool]
    reading = read(saved(tmp_path, name, content), How(kind=Kind.WEBINAR_TRANSCRIPT))

    check(reading)
    assert reading.speakers == NAMES
    assert reading.turns == len(TURNS)
    assert texts(cut(frozen(reading.source, Kind.WEBINAR_TRANSCRIPT), {})) == [words for _, _, words in TURNS]
    assert all(one.at is not None for one in reading.source.passages if one.layout == "turn")
