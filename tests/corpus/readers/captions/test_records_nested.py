"""Transcripts of programs whose words stand deeper than the record that names the speaker, or one by one."""

import json

import pytest

from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers import READERS, How
from tests.corpus.readers.captions.test_records import SAID
from tests.corpus.samples import check, saved, shown

NUMBER = {"Priya": 0, "Owen": 1}


def words_of(said):
    """Words and marks one by one, as recognisers write them, with a time for each."""
    for name, at, sentence in said:
        for place, word in enumerate(sentence.split()):
            yield name, at + place / 10, word.rstrip(".,?"), word[len(word.rstrip(".,?")) :]


def elements(at, sentence):
    """Words and marks, the blanks among them, as Rev.ai writes them."""
    told = []
    for _, ts, word, mark in words_of([("", at, sentence)]):
        told += [{"type": "text", "value": word, "ts": ts, "end_ts": ts + 0.1}, {"type": "punct", "value": f"{mark} "}]
    return told


WRITTEN = {
    "Rev.ai": {
        "speakers": [{"id": 0, "name": "Priya"}, {"id": 1, "name": "Owen"}],
        "monologues": [{"speaker": NUMBER[name], "elements": elements(at, words)} for name, at, words in SAID],
    },
    "Deepgram, paragraphs": {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "transcript": " ".join(words for _, _, words in SAID),
                            "words": [{"word": word.lower(), "start": at} for _, at, word, _ in words_of(SAID)],
                            "paragraphs": {
                                "paragraphs": [
                                    {"speaker": name, "sentences": [{"text": words, "start": at, "end": at + 3}]}
                                    for name, at, words in SAID
                                ]
                            },
                        }
                    ]
                }
            ]
        }
    },
    "several readings, the likeliest first": {
        "phrases": [
            {"speaker": name, "start": at, "nBest": [{"display": words}, {"display": "something else that was not said"}]}
            for name, at, words in SAID
        ]
    },
    "Amazon Transcribe, word by word": {
        "results": {
            "transcripts": [{"transcript": " ".join(words for _, _, words in SAID)}],
            "items": [
                item
                for name, at, word, mark in words_of(SAID)
                for item in (
                    {"type": "pronunciation", "start_time": str(at), "alternatives": [{"content": word}], "speaker_label": name},
                    *[{"type": "punctuation", "alternatives": [{"content": mark}], "speaker_label": name}] * bool(mark),
                )
            ],
        }
    },
}  # fmt: skip


@pytest.mark.parametrize("program", WRITTEN)
def test_words_that_stand_deeper_are_their_speakers(tmp_path, program):
    """Word by word nobody could read it, and the second guess of a recogniser was not said."""
    path = saved(tmp_path, "talk.json", json.dumps(WRITTEN[program]))
    reading = READERS[".json"](path, How(name=path.name, kind=Kind.WEBINAR_TRANSCRIPT))

    check(reading)
    assert reading.speakers == ("Priya", "Owen")
    assert shown(reading, "turn") == [words for _, _, words in SAID]
    assert [one.at for one in reading.source.passages if one.layout == "turn"] == [at for _, at, _ in SAID]


@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson"])
def test_a_record_on_each_line_is_read(tmp_path, suffix):
    """Programs that write while somebody speaks write so."""
    lines = [json.dumps({"speaker": name, "start": at, "text": words}) for name, at, words in SAID]
    path = saved(tmp_path, f"talk{suffix}", "\n".join(lines) + "\n\n")
    reading = READERS[suffix](path, How(name=path.name, kind=Kind.WEBINAR_TRANSCRIPT))

    assert reading.speakers == ("Priya", "Owen")
    assert shown(reading, "turn") == [words for _, _, words in SAID]


def test_a_broken_line_is_told_by_its_number(tmp_path):
    """In a file of thousands of lines nobody finds it otherwise."""
    path = saved(tmp_path, "talk.jsonl", '{"speaker": "Priya", "text": "We began."}\n{"speaker": "Ow\n')

    with pytest.raises(UnreadableSource, match=r"^talk\.jsonl: is no whole JSON \(line 2\)"):
        READERS[".jsonl"](path, How(name=path.name))
