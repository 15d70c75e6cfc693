"""A value of the brief's model with every string in it rewritten, so that a field added tomorrow is covered."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
Rewriting = Callable[[Any, str, str], str]
"""What becomes of a string: given the value that holds it, the name of its field, and its text."""


def rewritten(value: T, rewriting: Rewriting) -> T:
    """A value of the brief's model with every string in it rewritten, keys of mappings included."""
    held: Any = value
    changed = {one.name: _rewritten(getattr(held, one.name), held, one.name, rewriting) for one in fields(held)}
    return replace(held, **changed)  # type: ignore[no-any-return]


def _rewritten(value: Any, holder: Any, name: str, rewriting: Rewriting) -> Any:
    if isinstance(value, str):
        return rewriting(holder, name, value)
    if isinstance(value, tuple):
        return tuple(_rewritten(one, holder, name, rewriting) for one in value)
    if isinstance(value, dict):
        return {rewriting(holder, name, key): _rewritten(one, holder, name, rewriting) for key, one in value.items()}
    return rewritten(value, rewriting) if is_dataclass(value) else value
