"""Tables of a PDF: what stands in a cell stays together, whichever way the program that made the file drew it."""

import pytest
import typst

from learnbrief.corpus.cut import cut
from tests.corpus.pdfs import page_of, words_at
from tests.corpus.samples import check, frozen, read_from, shown, texts

PAPER = "#set page(width: 18cm, height: 14cm)\n#set text(size: 10pt)\n"
ROWS = [
    (
        "Discharge",
        ["We ring the family the day before", "and they are ready when we come."],
        ["Transport is booked too late and", "nobody tells the ward about it."],
    ),
    (
        "Handover",
        ["A single sheet that both teams", "fill in before the shift ends."],
        ["The night team does not see the", "sheet until somebody prints it."],
    ),
]
SAID = [" ".join(cell) for _, *cells in ROWS for cell in cells]


def table(source: str) -> bytes:
    return typst.compile((PAPER + source).encode(), format="pdf")


def excerpts_of(reading) -> list[str]:
    return texts(cut(frozen(reading.source), {}))


def line_by_line(*, ruled: bool) -> bytes:
    """A table as print drivers and scanners write it: across the page, line after line."""
    lines = [words_at(60, 740, "What the wards told us", size=18)]
    lines += [words_at(60, 700, "Theme"), words_at(160, 700, "What helped"), words_at(370, 700, "What got in the way")]
    tops, y = [714], 676
    for theme, helped, hindered in ROWS:
        tops.append(y + 14)
        lines.append(words_at(60, y, theme))
        for left, right in zip(helped, hindered, strict=True):
            lines += [words_at(160, y, left), words_at(370, y, right)]
            y -= 14
        y -= 10
    if ruled:
        lines += [f"55 {top} m 560 {top} l S" for top in (*tops, y + 14)]
        lines += [f"{x} 714 m {x} {y + 14} l S" for x in (55, 155, 365, 560)]
    return page_of([*lines, words_at(60, y - 30, "We shall come back to the night team in May.")])


@pytest.mark.parametrize("ruled", [True, False])
def test_cells_that_the_file_writes_line_by_line_are_whole_sentences(tmp_path, ruled):
    """Read across, two people's sentences become one that nobody said."""
    reading = read_from(tmp_path, "table.pdf", line_by_line(ruled=ruled))

    check(reading)
    assert excerpts_of(reading) == [*SAID, "We shall come back to the night team in May."]
    assert shown(reading, "question") == ["Theme", "What helped", "What got in the way"]


def test_short_cells_set_close_to_each_other_stay_apart(tmp_path):
    """Rows of one line ran together over the whole table: 'Ward 7 The huddle helped us Too few computers ...'."""
    cells = "[Ward],[What helped],[What got in the way],[Ward 7],[The huddle helped us],[Too few computers on the ward],[Clinic B],[Ringing families first],[No time to write anything down]"
    reading = read_from(tmp_path, "r.pdf", table(f"#table(columns: (auto, auto, auto), inset: 3pt, {cells})"))

    check(reading)
    assert excerpts_of(reading) == [
        "The huddle helped us",
        "Too few computers on the ward",
        "Ringing families first",
        "No time to write anything down",
    ]
    assert shown(reading, "note") == ["Ward 7", "Clinic B"]


def test_who_does_it_by_when_is_no_statement_and_stands_in_its_column(tmp_path):
    """Of an action log the actions are evidence; owners and days are kept where they stand."""
    cells = "[No],[Action],[Owner],[Due],[1],[Ring every family within two days and write down what they say.],[Ward manager],[4 April],[2],[Ask pharmacy to come to the huddle on Mondays.],[Site lead],[11 April]"
    reading = read_from(tmp_path, "r.pdf", table(f"#table(columns: (1.2cm, 6cm, 3cm, 2.5cm), {cells})"))

    check(reading)
    assert excerpts_of(reading) == [
        "Ring every family within two days and write down what they say.",
        "Ask pharmacy to come to the huddle on Mondays.",
    ]
    owner = next(one for one in reading.source.passages if reading.source.slice(one) == "Site lead")
    assert owner.locator == "table 1 row 3 column 3"


def test_a_table_over_two_pages_is_one_and_says_its_head_once(tmp_path):
    """Else the head of the second page is quoted, and a cell that says 'What helped' is somebody's statement."""
    rows = ", ".join(
        f"[Ward {n}], [The huddle on ward {n} made the difference to all of us.], [Nobody on ward {n} had time.]"
        for n in range(12)
    )
    head = "table.header([Ward], [What helped], [What got in the way])"
    reading = read_from(tmp_path, "r.pdf", table(f"#table(columns: (3cm, 6cm, 5cm), {head}, {rows})"))

    check(reading)
    assert len(excerpts_of(reading)) == 24
    assert shown(reading, "question") == ["Ward", "What helped", "What got in the way"]
    last = reading.source.passages[-1]
    assert (last.locator, last.page) == ("table 1 row 14 column 3", 2)


def test_a_banner_heads_its_flipchart_and_each_point_is_one(tmp_path):
    """'Table 3' over all columns tells whose words they are."""
    cells = "table.cell(colspan: 2)[Table 3], [What went well], [Even better if], [- The huddle was short\n- Families were rung early], [- We need a second computer on the ward]"
    reading = read_from(tmp_path, "r.pdf", table(f"#table(columns: (7cm, 7cm), {cells})"))

    check(reading)
    assert shown(reading, "heading") == ["Table 3"]
    assert shown(reading, "cell") == [
        "The huddle was short",
        "Families were rung early",
        "We need a second computer on the ward",
    ]


def test_rows_that_only_shading_parts_are_rows(tmp_path):
    """Survey reports shade every second row and draw no line; what is asked in the left column is nobody's statement."""
    source = """#table(columns: (5cm, 9cm), stroke: none, fill: (x, y) => if calc.odd(y) { luma(230) },
      [Question], [Answer], [What went well?], [The huddle was short and everyone could say one thing.],
      [What would you change?], [I would start it at eight, since the night team has gone by nine.])"""
    reading = read_from(tmp_path, "r.pdf", table(source))

    check(reading)
    assert excerpts_of(reading) == [
        "The huddle was short and everyone could say one thing.",
        "I would start it at eight, since the night team has gone by nine.",
    ]


def test_a_table_of_turns_keeps_its_speakers(tmp_path):
    """Transcripts are typed into tables and saved as PDF; a label that breaks over two lines is still one label."""
    cells = "[Time],[Speaker],[Transcript],[00:00:03],[Moderator],[How did the new board round start, and who was there on the first day?],[00:00:12],[Participant 1],[With ten minutes at the whiteboard, and the whole team was there.],[00:00:20],[Participant 2],[I was not, I came later, and nobody told me.],[00:00:31],[Participant 1],[She was on leave.]"
    reading = read_from(tmp_path, "r.pdf", table(f"#table(columns: (2cm, 2cm, 9cm), {cells})"))

    check(reading)
    assert reading.speakers == ("Moderator", "Participant 1", "Participant 2")
    assert reading.turns == 4
    assert reading.read_as == "a table with clock, speaker and words"


def test_a_shaded_paragraph_is_no_table(tmp_path):
    """Word shades a boxed paragraph line by line: cut there, half sentences would be quotes."""
    lines = [
        "Two juries, one in the north and one in the west, explored whether the planned",
        "uses of records were acceptable to the people who live there, and why",
        "some of them were not.",
    ]
    boxes = [f"0.9 g 55 {696 - 14 * n} 100 14 re f 155 {696 - 14 * n} 400 14 re f 0 g" for n in range(3)]
    words = [words_at(60, 700 - 14 * n, line) for n, line in enumerate(lines)]
    reading = read_from(tmp_path, "box.pdf", page_of([*boxes, *words]))

    check(reading)
    assert excerpts_of(reading) == [" ".join(lines)]


def test_a_wall_of_cards_has_no_head(tmp_path):
    """The first row of exit cards was taken for column heads, and what two people said was no evidence."""
    said = [
        "We kept it to five minutes.",
        "Therapists came twice a week.",
        "Agency staff had never heard of it.",
        "Say who runs it at weekends.",
    ]
    cards = ", ".join(f"[{one}]" for one in said)
    reading = read_from(tmp_path, "r.pdf", table(f"#table(columns: (7cm, 7cm), {cards})"))

    check(reading)
    assert excerpts_of(reading) == said
