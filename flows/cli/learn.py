"""learnbrief learn: retrain the tagger from the reviews."""

from dataclasses import asdict
from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, ServerOption, WorkspaceOption, bar, how_of, print_json, print_table


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
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    place = find_workspace(workspace)
    if accept or refuse:
        with opened(place.root) as (_, store):
            store.models.decide(accept or refuse, accept=bool(accept))
        if as_json:
            print_json({"model": accept or refuse, "accepted": bool(accept)})
        else:
            print("Accepted: the next run tags everything anew." if accept else "Refused.")
        return
    with bar():
        proposal = taught(place, how=how_of(server))
    if as_json:
        print_json(asdict(proposal))
        return
    print(f"Taught by {proposal.excerpts} excerpts. It would speak for {proposal.taken_over} themes:")
    print_table(["Theme", "Takes over", "Why"], [
        [str(one["theme"]), "yes" if one["takes_over"] else "no", str(one["why"])] for one in proposal.decisions
    ])  # fmt: skip
    for one in proposal.examples:
        what = "join the codebook's lines" if one["kept"] else "stay aside, for ranking would get worse"
        print(
            f"{'Themes' if one['facet'] == 'topic' else 'Sides'}: {one['coded']} coded excerpts {what}; average precision "
            f"{one['before']:.2f} without them, {one['after']:.2f} with them, each source left out in turn"
        )
    if changes := proposal.changes:
        print(
            f"On {changes['looked_at']} excerpts looked at, {changes['come']} suggestions would come, {changes['go']} go, "
            f"{changes['stay']} stay."
        )
    print(f"Put it to use: learnbrief learn --accept {proposal.model_id}")
