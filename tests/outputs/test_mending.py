"""What an evaluator mends stays true: evidence, quotes, counts and words follow every edit, and undo brings all back."""

from datetime import UTC, datetime, timedelta

import pytest

from learnbrief.corpus.finding import Analysis, Clause, Finding, Point, Scope, Silence
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.brief.brief import scope_key
from tests.outputs import programme
from tests.outputs.programme import EXCERPTS, clause, ids

NO_TIME = Finding(
    "workforce", "barrier", "Nobody released from rota for the project day", ids("h2 s2"), ids("h2"),
    heading_from="clause", clause=clause("h2", "Nobody released from rota for the project day"),
    candidates=(clause("s2", "Still no protected time on nights."), clause("h2", "two people came on their day off")),
    points=(Point(ids("h2 s2"), "workforce", "barrier", clause("h2", "Nobody released from rota for the project day")),),
    silent=(Silence("fenland", 12),),
)  # fmt: skip
FORTY_MINUTES = Finding(
    "workforce", "barrier", "What they do not have is forty minutes together in one room.", ids("w5 m4"), ids("w5"),
    heading_from="clause", clause=clause("w5", "What they do not have is forty minutes together in one room."),
    points=(Point(ids("w5 m4"), "workforce", "barrier", clause("w5", "What they do not have is forty minutes together in one room.")),),
)  # fmt: skip
PROTECTED = Finding(
    "workforce", "enabler", "I protected one morning a fortnight for the team", ids("f1"), ids("f1"), tentative=True,
    heading_from="clause", clause=clause("f1", "I protected one morning a fortnight for the team"),
    points=(Point(ids("f1"), "workforce", "enabler", clause("f1", "I protected one morning a fortnight for the team")),),
)  # fmt: skip
FINDINGS = (NO_TIME, FORTY_MINUTES, PROTECTED)
MESSAGES = ((NO_TIME.finding_id, FORTY_MINUTES.finding_id), "")


def act(n, action, target, **payload):
    made_at = datetime(2025, 9, 1, tzinfo=UTC) + timedelta(minutes=n)
    return Review(f"rv-{n}", action, "Ada", made_at, target=target, payload=payload)


@pytest.fixture
def mend(build):
    """The brief of three findings after these reviews."""

    def mended(*reviews):
        analysis = Analysis(programme.RUN.run_id, Scope("cohort"), FINDINGS)
        return build(analysis=analysis, scope=Scope("cohort"), messages=MESSAGES, reviews=reviews, made=programme.MADE)

    return mended


def evidence(brief, finding_id):
    return {one.excerpt for one in brief.finding(finding_id).evidence}


MERGE = act(1, Action.MERGE, NO_TIME.finding_id, others=[FORTY_MINUTES.finding_id])


def test_merged_findings_are_one_under_the_first_name(mend):
    """Five splinters of one matter become the message that a board can read: put together, they say one thing, counted once."""
    brief = mend(MERGE)
    whole = brief.finding(NO_TIME.finding_id)

    assert evidence(brief, NO_TIME.finding_id) == set(ids("h2 s2 w5 m4"))
    assert (whole.reach.documents, len(whole.points)) == (4, 1)
    assert set(whole.quotes) >= {*ids("h2"), *ids("w5")}
    assert brief.messages == (NO_TIME.finding_id,)
    assert len(brief.findings) == 2


def test_a_merger_of_two_sides_is_not_told_in_one_side_s_words(mend):
    """A clause of the barrier would speak for those who said what helps."""
    whole = mend(act(1, Action.MERGE, NO_TIME.finding_id, others=[PROTECTED.finding_id])).finding(NO_TIME.finding_id)

    assert (whole.heading_from, whole.stance, whole.clause) == ("composed", None, None)
    assert {point.stance for point in whole.points} == {"barrier", "enabler"}


def test_whoever_is_heard_after_a_merger_is_not_called_silent(mend):
    """Fenland was not found in the one finding and speaks in the other."""
    before, after = mend(), mend(act(1, Action.MERGE, NO_TIME.finding_id, others=[PROTECTED.finding_id]))

    assert [one.collaborative for one in before.finding(NO_TIME.finding_id).silent] == ["fenland"]
    assert after.finding(NO_TIME.finding_id).silent == ()


def test_a_split_gives_the_chosen_excerpts_a_finding_of_their_own(mend):
    """Its id comes from its evidence, so that later edits find it; what is left is counted afresh."""
    brief = mend(act(1, Action.SPLIT, NO_TIME.finding_id, excerpts=list(ids("s2"))))
    own = stable_id("f", sorted(ids("s2")))

    assert evidence(brief, own) == set(ids("s2"))
    assert (brief.finding(own).theme, brief.finding(own).stance) == ("workforce", "barrier")
    assert brief.finding(own).heading == "Still no protected time on nights."
    assert evidence(brief, NO_TIME.finding_id) == set(ids("h2"))
    assert brief.finding(NO_TIME.finding_id).tentative
    assert [finding.id for finding in brief.findings][:2] == [NO_TIME.finding_id, own]


def test_a_finding_started_from_search_may_hold_what_no_finding_held(mend):
    """The computer missed it; a person did not. What was elsewhere moves here."""
    chosen = list(ids("h1 m1 w5"))
    brief = mend(act(1, Action.START, scope_key(Scope("cohort")), excerpts=chosen))
    own = brief.finding(stable_id("f", sorted(chosen)))

    assert {one.excerpt for one in own.evidence} == set(chosen)
    assert own.theme == "leadership"
    assert brief.findings[0] == own
    assert evidence(brief, FORTY_MINUTES.finding_id) == set(ids("m4"))


def test_a_finding_is_not_started_in_another_brief(mend):
    """The event's brief has a desk of its own."""
    assert len(mend(act(1, Action.START, "event:elsewhere", excerpts=list(ids("h1")))).findings) == len(FINDINGS)


def test_an_excerpt_is_put_in_and_taken_out(mend):
    """Its sources count at once; a finding whose last excerpt goes, goes."""
    brief = mend(
        act(1, Action.INCLUDE, NO_TIME.finding_id, excerpt=ids("m4")[0]),
        act(2, Action.EXCLUDE, NO_TIME.finding_id, excerpt=ids("h2")[0]),
        act(3, Action.EXCLUDE, PROTECTED.finding_id, excerpt=ids("f1")[0]),
    )
    left = brief.finding(NO_TIME.finding_id)

    assert evidence(brief, NO_TIME.finding_id) == set(ids("s2 m4"))
    assert (left.quotes, left.heading) == (ids("s2"), "Still no protected time on nights.")
    assert evidence(brief, FORTY_MINUTES.finding_id) == set(ids("w5"))
    assert PROTECTED.finding_id not in {finding.id for finding in brief.findings}


def test_what_a_person_says_makes_the_statement_counts_under_its_headline(mend):
    """Whatever side the tool tagged it with, and though it stood in the finding already as something that only speaks of it."""
    first = ids("m4")[0]
    for before in ((), (act(0, Action.INCLUDE, PROTECTED.finding_id, excerpt=first),)):
        brief = mend(*before, act(1, Action.INCLUDE, PROTECTED.finding_id, excerpt=first, says=True))
        own = brief.finding(PROTECTED.finding_id)
        assert first in (own.stated_by or evidence(brief, own.id))
        assert own.heading == PROTECTED.heading


def test_a_headline_is_chosen_among_the_evidence_s_own_words(mend):
    """Any stretch of the evidence, quoted as it stands; what headed it before stays on offer."""
    words = clause("h2", "two people came on their day off")
    chosen = mend(
        act(1, Action.HEADLINE, NO_TIME.finding_id, excerpt=words.excerpt, start=words.start, end=words.end)
    ).finding(NO_TIME.finding_id)

    assert (chosen.heading, chosen.heading_from) == ("two people came on their day off", "clause")
    assert "Nobody released from rota for the project day" in [one.text for one in chosen.candidates]


@pytest.mark.parametrize("later", [MERGE, act(1, Action.SPLIT, NO_TIME.finding_id, excerpts=list(ids("h2")))])
def test_an_evaluator_s_wording_survives_what_is_joined_and_parted_around_it(mend, later):
    """Nobody types a heading twice."""
    worded = act(0, Action.REWORD, NO_TIME.finding_id, heading="No time is protected")

    assert mend(worded, later).finding(NO_TIME.finding_id).heading == "No time is protected"


def test_the_wording_of_a_finding_that_was_joined_goes_with_it(mend):
    """The work was done on the one that lost its name."""
    worded = act(0, Action.REWORD, FORTY_MINUTES.finding_id, heading="Teams cannot meet")

    assert mend(worded, MERGE).finding(NO_TIME.finding_id).heading == "Teams cannot meet"


def test_a_clause_is_released_only_as_long_as_it_is_the_headline(mend, build):
    """A person allowed these words, not whatever stands there next."""
    place = {"excerpt": NO_TIME.clause.excerpt, "start": NO_TIME.clause.start, "end": NO_TIME.clause.end}
    release = act(1, Action.RELEASE, NO_TIME.finding_id, **place)
    other = clause("s2", "Still no protected time on nights.")
    changed = act(2, Action.HEADLINE, NO_TIME.finding_id, excerpt=other.excerpt, start=other.start, end=other.end)

    def published(*reviews):
        analysis = Analysis(programme.RUN.run_id, Scope("cohort"), FINDINGS)
        brief = build(analysis=analysis, scope=Scope("cohort"), messages=MESSAGES, reviews=reviews, view="published")
        return brief.finding(NO_TIME.finding_id).heading_from

    assert [published(), published(release), published(release, changed)] == ["none", "clause", "none"]


def test_two_messages_never_tell_one_excerpt_twice(build):
    """The later gives it up; where nothing else carries it, it is no message."""
    same = Finding("workforce", "barrier", "Again", ids("s2 w5"), ids("s2"))
    only = Finding("data", "barrier", "Once more", ids("h2"), ids("h2"))
    analysis = Analysis(programme.RUN.run_id, Scope("cohort"), (NO_TIME, same, only))
    wanted = [one.finding_id for one in (NO_TIME, same, only)]
    brief = build(analysis=analysis, scope=Scope("cohort"), messages=(wanted, ""))

    assert brief.messages == tuple(wanted[:2])
    assert evidence(brief, same.finding_id) == set(ids("w5"))


EVERY_EDIT = (
    MERGE,
    act(1, Action.SPLIT, NO_TIME.finding_id, excerpts=list(ids("h2"))),
    act(1, Action.START, scope_key(Scope("cohort")), excerpts=list(ids("h1 w5"))),
    act(1, Action.INCLUDE, NO_TIME.finding_id, excerpt=ids("m4")[0]),
    act(1, Action.EXCLUDE, NO_TIME.finding_id, excerpt=ids("h2")[0]),
    act(1, Action.HEADLINE, NO_TIME.finding_id, excerpt=ids("h2")[0], start=0, end=6),
    act(1, Action.DROP, NO_TIME.finding_id),
)


@pytest.mark.parametrize("review", EVERY_EDIT, ids=[one.action.value for one in EVERY_EDIT])
def test_undo_restores_everything(mend, review):
    """An edit that cannot be taken back is one that people do not dare to make."""
    undo = act(9, Action.UNDO, review.review_id)

    assert mend(review).findings != mend().findings
    assert mend(review, undo).findings == mend().findings


@pytest.mark.parametrize(
    "payload",
    [{}, {"excerpt": "gone", "start": 0, "end": 4}, {"excerpt": EXCERPTS["h2"].excerpt_id, "start": 0, "end": 9999}],
)
def test_a_headline_that_stands_nowhere_changes_nothing(mend, payload):
    """The text may have changed since; a brief never quotes what is not there."""
    assert mend(act(1, Action.HEADLINE, NO_TIME.finding_id, **payload)).findings == mend().findings


def test_a_clause_that_is_kept_is_the_frozen_text(mend):
    """Chosen words are cut from the source at their place."""
    chosen = Clause(EXCERPTS["s2"].excerpt_id, 6, 23)
    finding = mend(
        act(1, Action.HEADLINE, NO_TIME.finding_id, excerpt=chosen.excerpt, start=chosen.start, end=chosen.end)
    ).finding(NO_TIME.finding_id)

    assert finding.heading == EXCERPTS["s2"].text[6:23]


@pytest.mark.parametrize("action", [Action.START, Action.SPLIT])
def test_what_was_written_for_a_finding_of_chosen_excerpts_goes_on_when_a_later_run_has_it(mend, action):
    """The run after groups them as a person said, under an id of its own: wording, quotes and place are not lost."""
    target = scope_key(Scope("cohort")) if action is Action.START else NO_TIME.finding_id
    born = stable_id("f", sorted(ids("w5 m4")))
    made = act(1, action, target, excerpts=list(ids("w5 m4")), finding="f-born")
    worded = act(2, Action.REWORD, "f-born", heading="Forty minutes is all we ask")
    brief = mend(
        made, worded, act(3, Action.PIN, "f-born"), act(4, Action.REORDER, scope_key(Scope("cohort")), order=["f-born"])
    )

    assert brief.finding(born).heading == "Forty minutes is all we ask"
    assert brief.findings[0].id == brief.messages[0] == born


def test_what_was_written_for_a_part_goes_on_when_a_later_run_has_merged_it(mend):
    """Its own id is gone from the analysis; the merged finding has no wording of its own."""
    merger = act(1, Action.MERGE, NO_TIME.finding_id, others=["f-gone-by-now"])

    brief = mend(merger, act(2, Action.REWORD, "f-gone-by-now", heading="No time, anywhere"))
    assert brief.finding(NO_TIME.finding_id).heading == "No time, anywhere"
