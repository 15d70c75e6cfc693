"""learnbrief ask: what in all the material bears on a question, with counts and in the speakers' own words."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json

if TYPE_CHECKING:
    from learnbrief.corpus.asked import Answer, AnswerSide
    from learnbrief.corpus.store import Store


def command(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION...", help="What you want to know.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=200, help="Most excerpts shown of a side.")] = 5,
    scope: Annotated[
        str,
        typer.Option(
            "--scope", "-s", help="Only in this: event:E, collaborative:C, theme:T or role:R, such as role:board."
        ),
    ] = "cohort",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """What people said that bears on a question: by side, how widely, and who was not heard on it. No prose is made up.

    Example: learnbrief ask What helps night staff take part?
    """
    from learnbrief.flows.stages.scopes import check_scope, parse_scope
    from learnbrief.flows.web.answering import Material
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    with opened(find_workspace(workspace).root) as (place, store):
        within = parse_scope(scope)
        check_scope(within, store, place.settings)
        answer = Material(place, store, None if within.kind == "cohort" else within).answer(" ".join(question))
        if as_json:
            print_json(_plain(answer))
        else:
            print("\n".join(_lines(answer, store, {c.slug: c.name for c in place.settings.collaborative}, limit)))


def _lines(answer: "Answer", store: "Store", names: dict[str, str], limit: int) -> list[str]:
    from learnbrief.outputs.layout.asked import bears_line, not_heard_lines

    lines = [bears_line(answer, len(names))]
    for side in answer.sides:
        lines += ["", *_side(side, store, names, limit)]
    if answer.matters:
        lines += ["", "Matters it belongs to, in the newest brief on the whole cohort:"]
        for one in answer.matters:
            lines += [
                f"  {one.headline}",
                f"      {one.line} ({len(one.bearing)} of {one.evidence} excerpts bear on it)",
            ]
            lines += [f"      brief {one.brief_id}, finding {one.finding_id}"]
    not_heard = [] if answer.nothing else not_heard_lines(answer, names)
    return [*lines, *(["", *not_heard] if not_heard else [])]


def _side(side: "AnswerSide", store: "Store", names: dict[str, str], limit: int) -> list[str]:
    from learnbrief.outputs.layout.asked import excerpt_line, side_line

    lines = [side_line(side, len(names))]
    cards = {card.document_id: card for card in store.documents.cards()}
    for one in side.excerpts[:limit]:
        lines += [f"  {excerpt_line(one, cards[one.document_id], names)}", f"      {' '.join(one.text.split())}"]
    if (more := len(side.excerpts) - limit) > 0:
        lines.append(f"  and {more} more: see the page Ask in the app, or --limit")
    return lines


def _plain(answer: "Answer") -> dict[str, Any]:
    """The answer in plain values; excerpts by their id and place."""
    from learnbrief.corpus.visitors import places_of

    plain = asdict(answer)
    for side, told in zip(answer.sides, plain["sides"], strict=True):
        told["stance"] = side.stance.value if side.stance else None
        told["excerpts"] = [
            {
                "excerpt": one.excerpt_id,
                "text": one.text,
                "voice": one.voice.label,
                "role": one.role,
                **places_of(one),
                "mode": one.mode.value,
                "document": one.document_id,
                "version": one.version,
                "start": one.start,
                "end": one.end,
            }
            for one in side.excerpts
        ]
    return {**plain, "nothing": answer.nothing}
