"""What is written on a PDF's page and not in it, and pages that lie on their side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind
from learnbrief.corpus.readers.pdf.counted import words_of_pdf
from tests.corpus.pdfs import box, field, note, page_of, words_at
from tests.corpus.samples import check, frozen, read_from, shown, texts

MORNING = "The huddle happens every morning now and the night staff stay for it."
PHONE = "Interpreters are still booked by phone, which is slow for families."
FORM = page_of(
    [
        words_at(60, 760, "Coaching reflection form", size=18),
        words_at(60, 700, "What went well this month?"),
        words_at(60, 580, "What got in the way?"),
        words_at(60, 460, "How does the team meet?"),
        words_at(80, 430, "At the board, all of us together"),
        words_at(80, 410, "By video, from two sites"),
    ],
    fields=[
        field("60 480 500 560", PHONE),  # the file's order is not the page's
        field("60 600 500 690", MORNING, multiline=True),
        box("60 428 72 440", ticked=True),
        box("60 408 72 420", ticked=False),
    ],
)


def test_answers_typed_into_a_form_are_read_under_their_questions(tmp_path):
    """They are the whole of what the person said; without them the form's questions would be quoted as their words."""
    reading = read_from(tmp_path, "form.pdf", FORM)

    check(reading)
    assert shown(reading, "question") == [
        "What went well this month?",
        "What got in the way?",
        "How does the team meet?",
    ]
    assert shown(reading, "answer") == [MORNING, PHONE, "At the board, all of us together"]
    at = reading.source.text.index
    assert at("went well") < at(MORNING) < at("got in the way") < at(PHONE) < at("How does the team meet")


def test_only_what_was_typed_and_ticked_is_evidence(tmp_path):
    """A choice that nobody made is no statement, and neither is what the form asks."""
    reading = read_from(tmp_path, "form.pdf", FORM)

    excerpts = cut(frozen(reading.source, Kind.COACHING_REFLECTION), {})
    assert texts(excerpts) == [MORNING, PHONE, "At the board, all of us together"]
    assert "☒ At the board" in reading.source.text
    assert "☐ By video" in reading.source.text
    assert any("form.pdf: is a form; " in told for told in reading.warnings)


def test_an_answer_kept_in_the_field_above_is_read(tmp_path):
    """Programs keep the value where several boxes share one name."""
    child = "/Subtype /Widget /Parent 7 0 R /Rect [60 600 500 690]"
    raw = page_of(
        [words_at(60, 700, "What helped?")],
        fields=[child],
        parents=[f"/FT /Tx /T (shared) /Kids [6 0 R] /V ({MORNING})"],
    )

    reading = read_from(tmp_path, "form.pdf", raw.replace(b"/Fields [6 0 R]", b"/Fields [7 0 R]"))

    check(reading)
    assert shown(reading, "answer") == [MORNING]


def test_lines_of_an_answer_stand_for_themselves(tmp_path):
    """People type lists into a field of several lines."""
    raw = page_of(
        [words_at(60, 700, "What helped?")], fields=[field("60 600 500 690", f"{MORNING}\r{PHONE}", multiline=True)]
    )

    assert shown(read_from(tmp_path, "form.pdf", raw), "answer") == [MORNING, PHONE]


def test_an_empty_form_is_no_form_that_somebody_filled_in(tmp_path):
    """Its text is read as that of any paper, and nothing is told of answers."""
    raw = page_of([words_at(60, 700, MORNING)], fields=[field("60 600 500 690", "")])

    reading = read_from(tmp_path, "form.pdf", raw)
    assert shown(reading, "paragraph") == [MORNING]
    assert reading.warnings == ()


def test_text_laid_over_a_page_is_said_and_comments_are_notes(tmp_path):
    """Half of a marked-up paper may stand in them; a reviewer's remark is not what the paper says."""
    raw = page_of(
        [words_at(60, 700, "What families told us, by the ward clerk."), words_at(60, 500, PHONE)],
        notes=[
            note("FreeText", "60 600 500 640", MORNING),
            note("Text", "510 500 530 520", "Ask who books them."),
            note("Highlight", "60 498 200 515", "Strong point."),
            note("FreeText", "60 300 500 340", "Nobody sees this.", flags=2),
            note("Popup", "510 400 530 420", "Ask who books them."),
        ],
    )
    reading = read_from(tmp_path, "notes.pdf", raw)

    check(reading)
    assert shown(reading, "paragraph") == ["What families told us, by the ward clerk.", MORNING, PHONE]
    assert shown(reading, "note") == ["Ask who books them.", "Strong point."]
    assert "Nobody sees this" not in reading.source.text
    assert reading.warnings == ("notes.pdf: comments on its pages are kept as notes and are no evidence",)


def test_a_page_with_nothing_but_an_overlay_is_no_scan(tmp_path):
    """Notes typed over the picture of a flipchart are its only words."""
    raw = page_of([], notes=[note("FreeText", "60 600 500 640", MORNING)])

    assert read_from(tmp_path, "chart.pdf", raw).source.text == MORNING


LINES = [
    "Families asked for evening visits and were turned down, although the ward",
    "had said in spring that it would try them for a month and see who comes.",
]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_on_its_side_reads_like_one_that_stands(tmp_path, rotate, turned):
    """Landscape tables and scans: each word was a paragraph of its own, and some were headings."""
    places = {
        0: [(60, 500), (60, 486)],
        90: [(300, 60), (314, 60)],
        180: [(560, 300), (560, 314)],
        270: [(300, 760), (286, 760)],
    }
    lines = [words_at(*at, words, turned=turned) for at, words in zip(places[turned], LINES, strict=True)]

    reading = read_from(tmp_path, "side.pdf", page_of(lines, rotate=rotate))

    check(reading)
    assert shown(reading, "paragraph") == [" ".join(LINES)]


def test_what_runs_up_the_margin_does_not_break_into_the_text(tmp_path):
    """The line that publishers print along the edge, and the stamp across the page."""
    lines = [
        words_at(60, 500, LINES[0]),
        words_at(20, 300, "Harbour review of March, second print run", turned=90, size=8),
        words_at(60, 486, LINES[1]),
        words_at(200, 200, "DRAFT", turned=45, size=60),
    ]
    reading = read_from(tmp_path, "edge.pdf", page_of(lines))

    check(reading)
    assert shown(reading, "paragraph")[0] == " ".join(LINES)
    assert "DRAFT" in shown(reading, "note")


WORDS = st.lists(st.sampled_from("we met every week and nobody came because of buses (again) fi-nally".split()), min_size=1, max_size=8).map(" ".join)  # fmt: skip  # noqa: SIM905


@given(
    st.lists(st.tuples(WORDS, st.sampled_from([0, 90, 180, 270])), min_size=1, max_size=5),
    st.lists(WORDS, max_size=3),
    st.lists(WORDS, max_size=3),
    st.sampled_from([0, 90, 180, 270]),
)
def test_no_word_is_lost_wherever_it_stands(tmp_path_factory, lines, answers, notes, rotate):
    """Printed either way up, typed into fields, stuck on as a note: what a second library finds is in the text."""
    raw = page_of(
        [words_at(100 + 80 * n, 120 + 100 * n, words, turned=turned) for n, (words, turned) in enumerate(lines)],
        fields=[field(f"60 {700 - 30 * n} 500 {720 - 30 * n}", words) for n, words in enumerate(answers)],
        notes=[note("FreeText", f"60 {100 + 30 * n} 500 {120 + 30 * n}", words) for n, words in enumerate(notes)],
        rotate=rotate,
    )
    reading = read_from(tmp_path_factory.mktemp("pdf"), "any.pdf", raw)

    check(reading)
    for words in (*answers, *notes):
        assert words in reading.source.text


def test_the_count_comes_from_another_library(tmp_path):
    """A library cannot count what it does not see."""
    counted = words_of_pdf(FORM)

    assert counted is not None
    for words in ("Coaching reflection form", "What got in the way?", MORNING, PHONE, "By video, from two sites"):
        assert words in counted


def test_a_file_that_cannot_be_counted_says_so():
    """An unknown loss is told as one; 0 would be a promise."""
    assert words_of_pdf(b"%PDF-1.7\nnothing follows") is None


def test_a_form_that_only_one_program_shows_is_told(tmp_path):
    """Its answers lie in another language within the file, and its page says 'Please wait'."""
    raw = page_of([words_at(60, 700, MORNING)], fields=[field("60 600 500 690", PHONE)])
    reading = read_from(tmp_path, "xfa.pdf", raw.replace(b"/AcroForm <<", b"/AcroForm << /XFA (x)"))

    assert any(
        "xfa.pdf: is a form whose answers may be seen in Acrobat alone (XFA); print it" in told
        for told in reading.warnings
    )
