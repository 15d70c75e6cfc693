"""Coded excerpts as further examples of the codebook's themes: they weigh in, take nothing over, and never answer for themselves."""

from dataclasses import replace

import numpy as np
import pytest

from learnbrief.corpus.codebook import Codebook, Theme
from learnbrief.corpus.tag import Band, ScoreKind
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.tagging import Tagger
from learnbrief.nlp.tagging.examples import Examples, examples_of
from learnbrief.nlp.tagging.serialise import from_bytes, to_bytes
from learnbrief.nlp.tagging.teachers import Coded
from learnbrief.nlp.tagging.training import train
from tests.nlp.small import excerpt

THEMES = Codebook(
    (
        Theme("travel", "Getting there", "Transport, parking and the way to the clinic."),
        Theme("food", "Meals", "What patients are given to eat and drink."),
    )
)
BINS = [
    "The yellow bins were full again by noon.",
    "Nobody empties the yellow bins at the weekend.",
    "We wheel the yellow bins down ourselves.",
    "Yellow bins stood in the fire door for two days.",
]
OTHER = ["The rota came late.", "Two nurses left in May.", "Phones ring all morning.", "The chair thanked us all."]
EXCERPTS = {
    one.excerpt_id: one for at, text in enumerate([*BINS, *OTHER]) for one in [excerpt(text, document=f"d{at}")]
}
NEW = excerpt("They asked who takes the yellow bins away.", document="new")


def coded(themes_of_bins: set[str], *, blind: bool = False) -> list[Coded]:
    """The bins as somebody coded them, the rest read and left without a theme."""
    return [
        Coded(one.text, frozenset(themes_of_bins if one.text in BINS else ()), one.document_id, blind=blind,
              excerpt_id=one.excerpt_id)
        for one in EXCERPTS.values()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def examples() -> Examples:
    """What it adds that a coder calls bins 'travel', which no line of the codebook does."""
    (found,) = examples_of(coded({"travel"}), EXCERPTS, {}, THEMES, default_encoder())
    return found


def tagger_with(examples: Examples) -> Tagger:
    learned, _ = train(coded({"travel"}), THEMES, default_encoder())
    return Tagger(THEMES, default_encoder(), learned=from_bytes(to_bytes(replace(learned, examples=(examples,)))))


def test_what_is_like_coded_excerpts_is_suggested_for_review_as_a_similarity(examples):
    """Eight excerpts are no model: they bring a suggestion up and say why, and what is suggested claims no more than before."""
    alone = Tagger(THEMES, default_encoder()).tag([NEW])
    (tag,) = tagger_with(examples).tag([NEW])

    assert "travel" not in {one.theme for one in alone}
    assert (tag.theme, tag.band, tag.score_kind, tag.method) == (
        "travel",
        Band.REVIEW,
        ScoreKind.SIMILARITY,
        "codebook",
    )
    assert tag.reason.source == "coded excerpt"
    assert tag.reason.because in BINS


def test_coding_never_makes_a_tag_sure(examples):
    """However loudly examples speak, 'fairly sure' stays a matter of the codebook until the gate is passed."""
    loud = replace(examples, weights=examples.weights * 50, left_out=examples.left_out * 50)

    assert {one.band for one in tagger_with(loud).tag([NEW])} == {Band.REVIEW}


def test_an_excerpt_that_was_coded_is_scored_without_its_own_source(examples):
    """Else the tags on the blind share would repeat the coding they are held against, and figures would flatter."""
    own = next(row for row, text in enumerate(examples.texts) if text == BINS[0])
    travel = examples.themes.index("travel")
    lone = [replace(one, themes=frozenset({"travel"} if one.text == BINS[0] else ())) for one in coded(set())]
    (only,) = examples_of(lone, EXCERPTS, {}, THEMES, default_encoder())

    assert examples.left_out[own, travel] > 0.05
    assert only.left_out[own, travel] < 0.05  # nobody else calls bins so
    assert not any(one.theme == "travel" for one in tagger_with(only).tag([EXCERPTS[coded_id(BINS[0])]]))


def coded_id(text: str) -> str:
    return next(one.excerpt_id for one in EXCERPTS.values() if one.text == text)


def test_examples_that_would_rank_worse_do_not_join(examples):
    """Coding that contradicts itself from source to source must not spoil what the codebook says."""
    worse = replace(examples, before=0.9, after=0.8)

    assert examples.kept
    assert not worse.kept
    assert tagger_with(worse).tag([NEW]) == Tagger(THEMES, default_encoder()).tag([NEW])


def test_one_source_shows_nothing_and_nothing_joins():
    """With the only source left out nobody speaks, so nothing can be shown to hold."""
    same = [replace(one, source="d0") for one in coded({"travel"})]

    assert examples_of(same, EXCERPTS, {}, THEMES, default_encoder()) == ()


def test_what_is_coded_blind_teaches_but_is_never_shown_as_a_reason():
    """Whoever has yet to code an excerpt blind would read there how somebody else did."""
    (found,) = examples_of(coded({"travel"}, blind=True), EXCERPTS, {}, THEMES, default_encoder())

    assert not found.shown.any()
    assert [one.theme for one in tagger_with(found).tag([NEW])] == ["travel"]
    assert all(one.reason is None for one in tagger_with(found).tag([NEW]))


def test_themes_that_nobody_decided_on_are_left_alone():
    """A coder who only accepted 'travel' has not said that it is no meal."""
    some = [replace(one, decided=frozenset({"travel"})) for one in coded({"travel"})]
    (found,) = examples_of(some, EXCERPTS, {}, THEMES, default_encoder())

    assert np.abs(found.weights[:, found.themes.index("food")]).max() == 0


def test_a_theme_that_the_codebook_has_since_is_left_alone(examples):
    """Examples are held by name: an edited codebook does not get the wrong theme's."""
    more = Codebook((Theme("bins", "Refuse", "Where waste goes."), *THEMES.themes))
    learned, _ = train(coded({"travel"}), THEMES, default_encoder())
    found = Tagger(more, default_encoder(), learned=replace(learned, examples=(examples,))).tag([NEW])

    assert "travel" in {one.theme for one in found}


def test_a_tagger_with_examples_is_another_than_without(examples):
    """Its id names what was tagged by it: the same id would leave old tags in place."""
    learned, _ = train(coded({"travel"}), THEMES, default_encoder())

    assert learned.model_id != replace(learned, examples=(examples,)).model_id
