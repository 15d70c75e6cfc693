"""Several people, or one who clicks twice: exactly one is kept and the others are told, on every page that writes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from learnbrief.corpus.codebook import parse_codebook
from learnbrief.corpus.document import Participant, Voice
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from tests.outputs.app.conftest import post, token_in

PEOPLE = 6


@pytest.fixture
def at_once(app, browser):
    """Press one button in several windows at the same moment; the answers, in the order of the forms."""

    def press(path, forms):
        token = token_in(browser.get("/who").text)

        def send(fields):
            window = TestClient(app, raise_server_exceptions=False, cookies=dict(browser.cookies))
            return window.post(path, data=fields | {"csrf": token})

        with ThreadPoolExecutor(len(forms)) as pool:
            return list(pool.map(send, forms))

    return press


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_of_six_themes_added_to_one_codebook_one_is_in_it_and_five_are_told(at_once, store):
    """'Is in the codebook' was told to all six, and five of them were not."""
    base = store.codebooks.current().version
    forms = [{"name": f"Theme {n}", "definition": "x", "based_on": base} for n in range(PEOPLE)]
    answers = at_once("/codebook/add", forms)

    assert statuses(answers) == [200] + [409] * (PEOPLE - 1)
    told = [form["name"] for form, answer in zip(forms, answers, strict=True) if "is in the codebook" in answer.text]
    assert [theme.name for theme in store.codebooks.current().themes if theme.name.startswith("Theme")] == told
    assert len(store.reviews.all()) == 1


def test_of_six_edits_of_one_theme_one_is_kept(at_once, store):
    """The wording that stands is the one of whoever was told that it is saved."""
    base = store.codebooks.current().version
    forms = [{"name": "Leadership", "definition": f"Wording {n}.", "based_on": base} for n in range(PEOPLE)]
    answers = at_once("/codebook/theme/leadership", forms)

    assert statuses(answers) == [200] + [409] * (PEOPLE - 1)
    saved = next(f["definition"] for f, answer in zip(forms, answers, strict=True) if answer.status_code == 200)
    assert store.codebooks.current().theme("leadership").definition == saved


def test_an_edit_that_changes_nothing_makes_no_version(browser, store):
    """A version that says what the last one said would be a difference without one."""
    theme, base = store.codebooks.current().theme("leadership"), store.codebooks.current().version
    fields = {key: "\n".join(getattr(theme, key)) for key in ("include", "exclude", "examples")}
    answer = post(
        browser, "/codebook/theme/leadership", name=theme.name, definition=theme.definition, based_on=base, **fields
    )

    assert "nothing had changed" in answer.text
    assert store.reviews.all() == []
    assert len(store.codebooks.history()) == 1


def test_a_merge_that_comes_too_late_moves_no_tag(browser, store):
    """Codebook and tags change together or not at all."""
    base = store.codebooks.current().version
    store.codebooks.put(parse_codebook("themes: [{name: Leadership, definition: x}, {name: Equity, definition: y}]"))
    answer = post(browser, "/codebook/merge", theme="leadership", into="equity", based_on=base)

    assert answer.status_code == 409
    assert "repeat your edit" in answer.text
    assert store.reviews.all() == []


def test_a_tagger_accepted_twice_is_put_to_use_once(at_once, store):
    """A double click asks for one tagging, not two."""
    store.models.propose("m1", b"", scores={}, trained_on=[])
    answers = at_once("/codebook/models/m1", [{"accept": "true"}] * PEOPLE)

    assert statuses(answers) == [200] * PEOPLE
    assert [job.kind for job in store.jobs.all()] == ["retag"]
    assert len(store.reviews.all()) == 1


def excerpt_path(store, act):
    return f"/review/{store.excerpts.current()[0].excerpt_id}/{act}"


def test_an_undo_clicked_eight_times_takes_back_the_one_decision_it_names(at_once, browser, store):
    """The button says what it takes back; the decisions before it stand."""
    for theme in ("leadership", "barrier", "equity", "enabler"):
        post(browser, excerpt_path(store, "decide"), theme=theme, action="reject", edition="99")
    last = store.reviews.all()[-1]
    assert f'value="{last.review_id}"' in browser.get(excerpt_path(store, "")[:-1]).text
    answers = at_once(excerpt_path(store, "undo"), [{"review": last.review_id}] * 8)

    assert statuses(answers) == [200] * 8
    assert [review.theme for review in store.reviews.standing()] == ["leadership", "barrier", "equity"]
    assert len(store.reviews.all(actions=[Action.UNDO])) == 1


def test_an_undo_takes_back_only_what_is_one_s_own(browser, store):
    """A colleague's decision is overruled in sight, never made undone by a link."""
    excerpt = store.excerpts.current()[0]
    of_ben = new_review(Action.ADD, "Ben", excerpt=excerpt, theme="equity")
    store.reviews.add(of_ben)

    assert post(browser, excerpt_path(store, "undo"), review=of_ben.review_id).status_code == 400
    assert post(browser, excerpt_path(store, "undo")).status_code == 400
    assert store.reviews.all() == [of_ben]


def test_a_decision_clicked_six_times_is_kept_once(at_once, store):
    """The figures on workload count decisions, not clicks; 'done' likewise."""
    forms = [{"theme": "leadership", "action": "accept", "edition": "0"}] * PEOPLE
    answers = at_once(excerpt_path(store, "decide"), forms) + at_once(excerpt_path(store, "done"), [{}] * PEOPLE)

    assert statuses(answers) == [200] * 2 * PEOPLE
    assert [review.action for review in store.reviews.all()] == [Action.ACCEPT, Action.DONE]


def test_a_decision_on_an_older_page_overrules_nobody(browser, store):
    """Ben accepted it after Ada had opened the page; on the page opened again she may reject it."""
    excerpt = store.excerpts.current()[0]
    page = browser.get(excerpt_path(store, "")[:-1]).text
    before = page.split('name="edition" value="')[1].split('"')[0]
    store.reviews.add(new_review(Action.ACCEPT, "Ben", excerpt=excerpt, theme="leadership"))
    fields = {"theme": "leadership", "action": "reject"}
    answer = post(browser, excerpt_path(store, "decide"), **fields, edition=before)
    assert answer.status_code == 409
    assert "Ben decided on this theme" in answer.text

    page = browser.get(excerpt_path(store, "")[:-1]).text
    now = page.split('name="edition" value="')[1].split('"')[0]
    assert post(browser, excerpt_path(store, "decide"), **fields, edition=now).status_code == 200


def test_of_two_who_settle_one_disagreement_the_second_is_told(at_once, store):
    """What the team settled is not settled the other way by somebody who did not know."""
    path = f"/agreement/adjudicate/{store.excerpts.current()[0].excerpt_id}"
    forms = [{"theme": "equity", "applies": applies, "edition": "0"} for applies in ("true", "false")]

    assert statuses(at_once(path, forms)) == [200, 409]
    assert len(store.reviews.all(actions=[Action.ADJUDICATE])) == 1


def test_a_blind_coding_sent_six_times_is_one(at_once, store, services):
    """Each theme counts once in the figures."""
    services.blind = {store.excerpts.current()[0].excerpt_id}
    at_once(excerpt_path(store, "blind"), [{"themes": "equity"}] * PEOPLE)

    assert [review.action for review in store.reviews.all()] == [Action.ADD, Action.DONE]


def test_of_six_who_describe_one_speaker_one_is_kept_and_five_are_told(at_once, store):
    """Their words are counted in the place that stands on the page of whoever was told so."""
    voice = Voice("speaker:Person 9", "Person 9", "speaker")
    document, excerpts = store.documents.get("d-kickoff"), store.excerpts.current()
    store.excerpts.put(document, [replace(excerpts[0], voice=voice), *excerpts[1:]])
    forms = [{"pseudonym": "Person 9", "role": f"role {n}"} for n in range(PEOPLE)]
    answers = at_once("/privacy/register", forms)

    assert statuses(answers) == [200] + [409] * (PEOPLE - 1)
    (told,) = (form["role"] for form, answer in zip(forms, answers, strict=True) if answer.status_code == 200)
    assert store.participants.all()["Person 9"].role == told
    assert len(store.reviews.all(actions=[Action.DESCRIBE])) == 1


def test_a_description_on_an_older_page_is_told(browser, store):
    """The page carries what it showed; the same said again is no change."""
    store.participants.put([Participant("Person 9", "nurse", "harbour")])
    store.reviews.add(new_review(Action.DESCRIBE, "Ben", target="Person 9", payload={"role": "nurse"}))
    assert 'name="shown_role" value="nurse"' in browser.get("/privacy").text
    fields = {"pseudonym": "Person 9", "shown_role": "doctor", "shown_collaborative": "harbour"}

    assert post(browser, "/privacy/register", **fields, role="coach").status_code == 409
    assert post(browser, "/privacy/register", **fields, role="nurse", collaborative="harbour").status_code == 200
    assert len(store.reviews.all()) == 1


def test_a_document_is_confirmed_once_and_as_it_is(at_once, store):
    """A signature under an older version would be one under words that nobody read."""
    (mark,) = store.privacy.of("d-kickoff", 1)
    path = "/privacy/d-kickoff"
    assert (
        statuses(at_once(f"{path}/marks", [{"version": "1", "mark": mark.mark_id, "act": "accept"}] * 3)) == [200] * 3
    )
    assert statuses(at_once(f"{path}/confirm", [{"version": "1"}] * 3)) == [200] * 3

    assert [review.action for review in store.reviews.all()] == [Action.HIDE, Action.CONFIRM]
    assert statuses(at_once(f"{path}/confirm", [{"version": "2"}])) == [409]
    assert statuses(at_once(f"{path}/marks", [{"version": "1", "mark": mark.mark_id, "act": "reject"}])) == [409]
