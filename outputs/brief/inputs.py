"""Everything that a brief is built from, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import COUNTED
from learnbrief.corpus.document import Document, Excerpt, Participant, Programme
from learnbrief.corpus.finding import Analysis, Scope
from learnbrief.corpus.surveys import WaveCount, WaveThemes
from learnbrief.corpus.tag import Band, EffectiveTag, Review
from learnbrief.outputs.brief.brief import Made, View, brief_id, scope_key
from learnbrief.outputs.brief.member_checks import MemberChecks


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What one brief is built from; the same inputs give the same brief."""

    title: str
    analysis: Analysis
    documents: Iterable[Document]
    excerpts: Iterable[Excerpt]
    tags: Sequence[EffectiveTag]
    codebook: Codebook
    programme: Programme
    participants: Sequence[Participant]
    made: Made
    messages: tuple[Sequence[str], str] = ((), "")
    """Ids of the findings to be read first, and why they are fewer than three."""
    reviews: Sequence[Review] = ()
    surveys: Sequence[WaveCount] = ()
    survey_themes: WaveThemes | None = None
    member_checks: MemberChecks | None = None
    """What came back on feedback forms: told beside the findings, and no evidence for any."""
    k: int = 5
    limits: Sequence[str] = ()
    supersedes: str | None = None
    identity: str | None = None
    """The id that it keeps through every renewal; None: it is new, and its scope and run name it."""
    kept_blind: frozenset[str] = frozenset()
    """Excerpts drawn for blind coding: quoted and made headlines of only where a finding has no others."""
    bands: frozenset[Band] = COUNTED

    @property
    def scope(self) -> Scope:
        """What the brief covers."""
        return self.analysis.scope

    def id_of(self, view: View) -> str:
        """The brief's id in one of its views."""
        if self.identity is None:
            return brief_id(self.scope, self.made.run, view=view)
        return f"{self.identity}-published" if view == "published" else self.identity

    @property
    def names(self) -> set[str]:
        """Every name under which a review may speak of this brief."""
        return {self.id_of("internal"), brief_id(self.scope, self.made.run), scope_key(self.scope)}
