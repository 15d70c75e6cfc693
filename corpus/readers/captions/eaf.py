"""ELAN's annotation files: tiers are speakers, read together by time; tiers that comment on others are notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.captions.marked_up import attribute, named, parsed
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.transcripts.turns import Utterance, repeated_labels, turns_of


@dataclass(frozen=True, slots=True)
class _Tier:
    """One tier with what stands in it."""

    key: str
    above: str
    speaker: str
    said: tuple[Utterance, ...]

    @property
    def words(self) -> int:
        """How many words it holds."""
        return sum(len(one.words.split()) for one in self.said)


def read_eaf(path: Path, how: How) -> Reading:
    """An .eaf file."""
    root = parsed(path, "ANNOTATION_DOCUMENT", "open it in ELAN and save it again as .eaf")
    times = _times(root)
    tiers = [_tier(tier, times) for tier in named(root, "TIER")]
    spoken = _spoken(tiers)
    if not spoken:
        raise UnreadableSource(f"{path.name}: no tier holds words; give the .eaf with its transcript")
    utterances = sorted((one for tier in spoken for one in tier.said), key=lambda one: one.at or 0.0)
    blocks = list(turns_of(utterances))
    others = [tier for tier in tiers if tier not in spoken and tier.said]
    notes = [Block(one.words, "note", locator=tier.key, gap="\n") for tier in others for one in tier.said]
    told = ", ".join(repr(tier.key) for tier in others)
    return reading_of(
        [*blocks, *notes],
        readable="\n".join(f"{one.text or ''}" for one in named(root, "ANNOTATION_VALUE")),
        left_out=repeated_labels(utterances, blocks),
        title=path.stem,
        details={},
        warnings=[f"{path.name}: tiers that comment on others are notes and no evidence: {told}"] if others else [],
        read_as=f"tiers of ELAN, {len(spoken)} of them",
    )


def _times(root: Any) -> dict[str, tuple[float | None, float | None]]:
    """From when to when each annotation lasts; one that rests on another lasts as long as that."""
    slots = {
        attribute(one, "TIME_SLOT_ID"): int(value) / 1000
        for one in named(root, "TIME_SLOT")
        if (value := attribute(one, "TIME_VALUE")).isdigit()
    }
    times: dict[str, tuple[float | None, float | None]] = {}
    for one in named(root, "ALIGNABLE_ANNOTATION"):
        ends = (slots.get(attribute(one, f"TIME_SLOT_REF{n}")) for n in (1, 2))
        times[attribute(one, "ANNOTATION_ID")] = (next(ends), next(ends))
    resting = {
        attribute(one, "ANNOTATION_ID"): attribute(one, "ANNOTATION_REF") for one in named(root, "REF_ANNOTATION")
    }
    for key in resting:
        one, seen = key, {key}
        while (one := resting.get(one, "")) and one not in times and one not in seen:
            seen.add(one)
        times.setdefault(key, times.get(one, (None, None)))
    return times


def _tier(tier: Any, times: Mapping[str, tuple[float | None, float | None]]) -> _Tier:
    key, speaker = attribute(tier, "TIER_ID"), attribute(tier, "PARTICIPANT")
    said = []
    for one in (*named(tier, "ALIGNABLE_ANNOTATION"), *named(tier, "REF_ANNOTATION")):
        words = " ".join(" ".join(value.itertext()) for value in named(one, "ANNOTATION_VALUE"))
        at, until = times.get(attribute(one, "ANNOTATION_ID"), (None, None))
        if words.strip():
            said.append(Utterance(" ".join(words.split()), speaker or key or None, at, until))
    return _Tier(key, attribute(tier, "PARENT_REF"), speaker, tuple(said))


def _spoken(tiers: Sequence[_Tier]) -> list[_Tier]:
    """Of the tiers that hang together the wordiest is what was said: others number, translate or comment on it."""
    above = {tier.key: tier.above for tier in tiers}
    families: dict[str, list[_Tier]] = {}
    for tier in tiers:
        root, seen = tier.key, {tier.key}
        while above.get(root) and above[root] not in seen:
            root = above[root]
            seen.add(root)
        families.setdefault(root, []).append(tier)
    # a translation may be longer than what it translates: the first of two like tiers was transcribed
    spoken = [
        max(family, key=lambda tier: (tier.words > 0) + (tier.words >= 2 * len(tier.said)))
        for family in families.values()
    ]
    return [tier for tier in spoken if tier.said]
