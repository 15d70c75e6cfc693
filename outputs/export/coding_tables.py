"""Tables of the coding itself, excerpt by excerpt: for the workbook and for anyone who counts elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.counting import COUNTED, by_theme, evidence_of
from learnbrief.corpus.document import Document, Event, Excerpt, Programme, said_on
from learnbrief.corpus.tag import Band, EffectiveTag, Review
from learnbrief.corpus.visitors import speaks_for, visited
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.tables import Cell, Table, number


@dataclass(frozen=True, slots=True)
class Coding:
    """Everything that was coded, and with what."""

    documents: Mapping[str, Document]
    excerpts: Sequence[Excerpt]
    tags: Sequence[EffectiveTag]
    codebook: Codebook
    programme: Programme
    bands: frozenset[Band] = COUNTED
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles that tell the programme's sources apart, by document id; one that is not here keeps its own."""

    events: Mapping[str, Event] = field(default_factory=dict)
    """By id; those of the documents at least."""
    decided: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """When a person decided on a theme of an excerpt, by excerpt id and theme."""
    marks: Mapping[tuple[str, str], Sequence[tuple[int, int]]] = field(default_factory=dict)
    """Where its coder marked the very words to which a theme applies, by excerpt id and theme: offsets in the source."""
    comments: Mapping[str, Sequence[Review]] = field(default_factory=dict)
    """What people wrote beside an excerpt, by its id."""
    memos: Sequence[Review] = ()
    """What people wrote beside a whole source, a theme, or the programme."""

    def title(self, document: Document) -> str:
        """What a source is called in another program."""
        return self.titles.get(document.document_id, document.title)

    @property
    def carried(self) -> dict[str, list[Excerpt]]:
        """The evidence that carries each theme."""
        return by_theme(self.excerpts, self.tags, bands=self.bands)

    def place(self, slug: str | None) -> str:
        """The name of a collaborative."""
        names = {item.slug: item.name for item in self.programme.collaboratives}
        return names.get(slug, slug) if slug else ""


def description_of(theme: Theme) -> str:
    """What a theme means, in the lines that come back as its parts: definition, 'Include: ...', 'Exclude: ...'."""
    lines = [theme.definition]
    lines += [f"Include: {line}" for line in theme.include] + [f"Exclude: {line}" for line in theme.exclude]
    return wording.printable("\n".join(line for line in lines if line))


def quotes_table(coding: Coding) -> Table:
    """One row per excerpt with everything known of it, and its themes and stances in words."""
    themes = _themes_of(coding)
    rows = []
    for excerpt in coding.excerpts:
        document = coding.documents[excerpt.document_id]
        day = said_on(excerpt, document)
        topics, stances, checked = themes.get(excerpt.excerpt_id, ("", "", ""))
        rows.append(
            (
                Cell(excerpt.excerpt_id),
                Cell(excerpt.text),
                Cell(topics),
                Cell(stances),
                Cell(checked),
                Cell("verbatim" if excerpt.mode == "verbatim" else "note"),
                Cell("yes" if excerpt.evidence else "no"),
                Cell(excerpt.voice.label),
                Cell(excerpt.voice.voice_id),
                Cell(excerpt.role or ""),
                Cell(coding.place(speaks_for(excerpt))),
                Cell(coding.place(visited(excerpt))),
                Cell(coding.title(document)),
                Cell(wording.kind(document.kind.value)),
                Cell(day.isoformat(), day),
                Cell(f"{day:%Y-%m}"),
                Cell(excerpt.speech.value),
                Cell(excerpt.heading or ""),
                Cell(wording.clock(excerpt.at) if excerpt.at is not None else ""),
                Cell(document.document_id),
                number(excerpt.version),
                number(excerpt.start),
                number(excerpt.end),
            )
        )
    columns = (
        "Excerpt", "Words", "Themes", "Stances", "Checked by a person", "Verbatim or note", "Evidence", "Voice", "Voice id", "Role group",
        "Collaborative", "Collaborative visited", "Source", "Kind of source", "Date", "Month", "Spoke as", "Under the heading", "Time in recording",
        "Source id", "Version", "Start", "End",
    )  # fmt: skip
    widths = (18, 70, 32, 16, 18, 12, 10, 16, 18, 18, 28, 28, 34, 18, 12, 10, 12, 28, 12, 18, 8, 8, 8)
    numeric = tuple(columns.index(name) for name in ("Version", "Start", "End"))
    return Table("quotes", "Every excerpt", columns, tuple(rows), numeric, widths=widths)


def _themes_of(coding: Coding) -> dict[str, tuple[str, str, str]]:
    """Per excerpt: its topics, its stances, and whether a person has decided on them."""
    facets = {theme.slug: theme for theme in coding.codebook.themes}
    held: dict[str, list[str]] = {}
    for theme, excerpts in coding.carried.items():
        for excerpt in excerpts:
            held.setdefault(excerpt.excerpt_id, []).append(theme)
    checked = {(tag.excerpt_id, tag.theme) for tag in coding.tags if tag.checked}
    made = {}
    for excerpt_id, slugs in held.items():
        known = [facets[slug] for slug in slugs if slug in facets]
        topics = "; ".join(theme.name for theme in known if theme.facet is Facet.TOPIC)
        stances = "; ".join(theme.name for theme in known if theme.facet is Facet.STANCE)
        decided = sum((excerpt_id, theme.slug) in checked for theme in known)
        made[excerpt_id] = (topics, stances, f"{decided} of {len(known)}")
    return made


def case_table(coding: Coding, unit: str) -> Table:
    """0 or 1 per case and theme: whether the source, or the voice, raised it at all."""
    carried = coding.carried
    themes = coding.codebook.themes
    raised = {theme: {_case(excerpt, unit) for excerpt in excerpts} for theme, excerpts in carried.items()}
    rows = []
    for case, excerpt in _cases(coding, unit).items():
        document = coding.documents[excerpt.document_id]
        named = coding.title(document) if unit == "source" else excerpt.voice.label
        about = wording.kind(document.kind.value) if unit == "source" else excerpt.role or ""
        place = document.collaborative if unit == "source" else speaks_for(excerpt)
        ones = (number(int(case in raised.get(theme.slug, set()))) for theme in themes)
        rows.append((Cell(named), Cell(case), Cell(about), Cell(coding.place(place)), *ones))
    second = "Kind of source" if unit == "source" else "Role group"
    columns = (wording.capital(unit), "Id", second, "Collaborative", *(theme.name for theme in themes))
    caption = f"Themes raised by each {unit}: 1 if at all, 0 if not"
    widths = (34, 18, 18, 28, *(14 for _ in themes))
    return Table(f"{unit}-by-theme", caption, columns, tuple(rows), tuple(range(4, len(columns))), widths=widths)


def _case(excerpt: Excerpt, unit: str) -> str:
    return excerpt.document_id if unit == "source" else excerpt.voice.voice_id


def _cases(coding: Coding, unit: str) -> dict[str, Excerpt]:
    """Each case with the first excerpt of it."""
    cases: dict[str, Excerpt] = {}
    for excerpt in evidence_of(coding.excerpts):
        cases.setdefault(_case(excerpt, unit), excerpt)
    return cases


def together_table(coding: Coding) -> Table:
    """How many excerpts carry both of two themes; on the diagonal, how many carry the one."""
    themes = coding.codebook.themes
    ids = {theme: {excerpt.excerpt_id for excerpt in excerpts} for theme, excerpts in coding.carried.items()}
    rows = tuple(
        (Cell(one.name), *(number(len(ids.get(one.slug, set()) & ids.get(other.slug, set()))) for other in themes))
        for one in themes
    )
    columns = ("Theme", *(theme.name for theme in themes))
    widths = (32, *(14 for _ in themes))
    return Table(
        "together", "Excerpts that carry both themes", columns, rows, tuple(range(1, len(columns))), widths=widths
    )


def tags_table(coding: Coding) -> Table:
    """Every tag with where it comes from and what people made of it."""
    rows = tuple(
        (
            Cell(tag.excerpt_id),
            Cell(tag.theme),
            Cell(tag.status.value),
            Cell(tag.coder or ""),
            Cell(tag.band.value if tag.band else ""),
            Cell("" if tag.score is None else f"{tag.score:.3f}", tag.score),
            Cell(tag.score_kind.value if tag.score_kind else ""),
        )
        for tag in coding.tags
    )
    columns = ("Excerpt", "Theme", "Standing", "Coder", "Band", "Score", "Kind of score")
    return Table("tags", "Every tag", columns, rows, (5,), widths=(18, 22, 14, 20, 10, 10, 14))
