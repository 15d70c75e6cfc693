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
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from learnbrief.corpus.deidentify import Keyfile
from learnbrief.corpus.deidentify.keyfile import write_restricted
from learnbrief.corpus.deidentify.spellings import name_key
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.identity import content_hash, stable_id
from learnbrief.corpus.store import Store, StoredBrief
from learnbrief.corpus.withdrawal.rows import remove, remove_brief, wipe
from learnbrief.corpus.withdrawal.words import (
    WITHDRAWN_IN_YAML,
    Quotations,
    Taken,
    words_of_document,
    words_of_participant,
)
from learnbrief.flows.stages.brief_files import may_be_published, write_brief_files
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from learnbrief.outputs.brief.brief import brief_json, evidence_of, read_brief
from learnbrief.outputs.brief.withdrawn import Views, quotes_any, without
from learnbrief.outputs.render import FORMATS

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
    """Id of each brief that quoted the words, and of the redacted brief in its place."""
    analyses_dropped: int = 0
    models_dropped: int = 0
    files_removed: int = 0
    not_covered: tuple[str, ...] = ("backups made earlier", "copies and exports outside the workspace")


def forget_document(workspace: Workspace, store: Store, document_id: str) -> Withdrawal:
    """A whole source leaves: every version, what was cut and made of it, its file and its originals."""
    return _withdraw(workspace, store, words_of_document(store, document_id))


def forget_participant(workspace: Workspace, store: Store, wanted: str) -> Withdrawal:
    """A participant leaves, told by pseudonym or name: their words everywhere, their row in the register, their key."""
    keyfile = Keyfile(workspace.restricted / "key.json")
    pseudonym = _pseudonym(store, keyfile, wanted)
    done = _withdraw(workspace, store, words_of_participant(store, pseudonym))
    _strike_from_register(workspace, set(keyfile.names_of("Person", pseudonym)))
    keyfile.forget(pseudonym)
    keyfile.save()
    return done


def _pseudonym(store: Store, keyfile: Keyfile, wanted: str) -> str:
    found = keyfile.known("Person", name_key(wanted)) or wanted.strip().strip("[]")
    if found not in store.participants.all() and not keyfile.names_of("Person", found):
        raise NotFound("nobody of that name or pseudonym takes part; 'participants.csv' lists who does")
    return found


def _withdraw(workspace: Workspace, store: Store, taken: Taken) -> Withdrawal:
    """Files first and the key last: a withdrawal that was cut short is finished by asking for it again."""
    files = _remove_files(workspace, taken)
    _remove_originals(workspace, store, taken)
    _clean_codebook(workspace, taken)
    before = {stored.brief_id: stored for stored in store.briefs.all()}
    with store.transaction():
        briefs = _replace_briefs(store, taken)
        removed = remove(store, taken)
    public = [old for old in briefs if _remove_brief_files(workspace, before[old])]
    wipe(store)
    changed = sorted({document_id for document_id, _ in taken.stretches} - taken.whole)
    _write_brief_files(workspace, store, briefs, public=public, changed=set(changed))
    return Withdrawal(
        documents_removed=tuple(sorted(taken.whole)),
        documents_changed=tuple(changed),
        excerpts=len(taken.excerpts),
        briefs=briefs,
        analyses_dropped=removed.analyses,
        models_dropped=removed.models,
        files_removed=files,
    )


def _remove_files(workspace: Workspace, taken: Taken) -> int:
    """The files that were taken in, wherever in the workspace they lie, and everything that can be made again."""
    shutil.rmtree(workspace.cache, ignore_errors=True)
    gone = [path for path in _files(workspace.root) if content_hash(path.read_bytes()) in taken.hashes]
    for path in gone:
        path.unlink()
    kept = {workspace.material, workspace.inbox, workspace.restricted}
    for folder in {path.parent for path in gone} - kept:
        if all(left.name in _TELLING for left in folder.iterdir()):
            shutil.rmtree(folder)
    for table in workspace.material.rglob("material.csv"):
        lines = table.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        _rewrite(table, "".join(line for line in lines if not any(path.name in line for path in gone)))
    return len(gone)


def _files(folder: Path) -> Iterator[Path]:
    """Every file of the workspace itself: what a link leads to lies elsewhere and is not ours to remove."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def _rewrite(path: Path, content: str) -> None:
    atomic_write(path, content, mode=path.stat().st_mode & 0o777)


def _clean_codebook(workspace: Workspace, taken: Taken) -> None:
    """Examples that quote the words lose them, and the file's comments stay."""
    if workspace.codebook_file.exists():
        written = workspace.codebook_file.read_text(encoding="utf-8")
        _rewrite(workspace.codebook_file, Quotations(taken.texts).cleaned(written, WITHDRAWN_IN_YAML))


def _remove_originals(workspace: Workspace, store: Store, taken: Taken) -> None:
    """What stood at each replacement leaves, where it is the person's or within their words."""
    for path in sorted((workspace.restricted / "originals").glob("*.json")):
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
        views = _views(stored)
        if not any(quotes_any(view, taken) for view in (views.internal, views.published) if view):
            continue
        new_id = successors[stored.brief_id] = stable_id("b", stored.brief_id, "withdrawn")
        after = without(views, taken, brief_id=new_id)
        remove_brief(store, stored.brief_id)
        store.briefs.put(
            new_id,
            title=after.internal.title,
            status=after.internal.status,
            scope=stored.scope,
            run_id=stored.run_id,
            value=brief_json(after.internal),
            published=brief_json(after.published) if after.published else None,
        )
    return successors


def _views(stored: StoredBrief) -> Views:
    return Views(read_brief(stored.value), read_brief(stored.published) if stored.published else None)


def _remove_brief_files(workspace: Workspace, stored: StoredBrief) -> bool:
    """The folders of a brief that gave way are gone; whether its published view had one."""
    shutil.rmtree(workspace.brief_folder(stored.brief_id), ignore_errors=True)
    views = _views(stored)
    public = workspace.brief_folder(views.published.id) if views.published else None
    if public is None or not public.is_dir():
        return False
    shutil.rmtree(public)
    return True


def _write_brief_files(
    workspace: Workspace, store: Store, briefs: Mapping[str, str], *, public: Collection[str], changed: Collection[str]
) -> None:
    """Redacted briefs as files; and briefs that quote others from a shared source, which show that source whole."""
    for old, brief_id in briefs.items():
        write_brief_files(workspace, store, brief_id)
        if old in public and may_be_published(store, brief_id):
            write_brief_files(workspace, store, brief_id, view="published")
    for stored in store.briefs.all():
        folder = workspace.brief_folder(stored.brief_id)
        if folder.is_dir() and any(item.document in changed for item in evidence_of(read_brief(stored.value))):
            formats = {name for name, file in FORMATS.items() if (folder / file).exists()}
            shutil.rmtree(folder)
            write_brief_files(workspace, store, stored.brief_id, formats=formats)


def _strike_from_register(workspace: Workspace, names: set[str]) -> None:
    """The register without the person's row, and files that tell of others without the name."""
    register = workspace.register_file
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
    for path in (path for name in _TELLING for path in workspace.material.rglob(name)):
        told = path.read_text(encoding="utf-8-sig")
        for name in sorted(written, key=len, reverse=True):
            told = re.sub(re.escape(name), "withdrawn", told, flags=re.IGNORECASE)
        _rewrite(path, told)
    _rewrite(register, out.getvalue())
