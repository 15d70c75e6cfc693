"""Long lists of patterns cost no command its start."""

import subprocess
import sys

PROGRAM = """
import gc
from learnbrief.corpus.deidentify.clues import find_clues
from learnbrief.corpus.late import LatePattern
from learnbrief.corpus.readers.furniture.lines import furniture_in

held = [one for one in gc.get_objects() if isinstance(one, LatePattern)]
print(len(held), sum('compiled' in vars(one) for one in held))
furniture_in('Page 1 of 1')
find_clues('My sister also works on the ward.')
print(sum('compiled' in vars(one) for one in held))
"""


def test_no_pattern_is_compiled_before_it_is_asked():
    """Every command loads these rules and few ask them: compiled at import, they took tenths of a second of each start."""
    told = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    held, before, after = map(int, told.stdout.split())

    assert held > 100
    assert (before, after > 10) == (0, True)
