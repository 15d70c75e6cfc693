from dataclasses import replace

import pytest

from learnbrief.corpus.document import Mode
from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.finding import spread_of
from learnbrief.corpus.tag import Action, Band, TagStatus
from learnbrief.outputs.brief.brief import brief_id
from tests.outputs import programme
from tests.outputs.programme import EXCERPTS, FINDINGS, review
from tests.outputs.samples import quoting

BRIEF = brief_id(programme.SCOPE, programme.RUN.run_id)
FIRST, SECOND = FINDINGS[0], FINDINGS[1]


def test_every_finding_counts_what_its_evidence_holds(brief):
    by_id = {excerpt.excerpt_id: excerpt for excerpt in EXCERPTS.values()}
    documents = {document.document_id: document for document in programme.DOCUMENTS}

    for point in brief.findings:
        spread = spread_of([by_id[item.excerpt] for item in point.evidence], documents)
        assert (point.spread.documents, point.spread.voices, point.spread.collaboratives) == (
            spread.documents, spread.voices, spread.collaboratives,
        )  # fmt: skip


def test_themes_count_sources_by_hand(brief):
    """Counted from the sheets with a pencil."""
    leadership = next(heard for heard in brief.themes if heard.slug == "leadership")

    assert (leadership.documents, leadership.excerpts) == (8, 11)
    assert leadership.by_collaborative == {"fenland": 2, "harbour": 3, "moorland": 2, "riverside": 1}


def test_facilitators_are_kept_but_not_counted(brief):
    assert brief.base.set_aside == 1
    assert brief.base.excerpts == len(EXCERPTS) - 1


def test_who_was_not_heard_is_named(build):
    """A collaborative always; a role where everybody who spoke is known."""
    known = [one for one in EXCERPTS.values() if one.role]

    assert build().base.not_heard == ("Lantern Mental Health Collaborative",)
    assert "governor" in build(excerpts=known, analysis=replace(programme.ANALYSIS, findings=())).base.not_heard


def test_no_role_is_missing_where_a_table_spoke_that_names_nobody():
    """'Not heard: senior night carer' in a brief that quotes one: nobody can know who sat at table three."""
    at_a_table, _ = quoting("The bus stops at the wrong gate.", name="Table 3", role=None, mode=Mode.NOTE)
    known, _ = quoting("The bus stops at the wrong gate.", mode=Mode.NOTE)

    assert not {"executive", "governor"} & set(at_a_table.base.not_heard)
    assert {"executive", "governor"} <= set(known.base.not_heard)


def test_a_role_that_notes_report_was_heard():
    """'Not heard: lived experience partner', and two pages later what one of them said."""
    said = "[Person 7] (lived experience partner) told the room about getting to the eye clinic."
    brief, _ = quoting(said, mode=Mode.NOTE)

    assert "lived experience partner" not in brief.base.not_heard
    assert {"executive", "governor"} <= set(brief.base.not_heard)


def test_an_excerpt_that_is_not_its_text_is_refused(build):
    changed = {**EXCERPTS, "h1": replace(EXCERPTS["h1"], text="x" * len(EXCERPTS["h1"].text))}

    with pytest.raises(BrokenStore, match="is not what"):
        build(excerpts=changed.values())


def test_a_finding_that_cites_what_is_not_in_scope_is_refused(build):
    """A brief on one place must not quietly borrow from another."""
    fewer = [excerpt for key, excerpt in EXCERPTS.items() if key != "h1"]

    with pytest.raises(BrokenStore, match="which the scope does not hold"):
        build(excerpts=fewer)


def test_a_rejected_tag_counts_no_longer(build):
    tags = [replace(tag, status=TagStatus.REJECTED) if tag.theme == "resources" else tag for tag in programme.tags()]

    resources = next(heard for heard in build(tags=tags).themes if heard.slug == "resources")

    assert (resources.documents, resources.excerpts, resources.by_collaborative) == (0, 0, {})


def test_only_the_bands_asked_for_count(build):
    tags = [replace(tag, band=Band.REVIEW) if not tag.checked else tag for tag in programme.tags()]

    both, sure = (build(tags=tags, bands=bands).stances[0] for bands in ({Band.SURE, Band.REVIEW}, {Band.SURE}))

    assert sure.excerpts < both.excerpts


def test_a_reworded_heading_is_the_evaluators(build):
    brief = build(reviews=[review(1, Action.REWORD, FIRST.finding_id, heading="Boards  say yes\nand give no time")])

    point = brief.finding(FIRST.finding_id)
    assert (point.heading, point.heading_from) == ("Boards say yes and give no time", "evaluator")
    assert (brief.status, brief.checks.headings) == ("in review", 1)


def test_what_is_undone_does_not_hold_and_an_undo_can_be_undone(build):
    reword = review(1, Action.REWORD, FIRST.finding_id, heading="Boards give no time")
    undo = review(2, Action.UNDO, "rv-1")
    redo = review(3, Action.UNDO, "rv-2")

    assert build(reviews=[reword, undo]).finding(FIRST.finding_id).heading == FIRST.heading
    assert build(reviews=[redo, undo, reword]).finding(FIRST.finding_id).heading == "Boards give no time"


def test_a_dropped_finding_leaves_and_is_owned_up_to(build):
    brief = build(reviews=[review(1, Action.DROP, FIRST.finding_id)])

    assert FIRST.finding_id not in {point.id for point in brief.findings}
    assert FIRST.finding_id not in brief.messages
    assert "1 finding was left out by an evaluator." in brief.limits


def test_pins_come_first_and_a_given_order_wins(build):
    pinned = FINDINGS[6].finding_id
    order = [SECOND.finding_id, FIRST.finding_id]

    brief = build(reviews=[review(1, Action.PIN, pinned), review(2, Action.REORDER, BRIEF, order=order)])

    assert brief.messages[:3] == (SECOND.finding_id, FIRST.finding_id, pinned)
    assert len(brief.messages) == 5


def test_chosen_quotes_must_be_evidence(build):
    mine, foreign = FIRST.evidence[1], SECOND.evidence[0]

    brief = build(reviews=[review(1, Action.QUOTES, FIRST.finding_id, quotes=[mine, foreign])])

    assert brief.finding(FIRST.finding_id).quotes == (mine,)


def test_counter_evidence_is_possible_until_someone_has_judged_it(build):
    against = FIRST.counter[0]

    confirmed = build(reviews=[review(1, Action.CONFIRM_COUNTER, FIRST.finding_id, excerpt=against)])
    dismissed = build(reviews=[review(1, Action.DISMISS_COUNTER, FIRST.finding_id, excerpt=against)])

    assert confirmed.finding(FIRST.finding_id).counter_confirmed == (against,)
    assert dismissed.finding(FIRST.finding_id).counter == ()


def test_sections_that_people_write_stand_as_last_written(build):
    reviews = [
        review(1, Action.WRITE, BRIEF, section="why_now", text="First try."),
        review(2, Action.WRITE, "cohort:2025-01-01..2025-09-30", section="why_now", text="The winter plan is due."),
        review(3, Action.WRITE, BRIEF, section="questions_for_boards", text="Who is not here?\n\nWhat would we stop?"),
        review(4, Action.WRITE, "another-brief", section="why_now", text="Not ours."),
    ]

    written = build(reviews=reviews).written

    assert written.why_now == "The winter plan is due."
    assert written.questions_for_boards == ("Who is not here?", "What would we stop?")


def test_signing_off_approves_and_says_who(build):
    brief = build(reviews=[review(1, Action.SIGN_OFF, BRIEF)])

    assert (brief.status, brief.checks.signed_off_by) == ("approved", "Evaluator one")


def test_a_draft_says_what_nobody_has_checked(brief):
    assert brief.status == "draft"
    assert any("53 of 77 themes suggested by a model" in line for line in brief.limits)
    assert any("names and places" in line and "8 of 8" in line for line in brief.limits)


def test_what_reading_a_source_lost_is_a_limit_of_the_brief(build):
    """Only the app's preview said it, before the source was even taken in; whoever reads the brief was never told."""
    first, second, *others = programme.DOCUMENTS
    pictures = "holds pictures; words in them are not read"
    lost = [
        replace(first, attributes={"warnings": f"{pictures}\n3 letters lost"}),
        replace(second, attributes={"warnings": pictures}),
    ]

    assert build(documents=[*lost, *others]).limits[-2:] == (
        f"As read: {pictures} ({first.title}; {second.title}).",
        f"As read: 3 letters lost ({first.title}).",
    )


def test_the_masthead_of_a_theme_brief_equals_its_row(build):
    """29 sources at the top and 24 in the table end the trust in both."""
    from learnbrief.corpus.finding import Scope
    from learnbrief.outputs.layout.outline import outline

    brief = build(
        scope=Scope("theme", theme="leadership"),
        analysis=replace(programme.ANALYSIS, findings=FINDINGS[:2], emerging=()),
        messages=((), ""),
    )
    row = next(heard for heard in brief.themes if heard.slug == "leadership")

    assert [value for value, _ in outline(brief).facts[:3]] == [str(row.documents), str(row.excerpts), str(row.voices)]
    assert brief.base.by_collaborative == row.by_collaborative


def test_a_finding_reports_its_points_clauses_and_silences(brief):
    matter = brief.finding(FINDINGS[4].finding_id)

    assert [(point.stance, point.clause.kind, point.spread.documents) for point in matter.points] == [
        ("barrier", "verbatim", 4),
        ("enabler", "note", 1),
    ]
    assert [(one.collaborative, one.excerpts) for one in brief.findings[0].silent] == [("riverside", 5), ("fenland", 3)]
    assert brief.findings[0].heading_excerpt == FINDINGS[0].evidence[0]


def test_a_heading_that_a_person_chose_is_no_longer_unread(build):
    clause = FINDINGS[0].candidates[0]
    chosen = {"excerpt": clause.excerpt, "start": clause.start, "end": clause.end}

    brief = build(reviews=[review(1, Action.HEADLINE, FINDINGS[0].finding_id, **chosen)])

    assert brief.finding(FINDINGS[0].finding_id).heading == "More board time for this, please"
    assert brief.checks.headings == 1


def test_what_was_said_in_a_wave_counts_in_its_month(build):
    """A survey of two waves is one document with two dates."""
    from datetime import date

    moved = {**EXCERPTS, "s1": replace(EXCERPTS["s1"], date=date(2025, 2, 3))}

    assert build(excerpts=moved.values()).base.by_month["2025-02"] == 1
    assert "2025-02" not in build().base.by_month
