"""Hand-over to other tools: what a scope holds, in their formats."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from corpus.errors import BadInput
from corpus.finding import Scope
from corpus.store import Store
from flows.analyse import analyse_scope
from flows.briefs import kept_brief
from flows.opened import opened
from flows.scopes import check_scope, material_of, parse_scope, snapshot
from flows.workspace import Workspace, atomic_write
from outputs.brief import read_brief
from outputs.coding_tables import Coding


def _xlsx(workspace: Workspace, store: Store, scope: Scope) -> bytes:
    from outputs.export.xlsx import export_xlsx

    brief = read_brief(kept_brief(workspace, store, analyse_scope(workspace, store, scope)).value)
    return export_xlsx(brief, coding_of(workspace, store, scope))


EXPORTS: dict[str, Callable[[Workspace, Store, Scope], bytes]] = {"xlsx": _xlsx}
"""Every format and how it is made."""


def coding_of(workspace: Workspace, store: Store, scope: Scope) -> Coding:
    """Everything coded in a scope."""
    material = material_of(scope, snapshot(store))
    return Coding(
        documents={one.document_id: one for one in material.documents},
        excerpts=material.excerpts,
        tags=material.tags,
        codebook=store.codebooks.current(),
        programme=workspace.settings.as_programme(),
    )


def export(
    workspace: Workspace, form: str, target: Path, *, scope: str, since: date | None, until: date | None
) -> None:
    """Writes one export, whole or not at all."""
    if form not in EXPORTS:
        raise BadInput(f"no export {form!r}; there are {', '.join(EXPORTS)}")
    wanted = parse_scope(scope, since=since, until=until)
    with opened(workspace.root) as (place, store):
        check_scope(wanted, store, place.settings)
        atomic_write(target, EXPORTS[form](place, store, wanted), mode=0o600)
