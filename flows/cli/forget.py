"""learnbrief forget: a withdrawal."""

from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json


def command(
    participant: Annotated[str | None, typer.Argument(metavar="[PARTICIPANT]", help="A name or a pseudonym.")] = None,
    document: Annotated[
        str | None, typer.Option("--document", "-d", help="A document's id, as in learnbrief privacy.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask again.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a participant's words, or a whole source, out of everything: for good.

    Briefs that quoted them are rewritten without them, under their ids, and have to be signed again. Backups made earlier and copies elsewhere are not reached.

    Example: learnbrief forget "Person 12"
    """
    from learnbrief.corpus.errors import BadInput
    from learnbrief.flows.stages.withdrawal import forget_document, forget_participant
    from learnbrief.flows.workspace.open_workspace import alone, opened
    from learnbrief.flows.workspace.workspace import find_workspace

    if (participant is None) == (document is None):
        raise typer.BadParameter("name either a PARTICIPANT or a --document")
    place = find_workspace(workspace)
    if not yes and not typer.confirm("This cannot be undone. Go on?", err=True):
        raise BadInput("nothing was withdrawn")
    with alone(place.root), opened(place.root) as (_, store):
        done = (
            forget_document(place, store, document) if document else forget_participant(place, store, participant or "")
        )
    if as_json:
        print_json({
            "documents_removed": done.documents_removed, "documents_changed": done.documents_changed,
            "excerpts": done.excerpts, "briefs": done.briefs, "not_covered": done.not_covered,
        })  # fmt: skip
        return
    print(
        f"Withdrawn: {done.excerpts} excerpts; {len(done.documents_removed)} sources whole, from {len(done.documents_changed)} in part."
    )
    print(f"Briefs rewritten without them: {len(done.briefs)}. Run 'learnbrief run' to analyse what is left.")
    print("Not reached, and for a person to see to:")
    for one in done.not_covered:
        print(f"  - {one}")
