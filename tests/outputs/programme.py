"""A small invented programme, written by hand: every line of its sheets carries who said it, how, and what it is about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timezone

from learnbrief.corpus.document import Document, Excerpt, Kind, Passage, SourceText, Speech, Voice
from learnbrief.corpus.finding import (
    Analysis,
    Change,
    Clause,
    Finding,
    Point,
    Run,
    Scope,
    Silence,
    ThenNow,
    Topic,
    Verdict,
)
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.surveys import WaveCount
from learnbrief.corpus.tag import Action, Band, EffectiveTag, Review, ScoreKind, TagStatus
from learnbrief.outputs.brief.brief import Made
from tests.outputs.programme_sheets import CODEBOOK, PARTICIPANTS, SHEETS, Line, N, Sheet
from tests.outputs.programme_sheets import PROGRAMME as PROGRAMME  # a test asks one module for all of it

ROLES = {person.pseudonym: person for person in PARTICIPANTS}


def _text(sheet: Sheet) -> tuple[str, list[tuple[Line, int, int]]]:
    text, placed = f"{sheet.title}\n\n", []
    for line in sheet.lines:
        if sheet.kind is Kind.WEBINAR_TRANSCRIPT:
            text += f"{line.voice}: "
        elif line.mode is N:
            text += "- "
        placed.append((line, len(text), len(text) + len(line.words)))
        text += line.words + "\n\n"
    return text, placed


def document(sheet: Sheet) -> Document:
    """The frozen document of one sheet."""
    text, placed = _text(sheet)
    heading = Passage(0, len(sheet.title), layout="heading", level=1)
    passages = tuple(Passage(start, end, mode=line.mode) for line, start, end in placed)
    return Document(
        document_id=sheet.name,
        version=1,
        kind=sheet.kind,
        event_id=f"e-{sheet.name}",
        title=sheet.title,
        date=sheet.date,
        collaborative=sheet.place,
        origin=f"{sheet.name}.md",
        source=SourceText(text, (heading, *passages)),
        content_hash=content_hash(text),
    )


def _voice(line: Line, sheet: Sheet) -> Voice:
    person = ROLES.get(line.voice)
    if person:
        return Voice(person.pseudonym, person.pseudonym, "participant", person.role, person.collaborative)
    basis = "respondent" if sheet.kind is Kind.SURVEY else "group"
    return Voice(f"{sheet.name}/{line.voice}", line.voice, basis, None, sheet.place)


def excerpts_in(sheet: Sheet) -> Iterator[tuple[str, Excerpt]]:
    """Each line as an excerpt of its document, under its key."""
    _, placed = _text(sheet)
    for line, start, end in placed:
        voice = _voice(line, sheet)
        facilitator = line.voice == "Facilitator"
        yield (
            line.key,
            Excerpt(
                document_id=sheet.name,
                version=1,
                start=start,
                end=end,
                text=line.words,
                voice=voice,
                mode=line.mode,
                evidence=not facilitator,
                speech=Speech.FACILITATOR if facilitator else Speech.PARTICIPANT,
                collaborative=voice.collaborative or sheet.place,
                at=12.5 * start if sheet.kind is Kind.WEBINAR_TRANSCRIPT else None,
            ),
        )


DOCUMENTS = tuple(document(sheet) for sheet in SHEETS)
EXCERPTS = {key: excerpt for sheet in SHEETS for key, excerpt in excerpts_in(sheet)}
WORDS = {line.key: line for sheet in SHEETS for line in sheet.lines}


def tags() -> list[EffectiveTag]:
    """Every planted theme as a tag: some checked by a person, the rest sure."""
    made = []
    for number, (key, line) in enumerate(WORDS.items()):
        for theme in line.themes.split():
            checked = number % 3 == 0
            made.append(
                EffectiveTag(
                    EXCERPTS[key].excerpt_id,
                    theme,
                    TagStatus.ACCEPTED if checked else TagStatus.SUGGESTED,
                    Band.SURE,
                    0.71,
                    ScoreKind.SIMILARITY,
                    "evaluator one" if checked else None,
                )
            )
    return made


def ids(keys: str) -> tuple[str, ...]:
    """The excerpts of these lines."""
    return tuple(EXCERPTS[key].excerpt_id for key in keys.split())


def clause(key: str, words: str) -> Clause:
    """Where these words stand in the line."""
    start = EXCERPTS[key].text.index(words)
    return Clause(EXCERPTS[key].excerpt_id, start, start + len(words))


def words_of(wanted: Clause) -> str:
    """The words of a clause."""
    text = next(excerpt.text for excerpt in EXCERPTS.values() if excerpt.excerpt_id == wanted.excerpt)
    return text[wanted.start : wanted.end]


def finding(
    theme: str | None,
    stance: str | None,
    heading: Clause | str,
    evidence: str,
    quotes: str,
    counter: str = "",
    **more: object,
) -> Finding:
    """A finding named by the keys of its lines, headed by a clause, a subject, or theme and side alone."""
    head = heading if isinstance(heading, Clause) else None
    made: dict[str, object] = {
        "heading": words_of(head) if head else str(heading),
        "heading_from": "clause" if head else "composed" if heading else "none",
        "clause": head,
        "points": (Point(ids(evidence), theme, stance, head),),
    }
    made["heading"] = made["heading"] or f"{theme}: {stance}"
    return Finding(
        theme=theme,
        stance=stance,
        evidence=ids(evidence),
        quotes=ids(quotes),
        counter=ids(counter),
        **(made | more),  # type: ignore[arg-type]
    )


def within(whole: Finding, kept: set[str]) -> Finding | None:
    """The finding as an analysis of these excerpts alone would have it; none where it would have none."""
    quotes = tuple(quote for quote in whole.quotes if quote in kept)
    if not quotes:
        return None
    points = [
        replace(point, evidence=tuple(one for one in point.evidence if one in kept))
        for point in whole.points
        if {clause.excerpt for clause in (point.clause, point.against) if clause} <= kept & set(point.evidence)
        and kept.intersection(point.evidence)
    ]
    headed = whole.clause is None or whole.clause.excerpt in kept
    told = (
        whole.then_now
        if whole.then_now and {whole.then_now.earlier.excerpt, whole.then_now.later.excerpt} <= kept
        else None
    )
    return replace(
        whole,
        quotes=quotes,
        evidence=tuple(one for one in whole.evidence if one in kept),
        counter=tuple(one for one in whole.counter if one in kept),
        points=tuple(points),
        clause=whole.clause if headed else None,
        heading_from=whole.heading_from if headed else "none",
        candidates=tuple(one for one in whole.candidates if one.excerpt in kept),
        then_now=told,
    )


FINDINGS = (
    finding("leadership", "barrier", clause("h1", "improvement is item 14 and is cut when time runs short"), "h1 m1 s1", "h1 s1", "w4", silent=(Silence("riverside", 5), Silence("fenland", 3)), candidates=(clause("s1", "More board time for this, please"), clause("m1", "Execs sponsor the work on paper"))),
    finding("leadership", "enabler", clause("h6", "our chief executive turning up for the whole two hours did more than any slide could have done"), "h6 w3 w4 m6", "w4 h6", "r3"),
    finding("equity", "barrier", clause("h8", "the first clinic we changed was the one with the easiest patients"), "h8 m2 f2", "h8 f2", "w2"),
    finding("workforce", "barrier", "", "h2 w5 s2 m4", "w5 h2", "f1"),
    finding("data", None, "Data and measurement", "h3 h7 r2 s4 m3", "h7 m3", points=(
        Point(ids("h7 h3 r2 s4"), "data", "barrier", clause("h7", "half of my week still goes on chasing the same numbers")),
        Point(ids("m3"), "data", "enabler", clause("m3", "People argue about the patients now, not about the numbers.")),
    )),
    finding("community-voice", None, clause("r1", "Community partners now co-chair"), "w1 w2 r1", "w1 r1", "f2", silent=(Silence("harbour", 9), Silence("moorland", 6)),
        then_now=ThenNow(clause("w1", "You asked us what we thought after you had printed the leaflet."), clause("r1", "Community partners now co-chair"), date(2025, 4, 24), date(2025, 6, 17), changed=True, place="riverside", still=("fenland",))),
    finding("relationships", "enabler", clause("f3", "Trust came back the day we showed them our bad numbers first."), "f3 m6 s3", "f3 m6"),
    finding("workforce", None, "", "m7 f1", "m7 f1", points=(
        Point(ids("m7 f1"), "workforce", None, clause("m7", "We lack the nerve to stop doing things."), contested=True, against=clause("f1", "I protected one morning a fortnight for the team")),
    )),
    finding(None, "enabler", clause("r5", "teams can spend without a form has done more than the grant"), "r5", "r5", tentative=True, one_kind_only=True),
    finding("data", "action", clause("h4", "analyst from each trust to meet by end Feb and agree one data sheet"), "h4", "h4", tentative=True),
    finding("resources", "action", clause("r4", "put travel costs for community partners into the core budget"), "r4", "r4", tentative=True),
    finding("equity", "question", clause("h5", "Do we know which patients never get as far as a referral?"), "h5", "h5", tentative=True, solved_later=True),
    finding("data", "question", "", "w6", "w6", tentative=True),
    finding("leadership", "question", clause("m5", "Who decides when two trusts want different things?"), "m5", "m5", tentative=True),
)  # fmt: skip

SCOPE = Scope("cohort", since=date(2025, 1, 1), until=date(2025, 9, 30))
RUN = Run(
    inputs=tuple(f"{item.content_hash}:1" for item in DOCUMENTS),
    codebook_version=CODEBOOK.version,
    encoder="all-MiniLM-L6-v2/onnx-fp32",
    parameters={"floor": 0.35},
    packages={"learnbrief": "0.1.0", "onnxruntime": "1.32.0"},
    seed=7,
)
MADE = Made.by(RUN, at=datetime(2025, 10, 2, 9, 30, tzinfo=timezone.utc))  # noqa: UP017
ANALYSIS = Analysis(
    run_id=RUN.run_id,
    scope=SCOPE,
    findings=FINDINGS,
    emerging=(
        Topic("t-1", "bus fare, leaflet, library", ("bus fare", "leaflet", "library"), tuple(EXCERPTS[key].excerpt_id for key in ("w1", "r1"))),
    ),
    changes=(
        Change("leadership", 2, 4, 6, 8, Verdict.NO_CLEAR_CHANGE, "Fisher's exact test on sources, level 0.05", 0.31),
        Change("data", 1, 8, 7, 8, Verdict.GROWING, "Fisher's exact test on sources, level 0.05", 0.04),
        Change("equity", 8, 9, 3, 8, Verdict.FADING, "Fisher's exact test on sources, level 0.05", 0.03),
    ),
    limits=("notes-lantern.docx was skipped: it is not a Word file; save it again as .docx.",),
    methods={
        "tagging": "Excerpts were compared with the codebook's definitions and examples by a small language model.",
        "topics": "What the codebook has no place for was grouped by average-link clustering.",
    },
)  # fmt: skip

SCALE = ("not started", "just started", "under way", "substantial")
QUESTION = "How far has your collaborative come with equitable improvement?"
SURVEYS = (
    WaveCount("Wave 1", QUESTION, 60, 41, tuple(zip(SCALE, (9, 18, 11, 3), strict=True))),
    WaveCount("Wave 2", QUESTION, 60, 38, tuple(zip(SCALE, (3, 10, 17, 8), strict=True))),
)


def review(number: int, action: Action, target: str | None = None, **payload: object) -> Review:
    """One act of an evaluator, in order of its number."""
    at = datetime(2025, 10, 3, 10, number, tzinfo=timezone.utc)  # noqa: UP017
    return Review(f"rv-{number}", action, "Evaluator one", at, target=target, payload=payload)


MESSAGES = (tuple(item.finding_id for item in FINDINGS[:5]), "")
