"""What a person decides on who is who, and on what tells who somebody is: done whole, recorded, and taken back whole."""

import json
import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from learnbrief.corpus.deidentify import Keyfile
from learnbrief.corpus.deidentify.people import edition_of, everybody
from learnbrief.corpus.deidentify.report import privacy_report
from learnbrief.corpus.errors import BadInput, StaleEdit
from learnbrief.corpus.store import open_store
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief, rebuild
from learnbrief.flows.stages.ingest import open_desk
from learnbrief.flows.stages.register import catch_up, is_behind, keep_up
from learnbrief.flows.stages.scopes import parse_scope
from learnbrief.flows.web.overview import overview
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from learnbrief.outputs.brief.brief import moved_sources, read_brief
from tests.flows.conftest import REGISTER, make_programme, take_all_in

MEETING = """\
WEBVTT

00:00:01.000 --> 00:00:06.000
<v Tomasz Wieczorek>The new form has cut the waiting by half on our ward since spring.

00:00:06.000 --> 00:00:12.000
<v Tommo Wieczorek>I would not say half, but the clerks now have an hour a day for calls.

00:00:12.000 --> 00:00:18.000
<v Olumide Farrant>Tomasz Wieczorek is right that they have time, and the only Somali anaesthetist we have agreed.
"""
ABOUT = 'kind = "webinar transcript"\nevent = "Talk"\ndate = 2025-05-06\ncollaborative = "harbour"\n'
DIARY = """\
Kind: coaching reflection
Event: Diary
Date: 2025-05-20
Collaborative: lantern

I met Tomasz Wieczorek again, and he worries that the form will be taken away when the money ends in autumn.
"""


@pytest.fixture(scope="module")
def talk_once(tmp_path_factory):
    """Two sources with a man whom no register lists, once under another name, and with somebody known without a name."""
    place = make_programme(tmp_path_factory.mktemp("talk") / "small-steps")
    for name, text in (("talk/talk.vtt", MEETING), ("talk/about.toml", ABOUT), ("diary/diary.txt", DIARY)):
        path = place.material / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with closing(open_store(place.store_url)) as opened:
        take_all_in(place, opened)
    keep_up(place)
    return place.root


@pytest.fixture
def workspace(talk_once, tmp_path):
    """A copy of it, to be changed at will."""
    return Workspace(Path(shutil.copytree(talk_once, tmp_path / "small-steps")))


@pytest.fixture
def programme(workspace, store):
    """Its services."""
    return Services(workspace, store)


def text_of(store, event):
    return next(one for one in store.documents.latest().values() if one.event_id == event)


def speakers(store):
    return [one.speaker for one in text_of(store, "talk").source.passages if one.speaker]


def frozen(store):
    """Everything that a decision could change, of the versions that hold now."""
    return [
        (one.text, one.title, one.author, [(p.start, p.end, p.speaker) for p in one.source.passages],
         [(m.start, m.end, m.replacement, m.status) for m in store.privacy.of(one.document_id, one.version)],
         [(c.start, c.end, c.status) for c in store.clues.of(one.document_id, one.version)],
         [e.voice.label for e in store.excerpts.of(one.document_id)])
        for one in store.documents.latest().values()
    ]  # fmt: skip


def two_of(store):
    """The pseudonyms of the man and of the man under his other name."""
    first, second, *_ = dict.fromkeys(speakers(store))
    return first, second


def is_named(pseudonym, words):
    """Whether the words hold this pseudonym: numbers are drawn, so 'Person 3' may stand beside 'Person 31'."""
    return re.search(rf"{pseudonym}(?!\d)", words) is not None


def last_act(store):
    return next(one.payload["act"] for one in reversed(store.reviews.all()) if "act" in one.payload)


def waiting(store, document):
    """How many passages wait in the version of a text that holds now."""
    return sum(count for (document_id, _), count in store.clues.open().items() if document_id == document.document_id)


def edition(store, *pseudonyms):
    return edition_of(everybody(store), sorted(pseudonyms))


def originals(services, store):
    """What every placeholder hides, whichever version it stands in."""
    desk = open_desk(services.workspace, store)
    return {
        words
        for one in store.documents.latest().values()
        for _, _, words in desk.originals.of(one.document_id, one.version)
    }


def test_looking_decides_nothing_and_is_recorded(programme, store):
    """Whoever decides must be able to see what; that they saw a name is itself a thing to answer for."""
    talk, before = text_of(store, "talk"), frozen(store)
    mark = next(one for one in store.privacy.of(talk.document_id, 1) if "Person" in one.replacement)
    words = programme.privacy.look(mark, coder="Robin")

    assert words in ("Tomasz Wieczorek", "Olumide Farrant")
    assert frozen(store) == before
    (record,) = store.reviews.all(actions=[Action.LOOK])
    assert (record.coder, record.target, record.payload["as"]) == ("Robin", mark.mark_id, mark.replacement)
    assert "Wieczorek" not in json.dumps(record.payload)


def test_two_pseudonyms_become_one_person_everywhere_and_two_again(programme, store):
    """One person under two names is two voices in every count; saying so must hold in texts, voices and key alike."""
    before, names = frozen(store), originals(programme, store)
    kept, gone = two_of(store)
    programme.privacy.join(kept, gone, edition=edition(store, kept, gone), coder="Robin")

    assert not is_named(gone, str(frozen(store)))
    assert speakers(store)[:2] == [kept, kept]
    assert originals(programme, store) == names
    assert store.check() == []
    assert Keyfile(programme.workspace.restricted / "key.json").names_of("Person", kept) == (
        "tomasz wieczorek", "tommo wieczorek",
    )  # fmt: skip
    assert open_desk(programme.workspace, store).deidentifier.speaker("Tommo Wieczorek") == kept

    programme.privacy.take_back(last_act(store), coder="Robin")
    assert frozen(store) == before
    assert originals(programme, store) == names
    assert open_desk(programme.workspace, store).deidentifier.speaker("Tommo Wieczorek") == gone
    with pytest.raises(StaleEdit, match="taken back already"):
        programme.privacy.take_back(last_act(store), coder="Robin")


def test_who_is_in_the_register_keeps_the_pseudonym_and_two_lines_stay_two(programme, store):
    """The register is what the programme's people say of themselves; a page does not overrule it."""
    known = {person.name: person.pseudonym for person in open_desk(programme.workspace, store).people}
    registered, (stranger, _) = known["Olumide Farrant"], two_of(store)
    programme.privacy.join(stranger, registered, edition=edition(store, stranger, registered), coder="Robin")
    assert stranger not in everybody(store)

    other = known["Bettina Quorn"]
    with pytest.raises(BadInput, match=r"two lines of participants\.csv"):
        programme.privacy.join(other, registered, edition=edition(store, other, registered), coder="Robin")


def test_two_people_under_one_pseudonym_are_parted_by_source_or_mention_and_joined_again(programme, store):
    """Two people of one name are one voice until somebody who was there says otherwise."""
    before = frozen(store)
    first, _ = two_of(store)
    diary = text_of(store, "diary")
    (mention,) = [one for one in everybody(store)[first].marks if one.document_id == diary.document_id]
    new = programme.privacy.part(first, [mention.mark_id], edition=edition(store, first), coder="Robin")

    assert f"[{new}]" in text_of(store, "diary").text
    assert first in speakers(store)
    assert new not in speakers(store)
    assert "Tomasz Wieczorek" in originals(programme, store)
    assert (
        Keyfile(programme.workspace.restricted / "key.json").names_of("Person", new)[0].startswith("tomasz wieczorek")
    )
    assert open_desk(programme.workspace, store).deidentifier.speaker("Tomasz Wieczorek") == first

    programme.privacy.take_back(last_act(store), coder="Robin")
    assert frozen(store) == before


def test_who_speaks_in_a_source_can_be_somebody_else(programme, store):
    """A talk is parted with every turn of it, and its name goes with it where nobody else has it."""
    _, second = two_of(store)
    talk = text_of(store, "talk")
    with pytest.raises(BadInput, match="leave some"):
        programme.privacy.part(second, [talk.document_id], edition=edition(store, second), coder="Robin")
    first, _ = two_of(store)
    new = programme.privacy.part(first, [talk.document_id], edition=edition(store, first), coder="Robin")

    assert speakers(store)[0] == new
    assert f"[{first}]" in text_of(store, "diary").text


def test_a_page_that_is_out_of_date_changes_nobody(programme, store):
    """Two evaluators at once would part what the other has just joined."""
    kept, gone = two_of(store)
    shown = edition(store, kept, gone)
    programme.privacy.join(kept, gone, edition=shown, coder="Robin")
    before = frozen(store)
    for press in (
        lambda: programme.privacy.join(kept, gone, edition=shown, coder="Ada"),
        lambda: programme.privacy.part(kept, ["m-none"], edition=shown, coder="Ada"),
    ):
        with pytest.raises(StaleEdit, match="changed since you opened"):
            press()
    assert frozen(store) == before


def test_words_that_tell_are_hidden_or_stand_and_both_are_taken_back(programme, store):
    """A decision that cannot be undone is put off; the source waits until each is made."""
    before, talk = frozen(store), text_of(store, "talk")
    (clue,) = store.clues.of(talk.document_id, 1)
    assert talk.text[clue.start : clue.end] == "the only Somali anaesthetist"
    programme.privacy.decide_clues([clue], instead=None, coder="Robin")
    assert waiting(store, talk) == 0
    programme.privacy.take_back(last_act(store), coder="Robin")
    assert frozen(store) == before

    programme.privacy.decide_clues([clue], instead="a colleague", coder="Robin")
    after = text_of(store, "talk")
    assert "and [a colleague] we have agreed" in after.text
    assert (waiting(store, talk), store.check()) == (0, [])
    with pytest.raises(StaleEdit):
        programme.privacy.decide_clues([clue], instead=None, coder="Ada")
    programme.privacy.take_back(last_act(store), coder="Robin")
    assert frozen(store) == before


def test_what_may_stand_still_may_when_other_words_are_hidden(programme, store):
    """Nobody decides the same sentence again after each change of the text."""
    talk = text_of(store, "talk")
    programme.privacy.decide_clues(store.clues.of(talk.document_id, 1), instead=None, coder="Robin")
    (first, _) = two_of(store)
    programme.privacy.join(*two_of(store), edition=edition(store, *two_of(store)), coder="Robin")

    assert first in everybody(store)
    assert [one.status for one in store.clues.of(talk.document_id, 2)] == ["shown"]


@pytest.mark.parametrize("keep", [True, False], ids=["kept hidden", "shown"])
def test_a_decision_on_every_place_is_taken_back_as_one(programme, store, keep):
    """'Everywhere' is one press; taking it back place by place would leave half of it."""
    before = frozen(store)
    flags = [one for standing in everybody(store).values() for one in standing.marks if one.status == "flagged"]
    assert {one.document_id for one in flags}
    programme.decide_marks(flags, keep=keep, coder="Robin")
    assert frozen(store) != before
    programme.privacy.take_back(last_act(store), coder="Robin")

    assert frozen(store) == before


def test_nothing_is_taken_back_where_somebody_decided_otherwise_since(programme, store):
    """The later word holds, whoever spoke first."""
    flags = [one for standing in everybody(store).values() for one in standing.marks if one.status == "flagged"][:1]
    programme.decide_marks(flags, keep=True, coder="Robin")
    act = last_act(store)
    with store.writing():
        store.privacy.set_status(flags[0].mark_id, "rejected")
    with pytest.raises(StaleEdit, match="decided on otherwise since"):
        programme.privacy.take_back(act, coder="Robin")


def test_a_brief_on_renamed_people_is_told_and_renewed_in_place(programme, store):
    """Its quotations name the people as they are called now, and its id and edits stay."""
    wanted = make_brief(
        programme.workspace, store, analyse_scope(programme.workspace, store, parse_scope("cohort"))
    ).name
    kept, gone = two_of(store)
    programme.privacy.join(kept, gone, edition=edition(store, kept, gone), coder="Robin")
    versions = {one.document_id: one.version for one in store.documents.latest().values()}
    assert moved_sources(read_brief(store.briefs.get(wanted).value), versions)
    rebuild(programme.workspace, store, wanted)

    assert not is_named(gone, store.briefs.get(wanted).value)


def test_a_register_that_says_who_is_alone_is_looked_for_in_what_was_taken_in_before(programme, store):
    """The column is filled in when somebody thinks of it, mostly after the first run."""
    workspace = programme.workspace
    lines = REGISTER.splitlines()
    told = "\n".join([f"{lines[0]},only one", f"{lines[1]},chief executive", f"{lines[2]},"])
    atomic_write(workspace.register_file, told)
    again = Workspace(workspace.root)
    assert is_behind(again, store)
    catch_up(open_desk(again, store))

    workshop = text_of(store, "harbour-day-one")
    (clue,) = store.clues.of(workshop.document_id, workshop.version)
    assert workshop.text[clue.start : clue.end] == "chief executive"
    assert clue.reason.startswith("the register says that one person holds this title")


def test_status_and_the_report_count_what_waits(programme, store):
    """Whoever never opens the app would not know that a brief waits for them."""
    talk = text_of(store, "talk").document_id

    assert overview(programme.workspace, store).to_decide == 2  # the workshop speaks of its chief executive
    assert {line.document_id: line.telling for line in privacy_report(store)}[talk] == 1
