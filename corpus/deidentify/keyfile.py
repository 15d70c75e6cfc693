"""The key from names to pseudonyms, one for the whole programme, kept apart from everything else."""

import copy
import json
import os
import random
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from learnbrief.corpus.drafts import atomic_write
from learnbrief.corpus.errors import BadInput, StaleEdit

_TIGHT_FILE, _TIGHT_FOLDER = 0o600, 0o700


def write_restricted(path: Path, value: Mapping[str, Any]) -> None:
    """The value as JSON in a file that only its owner can read; never half written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=_TIGHT_FOLDER)
    path.parent.chmod(_TIGHT_FOLDER)
    atomic_write(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True), mode=_TIGHT_FILE)


def read_restricted(path: Path) -> dict[str, Any]:
    """The JSON object in a restricted file; the error never shows what is in it."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        loaded = None
    if not isinstance(loaded, dict):
        raise BadInput(f"{path.name}: is damaged; restore the folder 'restricted' from a backup")
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(_TIGHT_FILE)
    return loaded


class Keyfile:
    """Which pseudonym stands for which name; grows, never changes what it has given.

    Numbers are drawn at random from a range wider than needed, so that neither the order of the register nor
    of appearance can be read from them. Without a path the key lives in memory only.
    """

    def __init__(self, path: Path | None = None, *, chooser: random.Random | None = None) -> None:
        self._path = path
        self._chooser = chooser or secrets.SystemRandom()
        self._given: dict[str, dict[str, str]] = self._on_disk()
        self._drawn: dict[tuple[str, str], str] = {}
        self._aliases: dict[tuple[str, str], str] = {}
        self._forgotten: set[tuple[str, str]] = set()

    def in_memory(self) -> "Keyfile":
        """The same pseudonyms, and none that it gives is ever written."""
        twin = Keyfile(chooser=self._chooser)
        twin._given = copy.deepcopy(self._given)
        return twin

    def __repr__(self) -> str:
        return f"Keyfile({sum(map(len, self._given.values()))} pseudonyms)"

    def known(self, series: str, name: str) -> str | None:
        """The pseudonym this name already has in a series ('Person', 'Trust'), if any."""
        return self._given.get(series, {}).get(name)

    def series(self, series: str) -> Mapping[str, str]:
        """Every name of a series with its pseudonym."""
        return self._given.get(series, {})

    def pseudonym(self, series: str, name: str, *, letters: bool = False) -> str:
        """The name's pseudonym in a series: 'Person 3', or with letters 'Trust B'; given on first asking."""
        names = self._given.setdefault(series, {})
        if name not in names:
            names[name] = f"{series} {self._draw(set(names.values()), series, letters=letters)}"
            self._drawn[series, name] = names[name]
        return names[name]

    def alias(self, series: str, name: str, pseudonym: str) -> None:
        """Another name for someone or something that has a pseudonym already."""
        names = self._given.setdefault(series, {})
        if name not in names:
            names[name] = self._aliases[series, name] = pseudonym

    def names_of(self, series: str, pseudonym: str) -> tuple[str, ...]:
        """Every folded name behind a pseudonym; for withdrawal and for nothing else."""
        return tuple(sorted(name for name, given in self._given.get(series, {}).items() if given == pseudonym))

    def forget(self, pseudonym: str) -> int:
        """Drop every name behind a pseudonym; the pseudonym itself stays taken. Returns how many names went."""
        gone = 0
        for series, names in self._given.items():
            dropped = [name for name, given in names.items() if given == pseudonym]
            for name in dropped:
                del names[name]
                self._forgotten.add((series, name))
            if dropped:
                self.alias(series, f"(withdrawn {secrets.token_hex(4)})", pseudonym)
            gone += len(dropped)
        return gone

    def save(self) -> None:
        """Write the key where it belongs, if anything is new; what another process wrote meanwhile is kept."""
        if self._path is None or not (self._drawn or self._aliases or self._forgotten):
            return
        merged = self._on_disk()
        for (series, name), pseudonym in self._drawn.items():
            names = merged.setdefault(series, {})
            if names.get(name, pseudonym) != pseudonym or (name not in names and pseudonym in names.values()):
                raise StaleEdit("another run of learnbrief gave pseudonyms meanwhile; run it again")
            names[name] = pseudonym
        for (series, name), pseudonym in self._aliases.items():
            merged.setdefault(series, {}).setdefault(name, pseudonym)
        for series, name in self._forgotten:
            merged.get(series, {}).pop(name, None)
        write_restricted(self._path, {"given": merged})
        self._given = merged
        self._drawn, self._aliases, self._forgotten = {}, {}, set()

    def _on_disk(self) -> dict[str, dict[str, str]]:
        if self._path is None or not self._path.exists():
            return {}
        given: dict[str, dict[str, str]] = read_restricted(self._path).get("given", {})
        return given

    def _draw(self, taken: set[str], series: str, *, letters: bool) -> str:
        room = len(taken) * 2 + (6 if letters else 20)
        labels = [_letters(number) if letters else str(number) for number in range(1, room + 1)]
        return self._chooser.choice([label for label in labels if f"{series} {label}" not in taken])


def _letters(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    label = ""
    while number:
        number, rest = divmod(number - 1, 26)
        label = chr(ord("A") + rest) + label
    return label
