"""What is made once for all of these tests."""

import pytest

from learnbrief.corpus.codebook import default_codebook
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.tagging import Tagger


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """The default codebook's, before any coding."""
    return Tagger(default_codebook(), encoder_from("default"))
