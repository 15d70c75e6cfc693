"""The demo, run once through the command line: what it leaves behind."""

import json

import pytest

from learnbrief.corpus.finding import spread_of
from learnbrief.outputs.brief.brief import read_brief
from tests.e2e.demo_programme import PLAN, STANCES, evidence_in, files_in, tell

pytestmark = pytest.mark.slow

NOWHERE = "http://127.0.0.1:9/api"
"""A Prefect server that is not there."""
E_KEYS = {"excerpt", "document", "version", "start", "end", "text", "voice", "role", "collaborative", "at", "kind"}

FINDING_KEYS = {
    "id", "theme", "stance", "heading", "heading_from", "drafted_by", "points", "then_now", "evidence", "quotes", "counter",
    "spread", "silent", "tentative",
}  # fmt: skip


def test_the_demo_takes_everything_in_and_ends_well(demo):
    """The first thing anybody sees of learnbrief: no file skipped, a brief for every event and one for the cohort."""
    with demo.store() as store:
        assert (demo.exit_status, store.skipped.all()) == (0, [])
    assert len(demo.documents) == len(PLAN["documents"])
    events = {planned["event"] for planned in PLAN["documents"]}
    assert len(list(demo.workspace.briefs.glob("*/brief.html"))) > len(events)


def test_the_cohort_brief_has_three_to_five_messages(demo):
    """What a board reads: each is a finding of the brief; how many of them rest on one voice is said."""
    findings = {point["id"]: point for point in demo.brief["findings"]}
    alone = [one for one in demo.brief["messages"] if findings[one]["tentative"]]

    assert 3 <= len(demo.brief["messages"]) <= 5
    assert len(alone) < len(demo.brief["messages"])
    assert ("one voice or one source" in demo.brief["messages_note"]) is bool(alone)


def test_brief_json_keeps_the_contract(demo):
    """Whoever reads the file with a program of their own relies on these names and on counts that follow from the evidence."""
    brief = demo.brief
    findings = {point["id"] for point in brief["findings"]}

    assert brief["schema"] == "learnbrief/brief/2"
    assert {"id", "title", "status", "scope", "made", "base", "messages", "messages_note", "themes", "stances"} <= set(
        brief
    )
    assert {"kind", "event", "collaborative", "since", "until"} <= set(brief["scope"])
    assert {"at", "run", "codebook_version", "encoder", "software", "seed", "drafted_by"} <= set(brief["made"])
    assert {"documents", "excerpts", "voices", "by_kind", "by_collaborative", "not_heard"} <= set(brief["base"])
    for line in (*brief["themes"], *brief["stances"]):
        assert {
            "slug",
            "name",
            "facet",
            "documents",
            "voices",
            "excerpts",
            "by_collaborative",
            "by_kind",
            "change",
        } <= set(line)
        assert set(line["findings"]) <= findings, line["slug"]
    assert {line["slug"] for line in brief["stances"]} == STANCES - {"neutral"}
    for finding in brief["findings"]:
        assert set(finding) >= FINDING_KEYS
        assert finding["heading_from"] in ("clause", "composed", "evaluator", "none")
        assert {one for point in finding["points"] for one in point["evidence"]} == {
            one["excerpt"] for one in finding["evidence"]
        }
    for topic in brief["emerging"]:
        assert {"topic", "label", "keywords", "excerpts", "documents", "evidence"} <= set(topic)
    for item in evidence_in(brief):
        assert set(item) >= E_KEYS
        assert item["kind"] in ("verbatim", "note")
    assert brief["limits"]
    assert read_brief((demo.brief_folder / "brief.json").read_text("utf-8")).id == demo.brief_folder.name


def test_every_count_of_a_finding_follows_from_its_evidence(demo):
    """Counted again from the store, not from the brief."""
    by_id = {one.excerpt_id: one for one in demo.excerpts}
    for point in demo.brief["findings"]:
        spread = spread_of([by_id[item["excerpt"]] for item in point["evidence"]], demo.documents)
        told = point["spread"]

        assert (told["documents"], told["voices"], told["excerpts"]) == (
            spread.documents,
            spread.voices,
            spread.excerpts,
        )
        assert (tuple(told["collaboratives"]), tuple(told["kinds"])) == (spread.collaboratives, spread.kinds)
        assert 1 <= len(point["quotes"]) <= 4
        assert set(point["quotes"]) <= {item["excerpt"] for item in point["evidence"]}


def test_a_headline_is_a_clause_of_the_evidence_or_stands_in_it(demo):
    """Nothing is put into anybody's mouth: a clause stands verbatim in an excerpt, a subject in at least a third of them."""
    headed = [point for point in demo.brief["findings"] if point["heading_from"] == "clause"]
    composed = [point for point in demo.brief["findings"] if point["heading_from"] == "composed"]
    names = {line["name"].casefold() for line in demo.brief["themes"]}

    assert len(headed) > len(demo.brief["findings"]) / 2
    for point in headed:
        assert any(point["heading"] in item["text"] for item in point["evidence"])
        assert len(point["heading"].split()) <= 24  # a whole sentence; a clause has at most 20
    for point in composed:
        subject = point["heading"].casefold()
        holding = sum(subject in item["text"].casefold() for item in point["evidence"])
        assert subject in names or 3 * holding >= len(point["evidence"])


def test_every_quote_of_every_brief_is_the_frozen_text(demo):
    """The promise of the whole tool, by its own check and by ours."""
    tell("doctor", "--store", "-w", demo.root)
    checked = 0
    with demo.store() as store:
        assert store.check() == []
        for path in demo.workspace.briefs.glob("*/brief.json"):
            brief = json.loads(path.read_text("utf-8"))
            for item in evidence_in(brief) if brief["view"] == "internal" else ():
                text = demo.documents[item["document"]].text
                assert demo.documents[item["document"]].version == item["version"]
                assert text[item["start"] : item["end"]] == item["text"]
                checked += 1
    assert checked > 500


def test_the_survey_waves_are_counted_exactly(demo):
    """Base, non-response and every answer of both waves, as the plan planted them."""
    planned = PLAN["survey_waves"]
    (shares,) = [one for one in demo.brief["surveys"] if one["question"] == planned["question"]]
    expected = [planned[f"wave_{wave}"] for wave in (1, 2)]

    assert [wave["asked"] for wave in shares["waves"]] == [one["respondents"] for one in expected]
    assert [wave["asked"] - wave["answered"] for wave in shares["waves"]] == [one["no answer"] for one in expected]
    for wave, counts in zip(shares["waves"], expected, strict=True):
        assert {option: wave["counts"].get(option, 0) for option in planned["options"]} == {
            option: counts[option] for option in planned["options"]
        }
        assert list(wave["counts"]) == planned["options"]


def test_a_second_run_changes_nothing_and_needs_no_server(demo, published):
    """Nothing new is told in seconds: no flow is started, and no file of a brief is touched."""
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files_in(demo.workspace.briefs)}
    done = tell("run", "-w", demo.root, PREFECT_API_URL=NOWHERE)

    assert done.stdout.strip() == "Nothing new."
    assert before == {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files_in(demo.workspace.briefs)}
