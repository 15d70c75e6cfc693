"""learnbrief search: excerpts by meaning and by word."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json

if TYPE_CHECKING:
    from learnbrief.corpus.store import Store


def command(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What to look for.")],
    theme: Annotated[str, typer.Option(help="A theme's slug.")] = "",
    stance: Annotated[str, typer.Option(help="barrier, enabler, action, question or neutral.")] = "",
    collaborative: Annotated[str, typer.Option(help="A collaborative's slug.")] = "",
    kind: Annotated[
        str,
        typer.Option(
            help="workshop_notes, coaching_reflection, webinar_transcript, survey, interview, focus_group,"
            " stakeholder_engagement, minutes, other."
        ),
    ] = "",
    since: Annotated[str, typer.Option(help="First day, as 2025-03-01.")] = "",
    until: Annotated[str, typer.Option(help="Last day, as 2025-03-31.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000)] = 10,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find excerpts that say something like these words, or use them.

    Example: learnbrief search protected time for improvement --stance barrier
    """
    from learnbrief.flows.web.searching import check_filters, open_search
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    filters = {
        "theme": theme, "stance": stance, "collaborative": collaborative, "kind": kind, "since": since, "until": until,
    }  # fmt: skip
    check_filters(filters)
    with opened(find_workspace(workspace).root) as (place, store):
        found = open_search(place, store).search(" ".join(words), filters=filters, limit=limit)
        rows = _rows(store, found)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['score']:.2f}  {row['voice']}, {row['source']} ({row['date']})")
        print(f"      {' '.join(row['text'].split())}\n")
    if not rows:
        print("Nothing found.")


def _rows(store: "Store", found: list[tuple[str, float]]) -> list[dict[str, Any]]:
    from learnbrief.corpus.visitors import places_of

    excerpts, documents = store.excerpts.get([one for one, _ in found]), store.documents.latest()
    return [
        {
            "excerpt": one,
            "score": round(score, 4),
            "text": excerpts[one].text,
            "voice": excerpts[one].voice.label,
            **places_of(excerpts[one]),
            "source": documents[excerpts[one].document_id].title,
            "date": documents[excerpts[one].document_id].date.isoformat(),
            "document": excerpts[one].document_id,
            "start": excerpts[one].start,
            "end": excerpts[one].end,
        }
        for one, score in found
    ]
