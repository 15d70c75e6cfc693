"""TextGrids of Praat: tiers are speakers, read together by time."""

import pytest

from learnbrief.corpus.errors import UnreadableSource
from tests.corpus.samples import check, read_from

TIERS = {
    "Interviewer": [(0.0, 3.5, "How did it begin?"), (3.5, 9.0, ""), (9.0, 12.25, 'And the "board"?')],
    "P1": [(0.0, 3.5, ""), (3.5, 8.75, "With a pen [1] and 10 minutes."), (8.75, 12.25, "")],
}


def long_form() -> str:
    lines = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        "xmin = 0 ",
        "xmax = 12.25 ",
        "tiers? <exists> ",
        "size = 2 ",
        "item []: ",
    ]
    for number, (name, entries) in enumerate(TIERS.items(), 1):
        lines += [
            f"    item [{number}]:",
            '        class = "IntervalTier" ',
            f'        name = "{name}" ',
            "        xmin = 0 ",
            "        xmax = 12.25 ",
        ]
        lines.append(f"        intervals: size = {len(entries)} ")
        for place, (start, end, words) in enumerate(entries, 1):
            quoted = words.replace('"', '""')
            lines += [
                f"        intervals [{place}]:",
                f"            xmin = {start} ",
                f"            xmax = {end} ",
                f'            text = "{quoted}" ',
            ]
    return "\n".join(lines)


def short_form() -> str:
    lines = ['File type = "ooTextFile"', '"TextGrid"', "", "0", "12.25", "<exists>", "2"]
    for name, entries in TIERS.items():
        lines += ['"IntervalTier"', f'"{name}"', "0", "12.25", str(len(entries))]
        for start, end, words in entries:
            quoted = words.replace('"', '""')
            lines += [str(start), str(end), f'"{quoted}"']
    return "\n".join(lines)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize("form", [long_form, short_form])
def test_tiers_are_speakers_and_their_words_follow_each_other_in_time(tmp_path, form, codec):
    """One tier after the other would put all questions before all answers."""
    reading = read_from(tmp_path, "talk.TextGrid", form().encode(codec))

    check(reading)
    assert reading.source.text == (
        'Interviewer: How did it begin?\n\nP1: With a pen [1] and 10 minutes.\n\nInterviewer: And the "board"?'
    )
    assert [p.at for p in reading.source.passages if p.layout == "turn"] == [0.0, 3.5, 9.0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("hello", "is not a TextGrid of Praat"),
        (long_form().replace("IntervalTier", "PitchTier"), "is a damaged TextGrid"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path, content, told):
    """The remedy says where to save it again."""
    with pytest.raises(UnreadableSource, match=rf"^talk.TextGrid: {told}.*; save it in Praat"):
        read_from(tmp_path, "talk.TextGrid", content)


def test_a_grid_without_words_is_named(tmp_path):
    """Some grids hold boundaries only."""
    empty = short_form()
    for _, _, words in [entry for entries in TIERS.values() for entry in entries]:
        empty = empty.replace(f'"{words}"' if words else '"-"', '""').replace('"And the ""board""?"', '""')
    with pytest.raises(UnreadableSource, match="no tier holds words"):
        read_from(tmp_path, "talk.TextGrid", empty)
