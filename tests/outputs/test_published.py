import io
import json
import zipfile
from dataclasses import replace

import pytest

from learnbrief.corpus.document import Kind
from learnbrief.corpus.finding import Analysis, Finding, Scope
from learnbrief.corpus.tag import Action
from learnbrief.outputs.brief.brief import brief_json
from learnbrief.outputs.brief.withdrawn import Views, without
from learnbrief.outputs.layout.blocks import TableBlock
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.layout.tables import emerging_table
from learnbrief.outputs.render import FORMATS, render
from learnbrief.outputs.render.html import render_html
from tests.outputs import programme
from tests.outputs.conftest import build
from tests.outputs.programme import FINDINGS, ids, review
from tests.outputs.samples import quoting
from tests.outputs.test_withdrawn import taking

SECRETS = (
    "Person 10",
    "Person 11",
    "d-harbour-1",
    "d-webinar-1",
    "Harbour workshop 1",
    "notes-lantern.docx",
    "2:16:15",
)


@pytest.fixture(scope="module")
def published():
    return build(view="published")


def unpacked(content):
    """The bytes of a file, those of every part where it is a package: words stand in none of its packed bytes."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


@pytest.mark.parametrize(
    "name", sorted(set(FORMATS) - {"pdf"})
)  # a PDF's words are packed otherwise: test_formats reads them
def test_a_published_file_holds_nothing_the_rules_removed(published, name):
    """Looked for in the bytes: what is hidden by style is not hidden."""
    contents = [unpacked(content) for content in render(published, [name]).values()]

    assert not [secret for secret in SECRETS for content in contents if secret.encode() in content]


def test_published_quotes_name_a_role_held_by_many_or_no_place(published):
    """A role that one person holds in a place is that person's name."""
    for point in published.findings:
        for item in point.evidence:
            assert not (item.role and item.collaborative)
            assert item.at is None
            assert item.date is None
            assert item.voice in ("", "respondent", "table group", "participant")


def told_of(keys, quotes):
    """An analysis of one finding of these excerpts."""
    found = Finding("equity", "barrier", "Who is missed", ids(keys), ids(quotes), heading_from="composed")
    return Analysis(programme.RUN.run_id, Scope("cohort"), (found,))


def test_a_place_named_alone_stands_over_no_role_whose_place_was_left_out(build):
    """'Riverside: found' over 'Clinician' says what the line under the quote leaves out."""
    of_role = build(view="published", analysis=told_of("r1 r3 w2", "w2 r1"), messages=((), "")).findings[0]
    of_tables = build(view="published", analysis=told_of("r1 r3 w2", "r3 r1"), messages=((), "")).findings[0]

    assert [one.role for one in of_role.evidence if not one.collaborative] == ["clinician"]
    assert (of_role.spread.collaboratives, of_role.silent) == ((), ())
    assert of_tables.spread.collaboratives == ("riverside",)


def test_a_place_left_alone_by_a_withdrawal_is_no_longer_named(build):
    """Of two places one went: the quote that could be of either is now of the one that is named."""
    made = {"analysis": told_of("r1 r3 w2 h1 h2", "w2 r1"), "messages": ((), "")}
    before = build(view="published", **made)
    after = without(Views(build(**made), before), taking("h1", "h2")).published

    assert before.findings[0].spread.collaboratives == ("harbour", "riverside")
    assert after.findings[0].spread.collaboratives == ()


def test_published_sources_cannot_be_tied_together(published):
    ids = [item.document for point in published.findings for item in point.evidence]
    excerpts = {(item.document, item.excerpt) for point in published.findings for item in point.evidence}

    assert len(set(ids)) == len(excerpts)


def test_only_what_is_quoted_is_published(published, brief):
    shown = {item.excerpt for point in published.findings for item in (*point.evidence, *point.counter)}
    quoted = {quote for point in brief.findings for quote in point.quotes}

    assert shown == quoted


def test_roles_that_few_hold_are_neither_counted_nor_missed_by_name(published):
    """'Not heard: governor' says of one person that she kept silent."""
    assert set(published.base.voices_by_role) == {"other role groups", "role not known"}
    assert published.base.not_heard == ("Lantern Mental Health Collaborative",)
    everybody_known, _ = quoting("The bus stops at the wrong gate.", view="published")
    assert "governor" not in everybody_known.base.not_heard


def test_confirmed_counter_evidence_is_published(build):
    against = FINDINGS[0].counter[0]
    reviews = [review(1, Action.CONFIRM_COUNTER, FINDINGS[0].finding_id, excerpt=against)]

    point = build(view="published", reviews=reviews).finding(FINDINGS[0].finding_id)

    assert [item.excerpt for item in point.counter] == [against]


def test_published_tables_hold_words_where_numbers_are_small(published):
    written = json.loads(brief_json(published))

    cells = [cell for heard in written["themes"] for cell in heard["by_collaborative"].values()]
    assert set(cells) <= {"heard", "not heard", "fewer than 5"}
    assert written["base"]["sources"] == []
    assert all(heard["by_month"] == {} for heard in written["themes"])


def test_how_many_sources_there_are_is_told(published, brief):
    """A source is no person, and the line of what people have checked says the number in any case."""
    page = render_html(published)

    assert published.base.documents == brief.base.documents == published.checks.documents
    assert f"excerpts from {brief.base.documents} sources" in page
    assert "excerpts from 5 or more" not in page


def test_an_event_of_one_source_says_so(build):
    """'59 excerpts from fewer than 5 sources' of the one workshop that everybody knows it is about."""
    own = [excerpt for key, excerpt in programme.EXCERPTS.items() if excerpt.document_id == "d-harbour-1"]
    ids = {excerpt.excerpt_id for excerpt in own}
    brief = build(
        scope=Scope("event", event="e-d-harbour-1"), view="published", excerpts=own, documents=programme.DOCUMENTS[:1],
        analysis=Analysis("run-1", programme.SCOPE, tuple(one for one in FINDINGS if set(one.evidence) <= ids)),
        messages=((), "Too little."), surveys=(),
    )  # fmt: skip

    assert (brief.base.documents, brief.base.by_kind) == (1, {"workshop_notes": 1})
    assert "This brief reports one source." in render_html(brief)
    assert brief.base.voices == "fewer than 5"  # voices are people


def test_a_number_that_the_table_gives_is_given_in_the_change_too(build):
    """'Data: 8 sources' in one table and '5 or more' in the next says that one of them is wrong."""
    change = replace(programme.ANALYSIS.changes[0], now=8)  # as many as the theme's own line counts
    leadership = build(view="published", analysis=replace(programme.ANALYSIS, changes=(change,))).themes[0]

    assert (leadership.slug, leadership.documents) == ("leadership", 8)
    assert (leadership.change.now, leadership.change.previous) == (8, "fewer than 5")


def test_rare_survey_answers_cannot_be_worked_out(published):
    """38 answered and three numbers given would tell the fourth."""
    for wave in published.surveys[0].waves:
        assert wave.rounded
        assert "fewer than 5" in wave.counts.values()
        assert all(count % 5 == 0 for count in (wave.asked, wave.answered))


def test_a_published_page_refuses_to_carry_sources(published, sources):
    with pytest.raises(Exception, match="must not carry its sources"):
        render_html(published, sources=sources)


def test_a_brief_about_one_place_leaves_the_role_out(build):
    """Everyone knows where it was; only the role would say who."""
    own = {key: excerpt for key, excerpt in programme.EXCERPTS.items() if key[0] == "h"}
    ids = {excerpt.excerpt_id for excerpt in own.values()}
    findings = tuple(item for item in FINDINGS if set(item.evidence) <= ids)
    scope = Scope("collaborative", collaborative="harbour")
    brief = build(
        scope=scope,
        view="published",
        documents=[document for document in programme.DOCUMENTS if document.collaborative == "harbour"],
        excerpts=own.values(),
        analysis=Analysis("run-1", scope, findings),
        messages=((), "Too little."),
    )

    items = [item for point in brief.findings for item in point.evidence]
    assert items
    assert all(item.role is None for item in items)
    assert {item.voice for item in items} <= {"table group", "participant"}
    assert Kind.WORKSHOP_NOTES.value in {item.source_kind for item in items}
    assert outline(brief).sections
    assert outline(brief).period == "January 2025 to March 2025"
    assert not [role for role in brief.base.not_heard if role in {person.role for person in programme.PARTICIPANTS}]


BOARD_TIME, LEADERS_COME, DATA, VOICE = (FINDINGS[number] for number in (0, 1, 4, 5))


def _release(finding):
    clause = finding.clause
    return review(1, Action.RELEASE, finding.finding_id, excerpt=clause.excerpt, start=clause.start, end=clause.end)


def test_words_of_few_head_no_published_finding(published):
    """Three people's sentence over a page that their whole trust reads."""
    finding = published.finding(LEADERS_COME.finding_id)

    assert (finding.heading, finding.heading_from, finding.clause) == (
        "Senior and board leadership: what helps", "none", None,
    )  # fmt: skip


def test_words_of_enough_people_head_it(build):
    finding = build(view="published", k=3).finding(LEADERS_COME.finding_id)

    assert finding.heading_from == "clause"
    assert finding.heading.startswith("our chief executive")


def test_an_evaluator_may_release_a_clause_or_word_it(build):
    released = build(view="published", reviews=[_release(LEADERS_COME)])
    worded = build(
        view="published", reviews=[review(1, Action.REWORD, LEADERS_COME.finding_id, heading="Leaders who come help")]
    )

    assert released.finding(LEADERS_COME.finding_id).heading_from == "clause"
    assert worded.finding(LEADERS_COME.finding_id).heading == "Leaders who come help"


def test_each_side_of_a_matter_needs_its_own_people(build):
    """Five voices behind the whole may be four and one."""
    internal, published = build(), build(view="published")

    sides = [[bool(point.clause) for point in one.finding(DATA.finding_id).points] for one in (internal, published)]
    assert sides == [[True, True], [False, False]]
    assert [bool(point.clause) for point in build(view="published", k=4).finding(DATA.finding_id).points] == [
        True,
        False,
    ]


def test_no_published_headline_names_a_place_with_one_voice(build):
    """'Fenland' over a finding with one voice from Fenland is that voice."""
    finding = BOARD_TIME.finding_id
    for words in ("Fenland Community Collaborative gives no time", "fenland gives none", "[Hospital B] gives none"):
        heading = (
            build(view="published", reviews=[review(1, Action.REWORD, finding, heading=words)]).finding(finding).heading
        )
        assert "enland" not in heading
        assert "Hospital B" not in heading
        assert heading.startswith("[a ")

    harbour = build(
        view="published", reviews=[review(1, Action.REWORD, VOICE.finding_id, heading="At Riverside they co-chair")]
    )
    assert harbour.finding(VOICE.finding_id).heading == "At Riverside they co-chair"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("When Person 7 sat with us", "When [someone] sat with us"),
        ("[Person 7] came", "[someone] came"),
        ("[Person 3 or 7] came", "[someone] came"),
        ("[Name 4] came to [Trust C]", "[someone] came to [a trust]"),
    ],
)
def test_pseudonyms_give_way_to_what_people_are(build, words, told):
    """A pseudonym is the same in every brief: whoever knows one line knows the person's others."""
    brief = build(view="published", reviews=[review(1, Action.REWORD, BOARD_TIME.finding_id, heading=words)])

    assert brief.finding(BOARD_TIME.finding_id).heading == told


def test_a_role_that_many_hold_may_stand_for_a_person(build):
    from learnbrief.corpus.document import Participant

    many = [
        *programme.PARTICIPANTS,
        *(Participant(f"Person {number}", "executive", "fenland") for number in range(40, 44)),
    ]
    reviews = [review(1, Action.REWORD, BOARD_TIME.finding_id, heading="Person 1 came")]

    brief = build(view="published", participants=many, reviews=reviews)

    assert brief.finding(BOARD_TIME.finding_id).heading == "[an executive] came"


def test_silence_is_published_only_of_places_where_many_were_heard(published, build):
    """Of a place with one voice it says that this one person did not speak of it."""
    told = {silence.collaborative for finding in published.findings for silence in finding.silent}

    assert told == {"harbour", "riverside"}  # six and five voices; fewer in Moorland and Fenland
    assert not [finding.silent for finding in build(view="published", k=7).findings if finding.silent]


def test_then_and_now_and_offers_are_not_published_for_few(published):
    assert all(finding.then_now is None and finding.candidates == () for finding in published.findings)


def test_what_is_still_said_in_a_place_of_one_voice_does_not_name_it(build):
    finding = build(view="published", k=2).finding(VOICE.finding_id)

    assert finding.then_now
    assert (finding.then_now.place, finding.then_now.still) == ("riverside", ())


def test_a_small_programme_is_ranked_in_words_that_are_defined_once(published):
    """Five times 'fewer than 5' ranks nothing."""
    page = render_html(published)
    block = next(block for block in outline(published).main[0].blocks if hasattr(block, "spread"))

    assert block.spread == "The subject came up in several places"
    assert page.count("In most places: in more than half of the 4 collaboratives heard.") == 1
    assert "Found in fewer than 5" not in page


@pytest.mark.parametrize(
    ("places", "heard", "words"),
    [
        (0, 4, "in no place that is known"),
        (1, 1, "in one place"),
        (2, 4, "in several places"),
        (3, 4, "in most places"),
    ],
)
def test_ranks_in_words(places, heard, words):
    from learnbrief.corpus.disclosure import in_places

    assert in_places(places, heard) == words


def test_no_table_has_a_column_without_a_word_in_it(published):
    """What the public view leaves out left an empty 'For example' behind, and half the annex of white paper."""
    assert emerging_table(build()).columns[-1] == "For example"
    blocks = (block for section in outline(published).sections for block in section.blocks)
    tables = [block.table for block in blocks if isinstance(block, TableBlock)]

    assert tables
    for table in tables:
        empty = [
            name
            for place, name in enumerate(table.columns)
            if table.rows and not any(row[place].text for row in table.rows)
        ]
        assert empty == [], table.id
