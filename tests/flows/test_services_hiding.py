"""What the app does to a text somebody reads: words hidden and shown again, each once, with the coding beside them kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from learnbrief.corpus.errors import BadInput, StaleEdit
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action


def _mark(store, kind="person"):
    return next(
        (document, mark)
        for document in store.documents.latest().values()
        for mark in store.privacy.of(document.document_id, document.version)
        if mark.type == kind and document.event_id == "harbour-day-one"
    )


def test_a_rejected_mark_brings_the_words_back_in_a_new_version(services, tagged_store):
    """'Table 2' was no name; whoever decides so must not have to type it again."""
    document, mark = _mark(tagged_store)
    services.decide_marks([mark], keep=False, coder="Robin")

    after = tagged_store.documents.get(document.document_id)
    assert after.version == document.version + 1
    assert "Olumide Farrant" in after.text
    assert mark.replacement not in after.text
    assert tagged_store.check() == []
    assert tagged_store.excerpts.untagged(_tagger(tagged_store)) == []


def _tagger(store):
    with store.transaction() as connection:
        return connection.execute(text("SELECT DISTINCT tagger FROM tagged")).scalar_one()


def test_a_confirmed_mark_changes_no_text(services, tagged_store):
    """A yes costs no new version."""
    document, mark = _mark(tagged_store)

    services.decide_marks([mark], keep=True, coder="Robin")
    assert tagged_store.documents.get(document.document_id).version == document.version
    statuses = {one.mark_id: one.status for one in tagged_store.privacy.of(document.document_id, document.version)}
    assert statuses[mark.mark_id] == "confirmed"


def test_words_masked_everywhere_are_gone_everywhere_and_coding_stays(services, tagged_store):
    """A nickname that nobody had listed; what evaluators decided nearby still stands."""
    documents = tagged_store.documents.latest().values()
    document = next(one for one in documents if one.event_id == "harbour-day-one")
    excerpt = next(one for one in tagged_store.excerpts.of(document.document_id) if "committee" in one.text)
    tagged_store.reviews.add(new_review(Action.ADD, "Robin", excerpt=excerpt, theme="shared-purpose"))
    start = document.text.index("huddle")
    services.redact(_stretch(document, start, start + 6), type="place", everywhere=True, coder="Robin")

    assert all("huddle" not in one.text for one in tagged_store.documents.latest().values())
    assert tagged_store.check() == []
    added = [tag for tag in tagged_store.tags.effective() if tag.coder == "Robin"]
    assert ["committee" in tagged_store.excerpts.get([tag.excerpt_id])[tag.excerpt_id].text for tag in added] == [True]


def test_masking_nothing_is_told(services, tagged_store):
    """A click without a selection."""
    document = next(iter(tagged_store.documents.latest().values()))
    with pytest.raises(BadInput, match="nothing is selected"):
        services.redact(_stretch(document, 5, 5), type="person", everywhere=False, coder="Robin")


def _stretch(document, start, end):
    return Stretch(document.document_id, document.version, start, end)


def _pressed_at_once(act, people=4):
    """How many of several who press at the same moment are told that it is done; the others are told to look again."""

    def press(number):
        try:
            act(number)
        except StaleEdit:
            return 0
        return 1

    with ThreadPoolExecutor(people) as pool:
        return sum(pool.map(press, range(people)))


def test_of_several_who_hide_words_on_one_page_one_does(services, tagged_store):
    """Two new versions made of one text would lose the one or the other, and offsets of the old one hide other words."""
    document = next(iter(tagged_store.documents.latest().values()))
    starts = [document.text.index(word) for word in ("Improvement", "wards", "equity", "committee")]
    told = _pressed_at_once(
        lambda n: services.redact(
            _stretch(document, starts[n], starts[n] + 5), type="other", everywhere=False, coder=f"Coder {n}"
        )
    )

    assert told == 1
    assert tagged_store.documents.get(document.document_id).version == document.version + 1
    assert len(tagged_store.reviews.all(actions=[Action.HIDE])) == 1
    assert tagged_store.check() == []


def test_of_several_who_decide_otherwise_on_one_mark_one_does(services, tagged_store):
    """Nobody shows words again that a colleague has just said must stay hidden, nor the other way round."""
    document, mark = _mark(tagged_store)
    told = _pressed_at_once(lambda n: services.decide_marks([mark], keep=n % 2 == 0, coder=f"Coder {n}"))
    after = tagged_store.documents.get(document.document_id)
    record = tagged_store.reviews.all(actions=[Action.HIDE])

    assert len(record) == 1
    assert told == (1 if after.version > document.version else 2)  # who agrees that it stays hidden is not refused
    assert record[0].payload["what"] == ("shown again" if after.version > document.version else "kept hidden")
