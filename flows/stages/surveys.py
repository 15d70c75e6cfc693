"""Closed survey answers: on their way into the store, and as the counts that a brief shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.corrected import set_aside
from learnbrief.corpus.deidentify.lexicon import in_dictionary, is_a_name
from learnbrief.corpus.deidentify.words import fold_all, word_set
from learnbrief.corpus.document import Collaborative, Excerpt, Kind, Participant
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.store import Store
from learnbrief.corpus.store.material import Card
from learnbrief.corpus.surveys import ROLE, SurveySheet, WaveCount, WaveThemes, as_participants, count_by_wave

ABOUT = "about_respondents"
"""Under this name a document's attributes hold the closed questions that only tell who answered."""
# Roles in the short forms of the health service: no dictionary has them, so each looked like somebody's name.
_ROLE_WORDS = word_set(
    "admin exec execs hca hcas ahp ahps gp gps ot physio physios odp slt ceo coo cno cfo md hr it qi pa pm comms ops"
    " dietitian midwife paramedic sro pmo hcsw cns anp rmn sister deputy coordinator co ordinator ed vcs vcse"
)


def answer_rows(
    survey: SurveySheet,
    *,
    wave: str,
    collaborative: str | None,
    collaboratives: Sequence[Collaborative],
    clean: Callable[[str], str],
) -> list[dict[str, Any]]:
    """One row per respondent and closed question asked of them; no answer is a row too, so that the base is known.

    `clean` takes identifiers out of an answer: choices hold names of organisations more often than one thinks. A
    respondent who named a collaborative counts there, else where the file does; a row that names its wave counts in
    that, else in `wave`.
    """
    # Where somebody is from is read before names are cleaned away: a table's 'Harbour' may look like a person.
    raw = as_participants({one.label: one.attributes for one in survey.respondents}, collaboratives)
    return [
        {
            "respondent": respondent.label,
            "question": clean(question.text),
            "answer": _cleaned(question.text, answer, clean)
            if (answer := respondent.attributes.get(question.text))
            else None,
            "wave": clean(respondent.wave) if respondent.wave else wave,
            "collaborative": raw[respondent.label].collaborative or collaborative,
            "date": respondent.answered_on,
        }
        for respondent in survey.respondents
        for question in survey.closed
        if question.sheet == respondent.sheet
    ]


def about_respondents(survey: SurveySheet, clean: Callable[[str], str]) -> dict[str, str]:
    """What a document keeps of the columns that somebody told to be attributes: a line each, none where there are none."""
    texts = [clean(question.text) for question in survey.closed if question.about]
    return {ABOUT: "\n".join(texts)} if texts else {}


def _cleaned(question: str, answer: str, clean: Callable[[str], str]) -> str:
    return clean_role(answer, clean) if ROLE.search(question) else clean(answer)


def clean_role(role: str, clean: Callable[[str], str]) -> str:
    """A role without names; one of ordinary words stands as it was given."""
    plain = all(key in _ROLE_WORDS or (in_dictionary(key) and not is_a_name(key)) for key in fold_all(role))
    return role if plain else clean(role)


def respondents(rows: Iterable[dict[str, Any]], collaboratives: Sequence[Collaborative]) -> dict[str, Participant]:
    """Who answered, with the role and collaborative they gave."""
    answers: dict[str, dict[str, str]] = {}
    for row in rows:
        given = answers.setdefault(row["respondent"], {})
        if row["answer"] is not None:
            given[row["question"]] = row["answer"]
    return as_participants(answers, collaboratives)


def waves_in(scope: Scope, store: Store) -> list[WaveCount]:
    """Every closed question of the scope, wave by wave; earlier waves stand beside, so that movement shows.

    What somebody told to be an attribute of the respondents is no question, and is told in no brief.
    """
    documents = {card.document_id: card for card in store.documents.cards()}
    about = {one.document_id: one.attributes.get(ABOUT, "").splitlines() for one in documents.values()}
    rows = [row for row in store.surveys.all() if _belongs(row, scope, documents)]
    rows = [row for row in rows if row["question"] not in about[row["document_id"]]]
    asked = sorted({row["question"] for row in rows if _within(row, scope, documents)})
    return [
        wave
        for question in asked
        for wave in _waves(question, [row for row in rows if row["question"] == question], documents)
    ]


def _day(row: dict[str, Any], documents: Mapping[str, Card]) -> date:
    """When a row was answered: its own day, else its file's."""
    own: date | None = row["date"]
    return own or documents[row["document_id"]].date


def _belongs(row: dict[str, Any], scope: Scope, documents: Mapping[str, Card]) -> bool:
    document = documents.get(row["document_id"])
    if (
        document is None or set_aside(document) or document.kind is Kind.MEMBER_CHECK
    ):  # its answers are no wave of a survey
        return False
    if (scope.until and _day(row, documents) > scope.until) or scope.kind in ("theme", "role"):
        return False
    if scope.kind == "event":
        return document.event_id == scope.event
    return scope.kind == "cohort" or row["collaborative"] == scope.collaborative


def _within(row: dict[str, Any], scope: Scope, documents: Mapping[str, Card]) -> bool:
    return scope.since is None or _day(row, documents) >= scope.since


def _waves(question: str, rows: list[dict[str, Any]], documents: Mapping[str, Card]) -> list[WaveCount]:
    """The waves of a question, the last held against the one before it."""
    answers = {wave: [row["answer"] for row in rows if row["wave"] == wave] for wave in waves_in_order(rows, documents)}
    waves = count_by_wave(question, answers)
    if len(waves) < 2:
        return waves
    from learnbrief.nlp.change import answer_changes

    return [*waves[:-1], replace(waves[-1], changes=answer_changes(waves[-2], waves[-1]))]


def waves_in_order(rows: Iterable[dict[str, Any]], documents: Mapping[str, Card]) -> list[str]:
    """The waves of these rows by the first day that each was answered on."""
    when: dict[str, date] = {}
    for row in rows:
        day = _day(row, documents)
        when[row["wave"]] = min(day, when.get(row["wave"], day))
    return sorted(when, key=lambda name: (when[name], name))


def themes_by_wave(scope: Scope, store: Store, codebook: Codebook) -> WaveThemes | None:
    """What the words of the last two waves of a scope raised; none where it has fewer, or the last was before it."""
    documents = {card.document_id: card for card in store.documents.cards()}
    rows = [row for row in store.surveys.all() if _belongs(row, scope, documents)]
    waves = waves_in_order(rows, documents)[-2:]
    if len(waves) < 2 or not any(row["wave"] == waves[-1] and _within(row, scope, documents) for row in rows):
        return None
    from learnbrief.nlp.change import wave_changes

    wave_of = {(row["document_id"], row["respondent"]): row["wave"] for row in rows}
    said: dict[str, list[Excerpt]] = {wave: [] for wave in waves}
    for excerpt in store.excerpts.current({row["document_id"] for row in rows}):
        wave = wave_of.get((excerpt.document_id, excerpt.voice.label))
        if wave in said:
            said[wave].append(excerpt)
    earlier, later = waves
    tags = store.tags.effective_on([*said[earlier], *said[later]])
    return WaveThemes(earlier, later, wave_changes(said[earlier], said[later], tags, codebook))
