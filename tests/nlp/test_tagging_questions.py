"""An answer is read with its question, once people have coded answers to it."""

import io
import json

import numpy as np
import pytest

from learnbrief.corpus.codebook import Codebook, Theme
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.tagging import thresholds
from learnbrief.nlp.tagging.learned_tagger import TARGET, learn_facet
from learnbrief.nlp.tagging.questions import ENOUGH_ANSWERS, as_asked, counting
from learnbrief.nlp.tagging.serialise import from_bytes, to_bytes
from learnbrief.nlp.tagging.teachers import Coded
from learnbrief.nlp.tagging.thresholds import HeldOut, review_cuts
from learnbrief.nlp.tagging.training import train

GOOD, BETTER = "What was good?", "What could be better?"
THEMES = (Theme("content", "Content", ""), Theme("unhappy", "Unhappy", ""))
NOTHINGS = ("Nothing.", "Nothing at all", "Not a lot", "Nothing comes to mind", "No, nothing really")
SPECIFIC = ("the porridge in hall {}", "the lift on floor {}", "parking by gate {}", "the nurse on bay {}")


def answers(*, count: int = 120) -> list[Coded]:
    """Invented answers: 'nothing' is praise or complaint by its question, anything named is the other way round."""
    found = []
    for number in range(count):
        for question, named, unnamed in ((GOOD, "content", "unhappy"), (BETTER, "unhappy", "content")):
            bare = number % 2 == 0
            text = NOTHINGS[number // 2 % len(NOTHINGS)] if bare else SPECIFIC[number % 4].format(number)
            theme = unnamed if bare else named
            found.append(Coded(text, frozenset({theme}), f"answer {number} {question}", blind=True, question=question))
    return found


@pytest.fixture(scope="module")
def model():
    return learn_facet(answers(), THEMES, None, default_encoder(), target=TARGET)[0]


@pytest.mark.parametrize("question", [GOOD, GOOD.upper(), "What was\n good?"])
def test_nothing_is_a_complaint_under_one_question_and_praise_under_the_other(model, question):
    """Read without their question, these answers are the commonest false tags there are."""
    texts = ["Nothing at all", "Nothing."]
    decided = model.decide(texts, default_encoder().encode(texts), [question, BETTER])

    assert decided.applies.tolist() == [[False, True], [True, False]]


def test_what_answers_no_question_that_was_coded_is_read_by_itself(model):
    """A heading of tomorrow's workshop must not lose tags because nobody has coded under it."""
    texts = ["Nothing at all", "the lift on floor 3"]
    vectors = default_encoder().encode(texts)
    alone, elsewhere = model.decide(texts, vectors), model.decide(texts, vectors, ["A new heading", None])

    assert np.array_equal(alone.probability, elsewhere.probability)
    assert np.array_equal(alone.applies, elsewhere.applies)


def test_a_question_counts_only_with_enough_answers_from_several_sources():
    """What one survey alone says to a question could not be checked on a survey that did not teach."""
    many = [Coded("Yes", frozenset(), f"survey {number % 2}", question=GOOD) for number in range(ENOUGH_ANSWERS)]
    single = [Coded("Yes", frozenset(), "one survey", question=BETTER) for _ in range(ENOUGH_ANSWERS)]

    assert counting([*many, *single, Coded("Yes", frozenset(), "other")]) == (as_asked(GOOD),)
    assert counting(many[1:]) == ()


def test_a_kept_tagger_still_knows_the_questions():
    """What was learned overnight is what tags in the morning."""
    tagger, _ = train(answers(count=40), Codebook(THEMES), default_encoder())
    again = from_bytes(to_bytes(tagger))
    texts, asked = ["Nothing at all", "Nothing."], [GOOD, BETTER]
    vectors = default_encoder().encode(texts)
    before, after = (one.facets[0].decide(texts, vectors, asked) for one in (tagger, again))

    assert again.model_id == tagger.model_id
    assert np.allclose(before.probability, after.probability, atol=1e-4)
    assert not np.allclose(after.probability, again.facets[0].decide(texts, vectors).probability, atol=1e-2)


def test_a_tagger_kept_before_questions_counted_still_opens():
    """An upgrade must not take a trained tagger away."""
    plain = [Coded(one.text, one.themes, one.source, blind=True) for one in answers(count=20)]
    kept = to_bytes(train(plain, Codebook(THEMES), default_encoder())[0])
    with np.load(io.BytesIO(kept)) as packed:
        arrays = {name: packed[name] for name in packed.files}
    about = json.loads(arrays["about"].tobytes()) | {"format": "learnbrief/tagger/1"}
    for facet in about["facets"]:
        del facet["questions"]
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    old = io.BytesIO()
    np.savez_compressed(old, allow_pickle=False, **arrays)

    assert from_bytes(old.getvalue()).model_id == from_bytes(kept).model_id


def test_a_theme_whose_best_cut_is_mostly_wrong_is_cut_higher(monkeypatch):
    """A theme that is right once in ten suggestions costs reviewers more than it finds."""
    scores = np.linspace(0, 1, 400)[:, None].repeat(2, axis=1)
    truth = np.zeros((400, 2))
    truth[380:, 0] = 1
    truth[::10, 1] = 1
    known = np.ones((400, 2), dtype=bool)
    lines = HeldOut(np.array([[0.9, 0.0], [0.0, 0.1]]), np.eye(2), np.ones((2, 2), dtype=bool))
    guarded = (scores >= review_cuts(HeldOut(scores, truth, known), lines)).sum(axis=0)
    monkeypatch.setattr(thresholds, "LEAST_RIGHT", 0.0)
    least_bad = (scores >= review_cuts(HeldOut(scores, truth, known), lines)).sum(axis=0)

    assert guarded[0] == least_bad[0]
    assert guarded[1] < least_bad[1]
