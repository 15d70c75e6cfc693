"""A published brief gives nobody away: not under a quote, not through a table, not by adding up."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.disclosure import Holders, attribute, few, publish_table, published_count, published_total
from learnbrief.corpus.document import Participant

CROWD = [Participant(f"Person {n}", "clinician", "harbour") for n in range(5)]
FEW = [Participant(f"Person {n}", "executive", "harbour") for n in range(10, 14)]
CHAIR = [Participant("Person 20", "chair", "fenland")]
HOLDERS = Holders.of([*CROWD, *FEW, *CHAIR, Participant("Person 30"), Participant("Person 31", "executive")])


def under_a_quote(role, collaborative="harbour", *, voices=3, **given):
    return attribute(
        role=role, kind="webinar transcript", collaborative=collaborative, holders=HOLDERS, voices_there=voices, **given
    )


def test_a_role_that_many_hold_is_given_with_its_collaborative():
    """Five clinicians in one place: 'a clinician there' is none of them in particular."""
    shown = under_a_quote("clinician")

    assert (shown.role, shown.collaborative, shown.left_out) == ("clinician", "harbour", ())


def test_the_collaborative_is_left_out_where_few_hold_the_role():
    """Four executives there: role and place together point at a handful of people."""
    shown = under_a_quote("executive")

    assert (shown.role, shown.kind, shown.collaborative) == ("executive", "webinar transcript", None)
    assert shown.left_out == ("fewer than 5 people hold this role there",)


def test_the_collaborative_is_left_out_where_one_voice_holds_the_theme():
    """Colleagues know who always says that."""
    assert under_a_quote("clinician", voices=1).collaborative is None


def test_a_role_only_one_person_holds_is_never_given():
    """'The chair' is a name by another name."""
    shown = under_a_quote("chair", "fenland")

    assert (shown.role, shown.collaborative) == (None, None)


def test_in_a_brief_about_one_collaborative_the_role_goes_instead():
    """The title already says where; leaving the place out would protect nobody."""
    assert under_a_quote("executive", place_is_known=True).role is None
    assert under_a_quote("clinician", place_is_known=True).role == "clinician"


def test_a_voice_without_role_or_collaborative_needs_no_rule():
    """An unnamed voice has nothing to leave out."""
    shown = under_a_quote(None, None)

    assert (shown.role, shown.collaborative, shown.left_out) == (None, None, ())


@pytest.mark.parametrize(
    ("count", "words"), [(0, "not heard"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "heard"), (99, "heard")]
)
def test_a_published_count_is_one_of_three_things(count, words):
    """Numbers invite ranking and subtraction."""
    assert published_count(count) == words


def test_k_is_the_settings():
    """A programme may be stricter."""
    assert published_count(9, k=10) == few(10) == "fewer than 10"
    assert published_total(12, k=10) == "10 or more"


def test_a_total_of_one_small_count_is_not_given():
    """With all other cells 'not heard', the total would be the count."""
    table = publish_table({"leadership": {"harbour": 3, "fenland": 0}, "data": {"harbour": 40, "fenland": 30}})

    assert table.cells["leadership"] == {"harbour": "fewer than 5", "fenland": "not heard"}
    assert table.row_totals == {"leadership": "fewer than 5", "data": 70}
    given = [shown for shown in table.column_totals.values() if isinstance(shown, int)]
    assert len(given) == 1  # both, less the 70, would be the 3


def test_a_total_near_its_floor_is_not_given():
    """6 with one 'heard' and one 'fewer than 5' can only be 5 and 1."""
    assert publish_table({"data": {"harbour": 5, "fenland": 1}}).row_totals == {"data": "5 or more"}


def ways_to_fill(cells, table, k):
    """Every table of small numbers that agrees with what was published: what a reader can work out."""
    rows, columns = list(cells), list(next(iter(cells.values())))
    top = sum(sum(row.values()) for row in cells.values()) + k
    allowed = {"not heard": [0], few(k): list(range(1, k)), "heard": list(range(k, top))}
    for filling in product(*(allowed[table.cells[row][column]] for row in rows for column in columns)):
        numbers = {
            (row, column): filling[r * len(columns) + c]
            for r, row in enumerate(rows)
            for c, column in enumerate(columns)
        }
        by_row = {row: sum(numbers[row, column] for column in columns) for row in rows}
        by_column = {column: sum(numbers[row, column] for row in rows) for column in columns}
        agrees = [
            *(_agrees(table.row_totals[row], by_row[row]) for row in rows),
            *(_agrees(table.column_totals[column], by_column[column]) for column in columns),
            _agrees(table.total, sum(by_row.values())),
        ]
        if all(agrees):
            yield numbers


def _agrees(shown, number):
    return not isinstance(shown, int) or shown == number


@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2), st.just(3))
def test_no_small_count_can_be_worked_out_from_the_totals(counts, k):
    """Somebody who tries every possible table finds every small count still open over its whole range."""
    cells = {f"row {r}": {f"column {c}": n for c, n in enumerate(row)} for r, row in enumerate(counts)}
    fillings = list(ways_to_fill(cells, publish_table(cells, k=k), k))

    for row, columns in cells.items():
        for column, count in columns.items():
            if 0 < count < k:
                assert {filling[row, column] for filling in fillings} >= {1, k - 1}


def test_a_total_that_is_told_is_told_and_the_others_give_way():
    """'1,436 excerpts from 5 or more sources' is nonsense; that one small kind can be worked out from the rest is harm."""
    cells = {
        "notes": {"harbour": 12, "fenland": 4},
        "reflections": {"harbour": 9, "fenland": 5},
        "survey": {"fenland": 2},
    }
    table = publish_table(cells, total=32)

    assert table.total == 32
    assert table.row_totals == {"notes": 16, "reflections": "5 or more", "survey": "fewer than 5"}
    assert table.cells["survey"] == {"harbour": "not heard", "fenland": "fewer than 5"}


@pytest.mark.parametrize("cells", [{"notes": {"harbour": 1}}, {"talk": {"harbour": 1, "fenland": 1, "moorland": 1}}])
def test_a_brief_on_one_source_says_so(cells):
    """'fewer than 5' beside '1 source' hides nothing and reads like a mistake."""
    table = publish_table(cells, total=1, row_totals=dict.fromkeys(cells, 1), column_totals={"harbour": 1})

    assert (table.total, table.cells, table.column_totals) == (1, cells, {"harbour": 1})


@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2), st.just(3))
def test_beside_a_total_that_is_told_nothing_more_can_be_worked_out(counts, k):
    """Whatever else is shown leaves every small count as open as the told total alone does."""
    cells = {f"row {r}": {f"column {c}": n for c, n in enumerate(row)} for r, row in enumerate(counts)}
    table = publish_table(cells, k=k, total=sum(map(sum, counts)))
    if any(isinstance(shown, int) for row in table.cells.values() for shown in row.values()):
        return  # all of it stands in one cell: the total is the count
    alone = replace(table, row_totals=dict.fromkeys(cells, "5"), column_totals=dict.fromkeys(table.column_totals, "5"))

    every, told = (list(ways_to_fill(cells, one, k)) for one in (table, alone))

    for row, columns in cells.items():
        for column, count in columns.items():
            if 0 < count < k:
                assert {one[row, column] for one in every} == {one[row, column] for one in told}
