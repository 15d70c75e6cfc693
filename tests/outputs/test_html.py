import re
from dataclasses import replace
from itertools import pairwise

import pytest

from learnbrief.corpus.tag import Action
from learnbrief.outputs.brief.brief import brief_id
from learnbrief.outputs.render.html import render_html
from tests.outputs import programme, reading
from tests.outputs.programme import review

BRIEF = brief_id(programme.SCOPE, programme.RUN.run_id)


@pytest.fixture(scope="module")
def page():
    from tests.outputs.conftest import build

    sources = {(document.document_id, document.version): document for document in programme.DOCUMENTS}
    return render_html(build(), sources=sources)


def _ids(page):
    return [value for name, value in reading.read_html(page).attributes if name == "id"]


def _links(page):
    return [value for name, value in reading.read_html(page).attributes if name == "href"]


def test_no_id_stands_twice(page):
    """A link to an id that stands twice leads to the wrong place."""
    ids = _ids(page)

    assert len(ids) == len(set(ids))


def test_every_link_leads_somewhere_in_the_page(page):
    ids = set(_ids(page))

    assert not [link for link in _links(page) if link[:1] != "#" or link[1:] not in ids]


def test_every_quote_opens_its_place_in_the_source(page, brief):
    marks = {target[2:] for target in _ids(page) if target.startswith("x-")}

    assert marks == {item.excerpt for point in brief.findings for item in (*point.evidence, *point.counter)} | {
        item.excerpt for topic in brief.emerging for item in topic.evidence
    }


def test_sources_stand_whole_and_word_for_word(page):
    """Marks cut the text up; nothing may be lost between the cuts."""
    shown = [
        re.sub(r'<a class="back".*?</a>', "", part)
        for part in re.findall(r'<div class="source-text">(.*?)</div>', page, re.DOTALL)
    ]
    texts = {reading.squeezed(re.sub(r"<[^>]+>", "", part)).replace("&#39;", "'") for part in shown}

    assert texts == {reading.squeezed(document.text) for document in programme.DOCUMENTS}


def test_the_page_asks_nothing_of_the_outside(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)

    assert policy
    assert policy[1].startswith("default-src 'none'")
    assert "unsafe-inline" not in policy[1].split("script-src")[1]
    assert not re.findall(r"""(?:src|href|url\()=?["']?(?:https?:)?//""", page)


def test_headings_come_in_order(page):
    """Screen readers walk the headings; a skipped level is a missing stair."""
    levels = [int(tag[1]) for tag in reading.read_html(page).tags if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize(
    ("reviews", "words"),
    [
        ([], "Draft, not yet approved"),
        ([review(1, Action.PIN, programme.FINDINGS[0].finding_id)], "In review by an evaluator"),
        ([review(1, Action.SIGN_OFF, BRIEF)], "Approved"),
    ],
)
def test_the_standing_of_a_brief_is_said_in_words(build, reviews, words):
    """Colour alone says nothing to one reader in twelve."""
    brief = build(reviews=reviews)
    page = render_html(brief)

    assert words in page
    assert f'class="status-{brief.status.replace(" ", "-")}"' in page
    assert ("Not yet checked by a person:" in page) == (brief.status != "approved")


def test_gaps_that_only_a_person_can_fill_show_in_a_draft_and_not_when_approved(build):
    assert "An evaluator has yet to write" in render_html(build())
    assert "An evaluator has yet to write" not in render_html(build(reviews=[review(1, Action.SIGN_OFF, BRIEF)]))


def test_a_brief_with_nothing_in_it_still_reads(build):
    """The first run on thin material must not look like a fault."""
    empty = replace(programme.ANALYSIS, findings=(), emerging=(), changes=())
    page = render_html(
        build(analysis=empty, messages=((), "No finding could be drawn from this material."), surveys=())
    )

    assert "No finding could be drawn from this material." in page


def test_a_brief_on_nothing_at_all_still_reads(build):
    empty = replace(programme.ANALYSIS, findings=(), emerging=(), changes=())

    page = render_html(build(documents=[], excerpts=[], tags=[], analysis=empty, messages=((), ""), surveys=()))

    assert "The tool found too little for a message" in page
