"""The HTML brief: one self-contained file that works offline, on a phone and on paper."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from learnbrief.corpus.document import Document
from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.brief import Brief, check_words, evidence_of
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import MEANINGS, SIGNS, Outline
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.layout.standing import not_for_sharing, standing, view_words
from learnbrief.outputs.render.properties import properties_of

Sources = Mapping[tuple[str, int], Document]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a source's text; `excerpt` names the evidence it is, where it is any."""

    text: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One source with the brief's evidence marked in it."""

    id: str
    title: str
    about: str
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class Anchors:
    """Hands out each excerpt's anchor once, so that no id stands twice in a page."""

    taken: set[str] = field(default_factory=set)

    def claim(self, excerpt: str) -> str:
        """The id for the first place that shows the excerpt; nothing for later ones."""
        if excerpt in self.taken:
            return ""
        self.taken.add(excerpt)
        return f"q-{excerpt}"


def render_html(brief: Brief, *, sources: Sources | None = None, charts: Mapping[str, str] | None = None) -> str:
    """The brief as one HTML page; with `sources`, every quote opens its place in the text it comes from.

    A published brief carries no sources, and is refused if handed any. `charts` are SVG texts by name; none are drawn
    here, so that whoever only looks at a page need not wait for them.
    """
    if sources is not None and brief.view == "published":
        raise BrokenStore(f"brief {brief.id} is published: it must not carry its sources")
    if sources is not None:
        check_words(brief, sources)
    drawn = {name: Markup(svg) for name, svg in (charts or {}).items()}
    page = outline(brief)
    return (
        environment()
        .get_template("brief.html")
        .render(
            brief=brief,
            page=page,
            words=wording,
            places=_places(brief),
            charts=drawn,
            sources=marked_sources(brief, sources) if sources is not None else (),
            anchors=Anchors(),
            css=Markup(style_sheet()),
            script=Markup(_read("brief.js")),
            script_hash=_script_hash(),
            foot=_printable(page.status_words if not page.warning else standing(page)),
            head=_printable(not_for_sharing(brief)),
            view=view_words(brief),
            about=properties_of(brief, page),
            meanings=[(SIGNS[state], meaning, state) for state, meaning in MEANINGS.items()],
            signs={stance.value: stance.sign for stance in Stance},
            contents=_contents(page),
        )
    )


def _printable(line: str) -> Markup:
    """What stands on every printed page, in letters that a style sheet cannot mistake for its own."""
    return Markup(re.sub(r"[^\w .,:-]", "", line))


def _contents(page: Outline) -> list[tuple[str, str]]:
    return [(section.id, section.title) for section in page.main]


def _places(brief: Brief) -> list[tuple[str, str]]:
    """Collaboratives that a reader can filter by."""
    if not wording.many_collaboratives(brief):
        return []
    return [(line.slug, line.name) for line in brief.programme.collaboratives]


def marked_sources(brief: Brief, sources: Sources) -> list[Source]:
    """Every source the brief cites, cut at its evidence."""
    spans: dict[tuple[str, int], dict[str, tuple[int, int]]] = {}
    for excerpt in evidence_of(brief):
        spans.setdefault((excerpt.document, excerpt.version), {})[excerpt.excerpt] = (excerpt.start, excerpt.end)
    ordered = sorted(spans, key=lambda key: (sources[key].date, key))
    return [_marked(sources[key], spans[key], brief) for key in ordered]


def _marked(document: Document, spans: Mapping[str, tuple[int, int]], brief: Brief) -> Source:
    about = [wording.kind(document.kind.value), wording.day(document.date)]
    if document.collaborative:
        about.append(brief.collaborative_name(document.collaborative))
    return Source(document.document_id, document.title, ", ".join(about), tuple(_pieces(document.text, spans)))


def _pieces(text: str, spans: Mapping[str, tuple[int, int]]) -> list[Piece]:
    """The text in order; where two excerpts overlap, the later one's mark begins where the earlier ends."""
    pieces, at = [], 0
    for excerpt, (start, end) in sorted(spans.items(), key=lambda item: item[1]):
        pieces.append(Piece(text[at : max(start, at)]))
        pieces.append(Piece(text[max(start, at) : max(end, at)], excerpt))
        at = max(end, at)
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text or piece.excerpt]


@cache
def environment() -> Environment:
    """Templates of briefs and of the pages made of them: everything is escaped, and a missing value is an error."""
    return Environment(
        loader=PackageLoader("learnbrief.outputs"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _read(name: str) -> str:
    return files("learnbrief.outputs").joinpath("templates", name).read_text(encoding="utf-8")


def style_sheet() -> str:
    """How briefs look, with the font inside: whatever sets their blocks looks like them."""
    return _read("brief.css").replace("FONT_DATA", _font()).replace("/* COLOURS OF STANCES */", _colours())


@cache
def _font() -> str:
    return base64.b64encode(
        files("learnbrief.outputs").joinpath("static", "SourceSans3-latin.woff2").read_bytes()
    ).decode()


def _colours() -> str:
    return " ".join(f"--{stance.value}: {stance.colour};" for stance in Stance)


@cache
def _script_hash() -> str:
    """What the page's own policy allows to run: this script and no other."""
    return base64.b64encode(hashlib.sha256(_read("brief.js").encode()).digest()).decode()
