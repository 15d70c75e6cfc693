"""What plain word counting would do, so that every figure has a floor beside it."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Theme
from learnbrief.nlp.tagging.teachers import teaching_lines

NEAR_THE_BEST = 0.9  # a second theme counts when it is nearly as alike as the first


def tfidf_svc(
    train_texts: Sequence[str],
    train_truth: NDArray[np.bool_],
    test_texts: Sequence[str],
    *,
    told: Callable[[], object] = lambda: None,
) -> NDArray[np.bool_]:
    """TF-IDF of words and pairs with a balanced linear support vector machine per theme; `told` after each theme."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2 if len(train_texts) > 50 else 1)
    train, test = vectorizer.fit_transform(train_texts), vectorizer.transform(test_texts)
    found = np.zeros((len(test_texts), train_truth.shape[1]), dtype=bool)
    for column, truth in enumerate(train_truth.T):
        if truth.any() and not truth.all():
            found[:, column] = LinearSVC(class_weight="balanced").fit(train, truth).predict(test)
        else:
            found[:, column] = truth.all()
        told()
    return found


def tfidf_codebook(themes: Sequence[Theme], texts: Sequence[str]) -> NDArray[np.bool_]:
    """The theme whose codebook entry shares most rare words with the text, and any that comes near."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    entries = ["\n".join(line.text for line in teaching_lines([theme])) for theme in themes]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), stop_words="english").fit(entries)
    alike = (vectorizer.transform(texts) @ vectorizer.transform(entries).T).toarray()
    best = alike.max(axis=1, keepdims=True)
    found: NDArray[np.bool_] = (alike >= NEAR_THE_BEST * best) & (alike > 0)
    return found
