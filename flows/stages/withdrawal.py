"""Withdrawal: somebody's words, or a whole source, leave the store and the workspace for good.

What is withdrawn from a text that others share is overwritten in place, character for character, so that every
offset into the rest still holds. That it happened is logged; what it was is not. Backups and files taken out of the
workspace are not reached: say so to whoever asked.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from learnbrief.corpus.deidentify import Keyfile
from learnbrief.corpus.deidentify.keyfile import write_restricted
from learnbrief.corpus.deidentify.spellings import name_key
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.identity import content_hash, stable_id
from learnbrief.corpus.store import Store
from learnbrief.corpus.withdrawal.rows import (
    delete_brief,
    drop_analyses,
    remove_documents,
    remove_excerpts,
    scrub,
    thin_topics,
    wipe,
)
from learnbrief.corpus.withdrawal.words import Quotations, Taken, pseudonym_of, take_of, take_whole, versions_of
from learnbrief.flows.stages.brief_files import write_brief_files
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import evidence_of, read_brief
from learnbrief.outputs.brief.withdrawn import quotes_any, successor
from learnbrief.outputs.render import FORMATS

PUBLISHED = "-published"
"""Ends the name of the folder in which a brief's published view stands."""
_TELLING = ("about.toml", "material.csv")
"""Files of the material that tell of others."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal did, in numbers and ids; nothing of what was withdrawn."""

    documents_removed: tuple[str, ...]
    documents_changed: tuple[str, ...]
    """Sources that others share; what was withdrawn from them is overwritten in every version."""
    excerpts: int
    briefs: Mapping[str, str] = field(default_factory=dict)
    """Id of each brief that quoted the words, and of the redacted brief in its place; its files are to be written."""
    analyses_dropped: int = 0
    models_dropped: int = 0
    files_removed: int = 0
    not_covered: tuple[str, ...] = ("backups made earlier", "copies and exports outside the workspace")


def forget(
    workspace: Workspace, store: Store, *, participant: str | None = None, document: str | None = None
) -> Withdrawal:
    """Somebody's words, or a source, are gone from store and workspace; briefs that quoted them stand redacted."""
    public = {path.name.removesuffix(PUBLISHED) for path in workspace.briefs.glob(f"*{PUBLISHED}")}
    if document:
        done = forget_document(store, workspace.root, document)
    else:
        keyfile = Keyfile(workspace.restricted / "key.json")
        done = forget_participant(store, workspace.root, participant or "", keyfile=keyfile)
    for old, brief_id in done.briefs.items():
        write_brief_files(workspace, store, brief_id)
        if old in public:
            write_brief_files(workspace, store, brief_id, view="published")
    _show_sources_again(workspace, store, set(done.documents_changed))
    return done


def _show_sources_again(workspace: Workspace, store: Store, changed: set[str]) -> None:
    """Briefs that quote others from a shared source show that source whole: their files are made from it again."""
    for stored in store.briefs.all():
        folder = workspace.brief_folder(stored.brief_id)
        if folder.is_dir() and any(item.document in changed for item in evidence_of(read_brief(stored.value))):
            formats = {name for name, file in FORMATS.items() if (folder / file).exists()}
            shutil.rmtree(folder)
            write_brief_files(workspace, store, stored.brief_id, formats=formats)


def forget_document(store: Store, root: Path, document_id: str) -> Withdrawal:
    """A whole source leaves: every version, what was cut and made of it, its file and its originals."""
    taken = Taken(whole={document_id})
    versions = versions_of(store, document_id)
    if not versions:
        raise NotFound(f"no document {document_id!r}; 'learnbrief privacy' lists them")
    for document in versions:
        take_whole(store, taken, document)
    return _withdraw(store, root, taken)


def forget_participant(store: Store, root: Path, wanted: str, *, keyfile: Keyfile) -> Withdrawal:
    """A participant leaves, told by pseudonym or name: their words everywhere, their row in the register, their key."""
    pseudonym = pseudonym_of(store, keyfile, wanted)
    taken = Taken(pseudonym=pseudonym)
    for document_id in store.documents.ids():
        take_of(store, taken, versions_of(store, document_id), pseudonym)
    done = _withdraw(store, root, taken)
    _strike_from_register(root, set(keyfile.names_of("Person", pseudonym)))
    keyfile.forget(pseudonym)
    keyfile.save()
    return done


def _withdraw(store: Store, root: Path, taken: Taken) -> Withdrawal:
    """Files first and the key last: a withdrawal that was cut short is finished by asking for it again."""
    files = _remove_files(root, taken)
    _remove_originals(store, root, taken)
    if (root / "codebook.yaml").exists():
        codebook = root / "codebook.yaml"
        _rewrite(codebook, Quotations(taken.texts).clean(codebook.read_text(encoding="utf-8")))
    with store.transaction():
        briefs = _replace_briefs(store, taken)
        analyses = drop_analyses(store, taken)
        models = store.models.drop()
        thin_topics(store, taken)
        remove_excerpts(store, taken)
        remove_documents(store, taken)
        scrub(store, taken)
        if taken.pseudonym:
            store.participants.remove(taken.pseudonym)
        store.logbook.add("Material was withdrawn at somebody's request.")
    for old in briefs:
        for folder in (old, old + PUBLISHED):
            shutil.rmtree(root / "briefs" / folder, ignore_errors=True)
    wipe(store)
    changed = sorted({document_id for document_id, _ in taken.stretches} - taken.whole)
    return Withdrawal(tuple(sorted(taken.whole)), tuple(changed), len(taken.excerpts), briefs, analyses, models, files)


def _remove_files(root: Path, taken: Taken) -> int:
    """The files that were taken in, wherever they wait or stand, and everything that can be made again."""
    gone = []
    for folder in (root / "material", root / "inbox"):
        for path in [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]:
            if content_hash(path.read_bytes()) in taken.hashes:
                path.unlink()
                gone.append(path)
    for folder in {path.parent for path in gone} - {root / "material", root / "inbox"}:
        if all(left.name in _TELLING for left in folder.iterdir()):
            shutil.rmtree(folder)
    for table in (root / "material").rglob("material.csv"):
        lines = table.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        _rewrite(table, "".join(line for line in lines if not any(path.name in line for path in gone)))
    shutil.rmtree(root / ".cache", ignore_errors=True)
    return len(gone)


def _rewrite(path: Path, content: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(content, encoding="utf-8")
    part.chmod(path.stat().st_mode & 0o777)
    part.replace(path)


def _remove_originals(store: Store, root: Path, taken: Taken) -> None:
    folder = root / "restricted" / "originals"
    for path in sorted(folder.glob("*.json")):
        if path.stem in taken.whole:
            path.unlink()
            continue
        versions = json.loads(path.read_text(encoding="utf-8"))
        kept = {
            number: [one for one in entries if not _is_theirs(store, taken, path.stem, int(number), *one[:2])]
            for number, entries in versions.items()
        }
        if kept != versions:
            write_restricted(path, kept)


def _is_theirs(store: Store, taken: Taken, document_id: str, version: int, start: int, end: int) -> bool:
    """Whether a replacement stands for the person, or within what is withdrawn."""
    if any(begin <= start and end <= stop for begin, stop in taken.stretches.get((document_id, version), [])):
        return True
    if taken.pseudonym is None:
        return False
    number = taken.pseudonym.removeprefix("Person ")
    written = store.documents.get(document_id, version).text[start:end]
    return re.fullmatch(rf"\[?Person (?:\d+ or )*{re.escape(number)}(?: or \d+)*\]?", written) is not None


def _replace_briefs(store: Store, taken: Taken) -> dict[str, str]:
    """Each brief that holds any of the words gives way to one without them; a signed one must be signed again."""
    successors: dict[str, str] = {}
    for stored in store.briefs.all():
        if not quotes_any(stored.value, taken):
            continue
        new_id = successors[stored.brief_id] = stable_id("b", stored.brief_id, "withdrawn")
        status = "draft" if stored.status == "draft" else "in review"
        given: dict[str, Any] = {"internal": stored.value, "brief_id": new_id, "status": status}
        value = successor(stored.value, taken, **given)
        apart = given | {"brief_id": new_id + PUBLISHED}
        published = successor(stored.published, taken, **apart) if stored.published else None
        delete_brief(store, stored.brief_id)
        store.briefs.put(
            new_id,
            title=stored.title,
            status=status,
            scope=stored.scope,
            run_id=stored.run_id,
            value=value,
            published=published,
        )
    return successors


def _strike_from_register(root: Path, names: set[str]) -> None:
    """The register without the person's row, and files that tell of others without the name."""
    register = root / "participants.csv"
    if not register.exists():
        return
    rows = list(csv.reader(io.StringIO(register.read_text(encoding="utf-8-sig"))))
    header = [cell.strip().casefold() for cell in rows[0]] if rows else ["name"]
    column = header.index("name")
    theirs = [row for row in rows[1:] if len(row) > column and name_key(row[column]) in names]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([row for row in rows if row not in theirs])
    told_as = (cell for row in theirs for key, cell in zip(header, row, strict=False) if key in {"name", "variants"})
    written = {way.strip() for cell in told_as for way in cell.split(";") if " " in way.strip()}
    for path in (path for name in _TELLING for path in (root / "material").rglob(name)):
        told = path.read_text(encoding="utf-8-sig")
        for name in sorted(written, key=len, reverse=True):
            told = re.sub(re.escape(name), "withdrawn", told, flags=re.IGNORECASE)
        _rewrite(path, told)
    _rewrite(register, out.getvalue())
