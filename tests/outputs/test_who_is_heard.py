"""Who is heard, how loudly, and in which kinds of source: told to evaluators, and to the public only where it tells nobody."""

from dataclasses import replace

import pytest

from learnbrief.corpus.document import Kind, Voice
from learnbrief.outputs.layout import tables
from learnbrief.outputs.layout.annex import SINGLE
from learnbrief.outputs.layout.outline import outline
from tests.outputs import programme


def prose(brief):
    return " ".join(getattr(block, "text", "") for section in outline(brief).sections for block in section.blocks)


@pytest.fixture
def loud():
    """The programme's excerpts, all of those without a role said by one person: nearly half of the words."""
    one = Voice("person-9", "Person 9", "participant")
    return [excerpt if excerpt.role else replace(excerpt, voice=one) for excerpt in programme.EXCERPTS.values()]


def test_voices_have_their_share_of_the_words(build):
    """Three executives who said most of it were heard otherwise than thirty who said a line each."""
    brief = build()
    table = tables.voices_table(brief)

    assert table.columns == ("Role group", "Voices", "Share of the words")
    assert sum(brief.base.words_by_role.values()) == brief.base.words
    assert 97 <= sum(int(row[2].text.removesuffix("%")) for row in table.rows) <= 103


def test_a_voice_that_outweighs_the_rest_is_told_to_evaluators_and_not_in_public(build, loud):
    """A brief that is mostly one person's view must not read as many people's; in public it would point to that person."""
    internal, published = build(excerpts=loud), build(excerpts=loud, view="published")

    assert "47% of the words are those of one voice, Person 9." in prose(internal)
    assert (published.base.loudest, published.base.words_by_role) == (None, {})
    assert "of one voice" not in prose(published)


def test_where_no_voice_outweighs_the_rest_nothing_is_said(build):
    """It is not news that people speak at different length."""
    assert build().base.loudest is None
    assert "of one voice" not in prose(build())


def test_a_theme_that_one_kind_of_source_raises_is_flagged(build):
    """Raised in coaching alone, though workshops were heard too: agreement of kinds is what evaluators look for."""
    brief = build()
    table = tables.triangulation_table(brief)
    alone = {heard.name: next(iter(heard.by_kind)) for heard in brief.themes if len(heard.by_kind) == 1}

    assert {row[0].text: row[-1].text for row in table.rows if row[-1].text} == {
        name: Kind(kind).words for name, kind in alone.items()
    }
    assert [row[0].text for row in table.rows] == [heard.name for heard in brief.themes]
    assert any(section.title == "Themes by kind of source" for section in outline(brief).sections)


def test_sources_of_one_kind_have_nothing_to_be_held_against(build):
    """A table of one column would only repeat the counts."""
    brief = build()
    one_kind = replace(brief, base=replace(brief.base, by_kind={"survey": 2}))

    assert tables.triangulation_table(one_kind).rows == ()


def test_what_holds_of_all_single_voices_is_said_once(build):
    """'Tentative' under each of a hundred and fifty sentences buries the few findings that count."""
    brief = build()
    (section,) = [one for one in outline(brief).sections if one.id == "single"]
    under = [line for block in section.blocks for line in getattr(block, "differed", ())]

    assert [getattr(block, "text", "") for block in section.blocks].count(SINGLE) == 1
    assert not any(line.startswith(("Tentative", "All of it comes from")) for line in under)


def nothing_on(brief, slug):
    return [
        block.text
        for section in outline(brief).sections
        if section.id == f"own-{slug}"
        for block in section.blocks
        if hasattr(block, "text") and "found nothing" in block.text
    ]


def test_the_tool_says_that_it_found_nothing_on_a_theme_only_where_no_finding_bears_it(build):
    """'Nothing on leadership was found in what was said' stood in a brief with a finding under that theme."""
    brief = build()
    slug = next(line.slug for line in brief.codebook if line.section)
    unheard = tuple(replace(line, documents=0) if line.slug == slug else line for line in brief.themes)
    own = tuple(one for one in brief.findings if slug not in {one.theme, *(part.theme for part in one.points)})
    name = next(line.name for line in brief.themes if line.slug == slug)
    voiced = tuple(replace(one, theme=slug, stance="question") for one in own[:1])

    none = replace(brief, themes=unheard, findings=own, messages=())
    assert nothing_on(none, slug) == [f"The tool found nothing on {name}. It may have been said all the same."]
    assert nothing_on(replace(none, findings=(*voiced, *own[1:])), slug) == []
