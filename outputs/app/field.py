"""The material as Explore counts it: the evidence with what holds of it, and what one coder may see of that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import Request

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.finding import Spread, spread_of
from learnbrief.corpus.store.material import Card
from learnbrief.outputs.app.state import AppState


@dataclass(frozen=True, slots=True)
class Field:
    """The material with its tags, loaded once for one view."""

    codebook: Codebook
    excerpts: dict[str, Excerpt]
    cards: dict[str, Card]
    tagged: dict[str, frozenset[str]]
    """Themes and stances per excerpt that count, as in briefs; what is merely offered is not among them."""
    coder: str = ""
    """Who looks, as far as they have said."""
    reserved: frozenset[str] = frozenset()
    """Excerpts that this coder has yet to code blind: they are counted, and shown without any label."""

    def with_theme(self, theme: str) -> list[Excerpt]:
        """Evidence that carries a theme."""
        return [self.excerpts[one] for one, themes in self.tagged.items() if theme in themes]

    def labels(self, excerpt_id: str) -> frozenset[str]:
        """Themes and stances of an excerpt, as far as this coder may see them."""
        return frozenset() if excerpt_id in self.reserved else self.tagged.get(excerpt_id, frozenset())

    def heard(self, place: str) -> bool:
        """Whether anybody of a collaborative was heard at all."""
        return any(one.collaborative == place for one in self.excerpts.values())

    def spread(self, excerpts: Sequence[Excerpt]) -> Spread:
        """How widely these were said, counted as in briefs."""
        return spread_of(excerpts, self.cards)

    def sources(self, excerpts: Sequence[Excerpt]) -> int:
        """How many sources these come from."""
        return self.spread(excerpts).documents


def field_of(request: Request, state: AppState) -> Field | None:
    """The whole of it for whoever asks; nothing before there is a codebook."""
    try:
        codebook = state.codebook()
    except NotFound:
        return None
    excerpts = {one.excerpt_id: one for one in state.store.excerpts.current() if one.evidence}
    tagged: dict[str, set[str]] = {}
    for tag in state.store.tags.effective():
        if tag.excerpt_id in excerpts and tag.theme in codebook and holds(tag):
            tagged.setdefault(tag.excerpt_id, set()).add(tag.theme)
    cards = {card.document_id: card for card in state.store.documents.cards()}
    themes = {one: frozenset(found) for one, found in tagged.items()}
    coder = str(request.session.get("coder") or "")
    return Field(codebook, excerpts, cards, themes, coder, state.services.reserve(coder).hidden)


def remember(state: AppState, field: Field, shown: Iterable[str]) -> None:
    """Labels that a coder sees here may lead them when they code the excerpts."""
    if field.coder:
        state.store.blind.show(field.coder, set(shown) - field.reserved)
