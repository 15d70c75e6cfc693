"""What is reserved for blind coding."""

from learnbrief.corpus.blind import BLIND_SHARE, random_sample, reserved
from tests.corpus.conftest import document, excerpts_of

EXCERPTS = excerpts_of(document("".join(f"Line number {n} of the notes.\n" for n in range(300))))


def test_what_a_coder_has_finished_is_no_longer_hidden_from_them():
    """A suggestion leads only whoever has not decided yet; for everybody else the draw stays the same."""
    sample = random_sample(EXCERPTS, share=BLIND_SHARE, seed=0)
    first = min(sample)

    assert 60 < len(sample) < 140
    assert reserved(EXCERPTS, [], seed=0) == sample
    assert reserved(EXCERPTS, [first], seed=0) == sample - {first}
    assert reserved(EXCERPTS, [], seed=1) != sample
