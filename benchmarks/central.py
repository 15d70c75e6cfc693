"""Do the most central statements of a programme carry what was planned: beside chance, and beside a library's LexRank.

    python benchmarks/central.py --data WORKSPACE --plan PLAN.yaml [--json OUT]

WORKSPACE and PLAN are those of points.py; nothing is coded, and the work is done in a copy.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from _common import print_table, write_result
from _points_peers import lexrank_sentences
from _points_plan import Sources, place, read_plan
from points import COHORT, filled

from learnbrief.flows.stages.encoding import encoder_for, matrix_of
from learnbrief.flows.stages.scopes import material_of, snapshot
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.nlp.findings.central import centrality
from learnbrief.nlp.findings.clauses import clauses_of, rich
from learnbrief.nlp.findings.gather import Material, gather
from learnbrief.nlp.findings.weights import WEIGHTS
from learnbrief.nlp.language.grammar import parse

FIRST = (5, 10, 20)


def main() -> None:
    """Print how many of the first statements carry a planned point, by ways of choosing them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--plan", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    material, carried = loaded(asked.data, asked.plan)
    able = statements(material)
    near = centrality(material)
    telling = [at for at, words in able.items() if any(rich(one, WEIGHTS.rich) for one in words)]
    ranked = {
        f"central, {WEIGHTS.rich} telling words": apart(material, sorted(telling, key=lambda at: -near[at])),
        "central, any words": apart(material, sorted(able, key=lambda at: -near[at])),
        "LexRank (library `lexrank`), same statements": lexrank(material, telling),
    }
    rows = [
        {"chosen by": name, **{f"first {most}": sum(at in carried for at in order[:most]) for most in FIRST}}
        for name, order in ranked.items()
    ]
    chance = sum(at in carried for at in telling) / max(1, len(telling))
    rows.append({"chosen by": "chance", **{f"first {most}": round(chance * most, 1) for most in FIRST}})
    print_table(rows)
    write_result(asked.json, {"data": asked.plan.parent.name, "statements": len(telling), "rows": rows})


def loaded(root: Path, plan_file: Path) -> tuple[Material, set[int]]:
    """All evidence, and the positions of what carries something planned."""
    plan = read_plan(plan_file)
    with tempfile.TemporaryDirectory() as folder, opened(filled(root, Path(folder))) as (workspace, store):
        found = material_of(COHORT, snapshot(store))
        evidence = [excerpt for excerpt in found.excerpts if excerpt.evidence]
        rows = matrix_of(encoder_for(workspace.settings, store), evidence)
        documents = {document.document_id: document for document in found.documents}
        vectors = {excerpt.excerpt_id: row for excerpt, row in zip(evidence, rows, strict=True)}
        material = gather(evidence, documents, found.tags, vectors)
        placed = place(plan, Sources(documents, found.excerpts)).carried
    return material, {at for at, excerpt in enumerate(material.excerpts) if excerpt.excerpt_id in placed}


def statements(material: Material) -> Mapping[int, Sequence[str]]:
    """The clauses that stand well by themselves, by the position of their excerpt."""
    parsed = parse([excerpt.text for excerpt in material.excerpts])
    found = {
        at: [one.words for one in clauses_of(material, at, document) if one.worth >= WEIGHTS.central_worth]
        for at, document in enumerate(parsed)
    }
    return {at: words for at, words in found.items() if words}


def apart(material: Material, order: Sequence[int]) -> list[int]:
    """The first of them without what lies close to one before."""
    chosen: list[int] = []
    for at in order:
        if not chosen or np.max(material.alike([at], chosen)) < WEIGHTS.same_point:
            chosen.append(at)
        if len(chosen) == max(FIRST):
            break
    return chosen


def lexrank(material: Material, telling: Sequence[int]) -> list[int]:
    """The same statements in the order of LexRank."""
    place_of = {material.excerpts[at].excerpt_id: at for at in telling}
    return [place_of[one] for one in lexrank_sentences(material.among(telling), max(FIRST)).shown]


if __name__ == "__main__":
    main()
