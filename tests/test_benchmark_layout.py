"""The ruler of benchmarks/layout.py, held against a few lines counted by hand."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from layout import comments_in, figures, measured

CODE = '''"""A module."""

from typing import Any

LIMIT = 3  # more than three nobody reads
OTHER = 4  # noqa: E501


class Shelf:
    """A thing with seven parameters beside itself: none too many."""

    def put(self, a, b, c, d, *, e, f, g) -> None:  # fmt: skip
        """Nothing."""


def build(a, b, c, d, e, f, g, h) -> Any:
    # eight want a dataclass
    return [one for one in (a, b, c, d, e, f, g, h) if one]
'''


def test_comments_for_tools_and_the_object_itself_are_not_counted(tmp_path):
    """A figure that 'noqa' can raise, or that a method breaks by having a self, would be steered by."""
    for name in ("corpus", "nlp", "outputs", "flows"):
        (tmp_path / name).mkdir()
    (tmp_path / "corpus" / "shelf.py").write_text(CODE)
    layout = measured(tmp_path)

    assert [*comments_in(CODE)] == ["more than three nobody reads", "eight want a dataclass"]
    assert layout.named == {"functions of over 7 parameters": ["corpus/shelf.py: build (8)"]}
    shown = figures(layout, ["torch (DEP002)"])
    assert (shown["Python files"], shown["lines"], shown["functions"]) == (1, 18, 2)
    assert (shown["files over 400 lines"], shown["dependencies undeclared or unused"]) == (0, 1)
