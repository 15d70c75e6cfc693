"""A better file takes the place of the one before: one source, its next version, and nothing coded in words that stay is lost."""

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.ingest import material_files, new_files, take_in
from learnbrief.flows.web.jobs import do_job


def markdown(workspace):
    return next(one for one in material_files(workspace) if one.path.suffix == ".md")


def test_a_replaced_file_is_the_next_version_and_keeps_the_coding_of_the_words_that_stay(
    services, tagged, tagged_store
):
    """Adding the better file beside the first would count everything in it twice."""
    store, one = tagged_store, markdown(tagged)
    excerpt = store.excerpts.of(one.document_id)[0]
    store.reviews.add(new_review(Action.ADD, "Ada", excerpt=excerpt, theme="data"))
    sources = store.documents.ids()

    better = one.path.read_bytes() + b"\n\n- One more point that somebody had left out of the notes.\n"
    services.replace_file(one.document_id, "better.md", better, coder="Ada")
    assert [new.document_id for new in new_files(tagged, store)] == [one.document_id]
    take_in(tagged, store, [new.content_hash for new in new_files(tagged, store)])

    assert store.documents.ids() == sources
    assert "One more point" in store.documents.get(one.document_id).text
    (entry,) = store.reviews.all(actions=[Action.CORRECT])
    assert entry.payload["what"] == "its file was replaced"
    now = [found.excerpt_id for found in store.excerpts.of(one.document_id)]
    assert any(tag.theme == "data" and tag.coder == "Ada" for tag in store.tags.effective(now))


def test_a_file_of_another_format_or_of_another_source_is_refused(services, tagged, tagged_store):
    """It would lie there under a name that says what it is not, or be skipped at the next run for another's sake."""
    one = markdown(tagged)
    other = next(found for found in material_files(tagged) if found != one)
    for name, content, says in (
        ("better.docx", b"x", "save it as .md"),
        ("same.md", one.path.read_bytes(), "holds what this source holds already"),
        ("other.md", other.path.read_bytes(), "another source"),
    ):
        with pytest.raises(BadInput, match=says):
            services.replace_file(one.document_id, name, content, coder="Ada")
    assert new_files(tagged, tagged_store) == []


def test_a_withdrawal_asked_for_in_the_app_is_the_command_s(tagged, tagged_store):
    """Nothing of the source is left, and what is not reached is told on the page."""
    one = markdown(tagged)
    tagged_store.jobs.ask("withdraw", {"document": one.document_id}, asked_by="Ada")
    outcome = do_job(tagged, tagged_store.jobs.take("worker"))

    assert outcome.failure == ""
    assert "Withdrawn: " in outcome.message
    assert "learnbrief backup" in outcome.message
    assert not one.path.exists()
    assert one.document_id not in tagged_store.documents.ids()
