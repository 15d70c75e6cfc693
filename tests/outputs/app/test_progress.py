"""Progress says how far the coding is in numbers that add up, and the coding leaves by a button."""

import csv
from dataclasses import replace
from datetime import timedelta

import pytest

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from tests.outputs.app.test_signing_in import NAMES, accounts_once, sign_in, store, team

__all__ = ["accounts_once", "store", "team"]


def table(browser, of):
    text = browser.get(f"/progress?form=csv&of={of}").text.lstrip("\ufeff")
    header, *rows = csv.reader(text.splitlines())
    return {row[0]: dict(zip(header[1:], row[1:], strict=True)) for row in rows}


def test_progress_counts_by_person_today_and_in_all(browser, store):
    """Whoever shares out the work wants to know who is how far, and each what they did today; an undone decision is none."""
    one, two, three, _ = store.excerpts.current()
    yesterday = new_review(Action.ACCEPT, "Ada", excerpt=one, theme="leadership")
    undone = new_review(Action.ACCEPT, "Ada", excerpt=three, theme="leadership")
    store.reviews.add(
        replace(yesterday, made_at=yesterday.made_at - timedelta(days=1, hours=1)),
        new_review(Action.REJECT, "Ada", excerpt=two, theme="leadership"),
        new_review(Action.DONE, "Ada", excerpt=two),
        undone,
        new_review(Action.UNDO, "Ada", excerpt=three, target=undone.review_id),
        new_review(Action.DONE, "Ben", excerpt=two, blind=True, sample="random-7"),
    )
    people = table(browser, "people")
    told = {
        name: [row[key] for key in ("today", "decisions", "excerpts finished", "of these blind")]
        for name, row in people.items()
    }
    assert told == {"Ada": ["2", "2", "1", "0"], "Ben": ["1", "0", "1", "1"]}

    assert table(browser, "sources")["Kick-off workshop"] | {"date": ""} == {
        "date": "", "excerpts": "4", "finished by anybody": "1", "finished by you": "1",
    }  # fmt: skip
    leadership = table(browser, "themes")["Leadership"]
    assert leadership == {"open suggestions": "2", "confirmed": "1", "rejected": "1", "decided": "2"}
    assert "Today you have decided or finished 2 times" in browser.get("/progress").text


def test_the_coding_leaves_by_a_button_for_those_who_may_have_it(team):
    """An evaluator who works in NVivo should need no command line; a coder who has to code blind should not hold it all."""
    evaluator, coder = team(), team()
    sign_in(evaluator, NAMES[Role.EVALUATOR])
    assert evaluator.get("/progress/coding.qdpx").content == b"coding as qdpx"
    assert evaluator.get("/progress/coding.exe").status_code == 404

    sign_in(coder, NAMES[Role.CODER])
    assert coder.get("/progress/coding.qdpx").status_code == 403
    assert coder.get("/progress").status_code == 200


@pytest.mark.parametrize(("form", "blind"), [("qdpx", False), ("csv", False), ("qdc", True)])
def test_whoever_takes_the_coding_away_codes_no_longer_blind_and_is_told_before(browser, store, services, form, blind):
    """The file holds every suggestion and what colleagues coded: figures on the tagger must not rest on coding that it led."""
    kept = store.excerpts.current()[1].excerpt_id
    services.blind = {kept}
    assert "your coding of it no longer counts as blind" in browser.get("/progress").text

    browser.get(f"/progress/coding.{form}")

    assert (services.reserve("Ada").sample(kept) is not None) is blind
