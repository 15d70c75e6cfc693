"""Between two discoveries topics take in what is new, and what is new alone."""

from datetime import date

from learnbrief.corpus.finding import Topic
from learnbrief.flows.stages.topics import still_there, topics_after_workshop, topics_of_the_month
from tests.corpus.conftest import document, excerpts_of

WARDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
LIFTS = "".join(f"The lift by the {ward} ward is out of order again and nobody repairs it.\n" for ward in WARDS)
NEARER = "The lift by the ward is out of order again and nobody repairs it.\n"
"""Nearer to the middle of them all than most of them are."""


def kept(store, document_id: str, text: str):
    made = document(text, document_id=document_id, event_id="harbour-day-one", date=date(2025, 3, 5))
    store.documents.add(made)
    store.excerpts.put(made, excerpts_of(made))
    return [excerpt.excerpt_id for excerpt in excerpts_of(made)]


def test_what_the_discovery_left_out_waits_for_the_next_and_what_is_new_joins(tagged, tagged_store):
    """A run with one new workshop read every word of the programme again, and grew topics to which nothing was added."""
    *members, left_out = kept(tagged_store, "d-lifts", LIFTS + NEARER)
    topics_of_the_month(tagged, tagged_store)
    tagged_store.topics.put([Topic("t-lifts", "lift repairs", ("lift",), tuple(members))])

    topics_after_workshop(tagged, tagged_store)
    [topic] = still_there(tagged_store)
    assert topic.excerpts == tuple(members)

    [new] = kept(tagged_store, "d-more", NEARER.replace("again", "once again"))
    topics_after_workshop(tagged, tagged_store)
    [topic] = still_there(tagged_store)
    assert new in topic.excerpts
    assert left_out not in topic.excerpts
