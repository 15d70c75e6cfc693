"""The figures of benchmarks/points.py, worked out by hand: a wrong ruler would have us tune towards it."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from _points_plan import Change, Passage, Plan, PlannedPoint, Sources, place, read_plan
from _points_scores import (
    Told,
    asked_figures,
    bcubed,
    change_figures,
    grouping_figures,
    opposite_figures,
    pair_scores,
    passage_figures,
    point_figures,
    point_row,
    silence_figures,
    single_figures,
    subject_of,
)

from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, SourceText, Voice
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.finding import Clause, Finding, Point, Silence, Spoken, ThenNow
from learnbrief.corpus.stance import Stance

DEMO = Path(__file__).parent.parent / "corpus/demo/plan.yaml"
LINES = {
    "north": ["The van comes late.", "Our van was late again.", "The late van, always.", "We bought a kettle."],
    "south": ["The van is early here.", "The van is on time now.", "A second van, please.", "Typed by the office."],
    "east": ["The van never comes.", "Who pays for the van?", "Only I miss the ferry.", "Another van, we say."],
}


def at_home(name):
    return Passage(f"material/{name}/notes.md", "").document_id


def document(name):
    text = "\n".join(LINES[name])
    source = SourceText(text, ())
    return Document(at_home(name), 1, Kind.WORKSHOP_NOTES, name, name, date(2025, 1, 1), name, "notes.md", source, name)


def excerpts_of(name):
    start, voice = 0, Voice(name, name, "document")
    for line in LINES[name]:
        yield Excerpt(at_home(name), 1, start, start + len(line), line, voice, Mode.NOTE, True, collaborative=name)
        start += len(line) + 1


DOCUMENTS = {at_home(name): document(name) for name in LINES}
EXCERPTS = {name: list(excerpts_of(name)) for name in LINES}
SOURCES = Sources(DOCUMENTS, tuple(one for own in EXCERPTS.values() for one in own))


def ids(*places):
    """Ids of excerpts written as 'north0': the first line of the north."""
    return tuple(EXCERPTS[one[:-1]][int(one[-1])].excerpt_id for one in places)


def passages(*places):
    return tuple(Passage(f"material/{one[:-1]}/notes.md", LINES[one[:-1]][int(one[-1])], one[:-1]) for one in places)


def planned(slug, side, *places, kind="point", matter=None, silent=()):
    return PlannedPoint(slug, slug, kind, side, matter or slug, passages(*places), frozenset(silent))


PLAN = Plan(
    "vans",
    (
        planned("late", "barrier", "north0", "north1", "north2", "east0", matter="van", silent=["south"]),
        planned("prompt", "enabler", "south0", "south1", matter="van"),
        planned("second", "action", "south2", "east3", kind="action"),
    ),
    changed=(Change("late", "prompt", "south"),),
    one_person=(planned("ferry", "barrier", "east2"),),
    irony=(Passage("material/south/notes.md", "The van is early here.", "south", "barrier"),),
    furniture=passages("south3"),
    places=(*passages("north0", "east1"), Passage("material/south/notes.md", "A second van, please.", "north")),
)


def finding(*places, stance=None, points=(), **rest):
    held = ids(*places)
    return Finding(None, stance, places[0], held, held[:1], points=points, **rest)


def told(*findings, messages=(), plan=PLAN):
    excerpts = {one.excerpt_id: one for one in SOURCES.excerpts}
    chosen = [findings[number].finding_id for number in messages]
    return Told(findings, chosen, excerpts, plan, place(plan, SOURCES))


def test_a_quote_is_found_where_a_placeholder_stands_for_the_name_and_at_least_half_of_it_lies():
    """Quotes are written before names are taken out, and cutting may part them."""
    text = "Then [Person 3] said the van\ncomes late. Nobody minds."
    cut = text.index("Nobody")
    voice = Voice("v", "v", "document")
    own = [
        Excerpt(at_home("visit"), 1, start, end, text[start:end], voice, Mode.NOTE, True)
        for start, end in ((0, cut), (cut, len(text)))
    ]
    paper = Document(
        at_home("visit"), 1, Kind.OTHER, "visit", "", date(2025, 1, 1), None, "notes.md", SourceText(text, ()), "d"
    )
    sources = Sources({paper.document_id: paper}, tuple(own))

    def holding(quote, path="material/visit/notes.md"):
        return sources.holding(Passage(path, quote))

    assert holding("then Mary Ann Poole said the van comes late") == (own[0],)
    assert holding("comes late. Nobody minds") == tuple(own)
    assert holding("late, nobody minds") == (own[1],)
    assert holding("said the van comes early") == ()
    assert holding("said the van comes late", "material/other/notes.md") == ()


def test_a_carrier_that_cannot_be_placed_is_told_with_its_reason():
    """A plan that is out of step with the material would otherwise pass for a point not found."""
    lost = place(
        Plan("vans", (PlannedPoint("x", "", "point", "barrier", "x", (
            Passage("material/west/notes.md", "The van comes late."), Passage("material/north/notes.md", "No such words."),
        )),)),
        SOURCES,
    ).lost  # fmt: skip

    assert [line.split(": ")[1] for line in lost] == [
        "no such document in the store",
        "its words are not in the document",
    ]


@pytest.mark.parametrize(
    ("evidence", "subject"),
    [
        (["a1", "a2", "x"], "a"),
        (["a1", "a2", "x", "y"], "a"),
        (["a1", "a2", "x", "y", "z"], None),
        (["a1", "x"], None),
        (["a1", "a2", "b1", "b2"], None),
        (["x", "y"], None),
    ],
)
def test_a_group_is_about_the_planned_point_that_at_least_half_and_two_of_it_carry(evidence, subject):
    """One carrier beside a stranger is no joint finding, and two points in equal parts are neither's."""
    carried = {name: frozenset(name[0]) for name in ("a1", "a2", "b1", "b2")}

    assert subject_of(evidence, carried) == subject


def test_pairs_count_as_right_where_a_label_is_shared():
    """Groups {a1 a2 b1} and {a3 b2}: of 4 pairs told together 1 is right, and it is 1 of the 4 that are true."""
    labels = {name: frozenset(name[0]) for name in ("a1", "a2", "a3", "b1", "b2")}

    assert pair_scores([["a1", "a2", "b1", "filler"], ["a3", "b2"]], labels) == (1 / 4, 1 / 4)
    assert pair_scores([["a1"]], labels) == (None, 0.0)


def test_b_cubed_agrees_with_a_sum_on_paper():
    """Precision per excerpt 2/3 2/3 1/3 1/2 1/2, recall 2/3 2/3 1/3 1/2 1/2; an excerpt in no group is alone."""
    labels = {name: frozenset(name[0]) for name in ("a1", "a2", "a3", "b1", "b2")}

    precision, recall, f1 = bcubed([["a1", "a2", "b1"], ["a3", "b2"]], labels)
    alone = bcubed([["a1", "a2"]], {name: frozenset("a") for name in ("a1", "a2", "a3")})

    assert (precision, recall, f1) == pytest.approx((8 / 15, 8 / 15, 8 / 15))
    assert alone[:2] == pytest.approx((1, 5 / 9))


def test_a_point_in_two_groups_of_which_one_is_wrong_costs_precision_only_there():
    """An excerpt may carry two points: shared groups beyond the shared labels are what counts against it."""
    labels = {"one": frozenset("ab"), "two": frozenset("a")}

    precision, recall, _ = bcubed([["one", "two"], ["two", "one"]], labels)

    assert (precision, recall) == pytest.approx(((1 + 1 / 2 + 1 / 2 + 1 / 2) / 4, 1.0))


def test_a_planned_point_is_followed_through_findings_and_messages():
    """Three of four carriers in two matters, two sources of two told, and a source that only a stranger brings."""
    draft = told(finding("north0", "north1", "east0", "south2"), finding("north2", "north3"), messages=[0])

    row = point_row(PLAN.points[0], draft)

    assert row == {
        "point": "late", "kind": "point", "carriers": 4, "placed": 4, "joint": True, "message": True, "message_part": True,
        "headline": False,
        "largest": 3 / 4, "matters": 1, "true_sources": 2, "told_sources": 2, "told_share": 1.0, "told_above": 0,
        "thing": None, "thing_sources": 0, "thing_true": 0,
    }  # fmt: skip


def test_a_message_headed_by_one_who_makes_a_planned_point_tells_it():
    """One voice's words over a thing that many name are no joint finding, and tell the point all the same."""
    one = finding("north0")
    headed = replace(one, clause=Clause(one.evidence[0], 0, 8), heading_from="clause")

    assert point_row(PLAN.points[0], told(headed, messages=[0]))["headline"]
    assert not point_row(PLAN.points[0], told(headed))["headline"]


def test_a_planned_point_is_followed_to_the_thing_under_which_its_sources_are_counted():
    """'Named in three sources' is true of the words; how many of them make the planned point is another figure."""
    all_four = finding("north0", "north1", "south2", "east3").evidence
    named = replace(finding("north0"), spoken=Spoken("van", all_four))

    row = point_row(PLAN.points[0], told(named))

    assert row["thing"] == "van"
    assert row["thing_sources"] == 3
    assert row["thing_true"] == 1


def test_sources_that_only_another_matter_brings_are_told_above():
    """'In three sources' is false where the third says something else; a point of the same matter is no stranger."""
    plan = Plan(
        "vans", (planned("late", "barrier", "north0", "north1"), planned("second", "action", "south2", "east3"))
    )

    assert point_row(plan.points[0], told(finding("north0", "north1", "south2"), plan=plan))["told_above"] == 1
    assert point_row(PLAN.points[0], told(finding("north0", "north1", "south0")))["told_above"] == 0


def test_a_point_told_inside_a_message_of_several_sides_is_a_part_of_it():
    """Two of five carriers do not lead the message, yet its second clause is theirs alone."""
    parts = (
        Point(ids("north0", "north1", "north2"), stance="barrier"),
        Point(ids("south0", "south1"), stance="enabler"),
    )
    draft = told(finding("north0", "north1", "north2", "south0", "south1", points=parts), messages=[0])

    row = point_row(PLAN.points[1], draft)

    assert (row["message"], row["message_part"], row["joint"]) == (False, True, True)


def test_what_shares_a_matter_is_right_in_a_matter_and_wrong_in_a_point():
    """A barrier and a help on one subject belong into one message, never into one point."""
    group = ids("north0", "south0")

    figures = grouping_figures([group], [group], PLAN, told().carried)

    assert (figures["pair_p"], figures["matter_pair_p"]) == (0.0, 1.0)
    assert (figures["matter_pair_r"], figures["joint"], figures["excerpts_in"]) == (1 / 16, 1, 2)


def test_figures_are_summed_by_kind_with_medians_over_points_proper():
    """Actions and questions have aims of their own."""
    draft = told(finding("north0", "north1", "north2", "east0"), finding("south0", "south1"), messages=[1])

    figures = point_figures([point_row(point, draft) for point in PLAN.points])

    assert (figures["points_planned"], figures["points_joint"], figures["points_message"]) == (2, 2, 1)
    assert (figures["actions_planned"], figures["actions_joint"], figures["questions_planned"]) == (1, 0, 0)
    assert (figures["median_largest"], figures["median_matters"], figures["median_told_share"]) == (1.0, 1, 1.0)


def test_opposite_sides_in_one_point_are_counted_apart_for_messages_and_for_what_is_told_as_contested():
    """A majority told as agreement is the worst thing a brief can say; 'people differ' says it truly."""
    mixed = ("north0", "north1", "south0")
    open_ = Point(ids("north2", "south1"), contested=True)
    draft = told(
        finding(*mixed), finding("north2", "south1", points=(open_,)), finding("north0", "south0"), messages=[0]
    )

    assert opposite_figures(draft) == {
        "opposite_messages": 2, "pairs_messages": 3, "opposite_elsewhere": 1, "pairs_elsewhere": 1,
        "opposite_contested": 1, "pairs_contested": 1,
    }  # fmt: skip


def test_a_silence_is_true_by_the_plan_false_by_a_carrier_and_open_otherwise():
    """'Not found in what X said' beside X's own words is what a reader would never forgive."""
    silent = tuple(Silence(slug, 20) for slug in ("south", "east", "west"))

    figures = silence_figures(told(finding("north0", "north1", silent=silent), finding("north3", silent=silent)))

    assert figures["false_silences"] == ["late: east"]
    assert (figures["silences_told"], figures["silences_open"], figures["silence_p"]) == (3, 1, 1 / 3)
    assert (figures["silence_r"], figures["silences_planned"]) == (1.0, 1)


def test_silence_on_a_matter_is_false_for_who_makes_another_of_its_points_there():
    """The south is truly silent on lateness, but not on a van matter that holds its own praise."""
    draft = told(finding("north0", "north1", "north2", "south1", silent=(Silence("south", 20),)))

    assert silence_figures(draft)["silences_false"] == 1


def test_actions_are_found_whole_and_those_nobody_planned_are_named():
    """An action told that nobody asked for is worse than one missed."""
    draft = told(finding("south2", "east3", stance="action"), finding("north3", stance="action"))
    figures = asked_figures(Stance.ACTION, draft)

    assert (figures["actions_planned"], figures["actions_found"], figures["actions_told"]) == (1, 1, 2)
    assert figures["unplanned_actions"] == ["north3"]
    assert asked_figures(Stance.ACTION, told(finding("south2", stance="action")))["actions_found"] == 0
    assert asked_figures(Stance.ACTION, told(finding("south2", "east3")))["actions_found"] == 0


def test_places_irony_and_furniture_are_held_against_what_the_plan_says_of_them():
    """A help that was meant bitterly, the typist's line and a wrong home each make a brief false."""
    figures = passage_figures(told(finding("south0", "south1", stance="enabler"), finding("south3")), SOURCES)

    assert (figures["places_right"], figures["places_wrong"], figures["places_not_found"]) == (2, 1, 0)
    assert (figures["irony_told"], figures["irony_wrong_side"]) == (1, 1)
    assert (figures["furniture_as_evidence"], figures["furniture_in_findings"]) == (1, 1)


@pytest.mark.parametrize(("tentative", "count"), [(True, 1), (False, 0)])
def test_what_one_person_says_is_kept_and_marked(tentative, count):
    """The single voice has a place, and is not passed off as several."""
    figures = single_figures(told(finding("east2", tentative=tentative)))

    assert figures == {"one_person": 1, "one_person_kept": 1, "one_person_tentative": count}


def test_a_change_is_found_only_between_the_points_that_changed():
    """An arrow between two things that have nothing to do with each other is counted against us."""

    def arrow(earlier, later):
        clauses = (Clause(ids(one)[0], 0, 5) for one in (earlier, later))
        return ThenNow(*clauses, date(2025, 1, 1), date(2025, 5, 1), changed=True)

    found = finding("north0", "south1", then_now=arrow("north0", "south1"))
    other = finding("north1", "east1", then_now=arrow("north1", "east1"))

    assert change_figures(told(found, other)) == {"changes_planned": 1, "changes_found": 1, "changes_not_planned": 1}


def test_a_plan_file_is_read_whole(tmp_path):
    """The second programme's plan is written by hand: every part of it must arrive."""
    path = tmp_path / "plan.yaml"
    path.write_text(
        "programme: vans\n"
        "points:\n"
        "  - {id: late, says: Late, kind: point, side: barrier, matter: van, silent: [south],\n"
        "     carriers: [{document: material/north/notes.md, quote: The van comes late, voice: T, collaborative: north}]}\n"
        "  - {id: early, says: Early, kind: point, side: enabler, carriers: []}\n"
        "opposite: [[late, early]]\n"
        "changed: [{earlier: late, later: early, place: south}]\n"
        "irony: [{document: material/d/d.md, quote: q, means: barrier}]\n"
        "places: [{document: material/d/d.md, quote: q, collaborative: south}]\n",
        encoding="utf-8",
    )
    plan = read_plan(path)

    assert [(one.slug, one.matter, one.silent, len(one.carriers)) for one in plan.points] == [
        ("late", "van", {"south"}, 1),
        ("early", "early", set(), 0),
    ]
    assert (plan.opposite, plan.changed) == ({frozenset(("late", "early"))}, (Change("late", "early", "south"),))
    assert (plan.irony[0].means, plan.places[0].collaborative, plan.furniture) == ("barrier", "south", ())


@pytest.mark.parametrize(
    "text",
    [
        "[1",
        "programme: x\n",
        "programme: x\npoints: []\nopposite: [[a, b]]\n",
        "programme: x\npoints: [a]\n",
        "- a\n",
        "programme: x\npoints: [{id: a, carriers: [{document: notes.md, quote: q}]}]\n",
        "",
    ],
)
def test_what_is_no_plan_is_refused_in_a_line(tmp_path, text):
    """A traceback tells an evaluator nothing of the file that is wrong."""
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadInput, match=r"\A[^\n]*plan[^\n]*\Z"):
        read_plan(path)


def test_the_demo_s_own_plan_is_read_into_the_same_shape():
    """31 points that more than one passage makes, the single voice apart, and silences by the theme of a point."""
    plan = read_plan(DEMO)
    by_slug = {point.slug: point for point in plan.points}

    assert len(plan.points) == 31
    assert [point.slug for point in plan.one_person] == ["night-team"]
    assert by_slug["co-design"].silent == {"moorland"}
    assert frozenset(("exec-visits-help", "exec-visits-inspect")) in plan.opposite
    assert by_slug["exec-visits-help"].matter == by_slug["exec-visits-inspect"].matter
