"""Who names a thing, and what others say of it, in every file: each with its speaker, and listed where evidence is."""

import io
import re
from dataclasses import replace
from datetime import date

import pptx
import pytest

from learnbrief.outputs.brief.brief import read_brief
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.findings import apart, beside
from learnbrief.outputs.layout.headlines import headline
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.layout.tables import named_table
from learnbrief.outputs.render import FORMATS, render
from learnbrief.outputs.render.html import render_html
from tests.outputs import reading
from tests.outputs.spoken_samples import BESIDE, NAMING, SAMPLE
from tests.outputs.test_earlier import FIXTURES
from tests.outputs.test_published import unpacked

LINE = "; at least 6 sources from 4 of 5 collaboratives speak of “interpreter”"
OTHERS = "Others on “interpreter”"


@pytest.fixture(scope="module")
def brief():
    return SAMPLE.brief()


@pytest.fixture(scope="module")
def files(brief):
    return render(brief, FORMATS, sources=SAMPLE.sources())


@pytest.fixture(scope="module")
def texts(files):
    """What each file says, white space gone: how a page breaks its lines is its own affair."""
    return {name: reading.squeezed(text) for name, text in _texts(files).items()}


def _texts(files):
    return {
        "html": _html_text(files["brief.html"].decode()),
        "docx": "\n".join(reading.docx_lines(files["brief.docx"])),
        "md": reading.markdown_text(files["brief.md"].decode()),
        "pdf": reading.pdf_text(files["brief.pdf"]),
        "pptx": reading.pptx_text(files["brief.pptx"]),
    }


def _html_text(page):
    return re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").replace("&amp;", "&")


def beside_of(brief):
    """The clauses beside the headline, each with how much later it was said, and by whom."""
    return [(line.text, line.attribution) for line in beside(brief.findings[0], brief).lines]


@pytest.mark.parametrize("name", ["html", "docx", "md", "pdf", "pptx"])
def test_every_file_tells_how_many_name_it(texts, name):
    """Two copies of one brief that differ by one number end the trust in both."""
    assert reading.squeezed(LINE) in texts[name]


@pytest.mark.parametrize("name", ["html", "docx", "md", "pdf", "pptx"])
def test_what_others_say_stands_with_who_said_it(brief, texts, name):
    """Words without their speaker would read as the headline's own."""
    assert reading.squeezed(OTHERS) in texts[name]
    for said, who in beside_of(brief):
        assert re.search(
            re.escape(reading.squeezed(said)) + "[”(]*" + re.escape(reading.squeezed(who)), texts[name]
        ), f"{name} lacks {said!r} by {who!r}"  # fmt: skip


def test_the_three_are_by_three_speakers_and_say_how_long_after_the_headline(brief):
    """No sentence of one speaker stands under another's name; and what was said in February may be solved in May: a reader
    took a problem that was solved since for today's.
    """
    assert beside_of(brief) == [
        (
            BESIDE["w1"],
            "2 months later: Person 7, lived experience partner, Riverside, webinar transcript, April 2025, at 09:35",
        ),
        (BESIDE["r1"], "3 months later: Table 1, Riverside, workshop notes, May 2025"),
        (BESIDE["m1"], "later: Table 2, Moorland, workshop notes, March 2025"),
    ]


def test_at_most_three_others_are_shown_and_the_next_takes_the_place_of_one_kept_for_blind_coding(brief):
    """What coders read blind is shown nowhere; a headline whose others were all drawn would stand alone for no reason of theirs."""
    finding = brief.findings[0]
    more = replace(finding.spoken, beside=(*finding.spoken.beside, *finding.spoken.beside[:1]))
    assert len(beside(replace(finding, spoken=more), brief).lines) == 3

    one, *_ = more.beside
    spared = replace(more, beside=tuple(other for other in more.beside if other is not one))
    assert len(beside(replace(finding, spoken=spared), brief).lines) == 2


def test_without_a_theme_the_thing_stands_over_the_headline(brief):
    """'Mother (no theme yet)' stood over the six-week check, which four sources named."""
    finding = replace(brief.findings[0], theme=None, subject="mother")
    two_words = replace(finding, spoken=replace(finding.spoken, words="telephone interpreter"))

    assert headline(two_words, brief).theme == "Telephone interpreter"
    # a single word stands in the headline already: 'Night' and 'Teacher' told a reader nothing
    assert headline(finding, brief).theme == ""


def test_what_was_said_on_the_same_day_is_not_later_and_what_was_said_before_is_earlier(brief):
    """An order in time that is not there would invent a change."""
    head, later, *_ = (replace(one, date=date(2025, 5, 9)) for one in brief.findings[0].spoken.evidence)

    assert apart(head, later) == apart(head, replace(later, date=date(2025, 5, 1))) == ""
    assert apart(head, replace(later, date=date(2024, 12, 9))) == "5 months earlier: "
    assert apart(replace(head, date=date(2026, 2, 25)), replace(later, date=date(2026, 4, 1))) == "later: "
    assert apart(None, later) == apart(head, replace(later, date=None)) == ""


@pytest.mark.parametrize("name", ["html", "docx", "md", "pdf", "pptx"])
def test_notes_beside_a_headline_stand_in_no_quotation_marks(texts, name):
    """A scribe wrote them: nobody said 'Interpreter wanted in the evening too'."""
    assert reading.squeezed(f"Notes record: {BESIDE['r1']}") in texts[name]
    assert reading.squeezed(f"“{BESIDE['w1']}”") in texts[name]
    assert reading.squeezed(f"“{BESIDE['r1']}”") not in texts[name]


def test_the_notes_of_a_slide_have_what_the_slide_may_lack(files):
    """A room reads three lines; whoever presents has all of them."""
    deck = pptx.Presentation(io.BytesIO(files["brief.pptx"]))
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    told = [note for note in notes if OTHERS in note]

    assert told
    assert all(text in note for note in told for text in BESIDE.values())


def test_a_long_clause_has_no_place_on_a_slide_and_stands_in_its_notes():
    """Made small enough to fit, nobody in the room could read it."""
    brief = SAMPLE.brief()
    finding, spoken = brief.findings[0], brief.findings[0].spoken
    long = "and nobody came, " * 40
    said = replace(spoken.evidence[1], text=long)
    clause = replace(spoken.beside[2], start=0, end=len(long), text=long)
    spoken = replace(spoken, evidence=(spoken.evidence[0], said, *spoken.evidence[2:]), beside=(clause,))
    brief = replace(brief, findings=(replace(finding, spoken=spoken),))
    deck = pptx.Presentation(io.BytesIO(render(brief, ["pptx"])["brief.pptx"]))
    shown = "\n".join(
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame and slide.notes_slide.notes_text_frame.text.count(long.strip())
    )

    assert long.strip() not in shown
    assert LINE in shown


@pytest.mark.parametrize("name", ["brief.html", "evidence.docx", "evidence.pdf", "brief.md"])
def test_the_annex_lists_everybody_who_names_it(files, name):
    """'6 sources speak of it' can be held against each of the six."""
    content = files[name]
    text = {
        "docx": lambda: "\n".join(reading.docx_lines(content)),
        "pdf": lambda: reading.pdf_text(content),
        "html": lambda: _html_text(content.decode()),
        "md": lambda: reading.markdown_text(content.decode()),
    }[name.rpartition(".")[2]]()
    flat = reading.squeezed(text)

    assert reading.squeezed("Who names what: every excerpt in which the words stand") in flat
    assert not [key for key in NAMING.split() if reading.squeezed(SAMPLE.excerpts[key].text) not in flat]


def test_the_list_has_a_row_for_each_excerpt_with_its_speaker_and_place(brief):
    table = named_table(brief)

    assert table.columns == ("Named", "Excerpt, word for word", "Who and where", "Reference")
    assert len(table.rows) == 6
    assert {row[0].text for row in table.rows} == {"Interpreter"}
    assert [row[2].text for row in table.rows] == [
        wording.attribution(one, brief) for one in brief.findings[0].spoken.evidence
    ]


def test_in_html_each_of_them_opens_in_its_source(files):
    """What names the thing can be read where it was said."""
    page = reading.read_html(files["brief.html"].decode())
    ids = [value for name, value in page.attributes if name == "id"]
    links = {value for name, value in page.attributes if name == "href"}

    assert len(ids) == len(set(ids))
    assert {f"#x-{one}" for one in SAMPLE.ids(NAMING)} <= links
    assert {f"x-{one}" for one in SAMPLE.ids(NAMING)} <= set(ids)
    assert not [link for link in links if link.startswith("#") and link[1:] not in ids]


def test_in_html_they_are_a_list_of_their_very_words(files):
    """A screen reader says how many there are; and each stands as it was written."""
    page = files["brief.html"].decode()
    (first, *_) = re.findall(r'<div class="beside">.*?</div>', page, re.DOTALL)

    assert first.count("<li") == 3
    assert "<ul>" in first
    found = reading.read_html(page).found
    assert [found[SAMPLE.ids(key)[0]] for key in BESIDE] == [{text} for text in BESIDE.values()]


def test_the_strip_tells_where_it_is_spoken_of(brief):
    """Found where the statement was made; spoken of elsewhere, which is no agreement."""
    message = next(block for section in outline(brief).sections for block in section.blocks if hasattr(block, "beside"))

    assert {mark.slug: mark.state for mark in message.strip} == {
        "harbour": "found", "moorland": "spoken of", "riverside": "spoken of", "fenland": "spoken of", "lantern": "not heard",
    }  # fmt: skip


def test_two_findings_on_one_thing_list_it_without_an_id_twice():
    """A link to an id that stands twice leads to the wrong place."""
    second = SAMPLE.finding("m1", head="m1", identity="f-second")
    brief = SAMPLE.brief(SAMPLE.finding(), second)
    page = reading.read_html(render_html(brief, sources=SAMPLE.sources()))
    ids = [value for name, value in page.attributes if name == "id"]

    assert len(ids) == len(set(ids))


def test_published_files_hold_nobody_who_only_names_it():
    """Looked for in the bytes: what is hidden by style is not hidden."""
    files = render(SAMPLE.brief(view="published"), FORMATS)
    secrets = [SAMPLE.excerpts[key].text for key in NAMING.split()[1:]]
    contents = {name: unpacked(content) for name, content in files.items() if not name.endswith("pdf")}
    contents |= {name: reading.pdf_text(content).encode() for name, content in files.items() if name.endswith("pdf")}

    assert not [(name, one) for name, content in contents.items() for one in secrets if one.encode() in content]
    assert not [name for name, content in contents.items() if OTHERS.encode() in content]


def test_published_files_are_headed_by_the_thing_and_rank_it_in_words():
    files = render(SAMPLE.brief(view="published"), FORMATS)

    for name, text in _texts(files).items():
        flat = reading.squeezed(text)
        assert "Interpreter" in flat, name
        assert reading.squeezed("“interpreter” is spoken of in most places") in flat, name


@pytest.mark.parametrize("view", ["internal", "published"])
def test_a_brief_of_before_is_rendered_as_it_was(view, sources):
    """It was signed without it: nothing is looked for afterwards."""
    brief = read_brief((FIXTURES / f"brief-1-{view}.json").read_text(encoding="utf-8"))
    files = render(brief, FORMATS, sources=sources if view == "internal" else None)

    assert all(finding.spoken is None for finding in brief.findings)
    assert named_table(brief).rows == ()
    for text in _texts(files).values():
        assert "speak of" not in text
        assert "Who names what" not in text
        assert "Others on" not in text
