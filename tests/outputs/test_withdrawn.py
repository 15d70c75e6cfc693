"""A brief after withdrawn words: the typed value is rewritten whole, so that no field is forgotten."""

import re
from dataclasses import dataclass, fields, is_dataclass, replace

import pytest

from learnbrief.corpus.document import Participant
from learnbrief.corpus.withdrawal.earlier import pattern_of
from learnbrief.corpus.withdrawal.words import Taken
from learnbrief.outputs.brief.brief import Brief, Loudest, Written, brief_json, check_words, read_brief
from learnbrief.outputs.brief.rewriting import rewritten
from learnbrief.outputs.brief.withdrawn import NAMES, Views, blotted_brief, quotes_any, without
from tests.outputs import programme
from tests.outputs.programme import EXCERPTS, FINDINGS
from tests.outputs.test_earlier import FIXTURES
from tests.outputs.test_member_checks import checks, remark

SAID = "the purple heron under the third bridge signs every form twice"
BOARD_TIME, LEADERS_COME, DATA, VOICE, DIVIDED = (FINDINGS[number] for number in (0, 1, 4, 5, 7))


def taking(*keys, words=()):
    """These lines of the programme are withdrawn."""
    excerpts = {EXCERPTS[key].excerpt_id: EXCERPTS[key] for key in keys}
    return Taken(excerpts=excerpts, texts=[*(one.text for one in excerpts.values()), *words])


@pytest.fixture
def after(build):
    """Both views after the withdrawal of some lines."""

    def made(*keys, **changes):
        views = Views(build(**changes), build(**changes, view="published"))
        return without(views, taking(*keys))

    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Tomorrow(Written):
    """A section that the model does not have yet."""

    foreword: str
    by_place: dict[str, tuple[str, ...]]


def test_a_field_that_is_added_or_renamed_cannot_keep_the_words(brief):
    """Looked up by name, a renamed field is silently passed over and the words stay in a brief that says they are gone."""
    written = Tomorrow(why_now="", foreword=f"As {SAID}.", by_place={f"{SAID}?": (f"({SAID})",)})
    before = replace(brief, written=written)
    assert quotes_any(before, taking(words=[SAID]))

    found = without(Views(before, None), taking(words=[SAID])).internal.written

    assert found == replace(
        written, foreword="As [withdrawn].", by_place={"[withdrawn]?": ("([withdrawn])",)}
    )  # fmt: skip


def test_every_text_of_the_brief_is_rewritten_but_what_it_refers_by(brief):
    """The few names that are spared hold ids and slugs; a sentence in one of them would escape."""
    spared = []

    def rewriting(_holder, name, text):
        spared.append((name, text)) if name in NAMES else None
        return text

    assert rewritten(brief, rewriting) == brief
    assert not [text for name, text in spared if len(re.findall(r"[^\W\d_]+ ", text)) > 5]


def test_every_spared_name_is_a_field_of_the_model(brief):
    """A name that is left behind when a field is renamed would spare the next field that is called so."""
    told = replace(brief, member_checks=checks(remark(1, "Ours is first on the agenda."), disagree=9))
    assert set(_field_names(told)) >= NAMES


def _field_names(value):
    if is_dataclass(value):
        for one in fields(value):
            yield one.name
            yield from _field_names(getattr(value, one.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _field_names(one)


def test_what_is_left_is_a_sound_brief_of_the_frozen_words(after, sources):
    """Others' words stay as they were said, and every number is counted again."""
    views = after("h1", "m1")
    check_words(views.internal, sources)

    for view in (views.internal, views.published):
        assert read_brief(brief_json(view)) == view
        for key in ("h1", "m1"):
            assert EXCERPTS[key].text not in brief_json(view)


def test_the_heading_and_the_caution_follow_the_one_rule(after):
    """'What gets in the way' is told as everywhere in a brief, and one voice left is tentative."""
    finding = after("h1", "m1").internal.finding(BOARD_TIME.finding_id)

    assert (finding.heading, finding.heading_from, finding.clause) == (
        "Senior and board leadership: what gets in the way", "none", None,
    )  # fmt: skip
    assert (finding.tentative, finding.spread.voices, finding.spread.documents) == (True, 1, 1)


def test_a_headline_of_somebody_else_stands(after):
    finding = after("s1").internal.finding(BOARD_TIME.finding_id)

    assert (finding.heading_from, finding.tentative) == ("clause", False)
    assert finding.heading.startswith("improvement is item 14")


def test_a_divided_point_that_lost_its_other_side_is_divided_no_longer(after):
    """Told as 'people differ', it would let one side speak alone as two."""
    (point,) = after("f1").internal.finding(DIVIDED.finding_id).points

    assert (point.contested, point.against, len(point.evidence)) == (False, None, 1)


def test_a_subject_goes_with_the_words_it_may_be_made_of(build):
    """'Small money' may be the phrase of whoever withdrew; a theme's name is nobody's."""
    views = Views(build(), build(view="published"))
    told = [
        replace(one, findings=tuple(replace(found, subject="small money") for found in one.findings))
        for one in (views.internal, views.published)
    ]
    left = without(Views(*told), taking("h1", "m1"))

    for brief in (left.internal, left.published):
        assert brief.finding(BOARD_TIME.finding_id).subject == ""
        assert brief.finding(DATA.finding_id).subject == "small money"


def test_then_and_now_needs_both(after):
    assert after("w1").internal.finding(VOICE.finding_id).then_now is None


def test_a_published_finding_is_held_by_those_who_are_left(after, build):
    """Three voices of five may head it no longer, and the number of them is not given."""
    before = build(view="published", k=4).finding(LEADERS_COME.finding_id)
    finding = after("w3", k=4).published.finding(LEADERS_COME.finding_id)

    assert (before.heading_from, before.spread.voices) == ("clause", 4)
    assert (finding.heading_from, finding.spread.voices) == ("none", "fewer than 4")
    assert finding.heading == "Senior and board leadership: what helps"


def test_a_quote_that_stands_alone_in_its_place_now_loses_the_place(after, build):
    """Two spoke there and one of them left: the place would say who the other is."""
    many = [
        *programme.PARTICIPANTS,
        *(Participant(f"Person {n}", "improvement lead", "riverside") for n in range(40, 48)),
    ]
    lines = {"h6": "riverside", "w3": "riverside"}
    excerpts = [replace(one, collaborative=lines.get(key, one.collaborative)) for key, one in EXCERPTS.items()]
    before = build(excerpts=excerpts, participants=many, view="published", k=2).finding(LEADERS_COME.finding_id)
    finding = after("w3", excerpts=excerpts, participants=many, k=2).published.finding(LEADERS_COME.finding_id)

    assert "riverside" in {one.collaborative for one in before.evidence}
    assert "riverside" not in {one.collaborative for one in finding.evidence}


def test_the_loudest_voice_is_told_no_more(after, build):
    """It names one person, who may be the one that left."""
    loud = replace(build(), base=replace(build().base, loudest=Loudest(voice="Person 2", share=0.5)))

    assert without(Views(loud, None), taking("h4")).internal.base.loudest is None


def test_no_label_made_of_the_words_is_published(after):
    """A published topic carries no evidence, so only the internal view tells whose words its label is made of."""
    views = after("w1")

    assert (views.internal.emerging, views.published.emerging) == ((), ())


def test_the_signature_is_gone_and_the_views_agree(after):
    views = after("h4")

    assert {view.status for view in (views.internal, views.published)} == {"draft"}
    assert views.published.id == f"{views.internal.id}-published"
    assert views.internal.checks == views.published.checks
    known = {finding.id for finding in views.internal.findings}
    assert not [one for line in views.internal.themes for one in line.findings if one not in known]


@pytest.mark.parametrize("view", ["internal", "published"])
def test_a_brief_of_the_first_schema_loses_them_too(view):
    """It was signed long ago and is read like any other."""
    brief = read_brief((FIXTURES / f"brief-1-{view}.json").read_text(encoding="utf-8"))
    internal = read_brief((FIXTURES / "brief-1-internal.json").read_text(encoding="utf-8"))
    said = internal.findings[0].quoted[0]
    taken = Taken(texts=[said.text], excerpts={said.excerpt: EXCERPTS["h1"]})

    after = without(Views(internal, brief if view == "published" else None), taken)

    found = after.published if view == "published" else after.internal
    assert isinstance(found, Brief)
    assert said.text not in brief_json(found)
    assert (found.status, found.first_schema, found.checks.signed_off_by) == ("in review", "learnbrief/brief/1", None)


def test_words_masked_later_are_overwritten_and_nothing_else(brief):
    """'harbour' is a slug, 'note' a kind and 'data' a theme: overwritten there, the brief could not be read any more."""
    for word in ("note", "data", "Harbour", "harbour", "draft", "executive"):
        after = blotted_brief(brief, pattern_of(word))
        assert read_brief(brief_json(after)) == after
        assert {finding.theme for finding in after.findings} == {finding.theme for finding in brief.findings}
        assert not re.search(rf"\b{word}\b", " ".join(_prose(after)))


def test_a_name_with_quotation_marks_is_overwritten_too(brief):
    """In JSON it reads otherwise than in the text, so the text of the JSON is the wrong place to look."""
    named = replace(brief, written=Written(why_now='Ann "Nan" O\'Hara asked for it.'))

    after = blotted_brief(named, pattern_of('Ann "Nan" O\'Hara'))

    assert after.written.why_now == "███ █████ ██████ asked for it."


def _prose(brief):
    found = []
    rewritten(brief, lambda _holder, name, text: text if name in NAMES else found.append(text) or text)
    return found


def test_nothing_changes_where_none_of_it_is_quoted(brief):
    assert not quotes_any(brief, Taken(texts=["nobody in this programme ever said anything like it"]))
