"""Where coders decided otherwise on one theme of one excerpt: who said what, and how it was settled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.store.spoken import SpokenOf
from learnbrief.corpus.store.tags import DECISIONS, decided
from learnbrief.corpus.tag import Action, Review, TagStatus


@dataclass(frozen=True, slots=True)
class Dispute:
    """One theme on one excerpt that some say applies and others do not; what each said stays, settled or not."""

    theme: str
    applies: tuple[str, ...]
    """Coders, each by their own last word."""
    against: tuple[str, ...]
    settled: Review | None

    @property
    def holds(self) -> bool:
        """How it was settled."""
        return self.settled is not None and decided(self.settled) is not TagStatus.REJECTED


class Disputes:
    """What coders differ on, wherever they decided: in Review tags, theme by theme, in a document, or blind."""

    def __init__(self, spoken: SpokenOf) -> None:
        self._spoken = spoken

    def all(self) -> dict[str, list[Dispute]]:
        """By excerpt of now, settled ones with the rest."""
        return _differing(self._spoken.now().here)

    def on(self, excerpts: Sequence[Excerpt]) -> dict[str, list[Dispute]]:
        """The same of these excerpts."""
        here = self._spoken.now().here
        return _differing({one.excerpt_id: here[one.excerpt_id] for one in excerpts if one.excerpt_id in here})


def _differing(here: Mapping[str, Sequence[Review]]) -> dict[str, list[Dispute]]:
    """By excerpt, of what stands on each."""
    return {place: disputes for place, reviews in here.items() if (disputes := disputes_of(reviews))}


def disputes_of(reviews: Iterable[Review]) -> list[Dispute]:
    """What coders differ on, of what stands on one excerpt in the order it was made.

    Whoever finished it blind has said of every theme not ticked that it does not apply, as figures of agreement take it;
    whoever had suggestions in sight has said nothing of those they left alone.
    """
    said: dict[str, dict[str, bool]] = defaultdict(dict)
    settled, finished = dict[str, Review](), list[Review]()
    for review in reviews:
        if review.action is Action.DONE and review.blind:
            finished.append(review)
        elif review.theme is None or review.action not in DECISIONS:
            continue
        elif review.action is Action.ADJUDICATE:
            settled[review.theme] = review
        else:
            said[review.theme][review.coder] = decided(review) is not TagStatus.REJECTED
    for theme, words in said.items():
        for done in finished:
            if theme in done.payload.get("considered", (theme,)):
                words.setdefault(done.coder, False)
    return [
        _dispute(theme, words, settled.get(theme))
        for theme, words in sorted(said.items())
        if len(set(words.values())) > 1
    ]


def differs(reviews: Iterable[Review]) -> bool:
    """Whether two coders decided otherwise on a theme of one excerpt and nobody has settled it."""
    return any(one.settled is None for one in disputes_of(reviews))


def _dispute(theme: str, words: dict[str, bool], settled: Review | None) -> Dispute:
    applies, against = (tuple(sorted(who for who, yes in words.items() if yes is wanted)) for wanted in (True, False))
    return Dispute(theme, applies, against, settled)
