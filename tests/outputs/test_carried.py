"""Findings carried over to texts in which words were hidden since: their ids stay, their words are those that stand now."""

from dataclasses import replace

import pytest

from learnbrief.corpus.counting import by_theme
from learnbrief.corpus.deidentify import Edit, apply_edits
from learnbrief.corpus.finding import Analysis, Clause, Finding, Followed, Point, Topic
from learnbrief.corpus.store import open_store
from learnbrief.outputs.brief.carried import carried_over, excerpts_of, is_outdated
from learnbrief.outputs.brief.material import gather
from learnbrief.outputs.brief.mending import Ground
from tests.outputs import programme
from tests.outputs.programme import EXCERPTS, FINDINGS, ids

WORKSHOP = "d-harbour-1"


@pytest.fixture
def store(tmp_path):
    """The invented programme as it is stored."""
    opened = open_store(tmp_path / "learnbrief.db")
    for made in programme.DOCUMENTS:
        opened.documents.add(made)
        opened.excerpts.put(made, [one for one in EXCERPTS.values() if one.document_id == made.document_id])
    yield opened
    opened.close()


def hidden(store, words, replacement="[word]", *, document=WORKSHOP, without=()):
    """A next version of the first workshop in which these words are hidden; `without` are lines no longer cut."""
    before = store.documents.get(document)
    start = before.text.index(words)
    edit = Edit(start, start + len(words), replacement, "role", "added by a person")
    after = replace(before, version=before.version + 1, source=apply_edits(before.source, [edit]))
    gain = len(replacement) - len(words)
    cut = []
    for one in store.excerpts.of(document):
        begin = one.start + gain * (one.start > start)
        end = one.end + gain * (one.end > start)
        if one.text not in without:
            cut.append(replace(one, version=after.version, start=begin, end=end, text=after.text[begin:end]))
    store.documents.add(after, shifts=[(edit.start, edit.end, len(replacement))])
    store.excerpts.put(after, cut)


def carried(store, *findings, emerging=()):
    analysis = Analysis(programme.RUN.run_id, programme.SCOPE, findings or FINDINGS, emerging=tuple(emerging))
    excerpts = store.excerpts.current()
    held = gather(store.documents.latest().values(), excerpts)
    moves = store.moves(excerpts_of(analysis), excerpts)
    ground = Ground(held, by_theme(held.evidence, programme.tags()), programme.CODEBOOK)
    return carried_over(analysis, moves, ground), {one.excerpt_id: one for one in excerpts}


def words(clause, excerpts):
    return excerpts[clause.excerpt].text[clause.start : clause.end]


def test_every_finding_keeps_its_id_and_stands_on_the_text_of_now(store):
    """What people did to a finding speaks of it by its id; its evidence is cited where it is."""
    hidden(store, "rota")
    now, excerpts = carried(store)

    assert [one.finding_id for one in now.findings] == [one.finding_id for one in FINDINGS]
    assert not is_outdated(now, excerpts)
    assert [len(one.evidence) for one in now.findings] == [len(one.evidence) for one in FINDINGS]
    told = {finding.finding_id: finding for finding in now.findings}
    for before in FINDINGS:
        if before.clause:
            assert words(told[before.finding_id].clause, excerpts) == programme.words_of(before.clause)


def test_a_word_hidden_in_a_headline_is_hidden_there_too(store):
    """The heading is the clause as it stands."""
    hidden(store, "item 14", "[a place]")
    now, excerpts = carried(store, FINDINGS[0])

    assert now.findings[0].heading == "improvement is [a place] and is cut when time runs short"
    assert words(now.findings[0].clause, excerpts) == now.findings[0].heading


def test_evidence_that_is_gone_leaves_with_every_consequence(store):
    """A line that is no longer cut: the next clause heads the finding, and its breadth is counted again."""
    hidden(store, "rota", without=(EXCERPTS["h1"].text,))
    now, excerpts = carried(store, FINDINGS[0])

    (left,) = now.findings
    assert [excerpts[one].text for one in left.evidence] == [EXCERPTS[key].text for key in ("m1", "s1")]
    assert left.heading == "More board time for this, please"
    assert left.quotes == ids("s1")


def test_a_finding_of_which_nothing_is_left_is_none(store):
    """As in an analysis that had never seen it."""
    alone = next(one for one in FINDINGS if one.evidence == ids("h5"))
    hidden(store, "rota", without=(EXCERPTS["h5"].text,))

    assert carried(store, alone)[0].findings == ()


@pytest.mark.parametrize(("subject", "kept"), [("Project day", True), ("Rota", False)])
def test_a_subject_stays_as_long_as_somebody_says_it(store, subject, kept):
    """A name over a finding would outlive the name in the text."""
    matter = Finding(
        "workforce", None, subject, ids("h2 s2"), ids("h2"), heading_from="composed",
        points=(Point(ids("h2"), "workforce", "barrier"), Point(ids("s2"), "workforce", "enabler")),
    )  # fmt: skip
    hidden(store, "rota")

    heading = carried(store, matter)[0].findings[0].heading
    assert heading == (subject if kept else "Workforce and time")


def test_what_emerges_is_carried_over_or_gone(store):
    """A topic without an excerpt is no topic."""
    topics = [Topic("t-1", "rotas", ("rota",), ids("h2 w5")), Topic("t-2", "gone", ("x",), ids("h5"))]
    hidden(store, "rota", without=(EXCERPTS["h5"].text,))
    now, excerpts = carried(store, emerging=topics)

    assert [topic.topic_id for topic in now.emerging] == ["t-1"]
    assert set(now.emerging[0].excerpts) <= set(excerpts)


def test_two_redactions_later_a_clause_still_says_the_same(store):
    """Versions are followed one by one."""
    matter = replace(FINDINGS[0], clause=Clause(ids("h1")[0], 0, len("Board agenda")), heading="Board agenda")
    hidden(store, "finance", "[a longer word than that]")
    hidden(store, "Board agenda", "Board plan")

    assert carried(store, matter)[0].findings[0].heading == "Board plan"


def test_what_became_of_an_action_is_told_by_the_words_of_now(store):
    """Who told that it was done stands in no evidence: forgotten here, the brief would cite a text that is no more."""
    done = Followed(ids("h1")[0], done=True)
    matter = Finding("data", "action", "h", ids("h4"), ids("h4"), points=(Point(ids("h4"), followed=done),))
    hidden(store, "item 14", "[a place]")
    now, excerpts = carried(store, matter)
    assert "[a place]" in excerpts[now.findings[0].points[0].followed.excerpt].text

    hidden(store, "finance", without=(excerpts[now.findings[0].points[0].followed.excerpt].text,))
    assert carried(store, matter)[0].findings[0].points[0].followed is None
