"""Accounts of a team: what the store keeps of secrets, how long they open anything, and who may be left."""

from datetime import UTC, datetime, timedelta

import argon2
import pytest
from sqlalchemy import select

from learnbrief.corpus.accounts import Role, hashed, matches, role_of
from learnbrief.corpus.errors import BadInput, NotAllowed, NotFound
from learnbrief.corpus.store import schema

NOW = datetime(2025, 3, 3, 9, tzinfo=UTC)
PASSWORD = "three fictional words"


def taken_up(store, name, role, password=PASSWORD):
    """An account whose owner has chosen a password."""
    return store.accounts.accept(store.accounts.invite(name, role, by="a test"), password)


def test_nobody_signs_in_until_there_is_an_account(store):
    """One person on one machine needs none, and the first must be able to invite the next."""
    assert not store.accounts.any()
    with pytest.raises(BadInput, match="administrator"):
        store.accounts.invite("Ada", Role.CODER, by="a test")

    taken_up(store, "Ada", Role.ADMIN)

    assert store.accounts.any()
    assert store.accounts.check("  ada ", PASSWORD).role is Role.ADMIN
    assert store.accounts.check("Ada", "three other words") is None
    assert store.accounts.check("Nobody", PASSWORD) is None


def test_the_store_holds_no_secret_that_opens_anything(store):
    """Backups and dumps of the store are read by others: neither password, link nor cookie may be in them."""
    link = store.accounts.invite("Ada", Role.ADMIN, by="a test")
    with store.transaction() as connection:
        before = [str(row) for row in connection.execute(select(schema.invitation))]
    store.accounts.accept(link, PASSWORD)
    session = store.accounts.sign_in("Ada")
    with store.transaction() as connection:
        tables = (schema.account, schema.invitation, schema.signed_in)
        kept = before + [str(row) for table in tables for row in connection.execute(select(table))]

    assert len(kept) == 3
    assert not [one for one in kept for secret in (link, PASSWORD, session) if secret in one]
    assert any("$argon2id$" in one for one in kept)


def test_a_password_is_hashed_at_the_cost_that_the_library_advises(monkeypatch):
    """Whoever has a copy of the store must not be able to try a million words a second; other tests hash at the least cost."""
    monkeypatch.setattr(argon2, "PasswordHasher", argon2.PasswordHasher.func)
    kept = hashed(PASSWORD, name="Ada")

    assert argon2.extract_parameters(kept) == argon2.profiles.get_default_parameters()
    assert matches(kept, PASSWORD)


def test_a_link_opens_an_account_once_and_not_for_ever(store):
    """It is sent by mail, where others may find it later."""
    first = store.accounts.invite("Ada", Role.ADMIN, by="a test", at=NOW)
    late = NOW + timedelta(days=8)
    assert store.accounts.invited(first, at=NOW) == "Ada"
    with pytest.raises(NotAllowed, match="run out"):
        store.accounts.accept(first, PASSWORD, at=late)

    second = store.accounts.invite("Ada", Role.ADMIN, by="a test", at=NOW)
    assert store.accounts.invited(first, at=NOW) is None, "a newer link replaces the older"
    store.accounts.accept(second, PASSWORD, at=NOW)
    with pytest.raises(NotAllowed):
        store.accounts.accept(second, "another three words", at=NOW)
    assert store.accounts.check("Ada", PASSWORD)


@pytest.mark.parametrize("weak", ["short", "x" * 201, "Adelheid Long"])
def test_a_weak_password_is_refused_and_the_link_still_works(store, weak):
    """Whoever mistypes must not need the administrator again."""
    link = store.accounts.invite("Adelheid Long", Role.ADMIN, by="a test")
    with pytest.raises(BadInput):
        store.accounts.accept(link, weak)

    assert store.accounts.accept(link, PASSWORD).name == "Adelheid Long"


def test_a_session_ends_when_nobody_is_there_and_after_a_working_day(store):
    """A browser left open in a ward office must not stay signed in."""
    taken_up(store, "Ada", Role.ADMIN)
    idle = store.accounts.sign_in("Ada", at=NOW)
    assert store.accounts.who(idle, at=NOW + timedelta(hours=1)).name == "Ada"
    assert store.accounts.who(idle, at=NOW + timedelta(hours=2, minutes=30)), "the hour before was a sign of life"
    assert store.accounts.who(idle, at=NOW + timedelta(hours=5)) is None

    busy = store.accounts.sign_in("Ada", at=NOW)
    hours = [store.accounts.who(busy, at=NOW + timedelta(hours=hour)) is not None for hour in range(1, 14)]
    assert hours == [True] * 11 + [False] * 2


def test_an_account_that_leaves_or_changes_is_held_to_it_at_once(store):
    """Somebody who left the team must not read on until the evening."""
    taken_up(store, "Ada", Role.ADMIN)
    taken_up(store, "Ben", Role.CODER)
    sessions = [store.accounts.sign_in("Ben") for _ in range(2)]
    store.accounts.change_role("ben", Role.VIEWER, by="Ada")
    assert store.accounts.who(sessions[0]).role is Role.VIEWER
    assert store.accounts.end_sessions("Ben", by="Ada") == 2
    assert store.accounts.who(sessions[1]) is None

    left = store.accounts.sign_in("Ben")
    store.accounts.remove("Ben", by="Ada")
    assert store.accounts.who(left) is None
    assert store.accounts.check("Ben", PASSWORD) is None
    with pytest.raises(NotFound, match="account list"):
        store.accounts.get("Ben")


def test_a_new_password_ends_the_old_sessions(store):
    """It is asked for when somebody else may be signed in."""
    taken_up(store, "Ada", Role.ADMIN)
    old = store.accounts.sign_in("Ada")
    store.accounts.accept(store.accounts.invite("Ada", Role.ADMIN, by="Ada"), "some other three words")

    assert store.accounts.who(old) is None
    assert store.accounts.check("Ada", PASSWORD) is None


def test_somebody_can_always_let_people_in(store):
    """A team without an administrator could never be mended in the app."""
    taken_up(store, "Ada", Role.ADMIN)
    with pytest.raises(NotAllowed, match="--all"):
        store.accounts.remove("Ada", by="Ada")
    taken_up(store, "Ben", Role.CODER)
    store.accounts.invite("Cleo", Role.ADMIN, by="Ada")
    for act in (
        lambda: store.accounts.remove("Ada", by="Ada"),
        lambda: store.accounts.change_role("Ada", Role.VIEWER, by="Ada"),
    ):
        with pytest.raises(NotAllowed, match="only administrator"):
            act()
    store.accounts.remove_all(by="the command line")
    assert not store.accounts.any()


def test_the_logbook_tells_who_let_whom_in(store):
    """An auditor asks who could see the material, and since when."""
    taken_up(store, "Ada", Role.ADMIN)
    taken_up(store, "Ben", Role.CODER)
    store.accounts.change_role("Ben", Role.EVALUATOR, by="Ada")
    store.accounts.remove("Ben", by="Ada")
    told = " ".join(what for _, what in store.logbook.all())

    for words in (
        "Ben was added as coder, by a test",
        "evaluator now (was coder), by Ada",
        "Ben was removed, by Ada",
    ):
        assert words in told


def test_a_role_holds_what_those_before_it_hold():
    """The order is the whole rule."""
    assert [Role.EVALUATOR.covers(one) for one in Role] == [True, True, True, False]
    with pytest.raises(BadInput, match="viewer, coder, evaluator, admin"):
        role_of("boss")
