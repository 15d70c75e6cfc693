"""Survey sheets: closed answers counted by wave, free text cut into excerpts."""

from datetime import date

import pytest

from learnbrief.corpus.document import said_on
from learnbrief.corpus.finding import Scope
from learnbrief.flows.stages.ingest import new_files, take_in
from learnbrief.flows.stages.surveys import themes_by_wave, waves_in

WAVE_1 = """\
Which collaborative are you in?,How far has your project got?,What gets in the way?
Harbour,Not started,The wards are full and nobody can leave them for an afternoon of improvement work.
Lantern,Just started,Our board has never asked about inequality in restraint.
Harbour,Just started,
Lantern,,There is no time set aside and the rota does not allow for it at all.
"""
WAVE_2 = WAVE_1.replace("Not started", "Under way").replace("never asked", "begun to ask")
ABOUT = 'kind = "survey"\nevent = "{event}"\ndate = {day}\ncollaborative = "none"\n'


def _with_survey(workspace, store):
    for name, day, text in (("wave-1", "2025-02-01", WAVE_1), ("wave-2", "2025-06-01", WAVE_2)):
        folder = workspace.material / name
        folder.mkdir()
        (folder / "answers.csv").write_text(text)
        (folder / "about.toml").write_text(ABOUT.format(event=name.replace("-", " ").capitalize(), day=day))
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    assert store.skipped.all() == []


def _far(scope, store):
    return {
        one.wave: (one.base, one.answered, dict(one.counts))
        for one in waves_in(scope, store)
        if "how far" in one.question.casefold()
    }


def test_shares_are_counted_by_wave_with_base_and_non_response(workspace, store):
    """Who did not answer is told, not hidden in a percentage."""
    _with_survey(workspace, store)

    assert _far(Scope("cohort"), store) == {
        "Wave 1": (4, 3, {"Not started": 1, "Just started": 2, "Under way": 0}),
        "Wave 2": (4, 3, {"Not started": 0, "Just started": 2, "Under way": 1}),
    }


def test_a_collaborative_counts_its_own_respondents(workspace, store):
    """One survey for the whole cohort still shows each collaborative its own answers."""
    _with_survey(workspace, store)

    assert {wave: base for wave, (base, _, _) in _far(Scope("collaborative", collaborative="lantern"), store).items()} == {
        "Wave 1": 2, "Wave 2": 2,
    }  # fmt: skip


def test_an_event_shows_its_own_wave_only(workspace, store):
    """A brief about wave 2 alone does not speak of wave 1."""
    _with_survey(workspace, store)

    assert list(_far(Scope("event", event="wave-2"), store)) == ["Wave 2"]


def test_free_text_becomes_excerpts_of_respondents(workspace, store):
    """Each with the collaborative that its respondent gave."""
    _with_survey(workspace, store)
    said = {one.text: one.collaborative for one in store.excerpts.current() if one.voice.basis == "respondent"}

    assert any("afternoon of improvement" in text and place == "harbour" for text, place in said.items())
    assert any("restraint" in text and place == "lantern" for text, place in said.items())


TWO_WAVES = """\
Respondent,{day},{wave},Role,Partnership,How far have you come?,What gets in your way?
1,{one},{first},Admin,Harbour,Just started,The phones close before the evening list has ended.
2,{one},{first},Nurse,Lantern,Not started,Nobody has told us who may sign for the new chairs.
3,{two},{second},Admin,harbour,Under way,The evening phones are open again but two of us do it all.
4,{two},{second},HCA,nowhere we know,Just started,The chairs have come and there is no room for them.
"""


def _two_waves(workspace, store, **columns):
    names = {"day": "Survey date", "wave": "Wave", "one": "2025-03-03", "two": "2025-07-02"}
    names |= {"first": "Wave 1", "second": "Wave 2"} | columns
    folder = workspace.material / "both-waves"
    folder.mkdir()
    (folder / "answers.csv").write_text(TWO_WAVES.format(**names))
    (folder / "about.toml").write_text(ABOUT.format(event="Both waves", day="2025-09-01"))
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    assert store.skipped.all() == []
    document = next(one for one in store.documents.latest().values() if one.event_id == "both-waves")
    return document, store.excerpts.of(document.document_id)


def test_every_answer_has_the_day_role_and_place_of_its_row(workspace, store):
    """One sheet of two waves is not one day, and 'Admin' is somebody's role and nobody's name."""
    document, excerpts = _two_waves(workspace, store)

    assert [(said_on(one, document).isoformat(), one.role, one.collaborative) for one in excerpts] == [
        ("2025-03-03", "Admin", "harbour"),
        ("2025-03-03", "Nurse", "lantern"),
        ("2025-07-02", "Admin", "harbour"),
        ("2025-07-02", "HCA", None),
    ]
    assert all(one.evidence for one in excerpts)
    assert [one.voice.collaborative for one in excerpts] == ["harbour", "lantern", "harbour", None]


@pytest.mark.parametrize(
    ("columns", "days"),
    [
        ({"day": "Completed", "one": "3/3/2025 09:15", "two": "2/7/2025 17:40"}, (date(2025, 3, 3), date(2025, 7, 2))),
        ({"day": "Batch", "wave": "Month", "first": "March 2025", "second": "July 2025", "one": "a", "two": "b"},
         (date(2025, 3, 1), date(2025, 7, 1))),
        ({"day": "Batch", "one": "a", "two": "b"}, (None, None)),
    ],
)  # fmt: skip
def test_days_are_read_from_whatever_column_gives_them(workspace, store, columns, days):
    """A month stands for its first day; a row without a day has the document's."""
    _, excerpts = _two_waves(workspace, store, **columns)

    assert (excerpts[0].date, excerpts[-1].date) == days


def test_the_waves_of_one_sheet_are_counted_apart_and_in_order(workspace, store):
    """'How far have you come?' moved from March to July, within one file."""
    _two_waves(workspace, store, first="Spring", second="Autumn")
    counted = [(one.wave, one.base) for one in waves_in(Scope("cohort"), store) if "come" in one.question]

    assert counted == [("Spring", 2), ("Autumn", 2)]


def test_a_period_counts_the_rows_that_were_answered_in_it(workspace, store):
    """A brief up to April does not show what was answered in July."""
    _two_waves(workspace, store)
    until = [one.wave for one in waves_in(Scope("cohort", until=date(2025, 4, 30)), store) if "come" in one.question]

    assert until == ["Wave 1"]


def test_a_name_in_a_role_is_masked_and_the_role_stays(workspace, store):
    """People write more than was asked."""
    folder = workspace.material / "third"
    folder.mkdir()
    (folder / "answers.csv").write_text(
        "Respondent,Role,What gets in your way?\n1,Admin for Bettina Quorn,The phones close before the list has ended.\n"
        "2,Admin,Nobody has told us who may sign for the chairs.\n"
    )
    (folder / "about.toml").write_text(ABOUT.format(event="Third", day="2025-09-02"))
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    roles = {one.role for one in store.excerpts.current() if one.voice.basis == "respondent"}

    assert "Admin" in roles
    assert not any("Quorn" in (role or "") for role in roles)


def test_the_last_wave_is_held_against_the_one_before_it(tagged, tagged_store):
    """What a survey is asked twice for; until now nobody's brief said it."""
    _with_survey(tagged, tagged_store)
    first, second = [one for one in waves_in(Scope("cohort"), tagged_store) if "how far" in one.question.casefold()]

    assert first.changes == ()
    assert {one.theme: (one.previous, one.now, one.now_base) for one in second.changes} == {
        "Not started": (1, 0, 3), "Just started": (2, 2, 3), "Under way": (0, 1, 3),
    }  # fmt: skip


def test_themes_of_free_text_are_counted_in_respondents_of_the_last_two_waves(tagged, tagged_store):
    """Three wrote something in each wave; one of four left it out."""
    _with_survey(tagged, tagged_store)
    found = themes_by_wave(Scope("cohort"), tagged_store, tagged_store.codebooks.current())

    assert (found.earlier, found.later) == ("Wave 1", "Wave 2")
    assert {(one.previous_base, one.now_base) for one in found.changes} == {(3, 3)}
    assert len(found.changes) == len(tagged_store.codebooks.current().topics)


@pytest.mark.parametrize(
    "scope",
    [
        Scope("event", event="wave-2"),
        Scope("cohort", until=date(2025, 3, 1)),
        Scope("cohort", since=date(2025, 7, 1)),
        Scope("theme", theme="equity"),
    ],
)
def test_a_scope_without_two_waves_or_without_the_last_compares_none(tagged, tagged_store, scope):
    """A brief on July does not tell June's news."""
    _with_survey(tagged, tagged_store)

    assert themes_by_wave(scope, tagged_store, tagged_store.codebooks.current()) is None
