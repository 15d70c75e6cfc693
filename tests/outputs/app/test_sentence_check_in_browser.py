"""The check beside a box, in a real browser: it tells without leaving the page, and loses nothing that was typed."""

import pytest

from learnbrief.outputs.app.security import OneTimeToken
from tests.outputs.app.conftest import PROGRAMME
from tests.outputs.app.test_in_browser import serving
from tests.outputs.browsing import browser as real_browser
from tests.outputs.browsing import complaints, session, sign_in

pytestmark = pytest.mark.browser


def test_the_check_answers_beside_the_box_and_keeps_what_is_typed_elsewhere(store, services, brief, tmp_path):
    """Whoever tries a wording half way through a page must not lose the other half; axe finds nothing in the answer."""
    from learnbrief.outputs.app.application import create_app

    app = create_app(store, services, programme=PROGRAMME, workspace=tmp_path, token=OneTimeToken("secret"))
    one, two = brief.findings
    with serving(app) as address, real_browser() as chromium:
        page = session(chromium, viewport={"width": 1366, "height": 657}).new_page()
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.post_data or "") if "/check/" in request.url else None)
        sign_in(page, f"{address}/?token=secret")
        page.goto(f"{address}/briefs/{brief.id}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        page.fill(f"#w-{two.id}", "Half a thought")
        page.fill(f"#w-{one.id}", "12 boards are squeezed")
        page.click(f"button[value='check:{one.id}']")
        page.wait_for_selector(f"#held-{one.id} .slip")

        assert "The number 12 is not in the evidence." in page.inner_text(f"#held-{one.id}")
        assert page.input_value(f"#w-{two.id}") == "Half a thought"
        assert [part.partition("=")[0] for part in sent[0].split("&")] == [
            f"w-{one.id}"
        ]  # the page may have thousands of fields
        assert complaints(page) == []
