"""Whatever is said in a transcript, and however it is written: no word is lost, and none is said by a clock."""

import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from learnbrief.corpus.document import Kind
from learnbrief.corpus.readers import How, read
from tests.corpus.dialogue import LABELS, NAMED
from tests.corpus.samples import saved

WORD = re.compile(r"[^\W\d_]+")
# What confuses readers of transcripts: words that look like labels, times, numbers, notes of a tool.
SAID = st.lists(
    st.sampled_from(
        [
            "we",
            "went",
            "then",
            "yes",
            "no",
            "and",
            "so",
            "said:",
            "Action:",
            "rota",
            "-",
            "(laughs)",
            "[inaudible]",
            "[inaudible 00:12]",
            "12.",
            "3:1",
            "at 10:30",
            "NHS",
            "I",
            "A",
            "Q.",
            "https://example.org/a:b",
            "4.2",
            "#3",
            "half-past",
            "“quoted”",
            "👍",
            "Owen",
            "Interviewer",
            "note:",
            ">",
            "<",
            "|",
            ";",
            "*",
            "2025",
            "Time",
        ]
    ),
    min_size=1,
    max_size=14,
).map(lambda words: "so " + " ".join(words) + " then.")
TURNS = st.lists(st.tuples(st.integers(0, 2), SAID), min_size=2, max_size=12)


def talk(shape: tuple[str, str], labels: tuple[str, ...], turns: list[tuple[int, str]]) -> str:
    pattern, between = shape
    return between.join(_turn(pattern, labels[who], words, number) for number, (who, words) in enumerate(turns, 1))


def _turn(pattern: str, label: str, words: str, number: int) -> str:
    minutes, rest = divmod(number * 7, 60)
    clock = f"{minutes:02d}:{rest:02d}"
    names = ("hms", "ms", "mms", "tod", "ampm", "frames", "s", "tenth", "hash", "worded")
    times = {
        "hms": f"00:{clock}", "ms": clock, "mms": clock, "tod": f"10:{clock}", "ampm": f"10:{minutes:02d} AM", "frames": f"00:{clock}:12",
        "s": f"{number * 7}.20", "tenth": f"00:{clock}-4", "hash": f"#00:{clock}-4#", "worded": f"{minutes} minutes {rest} seconds",
    }  # fmt: skip
    return pattern.format(n=label, w=words, i=number, t=rest, **times, **{f"e_{name}": times[name] for name in names})


@given(st.sampled_from(sorted(NAMED)), st.sampled_from(sorted(LABELS)), TURNS, st.booleans())
@settings(derandomize=True)
def test_every_word_that_was_said_is_in_the_text(shape, labels, turns, told):
    """Read well or read as notes: the words, the labels and the times together are the file."""
    text = talk(NAMED[shape], LABELS[labels], turns)
    with TemporaryDirectory() as folder:
        reading = read(saved(Path(folder), "talk.txt", text), How(kind=Kind.WEBINAR_TRANSCRIPT if told else None))

    said = Counter(word for _, words in turns for word in WORD.findall(words))
    assert not said - Counter(WORD.findall(reading.source.text))
    assert reading.characters_lost == 0
    assert not reading.read_as or reading.turns


@given(st.text(alphabet="ab :\n-[]()<>0123456789#|\t.*>PQ", max_size=200), st.booleans())
@settings(derandomize=True)
def test_any_text_is_read_twice_the_same_and_keeps_its_letters(text, told):
    """A shape that half fits must not swallow what it does not explain."""
    how = How(kind=Kind.WEBINAR_TRANSCRIPT if told else None)
    with TemporaryDirectory() as folder:
        path = saved(Path(folder), "talk.txt", "words " + text)
        reading = read(path, how)
        again = read(path, how)

    assert reading == again
    letters = Counter(character for character in "words" + text if character.isalpha())
    assert not letters - Counter(character for character in reading.source.text if character.isalpha())
