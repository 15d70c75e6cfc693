"""No parameter of any route, however wild, makes the app fail: it answers, or says in plain words what is wrong."""

import re
from dataclasses import replace
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from learnbrief.corpus.store import open_store
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.screens import ROUTERS
from learnbrief.outputs.app.security import OneTimeToken
from tests.examples import examples
from tests.outputs.app.conftest import PROGRAMME, ToyServices, stock, token_in

ROUTES = {
    f"{method} {route.path}": (method, route)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods)
}
READ_BY_HAND = ["theme", "also", "stance", "collaborative", "kind", "since", "until", "words", "queue", "coder", "action", "act",
                "mark", "version", "everywhere", "state", "sort", "month", "role", "event", "document", "band", "differ", "later", "page"]  # fmt: skip
"""Parameters that a screen takes from the request itself."""

wild = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
numbers = st.integers(-(10**20), 10**20).map(str)


@pytest.fixture(scope="module")
def held(tmp_path_factory) -> Any:
    """One app for all examples: it must not matter what came before."""
    folder = tmp_path_factory.mktemp("routes")
    store = open_store(folder / "learnbrief.db")
    stock(store)
    app = create_app(store, ToyServices(store), programme=PROGRAMME, workspace=folder, token=OneTimeToken("secret"))
    browser = TestClient(app, raise_server_exceptions=False)
    browser.get("/?token=secret")
    token = token_in(browser.get("/who").text)
    browser.post("/who", data={"name": "Ada", "csrf": token})
    known = [store.excerpts.current()[0].excerpt_id, "d-kickoff", "leadership", "barrier", "harbour", "csv", "1", "true", "accept",
             "suggested", "20", "2025-01-15", "Person 3", store.codebooks.current().version, "a" * 16, "cohort"]  # fmt: skip
    yield browser, token, known
    store.close()


@pytest.mark.parametrize("name", ROUTES)
@examples(4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_parameter_makes_a_page_fail(held, name, data):
    """A mistyped link, an old bookmark or a hostile hand: a 500 would be our defect."""
    browser, token, known = held
    method, route = ROUTES[name]
    value = st.sampled_from(known) | wild | numbers
    path = route.path
    for part in re.findall(r"\{(\w+)\}", path):
        drawn = data.draw(value.filter(lambda one: one.strip("./\x00") and "/" not in one), label=part)
        path = path.replace(f"{{{part}}}", "".join(f"%{byte:02X}" for byte in drawn.encode()))
    own = [one.alias for one in (*route.dependant.query_params, *route.dependant.body_params)]
    fields = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys([*own, *READ_BY_HAND], value)), label="fields")
    if data.draw(st.booleans(), label="complete"):
        fields |= {one: data.draw(value, label=one) for one in own if one not in fields}
    sent = {"params": fields} if method == "GET" else {"data": {**fields, "csrf": token}}
    answer = browser.request(method, path, **sent)

    assert answer.status_code < 500, answer.text[:600]


def test_pages_are_put_together_once_and_each_app_tells_of_its_own_programme(store, tmp_path):
    """Putting them together takes several times as long as a page: the tests open hundreds of apps, a user one at a time."""
    apps = [
        create_app(store, ToyServices(store), programme=replace(PROGRAMME, name=name), workspace=tmp_path, token=token)
        for name, token in (("Tide (fictional)", OneTimeToken("secret")), ("Brook (fictional)", OneTimeToken("secret")))
    ]
    shared = {id(one) for one in apps[0].router.routes} & {id(one) for one in apps[1].router.routes}

    assert len(shared) >= len(ROUTERS)
    for app, own, other in zip(apps, ("Tide", "Brook"), ("Brook", "Tide"), strict=True):
        page = TestClient(app).get("/?token=secret").text
        assert own in page
        assert other not in page
