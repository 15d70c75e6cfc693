"""Survey sheets: closed answers counted by wave, free text cut into excerpts."""

from corpus.finding import Scope
from flows.stages.ingest import new_files, take_in
from flows.stages.surveys import waves_in

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
