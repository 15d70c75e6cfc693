"""Who leads a talk by the register: a coach speaks under a name, and no label of the file says what they are."""

from learnbrief.corpus.deidentify import Deidentifier
from learnbrief.corpus.document import Speech
from learnbrief.corpus.readers import Reading
from learnbrief.corpus.speakers import speech_of
from learnbrief.corpus.store import Store


def leading_by_register(deidentifier: Deidentifier, store: Store, reading: Reading) -> int:
    """How many speakers the register knows as facilitator, coach or presenter, where no label of the file marks any."""
    if not reading.nobody_leads:
        return 0
    known = store.participants.all()
    people = {deidentifier.speaker(label).strip("[]") for label in reading.speakers}
    return sum(speech_of(known[one].role) is not Speech.PARTICIPANT for one in people & known.keys())
