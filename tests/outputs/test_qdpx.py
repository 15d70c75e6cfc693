"""The project file holds every coding at its very words, in the shape that other programs read."""

import io
import os
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from learnbrief.corpus.coding.refi import MACHINE, PROJECT
from learnbrief.corpus.tag import LIKELY, Band, EffectiveTag, ScoreKind, TagStatus
from learnbrief.outputs.export.coding_tables import Coding
from learnbrief.outputs.export.qdpx import export_qdc, export_qdpx
from tests.outputs import programme
from tests.outputs.samples import quoting

AT = datetime(2025, 10, 2, 9, 30, tzinfo=UTC)
SPACE = {"q": PROJECT}


@pytest.fixture(scope="module")
def coding():
    documents = {document.document_id: document for document in programme.DOCUMENTS}
    return Coding(
        documents, list(programme.EXCERPTS.values()), programme.tags(), programme.CODEBOOK, programme.PROGRAMME
    )


@pytest.fixture(scope="module")
def package(coding):
    return zipfile.ZipFile(io.BytesIO(export_qdpx(coding, project="Fairer Together", at=AT).content))


@pytest.fixture(scope="module")
def project(package):
    return ElementTree.fromstring(package.read("project.qde"))


def test_every_selection_is_the_excerpts_own_words(package, project):
    """Off by one here, and every quote in the other program is wrong."""
    by_id = {excerpt.excerpt_id: excerpt.text for excerpt in programme.EXCERPTS.values()}

    checked = 0
    for source in project.iterfind("q:Sources/q:TextSource", SPACE):
        text = package.read(source.get("plainTextPath").replace("internal://", "sources/")).decode()
        for selection in source.iterfind("q:PlainTextSelection", SPACE):
            assert (
                text[int(selection.get("startPosition")) : int(selection.get("endPosition"))]
                == by_id[selection.get("name")]
            )
            checked += 1
    assert checked == len(programme.tags())


def test_every_guid_is_one_of_a_kind_and_every_reference_resolves(project):
    """The schema has no keys: a dangling reference imports without a word and is lost."""
    guids = [element.get("guid") for element in project.iter() if element.get("guid")]
    users = {user.get("guid") for user in project.iterfind("q:Users/q:User", SPACE)}
    targets = {element.get("targetGUID") for element in project.iter() if element.get("targetGUID")}
    makers = {element.get("creatingUser") for element in project.iter() if element.get("creatingUser")}

    assert len(guids) == len(set(guids))
    assert targets <= set(guids)
    assert makers == users


def test_suggestions_and_people_are_different_users(project):
    names = [user.get("name") for user in project.iterfind("q:Users/q:User", SPACE)]

    assert names == [MACHINE, "evaluator one"]


def test_a_suggestion_too_weak_to_count_is_no_coding_elsewhere_either(coding):
    """The other program has no place for 'waits for review': there it would be a coding like any other."""
    tag = EffectiveTag(
        coding.excerpts[0].excerpt_id,
        coding.codebook.topics[0].slug,
        TagStatus.SUGGESTED,
        Band.REVIEW,
        LIKELY - 0.01,
        ScoreKind.SIMILARITY,
    )
    selections = []
    for score in (tag.score, LIKELY):
        held = replace(coding, tags=(replace(tag, score=score),))
        content = zipfile.ZipFile(io.BytesIO(export_qdpx(held, project="Fairer Together", at=AT).content))
        project = ElementTree.fromstring(content.read("project.qde"))
        selections.append(len(list(project.iter(f"{{{PROJECT}}}PlainTextSelection"))))

    assert selections == [0, 1]


def test_code_names_are_unique_in_the_whole_tree(project):
    names = [code.get("name") for code in project.iter(f"{{{PROJECT}}}Code")]

    assert len(names) == len(set(names)) == len(programme.CODEBOOK.themes) + 1


def test_the_same_coding_gives_the_same_bytes(coding):
    one, other = (export_qdpx(coding, project="Fairer Together", at=AT).content for _ in range(2))

    assert one == other


def test_the_package_begins_with_the_project_and_holds_flat_sources(package):
    names = package.namelist()

    assert names[0] == "project.qde"
    assert all(name.startswith("sources/") and name.count("/") == 1 for name in names[1:])
    assert not any(package.read(name).startswith(b"\xef\xbb\xbf") or b"\r" in package.read(name) for name in names[1:])


def test_emoji_are_replaced_one_for_one_and_owned_up_to():
    """NVivo counts an emoji as two: every coding behind it would shift."""
    _, documents = quoting("Well done 👏 all")
    (document,) = documents.values()
    exchange = export_qdpx(
        Coding({document.document_id: document}, [], [], programme.CODEBOOK, programme.PROGRAMME), project="x", at=AT
    )

    package = zipfile.ZipFile(io.BytesIO(exchange.content))
    text = package.read(package.namelist()[1]).decode()
    assert len(text) == len(document.text)
    assert max(text) <= "\uffff"
    assert exchange.losses == ("A title: 1 emoji or rare character replaced",)


def test_project_and_codebook_are_valid_by_the_standards_schemas(coding):
    folder = os.environ.get("LEARNBRIEF_REFI_SCHEMAS")
    if not folder:
        pytest.skip("set LEARNBRIEF_REFI_SCHEMAS to the folder with the REFI-QDA schemas to validate against them")
    from lxml import etree

    schemas = {path.name.lower(): path for path in Path(folder).rglob("*.xsd")}
    project = next(path for name, path in schemas.items() if "project" in name)
    codebook = next(path for name, path in schemas.items() if "codebook" in name)
    package = zipfile.ZipFile(io.BytesIO(export_qdpx(coding, project="Fairer Together", at=AT).content))

    etree.XMLSchema(etree.parse(project)).assertValid(etree.fromstring(package.read("project.qde")))
    etree.XMLSchema(etree.parse(codebook)).assertValid(etree.fromstring(export_qdc(programme.CODEBOOK)))
