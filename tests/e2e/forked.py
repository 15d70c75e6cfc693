"""Commands in processes that are forked from one that has loaded the libraries.

Loading libraries, models and what the codebook teaches is two thirds of a small command's work, and the tests give some
hundred commands. Each still has a process of its own: its environment, folder, output, exit status and end. What is said of
loading itself, of a process's parents or of what it is called starts Python anew.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from functools import cache
from pathlib import Path
from typing import Never

HERE = Path(__file__).parents[2]
COMMAND = "from learnbrief.flows.cli import main; main()"


def run(
    words: list[str], env: dict[str, str], seconds: int, script: str = COMMAND, *, tied: tuple[str, ...] = ()
) -> "subprocess.CompletedProcess[str]":
    """`learnbrief`, or a script, with these words; after so many seconds it is killed, which its exit status says.

    `tied` is a command that takes rights from whatever it starts.
    """
    if not hasattr(os, "fork"):  # Windows
        return anew(words, env, seconds, script, tied=tied)
    with tempfile.TemporaryDirectory() as name:
        out, err = Path(name) / "out", Path(name) / "err"
        asked = {
            "script": script, "words": words, "env": env, "cwd": os.getcwd(), "seconds": seconds,
            "out": str(out), "err": str(err),
        }  # fmt: skip
        nest = _nest(tied)
        assert nest.stdin is not None
        assert nest.stdout is not None
        nest.stdin.write(json.dumps(asked) + "\n")
        nest.stdin.flush()
        status = int(nest.stdout.readline())
        return subprocess.CompletedProcess(words, status, out.read_text("utf-8"), err.read_text("utf-8"))


def anew(
    words: list[str], env: dict[str, str], seconds: int, script: str = COMMAND, *, tied: tuple[str, ...] = ()
) -> "subprocess.CompletedProcess[str]":
    """The same in a Python of its own, as a person starts it; or a script with these words."""
    command = [*tied, sys.executable, "-c", script, *words]
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=seconds, stdin=subprocess.DEVNULL)


@cache
def _nest(tied: tuple[str, ...]) -> "subprocess.Popen[str]":
    """The process that others are forked from; it ends with the one that started it, for then nobody asks any more.

    One that is tied loads no models: whoever lacks rights reads, or is refused.
    """
    command = [*tied, sys.executable, "-c", f"from tests.e2e.forked import hatch; hatch(models={not tied})"]
    # a library's threads do not survive a fork
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    nest = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env, cwd=HERE)
    atexit.register(nest.communicate)
    return nest


def hatch(*, models: bool) -> None:
    """Fork a process for each line that asks for one, and tell its exit status."""
    load() if models else load_libraries()
    for line in sys.stdin:
        if (process := os.fork()) == 0:
            asked = json.loads(line)
            _become(asked)
            _do(asked["script"])
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - its only words, to whoever asked


def _do(script: str) -> Never:
    """The script, what it left to be done at its end, and the end of this process.

    At once: loaded libraries would wait for threads that did not come along. What the script itself loaded is waited for, as
    Prefect, which writes the last of its record as Python ends.
    """
    status = 1
    atexit._clear()
    try:
        exec(compile(script, "<script>", "exec"), {"__name__": "__main__"})
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        threading._shutdown()  # type: ignore[attr-defined] # as multiprocessing ends what it forks
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def load_libraries() -> None:
    """What nearly every command imports."""
    import altair  # noqa: F401
    import docx  # noqa: F401
    import onnxruntime  # noqa: F401

    from learnbrief.flows.orchestration import start  # noqa: F401


def load() -> None:
    """What nearly every command needs and what does not change: libraries, language models, what the codebook teaches."""
    load_libraries()

    from learnbrief.corpus.codebook import default_codebook
    from learnbrief.corpus.deidentify.entities import EntityRecogniser
    from learnbrief.nlp.encode import CachedEncoder, default_encoder, encoder_from
    from learnbrief.nlp.language.grammar import language
    from learnbrief.nlp.tagging import Tagger

    EntityRecogniser()("Nobody is named here.")
    language()
    # as a run builds it: a store's encoder reads placeholders as neutral words, and learns from what it reads
    Tagger(default_codebook(), CachedEncoder(encoder_from("default"), lambda name, texts: {}, lambda name, rows: None))
    default_encoder.cache_clear()  # it has threads, which do not come along: each process opens its own


def _become(asked: dict) -> None:
    """Give this process what it would have been started with."""
    signal.alarm(asked["seconds"])
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = ["-c", *asked["words"]]
    sys.stdin = open(os.devnull)  # noqa: SIM115 - as long as the process
    os.dup2(sys.stdin.fileno(), 0)
    for number, key in ((1, "out"), (2, "err")):
        os.dup2(os.open(asked[key], os.O_WRONLY | os.O_CREAT), number)
