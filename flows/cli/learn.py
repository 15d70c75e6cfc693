"""learnbrief learn: retrain the tagger from the reviews."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from learnbrief.flows.cli.common import JsonOption, ServerOption, WorkspaceOption, bar, how_of, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from learnbrief.flows.stages.learning import Proposal
    from learnbrief.flows.workspace.workspace import Workspace


def command(
    accept: Annotated[
        str, typer.Option(metavar="MODEL", help="Put a proposed tagger to use; the next run tags anew.")
    ] = "",
    refuse: Annotated[str, typer.Option(metavar="MODEL", help="Refuse a proposed tagger.")] = "",
    server: ServerOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Retrain the tagger from everything that was reviewed, and say for which themes it would take over.

    It takes over a theme only where it agrees better with coders than the codebook does, on excerpts that were drawn
    at random and coded blind. For the other themes coded excerpts join the codebook's lines as further examples, where
    suggestions rank no worse for it. It tags nothing until somebody accepts it, here or in the app.

    Example: learnbrief learn
    """
    from learnbrief.flows.orchestration.start import taught
    from learnbrief.flows.workspace.workspace import find_workspace

    place = find_workspace(workspace)
    if accept or refuse:
        _decide(place, accept or refuse, accept=bool(accept), as_json=as_json)
        return
    with bar():
        proposal = taught(place, how=how_of(server))
    if as_json:
        print_json(asdict(proposal))
    else:
        _show(proposal)


def _decide(workspace: "Workspace", model: str, *, accept: bool, as_json: bool) -> None:
    from learnbrief.flows.workspace.open_workspace import opened

    with opened(workspace.root) as (_, store):
        store.models.decide(model, accept=accept)
    if as_json:
        print_json({"model": model, "accepted": accept})
    else:
        print("Accepted: the next run tags everything anew." if accept else "Refused.")


def _show(proposal: "Proposal") -> None:
    print(f"Taught by {proposal.excerpts} excerpts. It would speak for {proposal.taken_over} themes:")
    print_table(["Theme", "Takes over", "Why"], [
        [str(one["theme"]), "yes" if one["takes_over"] else "no", str(one["why"])] for one in proposal.decisions
    ])  # fmt: skip
    for one in proposal.examples:
        print(_examples(one))
    if changes := proposal.changes:
        print(
            f"On {changes['looked_at']} excerpts looked at, {changes['come']} suggestions would come, {changes['go']} go, "
            f"{changes['stay']} stay."
        )
    print(f"Put it to use: learnbrief learn --accept {proposal.model_id}")


def _examples(one: "Mapping[str, Any]") -> str:
    """What becomes of coded excerpts as examples of themes, or of sides."""
    what = "join the codebook's lines" if one["kept"] else "stay aside, for ranking would get worse"
    return (
        f"{'Themes' if one['facet'] == 'topic' else 'Sides'}: {one['coded']} coded excerpts {what}; average precision "
        f"{one['before']:.2f} without them, {one['after']:.2f} with them, each source left out in turn"
    )
