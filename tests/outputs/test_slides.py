"""Slides that whoever speaks to them can edit, and that hold what a meeting asks about."""

import io
from dataclasses import replace

import pptx
import pytest
from pptx.enum.shapes import PP_PLACEHOLDER

from learnbrief.outputs.brief.brief import SurveyShares, SurveyWave
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import FindingBlock
from learnbrief.outputs.layout.in_short import SAID
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.layout.tables import Cell, Table
from learnbrief.outputs.render.pptx import render_pptx
from learnbrief.outputs.render.slides import BODY, CONTENT, Line, add_table, letters, wide_deck
from tests.outputs.conftest import build

ASKED = SurveyShares(
    question="How far has your team got?",
    waves=(SurveyWave(wave="Wave 1", asked=9, answered=9, counts={"Not started": 5, "Under way": 4}),),
)


def slides(brief):
    deck = pptx.Presentation(io.BytesIO(render_pptx(brief, pictures={})))
    return {slide.shapes.title.text_frame.text: slide for slide in deck.slides}


def words(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.fixture(scope="module")
def deck():
    return slides(replace(build(), surveys=(ASKED,)))


def test_text_stands_in_the_places_of_the_layouts(deck):
    """Outline view, screen readers and a colleague's own template know placeholders; boxes of our own they do not."""
    for title, slide in deck.items():
        kinds = {holder.placeholder_format.type for holder in slide.placeholders}
        assert kinds & {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}, title
        assert {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER} <= kinds, title
        assert not [holder for holder in slide.placeholders if holder.has_text_frame and not holder.text_frame.text]


def test_every_shape_of_a_slide_has_a_number_of_its_own(deck):
    """PowerPoint offers to repair a file in which two have the same."""
    for slide in deck.values():
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(ids) == len(set(ids))


def test_layouts_are_as_wide_as_the_slides():
    """'Reset slide' puts text where the layout has it: those of the library's deck are three quarters as wide."""
    deck = wide_deck()

    for layout in deck.slide_layouts:
        for holder in layout.placeholders:
            assert holder.left + holder.width <= deck.slide_width
    title = deck.slide_layouts[CONTENT].placeholders[0]
    assert title.width > 0.8 * deck.slide_width


def test_what_a_meeting_asks_about_has_a_slide(deck):
    """Equity, what changed, how far people have come and who does what were in the brief and not in the deck."""
    asked = deck[ASKED.question]
    (table,) = (shape.table for shape in asked.shapes if shape.has_table)

    assert [cell.text_frame.text for cell in table.rows[0].cells][:2] == ["Wave", "Not started"]
    for wanted in ("What changed", "What we do not know"):
        assert wanted in deck, list(deck)
    own = [section for section in outline(build()).sections if section.id.startswith("own-")]
    told = {one.title for one in own if any(isinstance(block, FindingBlock) for block in one.blocks)}
    assert told, "a section of a theme's own, such as equity"
    assert {one.title for one in own} & set(deck) == told


def test_what_a_slide_of_answers_has_no_room_for_is_said_on_it():
    """A room takes a table on a slide for the whole: rows and questions that are left out without a word are taken for none."""
    waves = [
        SurveyWave(wave=f"Wave {n}", asked=9, answered=9, counts={"Not started": 5, "Under way": 4}) for n in range(30)
    ]
    asked = [SurveyShares(question=f"Question {number}?", waves=tuple(waves)) for number in range(1, 7)]

    shown = [
        text
        for title, slide in slides(replace(build(), surveys=asked)).items()
        if "Question" in (text := title + words(slide))
    ]

    assert len(shown) == 4
    assert all("more rows in the notes." in text for text in shown)
    assert [("2 more questions in the brief." in text) for text in shown] == [False, False, False, True]


def test_what_nobody_wrote_has_no_slide(deck):
    """'An evaluator has yet to write ...' was shown to a room."""
    assert "Questions for boards" not in deck
    assert not [title for title, slide in deck.items() if "has yet to write" in words(slide)]


def test_a_message_of_no_theme_is_not_called_no_theme_yet():
    """As in the brief's first page: the bare label tells a room nothing."""
    brief = build()
    bare = replace(
        brief.finding(brief.messages[0]), theme=None, stance=None, heading_from="none", clause=None, points=()
    )
    bare = replace(bare, then_now=None, subject="")
    brief = replace(brief, findings=(bare,), messages=(bare.id,))

    assert SAID in slides(brief)


def test_a_quote_that_is_the_headline_stands_once_with_who_said_it():
    """The same sentence twice on a slide, but for its full stop, and on another nobody's name under it."""
    brief = build()
    first = next(
        one for one in (brief.finding(wanted) for wanted in brief.messages) if one.clause and one.heading_excerpt
    )
    quote = next(one for one in first.evidence if one.excerpt == first.heading_excerpt)
    whole = replace(quote, text=f"{first.heading}.")
    alone = replace(first, evidence=(whole,), quotes=(quote.excerpt,), points=(), then_now=None)
    (_, slide, *_) = slides(replace(brief, findings=(alone,), messages=(alone.id,))).values()

    assert words(slide).count(first.heading) == 1
    assert wording.attribution(quote, brief) in words(slide)


def test_every_line_of_who_was_heard_is_there(deck):
    brief = build()
    text = words(deck["What this is based on, and who is not heard"])

    assert wording.based_on(brief) in text
    assert not brief.base.not_heard or "Not heard: " in text


@pytest.mark.parametrize("characters", [30, 200, 900])
def test_text_keeps_to_its_place_at_some_size(characters):
    """A long statement ran over the quote beneath it."""
    sizes = (32, 24, 18, 12)
    size = letters([Line("word " * (characters // 5))], BODY, sizes)

    rows = characters * 0.5 * size / 72 / BODY[2]
    assert rows * size * 1.2 / 72 <= BODY[3]
    assert size == 32 or characters > 200


def test_a_table_that_is_too_long_shows_whole_rows_and_says_how_many():
    """What does not fit must not run over the foot of the slide, nor pass for all there is."""
    slide = (deck := wide_deck()).slides.add_slide(deck.slide_layouts[5])
    rows = tuple((Cell("A thing that is to be done by somebody " * 4), Cell("A nurse")) for _ in range(30))

    shown = add_table(slide, Table("actions", "Actions", ("What", "Who"), rows), BODY)

    assert 2 < shown < 30
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    assert len(table.rows) == shown + 1
