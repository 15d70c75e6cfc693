"""Mail about unattended work: it arrives, says counts and where to look, and what goes wrong with it is one line."""

import socket
import ssl
import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult

from learnbrief.corpus.errors import BadSettings, LearnbriefError
from learnbrief.flows.stages.mail import News, check, message, send
from learnbrief.flows.workspace.sections import MailSettings
from learnbrief.flows.workspace.settings import read_settings

NEWS = News(
    "Monthly synthesis of 2025-03", "ended well", datetime(2025, 4, 1, 6, 12, tzinfo=ZoneInfo("Europe/London")),
    briefs=3, skipped=1, waiting=2, next_run=datetime(2025, 5, 1, 6, 0, tzinfo=ZoneInfo("Europe/London")),
)  # fmt: skip


class Kept(Message):
    """What a mail server was given."""

    def __init__(self) -> None:
        super().__init__()
        self.messages = []

    def handle_message(self, message) -> None:
        self.messages.append(message)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("nobody"):
            return "550 no such address nobody@example.org"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def plain(kept):
    """A mail server on this machine, without encryption."""
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    yield MailSettings(
        host="127.0.0.1", port=server.port, encryption="none", sender="us@example.org", to=("a@example.org", "b@example.org")
    )  # fmt: skip
    server.stop()


@pytest.fixture
def secured(kept, tmp_path: Path):
    """A mail server that asks for encryption, a name and a password; and the certificate it shows."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def known(_server, _session, _envelope, _mechanism, given) -> AuthResult:
        right = given.password == b"right pass-phrase"
        return AuthResult(success=right, handled=right)

    server = Controller(
        kept, hostname="localhost", port=free_port(), tls_context=context, require_starttls=True, auth_required=True,
        authenticator=known,
    )  # fmt: skip
    server.start()
    settings = MailSettings(
        host="localhost", port=server.port, user="learnbrief", password="right pass-phrase", sender="us@example.org", to=("a@example.org",)
    )  # fmt: skip
    yield settings, certificate
    server.stop()


def test_everybody_named_is_told_counts_and_where_to_look(plain, kept, tmp_path):
    """A run nobody watched is only of use to whoever hears of it."""
    send(message(NEWS, plain, folder=tmp_path), plain)

    [told] = kept.messages
    assert told["To"] == "a@example.org, b@example.org"
    assert told["Subject"] == "learnbrief: monthly synthesis of 2025-03 ended well"
    text = told.get_payload(decode=True).decode()
    assert "Monthly synthesis of 2025-03 ended well on 1 April 2025, 06:12." in text
    assert "Briefs written or renewed: 3" in text
    assert "Files that could not be read: 1" in text
    assert "Files that wait for details: 2" in text
    assert tmp_path.as_uri() in text
    assert "Next monthly synthesis: 1 May 2025, 06:00." in text
    assert socket.gethostname() not in told["Message-ID"]
    assert told["Auto-Submitted"] == "auto-generated"


def test_a_link_of_the_programmes_own_stands_in_place_of_the_folder(plain, tmp_path):
    """The folder as the server calls it means nothing to a colleague elsewhere."""
    settings = plain.model_copy(update={"link": "https://share.example.org/briefs"})
    text = message(NEWS, settings, folder=tmp_path).get_content()

    assert "https://share.example.org/briefs" in text
    assert str(tmp_path) not in text


def test_encryption_and_password_are_used(secured, kept, monkeypatch, tmp_path):
    """The servers of an organisation ask for both."""
    settings, certificate = secured
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    check(settings)
    send(message(NEWS, settings, folder=tmp_path), settings)

    assert len(kept.messages) == 1


@pytest.mark.parametrize(
    ("changed", "trusted", "told"),
    [
        ({}, False, "certificate"),
        ({"password": "another pass-phrase"}, True, "does not accept user and password"),
        ({"user": None, "encryption": "none"}, True, "or encrypted, or does not accept 'sender'"),
        ({"encryption": "tls"}, True, "certificate is not one that this machine trusts, or 'encryption' is wrong"),
    ],
)
def test_what_the_server_refuses_is_one_line_without_a_secret(secured, kept, monkeypatch, tmp_path, changed, trusted, told):  # fmt: skip
    """The password must not be sent to a server that shows a stranger's certificate, and never stand in a log."""
    settings, certificate = secured
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    wrong = MailSettings(**{**settings.model_dump(), **changed})
    with pytest.raises(LearnbriefError) as caught:
        send(message(NEWS, wrong, folder=tmp_path), wrong)

    assert told in str(caught.value)
    assert "[mail] in learnbrief.toml" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "pass-phrase" not in str(caught.value) + repr(wrong)
    assert "@" not in str(caught.value)
    assert kept.messages == []


def test_a_refused_address_and_a_server_that_is_away_are_told(plain, tmp_path):
    """Mail that does not arrive must not be taken for nothing to tell."""
    nobody = plain.model_copy(update={"to": ("nobody@example.org",)})
    with pytest.raises(LearnbriefError, match="refuses an address under 'to'"):
        send(message(NEWS, nobody, folder=tmp_path), nobody)

    away = plain.model_copy(update={"port": free_port()})
    with pytest.raises(LearnbriefError, match="Connection refused"):
        check(away)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("host = 'x'", "'sender' and 'to' are needed"),
        ("host = 'x'\nsender = 'me'\nto = ['a@b.org']", "mail.sender: 'me' is no address"),
        ("host = 'x'\nsender = 'a@b.org'\nto = ['a@b.org\\nBcc: c@d.org']", "mail.to.1"),
        ('host = "x"\nsender = "a@b.org"\nto = ["a@b.org\\nBcc: c@d.org"]', "mail.to.1"),
        ("password = 'secret'", "LEARNBRIEF_MAIL__PASSWORD"),
        ("host = 'x'\nsender = 'a@b.org'\nto = ['a@b.org']\nuser = 'u'\nencryption = 'none'", "for all to read"),
    ],
)
def test_settings_that_could_not_work_are_refused_at_once(tmp_path, text, told):
    """Found out on the first of the month, by a message that does not come, it would be too late."""
    path = tmp_path / "learnbrief.toml"
    path.write_text(f"[mail]\n{text}\n")
    with pytest.raises(BadSettings) as caught:
        read_settings(path)

    assert told in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_password_comes_from_the_environment(tmp_path, monkeypatch):
    """A settings file is copied, shared and backed up."""
    monkeypatch.setenv("LEARNBRIEF_MAIL__PASSWORD", "right")
    path = tmp_path / "learnbrief.toml"
    path.write_text("[mail]\nhost = 'x'\nsender = 'a@b.org'\nto = ['a@b.org']\nuser = 'u'\n")

    assert read_settings(path).mail.password.get_secret_value() == "right"
    assert "right" not in repr(read_settings(path))
