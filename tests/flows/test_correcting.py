"""What a document is can be corrected without reading its file again: nothing that people did to its words is lost."""

import pytest

from learnbrief.corpus.document import Speech
from learnbrief.corpus.errors import BadInput, StaleEdit
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.ingest import material_files, new_files, take_in
from learnbrief.flows.stages.scopes import material_in
from learnbrief.flows.stages.tagging import untagged
from tests.flows.conftest import looked_over


def told(document, **others):
    """The form as the page shows it, with what somebody changed."""
    as_it_is = {
        "kind": document.kind.value,
        "date": document.date.isoformat(),
        "collaborative": document.collaborative or "",
    }
    return {**as_it_is, **others}


def a_document(store):
    """One of a collaborative, with excerpts."""
    return next(
        one for one in store.documents.latest().values() if one.collaborative and store.excerpts.of(one.document_id)
    )


def test_a_correction_keeps_the_words_what_was_hidden_in_them_and_what_was_coded(services, tagged, tagged_store):
    """Read anew from its file, a document would show again what somebody hid by hand."""
    store, document = tagged_store, a_document(tagged_store)
    excerpt = store.excerpts.of(document.document_id)[0]
    word = excerpt.start + excerpt.text.index(excerpt.text.split()[0])
    services.redact(
        Stretch(document.document_id, document.version, word, word + len(excerpt.text.split()[0])),
        type="person", everywhere=False, coder="Ada",
    )  # fmt: skip
    before = store.documents.get(document.document_id)
    store.reviews.add(new_review(Action.ADD, "Ada", excerpt=store.excerpts.of(document.document_id)[0], theme="data"))
    looked_over(store, before, coder="Ada")

    changes = services.correct(
        before.document_id, before.version, told(before, date="2025-02-03", kind="interview"), coder="Ada"
    )
    after = store.documents.get(document.document_id)
    assert (after.text, after.version, after.kind.value, after.date.isoformat()) == (
        before.text,
        before.version + 1,
        "interview",
        "2025-02-03",
    )
    assert [(one.start, one.end, one.status) for one in store.privacy.of(after.document_id, after.version)] == [
        (one.start, one.end, one.status) for one in store.privacy.of(before.document_id, before.version)
    ]
    assert store.privacy.confirmed()[after.document_id, after.version] == "Ada"
    first = store.excerpts.of(document.document_id)[0]
    assert any(tag.theme == "data" and tag.coder == "Ada" for tag in store.tags.effective([first.excerpt_id]))
    assert untagged(tagged, store) == []
    assert len(changes) == 2
    (entry,) = store.reviews.all(actions=[Action.CORRECT])
    assert "interview" in entry.payload["what"]
    assert new_files(tagged, store) == []  # the next run does not read the file over the correction


def test_a_correction_is_told_beside_the_file_with_what_was_told_there_before(services, tagged, tagged_store):
    """If the file is replaced later, it is read as corrected, under the title that it had."""
    document = a_document(tagged_store)
    services.correct(document.document_id, document.version, told(document, collaborative=""), coder="Ada")

    listed = [path.read_text(encoding="utf-8") for path in tagged.material.glob("**/material.csv")]
    assert sum("none" in one and document.kind.value in one for one in listed) == 1
    now = tagged_store.documents.get(document.document_id)
    assert (now.collaborative, now.title) == (None, document.title)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "opera"}, "kind of the list"),
        ({"date": "yesterday"}, "2025-03-31"),
        ({"collaborative": "moon"}, "no collaborative"),
        ({"event": "moon-day"}, "no event"),
    ],
)
def test_a_correction_to_what_is_not_there_is_refused(services, tagged_store, wrong, says):
    """Before anything is written."""
    document = a_document(tagged_store)
    with pytest.raises(BadInput, match=says):
        services.correct(document.document_id, document.version, told(document, **wrong), coder="Ada")
    assert tagged_store.documents.get(document.document_id) == document


def test_of_two_who_correct_at_once_the_second_is_told(services, tagged_store):
    """And nothing of the first is overwritten; the same again is no correction."""
    document = a_document(tagged_store)
    services.correct(document.document_id, document.version, told(document, date="2025-02-03"), coder="Ada")
    with pytest.raises(StaleEdit):
        services.correct(document.document_id, document.version, told(document, date="2025-02-04"), coder="Ben")

    now = tagged_store.documents.get(document.document_id)
    assert services.correct(now.document_id, now.version, told(now), coder="Ben") == []
    assert tagged_store.documents.get(document.document_id).version == now.version


def read_anew(tagged, store, document_id):
    """The file is changed by a line at its end, and taken in."""
    incoming = next(one for one in material_files(tagged) if one.document_id == document_id)
    incoming.path.write_bytes(incoming.path.read_bytes() + b"\n")
    take_in(tagged, store, [one.content_hash for one in new_files(tagged, store)])
    return store.documents.get(document_id)


def test_a_source_is_moved_to_another_event_and_stays_there_when_its_file_is_read_anew(services, tagged, tagged_store):
    """A reflection filed with the wrong workshop told that workshop's brief what nobody said there."""
    store = tagged_store
    incoming = next(one for one in material_files(tagged) if one.path.suffix == ".md")
    document = store.documents.get(incoming.document_id)
    other = next(one for one in store.events.all() if one.event_id != document.event_id)
    changes = services.correct(document.document_id, document.version, {"event": other.event_id}, coder="Ada")

    assert changes == [f"event {document.event_id} is now {other.event_id}"]
    there = material_in(store, Scope("event", event=other.event_id)).documents
    assert document.document_id in [one.document_id for one in there]
    assert store.documents.get(document.document_id).text == document.text
    assert new_files(tagged, store) == []
    assert read_anew(tagged, store, document.document_id).event_id == other.event_id


def test_a_source_is_moved_to_an_event_that_nobody_had_named_and_stays_there(services, tagged, tagged_store):
    """Two sessions filed in one folder could not be told apart: the second had no event to be moved to."""
    store = tagged_store
    incoming = next(one for one in material_files(tagged) if one.path.suffix == ".md")
    document, before = store.documents.get(incoming.document_id), len(store.events.all())
    said = {"event": document.event_id, "event_title": "Second  coaching day", "event_day": "2025-06-05"}
    services.correct(document.document_id, document.version, said, coder="Ada")

    moved = store.documents.get(document.document_id)
    event = store.events.get(moved.event_id)
    assert (event.title, event.date.isoformat(), event.collaborative) == (
        "Second coaching day",
        "2025-06-05",
        document.collaborative,
    )
    assert moved.date == document.date  # the source's own day is a field of its own
    assert read_anew(tagged, store, document.document_id).event_id == event.event_id

    again = store.documents.get(document.document_id)
    assert services.correct(again.document_id, again.version, said, coder="Ben") == []  # the same event, not another
    assert len(store.events.all()) == before + 1


def test_an_event_without_a_proper_day_is_not_begun(services, tagged_store):
    """Half of a correction would leave an event that holds nothing."""
    document, before = a_document(tagged_store), tagged_store.events.all()
    with pytest.raises(BadInput, match="is not a date"):
        services.correct(
            document.document_id, document.version, {"event_title": "Launch", "event_day": "June"}, coder="Ada"
        )
    said = {"event_title": "Launch", "event_day": "2025-06-05", "collaborative": "nowhere"}
    with pytest.raises(BadInput, match="no collaborative"):
        services.correct(document.document_id, document.version, said, coder="Ada")
    assert tagged_store.events.all() == before


def test_who_speaks_as_what_is_a_person_s_word_before_every_rule(services, tagged, tagged_store):
    """A host taken for a participant makes findings of their questions; a participant taken for a host is not heard."""
    store = tagged_store
    document, label = next(
        (one, passage.speaker)
        for one in store.documents.latest().values()
        for passage in one.source.passages
        if passage.speaker and one.kind.value == "webinar_transcript"
    )
    voice = label.strip("[]")

    def heard():
        return {one.evidence for one in store.excerpts.of(document.document_id) if one.voice.label == voice}

    for capacity, evidence in ((Speech.PARTICIPANT, {True}), (Speech.PRESENTER, {False})):
        version = store.documents.get(document.document_id).version
        told = {f"speech:{label}": capacity.value}
        assert services.correct(document.document_id, version, told, coder="Ada") == [
            f"{voice} speaks as {capacity.value}"
        ]
        assert heard() == evidence
    assert "presenter" in read_anew(tagged, store, document.document_id).attributes["corrected"]
    assert heard() == {False}


def test_a_source_that_is_set_aside_counts_nowhere_and_comes_back_with_its_coding(services, tagged_store):
    """Somebody asks that a source be left out until they have spoken to their team: what was coded must be there afterwards."""
    store, document = tagged_store, a_document(tagged_store)
    excerpt = next(one for one in store.excerpts.of(document.document_id) if one.evidence)
    store.reviews.add(new_review(Action.ADD, "Ada", excerpt=excerpt, theme="data"))

    def counted():
        ids = [one.document_id for one in material_in(store, Scope("cohort")).documents]
        return document.document_id in ids, any(one.evidence for one in store.excerpts.of(document.document_id))

    services.correct(document.document_id, document.version, {"aside": "they ask for time"}, coder="Ada")
    assert counted() == (False, False)

    version = store.documents.get(document.document_id).version
    services.correct(document.document_id, version, {"aside": ""}, coder="Ada")
    assert counted() == (True, True)
    now = [one.excerpt_id for one in store.excerpts.of(document.document_id)]
    assert any(tag.theme == "data" and tag.coder == "Ada" for tag in store.tags.effective(now))
