"""Check: a sentence held against its excerpts by rule; what it says beyond them, in plain words. It never says that one is true."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.remark import Held, Remark, Said
from learnbrief.nlp.claims import content, quantities, reach, turns, who
from learnbrief.nlp.claims.ground import Ground

Rule = Callable[[Ground], Iterator[Remark]]

RULES: tuple[Rule, ...] = (
    who.quotes,
    quantities.numbers,
    who.names,
    who.roles,
    reach.scope,
    quantities.how_many,
    turns.direction,
    turns.negation,
    turns.time,
    reach.cause,
    reach.certainty,
    content.joined,
    content.inventions,
    content.nearer,
)
"""In the order in which their remarks are told: what is surest to be a slip comes first."""


OF_ITS_OWN = (content.inventions, content.nearer, content.joined)
"""Rules for what has to stand in the evidence."""
WITHOUT_ENCODER = "Nearness in meaning was not looked at: the encoder was not at hand."


def hold(
    claim: str,
    evidence: Sequence[Said],
    *,
    others: Mapping[str, Sequence[Said]] | None = None,
    encoder: Encoder | None = None,
    context: bool = False,
) -> Held:
    """A claim held against the excerpts under it; `others` is what stands under other findings, by name.

    Without an encoder nearness says nothing, and that is told. `context`: the claim may bring in what nobody said (why
    something matters now), so that words of its own are no remark.
    """
    ground = Ground.of(claim, evidence, others=others or {}, encoder=encoder)
    rules = [rule for rule in RULES if not (context and rule in OF_ITS_OWN)]
    remarks = dict.fromkeys(remark for rule in rules for remark in rule(ground))
    return Held(tuple(remarks), WITHOUT_ENCODER if encoder is None and not context else "")
