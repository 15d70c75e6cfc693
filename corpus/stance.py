"""The five stances: what an excerpt does with its subject, in the words and colours that every page uses."""

from enum import StrEnum


class Stance(StrEnum):
    """What somebody says of a subject."""

    BARRIER = "barrier"
    ENABLER = "enabler"
    ACTION = "action"
    QUESTION = "question"
    NEUTRAL = "neutral"

    @property
    def label(self) -> str:
        """What people said, as a label: 'What gets in the way'."""
        return _LABELS[self]

    @property
    def colour(self) -> str:
        """Hex colour of its mark; every mark also carries a sign, so that colour alone never tells."""
        return _COLOURS[self]

    @property
    def sign(self) -> str:
        """The sign beside the label."""
        return _SIGNS[self]


_LABELS = {
    Stance.BARRIER: "What gets in the way",
    Stance.ENABLER: "What helps",
    Stance.ACTION: "What people want done",
    Stance.QUESTION: "What people ask",
    Stance.NEUTRAL: "What people describe",
}
_COLOURS = {
    Stance.BARRIER: "#98350f",
    Stance.ENABLER: "#17633d",
    Stance.ACTION: "#36459f",
    Stance.QUESTION: "#77296e",
    Stance.NEUTRAL: "#55626d",
}
_SIGNS = {
    Stance.BARRIER: "▼",
    Stance.ENABLER: "▲",
    Stance.ACTION: "→",
    Stance.QUESTION: "?",
    Stance.NEUTRAL: "·",
}


def side_of(slug: str | None) -> Stance | None:
    """The stance of a slug; None where there is none or the slug is no stance."""
    return Stance(slug) if slug in set(Stance) else None
