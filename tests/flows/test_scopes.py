"""What a brief covers: a period holds what was said in it, and what somebody put aside is left alone."""

from dataclasses import replace
from datetime import date

import pytest

from learnbrief.corpus.finding import Scope, scope_words
from learnbrief.corpus.retirement import bring_back, retire
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.scopes import (
    Snapshot,
    heard_by_then,
    material_in,
    material_of,
    months_with_material,
    parse_scope,
    scopes_of_month,
    snapshot,
    unfinished_events,
)
from tests.corpus.conftest import document, excerpts_of

MARCH = Scope("cohort", since=date(2025, 3, 1), until=date(2025, 3, 31))
ROWS = "Rotas cancel it.\nLetters confuse people.\nA named lead helps.\n"


def survey(*days, taken_on=date(2025, 3, 31), **others):
    """A survey taken in on one day, its rows answered on these; None: the row gives none."""
    made = document(ROWS, date=taken_on, **others)
    return made, [replace(one, date=day) for one, day in zip(excerpts_of(made), days, strict=True)]


def covered(scope, *sources):
    everything = Snapshot(
        {made.document_id: made for made, _ in sources}, tuple(one for _, own in sources for one in own), {}
    )
    material = material_of(scope, everything)
    return [one.document_id for one in material.documents], [one.text for one in material.excerpts]


def test_a_period_holds_the_rows_that_were_answered_in_it():
    """An export of April holds answers of March: by its own day alone it told none of them, or all."""
    source = survey(date(2025, 3, 3), date(2025, 4, 2), None)

    assert covered(MARCH, source) == (["d-one"], ["Rotas cancel it.", "A named lead helps."])
    april = replace(MARCH, since=date(2025, 4, 1), until=date(2025, 4, 30))
    assert covered(april, source) == (["d-one"], ["Letters confuse people."])
    assert covered(Scope("cohort"), source)[1] == ROWS.splitlines()


@pytest.mark.parametrize("words", ["event:kick-off", "collaborative:harbour", "theme:equity", "role:board", "cohort"])
def test_a_scope_reads_back_as_it_was_written(words):
    """The library's table of briefs said 'role' of a brief on the board: no command takes that."""
    assert scope_words(parse_scope(words).record) == words


def test_a_source_nothing_of_which_was_said_in_the_period_is_not_counted_in_it():
    """Its own day is the day of the export."""
    assert covered(MARCH, survey(date(2025, 2, 3), date(2025, 2, 4), date(2025, 2, 5))) == ([], [])


@pytest.mark.parametrize(("day", "held"), [(date(2025, 3, 31), ["d-one"]), (date(2025, 4, 1), [])])
def test_a_source_without_a_word_is_of_its_own_day(day, held):
    """Its limits say that it was read."""
    made, _ = survey(None, None, None, taken_on=day)

    assert covered(MARCH, (made, [])) == (held, [])


def test_a_collaborative_is_heard_in_the_months_of_its_rows(tagged, tagged_store):
    """`learnbrief month` offers and covers the month of the answers, too."""
    made, rows = survey(date(2025, 5, 3), None, None, document_id="d-survey", event_id="spring-webinar")
    tagged_store.documents.add(made)
    tagged_store.excerpts.put(made, rows)

    assert "2025-05" in months_with_material(tagged_store)
    assert scopes_of_month(tagged_store, "2025-05") == ["cohort", "collaborative:harbour"]


def test_runs_leave_a_retired_brief_alone_until_it_is_brought_back(tagged, tagged_store):
    """A schedule does not overrule the person who put it aside."""
    scope = parse_scope("collaborative:harbour", since=MARCH.since, until=MARCH.until)
    of_place = make_brief(tagged, tagged_store, analyse_scope(tagged, tagged_store, scope)).name
    of_event = make_brief(
        tagged, tagged_store, analyse_scope(tagged, tagged_store, parse_scope("event:harbour-day-one"))
    ).name
    for brief_id in (of_place, of_event):
        retire(tagged_store, brief_id, reason="Too little was said", coder="Ada")
    assert scopes_of_month(tagged_store, "2025-03") == ["cohort", "collaborative:lantern"]
    (tagged.brief_folder(of_event) / "brief.json").unlink()
    assert "harbour-day-one" not in unfinished_events(tagged, tagged_store)

    for brief_id in (of_place, of_event):
        bring_back(tagged_store, brief_id, coder="Ada")
    assert "collaborative:harbour" in scopes_of_month(tagged_store, "2025-03")
    assert "harbour-day-one" in unfinished_events(tagged, tagged_store)


def scopes_of(store):
    """Every kind of scope that the programme of the fixtures has something for, and some it has nothing for."""
    periods = [
        {},
        {"since": MARCH.since, "until": MARCH.until},
        {"since": date(2025, 5, 1)},
        {"until": date(2025, 3, 10)},
    ]
    names = [
        "cohort",
        "event:harbour-day-one",
        "event:spring-webinar",
        "collaborative:harbour",
        "collaborative:lantern",
    ]
    names += [f"theme:{theme.slug}" for theme in store.codebooks.current().themes]
    return [parse_scope(name, **period) for name in names for period in periods]


def test_what_a_scope_covers_is_the_same_whether_all_or_only_its_part_is_read(tagged, tagged_store):
    """A brief must not lose a row that was answered in another month, or a theme that a person added to an older cut."""
    made, rows = survey(
        date(2025, 5, 3), date(2025, 3, 9), None, document_id="d-survey", event_id="spring-webinar", collaborative=None
    )
    tagged_store.documents.add(made)
    tagged_store.excerpts.put(made, [rows[0], replace(rows[1], collaborative="lantern"), rows[2]])
    tagged_store.reviews.add(new_review(Action.ADD, "Robin Ash", excerpt=rows[2], theme="spread"))
    renewed = replace(made, version=2, content_hash="changed")
    tagged_store.documents.add(renewed, shifts=[])
    tagged_store.excerpts.put(renewed, [replace(one, version=2) for one in rows])
    everything = snapshot(tagged_store)

    differing = [
        scope for scope in scopes_of(tagged_store) if material_in(tagged_store, scope) != material_of(scope, everything)
    ]
    assert differing == []
    assert any(tag.coder == "Robin Ash" for tag in material_in(tagged_store, Scope.named("theme:spread")).tags)


def test_a_workshop_s_brief_reads_that_workshop_alone(tagged_store):
    """With a hundred times the material, one workshop must not cost a hundred times as much."""
    read = snapshot(tagged_store, Scope.named("event:harbour-day-one"))

    assert {one.event_id for one in read.documents.values()} == {"harbour-day-one"}
    assert {one.document_id for one in read.excerpts} == set(read.documents)
    month = snapshot(tagged_store, replace(MARCH, since=date(2025, 4, 1), until=date(2025, 4, 30)))
    assert {one.event_id for one in month.documents.values()} == {"spring-webinar"}


def on_a_day(name, day, **others):
    """A source of its own day, kept in a store."""
    made = document(ROWS, document_id=name, date=day, **others)
    return made, excerpts_of(made)


def test_a_part_is_read_beside_what_had_been_said_by_then_and_no_later(store):
    """What a workshop of March learned must not be told in another order because of a webinar of May."""
    days = {"d-before": date(2025, 1, 9), "d-one": date(2025, 3, 3), "d-after": date(2025, 5, 2)}
    for name, day in days.items():
        made, excerpts = on_a_day(name, day, event_id=name)
        store.documents.add(made)
        store.excerpts.put(made, excerpts)
    scope = Scope("event", event="d-one")
    heard = heard_by_then(store, scope, material_in(store, scope))

    assert {one.document_id for one in heard} == {"d-before", "d-one"}
    assert heard_by_then(store, Scope("cohort"), material_in(store, Scope("cohort"))) == ()
