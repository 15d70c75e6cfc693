"""What is read first: a ceiling, never a quota, and nothing that one voice or one wording pretends."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.finding import Clause, Finding, Point
from learnbrief.nlp.findings import messages
from tests.nlp.programme import Programme

ALIKE = 0.4
"""Mean likeness of what says the same without doubt."""
CENTRAL = 0.3
"""How near other sources come to a statement that is worth a board's time."""


class Findings:
    """Findings over a programme in which every source, voice and place is named by the test."""

    def __init__(self):
        self.made = Programme()
        self.found: list[Finding] = []

    def add(self, *said, **options):
        """A finding on what was said, each as (event, source, place, voice)."""
        ids = []
        for event, source, place, voice in said:
            text = f"Sentence number {'x' * (1 + len(self.made.excerpts))} about lifts."
            ids.append(self.made.say(text, event=event, source=source, place=place, voice=voice))
        clause = Clause(ids[0], 0, 8)
        finding = Finding(
            None, "barrier", f"Heading {len(self.found)}", tuple(ids), tuple(ids[:1]),
            heading_from="clause", clause=clause, likeness=ALIKE, points=(Point(tuple(ids), stance="barrier", clause=clause),),
            centrality=CENTRAL,
        )  # fmt: skip
        self.found.append(replace(finding, **options))
        return self.found[-1].finding_id

    def told(self, kind="cohort"):
        """Ids of the messages and the note on them."""
        excerpts = {one.excerpt_id: one for one in self.made.excerpts}
        return messages(self.found, self.made.documents, excerpts, scope_kind=kind)


def two_sources(name):
    """Two voices in two sources of two events."""
    return [
        (f"{name} one", f"{name} a", "harbour", f"{name} P1"),
        (f"{name} two", f"{name} b", "fenland", f"{name} P2"),
    ]


@pytest.mark.parametrize(("kind", "most"), [("cohort", 5), ("event", 4), ("collaborative", 4), ("theme", 4)])
def test_there_are_at_most_five_messages_for_the_cohort_and_four_elsewhere(kind, most):
    """A board reads no more."""
    findings = Findings()
    for number in range(7):
        findings.add(*two_sources(f"m{number}"))

    assert findings.told(kind) == (tuple(one.finding_id for one in findings.found[:most]), "")


def test_the_order_is_by_events_then_sources_then_places_then_voices():
    """Never by how often it was said: ten sentences of one workshop weigh less than two of two."""
    findings = Findings()
    by_voices = findings.add(*[("e", "s1", "harbour", f"P{at}") for at in range(3)], ("e", "s2", "harbour", "P0"))
    by_places = findings.add(("f", "t1", "harbour", "P1"), ("f", "t2", "fenland", "P2"))
    by_sources = findings.add(*[("g", f"u{at}", "harbour", "P1") for at in range(3)], ("g", "u0", "harbour", "P2"))
    by_events = findings.add(("h", "v1", "harbour", "P1"), ("i", "v2", "harbour", "P2"))
    often = findings.add(*[("j", f"w{at % 2}", "harbour", ("P1", "P2")[at % 2]) for at in range(10)])

    assert findings.told()[0] == (by_events, by_sources, by_places, by_voices, often)


def test_what_most_other_sources_come_near_is_told_first():
    """What a programme is about is seldom said twice in the same words: the statement in its middle tells more of it."""
    findings = Findings()
    aside = findings.add(*two_sources("aside"), ("aside three", "aside c", "moorland", "aside P3"), centrality=0.1)
    middle = findings.add(*two_sources("middle"), centrality=0.4)

    assert findings.told()[0] == (middle, aside)


def test_words_that_tell_too_little_alone_only_make_up_for_few_messages():
    """'The list is the list' lies near much that was said; beside three statements that tell something it is in the way."""
    findings = Findings()
    thin = [findings.add(*two_sources(f"thin{at}"), centrality=0.0) for at in range(4)]
    assert findings.told()[0] == tuple(thin[:3])

    telling = [findings.add(*two_sources(f"m{at}")) for at in range(4)]
    assert findings.told()[0] == tuple(telling)


def test_a_fourth_message_must_be_a_third_as_central_as_the_first():
    """Two remarks on the weather share their words; behind three messages they would only fill the page."""
    findings = Findings()
    main = [findings.add(*two_sources(f"m{at}"), centrality=0.4 - at / 10) for at in range(3)]
    findings.add(*two_sources("weather"), centrality=0.1)
    assert findings.told()[0] == tuple(main)

    fourth = findings.add(*two_sources("m4"), centrality=0.2)
    assert findings.told()[0] == (*main, fourth)


def test_few_words_are_enough_where_many_say_them_together():
    """Five tables that write 'lists are too long' have a message, however short it is; a joke that four sources repeat has none."""
    findings = Findings()
    telling = [findings.add(*two_sources(f"m{at}")) for at in range(3)]
    wide = findings.add(*[("e", "s", "harbour", f"P{at}") for at in range(5)], centrality=0.0)
    findings.add(*[(f"j{at}", f"k{at}", "harbour", f"P{at}") for at in range(5)], centrality=0.0)

    assert findings.told()[0] == (*telling, wide)


def test_a_brief_on_one_workshop_tells_what_is_central_to_it_and_that_one_voice_said_it():
    """A researcher needs something to defend that afternoon; nothing in it may pretend that several said it."""
    findings = Findings()
    one_voice = [("e", "s", "harbour", "P1")]
    aside = findings.add(*one_voice, tentative=True, centrality=0.01, reads=0.1)
    central = findings.add(("e", "s", "harbour", "P2"), tentative=True, reads=0.3)
    chosen, note = findings.told("event")

    assert chosen == (central,)
    assert aside not in chosen
    assert "no message in what more than one voice said" in note
    assert "One statement above rests on one voice or one source" in note


def test_a_brief_on_one_event_tells_what_reads_best_where_little_is_central():
    """A coach's diary has no middle, and a brief that says nothing is of no use that afternoon; a cohort's says less rather."""
    findings = Findings()
    diary = [("e", "s", "harbour", f"P{at}") for at in range(5)]
    for at, reads in enumerate((0.3, 0.01, 0.1, 0.4)):
        findings.add(diary[at], tentative=True, centrality=0.0, reads=reads)
    findings.add(diary[4], tentative=True, centrality=0.0, reads=0.5, stance="action")
    ids = [one.finding_id for one in findings.found]

    assert findings.told("event")[0] == (ids[3], ids[0])
    assert findings.told("cohort")[0] == ()


def test_one_voice_is_told_where_nothing_reads_well_and_no_second():
    """Of such words one of four tells something; a brief that says nothing at all is of no use, one of three asides of less."""
    findings = Findings()
    ids = [
        findings.add(("e", "s", "harbour", f"P{at}"), tentative=True, centrality=0.0, reads=reads)
        for at, reads in enumerate((0.12, 0.15))
    ]

    assert findings.told("event")[0] == (ids[1],)


def test_what_is_central_goes_before_what_several_say_in_words_that_tell_nothing():
    """'The list is the list', twice, is no message beside what other sources come near, though one voice said it."""
    findings = Findings()
    thin = findings.add(*two_sources("thin"), centrality=0.0)
    assert findings.told()[0] == (thin,)

    central = [
        findings.add(("e", "s", "harbour", f"P{at}"), tentative=True, centrality=0.3, reads=0.3) for at in range(2)
    ]
    chosen, note = findings.told()
    assert chosen == tuple(central)
    assert "2 statements above rest on one voice" in note


@pytest.mark.parametrize("kind", ["cohort", "event"])
def test_one_matter_on_which_people_differed_is_told_behind_what_they_shared(kind):
    """A board that reads only what was agreed is misled; a second difference waits under the findings."""
    findings = Findings()
    told = [findings.add(*two_sources("told"))]
    for name in ("first", "second"):
        own = findings.add(*two_sources(name), centrality=0.0)
        (point,) = findings.found[-1].points
        findings.found[-1] = replace(
            findings.found[-1], points=(replace(point, contested=True, against=Clause(point.evidence[1], 0, 8)),)
        )
        told.append(own)

    assert findings.told(kind)[0] == tuple(told[:2])


def test_single_voices_never_take_the_place_of_what_several_said():
    """However central: three joint messages are enough to read first."""
    findings = Findings()
    findings.add(("e", "s", "harbour", "P1"), tentative=True, centrality=0.9)
    joint = [findings.add(*two_sources(f"m{at}")) for at in range(3)]

    assert findings.told("event")[0] == tuple(joint)


def test_a_stale_point_that_does_not_say_what_came_later_is_no_message():
    """A board in July would act on what was mended in May."""
    findings = Findings()
    findings.add(*two_sources("m1"), solved_later=True)
    holds = findings.add(*two_sources("m2"))

    assert findings.told()[0] == (holds,)


def test_messages_are_ordered_by_who_says_what_heads_them():
    """A wide subject under words that two said is no wider message than what three said."""
    findings = Findings()
    findings.add(*two_sources("wide"), *two_sources("wider"))
    (subject,) = findings.found
    lead, rest = subject.evidence[:2], subject.evidence[2:]
    findings.found = [replace(subject, points=(Point(lead, clause=subject.clause), *(Point((one,)) for one in rest)))]
    said = findings.add(*two_sources("said"), ("said three", "said c", "moorland", "said P3"))

    assert findings.told()[0] == (said, subject.finding_id)


@pytest.mark.parametrize(
    "reason",
    [
        {"tentative": True, "centrality": 0.01},
        {"tentative": True, "stance": "action"},
        {"stance": "question"},
        {"heading_from": "none", "clause": None},
    ],
    ids=["an aside of one voice", "a wish of one voice", "a question", "no clause and no subject"],
)
def test_what_cannot_be_sent_to_a_board_is_no_message(reason):
    """An aside of one voice, a question and a theme's name say nothing of what was learned."""
    findings = Findings()
    findings.add(*two_sources("wide"), *two_sources("wider"), **reason)
    good = findings.add(*two_sources("good"))

    assert findings.told()[0] == (good,)


def test_a_subject_that_several_mention_is_no_message_without_a_point_that_two_make():
    """Two people who speak of lifts and say different things of them have no message together."""
    findings = Findings()
    loose = two_sources("loose")
    findings.add(*loose)
    (only,) = findings.found
    findings.found = [replace(only, points=tuple(Point((one,)) for one in only.evidence))]

    assert findings.told()[0] == ()


@pytest.mark.parametrize("heading_from", ["clause", "composed", "evaluator"])
def test_a_clause_a_subject_or_an_evaluators_words_can_be_sent(heading_from):
    """Three ways of saying something."""
    findings = Findings()
    said = findings.add(*two_sources("m"), heading_from=heading_from)

    assert findings.told()[0] == (said,)


@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=4, unique=True), min_size=1, max_size=7))
def test_no_two_messages_share_evidence(shares):
    """The same sentence told twice would count twice in a reader's mind."""
    made = Programme()
    ids = [
        made.say(f"Sentence {'x' * (1 + at)} about lifts.", source=f"s{at}", event=f"e{at % 3}", voice=f"P{at}")
        for at in range(8)
    ]
    found = []
    for number, share in enumerate(shares):
        evidence = tuple(ids[at] for at in share)
        clause = Clause(evidence[0], 0, 8)
        found.append(
            Finding(
                None, None, f"H{number}", evidence, evidence[:1], heading_from="clause", clause=clause, likeness=ALIKE
            )
        )
    chosen, _ = messages(found, made.documents, {one.excerpt_id: one for one in made.excerpts}, scope_kind="cohort")
    by_id = {finding.finding_id: set(finding.evidence) for finding in found}

    assert chosen
    assert all(by_id[one].isdisjoint(by_id[other]) for one, other in combinations(chosen, 2))


def test_one_message_is_better_than_padding_and_the_note_says_what_the_tool_found():
    """People may have agreed in words that the tool did not recognise: it never says that nobody did."""
    findings = Findings()
    findings.add(*two_sources("good"))
    findings.add(*two_sources("wordless"), heading_from="none", clause=None)
    findings.add(("e", "s", "harbour", "P"), tentative=True, centrality=0.0)
    chosen, note = findings.told("event")

    assert chosen == (findings.found[0].finding_id,)
    assert note.startswith("The tool found one message")
    assert not re.search("nobody|no one|no point was made", note, re.I)


def test_where_nothing_joint_was_found_the_note_says_so_of_the_tool():
    """'No point was made by more than one voice' would be a claim about the people."""
    findings = Findings()
    findings.add(("e", "s", "harbour", "P"), tentative=True, centrality=0.0)
    chosen, note = findings.told("event")

    assert chosen == ()
    assert note.startswith("The tool found no message")
    assert not re.search("nobody|no one|no point was made", note, re.I)
