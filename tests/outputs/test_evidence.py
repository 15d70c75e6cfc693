"""What is printed is short, and everything behind it stands in a file beside it."""

import pytest

from learnbrief.outputs.brief.brief import read_brief
from learnbrief.outputs.layout.annex import ROOMS, SINGLE
from learnbrief.outputs.layout.findings import sizes
from learnbrief.outputs.layout.outline import evidence, outline, printed
from learnbrief.outputs.render import EVIDENCE, FORMATS, render
from tests.outputs import reading


def _tables(page):
    return {block.table.id for section in page.sections for block in section.blocks if hasattr(block, "table")}


def test_a_file_has_one_name_and_a_format_one_file():
    names = [*FORMATS.values(), *EVIDENCE.values()]

    assert len(names) == len(set(names))
    assert set(EVIDENCE) <= set(FORMATS)


@pytest.mark.parametrize("form", sorted(EVIDENCE))
def test_whoever_asks_for_paper_gets_the_evidence_beside_it(brief, form):
    assert set(render(brief, [form])) == {FORMATS[form], EVIDENCE[form]}


def test_long_tables_of_evidence_are_not_printed_and_stand_in_the_page(brief):
    """47 of 49 pages were evidence, and nobody found page two."""
    paper = printed(brief, sizes(brief)[0], ROOMS[0])

    assert not {"evidence", "codebook", "matrix"} & _tables(paper)
    assert {"evidence", "codebook", "matrix"} <= _tables(evidence(brief)) & _tables(outline(brief))


def test_the_first_page_says_what_is_in_which(brief):
    text = reading.squeezed(reading.pdf_text(render(brief, ["pdf"])["brief.pdf"]))

    assert reading.squeezed("In the file ‘evidence’ beside it: every excerpt behind every finding") in text


def test_what_found_no_room_is_counted_where_it_is_missing(brief):
    """A reader must know that there is more."""
    paper = printed(brief, sizes(brief)[-1], 1)
    notes = [block.text for section in paper.annex for block in section.blocks if hasattr(block, "tone")]

    assert notes == ["1 more finding in the evidence file.", SINGLE]


def test_every_message_is_carried_somewhere_in_print(brief):
    for size in sizes(brief):
        blocks = [block for section in printed(brief, size, 1).sections for block in section.blocks]
        full = [block.finding for block in blocks if type(block).__name__ == "FindingBlock"]

        assert set(brief.messages) <= set(full)


def test_a_long_brief_keeps_to_its_pages(build):
    """A hundred findings must not make a hundred pages."""
    from dataclasses import replace

    from learnbrief.outputs.render.fitting import ANNEX_PAGES, MAIN_PAGES, annex_pages, main_pages

    brief = build()
    many = tuple(replace(brief.findings[n % 9], id=f"f-{n}") for n in range(9, 109))
    pdf = render(replace(brief, findings=(*brief.findings, *many)), ["pdf"])["brief.pdf"]

    assert main_pages(pdf) <= MAIN_PAGES
    assert annex_pages(pdf) <= ANNEX_PAGES


def test_a_brief_read_back_prints_the_same(brief):
    from learnbrief.outputs.brief.brief import brief_json

    assert printed(read_brief(brief_json(brief)), sizes(brief)[0], 6) == printed(brief, sizes(brief)[0], 6)
