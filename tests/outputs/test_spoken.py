"""The thing that many name: counted from who names it now, and others' words beside a headline are their very words."""

from dataclasses import replace
from datetime import date

import pytest

from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.finding import Scope, ThenNow, spread_of
from learnbrief.corpus.naming import names
from learnbrief.outputs.brief.brief import brief_json, check_words, read_brief
from learnbrief.outputs.layout import counts
from tests.outputs.spoken_samples import BESIDE, NAMING, ONE_SOURCE, SAMPLE, SHEETS, Sample

ALL = {document.document_id: document for document in SAMPLE.documents}


def told(*findings, sample=SAMPLE, **changes):
    """The first finding of a brief."""
    return sample.brief(*findings, **changes).findings[0]


def hidden(key, word="█████"):
    """The programme after the thing was hidden in one line: as many characters, so that every place stays."""
    line = next(line for sheet in SHEETS for line in sheet.lines if line.key == key)
    masked = replace(line, words=line.words.replace("nterpreter", word.ljust(10, "█")))
    sheets = [replace(one, lines=tuple(masked if x is line else x for x in one.lines)) for one in SHEETS]
    return Sample.of(sheets=sheets)


@pytest.mark.parametrize("keys", [NAMING, "c1 m1", "c1 w1 f1"])
def test_it_is_counted_as_everything_else_is(keys):
    """Two ways of counting sources in one brief would differ by one some day, and end the trust in both."""
    spoken = told(SAMPLE.finding(spoken=SAMPLE.spoken(keys, ""))).spoken
    counted = spread_of([SAMPLE.excerpts[key] for key in keys.split()], ALL)

    assert (spoken.reach.documents, spoken.reach.voices, spoken.reach.excerpts) == (
        counted.documents, counted.voices, counted.excerpts,
    )  # fmt: skip
    assert (spoken.reach.collaboratives, spoken.reach.kinds) == (counted.collaboratives, counted.kinds)
    assert tuple(one.excerpt for one in spoken.evidence) == SAMPLE.ids(keys)


def test_its_count_is_not_the_statement_s():
    """Ten sources that name an interpreter do not all say that the line had no signal."""
    finding = told()

    assert (finding.reach.documents, finding.spoken.reach.documents) == (1, 6)
    assert len(finding.evidence) == 1


@pytest.mark.parametrize("key", ["m1", "w1", "s1"])
def test_an_excerpt_whose_words_were_hidden_since_names_it_no_longer(key):
    """That it stands there word for word is all that is claimed; of a hidden word it is not true."""
    sample = hidden(key)
    spoken = told(SAMPLE.finding(), sample=sample).spoken

    assert spoken.reach.documents == 5
    assert sample.ids(key)[0] not in {one.excerpt for one in (*spoken.evidence, *spoken.beside)}


@pytest.mark.parametrize(("keys", "kept"), [("c1", False), ("c1 m1", True)])
def test_a_thing_that_only_its_headline_names_is_not_told(keys, kept):
    """'1 source speaks of “interpreter”' under that source's own words says nothing."""
    assert (told(SAMPLE.finding(spoken=SAMPLE.spoken(keys, ""))).spoken is not None) is kept


def test_two_voices_of_one_source_are_enough():
    """A brief of one workshop has one source; there its voices are what is counted."""
    finding = ONE_SOURCE.finding("m1", head="m1", spoken=ONE_SOURCE.spoken("m1 m3", ""))

    assert told(finding, sample=ONE_SOURCE).spoken.reach.voices == 2


@pytest.mark.parametrize("key", ["c1", "w1"])
def test_beside_a_headline_stand_the_words_of_others(key):
    """The same sentence as headline and as 'others say' is one voice made two."""
    finding = told(SAMPLE.finding("c1 w1", head=key, candidates=(SAMPLE.whole("w1"),)))

    assert finding.spoken.beside
    assert SAMPLE.ids(key)[0] not in {clause.excerpt for clause in finding.spoken.beside}


def test_neither_half_of_a_then_and_now_is_repeated_beside_it():
    """Told as then and now, both clauses are the headline."""
    both = ThenNow(SAMPLE.whole("c1"), SAMPLE.whole("r1"), date(2025, 2, 10), date(2025, 5, 6), changed=True)
    finding = told(SAMPLE.finding("c1 r1", then_now=both))

    assert {clause.excerpt for clause in finding.spoken.beside} == set(SAMPLE.ids("w1 m1"))


def test_what_is_kept_for_blind_coding_is_not_shown_beside_a_headline():
    """Read under a theme it is no longer coded blind; that it names the thing is counted all the same."""
    spoken = told(kept_blind=frozenset(SAMPLE.ids("w1 r1"))).spoken

    assert [clause.excerpt for clause in spoken.beside] == list(SAMPLE.ids("m1"))
    assert spoken.reach.documents == 6


def test_a_headline_that_was_spared_for_one_that_names_it_keeps_the_thing():
    """Its clause gives way to another that speaks of it too; the other is then not repeated beside it."""
    finding = told(SAMPLE.finding("c1 m1"), kept_blind=frozenset(SAMPLE.ids("c1")))

    assert finding.heading == BESIDE["m1"]
    assert [clause.excerpt for clause in finding.spoken.beside] == list(SAMPLE.ids("w1 r1"))


def test_every_word_beside_a_headline_is_its_excerpt_s():
    """Whoever reads a quotation must find it in the source, letter by letter."""
    brief = SAMPLE.brief()
    check_words(brief, SAMPLE.sources())
    spoken = brief.findings[0].spoken

    assert [clause.text for clause in spoken.beside] == list(BESIDE.values())
    changed = replace(spoken.beside[0], text=spoken.beside[0].text.replace("leaflet", "letter"))
    untrue = replace(spoken, beside=(changed, *spoken.beside[1:]))
    with pytest.raises(BrokenStore):
        check_words(
            replace(brief, findings=(replace(brief.findings[0], spoken=untrue),)), SAMPLE.sources()
        )  # fmt: skip


def test_an_excerpt_that_only_names_it_is_held_against_its_source_too():
    """It stands in the annex as evidence does."""
    brief = SAMPLE.brief()
    spoken = brief.findings[0].spoken
    changed = replace(spoken.evidence[-1], text="Put the name of the interpreter on the door.")
    untrue = replace(spoken, evidence=(*spoken.evidence[:-1], changed))

    with pytest.raises(BrokenStore):
        check_words(replace(brief, findings=(replace(brief.findings[0], spoken=untrue),)), SAMPLE.sources())


def test_a_brief_is_read_as_it_was_written():
    for view in ("internal", "published"):
        brief = SAMPLE.brief(view=view)

        assert brief.findings[0].spoken is not None
        assert read_brief(brief_json(brief)) == brief


def test_many_collaboratives_are_counted_beside_sources():
    brief = SAMPLE.brief()

    line = counts.finding_line(brief.findings[0], brief)
    assert line.endswith("; at least 6 sources from 4 of 5 collaboratives speak of “interpreter”")


def test_of_one_collaborative_only_sources_are_counted():
    """'1 of 5 collaboratives' in a brief about that one is no news."""
    brief = SAMPLE.brief(scope=Scope("collaborative", collaborative="harbour"))

    assert counts.finding_line(brief.findings[0], brief).endswith("; at least 6 sources speak of “interpreter”")


def test_of_one_source_voices_are_counted():
    """'1 source speaks of it' in a brief of one workshop tells nobody how many did."""
    finding = ONE_SOURCE.finding("m1", head="m1", spoken=ONE_SOURCE.spoken("m1 m3", ""))
    brief = ONE_SOURCE.brief(finding, scope=Scope("event", event="e-i-moorland"))

    assert counts.finding_line(brief.findings[0], brief).endswith("; 2 voices speak of “interpreter”")


def test_a_brief_without_it_says_nothing_of_it():
    """Briefs of before it was looked for, and findings whose headline names nothing that many name."""
    brief = SAMPLE.brief(SAMPLE.finding(spoken=None))

    assert brief.findings[0].spoken is None
    assert "speak of" not in counts.finding_line(brief.findings[0], brief)
    assert all(names("interpreter", SAMPLE.excerpts[key].text) for key in NAMING.split())
