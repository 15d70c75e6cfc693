"""The shape of the codebook: what lies under what, in which order; themes deleted, versions brought back, proposals dismissed."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from learnbrief.corpus.codebook import Codebook, Theme
from learnbrief.corpus.errors import BadInput, NotFound
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.screens.codebook import family, keep_version, uses_of, without
from learnbrief.outputs.app.state import CoderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/codebook")
Way = Literal["under", "up", "down"]


@router.post("/move")
def move(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    theme: Annotated[str, Form()],
    based_on: Annotated[str, Form()],
    way: Annotated[Way, Form()],
    parent: Annotated[str, Form()] = "",
) -> Response:
    """Put a theme under another, or before or after its neighbour; what it is called and what it carries stays."""
    with state.store.writing():
        current = state.store.codebooks.open_for_edit(based_on)
        one = current.theme(theme)
        moved = _under(current, one, parent) if way == "under" else _past(current, one, -1 if way == "up" else 1)
        if moved == current:
            return say_and_go(request, f"{one.name} stands there already.", f"/codebook#{theme}")
        keep_version(state, coder, current, moved, f"moved {one.name}")
    return say_and_go(request, f"{one.name} was moved. Its tags stay.", f"/codebook#{theme}")


def _under(codebook: Codebook, theme: Theme, parent: str) -> Codebook:
    if parent and codebook.theme(parent).facet is not theme.facet:
        raise BadInput("A theme lies under a theme, and a stance under a stance.")
    if parent in family(codebook, theme.slug):
        raise BadInput(f"{theme.name} cannot lie under itself, or under what lies below it.")
    moved = replace(theme, parent=parent or None)
    return replace(codebook, themes=tuple(moved if one.slug == theme.slug else one for one in codebook.themes))


def _past(codebook: Codebook, theme: Theme, step: int) -> Codebook:
    """One place on among those that lie under the same theme; at either end it stays."""
    beside = [one for one in codebook.themes if (one.parent, one.facet) == (theme.parent, theme.facet)]
    to = beside.index(theme) + step
    if not 0 <= to < len(beside):
        return codebook
    swapped = {theme.slug: beside[to], beside[to].slug: theme}
    return replace(codebook, themes=tuple(swapped.get(one.slug, one) for one in codebook.themes))


@router.get("/delete")
def ask_delete(request: Request, state: StateDep, theme: str) -> Response:
    """What deleting a theme would do to its tags, before anything happens."""
    current = state.codebook()
    source = current.theme(theme)
    parent = current.theme(source.parent) if source.parent else None
    children = [one for one in current.themes if one.parent == theme]
    uses = uses_of(state.store.tags.effective()).get(theme, {"confirmed": 0, "suggested": 0})
    values = {"source": source, "parent": parent, "children": children, "n": uses, "version": current.version}
    return page(request, "codebook_delete.html", values)


@router.post("/delete")
def delete(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    theme: Annotated[str, Form()],
    based_on: Annotated[str, Form()],
) -> Response:
    """A theme leaves the codebook; what was decided about it stays in the record and counts again if it comes back."""
    with state.store.writing():
        current = state.store.codebooks.open_for_edit(based_on)
        source = current.theme(theme)
        if len([one for one in current.themes if one.facet is source.facet]) == 1:
            raise BadInput(f"{source.name} is the last of its kind in the codebook; add another first.")
        left = without(current, theme, children_to=source.parent)
        keep_version(state, coder, current, left, f"deleted {source.name}")
    message = f"{source.name} is no longer in the codebook. To undo it, bring the version before back."
    return say_and_go(request, message, "/codebook/versions")


@router.post("/bring-back")
def bring_back(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    version: Annotated[str, Form()],
    based_on: Annotated[str, Form()],
) -> Response:
    """An earlier version is the codebook again; those between stay in the list."""
    with state.store.writing():
        current = state.store.codebooks.open_for_edit(based_on)
        if version == current.version:
            raise BadInput("That version is the codebook as it is; choose an earlier one.")
        keep_version(state, coder, current, state.store.codebooks.get(version), "brought an earlier version back")
    return say_and_go(request, "The earlier version is the codebook again. Run again to re-tag with it.", "/codebook")


@router.post("/dismiss")
def dismiss(request: Request, state: StateDep, coder: CoderDep, topic: Annotated[str, Form()]) -> Response:
    """A proposed theme is offered no more, in later runs either; its excerpts stay what they are."""
    found = next((one for one in state.store.topics.current() if one.topic_id == topic), None)
    if found is None:
        raise NotFound("That proposal is no longer there; topics were found anew meanwhile.")
    with state.store.writing():
        refused = state.store.reviews.standing(actions=[Action.REFUSE_THEME], target=topic)
        if not refused:  # two people who dismiss it at the same moment dismiss it once
            state.store.reviews.add(new_review(Action.REFUSE_THEME, coder, target=topic))
    return say_and_go(
        request, f"‘{found.label}’ is dismissed. It stands at the foot of the page.", "/codebook#proposals"
    )


@router.post("/propose-again")
def propose_again(request: Request, state: StateDep, coder: CoderDep, review: Annotated[str, Form()]) -> Response:
    """Take a dismissal back."""
    with state.store.writing():
        if all(one.review_id != review for one in state.store.reviews.standing(actions=[Action.REFUSE_THEME])):
            return say_and_go(request, "It is proposed again already.", "/codebook#proposals")
        state.store.reviews.add(new_review(Action.UNDO, coder, target=review))
    return say_and_go(request, "It is proposed again.", "/codebook#proposals")
