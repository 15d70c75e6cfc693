"""Points: what several excerpts of one theme and stance say alike."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.findings.material import Material

SAME_POINT = 0.18
"""Average likeness from which two groups say the same; about two in three pairs put together then make the same point."""
LARGEST = 2500
"""Excerpts that are linked all with all; above it, they first gather around leaders."""


def points(material: Material, positions: Sequence[int], *, threshold: float = SAME_POINT) -> list[list[int]]:
    """A partition of the positions into points, each most central first; single excerpts are points too."""
    if len(positions) > LARGEST:
        return [
            point for block in _leaders(material, positions) for point in points(material, block, threshold=threshold)
        ]
    if len(positions) < 2:
        return [list(positions)] if positions else []
    alike = material.alike(positions, positions)
    groups: dict[int, list[int]] = {}
    for index, group in enumerate(_linked(alike, threshold)):
        groups.setdefault(int(group), []).append(index)
    return [[positions[index] for index in _central_first(alike, members)] for members in groups.values()]


def _linked(alike: NDArray[np.float64], threshold: float) -> NDArray[np.int_]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance = np.clip(1 - (alike + alike.T) / 2, 0, None)
    np.fill_diagonal(distance, 0)
    return np.asarray(fcluster(linkage(squareform(distance, checks=False), "average"), 1 - threshold, "distance"))


def _central_first(alike: NDArray[np.float64], members: Sequence[int]) -> list[int]:
    """Members by how close they lie to all the others; ties keep the order of the material."""
    inner = alike[np.ix_(members, members)].sum(axis=1)
    return [members[place] for place in np.argsort(-np.round(inner, 6), kind="stable")]


def _leaders(material: Material, positions: Sequence[int]) -> list[list[int]]:
    """Blocks that linking all with all can hold: each excerpt goes to the nearest of a spread of others."""
    leaders = list(positions[:: -(-len(positions) // (2 * len(positions) // LARGEST))])
    blocks: list[list[int]] = [[] for _ in leaders]
    for start in range(0, len(positions), LARGEST):
        part = positions[start : start + LARGEST]
        for position, nearest in zip(part, material.alike(part, leaders).argmax(axis=1), strict=True):
            blocks[int(nearest)].append(position)
    return [block for block in blocks if block]
