"""Is what was planted in a programme's material told as something learned: points, matters, messages, silences, beside peers.

    python benchmarks/points.py --data WORKSPACE --plan PLAN.yaml [--baselines] [--messages] [--ceiling 5] [--json OUT]

WORKSPACE is a learnbrief workspace whose store is filled, or one that only has its settings and material: then it is run first.
Either way the work is done in a copy. The demo: `learnbrief demo DIR`, then --data DIR --plan corpus/demo/plan.yaml.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _common import print_table, write_result
from _points_peers import Offer, bertopic_representatives, kmeans_middles, lexrank_sentences
from _points_plan import Plan, Sources, place, read_plan
from _points_scores import (
    Told,
    asked_figures,
    change_figures,
    clause_text,
    grouping_figures,
    headline_of,
    opposite_figures,
    passage_figures,
    point_figures,
    point_row,
    points_of,
    silence_figures,
    single_figures,
)

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt, Mode
from learnbrief.corpus.errors import BadInput, LearnbriefError
from learnbrief.corpus.finding import Finding, Scope, ThenNow, spread_of
from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.quotations import in_prose
from learnbrief.corpus.stance import Stance, side_of
from learnbrief.corpus.store import schema
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.encoding import encoder_for, matrix_of
from learnbrief.flows.stages.scopes import material_of, snapshot
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import SETTINGS_FILE, Workspace

COHORT = Scope("cohort")
NEEDED = (SETTINGS_FILE, "codebook.yaml", "participants.csv")


@dataclass(frozen=True)
class Draft:
    """What the present code says of the whole programme, with what it says it from."""

    findings: tuple[Finding, ...]
    messages: tuple[str, ...]
    note: str
    """Why there are few messages, where there are."""
    sources: Sources
    evidence: tuple[Excerpt, ...]
    vectors: Vectors
    """(evidence, d) float32."""
    codebook: Codebook
    seconds: float


def filled(root: Path, folder: Path) -> Path:
    """A copy of the workspace with its store; where it has none, the copy is run."""
    if not (root / SETTINGS_FILE).is_file():
        raise BadInput(f"{root}: no {SETTINGS_FILE} there")
    if Workspace(root).settings.store.url:
        raise BadInput(
            f"{root}: its store is a database elsewhere, which cannot be copied; use a workspace with a file"
        )
    place = folder / "workspace"
    if (root / "learnbrief.db").is_file():
        place.mkdir(parents=True)
        for path in [*(root / name for name in NEEDED), *root.glob("learnbrief.db*")]:
            if path.is_file():
                shutil.copy(path, place)
        return place
    shutil.copytree(root, place)
    learnbrief(place, "run")
    learnbrief(place, "brief", "--scope", "cohort")
    return place


def learnbrief(root: Path, *words: str) -> None:
    """One command of ours in a process of its own, or its own words on what went wrong."""
    command = [str(Path(sys.executable).with_name("learnbrief")), *words, "--workspace", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().rpartition("\n")[2]
        raise BadInput(f"'learnbrief {' '.join(words)}' ended with {done.returncode}: {said}")


def drafted(root: Path, ceiling: int) -> Draft:
    """The cohort analysed now: an analysis that an earlier state of the code left in the store is not looked at."""
    from learnbrief.nlp.findings import messages

    with opened(root) as (workspace, store):
        with store.database.transaction() as connection:
            connection.execute(schema.analysis.delete())
        began = time.perf_counter()
        analysis = store.analyses.get(analyse_scope(workspace, store, COHORT))
        seconds = time.perf_counter() - began
        if analysis is None:
            raise BadInput(f"{root}: nothing was analysed")
        material = material_of(COHORT, snapshot(store))
        chosen, note = messages(
            analysis.findings,
            {document.document_id: document for document in material.documents},
            {excerpt.excerpt_id: excerpt for excerpt in material.excerpts},
            scope_kind=COHORT.kind,
        )
        chosen = chosen[:ceiling]
        evidence = tuple(excerpt for excerpt in material.excerpts if excerpt.evidence)
        return Draft(
            analysis.findings, chosen, note,
            Sources({one.document_id: one for one in material.documents}, material.excerpts),
            evidence, matrix_of(encoder_for(workspace.settings, store), evidence), store.codebooks.current(), seconds,
        )  # fmt: skip


def told_of(draft: Draft, plan: Plan) -> Told:
    """The draft beside the plan."""
    return Told(
        draft.findings,
        draft.messages,
        {excerpt.excerpt_id: excerpt for excerpt in draft.sources.excerpts},
        plan,
        place(plan, draft.sources),
    )


def ours(told: Told, sources: Sources) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Every figure of the draft, and a row for each planned point."""
    rows = [point_row(point, told) for point in told.plan.points]
    points = [point.evidence for finding in told.findings for point in points_of(finding)]
    shown = [quote for one in told.findings if one.finding_id in told.messages for quote in one.quotes]
    figures = {
        **grouping_figures(points, [finding.evidence for finding in told.findings], told.plan, told.carried),
        **shown_figures(shown, told),
        **point_figures(rows),
        **opposite_figures(told),
        **silence_figures(told),
        **asked_figures(Stance.ACTION, told),
        **asked_figures(Stance.QUESTION, told),
        **single_figures(told),
        **change_figures(told),
        **passage_figures(told, sources),
        "messages": len(told.messages),
        "findings": len(told.findings),
    }
    return figures, rows


def shown_figures(shown: Sequence[str], told: Told) -> dict[str, Any]:
    """How many excerpts stand for all, and how many planned points are among them."""
    points = {slug for one in shown for slug in told.carried.get(one, ())}
    return {"shown": len(set(shown)), "shown_points": len(points)}


def peers(draft: Draft, told: Told, ceiling: int) -> dict[str, dict[str, Any]]:
    """The same figures of each other way, as far as they can be asked of it."""
    joint = max(1, sum(len(finding.evidence) > 1 for finding in draft.findings))
    offers: dict[str, Offer] = {
        "kmeans_middles": kmeans_middles(draft.evidence, draft.vectors, joint),
        "bertopic_representatives": bertopic_representatives(draft.evidence, draft.vectors),
        "lexrank": lexrank_sentences(draft.evidence, len(draft.messages) or ceiling),
    }
    return {
        name: {
            **(grouping_figures(offer.groups, offer.groups, told.plan, told.carried) if offer.groups else {}),
            **shown_figures(offer.shown, told),
        }
        for name, offer in offers.items()
    }


def read_aloud(draft: Draft) -> None:
    """The messages as a reader meets them: label, headline, who, then the quotes."""
    excerpts = {excerpt.excerpt_id: excerpt for excerpt in draft.sources.excerpts}
    for finding in draft.findings:
        if finding.finding_id not in draft.messages:
            continue
        spread = spread_of([excerpts[one] for one in finding.stated_by], draft.sources.documents)
        whole = spread_of([excerpts[one] for one in finding.evidence], draft.sources.documents)
        print(f"\n{label_of(finding, draft.codebook)}\n  {heading_of(finding, excerpts)}")
        places = ", ".join(spread.collaboratives) or "no collaborative known"
        print(
            f"  found in at least {spread.documents} sources, {spread.voices} voices ({places}); subject in {whole.documents}"
        )
        for point in finding.points if len(finding.points) > 1 else ():
            side = "people differ" if point.contested else point.stance or "no side"
            print(f"  - {side}, {len(point.evidence)} excerpts: {headline_of(finding, point, excerpts)}")
        if finding.then_now is not None:
            print(f"  {then_and_now(finding.then_now, excerpts)}")
        for one in finding.evidence:
            mark = ">" if one in finding.quotes else "+" if one in finding.stated_by else " "
            print(f"   {mark} {excerpts[one].voice.label}, {excerpts[one].collaborative}: {excerpts[one].text}")
        for silence in finding.silent:
            print(f"  not found in what {silence.collaborative} said ({silence.excerpts} excerpts)")
    print(f"\n{draft.note or 'No note on the number of messages.'}")


def then_and_now(change: ThenNow, excerpts: Mapping[str, Excerpt]) -> str:
    """Both clauses with their dates; an arrow only where it is told as a change."""
    arrow = "->" if change.changed else "/"
    still = f"; still heard from {', '.join(change.still)}" if change.still else ""
    earlier, later = clause_text(change.earlier, excerpts), clause_text(change.later, excerpts)
    return (
        f"{change.earlier_on}: {earlier} {arrow} {change.later_on}: {later} ({change.place or 'no one place'}{still})"
    )


def label_of(finding: Finding, codebook: Codebook) -> str:
    """Theme and side, as they stand above a headline."""
    theme = codebook.theme(finding.theme).name if finding.theme else "No theme yet"
    side = side_of(finding.stance)
    return f"{theme} - {side.label}" if side else theme


def heading_of(finding: Finding, excerpts: Mapping[str, Excerpt]) -> str:
    """A clause in quotation marks if it was spoken, 'Notes record' if it is a note; other headings as they are."""
    if finding.clause is None:
        return finding.heading
    spoken = excerpts[finding.clause.excerpt].mode is Mode.VERBATIM
    return in_prose(finding.heading, spoken=spoken)


def show(figures: dict[str, Any], others: dict[str, dict[str, Any]], rows: list[dict[str, Any]], told: Told) -> None:
    """The methods side by side, the planned points, and what only a draft of ours has."""
    columns = [*grouping_figures((), (), told.plan, {}), "shown", "shown_points"]
    print_table(
        [
            {"method": name, **{column: own.get(column) for column in columns}}
            for name, own in {"learnbrief": figures, **others}.items()
        ]
    )
    print()
    print_table(rows)
    print()
    rest = {name: value for name, value in figures.items() if name not in columns}
    print_table([{"figure": name, "learnbrief": value} for name, value in rest.items() if not isinstance(value, list)])
    for name, lines in rest.items():
        if isinstance(lines, list) and lines:
            print(f"\n{name.replace('_', ' ')}:", *lines, sep="\n  ")
    if told.placed.lost:
        print("\ncarriers that no evidence holds:", *told.placed.lost, sep="\n  ")


def measure(given: argparse.Namespace, folder: Path) -> None:
    """Everything that was asked for, in a copy under this folder."""
    began = time.perf_counter()
    plan = read_plan(given.plan)
    root = filled(given.data, folder)
    ready = time.perf_counter()
    draft = drafted(root, given.ceiling)
    told = told_of(draft, plan)
    figures, rows = ours(told, draft.sources)
    others = peers(draft, told, given.ceiling) if given.baselines else {}
    if given.messages:
        read_aloud(draft)
    show(figures, others, rows, told)
    facts = {
        "data": plan.programme,
        "command": "python benchmarks/points.py --data WORKSPACE --plan PLAN.yaml"
        + (" --baselines" if given.baselines else ""),
        "excerpts": len(draft.sources.excerpts),
        "evidence": len(draft.evidence),
        "carriers": sum(len(point.carriers) for point in plan.points),
        "carriers_not_placed": len(told.placed.lost),
        "ceiling": given.ceiling,
        "seconds": {
            "run": round(ready - began, 1),
            "analysis": round(draft.seconds, 1),
            "all": round(time.perf_counter() - began, 1),
        },
    }
    print(f"\n{facts}")
    # headlines are printed to be judged, not kept: a committed result holds figures, never a programme's words
    kept = {name: value for name, value in figures.items() if not name.startswith("unplanned_")}
    write_result(given.json, {**facts, "learnbrief": kept, **others, "rows": rows})


def main() -> None:
    """Print the tables; a plan or workspace that cannot be used is told in one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a workspace, with its store filled or not yet run")
    parser.add_argument("--plan", type=Path, required=True, help="what was planted in its material")
    parser.add_argument("--baselines", action="store_true", help="k-means, BERTopic and LexRank over the same excerpts")
    parser.add_argument("--messages", action="store_true", help="print the messages with their evidence, to read aloud")
    parser.add_argument("--ceiling", type=int, default=5, help="most messages")
    parser.add_argument("--keep", type=Path, help="make the copy in this new folder and leave it there")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() if given.keep is None else nullcontext(str(given.keep)) as folder:
            measure(given, Path(folder))
    except LearnbriefError as err:
        raise SystemExit(f"points.py: {err}") from err


if __name__ == "__main__":
    main()
