"""Whether learnbrief can work here: what `learnbrief doctor` looks at, each check on its own."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from learnbrief.corpus.errors import BrokenStore, LearnbriefError
from learnbrief.corpus.store import Store
from learnbrief.flows.workspace.open_workspace import store_of
from learnbrief.flows.workspace.whereabouts import network_of, synchronised_by
from learnbrief.flows.workspace.workspace import Workspace

if TYPE_CHECKING:
    from learnbrief.outputs.brief.brief import Brief

NEEDED = ("numpy", "scikit-learn", "onnxruntime", "tokenizers", "spacy", "prefect", "sqlalchemy", "alembic", "jinja2")
EXTRAS = {
    "better": ("onnx", "the encoder 'better'"),
    "encoders": ("sentence-transformers", "an encoder of your own"),
    "topics": ("bertopic", "sub-themes of a theme with 1,000 excerpts or more"),
    "postgres": ("psycopg", "a store on PostgreSQL"),
    "scale": ("distributed", "runs on Dask"),
    "notebook": ("pandas", "tables as DataFrames"),
    "ocr": ("rapidocr", "scans"),
}
"""By extra: the package that tells whether it is there, and what nobody can do without it."""
BELOW = {"fastapi": (0, 151), "sqlalchemy": (2, 1)}
"""From these versions on Prefect's server does not start, or its schedules create no runs without a word."""
ROOM = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    fine: bool
    told: str
    warns: bool = False
    """It works, and somebody should know of it."""


def examine(
    workspace: Workspace | None, *, whole_store: bool, history: bool = False, noted: str = ""
) -> Iterator[Check]:
    """Every check, in an order in which a later one rests on the earlier.

    `noted` is the end of the record as somebody wrote it down earlier.
    """
    yield _check("Python", _python)
    yield _check("Packages", _packages)
    yield _check("Extras", _extras)
    yield _check("Versions that Prefect can work with", _pins)
    yield _check("Encoder", _encoder)
    if workspace is None:
        return
    yield _check(
        "Settings",
        lambda: f"{workspace.settings.programme.name}, {len(workspace.settings.collaborative)} collaboratives",
    )
    yield _check("Codebook", lambda: f"version {workspace.codebook.version}, {len(workspace.codebook.themes)} themes")
    yield _check("Room on the disk", lambda: _room(workspace.root))
    yield _whereabouts(workspace.root)
    yield _who_may_read_names(workspace)
    yield _check("Store", lambda: _store(workspace, whole=whole_store))
    if history:
        yield _check("History", lambda: _history(workspace, noted))


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except (LearnbriefError, OSError) as err:
        return Check(name, False, str(err))


def _python() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def _packages() -> str:
    missing = [name for name in NEEDED if _version(name) is None]
    if missing:
        raise LearnbriefError(f"missing: {', '.join(missing)}; install learnbrief again")
    return f"{len(NEEDED)} present"


def _extras() -> str:
    """None is a fault to be without, but whoever needs one should know before a long run."""
    missing = [f"{name} ({what})" for name, (package, what) in EXTRAS.items() if _version(package) is None]
    return f"not installed: {', '.join(missing)}; pip install 'learnbrief[NAME]'" if missing else "all installed"


def _pins() -> str:
    for name, limit in BELOW.items():
        found = _version(name) or ""
        if tuple(int(part) for part in found.split(".")[:2] if part.isdigit()) >= limit:
            raise LearnbriefError(
                f"{name} {found} is too new for Prefect; run: pip install '{name}<{limit[0]}.{limit[1]}'"
            )
    return f"prefect {_version('prefect')}, fastapi {_version('fastapi')}, sqlalchemy {_version('sqlalchemy')}"


def _encoder() -> str:
    from learnbrief.nlp.encode import default_encoder

    encoder = default_encoder()
    found = encoder.encode(["Improvement takes time."])
    return f"{encoder.name}, {found.shape[1]} dimensions"


def _room(folder: Path) -> str:
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        raise LearnbriefError(f"only {free / 1e9:.1f} GB free; make room before adding material")
    return f"{free / 1e9:.0f} GB free"


def _whereabouts(folder: Path) -> Check:
    """Two kinds of folder in which a database can be harmed by what works on it beside us."""
    name = "Place of the workspace"
    if program := synchronised_by(folder):
        told = (
            f"lies in a folder that {program} synchronises: pause it during a run, or move the workspace out and keep "
            "backups there ('learnbrief backup'); a copy made while the store is written may be damaged"
        )
        return Check(name, True, told, warns=True)
    if kind := network_of(folder):
        told = (
            f"lies on a disk of another machine ({kind}): work from one machine at a time, or keep the store on PostgreSQL; "
            "locks on such disks do not always hold"
        )
        return Check(name, True, told, warns=True)
    return Check(name, True, "on a disk of this machine, in no folder known to be synchronised")


def _store(workspace: Workspace, *, whole: bool) -> str:
    with closing(store_of(workspace)) as store:
        if not whole:
            return f"{len(store.documents.ids())} documents, {store.excerpts.count()} excerpts"
        wrong = store.check()
        if not wrong:  # of a damaged store no brief can be held against anything
            wrong = [*_stored_briefs_unread(store), *_briefs_off_their_sources(workspace, store)]
        if wrong:
            raise LearnbriefError(f"{len(wrong)} contradictions; the first: {wrong[0]}; restore a backup")
        return (
            f"{len(store.documents.ids())} documents, {store.excerpts.count()} excerpts, each equal to its frozen text; "
            "file, records, tags, reviews, vectors, word index and briefs are sound"
        )


def _who_may_read_names(workspace: Workspace) -> Check:
    """The key, the originals, the register and the files are for the account alone that learnbrief runs under."""
    name = "Who may read names"
    if os.name == "nt":
        return Check(name, True, "by the permissions of the workspace's folder; Windows has no others")
    # below a folder that is closed to others a file is too, whatever its own permissions are
    places = (workspace.restricted, workspace.material, workspace.inbox, workspace.register_file)
    wide = [path.name for path in places if path.exists() and path.stat().st_mode & 0o077]
    if not wide:
        return Check(name, True, "the account alone that learnbrief runs under")
    told = f"other accounts of this machine can read {', '.join(wide)}; run in the workspace: chmod go-rwx {' '.join(wide)}"
    return Check(name, True, told, warns=True)


def _history(workspace: Workspace, noted: str) -> str:
    """The record of who did what, held against its chain."""
    with closing(store_of(workspace)) as store:
        found = store.history.verify()
        if found.wrong:
            raise LearnbriefError(
                f"{len(found.wrong)} things are not as they were written; the first: {found.wrong[0]}; compare with a backup"
            )
        if noted and not store.history.holds(noted):
            raise LearnbriefError(
                f"{noted} is not in the record: its end was cut off or written anew, or it was noted wrongly"
            )
    changed = f", {found.changed} changed by withdrawals" if found.changed else ""
    since = f"; {noted} still stands in it" if noted else ""
    return (
        f"{found.entries} {'entry' if found.entries == 1 else 'entries'}, as written{changed}{since}; the last is {found.head}: note it elsewhere, and hold "
        "the record against it later with --noted"
    )


def _stored_briefs_unread(store: Store) -> list[str]:
    """Briefs in the store that are none any more."""
    from learnbrief.outputs.brief.brief import read_brief

    wrong = []
    for stored in store.briefs.all():
        for value in (stored.value, stored.published):
            try:
                _ = read_brief(value) if value else None
            except (LearnbriefError, ValueError, LookupError, TypeError) as err:
                wrong.append(f"brief {stored.brief_id} cannot be read ({err})")
    return wrong


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _briefs_off_their_sources(workspace: Workspace, store: Store) -> list[str]:
    """Briefs in the workspace that say anything other than the frozen text they cite."""
    from learnbrief.outputs.brief.brief import check_words, evidence_of, read_brief

    wrong = []
    for path in sorted(workspace.briefs.glob("*/brief.json")):
        try:
            brief = read_brief(path.read_text(encoding="utf-8"))
            if brief.view == "published":
                _check_published(brief, store)
                continue
            cited = {(item.document, item.version) for item in evidence_of(brief)}
            check_words(brief, {key: store.documents.get(*key) for key in cited})
        except (LearnbriefError, ValueError, LookupError, TypeError) as err:
            wrong.append(f"{path.parent.name}: {err}")
    return wrong


def _check_published(brief: "Brief", store: Store) -> None:
    """A published brief names no source, so its words are held against the excerpts."""
    from learnbrief.outputs.brief.brief import evidence_of

    items = list(evidence_of(brief))
    known = store.excerpts.get({item.excerpt for item in items})
    for item in items:
        if item.excerpt not in known or known[item.excerpt].text != item.text:
            raise BrokenStore(f"excerpt {item.excerpt} is not what the store says")
