"""Every table of a brief, as values: the brief, the workbook and the app lay out the same ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from learnbrief.corpus.disclosure import NOT_HEARD
from learnbrief.corpus.places import WHERE
from learnbrief.corpus.surveys import ROLE_COLUMN
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.reported import Count, Evidence, Heard
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.headlines import plain

NO_DATA = "no data"
NOT_RAISED = "none counted"
NOT_RAISED_MEANS = "they were heard, and no tag of the theme counts on anything of theirs yet; somebody may have spoken of it all the same"
NO_PLACE = "none, or not known"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what a reader sees, the bare value for a spreadsheet, and the excerpts it rests on."""

    text: str
    value: Count | float | date | None = None
    links: tuple[str, ...] = ()
    """Excerpt ids, to be linked."""
    note: str = ""
    """A second, quieter line."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; the first column heads its row."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()
    """Columns that hold numbers."""
    places: tuple[str | None, ...] = ()
    """Per row, the collaborative it belongs to, where it belongs to one."""
    widths: tuple[int, ...] = ()
    """Relative column widths; equal when empty."""

    def __post_init__(self) -> None:
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(f"table {self.id!r} has {len(self.columns)} columns and a row of {len(wrong[0])}")


def number(value: Count, zero: str = "0") -> Cell:
    """A count as a cell."""
    return Cell(zero if value == 0 else f"{value:,}" if isinstance(value, int) else value, value)


def _places(brief: Brief) -> list[tuple[str, str]]:
    """Collaboratives as columns: all of the programme, and a last one for what belongs to none where there is such."""
    places = [(line.slug, wording.short(line)) for line in brief.programme.collaboratives]
    known = {slug for slug, _ in places}
    places += [(slug, slug) for slug in brief.base.by_collaborative if slug not in known]
    if brief.scope.kind in ("event", "collaborative"):
        places = [(slug, name) for slug, name in places if slug in brief.base.by_collaborative]
    return [*places, ("", NO_PLACE)] if "" in brief.base.kinds_by_collaborative else places


def base_table(brief: Brief) -> Table:
    """Sources by kind and collaborative, with those not heard shown as such."""
    by_place = brief.base.kinds_by_collaborative
    rows = []
    for kind in brief.base.by_kind:
        cells = [number(by_place.get(slug, {}).get(kind, 0), "none") for slug, _ in _places(brief)]
        rows.append((Cell(wording.capital(wording.kind(kind))), *cells, number(brief.base.by_kind[kind])))
    columns = ("Kind of source", *(name for _, name in _places(brief)), "All sources")
    return Table(
        "base",
        "Sources in which each collaborative was heard, by kind. One source may hold several collaboratives.",
        columns,
        tuple(rows),
        numeric=tuple(range(1, len(columns))),
    )


def sources_table(brief: Brief) -> Table:
    """Every source, by date."""
    rows = tuple(
        (
            Cell(line.title),
            Cell(wording.kind(line.kind)),
            Cell(wording.day(line.date), line.date),
            Cell(brief.collaborative_name(line.collaborative) or NO_PLACE),
            number(line.words),
            number(line.excerpts),
            Cell("yes" if line.confirmed else "not yet"),
        )
        for line in brief.base.sources
    )
    columns = ("Source", "Kind", "Date", "Collaborative", "Words", "Excerpts", "Names checked by a person")
    places = tuple(line.collaborative for line in brief.base.sources)
    return Table("sources", "The sources", columns, rows, (4, 5), places, (26, 14, 12, 20, 8, 8, 12))


def voices_table(brief: Brief) -> Table:
    """Who was heard, by role group, and how much of the words is theirs."""
    words, all_words = brief.base.words_by_role, sum(brief.base.words_by_role.values())
    columns = ("Role group", "Voices", "Share of the words")[: 3 if all_words else 2]
    rows = tuple(
        (Cell(wording.capital(role)), number(count), Cell(f"{words.get(role, 0) / max(all_words, 1):.0%}"))[
            : len(columns)
        ]
        for role, count in brief.base.voices_by_role.items()
    )
    return Table("voices", "Voices by role group", columns, rows, tuple(range(1, len(columns))))


def lines_of(brief: Brief) -> tuple[Heard, ...]:
    """What the tables have a line for: the themes, or in a brief on one theme what was said of it."""
    return brief.stances if brief.scope.kind == "theme" else brief.themes


def _each(brief: Brief) -> str:
    return "speak of it as each" if brief.scope.kind == "theme" else "raise each theme"


def themes_table(brief: Brief) -> Table:
    """Sources that raised each theme, by collaborative: the numbers behind the chart."""
    rows = tuple(
        (Cell(heard.name), *(_cell(heard, slug, brief) for slug, _ in _places(brief) if slug), number(heard.documents))
        for heard in lines_of(brief)
    )
    columns = ("Theme", *(name for slug, name in _places(brief) if slug), "All sources")
    caption = f"Sources that {_each(brief)}, by collaborative"
    return Table("themes", caption, columns, rows, tuple(range(1, len(columns))))


def triangulation_table(brief: Brief) -> Table:
    """Sources that raised each theme, by kind of source; that kinds agree is a count of kinds, no proof."""
    kinds = list(brief.base.by_kind)
    if len(kinds) < 2:
        return Table("triangulation", "", ("Theme",), ())
    rows = []
    for heard in lines_of(brief):
        raised = [kind for kind in kinds if heard.by_kind.get(kind, 0) not in (0, NOT_HEARD)]
        cells = [number(heard.by_kind.get(kind, 0), NOT_RAISED) for kind in kinds]
        rows.append((Cell(heard.name), *cells, Cell(wording.kind(raised[0]) if len(raised) == 1 else "")))
    columns = ("Theme", *(wording.capital(wording.kind(kind)) for kind in kinds), "In one kind only")
    caption = f"Sources that {_each(brief)}, by kind of source"
    return Table("triangulation", caption, columns, tuple(rows), tuple(range(1, len(columns) - 1)))


def _cell(heard: Heard, place: str, brief: Brief) -> Cell:
    if counts.is_not_heard(place, brief):
        return Cell(NO_DATA)
    return number(heard.by_collaborative.get(place, 0), NOT_RAISED)


def months_table(brief: Brief, themes: int = 6) -> Table:
    """Sources per month that raised the themes most widely heard, under all sources of the month."""
    months = _every_month(list(brief.base.by_month))
    rows = [("All sources", brief.base.by_month)]
    rows += [(heard.name, heard.by_month) for heard in lines_of(brief) if heard.documents][:themes]
    cells = tuple((Cell(name), *(number(counts.get(month, 0)) for month in months)) for name, counts in rows)
    columns = ("Theme", *(wording.month(month, short=True) for month in months))
    widths = (4, *(1 for _ in months))
    return Table(
        "months", f"Sources per month that {_each(brief)}", columns, cells, tuple(range(1, len(columns))), widths=widths
    )


def _every_month(months: list[str]) -> list[str]:
    """From first to last without a gap: a month without sources is a finding too."""
    if not months:
        return []
    first, last = ((int(month[:4]) * 12 + int(month[5:]) - 1) for month in (min(months), max(months)))
    return [f"{place // 12}-{place % 12 + 1:02}" for place in range(first, last + 1)]


def matrix(brief: Brief) -> Table:
    """The framework matrix: theme by collaborative, with count, heading and the excerpts behind it."""
    rows = tuple(
        (Cell(heard.name), *(_matrix_cell(heard, slug, brief) for slug, _ in _places(brief) if slug))
        for heard in lines_of(brief)
    )
    columns = ("Theme", *(name for slug, name in _places(brief) if slug))
    caption = f"Framework matrix: sources that {_each(brief)} in each collaborative, with the widest finding"
    return Table("matrix", caption, columns, rows)


def _matrix_cell(heard: Heard, place: str, brief: Brief) -> Cell:
    cell = _cell(heard, place, brief)
    if cell.value in (None, 0):
        return cell
    own = [finding for finding in brief.findings if heard.slug in (finding.theme, finding.stance)]
    here = [(finding, _ids(finding.evidence, place)) for finding in own]
    spoken = [(finding, excerpts) for finding, excerpts in here if excerpts]
    text = wording.counted(cell.value, "source") if isinstance(cell.value, int) else cell.text
    return Cell(text, cell.value, spoken[0][1] if spoken else (), plain(spoken[0][0], brief) if spoken else "")


def _ids(evidence: Sequence[Evidence], place: str) -> tuple[str, ...]:
    return tuple(excerpt.excerpt for excerpt in evidence if excerpt.collaborative == place)


def evidence_table(brief: Brief) -> Table:
    """Every excerpt behind every finding, word for word."""
    rows, places = [], []
    for finding in brief.findings:
        heading = plain(finding, brief)
        for excerpt in finding.evidence:
            counted = finding.stated is None or excerpt.excerpt in finding.stated_by
            about = heading if counted else f"Comes near, not counted under: {heading}"
            rows.append((Cell(about), _words(excerpt), Cell(wording.attribution(excerpt, brief)), _place(excerpt)))
            places.append(excerpt.collaborative)
    columns = ("Finding", "Excerpt, word for word", "Who and where", "Reference")
    caption = "Evidence: every excerpt behind every finding"
    return Table("evidence", caption, columns, tuple(rows), places=tuple(places), widths=(25, 43, 20, 12))


def named_table(brief: Brief) -> Table:
    """Who names the things that many name, word for word."""
    rows, places = [], []
    things = {one.thing.words: one.thing for one in brief.findings if one.thing}  # two findings may speak of one
    for spoken in sorted(things.values(), key=lambda one: one.words.casefold()):
        for excerpt in spoken.evidence:
            who = Cell(wording.attribution(excerpt, brief))
            rows.append((Cell(wording.capital(spoken.words)), _words(excerpt), who, _place(excerpt)))
            places.append(excerpt.collaborative)
    columns = ("Named", "Excerpt, word for word", "Who and where", "Reference")
    caption = "Who names what: every excerpt in which the words stand"
    return Table("named", caption, columns, tuple(rows), places=tuple(places), widths=(15, 53, 20, 12))


def counter_table(brief: Brief, most: int | None = None) -> Table:
    """What speaks against a finding; `most` of it where room is short, of the widest findings first."""
    rows, places = [], []
    for finding in brief.findings:
        heading = plain(finding, brief)
        for excerpt in finding.counter:
            checked = "confirmed" if excerpt.excerpt in finding.counter_confirmed else "possible, not yet checked"
            rows.append((Cell(heading), _words(excerpt), Cell(wording.attribution(excerpt, brief)), Cell(checked)))
            places.append(excerpt.collaborative)
    return Table(
        "counter",
        "Excerpts that speak against a finding",
        ("Finding", "Excerpt against it", "Who and where", "Standing"),
        tuple(rows[:most]),
        places=tuple(places[:most]),
        widths=(29, 39, 20, 12),
    )


def kinds_table(brief: Brief, most: int = 12) -> Table:
    """The widest findings by kind of collaborative; empty where the settings give no kinds or none may be named."""
    kinds: dict[str, set[str]] = {}
    for line in brief.programme.collaboratives:
        if line.kind and line.slug in brief.base.by_collaborative:
            kinds.setdefault(line.kind, set()).add(line.slug)
    rows: list[tuple[Cell, ...]] = []
    for finding in brief.findings:
        named = finding.reach.places == len(finding.reach.collaboratives) > 0
        if named and len(kinds) > 1 and wording.many_collaboratives(brief) and len(rows) < most:
            found = set(finding.reach.collaboratives)
            cells = [Cell(f"{len(found & slugs)} of {len(slugs)}", len(found & slugs)) for slugs in kinds.values()]
            rows.append((Cell(plain(finding, brief)), *cells))
    columns = ("Finding", *(wording.capital(kind) for kind in kinds))
    caption = "The widest findings by kind of collaborative: in how many of those heard each was found"
    numeric, widths = tuple(range(1, len(columns))), (4, *(1 for _ in kinds))
    return Table("kinds", caption, columns, tuple(rows), numeric, widths=widths)


def emerging_table(brief: Brief, most: int | None = None) -> Table:
    """Groups of excerpts that the codebook has no place for."""
    rows = tuple(
        (
            Cell(topic.label),
            Cell(", ".join(topic.keywords)),
            number(topic.excerpts),
            number(topic.documents),
            Cell(wording.quoted(topic.evidence[0]) if topic.evidence else "", links=_first(topic.evidence)),
        )
        for topic in brief.emerging[:most]
    )
    caption = "What the codebook has no place for yet"
    columns = ("Suggested label", "Words", "Excerpts", "Sources", "For example")
    return _filled(Table("emerging", caption, columns, rows, (2, 3), widths=(16, 26, 11, 11, 36)))


def _filled(table: Table) -> Table:
    """The table without columns that no row has a word in: what a view or a codebook leaves out takes no room."""
    kept = [place for place in range(len(table.columns)) if any(row[place].text for row in table.rows)]
    if not table.rows or len(kept) == len(table.columns):
        return table
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
        numeric=tuple(kept.index(place) for place in table.numeric if place in kept),
        widths=tuple(table.widths[place] for place in kept),
    )


def _first(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(excerpt.excerpt for excerpt in evidence[:1])


def _words(excerpt: Evidence) -> Cell:
    return Cell(wording.quoted(excerpt), links=(excerpt.excerpt,))


def _place(excerpt: Evidence) -> Cell:
    return Cell(f"{excerpt.document} v{excerpt.version}, {excerpt.start}\u2013{excerpt.end}")


def survey_tables(brief: Brief) -> list[Table]:
    """Answers to each closed question, wave by wave, with base and non-response."""
    made = []
    for place, shares in enumerate(brief.surveys, 1):
        answers = list(dict.fromkeys(answer for wave in shares.waves for answer in wave.counts))
        rows = []
        for wave in shares.waves:
            cells = wording.shares(wave.counts, wave.answered)
            answered = Cell(f"{wave.answered} of {wave.asked}{' (rounded)' if wave.rounded else ''}")
            values = [Cell(cells.get(answer, "0"), wave.counts.get(answer, 0)) for answer in answers]
            rows.append((Cell(wave.wave), *values, answered))
        columns = ("Wave", *(wording.capital(answer) for answer in answers), "Answered")
        numeric = tuple(range(1, len(columns)))
        made.append(Table(f"survey-{place}", shares.question, columns, tuple(rows), numeric))
    return made


def is_question(table: Table) -> bool:
    """Whether a closed column of a survey asks for a judgement, rather than who the respondent is."""
    return is_asked(table.caption)


def is_asked(question: str) -> bool:
    """The same of its words alone."""
    about = ROLE_COLUMN.fullmatch(question) or WHERE.fullmatch(question)  # 'What is your role?' judges nothing
    return not about and (question.rstrip().endswith("?") or len(question.split()) > 4)


def codebook_table(brief: Brief) -> Table:
    """The codebook with its definitions."""
    rows = tuple(
        (
            Cell(line.name),
            Cell(line.facet),
            Cell(line.definition),
            Cell("; ".join(line.include)),
            Cell("; ".join(line.exclude)),
        )
        for line in brief.codebook
    )
    columns = ("Theme", "Facet", "Definition", "Include", "Exclude")
    caption = f"Codebook, version {brief.made.codebook_version}"
    return _filled(Table("codebook", caption, columns, rows, widths=(18, 8, 34, 20, 20)))
