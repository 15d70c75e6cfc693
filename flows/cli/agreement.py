"""learnbrief agreement: how far coders agree."""

from typing import Annotated, Any

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json, print_table


def command(
    seed: Annotated[int, typer.Option(min=0, help="Of the resampling behind the intervals.")] = 0,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far people agree with each other, and the model with people, theme by theme.

    Only blind coding counts; where a theme was used fewer than five times its counts stand without coefficients.

    Example: learnbrief agreement --json
    """
    from learnbrief.flows.web.agreeing import agreement_figures
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    with opened(find_workspace(workspace).root) as (_, store):
        report = agreement_figures(store, seed=seed)
    if as_json:
        print_json(report)
    else:
        _show(report)


def _show(report: dict[str, Any]) -> None:
    groups = (
        ("People with people", "people"),
        ("Model with people", "model"),
        ("Model where it is sure", "model_sure"),
    )
    found = [(f"{words}, {facet}s", one) for words, key in groups for facet, one in report[key].items() if one["units"]]
    for heading, one in found:
        print(f"{heading}: {one['units']} excerpts from {one['sources']} sources; whole sets {_figure(one['sets'])}")
        print_table(["Theme", "Used", "Agree", "kappa", "AC1", "alpha"], [_row(theme) for theme in one["themes"]])
        print()
    if not found:
        print("Nobody has coded blind yet: the app offers a random sample under Agreement.")


def _row(theme: dict[str, Any]) -> list[str]:
    used = ", ".join(f"{coder} {count}" for coder, count in theme["uses"].items())
    return [
        theme["theme"],
        used,
        f"{theme['percent']:.0%}",
        *(_figure(theme[name]) for name in ("kappa", "ac1", "alpha")),
    ]


def _figure(estimate: dict[str, Any]) -> str:
    if estimate["value"] is None:
        return "-"
    interval = f" ({estimate['low']:.2f} to {estimate['high']:.2f})" if estimate["low"] is not None else ""
    return f"{estimate['value']:.2f}{interval}"
