"""Hand-over to other tools: what a scope holds, in their formats."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.store import Store
from learnbrief.corpus.store.spans import Places
from learnbrief.corpus.tag import Action, EffectiveTag, Review
from learnbrief.corpus.titles import titles_apart
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import current_brief
from learnbrief.flows.stages.scopes import check_scope, material_of, parse_scope, snapshot
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, check_target
from learnbrief.outputs.export.coding_tables import Coding
from learnbrief.outputs.export.flat import Flat, long_table, wide_table

Exported = tuple[bytes, tuple[str, ...]]
"""A file's content, and what its format has no place for."""


def _xlsx(workspace: Workspace, store: Store, scope: Scope) -> Exported:
    from learnbrief.outputs.export.xlsx import export_xlsx

    brief = current_brief(workspace, store, analyse_scope(workspace, store, scope))
    return export_xlsx(brief, coding_of(workspace, store, scope)), ()


def _qdpx(workspace: Workspace, store: Store, scope: Scope) -> Exported:
    from learnbrief.outputs.export.qdpx import export_qdpx

    coding = coding_of(workspace, store, scope)
    exchange = export_qdpx(coding, project=workspace.settings.programme.name, at=datetime.now(UTC))
    return exchange.content, tuple(exchange.losses)


def _qdc(_workspace: Workspace, store: Store, _scope: Scope) -> Exported:
    from learnbrief.outputs.export.qdpx import export_qdc

    return export_qdc(store.codebooks.current()), ()


def _codes(_workspace: Workspace, store: Store, _scope: Scope) -> Exported:
    from learnbrief.outputs.export.flat import code_table

    return code_table(store.codebooks.current()), ()


def _csv(workspace: Workspace, store: Store, scope: Scope) -> Exported:
    return _long(workspace, store, scope).as_csv(), ()


def _parquet(workspace: Workspace, store: Store, scope: Scope) -> Exported:
    return _long(workspace, store, scope).as_parquet(), ()


def _wide_csv(workspace: Workspace, store: Store, scope: Scope) -> Exported:
    return wide_table(coding_of(workspace, store, scope)).as_csv(), ()


def _wide_parquet(workspace: Workspace, store: Store, scope: Scope) -> Exported:
    return wide_table(coding_of(workspace, store, scope)).as_parquet(), ()


def _long(workspace: Workspace, store: Store, scope: Scope) -> Flat:
    methods = {(tag.excerpt_id, tag.theme): tag.method for tag in store.tags.suggested()}
    return long_table(coding_of(workspace, store, scope), methods)


Making = Callable[[Workspace, Store, Scope], Exported]
EXCERPTS = "It holds excerpts word for word: for evaluators, not for publication."


@dataclass(frozen=True, slots=True)
class Export:
    """One format: how it is made, and what whoever hands it on must know of it."""

    make: Making
    holds: str = EXCERPTS
    wide: Making | None = None
    """With a column for each theme instead of a row, where there is such a form."""


EXPORTS: dict[str, Export] = {
    "xlsx": Export(_xlsx),
    "qdpx": Export(_qdpx, "It holds the sources word for word: for evaluators, not for publication."),
    "qdc": Export(_qdc, "It holds the codebook, and nothing of the material."),
    "codes": Export(_codes, "It holds the codebook as a table, and nothing of the material."),
    "csv": Export(_csv, wide=_wide_csv),
    "parquet": Export(_parquet, wide=_wide_parquet),
}
"""Every format there is."""


def coding_of(workspace: Workspace, store: Store, scope: Scope) -> Coding:
    """Everything coded in a scope."""
    everything = snapshot(store)
    material = material_of(scope, everything)
    events = {event.event_id: event for event in store.events.all()}
    return Coding(
        documents={one.document_id: one for one in material.documents},
        excerpts=material.excerpts,
        tags=material.tags,
        codebook=store.codebooks.current(),
        programme=workspace.settings.as_programme(),
        # over the whole programme: a source is called the same in every export, and 'learnbrief import' knows it
        titles=titles_apart(everything.documents.values(), events={key: one.title for key, one in events.items()}),
        events=events,
        decided={key: review.made_at for key, review in store.tags.decisions(material.excerpts).items()},
        marks=_marks(store, material.documents, material.tags),
        comments=_comments(store, material.excerpts),
        memos=_memos(store, {one.document_id for one in material.documents}),
    )


def _marks(
    store: Store, documents: Iterable[Document], tags: Iterable[EffectiveTag]
) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """The words that the coder whose decision stands marked for it."""
    coders = {(tag.excerpt_id, tag.theme): tag.coder for tag in tags if tag.coder}
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for document in documents:
        marks = store.marks.of(document.document_id, document.version)
        places = Places(store.excerpts.of(document.document_id)) if marks else None
        for mark in marks:
            for part in mark.parts:
                here = (document.document_id, document.version, part.start, part.end)
                key = ((places.at(*here, store.documents) if places else None) or "", mark.theme)
                if coders.get(key) == mark.coder:
                    found.setdefault(key, []).append((part.start, part.end))
    return found


def _comments(store: Store, excerpts: Sequence[Excerpt]) -> dict[str, list[Review]]:
    """What people wrote beside these excerpts, where their words are now."""
    here = {(one.document_id, one.version, one.start, one.end): one.excerpt_id for one in excerpts}
    found: dict[str, list[Review]] = {}
    for review in store.tags.rekeyed(store.reviews.standing(actions=[Action.COMMENT]), excerpts):
        place = (review.document_id, review.version, review.start, review.end)
        if place in here:
            found.setdefault(here[place], []).append(review)
    return found


def _memos(store: Store, documents: Collection[str]) -> list[Review]:
    """What people wrote beside these sources, the themes and the programme."""
    written = store.reviews.standing(actions=[Action.COMMENT])
    return [one for one in written if one.start is None and (one.document_id is None or one.document_id in documents)]


def exported(
    workspace: Workspace,
    form: str,
    *,
    scope: str,
    since: date | None = None,
    until: date | None = None,
    wide: bool = False,
) -> Exported:
    """One export as bytes, with what its format could not hold."""
    make = _making(form, wide=wide)
    wanted = parse_scope(scope, since=since, until=until)
    with opened(workspace.root) as (place, store):
        check_scope(wanted, store, place.settings)
        return make(place, store, wanted)


def export(
    workspace: Workspace,
    form: str,
    target: Path,
    *,
    scope: str,
    since: date | None = None,
    until: date | None = None,
    wide: bool = False,
) -> tuple[str, ...]:
    """Writes one export, whole or not at all; what its format could not hold, in words."""
    check_target(target)
    content, losses = exported(workspace, form, scope=scope, since=since, until=until, wide=wide)
    atomic_write(target, content, mode=0o600)
    return losses


def coding_in_form(workspace: Workspace, store: Store, form: str) -> bytes:
    """The coding of the whole programme, out of a store that is open already."""
    return _making(form, wide=False)(workspace, store, Scope("cohort"))[0]


def _making(form: str, *, wide: bool) -> Making:
    if form not in EXPORTS:
        raise BadInput(f"no export {form!r}; there are {', '.join(EXPORTS)}")
    if not wide:
        return EXPORTS[form].make
    if (make := EXPORTS[form].wide) is None:
        forms = " and ".join(name for name, export in EXPORTS.items() if export.wide)
        raise BadInput(f"a column for each theme is for {forms}; leave --wide out")
    return make
