"""Transcripts saved as PDF: the same shapes as in any other file, over wrapped lines and pages, and line numbers that nobody said."""

import pytest
import typst

from learnbrief.corpus.document import Kind
from learnbrief.corpus.readers import How, read
from tests.corpus.dialogue import AT, BY, NAMES, SAID
from tests.corpus.pdfs import page_of, words_at
from tests.corpus.samples import check, read_from, saved, shown

PAGE = """
#set page(width: 14cm, height: 10cm, header: [Board round talk], footer: context [Page #counter(page).display()])
#set text(size: 10pt)
#set par(justify: true)
= Board round talk

"""
LONG = "It ran on over several lines of the page, as people do when they talk about what matters. " * 4
TURNS = [
    (NAMES[who], f"{at // 60}:{at % 60:02d}", f"{said} {LONG}".strip())
    for who, at, said in zip(BY, AT, SAID, strict=True)
]
SHAPES = {
    "colon": "\n\n".join(f"{name}: {words}" for name, _, words in TURNS),
    "bold label": "\n\n".join(f"*{name}:* {words}" for name, _, words in TURNS),
    "label above": "\n\n".join(f"{name.upper()}\n\n{words}" for name, _, words in TURNS),
    "name and clock above": "\n\n".join(f"{name} #h(1em) {clock} \\\n{words}" for name, clock, words in TURNS),
    "labels in a column": "#grid(columns: (4.5cm, 1fr), " + ",".join(f"[{name}:],[{words}]" for name, _, words in TURNS) + ")",
    "clocks and labels in columns": "#grid(columns: (2.5cm, 4.5cm, 1fr), "
    + ",".join(f"[{clock}],[{name}],[{words}]" for name, clock, words in TURNS)
    + ")",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_transcript_saved_as_pdf_keeps_its_speakers(tmp_path, shape):
    """Read as paragraphs, the interviewer's questions are evidence and nobody is a voice."""
    path = saved(tmp_path, "talk.pdf", typst.compile((PAGE + SHAPES[shape]).encode(), format="pdf"))

    reading = read(path, How(kind=Kind.WEBINAR_TRANSCRIPT))

    check(reading)
    names = NAMES if shape != "label above" else tuple(map(str.upper, NAMES))
    assert reading.speakers == names
    assert reading.turns == len(SAID)
    spoken = [one for one in reading.source.passages if one.layout == "turn"]
    assert [one.speaker for one in spoken if reading.source.slice(one).startswith(SAID)] == [names[who] for who in BY]
    said = " ".join(shown(reading, "turn"))
    assert said == " ".join(words for _, _, words in TURNS), "wrapped lines, pages and hyphens are mended"
    assert {one.page for one in spoken} > {1, 2}, "the page is how a person finds the words again"
    if "clock" in shape:
        assert spoken[0].at == AT[0]


def test_a_report_in_which_names_stand_before_colons_stays_a_report(tmp_path):
    """Most PDFs are no transcripts, and one word of a heading is nobody's voice."""
    words = "\n\n".join(f"Lesson: {LONG}\n\nAction for {name}: {LONG}" for name in NAMES)

    reading = read_from(tmp_path, "report.pdf", typst.compile((PAGE + words).encode(), format="pdf"))

    assert reading.read_as == ""
    assert shown(reading, "turn") == []


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("apart", [False, True])
def test_numbers_that_count_the_lines_are_nobodys_words(tmp_path, step, apart):
    """'and that was 14 late' is a quotation that nobody said."""
    lines = [f"We met on the ward in week {number % 3} and wrote every name" for number in range(1, 21)]
    drawn = []
    for number, words in enumerate(lines, 7):
        if number % step == 0:
            drawn.append(words_at(20 if apart else 44, 760 - 16 * number, str(number), size=9))
        drawn.append(words_at(70 if apart else 60, 760 - 16 * number, words))

    reading = read_from(tmp_path, "draft.pdf", page_of(drawn))

    check(reading)
    assert reading.source.text == " ".join(lines)
    counted = sum(number % step == 0 for number in range(7, 27))
    if counted >= 5:
        assert reading.warnings == (f"draft.pdf: {counted} numbers that count the lines left out",)


def test_a_numbered_list_keeps_its_numbers_and_a_table_its_figures(tmp_path):
    """Only what counts every line of a page is its margin."""
    lines = [f"{number}. Ring the ward before nine" for number in range(1, 8)] + ["40 beds were open", "52 in May"]

    reading = read_from(
        tmp_path, "list.pdf", page_of([words_at(60, 760 - 30 * n, words) for n, words in enumerate(lines)])
    )

    assert "40 beds" in reading.source.text
    assert "7. Ring" in reading.source.text
    assert reading.warnings == ()


def test_a_label_that_a_tab_parts_from_some_of_the_words_is_one_line_with_them(tmp_path):
    """A hanging indent parts 'I:' from its question by more than 'R1:', which was read as the interviewer's words."""
    labels = ("I", "R1", "R2")
    lines = []
    for number, (who, said) in enumerate(zip(BY, SAID, strict=True)):
        height = 740 - 30 * number
        lines += [words_at(60, height, f"{labels[who]}:"), words_at(84 if who else 110, height, said)]

    reading = read(saved(tmp_path, "talk.pdf", page_of(lines)), How(kind=Kind.INTERVIEW))

    check(reading)
    assert reading.speakers == labels
    assert shown(reading, "turn") == list(SAID)
