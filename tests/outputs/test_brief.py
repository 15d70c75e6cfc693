import json
from dataclasses import replace
from datetime import timedelta

import pytest

from learnbrief.corpus.errors import BadInput, BrokenStore
from learnbrief.corpus.finding import Scope
from learnbrief.outputs.brief.brief import brief_id, brief_json, check_words, read_brief, scope_key
from tests.outputs import programme

CONTRACT = {
    "schema": str,
    "id": str,
    "title": str,
    "status": str,
    "scope": {"kind", "event", "collaborative", "since", "until"},
    "made": {"at", "run", "codebook_version", "encoder", "software", "seed", "drafted_by"},
    "base": {"documents", "excerpts", "voices", "by_kind", "by_collaborative", "not_heard"},
    "messages": list,
    "themes": list,
    "stances": list,
    "findings": list,
    "emerging": list,
    "limits": list,
}
HEARD = {
    "slug",
    "name",
    "facet",
    "documents",
    "voices",
    "excerpts",
    "by_collaborative",
    "by_kind",
    "change",
    "findings",
}
FINDING = {
    "id", "theme", "stance", "heading", "heading_from", "drafted_by", "points", "then_now", "evidence", "quotes", "counter",
    "spread", "tentative", "silent", "candidates", "solved_later",
}  # fmt: skip
EVIDENCE = {"excerpt", "document", "version", "start", "end", "text", "voice", "role", "collaborative", "at", "kind"}


def test_what_is_written_is_read_back_the_same(brief):
    assert read_brief(brief_json(brief)) == brief


def test_the_published_view_is_read_back_the_same(build):
    published = build(view="published")

    assert read_brief(brief_json(published)) == published


def test_brief_json_has_everything_the_contract_names(brief):
    """Other people's tools read this file: a missing key is a broken promise."""
    written = json.loads(brief_json(brief))

    assert written["schema"] == "learnbrief/brief/2"
    for key, inside in CONTRACT.items():
        assert key in written
        assert inside <= set(written[key]) if isinstance(inside, set) else isinstance(written[key], inside)
    assert all(set(heard) >= HEARD for heard in written["themes"] + written["stances"])
    assert all(set(finding) >= FINDING for finding in written["findings"])
    assert all(
        set(finding["spread"]) >= {"documents", "voices", "collaboratives", "kinds"} for finding in written["findings"]
    )
    assert all(
        set(item) >= EVIDENCE for finding in written["findings"] for item in finding["evidence"] + finding["counter"]
    )
    assert [heard["slug"] for heard in written["stances"]] == ["barrier", "enabler", "action", "question"]


def test_the_same_run_gives_the_same_file_apart_from_the_time(build):
    later = replace(programme.MADE, at=programme.MADE.at + timedelta(days=1))

    first, second = json.loads(brief_json(build())), json.loads(brief_json(build(made=later)))

    assert first.pop("made")["at"] != second.pop("made")["at"]
    assert first == second


def test_words_that_are_not_the_frozen_text_are_refused(brief, sources):
    """One wrong quote and nobody believes the rest."""
    point = brief.findings[0]
    forged = replace(point, evidence=(replace(point.evidence[0], text="Nobody said this."), *point.evidence[1:]))

    with pytest.raises(BrokenStore, match="is not what"):
        check_words(replace(brief, findings=(forged, *brief.findings[1:])), sources)


def test_a_brief_that_cites_a_source_nobody_has_is_refused(brief, sources):
    del sources[("d-webinar-1", 1)]

    with pytest.raises(BrokenStore, match="d-webinar-1 v1"):
        check_words(brief, sources)


def test_a_finding_cannot_quote_what_is_not_its_evidence(brief):
    point = brief.findings[0]

    with pytest.raises(BrokenStore, match="quotes"):
        replace(point, quotes=("e-elsewhere",))


def test_a_brief_cannot_have_a_message_that_is_no_finding(brief):
    with pytest.raises(BrokenStore, match="messages"):
        replace(brief, messages=("f-elsewhere",))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{}",
        "[]",
        '{"schema": "learnbrief/brief/2"}',
        '{"schema": "learnbrief/brief/1"}',
        '{"schema": "learnbrief/brief/1", "findings": [3]}',
    ],
)
def test_a_file_that_is_no_brief_is_told_in_one_line(text):
    with pytest.raises(BadInput, match=r"^brief\.json: [^\n]+$"):
        read_brief(text)


def test_a_scope_has_one_readable_name():
    scope = Scope("cohort", since=programme.SCOPE.since, until=programme.SCOPE.until)

    assert scope_key(scope) == "cohort:2025-01-01..2025-09-30"
    assert brief_id(scope, "run-1").startswith("cohort-2025-01-01-2025-09-30-")
    assert brief_id(scope, "run-1") != brief_id(scope, "run-2")


def test_quotes_come_in_the_order_chosen(brief):
    point = brief.findings[0]

    assert [item.excerpt for item in point.quoted] == list(point.quotes)


def test_a_heading_that_is_not_its_clause_is_refused(brief, sources):
    """What stands in quotation marks must be what somebody said."""
    first = brief.findings[0]
    forged = replace(first, heading="improvement is item 1")

    with pytest.raises(BrokenStore, match="is not the clause"):
        check_words(replace(brief, findings=(forged, *brief.findings[1:])), sources)


def test_a_clause_that_its_excerpt_does_not_say_is_refused(brief, sources):
    first = brief.findings[0]
    candidates = (replace(first.candidates[0], text="Less board time for this, please"),)

    with pytest.raises(BrokenStore, match="is not what excerpt"):
        check_words(replace(brief, findings=(replace(first, candidates=candidates), *brief.findings[1:])), sources)


def test_a_clause_beyond_its_excerpt_is_refused(build):
    from learnbrief.corpus.finding import Clause

    first = programme.FINDINGS[0]
    beyond = replace(first, candidates=(Clause(first.evidence[0], 5, 4000),))

    with pytest.raises(BrokenStore, match="runs to 4000"):
        build(analysis=replace(programme.ANALYSIS, findings=(beyond,)), messages=((), ""))


def test_two_messages_cannot_rest_on_the_same_excerpt(brief):
    """They would tell one matter twice."""
    leaders, trust = programme.FINDINGS[1].finding_id, programme.FINDINGS[6].finding_id

    with pytest.raises(BrokenStore, match="share evidence"):
        replace(brief, messages=(leaders, trust))


@pytest.mark.parametrize(("kind", "most"), [("cohort", 5), ("theme", 5), ("event", 4), ("collaborative", 4)])
def test_messages_have_a_ceiling(brief, kind, most):
    scope = replace(brief.scope, kind=kind)

    assert len(replace(brief, scope=scope, messages=brief.messages[:most]).messages) == most
    with pytest.raises(BrokenStore, match=f"at most {most}"):
        replace(brief, scope=scope, messages=(*brief.messages[:5], brief.findings[9].id)[: most + 1])
