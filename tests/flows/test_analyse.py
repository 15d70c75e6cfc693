"""An analysis is made once from the same inputs, and goes on from what evaluators did to the one before."""

import pytest

from learnbrief.corpus.finding import Scope
from learnbrief.corpus.store import new_review
from learnbrief.corpus.store.links import span_of
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.analyse import analyse_scope, evaluators_of
from tests.flows.conftest import take_all_in

COHORT = Scope("cohort")


def findings(workspace, store, scope=COHORT):
    return store.analyses.get(analyse_scope(workspace, store, scope)).findings


def excerpt_with(store, words):
    """The one excerpt that says this."""
    (found,) = [one for one in store.excerpts.current() if words in one.text]
    return found


@pytest.fixture
def far(tagged_store):
    """Two excerpts of two sources that have nothing to do with each other."""
    return excerpt_with(tagged_store, "two months late"), excerpt_with(tagged_store, "experience panel")


def belong_together(*excerpts):
    return new_review(Action.MERGE, "Robin Ash", payload={"others": [], "together": [span_of(one) for one in excerpts]})


def belong_apart(one, other):
    return new_review(
        Action.SPLIT, "Robin Ash",
        payload={"excerpts": [other.excerpt_id], "apart": [[span_of(one)], [span_of(other)]]},
    )  # fmt: skip


def home_of(found, excerpt):
    """The finding that holds an excerpt."""
    (finding,) = [one for one in found if excerpt.excerpt_id in one.evidence]
    return finding


def test_the_same_material_is_analysed_once(tagged, tagged_store):
    """Opening a brief again must cost nothing, and give the same."""
    first = analyse_scope(tagged, tagged_store, COHORT)
    again = analyse_scope(tagged, tagged_store, COHORT)

    assert first == again
    assert len(tagged_store.analyses.all()) == 1


def test_every_excerpt_of_a_finding_is_evidence_of_the_scope(tagged, tagged_store):
    """A presenter's 'next slide, please' is nobody's finding, and an event's brief speaks of that event alone."""
    by_id = {one.excerpt_id: one for one in tagged_store.excerpts.current()}
    harbour = Scope("event", event="harbour-day-one")
    documents = tagged_store.documents.latest()
    told = [by_id[one] for finding in findings(tagged, tagged_store, harbour) for one in finding.evidence]

    assert told
    assert all(one.evidence for one in told)
    assert {documents[one.document_id].event_id for one in told} == {"harbour-day-one"}


def test_what_an_evaluator_put_together_is_one_finding_from_then_on(tagged, tagged_store, far):
    """The link is an input of its own: the analysis is made anew, and taking the link back gives the old one back."""
    before = analyse_scope(tagged, tagged_store, COHORT)
    assert far[1].excerpt_id not in home_of(tagged_store.analyses.get(before).findings, far[0]).evidence
    link = belong_together(*far)
    tagged_store.reviews.add(link)
    linked = analyse_scope(tagged, tagged_store, COHORT)
    tagged_store.reviews.add(new_review(Action.UNDO, "Robin Ash", target=link.review_id))

    assert linked != before
    assert far[1].excerpt_id in home_of(tagged_store.analyses.get(linked).findings, far[0]).evidence
    assert analyse_scope(tagged, tagged_store, COHORT) == before


def test_what_an_evaluator_parted_is_in_two_findings_from_then_on(tagged, tagged_store, far):
    """Even where likeness or another link would join them through others."""
    other = excerpt_with(tagged_store, "Nobody knows which committee")
    tagged_store.reviews.add(belong_together(far[0], other), belong_apart(other, far[1]))
    found = findings(tagged, tagged_store)

    assert home_of(found, far[0]) == home_of(found, other)
    assert home_of(found, far[0]) != home_of(found, far[1])


def test_a_link_holds_in_every_scope_that_has_both_excerpts(tagged, tagged_store):
    """It is said of the programme, not of one brief."""
    one, other = excerpt_with(tagged_store, "two months late"), excerpt_with(tagged_store, "huddle every week")
    tagged_store.reviews.add(belong_together(one, other))
    for scope in (COHORT, Scope("event", event="harbour-day-one"), Scope("collaborative", collaborative="harbour")):
        assert other.excerpt_id in home_of(findings(tagged, tagged_store, scope), one).evidence


def test_read_and_left_without_themes_is_a_decision_that_the_analysis_follows(tagged, tagged_store):
    """A coder who finished an excerpt and tagged nothing has said that nothing applies."""
    excerpt = excerpt_with(tagged_store, "never asks about equity")
    suggested = home_of(findings(tagged, tagged_store), excerpt)
    tagged_store.reviews.add(new_review(Action.DONE, "Robin Ash", excerpt=excerpt))
    read = home_of(findings(tagged, tagged_store), excerpt)

    assert suggested.theme is not None
    assert (read.theme, read.stance) == (None, None)


def test_what_people_did_to_findings_is_known_to_the_next_analysis(tagged, tagged_store):
    """Worded and pinned findings are followed through regrouping; an undone wording is not."""
    first, second, *_ = findings(tagged, tagged_store)
    wording = new_review(Action.REWORD, "Robin Ash", target=first.finding_id, payload={"heading": "Time goes first"})
    pin = new_review(Action.PIN, "Robin Ash", target=second.finding_id)
    tagged_store.reviews.add(wording, pin, new_review(Action.UNDO, "Robin Ash", target=wording.review_id))
    known = evaluators_of(tagged_store, COHORT)

    assert known.keep == {second.finding_id}
    assert {one.finding_id for one in known.before} >= {first.finding_id, second.finding_id}


def test_a_pinned_finding_keeps_its_id_when_its_material_grows(tagged, tagged_store):
    """What somebody pinned on Monday is there on Tuesday under the same id, with the new voice in it."""
    excerpt = excerpt_with(tagged_store, "two months late")
    before = home_of(findings(tagged, tagged_store), excerpt)
    tagged_store.reviews.add(new_review(Action.PIN, "Robin Ash", target=before.finding_id))
    folder = tagged.material / "harbour-day-two"
    folder.mkdir()
    (folder / "notes.txt").write_text(
        "Event: Harbour day two\nKind: workshop notes\nDate: 2025-03-14\nCollaborative: harbour\n\n"
        "Our data arrives two months late as well, and nobody sees whether anything has improved.\n"
    )
    take_all_in(tagged, tagged_store)
    after = home_of(findings(tagged, tagged_store), excerpt)

    assert after.finding_id == before.finding_id
    assert len(after.evidence) > len(before.evidence)


def test_a_themes_own_brief_holds_findings_of_that_theme_alone(tagged, tagged_store):
    """Points are made over all evidence; the theme's brief shows those that are the theme's."""
    themes = {one.theme for one in findings(tagged, tagged_store)} - {None}
    theme = min(themes)
    found = findings(tagged, tagged_store, Scope("theme", theme=theme))

    assert found
    assert {one.theme for one in found} == {theme}
