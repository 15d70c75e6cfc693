"""Messages to people when unattended work has ended, or work waits for them: counts and where to look, never a word of the material."""

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from learnbrief.corpus.errors import LearnbriefError
from learnbrief.flows.workspace.sections import MailSettings

PATIENCE = 30.0
"""Seconds that a mail server may take to answer: what it keeps waiting is a thread that does nothing else."""
NOTE = "No text, title or name of the programme stands in this message, so that mail may carry it."


@dataclass(frozen=True, slots=True)
class News:
    """What unattended work came to, in words of ours and in counts."""

    work: str
    """'Monthly synthesis of 2025-03', 'New material'."""
    ended: str
    """'ended well', 'failed', 'was stopped half way'."""
    at: datetime
    briefs: int = 0
    skipped: int = 0
    """Files that could not be read."""
    waiting: int = 0
    """Files that wait for details."""
    next_run: datetime | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for people, in counts."""

    to_confirm: int = 0
    """Sources whose de-identification nobody has confirmed."""
    to_decide: int = 0
    """Passages that may tell who somebody is, on which nobody has decided."""
    to_review: int = 0
    """Suggested themes on which nobody has decided."""
    drafts: int = 0
    """Briefs that nobody has signed."""
    files: int = 0
    """Files that wait for details."""

    @property
    def counts(self) -> dict[str, int]:
        """What waits, in the order of the work, without what does not."""
        every = {
            "Files that wait for details": self.files,
            "Sources to confirm": self.to_confirm,
            "Passages that may tell who somebody is": self.to_decide,
            "Suggested themes to decide on": self.to_review,
            "Briefs to read and sign": self.drafts,
        }
        return {what: count for what, count in every.items() if count}


def message(news: News, settings: MailSettings, *, folder: Path) -> EmailMessage:
    """The message, ready to be sent; `folder` is where the briefs lie unless settings tell a better address."""
    subject = f"{news.work[0].lower()}{news.work[1:]} {news.ended}"
    return _message(subject, news.at, _lines(news, settings.link or folder.as_uri()), settings)


def reminder(work: Work, at: datetime, settings: MailSettings, *, folder: Path) -> EmailMessage:
    """A message that says what waits, and how often it comes."""
    lines = [
        "Work waits for people.",
        "",
        *(f"{what}: {count}" for what, count in work.counts.items()),
        "",
        f"Where it is: {settings.link or folder.as_uri()}",
        "Home in the app puts it in order, for each person's role.",
        f"This comes every {settings.remind_days} days at most, while anything waits; 'remind_days' in learnbrief.toml changes that.",
        "",
        NOTE,
    ]
    return _message("work waits", at, lines, settings)


def _message(subject: str, at: datetime, lines: Iterable[str], settings: MailSettings) -> EmailMessage:
    told = EmailMessage()
    told["Subject"] = f"learnbrief: {subject}"
    told["From"] = settings.sender
    told["To"] = ", ".join(settings.to)
    told["Date"] = format_datetime(at)
    # the domain of the sender, or the message would tell the name of this machine
    told["Message-ID"] = make_msgid(domain=str(settings.sender).rpartition("@")[2])
    told["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday note comes back
    told.set_content("\n".join(lines) + "\n")
    return told


def _lines(news: News, link: str) -> Iterable[str]:
    yield f"{news.work} {news.ended} on {_moment(news.at)}."
    yield ""
    counts = {
        "Briefs written or renewed": news.briefs,
        "Files that could not be read": news.skipped,
        "Files that wait for details": news.waiting,
    }
    for what, count in counts.items():
        yield f"{what}: {count}"
    yield ""
    yield f"Where the briefs are: {link}"
    yield "'learnbrief status', and Home in the app, say which files these are, and why a run did not end well."
    if news.next_run is not None:
        yield f"Next monthly synthesis: {_moment(news.next_run)}."
    yield ""
    yield NOTE


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}, {at:%H:%M}"


def send(told: EmailMessage, settings: MailSettings) -> None:
    """The mail server has taken the message.

    Raises:
        LearnbriefError: it has not, with the reason in one line.
    """
    with _session(settings) as server:
        server.send_message(told)


def check(settings: MailSettings) -> None:
    """The mail server answers and lets us in.

    Raises:
        LearnbriefError: it does not, with the reason in one line.
    """
    with _session(settings):
        pass


@contextmanager
def _session(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server, secured and let in as settings want it; whatever goes wrong is one line."""
    host = settings.host or ""
    try:
        if settings.encryption == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, settings.port, timeout=PATIENCE, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, settings.port, timeout=PATIENCE)
        with server:
            if settings.encryption == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.user is not None:
                server.login(settings.user, settings.password.get_secret_value() if settings.password else "")
            yield server
    except (OSError, smtplib.SMTPException) as err:
        raise LearnbriefError(
            f"mail could not be sent through {host}:{settings.port} ({_reason(err)}); see [mail] in learnbrief.toml, "
            "or ask whoever runs the mail server"
        ) from err


def _reason(err: Exception) -> str:
    """In words, without what the server said in its reply: that may repeat addresses."""
    if isinstance(err, smtplib.SMTPAuthenticationError):
        return "it does not accept user and password"
    if isinstance(err, smtplib.SMTPRecipientsRefused):
        return "it refuses an address under 'to'"
    if isinstance(err, smtplib.SMTPSenderRefused):
        return "it wants the connection logged in or encrypted, or does not accept 'sender'"
    if isinstance(err, smtplib.SMTPNotSupportedError):
        return "it does not offer what 'encryption' or 'user' asks for"
    if isinstance(err, ssl.SSLError):
        return "its certificate is not one that this machine trusts, or 'encryption' is wrong"
    return getattr(err, "strerror", None) or type(err).__name__
