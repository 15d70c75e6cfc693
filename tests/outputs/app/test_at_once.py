"""Several people, or one who clicks twice: exactly one is kept and the others are told, on every page that writes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from learnbrief.corpus.codebook import parse_codebook
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
