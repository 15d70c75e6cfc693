"""The thing that many name, after evaluators mended its finding, words were hidden, or a source was withdrawn."""

import re

import pytest

from learnbrief.corpus.counting import by_theme
from learnbrief.corpus.finding import Analysis, Point, spread_of
from learnbrief.corpus.store import open_store
from learnbrief.corpus.tag import Action
from learnbrief.corpus.withdrawal.earlier import pattern_of
from learnbrief.outputs.brief.brief import brief_json, check_words, read_brief
from learnbrief.outputs.brief.carried import carried_over, excerpts_of, is_outdated
from learnbrief.outputs.brief.material import gather
from learnbrief.outputs.brief.mending import Ground
from learnbrief.outputs.brief.withdrawn import Views, blotted_brief, without
from tests.outputs import programme
from tests.outputs.programme import review
from tests.outputs.spoken_samples import BESIDE, NAMING, SAMPLE
from tests.outputs.test_carried import hidden, words

FIRST = SAMPLE.finding()
LETTERS = SAMPLE.finding("c2 m2", head="m2", spoken=None)
HELPS = SAMPLE.finding("w2", head="w2", stance="enabler", spoken=None)


def mended(*reviews, findings=(FIRST, LETTERS)):
    """The brief of these findings after what an evaluator did."""
    return SAMPLE.brief(*findings, reviews=reviews)


def spoken(brief, finding=FIRST):
    return brief.finding(finding.finding_id).spoken


def clause(key):
    """A headline that an evaluator chooses: all of a line."""
    whole = SAMPLE.whole(key)
    return {"excerpt": whole.excerpt, "start": whole.start, "end": whole.end}


def test_a_merged_finding_that_keeps_its_headline_keeps_its_thing():
    """What is put to it says the same; who names the thing are the same six."""
    brief = mended(review(1, Action.MERGE, FIRST.finding_id, others=[LETTERS.finding_id]))

    assert len(brief.findings) == 1
    assert spoken(brief).reach.documents == 6


def test_a_merger_into_a_finding_that_names_nothing_brings_no_thing():
    """Its headline speaks of letters: a count of interpreters under it would be of something else."""
    brief = mended(review(1, Action.MERGE, LETTERS.finding_id, others=[FIRST.finding_id]))

    assert spoken(brief, LETTERS) is None


def test_a_merger_of_two_sides_has_no_thing_under_a_bare_subject():
    """Headed by a theme it speaks of more than the thing."""
    act = review(1, Action.MERGE, FIRST.finding_id, others=[HELPS.finding_id])
    brief = mended(act, findings=(FIRST, HELPS))

    assert brief.findings[0].heading_from == "composed"
    assert brief.findings[0].spoken is None


TWO = SAMPLE.finding("c1 m1 c2")


@pytest.mark.parametrize("gone", ["c2", "c1"])
def test_a_narrowed_finding_keeps_it_where_its_headline_names_it(gone):
    """Without its headline's excerpt the next clause heads it; here that one names the thing as well."""
    act = review(1, Action.EXCLUDE, TWO.finding_id, excerpt=SAMPLE.ids(gone)[0])
    finding = mended(act, findings=(TWO,)).findings[0]

    assert finding.heading_from == "clause"
    assert finding.spoken.reach.documents == 6
    assert finding.heading_excerpt not in {one.excerpt for one in finding.spoken.beside}


def test_a_finding_left_with_what_does_not_name_it_loses_it():
    """The thing went with the headline that spoke of it."""
    acts = [review(n, Action.EXCLUDE, TWO.finding_id, excerpt=SAMPLE.ids(key)[0]) for n, key in enumerate(("c1", "m1"))]
    finding = mended(*acts, findings=(TWO,)).findings[0]

    assert (finding.heading, finding.spoken) == (SAMPLE.excerpts["c2"].text, None)


def test_of_a_split_finding_each_half_says_what_its_own_headline_speaks_of():
    """A finding made of chosen excerpts was looked at by a person: nothing is claimed there that they did not see."""
    act = review(1, Action.SPLIT, TWO.finding_id, excerpts=list(SAMPLE.ids("c2")))
    left, born = mended(act, findings=(TWO,)).findings

    assert left.spoken.reach.documents == 6
    assert (born.heading, born.spoken) == (SAMPLE.excerpts["c2"].text, None)


@pytest.mark.parametrize(("key", "beside"), [("m1", "w1 r1"), ("c2", None)])
def test_a_chosen_headline_keeps_the_thing_that_it_names(key, beside):
    """Six sources speak of interpreters, and not of families who carry messages."""
    finding = mended(review(1, Action.HEADLINE, TWO.finding_id, **clause(key)), findings=(TWO,)).findings[0]

    assert finding.heading == SAMPLE.excerpts[key].text
    shown = finding.spoken and tuple(one.excerpt for one in finding.spoken.beside)
    assert shown == (SAMPLE.ids(beside) if beside else None)


@pytest.mark.parametrize(
    ("heading", "kept"),
    [
        ("Interpreters do not reach the bedside", True),
        ("An INTERPRETER has to be heard to be of use", True),
        ("Families interpret for each other", False),
        ("Language keeps people out", False),
    ],
)
def test_an_evaluator_s_own_words_keep_the_thing_that_they_name(heading, kept):
    """Counted under words that do not name it, a thing would be somebody else's point."""
    brief = mended(review(1, Action.REWORD, FIRST.finding_id, heading=heading))

    assert brief.findings[0].heading == heading
    assert (spoken(brief) is not None) is kept


def test_under_theme_and_side_alone_nothing_is_said_of_the_thing():
    """What stands over the count is then a theme, which more people raise than name the thing."""
    bare = SAMPLE.finding(heading_from="none", clause=None, points=(Point(SAMPLE.ids("c1"), "equity", "barrier"),))

    assert SAMPLE.brief(bare).findings[0].spoken is None


def test_undone_edits_bring_it_back():
    """An edit is a view; nothing of the analysis is lost by it."""
    act = review(1, Action.REWORD, FIRST.finding_id, heading="Language keeps people out")

    assert spoken(mended(act)) is None
    assert spoken(mended(act, review(2, Action.UNDO, act.review_id))) == spoken(mended())


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "learnbrief.db")
    for made in SAMPLE.documents:
        opened.documents.add(made)
        opened.excerpts.put(made, [x for x in SAMPLE.excerpts.values() if x.document_id == made.document_id])
    yield opened
    opened.close()


def carried(store, *findings):
    """The findings on the texts as they are now, and the excerpts of these."""
    analysis = Analysis(programme.RUN.run_id, programme.SCOPE, findings)
    excerpts = store.excerpts.current()
    held = gather(store.documents.latest().values(), excerpts)
    ground = Ground(held, by_theme(held.evidence, SAMPLE.tags()), programme.CODEBOOK)
    return carried_over(analysis, store.moves(excerpts_of(analysis), excerpts), ground), excerpts


def test_it_moves_to_the_texts_of_now(store):
    """A word hidden in front of an excerpt gives it another id: it is named by it all the same."""
    hidden(store, "Moorland workshop", "[somewhere]", document="i-moorland")
    now, excerpts = carried(store, FIRST)
    by_id = {one.excerpt_id: one for one in excerpts}
    moved = now.findings[0].spoken

    assert moved.named_by != FIRST.spoken.named_by
    assert not is_outdated(now, by_id)
    assert [by_id[one].text for one in moved.named_by] == [SAMPLE.excerpts[key].text for key in NAMING.split()]
    assert [words(one, by_id) for one in moved.beside] == list(BESIDE.values())


def test_an_analysis_is_outdated_where_only_who_names_its_thing_has_moved(store):
    """Left as it is, it would count an excerpt that is not there."""
    hidden(store, "Moorland workshop", "[somewhere]", document="i-moorland")
    analysis = Analysis(programme.RUN.run_id, programme.SCOPE, (FIRST,))

    assert is_outdated(analysis, {one.excerpt_id for one in store.excerpts.current()})


def test_a_line_that_is_gone_is_neither_counted_nor_quoted(store):
    """No longer cut, it says nothing any more."""
    hidden(store, "Moorland workshop", "[somewhere]", document="i-moorland", without=(BESIDE["m1"],))
    now, excerpts = carried(store, FIRST)
    by_id = {one.excerpt_id: one for one in excerpts}
    moved = now.findings[0].spoken

    assert len(moved.named_by) == 5
    assert [words(one, by_id) for one in moved.beside] == [BESIDE["w1"], BESIDE["r1"]]


def test_the_word_hidden_itself_takes_its_excerpt_out(store):
    """Carried over whole, the text decides: the words stand there no longer."""
    hidden(store, "Interpreters", "[word]", document="i-moorland")
    now, excerpts = carried(store, FIRST)
    held = gather(store.documents.latest().values(), excerpts)
    brief = SAMPLE.brief(*now.findings, documents=held.documents.values(), excerpts=excerpts)

    assert brief.findings[0].spoken.reach.documents == 5
    assert all("[word]" not in clause.text for clause in brief.findings[0].spoken.beside)


def after(*keys, findings=(FIRST, LETTERS)):
    """Both views after the withdrawal of some lines."""
    views = Views(SAMPLE.brief(*findings), SAMPLE.brief(*findings, view="published"))
    return without(views, SAMPLE.taking(*keys))


@pytest.mark.parametrize("keys", [("w1",), ("m1", "r1"), ("s1", "f1", "w1", "r1")])
def test_what_was_withdrawn_is_neither_quoted_nor_counted(keys):
    """Whoever takes their words back must not stand in a number either."""
    views = after(*keys)
    left = [SAMPLE.excerpts[key] for key in NAMING.split() if key not in keys]
    counted = spread_of(left, {one.document_id: one for one in SAMPLE.documents})
    named = views.internal.findings[0].spoken

    check_words(views.internal, SAMPLE.sources())
    assert (named.reach.documents, named.reach.voices, named.reach.excerpts) == (
        counted.documents, counted.voices, counted.excerpts,
    )  # fmt: skip
    assert (named.reach.collaboratives, named.reach.kinds) == (counted.collaboratives, counted.kinds)
    for view in (views.internal, views.published):
        assert read_brief(brief_json(view)) == view
        assert not [key for key in keys if SAMPLE.excerpts[key].text in brief_json(view)]


def test_named_by_its_headline_alone_it_is_told_no_longer():
    assert after("m1", "w1", "r1", "f1", "s1").internal.findings[0].spoken is None


def test_a_headline_that_is_withdrawn_takes_its_thing_with_it():
    """Under theme and side alone nothing is claimed of the thing."""
    views = after("c1", findings=(TWO,))
    finding = views.internal.findings[0]

    assert (finding.heading_from, finding.spoken) == ("none", None)
    assert (views.published.findings[0].heading_from, views.published.findings[0].spoken) == ("none", None)


def test_as_published_the_thing_heads_as_long_as_enough_voices_name_it():
    before, shown = SAMPLE.brief(view="published").findings[0], after("w1").published.findings[0]

    assert (before.heading, shown.heading) == ("Interpreter", "Interpreter")
    assert (before.spoken.reach.voices, shown.spoken.reach.voices) == (6, 5)


def test_a_heading_made_of_the_thing_goes_back_to_theme_and_side_where_fewer_name_it():
    """With four voices left, the words are as few people's as any clause that was held back."""
    shown = after("w1", "s1").published.findings[0]
    whole = SAMPLE.brief(SAMPLE.finding(spoken=None), view="published").findings[0]

    assert (shown.heading, shown.heading_from, shown.spoken) == ("Equity: what gets in the way", "none", None)
    assert (shown.stance, shown.heading) == (whole.stance, whole.heading)


def test_a_thing_that_heads_says_no_more_of_the_statement_when_others_withdraw():
    """It takes no side, and neither how few make the statement nor of which kind they are was told before."""
    points = tuple(Point(SAMPLE.ids(keys), "equity", "barrier", SAMPLE.whole(keys[:2])) for keys in ("c1", "c2 m2"))
    several = SAMPLE.finding("c1 c2 m2", points=points)
    shown = after("m2", findings=(several,)).published.findings[0]

    assert (shown.heading, shown.stance, shown.stated, shown.one_kind_only) == ("Interpreter", None, None, False)


def test_two_sides_of_which_one_withdrew_are_as_published_the_side_that_is_left():
    """No thing heads it: its side is told as in the evaluators' own view."""
    act = review(1, Action.MERGE, LETTERS.finding_id, others=[HELPS.finding_id])
    made = {"reviews": (act,)}
    views = Views(SAMPLE.brief(LETTERS, HELPS, **made), SAMPLE.brief(LETTERS, HELPS, view="published", **made))
    left = without(views, SAMPLE.taking("w2"))

    assert left.internal.findings[0].stance == left.published.findings[0].stance == "barrier"


def test_a_published_clause_that_too_few_are_left_to_carry_leaves_no_thing_over_a_bare_theme():
    """Five still name it, and what stands over the count is then a theme."""
    wide = SAMPLE.finding("c1 m2 w1 r1 f1", spoken=SAMPLE.spoken("c1 m1 w1 r1 f1", ""))
    before = SAMPLE.brief(wide, view="published").findings[0]
    shown = after("m2", findings=(wide,)).published.findings[0]

    assert (before.heading_from, before.spoken.reach.voices) == ("clause", 5)
    assert (shown.heading_from, shown.spoken) == ("none", None)


@pytest.mark.parametrize("view", ["internal", "published"])
def test_a_thing_that_is_masked_late_is_told_no_longer(view):
    """'6 sources speak of “███████████”' can be held against nothing; and it must not live on as a heading."""
    masked = blotted_brief(SAMPLE.brief(view=view), pattern_of("interpreter"))

    assert read_brief(brief_json(masked)) == masked
    assert masked.findings[0].spoken is None
    assert not re.search(r"\binterpreter\b", brief_json(masked), re.IGNORECASE)
    assert view == "internal" or masked.findings[0].heading == "Equity"


def test_another_word_masked_late_leaves_the_thing_and_its_count():
    masked = blotted_brief(SAMPLE.brief(), pattern_of("leaflet"))
    said = masked.findings[0].spoken

    assert said.reach == SAMPLE.brief().findings[0].spoken.reach
    assert said.beside[0].text == BESIDE["w1"].replace("leaflet", "███████")
