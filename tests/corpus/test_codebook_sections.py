"""A theme may have a section of its own in every brief: a field of the codebook, not a slug in code."""

from learnbrief.corpus.codebook import Codebook, Theme, default_codebook, parse_codebook, write_codebook


def test_the_default_codebook_names_its_sections():
    assert {theme.slug: theme.section for theme in default_codebook().themes if theme.section} == {
        "leadership": "The role of senior leaders",
        "equity": "Equity: who is reached and who is missed",
    }


def test_a_section_survives_being_written_and_read():
    codebook = Codebook((Theme("lists", "Fair access to lists", "Who waits.", section="Who waits and who does not"),))

    assert parse_codebook(write_codebook(codebook)) == codebook


def test_a_new_section_is_an_edit_and_none_leaves_older_versions_theirs():
    """Tags and analyses are kept under a codebook's version: it must not move by itself."""
    without = Codebook((Theme("data", "Data", "Numbers."),))
    with_one = Codebook((Theme("data", "Data", "Numbers.", section="On data"),))

    assert without.version == "dc05a558a844"  # as it was before themes could have sections
    assert with_one.version != without.version


def test_a_codebook_is_read_once():
    """Every step of a run asks for it, and reading YAML takes longer than most steps."""
    text = write_codebook(default_codebook())

    assert parse_codebook(text) is parse_codebook(text)
