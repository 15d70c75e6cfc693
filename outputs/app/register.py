"""Speakers whom the register does not list: found in the material, described by an evaluator."""

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Document, Participant
from learnbrief.corpus.speakers import is_pseudonym
from learnbrief.corpus.store import Store
from learnbrief.corpus.tag import Action


def unknown_speakers(store: Store) -> dict[str, int]:
    """Pseudonym and number of sources of each speaker of whom neither role nor collaborative is known."""
    known = store.participants.all()
    found = {
        label: sources
        for label, sources in store.excerpts.voices().items()
        if is_pseudonym(label) and label not in known
    }
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def described(store: Store) -> set[str]:
    """Those whom somebody described in the app; the others are described in participants.csv."""
    return {str(review.target) for review in store.reviews.standing(actions=[Action.DESCRIBE])}


def take_note(store: Store, participant: Participant, *, facilitator_is_evidence: bool) -> int:
    """Let every excerpt of somebody who was described carry it; in how many sources they speak."""
    participants, count = store.participants.all(), 0
    for document in store.documents.latest().values():
        if _speaks(participant.pseudonym, document):
            store.excerpts.put(document, cut(document, participants, facilitator_is_evidence=facilitator_is_evidence))
            count += 1
    return count


def _speaks(pseudonym: str, document: Document) -> bool:
    speakers = {document.author, *(passage.speaker for passage in document.source.passages)}
    return pseudonym in {speaker.strip().strip("[]") for speaker in speakers if speaker}
