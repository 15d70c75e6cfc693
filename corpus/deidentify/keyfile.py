"""The key from names to pseudonyms, one for the whole programme, kept apart from everything else."""

import copy
import json
import os
import random
import secrets
import stat
from collections.abc import Collection, Mapping
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
        self._given, self._same = self._on_disk()
        self._joined: dict[str, str | None] = {}
        self._moved: dict[tuple[str, str], str] = {}
        self._drawn: dict[tuple[str, str], str] = {}
        self._aliases: dict[tuple[str, str], str] = {}
        self._forgotten: set[tuple[str, str]] = set()

    def in_memory(self) -> "Keyfile":
        """The same pseudonyms, and none that it gives is ever written."""
        twin = Keyfile(chooser=self._chooser)
        twin._given, twin._same = copy.deepcopy(self._given), dict(self._same)
        return twin

    def __repr__(self) -> str:
        return f"Keyfile({sum(map(len, self._given.values()))} pseudonyms)"

    def known(self, series: str, name: str) -> str | None:
        """The pseudonym this name already has in a series ('Person', 'Trust'), if any."""
        given = self._given.get(series, {}).get(name)
        return given and self.holds_now(given)

    def series(self, series: str) -> Mapping[str, str]:
        """Every name of a series with its pseudonym."""
        return {name: self.holds_now(given) for name, given in self._given.get(series, {}).items()}

    def holds_now(self, pseudonym: str) -> str:
        """The pseudonym itself, or the one of the person it turned out to be."""
        while pseudonym in self._same:
            pseudonym = self._same[pseudonym]
        return pseudonym

    def pseudonym(self, series: str, name: str, *, letters: bool = False) -> str:
        """The name's pseudonym in a series: 'Person 3', or with letters 'Trust B'; given on first asking."""
        names = self._given.setdefault(series, {})
        if name not in names:
            names[name] = f"{series} {self._draw(set(names.values()), series, letters=letters)}"
            self._drawn[series, name] = names[name]
        return self.holds_now(names[name])

    def alias(self, series: str, name: str, pseudonym: str) -> None:
        """Another name for someone or something that has a pseudonym already."""
        names = self._given.setdefault(series, {})
        if name not in names:
            names[name] = self._aliases[series, name] = pseudonym

    def names_of(self, series: str, pseudonym: str) -> tuple[str, ...]:
        """Every folded name behind a pseudonym; for withdrawal and for nothing else."""
        return tuple(sorted(name for name, given in self.series(series).items() if given == pseudonym))

    def join(self, gone: str, into: str) -> None:
        """Two pseudonyms are one person. Both stay taken and keep their names, so that `separate` can undo it."""
        into = self.holds_now(into)
        if self.holds_now(gone) == into:
            raise ValueError(f"{gone} and {into} are one already")
        self._same[gone] = self._joined[gone] = into

    def separate(self, gone: str) -> None:
        """What `join` said of this pseudonym holds no more."""
        self._same.pop(gone, None)
        self._joined[gone] = None

    def part(self, pseudonym: str, *, theirs: Collection[str], name: str) -> str:
        """A new pseudonym for a second person under one: with the names that are `theirs` alone, else under `name`."""
        own = [one for one in theirs if self.known("Person", one) == pseudonym]
        label = f"{name} (parted from {pseudonym}, {secrets.token_hex(4)})"
        new = self.pseudonym("Person", label)
        for one in own:
            self._given["Person"][one] = self._moved["Person", one] = new
        return new

    def forget(self, pseudonym: str) -> int:
        """Drop every name behind a pseudonym; the pseudonym itself stays taken. Returns how many names went."""
        gone = 0
        for series, names in self._given.items():
            dropped = {name: given for name, given in names.items() if self.holds_now(given) == pseudonym}
            for name in dropped:
                del names[name]
                self._forgotten.add((series, name))
            for given in sorted(set(dropped.values())):
                self.alias(series, f"(withdrawn {secrets.token_hex(4)})", given)
            gone += len(dropped)
        return gone

    def save(self) -> None:
        """Write the key where it belongs, if anything is new; what another process wrote meanwhile is kept."""
        changed = (self._drawn, self._aliases, self._forgotten, self._joined, self._moved)
        if self._path is None or not any(changed):
            return
        merged, same = self._on_disk()
        for (series, name), pseudonym in self._drawn.items():
            names = merged.setdefault(series, {})
            if names.get(name, pseudonym) != pseudonym or (name not in names and pseudonym in names.values()):
                raise StaleEdit("another run of learnbrief gave pseudonyms meanwhile; run it again")
            names[name] = pseudonym
        for (series, name), pseudonym in self._aliases.items():
            merged.setdefault(series, {}).setdefault(name, pseudonym)
        for series, name in self._forgotten:
            merged.get(series, {}).pop(name, None)
        self._name_people(merged, same)
        write_restricted(self._path, {"given": merged} | ({"same": same} if same else {}))
        self._given, self._same = merged, same
        for one in changed:
            one.clear()

    def _name_people(self, given: dict[str, dict[str, str]], same: dict[str, str]) -> None:
        """What people said of who is who, laid over what is on the disk."""
        for (series, name), pseudonym in self._moved.items():
            given.setdefault(series, {})[name] = pseudonym
        for gone, into in self._joined.items():
            same.pop(gone, None)
            same.update({gone: into} if into else {})

    def _on_disk(self) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
        """Who was given what, and which pseudonyms turned out to be one person."""
        if self._path is None or not self._path.exists():
            return {}, {}
        loaded = read_restricted(self._path)
        return loaded.get("given", {}), loaded.get("same", {})

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
