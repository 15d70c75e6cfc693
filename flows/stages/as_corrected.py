"""A file read anew keeps what people said of its source that it has no place for."""

from dataclasses import replace

from learnbrief.corpus.corrected import corrected_in
from learnbrief.corpus.document import Document, Event
from learnbrief.corpus.store import Store


def as_corrected(store: Store, document: Document, before: Document | None, event: Event) -> tuple[Document, Event]:
    """A document read anew as people corrected the version before, and its event; one that is gone is not gone to."""
    told = corrected_in(before.attributes if before else {})
    if told.event and (chosen := store.events.find(told.event)):
        document, event = replace(document, event_id=told.event), chosen
    return replace(document, attributes={**document.attributes, **told.attributes}), event
