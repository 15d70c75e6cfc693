"""A brief on a role family: what its people said, and what others said of them."""

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from learnbrief.corpus.errors import BadInput
from learnbrief.flows.cli import app
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.scopes import check_scope, material_in, parse_scope
from learnbrief.outputs.brief.brief import read_brief
from learnbrief.outputs.layout.outline import outline

BOARD = parse_scope("role:board")


def test_the_scope_holds_their_words_and_those_on_them_and_no_others(tagged_store):
    words = [one.text for one in material_in(tagged_store, BOARD).excerpts if one.evidence]

    assert any("Leaders have to ask about inequality" in one for one in words)  # an executive said it
    assert any("Our board never asks about equity" in one for one in words)  # a table said it of them
    assert not any("two months late" in one or "We measure what is easy" in one for one in words)


def test_the_brief_says_whose_words_each_finding_holds(tagged, tagged_store):
    """Praise of a chief executive by herself is not praise by the wards."""
    made = make_brief(tagged, tagged_store, analyse_scope(tagged, tagged_store, BOARD))
    brief = read_brief((made / "brief.json").read_text(encoding="utf-8"))

    roles = {one.id: {item.role == "executive" for item in one.evidence} for one in brief.findings}
    assert {one.id: one.said_by for one in brief.findings} == {
        key: "both" if len(found) > 1 else "them" if True in found else "others" for key, found in roles.items()
    }
    assert brief.title == "What board members and senior leaders said, and what others said of them"
    # whatever has a theme with a section of its own stands there
    heard = tuple(replace(one, theme=None, tentative=False) for one in brief.findings)
    told = outline(replace(brief, findings=heard, messages=()))
    titles = {getattr(block, "title", "") for section in told.sections for block in section.blocks}
    parted = {"What board members and senior leaders said", "What others said of them", "What they and others said"}
    assert parted & titles


def test_where_few_hold_the_role_the_published_brief_does_not_part_them_from_others(tagged, tagged_store):
    """One executive: 'what they said' would be her words under her name."""
    run = analyse_scope(tagged, tagged_store, BOARD)
    make_brief(tagged, tagged_store, run)
    (head,) = tagged_store.briefs.of_scope(BOARD.record)

    assert {one.said_by for one in read_brief(head.published).findings} == {None}


def test_a_role_that_nobody_holds_is_told_with_those_there_are(tagged, tagged_store):
    """Whoever writes 'bord' finds 'board' in no column of the register: it stands for several roles."""
    wanted = "holds a role of 'bord'; there are: clinician, executive.*; 'board' stands for executive$"
    with pytest.raises(BadInput, match=wanted):
        check_scope(parse_scope("role:bord"), tagged_store, tagged.settings)


def test_ask_looks_through_a_role_alone(tagged):
    told = CliRunner().invoke(app, ["ask", "What", "about", "equity?", "--scope", "role:board", "-w", str(tagged.root)])

    assert told.exit_code == 0, told.output
    assert "Our board never asks about equity" in told.stdout
    assert "We measure what is easy" not in told.stdout


def test_scopes_of_before_there_were_roles_are_the_same(tagged_store):
    """A key more in every scope would make each brief of a workspace a stranger to its own past."""
    assert "role" not in parse_scope("cohort").record
    assert BOARD.record["role"] == "board"
