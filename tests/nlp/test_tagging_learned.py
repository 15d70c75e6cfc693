"""A tagger that people's coding teaches: it takes over where blind coding bears it out, and is kept as it was."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from learnbrief.corpus.codebook import Codebook, Theme
from learnbrief.corpus.errors import BadCoding, BrokenStore, ModelUnavailable
from learnbrief.corpus.tag import Action, Review, ScoreKind
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.tagging import Tagger, tag_excerpts
from learnbrief.nlp.tagging.coding import coded_from_reviews
from learnbrief.nlp.tagging.features import TextFeatures, alike
from learnbrief.nlp.tagging.ridge import teach
from learnbrief.nlp.tagging.serialise import from_bytes, to_bytes
from learnbrief.nlp.tagging.teachers import Coded
from learnbrief.nlp.tagging.training import train
from tests.nlp.small import excerpt


def coding(count: int = 90, *, blind: bool = True) -> list[Coded]:
    """Coding of a small invented framework: about boats or about bread, in nine documents, with some of neither."""
    kinds = [
        ("boats", "The {} sailed past buoy {}."),
        ("bread", "A {} loaf was baked at {}."),
        (None, "The {} sky, {}."),
    ]
    words = ["red", "small", "slow", "proud", "quiet", "early", "late"]
    found = []
    for number in range(count):
        theme, text = kinds[number % 3]
        found.append(
            Coded(
                text.format(words[number % 7], number),
                frozenset([theme] if theme else []),
                f"document {number // 3 % 9}",
                blind=blind,
            )
        )
    return found


BOATS_AND_BREAD = Codebook((Theme("boats", "First kind", ""), Theme("bread", "Second kind", "")))


def test_sixteen_times_the_teachers_are_heard_at_half_the_loudness():
    """What themes are worth beside each other must not depend on who wrote more about which."""
    texts = [one.text for one in coding(12)]
    targets = np.array([["boats" in one.themes, "bread" in one.themes] for one in coding(12)], dtype=float)
    vectors = default_encoder().encode(texts)
    taught = teach(texts, vectors, targets, ease=np.full(12, 0.5), sources=texts)
    evened = taught.evened(np.array([16.0, 1.0]))
    softer = evened.ridge.scores(texts, vectors) / taught.ridge.scores(texts, vectors)

    assert np.allclose(softer[:, 1] / softer[:, 0], 2)
    assert np.allclose(evened.left_out / taught.left_out, softer)


def test_a_left_out_score_is_what_a_ridge_without_the_source_would_say():
    """Calibration, cuts and the gate rest on this identity."""
    texts = [one.text for one in coding(24)]
    sources = [one.source for one in coding(24)]
    targets = np.array([["boats" in one.themes, "bread" in one.themes] for one in coding(24)], dtype=float)
    vectors, ease = default_encoder().encode(texts), np.full(24, 0.5)
    whole = teach(texts, vectors, targets, ease=ease, sources=sources)
    features, _ = TextFeatures.fit(texts)
    likeness = alike(features(texts), vectors)
    out = np.array([source == sources[0] for source in sources])
    weights = np.linalg.solve(likeness[np.ix_(~out, ~out)] + np.diag(ease[~out]), targets[~out])

    assert np.allclose(whole.left_out[out], likeness[np.ix_(out, ~out)] @ weights)


@pytest.fixture(scope="module")
def learned():
    return train(coding(), BOATS_AND_BREAD, default_encoder())


def test_enough_blind_coding_that_agrees_better_takes_over(learned):
    """The gate opens on evidence: 30 positives in nine documents, and better agreement than bare names give."""
    tagger, decisions = learned

    assert tagger.taken_over == {"boats", "bread"}
    assert all(decision.learned > (decision.codebook or 0) for decision in decisions)


def test_a_taken_over_theme_says_probability_and_names_a_coded_excerpt(learned):
    """Calibrated on coding, and the reason is what people coded alike."""
    tagger, _ = learned
    new = excerpt("The old boat sailed past buoy 7.")
    tag = tag_excerpts([new], BOATS_AND_BREAD, default_encoder(), learned=tagger)[0]

    assert (tag.theme, tag.score_kind, tag.method) == ("boats", ScoreKind.PROBABILITY, tagger.model_id)
    assert tag.reason is not None
    assert tag.reason.source == "coded excerpt"


def test_a_kept_tagger_is_the_same_tagger(learned):
    """A model outlives its process as plain arrays, and decides as before."""
    tagger, _ = learned
    again = from_bytes(to_bytes(tagger))
    texts = [one.text for one in coding(12)]
    vectors = default_encoder().encode(texts)

    assert again.model_id == tagger.model_id
    assert again.scores == tagger.scores
    for before, after in zip(tagger.facets, again.facets, strict=True):
        assert np.allclose(
            before.decide(texts, vectors).probability, after.decide(texts, vectors).probability, atol=1e-4
        )


def test_bytes_that_are_no_tagger_are_refused():
    """A damaged store is told of in one line."""
    with pytest.raises(BrokenStore, match="learnbrief learn"):
        from_bytes(b"not a tagger")


def test_coding_seen_with_suggestions_takes_nothing_over():
    """Whoever saw the suggestion first is no independent judge of it."""
    tagger, decisions = train(coding(blind=False), BOATS_AND_BREAD, default_encoder())

    assert tagger.taken_over == frozenset()
    assert all("blind" in decision.why for decision in decisions)


def test_five_coded_excerpts_are_enough_to_learn_from():
    """Evaluators start with a handful; it must help a little and break nothing."""
    tagger, _ = train(coding(5), BOATS_AND_BREAD, default_encoder())
    facet = tagger.facets[0]
    texts = ["The blue boat sailed past buoy 90.", "The wide sky, 4."]
    decided = facet.decide(texts, default_encoder().encode(texts))

    assert decided.probability[0, 0] > decided.probability[1, 0]


def test_an_undecided_theme_is_unknown_and_not_absent():
    """Someone who only confirmed one theme has said nothing of the others."""
    partial = [
        Coded(one.text, one.themes & {"boats"}, one.source, decided=frozenset({"boats"}), blind=True)
        for one in coding()
    ]
    tagger, decisions = train(partial, BOATS_AND_BREAD, default_encoder())

    assert tagger.scores["boats"]["coded"] == 90
    assert tagger.scores["bread"]["coded"] == 0
    assert [decision.theme for decision in decisions if decision.takes_over] == ["boats"]


def test_no_coding_is_refused_with_the_remedy():
    """'learn' before any review must say what to do."""
    with pytest.raises(BadCoding, match="nothing is coded yet"):
        train([], BOATS_AND_BREAD, default_encoder())


def test_coding_with_a_strange_theme_is_refused():
    """Imported coding may follow another codebook."""
    with pytest.raises(BadCoding, match="'trains'"):
        train([Coded("A train.", frozenset({"trains"}), "d")], BOATS_AND_BREAD, default_encoder())


def test_a_tagger_taught_with_another_encoder_is_refused(learned):
    """Vectors of two encoders cannot be compared."""

    class Other:
        name = "other"

        def encode(self, texts):
            return default_encoder().encode(texts)

    with pytest.raises(ModelUnavailable, match="train again"):
        Tagger(BOATS_AND_BREAD, Other(), learned=learned[0])


def review(action: Action, theme: str | None, minute: int, *, blind: bool = True) -> Review:
    made = datetime(2025, 3, 1, tzinfo=UTC) + timedelta(minutes=minute)
    return Review(
        f"r{minute}", action, "coder", made, "d1", 1, 0, 12, theme, blind=blind, sample="random-0" if blind else None
    )


def test_the_last_word_on_a_theme_teaches():
    """Reviews are append-only: a later rejection replaces an earlier acceptance."""
    said = [
        review(Action.ACCEPT, "boats", 1),
        review(Action.REJECT, "boats", 2),
        review(Action.ADD, "bread", 3),
    ]
    (coded,) = coded_from_reviews([excerpt("twelve chars")], said)

    assert coded.themes == {"bread"}
    assert coded.decided == {"boats", "bread"}
    assert coded.blind


def test_a_finished_excerpt_decides_every_theme():
    """'Done' says that what is not tagged does not apply."""
    (coded,) = coded_from_reviews([excerpt("twelve chars")], [review(Action.DONE, None, 1, blind=False)])

    assert coded.decided is None
    assert coded.themes == frozenset()
    assert not coded.blind
