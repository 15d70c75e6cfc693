"""Everything a user can set: `learnbrief.toml`, overridden by LEARNBRIEF_* environment variables."""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from learnbrief.corpus.document import Collaborative, Programme
from learnbrief.corpus.errors import BadSettings
from learnbrief.corpus.identity import slug as as_slug
from learnbrief.flows.workspace.addresses import ModelSettings, a_web_address

SETTINGS_FILE = "learnbrief.toml"
PREFIX, NESTED = "LEARNBRIEF_", "__"
"""Of the environment variables that override the file: LEARNBRIEF_SECTION__KEY."""
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


def _an_address(words: str) -> str:
    try:
        Address(addr_spec=words)
    except (ValueError, MessageError, IndexError) as err:
        raise ValueError(f"{words!r} is no address such as name@example.org") from err
    return words


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
    sender: Annotated[str, AfterValidator(_an_address)] | None = Field(
        default=None, description="Address that messages come from."
    )
    to: tuple[Annotated[str, AfterValidator(_an_address)], ...] = Field(
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


def _a_network(words: str) -> str:
    try:
        ip_network(words, strict=False)
    except ValueError as err:
        raise ValueError(f"{words!r} is no address of a machine such as 127.0.0.1 or 10.0.0.0/24") from err
    return words


class AppSettings(_Section):
    """[app]: how a team reaches the web app on a server."""

    address: Annotated[str, AfterValidator(a_web_address)] = Field(
        default="", description="Where a proxy answers for the app, as people type it: https://learning.example.org."
    )
    proxies: tuple[Annotated[str, AfterValidator(_a_network)], ...] = Field(
        default=(),
        description="Addresses of the proxy, whose word on who asks and by https is taken; nobody else's is.",
    )


class Settings(BaseSettings):
    """One frozen value for a whole run."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=NESTED,
        frozen=True,
        extra="forbid",
        nested_model_default_partial_update=True,
    )

    programme: ProgrammeSettings = ProgrammeSettings()
    collaborative: tuple[CollaborativeSettings, ...] = ()
    schedule: ScheduleSettings = ScheduleSettings()
    privacy: PrivacySettings = PrivacySettings()
    analysis: AnalysisSettings = AnalysisSettings()
    store: StoreSettings = StoreSettings()
    mail: MailSettings = MailSettings()
    hub: HubSettings = HubSettings()
    model: ModelSettings = ModelSettings()
    app: AppSettings = AppSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, which comes as plain arguments."""
        return env_settings, init_settings

    def as_programme(self) -> Programme:
        """The programme as the rest of the house knows it."""
        return Programme(
            self.programme.name,
            tuple(
                Collaborative(one.slug, one.name, short=one.short, kind=one.kind, priority=one.priority)
                for one in self.collaborative
            ),
            self.programme.language,
        )


def read_settings(path: Path) -> Settings:
    """The settings in a TOML file; an error names the file, the key and what would be right."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as err:
        raise BadSettings(f"{path.name}: not found; 'learnbrief new' writes one") from err
    except UnicodeDecodeError as err:
        raise BadSettings(f"{path.name}: is not UTF-8 text; save it as UTF-8") from err
    except tomllib.TOMLDecodeError as err:
        raise BadSettings(f"{path.name}: is not valid TOML: {err}") from err
    if "password" in (given["mail"] if isinstance(given.get("mail"), dict) else {}):
        raise BadSettings(f"{path.name}: mail.password: not in a file; set {PREFIX}MAIL{NESTED}PASSWORD instead")
    environment = _environment()
    try:
        settings = Settings(**given)
    except ValidationError as err:
        where = err.errors()[0]["loc"]
        variable = _variable(where) if _tells(environment, where) else ""
        raise BadSettings(f"{variable or path.name}: {_first_problem(err)}") from err
    _refuse_twin_collaboratives(settings, _variable(("collaborative",)) or path.name)
    return settings


def _environment() -> dict[str, Any]:
    """What environment variables set, by section and key; one that sets nothing is refused, not passed over."""
    sections = [name.upper() for name in Settings.model_fields]
    for name in sorted(os.environ):
        section = name.upper().removeprefix(PREFIX).partition(NESTED)[0]
        # without the two underscores it is no setting: LEARNBRIEF_WORKSPACE, LEARNBRIEF_DATA
        if name.upper().startswith(PREFIX) and NESTED in name and section not in sections:
            raise BadSettings(f"{name}: no section {section.lower()!r}; 'docs/commands.md' lists every setting")
    try:
        return EnvSettingsSource(Settings)()
    except SettingsError as err:
        given = [name for name in os.environ if name.upper() in {f"{PREFIX}{section}" for section in sections}]
        raise BadSettings(
            f"{' or '.join(sorted(given))}: is not valid JSON; set single keys instead, as in {PREFIX}PRIVACY{NESTED}K"
        ) from err


def _tells(given: Any, where: Sequence[str | int]) -> bool:
    """Whether a nested value sets what stands at a place; of a list all is its own, also what is missing in it."""
    for part in where:
        if not isinstance(given, Mapping):
            return True
        if part not in given:
            return False
        given = given[part]
    return True


def _variable(where: Sequence[str | int]) -> str:
    """The environment variable that sets a place, or the section around it; empty where none does."""
    for length in range(len(where), 0, -1):
        wanted = PREFIX + NESTED.join(str(part).upper() for part in where[:length])
        for name in sorted(os.environ):
            if name.upper() == wanted or name.upper().startswith(wanted + NESTED):
                return name
    return ""


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"no setting {key!r}; 'docs/commands.md' lists all of them"
    return f"{key}: {first['msg'].removeprefix('Value error, ')}"


def _refuse_twin_collaboratives(settings: Settings, origin: str) -> None:
    """No two collaboratives may answer to one slug or name: what a table says must tell them apart."""
    taken: dict[str, int] = {}
    for number, one in enumerate(settings.collaborative):
        called = {"slug": one.slug, "name": one.name, "short": one.short or one.name}
        for key, value in called.items():
            other = taken.setdefault(" ".join(value.casefold().split()), number)
            if other != number:
                raise BadSettings(
                    f"{origin}: collaborative {key} {value!r} stands there more than once; slugs and names must differ"
                )


NEW_SETTINGS = """\
# Settings of this workspace. Every line can be overridden from the environment:
# LEARNBRIEF_SCHEDULE__CRON overrides cron under [schedule].

[programme]
name = "Our programme"

# One block for each provider collaborative. Files and commands use the slug, readers see the name.
# [[collaborative]]
# slug = "harbour"
# name = "Harbour Acute Collaborative"
# short = "Harbour"                  # how tables and notes name it
# kind = "acute"                     # acute, community, mental health, all in, or a word of your own
# priority = "Shorter waits for a first appointment."

[schedule]
# When 'learnbrief serve' makes the monthly synthesis: minute hour day month weekday.
cron = "0 6 1 * *"
timezone = "Europe/London"

[privacy]
# In what is published, groups of fewer people than this are not told apart.
k = 5
# Whether facilitators', coaches' and presenters' words count as evidence.
facilitator_is_evidence = false
# How many months a source may be kept; 'learnbrief status' names those that are older. Nothing is removed by itself.
# keep_months = 24

[analysis]
# 'default' (small, offline, inside learnbrief), 'better' (about six times the time; name its folder below), or a
# sentence-transformers model name or folder.
encoder = "default"
# encoder_folder = "/models/all-mpnet-base-v2"
# Seed of every random choice.
seed = 0

[store]
# Without a URL everything is kept in learnbrief.db beside this file.
# url = "postgresql+psycopg://user@host/learnbrief"

# Where the knowledge hub ('learnbrief hub') will stand on the web, for its feed.
# [hub]
# address = "https://hub.example.org"

# A language model on this machine that is asked on which side an excerpt stands, as one voice among others. Off without.
# [model]
# server = "http://127.0.0.1:11434/v1"
# name = "the model, as its server calls it"

# Who is told by mail how the work of 'learnbrief serve' ended, and what waits: counts and where to look, no word of the material.
# [mail]
# host = "smtp.example.org"
# sender = "learnbrief@example.org"
# to = ["name@example.org"]

# A team on one server: where a proxy with TLS answers for the app, and the proxy's own address (docs/security.md).
# [app]
# address = "https://learning.example.org"
# proxies = ["127.0.0.1"]
"""
