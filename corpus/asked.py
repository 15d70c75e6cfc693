"""What an answer to a question holds: the excerpts that bear on it, counted by side, and who was not heard on it.

An answer is words that stand in the material, and counts. Nothing in it is worded anew, and nothing in it is a finding:
it tells what was found for one question, and an excerpt that it missed may say otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learnbrief.corpus.counting import by_theme, evidence_of
from learnbrief.corpus.document import Excerpt, Participant, Programme
from learnbrief.corpus.finding import OfAKind, Spread, spread_of
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import EffectiveTag
from learnbrief.corpus.visitors import speaks_for

NOTHING_BEARS = "Nothing in the material bears on this."


@dataclass(frozen=True, slots=True)
class AnswerSide:
    """What bears on a question from one side; None: what takes no side, or none that is known yet."""

    stance: Stance | None
    spread: Spread
    excerpts: tuple[Excerpt, ...]
    """Likeliest to bear on it first."""


@dataclass(frozen=True, slots=True)
class AnswerMatter:
    """A finding of the newest brief on the whole cohort, some of whose evidence bears on the question."""

    brief_id: str
    finding_id: str
    headline: str
    line: str
    """How widely it was said, as its brief tells it."""
    bearing: tuple[str, ...]
    """Of its evidence, the excerpts that bear on the question."""
    evidence: int


@dataclass(frozen=True, slots=True)
class Unheard:
    """Who has not been heard on a question."""

    silent: tuple[str, ...] = ()
    """Slugs of collaboratives of which nothing was heard at all."""
    not_on_this: Mapping[str, int] | None = None
    """Collaboratives that were heard, though not on this, and how many of their excerpts were looked through."""
    roles: tuple[str, ...] = ()
    """Role groups of the register in which nobody was found to speak of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What in the material bears on a question."""

    question: str
    looked_through: Spread
    """All the evidence there is."""
    spread: Spread
    """Of what bears on it; without excerpts where nothing does."""
    sides: tuple[AnswerSide, ...] = ()
    matters: tuple[AnswerMatter, ...] = ()
    unheard: Unheard = Unheard()

    @property
    def nothing(self) -> bool:
        """Whether nothing in the material bears on it, which is an answer too."""
        return not self.sides


def by_side(
    bearing: Sequence[Excerpt], tags: Iterable[EffectiveTag], documents: Mapping[str, OfAKind]
) -> tuple[AnswerSide, ...]:
    """The excerpts under each side that holds of them, by the rule of what counts; the rest under none, last."""
    carried = by_theme(bearing, tags)
    sides = [(stance, carried.get(stance.value, [])) for stance in Stance]
    taken = {one.excerpt_id for _, excerpts in sides for one in excerpts}
    rest = [one for one in evidence_of(bearing) if one.excerpt_id not in taken]
    return tuple(
        AnswerSide(stance, spread_of(excerpts, documents), tuple(excerpts))
        for stance, excerpts in [*sides, (None, rest)]
        if excerpts
    )


def unheard_on(
    bearing: Sequence[Excerpt], evidence: Sequence[Excerpt], programme: Programme, register: Iterable[Participant]
) -> Unheard:
    """Collaboratives and role groups without a word on it: a claim about what was found, not about what they think."""
    looked: dict[str, int] = {}
    for one in evidence:
        if own := speaks_for(one):
            looked[own] = looked.get(own, 0) + 1
    places = [one.slug for one in programme.collaboratives]
    spoke = {speaks_for(one) for one in bearing}
    roles = {one.role for one in register if one.role}
    return Unheard(
        silent=tuple(place for place in places if place not in looked),
        not_on_this={place: looked[place] for place in places if place in looked and place not in spoke},
        roles=tuple(sorted(roles - {one.role for one in bearing})),
    )
