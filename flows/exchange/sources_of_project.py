"""The texts that another program's project brings along, taken in where we do not have them, once somebody has said so."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from learnbrief.corpus.coding.refi import Source, read_project
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import Store
from learnbrief.flows.exchange.importing_project import document_of
from learnbrief.flows.exchange.sources_by_name import Shelf
from learnbrief.flows.stages.inbox import add_file, arriving
from learnbrief.flows.stages.ingest import take_in
from learnbrief.flows.stages.names_elsewhere import learn_names
from learnbrief.flows.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourcesTakenIn:
    """What came of a project's texts."""

    taken: tuple[str, ...]
    """Names of those that are sources now."""
    waiting: tuple[str, ...]
    """Those that wait or were refused, each with what is missing."""


def texts_not_here(workspace: Workspace, store: Store, path: Path) -> list[Source]:
    """The texts of a project in which something was coded or remarked on and which are no source of ours."""
    shelf = Shelf.of(workspace, store)
    return [
        one for one in read_project(path).sources if (one.selections or one.memos) and document_of(one, shelf) is None
    ]


def take_in_sources(workspace: Workspace, store: Store, path: Path, details: Mapping[str, str]) -> SourcesTakenIn:
    """The texts of a project that are not here, as files of the material with these details, read and de-identified."""
    taken: dict[str, str] = {}
    waiting = []
    with tempfile.TemporaryDirectory(dir=workspace.restricted) as folder:  # names stand in them: nowhere else
        for number, source in enumerate(texts_not_here(workspace, store, path), 1):
            name = Path(source.name).stem.replace("/", "-") or f"{path.stem} source {number}"
            file = Path(folder) / f"{name}.txt"
            file.write_text(source.text, encoding="utf-8")
            try:
                put = add_file(workspace, arriving(workspace, store, file, details))
            except BadInput as err:
                waiting.append(f"{source.name}: {err}")
                continue
            if put.event_id is None:
                waiting.append(f"{source.name}: {put.reason}")
            else:
                taken[source.name] = content_hash(put.path.read_bytes())
    learn_names(workspace, store, taken.values())
    take_in(workspace, store, taken.values())
    return SourcesTakenIn(tuple(taken), tuple(waiting))
