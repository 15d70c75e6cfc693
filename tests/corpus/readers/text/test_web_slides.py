"""Web pages and slides: what their reader sees, and nothing of the machinery."""

from io import BytesIO

import pptx
from pptx.util import Inches

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Speech
from tests.corpus.samples import check, frozen, read_from, shown, texts

PAGE = """<!DOCTYPE html><html><head><title>Spring huddle</title><style>p{color:red}</style></head><body>
<nav><a href="/">Home</a></nav><header>Our site</header>
<main><article><header><h1>Spring <em>huddle</em></h1></header>
<p>Date: 2 April 2025</p>
<p>The board<br>came down
to the ward&nbsp;&amp; listened.</p>
<script>var secret = 1;</script><!-- not for readers -->
<ul><li>One point<ul><li>and one within</li></ul></li><li><p>Another</p></li></ul>
<table><caption>Table feedback</caption><tr><th>What helps</th><th>What hinders</th></tr><tr><td>A named person</td><td>Old laptops</td></tr></table>
Loose words <b>with</b> bold
<div>In a box</div></article></main><footer>Cookies</footer></body></html>"""


def test_a_web_page_is_read_as_shown(tmp_path):
    """Scripts, comments and navigation are not the source's words."""
    reading = read_from(tmp_path, "page.html", PAGE)

    check(reading)
    assert reading.title == "Spring huddle"
    assert shown(reading, "heading") == ["Spring huddle"]
    assert shown(reading, "paragraph") == [
        "The board",
        "came down to the ward & listened.",
        "Loose words with bold",
        "In a box",
    ]
    assert shown(reading, "bullet") == ["One point", "and one within", "Another"]
    assert shown(reading, "question") == ["What helps", "What hinders"]
    assert shown(reading, "cell") == ["A named person", "Old laptops"]
    for unseen in ("secret", "not for readers", "Home", "Cookies"):
        assert unseen not in reading.source.text
    assert reading.warnings == ("page.html: navigation, page header and footer left out",)


def deck() -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "What we learned"
    slide.placeholders[1].text = "The board came to the ward\nPeople began to bring problems"
    box = slide.shapes.add_textbox(0, 0, Inches(2), Inches(1))
    box.text_frame.text = "Drawn last, stands first"
    table = slide.shapes.add_table(2, 2, 0, Inches(6), Inches(4), Inches(1)).table
    for cell, words in zip(
        table.iter_cells(), ["What helps", "What hinders", "A named person", "Old laptops"], strict=True
    ):
        cell.text = words
    slide.notes_slide.notes_text_frame.text = "Say how long it took us to get the board to come down at all."
    presentation.slides.add_slide(presentation.slide_layouts[6])
    kept = BytesIO()
    presentation.save(kept)
    return kept.getvalue()


def test_slides_are_read_from_the_top_with_tables_and_notes(tmp_path):
    """Shapes lie in the order they were drawn, which nobody reads in."""
    reading = read_from(tmp_path, "deck.pptx", deck())

    check(reading)
    assert shown(reading, "heading") == ["What we learned"]
    assert shown(reading, "bullet")[0] == "Drawn last, stands first"
    assert shown(reading, "cell") == ["A named person", "Old laptops"]
    assert {p.locator.split(" table")[0] for p in reading.source.passages} == {"slide 1", "slide 1 notes"}


def test_speaker_notes_are_the_presenters_and_no_evidence(tmp_path):
    """What a presenter means to say is not what a participant said."""
    excerpts = cut(frozen(read_from(tmp_path, "deck.pptx", deck()).source), {})

    notes = [excerpt for excerpt in excerpts if excerpt.text.startswith("Say how long")]
    assert [(e.speech, e.evidence) for e in notes] == [(Speech.PRESENTER, False)]
    hinders = next(excerpt for excerpt in excerpts if excerpt.text == "Old laptops")
    assert hinders.heading == "What hinders"
    assert "What we learned" not in texts(excerpts)


def test_a_table_of_a_page_is_read_as_a_word_processors(tmp_path):
    """OneNote and wikis write heads as plain cells; 'Who' and 'Said' were quotes, and points of one cell ran together."""
    rows = "<tr><td>Who</td><td>Said</td></tr><tr><td>Matron</td><td><p>A second computer would help.</p><p>So would a clock.</p></td></tr>"
    reading = read_from(tmp_path, "p.html", f"<html><body><table>{rows}</table></body></html>")

    check(reading)
    assert shown(reading, "question") == ["Who", "Said"]
    assert texts(cut(frozen(reading.source), {})) == ["A second computer would help.", "So would a clock."]


def test_the_line_under_the_title_of_a_talk_is_nobodys_statement(tmp_path):
    """'Learning event, 14 March 2025' was quoted from every deck."""
    deck = pptx.Presentation()
    for title, words in [
        ("Falls huddle", "Learning event, 14 March 2025"),
        ("What worked", "We stood up the whole time."),
    ]:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, words
    held = BytesIO()
    deck.save(held)

    assert texts(cut(frozen(read_from(tmp_path, "t.pptx", held.getvalue()).source), {})) == [
        "We stood up the whole time."
    ]
