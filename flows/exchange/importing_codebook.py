"""A codebook of another program: what it would change in ours, and the change made once somebody has said yes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from learnbrief.corpus.codebook import Codebook, Facet, Theme, write_codebook
from learnbrief.corpus.coding.code_table import read_code_table
from learnbrief.corpus.coding.refi import STANCES_CODE, Code, guid, read_codes
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.identity import slug
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.store import Store, new_review
from learnbrief.corpus.tag import Action, Coder
from learnbrief.flows.stages.analyse import current_codebook, keep_codebook
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

_LINE = re.compile(r"(include|exclude):\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CodebookImport:
    """What a codebook file says that ours does not."""

    file: str
    before: Codebook
    after: Codebook
    added: tuple[str, ...]
    """Names of themes that are new."""
    changed: tuple[str, ...]
    """Names with what would change of them."""
    missing: tuple[str, ...]
    """Names of ours that the file does not have; they stay."""
    notes: tuple[str, ...]
    """What could not be carried over."""

    @property
    def changes_anything(self) -> bool:
        """Whether there would be a new version."""
        return self.after.version != self.before.version


def read_codebook_change(workspace: Workspace, store: Store, path: Path) -> CodebookImport:
    """What the codes of a .qdc file, or of a table of codes, would make of the codebook as it is."""
    codes, notes = read_codes(path) if path.suffix.lower() == ".qdc" else read_code_table(path)
    before = current_codebook(workspace, store)
    merged = _Merged(before, codes)
    for code in codes:
        merged.take(code)
    after = replace(before, themes=tuple(merged.themes.values()))
    old = {theme.slug: theme for theme in before.themes}
    return CodebookImport(
        path.name,
        before,
        after,
        added=tuple(theme.name for theme in after.themes if theme.slug not in old),
        changed=tuple(
            f"{old[theme.slug].name}: {_difference(old[theme.slug], theme)}"
            for theme in after.themes
            if theme.slug in old and old[theme.slug] != theme
        ),
        missing=tuple(theme.name for theme in before.themes if theme.slug not in merged.met),
        notes=(*notes, *merged.notes),
    )


def keep_codebook_change(workspace: Workspace, store: Store, change: CodebookImport, *, coder: str) -> None:
    """Makes it the current codebook, in the store and in codebook.yaml; the record says who brought it in."""
    note = f"brought in from {Path(change.file).suffix.removeprefix('.').lower()} codebook"
    with store.writing():
        keep_codebook(workspace, store)
        store.codebooks.open_for_edit(change.before.version)
        store.codebooks.put(change.after, made_by=coder or None, note=note)
        if coder:
            if coder not in {one.name for one in store.coders.all()}:
                store.coders.put(Coder(coder))
            payload = {"note": note, "before": change.before.version, "after": change.after.version}
            store.reviews.add(new_review(Action.EDIT_CODEBOOK, coder, target=change.after.version, payload=payload))
        atomic_write(workspace.codebook_file, write_codebook(change.after))


class _Merged:
    """Our themes with another program's codes laid over them; nothing of ours is removed."""

    def __init__(self, ours: Codebook, codes: Sequence[Code]) -> None:
        self.themes = {theme.slug: theme for theme in ours.themes}
        self.met: set[str] = set()
        self.notes: list[str] = []
        self._codes = {code.guid: code for code in codes}
        self._by_guid = {guid("code", theme.slug): theme.slug for theme in ours.themes}
        self._by_name = {tidy(theme.name).casefold(): theme.slug for theme in ours.themes}
        self._slugs: dict[str, str] = {}
        """Which theme a code became, by its GUID."""

    def take(self, code: Code) -> None:
        """One code, after the one above it."""
        if not code.codable:
            if code.guid != guid("code", STANCES_CODE):
                self.notes.append(f"{code.name!r} only groups others: its codes stand without it")
            return
        name = self._free_name(code)
        known = self._known(code, name)
        theme = self.themes[known] if known else Theme(self._free_slug(name), name, "", self._facet(code))
        called = theme.name if name == theme.slug else name  # tables name our themes by slug: that renames nothing
        theme = _described(replace(theme, name=called), code.description)
        parent = self._slugs.get(code.parent or "")
        if code.placed and parent != theme.slug and (parent or known is None or theme.parent is not None):
            theme = replace(theme, parent=parent)
        self._slugs[code.guid] = theme.slug
        self.themes[theme.slug] = theme
        self.met.add(theme.slug)

    def _known(self, code: Code, name: str) -> str | None:
        found = self._by_guid.get(code.guid) or self._by_name.get(name.casefold())
        if found is None and slug(name) in self.themes:
            found = slug(name)
        return found

    def _facet(self, code: Code) -> Facet:
        above = self._codes.get(code.parent or "")
        if above is not None and above.guid == guid("code", STANCES_CODE):
            return Facet.STANCE
        parent = self.themes.get(self._slugs.get(code.parent or "", ""))
        return parent.facet if parent else Facet.TOPIC

    def _free_name(self, code: Code) -> str:
        """The code's name; one that another code had before is told apart by the code above it."""
        name = tidy(code.name)
        if not name:
            raise BadCoding(f"a code has no name ({code.guid}); name it and export the codebook again")
        taken = {tidy(self.themes[one].name).casefold() for one in self.met}
        if name.casefold() not in taken:
            return name
        above = self._codes.get(code.parent or "")
        longer = f"{name} - {tidy(above.name)}" if above else name
        number = 2
        while longer.casefold() in taken:
            longer, number = f"{name} ({number})", number + 1
        self.notes.append(f"{name!r} is there twice: the second is called {longer!r}")
        return longer

    def _free_slug(self, name: str) -> str:
        base = slug(name) or "theme"
        number, free = 2, base
        while free in self.themes:
            free, number = f"{base}-{number}", number + 1
        return free


def _described(theme: Theme, description: str) -> Theme:
    """The theme with what a description says: our own lines 'Include:' and 'Exclude:' as such, the rest as definition.

    A code without a description takes nothing away.
    """
    lines = [tidy(line) for line in description.splitlines() if tidy(line)]
    if not lines:
        return theme
    parted = [(match.group(1).casefold(), match.group(2)) for line in lines if (match := _LINE.fullmatch(line))]
    definition = " ".join(line for line in lines if not _LINE.fullmatch(line))
    include = tuple(words for kind, words in parted if kind == "include")
    exclude = tuple(words for kind, words in parted if kind == "exclude")
    return replace(
        theme,
        definition=definition or theme.definition,
        include=include or theme.include,
        exclude=exclude or theme.exclude,
    )


def _difference(old: Theme, new: Theme) -> str:
    """What of a theme would change, in words."""
    told = []
    if old.name != new.name:
        told.append(f"is called {new.name!r}")
    told += [f"another {key}" for key in ("definition", "include", "exclude") if getattr(old, key) != getattr(new, key)]
    if old.parent != new.parent:
        told.append(f"lies under {new.parent!r}" if new.parent else "lies under no other")
    return ", ".join(told)
