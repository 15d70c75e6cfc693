"""What people hid in a document, found for when its file is read anew."""

from learnbrief.corpus.deidentify import Deidentified, Originals
from learnbrief.corpus.deidentify.hidden_before import HiddenWords, hidden_again
from learnbrief.corpus.document import Document
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import Store

BY_A_PERSON = "added by a person"
CLUE_HIDDEN = "pointed out, and hidden by a person"
"""The rules of marks that a person made, one for words they chose and one for words pointed out to them."""


def as_people_hid_it(
    store: Store, originals: Originals, before: Document | None, cleaned: Deidentified
) -> Deidentified:
    """A text read anew, with what people hid or kept hidden in the version before hidden in it as well.

    Raises:
        BadInput: nobody can tell any more what they hid.
    """
    if before is None:
        return cleaned
    words = {(start, end): said for start, end, said in originals.of(before.document_id, before.version)}
    marks = [
        mark
        for mark in store.privacy.of(before.document_id, before.version)
        if mark.rule in (BY_A_PERSON, CLUE_HIDDEN) or mark.status == "confirmed"
    ]
    if marks and not words:
        raise BadInput(
            f"{before.origin}: words of it were hidden by a person, and restricted/ holds them no more, so they could show; "
            "restore the folder 'restricted' from a backup, or put the changed file among the material under a new name"
        )
    # what a withdrawal took from restricted/ is nobody's to look for
    hidden = [
        HiddenWords(mark.start, mark.end, mark.replacement, mark.type, mark.rule, mark.status, said)
        for mark in marks
        if (said := words.get((mark.start, mark.end), "")).strip()
    ]
    return hidden_again(cleaned, before.text, hidden) if hidden else cleaned
