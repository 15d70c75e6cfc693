"""Of clauses that all stand well by themselves, those that say how the work goes are told from scenes, asides and riddles."""

import numpy as np
import pytest

from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.clauses import stands, telling
from learnbrief.nlp.findings.place import Group
from learnbrief.nlp.findings.weights import WEIGHTS
from learnbrief.nlp.findings.word import Reader, ranked
from learnbrief.nlp.informs import Made, informs_weights
from learnbrief.nlp.language.grammar import parse
from tests.nlp.programme import Programme


class OtherEncoder:
    """Vectors for which nothing was learned."""

    name = "another encoder"
    dimensions = 384

    def encode(self, texts):
        """A row per text, by its length."""
        rows = np.ones((len(texts), self.dimensions), dtype=np.float32) * [[len(text)] for text in texts]
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def likely(clause):
    """How likely it tells something, asked of the weights as findings ask."""
    (parsed,) = parse([clause])
    made = Made(stands(clause, list(parsed)), telling(clause), len(clause.split()))
    return informs_weights().informs(default_encoder().encode([clause]), [made])[0]


@pytest.mark.parametrize(
    ("aside", "learned"),
    [
        ("My colleague offered to sit by me and pass biscuits", "Bank staff miss every huddle because it starts before their shift"),
        ("Two of our table were late because of the car park", "Patients are late because the car park is full by nine"),
        ("The sentences are better than the charts", "Nobody reads the charts, so we send each school half a page"),
        ("I only changed one word, and it was the right word to change", "One changed word in the letter halved the missed appointments"),
    ],
)  # fmt: skip
def test_what_was_learned_is_told_from_what_only_took_place(aside, learned):
    """Each of these asides was among the first three statements of a brief on one event."""
    assert likely(aside) < WEIGHTS.near_informs < likely(learned)  # below it nothing even stands beside a headline


def test_another_encoder_is_not_read_with_weights_learned_for_ours():
    """Its numbers mean something else: the words would be put in an order by chance, and no one would see it."""
    made = Programme()
    made.say("Bank staff miss every huddle because it starts before their shift.")
    groups = [[Group((0,), None)]]
    (((other, *_),),) = ranked(made.material(), groups, Reader(OtherEncoder(), made.material().middle))
    (((ours, *_),),) = ranked(made.material(), groups, Reader(default_encoder(), made.material().middle))

    assert (other.informs, ours.informs is not None) == (None, True)
    assert ours.score > other.score


def test_of_one_excerpt_the_clause_that_tells_something_heads_it():
    """Both stand well, the aside better; the brief has room for one."""
    made = Programme()
    made.say("The waiting area has a tank with eleven goldfish. Patients wait ten weeks for a letter.")
    ((clauses,),) = ranked(made.material(), [[Group((0,), None)]], Reader(default_encoder(), made.material().middle))

    assert max(clauses, key=lambda one: one.worth).words.startswith("The waiting area")
    assert clauses[0].words == "Patients wait ten weeks for a letter"


@pytest.mark.parametrize(
    ("words", "able"),
    [
        ("When the doctor we've trained up moves on and we get one who has never seen the form", False),
        ("why outpatient letters are kept where the ward can't see them", False),
        ("When our old manager went, the new one cancelled the Friday practice", True),
        ("Where a clinic moved to a bus route, missed appointments fell", True),
        ("When does the form go out?", True),
        ("What isn't: anything to do with missed-appointment calls", False),
        ("Phones: calls that ring out are down to thirty in a morning", True),
    ],
)
def test_words_that_hang_on_something_not_said_head_nothing(words, able):
    """'When the doctor we trained moves on ...' answers what gets in the way; alone it begins a sentence that never comes."""
    (parsed,) = parse([words])
    assert (stands(words, list(parsed)) > 0) is able


def test_a_question_jotted_down_with_its_mark_in_front_heads_no_report():
    """'? could the two hospitals share one bank of people' stood in a brief as what was learned."""
    made = Programme()
    made.say("? could the two hospitals share one bank of people to cover. Never been tried.")
    ((clauses,),) = ranked(made.material(), [[Group((0,), None)]], Reader(default_encoder(), made.material().middle))

    assert not any("could the two hospitals" in one.words for one in clauses)
