"""A brief tells who is to do what by when and what became of it: a list of wishes is nothing that a board can ask after."""

import re
from dataclasses import replace
from datetime import date

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Participant
from learnbrief.corpus.finding import Finding, Followed, Point, Scope
from learnbrief.corpus.tag import Action
from learnbrief.corpus.withdrawal.words import Taken
from learnbrief.outputs.brief.brief import brief_json, evidence_of, read_brief
from learnbrief.outputs.brief.withdrawn import Views, without
from learnbrief.outputs.layout.actions import actions_blocks, actions_table, every_action
from learnbrief.outputs.layout.blocks import Paragraph
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.render import render
from tests.corpus.tables import minutes
from tests.outputs import programme, reading
from tests.outputs.programme import EXCERPTS, review

TABLE = minutes(
    ("Action", "Who", "By when"),
    ("Paint the store by the lifts in one colour", "[Person 2]", "20 June 2025"),
    ("Count the wet coats on every ward for a week", "[Person 12]", "end July"),
    ("Bring a kettle to each of the five huddles", "night porters", "31 May 2026"),
)
ROWS = cut(TABLE, {})[:1] + [one for one in cut(TABLE, {}) if one.text.startswith(("Count", "Bring"))]
TOLD = EXCERPTS["r5"]
MANY = (*programme.PARTICIPANTS, *(Participant(f"Person {n}", "improvement lead", "fenland") for n in range(20, 26)))


def action(number, followed=None):
    one = (ROWS[number].excerpt_id,)
    return Finding(None, "action", ROWS[number].text, one, one, points=(Point(one, None, "action", followed=followed),))


PAINT, COUNT, BRING = action(0, Followed(TOLD.excerpt_id, done=True)), action(1), action(2)


@pytest.fixture
def made(build):
    """The invented programme after its steering group had met."""

    def built(*, actions=(PAINT, COUNT, BRING), **changes):
        return build(
            documents=(*programme.DOCUMENTS, TABLE),
            excerpts=(*EXCERPTS.values(), *ROWS),
            analysis=replace(programme.ANALYSIS, findings=(*programme.FINDINGS, *actions)),
            participants=MANY,
            **changes,
        )

    return built


def rows(brief):
    return {row[0].text: [cell.text for cell in row[1:4]] for row in actions_table(brief).rows}


def test_the_evaluators_read_owner_day_and_what_became_of_it(made):
    """The day as written and, where that leaves out the year, as a date."""
    found = rows(made())

    assert found[ROWS[0].text][:2] == ["Person 2", "20 June 2025"]
    assert found[ROWS[0].text][2].startswith("Told as done on ")
    assert found[ROWS[1].text] == ["Person 12", "end July (31 July 2025)", "–"]
    assert found[ROWS[2].text][0] == "Night porters"


def test_what_is_open_and_due_first_stands_first_and_what_is_done_last(made):
    """Whoever has two minutes reads the top."""
    order = [row[0].text for row in actions_table(made()).rows if row[0].text in {one.text for one in ROWS}]

    assert order == [ROWS[1].text, ROWS[2].text, ROWS[0].text]


def test_the_public_reads_a_role_that_many_hold_or_no_owner(made):
    """A pseudonym is the same in every brief, and words of a table say 'night porters' of two people."""
    brief = made(view="published")
    found = rows(brief)

    assert found[ROWS[0].text][0] == "An improvement lead"
    assert [found[ROWS[number].text][0] for number in (1, 2)] == ["not named", "not named"]
    assert found[ROWS[0].text][2] == "Told as done"
    assert "Person 2" not in re.sub(r"Person \d\d", "", brief_json(brief))


@pytest.mark.parametrize("name", ["html", "docx", "md", "pdf", "pptx"])
def test_every_format_tells_owner_and_day(made, name):
    """The typeset page left the table out: its section was laid out by hand and knew quotes alone."""
    files = render(made(), [name])
    texts = {
        "html": lambda: files["brief.html"].decode(),
        "docx": lambda: "\n".join(reading.docx_lines(files["brief.docx"])),
        "md": lambda: reading.markdown_text(files["brief.md"].decode()),
        "pdf": lambda: reading.pdf_text(files["brief.pdf"]),
        "pptx": lambda: reading.pptx_text(files["brief.pptx"]),
    }
    flat = reading.squeezed(texts[name]())

    for words in ("Count the wet coats on every ward", "Person 12", "end July (31 July 2025)"):
        assert reading.squeezed(words) in flat


def test_an_action_of_the_table_is_not_quoted_a_second_time(made):
    """Two lists with the same line look like two actions."""
    (voiced,) = (section for section in outline(made()).sections if section.id == "voiced")
    quoted = {item.text for block in voiced.blocks for item in getattr(block, "items", ())}

    assert not quoted & {one.text for one in ROWS}


def test_who_told_that_it_is_done_is_evidence_that_can_be_withdrawn(made):
    """Their words stand in the brief: a withdrawal that did not reach them would leave them there."""
    brief = made()
    assert TOLD.excerpt_id in {one.excerpt for one in evidence_of(brief)}

    taken = Taken(excerpts={TOLD.excerpt_id: TOLD}, texts=[TOLD.text])
    after = without(Views(brief, None), taken).internal
    assert TOLD.text not in brief_json(after)
    assert rows(after)[ROWS[0].text] == ["Person 2", "20 June 2025", "–"]


def test_owner_and_day_go_with_the_row_that_gave_them(made):
    """Nothing of a withdrawn row stays behind."""
    taken = Taken(excerpts={ROWS[1].excerpt_id: ROWS[1]}, texts=[ROWS[1].text])

    assert ROWS[1].text not in rows(without(Views(made(), None), taken).internal)


def test_the_deed_is_kept_in_the_file_of_the_brief(made):
    """An approved brief renders from its JSON for ever."""
    brief = made()

    assert read_brief(brief_json(brief)) == brief
    assert next(point.deed for f in brief.findings for point in f.points if point.deed).due_on is not None


def test_an_action_that_an_evaluator_left_out_is_in_no_table(made):
    """Left out means left out."""
    brief = made(reviews=[review(1, Action.DROP, BRING.finding_id)])

    assert ROWS[2].text not in rows(brief)


def test_a_day_is_a_day_in_the_workbook(made):
    """A column of days that is text cannot be sorted."""
    days = [row[2].value for row in actions_table(made()).rows]

    assert date(2025, 7, 31) in days


def under_the_table(brief):
    (voiced,) = (section for section in outline(brief).sections if section.id == "voiced")
    return [block.text for block in voiced.blocks if isinstance(block, Paragraph)]


def test_where_nothing_was_found_the_brief_says_once_that_the_tool_found_nothing(made):
    """'No later word found' in seven rows was false in four: a claim about recall that no tool can make."""
    assert under_the_table(made()) == [
        "–: the tool found nothing; it may have been said all the same. Ask before you tell an action as open."
    ]


def test_where_every_cell_is_filled_nothing_is_said_of_empty_ones(made):
    """A note on rows that do not exist sends a reader to look for them."""
    brief = made()
    told = replace(brief, findings=tuple(one for one in brief.findings if one.id == PAINT.finding_id), messages=())

    assert under_the_table(told) == []


def test_a_brief_on_one_event_claims_no_more(made):
    """It holds no later source: 'no later word' would be nothing but its own scope."""
    found = rows(replace(made(), messages=(), scope=Scope("event", event="steering")))

    assert found[ROWS[1].text][2] == "–"


def test_what_comes_again_is_told_as_being_done(made):
    """'Done' of a list that goes out every month reads as if no more were owed."""
    brief = made()
    (found,) = (one for one in brief.findings if one.id == PAINT.finding_id)
    points = tuple(replace(one, deed=replace(one.deed, due="every month", due_on=None)) for one in found.points)
    again = replace(brief, findings=(replace(found, points=points),), messages=())

    assert rows(again)[ROWS[0].text][2].startswith("Told as being done on ")


def test_whose_later_word_stands_in_a_row_has_no_row_of_its_own(made):
    """'I will keep on sending the list' looked like a second promise beside the list that goes out every month."""
    brief = made()
    (paint,) = (one for one in brief.findings if one.id == PAINT.finding_id)
    (count,) = (one for one in brief.findings if one.id == COUNT.finding_id)

    def told_by_the_other(owner):
        deed = replace(paint.points[0].deed, owner=owner, told=count.evidence[0])
        first = replace(paint, points=(replace(paint.points[0], deed=deed),))
        return replace(brief, findings=(first, count), messages=())

    assert set(rows(told_by_the_other(count.points[0].deed.owner))) == {ROWS[0].text}
    assert set(rows(told_by_the_other("[Person 2]"))) == {ROWS[0].text, ROWS[1].text}


def test_a_slide_leaves_out_what_was_not_found(made):
    """It is read aloud, and nobody reads a dash aloud."""
    text = reading.squeezed(reading.pptx_text(render(made(), ["pptx"])["brief.pptx"]))

    assert reading.squeezed("By when: end July (31 July 2025).") in text
    assert reading.squeezed("(31 July 2025). –") not in text


def test_a_list_that_is_cut_short_says_how_many_more_there_are(made):
    """Two rows of four were read as the two actions of the programme."""
    brief = made()
    (table, *_, more) = actions_blocks(brief, 1)

    assert len(table.table.rows) == 1
    assert more.text == f"{len(actions_table(brief).rows) - 1} more actions in the evidence, under Actions."
    assert len(every_action(brief)[0].table.rows) == len(actions_table(brief).rows)


def test_the_table_of_the_evidence_explains_its_empty_cells_too(made):
    """The evidence is a file of its own: a mark that only another file explains is none."""
    assert [block.text for block in every_action(made()) if isinstance(block, Paragraph)] == [
        "–: the tool found nothing; it may have been said all the same. Ask before you tell an action as open."
    ]


def test_the_public_file_holds_no_time_of_an_action_that_it_does_not_quote(made):
    """Words of an excerpt that is not published are not published beside it either."""
    both = (ROWS[1].excerpt_id, ROWS[0].excerpt_id)
    one = Finding(None, "action", ROWS[0].text, both, both[1:], points=(Point(both, None, "action"),))

    assert "end July" in _times(made(actions=(one,)))
    assert "end July" not in _times(made(actions=(one,), view="published"))


def _times(brief):
    return [point.deed.due for finding in brief.findings for point in finding.points if point.deed]
