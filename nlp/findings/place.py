"""Place: what a group does (weighs a matter, wants something done, asks), on which side it stands, and under which theme.

Groups are made before any of this is asked. What their members' tags say is counted here as votes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.deeds import in_a_table_of_actions
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.finding import Clause, Spread, spread_of
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import LIKELY, WORTH_A_LOOK
from learnbrief.nlp.findings.gather import Material, once
from learnbrief.nlp.findings.stand import disagrees
from learnbrief.nlp.findings.voiced import asks, binds, commits, only_remarks, orders
from learnbrief.nlp.language.words import straight
from learnbrief.nlp.tagging.context import told_by_heading


@dataclass(frozen=True, slots=True)
class Group:
    """Excerpts that say the same from one side, by position, most central first."""

    members: tuple[int, ...]
    side: Stance | None = None
    theme: str | None = None
    contested: tuple[int, ...] = ()
    """Members who say openly that they see it otherwise; they stay in the group and are told beside it."""
    against: Clause | None = None
    """Their words, where they were chosen to stand beside those of the others."""
    spread: Spread = field(default=Spread(0, 0, 0, (), ()))


def place(material: Material, members: Sequence[int], codebook: Codebook) -> list[Group]:
    """A group parted by what its members do and by their sides, each part with its theme."""
    found = []
    for side, part in _parted(material, members):
        group = Group(tuple(part), side, theme_of(material, part, codebook), tuple(_dissenting(material, part)))
        found.append(with_spread(material, group))
    return found


def placed_together(material: Material, members: Sequence[int], kind: Stance | None, codebook: Codebook) -> Group:
    """Members that make one statement, with its side and theme; `kind` where they want something done or ask."""
    side = kind or _side(material, members, {position: lean(material, position) for position in members})
    group = Group(tuple(members), side, theme_of(material, members, codebook), tuple(_dissenting(material, members)))
    return with_spread(material, group)


def with_spread(material: Material, group: Group) -> Group:
    """The group with its sources and voices counted."""
    return replace(group, spread=spread_of(material.among(group.members), material.documents))


def _parted(material: Material, members: Sequence[int]) -> list[tuple[Stance | None, list[int]]]:
    """Actions and questions apart from what weighs; of that, clear barriers apart from clear helps."""
    kinds: dict[Stance | None, list[int]] = {}
    for position in members:
        kinds.setdefault(does(material, position), []).append(position)
    parts: list[tuple[Stance | None, list[int]]] = []
    for kind, positions in kinds.items():
        if kind is None:
            parts += _by_side(material, positions)
        else:
            parts.append((kind, positions))
    return parts


def _by_side(material: Material, positions: Sequence[int]) -> list[tuple[Stance | None, list[int]]]:
    """Split where members stand firmly on both sides; a weak suggestion never parts what people say alike."""
    weights = material.weights
    leans = {position: lean(material, position) for position in positions}
    helps = [position for position in positions if leans[position] >= weights.strong_lean]
    hinders = [position for position in positions if leans[position] <= -weights.strong_lean]
    if not helps or not hinders:
        return [(_side(material, positions, leans), list(positions))]
    place = {position: at for at, position in enumerate(positions)}
    near = material.alike(positions, positions)
    for position in positions:
        if position not in helps and position not in hinders:
            to_help, to_hinder = (near[place[position], [place[one] for one in part]] for part in (helps, hinders))
            (helps if to_help.mean() >= to_hinder.mean() else hinders).append(position)
    parts = (sorted(part, key=place.__getitem__) for part in (hinders, helps))
    return [(_side(material, part, leans), part) for part in parts]


def _side(material: Material, positions: Sequence[int], leans: Mapping[int, float]) -> Stance | None:
    """The side that two thirds of the votes are for and half of the members take.

    A suggested side is wrong once in five, and two are wrong together too often to be printed: three must agree, or a person
    or the words themselves say so.
    """
    weights = material.weights
    votes = {position: leans[position] for position in positions if abs(leans[position]) >= weights.vote_lean}
    for side, sign in ((Stance.BARRIER, -1), (Stance.ENABLER, 1)):
        behind = [position for position, vote in votes.items() if vote * sign > 0]
        known = len(behind) >= AGREEING or any(is_known(material, position) for position in behind)
        if known and len(behind) >= weights.two_thirds * len(votes) and 2 * len(behind) >= len(positions):
            return side
    return None


AGREEING = 3
"""Suggestions that must agree before a side is told: of two, 'four sets of lawyers since last summer' stood under 'What helps'."""


def is_known(material: Material, position: int) -> bool:
    """Whether a coder decided on the side of an excerpt, or its words leave no doubt."""
    decided = material.vote(position, "enabler").decided or material.vote(position, "barrier").decided
    return decided or _PRAISES.search(straight(material.excerpts[position].text)) is not None


def does(material: Material, position: int) -> Stance | None:
    """Whether an excerpt wants something done or asks; None where it weighs or describes."""
    excerpt = material.excerpts[position]
    for stance in (Stance.ACTION, Stance.QUESTION):
        if (vote := material.vote(position, stance.value)).decided and vote.trust:
            return stance
    decided = {stance for stance in (Stance.ACTION, Stance.QUESTION) if material.vote(position, stance.value).decided}
    if Stance.QUESTION not in decided and asks(excerpt.text):
        return Stance.QUESTION
    if Stance.ACTION not in decided and wants(material, position, excerpt):
        return Stance.ACTION
    return None


def wants(material: Material, position: int, excerpt: Excerpt) -> bool:
    """Whether it names something to be done: its words say so, or its heading does, or suggestions speak for it."""
    text, suggested = excerpt.text, material.vote(position, "action").trust
    if only_remarks(text):
        return False
    if binds(text) or in_a_table_of_actions(excerpt, material.documents[excerpt.document_id]):
        return True
    if told_by_heading(excerpt.heading) == {"action"} and (suggested >= LIKELY or orders(text) or commits(text)):
        return True
    weighed = max(material.vote(position, "barrier").trust, material.vote(position, "enabler").trust)
    if commits(text):
        return suggested >= max(WORTH_A_LOOK, weighed - 0.3)
    return orders(text) and suggested >= max(FIRM, weighed)


FIRM = 0.7
"""'Tell her thank you' begins like an action: without a heading or a binding word it needs a firm suggestion."""
_TURNS = re.compile(r"\b(?:but|however|although|though|yet|except|only that|unless)\b", re.I)
_PRAISES = re.compile(
    r"\b(?:(?:had|has|have|did|does|do)\b[^.;]*\bwhat\b[^.;]*(?:\b(?:not|never)\b|n't)|(?:would|could|will|can)(?: not|n't|not) "
    r"(?:now |ever )?(?:give (?:it|them|that|this|the)?[^.;]{0,30}\bup\b|be without|do without|want to go back|go back to))",
    re.I,
)
"""A negation that praises: 'had done what three away days had not', 'would not give it up'."""
_STOPS_SHORT = re.compile(r"\b(?:until|till|as long as|right up to)\b[^.;]*\b(?:and then|then)\b", re.I)
"""Praise that ends: 'ask questions until the consultant sits down, and then nod'."""
PRAISED = 0.7
TURNED = 0.3
"""What is left of a suggested lean where the text itself turns: 'fair and quick, but nobody swaps a shift'."""


def lean(material: Material, position: int) -> float:
    """From -1, in the way, to 1, of help; 0 where neither is known or both alike. A coder's decision holds alone."""
    return leans(material)[position]


@once
def leans(material: Material) -> list[float]:
    """What each excerpt leans to."""
    return [_lean(material, at) for at in range(len(material.excerpts))]


def _lean(material: Material, position: int) -> float:
    helps, hinders = material.vote(position, "enabler"), material.vote(position, "barrier")
    if helps.decided or hinders.decided:
        return (helps.trust if helps.decided else 0.0) - (hinders.trust if hinders.decided else 0.0)
    text = straight(material.excerpts[position].text)
    own = helps.trust - hinders.trust
    if _STOPS_SHORT.search(text):
        return min(own, 0.0)
    if _PRAISES.search(text):
        return max(own, PRAISED)
    return own * (TURNED if _TURNS.search(text) else 1.0)


def theme_of(
    material: Material, members: Sequence[int], codebook: Codebook, *, alone: bool | None = None
) -> str | None:
    """The theme most of the members are trusted to carry; where coders have read some, theirs alone count.

    `alone`: of one excerpt, or of one with others that only come near it, a suggestion must count by itself.
    """
    alone = len(members) == 1 if alone is None else alone
    best: tuple[float, str] | None = None
    for theme in codebook.topics:
        votes = [material.vote(position, theme.slug) for position in members]
        decided = [vote for vote in votes if vote.decided]
        trust = sum(vote.trust for vote in decided or votes) / len(decided or votes)
        carried = 2 * sum(vote.trust > 0 for vote in decided or votes) >= len(decided or votes)
        # one excerpt's suggestion has no other to bear it out: below what counts, two of three were wrong over a message
        needed = 0.5 if decided else LIKELY if alone else material.weights.theme_vote
        if carried and trust >= needed and (best is None or trust > best[0]):
            best = (trust, theme.slug)
    return best[1] if best else None


def _dissenting(material: Material, members: Sequence[int]) -> list[int]:
    dissent = [position for position in members if disagrees(material.excerpts[position].text)]
    return dissent if len(dissent) < len(members) else []
