"""How far coders agree, theme by theme and on whole sets, people with people and the model with people apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.tag import Band, Review, Tag
from learnbrief.nlp.agreement.codings import MODEL, Coding, Workload, codings_from_reviews, codings_from_tags, workload
from learnbrief.nlp.agreement.coefficients import FEWEST_SOURCES, Coefficients, Estimate, Ratings, coefficients
from learnbrief.nlp.agreement.sets import set_alpha

MODEL_WITH_PEOPLE = "model and people"
FEWEST_USES = 5
"""A coefficient on a theme that a coder used less often than this says more about chance than about coders."""


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """One theme: counts always, coefficients where they mean something."""

    theme: str
    units: int
    uses: Mapping[str, int]
    """How often each coder used it, on the units compared."""
    prevalence: float
    """Share of all ratings that say the theme is there."""
    percent: float
    suppressed: bool
    """A coder used it fewer than five times: the counts stand, the coefficients do not."""
    kappa: Estimate
    ac1: Estimate
    alpha: Estimate
    fleiss: Estimate


@dataclass(frozen=True, slots=True)
class Agreement:
    """A comparison of two or more coders on units that at least two of them coded."""

    kind: str
    """'people' or 'model and people'."""
    coders: tuple[str, ...]
    units: int
    sources: int
    themes: tuple[ThemeAgreement, ...]
    sets: Estimate
    """Krippendorff's alpha over whole sets of themes, MASI distance."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One unit on which coders differ, with what each of them said."""

    unit: str
    source: str
    said: Mapping[str, tuple[str, ...]]
    differing: tuple[str, ...]
    """Themes that some saw and others did not."""


def compare(
    codings: Iterable[Coding],
    *,
    kind: str = "people",
    themes: Sequence[str] | None = None,
    resamples: int = 1000,
    seed: int = 0,
) -> Agreement:
    """Agreement of all coders in `codings`; units that one coder alone read are left out."""
    table = _by_unit(codings)
    coders = tuple(sorted({coder for row in table.values() for coder in row}))
    names = sorted({theme for row in table.values() for one in row.values() for theme in one.themes})
    sources = [next(iter(row.values())).source for row in table.values()]
    sets = [[row[coder].themes if coder in row else None for coder in coders] for row in table.values()]
    drawing = {"sources": sources, "resamples": resamples, "seed": seed}
    return Agreement(
        kind=kind,
        coders=coders,
        units=len(table),
        sources=len(set(sources)),
        themes=tuple(_theme(theme, sets, coders, drawing) for theme in (themes or names)) if table else (),
        sets=set_alpha(sets, sources=sources, resamples=resamples, seed=seed),
        notes=_notes(len(table), len(set(sources)), kind),
    )


def disagreements(codings: Iterable[Coding]) -> list[Disagreement]:
    """Every unit on which coders differ, most differing themes first."""
    found = []
    for unit, row in _by_unit(codings).items():
        sets = [coding.themes for coding in row.values()]
        differing = frozenset(
            theme
            for theme in frozenset.union(*sets) - frozenset.intersection(*sets)
            if all(coding.looked_for([theme]) for coding in row.values())
        )
        if differing:
            said = {coder: tuple(sorted(coding.themes)) for coder, coding in sorted(row.items())}
            found.append(Disagreement(unit, next(iter(row.values())).source, said, tuple(sorted(differing))))
    return sorted(found, key=lambda one: (-len(one.differing), one.unit))


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Everything the app and the briefs say about agreement, topics and stances apart."""

    people: Mapping[str, Agreement]
    """By facet: 'topic', 'stance'."""
    model: Mapping[str, Agreement]
    """The model's suggestions, sure or not, with each person's blind coding of a random sample."""
    model_sure: Mapping[str, Agreement]
    """The same with only what the model is sure of."""
    workload: Workload
    disagreements: tuple[Disagreement, ...]
    """Between people, topics and stances together."""


def agreement_report(
    reviews: Sequence[Review],
    codebook: Codebook,
    *,
    tags: Sequence[Tag] = (),
    excerpts: Sequence[Excerpt] = (),
    resamples: int = 1000,
    seed: int = 0,
) -> AgreementReport:
    """People with people on all that was coded blind; the model with people on the random sample only.

    Excerpts that the queue chose because they are hard would make the model look worse than it is.
    """
    facets = {
        "topic": [theme.slug for theme in codebook.topics],
        "stance": [theme.slug for theme in codebook.stances],
    }
    people: dict[str, Agreement] = {}
    model: dict[str, Agreement] = {}
    sure: dict[str, Agreement] = {}
    for facet, slugs in facets.items():
        blind = codings_from_reviews(reviews, themes=slugs)
        people[facet] = compare(blind, resamples=resamples, seed=seed)
        sampled = [coding for coding in blind if coding.sampled]
        for bands, into in (((Band.SURE, Band.REVIEW), model), ((Band.SURE,), sure)):
            machine = codings_from_tags(tags, excerpts, themes=slugs, bands=bands)
            into[facet] = with_model(sampled, machine, resamples=resamples, seed=seed)
    everything = codings_from_reviews(reviews)
    return AgreementReport(people, model, sure, workload(reviews), tuple(disagreements(everything)))


def with_model(
    people: Sequence[Coding], machine: Sequence[Coding], *, resamples: int = 1000, seed: int = 0
) -> Agreement:
    """The model against people: each person's coding of a unit meets the model's, people are not held against each other."""
    machine_by_unit = {coding.unit: coding for coding in machine}
    met = [coding for coding in people if coding.unit in machine_by_unit]
    pairs: list[Coding] = []
    for coding in met:
        unit = f"{coding.unit} {coding.coder}"
        model = machine_by_unit[coding.unit]
        pairs += [
            Coding("people", unit, coding.source, coding.themes, coding.sampled),
            Coding(MODEL, unit, coding.source, model.themes, model.sampled),
        ]
    return compare(pairs, kind=MODEL_WITH_PEOPLE, resamples=resamples, seed=seed)


def as_plain(report: AgreementReport) -> dict[str, Any]:
    """The report as plain values for a page or a JSON file."""
    plain = asdict(report)
    return plain | {"workload": plain_workload(report.workload)}


def plain_workload(found: Workload) -> dict[str, Any]:
    """What reviewers did with suggestions they saw, as plain values."""
    return asdict(found) | {"accept_rate": found.accept_rate}


def _by_unit(codings: Iterable[Coding]) -> dict[str, dict[str, Coding]]:
    table: dict[str, dict[str, Coding]] = {}
    for coding in codings:
        table.setdefault(coding.unit, {})[coding.coder] = coding
    return {unit: row for unit, row in sorted(table.items()) if len(row) >= 2}


def _theme(
    theme: str, sets: Sequence[Sequence[frozenset[str] | None]], coders: Sequence[str], drawing: Mapping[str, Any]
) -> ThemeAgreement:
    ratings: Ratings = np.array(
        [[-1 if said is None else int(theme in said) for said in row] for row in sets], dtype=np.int64
    )
    found = coefficients(ratings, categories=2, **drawing)
    uses = {coder: int((ratings[:, at] == 1).sum()) for at, coder in enumerate(coders)}
    suppressed = min(uses.values()) < FEWEST_USES
    return ThemeAgreement(
        theme=theme,
        units=found.units,
        uses=uses,
        prevalence=float((ratings == 1).sum() / (ratings >= 0).sum()),
        percent=float(found.percent.value or 0.0),
        suppressed=suppressed,
        **_shown(found, suppressed),
    )


def _shown(found: Coefficients, suppressed: bool) -> dict[str, Estimate]:
    names = {"kappa": found.cohen, "ac1": found.ac1, "alpha": found.alpha, "fleiss": found.fleiss}
    return {name: Estimate(None) if suppressed else value for name, value in names.items()}


def _notes(units: int, sources: int, kind: str) -> tuple[str, ...]:
    if not units and kind == MODEL_WITH_PEOPLE:
        return (
            "nobody has coded an excerpt of the random sample blind yet, so there is nothing to hold the model against",
        )
    if not units:
        return ("no excerpt has been coded blind by two people yet",)
    if sources < FEWEST_SOURCES:
        return (f"no intervals: the units come from {sources} sources, and it takes {FEWEST_SOURCES}",)
    return ()
