"""What a brief covers: read from words, named in words, and cut out of the store."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.document import Document, Excerpt
from corpus.errors import BadInput
from corpus.finding import Scope
from corpus.store import Store
from corpus.tag import EffectiveTag, TagStatus
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Material:
    """The part of the store that one scope covers."""

    documents: tuple[Document, ...]
    excerpts: tuple[Excerpt, ...]
    tags: tuple[EffectiveTag, ...]
    """What holds of these excerpts; rejected tags with their status."""


def parse_scope(words: str, *, since: date | None = None, until: date | None = None) -> Scope:
    """The scope written as event:E, collaborative:C, theme:T or cohort."""
    if since and until and since > until:
        raise BadInput(f"the period ends ({until}) before it begins ({since}); swap the dates")
    kind, _, about = words.partition(":")
    if kind == "cohort" and not about:
        return Scope("cohort", since=since, until=until)
    if kind not in ("event", "collaborative", "theme") or not about:
        raise BadInput(f"no scope {words!r}; use event:E, collaborative:C, theme:T or cohort")
    return Scope(
        kind,
        event=about if kind == "event" else None,
        collaborative=about if kind == "collaborative" else None,
        theme=about if kind == "theme" else None,
        since=since,
        until=until,
    )


def month_bounds(month: str) -> tuple[date, date]:
    """First and last day of a month given as 2025-03."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as err:
        raise BadInput(f"no month {month!r}; write it as 2025-03") from err
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_before(day: date) -> str:
    """The last whole month before this day."""
    return (day.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def previous_period(scope: Scope) -> Scope | None:
    """The same scope in the calendar month before; none without a period."""
    if scope.since is None:
        return None
    since, until = month_bounds(month_before(scope.since))
    return Scope(scope.kind, scope.event, scope.collaborative, scope.theme, since, until)


def title_of(scope: Scope, store: Store, settings: Settings) -> str:
    """The brief's title, in words."""
    collaboratives = {one.slug: one.name for one in settings.collaborative}
    if scope.kind == "event":
        subject = store.events.get(scope.event or "").title
    elif scope.kind == "collaborative":
        subject = collaboratives.get(scope.collaborative or "", scope.collaborative or "")
    elif scope.kind == "theme":
        subject = store.codebooks.current().theme(scope.theme or "").name
    else:
        subject = f"{settings.programme.name}: the whole cohort"
    return f"{subject}, {_period(scope)}" if scope.since or scope.until else subject


def _period(scope: Scope) -> str:
    since, until = scope.since, scope.until
    if since and until and (since, until) == month_bounds(since.isoformat()[:7]):
        return f"{since:%B %Y}"
    if since and until:
        return f"{since.day} {since:%B %Y} to {until.day} {until:%B %Y}"
    return f"from {since.day} {since:%B %Y}" if since else f"to {until.day} {until:%B %Y}" if until else ""


def check_scope(scope: Scope, store: Store, settings: Settings) -> None:
    """Refuse a scope that nothing could ever fall into, naming what there is."""
    if scope.kind == "event":
        store.events.get(scope.event or "")
    if scope.kind == "theme":
        store.codebooks.current().theme(scope.theme or "")
    known = {one.slug for one in settings.collaborative} | {
        document.collaborative for document in store.documents.latest().values() if document.collaborative
    }
    if scope.kind == "collaborative" and scope.collaborative not in known:
        raise BadInput(f"no collaborative {scope.collaborative!r}; there are: {', '.join(sorted(known)) or 'none yet'}")


def material_of(scope: Scope, store: Store) -> Material:
    """Documents, excerpts and tags that the scope covers, in a fixed order.

    A collaborative is covered by its voices wherever they spoke: its own material, and its people's words in
    a joint webinar.
    """
    documents = {
        document_id: document
        for document_id, document in store.documents.latest().items()
        if _in_period(document, scope) and (scope.kind != "event" or document.event_id == scope.event)
    }
    excerpts = [excerpt for excerpt in store.excerpts.current() if excerpt.document_id in documents]
    if scope.kind == "collaborative":
        excerpts = [excerpt for excerpt in excerpts if excerpt.collaborative == scope.collaborative]
    tags = _tags_of(excerpts, store)
    if scope.kind == "theme":
        about = {tag.excerpt_id for tag in tags if tag.theme == scope.theme and tag.status is not TagStatus.REJECTED}
        excerpts = [excerpt for excerpt in excerpts if excerpt.excerpt_id in about]
        tags = [tag for tag in tags if tag.excerpt_id in about]
    if scope.kind in ("collaborative", "theme"):
        heard = {excerpt.document_id for excerpt in excerpts}
        own = scope.collaborative if scope.kind == "collaborative" else object()
        documents = {key: doc for key, doc in documents.items() if key in heard or doc.collaborative == own}
    return Material(tuple(documents.values()), tuple(excerpts), tuple(tags))


def _in_period(document: Document, scope: Scope) -> bool:
    return (scope.since is None or document.date >= scope.since) and (
        scope.until is None or document.date <= scope.until
    )


def _tags_of(excerpts: Iterable[Excerpt], store: Store) -> list[EffectiveTag]:
    return store.tags.effective([excerpt.excerpt_id for excerpt in excerpts])
