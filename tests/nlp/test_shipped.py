"""What is learned from our own lines comes with learnbrief, is what learning would give, and stands for nothing else."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from learnbrief.corpus.codebook import Theme, default_codebook
from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.shipped import Weights, read_weights, shipped_weights
from learnbrief.nlp.tagging.codebook_tagger import Teaching

REMEDY = "make them anew: python -m learnbrief.nlp.shipped"
EXCERPTS = ["Nobody told us who decides, so we wait.", "Patients and families helped to design the clinic.", "Lunch."]


@pytest.mark.parametrize("themes", [default_codebook().topics, default_codebook().stances], ids=["topics", "stances"])
def test_what_comes_with_learnbrief_is_what_learning_gives(themes: tuple[Theme, ...]):
    """Learning takes seconds in every process; weights of other lines or of an older way of learning would be wrong tags."""
    encoder = encoder_from("default")
    teaching = Teaching.of(themes)
    known = shipped_weights().get(teaching.key(encoder.name))
    assert known, REMEDY
    learned = teaching.weights(teaching.read(encoder))
    ours, theirs = (teaching.tagger(encoder, {teaching.key(encoder.name): one}) for one in (known, learned))
    vectors = encoder.encode(EXCERPTS)

    assert known.by_teacher == pytest.approx(learned.by_teacher, abs=1e-6), REMEDY
    assert (known.review, known.sure) == pytest.approx((learned.review, learned.sure), abs=1e-6), REMEDY
    assert ours.scores(EXCERPTS, vectors, encoder) == pytest.approx(theirs.scores(EXCERPTS, vectors, encoder), abs=1e-6)


def test_a_changed_line_another_encoder_or_a_theme_less_has_no_weights_with_us():
    """Weights taken for another codebook's would tag by words that nobody wrote there."""
    themes = default_codebook().stances
    encoder = encoder_from("default").name
    changed = [replace(themes[0], definition=themes[0].definition + " And more."), *themes[1:]]

    assert Teaching.of(changed).key(encoder) not in shipped_weights()
    assert Teaching.of(themes[1:]).key(encoder) not in shipped_weights()
    assert Teaching.of(themes[::-1]).key(encoder) not in shipped_weights()
    assert Teaching.of(themes).key("another model") not in shipped_weights()


def test_what_is_not_known_is_learned():
    """An edited codebook must be tagged by its own words: weights of another one are no way out."""
    encoder = encoder_from("default")
    teaching = Teaching.of([Theme("tea", "Tea", "The kettle is on."), Theme("rain", "Rain", "It rains in the yard.")])
    stranger = Weights(np.zeros_like(teaching.targets), 0.1, 0.2)
    tagger = teaching.tagger(encoder, {"another key": stranger})
    text = ["Put the kettle on, please."]

    assert tagger.scores(text, encoder.encode(text), encoder).argmax() == 0
    assert (tagger.review, tagger.sure) != (0.1, 0.2)


def test_a_damaged_file_of_weights_is_refused_with_the_remedy(tmp_path: Path):
    """A bit that fell over would be a wrong tag that nobody can explain."""
    file = tmp_path / "weights.npz"
    by_teacher = np.random.default_rng(0).normal(size=(400, 5))
    np.savez(file, keys=np.array([b"key"]), **{"0/by_teacher": by_teacher, "0/cuts": np.array([0.4, 0.5])})
    assert read_weights(file)["key"].by_teacher.tolist() == by_teacher.tolist()
    broken = bytearray(file.read_bytes())
    broken[-2000] ^= 1
    file.write_bytes(broken)

    with pytest.raises(ModelUnavailable, match=r"weights\.npz.*is damaged; install learnbrief again"):
        read_weights(file)
    with pytest.raises(ModelUnavailable, match=r"none\.npz.*is missing; install learnbrief again"):
        read_weights(tmp_path / "none.npz")
