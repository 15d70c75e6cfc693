"""Projects of other programs: each counts in its own way, and none may harm."""

import zipfile

import pytest

from learnbrief.corpus.coding.refi import read_codes, read_project
from learnbrief.corpus.errors import BadCoding, HostileFile

HEAD = '<?xml version="1.0" encoding="utf-8"?>'
PROJECT = """{head}<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="{origin}">
<Users><User guid="{{aaaaaaaa-0000-0000-0000-000000000001}}" name="Robin"/></Users>
<CodeBook><Codes><Code guid="C1" name="Group" isCodable="false"><Code guid="c2" name="Data" isCodable="true"/></Code></Codes></CodeBook>
<Sources>
<TextSource guid="S1" name="Notes" plainTextPath="internal://S1.txt">
<PlainTextSelection guid="P1" startPosition="{start}" endPosition="{end}" creatingUser="AAAAAAAA-0000-0000-0000-000000000001">
<Coding guid="K1"><CodeRef targetGUID="{{C2}}"/></Coding></PlainTextSelection>
<Coding guid="K2"><CodeRef targetGUID="C2"/></Coding>
</TextSource>
<PictureSource guid="S2" name="Flipchart"/>
</Sources>
<Sets><Set guid="T1" name="Round 1"/></Sets>
</Project>"""


def _package(path, *, origin="", start, end, text, folder="sources", inner="project.qde", head=HEAD):
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(inner, PROJECT.format(head=head, origin=origin, start=start, end=end))
        package.writestr(f"{folder}/S1.txt", text)
    return path


@pytest.mark.parametrize(
    ("origin", "place", "text", "folder", "inner"),
    [
        ("QualCoder-3", 6, "So 👏\n\ndata, again", "sources", "project.qde"),
        ("NVivo 14", 9, "\ufeffSo 👏\r\n\r\ndata, again", "Sources", "project.qde"),
        ("ATLAS.ti 26", 4, "So\r\n\r\ndata, again", "sources", "my study.qde"),
        ("MAXQDA 24", 6, "\ufeffSo\r\n\r\ndata, again", "sources", "project.qde"),
    ],
)
def test_a_selection_is_the_words_that_were_selected(tmp_path, origin, place, text, folder, inner):
    """NVivo counts in UTF-16 and a line end as two, ATLAS.ti a line end as one, the standard code points."""
    path = tmp_path / "x.qdpx"
    project = read_project(
        _package(path, origin=origin, start=place, end=place + 4, text=text, folder=folder, inner=inner)
    )
    (source,) = project.sources
    (selection,) = source.selections

    assert source.text[selection.start : selection.end] == "data"
    assert project.users[selection.user] == "Robin"
    assert {code.guid: code.name for code in project.codes}[selection.code] == "Data"


def test_what_has_no_place_here_is_told(tmp_path):
    """The standard asks for it, and silence would look like success."""
    project = read_project(_package(tmp_path / "x.qdpx", start=0, end=4, text="data"))

    assert set(project.notes) == {
        "1 sources that are no plain text (PDF, picture, sound, film)",
        "1 codes on whole sources, which say nothing of a passage",
        "1 sets",
    }


@pytest.mark.parametrize(("start", "end"), [(3, 99), ("x", 4), (-1, 4)])
def test_a_selection_outside_its_text_is_known_as_such(tmp_path, start, end):
    """It must not be cut to size: then other words would be coded."""
    (source,) = read_project(_package(tmp_path / "x.qdpx", start=start, end=end, text="data")).sources

    assert -1 in (source.selections[0].start, source.selections[0].end)


@pytest.mark.parametrize(
    "head", [f'{HEAD}<!DOCTYPE x [<!ENTITY y "z">]>', f'{HEAD}<!DOCTYPE Project SYSTEM "file:///etc/passwd">']
)
def test_entities_are_refused(tmp_path, head):
    """An exchange file from a stranger is still a stranger's file."""
    with pytest.raises(HostileFile):
        read_project(_package(tmp_path / "x.qdpx", start=0, end=4, text="data", head=head))
    codes = tmp_path / "x.qdc"
    codes.write_text(f'{head}<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>')
    with pytest.raises(HostileFile):
        read_codes(codes)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.qdpx", b"no zip at all", "export it again"),
        ("x.qdc", b"<CodeBook", "damaged"),
        ("x.qdc", b"<Project/>", "codebook"),
        ("x.qdc", b"<CodeBook><Codes/></CodeBook>", "no codes"),
    ],
)
def test_a_file_of_another_kind_is_told_with_its_remedy(tmp_path, name, content, told):
    """One line, never a traceback."""
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(BadCoding, match=told):
        (read_project if name.endswith("qdpx") else read_codes)(path)
