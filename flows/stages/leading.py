"""Who leads a talk though no label of the file says so: by the register, as a coach does, or by how they speak."""

from dataclasses import replace

from learnbrief.corpus.deidentify import Deidentifier
from learnbrief.corpus.document import SHAPE_READ, Document, Speech
from learnbrief.corpus.hosts import hosts
from learnbrief.corpus.readers import Reading
from learnbrief.corpus.readers.reading import NOBODY_LEADS
from learnbrief.corpus.speakers import speech_of
from learnbrief.corpus.store import Store


def leading_by_register(deidentifier: Deidentifier, store: Store, reading: Reading) -> int:
    """How many speakers the register knows as facilitator, coach or presenter, where no label of the file marks any."""
    if not reading.nobody_leads:
        return 0
    known = store.participants.all()
    people = {deidentifier.speaker(label).strip("[]") for label in reading.speakers}
    return sum(speech_of(known[one].role) is not Speech.PARTICIPANT for one in people & known.keys())


def told_who_leads(document: Document, store: Store) -> Document:
    """The document, with those counted in how it was read who lead it by how they speak: what they say is cut as a leader's."""
    participants = store.participants.all()
    known = {label: participants.get(label.strip("[]")) for label in hosts(document, participants)}
    by_words = [one for one in known.values() if one is None or speech_of(one.role) is Speech.PARTICIPANT]
    read_as = document.attributes.get(SHAPE_READ, "")
    if not by_words or not read_as:
        return document
    leading = f"{len(by_words)} {'leads' if len(by_words) == 1 else 'lead'} (by how they speak)"
    told = read_as.replace(NOBODY_LEADS, leading) if NOBODY_LEADS in read_as else f"{read_as}, {leading}"
    return replace(document, attributes={**document.attributes, SHAPE_READ: told})
