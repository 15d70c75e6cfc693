"""The demo plan's passages, tagged as the plan says: what was planted is found.

The plan stands in for tagging, so that these tests hold findings alone to it.
"""

from datetime import date
from functools import cache
from importlib.resources import files

import pytest
import yaml

from corpus.codebook import default_codebook
from corpus.document import Document, Excerpt, Kind, Mode, SourceText, Voice
from corpus.finding import spread_of
from corpus.tag import EffectiveTag, TagStatus
from nlp.encode import default_encoder
from nlp.findings import distil, messages


@cache
def plan():
    return yaml.safe_load(files("corpus").joinpath("demo/plan.yaml").read_text(encoding="utf-8"))


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
        documents[document["path"]] = Document(
            document["path"],
            1,
            Kind(document["kind"]),
            document["event"],
            document["path"],
            date(2025, 1, 1),
            document["collaborative"],
            "",
            SourceText("", ()),
            document["path"],
        )
        start = 0
        for passage in document["passages"]:
            excerpt = _excerpt(document, passage, start)
            start = excerpt.end + 1
            excerpts.append(excerpt)
            passages[excerpt.excerpt_id] = passage
            tags += [
                EffectiveTag(excerpt.excerpt_id, theme, TagStatus.ADDED, None, None, None, "plan")
                for theme in (*passage["themes"], passage["stance"])
            ]
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


def test_the_planted_disagreement_about_executive_visits_stands_on_both_sides(told):
    """Who says that executives help is shown beside who says that they inspect, and the other way round."""
    found, passages, *_ = told
    sides = {"exec-visits-help": False, "exec-visits-inspect": False}
    for finding in found:
        for one, other in (("exec-visits-help", "exec-visits-inspect"), ("exec-visits-inspect", "exec-visits-help")):
            if one in planted(passages, finding.evidence) and other in planted(passages, finding.counter):
                sides[one] = True

    assert all(sides.values())


@pytest.mark.parametrize("silent", plan()["silent"], ids=lambda item: f"{item['collaborative']} on {item['theme']}")
def test_the_silent_collaborative_is_silent_in_every_finding_of_the_theme(told, silent):
    """Heard in the programme, not on this."""
    found, *_ = told
    on_theme = [finding for finding in found if finding.theme == silent["theme"]]

    assert on_theme
    assert all(silent["collaborative"] in finding.silent for finding in on_theme)


def test_most_of_what_is_put_together_makes_the_same_point(told):
    """Two in three pairs of excerpts within a finding carry the plan's same point."""
    found, passages, *_ = told
    same = together = 0
    for finding in found:
        points = [passages[one].get("point") for one in finding.evidence]
        pairs = [(one, other) for at, one in enumerate(points) for other in points[at + 1 :]]
        together += len(pairs)
        same += sum(one is not None and one == other for one, other in pairs)

    assert together > 30
    assert same / together > 0.5


def test_points_rank_by_sources_and_messages_are_three_to_five_firm_ones(told):
    """Never by how often; never what one person said."""
    found, _, excerpts, documents = told
    ranks = [spread_of([excerpts[one] for one in finding.evidence], documents).rank for finding in found]
    chosen, note = messages(found)
    by_id = {finding.finding_id: finding for finding in found}

    assert ranks == sorted(ranks, reverse=True)
    assert 3 <= len(chosen) <= 5
    assert note == ""
    assert not any(by_id[one].tentative for one in chosen)


def test_headings_differ_and_name_no_one(told):
    """Two findings under one heading could not be told apart; a name in a heading would give somebody away."""
    found, *_ = told
    phrased = [finding.heading for finding in found if finding.key_phrase]
    names = {part.lower() for person in plan()["people"] for part in person["name"].split()}

    assert len(phrased) == len(set(phrased))
    assert len({finding.heading for finding in found}) > 0.95 * len(found)
    assert len(phrased) > 0.8 * len(found)
    assert not any(names & set(heading.lower().split()) for heading in phrased)
