"""Agreement: textbook values, the traps of rare themes, and what may count as independent coding."""

import csv
import json
import os
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.distance import masi_distance
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.tag import Action, Band, Review, ScoreKind, Tag, standing
from learnbrief.nlp.agreement import (
    Coding,
    agreement_report,
    as_plain,
    codings_from_reviews,
    coefficients,
    compare,
    disagreements,
    masi,
    set_alpha,
    with_model,
    workload,
)

CODEBOOK = Codebook(
    (
        Theme("leadership", "Leadership", "What leaders do."),
        Theme("data", "Data", "Measuring."),
        Theme("barrier", "Barrier", "What gets in the way.", facet=Facet.STANCE),
    )
)


def yes_no(both: int, first: int, second: int, neither: int) -> np.ndarray:
    """Two coders' ratings with these cells."""
    cells = [[1, 1]] * both + [[1, 0]] * first + [[0, 1]] * second + [[0, 0]] * neither
    return np.array(cells, dtype=np.int64)


def codings(coder: str, *sets: str, source: str = "d", sampled: bool = True) -> list[Coding]:
    """One coder's sets, unit by unit: 'leadership data', '' for none."""
    return [
        Coding(coder, f"u{at:03}", f"{source}{at % 7}", frozenset(said.split()), sampled)
        for at, said in enumerate(sets)
    ]


def test_cohens_kappa_of_the_textbook_table():
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no gives .40: the standard worked example."""
    found = coefficients(yes_no(20, 5, 10, 15), categories=2)

    assert found.percent.value == pytest.approx(0.70)
    assert found.cohen.value == pytest.approx(0.40)


def test_ac1_of_gwets_own_example():
    """118 and 2 on the diagonal, 5 and 0 off it: Gwet's case of kappa near .43 with AC1 near .95."""
    found = coefficients(yes_no(118, 5, 0, 2), categories=2)

    assert found.percent.value == pytest.approx(0.96)
    assert found.cohen.value == pytest.approx(0.4305, abs=5e-4)
    assert found.ac1.value == pytest.approx(0.9568, abs=5e-4)


def test_high_agreement_can_go_with_a_low_kappa_and_both_are_shown():
    """A rare theme: two coders agree on 93 of 100 units, and kappa alone would call them unreliable."""
    found = coefficients(yes_no(2, 4, 3, 91), categories=2)

    assert found.percent.value == pytest.approx(0.93)
    assert found.cohen.value < 0.35
    assert found.ac1.value > 0.9


def test_fleiss_kappa_of_the_textbook_table():
    """Ten subjects, fourteen raters, five categories: .210."""
    table = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    ratings = np.array([np.repeat(np.arange(5), row) for row in table])

    assert coefficients(ratings, categories=5).fleiss.value == pytest.approx(0.210, abs=5e-4)


def test_krippendorffs_alpha_of_his_example_with_missing_coders():
    """Four observers, twelve units, gaps: .743 for categories without order."""
    ratings = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ]
    ).T - 1  # fmt: skip

    assert coefficients(ratings, categories=5).alpha.value == pytest.approx(0.743, abs=5e-4)


ratings_of_three = st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=4, max_size=30).filter(
    lambda rows: len({value for row in rows for value in row}) > 1
)


@given(ratings_of_three)
def test_coefficients_equal_those_of_the_libraries(rows):
    """Our sums must give what krippendorff, scikit-learn and statsmodels give."""
    ratings = np.array(rows)
    found = coefficients(ratings, categories=3)
    counts = np.stack([(ratings == value).sum(axis=1) for value in range(3)], axis=1)
    first, second = ratings[:, 0], ratings[:, 1]

    assert found.alpha.value == pytest.approx(
        krippendorff.alpha(reliability_data=ratings.T, level_of_measurement="nominal", value_domain=[0, 1, 2])
    )
    assert found.fleiss.value == pytest.approx(fleiss_kappa(counts))
    if len({*first.tolist(), *second.tolist()}) > 1:
        pair = coefficients(ratings[:, :2], categories=3)
        assert pair.cohen.value == pytest.approx(cohen_kappa_score(first, second))


@given(st.lists(st.tuples(*[st.sampled_from([-1, 0, 1])] * 3), min_size=6, max_size=30))
def test_alpha_with_missing_coders_equals_the_librarys(rows):
    """A coder who skipped a unit is no disagreement."""
    ratings = np.array(rows)
    paired = ratings[(ratings >= 0).sum(axis=1) >= 2]
    if len({value for value in paired.ravel().tolist() if value >= 0}) < 2:
        return
    gaps = np.where(ratings.T < 0, np.nan, ratings.T)

    assert coefficients(ratings, categories=2).alpha.value == pytest.approx(
        krippendorff.alpha(reliability_data=gaps, level_of_measurement="nominal", value_domain=[0, 1])
    )


def test_where_coders_never_differ_and_never_vary_a_coefficient_is_not_defined():
    """Everybody always says no: 0/0 is not perfect agreement."""
    found = coefficients(yes_no(0, 0, 0, 20), categories=2)

    assert found.percent.value == 1.0
    assert found.cohen.value is None
    assert found.alpha.value is None


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("", "data", 1),
        ("data", "data", 0),
        ("data equity", "data equity culture spread", 2 / 3),
        ("data equity", "equity culture", 8 / 9),
        ("data", "equity", 1),
    ],
)
def test_masi_distance_weighs_overlap_and_two_empty_sets_agree(one, other, distance):
    """Empty against empty is undefined in nltk; here it is agreement that nothing applies."""
    assert masi(frozenset(one.split()), frozenset(other.split())) == pytest.approx(distance)


sets_of_themes = st.frozensets(st.sampled_from("abcde"))


@given(sets_of_themes, sets_of_themes)
def test_masi_is_nltks_wherever_nltk_defines_it(one, other):
    """Some versions of nltk round two thirds to .67."""
    if one | other:
        assert masi(one, other) == pytest.approx(masi_distance(one, other), abs=0.005)


def test_alpha_over_single_themes_equals_nominal_alpha():
    """With one theme per unit MASI is 0 or 1, so the set coefficient must meet the plain one."""
    rng = np.random.default_rng(3)
    ratings = rng.integers(0, 3, size=(25, 3))
    sets = [[frozenset({f"t{value}"}) for value in row] for row in ratings]

    assert set_alpha(sets).value == pytest.approx(coefficients(ratings, categories=3).alpha.value)


def test_intervals_draw_sources_not_units_and_hold_the_value():
    """Excerpts of one transcript are not independent, so intervals by source are wider than by unit."""
    ratings = np.repeat(yes_no(3, 1, 1, 5), 10, axis=0)
    by_source = coefficients(ratings, categories=2, sources=[f"d{at // 10}" for at in range(100)])
    by_unit = coefficients(ratings, categories=2, sources=[f"d{at}" for at in range(100)])

    assert by_source.cohen.low < by_source.cohen.value < by_source.cohen.high
    assert by_source.cohen.high - by_source.cohen.low > 1.5 * (by_unit.cohen.high - by_unit.cohen.low)
    assert by_source == coefficients(ratings, categories=2, sources=[f"d{at // 10}" for at in range(100)])


def test_with_too_few_sources_there_is_no_interval_and_a_note_says_so():
    """Three transcripts drawn again and again give an interval that promises too much."""
    one = [Coding("ann", f"u{at}", f"d{at % 3}", frozenset({"data"} if at % 2 else ())) for at in range(30)]
    two = [Coding("bob", coding.unit, coding.source, coding.themes) for coding in one]
    found = compare([*one, *two])

    assert found.themes[0].kappa.value == pytest.approx(1.0)
    assert found.themes[0].kappa.low is None
    assert "3 sources" in found.notes[0]


def test_a_theme_that_either_coder_used_less_than_five_times_shows_counts_and_no_coefficient():
    """Four uses tell nothing about reliability; the reader still sees how often each coder used it."""
    ann = codings("ann", *["data leadership"] * 4, *["leadership"] * 6, *[""] * 10)
    bob = codings("bob", *["data leadership"] * 6, *["leadership"] * 4, *[""] * 10)
    data, leadership = compare([*ann, *bob], themes=["data", "leadership"]).themes

    assert data.suppressed
    assert data.uses == {"ann": 4, "bob": 6}
    assert data.kappa.value is None
    assert data.ac1.value is None
    assert data.percent == pytest.approx(0.9)
    assert leadership.kappa.value == pytest.approx(1.0)


def test_disagreements_name_both_codings_and_come_worst_first():
    """Coders talk about the excerpts they differ on; a number alone helps nobody."""
    found = disagreements(
        [*codings("ann", "data", "leadership", ""), *codings("bob", "leadership", "leadership", "data")]
    )

    assert [one.unit for one in found] == ["u000", "u002"]
    assert found[0].said == {"ann": ("data",), "bob": ("leadership",)}
    assert found[0].differing == ("data", "leadership")


_number = count()


def review(action: Action, coder: str = "ann", *, start: int = 0, theme: str | None = None, **more) -> Review:
    """A review made a second after the one before."""
    number = next(_number)
    made = datetime(2025, 3, 1, tzinfo=UTC) + timedelta(seconds=number)
    place = {"document_id": "d1", "version": 1, "start": start, "end": start + 10}
    return Review(f"r{number}", action, coder, made, theme=theme, **{"blind": True, **place, **more})


def test_only_blind_coding_that_was_finished_counts():
    """Who sees a suggestion is not independent, and an unfinished excerpt says nothing about what is missing."""
    reviews = [
        review(Action.ADD, theme="data"), review(Action.DONE),
        review(Action.ADD, start=10, theme="data"),
        review(Action.ACCEPT, start=20, theme="data", blind=False), review(Action.DONE, start=20, blind=False),
        review(Action.DONE, start=30, sample="march"),
    ]  # fmt: skip
    found = codings_from_reviews(reviews)

    assert [(one.unit, set(one.themes), one.sampled) for one in found] == [
        ("d1 v1 0-10", {"data"}, False),
        ("d1 v1 30-40", set(), True),
    ]


def test_an_undo_takes_back_and_an_undone_undo_restores():
    """The log is append-only, so what stands must be worked out from its end."""
    added = review(Action.ADD, theme="data")
    undo = review(Action.UNDO, target=added.review_id)
    again = review(Action.UNDO, target=undo.review_id)

    assert standing([added, undo]) == []
    assert standing([again, undo, added]) == [added]


def test_a_rejected_theme_and_a_foreign_facet_are_not_in_the_coding():
    """A coder may change her mind; stances are compared on their own."""
    reviews = [
        review(Action.ADD, theme="data"), review(Action.ADD, theme="leadership"), review(Action.ADD, theme="barrier"),
        review(Action.REJECT, theme="data"), review(Action.DONE),
    ]  # fmt: skip

    assert codings_from_reviews(reviews, themes={"data", "leadership"})[0].themes == {"leadership"}


def test_accepting_what_one_sees_is_workload_and_not_reliability():
    """Accept rate is kept apart from every coefficient."""
    reviews = [
        *[review(Action.ACCEPT, start=at, theme="data", blind=False) for at in (0, 10, 20)],
        review(Action.REJECT, start=30, theme="data", blind=False),
        review(Action.ADD, start=40, theme="data", blind=True),
    ]

    assert workload(reviews).accept_rate == pytest.approx(0.75)
    assert workload(reviews).added == 0
    report = agreement_report(reviews, CODEBOOK)
    assert report.people["topic"].units == 0
    assert report.people["topic"].notes == ("no excerpt has been coded blind by two people yet",)
    # one person is enough here: to ask for two would send people after a second for nothing
    assert report.model["topic"].notes[0].startswith("nobody has coded an excerpt of the random sample blind yet")


def excerpt(at: int) -> Excerpt:
    """Ten characters of document d1."""
    return Excerpt("d1", 1, at, at + 10, "ten chars.", Voice("v", "V", "speaker"), Mode.NOTE, True)


def test_the_model_meets_people_only_where_units_were_drawn_at_random():
    """The queue picks hard excerpts on purpose: counting those would slander the model."""
    reviews = [
        review(Action.ADD, theme="data", sample="march"), review(Action.DONE, sample="march"),
        review(Action.DONE, start=10),
    ]  # fmt: skip
    excerpts = [excerpt(0), excerpt(10)]
    tags = [Tag(excerpts[0].excerpt_id, "data", 0.6, ScoreKind.SIMILARITY, Band.REVIEW, "codebook")]
    report = agreement_report(reviews, CODEBOOK, tags=tags, excerpts=excerpts)

    assert report.model["topic"].units == 1
    assert report.model["topic"].kind == "model and people"
    assert report.model["topic"].themes[0].uses == {"model": 1, "people": 1}
    assert report.model_sure["topic"].themes[0].uses == {"model": 0, "people": 1}


def test_two_people_are_not_held_against_each_other_in_the_models_figures():
    """Human-human and model-human stay apart, also in one table."""
    people = [*codings("ann", *["data"] * 8), *codings("bob", *[""] * 8)]
    found = with_model(people, codings("codebook", *["data"] * 8))

    assert found.coders == ("model", "people")
    assert found.themes[0].percent == pytest.approx(0.5)


def test_the_report_is_plain_values():
    """The app and --json write it as it is."""
    reviews = [review(Action.DONE, coder) for coder in ("ann", "bob")]

    plain = json.loads(json.dumps(as_plain(agreement_report(reviews, CODEBOOK))))

    assert plain["people"]["topic"]["units"] == 1
    assert plain["workload"]["accept_rate"] is None


@pytest.mark.skipif("LEARNBRIEF_DATA" not in os.environ, reason="LEARNBRIEF_DATA does not name the data folder")
@pytest.mark.parametrize(
    ("name", "table", "columns", "coefficient"),
    [
        ("annomi_main_therapist_behaviour_fleiss", "annomi_main_therapist_behaviour_10raters", slice(2, 12), "fleiss"),
        ("annomi_client_talk_type_fleiss", "annomi_client_talk_type_10raters", slice(2, 12), "fleiss"),
        ("pfd_fleiss_3raters", "pfd_3clinicians_labels", slice(1, 4), "fleiss"),
        ("pfd_machine_vs_consensus_cohen", "pfd_3clinicians_labels", slice(4, 6), "cohen"),
    ],
)
def test_published_rater_matrices_give_the_expected_coefficients(name, table, columns, coefficient):
    """Ten raters on counselling talk, three clinicians and a machine on coroner reports: to three decimals."""
    folder = Path(os.environ["LEARNBRIEF_DATA"]) / "agreement_labels_only"
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row[columns] for row in csv.reader(file)][1:]
    categories = sorted({label for row in rows for label in row})
    ratings = np.array([[categories.index(label) for label in row] for row in rows])
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))[name]

    found = getattr(coefficients(ratings, categories=len(categories)), coefficient)

    assert found.value == pytest.approx(expected, abs=6e-4)
