"""The kill test at a few random moments, on the same programme and with the same rules as the benchmark of fifty.

On every change a run is killed at each of its steps instead (`test_runs.py`), and what tells a difference is tested by itself
(`tests/test_benchmark_kill.py`).
"""

import subprocess
import sys
from pathlib import Path

import pytest

KILL = Path(__file__).parents[2] / "benchmarks" / "kill.py"


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows neither SIGKILL nor fork")
def test_runs_killed_at_random_moments_end_as_an_undisturbed_one():
    """A lid closes, a laptop runs out of power: nothing is doubled, torn, missing or left behind, in any format."""
    command = [sys.executable, KILL, "--moments", "3", "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1500, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "as undisturbed" in done.stdout
