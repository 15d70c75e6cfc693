import json

import pytest

from corpus.document import Kind
from corpus.tag import Action
from outputs.brief.brief import brief_json
from outputs.layout.outline import outline
from outputs.render import FORMATS, render
from outputs.render.html import render_html
from tests.outputs import programme
from tests.outputs.programme import FINDINGS, review

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
    from tests.outputs.conftest import build

    return build(view="published")


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"docx", "pptx", "pdf"}))
def test_a_published_file_holds_nothing_the_rules_removed(published, name):
    """Looked for in the bytes: what is hidden by style is not hidden."""
    (content,) = render(published, [name]).values()

    assert not [secret for secret in SECRETS if secret.encode() in content]


def test_published_quotes_name_a_role_held_by_many_or_no_place(published):
    """A role that one person holds in a place is that person's name."""
    for point in published.findings:
        for item in point.evidence:
            assert not (item.role and item.collaborative)
            assert item.at is None
            assert item.date is None
            assert item.voice in ("", "respondent", "table group", "participant")


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
    from corpus.finding import Analysis, Scope

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
