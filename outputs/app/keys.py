"""Single keys that press buttons: which they are, and what a coder made of them (WCAG 2.1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import Preference, Store

ACTS = {
    "accept": ("a", "accept the chosen suggestion"),
    "reject": ("r", "reject the chosen suggestion"),
    "tick": ("x", "tick the chosen excerpt (theme by theme)"),
    "add": ("t", "add a theme; Enter keeps it"),
    "comment": ("c", "write a comment; Enter keeps it"),
    "done": ("n", "done, on to the next; in blind coding, keep and go on"),
    "skip": ("s", "skip this excerpt"),
    "back": ("p", "back to the one before"),
    "undo": ("u", "undo your last decision here"),
    "later": ("l", "come back to this excerpt later, or no longer"),
    "keep": ("k", "keep all changes (a brief's page)"),
}
"""By act: the key it has until a coder chooses another, and what it does."""
CHARACTERS = "1234567890qwertyuiopasdfghjklzxcvbnm"
"""What may be a key: letters and digits that every Latin keyboard gives without a second key."""
_ALL = "all"
"""The name under which a coder's keys are kept: they are one thing."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one coder."""

    off: bool
    chosen: Mapping[str, str]
    """By act."""

    def __getitem__(self, act: str) -> str:
        """The key of an act; nothing where single keys are switched off."""
        return "" if self.off else self.chosen[act]

    @property
    def of_boxes(self) -> str:
        """The keys left over, one for each box of blind coding in turn."""
        return "" if self.off else "".join(one for one in CHARACTERS if one not in set(self.chosen.values()))

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """(act, key, what it does), as they stand in lists."""
        return [(act, self.chosen[act], words) for act, (_, words) in ACTS.items()]


USUAL = Keys(False, {act: key for act, (key, _) in ACTS.items()})
"""What everybody begins with."""


def keys_of(store: Store, coder: str) -> Keys:
    """What a coder chose, and for the rest the usual ones."""
    kept = store.preferences.of(coder, Preference.KEYS).get(_ALL, {}) if coder else {}
    chosen = {act: key for act, key in kept.get("keys", {}).items() if act in ACTS}
    return Keys(bool(kept.get("off")), {**USUAL.chosen, **chosen})


def keep_keys(store: Store, coder: str, *, off: bool, chosen: Mapping[str, str]) -> None:
    """Keep what a coder chose.

    Raises:
        BadInput: a key is no single letter or digit, or stands for two acts.
    """
    keys = {act: chosen.get(act, usual).strip().lower() for act, (usual, _) in ACTS.items()}
    for act, key in keys.items():
        if len(key) != 1 or key not in CHARACTERS:
            raise BadInput(f"The key to {ACTS[act][1]} must be one letter or digit; go back and type one.")
        if other := next((one for one in keys if keys[one] == key and one != act), ""):
            raise BadInput(
                f"‘{key}’ cannot both {ACTS[act][1]} and {ACTS[other][1]}; go back and choose another for one."
            )
    store.preferences.put(coder, Preference.KEYS, _ALL, {"off": off, "keys": keys})


def usual_keys(store: Store, coder: str) -> None:
    """Back to what everybody begins with."""
    store.preferences.remove(coder, Preference.KEYS, _ALL)
