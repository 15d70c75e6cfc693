"""What leaves on paper, slides and blogs holds what the approved brief holds, and nothing else."""

from dataclasses import replace
from io import BytesIO

import docx
import pptx
import pytest

from learnbrief.corpus.document import Collaborative
from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.tag import Action
from learnbrief.outputs.brief.reported import ReportedSilence
from learnbrief.outputs.hub.blog import blog
from learnbrief.outputs.hub.handouts import (
    ASKS,
    CLOSING,
    facilitators_sheet,
    feedback_form,
    handout,
    messages,
    refuse_unpublished,
)
from learnbrief.outputs.hub.site import site
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.headlines import headline
from learnbrief.outputs.render.docx import outline_docx
from learnbrief.outputs.render.pptx import render_playback
from tests.outputs.conftest import build
from tests.outputs.hub.samples import QUESTION, hub, published
from tests.outputs.programme import review


def slides_of(brief):
    deck = pptx.Presentation(BytesIO(render_playback(brief, asks=ASKS, closing=CLOSING)))
    return ["\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in deck.slides]


def words_of(content):
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)


@pytest.mark.parametrize("refused", [build(), build(view="published")], ids=["internal", "not approved"])
def test_nothing_but_an_approved_brief_as_published_leaves(refused):
    with pytest.raises(BrokenStore, match="only an approved one leaves"):
        refuse_unpublished(refused)


def test_a_slide_a_message_with_statement_quote_speaker_and_both_questions():
    """The room judges one thing at a time, and knows who said it as far as may be told."""
    brief = published()
    slides = [slide for slide in slides_of(brief) if all(ask in slide for ask in ASKS)]

    assert len(slides) == len(brief.messages)
    for slide, wanted in zip(slides, brief.messages, strict=True):
        finding = brief.finding(wanted)
        assert headline(finding, brief).text in slide
        assert counts.finding_line(finding, brief) in slide
        shown = [one for one in finding.quoted if one.text in slide]
        assert shown
        assert all(wording.attribution(one, brief) in slide for one in shown)


def test_the_form_asks_of_every_message_without_asking_who_you_are():
    """Agreement, disagreement and silence are three things, so 'cannot say' has a box of its own."""
    brief = published()
    form = words_of(outline_docx(brief, feedback_form(brief)))

    assert form.count("It rings true") == form.count("It does not") == form.count("I cannot say") == len(brief.messages)
    assert "write no names" in form
    for wanted in brief.messages:
        assert headline(brief.finding(wanted), brief).text in form


def test_the_facilitator_reads_what_to_ask_and_who_was_not_heard():
    brief = published()
    sheet = words_of(outline_docx(brief, facilitators_sheet(brief)))

    assert brief.base.not_heard
    assert f"Not heard: {'; '.join(brief.base.not_heard)}." in sheet
    assert sheet.count("Who would see it differently, and why?") == len(brief.messages)


def test_the_handout_holds_messages_and_questions_for_boards():
    brief = published()
    page = words_of(outline_docx(brief, handout(brief)))

    assert QUESTION in page
    assert all(headline(brief.finding(wanted), brief).text in page for wanted in brief.messages)


def test_a_headline_of_an_evaluator_says_so_wherever_it_leaves():
    """A room that takes our words for somebody's speech agrees with us, and not with the people heard."""
    plain = published()
    reworded = review(9, Action.REWORD, plain.messages[0], heading="Leaders who come help")
    brief = published(extra=(reworded,))
    files = [outline_docx(brief, page(brief)) for page in (handout, facilitators_sheet, feedback_form, blog)]
    texts = [*map(words_of, files), "\n".join(slides_of(brief)), *_pages(brief)]

    for text in texts:
        assert "Leaders who come help" in text
        assert text.count("worded by an evaluator") == text.count("Leaders who come help") or "<html" in text
        assert "worded by an evaluator" in text


def _pages(brief):
    return [page.decode() for path, page in site(hub(brief)).items() if path == f"briefs/{brief.id}/index.html"]


def test_no_place_alone_stands_over_a_quote_by_role():
    """'Riverside: found' over 'Improvement lead' is that person's name to whoever knows Riverside."""
    brief = published()
    first = brief.finding(brief.messages[0])
    quote = replace(first.quoted[0], role="improvement lead", voice="", collaborative=None)
    one_place = replace(first.spread, collaboratives=("riverside",), places=1)
    told = replace(
        first, evidence=(quote,), quotes=(quote.excerpt,), spread=one_place, stated=None, stated_by=(), points=(),
        silent=(ReportedSilence(collaborative="harbour", excerpts=9),),
    )  # fmt: skip
    brief = replace(brief, findings=(told,), messages=(told.id,))
    block = messages(brief)[0]

    assert "mprovement lead" in block.quotes[0].attribution
    assert block.strip == ()
    assert not [line for line in block.differed if "Not found in" in line]
    assert not list(hub(brief).naming(Collaborative("riverside", "Riverside")))
    for page in (handout, facilitators_sheet, blog):
        assert "Riverside: found" not in words_of(outline_docx(brief, page(brief)))
