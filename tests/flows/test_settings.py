"""Settings: one frozen value, and errors that a person can act on."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from learnbrief.corpus.errors import BadSettings
from learnbrief.flows.workspace.settings import NEW_SETTINGS, Settings, read_settings


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "learnbrief.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_workspaces_settings_are_the_defaults(tmp_path):
    """What 'learnbrief new' writes says in the open what holds anyway."""
    assert read_settings(_written(tmp_path, NEW_SETTINGS)) == Settings()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[schedule]\ntimezone = 'Mars/Olympus'", "schedule.timezone"),
        ("[schedule]\ncron = 'monthly'", "schedule.cron"),
        ("[privacy]\nk = 1", "privacy.k"),
        ("[privcy]\nk = 5", "no setting 'privcy'"),
        ("[[collaborative]]\nslug = 'Not A Slug'\nname = 'x'", "collaborative.1.slug"),
        (
            "[[collaborative]]\nslug = 'a'\nname = 'x'\n[[collaborative]]\nslug = 'a'\nname = 'y'",
            "'a' stands there more than once",
        ),
        (
            "[[collaborative]]\nslug = 'a'\nname = 'Mill'\n[[collaborative]]\nslug = 'b'\nname = 'y'\nshort = 'mill'",
            "short 'mill' stands there more than once",
        ),
        ("[[collaborative]]\nslug = 'a'\nname = 'x'\nshort = ''", "collaborative.1.short"),
        ("[programme\nname = 'x'", "not valid TOML"),
    ],
)
def test_an_error_names_the_file_and_the_key(tmp_path, text, told):
    """A researcher mends the line, not the stack trace."""
    with pytest.raises(BadSettings, match=r"learnbrief\.toml") as caught:
        read_settings(_written(tmp_path, text))

    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_says_how_to_make_one(tmp_path):
    """The remedy is a command."""
    with pytest.raises(BadSettings, match="learnbrief new"):
        read_settings(tmp_path / "learnbrief.toml")


def test_the_environment_wins_over_the_file_and_leaves_the_rest(tmp_path, monkeypatch):
    """A server's schedule can differ without touching the researcher's file."""
    monkeypatch.setenv("LEARNBRIEF_SCHEDULE__CRON", "0 7 2 * *")
    settings = read_settings(_written(tmp_path, "[schedule]\ncron = '0 6 1 * *'\ntimezone = 'Europe/Paris'"))

    assert settings.schedule.cron == "0 7 2 * *"
    assert settings.schedule.timezone == "Europe/Paris"


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("LEARNBRIEF_PRIVACY__K", "1", "privacy.k"),
        ("learnbrief_privacy__k", "1", "privacy.k"),
        ("LEARNBRIEF_PRIVACY__KK", "7", "no setting 'privacy.kk'"),
        ("LEARNBRIEF_PRIVACY", '{"k": 1}', "privacy.k"),
        ("LEARNBRIEF_PRIVACY", "k = 7", "not valid JSON"),
        ("LEARNBRIEF_COLLABORATIVE", '[{"slug": "a"}]', "collaborative.1.name"),
        ("LEARNBRIEF_COLLABORATIVE", '[{"slug": "a", "name": "x"}, {"slug": "a", "name": "y"}]', "more than once"),
        ("LEARNBRIEF_COLLABORATIVE__0__SLUG", "a", "collaborative"),
        ("LEARNBRIEF_PRIVCY__K", "7", "no section 'privcy'"),
    ],
)
def test_a_bad_variable_is_blamed_on_itself_and_not_on_the_file(tmp_path, monkeypatch, variable, value, told):
    """Nobody finds a mistake in a file that has none; and a misspelt rule of privacy must not be passed over."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSettings) as caught:
        read_settings(_written(tmp_path, "[privacy]\nk = 5"))

    assert str(caught.value).startswith(f"{variable}: ")
    assert told in str(caught.value)
    assert "learnbrief.toml" not in str(caught.value)


def test_the_file_is_blamed_for_its_own_mistake_beside_a_good_variable(tmp_path, monkeypatch):
    """The variable sets another key of the same section."""
    monkeypatch.setenv("LEARNBRIEF_PRIVACY", '{"facilitator_is_evidence": true}')
    with pytest.raises(BadSettings, match=r"learnbrief\.toml: privacy\.k"):
        read_settings(_written(tmp_path, "[privacy]\nk = 1"))


def test_other_variables_of_ours_are_no_settings(tmp_path, monkeypatch):
    """LEARNBRIEF_DATA points tests at data; it must not stop a run."""
    monkeypatch.setenv("LEARNBRIEF_DATA", "/somewhere")

    assert read_settings(_written(tmp_path, NEW_SETTINGS)) == Settings()


def test_settings_cannot_be_changed_once_read():
    """One run, one value."""
    settings = Settings()
    with pytest.raises(Exception, match="frozen"):
        settings.schedule = settings.schedule  # type: ignore[misc]


def test_every_setting_says_what_it_does():
    """The descriptions are what docs/commands.md is held against."""
    for section in Settings.model_fields.values():
        for kind in (section.annotation, *getattr(section.annotation, "__args__", ())):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                assert all(field.description for field in kind.model_fields.values()), kind


def test_the_language_of_its_briefs_is_the_programmes(tmp_path):
    """British English unless somebody says otherwise; the briefs' own words are English, so no other language is taken."""
    told = _written(tmp_path, '[programme]\nname = "Care Together"\nlanguage = "en-IE"\n')

    assert read_settings(told).as_programme().language == "en-IE"
    assert Settings().as_programme().language == "en-GB"
    with pytest.raises(BadSettings, match=r"programme\.language"):
        read_settings(_written(tmp_path, '[programme]\nlanguage = "Welsh"\n'))


def test_a_collaborative_brings_its_short_name_kind_and_priority(tmp_path):
    """Briefs show them, and tables are known by the short name; none of them must be given."""
    text = """
[[collaborative]]
slug = "mill"
name = "Mill Acute Collaborative"
short = "Mill"
kind = "acute"
priority = "Shorter waits for a first appointment."

[[collaborative]]
slug = "tenoaks"
name = "Ten Oaks"
"""
    mill, oaks = read_settings(_written(tmp_path, text)).as_programme().collaboratives

    assert (mill.short, mill.kind, mill.priority) == ("Mill", "acute", "Shorter waits for a first appointment.")
    assert (oaks.name, oaks.short, oaks.kind, oaks.priority) == ("Ten Oaks", None, None, None)
