"""Coding in a project of another program: its sources, users and codes as ours."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from learnbrief.corpus.coding.refi import MACHINE, Project, Source, guid
from learnbrief.corpus.coding.table import CodedPassage, CodingFile
from learnbrief.corpus.document import Document
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.readers.characters import tidy
from learnbrief.flows.exchange.sources_by_name import Shelf


def coding_of_project(
    project: Project, path: Path, shelf: Shelf, *, themes: Iterable[str], not_people: Iterable[str]
) -> CodingFile:
    """The coding in a .qdpx file: its sources found here, its users as coders, its codes as themes."""
    names = names_of_codes(project, themes)
    machines = {key for key, name in project.users.items() if name in (MACHINE, *not_people)}
    passages: list[CodedPassage] = []
    wrong: list[str] = []
    by_machine = 0
    for source in project.sources:
        people = [one for one in source.selections if one.user not in machines]
        by_machine += len(source.selections) - len(people)
        if not people:
            continue
        try:
            document, version = source_here(source, shelf, [source.text[one.start : one.end] for one in people])
        except BadCoding as err:
            wrong.append(f"{path.name} source {source.name!r} ({len(people)} codings): {err}")
            continue
        for number, one in enumerate(people, 1):
            where = f"source {source.name!r} coding {number}"
            if not 0 <= one.start < one.end <= len(source.text):
                wrong.append(
                    f"{path.name} {where}: lies outside its text or is empty; mark the words again and export anew"
                )
                continue
            passage = CodedPassage(
                where,
                source=document.document_id,
                themes=(names.get(one.code, "a code that the project does not describe"),),
                coder=project.users.get(one.user, ""),
                near=one.start / len(source.text),
            )
            if version:
                passages.append(replace(passage, start=one.start, end=one.end, version=version))
            else:
                passages.append(replace(passage, words=tidy(source.text[one.start : one.end])))
    wrong += [
        f"{path.name} source {name!r}: {count} codings mark an area, a stretch of time or a text that the file does not hold; mark the words in its text and export it with its sources"
        for name, count in project.without_words
    ]
    return CodingFile(tuple(passages), tuple(wrong), by_machine, project.notes)


def names_of_codes(project: Project, themes: Iterable[str]) -> dict[str, str]:
    """What each code of the project is called here: by our own GUID the theme, else its own name."""
    ours = {guid("code", theme): theme for theme in themes}
    return {code.guid: ours.get(code.guid, code.name) for code in project.codes}


def source_here(source: Source, shelf: Shelf, coded: Sequence[str] | None = None) -> tuple[Document, int | None]:
    """The document that a project's source is, and the version whose text it is character for character, if any.

    Where several sources are called so, the words tell which it is: those that were `coded`, or all that something marks.
    """
    if coded is None:
        spans = [(one.start, one.end) for one in source.selections]
        spans += [(one.start, one.end) for one in source.memos if one.start is not None and one.end is not None]
        coded = [source.text[start:end] for start, end in spans]
    return _same_text(source, shelf) or (shelf.document_with(source.name, coded), None)


def document_of(source: Source, shelf: Shelf) -> Document | None:
    """The document that a project's source is, if it is here."""
    try:
        return source_here(source, shelf)[0]
    except BadCoding:
        return None


def _same_text(source: Source, shelf: Shelf) -> tuple[Document, int | None] | None:
    from learnbrief.outputs.export.qdpx import portable

    for document in shelf.documents.values():
        versions = range(1, document.version + 1)
        version = next((one for one in versions if guid("source", document.document_id, one) == source.guid), None)
        if version is not None:
            is_same = version != document.version or portable(document.text) == source.text
            return document, version if is_same else None
    for document in shelf.documents.values():
        if portable(document.text) == source.text:
            return document, document.version
    return None
