"""Home says how work that nobody watched ended, what comes next, and what of it needs a person."""


def test_home_tells_the_last_run_the_next_and_what_needs_a_person(browser):
    """Whoever opens the app in the morning must not have to look for a run that failed at six."""
    page = browser.get("/").text

    assert "Last run: new material failed, 30 September 2025, 17:45 (by itself): notes.docx: is open in Word" in page
    assert "Next monthly synthesis: 1 October 2025, 06:00" in page
    assert "<li>The synthesis of 2025-08 was due and was not made.</li>" in page
