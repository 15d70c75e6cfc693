"""What a brief covers: read from words, named in words, and cut out of the store."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from learnbrief.corpus.corrected import set_aside
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Document, Excerpt, Kind, said_on
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.role_families import bears_on, families_of, family_words, in_family
from learnbrief.corpus.store import BriefHead, Store, StoredBrief
from learnbrief.corpus.store.material import Card
from learnbrief.corpus.tag import EffectiveTag
from learnbrief.flows.stages.member_checks import forms_about
from learnbrief.flows.workspace.settings import Settings
from learnbrief.flows.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Material:
    """The part of the store that one scope covers."""

    documents: tuple[Document, ...]
    excerpts: tuple[Excerpt, ...]
    tags: tuple[EffectiveTag, ...]
    """What holds of these excerpts; rejected tags with their status."""


def parse_scope(words: str, *, since: date | None = None, until: date | None = None) -> Scope:
    """The scope written as event:E, collaborative:C, theme:T, role:R or cohort."""
    if since and until and since > until:
        raise BadInput(f"the period ends ({until}) before it begins ({since}); swap the dates")
    kind, _, about = words.partition(":")
    if kind == "cohort" and not about:
        return Scope("cohort", since=since, until=until)
    if kind not in ("event", "collaborative", "theme", "role") or not about:
        raise BadInput(f"no scope {words!r}; use event:E, collaborative:C, theme:T, role:R or cohort")
    return Scope.named(words, since=since, until=until)


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
    """The same scope in the period just before, as long as this one: as many months, or as many days."""
    if scope.since is None or scope.until is None:
        return None
    since, until = _months_before(scope.since, scope.until) if _whole_months(scope.since, scope.until) else (
        scope.since - (scope.until - scope.since) - timedelta(days=1), scope.since - timedelta(days=1)
    )  # fmt: skip
    return replace(scope, since=since, until=until)


def _whole_months(since: date, until: date) -> bool:
    return since.day == 1 and until == month_bounds(until.isoformat()[:7])[1]


def _months_before(since: date, until: date) -> tuple[date, date]:
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    year, month = divmod(since.year * 12 + since.month - 1 - months, 12)
    return date(year, month + 1, 1), since - timedelta(days=1)


def title_of(scope: Scope, store: Store, settings: Settings) -> str:
    """The brief's title, in words."""
    collaboratives = {one.slug: one.name for one in settings.collaborative}
    if scope.kind == "event":
        subject = store.events.get(scope.event or "").title
    elif scope.kind == "collaborative":
        subject = collaboratives.get(scope.collaborative or "", scope.collaborative or "")
    elif scope.kind == "theme":
        subject = store.codebooks.current().theme(scope.theme or "").name
    elif scope.kind == "role":
        words = family_words(scope.role or "")
        subject = f"What {words} said, and what others said of them"
    else:
        subject = "What the whole programme said"
    return f"{subject}, {_period(scope)}" if scope.since or scope.until else subject


def _period(scope: Scope) -> str:
    since, until = scope.since, scope.until
    if since and until:
        return _from_to(since, until)
    return f"from {_day(since)}" if since else f"to {_day(until)}" if until else ""


def _from_to(since: date, until: date) -> str:
    """Whole months by their names, anything else by its days."""
    if not _whole_months(since, until):
        return f"{_day(since)} to {_day(until)}"
    if (since.year, since.month) == (until.year, until.month):
        return f"{until:%B %Y}"
    return f"{since:%B}{'' if since.year == until.year else f' {since.year}'} to {until:%B %Y}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def check_scope(scope: Scope, store: Store, settings: Settings) -> None:
    """Refuse a scope that nothing could ever fall into, naming what there is."""
    if scope.kind == "event":
        store.events.get(scope.event or "")
    if scope.kind == "theme":
        store.codebooks.current().theme(scope.theme or "")
    if scope.kind == "role":
        _check_role(scope.role or "", store)
    known = {one.slug for one in settings.collaborative} | {
        card.collaborative for card in store.documents.cards() if card.collaborative
    }
    if scope.kind == "collaborative" and scope.collaborative not in known:
        raise BadInput(f"no collaborative {scope.collaborative!r}; there are: {', '.join(sorted(known)) or 'none yet'}")


def _check_role(family: str, store: Store) -> None:
    """Refuse a role that nobody of the register holds."""
    roles = sorted({one.role for one in store.participants.all().values() if one.role})
    if not any(in_family(family, role) for role in roles):
        together = "".join(f"; {name!r} stands for {', '.join(held)}" for name, held in families_of(roles).items())
        raise BadInput(
            f"nobody in participants.csv holds a role of {family!r}; there are: {', '.join(roles) or 'none yet'}{together}"
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is current in the store, of all of it or of what some scope may cover."""

    documents: dict[str, Document]
    excerpts: tuple[Excerpt, ...]
    tags: dict[str, tuple[EffectiveTag, ...]]
    """By excerpt id."""


def snapshot(store: Store, scope: Scope | None = None) -> Snapshot:
    """The latest version of every document, or of those that the scope may cover, its excerpts, and what holds of them."""
    wanted = store.documents.within(scope) if scope else None
    excerpts = store.excerpts.current(wanted)
    tags: dict[str, list[EffectiveTag]] = {}
    for tag in store.tags.effective_on(excerpts):
        tags.setdefault(tag.excerpt_id, []).append(tag)
    documents = store.documents.latest(wanted)
    return Snapshot(documents, tuple(excerpts), {key: tuple(held) for key, held in tags.items()})


def material_in(store: Store, scope: Scope) -> Material:
    """What the scope covers, read out of the store without a look at the rest of it."""
    return material_of(scope, snapshot(store, scope))


def material_of(scope: Scope, everything: Snapshot) -> Material:
    """Documents, excerpts and tags that the scope covers, in a fixed order.

    A collaborative is covered by its voices wherever they spoke: its own material, and its people's words in
    a joint webinar. A period covers what was said in it: a survey whose rows carry days of their own may lie in several.
    """
    about = {
        key: one
        for key, one in everything.documents.items()
        if (scope.kind != "event" or one.event_id == scope.event)
        and one.kind is not Kind.MEMBER_CHECK
        and not set_aside(one)
    }
    said = [one for one in everything.excerpts if _said_within(scope, one, about)]
    excerpts = [one for one in said if _counts(scope, one, everything.tags.get(one.excerpt_id, ()))]
    covered = {one.document_id for one in said} | _mute(scope, about, everything.excerpts)
    if scope.kind in ("collaborative", "theme", "role"):
        heard = {one.document_id for one in excerpts}
        covered = {key for key in covered if key in heard or _own(scope, about[key])}
    documents = tuple(document for key, document in about.items() if key in covered)
    tags = [tag for excerpt in excerpts for tag in everything.tags.get(excerpt.excerpt_id, ())]
    return Material(documents, tuple(excerpts), tuple(tags))


LATEST = 60
"""Sources of the programme, the latest first, that a part of it is read beside: its cost must not grow with all that was ever said."""


def heard_by_then(store: Store, scope: Scope, material: Material) -> tuple[Excerpt, ...]:
    """The evidence of the programme's sources up to the day of the newest that a part of it covers, in a fixed order.

    What is said later changes no brief on what was said before.
    """
    if scope.kind not in ("event", "collaborative") or not material.documents:
        return ()
    newest = max(document.date for document in material.documents)
    cards = [
        card
        for card in store.documents.cards()
        if card.date <= newest and card.kind is not Kind.MEMBER_CHECK and not set_aside(card)
    ]
    latest = sorted(cards, key=lambda card: (card.date, card.document_id), reverse=True)[:LATEST]
    heard = store.excerpts.current({card.document_id for card in latest})
    return tuple(sorted((one for one in heard if one.evidence), key=lambda one: (one.document_id, one.start, one.end)))


def _said_within(scope: Scope, excerpt: Excerpt, about: Mapping[str, Document]) -> bool:
    document = about.get(excerpt.document_id)
    return document is not None and _within(scope, said_on(excerpt, document))


def _mute(scope: Scope, about: Mapping[str, Document], excerpts: Iterable[Excerpt]) -> set[str]:
    """Sources of the period that hold not one excerpt: the brief's limits name them as read."""
    silent = set(about) - {excerpt.document_id for excerpt in excerpts}
    return {key for key in silent if _within(scope, about[key].date)}


def _within(scope: Scope, day: date) -> bool:
    """Whether a day lies in the scope's period."""
    return (scope.since is None or day >= scope.since) and (scope.until is None or day <= scope.until)


def _counts(scope: Scope, excerpt: Excerpt, tags: tuple[EffectiveTag, ...]) -> bool:
    if scope.kind == "collaborative":
        return excerpt.collaborative == scope.collaborative
    if scope.kind == "role":
        return bears_on(scope.role or "", excerpt)
    if scope.kind == "theme":
        return any(tag.theme == scope.theme and holds(tag) for tag in tags)
    return True


def _own(scope: Scope, document: Document) -> bool:
    return scope.kind == "collaborative" and document.collaborative == scope.collaborative


def unfinished_events(workspace: Workspace, store: Store) -> list[str]:
    """Events whose newest brief was made from other sources than they have now, or does not stand in its folder.

    An event whose brief somebody retired is left alone until they bring it back.
    """
    sources, newest = _sources_by_event(store), _newest_by_event(store)
    inputs = store.analyses.inputs(brief.run_id for brief in newest.values())
    return [
        event.event_id
        for event in store.events.all()
        if event.event_id in sources
        and not _finished(workspace, sources[event.event_id], newest.get(event.event_id), inputs)
    ]


def left_alone(store: Store) -> list[str]:
    """A line for each event that has sources which its brief does not rest on, because somebody retired that brief."""
    sources = _sources_by_event(store)
    return [
        f"{brief.title} has new material and no new brief, because its brief is retired; to have it back: "
        f"learnbrief retire {brief.brief_id} --undo --coder NAME"
        for event_id, brief in _newest_by_event(store).items()
        if brief.status == "retired"
        and not sources.get(event_id, set()) <= set(store.analyses.run(brief.run_id).inputs)
    ]


def _sources_by_event(store: Store) -> dict[str, set[str]]:
    sources: dict[str, set[str]] = {}
    for card in store.documents.cards():
        if card.kind is not Kind.MEMBER_CHECK and not set_aside(card):
            sources.setdefault(card.event_id, set()).add(source_line(card))
    for event in sources:
        sources[event].update(map(source_line, forms_about(store, Scope("event", event=event))))
    return sources


def _newest_by_event(store: Store) -> dict[str, BriefHead]:
    newest: dict[str, BriefHead] = {}
    for head in store.briefs.heads():
        if head.scope.get("kind") == "event":
            newest.setdefault(str(head.scope["event"]), head)
    return newest


def source_line(document: Document | Card) -> str:
    """One source as a run records it."""
    return f"{document.document_id} v{document.version} {document.content_hash}"


def _finished(
    workspace: Workspace, sources: set[str], newest: BriefHead | None, inputs: Mapping[str, set[str]]
) -> bool:
    if newest is None:
        return False
    if newest.status == "retired":
        return True
    return (
        sources <= inputs.get(newest.run_id, set())
        and (workspace.brief_folder(newest.brief_id) / "brief.json").is_file()
    )


def scopes_of_month(store: Store, month: str) -> list[str]:
    """The cohort and every collaborative heard in a month, but for briefs that somebody retired; none without material."""
    since, until = month_bounds(month)
    material = material_in(store, Scope("cohort", since=since, until=until))
    heard = {excerpt.collaborative for excerpt in material.excerpts if excerpt.collaborative}
    wanted = ["cohort", *(f"collaborative:{slug}" for slug in sorted(heard))] if material.excerpts else []
    return [one for one in wanted if retired_brief(store, parse_scope(one, since=since, until=until)) is None]


def retired_brief(store: Store, scope: Scope) -> StoredBrief | None:
    """The newest brief of a scope, where it is a retired one: nobody wants that scope for now."""
    newest = next((head for head in store.briefs.heads() if head.scope == scope.record), None)
    return store.briefs.get(newest.brief_id) if newest is not None and newest.status == "retired" else None


def months_with_material(store: Store) -> list[str]:
    """Every month in which something was said, oldest first."""
    return sorted({f"{day:%Y-%m}" for day in store.excerpts.days()})
