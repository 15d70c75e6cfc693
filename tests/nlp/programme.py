"""A few excerpts, each in its own place, with tags and vectors: what findings are made of, small enough to read."""

from datetime import date

import numpy as np

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, SourceText, Voice
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import Band, EffectiveTag, ScoreKind, TagStatus
from learnbrief.nlp.findings import distil
from learnbrief.nlp.findings.gather import gather
from learnbrief.nlp.language.placeholders import neutral
from tests.nlp.small import WordEncoder

CODEBOOK = Codebook(
    (
        Theme("leadership", "Leadership", "What leaders do."),
        Theme("workforce", "Workforce and time", "Staff and time."),
        *(Theme(stance, stance.title(), stance, Facet.STANCE) for stance in Stance),
    )
)
SPRING = date(2025, 3, 1)


class Programme:
    """Whoever says something says it in a source of an event; documents hold the words where their excerpts say."""

    def __init__(self, encoder=None):
        self.encoder = encoder or WordEncoder()
        self.excerpts: list[Excerpt] = []
        self.tags: list[EffectiveTag] = []
        self.read: set[str] = set()
        self._texts: dict[str, str] = {}
        self._sources: dict[str, tuple[str, date, Kind]] = {}

    def say(
        self, text, *, source="one", event=None, place="harbour", voice=None, day=SPRING, kind=Kind.WORKSHOP_NOTES,
        mode=Mode.VERBATIM, heading=None, evidence=True, goes_on=False, suggested=None, coded=None,
    ):  # fmt: skip
        """The id of the excerpt. `suggested` are themes with scores, `coded` themes with a coder's yes or no."""
        before = self._texts.get(source, "")
        start = len(before) + (0 if not before else 1 if goes_on else 2)
        self._texts[source] = before.ljust(start) + text if goes_on else before + "\n\n" * bool(before) + text
        self._sources.setdefault(source, (event or source, day, kind))
        name = voice or f"P{len(self.excerpts)}"
        excerpt = Excerpt(
            source, 1, start, start + len(text), text, Voice(name, name, "participant"), mode, evidence,
            collaborative=place, heading=heading,
        )  # fmt: skip
        self.excerpts.append(excerpt)
        for theme, score in (suggested or {}).items():
            self.tags.append(
                EffectiveTag(excerpt.excerpt_id, theme, TagStatus.SUGGESTED, Band.REVIEW, score, ScoreKind.SIMILARITY)
            )
        for theme, yes in (coded or {}).items():
            status = TagStatus.ADDED if yes else TagStatus.REJECTED
            self.tags.append(EffectiveTag(excerpt.excerpt_id, theme, status, None, None, None, "Robin Ash"))
        return excerpt.excerpt_id

    @property
    def documents(self) -> dict[str, Document]:
        return {
            source: Document(source, 1, kind, event, source, day, None, source, SourceText(self._texts[source], ()), source)
            for source, (event, day, kind) in self._sources.items()
        }  # fmt: skip

    def vectors(self) -> dict[str, np.ndarray]:
        rows = self.encoder.encode([neutral(one.text) for one in self.excerpts])
        return {one.excerpt_id: row for one, row in zip(self.excerpts, rows, strict=True)}

    def material(self):
        """The evidence gathered, in a fixed order."""
        return gather(self.excerpts, self.documents, self.tags, self.vectors(), read=self.read)

    def distil(self, **options):
        """Findings of all of it."""
        return distil(
            self.excerpts, self.documents, self.tags, self.vectors(), CODEBOOK,
            encoder=self.encoder, read=self.read, **options,
        )  # fmt: skip


def positions(material, ids):
    """Where these excerpts stand in the material."""
    place = {excerpt.excerpt_id: at for at, excerpt in enumerate(material.excerpts)}
    return [place[one] for one in ids]
