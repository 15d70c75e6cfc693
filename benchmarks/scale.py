"""What a hundred times the material costs: each everyday act at 1,000, 10,000 and 100,000 excerpts, each in a process of its own.

The material is real sentences recombined, the encoder by default one that costs nothing: what is measured is ours.
`--encoder default` takes the real one, whose cost is a line in the number of new texts. Every act is done on a copy
of the same taken-in programme. Time is processor time, which other work on the machine does not lengthen.

    python benchmarks/scale.py --data comments.csv --column text --json OUT --plot OUT.png
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from _common import print_table, write_result
from _scale_programme import (
    MONTHS,
    PER_EVENT,
    YEAR,
    HashedWords,
    freeze,
    repeat_briefs,
    repeat_tags,
    sentences_of,
    write_event,
    write_programme,
)

SIZES = (1_000, 10_000, 100_000)
MONTH = f"{YEAR}-{MONTHS:02d}"
FIRST_NEW = 500_000
"""Number of the first workshop that is added afterwards, the same at every size."""
SEEN = 15
"""Events whose excerpts the tagger itself has seen in what every act begins from."""
HASHED, REAL = "hashed", "default"
WORDS = "waiting for an answer"


def use_encoder(name: str) -> None:
    """The stages ask one function for their encoder; here it may give the cheap one."""
    if name == HASHED:
        from learnbrief.nlp import encode

        encode.encoder_from = lambda *_setting_and_folder: HashedWords()


def build(root: Path) -> None:
    """All material frozen, encoded, tagged and briefed: what every act begins from.

    The tagger looks at some events, and one brief is made; all others get tags and a brief like those.
    """
    from learnbrief.flows.stages.analyse import analyse_scope, keep_codebook
    from learnbrief.flows.stages.briefs import make_brief
    from learnbrief.flows.stages.encoding import encode, encoder_for, unencoded
    from learnbrief.flows.stages.scopes import parse_scope
    from learnbrief.flows.stages.tagging import tagger_name
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.nlp.tagging import tag_excerpts

    with opened(root) as (workspace, store):
        freeze(workspace, store)
        codebook, encoder = keep_codebook(workspace, store), encoder_for(workspace.settings, store)
        encode(workspace, store, unencoded(workspace, store))
        tagger = tagger_name(store, codebook, encoder)
        first = [one for card in store.documents.cards()[:SEEN] for one in store.excerpts.of(card.document_id)]
        store.tags.put([one.excerpt_id for one in first], tag_excerpts(first, codebook, encoder), tagger=tagger)
        repeat_tags(store, tagger)
        event = store.events.all()[0].event_id
        like = make_brief(workspace, store, analyse_scope(workspace, store, parse_scope(f"event:{event}"))).name
        repeat_briefs(workspace, store, like)


def run(root: Path) -> None:
    """What is new is taken in and briefed."""
    from learnbrief.flows.orchestration.start import run_after_workshop
    from learnbrief.flows.workspace.workspace import Workspace

    run_after_workshop(Workspace(root), how="direct")


def month(root: Path) -> None:
    """The last month's synthesis: the cohort and every collaborative."""
    from learnbrief.flows.orchestration.start import run_month
    from learnbrief.flows.workspace.workspace import Workspace

    run_month(Workspace(root), MONTH, how="direct")


def brief(root: Path) -> None:
    """One collaborative's brief on one month."""
    from datetime import date

    from learnbrief.flows.orchestration.start import run_brief
    from learnbrief.flows.workspace.workspace import Workspace

    run_brief(
        Workspace(root),
        "collaborative:harbour",
        since=date(YEAR, MONTHS, 1),
        until=date(YEAR, MONTHS, 31),
        formats="docx",
    )


def search(root: Path) -> None:
    """The first search after something changed, which opens what the next ones use."""
    from learnbrief.flows.web.searching import open_search
    from learnbrief.flows.workspace.open_workspace import opened

    with opened(root) as (workspace, store):
        open_search(workspace, store).search(WORDS)


def status(root: Path) -> None:
    """`learnbrief status`."""
    from learnbrief.flows.web.overview import overview
    from learnbrief.flows.workspace.open_workspace import opened

    with opened(root) as (workspace, store):
        overview(workspace, store)


def export(root: Path) -> None:
    """Everything coded, as a table."""
    from learnbrief.flows.exchange.exporting import exported
    from learnbrief.flows.workspace.workspace import Workspace

    exported(Workspace(root), "csv", scope="cohort")


def home(root: Path) -> None:
    """The app's first page."""
    _page(root, "/")


def privacy(root: Path) -> None:
    """The app's list of documents to confirm."""
    _page(root, "/privacy")


def explore(root: Path) -> None:
    """The app's map of themes by collaborative."""
    _page(root, "/explore/matrix")


def review(root: Path) -> None:
    """The app's queue of excerpts to review, opened."""
    _page(root, "/review")


def _page(root: Path, path: str) -> None:
    from app import app_on

    from learnbrief.flows.workspace.workspace import Workspace

    with app_on(Workspace(root)) as (browser, _, _):
        since = time.process_time()
        assert browser.get(path).status_code == 200
        print(json.dumps({"page": round(time.process_time() - since, 2)}))


ACTS: dict[str, Callable[[Path], None]] = {
    "build": build, "run": run, "month": month, "brief": brief, "search": search, "status": status, "export": export,
    "home": home, "privacy": privacy, "explore": explore, "review": review,
}  # fmt: skip
NEW = {"nothing new": 0, "one new workshop": 1, "1% new": None}
"""Workshops added before a run; 1% is counted in excerpts."""


def child(act: str, root: Path, encoder: str) -> None:
    """One act in this process, its figures as the last line printed."""
    use_encoder(encoder)
    since = time.process_time()
    ACTS[act](root)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": round(time.process_time() - since, 2), "peak_mb": round(peak)}))


def measured(act: str, root: Path, encoder: str) -> dict[str, Any]:
    """The act in a cold process."""
    command = [sys.executable, __file__, "--child", act, "--data", str(root), "--encoder", encoder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{act} failed:\n{done.stderr[-3000:]}")
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"')]
    found: dict[str, Any] = {key: value for line in lines for key, value in line.items()}
    print(f"  {act}: {found}", file=sys.stderr, flush=True)
    return found


def at_size(excerpts: int, pool: Sequence[str], folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Every act at one size."""
    kept = (given.keep or folder) / f"{given.encoder}-{excerpts}"
    if not (figures := kept.with_suffix(".json")).exists():
        built = measured("build", write_programme(kept, pool, excerpts).root, given.encoder)
        figures.write_text(json.dumps(built))
    base = _workspace(kept)
    rows = {"build": json.loads(figures.read_text())}
    rows["build"]["store_mb"] = round(base.database.stat().st_size / 2**20, 1)
    with_new = [(name, "run", _added(excerpts, new)) for name, new in NEW.items()]
    for name, act, added in [*with_new, *((one, one, 0) for one in ACTS if one not in ("build", "run"))]:
        if given.only and name not in given.only:
            continue
        copy = Path(shutil.copytree(base.root, folder / "copy"))
        try:
            for number in range(added):
                write_event(_workspace(copy), pool, FIRST_NEW + number, month=MONTHS)
            rows[name] = measured(act, copy, given.encoder)
        finally:
            shutil.rmtree(copy)
    return {"excerpts": excerpts, "acts": rows}


def _added(excerpts: int, new: int | None) -> int:
    return max(1, round(excerpts / 100 / PER_EVENT)) if new is None else new


def _workspace(root: Path) -> Any:
    from learnbrief.flows.workspace.workspace import Workspace

    return Workspace(root)


def table(sizes: Sequence[dict[str, Any]]) -> list[dict[str, object]]:
    """Seconds and peak memory of every act, a column per size, and growth against the smallest."""
    found = []
    for act in dict.fromkeys(name for size in sizes for name in size["acts"]):
        row: dict[str, object] = {"act": act}
        for size in sizes:
            figures = size["acts"].get(act, {})
            row[f"{size['excerpts']:,} s"] = figures.get("page", figures.get("seconds"))
            row[f"{size['excerpts']:,} MB"] = figures.get("peak_mb")
        found.append(row)
    return found


def draw(sizes: Sequence[dict[str, Any]], path: Path) -> None:
    """Seconds and memory by size, both axes in tenfolds: a line of slope one is linear."""
    import altair as alt

    rows = [
        {
            "excerpts": size["excerpts"],
            "act": act,
            "seconds": figures.get("page", figures["seconds"]),
            "MB": figures["peak_mb"],
        }
        for size in sizes
        for act, figures in size["acts"].items()
    ]
    base = alt.Chart(alt.InlineData(values=rows)).mark_line(point=True)
    x = alt.X("excerpts:Q", scale=alt.Scale(type="log"), title="Excerpts")
    panels = [
        base.encode(
            x=x,
            y=alt.Y(f"{what}:Q", scale=alt.Scale(type="log"), title=title),
            color=alt.Color("act:N", title=None, scale=alt.Scale(scheme="tableau20")),
        ).properties(width=340, height=320)
        for what, title in (("seconds", "Processor seconds"), ("MB", "Peak memory (MB)"))
    ]
    alt.hconcat(*panels).configure_axis(grid=False).save(path, ppi=150)


def main() -> None:
    """Every size, one after the other; what is finished is written at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a table with a column of texts")
    parser.add_argument("--column", default="text")
    parser.add_argument("--excerpts", type=int, nargs="+", default=SIZES)
    parser.add_argument("--encoder", choices=(HASHED, REAL), default=HASHED)
    parser.add_argument("--keep", type=Path, help="where the programmes stay, to be used again by the next run")
    parser.add_argument("--only", nargs="+", help="acts to measure; all without it")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--child", choices=ACTS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.data, given.encoder)
        return
    pool, sizes = sentences_of(given.data, given.column), []
    for excerpts in given.excerpts:
        with tempfile.TemporaryDirectory() as folder:
            sizes.append(at_size(excerpts, pool, Path(folder), given))
        write_result(
            given.json, {"data": given.data.name, "sentences": len(pool), "encoder": given.encoder, "sizes": sizes}
        )
    print_table(table(sizes))
    if given.plot:
        draw(sizes, given.plot)


if __name__ == "__main__":
    main()
