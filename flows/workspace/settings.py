"""Everything a user can set: `learnbrief.toml`, overridden by LEARNBRIEF_* environment variables."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from learnbrief.corpus.document import Collaborative, Programme
from learnbrief.corpus.errors import BadSettings
from learnbrief.flows.workspace.sections import (
    AnalysisSettings,
    AppSettings,
    CollaborativeSettings,
    HubSettings,
    MailSettings,
    ModelSettings,
    PrivacySettings,
    ProgrammeSettings,
    ScheduleSettings,
    StoreSettings,
)

PREFIX, NESTED = "LEARNBRIEF_", "__"
"""Of the environment variables that override the file: LEARNBRIEF_SECTION__KEY."""


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
