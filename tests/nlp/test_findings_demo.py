"""The demo plan's passages, tagged as the plan says: what was planted is found.

The plan stands in for tagging, so that these tests hold findings alone to it.
"""

from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations

import pytest
import yaml

from learnbrief.corpus.codebook import default_codebook
from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, SourceText, Voice
from learnbrief.corpus.finding import spread_of
from learnbrief.corpus.tag import EffectiveTag, TagStatus
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings import distil, messages


@cache
def plan():
    return yaml.safe_load(files("learnbrief.corpus").joinpath("demo/plan.yaml").read_text(encoding="utf-8"))


@cache
def home():
    return {person["name"]: person["collaborative"] for person in plan()["people"]}


def _excerpt(document, passage, start):
    text = passage["quote"][0].upper() + passage["quote"][1:] + "."
    name = passage["voice"]
    known = name in home()
    voice = Voice(name if known else f"{document['path']} {name}", name, "participant" if known else "group")
    collaborative = home().get(name) or document["collaborative"]
    return Excerpt(
        document["path"], 1, start, start + len(text), text, voice, Mode.VERBATIM, True, collaborative=collaborative
    )


@pytest.fixture(scope="module")
def told():
    """Findings, and what they were made from by id."""
    excerpts, documents, tags, passages = [], {}, [], {}
    for document in plan()["documents"]:
        start, text = 0, ""
        for passage in document["passages"]:
            excerpt = _excerpt(document, passage, start)
            start, text = excerpt.end + 1, f"{text}{excerpt.text}\n"
            excerpts.append(excerpt)
            passages[excerpt.excerpt_id] = passage
            tags += [
                EffectiveTag(excerpt.excerpt_id, theme, TagStatus.ADDED, None, None, None, "plan")
                for theme in (*passage["themes"], passage["stance"])
            ]
        documents[document["path"]] = Document(
            document["path"], 1, Kind(document["kind"]), document["event"], document["path"], date(2025, 1, 1),
            document["collaborative"], "", SourceText(text, ()), document["path"],
        )  # fmt: skip
    encoder = default_encoder()
    rows = encoder.encode([excerpt.text for excerpt in excerpts])
    vectors = {excerpt.excerpt_id: row for excerpt, row in zip(excerpts, rows, strict=True)}
    found = distil(excerpts, documents, tags, vectors, default_codebook(), encoder=encoder)
    return found, passages, {excerpt.excerpt_id: excerpt for excerpt in excerpts}, documents


def planted(passages, ids):
    return {passages[one].get("point") for one in ids} - {None}


def test_the_single_voice_has_a_place_and_is_marked_tentative(told):
    """One person, once, says that the programme never met the night team."""
    found, passages, *_ = told
    single = next(item for item in plan()["single_voice"])
    carrying = [finding for finding in found if single["passage"] in {passages[one]["id"] for one in finding.evidence}]

    assert carrying
    assert all(finding.tentative for finding in carrying if len(finding.evidence) == 1)


def test_the_planted_disagreement_about_executive_visits_is_told_with_its_other_side(told):
    """Who says that executives help is told beside who says that they inspect: in one matter or as counter-evidence."""
    found, passages, *_ = told
    beside = [
        finding
        for finding in found
        if {"exec-visits-help", "exec-visits-inspect"} <= planted(passages, (*finding.evidence, *finding.counter))
    ]

    assert beside


def test_no_point_holds_both_sides_that_were_coded(told):
    """A barrier and a help in one told point would be a consensus that nobody reached."""
    found, passages, *_ = told
    for finding in found:
        for point in finding.points:
            sides = {passages[one]["stance"] for one in point.evidence}

            assert not {"barrier", "enabler"} <= sides, point


def test_most_silences_are_true(told, record_property):
    """The plan knows who carries what most of a finding says; with its few passages alone the tool is more often misled."""
    found, passages, excerpts, _ = told
    raised: dict[str, set[str | None]] = {}
    for one, passage in passages.items():
        raised.setdefault(passage.get("point", ""), set()).add(excerpts[one].collaborative)
    true = false = 0
    for finding in found:
        carried = Counter(passages[one].get("point") for one in finding.evidence)
        point, carriers = max(carried.items(), key=lambda pair: (pair[0] is not None, pair[1]))
        if point and 2 * carriers >= len(finding.evidence):
            wrong = sum(silence.collaborative in raised[point] for silence in finding.silent)
            true, false = true + len(finding.silent) - wrong, false + wrong
    record_property("silences true, false", f"{true}, {false}")

    assert true > 1.5 * false


def test_most_of_what_one_point_holds_is_the_plans_same_point(told, record_property):
    """Most pairs of excerpts within a point carry what was planted as the same; the floor lies well below what is measured."""
    found, passages, *_ = told
    pairs = [
        (passages[one].get("point"), passages[other].get("point"))
        for finding in found
        for point in finding.points
        if point.stance not in ("action", "question")
        for one, other in combinations(point.evidence, 2)
    ]
    right = sum(one is not None and one == other for one, other in pairs) / len(pairs)
    record_property("pairs right in points", round(right, 2))

    assert len(pairs) > 3  # few: whoever only comes near the words of one other source is no pair with it
    assert right > 0.7


def test_messages_are_three_to_five_and_findings_rank_by_how_widely_they_are_told(told):
    """Never by how often; and what one person said is told as that, in the note too."""
    found, _, excerpts, documents = told
    ranks = []
    for finding in found:
        evidence = [excerpts[one] for one in finding.stated_by]
        events = {documents[one.document_id].event_id for one in evidence}
        if len(finding.evidence) > 1:
            ranks.append((len(events), *spread_of(evidence, documents).rank))
    chosen, note = messages(found, documents, excerpts, scope_kind="cohort")
    by_id = {finding.finding_id: finding for finding in found}

    assert ranks == sorted(ranks, reverse=True)
    assert 3 <= len(chosen) <= 5
    assert ("on one voice or one source" in note) is any(by_id[one].tentative for one in chosen)


def test_headlines_are_peoples_words_and_name_no_one(told):
    """Verbatim at their offsets; a name in a headline would give somebody away."""
    found, _, excerpts, _ = told
    headed = [finding for finding in found if finding.heading_from == "clause"]
    names = {part.lower() for person in plan()["people"] for part in person["name"].split()}

    assert len(headed) > 0.6 * len(found)
    for finding in headed:
        clause = finding.clause
        assert excerpts[clause.excerpt].text[clause.start : clause.end] == finding.heading
        assert not names & set(finding.heading.lower().split())
