"""Who teaches the tagger: the codebook's lines, ordinary text, and excerpts that people coded."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from learnbrief.corpus.codebook import Facet, Theme
from learnbrief.corpus.sentences import sentences


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the codebook that teaches a theme."""

    theme: str
    text: str
    source: str
    """'name', 'definition', 'include', 'exclude' or 'example'."""


@dataclass(frozen=True, slots=True)
class Coded:
    """An excerpt as a person coded it; what is not among the decided themes is unknown, not absent."""

    text: str
    themes: frozenset[str]
    source: str
    """The document: a score is honest only for documents that did not teach."""
    decided: frozenset[str] | None = None
    """Themes somebody decided on; none means all: the excerpt was read and finished."""
    blind: bool = False
    """Coded without suggestions in sight, in a random sample: these alone are honest for figures."""
    excerpt_id: str = ""
    question: str | None = None
    """The survey question or heading it stands under."""

    def knows(self, theme: str) -> bool:
        """Whether it is known if the theme applies."""
        return self.decided is None or theme in self.decided


def lines_of(theme: Theme) -> list[Line]:
    """What the codebook says of one theme, definition by sentence."""
    definition = [theme.definition[start:end] for start, end in sentences(theme.definition)]
    parts: dict[str, Sequence[str]] = {
        "name": (theme.name,),
        "definition": definition,
        "include": theme.include,
        "exclude": theme.exclude,
        "example": theme.examples,
    }
    return [Line(theme.slug, text, source) for source, texts in parts.items() for text in texts if text.strip()]


def teaching_lines(themes: Sequence[Theme]) -> list[Line]:
    """The lines that say what the themes are; what they are not was tried as a teacher and did not help."""
    lines = [line for theme in themes for line in lines_of(theme) if line.source != "exclude"]
    stances = {theme.slug for theme in themes if theme.facet is Facet.STANCE}
    return lines + [line for line in stance_lines() if line.theme in stances]


@lru_cache(maxsize=1)
def stance_lines() -> tuple[Line, ...]:
    """Sentences of ours for the five stances: how something is said is much the same in every programme."""
    text = files("learnbrief.nlp.tagging").joinpath("stance_lines.txt").read_text(encoding="utf-8")
    parted = (line.partition("\t") for line in text.splitlines() if line)
    return tuple(Line(stance, sentence, "example") for stance, _, sentence in parted)


@lru_cache(maxsize=1)
def background() -> tuple[str, ...]:
    """Ordinary sentences that belong to no theme."""
    text = files("learnbrief.nlp.tagging").joinpath("background.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line)
