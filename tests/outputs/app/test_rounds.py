"""Rounds of double coding: drawn fairly, coded blind to each other, settled side by side."""

import re
from collections import Counter

import pytest
from fastapi.testclient import TestClient

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.rounds import check_coders, rounds_of, stratified
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action, Coder
from learnbrief.outputs.app.application import create_app
from tests.outputs.app.conftest import PROGRAMME, post, stock, token_in

PASSWORD = "three fictional words"


@pytest.fixture
def drawn(browser, store, services):
    """A round of the four excerpts for Ada, who has the browser, and Ben."""
    services.blind = {one.excerpt_id for one in store.excerpts.current()}
    store.coders.put(Coder("Ben"))
    answer = post(browser, "/agreement/rounds", size="4", stratum="collaborative", coders=["Ada", "Ben"])
    assert "drawn for Ada and Ben" in answer.text
    (found,) = rounds_of(store.reviews.standing(actions=[Action.DRAW_ROUND]))
    return found


def code_all(browser, found, themes):
    """Code the round to its end as a person does, the same themes each time; the pages that were shown."""
    pages = []
    for _ in found.excerpts:
        pages.append(browser.get(f"/agreement/rounds/{found.round_id}").text)
        there = pages[-1].split(f'action="/agreement/rounds/{found.round_id}/')[1].split('"')[0]
        post(browser, f"/agreement/rounds/{found.round_id}/{there}", themes=themes)
    return pages


def test_each_stratum_has_its_share_and_one_at_least():
    """A collaborative that says little would never be coded twice; one that says much must not be hidden by it."""
    drawn = [f"{'b' if number % 7 == 0 else 'a'}-{number}" for number in range(105)] + ["c-1"]
    chosen = stratified(drawn, lambda one: one[0], 20)
    counts = Counter(one[0] for one in chosen)

    assert len(chosen) == 20
    assert counts["c"] == 1
    assert abs(counts["b"] - 20 * 15 / len(drawn)) <= 1
    assert chosen == [one for one in drawn if one in chosen], "coders meet on them in the order of the draw"
    assert stratified(drawn, lambda one: one[0], 20) == chosen
    assert stratified(drawn[:5], lambda _: "", 20) == drawn[:5]
    assert stratified([], lambda _: "", 20) == []


def test_two_coders_or_none():
    """One alone agrees with nobody."""
    assert check_coders(["Ada", "Ben", "Ada"]) == ("Ada", "Ben")
    with pytest.raises(BadInput, match="two coders"):
        check_coders(["Ada", "Ada"])


def test_a_round_is_coded_blind_by_each_and_counts_as_such(browser, store, drawn):
    """Nothing of the machine or of the other is in sight until a coder is done; the figures take it as blind."""
    pages = code_all(browser, drawn, ["leadership"])
    assert not [page for page in pages if "Suggested" in page or "0.7" in page]
    assert "Ada: 4 of 4" in browser.get("/agreement/rounds").text
    assert "Ben: 0 of 4" in browser.get("/agreement/rounds").text
    kept = [one for one in store.reviews.all(coder="Ada") if one.action is Action.ADD]
    assert {(one.blind, one.sample, one.theme) for one in kept} == {(True, drawn.sample, "leadership")}

    post(browser, "/who", name="Ben")
    seen = code_all(browser, drawn, ["equity"])
    assert not [page for page in seen if "Ada:" in page]
    assert "You have coded your share" in browser.get(f"/agreement/rounds/{drawn.round_id}").text
    assert "Ben: 4 of 4" in browser.get("/agreement/rounds").text


def test_only_what_none_of_them_has_seen_is_drawn(browser, store, services, drawn):
    """A second coding by somebody who saw the suggestion is no second opinion."""
    shown = store.excerpts.current()[0].excerpt_id
    store.blind.show("Ben", [shown])
    answer = post(browser, "/agreement/rounds", size="4", coders=["Ada", "Ben"])
    newest = rounds_of(store.reviews.standing(actions=[Action.DRAW_ROUND]))[-1]

    assert shown not in newest.excerpts
    assert "3 of 4" in answer.text


def test_what_is_not_ones_own_round_is_refused(browser, store, drawn):
    """A name in a link must not code for others."""
    post(browser, "/who", name="Cleo")
    assert browser.get(f"/agreement/rounds/{drawn.round_id}").status_code == 409
    there = drawn.excerpts[0]
    assert post(browser, f"/agreement/rounds/{drawn.round_id}/{there}", themes=["equity"]).status_code == 409
    assert store.reviews.all(coder="Cleo") == []
    assert post(browser, "/agreement/rounds", size="2", coders=["Ada", "Nobody"]).status_code == 400
    assert post(browser, "/agreement/rounds", size="2", coders=["Ada"]).status_code == 400
    assert post(browser, "/agreement/rounds", size="2", stratum="mood", coders=["Ada", "Ben"]).status_code == 400


def test_a_round_taken_back_is_asked_for_no_more_and_its_coding_stands(browser, store, drawn):
    """Somebody drew the wrong one; work that was done is not thrown away."""
    code_all(browser, drawn, ["leadership"])
    before = len(store.reviews.all(actions=[Action.ADD]))
    post(browser, f"/agreement/rounds/{drawn.round_id}/end")

    assert "No round yet" in browser.get("/agreement/rounds").text
    assert browser.get(f"/agreement/rounds/{drawn.round_id}").status_code == 404
    assert len(store.reviews.standing(actions=[Action.ADD])) == before


def test_in_a_team_rounds_go_to_accounts_that_code(store, services, tmp_path):
    """A viewer can keep nothing, and a name that nobody can sign in as would never be done."""
    services.blind = {one.excerpt_id for one in store.excerpts.current()}
    for name, role in (("Ada", Role.ADMIN), ("Cleo", Role.CODER), ("Vera", Role.VIEWER)):
        store.accounts.accept(store.accounts.invite(name, role, by="a test"), PASSWORD)
    store.coders.put(Coder("Somebody before"))
    app = create_app(store, services, programme=PROGRAMME, workspace=tmp_path)
    pages = {}
    for name in ("Ada", "Cleo"):
        browser = TestClient(app)
        csrf = token_in(browser.get("/sign-in").text)
        browser.post("/sign-in", data={"name": name, "password": PASSWORD, "csrf": csrf})
        csrf = token_in(browser.get("/account").text)
        pages[name] = browser.get("/agreement/rounds").text
        sent = {"size": "2", "coders": ["Ada", "Cleo"], "csrf": csrf}
        assert browser.post("/agreement/rounds", data=sent).status_code == (200 if name == "Ada" else 403)

    for name, listed in (("Ada", True), ("Cleo", True), ("Vera", False), ("Somebody before", False)):
        assert (f'value="{name}"' in pages["Ada"]) is listed
    assert len(rounds_of(store.reviews.all())) == 1


def test_agreement_grows_with_the_round_and_is_told_by_pair_to_whoever_is_done(browser, store, drawn):
    """A rule that two read differently should be mended while the round runs; whoever still codes must not be led by it."""
    code_all(browser, drawn, ["leadership"])
    post(browser, "/who", name="Ben")
    assert "told once you have coded your share" in browser.get("/agreement/rounds").text
    for number in range(2):
        there = browser.get(f"/agreement/rounds/{drawn.round_id}").text.split(
            f'action="/agreement/rounds/{drawn.round_id}/'
        )[1]
        themes = ["leadership", "barrier"][: number + 1]
        post(browser, f"/agreement/rounds/{drawn.round_id}/{there.split(chr(34))[0]}", themes=themes)
    assert "Agreement so far" not in browser.get("/agreement/rounds").text

    post(browser, "/who", name="Ada")
    page = browser.get("/agreement/rounds").text
    row = page[page.index('<th scope="row">Ada and Ben</th>') :].split("</tr>")[0]
    assert re.findall(r"<td>(\d+)</td>", row) == ["2", "1"], "both coded two, one of them alike"
    assert "Ada 0, Ben 1" in page, "theme by theme"
    post(browser, "/who", name="Cleo")
    assert "Agreement so far" in browser.get("/agreement/rounds").text, "whoever codes nothing of it is led by nothing"


def test_a_round_tells_of_its_own_excerpts_and_coders_alone(browser, store, drawn):
    """Coding elsewhere, or by somebody who is not of the round, would make the figure one of something else."""
    code_all(browser, drawn, ["leadership"])
    post(browser, "/who", name="Ben")
    code_all(browser, drawn, ["leadership"])
    stock(store, document_id="d-other")
    for excerpt in store.excerpts.current(["d-other"]):
        for coder in ("Ada", "Ben", "Cleo"):
            marks = {"excerpt": excerpt, "blind": True, "sample": "random-7"}
            store.reviews.add(new_review(Action.DONE, coder, payload={"themes": []}, **marks))
    page = browser.get("/agreement/rounds").text
    row = page[page.index('<th scope="row">Ada and Ben</th>') :].split("</tr>")[0]
    assert re.findall(r"<td>(\d+)</td>", row) == ["4", "4"]
    assert "and Cleo" not in page


def test_the_disagreements_of_one_round_are_settled_apart(browser, store, drawn):
    """A meeting about a round is about its excerpts, not about all that people ever differed on."""
    inside, other = drawn.excerpts[0], drawn.excerpts[-1]
    stock(store, document_id="d-other")
    outside = store.excerpts.current(["d-other"])[0]
    for excerpt in (store.excerpts.get([inside])[inside], outside):
        for action, coder in ((Action.ACCEPT, "Cleo"), (Action.REJECT, "Dan")):
            store.reviews.add(new_review(action, coder, excerpt=excerpt, theme="equity"))
    post(browser, f"/review/{inside}/blind", themes=["equity"])
    everything = browser.get("/agreement").text
    page = browser.get(f"/agreement?of_round={drawn.round_id}").text
    for text, listed in ((everything, True), (page, False)):
        assert (f'/agreement/adjudicate/{outside.excerpt_id}"' in text) is listed
        assert f'/agreement/adjudicate/{inside}"' in text
        assert f'/agreement/adjudicate/{other}"' not in text


def test_whoever_drew_a_round_for_others_settles_it_without_coding_it(browser, store, services, drawn):
    """An evaluator who had to code the whole sample first would be a third coder, and settle nothing; who looks is remembered."""
    code_all(browser, drawn, ["leadership"])
    post(browser, "/who", name="Eve")
    there = f"/agreement?of_round={drawn.round_id}"
    settle = f"/agreement/adjudicate/{drawn.excerpts[0]}"
    assert "Ada said" not in browser.get(there).text, "Ben has not coded it: what is settled would lead him"
    assert post(browser, settle, theme="leadership", applies="true").status_code == 409

    post(browser, "/who", name="Ben")
    code_all(browser, drawn, [])
    post(browser, "/who", name="Eve")
    assert "Ada said" not in browser.get("/agreement").text, (
        "Eve may still code blind; only whoever means to settle looks"
    )
    assert "you cannot code that blind afterwards" in browser.get("/agreement/rounds").text
    page = browser.get(there).text
    assert page.count("Ada said it applies, Ben that it does not") == 4
    edition = page.split(f'action="{settle}"')[1].split('name="edition" value="')[1].split('"')[0]
    answer = post(browser, settle, theme="leadership", applies="true", then=there, edition=edition)
    assert "Settled by Eve" in answer.text
    assert services.reserve("Eve").sample(drawn.excerpts[1]) is None, "coding it now would not be blind"
