"""learnbrief account: who of a team may sign in to the app, and as what."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json, print_table

if TYPE_CHECKING:
    from pathlib import Path

    from learnbrief.corpus.store import Store
    from learnbrief.flows.workspace.workspace import Workspace

BY = "the command line"
"""Who did it, in the programme log: whoever may write in the workspace."""

app = typer.Typer(
    no_args_is_help=True, help="Accounts of a team: who may sign in to the app, and what they may do there."
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As it stands beside everything they decide.")]
RoleName = Annotated[str, typer.Argument(metavar="ROLE", help="viewer, coder, evaluator or admin.")]


@contextmanager
def _store(workspace: "Path | None") -> "Iterator[tuple[Workspace, Store]]":
    from learnbrief.flows.workspace.open_workspace import opened, refuse_read_only
    from learnbrief.flows.workspace.workspace import find_workspace

    place = find_workspace(workspace)
    refuse_read_only(place)
    with opened(place.root) as held:
        yield held


@app.command("add")
def add(
    name: Name,
    role: Annotated[str, typer.Option("--role", help="viewer, coder, evaluator or admin.")] = "coder",
    workspace: WorkspaceOption = None,
) -> None:
    """Invite somebody, or send a new link to whoever lost their password.

    Viewers read; coders code; evaluators also add material, look at hidden words, edit the codebook, mend and sign briefs;
    admins also invite. From the first account on the app asks everybody to sign in.

    Example: learnbrief account add "Robin Field" --role admin
    """
    from learnbrief.corpus.accounts import role_of

    with _store(workspace) as (place, store):
        first = not store.accounts.any()
        token = store.accounts.invite(name, role_of(role), by=BY)
        address = place.settings.app.address.rstrip("/") or "http://127.0.0.1:8350"
    print(f"{address}/invitation/{token}")
    print("Give this link to nobody else. It opens the account once, within a week, while 'learnbrief app' runs.")
    if not place.settings.app.address:
        print(
            "Where the app answers elsewhere, put its address before /invitation; [app] address in learnbrief.toml keeps it."
        )
    if first:
        print("If the app is open, stop it and start it again: from now on it asks people to sign in.")


@app.command("list")
def show(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Who may sign in, and as what.

    Example: learnbrief account list
    """
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    with opened(find_workspace(workspace).root) as (_, store):
        found = store.accounts.all()
    if as_json:
        print_json(
            [{"name": one.name, "role": one.role, "since": one.made_at, "invited": one.invited} for one in found]
        )
    elif not found:
        print("No accounts: the app opens by the link that 'learnbrief app' prints.")
    else:
        rows = [[one.name, one.role, one.made_at[:10], "invited" if one.invited else ""] for one in found]
        print_table(["Name", "Role", "Since", ""], rows)


@app.command("role")
def change_role(name: Name, role: RoleName, workspace: WorkspaceOption = None) -> None:
    """Change what somebody may do, from their next page on.

    Example: learnbrief account role "Robin Field" evaluator
    """
    from learnbrief.corpus.accounts import MEANS, role_of

    wanted = role_of(role)
    with _store(workspace) as (_, store):
        store.accounts.change_role(name, wanted, by=BY)
    print(f"{name} is {wanted} now: {MEANS[wanted]}.")


@app.command("end-sessions")
def end_sessions(name: Name, workspace: WorkspaceOption = None) -> None:
    """Sign somebody out wherever they are signed in.

    Example: learnbrief account end-sessions "Robin Field"
    """
    with _store(workspace) as (_, store):
        ended = store.accounts.end_sessions(name, by=BY)
    print(f"{name} is signed out everywhere: {ended} {'session' if ended == 1 else 'sessions'} ended.")


@app.command("remove")
def remove(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Whose account goes.")] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="All accounts: the app is one person's again and opens by its link.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Take an account away; what its owner decided stands, under their name.

    Example: learnbrief account remove "Robin Field"
    """
    if (name is None) != everybody:
        raise typer.BadParameter("name whose account goes, or --all")
    with _store(workspace) as (_, store):
        if name is None:
            store.accounts.remove_all(by=BY)
            print("All accounts are gone. If the app is open, stop it and start it again: it prints a link.")
        else:
            store.accounts.remove(name, by=BY)
            print(f"The account of {name} is gone; what they decided stands.")
