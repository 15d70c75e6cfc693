"""What a language model is worth is told from what it was asked, once, beside what is used without it."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

import judge_pairs
import judge_sentences
from _asked import Asked, yes
from sentence_check import FAITHFUL, FREELY, REPORTED, pairs
from sides import Meant, first_of, judged

from learnbrief.corpus.errors import ModelUnavailable
from tests.nlp.programme import Programme

NOBODY = "http://127.0.0.1:9/v1"
QUESTION = [{"role": "user", "content": "Is the lift slow?"}]


def test_what_was_answered_is_not_asked_again(tmp_path):
    """An answer takes seconds: a run that was cut short goes on from its file, and another model or question does not read it."""
    kept = tmp_path / "answers.jsonl"
    with pytest.raises(ModelUnavailable):
        Asked(NOBODY, "small", kept)(QUESTION, ("Yes", "No"))
    kept.write_text(json.dumps([Asked(NOBODY, "small", kept).key(QUESTION, ("Yes", "No")), [0.8, 0.2]]) + "\n", "utf-8")

    assert yes(Asked(NOBODY, "small", kept), QUESTION) == pytest.approx(0.8)
    with pytest.raises(ModelUnavailable):
        Asked(NOBODY, "large", kept)(QUESTION, ("Yes", "No"))


def test_neither_yes_nor_no_leans_nowhere():
    """Taken as a no, a model that says something else would look careful."""
    assert yes(lambda *_: [0.0, 0.0], QUESTION) == 0.5


def test_prompts_are_chosen_on_one_programme_and_told_of_others():
    """A prompt chosen on what it is told of would flatter the model."""
    known = judge_pairs.pairs()
    trial, told = (judge_pairs.asked_of(known, of) for of in (judge_pairs.CHOSEN_ON, judge_pairs.REPORTED))

    assert not {pair.programme for pair in trial} & {pair.programme for pair in told}
    assert {pair for pair in known if pair.judged == judge_pairs.MAKES} <= {*trial, *told}
    assert judge_pairs.asked_of(known, judge_pairs.REPORTED) == told
    words = {word for pair in known for word in (pair.clause, pair.excerpt)}
    assert not words & {word for clause, excerpt, _ in judge_pairs.EXAMPLES for word in (clause, excerpt)}


def test_a_judge_that_knows_lifts_both_and_one_that_is_contrary_does_not():
    """The mean of ranks is told because neither measure is to win by its scale."""
    some = [
        judge_pairs.Pair("demo", "a", str(at), judge_pairs.MAKES if at % 2 else judge_pairs.NOT, 0.5) for at in range(6)
    ]
    right = judge_pairs.row("right", some, [pair.judged == judge_pairs.MAKES for pair in some])
    wrong = judge_pairs.row("wrong", some, [pair.judged != judge_pairs.MAKES for pair in some])

    assert (right["judge"], right["both"], right["word by word"]) == (1.0, 1.0, 0.5)
    assert (wrong["judge"], wrong["both"]) == (0.0, 0.0)


def test_sentences_are_drawn_from_the_reported_half_alone_some_of_each_kind():
    """The rules were made on the other half, and a kind that is left out would not be missed in a mean."""
    known, evidence = pairs()
    some = judge_sentences.asked_of(known)

    assert {pair.half for pair in some} == {REPORTED}
    assert {pair.kind for pair in some} == {pair.kind for pair in known}
    assert sum(pair.kind in (FAITHFUL, FREELY) for pair in some) == 2 * judge_sentences.OF_FAITHFUL
    said = evidence[some[0].case]
    assert all(one.text in judge_sentences.borne_out(some[0].claim, said)[-1]["content"] for one in said)


def test_a_no_to_a_faithful_sentence_counts_against_the_judge():
    """Whoever says no to everything finds every fault."""
    known, _ = pairs()
    some = judge_sentences.asked_of(known)
    told = judge_sentences.rows(dict.fromkeys(some, 1.0), dict.fromkeys(some, (False, False)))

    assert {row["kind"]: row["judge"] for row in told}[FAITHFUL] == 1.0
    assert judge_sentences.auc(dict.fromkeys(some, 1.0), FAITHFUL) == 0.5


def test_the_judge_votes_on_barriers_and_helps_as_in_a_run():
    """The figure is of what a run does: half its say on the two, none on actions and questions."""
    scores, said = np.array([[0.2, 0.4, 0.6]]), np.array([[1.0, 0.0, 0.0]])
    ways = judged(scores, said, ("barrier", "enabler", "action"))

    assert ways["with the judge, barriers and helps"].tolist() == [[0.6, 0.2, 0.6]]
    assert ways["with the judge, every side"].tolist() == [[0.6, 0.2, 0.3]]
    assert ways["judge alone"] is said


def test_the_first_passages_are_those_of_the_plan_in_the_order_of_documents():
    """The figures without the judge are of the same passages, or the two could not be held against each other."""
    made = Programme()
    ids = [made.say(words) for words in ("The lift is slow.", "Lunch came.", "We like the lift.", "Mend the lift.")]
    found = Meant(tuple(made.excerpts), {ids[3]: frozenset({"action"}), ids[0]: frozenset({"barrier"})}, frozenset())

    assert list(first_of(found, 1).sides) == [ids[0]]
    assert first_of(found, 1).excerpts == found.excerpts
    assert first_of(found, 9).sides == found.sides
