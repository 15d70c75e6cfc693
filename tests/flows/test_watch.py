"""What is seen to while a workspace is served: nothing ends it, and whoever wants to know is told, once."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller

from learnbrief.corpus.store import open_store
from learnbrief.flows.orchestration.asking import AFTER, MONTHLY, deployment_name, patiently
from learnbrief.flows.orchestration.prefect_server import is_gone
from learnbrief.flows.orchestration.watch import FIRST_PAUSE, Watch
from learnbrief.flows.workspace.serving import Serving, keep_serving, told
from learnbrief.flows.workspace.workspace import Workspace
from tests.flows.test_drop_folder import NOTES, Clock
from tests.flows.test_mail import Kept, free_port

TITLE, NAME, WORDS = "Harbour day one", "Olumide Farrant", "improvement time is the first thing cancelled"


class Asked:
    """Whoever is asked for runs, and may not hear."""

    def __init__(self) -> None:
        self.times, self.deaf = 0, False

    def __call__(self) -> None:
        if self.deaf:
            raise ConnectionError("nobody answers")
        self.times += 1


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(workspace, asked, clock) -> Watch:
    return Watch(workspace, ask=asked, settled=5.0, clock=clock)


@pytest.fixture
def mailed(workspace):
    """The workspace with a mail server of its own; what that was given."""
    kept, port = Kept(), free_port()
    with workspace.settings_file.open("a") as file:
        file.write(
            f'\n[mail]\nhost = "127.0.0.1"\nport = {port}\nencryption = "none"\nsender = "us@example.org"\nto = ["a@example.org"]\n'
        )
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    yield kept, server
    if server.server is not None:
        server.stop()


def _run(workspace, flow: str, outcome: str, *, way: str = "served", briefs=(), **parameters: str) -> None:
    store = open_store(workspace.store_url)
    number = store.flow_runs.begin(flow, parameters, way=way)
    store.flow_runs.end(number, outcome, message=f"{TITLE}: {NAME} said that {WORDS}", briefs=briefs)
    store.close()


def _look(watch: Watch, clock: Clock, times: int = 1) -> None:
    for _ in range(times):
        watch.look()
        clock.now += 5.0


def test_a_run_is_asked_for_until_it_is_heard(workspace, watch, asked, clock, caplog):
    """A file was filed while Prefect's server was slow: without its run it would wait for the next file, perhaps for months."""
    _look(watch, clock)
    asked.times = 0
    (workspace.inbox / "notes.md").write_text(NOTES)
    asked.deaf = True
    _look(watch, clock, times=4)
    assert list(workspace.inbox.iterdir()) == []

    asked.deaf = False
    _look(watch, clock, times=3)

    assert asked.times == 1
    assert [record.getMessage() for record in caplog.records] == [
        "ask for what is wanted: ConnectionError; tried again"
    ]


def test_what_an_earlier_serving_did_not_get_to_is_asked_for_at_the_start(watch, asked, clock):
    """A run was cut short after its files had left the drop folder: nothing else would ever begin it again."""
    _look(watch, clock, times=3)

    assert asked.times == 1


def test_a_drop_folder_that_vanishes_is_looked_for_again(workspace, watch, asked, clock, caplog):
    """A network drive goes and comes back; the watching used to end with the first error, for ever and without a word."""
    _look(watch, clock)
    asked.times = 0
    workspace.inbox.rmdir()
    _look(watch, clock, times=3)
    assert [record.getMessage() for record in caplog.records] == ["file what was dropped: BadInput; tried again"]

    workspace.inbox.mkdir(exist_ok=True)
    (workspace.inbox / "notes.md").write_text(NOTES)
    _look(watch, clock, times=2)

    assert asked.times == 1


def test_people_are_told_of_what_went_on_by_itself_once_and_in_order(workspace, mailed, watch, clock):
    """Whoever ran a command saw how it ended; of a run at six in the morning nobody hears otherwise."""
    kept, _ = mailed
    _run(workspace, "after workshop", "done", briefs=["before anybody asked"])
    _look(watch, clock)
    _run(workspace, "monthly synthesis", "done", briefs=["a", "b"], month="2025-03")
    _run(workspace, "monthly synthesis", "done", way="direct", month="2025-02")
    _run(workspace, "after workshop", "failed")
    _run(workspace, "after workshop", "done")
    _look(watch, clock, times=3)

    subjects = [message["Subject"] for message in kept.messages]
    assert subjects == ["learnbrief: monthly synthesis of 2025-03 ended well", "learnbrief: new material failed"]
    assert "Briefs written or renewed: 2" in kept.messages[0].get_payload(decode=True).decode()


def test_a_synthesis_that_did_not_come_is_told_once(workspace, mailed, watch, clock):
    """A run that never began has no record to tell of; silence on the first of the month is what nobody notices."""
    kept, _ = mailed
    keep_serving(workspace, Serving("2025-03-20T09:00:00+00:00"))
    watch.now = lambda: datetime(2025, 4, 1, 8, tzinfo=UTC)
    _look(watch, clock, times=3)
    assert kept.messages == []

    watch.now = lambda: datetime(2025, 4, 1, 14, tzinfo=UTC)
    _look(watch, clock, times=3)
    [message] = kept.messages
    assert message["Subject"] == "learnbrief: monthly synthesis of 2025-03 is overdue"


def test_no_word_of_the_material_is_mailed(workspace, mailed, watch, clock):
    """Mail crosses machines that the material must not; why a run failed may quote a file's name, and files name people."""
    kept, _ = mailed
    (workspace.inbox / f"{NAME}.md").write_text(f"{WORDS}\n")
    _look(watch, clock)
    _run(workspace, "after workshop", "failed", event="harbour-day-one")
    _look(watch, clock)

    [message] = kept.messages
    sent = message.as_string() + message.get_payload(decode=True).decode()
    assert "Files that wait for details: 1" in sent
    for secret in (TITLE, NAME, NAME.split()[1], WORDS, "harbour", workspace.settings.programme.name):
        assert secret.casefold() not in sent.casefold()


def test_people_are_reminded_of_what_waits_every_few_days_in_counts_alone(workspace, mailed, watch, clock):
    """A team that does not open the app for a month must hear that work waits; not daily, not when nothing does, and no name."""
    kept, _ = mailed
    (workspace.inbox / f"{NAME}.md").write_text(f"{WORDS}\n")
    began = datetime(2025, 4, 1, 8, tzinfo=UTC)

    def at(**later: int) -> list[str]:
        watch.now = lambda: began + timedelta(**later)
        _look(watch, clock, times=2)
        return [message["Subject"] for message in kept.messages]

    assert at(days=0) == at(days=6) == []
    assert at(days=7, hours=1) == at(days=13) == ["learnbrief: work waits"]
    sent = kept.messages[0].as_string() + kept.messages[0].get_payload(decode=True).decode()
    assert "Files that wait for details: 1" in sent
    assert "Briefs to read" not in sent, "what does not wait is not told"
    for secret in (TITLE, NAME, WORDS, workspace.settings.programme.name):
        assert secret.casefold() not in sent.casefold()

    (workspace.inbox / f"{NAME}.md").unlink()
    assert len(at(days=40)) == 1


def test_whoever_wants_no_reminders_gets_none(workspace, mailed, watch, clock):
    """News of runs stay wanted where reminders are not."""
    kept, _ = mailed
    with workspace.settings_file.open("a") as file:
        file.write("remind_days = 0\n")
    (workspace.inbox / "notes.md").write_text("a point\n")
    for day in (1, 30):
        watch.now = lambda day=day: datetime(2025, 4, day, 8, tzinfo=UTC)
        _look(watch, clock, times=2)
    assert kept.messages == []


def test_mail_that_cannot_be_sent_is_told_and_tried_again_less_and_less_often(workspace, mailed, watch, clock):
    """A mail server is away for a night: nothing is lost, nobody is told twice, and nobody is asked every five seconds."""
    kept, server = mailed
    _look(watch, clock)
    _run(workspace, "monthly synthesis", "done", briefs=["a"], month="2025-03")
    server.stop()
    _look(watch, clock, times=3)
    assert "Connection refused" in told(workspace).trouble

    back = Controller(kept, hostname="127.0.0.1", port=server.port)
    back.start()
    _look(watch, clock)
    assert kept.messages == []
    clock.now += FIRST_PAUSE
    _look(watch, clock, times=2)
    back.stop()

    assert len(kept.messages) == 1
    assert told(workspace).trouble == ""


def test_two_workspaces_on_one_server_have_names_of_their_own(tmp_path):
    """Copies of one programme bear one name; with one deployment between them each would do the other's work."""
    one, other = (Workspace(tmp_path / place / "fairer-together") for place in ("here", "there"))
    names = {deployment_name(kind, place) for kind in (MONTHLY, AFTER) for place in (one, other)}

    assert len(names) == 4
    assert all("fairer-together" in name for name in names)
    assert deployment_name(MONTHLY, Workspace(tmp_path / "here" / "fairer-together")) in names


def test_a_server_that_is_slow_is_waited_for_and_one_that_is_gone_is_known():
    """A laptop at work answers late; taking its server for dead would cut a run short that goes well."""
    with socket.socket() as slow:
        slow.bind(("127.0.0.1", 0))
        slow.listen()
        api = f"http://127.0.0.1:{slow.getsockname()[1]}/api"
        assert not is_gone(api)

    assert is_gone(api)


def test_what_prefect_does_not_do_at_once_is_asked_again():
    """Right after its start the server does not know our flows, and on a busy machine it answers 503 or not at all."""
    import httpx
    from prefect.exceptions import ObjectNotFound

    troubles = [ObjectNotFound(ValueError()), httpx.ReadTimeout("slow"), httpx.ConnectError("not yet")]
    pauses: list[float] = []

    def do() -> str:
        if troubles:
            raise troubles.pop(0)
        return "done"

    assert patiently(do, sleep=pauses.append) == "done"
    assert pauses == [1.0, 2.0, 4.0]


def test_what_prefect_never_does_is_an_error_in_the_end():
    """Whoever waits for ever tells nobody."""
    import httpx

    def do() -> None:
        raise httpx.ConnectError("gone")

    with pytest.raises(httpx.ConnectError):
        patiently(do, patience=0.0, sleep=lambda _: None)
