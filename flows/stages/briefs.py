"""Briefs from stored analyses, kept in the store: made, renewed in place, edited and signed, each in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from learnbrief.corpus.errors import BadInput, FilesHeld, LearnbriefError, NotAllowed, StaleEdit
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.retirement import refuse_retired
from learnbrief.corpus.store import Store, StoredBrief
from learnbrief.corpus.tag import Action, Review
from learnbrief.flows.stages.brief_files import sources_of, write_brief_files
from learnbrief.flows.stages.drafting import Place, Views, analysis_of, drafted
from learnbrief.flows.stages.scopes import material_in
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import Brief, View, brief_id, brief_json, moved_sources, read_brief
from learnbrief.outputs.brief.reviews import STRUCTURAL
from learnbrief.outputs.render import FORMATS, render

Proof = Callable[[Views], object]
"""Makes something of a brief that is about to be signed; what cannot be made raises, and then nothing is signed."""


def make_brief(
    workspace: Workspace, store: Store, run_id: str, *, formats: Iterable[str] = (), view: View = "internal"
) -> Path:
    """The folder with the brief of this run, up to date with every review, in the formats asked for.

    Nothing is written where nothing changed, and an approved brief is left as it was signed. Files that another program
    holds wait: the folder then lacks its brief.json, so that the next run writes them.
    """
    return _in_files(workspace, store, kept_brief(workspace, store, run_id).brief_id, formats, view)


def publish_approved(workspace: Workspace, store: Store, scope: Scope, formats: Iterable[str] = ()) -> Path | None:
    """The folder with the published view of a scope's brief as it was signed; None where another one came after it, or none is signed.

    Who asks for what readers get means what somebody approved, never a draft begun on the way.
    """
    same = store.briefs.of_scope(scope.record)
    if not same or same[0].status != "approved" or any(one.open for one in same):
        return None
    return _in_files(workspace, store, same[0].brief_id, formats, "published")


def _in_files(workspace: Workspace, store: Store, wanted: str, formats: Iterable[str], view: View) -> Path:
    try:
        return write_brief_files(workspace, store, wanted, formats=formats, view=view)
    except FilesHeld as err:  # Word has one of them open: no reason to stop what else a run does
        store.logbook.add(str(err))
        return workspace.brief_folder(wanted)


def kept_brief(workspace: Workspace, store: Store, run_id: str) -> StoredBrief:
    """The brief of what a run covers: the open one renewed in place, or a new one where there is none.

    So a scope has one brief at a time that waits for people, with all that they did to it. One that was signed on this
    very run stays as it was signed.

    Raises:
        NotAllowed: it is retired.
    """
    with store.writing():  # two runs at once would begin two briefs on one scope
        place = _place(store, analysis_of(store, run_id).scope, run_id)
        if place.before is not None and place.before.status == "approved":
            return place.before
        return _kept(store, place, run_id, drafted(workspace, store, run_id, place))


def rebuild(workspace: Workspace, store: Store, wanted: str) -> None:
    """The stored brief and its files say what texts and reviews say now; one that is signed or retired stays as it is."""
    with store.writing():
        stored = store.briefs.get(wanted)
        if stored.open:
            place = Place(wanted, stored)
            _kept(store, place, stored.run_id, drafted(workspace, store, stored.run_id, place))
    write_brief_files(workspace, store, wanted)


def edit_brief(
    workspace: Workspace,
    store: Store,
    wanted: str,
    reviews: Sequence[Review],
    *,
    edition: int,
    proofs: Sequence[Proof] = (),
) -> None:
    """Keep what an evaluator did together with the brief that follows from it, or neither; then write the files.

    Where they sign it, every format is made first, and every one of `proofs`.

    Raises:
        StaleEdit: the brief has changed since `edition`, or what it rests on while it was being signed.
        BadInput: it names excerpts that the brief does not cover.
        NotAllowed: it is signed or retired; or it cannot be signed as it is.
    """
    signing = any(review.action is Action.SIGN_OFF for review in reviews)
    proven = _proven(workspace, store, wanted, reviews, edition, proofs) if signing else None
    with store.writing():
        stored = store.briefs.open_for_edit(wanted, edition=edition)
        place = Place(wanted, stored)
        _refuse_foreign(store, reviews, stored)
        views = drafted(workspace, store, stored.run_id, place, also=reviews)
        # what is approved must be what was made in every format, to the letter
        if proven is not None and views != proven:
            raise StaleEdit(
                "What this brief rests on changed while it was being signed. Nothing is signed; look at it again."
            )
        store.reviews.add(*reviews)
        _kept(store, place, stored.run_id, views, edition=edition)
    _write(workspace, store, wanted)


def _proven(
    workspace: Workspace,
    store: Store,
    wanted: str,
    reviews: Sequence[Review],
    edition: int,
    proofs: Sequence[Proof],
) -> Views:
    """The brief as it would be signed, made in every format: afterwards it can no longer be mended.

    Outside of any transaction: it takes seconds, in which others want to write.
    """
    with store.writing():
        stored = store.briefs.open_for_edit(wanted, edition=edition)
    views = drafted(workspace, store, stored.run_id, Place(wanted, stored), also=reviews)
    if moved := moved_sources(read_brief(stored.value), _versions(views.internal)):
        raise NotAllowed(
            f"Words were hidden or shown since this was drafted, in: {'; '.join(moved)}. Bring the brief up to date, "
            "look at it again, then sign."
        )
    for brief in (views.internal, views.published):
        render(brief, FORMATS, sources=sources_of(brief, store))
    for proof in proofs:
        proof(views)
    return views


def _versions(brief: Brief) -> dict[str, int]:
    return {line.document: line.version for line in brief.base.sources}


def _refuse_foreign(store: Store, reviews: Sequence[Review], stored: StoredBrief) -> None:
    """An edit can only use what the brief covers and counts as evidence."""
    structural = [review for review in reviews if review.action in STRUCTURAL]
    if not structural:
        return
    material = material_in(store, analysis_of(store, stored.run_id).scope)
    evidence = {excerpt.excerpt_id for excerpt in material.excerpts if excerpt.evidence}
    for review in store.links.rekeyed(structural, material.excerpts):
        named = [review.payload.get("excerpt"), *review.payload.get("excerpts", ())]
        if not evidence.issuperset(one for one in named if one):
            raise BadInput("One of these excerpts is not among what this brief covers; choose from its own sources.")


def _write(workspace: Workspace, store: Store, wanted: str) -> None:
    try:
        write_brief_files(workspace, store, wanted)
    except (OSError, LearnbriefError) as err:
        # the edit is safe in the store; whoever reads the brief next has its files written, or is told
        reason = err.strerror if isinstance(err, OSError) else err
        store.logbook.add(f"The files of brief {wanted} could not be written ({reason}); the brief itself is kept.")


def _kept(store: Store, place: Place, run_id: str, views: Views, *, edition: int | None = None) -> StoredBrief:
    """The brief as drafted; a new edition where anything changed or a person acted."""
    value, published = brief_json(views.internal), brief_json(views.published)
    before = place.before
    if before is None or edition is not None or (before.value, before.published) != (value, published):
        store.briefs.put(
            place.identity,
            title=views.internal.title,
            status=views.internal.status,
            scope=views.internal.scope.record,
            run_id=run_id,
            value=value,
            published=published,
            supersedes=views.internal.supersedes,
            edition=edition,
        )
    return store.briefs.get(place.identity)


def _place(store: Store, scope: Scope, run_id: str) -> Place:
    """The brief that an ask for this scope is about."""
    same = store.briefs.of_scope(scope.record)
    before = next((one for one in same if one.open), None)
    if before is None and same:
        refuse_retired(store, same[0])
        before = same[0] if same[0].run_id == run_id else None
    if before is not None:
        return Place(before.brief_id, before)
    signed = next((one.brief_id for one in same if one.status == "approved"), None)
    return Place(_new_id(store, scope, run_id), supersedes=signed)


def _new_id(store: Store, scope: Scope, run_id: str) -> str:
    """A name that no brief has had: an earlier one of this run may have gone on under it to another run."""
    taken, wanted = {head.brief_id for head in store.briefs.heads()}, brief_id(scope, run_id)
    again = (brief_id(scope, f"{run_id} {number}") for number in range(2, len(taken) + 3))
    return next(one for one in (wanted, *again) if one not in taken)


def current_brief(workspace: Workspace, store: Store, run_id: str) -> Brief:
    """What the brief of a run would say now, without keeping it."""
    scope = analysis_of(store, run_id).scope
    before = next((one for one in store.briefs.of_scope(scope.record) if one.open), None)
    place = Place(before.brief_id, before) if before else Place(brief_id(scope, run_id))
    return drafted(workspace, store, run_id, place).internal
