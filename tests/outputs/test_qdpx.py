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
from learnbrief.corpus.document import Event
from learnbrief.corpus.tag import LIKELY, Action, Band, EffectiveTag, Review, ScoreKind, TagStatus
from learnbrief.outputs.export.coding_tables import Coding
from learnbrief.outputs.export.qdpx import export_qdc, export_qdpx
from learnbrief.outputs.export.qdpx_cases import source_guid
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


DECIDED = datetime(2025, 4, 1, 8, 15, tzinfo=UTC)
WRITTEN = datetime(2025, 4, 2, 16, 45, tzinfo=UTC)


@pytest.fixture(scope="module")
def rich(coding):
    """The coding with all that is known beside it: events, times of decisions, a comment with an emoji on a passage."""
    events = {one.event_id: Event(one.event_id, "Workshop", one.date) for one in programme.DOCUMENTS}
    checked = {(tag.excerpt_id, tag.theme): DECIDED for tag in coding.tags if tag.coder}
    about = coding.excerpts[0]
    comment = Review("r-1", Action.COMMENT, "evaluator two", WRITTEN, payload={"text": "Ask again \U0001f44f"})
    return replace(coding, events=events, decided=checked, comments={about.excerpt_id: [comment]})


@pytest.fixture(scope="module")
def exchange(rich):
    return export_qdpx(rich, project="Fairer Together", at=AT)


@pytest.fixture(scope="module")
def whole(exchange):
    package = zipfile.ZipFile(io.BytesIO(exchange.content))
    return ElementTree.fromstring(package.read("project.qde"))


def _targets(element, name):
    return {ref.get("targetGUID") for ref in element.iterfind(f"q:{name}", SPACE)}


def _values(project, element):
    """What a case or source says of itself, by the variable's name."""
    names = {one.get("guid"): one.get("name") for one in project.iterfind("q:Variables/q:Variable", SPACE)}
    return {
        names[value.find("q:VariableRef", SPACE).get("targetGUID")]: value[1].text
        for value in element.iterfind("q:VariableValue", SPACE)
    }


def test_every_reference_leads_to_an_element_of_its_kind(whole):
    """The schema has no keys: a case that names a missing source imports without a word, and empty."""
    kinds = {"SourceRef": "TextSource", "MemberSource": "TextSource", "SelectionRef": "PlainTextSelection",
             "NoteRef": "Note", "VariableRef": "Variable", "CodeRef": "Code"}  # fmt: skip
    seen = set()
    for ref, kind in kinds.items():
        made = {element.get("guid") for element in whole.iter(f"{{{PROJECT}}}{kind}")}
        for element in whole.iter(f"{{{PROJECT}}}{ref}"):
            assert element.get("targetGUID") in made, ref
            seen.add(ref)
    guids = [element.get("guid") for element in whole.iter() if element.get("guid")]

    assert seen == set(kinds)
    assert len(guids) == len(set(guids))


def test_collaboratives_and_people_are_cases(whole, rich):
    """A case is what the other program compares by: without them the researcher makes forty by hand."""
    cases = {case.get("name"): case for case in whole.iterfind("q:Cases/q:Case", SPACE)}
    people = {one.voice.voice_id for one in rich.excerpts if one.voice.basis not in ("group", "document")}
    places = {one.collaborative for one in rich.excerpts if one.collaborative}
    harbour = _values(whole, cases["Harbour Acute Collaborative"])

    assert len(cases) == len(people) + len(places)
    assert harbour == {
        "Kind of case": "collaborative",
        "Kind of collaborative": "acute",
        "Strategic priority": "Fewer missed appointments",
    }
    own = {source_guid(one) for one in programme.DOCUMENTS if one.collaborative == "harbour"}
    assert _targets(cases["Harbour Acute Collaborative"], "SourceRef") == own
    assert _targets(cases["Harbour Acute Collaborative"], "SelectionRef")


def test_a_case_of_a_person_holds_what_they_said_and_nothing_else(whole, rich):
    """Somebody else's words under a person's name are worse than no case at all."""
    said = {one.excerpt_id: one.voice.label for one in rich.excerpts}
    selections = {one.get("guid"): one.get("name") for one in whole.iter(f"{{{PROJECT}}}PlainTextSelection")}
    written = {source_guid(one): one.author for one in programme.DOCUMENTS}
    people = [one for one in whole.iterfind("q:Cases/q:Case", SPACE) if _values(whole, one)["Kind of case"] == "person"]

    assert people
    for case in people:
        assert {said[selections[key]] for key in _targets(case, "SelectionRef")} <= {case.get("name")}
        assert {written[key] for key in _targets(case, "SourceRef")} <= {case.get("name")}


def test_events_are_sets_and_two_of_one_title_are_told_apart(whole):
    """MAXQDA shows them as groups of documents; two groups of one name are one group too few."""
    sets = {one.get("name"): _targets(one, "MemberSource") for one in whole.iterfind("q:Sets/q:Set", SPACE)}

    assert len(sets) == len({one.event_id for one in programme.DOCUMENTS}) > 1
    assert all(name.startswith("Workshop (") for name in sets)
    assert set.union(*sets.values()) == {source_guid(one) for one in programme.DOCUMENTS}


def test_a_day_is_a_date(whole):
    """As text it cannot be sorted or put on a line of time."""
    kinds = {one.get("name"): one.get("typeOfVariable") for one in whole.iterfind("q:Variables/q:Variable", SPACE)}
    days = [element.text for element in whole.iter(f"{{{PROJECT}}}DateValue")]

    assert kinds["Date"] == "Date"
    assert sorted(days) == sorted(one.date.isoformat() for one in programme.DOCUMENTS)


def test_a_coding_carries_its_own_time_and_coder(whole, rich):
    """Who coded what when is the record; the day of the export is nobody's decision."""
    users = {one.get("guid"): one.get("name") for one in whole.iterfind("q:Users/q:User", SPACE)}
    times = {
        users[coding.get("creatingUser")]: coding.get("creationDateTime")
        for coding in whole.iter(f"{{{PROJECT}}}Coding")
    }

    assert times == {MACHINE: "2025-10-02T09:30:00Z", "evaluator one": "2025-04-01T08:15:00Z"}


def test_a_comment_is_a_note_at_its_words(whole, exchange, rich):
    """Written in the app while coding, it must be read where the coding goes on."""
    note = whole.find("q:Notes/q:Note", SPACE)
    package = zipfile.ZipFile(io.BytesIO(exchange.content))
    users = {one.get("guid"): one.get("name") for one in whole.iterfind("q:Users/q:User", SPACE)}
    [marked] = [
        one for one in whole.iter(f"{{{PROJECT}}}PlainTextSelection") if one.find("q:NoteRef", SPACE) is not None
    ]

    assert package.read(note.get("plainTextPath").replace("internal://", "sources/")).decode() == "Ask again \ufffd"
    assert (users[note.get("creatingUser")], note.get("creationDateTime")) == ("evaluator two", "2025-04-02T16:45:00Z")
    assert marked.get("name") == rich.excerpts[0].excerpt_id
    assert marked.find("q:Coding", SPACE) is None


def test_what_the_standard_cannot_hold_is_told(rich):
    """Section 7 of the standard asks for it: silence would look like a whole hand-over."""
    spoken = next(one for one in rich.excerpts if one.voice.basis == "participant")
    refused = EffectiveTag(spoken.excerpt_id, "data", TagStatus.REJECTED, None, None, None, "evaluator one")
    losses = export_qdpx(replace(rich, excerpts=[spoken], tags=[refused]), project="x", at=AT).losses

    assert losses == (
        "1 decision that a theme does not apply",
        "1 passage without a theme is not in the case of the person who said so; the words are there",
    )


def test_an_export_of_nothing_is_a_project_still(rich):
    """An empty container is against the schema, and a month may hold nothing."""
    empty = replace(rich, documents={}, excerpts=[], tags=[], comments={}, events={})
    project = ElementTree.fromstring(
        zipfile.ZipFile(io.BytesIO(export_qdpx(empty, project="x", at=AT).content)).read("project.qde")
    )

    assert [element.tag.rpartition("}")[2] for element in project] == ["Users", "CodeBook"]


def test_project_and_codebook_are_valid_by_the_standards_schemas(rich):
    folder = os.environ.get("LEARNBRIEF_REFI_SCHEMAS")
    if not folder:
        pytest.skip("set LEARNBRIEF_REFI_SCHEMAS to the folder with the REFI-QDA schemas to validate against them")
    from lxml import etree

    schemas = {path.name.lower(): path for path in Path(folder).rglob("*.xsd")}
    project = next(path for name, path in schemas.items() if "project" in name)
    codebook = next(path for name, path in schemas.items() if "codebook" in name)
    package = zipfile.ZipFile(io.BytesIO(export_qdpx(rich, project="Fairer Together", at=AT).content))

    etree.XMLSchema(etree.parse(project)).assertValid(etree.fromstring(package.read("project.qde")))
    etree.XMLSchema(etree.parse(codebook)).assertValid(etree.fromstring(export_qdc(programme.CODEBOOK)))
