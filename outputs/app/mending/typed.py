"""What was typed and chosen on a brief's page, as reviews: only what says something new is kept."""

from starlette.datastructures import FormData

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.app.mending.desk import LONGEST_SECTION, Desk, headline, moved, shown_order
from learnbrief.outputs.app.mending.held import CHECKED, hold_heading, hold_section, kept_with
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.reported import Evidence, ReportedFinding

SECTIONS = {
    "why_now": "Why this matters now",
    "questions_for_boards": "Questions for boards (one a line)",
    "unknown": "What we do not know (one a line)",
}
VERBATIM_FROM = 3
"""Words from which typed words that stand in the evidence are taken as a quote, not as an evaluator's wording."""


def typed_reviews(desk: Desk) -> list[Review]:
    """Every field of the form that differs from the brief."""
    return [*(review for finding in desk.brief.findings for review in typed_on(desk, finding)), *_sections(desk)]


def typed_on(desk: Desk, finding: ReportedFinding) -> list[Review]:
    """Wording, headline, quotes and place of one finding, where the form says something new of them."""
    if f"has-{finding.id}" not in desk.form:
        return []
    return [*_worded(desk, finding), *_headed(desk, finding), *_quoted(desk, finding), *_placed(desk, finding)]


def _worded(desk: Desk, finding: ReportedFinding) -> list[Review]:
    typed, taken = (" ".join(desk.text(f"{box}-{finding.id}").split()) for box in ("w", "d"))
    words = taken or typed  # a draft that was ticked is meant, whatever stood in the box before
    before = finding.heading if finding.heading_from == "evaluator" else ""
    if words == before:
        return []
    worded = [one for one in desk.reviews if one.action is Action.REWORD and one.target == finding.id]
    taken_back = [desk.review(Action.UNDO, one.review_id) for one in worded]
    if not words:
        return taken_back
    if place := _standing_in(finding, words):
        return [*taken_back, headline(desk, finding, *place)]
    held = kept_with(words, hold_heading(desk.state, desk.brief, finding, words))
    if taken:
        held["drafted_by"] = desk.text(f"by-{finding.id}")
    return [desk.review(Action.REWORD, finding.id, heading=words, before=finding.heading, **held)]


def _standing_in(finding: ReportedFinding, words: str) -> tuple[Evidence, int, int] | None:
    """Where these very words stand in the evidence, without the marks that a page puts around them."""
    plain = words.strip("“”\"'").strip()
    if len(plain.split()) < VERBATIM_FROM:
        return None
    for excerpt in finding.evidence:
        start = excerpt.text.find(plain)
        if start >= 0:
            return excerpt, start, start + len(plain)
    return None


def _headed(desk: Desk, finding: ReportedFinding) -> list[Review]:
    value = str(desk.form.get(f"c-{finding.id}", ""))
    if not value or value == clause_value(finding):
        return []
    excerpt_id, start, end = (*value.split(":"), "", "")[:3]
    excerpt = next((one for one in finding.evidence if one.excerpt == excerpt_id), None)
    if excerpt is None or not (start.isdecimal() and end.isdecimal()) or not int(start) < int(end) <= len(excerpt.text):
        raise BadInput("Choose a headline from the evidence of this finding.")
    return [headline(desk, finding, excerpt, int(start), int(end))]


def clause_value(finding: ReportedFinding) -> str:
    """The clause that heads a finding, as a form says it; empty where none does."""
    clause = finding.clause
    return f"{clause.excerpt}:{clause.start}:{clause.end}" if clause else ""


def _quoted(desk: Desk, finding: ReportedFinding) -> list[Review]:
    quotes = desk.chosen(f"q-{finding.id}")
    if set(quotes) == set(finding.quotes):
        return []
    if not 1 <= len(quotes) <= 4 or not set(quotes) <= {excerpt.excerpt for excerpt in finding.evidence}:
        raise BadInput("Choose one to four quotes from the evidence of each finding.")
    kept = [quote for quote in finding.quotes if quote in quotes]
    return [desk.review(Action.QUOTES, finding.id, quotes=[*kept, *(one for one in quotes if one not in kept)])]


def _placed(desk: Desk, finding: ReportedFinding) -> list[Review]:
    order, typed = shown_order(desk.brief), desk.text(f"place-{finding.id}")
    if not typed or typed == str(order.index(finding.id) + 1):
        return []
    if not typed.isdecimal() or len(typed) > 4:
        raise BadInput("A place in the order is a number, counted from 1.")
    return [moved(desk, finding.id, int(typed) - 1)]


def _sections(desk: Desk) -> list[Review]:
    found = []
    for section in SECTIONS:
        if f"s-{section}" in desk.form:
            text = desk.text(f"s-{section}", longest=LONGEST_SECTION).replace("\r\n", "\n")
            if text != section_text(desk.brief, section):
                kept = (
                    kept_with(text, hold_section(desk.state, desk.brief, text)) if section == CHECKED and text else {}
                )
                found.append(desk.review(Action.WRITE, desk.brief.id, section=section, text=text, **kept))
    return found


def words_typed(form: FormData) -> list[str]:
    """Wordings and sections as they stand in a form, for whoever has to write them again."""
    fields = ((name, str(value).strip()) for name, value in form.multi_items())
    return [text for name, text in fields if text and name.startswith(("w-", "s-"))]


def section_text(brief: Brief, section: str) -> str:
    """What a person wrote in a section, one line each."""
    written = getattr(brief.written, section)
    return written if isinstance(written, str) else "\n".join(written)
