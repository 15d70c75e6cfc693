"""Where words are from: tables, grids, prefixes and labels tell it; a mention does not."""

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Collaborative, Participant
from learnbrief.corpus.places import PlaceNames, placed
from tests.corpus.samples import frozen, read_from

MILLBROOK = Collaborative("millbrook", "Millbrook Acute Collaborative")
LONG_MEADOW = Collaborative("longmeadow", "Long Meadow", short="Meadow")
STRAND = Collaborative("strand", "Strand and Quay Community Partnership", short="Strand")
NAMES = PlaceNames([MILLBROOK, LONG_MEADOW, STRAND])


def places(tmp_path, name: str, content: str, **others) -> dict[str, str | None]:
    """Where each excerpt of a file is from, by its words."""
    document = frozen(placed(read_from(tmp_path, name, content).source, NAMES), **{"collaborative": None, **others})
    found = cut(document, {})
    for excerpt in found:
        excerpt.check_against(document)
    return {excerpt.text: excerpt.collaborative for excerpt in found}


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Millbrook", "millbrook"),
        ("MILLBROOK ACUTE", "millbrook"),
        ("the Millbrook table", "millbrook"),
        ("Long Meadow", "longmeadow"),
        ("longmeadow", "longmeadow"),
        ("Meadow", "longmeadow"),
        ("Long", None),
        ("Strand and Quay", "strand"),
        ("Millbrook and Meadow", None),
        ("Millbrook Road", None),
        ("nowhere", None),
        ("", None),
    ],
)
def test_a_collaborative_is_meant_by_a_whole_name_and_never_by_a_part_of_one(words, place):
    """'Long' may be anybody's; 'Millbrook' is all that tells the Millbrook Acute Collaborative from others."""
    assert NAMES.meant(words) == place


@pytest.mark.parametrize(
    "heading",
    [
        "Table 3: Long Meadow & guests",
        "Grp B - Millbrook",
        "Tbl 2 – Strand",
        "T2: Millbrook",
        "B) Long Meadow",
        "Table 5: mainly Millbrook",
        "Millbrook’s table",
        "What Millbrook said:",
        "Millbrook team + visitors",
        "Strand nurses and therapists",
        "Long Meadow cont'd",
        "Millbrook x5",
        "Millbrook Hosp. Collab.",
        "Poster: Millbrook",
        "Feedback: the Millbrook tables",
    ],
)
def test_the_ways_in_which_people_head_a_table_tell_its_place(tmp_path, heading):
    """What stood under them was told as 'not known', or as not heard from a collaborative that had a table of its own."""
    said = "The lift has been out since Easter."
    (place,) = set(places(tmp_path, "notes.md", f"# Day\n\n## {heading}\n\n- {said}\n").values())

    assert place == NAMES.in_heading(heading) is not None
    assert place in heading.replace(" ", "").casefold()


@pytest.mark.parametrize(
    "heading",
    [
        "Guests at the Millbrook table",
        "Millbrook and guests from Strand",
        "Table 2: the Millbrook card",
        "Questions for Millbrook",
        "Everyone except Millbrook",
        "Millbrook’s reply to Strand",
        "A visit to Millbrook",
        "Table 6 (mixed, some from Millbrook)",
    ],
)
def test_a_heading_that_speaks_of_a_place_is_not_that_places(heading):
    """Their words would be counted as those of people who were not at the table."""
    assert NAMES.in_heading(heading) is None


def test_a_table_in_short_is_the_same_table(tmp_path):
    """'Tbl 2' of the notes and 'Table 2' of the write-up are one group."""
    text = "# Day\n\n## Tbl 2\n\n- The lift has been out.\n\n## Grp. B\n\n- The gate is locked.\n"
    found = cut(frozen(read_from(tmp_path, "notes.md", text).source), {})

    assert [one.voice.label for one in found] == ["Table 2", "Group B"]


def test_a_beginning_that_two_share_names_neither():
    """Guessing between the acute and the community collaborative of one town would be wrong half the time."""
    both = PlaceNames([MILLBROOK, Collaborative("millbrook-community", "Millbrook Community Collaborative")])

    assert both.meant("Millbrook Acute") == "millbrook"
    assert both.meant("Millbrook Community") == "millbrook-community"
    assert PlaceNames([Collaborative("a", "Fell Acute"), Collaborative("b", "Fell Community")]).meant("Fell") is None


def test_a_name_may_be_cut_where_its_slug_ends():
    """Whoever sets up a programme writes the short name as the slug: tables say 'Six Mile', not 'Six Mile Early Help'."""
    names = PlaceNames(
        [Collaborative("sixmile", "Six Mile Early Help"), Collaborative("six", "The Sixth Form Clinics")]
    )

    assert names.in_heading("Table 2 (Six Mile)") == "sixmile"
    assert names.meant("Six Mile Early") is None
    assert "six mile" in names.written


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Two of us are from Millbrook, and sat here because our own table was full.", "millbrook"),
        ("We're all from Long Meadow: the lift there has been out since Easter.", "longmeadow"),
        ("We came from Millbrook and went on to Strand, which took an hour.", None),
        ("We are far from Millbrook, so nobody comes to see us.", None),
        ("We learned from Millbrook, who had done it before us.", None),
        ("Half of us are from the ward, half from the clinic.", None),
    ],
)
def test_whoever_says_where_he_is_from_is_placed(tmp_path, line, place):
    """At a mixed table the sentence is all that tells it."""
    assert places(tmp_path, "notes.md", f"# Day\n\n## Table 6\n\n- {line}\n") == {line: place}


def test_the_place_of_a_table_is_stronger_than_where_one_of_it_is_from(tmp_path):
    """A visitor at Millbrook's table does not make its notes Strand's."""
    line = "One of us is from Strand, and knew the porter there."

    assert places(tmp_path, "notes.md", f"## Table 1 (Millbrook)\n\n- {line}\n") == {line: "millbrook"}


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Table 1 (Millbrook)", "millbrook"),
        ("Long Meadow, table C", "longmeadow"),
        ("Strand table", "strand"),
        ("Table 2 – Meadow: what gets in the way", "longmeadow"),
        ("Millbrook: what helped", "millbrook"),
        ("Table 3: what we can learn from Millbrook", None),
        ("Learning day at Millbrook", None),
        ("Table 4 (Millbrook and Strand)", None),
        ("Table 5", None),
    ],
)
def test_a_heading_tells_whose_table_it_is_and_not_what_it_is_about(heading, place):
    """A table that speaks of another place is not that place's."""
    assert NAMES.in_heading(heading) == place


def test_every_table_of_a_shared_event_speaks_for_its_own_collaborative(tmp_path):
    """Otherwise one site's trouble is told as nobody's, and that site as silent."""
    notes = """\
# Swap day
## Table 1 (Millbrook)
- The lift has been out since Easter and nobody says when it comes back.
### What helps
- The porters know every back stair and take the trolleys round.
## Long Meadow, table C
- Our lift works but only the day staff have the fob for it.
## Table 5
- Nobody here had heard of the fob.
"""

    assert list(places(tmp_path, "notes.md", notes).values()) == ["millbrook", "millbrook", "longmeadow", None]


@pytest.mark.parametrize("suffix", ["md", "html"])
@pytest.mark.parametrize("head", ["Where", "Collaborative"])
def test_the_first_column_of_a_grid_says_where_its_rows_are_from(tmp_path, suffix, head):
    """Scribes fill a grid with one row a collaborative; the cell that names it is nobody's statement."""
    rows = [[head, "What gets in the way"], ["Strand", "The van comes once a week."], ["Meadow", "No fob, no lift."]]
    if suffix == "md":
        text = "\n".join("| " + " | ".join(row) + " |" for row in [rows[0], ["---", "---"], *rows[1:]])
    else:
        cells = [
            "".join(f"<{tag}>{cell}</{tag}>" for cell in row) for row, tag in zip(rows, ["th", "td", "td"], strict=True)
        ]
        text = f"<html><body><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></body></html>"

    assert places(tmp_path, f"grid.{suffix}", text) == {
        "The van comes once a week.": "strand",
        "No fob, no lift.": "longmeadow",
    }


def test_a_column_headed_by_a_place_or_by_the_word_says_it_wherever_it_stands(tmp_path):
    """Some put the site last, some give each site a column."""
    last = "| What gets in the way | Site |\n|---|---|\n| The van comes once a week. | Strand |\n"
    each = "| Question | Millbrook | Meadow |\n|---|---|---|\n| Lifts | Out since Easter. | Only with a fob. |\n"

    assert places(tmp_path, "last.md", last) == {"The van comes once a week.": "strand"}
    found = places(tmp_path, "each.md", each)
    assert (found["Out since Easter."], found["Only with a fob."]) == ("millbrook", "longmeadow")


def test_a_merged_first_cell_of_word_holds_for_the_rows_below(tmp_path):
    """Word tables join the cells of one collaborative."""
    import docx

    document = docx.Document()
    table = document.add_table(rows=4, cols=2)
    for number, words in enumerate(["Said", "The van comes once a week.", "The yard floods.", "No fob, no lift."]):
        table.rows[number].cells[1].text = words
    table.rows[0].cells[0].text = "Where"
    table.rows[1].cells[0].merge(table.rows[2].cells[0]).text = "Strand"
    table.rows[3].cells[0].text = "Long Meadow"
    document.save(tmp_path / "grid.docx")

    assert places(tmp_path, "grid.docx", (tmp_path / "grid.docx").read_bytes()) == {
        "The van comes once a week.": "strand",
        "The yard floods.": "strand",
        "No fob, no lift.": "longmeadow",
    }


def test_a_line_that_opens_with_a_place_is_from_there_and_quoted_without_it(tmp_path):
    """'Strand: ...' is a label: in a published quote it would name a place that one voice stands behind."""
    notes = "# Round up\n\n- Strand: we still wait for the van.\n- Meadow – the fob is with the night sister.\n- Lifts: out again.\n"

    assert places(tmp_path, "notes.md", notes) == {
        "we still wait for the van.": "strand",
        "the fob is with the night sister.": "longmeadow",
        "Lifts: out again.": None,
    }


def test_a_place_before_a_colon_is_never_taken_for_a_person(tmp_path):
    """A label that comes back would be one voice under a pseudonym, with no collaborative."""
    lines = "\n\n".join(
        f"{who}: we waited for the van on day {n}." for n in range(3) for who in ("Millbrook", "Strand")
    )
    reading = read_from(tmp_path, "notes.txt", lines)
    document = frozen(placed(reading.source, NAMES), collaborative=None)
    found = cut(document, {})

    assert {excerpt.collaborative for excerpt in found} == {"millbrook", "strand"}
    assert {excerpt.voice.basis for excerpt in found} == {"document"}
    assert len({excerpt.voice.voice_id for excerpt in found}) == 2
    assert not any("Millbrook" in excerpt.voice.label for excerpt in found)


def test_placing_again_changes_nothing_and_forgets_places_that_are_no_more(tmp_path):
    """Texts are placed when read and again when settings change."""
    source = read_from(tmp_path, "notes.md", "## Table 1 (Strand)\n- The van comes once a week.\n").source
    once = placed(source, NAMES)

    assert placed(once, NAMES) == once
    assert {passage.place for passage in placed(once, PlaceNames([MILLBROOK])).passages} == {None}


def test_tables_of_one_number_and_two_places_are_two_voices(tmp_path):
    """'Millbrook, table C' and 'Strand, table C' sat in different rooms."""
    notes = "## Millbrook, table C\n- The lift is out.\n## Strand, table C\n- The van is late.\n## Table D (Strand)\n- The yard floods.\n"
    document = frozen(placed(read_from(tmp_path, "notes.md", notes).source, NAMES), collaborative=None)
    voices = [excerpt.voice for excerpt in cut(document, {})]

    assert len({voice.voice_id for voice in voices}) == 3
    assert [voice.label for voice in voices] == ["Table C", "Table C", "Table D"]
    assert [voice.collaborative for voice in voices] == ["millbrook", "strand", "strand"]


def test_the_register_is_believed_before_the_table(tmp_path):
    """A guest at another collaborative's table speaks for her own."""
    notes = "## Table 1 (Strand)\n- [Person 4] said that her own ward has two vans.\n- The van comes once a week.\n"
    document = frozen(placed(read_from(tmp_path, "notes.md", notes).source, NAMES), collaborative=None)
    found = cut(document, {"Person 4": Participant("Person 4", "clinician", "millbrook")})

    assert [excerpt.collaborative for excerpt in found] == ["millbrook", "strand"]
