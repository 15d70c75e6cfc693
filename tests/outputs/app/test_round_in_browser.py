"""Two coders and an evaluator in three browsers: from the draw of a round to its last disagreement, on each database."""

import shutil

import pytest

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.store import open_store
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.application import create_app
from tests.outputs.app.conftest import PROGRAMME, ToyServices, stock
from tests.outputs.app.test_in_browser import serving
from tests.outputs.app.test_team_in_browser import PASSWORD, chromium, fill_in, keep_and_go_on, sound
from tests.outputs.browsing import session, settled

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEAM = {"Ada": Role.ADMIN, "Eve": Role.EVALUATOR, "Nora": Role.CODER, "Omar": Role.CODER}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def team(request, tmp_path, empty_store):
    """The app of a programme with four accounts, and its store."""
    if request.param == "sqlite":
        store = open_store(shutil.copy(empty_store, tmp_path))
    else:
        store = open_store(request.getfixturevalue("new_postgres_store")())
    stock(store)
    for name, role in TEAM.items():
        store.accounts.accept(store.accounts.invite(name, role, by="a test"), PASSWORD)
    services = ToyServices(store)
    services.blind = {one.excerpt_id for one in store.excerpts.current()[:3]}
    with serving(create_app(store, services, programme=PROGRAMME, workspace=tmp_path)) as address:
        yield address, store
    store.close()


def code(page, address, ticked):
    """Code one's share of the round, ticking Leadership where it is wanted; nothing of anybody else is in sight."""
    page.goto(f"{address}/agreement/rounds")
    page.get_by_role("link", name="Code your share").click()
    settled(page)
    for wanted in ticked:
        words = page.inner_text("main")
        assert "said it applies" not in words
        assert "similarity" not in words, "no score of the machine"
        if wanted:
            page.get_by_role("checkbox", name="Leadership").check()
        keep_and_go_on(page)


def test_a_round_goes_from_its_draw_to_its_last_disagreement(team, chromium):
    """What a team does in its first week; three sessions at once, none sees what it must not, and nothing said is lost."""
    address, store = team
    eve, nora, omar = (session(chromium, viewport={"width": 1280, "height": 720}).new_page() for _ in range(3))
    for page, name in ((eve, "Eve"), (nora, "Nora"), (omar, "Omar")):
        page.goto(f"{address}/agreement/rounds")
        fill_in(page, name, PASSWORD)
        page.wait_for_url(f"{address}/agreement/rounds")
        settled(page)
    assert nora.get_by_role("button", name="Draw it").is_disabled() or nora.get_by_text("A round takes two").count()
    eve.fill("#size", "3")
    for name in ("Nora", "Omar"):
        eve.get_by_role("checkbox", name=name).check()
    eve.get_by_role("button", name="Draw it").click()
    eve.get_by_text("Omar: 0 of 3").wait_for()

    code(nora, address, [True, True, True])
    nora.goto(f"{address}/agreement/rounds")
    assert "Nora: 3 of 3" in nora.inner_text("main")
    omar.goto(f"{address}/agreement/rounds")
    assert "told once you have coded your share" in omar.inner_text("main")
    assert "Agreement so far" not in omar.inner_text("main")
    code(omar, address, [True, True, False])

    eve.reload()
    row = eve.get_by_role("row", name="Nora and Omar").first
    assert row.inner_text().split("\t")[1:3] == ["3", "2"]
    eve.get_by_text("Theme by theme", exact=True).click()
    sound(eve, "round-coded")
    eve.get_by_role("link", name="Settle differences").click()
    settled(eve)
    assert "Nora said it applies, Omar that it does not" in eve.inner_text("main")
    assert "1 to settle" in eve.inner_text("main")
    sound(eve, "round-to-settle")
    eve.get_by_role("button", name="Leadership does not apply").click()
    eve.get_by_text("Settled by Eve").wait_for()
    settled(eve)
    assert "0 to settle" in eve.inner_text("main")
    sound(eve, "round-settled")

    (adjudicated,) = store.reviews.all(actions=[Action.ADJUDICATE])
    disputed = next(iter(store.disputes.all()))
    nora.goto(f"{address}/review/{disputed}")
    assert "Nora said it applies, Omar that it does not" in nora.inner_text("main")
    assert nora.get_by_role("button", name="Settle otherwise: Leadership applies").is_disabled(), (
        "a coder settles nothing"
    )
    assert adjudicated.coder == "Eve"
    kept = {(one.coder, one.blind) for one in store.reviews.standing(actions=[Action.ADD])}
    assert kept == {("Nora", True), ("Omar", True)}
    assert len(store.reviews.standing(actions=[Action.DONE])) == 6
