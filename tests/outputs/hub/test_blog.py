"""A blog draft reads as paragraphs and says nothing that its brief does not hold."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from learnbrief.corpus.stance import Stance
from learnbrief.outputs.hub.blog import BLOG, JOINTS, LEADS, LONGEST, PARTS, SHORTEST, blog, messages_line, words_in
from learnbrief.outputs.layout import counts
from learnbrief.outputs.layout.blocks import Bullets, Paragraph
from learnbrief.outputs.layout.headlines import headline
from learnbrief.outputs.render.html import render_html
from learnbrief.outputs.render.markdown import outline_markdown
from tests.outputs.hub.samples import QUESTION, published


def words(text):
    return re.findall(r"[\w']+", text.casefold())


def texts(page):
    for section in page.sections:
        yield section.title
        for block in section.blocks:
            yield from getattr(block, "items", ()) or (block.text,)


def short(brief):
    """The same with one message and nothing else."""
    return replace(brief, findings=(brief.finding(brief.messages[0]),), messages=brief.messages[:1])


@pytest.mark.parametrize("made", [published, lambda: short(published())], ids=["whole", "short"])
def test_no_word_and_no_number_that_the_brief_does_not_hold(made):
    """A draft is published under a programme's name: a word of ours about its material would be taken for a finding."""
    brief = made()
    held = set(words(BeautifulSoup(render_html(brief), "lxml").get_text(" ")))
    ours = set(words(" ".join((*PARTS.values(), *LEADS.values(), *JOINTS))))
    counted = set(words(messages_line(brief)))
    told = [word for text in texts(blog(brief)) for word in words(text)]

    assert [word for word in told if word not in held | ours | counted] == []
    assert not [word for word in ours if word.isdigit()]
    assert not ours & {stance.value for stance in Stance}


def test_what_stands_in_quotation_marks_is_a_quote_of_the_brief():
    brief = published()
    said = {one.text for finding in brief.findings for one in finding.quoted if one.kind == "verbatim"}
    clauses = "\n".join(headline(finding, brief).text for finding in brief.findings)
    clauses += "\n".join(side.text for finding in brief.findings for side in headline(finding, brief).sides)
    marked = re.findall("\u201c([^\u201d]+)\u201d", "\n".join(texts(blog(brief))))

    assert marked
    assert [one for one in marked if one not in said and one not in clauses] == []


def test_it_reads_as_paragraphs_and_not_as_a_list_of_quotes():
    """The first draft was eighteen headings with a quote under each, and nobody could publish it."""
    page = blog(published())
    blocks = [block for section in page.sections for block in section.blocks]

    assert {type(block) for block in blocks} <= {Paragraph, Bullets}
    assert sum(isinstance(block, Paragraph) for block in blocks) >= 2 * sum(
        isinstance(block, Bullets) for block in blocks
    )
    for text in (block.text for block in blocks if isinstance(block, Paragraph)):
        assert not text.startswith(("\u201c", ">")), "a paragraph begins with who or how many, not with a quote"
    titles = [section.title for section in page.sections]
    assert len(titles) == len(set(titles)), "messages on one theme stand under one heading"


def test_every_message_is_told_with_how_widely_it_was_found_and_who_said_it():
    brief = published()
    whole = " ".join(texts(blog(brief)))

    for wanted in brief.messages:
        finding = brief.finding(wanted)
        reach = counts.finding_line(finding, brief).removeprefix("Found").removeprefix("Said by")
        assert reach in whole
        assert any(one.text in whole for one in finding.quoted)
    assert QUESTION in whole
    assert not brief.base.not_heard or f"Not heard: {'; '.join(brief.base.not_heard)}." in whole
    assert brief.id in whole


def test_its_messages_are_counted_by_theme():
    """Somebody who reads on wants to know about what."""
    brief = published()
    numbers = [int(number) for number in re.findall(r"[0-9]+", messages_line(brief))]

    assert numbers[0] == len(brief.messages) == sum(numbers[1:])
    assert messages_line(replace(brief, messages=(), messages_note="Too little was heard.")) == "Too little was heard."


def test_it_says_that_it_is_a_draft_and_is_no_longer_than_people_read():
    page = blog(published())

    assert words_in(page) <= LONGEST
    assert page.status_words == "Draft"
    assert BLOG in page.warning
    assert "Draft" in outline_markdown(page)
    assert page.sections[-1].title == "Sources"


def test_a_brief_that_holds_little_gives_a_short_draft_that_says_so():
    """Filled up to 500 words it would say more than anybody said."""
    page = blog(short(published()))

    assert words_in(page) < SHORTEST
    assert f"It has {words_in(page)} words, fewer than {SHORTEST}: the brief holds no more." in page.warning
