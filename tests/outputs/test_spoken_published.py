"""The thing that many name, as others may read it: how many name it, nobody's words, and nobody's name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.document import Collaborative, Programme
from learnbrief.corpus.finding import Point, Scope
from learnbrief.corpus.tag import Action
from learnbrief.flows.library.of_briefs import FINDINGS, PUBLISHED, finding_rows
from learnbrief.outputs.brief.brief import brief_json
from learnbrief.outputs.brief.reported import Reach
from learnbrief.outputs.brief.spoken import may_be_published
from learnbrief.outputs.layout import counts, wording
from tests.examples import examples
from tests.outputs import programme
from tests.outputs.programme import review
from tests.outputs.spoken_samples import NAMING, SAMPLE, SHEETS, Sample

K = 5
FIVE = "c1 m1 w1 r1 f1"


def published(*findings, sample=SAMPLE, **changes):
    """The first finding as others may read it."""
    return sample.brief(*findings, view="published", **changes).findings[0]


def named_by(keys, **more):
    return SAMPLE.finding(spoken=SAMPLE.spoken(keys, ""), **more)


def test_nobody_is_quoted_who_only_names_it():
    """A clause beside a headline has one voice behind it, and may point to that person."""
    brief = SAMPLE.brief(view="published")
    spoken = brief.findings[0].spoken

    assert (spoken.evidence, spoken.beside) == ((), ())
    assert not [key for key in NAMING.split()[1:] if SAMPLE.excerpts[key].text in brief_json(brief)]


@pytest.mark.parametrize(("keys", "told"), [(NAMING, True), (FIVE, True), ("c1 m1 w1 r1", False)])
def test_it_is_told_where_at_least_five_voices_name_it(keys, told):
    """A thing that four people spoke of is as telling as what they said."""
    finding = published(named_by(keys))

    assert (finding.spoken is not None) is told
    assert finding.heading == ("Interpreter" if told else "Equity: what gets in the way")


def test_the_programme_s_own_least_number_holds():
    """Where a programme tells nothing of fewer than seven, six who name a thing are too few."""
    assert published(k=7).spoken is None
    assert published(k=6).spoken is not None


def test_the_thing_heads_from_no_side():
    """'What gets in the way: interpreter' would say that those who praise them do not."""
    finding = published()

    assert (finding.heading, finding.heading_from, finding.stance, finding.clause) == (
        "Interpreter", "composed", None, None,
    )  # fmt: skip


def test_what_was_solved_is_the_statement_and_not_the_thing():
    """'Interpreter: a later source tells that this was solved' would be news to the six who name it."""
    finding = published(SAMPLE.finding(solved_later=True))

    assert (finding.heading, finding.solved_later, finding.one_kind_only) == ("Interpreter", False, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"findings": (SAMPLE.finding(FIVE, spoken=SAMPLE.spoken(FIVE, "")),)},
        {"reviews": (review(1, Action.RELEASE, SAMPLE.finding().finding_id, **{"excerpt": SAMPLE.ids("c1")[0], "start": 0, "end": len(SAMPLE.excerpts["c1"].text)}),)},
    ],
    ids=["many voices", "released"],
)  # fmt: skip
def test_a_clause_that_may_head_is_not_put_aside_for_a_bare_word(changes):
    """What people said tells more than what they spoke of."""
    finding = published(*changes.pop("findings", ()), **changes)

    assert (finding.heading_from, finding.heading) == ("clause", SAMPLE.excerpts["c1"].text)
    assert finding.spoken is not None


def test_an_evaluator_s_words_stay():
    """They answer for them."""
    finding = published(
        reviews=(review(1, Action.REWORD, SAMPLE.finding().finding_id, heading="Interpreters do not reach us"),)
    )

    assert (finding.heading, finding.heading_from) == ("Interpreters do not reach us", "evaluator")


def test_its_counts_are_told_as_all_counts_are():
    """Sources in words, no place by its name, and beneath the headline a rank."""
    brief = SAMPLE.brief(view="published")
    reach = brief.findings[0].spoken.reach

    assert (reach.documents, reach.collaboratives, reach.places) == ("5 or more", (), 4)
    assert counts.finding_line(brief.findings[0], brief) == "“interpreter” is spoken of in most places"


def test_under_a_clause_that_may_head_it_stands_after_the_statement_s_count():
    brief = SAMPLE.brief(SAMPLE.finding(FIVE, spoken=SAMPLE.spoken(FIVE, "")), view="published")

    assert counts.finding_line(brief.findings[0], brief).endswith("; “interpreter” is spoken of in most places")


def test_of_one_collaborative_no_small_number_is_told():
    """No place can stand in for a number there."""
    brief = SAMPLE.brief(view="published", scope=Scope("collaborative", collaborative="harbour"))
    line = counts.finding_line(brief.findings[0], brief)

    assert line
    assert not [digit for digit in line if digit.isdigit()]


def test_of_one_source_the_voices_that_name_it_are_told():
    """'Said by fewer than 5 voices' under 'Interpreter' would be the statement's count, which is held back."""
    lines = tuple(
        replace(SHEETS[1].lines[0], key=f"t{n}", voice=f"Table {n}", words=f"No interpreter, {n} of 8.")
        for n in range(8)
    )
    sample = Sample.of(sheets=[replace(SHEETS[1], lines=lines)])
    spoken = sample.spoken(" ".join(f"t{n}" for n in range(8)), "")
    brief = sample.brief(
        sample.finding("t1", head="t1", spoken=spoken), view="published", scope=Scope("event", event="e-i-moorland")
    )

    assert counts.finding_line(brief.findings[0], brief) == "8 voices speak of “interpreter”"


def test_what_is_tentative_is_what_is_quoted_and_not_the_thing():
    """'Spoken of in most places' and 'it rests on one voice' under one headline contradict each other."""
    brief = SAMPLE.brief(view="published")

    assert wording.differed(brief.findings[0], brief) == [
        "Tentative: what is quoted rests on one voice or one source."
    ]  # fmt: skip


def test_one_more_who_names_it_than_makes_the_statement_would_be_told_apart():
    """'By 5 voices' and 'named by 6': whoever knows the five knows the sixth."""
    assert published(SAMPLE.finding(FIVE)).spoken is None
    assert published(SAMPLE.finding(NAMING, spoken=SAMPLE.spoken(beside=""))).spoken is not None


def test_nor_is_it_told_beside_the_subject_s_count_where_that_stands_for_the_statement_s():
    """Few make the statement, so that the published brief counts the subject: five of its voices beside six."""
    points = (
        Point(SAMPLE.ids("c1"), "equity", "barrier", SAMPLE.whole("c1")),
        Point(SAMPLE.ids("m1 w1 r1 f1"), "equity", "action"),
    )

    assert published(SAMPLE.finding(FIVE, points=points)).spoken is None


COUNTS = st.integers(1, 30)


def reach(documents, voices):
    return Reach(documents=documents, voices=voices, excerpts=voices, collaboratives=(), kinds=())


@examples(200)
@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
def test_nobody_can_subtract_one_count_from_another(named, named_in, stated, stated_in, whole, whole_in):
    """Whatever is told beside the thing: the rest are none, or enough not to be found."""
    finding = SAMPLE.brief().findings[0]
    finding = replace(
        finding,
        stated=reach(stated_in, stated),
        spread=reach(max(whole_in, stated_in), max(whole, stated)),
        spoken=replace(finding.spoken, reach=reach(named_in, named)),
    )

    if may_be_published(finding, K):
        assert named >= K
        for told in (finding.stated, finding.spread):
            if told.voices >= K:
                assert not 0 < named - told.voices < K
                assert not 0 < named_in - told.documents < K


FIRST_NAMES = [
    "Saltmarsh",
    "Two Rivers",
    "Ten Acres",
    "Kestrel",
    "Upper Vale",
    "St Anwen's",
    "High Fells",
    "Orchard-Side",
]
KINDS = ["", " Collaborative", " Hospitals Collaborative", " Community Alliance", " NHS Trust"]


@st.composite
def collaboratives(draw):
    """A collaborative of a made-up name, and one of the ways in which people name it."""
    first, kind = draw(st.sampled_from(FIRST_NAMES)), draw(st.sampled_from(KINDS))
    slug = "-".join(first.replace("'", "").casefold().split())
    one = Collaborative(slug, first + kind, draw(st.sampled_from([None, first, first.split()[-1]])))
    way = draw(st.sampled_from([one.name, one.short or first, first, slug.replace("-", " ")]))
    way = draw(st.sampled_from([way, way.casefold(), way.removesuffix("s").casefold()]))
    return one, draw(st.sampled_from([way, f"{way} ward", f"team at {way}"]))


@examples(60)
@given(collaboratives(), st.booleans())
def test_a_place_s_name_is_never_the_thing_that_heads(made, told_there):
    """Six people who name one place are that place's people; it is held back even where the place may be named."""
    place, thing = made
    sample = Sample.of(thing)
    more = Programme(programme.PROGRAMME.name, (*programme.PROGRAMME.collaboratives, place))
    if told_there:
        sample = replace(
            sample, excerpts={k: replace(one, collaborative=place.slug) for k, one in sample.excerpts.items()}
        )
    shown = published(sample.finding(), sample=sample, programme=more)

    assert shown.spoken is None
    assert shown.heading == "Equity: what gets in the way"


@pytest.mark.parametrize("thing", ["harbour", "Harbour", "moorland hospital", "fenland community", "riverside all-in"])
def test_a_place_of_the_programme_is_never_it_although_its_people_are_many(thing):
    """With two voices there, a quote may name the place: a headline made of nothing else may not."""
    sample = Sample.of(thing)

    assert published(sample.finding("c1 c2"), sample=sample).spoken is None


@pytest.mark.parametrize("thing", ["person 7", "Person 7", "Person 7 or 9"])
def test_a_person_s_pseudonym_is_never_it(thing):
    """Things are kept in small letters: a pseudonym in small letters is one all the same."""
    sample = Sample.of(thing)

    assert published(sample.finding(), sample=sample).spoken is None


@pytest.mark.parametrize(
    "thing", ["person in charge", "acute ward", "community nurse", "hospital", "collaborative", "link worker"]
)
def test_a_word_that_names_also_hold_is_no_name(thing):
    """'Hospital' stands in a collaborative's name and is nobody's."""
    sample = Sample.of(thing)

    assert published(sample.finding(), sample=sample).heading == thing[:1].upper() + thing[1:]


def test_the_library_has_it_in_both_views():
    """Tables carry what briefs tell: a number for evaluators, words for others."""
    (inside,), (outside,) = (finding_rows(SAMPLE.brief(view=view)) for view in ("internal", "published"))

    assert (inside["thing"], inside["thing_documents"]) == ("interpreter", 6)
    assert (outside["thing"], outside["thing_documents"]) == ("interpreter", "5 or more")
    assert (FINDINGS["thing_documents"], PUBLISHED["thing_documents"]) == ("int64", "string")
    assert set(inside) == set(FINDINGS)


def test_the_library_says_nothing_where_no_thing_is_told():
    (row,) = finding_rows(SAMPLE.brief(SAMPLE.finding(spoken=None)))

    assert (row["thing"], row["thing_documents"]) == (None, None)
