"""The demo programme is what its plan says: others' tests are held against that plan, so it has to be true."""

import csv
import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from learnbrief.corpus.details import nearby, resolve_details
from learnbrief.corpus.document import Collaborative, Kind
from learnbrief.corpus.readers import read
from learnbrief.corpus.surveys import count_by_wave
from tests.corpus.samples import answers_to

DEMO = Path(__file__).parents[2] / "corpus" / "demo"
WORKSPACE = DEMO / "workspace"
PLAN: dict[str, Any] = yaml.safe_load((DEMO / "plan.yaml").read_text(encoding="utf-8"))
DOCUMENTS: list[dict[str, Any]] = PLAN["documents"]
BY_PATH = pytest.mark.parametrize("planned", DOCUMENTS, ids=lambda planned: planned["path"])
COLLABORATIVES = [Collaborative(entry["slug"], entry["name"]) for entry in PLAN["collaboratives"]]
STANCES = {"barrier", "enabler", "action", "question", "neutral"}
THEMES = {
    "leadership", "equity", "shared-purpose", "relationships", "improvement-method", "culture", "workforce", "data",
    "community-voice", "resources", "spread", "ambition-to-action",
}  # fmt: skip


@cache
def reading(path: str):
    return read(WORKSPACE / path)


def collapsed(text: str) -> str:
    return " ".join(text.split())


def passages() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(planned, passage) for planned in DOCUMENTS for passage in planned["passages"]]


def ways_to_name(person: dict[str, Any]) -> list[str]:
    return [person["name"], *person["variants"], *person["typos"]]


def holds(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def everything_in(path: str) -> str:
    """What a file says including its own header, labels and link texts, as one text."""
    file = WORKSPACE / path
    if file.suffix in {".md", ".txt", ".vtt", ".srt", ".csv", ".html"}:
        return file.read_text(encoding="utf-8")
    return "\n".join([reading(path).source.text, *map(str, reading(path).details.values())])


@BY_PATH
def test_every_planted_quote_stands_in_one_passage_of_its_file(planned):
    """Tests find a planted excerpt by its quote; one that straddles two passages could not be found."""
    wholes = [collapsed(reading(planned["path"]).source.slice(p)) for p in reading(planned["path"]).source.passages]

    for passage in [*planned["passages"], *planned.get("not_evidence", [])]:
        assert any(collapsed(passage["quote"]) in whole for whole in wholes), passage["id"]


@BY_PATH
def test_a_file_tells_its_details_by_the_route_the_plan_names(planned):
    """Every route by which material can be described is used, and none needs a question."""
    path = WORKSPACE / planned["path"]
    about, listing = nearby(path)
    details = resolve_details(
        path, about=about, listing=listing, header=reading(planned["path"]).details, collaboratives=COLLABORATIVES
    )

    assert (details.kind, details.event.date) == (planned["kind"], planned["date"])
    assert (details.event.collaborative, details.author) == (planned["collaborative"], planned.get("author"))
    assert details.event.title == planned["event_title"]
    assert planned["route"] == ("material.csv" if listing else "about.toml" if about else "header")


def test_the_plan_and_the_folder_hold_the_same_files():
    """A file that the plan forgets would be evidence that nobody expects."""
    there = {
        path.relative_to(WORKSPACE).as_posix()
        for path in (WORKSPACE / "material").rglob("*")
        if path.is_file() and path.name not in {"about.toml", "material.csv"}
    }

    assert there == {planned["path"] for planned in DOCUMENTS}


def test_the_material_is_as_large_and_as_various_as_promised():
    """About 40 documents, 25,000 words, nine months, every kind that the programme itself makes, every format."""
    words = sum(len(reading(planned["path"]).source.text.split()) for planned in DOCUMENTS)

    assert len(DOCUMENTS) >= 40
    assert words >= 25_000
    assert {f"{planned['date']:%Y-%m}" for planned in DOCUMENTS} == set(PLAN["months"])
    assert {planned["kind"] for planned in DOCUMENTS} == set(Kind) - {
        "interview",
        "focus_group",
        "stakeholder_engagement",
        "minutes",
        "member_check",  # what comes back on a brief is none of its material
    }
    assert {planned["format"] for planned in DOCUMENTS} >= {
        "md", "txt", "docx", "vtt", "srt", "pdf", "html", "pptx", "xlsx", "csv",
    }  # fmt: skip
    assert {planned["collaborative"] for planned in DOCUMENTS} == {c.slug for c in COLLABORATIVES} | {None}


def test_the_first_twelve_documents_alone_carry_a_first_run():
    """The first step reads only four formats; what it needs stands in the first quarter."""
    first = [p for p in DOCUMENTS if p["date"].month <= 3 and p["format"] in {"md", "txt", "docx", "vtt", "srt"}]

    assert len(first) >= 12
    assert sum(len(reading(planned["path"]).source.text.split()) for planned in first) >= 10_000


def test_themes_and_stances_are_of_the_codebook():
    """A slug that nobody knows would never be found."""
    for _, passage in passages():
        assert set(passage["themes"]) <= THEMES, passage["id"]
        assert passage["stance"] in STANCES, passage["id"]


def test_passage_ids_are_unique_and_quotes_name_nobody():
    """A name in a quote would be replaced before anything looks for it."""
    ids = [passage["id"] for _, passage in passages()]
    names = [way for person in PLAN["people"] for way in ways_to_name(person)] + PLAN["organisations"]

    assert len(ids) == len(set(ids))
    for _, passage in passages():
        assert not [name for name in names if holds(passage["quote"], name)], passage["id"]


def test_points_list_the_passages_that_express_them():
    """Near-duplicates are to be counted as one point: who says it and where must be complete."""
    planted: dict[str, list[str]] = {}
    for _, passage in passages():
        if "point" in passage:
            planted.setdefault(passage["point"], []).append(passage["id"])

    assert {point: entry["passages"] for point, entry in PLAN["points"].items()} == planted


def test_several_points_are_made_in_several_sources_and_collaboratives():
    """Findings rank by how many sources say a thing, so there must be something to rank."""
    sources: dict[str, set[str]] = {}
    for planned, passage in passages():
        sources.setdefault(passage.get("point", ""), set()).add(planned["event"])

    assert sum(len(events) >= 5 for point, events in sources.items() if point) >= 8


def test_trends_are_what_the_passages_count():
    """Counts of sources by quarter, computed from the plan's own passages."""
    for trend in PLAN["trends"]:
        counted = {
            f"Q{quarter}": len(
                {
                    planned["path"]
                    for planned, passage in passages()
                    if trend["theme"] in passage["themes"] and (planned["date"].month + 2) // 3 == quarter
                }
            )
            for quarter in (1, 2, 3)
        }

        assert counted == trend["sources"], trend["theme"]


def home_of(passage: dict[str, Any], planned: dict[str, Any]) -> str | None:
    homes = {person["name"]: person["collaborative"] for person in PLAN["people"]}
    return homes.get(passage["voice"], planned["collaborative"])


def test_silence_disagreement_and_the_single_voice_are_planted_as_said():
    """The hardest things to find honestly are the ones a brief most needs."""
    for silent in PLAN["silent"]:
        heard = [
            p["id"]
            for d, p in passages()
            if silent["theme"] in p["themes"] and home_of(p, d) == silent["collaborative"]
        ]
        assert heard == []
    for differing in PLAN["disagreements"]:
        for side in ("one", "other"):
            homes = {home_of(p, d) for d, p in passages() if p.get("point") in differing[f"{side}_points"]}
            assert differing[side] in homes
    for single in PLAN["single_voice"]:
        (found,) = [p for _, p in passages() if p["id"] == single["passage"]]
        assert [p["voice"] for _, p in passages() if p.get("point") == found["point"]] == [single["voice"]]


@pytest.mark.parametrize("identifier", PLAN["identifiers"], ids=lambda identifier: identifier["text"])
def test_every_identifier_occurs_where_the_plan_says(identifier):
    """The privacy tests look for these strings; one that is not there would pass for the wrong reason."""
    assert identifier["text"] in collapsed(everything_in(identifier["document"]))


def test_every_name_that_the_plan_found_still_occurs():
    """Names, initials, misspellings, possessives and organisations, by document."""
    for path, found in PLAN["found"].items():
        text = everything_in(path)
        missing = [entry["text"] for entry in found if not holds(text, entry["text"])]
        assert not missing, path


def test_identifiers_are_of_the_ranges_kept_for_fiction():
    """No real person can be reached or meant by anything in the demo."""
    shapes = {
        "phone": r"(07700 ?900|\+44 7700 900|020 7946 0|01632 960)",
        "nhs_number": r"999",
        "email": r"\S+@[\w.-]*example\.(org|com|net)$",
        "url": r"https://[\w.-]*example\.(org|com|net)/",
    }
    for identifier in PLAN["identifiers"]:
        assert re.match(shapes.get(identifier["type"], ""), identifier["text"]), identifier["text"]


def test_the_register_lists_the_people_of_the_plan():
    """Everybody is invented and listed; the guest and the third parties are left out on purpose."""
    with (WORKSPACE / "participants.csv").open(encoding="utf-8", newline="") as handle:
        register = {row["name"]: (row["variants"], row["role"], row["collaborative"]) for row in csv.DictReader(handle)}

    assert register == {
        person["name"]: (";".join(person["variants"]), person["role"], person["collaborative"] or "")
        for person in PLAN["people"]
    }


def test_some_people_in_the_register_are_never_heard():
    """'Who is not heard' needs somebody to say it of."""
    material = "\n".join(everything_in(planned["path"]) for planned in DOCUMENTS)
    never = {
        person["name"] for person in PLAN["people"] if not any(holds(material, way) for way in ways_to_name(person))
    }

    assert never == {person["name"] for person in PLAN["people"] if person.get("heard") is False}
    assert len(never) >= 3


def test_every_speaker_of_a_transcript_is_in_the_plan():
    """A label that nobody planned could be somebody real."""
    known = {way for person in PLAN["people"] for way in ways_to_name(person)}
    known |= {person["name"] for person in PLAN["unregistered"]}
    for planned in DOCUMENTS:
        if planned["kind"] == "webinar_transcript":
            labels = {re.sub(r" \(.*\)$", "", speaker) for speaker in reading(planned["path"]).speakers}
            assert labels <= known | {"Toby Ellingford", "Boguslawa Wrzesinska"}, planned["path"]


@pytest.mark.parametrize("wave", [1, 2])
def test_survey_waves_count_as_planned(wave):
    """The shares a brief shows by wave can be checked against these."""
    (planned,) = [planned for planned in DOCUMENTS if planned["event"] == f"survey-wave-{wave}"]
    survey = reading(planned["path"]).survey
    expected = dict(PLAN["survey_waves"][f"wave_{wave}"])
    question = PLAN["survey_waves"]["question"]
    (counted,) = count_by_wave(question, {f"wave {wave}": answers_to(survey, question)})

    assert counted.base == expected.pop("respondents")
    assert counted.base - counted.answered == expected.pop("no answer")
    assert dict(counted.counts) == expected
    assert len([question for question in survey.open if question.sheet != "About"]) == 2


def test_the_coding_can_be_laid_on_the_texts():
    """Each coded fragment stands once in its document, so it belongs to exactly one excerpt."""
    with (DEMO / PLAN["coding"]["file"]).open(encoding="utf-8", newline="") as handle:
        coded = list(csv.DictReader(handle))

    assert len(coded) == PLAN["coding"]["excerpts"]
    assert {row["document"] for row in coded} == set(PLAN["coding"]["documents"])
    for row in coded:
        assert collapsed(reading(row["document"]).source.text).count(row["fragment"]) == 1, row["fragment"]
        assert set(filter(None, row["themes"].split(";"))) <= THEMES
        assert row["stance"] in STANCES


def test_the_workspace_says_that_it_is_fictional():
    """Nobody should take a brief made from it for evidence."""
    for name in ("README.md", "learnbrief.toml"):
        assert "fictional" in (WORKSPACE / name).read_text(encoding="utf-8")


def test_binary_files_say_what_their_sources_say(tmp_path):
    """A source edited without making its file again would leave the two apart."""
    spec = importlib.util.spec_from_file_location("make_binary", DEMO / "make_binary.py")
    make_binary = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_binary)
    for kind, targets in (("docx", make_binary.DOCX), ("pptx", make_binary.PPTX), ("xlsx", make_binary.XLSX)):
        for name, where in targets.items():
            made = tmp_path / Path(where).name
            source = make_binary.SOURCES / f"{name}.{'csv' if kind == 'xlsx' else 'md'}"
            getattr(make_binary, f"write_{kind}")(source, made)
            assert read(made).source.text == reading(f"material/{where}").source.text, where
