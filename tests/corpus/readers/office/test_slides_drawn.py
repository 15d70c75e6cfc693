"""Slides as programs really save them: diagrams, charts, comments and shapes of newer kinds, which the library shows as nothing."""

import io

import pptx
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from tests.corpus.samples import check, read_from, shown

_A, _P = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://schemas.openxmlformats.org/presentationml/2006/main",
)
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def with_slide() -> tuple[pptx.Presentation, object]:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "What helped"
    return deck, slide


def saved(deck) -> bytes:
    kept = io.BytesIO()
    deck.save(kept)
    return kept.getvalue()


def relate(slide, name: str, kind: str, xml: str) -> None:
    slide.part.relate_to(Part(PackURI(name), "application/xml", slide.part.package, xml.encode()), kind)


def shape(words: str, kind: str = "") -> str:
    place = f'<p:ph type="{kind}"/>' if kind else ""
    return (
        f'<p:sp xmlns:p="{_P}" xmlns:a="{_A}"><p:nvSpPr><p:cNvPr id="90" name="x"/><p:cNvSpPr/><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def test_the_words_of_a_diagram_are_points_of_its_slide(tmp_path):
    """A list drawn as a picture says as much as one that is none; it was passed by with 'characters lost 0'."""
    deck, slide = with_slide()
    points = "".join(
        f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>" for words in ("A named person to ring", "Ten minutes a day")
    )
    relate(
        slide,
        "/ppt/diagrams/data1.xml",
        f"{RELATIONSHIP_TYPE.OFFICE_DOCUMENT.rsplit('/', 1)[0]}/diagramData",
        f'<d xmlns:a="{_A}">{points}</d>',
    )
    reading = read_from(tmp_path, "deck.pptx", saved(deck))

    check(reading)
    assert shown(reading, "bullet") == ["A named person to ring", "Ten minutes a day"]
    assert [one.locator for one in reading.source.passages if one.layout == "bullet"] == ["slide 1", "slide 1"]


def test_the_title_of_a_chart_is_a_note(tmp_path):
    """It names what is counted; nobody said it."""
    deck, slide = with_slide()
    figures = CategoryChartData()
    figures.categories = ["Spring", "Autumn"]
    figures.add_series("Visits", (3, 5))
    chart = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Inches(1), Inches(2), Inches(4), Inches(3), figures
    ).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Visits of the board by season"
    reading = read_from(tmp_path, "deck.pptx", saved(deck))

    check(reading)
    assert shown(reading, "note") == ["Visits of the board by season"]


def test_a_shape_of_a_newer_kind_is_read_once_and_its_double_not(tmp_path):
    """PowerPoint writes it twice, for itself and for old versions; the library shows neither."""
    deck, slide = with_slide()
    both = (
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="p14">{shape("The board came twice.")}</mc:Choice>'
    )
    both += f"<mc:Fallback>{shape('The board came twice.')}</mc:Fallback></mc:AlternateContent>"
    slide.shapes._spTree.append(etree.fromstring(both))
    reading = read_from(tmp_path, "deck.pptx", saved(deck))

    check(reading)
    assert shown(reading, "bullet") == ["The board came twice."]


def test_comments_are_notes_and_what_stands_on_every_slide_is_left_out(tmp_path):
    """A remark on a slide is no point of it, and the footer is the template's."""
    deck, slide = with_slide()
    slide.shapes._spTree.append(etree.fromstring(shape("Harbour review, draft", "ftr")))
    kind = f"{RELATIONSHIP_TYPE.OFFICE_DOCUMENT.rsplit('/', 1)[0]}/comments"
    relate(
        slide,
        "/ppt/comments/comment1.xml",
        kind,
        f'<p:cmLst xmlns:p="{_P}"><p:cm authorId="0"><p:text>Ask who.</p:text></p:cm></p:cmLst>',
    )
    reading = read_from(tmp_path, "deck.pptx", saved(deck))

    check(reading)
    assert shown(reading, "note") == ["Ask who."]
    assert "draft" not in reading.source.text
    assert reading.warnings == ("deck.pptx: slide footers, dates and numbers left out",)
