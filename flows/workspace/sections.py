"""The sections of the settings: every key with what it means and what it may be."""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from learnbrief.corpus.identity import slug as as_slug
from learnbrief.flows.workspace.addresses import a_mail_address, a_network, a_web_address, on_this_machine

_CRON = re.compile(r"[\d*/,\-]+ [\d*/,\-]+ [\d*/,\-L]+ [\d*/,\-a-zA-Z]+ [\d*/,\-a-zA-Z#]+")


def _known_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as err:
        raise ValueError(f"no time zone {name!r}; use a name such as Europe/London") from err
    return name


def _five_fields(cron: str) -> str:
    if not _CRON.fullmatch(cron.strip()):
        raise ValueError("needs five fields: minute, hour, day, month, weekday; '0 6 1 * *' is 06:00 on the first")
    try:
        CronSim(cron.strip(), datetime(2025, 1, 1, tzinfo=UTC))
    except CronSimError as err:
        raise ValueError(f"{cron!r} is never due ({err}); '0 6 1 * *' is 06:00 on the first") from err
    return cron.strip()


def _a_slug(words: str) -> str:
    if not words or words != as_slug(words):
        raise ValueError(f"{words!r} may hold only lower-case letters, digits and hyphens")
    return words


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProgrammeSettings(_Section):
    """[programme]: what is studied."""

    name: str = Field(default="Our programme", min_length=1, description="As it stands on every brief.")
    language: str = Field(
        default="en-GB",
        pattern=r"^en(-[A-Z]{2})?$",
        description="English as it is spoken there (en-GB, en-IE); files name it for screen readers and spelling checkers.",
    )


class CollaborativeSettings(_Section):
    """[[collaborative]]: one provider collaborative; repeat the block for each."""

    slug: Annotated[str, AfterValidator(_a_slug)] = Field(
        description="Short name in files and commands; lower-case letters, digits and hyphens."
    )
    name: str = Field(min_length=1, description="Name as readers see it.")
    short: str | None = Field(
        default=None, min_length=1, description="Short name, as tables and notes say it; without one, the whole name."
    )
    kind: str | None = Field(
        default=None, min_length=1, description="acute, community, mental health, all in, or a word of your own."
    )
    priority: str | None = Field(
        default=None, min_length=1, description="Its strategic priority area, in a sentence; shown in its brief."
    )


class ScheduleSettings(_Section):
    """[schedule]: when `learnbrief serve` makes the monthly synthesis."""

    cron: Annotated[str, AfterValidator(_five_fields)] = Field(
        default="0 6 1 * *", description="Minute, hour, day, month, weekday. The default is 06:00 on the first."
    )
    timezone: Annotated[str, AfterValidator(_known_time_zone)] = Field(
        default="Europe/London", description="Time zone of the cron line; clock changes are followed."
    )


class PrivacySettings(_Section):
    """[privacy]: whose words count, and what a published brief may show."""

    k: int = Field(default=5, ge=2, le=50, description="Groups of fewer people than this are not told apart.")
    facilitator_is_evidence: bool = Field(
        default=False, description="Whether facilitators', coaches' and presenters' words count as evidence."
    )
    keep_months: int | None = Field(
        default=None,
        ge=1,
        le=1200,
        description="How many months a source may be kept after its day; `status` names those that are older.",
    )


class AnalysisSettings(_Section):
    """[analysis]: how the material is read."""

    encoder: str = Field(
        default="default", description="'default', 'better', or a sentence-transformers model name or folder."
    )
    encoder_folder: str = Field(default="", description="For 'better': where all-mpnet-base-v2 lies on this machine.")
    seed: int = Field(default=0, ge=0, description="Seed of every random choice, so that a run can be repeated.")


class StoreSettings(_Section):
    """[store]: where everything derived from the material is kept."""

    url: str | None = Field(
        default=None,
        description="A database URL (postgresql+psycopg://...); without one, learnbrief.db in the workspace.",
    )


class MailSettings(_Section):
    """[mail]: who is told by mail how the work of `learnbrief serve` ended, and what waits for people."""

    host: str | None = Field(
        default=None, min_length=1, description="The mail server that takes messages (SMTP); without one none are sent."
    )
    port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    encryption: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="starttls, tls (mostly port 465), or none, for a server on this machine."
    )
    user: str | None = Field(
        default=None, min_length=1, description="Name by which the server knows us; without one we do not log in."
    )
    password: SecretStr | None = Field(
        default=None, description="Only from the environment, as LEARNBRIEF_MAIL__PASSWORD; refused in the file."
    )
    sender: Annotated[str, AfterValidator(a_mail_address)] | None = Field(
        default=None, description="Address that messages come from."
    )
    to: tuple[Annotated[str, AfterValidator(a_mail_address)], ...] = Field(
        default=(), description="Addresses that are told, as a list."
    )
    link: str | None = Field(
        default=None,
        min_length=1,
        description="Where a reader of the message finds the briefs; without it, the folder as this machine calls it.",
    )
    remind_days: int = Field(
        default=7, ge=0, le=90, description="Days between two messages that say what waits for people; 0 sends none."
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.host and not (self.sender and self.to):
            raise ValueError("with a host, 'sender' and 'to' are needed as well")
        if self.user and self.encryption == "none":
            raise ValueError("'user' needs encryption: the password would cross the network for all to read")
        return self


class HubSettings(_Section):
    """[hub]: the knowledge hub that `learnbrief hub` builds."""

    address: Annotated[str, AfterValidator(a_web_address)] = Field(
        default="", description="Where the hub will stand on the web; its feed and cards then name whole addresses."
    )


class ModelSettings(_Section):
    """[model]: a language model that is asked on which side an excerpt stands; without a server nothing is asked."""

    server: str = Field(
        default="",
        description="Address of an OpenAI-compatible server (Ollama, llama.cpp, LM Studio); without one no model is asked.",
    )
    name: str = Field(default="", description="The model, as its server calls it.")
    sends_excerpts_to: str = Field(
        default="",
        description="The host that excerpts may leave this machine for; without it only this machine is asked.",
    )

    @model_validator(mode="after")
    def _stays_here(self) -> Self:
        a_web_address(self.server)
        if bool(self.server) != bool(self.name):
            raise ValueError("'server' and 'name' belong together: set both, or neither")
        host = urlsplit(self.server).hostname or ""
        if self.server and not on_this_machine(host) and self.sends_excerpts_to != host:
            raise ValueError(
                f"{host} is not this machine, and excerpts would leave it: use 127.0.0.1, or say so with "
                f'sends_excerpts_to = "{host}"'
            )
        return self


class AppSettings(_Section):
    """[app]: how a team reaches the web app on a server."""

    address: Annotated[str, AfterValidator(a_web_address)] = Field(
        default="", description="Where a proxy answers for the app, as people type it: https://learning.example.org."
    )
    proxies: tuple[Annotated[str, AfterValidator(a_network)], ...] = Field(
        default=(),
        description="Addresses of the proxy, whose word on who asks and by https is taken; nobody else's is.",
    )
