"""Explore counts what briefs count, and labels nothing that a coder has yet to code blind."""

from pathlib import Path

from learnbrief.corpus.finding import Analysis, Finding, Run, Scope
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action, Band, ScoreKind, Tag
from learnbrief.outputs.layout.tables import NOT_RAISED, NOT_RAISED_MEANS
from tests.outputs.app.conftest import put_brief


def weak(excerpt, theme):
    return Tag(excerpt.excerpt_id, theme, 0.55, ScoreKind.SIMILARITY, Band.REVIEW, "codebook")


def test_the_matrix_is_the_brief_s_own_table(browser, store):
    """A reader who holds the two side by side finds the same numbers; what is merely offered is in neither."""
    excerpts = store.excerpts.current()
    strong = Tag(excerpts[0].excerpt_id, "leadership", 0.8, ScoreKind.SIMILARITY, Band.SURE, "codebook")
    store.tags.put([one.excerpt_id for one in excerpts], [strong, weak(excerpts[1], "equity")], tagger="other")
    store.reviews.add(new_review(Action.ADD, "Ada", excerpt=excerpts[2], theme="barrier"))
    run = Run(("h",), store.codebooks.current().version, "toy", {}, {}, 0)
    first = excerpts[0].excerpt_id
    analysis = Analysis(run.run_id, Scope("cohort"), (Finding("leadership", None, "x", (first,), (first,)),))
    brief = put_brief(store, analysis, run)

    rows = [line.split(",") for line in browser.get("/explore/matrix?form=csv").text.splitlines()[1:]]
    told = {name: (harbour, total) for name, harbour, _, total in rows}
    table = {line.name: line for line in (*brief.themes, *brief.stances)}
    for name, (harbour, total) in told.items():
        assert (int(harbour), int(total)) == (table[name].by_collaborative.get("harbour", 0), table[name].documents)
    assert {name: total for name, (_, total) in told.items()} == {
        "Leadership": "1",
        "Equity": "0",
        "Barrier": "1",
        "Enabler": "0",
    }


def test_a_list_under_a_theme_holds_only_what_counts(browser, store):
    """The cell says one and the list behind it shows one."""
    excerpts = store.excerpts.current()
    store.tags.put([one.excerpt_id for one in excerpts], [weak(excerpts[1], "equity")], tagger="other")

    assert excerpts[1].text not in browser.get("/explore/excerpts?theme=equity").text
    store.reviews.add(new_review(Action.ACCEPT, "Ada", excerpt=excerpts[1], theme="equity"))
    assert excerpts[1].text in browser.get("/explore/excerpts?theme=equity").text


def test_what_is_kept_for_blind_coding_shows_no_label(browser, store, services):
    """Neither as words beside it, nor by standing in a theme's list, nor as a colour on the map, nor in a download."""
    hidden = store.excerpts.current()[0]
    services.blind = {hidden.excerpt_id}
    listed = browser.get("/explore/excerpts?theme=leadership").text
    everything = browser.get("/explore/excerpts?form=csv").text
    line = next(line for line in everything.splitlines() if hidden.text in line)

    assert hidden.text not in listed
    assert "1 more is kept for blind coding" in listed
    assert hidden.text not in browser.get("/explore?words=board&theme=leadership").text
    assert "leadership" not in line
    assert f"{hidden.text} (Leadership)" not in browser.get("/explore/map/points").text
    assert "Because" not in browser.get(f"/review/{hidden.excerpt_id}").text

    store.reviews.add(new_review(Action.DONE, "Ada", excerpt=hidden, blind=True, sample="random-0"))
    assert hidden.text in browser.get("/explore/excerpts?theme=leadership").text


def test_the_matrix_claims_no_more_of_an_empty_cell_than_briefs_do(browser):
    """'Did not raise it' is a claim about people; that no tag counts is one about tags."""
    page = browser.get("/explore/matrix").text
    assert f"‘–’, {NOT_RAISED}: {NOT_RAISED_MEANS}." in page
    assert "did not raise" not in page
    docs = Path(__file__).parents[3] / "docs" / "briefs.md"
    assert f"**{NOT_RAISED}**, in tables of themes: {NOT_RAISED_MEANS}." in " ".join(docs.read_text("utf-8").split())
