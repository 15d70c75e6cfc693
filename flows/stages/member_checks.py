"""Feedback forms between the brief that they answer and the next one that tells of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from learnbrief.corpus.document import Document, Excerpt, Kind
from learnbrief.corpus.errors import BadInput, NotFound
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.member_checks import ASKED, BRIEF, NOT_HEARD, brief_code, code_in, finding_behind
from learnbrief.corpus.readers import Reading
from learnbrief.corpus.store import BriefHead, Store
from learnbrief.corpus.store.material import Card
from learnbrief.flows.stages.hub import successors_of
from learnbrief.outputs.brief.brief import Brief, read_brief
from learnbrief.outputs.brief.heard import line_of_source
from learnbrief.outputs.brief.material import Material, gather
from learnbrief.outputs.brief.member_checks import Checked, MemberChecks, Remark, tallied
from learnbrief.outputs.hub.handouts import statement_of


def with_its_brief(store: Store, reading: Reading, name: str) -> Reading:
    """A form with the event it belongs to and what is to be told of its brief; any other reading as it is.

    Raises:
        BadInput: no brief here, or more than one, is the one that it answers.
    """
    if reading.survey is None or not reading.survey.form:
        return reading
    head = _answered(store, reading.survey.form, name)
    told = [f"{name}: {line}" for line in _since(store, head)]
    about = {"event": f"Feedback on {head.title}", "collaborative": "none"}
    return replace(reading, details={**about, **reading.details}, warnings=(*reading.warnings, *told))


def attributes_of(store: Store, reading: Reading, name: str, asked: int | None) -> dict[str, str]:
    """What a form's document keeps: which brief it answers, and how many were asked."""
    if reading.survey is None or not reading.survey.form:
        return {}
    kept = {BRIEF: _answered(store, reading.survey.form, name).brief_id}
    return kept | ({ASKED: str(asked)} if asked else {})


def _answered(store: Store, code: str, name: str) -> BriefHead:
    found = [head for head in store.briefs.heads() if brief_code(head.brief_id) == code]
    if len(found) != 1:
        why = "of no brief in this workspace" if not found else "of several briefs"
        raise BadInput(f"{name}: its code {code} is that {why}; add it in the workspace whose pack it came with")
    return found[0]


def _since(store: Store, head: BriefHead) -> Iterable[str]:
    """What became of a brief after its forms were given out."""
    if successor := successors_of(store.briefs.heads()).get(head.brief_id):
        yield f"answers brief {head.brief_id}, which {successor} has replaced since; the next brief tells what was said of it all the same"
    elif head.status != "approved":
        yield f"answers brief {head.brief_id}, which is {head.status} now; the next brief tells what was said of it all the same"


def forms_about(store: Store, scope: Scope) -> list[Card]:
    """The forms that a brief of this scope has to tell of.

    The whole programme's tells all that came back in its period, a collaborative's what answers briefs on it or on its
    events, any other what answers briefs on the same. A brief of the very scope that was played back tells of it whenever
    it came back.
    """
    forms = [card for card in store.documents.cards() if card.kind is Kind.MEMBER_CHECK]
    if not forms:
        return []
    scopes = {head.brief_id: head.scope for head in store.briefs.heads()}
    places = {event.event_id: event.collaborative for event in store.events.all()}
    return [card for card in forms if _concerns(scope, scopes.get(card.attributes.get(BRIEF, ""), {}), card, places)]


def _concerns(scope: Scope, answered: Mapping[str, Any], card: Card, places: Mapping[str, str | None]) -> bool:
    if answered == scope.record:
        return True
    if (scope.since and card.date < scope.since) or (scope.until and card.date > scope.until):
        return False
    if scope.kind == "collaborative":
        here = answered.get("collaborative") or places.get(str(answered.get("event")))
        return here == scope.collaborative
    same = all(answered.get(key) == getattr(scope, key) for key in ("kind", "event", "theme", "role"))
    return scope.kind == "cohort" or same


def files_of_forms(store: Store, briefs: Collection[str]) -> set[str]:
    """Content hashes of the forms that answer these briefs: each prints what its brief quoted, and only the store keeps its answers."""
    cards = store.documents.cards()
    return {card.content_hash for card in cards if card.attributes.get(BRIEF) in briefs}


def member_checks_in(store: Store, scope: Scope) -> MemberChecks | None:
    """What came back on the forms that a brief of this scope tells of; None where there are none."""
    cards = forms_about(store, scope)
    if not cards:
        return None
    ids = {card.document_id for card in cards}
    documents = [document for key, document in store.documents.latest(sorted(ids)).items() if key in ids]
    material = gather(documents, store.excerpts.current(ids))
    confirmed = store.privacy.confirmed()
    by_brief: dict[str, list[Document]] = {}
    for document in material.documents.values():
        by_brief.setdefault(document.attributes[BRIEF], []).append(document)
    statements = [one for brief, forms in by_brief.items() for one in _checked(store, brief, forms, material)]
    return MemberChecks(
        asked=_asked(documents),
        forms=sum(_forms(store, document) for document in documents),
        since=min(document.date for document in documents),
        until=max(document.date for document in documents),
        statements=tuple(statements),
        sources=tuple(line_of_source(one, (), confirmed) for one in material.documents.values()),
    )


def _asked(documents: Sequence[Document]) -> int | None:
    """How many were asked on all occasions together: the forms of one brief and day were given out at once."""
    occasions: dict[tuple[str, Any], int] = {}
    for document in documents:
        key = (document.attributes[BRIEF], document.date)
        occasions[key] = max(occasions.get(key, 0), int(document.attributes.get(ASKED, 0)))
    return sum(occasions.values()) if all(occasions.values()) else None


def _forms(store: Store, document: Document) -> int:
    """Rows of a sheet, or one form; a form without a statement to tick still came back."""
    return len({row["respondent"] for row in store.surveys.of(document.document_id)}) or 1


def _checked(store: Store, brief_id: str, forms: Sequence[Document], material: Material) -> Iterable[Checked]:
    """Each statement of one brief, in its order, with its ticks and what was written under it; what was missed comes last."""
    brief = _as_published(store, brief_id)
    ids = [finding.id for finding in brief.findings] if brief else []
    rows = [row | {"document": one.document_id} for one in forms for row in store.surveys.of(one.document_id)]
    keys = {one.document_id for one in forms}
    written = [excerpt for excerpt in material.excerpts.values() if excerpt.document_id in keys]
    asked = dict.fromkeys(codes[1] for row in rows if (codes := code_in(row["question"])))
    also = dict.fromkeys(codes[1] for one in written if (codes := code_in(one.heading or "")))
    for code in asked | also:
        finding = finding_behind(code, ids)
        answers = {(row["document"], row["respondent"]): row["answer"] for row in rows if _is_on(row["question"], code)}
        said = [one for one in written if _is_on(one.heading or "", code)]
        yield Checked(
            brief=brief_id,
            finding=finding or "",
            statement=_statement(brief, finding),
            forms=len(answers),
            replies=tallied(answers.values()),
            remarks=tuple(_remark(one, answers, material) for one in said),
        )


WITHDRAWN = "A statement that is no longer in that brief"
MISSED = "What was not heard at all"


def _statement(brief: Brief | None, finding: str | None) -> str:
    if finding == NOT_HEARD:
        return MISSED
    return statement_of(brief, finding) if brief and finding else WITHDRAWN


def _as_published(store: Store, brief_id: str) -> Brief | None:
    """The brief as people saw it on the form; None where it is gone."""
    try:
        stored = store.briefs.get(brief_id)
    except NotFound:
        return None
    return read_brief(stored.published) if stored.published else None


def _is_on(words: str, code: str) -> bool:
    codes = code_in(words)
    return codes is not None and codes[1] == code


def _remark(excerpt: Excerpt, answers: Mapping[tuple[str, str], str | None], material: Material) -> Remark:
    (said,) = material.cite([excerpt.excerpt_id])
    return Remark(reply=answers.get((excerpt.document_id, excerpt.voice.label)), said=said)
