"""Agreement between coders, and between the model and coders."""

from learnbrief.nlp.agreement.codings import (
    Coding,
    Workload,
    codings_from_reviews,
    codings_from_tags,
    unit_of_excerpt,
    workload,
)
from learnbrief.nlp.agreement.coefficients import Coefficients, Estimate, coefficients
from learnbrief.nlp.agreement.pairs import Pair, pairs_of
from learnbrief.nlp.agreement.report import (
    Agreement,
    AgreementReport,
    Disagreement,
    ThemeAgreement,
    agreement_report,
    as_plain,
    compare,
    disagreements,
    plain_workload,
    with_model,
)
from learnbrief.nlp.agreement.sets import masi, set_alpha

__all__ = [
    "Agreement",
    "AgreementReport",
    "Coding",
    "Coefficients",
    "Disagreement",
    "Estimate",
    "Pair",
    "ThemeAgreement",
    "Workload",
    "agreement_report",
    "as_plain",
    "codings_from_reviews",
    "codings_from_tags",
    "coefficients",
    "compare",
    "disagreements",
    "masi",
    "pairs_of",
    "plain_workload",
    "set_alpha",
    "unit_of_excerpt",
    "with_model",
    "workload",
]
