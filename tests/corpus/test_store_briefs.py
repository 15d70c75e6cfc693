"""Briefs in the store: one edit of an edition is kept, none after approval, and lists do not read what they say."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from learnbrief.corpus.errors import NotAllowed, StaleEdit
from learnbrief.corpus.store import new_review, open_store
from learnbrief.corpus.tag import Action


def test_an_approved_brief_does_not_change(store):
    """A board's paper must be the same paper tomorrow."""
    values = {"title": "Brief", "scope": {"kind": "cohort"}, "run_id": "r1"}
    edition = store.briefs.put("b1", **values, status="draft", value="{}")
    with pytest.raises(StaleEdit):
        store.briefs.put("b1", **values, status="draft", value="{1}", edition=edition + 1)
    store.briefs.put("b1", **values, status="approved", value="{2}", edition=edition)

    with pytest.raises(NotAllowed, match="supersedes"):
        store.briefs.put("b1", **values, status="draft", value="{3}")
    store.briefs.put("b2", **values, status="draft", value="{4}", supersedes="b1")
    assert store.briefs.get("b1").value == "{2}"
    assert {brief.brief_id for brief in store.briefs.all()} == {"b1", "b2"}


def test_of_two_edits_on_one_edition_exactly_one_is_kept(store):
    """Two evaluators press at the same moment: one is kept with its review, the other is told and leaves nothing."""
    values = {"title": "Brief", "scope": {"kind": "cohort"}, "run_id": "r1"}
    edition = store.briefs.put("b1", **values, status="draft", value="{}")
    together = threading.Barrier(4)

    def edit(coder):
        together.wait()
        try:
            with store.writing():
                store.briefs.open_for_edit("b1", edition=edition)
                store.reviews.add(new_review(Action.PIN, coder, target="f1"))
                time.sleep(0.05)
                store.briefs.put("b1", **values, status="in review", value=f'"{coder}"', edition=edition)
        except StaleEdit:
            return None
        return coder

    with ThreadPoolExecutor(4) as pool:
        kept = [coder for coder in pool.map(edit, ["Ada", "Ben", "Cy", "Dee"]) if coder]
    assert len(kept) == 1
    assert [review.coder for review in store.reviews.all()] == kept
    assert store.briefs.get("b1").value == f'"{kept[0]}"'


def test_an_edit_that_fails_leaves_no_review(store):
    """A record of something that never happened would be applied by the next rebuild."""
    values = {"title": "Brief", "scope": {"kind": "cohort"}, "run_id": "r1"}
    edition = store.briefs.put("b1", **values, status="draft", value="{}")

    def edit():
        with store.writing():
            store.briefs.open_for_edit("b1", edition=edition)
            store.reviews.add(new_review(Action.PIN, "Ada", target="f1"))
            store.briefs.put("b1", **values, status="draft", value="{}", edition=edition + 1)

    with pytest.raises(StaleEdit):
        edit()

    assert store.reviews.all() == []
    assert store.briefs.get("b1").edition == edition


def test_lists_of_briefs_do_not_read_what_the_briefs_say(tmp_path):
    """With a thousand briefs of half a megabyte, the first page of the app read all of them to show five titles."""
    store = open_store(tmp_path / "learnbrief.db")
    with store.transaction() as connection:
        columns = [row.name for row in connection.execute(text("PRAGMA table_info(brief)"))]
        documents = [row.name for row in connection.execute(text("PRAGMA table_info(document)"))]

    assert columns[-2:] == ["value", "published"]
    assert documents[-2:] == ["text", "passages"]
    store.briefs.put("b-one", title="T", status="draft", scope={"kind": "cohort"}, run_id="r", value="long")
    [head] = store.briefs.heads()
    assert (head.title, head.open, hasattr(head, "value")) == ("T", True, False)
    store.close()
