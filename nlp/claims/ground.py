"""A sentence laid over its excerpts: which of their sentences speak of the same, in words as stems."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.remark import Said
from learnbrief.corpus.sentences import sentences
from learnbrief.nlp.claims.amounts import digits
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.language.words import content_words, stems

NEAR = 0.5
"""Likeness of two single words from which one is taken for the other: "held" and "holds" have .8, "kit" and "equipment" .6."""
FEWEST_MORE = 2
"""Stems that a further sentence must add before it is taken as one that the claim rests on: one word alike is chance."""


@dataclass(frozen=True)
class Piece:
    """One sentence of an excerpt."""

    text: str
    number: int
    """Of its excerpt, counted from nought."""

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its content words as stems, and its numbers as digits."""
        return words_of(self.text)

    @cached_property
    def digits(self) -> str:
        """Its text with number words in digits."""
        return digits(self.text)


@lru_cache(maxsize=65_536)
def words_of(text: str) -> frozenset[str]:
    """The stems of a text without its placeholders, and its numbers above one."""
    plain = digits(neutral(text))
    counted = {word.strip(".,%") for word in plain.split() if word.strip(".,%").isdecimal()} - {"1"}
    return frozenset(stems(plain)) | counted


def _typed(text: str) -> str:
    return re.sub(r"(?<=\w)’(?=\w)", "'", text)


@dataclass(frozen=True)
class Ground:
    """A claim and everything it is held against."""

    claim: str
    evidence: Sequence[Said]
    others: Mapping[str, Sequence[Said]] = field(default_factory=dict)
    """What stands under other findings, by their names."""
    encoder: Encoder | None = None

    @classmethod
    def of(cls, claim: str, evidence: Iterable[Said], **known: Any) -> "Ground":
        """With a typewriter's apostrophe throughout, as word lists have it."""
        return cls(_typed(claim).strip(), tuple(replace(said, text=_typed(said.text)) for said in evidence), **known)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of the claim."""
        return words_of(self.claim)

    @cached_property
    def digits(self) -> str:
        """The claim with number words in digits."""
        return digits(self.claim)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Every sentence of the evidence, in order."""
        return tuple(
            Piece(said.text[start:end], number)
            for number, said in enumerate(self.evidence)
            for start, end in sentences(said.text)
        )

    @cached_property
    def whole(self) -> str:
        """All the evidence as one text."""
        return "\n".join(said.text for said in self.evidence)

    @cached_property
    def about(self) -> str:
        """All that is known of who spoke, where or of which place, and when."""
        return "\n".join(f"{said.role}; {said.collaborative}; {said.about}; {said.day}" for said in self.evidence)

    @cached_property
    def support(self) -> tuple[Piece, ...]:
        """Sentences that together have most of the claim's words, the one with most of them first; none where none has any."""
        return self._cover(self.stems, self.pieces)

    @property
    def close(self) -> bool:
        """Whether the first of them has more than one word of the claim: with one alone it may be about something else."""
        return bool(self.support) and len(self.support[0].stems & self.stems) >= FEWEST_MORE

    @cached_property
    def supporting(self) -> str:
        """Those sentences as one text; where no words are shared, all the evidence."""
        return "\n".join(piece.text for piece in self.support) or self.whole

    def best(self, words: Iterable[str]) -> tuple[int, int]:
        """The excerpt that has most of these stems, and how many; -1 where none has any."""
        wanted = frozenset(words)
        counted = [(len(wanted & words_of(said.text)), -number) for number, said in enumerate(self.evidence)]
        most, number = max(counted, default=(0, 0))
        return (-number, most) if most else (-1, 0)

    def near(self, word: str) -> bool:
        """Whether some word of the evidence is near in meaning; never, where no encoder is at hand."""
        if self.encoder is None or self._rows is None:
            return False
        return bool((self._rows @ self.encoder.encode([word])[0]).max() >= NEAR)

    @cached_property
    def _rows(self) -> Vectors | None:
        """A vector for each content word of the evidence; None where there is no encoder or no word."""
        words = sorted(set(content_words(neutral(self.whole))))
        return self.encoder.encode(words) if self.encoder and words else None

    def closeness(self) -> dict[str, float]:
        """How close the claim comes to the closest excerpt of its own ('') and of each other finding; empty without an encoder."""
        groups = {"": self.evidence, **self.others}
        texts = [(name, neutral(one.text)) for name, said in groups.items() for one in said]
        if self.encoder is None or not texts:
            return {}
        rows = self.encoder.encode([neutral(self.claim), *(text for _, text in texts)])
        found: dict[str, float] = {}
        for (name, _), likeness in zip(texts, rows[1:] @ rows[0], strict=True):
            found[name] = max(found.get(name, 0.0), float(likeness))
        return found

    def _cover(self, wanted: frozenset[str], pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        found: list[Piece] = []
        left, least = wanted, 1
        while rest := [piece for piece in pieces if piece not in found]:
            piece = max(rest, key=lambda one: len(one.stems & left))
            if len(piece.stems & left) < least:
                break
            found.append(piece)
            left, least = left - piece.stems, FEWEST_MORE
        return tuple(found)
