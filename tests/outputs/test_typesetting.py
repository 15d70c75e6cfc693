"""Pages are set by one compiler for the whole process, and nobody sees that of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from learnbrief.outputs.layout.findings import SIZES
from learnbrief.outputs.layout.outline import printed
from learnbrief.outputs.render.typesetting import typeset
from tests.outputs.conftest import build

PAGE = SIZES["cohort"][-1]


def test_several_people_can_ask_for_a_pdf_at_the_same_moment():
    """The app answers each in a thread of its own, and a compiler at work refuses whoever comes second."""
    brief, together = build(), Barrier(4)

    def asked(points):
        together.wait()
        return typeset(brief, printed(brief, PAGE, 1), {}, points)

    with ThreadPoolExecutor(4) as people:
        made = list(people.map(asked, (9.0, 9.2, 9.4, 9.6)))

    assert all(one.startswith(b"%PDF") for one in made)
    assert len(set(made)) == 4


def test_a_brief_leaves_nothing_in_the_one_that_is_set_after_it():
    """What a compiler keeps of one programme must not come out in the file of another."""
    ours, theirs = build(), build(title="Another programme (fictional)")
    first, between, again = (typeset(one, printed(one, PAGE, 1), {}, 9.6) for one in (ours, theirs, ours))

    assert first == again
    assert between != first
