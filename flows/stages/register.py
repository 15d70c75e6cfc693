"""A register that was completed later reaches what was taken in before: names go, roles and places come."""

from importlib.resources import files
from pathlib import Path

from learnbrief.corpus.deidentify import Edit, settle
from learnbrief.corpus.deidentify.naming import NameFinder
from learnbrief.corpus.document import Document
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import Store
from learnbrief.flows.stages.clues import HOME_OF_RULES, edition_of_rules, put_clues
from learnbrief.flows.stages.ingest import Desk, excerpts_of
from learnbrief.flows.stages.redaction import new_version
from learnbrief.flows.workspace.workspace import Workspace, atomic_write


def is_behind(workspace: Workspace, store: Store) -> bool:
    """Whether material was taken in under another register, other collaboratives or other rules."""
    return bool(store.documents.ids()) and _kept(workspace) != _now(workspace)


def catch_up(desk: Desk) -> None:
    """Every document as it would be taken in today: a name that is now known is replaced in a new version.

    What a person decided about other stretches stands; a cut short run does the rest when it is started again.
    """
    workspace, store = desk.workspace, desk.store
    if _kept(workspace) == _now(workspace):
        return
    for document in store.documents.latest().values():
        edits = _names_in(desk, document)
        if edits:
            new_version(desk, document, edits)
        else:
            answers = store.surveys.of(document.document_id)
            excerpts = excerpts_of(desk, document, answers)
            with store.transaction():
                if excerpts != store.excerpts.of(document.document_id):
                    store.excerpts.put(document, excerpts)
                put_clues(store, document, excerpts, desk.known)
    keep_up(workspace)


def keep_up(workspace: Workspace) -> None:
    """Remembers under which register everything now stands."""
    if _kept(workspace) != _now(workspace):
        atomic_write(_record(workspace), _now(workspace), mode=0o600)


def _names_in(desk: Desk, document: Document) -> tuple[Edit, ...]:
    """Names of the register that still stand in a frozen text; initials are left to a person's eye."""
    finder = NameFinder(desk.people, stranger=desk.deidentifier.speaker)
    hits = [hit for hit in finder.find(document.text) if hit.certain and hit.rule != "initials"]
    return settle((hit.edit() for hit in hits), document.text)


def _kept(workspace: Workspace) -> str:
    record = _record(workspace)
    return record.read_text(encoding="utf-8") if record.is_file() else ""


def _now(workspace: Workspace) -> str:
    register = workspace.register_file
    rows = register.read_bytes() if register.is_file() else b""
    settings = workspace.settings
    places = [(one.slug, one.name, one.short) for one in settings.as_programme().collaboratives]
    told = (settings.privacy.facilitator_is_evidence, places, edition_of_rules(files(HOME_OF_RULES)))
    return content_hash(rows + repr(told).encode())


def _record(workspace: Workspace) -> Path:
    return workspace.restricted / "register.sha256"
