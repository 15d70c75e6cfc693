"""What stands over a finding: people's own words, told as what they are."""

from dataclasses import replace
from datetime import date

import pytest

from learnbrief.corpus.finding import Point, Silence
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import Action
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.blocks import FindingBlock, Message
from learnbrief.outputs.layout.findings import finding_block, strip
from learnbrief.outputs.layout.headlines import DIFFER, headline, plain, then_and_now
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.render import render
from tests.outputs import programme
from tests.outputs.programme import EXCERPTS, FINDINGS, clause, finding, ids, review

BOARD_TIME, LEADERS_COME, EASIEST, ROTA, DATA, VOICE, TRUST, NERVE, SMALL_MONEY = range(9)


def _headline(brief, number):
    return headline(brief.finding(FINDINGS[number].finding_id), brief)


@pytest.mark.parametrize(
    ("number", "theme", "side", "text"),
    [
        (LEADERS_COME, "Senior and board leadership", "What helps", "“our chief executive turning up for the whole two hours did more than any slide could have done”"),
        (BOARD_TIME, "Senior and board leadership", "What gets in the way", "Notes record: improvement is item 14 and is cut when time runs short"),
        (ROTA, "Workforce and time", "What gets in the way", "Workforce and time: what gets in the way"),
        (SMALL_MONEY, "", "What helps", "Notes record: teams can spend without a form has done more than the grant"),
    ],
)  # fmt: skip
def test_a_headline_is_speech_a_note_or_theme_and_side_alone(brief, number, theme, side, text):
    """A note in quotation marks would put a note-taker's words into somebody's mouth."""
    made = _headline(brief, number)

    assert (made.theme, made.side, made.text) == (theme, side, text)


def test_an_evaluators_wording_stands_plain(build):
    """Nobody said it, so nothing may make it look like speech."""
    brief = build(
        reviews=[review(1, Action.REWORD, FINDINGS[LEADERS_COME].finding_id, heading="Leaders who come help")]
    )

    assert _headline(brief, LEADERS_COME).text == "Leaders who come help"


def test_a_matter_of_several_sides_has_a_clause_a_side(brief):
    """One side alone would tell half of it as if it were all."""
    made = _headline(brief, DATA)

    assert made.text == "Data and measurement"
    assert [(side.label, side.text) for side in made.sides] == [
        ("What gets in the way", "“half of my week still goes on chasing the same numbers”"),
        ("What helps", "Notes record: People argue about the patients now, not about the numbers."),
    ]


def test_divided_voices_are_told_as_divided_with_a_clause_of_each(brief):
    """A majority is never told as consensus."""
    text = plain(brief.finding(FINDINGS[NERVE].finding_id), brief)

    assert text.startswith(f"{DIFFER}: “We lack the nerve to stop doing things.”")
    assert "“I protected one morning a fortnight for the team”" in text


def test_what_changed_has_an_arrow_and_its_exceptions_in_the_same_sentence(brief):
    """A change told without whoever still says the old thing is quoted without them."""
    assert _headline(brief, VOICE).text == (
        "Then (April): “You asked us what we thought after you had printed the leaflet.” → Now (June): Notes record: "
        "Community partners now co-chair; still said in June at Fenland Community Collaborative"
    )


def test_what_may_not_have_changed_has_no_arrow(build):
    finding = FINDINGS[VOICE]
    steady = replace(finding, then_now=replace(finding.then_now, changed=False, later_on=date(2026, 6, 17)))
    brief = build(analysis=replace(programme.ANALYSIS, findings=(steady,)), messages=((), ""))

    text = headline(brief.findings[0], brief).text
    assert text.startswith("Said in April 2025: “You asked us")
    assert "Notes of June 2026 record: " in text
    assert "→" not in text


def test_label_and_theme_are_not_said_twice(brief):
    """Where theme and side are all there is, a label above them would only repeat it."""
    assert _headline(brief, ROTA).bare
    assert not _headline(brief, LEADERS_COME).bare


def test_counts_say_what_was_found_and_no_more(brief):
    """The tool misses some of what was said, and 'Table 2' of two workshops may be the same people."""
    tables = brief.finding(FINDINGS[BOARD_TIME].finding_id)
    people = brief.finding(FINDINGS[LEADERS_COME].finding_id)

    assert counts.spread_line(tables.spread, brief) == ("Found in at least 3 sources and 2 of 5 collaboratives")
    assert counts.spread_line(people.spread, brief).endswith("by 4 voices")


def test_silence_is_told_with_what_was_looked_through(brief):
    lines = wording.differed(brief.finding(FINDINGS[BOARD_TIME].finding_id), brief)

    assert lines[0] == (
        "Not found in what Riverside said (5 excerpts), nor in what Fenland Community Collaborative said (3 excerpts)."
    )


def test_a_mark_claims_silence_only_where_the_finding_does(brief):
    """Fifteen of forty claims of silence were false: what is not claimed shows as not told."""
    states = {mark.slug: mark.state for mark in strip(brief.finding(FINDINGS[BOARD_TIME].finding_id), brief)}
    unclaimed = {mark.slug: mark.state for mark in strip(brief.finding(FINDINGS[EASIEST].finding_id), brief)}

    assert states == {
        "harbour": "found", "moorland": "found", "riverside": "not found", "fenland": "not found", "lantern": "not heard",
    }  # fmt: skip
    assert unclaimed["riverside"] == "not told"


def test_one_voice_needs_no_map_of_places(build):
    """Its place stands beside its words; four marks of 'cannot be told' under one sentence are noise."""
    brief = build()
    alone = [one for one in brief.findings if one.spread.documents == one.spread.voices == 1]

    assert alone
    assert [strip(one, brief) for one in alone] == [() for _ in alone]


def test_whoever_speaks_of_the_subject_is_told_apart_from_whoever_says_nothing(build):
    """'Too little to say' stood beside places that were quoted a line below: they were in the matter, not in its count."""
    head = clause("h7", "half of my week still goes on chasing the same numbers")
    points = (Point(ids("h7"), "data", "barrier", head), Point(ids("m3"), "data", "enabler", None))
    matter = replace(finding("data", None, head, "h7 m3", "h7 m3"), points=points)
    made = build(analysis=replace(programme.ANALYSIS, findings=(matter,)), messages=((), ""))
    marks = {mark.slug: mark for mark in finding_block(made.findings[0], made).strip}

    assert (marks["harbour"].state, marks["moorland"].state) == ("found", "same subject")
    assert marks["moorland"].meaning == "comes near it, not counted"
    assert marks["riverside"].state == "not told"
    # 'Corrydale comes near it' stood over no word of Corrydale's, and none of theirs came near
    assert "same subject" not in {mark.state for mark in strip(made.findings[0], made)}


@pytest.mark.parametrize("view", ["internal", "published"])
def test_nothing_is_ever_said_to_be_heard_but_not_on_this(build, view):
    for content in render(build(view=view), ["html", "md"]).values():
        assert "not on this" not in content.decode()


def test_a_name_is_short_only_where_the_settings_say_so(brief):
    """'Ten' is not Ten Acres."""
    marks = {mark.slug: mark.short for mark in strip(brief.findings[0], brief)}

    assert (marks["harbour"], marks["fenland"]) == ("Harbour", "Fenland Community Collaborative")


def test_what_was_solved_later_says_so(build):
    finding = replace(FINDINGS[BOARD_TIME], solved_later=True)
    brief = build(analysis=replace(programme.ANALYSIS, findings=(finding,)), messages=((), ""))

    assert "A later source tells that this was solved." in wording.differed(brief.findings[0], brief)


def test_one_source_is_told_as_one_source(build):
    """Several voices of one workshop agree with nobody but themselves."""
    ids = {excerpt.excerpt_id for key, excerpt in EXCERPTS.items() if key[0] == "w"}
    finding = programme.within(FINDINGS[VOICE], ids)
    brief = build(
        documents=[document for document in programme.DOCUMENTS if document.document_id == "d-webinar-1"],
        excerpts=[excerpt for excerpt in EXCERPTS.values() if excerpt.excerpt_id in ids],
        analysis=replace(programme.ANALYSIS, findings=(finding,), emerging=()),
        messages=((), "The tool found no point that two voices made."),
    )
    texts = [getattr(block, "text", "") for block in outline(brief).sections[0].blocks]

    assert texts == ["This brief reports one source.", "The tool found no point that two voices made."]
    assert counts.spread_line(brief.findings[0].spread, brief) == "Said by 2 voices"


def test_the_place_of_a_collaboratives_brief_is_told(build):
    from learnbrief.corpus.finding import Scope

    brief = build(scope=Scope("collaborative", collaborative="harbour"), messages=((), ""))

    assert outline(brief).about == "Kind of collaborative: acute. Strategic priority: Fewer missed appointments."


def test_findings_can_be_read_by_kind_of_collaborative(brief):
    from learnbrief.outputs.layout.tables import kinds_table

    table = kinds_table(brief)

    assert table.columns == ("Finding", "Acute", "All in", "Community")
    assert [cell.text for cell in table.rows[0]][1:] == ["2 of 2", "0 of 1", "0 of 1"]


def test_themes_have_sections_by_their_codebook_not_by_their_slug(build):
    """A codebook whose 'equity' means theatre lists must not be headed as if it meant us."""
    themes = tuple(replace(theme, section=None) for theme in programme.CODEBOOK.themes)
    titles = {section.title for section in outline(build(codebook=replace(programme.CODEBOOK, themes=themes))).sections}
    usual = {section.title for section in outline(build()).sections}

    assert {"What leaders do", "Who is reached and who is missed"} <= usual
    assert not {"What leaders do", "Who is reached and who is missed"} & titles


def test_what_a_finding_without_theme_tells_is_not_told_again_as_emerging(build):
    (topic,) = programme.ANALYSIS.emerging
    own = replace(
        FINDINGS[SMALL_MONEY],
        evidence=topic.excerpts,
        quotes=topic.excerpts,
        clause=None,
        heading_from="none",
        points=(),
    )

    assert build().emerging
    assert not build(analysis=replace(programme.ANALYSIS, findings=(own,)), messages=((), "")).emerging


def test_quotes_of_a_recording_lead_to_their_moment_and_only_within_the_evaluation(build):
    """A link to a voice would undo what was done so that nobody can be told."""
    documents = [
        replace(document, attributes={"recording": "https://example.org/talk.mp4"})
        if document.document_id == "d-webinar-1"
        else document
        for document in programme.DOCUMENTS
    ]

    def links(brief):
        blocks = [finding_block(finding, brief) for finding in brief.findings]
        return {quote.listen for block in blocks for quote in block.quotes if quote.listen}

    start = int(EXCERPTS["w4"].at)
    internal = build(documents=documents)
    assert f"https://example.org/talk.mp4#t={start}" in links(internal)
    assert f'href="https://example.org/talk.mp4#t={start}"' in render(internal, ["html"])["brief.html"].decode()
    published = build(documents=documents, view="published")
    assert not links(published)
    assert b"example.org" not in render(published, ["json"])["brief.json"]


def test_a_recording_that_could_run_something_is_no_link(build):
    documents = [replace(one, attributes={"recording": "javascript:alert(1)"}) for one in programme.DOCUMENTS]

    assert b"javascript:" not in render(build(documents=documents), ["html"])["brief.html"]


@pytest.mark.parametrize("stance", list(Stance))
def test_a_side_has_one_colour_and_sign_on_every_page(build, stance):
    """Colours that differ by format read as differences of meaning."""
    assert f"--{stance.value}: {stance.colour};" in render(build(), ["html"])["brief.html"].decode()


def test_every_finding_shows_its_headline_once_in_full(brief):
    blocks = [
        block for section in outline(brief).sections for block in section.blocks if isinstance(block, FindingBlock)
    ]
    leaders = [block for block in blocks if block.finding == FINDINGS[LEADERS_COME].finding_id]

    assert [block.title for block in leaders] == [_headline(brief, LEADERS_COME).text]


def test_silences_in_a_brief_on_one_place_are_not_told(build):
    """There is nobody else to be silent."""
    from learnbrief.corpus.finding import Scope

    finding = replace(FINDINGS[BOARD_TIME], silent=(Silence("riverside", 5),))
    brief = build(
        scope=Scope("collaborative", collaborative="harbour"),
        analysis=replace(programme.ANALYSIS, findings=(finding,)),
        messages=((), ""),
    )

    assert not [line for line in wording.differed(brief.findings[0], brief) if "Not found" in line]


def test_what_has_no_theme_is_labelled_by_what_it_is_about(brief):
    """'No theme yet' over what five sources said tells a reader only what the tool lacks."""
    bare = replace(brief.finding(FINDINGS[SMALL_MONEY].finding_id), subject="small money")

    assert headline(bare, brief).theme == "Small money"
    assert headline(replace(bare, theme="leadership"), brief).theme == "Senior and board leadership"
    assert headline(replace(bare, subject=""), brief).theme == ""


def test_findings_of_no_theme_stand_under_their_own_subjects(brief):
    """Two matters that only share the want of a theme do not belong together."""
    bare = brief.finding(FINDINGS[SMALL_MONEY].finding_id)
    told = replace(
        brief,
        findings=tuple(replace(one, subject="small money") if one is bare else one for one in brief.findings),
        messages=(bare.id,),
    )
    heard = next(section for section in outline(told).sections if section.id == "heard")

    assert "Small money" in [getattr(block, "title", "") for block in heard.blocks]


def test_two_dates_are_two_sentences(brief):
    """A note without its full stop would run on into what was said months later."""
    told = brief.finding(FINDINGS[VOICE].finding_id)
    note = replace(told.then_now.later, text="the leaflet is printed before anybody is asked")
    text = then_and_now(replace(told.then_now, earlier=note, changed=False), brief)

    assert "the leaflet is printed before anybody is asked. Notes of June record: " in text


def test_both_sides_of_a_difference_are_counted(brief):
    """One voice against five reads as half and half unless a reader sees how many stand where."""
    divided = brief.finding(FINDINGS[NERVE].finding_id)
    (point,) = divided.points
    counted = replace(divided, points=(replace(point, against_by=(point.against.excerpt,)),))

    assert plain(counted, brief).count("(1 source)") == 2


def test_a_sentence_that_tells_both_sides_is_told_once(brief):
    """'Two of us like it and the rest can't stand it' is the whole difference."""
    divided = brief.finding(FINDINGS[NERVE].finding_id)
    (point,) = divided.points
    alone = replace(divided, points=(replace(point, against=point.clause),))

    assert plain(alone, brief) == f"{DIFFER}: {wording.quoted(point.clause)}"


def test_a_message_on_which_people_differ_names_who_said_either_side(brief):
    """One name under two quotes says that one person said both."""
    divided = brief.finding(FINDINGS[NERVE].finding_id)
    (point,) = divided.points
    named = {one.excerpt: wording.attribution(one, brief) for one in divided.evidence}
    (message,) = (
        block
        for block in outline(replace(brief, messages=(divided.id,))).sections[0].blocks
        if isinstance(block, Message)
    )

    assert named[point.clause.excerpt] != named[point.against.excerpt]
    assert message.said_by == f"{named[point.clause.excerpt]} \u2013 {named[point.against.excerpt]}"


def test_a_note_of_two_dates_is_told_with_one_colon_each(brief):
    """'Said in February: Notes record: ...' says that somebody said what a scribe wrote down."""
    told = brief.finding(FINDINGS[VOICE].finding_id)
    text = then_and_now(replace(told.then_now, changed=False), brief)

    assert text == (
        "Said in April: \u201cYou asked us what we thought after you had printed the leaflet.\u201d "
        "Notes of June record: Community partners now co-chair."
    )
