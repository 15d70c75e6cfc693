"""The command line: one command a file; each parses, calls one function and prints."""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from learnbrief.corpus.errors import LearnbriefError, file_trouble
from learnbrief.flows.cli import (
    account,
    add,
    agreement,
    ask,
    backup,
    blog,
    brief,
    bring_in,
    demo,
    doctor,
    evaluate,
    export,
    extract,
    forget,
    hub,
    learn,
    month,
    move_store,
    new,
    pack,
    privacy,
    restore,
    retire,
    run,
    search,
    serve,
    status,
)  # fmt: skip
from learnbrief.flows.cli import app as app_command
from learnbrief.flows.cli.common import complain

COMMANDS: dict[str, Callable[..., None]] = {
    "demo": demo.command,
    "new": new.command,
    "add": add.command,
    "run": run.command,
    "month": month.command,
    "brief": brief.command,
    "retire": retire.command,
    "search": search.command,
    "extract": extract.command,
    "ask": ask.command,
    "hub": hub.command,
    "pack": pack.command,
    "blog": blog.command,
    "learn": learn.command,
    "agreement": agreement.command,
    "app": app_command.command,
    "serve": serve.command,
    "export": export.command,
    "import": bring_in.command,
    "privacy": privacy.command,
    "forget": forget.command,
    "status": status.command,
    "backup": backup.command,
    "restore": restore.command,
    "move-store": move_store.command,
    "doctor": doctor.command,
}

app = typer.Typer(
    name="learnbrief",
    help="From workshop notes, coaching reflections and webinar transcripts to learning briefs that can be checked.",
    epilog="Start with: learnbrief demo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"learnbrief {version('learnbrief')}")
        raise typer.Exit


@app.callback()
def _all_commands(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Takes the options that stand before any command."""


for _name, _command in COMMANDS.items():
    app.command(_name)(_command)
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(account.app, name="account")


def main() -> None:
    """Runs one command; what a user did wrong is one line on stderr and exit status 1, wrong usage is 2."""
    try:
        app()
    except LearnbriefError as err:
        complain(str(err))
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away: nothing is wrong
    except OSError as err:
        complain(file_trouble(err))
