"""Nobody is exposed: names, whoever withdraws, and what is published."""

import json
import random
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from learnbrief.corpus.identity import content_hash
from learnbrief.outputs.brief.brief import read_brief
from learnbrief.outputs.hub.blog import blog
from learnbrief.outputs.hub.handouts import facilitators_sheet, handout
from tests.e2e.demo_programme import (
    PLAN,
    Demo,
    Secret,
    contents,
    everything_but_what_may_hold_names,
    evidence_in,
    files_in,
    found_in,
    identifying_words,
    initials,
    secrets,
    tell,
)

pytestmark = pytest.mark.slow


def test_no_name_and_no_identifier_leaves_the_restricted_places(demo, handed_over):
    """Bytes of every file, store included, parts of archives and texts of PDFs; and what was printed.

    What a Prefect server keeps of a run is searched in test_ways. Strings under four characters are another test's.
    """
    files = [*everything_but_what_may_hold_names(demo.root), *handed_over]
    wanted = secrets()

    assert len(wanted) > 150
    assert any(path.name == "learnbrief.db" for path in files)
    assert {path.suffix for path in handed_over} >= {
        ".json",
        ".html",
        ".docx",
        ".pdf",
        ".pptx",
        ".md",
        ".xlsx",
    }
    assert found_in(files, wanted) == []
    assert [one.words for one in wanted if one.stands_in(demo.printed.casefold().encode())] == []


def test_the_search_for_names_would_find_them(demo):
    """A search that finds nothing in the material either would prove nothing."""
    texts = b"\n".join(content for path in files_in(demo.root / "material") for _, content in contents(path))
    missed = [one.words for one in secrets() if not one.stands_in(texts)]

    assert len(missed) < 0.3 * len(secrets()), missed


def test_no_initials_stand_in_a_frozen_text(demo):
    """Jo, Sam, AOB: too short to be looked for in bytes, so they are looked for as words of every text, title and heading.

    Left out: 'ET', 'FC', 'PH' and their like where they are part of a longer word; only the exact case is looked for.
    """
    texts = [text for one in demo.documents.values() for text in (one.text, one.title, one.origin)]
    texts += [one["heading"] for one in demo.brief["findings"]] + [one["label"] for one in demo.brief["emerging"]]
    left = {
        (words, match.group())
        for words in initials()
        for text in texts
        for match in re.finditer(rf".{{0,20}}(?<!\w){re.escape(words)}(?!\w).{{0,20}}", text)
    }

    assert not left


def test_identifying_words_are_many(record_property):
    """How much is looked for, and how much is too short to be."""
    record_property("looked for", len(secrets()))
    record_property("too short", len(initials()))

    assert len(identifying_words()) == len(secrets()) + len(initials())


def test_whoever_withdraws_is_gone_from_every_file(confirmed, published, tmp_path):
    """Two of their long sentences, one from a source all theirs and one from a webinar, in no byte of the workspace.

    The briefs that quoted them are made anew in their place.
    """
    name = "Tobias Ellingford"
    copy = Demo(Path(shutil.copytree(confirmed.root, tmp_path / "copy")), 0, "")
    pseudonym = _pseudonym(copy, name)
    theirs = [one for one in copy.excerpts if one.voice.label == pseudonym]
    quoted = {
        path.parent
        for path in copy.workspace.briefs.glob("*/brief.json")
        if any(one.text in path.read_text("utf-8") for one in theirs)
    }
    sentences = _distinctive(copy, theirs)
    files = [path for one in {one.document_id for one in theirs} for path in _material_of(copy, one)]
    tell("forget", name, "--yes", "-w", copy.root)

    assert len(sentences) == 2
    assert files
    assert quoted
    assert not [path for path in files if path.exists()]
    assert len(_successors(copy)) >= len(quoted)
    assert {brief["view"] for brief in _successors(copy)} == {"internal", "published"}
    assert found_in(iter(files_in(copy.root)), [Secret(words) for words in sentences]) == []
    assert found_in(iter(files_in(copy.root / "restricted")), [Secret(name)]) == []
    tell("doctor", "--store", "-w", copy.root)


def _successors(demo: Demo) -> list[dict[str, Any]]:
    briefs = [json.loads(path.read_text("utf-8")) for path in demo.workspace.briefs.glob("*/brief.json")]
    return [brief for brief in briefs if brief["successor_note"]]


def _pseudonym(demo: Demo, name: str) -> str:
    """Whom the key names so; the author of the planned reflection is the way round the key's own format."""
    (planned,) = [one for one in PLAN["documents"] if one.get("author") == name]
    author = demo.document(planned["path"]).author
    assert author
    return author


def _distinctive(demo: Demo, theirs: list[Any]) -> list[str]:
    """The longest stretch without a replacement in it, of a source all theirs and of one they shared."""
    alone = {one.document_id for one in theirs if demo.documents[one.document_id].author == one.voice.label}
    chosen = []
    for own in (True, False):
        stretches = [
            part for one in theirs if (one.document_id in alone) is own for part in re.split(r"[\[\]\n.,]", one.text)
        ]
        chosen.append(max(stretches, key=len).strip())
    assert all(len(one) > 40 for one in chosen)
    return chosen


def _material_of(demo: Demo, document_id: str) -> list[Path]:
    wanted = demo.documents[document_id].content_hash
    return [path for path in files_in(demo.workspace.material) if content_hash(path.read_bytes()) == wanted]


def test_nothing_is_published_before_a_person_has_confirmed(demo):
    """The command says in one line what waits, and leaves no file that could be sent."""
    asked = ("brief", "--scope", "event:harbour-workshop-1", "--published", "-w", demo.root)
    done = tell(*asked, code=1)

    assert done.stderr.count("nobody has confirmed that names are removed") == 1
    assert not list(demo.workspace.briefs.glob("*-published"))


def test_a_published_brief_names_no_place_beside_a_role_that_few_hold_there(demo, published):
    """Who knows the programme would know the person."""
    holders = Counter((one["role"], one["collaborative"]) for one in PLAN["people"])
    brief = json.loads((published / "brief.json").read_text("utf-8"))
    quotes = [item for point in brief["findings"] for item in (*point["evidence"], *point["counter"])]

    assert brief["view"] == "published"
    assert quotes
    for item in quotes:
        if item["role"] and item["collaborative"]:
            assert holders[item["role"], item["collaborative"]] >= brief["k"]
        assert (item["at"], item.get("date")) == (None, None)


def test_a_published_page_says_no_place_with_a_role(demo, published):
    """The same in what a reader sees: no attribution that holds both."""
    page = (published / "brief.html").read_text("utf-8")
    places = {one["name"] for one in PLAN["collaboratives"]}
    roles = {one["role"] for one in PLAN["people"]}
    lines = re.findall(r"<(?:figcaption|cite|footer)[^>]*>(.*?)</(?:figcaption|cite|footer)>", page, re.DOTALL)

    assert lines
    for line in lines:
        said = re.sub(r"<[^>]*>", " ", line).lower()
        assert not ([one for one in places if one.lower() in said] and [one for one in roles if one in said]), said


@pytest.mark.parametrize("page", [handout, facilitators_sheet])
def test_nothing_that_is_handed_out_says_a_place_with_a_role(published, page):
    """The line over the quotes is read with the line under them: one place found there is the place of the role below."""
    brief = read_brief((published / "brief.json").read_text("utf-8"))
    roles = {one["role"] for one in PLAN["people"]}
    blocks = [block for section in page(brief).sections for block in section.blocks if hasattr(block, "strip")]

    assert blocks
    for block in blocks:
        places = [mark.name for mark in block.strip if mark.state == "found"]
        quotes = [*getattr(block, "quotes", ()), *filter(None, [getattr(block, "quote", None)])]
        said = " ".join([*(one.attribution for one in quotes if not one.collaborative), getattr(block, "said_by", "")])
        assert len(places) != 1 or not [one for one in roles if one in said.lower()], (places, said)


def test_a_blog_says_no_place_with_a_role(published):
    """It tells in sentences who said what, and is what most people read."""
    brief = read_brief((published / "brief.json").read_text("utf-8"))
    places = {name.lower() for one in brief.programme.collaboratives for name in (one.name, one.short)}
    roles = {one["role"] for one in PLAN["people"]}
    text = " ".join(getattr(block, "text", "") for section in blog(brief).sections for block in section.blocks)
    speakers = re.findall(r"Notes record \([^)]*\)|\bAn? [^.:“]* said, in", text)

    assert speakers
    for one in map(str.lower, speakers):
        assert not (any(place in one for place in places) and any(role in one for role in roles)), one


def test_a_published_brief_carries_no_source(demo, published):
    """What is not quoted stays inside: no other words of the material, no title, no file name, no id of a source."""
    brief = json.loads((published / "brief.json").read_text("utf-8"))
    shown = {item["excerpt"] for point in brief["findings"] for item in (*point["evidence"], *point["counter"])}
    shown_words = " ".join(item["text"] for item in evidence_in(brief))
    inside = [
        one.text
        for one in demo.excerpts
        if one.excerpt_id not in shown and len(one.text) > 60 and one.text not in shown_words
    ]
    # A title of one word, such as 'Reflection', names a kind of material and no source.
    titles = {
        one.title
        for one in demo.documents.values()
        if " " in one.title and one.title.casefold() not in shown_words.casefold()
    }
    ids = set(demo.documents)
    places = [Secret(words) for words in [*random.Random(1).sample(inside, 300), *titles, *ids]]

    assert found_in(iter(files_in(published)), places) == []
