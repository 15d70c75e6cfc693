"""Charts and tables of reports: their labels and cells are no statements and head nothing."""

import typst

from learnbrief.corpus.cut import cut
from tests.corpus.pdfs import page_of, words_at
from tests.corpus.samples import check, frozen, read_from, shown, texts

PROSE = "Everyone who was on shift could come to the review, and most of them did, which surprised the team."


def prose(top: float) -> list[str]:
    words = PROSE.split()
    return [words_at(60, top - 14 * row, " ".join(words[row * 9 : row * 9 + 9])) for row in range(3)]


def test_labels_of_a_chart_are_notes(tmp_path):
    """A public report gave 1,400 excerpts such as '45%' and 'Very willing', each as good a quote as any."""
    labels = [
        words_at(x, y, words, size=size)
        for x, y, words, size in [
            (60, 600, "How willing were people to share?", 12), (60, 560, "Very willing", 12), (300, 560, "45%", 12),
            (60, 540, "Fairly willing", 12), (300, 540, "31%", 12), (60, 520, "Not at all", 12), (300, 520, "24%", 12),
            (60, 490, "Source: survey of March", 7), (200, 470, "2019", 12),
        ]
    ]  # fmt: skip
    reading = read_from(tmp_path, "chart.pdf", page_of([*prose(700), *labels]))

    check(reading)
    excerpts = texts(cut(frozen(reading.source), {}))
    assert excerpts[0] == PROSE
    assert not {"Very willing", "45%", "Fairly willing", "Not at all", "24%", "2019"} & set(excerpts)
    assert shown(reading, "heading") == []


def test_cells_with_something_to_say_stay_evidence(tmp_path):
    """Tables of actions and of what each ward said are what evaluators come for."""
    said = "We began to trust them when they came back a second time and remembered our names."
    source = f"#set page(width: 14cm, height: 12cm)\n{PROSE}\n#table(columns: (3cm, 8cm), [Ward], [What changed], [Ward 7], [{said}], [Clinic], [They ring us first now and we know whom to ask.])"
    reading = read_from(tmp_path, "table.pdf", typst.compile(source.encode(), format="pdf"))

    check(reading)
    excerpts = texts(cut(frozen(reading.source), {}))
    assert said in excerpts
    assert "Ward 7" not in excerpts
    assert "Clinic" not in excerpts


def test_short_points_below_each_other_are_said(tmp_path):
    """A flipchart typed up without bullets: 'More time' is what table 3 wrote."""
    lines = [
        words_at(60, 700 - 30 * n, words)
        for n, words in enumerate(["More time at night", "A named person", "Figures we trust"])
    ]

    reading = read_from(tmp_path, "flip.pdf", page_of(lines))
    assert shown(reading, "note") == []


def test_short_turns_beside_numbered_lines_stay_turns(tmp_path):
    """Transcripts number their paragraphs at the edge; 'P1: Right.' beside a number is no cell."""
    said = ["Interviewer: How is the ward now?", "Owen: Better.", "Interviewer: And at night?", "Owen: Much the same.",
            "Interviewer: Who leads?", "Owen: The nurse in charge does that every day of the week."]  # fmt: skip
    lines = [words_at(30, 700 - 30 * n, str(n + 1)) for n in range(len(said))]
    lines += [words_at(80, 700 - 30 * n, words) for n, words in enumerate(said)]
    reading = read_from(tmp_path, "t.pdf", page_of(lines))

    check(reading)
    assert "Better." in shown(reading, "turn")
    assert "Much the same." in shown(reading, "turn")
    assert not any(words[0].isdigit() for words in shown(reading, "turn"))


def test_a_heading_beside_the_other_columns_text_heads_its_own(tmp_path):
    """Two columns are read one after the other; what stands across the gutter is no cell of the same row."""
    left = ["What helped", *(" ".join(PROSE.split()[n * 6 : n * 6 + 6]) for n in range(3))]
    right = [" ".join(reversed(PROSE.split()[n * 6 : n * 6 + 6])) for n in range(3)] + ["and that was all"]
    source = "#set page(width: 22cm, height: 10cm, columns: 2)\n#set text(size: 10pt)\n"
    source += f"*{left[0]}*\n\n{PROSE} {PROSE}\n#colbreak()\n{' '.join(right)} {PROSE}"
    reading = read_from(tmp_path, "two.pdf", typst.compile(source.encode(), format="pdf"))

    check(reading)
    assert shown(reading, "heading") == ["What helped"]
