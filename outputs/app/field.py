"""The material as Explore counts it: the evidence with what holds of it, and what one coder may see of that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.finding import Spread, sources_of, spread_of
from learnbrief.corpus.store.material import Card
from learnbrief.corpus.visitors import speaks_for
from learnbrief.outputs.app.state import AppState


@dataclass(frozen=True, slots=True)
class Field:
    """The material with its tags, loaded once for one view."""

    codebook: Codebook
    excerpts: Mapping[str, Excerpt]
    cards: dict[str, Card]
    tagged: dict[str, frozenset[str]]
    """Themes and stances per excerpt that count, as in briefs; what is merely offered is not among them."""
    carrying: Mapping[str, list[Excerpt]]
    """The same the other way about: the evidence that carries each theme or stance."""
    heard_in: frozenset[str | None]
    """Collaboratives of which anybody was heard at all."""
    coder: str = ""
    """Who looks, as far as they have said."""
    reserved: frozenset[str] = frozenset()
    """Excerpts that this coder has yet to code blind: they are counted, and shown without any label."""

    def with_theme(self, theme: str) -> list[Excerpt]:
        """Evidence that carries a theme."""
        return list(self.carrying.get(theme, ()))

    def labels(self, excerpt_id: str) -> frozenset[str]:
        """Themes and stances of an excerpt, as far as this coder may see them."""
        return frozenset() if excerpt_id in self.reserved else self.tagged.get(excerpt_id, frozenset())

    def heard(self, place: str) -> bool:
        """Whether anybody of a collaborative was heard at all."""
        return place in self.heard_in

    def spread(self, excerpts: Sequence[Excerpt]) -> Spread:
        """How widely these were said, counted as in briefs."""
        return spread_of(excerpts, self.cards)

    def sources(self, excerpts: Sequence[Excerpt]) -> int:
        """How many sources these come from."""
        return len(sources_of(excerpts))


def field_of(request: Request, state: AppState) -> Field | None:
    """The whole of it for whoever asks; nothing before there is a codebook."""
    try:
        codebook = state.codebook()
    except NotFound:
        return None
    excerpts = {key: one for key, one in state.store.excerpts.now().items() if one.evidence}
    known = {theme.slug for theme in codebook.themes}
    carried, carrying = state.store.tags.carried(), dict[str, list[Excerpt]]()
    tagged = {key: themes for key in excerpts if key in carried and (themes := carried[key] & known)}
    for key, themes in tagged.items():
        for theme in themes:
            carrying.setdefault(theme, []).append(excerpts[key])
    cards = {card.document_id: card for card in state.store.documents.cards()}
    heard = frozenset(map(speaks_for, excerpts.values()))
    coder = str(request.session.get("coder") or "")
    hidden = state.services.reserve(coder).hidden
    return Field(codebook, excerpts, cards, tagged, carrying, heard, coder, hidden)


def remember(state: AppState, field: Field, shown: Iterable[str]) -> None:
    """Labels that a coder sees here may lead them when they code the excerpts."""
    if field.coder:
        state.store.blind.show(field.coder, set(shown) - field.reserved)
