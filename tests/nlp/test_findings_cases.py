"""Small programmes with one trap each, taken in through the real readers: what a careful reader would tell of them."""

import re
from dataclasses import dataclass

import pytest

from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.finding import Finding, Scope
from learnbrief.corpus.store import open_store
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, new_workspace
from learnbrief.nlp.findings import messages
from tests.flows.conftest import take_all_in

SETTINGS = """
[programme]
name = "Cases (fictional)"

[[collaborative]]
slug = "harbour"
name = "Harbour"

[[collaborative]]
slug = "tenacres"
name = "Ten Acres"
"""
ABOUT = 'kind = "{kind}"\nevent = "{name}"\ndate = 2025-0{month}-04\ncollaborative = "none"\n'


@dataclass(frozen=True)
class Draft:
    """What an analysis of a few files says."""

    findings: tuple[Finding, ...]
    excerpts: dict[str, Excerpt]
    documents: dict[str, Document]

    def texts(self, finding):
        return [self.excerpts[one].text for one in finding.evidence]

    def on(self, word):
        """Findings with this word in their evidence."""
        return [one for one in self.findings if any(word in text.lower() for text in self.texts(one))]

    def voices(self, finding):
        return {self.excerpts[one].voice.voice_id for one in finding.evidence}

    def sources(self, finding):
        return {self.excerpts[one].document_id for one in finding.evidence}

    def places(self, finding):
        return {self.excerpts[one].collaborative for one in finding.evidence}

    def messages(self):
        return messages(self.findings, self.documents, self.excerpts, scope_kind="event")


@pytest.fixture
def draft(tmp_path):
    """Takes in Markdown files, each an event of its own, and analyses all of them."""

    def make(files, *, register="", kind="workshop notes"):
        place = new_workspace(tmp_path / "cases")
        atomic_write(place.settings_file, SETTINGS)
        if register:
            atomic_write(place.register_file, register)
        for month, (name, text) in enumerate(files.items(), 1):
            folder = place.material / name.replace(" ", "-")
            folder.mkdir(parents=True)
            (folder / "notes.md").write_text(text, encoding="utf-8")
            (folder / "about.toml").write_text(ABOUT.format(kind=kind, name=name, month=month), encoding="utf-8")
        workspace = Workspace(place.root)
        store = open_store(workspace.store_url)
        try:
            take_all_in(workspace, store)
            assert store.skipped.all() == []
            analysis = store.analyses.get(analyse_scope(workspace, store, Scope("cohort")))
            excerpts = {one.excerpt_id: one for one in store.excerpts.current()}
            return Draft(analysis.findings, excerpts, store.documents.latest())
        finally:
            store.close()

    return make


def test_tables_belong_to_the_place_in_their_heading_and_nobody_is_told_as_silent(draft):
    """Both places speak of the keys: a table without a place of its own would make one of them silent on it."""
    made = draft(
        {
            "day 1": "# Open day 1\n## Table 1 (Ten Acres)\n- The ward keys hang in the porter's lodge, so every morning "
            "starts with a walk across the car park.\n- The sister likes the new kettle.\n## Table 2 (Harbour)\n- Our ward "
            "keys are with security at the far gate, and the walk takes a quarter of an hour.\n",
            "day 2": "# Open day 2\n## Table 1 (Ten Acres)\n- The keys are still across the car park and the early shift "
            "still begins late because of it.\n## Table 2 (Harbour)\n- Somebody walks to the far gate for the ward keys "
            "each day, in the rain as well.\n",
            "visit": "# Visit note\nI think the meetings with the matron went well this month, and people are easier with "
            "one another.\nNobody wanted to take the notes, which made us laugh.\n",
        }
    )
    (keys,) = made.on("keys")

    assert made.places(keys) == {"harbour", "tenacres"}
    assert len(keys.evidence) == 4
    assert not any(finding.silent for finding in made.findings)


def test_what_no_theme_names_is_one_finding_of_its_four_sources(draft):
    """Everybody speaks of the folder: that the codebook has no place for it is no reason to leave it out."""
    made = draft(
        {
            "visit one": "# Visit one\n\n- The blue folder on the ward is the first thing that everyone opens in the "
            "morning.\n- Lunch was late.\n- Parking is hard on Mondays for anybody who comes by car.\n",
            "visit two": "# Visit two\n\n- People ask where the blue folder is as soon as it is not in its "
            "place.\n- The lift was out of order again and we took the stairs.\n",
            "visit three": "# Visit three\n\n- We would not give up the blue folder any more, it takes two minutes and "
            "saves a phone call.\n- Two rooms were cold.\n",
            "visit four": "# Visit four\n\n- The blue folder lies beside the kettle, and that is where we start the "
            "day.\n- The new signs are easier to read than the old ones.\n",
        }
    )
    (folder,) = made.on("folder")
    chosen, _ = made.messages()

    assert (len(made.sources(folder)), len(folder.evidence), folder.theme) == (4, 4, None)
    assert chosen[0] == folder.finding_id
    assert folder.stance != "barrier"


def test_praise_that_turns_is_told_whole_and_not_as_a_help(draft):
    """'The new rota lead is fair and answers every email. But since she came ...': the first half is not the meaning."""
    made = draft(
        {
            "coaching": "# Reflection\nMy supervisor asked about the rota. The new rota lead is fair and answers every "
            "email. But since she came, nobody swaps a shift without asking her first, and the small kindnesses have "
            "stopped.\n"
        },
        kind="coaching reflection",
    )

    assert made.on("rota lead")
    for finding in made.on("rota lead"):
        assert finding.stance != "enabler"
        assert "answers every email" not in finding.heading
        for quote in finding.quotes:
            text = made.documents[made.excerpts[quote].document_id].text
            assert not re.match(r"\s*But\b", text[made.excerpts[quote].end :])


def test_praise_that_stops_short_is_no_help_and_praise_in_negative_words_is_one(draft):
    """'... until the consultant sits down, and then nod'; 'had done what three away days had not'."""
    made = draft(
        {
            "minutes": "# Minutes\nMr Orde said that the trainees ask questions until the consultant sits down, and then "
            "nod.\nMs Pell said that a shared kettle had done what three away days had not.\n"
        }
    )
    (trainees,), (kettle,) = made.on("trainees"), made.on("kettle")

    assert trainees.stance != "enabler"
    assert (kettle.stance, kettle.heading) == ("enabler", "a shared kettle had done what three away days had not")


def test_furniture_of_notes_is_no_excerpt_and_no_finding(draft):
    """Date, hall, disclaimer, who copied it out and the page line are nothing that anybody said."""
    made = draft(
        {
            "lunch": "# Notes of a lunch meeting\n3 September, hall B\nInvented people and places, for testing.\nCopied "
            "out by the office. Apologies: none.\n## Table 1\n- The clinic shuts ten minutes after the only bus has "
            "come.\nPage 1 of 1\n"
        }
    )

    assert [one.text for one in made.excerpts.values() if one.evidence] == [
        "The clinic shuts ten minutes after the only bus has come."
    ]
    assert len(made.findings) == 1


def test_one_person_in_two_sources_is_one_voice_and_tentative(draft):
    """Ms Alder said it at the forum and at the table: twice heard, still one person of Harbour."""
    made = draft(
        {
            "forum": "# Minutes of the users' forum\nMs Alder explained that court dates are set at nine and that the "
            "first bus is at half past eight.\nMr Finch gave the treasurer's report.\n",
            "workshop": "# Workshop notes\n## Table D\n- Ms Alder: has anybody moved the court dates? I missed one in May "
            "because the bus does not run before half past eight.\n- The room was too small.\n",
        },
        register="name,variants,role,collaborative\nAda Alder,Ms Alder,lived-experience partner,harbour\n"
        "Jon Finch,Mr Finch,treasurer,\n",
    )
    courts = made.on("court dates")
    chosen, _ = made.messages()

    assert {one for finding in courts for one in made.places(finding)} == {"harbour"}
    assert len(set().union(*map(made.voices, courts))) == 1
    assert all(finding.tentative for finding in courts)
    assert not {finding.finding_id for finding in courts} & set(chosen)


def test_what_five_tables_say_is_the_message_of_the_event(draft):
    """Four of the five are found; the fifth shares no word with them, and the note does not say that nobody agreed."""
    made = draft(
        {
            "swap shop": "# Swap shop\n## Table 1\n- We wait three weeks for a badge and share one between four until it "
            "comes.\n## Table 2\n- New starters stand at the door till somebody lets them in; badges take most of a "
            "month.\n## Table 3\n- Badge office opens Tuesdays. Only Tuesdays.\n## Table 4\n- I was let in by a cleaner "
            "for my first eighteen days.\n## Table 5\n- No badge, no computer, no point in being there. Everyone has had "
            "those weeks.\n"
        }
    )
    chosen, note = made.messages()
    (message,) = [finding for finding in made.findings if finding.finding_id in chosen]

    assert len(made.voices(message)) >= 4
    assert not message.tentative
    assert "badge" in message.heading.lower()
    assert not re.search("no point was made|nobody|no one", note, re.I)
