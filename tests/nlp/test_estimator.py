"""The tagger in scikit-learn's hands: whoever knows a classifier of theirs can use ours without learning anything new."""

import pickle

import numpy as np
import pandas
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.nlp.tagging.estimator import PRECOMPUTED, ThemeTagger
from learnbrief.nlp.tagging.training import train
from tests.nlp.small import WordEncoder
from tests.nlp.test_tagging_learned import BOATS_AND_BREAD, coding

EXCLUDED = {
    "check_classifier_multioutput": "it asks that what applies is what is likelier than not; of several themes ours applies from "
    "the cut with the best F1, which for a rare theme lies lower",
}
"""Every check of scikit-learn's that is not passed, with the reason."""


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@parametrize_with_checks([ThemeTagger(encoder=PRECOMPUTED)], expected_failed_checks=lambda _tagger: EXCLUDED)
def test_scikit_learn_finds_nothing_amiss(estimator, check):
    """Grid search, pipelines and calibration rest on these habits. Scikit-learn has checks for matrices and none for texts."""
    check(estimator)


def boats_and_bread(count=90):
    """Texts, what coders said of them as a table, and their sources."""
    coded = coding(count)
    table = pandas.DataFrame({theme: [int(theme in one.themes) for one in coded] for theme in ("boats", "bread")})
    return [one.text for one in coded], table, [one.source for one in coded]


def test_cross_validation_leaves_whole_sources_out_and_finds_the_themes_again():
    """What a researcher does first with any classifier: see how well it does on sources that did not teach."""
    texts, table, sources = boats_and_bread()
    tagger = ThemeTagger(encoder=WordEncoder())
    found = cross_val_predict(tagger, np.array(texts, dtype=object), table, groups=sources, cv=GroupKFold(3))

    assert (found == table.to_numpy()).mean() > 0.9
    assert list(tagger.fit(texts, table).classes_) == ["boats", "bread"]


def test_it_stands_at_the_end_of_a_pipeline_and_reads_a_column_of_a_table():
    """Texts come as columns of data frames more often than as lists."""
    texts, table, _ = boats_and_bread(30)
    steps = make_pipeline(FunctionTransformer(), ThemeTagger(encoder=WordEncoder()))

    found = steps.fit(pandas.Series(texts), table).predict_proba(pandas.Series(texts))

    assert found.shape == (30, 2)
    assert ((found >= 0) & (found <= 1)).all()


def test_with_a_codebook_it_says_what_the_tagger_of_the_app_would_say():
    """One tagger, not two that differ: what is measured in a notebook holds for the app."""
    coded, encoder = coding(), WordEncoder()
    texts, table, sources = boats_and_bread()
    ours = ThemeTagger(BOATS_AND_BREAD, encoder=encoder).fit(texts, table, groups=sources)
    theirs, _ = train(coded, BOATS_AND_BREAD, encoder)
    vectors = encoder.encode(texts)

    assert np.allclose(ours.predict_proba(texts), theirs.facets[0].decide(texts, vectors).probability)
    assert (ours.predict(texts) == theirs.facets[0].decide(texts, vectors).applies).all()
    assert (ours.sure(texts) <= ours.predict(texts)).all()


def test_themes_come_in_the_order_of_the_codebook_whatever_facet_they_are_of():
    """Topics are learned before stances; a column told as another theme's would be a wrong result that nobody sees."""
    texts, table, _ = boats_and_bread()
    mixed = Codebook((Theme("bread", "Second kind", "", Facet.STANCE), Theme("boats", "First kind", "")))
    tagger = ThemeTagger(mixed, encoder=WordEncoder()).fit(texts, table)
    new = ["The slow ship sailed past buoy 91.", "A proud loaf was baked at 92."]

    assert list(tagger.classes_) == ["bread", "boats"]
    assert tagger.predict_proba(new).argmax(axis=1).tolist() == [1, 0]


def test_an_empty_cell_teaches_nothing():
    """Coding is often of some themes only; what nobody looked for is not absent, and must not be learned as if it were."""
    texts, table, _ = boats_and_bread()
    vectors = WordEncoder().encode(texts)
    decided = np.arange(len(texts)) % 2 == 0
    partly = table[["boats"]].astype(float).where(decided[:, None])
    with_gaps = ThemeTagger(encoder=PRECOMPUTED).fit(vectors, partly)
    without = ThemeTagger(encoder=PRECOMPUTED).fit(vectors[decided], partly[decided])

    assert np.allclose(with_gaps.predict_proba(vectors), without.predict_proba(vectors))
    nobody = table.assign(bread=np.nan)
    assert ThemeTagger(encoder=PRECOMPUTED).fit(vectors, nobody).predict(vectors)[:, 0].any()


def test_labels_that_exclude_each_other_are_told_one_per_text():
    """A column of labels is the commonest coding there is."""
    texts, table, _ = boats_and_bread()
    labels = np.select([table["boats"] == 1, table["bread"] == 1], ["boats", "bread"], "neither")
    tagger = ThemeTagger(encoder=WordEncoder()).fit(texts, labels)

    assert (tagger.predict(texts) == labels).mean() > 0.9
    assert np.allclose(tagger.predict_proba(texts).sum(axis=1), 1)


def test_a_taught_tagger_is_kept_and_says_the_same_again():
    """Pipelines store what they fit; its encoder is read anew and is no part of the file."""
    texts, table, _ = boats_and_bread(30)
    tagger = clone(ThemeTagger()).fit(texts, table)
    kept = pickle.dumps(tagger)

    assert (pickle.loads(kept).predict_proba(texts) == tagger.predict_proba(texts)).all()
    assert len(kept) < 2_000_000


@pytest.mark.parametrize(
    ("texts", "y", "codebook", "message"),
    [
        (["a boat", None], [[1, 0], [0, 1]], None, "X, row 1: is NoneType and no text"),
        ("a boat", [[1, 0]], None, "a sequence of texts"),
        ([], [], None, "at least one"),
        (["a boat"], [[1, 2]], None, "0, 1 or nothing"),
        (["a boat"], pandas.DataFrame({"trains": [1]}), BOATS_AND_BREAD, "'trains', which is no theme"),
        (["a boat"], [[1]], BOATS_AND_BREAD, "1 columns, the codebook 2 themes"),
        (["a boat"], ["boats"], BOATS_AND_BREAD, "a column per theme of the codebook"),
        (["a boat"], None, None, "requires y"),
    ],
)
def test_what_cannot_teach_is_refused_in_words(texts, y, codebook, message):
    """The commonest mistakes end in a line that says what to change, not in a traceback out of the ridge."""
    with pytest.raises(ValueError, match=message):
        ThemeTagger(codebook, encoder=WordEncoder()).fit(texts, y)


def test_vectors_and_a_codebook_do_not_go_together():
    """A codebook is text: without an encoder its lines would silently not teach."""
    with pytest.raises(ValueError, match="leave it out"):
        ThemeTagger(BOATS_AND_BREAD, encoder=PRECOMPUTED).fit(np.eye(2), [[1, 0], [0, 1]])


def test_an_untaught_tagger_says_so():
    """Rather than an attribute error."""
    with pytest.raises(NotFittedError):
        ThemeTagger(encoder=WordEncoder()).predict(["a boat"])
