"""Transcripts that programs write for programs: what was said, by whom and when, from whatever names their keys have."""

import json

import pytest

from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import HostileFile, UnreadableSource
from learnbrief.corpus.readers import READERS, How
from tests.corpus.samples import check, saved, shown

SAID = [
    ("Priya", 3.0, "How did the new board round start on your ward?"),
    ("Owen", 8.0, "It started with ten minutes at the whiteboard."),
    ("Priya", 15.0, "And who leads it now?"),
    ("Owen", 19.0, "The nurse in charge leads it, every day of the week."),
]
CODES = {"Priya": 0, "Owen": 1}
WRITTEN = {
    "Fireflies": [
        {"sentence": words, "startTime": f"00:{at:02.0f}", "endTime": f"00:{at + 3:02.0f}", "speaker_name": name, "speaker_id": 1}
        for name, at, words in SAID
    ],
    "WhisperX": {
        "segments": [
            {"start": at, "end": at + 3, "text": f" {words}", "speaker": name, "words": [{"word": "x", "start": at}]}
            for name, at, words in SAID
        ],
        "word_segments": [{"word": word, "start": at} for _, at, words in SAID for word in words.split()],
    },
    "AssemblyAI": {
        "text": " ".join(words for _, _, words in SAID),
        "utterances": [
            {"speaker": name, "start_ms": int(at * 1000), "end_ms": int(at * 1000) + 3000, "text": words, "confidence": 0.9}
            for name, at, words in SAID
        ],
    },
    "a speaker of its own": {"data": {"entries": [{"speaker": {"id": 7, "name": name}, "offset": int(at * 1000), "content": words} for name, at, words in SAID]}},
}  # fmt: skip
CODED = {"results": {"utterances": [{"speaker": CODES[n], "start": at, "end": at + 3, "transcript": w} for n, at, w in SAID]}}  # fmt: skip


def read_json_from(folder, held):
    path = saved(folder, "talk.json", held if isinstance(held, str) else json.dumps(held))
    return READERS[".json"](path, How(name=path.name, kind=Kind.WEBINAR_TRANSCRIPT))


@pytest.mark.parametrize("program", WRITTEN)
def test_who_said_what_and_when_is_read(tmp_path, program):
    """Many tools give nothing else for free; the words in it are the whole interview."""
    reading = read_json_from(tmp_path, WRITTEN[program])

    check(reading)
    assert reading.speakers == ("Priya", "Owen")
    assert shown(reading, "turn") == [words for _, _, words in SAID]
    assert [one.at for one in reading.source.passages if one.layout == "turn"] == [at for _, at, _ in SAID]
    assert reading.sentence.startswith(
        "read as: records of a program with clock, speaker and words; 2 speakers, 4 turns"
    )


def test_speakers_who_are_numbers_are_called_speakers(tmp_path):
    """A label '0' would stand in every brief as a figure."""
    assert read_json_from(tmp_path, CODED).speakers == ("Speaker 0", "Speaker 1")


def test_no_clock_is_told_where_there_is_none(tmp_path):
    """The line that says how a file was read must be true."""
    held = {"meeting_transcripts": [{"speaker": name, "content": words} for name, _, words in SAID]}

    assert read_json_from(tmp_path, held).read_as == "records of a program with speaker and words"


def test_words_without_speakers_are_read_as_captions_are(tmp_path):
    """Whisper names nobody."""
    held = {"segments": [{"id": n, "start": at, "end": at + 3, "text": words} for n, (_, at, words) in enumerate(SAID)]}
    reading = read_json_from(tmp_path, held)

    check(reading)
    assert reading.speakers == ()
    assert " ".join(shown(reading, "turn")) == " ".join(words for _, _, words in SAID)


@pytest.mark.parametrize(
    "held", ['{"text": "half', "{}", '{"settings": {"theme": "dark"}}', "[1, 2, 3]", "[" * 100_000]
)
def test_what_holds_no_transcript_is_named_with_a_remedy(tmp_path, held):
    """Settings and lists of files end in .json too."""
    with pytest.raises(UnreadableSource, match=r"talk\.json: .*\.vtt"):
        read_json_from(tmp_path, held)


@pytest.mark.parametrize(
    ("held", "why"),
    [("[" * 100_000, "nested deeper"), (f'[{{"text": "a b", "start": {"1" * 5_000}}}]', "longer than any time")],
)
def test_json_built_to_harm_is_refused_in_one_line(tmp_path, held, why):
    """Python itself gives up on such a file, and a trace of its code helps nobody."""
    with pytest.raises(HostileFile, match=rf"^talk\.json: .*{why}"):
        read_json_from(tmp_path, held)
