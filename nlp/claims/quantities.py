"""How many: numbers that no excerpt has, and words such as 'everyone' where the evidence says 'some'."""

from collections.abc import Iterator, Mapping

from learnbrief.corpus.remark import Fault, Remark
from learnbrief.nlp.claims.amounts import amounts, ratios
from learnbrief.nlp.claims.ground import Ground
from learnbrief.nlp.claims.signs import classes, signs

_GOES_WITH: Mapping[str, frozenset[str]] = {
    "none": frozenset({"none", "few"}),
    "few": frozenset({"few", "some"}),
    "some": frozenset({"some", "many", "few"}),
    "many": frozenset({"many", "most", "some", "all"}),
    "half": frozenset({"half"}),
    "most": frozenset({"most", "all"}),
    "all": frozenset({"all"}),
}
"""Which words of the evidence carry a word of the claim."""
_SHARES: Mapping[str, tuple[float, float]] = {
    "few": (0.0, 0.35),
    "many": (0.4, 1.0),
    "most": (0.5, 0.999),
    "all": (1.0, 1.0),
}
"""Between which shares of a whole a word is fair, where the evidence gives figures: 'three of nine' are not most."""
_CLAIMS_LITTLE = frozenset({"some", "few", "many"})
"""Said of what several tell without a word of how many, these claim nothing that the excerpts do not."""


def numbers(ground: Ground) -> Iterator[Remark]:
    """Numbers of the claim that stand in no excerpt."""
    given = amounts("\n".join(piece.digits for piece in ground.pieces) + "\n" + ground.about)
    for amount in amounts(ground.digits):
        if (amount.value != 1 or amount.percent) and not any(amount.same(other) for other in given):
            yield Remark(Fault.NUMBER, f"The number {amount.words} is not in the evidence")


def how_many(ground: Ground) -> Iterator[Remark]:
    """Words of how many that the evidence does not carry."""
    table = signs()["quantity"]
    near, whole = classes(table, ground.supporting), classes(table, ground.whole)
    shares = ratios("\n".join(piece.digits for piece in (ground.support if ground.close else ground.pieces)))
    for name, words in classes(table, ground.claim).items():
        if name in ("half", "none") or _fair(name, near or whole, shares):
            continue
        against = next(
            (near[other] for other in ("none", "few", "some", "half", "many", "most", "all") if other in near), ""
        )
        if against:
            yield Remark(Fault.QUANTITY, f"The evidence says “{against.lower()}”, the sentence says “{words.lower()}”")
        elif shares and name in _SHARES:
            yield Remark(Fault.QUANTITY, f"The sentence says “{words.lower()}”, the evidence gives another share")
        elif name not in _CLAIMS_LITTLE:
            yield Remark(Fault.QUANTITY, f"The sentence says “{words.lower()}”, no excerpt does")


def _fair(name: str, near: Mapping[str, str], shares: list[float]) -> bool:
    if _GOES_WITH[name] & near.keys():
        return True
    low, high = _SHARES.get(name, (0.0, 1.0))
    return name in _SHARES and any(low < share <= high or share == low == high for share in shares)
