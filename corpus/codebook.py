"""The evaluators' framework: themes with definitions, read from and written to YAML, every edit a new version."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from learnbrief.corpus.errors import BadCodebook, NotFound
from learnbrief.corpus.identity import content_hash, slug


class Facet(StrEnum):
    """What a theme is about (topic) or how something is said of it (stance)."""

    TOPIC = "topic"
    STANCE = "stance"


@dataclass(frozen=True, slots=True)
class Theme:
    """One entry of the codebook."""

    slug: str
    name: str
    definition: str
    facet: Facet = Facet.TOPIC
    parent: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    section: str | None = None
    """Title of a section of its own in every brief: 'Equity: who is reached and who is missed'."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise BadCodebook(f"theme {self.slug!r} has no name; give it one")
        if self.slug != slug(self.slug) or not self.slug:
            raise BadCodebook(f"theme slug {self.slug!r} may hold only lower-case letters, digits and hyphens")


@dataclass(frozen=True, slots=True)
class Codebook:
    """A tree of themes; slugs and names are unique in the whole tree."""

    themes: tuple[Theme, ...]
    name: str = "codebook"

    def __post_init__(self) -> None:
        _refuse_twins("slug", [theme.slug for theme in self.themes])
        _refuse_twins("name", [theme.name.casefold() for theme in self.themes])
        parents = {theme.slug: theme.parent for theme in self.themes}
        for start in parents:
            _refuse_loops_and_orphans(start, parents)

    @property
    def version(self) -> str:
        """Changes with any change to any theme, and only then."""
        return _version_of(self.themes)

    @property
    def topics(self) -> tuple[Theme, ...]:
        """Themes of the topic facet."""
        return tuple(theme for theme in self.themes if theme.facet is Facet.TOPIC)

    @property
    def stances(self) -> tuple[Theme, ...]:
        """Themes of the stance facet."""
        return tuple(theme for theme in self.themes if theme.facet is Facet.STANCE)

    def theme(self, wanted: str) -> Theme:
        """The theme with this slug."""
        for theme in self.themes:
            if theme.slug == wanted:
                return theme
        raise NotFound(f"no theme {wanted!r} in the codebook; it has {', '.join(theme.slug for theme in self.themes)}")

    def __contains__(self, wanted: object) -> bool:
        return any(theme.slug == wanted for theme in self.themes)


@lru_cache(maxsize=8)  # a run asks for it at every step, and writing YAML takes longer than most steps
def _version_of(themes: tuple[Theme, ...]) -> str:
    return content_hash(yaml.safe_dump([_as_mapping(theme) for theme in themes]))[:12]


def _refuse_twins(what: str, values: list[str]) -> None:
    twins = sorted({value for value in values if values.count(value) > 1})
    if twins:
        raise BadCodebook(f"codebook has the {what} {twins[0]!r} more than once; {what}s must differ")


def _refuse_loops_and_orphans(start: str, parents: dict[str, str | None]) -> None:
    seen, at = {start}, parents[start]
    while at is not None:
        if at not in parents:
            raise BadCodebook(f"theme {start!r} lies under {at!r}, which the codebook does not have")
        if at in seen:
            raise BadCodebook(f"theme {start!r} lies under itself")
        seen.add(at)
        at = parents[at]


def read_codebook(path: Path) -> Codebook:
    """The codebook in a YAML file; the error names the file and, where YAML knows it, the line."""
    try:
        return parse_codebook(path.read_text(encoding="utf-8"))
    except OSError as err:
        raise BadCodebook(
            f"{path.name}: cannot be read ({err.strerror}); 'learnbrief new' writes a default one"
        ) from err
    except UnicodeDecodeError as err:
        raise BadCodebook(f"{path.name}: is not UTF-8 text; save it as UTF-8") from err
    except BadCodebook as err:
        raise BadCodebook(f"{path.name}: {err}") from err


@lru_cache(maxsize=8)  # read at every step of a run, and seldom changed
def parse_codebook(text: str) -> Codebook:
    """The codebook in a YAML text."""
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as err:
        mark = getattr(err, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise BadCodebook(f"{where}is not YAML ({getattr(err, 'problem', None) or 'cannot be parsed'})") from err
    if not isinstance(loaded, dict) or not isinstance(loaded.get("themes"), list) or not loaded["themes"]:
        raise BadCodebook("needs a list 'themes' with at least one theme")
    return Codebook(
        tuple(_theme(number, entry) for number, entry in enumerate(loaded["themes"], 1)),
        name=str(loaded.get("name", "codebook")),
    )


def _theme(number: int, entry: Any) -> Theme:
    if not isinstance(entry, dict) or "name" not in entry:
        raise BadCodebook(f"theme {number} needs at least a name and a definition")
    unknown = set(entry) - {
        "slug",
        "name",
        "facet",
        "parent",
        "definition",
        "include",
        "exclude",
        "examples",
        "section",
    }
    if unknown:
        raise BadCodebook(f"theme {entry['name']!r} has a key {min(map(str, unknown))!r} that we do not know")
    facet = entry.get("facet", "topic")
    if facet not in list(Facet):
        raise BadCodebook(f"theme {entry['name']!r} has facet {facet!r}; use topic or stance")
    lines = {key: _lines(entry["name"], key, entry.get(key)) for key in ("include", "exclude", "examples")}
    return Theme(
        slug=str(entry.get("slug") or slug(str(entry["name"]))),
        name=str(entry["name"]),
        definition=" ".join(str(entry.get("definition") or "").split()),
        facet=Facet(facet),
        parent=entry.get("parent"),
        section=" ".join(str(entry.get("section") or "").split()) or None,
        **lines,
    )


def _lines(name: str, key: str, given: Any) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise BadCodebook(f"theme {name!r}: {key!r} must be a list of sentences")
    return tuple(" ".join(str(line).split()) for line in given)


def _as_mapping(theme: Theme) -> dict[str, Any]:
    # A key that only some themes have is left out of the others, so that the versions of older codebooks stay theirs.
    section = {"section": theme.section} if theme.section else {}
    return {
        "slug": theme.slug,
        "name": theme.name,
        "facet": theme.facet.value,
        "parent": theme.parent,
        "definition": theme.definition,
        "include": list(theme.include),
        "exclude": list(theme.exclude),
        "examples": list(theme.examples),
        **section,
    }


def write_codebook(codebook: Codebook) -> str:
    """The YAML that `parse_codebook` reads back to the same codebook."""
    entries = [{key: value for key, value in _as_mapping(theme).items() if value} for theme in codebook.themes]
    return yaml.safe_dump(
        {"name": codebook.name, "version": codebook.version, "themes": entries},
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )


def default_codebook() -> Codebook:
    """The codebook written for this programme, shipped with learnbrief."""
    return parse_codebook(files("learnbrief.corpus").joinpath("codebook.yaml").read_text(encoding="utf-8"))
