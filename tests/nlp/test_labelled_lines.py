"""What our labelled lines promise: a format that is checked, every theme and side in number, and a place they stay in."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from string import ascii_lowercase

import numpy as np
import pytest

from learnbrief.corpus.codebook import Theme, default_codebook
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.shipped import weights_for
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.labelled_lines import DEVICES, FORMS, labelled_lines, lines_for, read_batches

HEAD = "text\tthemes\tstances\tform\tdevice\theading\n"


def test_every_theme_side_form_and_device_is_told_in_number():
    """A theme that few lines tell would be the one that is still missed."""
    lines = labelled_lines()
    themes = Counter(theme for line in lines for theme in line.themes)
    stances = Counter(stance for line in lines for stance in line.stances)

    assert len(lines) >= 3000
    assert set(themes) == {theme.slug for theme in default_codebook().topics}
    assert min(themes.values()) > 200
    assert max(themes.values()) < 1.5 * min(themes.values())
    assert set(stances) == {theme.slug for theme in default_codebook().stances}
    assert min(stances.values()) > 250
    assert sum(not line.themes for line in lines) > 250
    assert {line.form for line in lines} == FORMS
    assert min(Counter(line.device for line in lines)[device] for device in DEVICES) > 90


def test_no_line_of_ours_is_one_of_the_codebook():
    """It would be left out with one of the two and taught by the other: its score would be no honest one."""
    known = {text.casefold() for theme in default_codebook().themes for text in (*theme.include, *theme.examples)}

    assert not {line.text.casefold() for line in labelled_lines()} & known


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Nobody came to the clinic.\tequality\tbarrier\tspeech\tplain\t", "theme 'equality'"),
        ("Nobody came to the clinic.\tequity\tobstacle\tspeech\tplain\t", "stance 'obstacle'"),
        ("Nobody came to the clinic.\tequity\t\tspeech\tplain\t", "no stance"),
        ("Nobody came to the clinic.\tequity\tbarrier\ttalk\tplain\t", "form 'talk'"),
        ("Nobody came to the clinic.\tequity\tbarrier\tspeech\tjoke\t", "device 'joke'"),
        ("Nobody came.\tequity\tbarrier\tspeech\tplain\t", "2 words"),
        ("Nobody came\tto the clinic.\tequity\tbarrier\tspeech\tplain\t", "more cells"),
    ],
)
def test_a_line_that_breaks_the_format_is_named(tmp_path: Path, line: str, says: str):
    """Anyone may add lines, and must be told which one is wrong and what would be right."""
    batch = tmp_path / "mine.tsv"
    batch.write_text(
        HEAD + "We meet in the hall on Mondays.\t\tneutral\tminutes\tplain\t\n" + line + "\n", encoding="utf-8"
    )

    with pytest.raises(BadCoding, match=f"mine.tsv line 3: .*{says}"):
        read_batches([batch])


def test_a_line_that_stands_twice_is_refused_with_both_places(tmp_path: Path):
    """In two batches it would teach its own score."""
    for name in ("one.tsv", "two.tsv"):
        (tmp_path / name).write_text(
            HEAD + "We meet in the hall on Mondays.\t\tneutral\tminutes\tplain\t\n", encoding="utf-8"
        )

    with pytest.raises(BadCoding, match=r"two\.tsv line 2: stands in one\.tsv line 2"):
        read_batches([tmp_path / "one.tsv", tmp_path / "two.tsv"])


def test_a_file_with_other_columns_is_refused(tmp_path: Path):
    """A column that is missing would be read as an empty one, and every line as saying nothing."""
    (tmp_path / "mine.tsv").write_text("text\tlabel\nSomething.\tequity\n", encoding="utf-8")

    with pytest.raises(BadCoding, match=r"mine\.tsv line 1: must name the columns text, themes"):
        read_batches([tmp_path / "mine.tsv"])


def test_another_programmes_theme_of_the_same_name_is_not_taught_by_ours():
    """'Culture' in a theatre's codebook is not psychological safety; a side is a side everywhere."""
    theirs = [Theme("culture", "Culture", "Plays, music and dance."), Theme("data", "Data", "Mobile data plans.")]

    assert lines_for(theirs) == []
    assert lines_for(default_codebook().stances)


def test_a_theme_taken_out_of_our_codebook_takes_its_lines_along():
    """Lines about a theme nobody asks for would be read as ordinary text."""
    without = [theme for theme in default_codebook().topics if theme.slug != "spread"]
    found = lines_for(without)

    assert found
    assert not [line for line in found if line.themes == {"spread"}]
    assert [line for line in found if not line.themes]


def test_a_line_that_needs_its_heading_teaches_nothing_by_itself():
    """'Nothing at all' is praise under one question and a complaint under another."""
    assert [line for line in labelled_lines() if line.heading]
    assert not [line for line in lines_for(default_codebook().stances) if line.heading]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("A wonderful plan; I have seen several wonderful plans.", "barrier"),
        ("No forms, no fuss: I asked on Monday and had it by Thursday.", "enabler"),
    ],
)
def test_what_is_said_with_irony_or_by_a_negation_is_heard(text: str, side: str):
    """The codebook's own examples are plain; people in a workshop are not."""
    encoder = encoder_from("default")
    tagger = CodebookTagger.fit(default_codebook().stances, encoder)
    scores = dict(zip(tagger.themes, tagger.scores([text], encoder.encode([text]), encoder)[0], strict=True))

    assert max(scores, key=lambda one: scores[one]) == side


def test_learning_the_same_themes_again_costs_nothing():
    """Three thousand teachers take seconds; a run asks for the tagger at every batch of events."""
    encoder = encoder_from("default")
    once = CodebookTagger.fit(default_codebook().topics, encoder)

    assert CodebookTagger.fit(default_codebook().topics, encoder_from("default")) is once
    assert CodebookTagger.fit(default_codebook().topics[1:], encoder) is not once


class Namesake:
    """An encoder with another's name and vectors of its own, as another file of weights under an old name makes them."""

    def __init__(self, name: str, *, turned: bool) -> None:
        self.name, self._turned = name, turned

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Which letters a text has, in one order or in the other."""
        counts = np.array([[text.lower().count(letter) for letter in ascii_lowercase] for text in texts], float) + 0.01
        rows = (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32).reshape(-1, 26)
        return rows[:, ::-1] if self._turned else rows


def test_two_encoders_of_one_name_do_not_share_what_was_learned():
    """Tags by vectors that the teachers never had would be noise that nobody can see; the same vectors are learned once."""
    themes = (Theme("tea", "Tea", "The kettle is on."), Theme("rain", "Rain", "It rains in the yard."))
    one = CodebookTagger.fit(themes, Namesake("letters", turned=False))
    text, other = ["Put the kettle on, please."], Namesake("letters", turned=True)

    assert CodebookTagger.fit(themes, Namesake("letters", turned=False)) is one
    again = CodebookTagger.fit(themes, other)
    assert again is not one
    assert again.scores(text, other.encode(text), other).argmax() == 0


def test_an_encoder_with_the_default_ones_name_is_not_given_the_weights_that_come_with_us():
    """They were learned from the vectors of one file, which the default encoder checks; a namesake's are others."""
    default = encoder_from("default")

    assert weights_for(default)
    assert not weights_for(Namesake(default.name, turned=False))
