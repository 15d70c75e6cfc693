"""Two pages for a question that boards ask, out of approved briefs alone."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.finding import Scope
from learnbrief.outputs.hub.boards import MOST, answered, resource
from learnbrief.outputs.hub.questions import LOOK_FOR, BoardQuestion, read_question
from learnbrief.outputs.hub.site import site
from learnbrief.outputs.layout.blocks import MEANINGS
from learnbrief.outputs.render.resource import resource_files
from tests.outputs.hub.samples import QUESTION, hub, published
from tests.outputs.reading import docx_lines, pdf_text, squeezed


def test_what_helps_and_what_hinders_stand_apart_with_questions_and_evidence():
    """A board acts on the difference between the two, and asks what an evaluator wrote for it."""
    brief = published()
    found = answered(LOOK_FOR, [brief])

    assert found.helps
    assert found.hinders
    assert {brief.finding(one.block.finding.removeprefix(f"{brief.id}-")).stance for one in found.helps} == {"enabler"}
    assert found.to_ask == (QUESTION,)
    assert all(one.block.quotes for one in found.entries)


def test_what_one_voice_says_is_no_advice_to_a_board():
    brief = published()
    tentative = {finding.id for finding in brief.findings if finding.tentative}

    shown = {one.block.finding.removeprefix(f"{brief.id}-") for one in answered(LOOK_FOR, [brief]).entries}

    assert tentative
    assert not shown & tentative


def test_a_question_on_themes_takes_what_was_said_on_them_and_a_thing_once():
    """The brief on the whole programme and the one on an event quote the same words: a board reads them once."""
    whole, other = published(), published("event-b")
    event = replace(other, scope=Scope("event", event="kick-off"), messages=other.messages[:4])
    equity = BoardQuestion("equity", "Whom do we reach?", ("equity",))

    found = answered(equity, [event, whole])

    assert {one.block.headline.theme for one in found.entries} == {"Equity"}
    assert {one.brief.id for one in found.entries} == {whole.id}
    assert len(found.entries) == len({one.block.quotes[0].excerpt for one in found.entries})


def test_both_files_say_the_same_on_two_pages():
    """A board gets two pages, whichever program opens them."""
    found = answered(LOOK_FOR, [published()])
    files = resource_files(found)
    page, text = "".join(docx_lines(files["docx"])), pdf_text(files["pdf"])

    assert len(pypdfium2.PdfDocument(BytesIO(files["pdf"]))) <= 2
    for one in (found.helps[0], found.hinders[0]):
        words = squeezed(one.block.quotes[0].text)
        assert words in squeezed(page)
        assert words in squeezed(text)
    assert QUESTION in page
    assert squeezed(QUESTION) in squeezed(text)


def test_the_signs_beside_a_statement_are_explained_on_the_pages():
    """A board member who meets '· Moorland' cannot ask the tool what the dot claims; Word tells it in words."""
    text = squeezed(pdf_text(resource_files(answered(LOOK_FOR, [published()]))["pdf"]))

    assert squeezed("✓Harbour") in text
    assert squeezed(MEANINGS["not told"]) in text


def test_what_finds_no_room_is_counted():
    found = answered(LOOK_FOR, [published()])
    blocks = resource(found, 1).sections[0].blocks

    left = len(found.helps) - 1
    assert len(found.helps) < MOST[0]
    assert [getattr(one, "text", "") for one in blocks[1:]] == ([f"{_counted(left)} in the briefs."] if left else [])


def _counted(left):
    return "1 more statement" if left == 1 else f"{left} more statements"


def test_the_hub_has_a_page_for_each_question_that_is_answered():
    made = site(hub(questions=(LOOK_FOR, BoardQuestion("none", "Nobody spoke of it?", ("improvement",)))))
    page = made["boards/what-should-we-look-for.html"].decode()

    assert "boards/none.html" not in made
    assert 'href="boards/what-should-we-look-for.html"' in made["boards.html"].decode()
    assert QUESTION in page
    assert "What helps" in page


@pytest.mark.parametrize(("text", "line"), [
    ('themes = ["equity"]', 'hub/questions/a.toml: question is missing; add a line question = "..."'),
    ('question = "Why?"\nthemes = ["nothing"]', "hub/questions/a.toml: themes 'nothing' is unknown; choose from equity"),
    ('question = "Why?"\ntheme = "equity"', "hub/questions/a.toml: no field 'theme'; a question has question, themes"),
    ("question = Why?", "a field is written as question ="),
])  # fmt: skip
def test_a_mistake_in_a_question_is_told_with_its_remedy(text, line):
    with pytest.raises(BadInput) as told:
        read_question("a.toml", text, ["equity"])

    assert line in str(told.value)
