"""What produced an analysis: the Run, whose id is equal where its inputs are."""

import platform
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.finding import Run, Scope, Topic
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.places import PlaceNames
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.store import Store
from learnbrief.corpus.visitors import told_beside
from learnbrief.flows.stages.scopes import Material, source_line
from learnbrief.flows.workspace.settings import Settings

FINDINGS = "matters-21"
"""The way of finding: changed when the same material would give other findings, so that old analyses are made anew."""
COUNTED_PACKAGES = ("learnbrief", "numpy", "onnxruntime", "scikit-learn", "scipy", "spacy", "tokenizers")


def run_for(
    settings: Settings,
    codebook: Codebook,
    encoder: Encoder,
    scope: Scope,
    material: Material,
    *,
    tagger: str,
    topics: Sequence[Topic] = (),
    before: Material | None = None,
    edits: str = "",
) -> Run:
    """What an analysis of this material would be made from; the same material and settings give the same id.

    `before` is the material of the period it is compared with, `edits` what evaluators said of its grouping.
    """
    programme = settings.as_programme()
    return Run(
        inputs=tuple(line for one in (material, before) if one for line in _lines(one)),
        codebook_version=codebook.version,
        encoder=encoder.name,
        parameters={
            "scope": "|".join(
                str(part)
                for part in (scope.kind, scope.event, scope.collaborative, scope.theme, scope.since, scope.until)
            )
            + (f"|{scope.role}" if scope.role else ""),
            "facilitator_is_evidence": settings.privacy.facilitator_is_evidence,
            "findings": FINDINGS,
            "places": content_hash(repr(PlaceNames(programme.collaboratives).written))[:12],
            "programme": programme.name,
            "edits": content_hash(edits)[:12],
            "topics": content_hash(repr([(topic.topic_id, topic.label, topic.excerpts) for topic in topics]))[:12],
        },
        packages=_versions(),
        seed=settings.analysis.seed,
        tagger=tagger,
    )


def made_already(store: Store, scope: Scope, run: Run) -> str | None:
    """The id of the run whose analysis of this scope stands for `run`: itself, or one that differs in its packages alone.

    An upgrade of a library must not put a new draft beside every brief that people have read and signed; where the same
    material would give other findings, `FINDINGS` says so.
    """
    if store.analyses.get(run.run_id) is not None:
        return run.run_id
    newest = store.analyses.newest(scope)
    if newest is None:
        return None
    before = store.analyses.run(newest.run_id)
    return before.run_id if replace(before, packages=run.packages).run_id == run.run_id else None


def _lines(material: Material) -> list[str]:
    return [*map(source_line, material.documents), _readings(material), _codings(material)]


def _readings(material: Material) -> str:
    """Changes when an excerpt, its voice, its standing as evidence or the place that it speaks for does."""
    told = [
        f"{one.excerpt_id} {one.voice.voice_id} {one.role} {told_beside(one, str(one.collaborative))} {one.evidence}"
        for one in material.excerpts
    ]
    return f"excerpts {content_hash(chr(10).join(told))}"


def _codings(material: Material) -> str:
    """Changes when a person's decision on a tag does."""
    told = [f"{tag.excerpt_id} {tag.theme} {tag.status}" for tag in material.tags if tag.checked]
    return f"codings {content_hash(chr(10).join(told))}"


@lru_cache(maxsize=1)
def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in COUNTED_PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # an optional one that is not installed took no part
            continue
    return found
