"""What a document is can be corrected without reading its file again: nothing that people did to its words is lost."""

import pytest

from learnbrief.corpus.errors import BadInput, StaleEdit
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.ingest import new_files
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
