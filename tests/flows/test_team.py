"""A team on one server: nobody reaches the app without an account, or with a password for all to read."""

import json
import sys
from datetime import date

import pytest
from fastapi.testclient import TestClient

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.errors import BadInput, BadSettings, NotAllowed
from learnbrief.flows.cli import main
from learnbrief.flows.stages.withdrawal import forget_document
from learnbrief.flows.web.app import cookie_secret, listening, refuse_in_the_open
from learnbrief.flows.web.overview import kept_too_long, overview
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.health import Check, examine
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from tests.flows.conftest import take_all_in
from tests.outputs.app.conftest import token_in

PROXIED = '\n[app]\naddress = "https://learning.example.org"\nproxies = ["127.0.0.1", "10.0.0.0/24"]\n'


def with_settings(workspace: Workspace, more: str) -> Workspace:
    """The workspace with lines added to its settings."""
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(text + more, encoding="utf-8")
    return Workspace(workspace.root)


def an_account(store, name="Ada", role=Role.ADMIN):
    return store.accounts.accept(store.accounts.invite(name, role, by="a test"), "three fictional words")


def call(monkeypatch, capsys, *words: str) -> tuple[int, str]:
    """Exit status and what was printed."""
    monkeypatch.setattr(sys, "argv", ["learnbrief", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    told = capsys.readouterr()
    return int(stopped.value.code or 0), told.out + told.err


def test_other_machines_reach_the_app_only_with_accounts_and_encryption(workspace, store):
    """On a ward's network the material would be open to whoever listens."""
    open_to_all, here = listening("0.0.0.0", None), listening("127.0.0.1", None)
    refuse_in_the_open(workspace, store, here)
    with pytest.raises(NotAllowed, match="learnbrief account add"):
        refuse_in_the_open(workspace, store, open_to_all)

    an_account(store)
    refuse_in_the_open(workspace, store, here)
    with pytest.raises(NotAllowed, match=r"security\.md shows Caddy and nginx"):
        refuse_in_the_open(workspace, store, open_to_all)

    refuse_in_the_open(with_settings(workspace, PROXIED), store, open_to_all)


def test_an_address_by_https_without_a_proxy_is_told_at_the_start(workspace, store):
    """The app would refuse everybody, and nobody would know why."""
    half = with_settings(workspace, '\n[app]\naddress = "https://learning.example.org"\n')
    refuse_in_the_open(half, store, listening("127.0.0.1", None))
    an_account(store)

    with pytest.raises(NotAllowed, match="proxies"):
        refuse_in_the_open(half, store, listening("127.0.0.1", None))


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)]
)
def test_what_this_machine_is(host, here):
    """The rule above hangs on it."""
    assert listening(host, None).is_here is here
    with pytest.raises(BadInput, match="no address of this machine"):
        listening("learning.example.org", None)


@pytest.mark.parametrize("wrong", ['proxies = ["everybody"]', 'address = "learning.example.org"', 'proxies = ["*"]'])
def test_an_address_that_is_none_is_told(workspace, wrong):
    """'*' would take anybody's word on who they are."""
    with pytest.raises(BadSettings, match="app"):
        _ = with_settings(workspace, f"\n[app]\n{wrong}\n").settings


def test_a_team_is_made_and_ended_at_the_command_line(workspace, store, monkeypatch, capsys):
    """Whoever keeps the server lets the first person in, without the app."""

    def run(*words: str) -> tuple[int, str]:
        return call(monkeypatch, capsys, "account", *words, "-w", str(workspace.root))

    assert "opens by the link" in run("list")[1]
    assert run("add", "Robin Field", "--role", "coder")[0] == 1
    code, told = run("add", "Robin Field", "--role", "admin")
    link = told.splitlines()[0]
    assert code == 0
    assert link.startswith("http://127.0.0.1:8350/invitation/")
    assert "start it again" in told
    store.accounts.accept(link.rpartition("/")[2], "three fictional words")
    run("add", "Kim Vale")
    assert run("role", "kim vale", "evaluator")[0] == 0
    listed = json.loads(run("list", "--json")[1])
    assert [(one["name"], one["role"], one["invited"]) for one in listed] == [
        ("Kim Vale", "evaluator", True),
        ("Robin Field", "admin", False),
    ]
    token = store.accounts.sign_in("Robin Field")
    assert "1 session ended" in run("end-sessions", "Robin Field")[1]
    assert store.accounts.who(token) is None
    assert run("remove", "Robin Field")[0] == 1
    assert run("remove", "Kim Vale")[0] == 0
    assert run("remove")[0] == 2
    assert run("remove", "--all")[0] == 0
    assert not store.accounts.any()


def test_status_names_what_is_kept_longer_than_the_settings_say(workspace, store):
    """A promise about retention that nobody is reminded of is forgotten; and nothing goes by itself."""
    take_all_in(workspace, store)
    assert overview(workspace, store).kept_too_long == ()
    short = with_settings(workspace, "")
    text = short.settings_file.read_text(encoding="utf-8")
    line = "[privacy]\nkeep_months = 1\n"
    short.settings_file.write_text(text.replace("[privacy]\n", line) if "[privacy]" in text else text + line)

    told = overview(Workspace(short.root), store).kept_too_long
    assert len(told) == len(store.documents.ids())
    assert all("learnbrief forget --document" in one for one in told)


def test_a_source_may_be_kept_to_the_day(workspace, store):
    """Twelve months after the fifteenth of January is the fifteenth of January."""
    take_all_in(workspace, store)
    cards = sorted(store.documents.cards(), key=lambda card: card.date)
    first = cards[0].date
    to_the_day = date(first.year + 1, first.month, first.day)

    assert list(kept_too_long(cards, 12, today=to_the_day)) == []
    assert len(list(kept_too_long(cards, 12, today=date.fromordinal(to_the_day.toordinal() + 1)))) == 1
    assert list(kept_too_long(cards, None, today=date(2999, 1, 1))) == []


def test_a_withdrawal_says_with_which_command_each_other_place_is_reached(workspace, store):
    """A person asked to be forgotten; whoever answers them must know what is left to do."""
    take_all_in(workspace, store)
    done = forget_document(workspace, store, store.documents.ids()[0])

    assert len(done.not_covered) >= 2
    for words in ("learnbrief backup FILE", "learnbrief hub DIR"):
        assert any(words in one for one in done.not_covered)
    assert not any("pg_" in one for one in done.not_covered)


@pytest.mark.postgres
def test_a_withdrawal_from_a_server_names_what_the_server_keeps(workspace, new_postgres):
    """Its log, dumps and replicas hold the words still, and the programme's own account reaches none of them."""
    from learnbrief.corpus.store import open_store

    store = open_store(new_postgres())
    take_all_in(workspace, store)
    told = " ".join(forget_document(workspace, store, store.documents.ids()[0]).not_covered)
    store.close()

    for words in ("pg_dump", "pg_switch_wal", "pgbackrest expire", "pg_stat_replication", "learnbrief backup FILE"):
        assert words in told


def test_doctor_says_whether_the_record_is_as_it_was_written(workspace, store, monkeypatch, capsys):
    """An auditor who has never seen a database asks one command, and gets the end of the record to note."""
    an_account(store)

    def doctor(*words: str) -> tuple[int, list[dict]]:
        code, told = call(monkeypatch, capsys, "doctor", *words, "--json", "-w", str(workspace.root))
        return code, [one for one in json.loads(told) if one["check"] == "History"]

    assert doctor() == (0, [])
    code, (sound,) = doctor("--history")
    assert code == 0
    assert sound["told"].startswith("2 entries, as written")
    noted = sound["told"].split("the last is ")[1].split(":")[0]
    store.logbook.add("Later.")
    assert doctor("--noted", noted)[0] == 0
    assert "not in the record" in doctor("--noted", "2-" + "0" * 32)[1][0]["told"]
    with store.transaction() as connection:
        connection.exec_driver_sql("UPDATE logbook SET what = 'Nothing happened.' WHERE number = 1")
    code, (forged,) = doctor("--history")

    assert code == 1
    assert "line 1 of the programme log is not as it was written" in forged["told"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_doctor_warns_where_others_can_read_names(workspace):
    """A register saved anew by a spreadsheet is often open to everybody on the machine."""

    def told() -> Check:
        return next(one for one in examine(workspace, whole_store=False) if one.name == "Who may read names")

    workspace.make_folders()
    workspace.register_file.chmod(0o600)
    assert not told().warns
    workspace.register_file.chmod(0o644)
    workspace.restricted.chmod(0o750)

    assert told().warns
    assert "chmod go-rwx restricted participants.csv" in told().told


def test_a_restart_signs_nobody_out_of_a_team(workspace, store):
    """A server that is restarted at noon would throw ten people out of what they are typing."""
    an_account(store)
    key = workspace.restricted / "cookies.key"
    secret = cookie_secret(workspace)
    assert cookie_secret(workspace) == secret
    assert key.stat().st_mode & 0o077 == 0, "whoever reads it could sign cookies"

    def started() -> TestClient:
        programme = workspace.settings.as_programme()
        services = Services(workspace, store)
        return TestClient(
            create_app(store, services, programme=programme, workspace=workspace.root, secret=cookie_secret(workspace))
        )

    before = started()
    csrf = token_in(before.get("/sign-in").text)
    before.post("/sign-in", data={"name": "Ada", "password": "three fictional words", "csrf": csrf})
    after = started()
    after.cookies = before.cookies
    assert after.get("/account").url.path == "/account"
    assert after.post("/keys", data={"csrf": token_in(before.get("/account").text)}).status_code == 200, (
        "a form sent after"
    )

    store.accounts.end_sessions("Ada", by="a test")
    assert after.get("/account").url.path == "/sign-in", "the cookie alone opens nothing"
    key.write_text("not a key", encoding="utf-8")
    with pytest.raises(BadInput, match=r"cookies\.key.*remove it"):
        cookie_secret(workspace)


def test_a_link_of_one_person_opens_nothing_after_a_restart(workspace, store):
    """Without accounts the cookie is all there is, so it ends with the app that gave it."""
    programme, services = workspace.settings.as_programme(), Services(workspace, store)

    def started() -> TestClient:
        token = OneTimeToken("secret")
        return TestClient(
            create_app(store, services, programme=programme, workspace=workspace.root, token=token, secret="0" * 64)
        )

    before, after = started(), started()
    assert before.get("/?token=secret").status_code == 200
    after.cookies = before.cookies
    assert after.get("/").status_code == 403
