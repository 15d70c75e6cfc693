"""Withdrawal: somebody's words, or a whole source, leave the store and the workspace for good.

What is withdrawn from a text that others share is overwritten in place, character for character, so that every
offset into the rest still holds. That it happened is logged; what it was is not. Backups and files taken out of the
workspace are not reached: what it is told of them says with which command a person reaches each.
"""

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from learnbrief.corpus.deidentify import Keyfile
from learnbrief.corpus.deidentify.keyfile import write_restricted
from learnbrief.corpus.deidentify.spellings import name_key
from learnbrief.corpus.drafts import sweep
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import Store, StoredBrief
from learnbrief.corpus.withdrawal.rows import remove, rewrite_brief, wipe
from learnbrief.corpus.withdrawal.words import (
    WITHDRAWN_IN_YAML,
    Quotations,
    Taken,
    words_of_document,
    words_of_participant,
)
from learnbrief.flows.stages.brief_files import may_be_published, write_brief_files
from learnbrief.flows.stages.hub import take_down
from learnbrief.flows.stages.member_checks import files_of_forms
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from learnbrief.outputs.brief.brief import View, brief_json, evidence_of, read_brief
from learnbrief.outputs.brief.withdrawn import Views, quotes_any, without
from learnbrief.outputs.render import FORMATS

NOT_COVERED = (
    "backups made earlier: delete them, then make a new one with 'learnbrief backup FILE'",
    "copies, exports and hubs outside the workspace: delete them, and build hubs again with 'learnbrief hub DIR'",
)
OF_A_SERVER = (
    "dumps of the database made earlier: delete them, then make a new one with 'pg_dump'",
    "the server's write-ahead log: 'SELECT pg_switch_wal(); CHECKPOINT;' as its administrator, and what is archived of it "
    "expires by the tool that archives ('pgbackrest expire', 'barman delete')",
    "replicas that are delayed or detached: 'SELECT * FROM pg_stat_replication' on the server names those that follow; rebuild "
    "the others with 'pg_basebackup'",
)
"""What a store on PostgreSQL has besides: the programme's account on the server reaches none of it."""
LINGERS = "the log beside the store, until every program that has the workspace open is closed"
_TELLING = ("about.toml", "material.csv")
"""Files of the material that tell of others."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal did, in numbers and ids; nothing of what was withdrawn."""

    documents_removed: tuple[str, ...]
    documents_changed: tuple[str, ...]
    """Sources that others share; what was withdrawn from them is overwritten in every version."""
    excerpts: int
    briefs: tuple[str, ...] = ()
    """Ids of those that quoted the words, and were rewritten without them."""
    analyses_dropped: int = 0
    models_dropped: int = 0
    files_removed: int = 0
    not_covered: tuple[str, ...] = NOT_COVERED


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
    kept = store.briefs.all()
    quoting = [one for one in kept if _quotes_any(one, taken)]
    taken.hashes.update(files_of_forms(store, {one.brief_id for one in quoting}))
    files = _remove_files(workspace, taken)
    _remove_originals(workspace, store, taken)
    _clean_codebook(workspace, taken)
    changed = sorted({document_id for document_id, _ in taken.stretches} - taken.whole)
    # before the store lets go of the words: what is killed in between leaves no file that still has them
    touched = [one for one in kept if one in quoting or _cites(one, changed)]
    folders = [gone for one in touched for gone in _remove_folders(workspace, one)]
    with store.writing():
        for stored in quoting:
            _rewrite_brief(store, stored, taken)
        removed = remove(store, taken)
    lingering = () if wipe(store) else (LINGERS,)
    of_a_server = () if store.database.is_sqlite else OF_A_SERVER
    for folder in folders:
        _write_folder(workspace, store, folder)
    return Withdrawal(
        documents_removed=tuple(sorted(taken.whole)),
        documents_changed=tuple(changed),
        excerpts=len(taken.excerpts),
        briefs=tuple(one.brief_id for one in quoting),
        analyses_dropped=removed.analyses,
        models_dropped=removed.models,
        files_removed=files,
        not_covered=(*NOT_COVERED, *of_a_server, *lingering, *_not_looked_into(workspace)),
    )


def _not_looked_into(workspace: Workspace) -> list[str]:
    """Files that nobody has taken in: what they say, and who says it, is not known yet."""
    folders = (workspace.inbox, workspace.restricted / "uploads")
    count = sum(path.name not in _TELLING for folder in folders for path in _files(folder))
    return [f"{count} added files that are not taken in yet: look whether they hold their words"] if count else []


def _remove_files(workspace: Workspace, taken: Taken) -> int:
    """The files that were taken in, wherever in the workspace they lie, and everything that can be made again."""
    shutil.rmtree(workspace.cache, ignore_errors=True)
    take_down(workspace.hub_site)
    shutil.rmtree(workspace.board_resources, ignore_errors=True)  # made of every brief at once
    sweep(workspace.root)  # a draft of the key that a killed process left holds every name
    for log in [path for path in _files(workspace.root) if ".log" in path.suffixes]:
        os.truncate(log, 0)  # what failed on a text may have repeated it; whoever writes there goes on
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


def _quotes_any(stored: StoredBrief, taken: Taken) -> bool:
    views = _views(stored)
    return any(quotes_any(view, taken) for view in (views.internal, views.published) if view)


def _cites(stored: StoredBrief, changed: Collection[str]) -> bool:
    """Whether a brief quotes others from a source that was changed: its pages show that source whole."""
    return any(item.document in changed for item in evidence_of(read_brief(stored.value)))


def _rewrite_brief(store: Store, stored: StoredBrief, taken: Taken) -> None:
    """A brief that holds any of the words goes on without them, under its id."""
    after = without(_views(stored), taken)
    rewrite_brief(
        store,
        stored.brief_id,
        title=after.internal.title,
        status=stored.status if stored.status == "retired" else after.internal.status,
        value=brief_json(after.internal),
        published=brief_json(after.published) if after.published else None,
    )


def _views(stored: StoredBrief) -> Views:
    return Views(read_brief(stored.value), read_brief(stored.published) if stored.published else None)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of files that was taken away until it can be written without the words."""

    brief_id: str
    view: View
    formats: frozenset[str]


def _remove_folders(workspace: Workspace, stored: StoredBrief) -> Iterator[_Folder]:
    """Its files, and what was handed out of it, which somebody makes again from what is approved then."""
    if (handed_out := workspace.handouts / stored.brief_id).is_dir():
        shutil.rmtree(handed_out)
    views = _views(stored)
    for view, brief in (("internal", views.internal), ("published", views.published)):
        folder = workspace.brief_folder(brief.id) if brief else None
        if folder is not None and folder.is_dir():
            formats = frozenset(name for name, file in FORMATS.items() if (folder / file).exists())
            shutil.rmtree(folder)
            yield _Folder(stored.brief_id, cast(View, view), formats)


def _write_folder(workspace: Workspace, store: Store, gone: _Folder) -> None:
    """The files as the brief stands now; a published view waits where a source has to be confirmed again."""
    if gone.view == "internal" or may_be_published(store, gone.brief_id):
        write_brief_files(workspace, store, gone.brief_id, formats=gone.formats, view=gone.view)


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
