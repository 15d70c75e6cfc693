"""What 'excerpts' counts on each page, in one place: numbers that differ must say in which way they do."""

from dataclasses import dataclass

from learnbrief.outputs.app.state import AppState


@dataclass(frozen=True, slots=True)
class ExcerptCounts:
    """How many excerpts there are, of what, for one coder."""

    cut: int
    """Everything that was said or written, cut to size."""
    evidence: int
    """What participants said: Explore, tables and briefs count these alone."""
    blind: int
    """Evidence drawn at random that the coder has yet to code without suggestions."""
    suggested: int
    """The rest of the evidence that holds a suggestion nobody has decided on or passed."""

    @property
    def lines(self) -> list[str]:
        """Each number with what it counts and where it stands."""
        return [
            f"{self.cut:,} excerpts in all: every text, cut into pieces of one meaning, facilitators' words too.",
            f"{self.evidence:,} of them are evidence, what participants said. Explore, tables and briefs count these alone.",
            f"{self.blind:,} of the evidence were drawn at random and you have yet to code them: Review shows them without suggestions.",
            f"{self.suggested:,} of the rest hold a suggestion that nobody has decided on or passed.",
            "A queue in Review also holds what helps for another reason, such as a collaborative seldom reviewed.",
        ]


def excerpt_counts(state: AppState, coder: str) -> ExcerptCounts:
    """Counted anew for each page that tells them."""
    evidence, reserve = state.store.excerpts.evidence(), state.services.reserve(coder)
    suggested = (state.store.tags.waiting() & evidence) - set(reserve.share.drawn)
    return ExcerptCounts(state.store.excerpts.count(), len(evidence), len(reserve.left()), len(suggested))
