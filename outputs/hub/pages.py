"""The pages of the hub: what stands on each, as values that its template only places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from learnbrief.corpus.document import Collaborative
from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.hub.boards import answered
from learnbrief.outputs.hub.resources import KINDS, Resource, markdown
from learnbrief.outputs.hub.shelf import Entry, Gone, Hub
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.blocks import MEANINGS, SIGNS
from learnbrief.outputs.layout.outline import KINDS as KINDS_OF_BRIEF
from learnbrief.outputs.render.html import Anchors, environment

MENU = (
    ("index.html", "What we have learned"),
    ("themes/index.html", "Themes"),
    ("collaboratives/index.html", "Collaboratives"),
    ("boards.html", "For boards"),
    ("resources.html", "Resources"),
    ("events.html", "Events"),
    ("briefs/index.html", "Briefs"),
    ("about.html", "About and method"),
    ("search.html", "Search"),
)
EVENTFUL = ("event", "recording")
"""Kinds of resources that stand on the page of events."""


def menu(hub: Hub) -> tuple[tuple[str, str], ...]:
    """Where a reader may go: not to a page that has nothing to say yet, which stays for links that lead there."""
    holds = {
        "collaboratives/index.html": bool(hub.programme.collaboratives),
        "boards.html": any(brief.written.questions_for_boards for brief in hub.briefs)
        or bool(_of_kind(hub, "board resource"))
        or any(answered(question, hub.briefs).entries for question in hub.questions),
        "resources.html": bool(hub.resources),
        "events.html": any(brief.scope.kind == "event" for brief in hub.briefs)
        or any(_of_kind(hub, kind) for kind in EVENTFUL),
    }
    return tuple((path, name) for path, name in MENU if holds.get(path, True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: where it stands, what it says of itself, and what its template places."""

    path: str
    title: str
    summary: str
    """In a sentence, for cards and search engines."""
    template: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def up(self) -> str:
        """The way from here to the top of the hub, so that it works from a folder as from any host."""
        return "../" * self.path.count("/")


def pages(hub: Hub) -> Iterator[Page]:
    """Every page but the published briefs themselves."""
    yield _learned(hub)
    yield from _themes(hub)
    yield from _collaboratives(hub)
    yield from _boards(hub)
    yield _resources(hub)
    yield _events(hub)
    yield from _briefs(hub)
    yield _about(hub)
    yield Page(
        path="search.html",
        title="Search",
        summary="Search what was learned, the questions for boards and the resources.",
        template="hub/search.html",
    )


def drawn(page: Page, hub: Hub) -> str:
    """The page as HTML."""
    return (
        environment()
        .get_template(page.template)
        .render(
            page=page,
            hub=hub,
            menu=menu(hub),
            words=wording,
            kind_of=kind_of,
            anchors=Anchors(),
            charts={},
            sources=(),
            places=(),
            meanings=[(SIGNS[state], meaning, state) for state, meaning in MEANINGS.items()],
            signs={stance.value: stance.sign for stance in Stance},
            **page.values,
        )
    )


def kind_of(brief: Brief) -> str:
    """'Learning brief after an event'."""
    return KINDS_OF_BRIEF.get(brief.scope.kind, "Learning brief")


def _learned(hub: Hub) -> Page:
    return Page(
        path="index.html",
        title="What we have learned so far",
        summary=f"What was learned in {hub.programme.name}, newest first, with how widely each thing was said.",
        template="hub/learned.html",
        # a title with nothing beneath looks like a page that broke; such briefs stand under Briefs
        values={"groups": [(brief, hub.messages(brief)) for brief in hub.briefs if brief.messages]},
    )


def _themes(hub: Hub) -> Iterator[Page]:
    found: dict[str, list[Entry]] = {theme.slug: list(hub.on_theme(theme.slug)) for theme in hub.codebook.topics}
    yield Page(
        path="themes/index.html",
        title="Themes",
        summary="What was learned, by theme.",
        template="hub/themes.html",
        values={"themes": [(theme, len(found[theme.slug])) for theme in hub.codebook.topics]},
    )
    for theme in hub.codebook.topics:
        yield Page(
            path=f"themes/{theme.slug}.html",
            title=theme.name,
            summary=theme.definition,
            template="hub/theme.html",
            values={
                "groups": _by_brief(found[theme.slug]),
                "heard": {
                    brief.id: (heard, counts.spread_line(heard, brief))
                    for brief in hub.briefs
                    for heard in brief.themes
                    if heard.slug == theme.slug
                },
                "resources": [one for one in hub.resources if theme.slug in one.themes],
            },
        )


def _collaboratives(hub: Hub) -> Iterator[Page]:
    yield Page(
        path="collaboratives/index.html",
        title="Collaboratives",
        summary="The collaboratives of the programme and their strategic priorities.",
        template="hub/collaboratives.html",
    )
    for place in hub.programme.collaboratives:
        yield _collaborative(hub, place)


def _collaborative(hub: Hub, place: Collaborative) -> Page:
    own = hub.briefs_on(place)
    priority = f" Strategic priority: {place.priority.rstrip('.')}." if place.priority else ""
    return Page(
        path=f"collaboratives/{place.slug}.html",
        title=place.name,
        summary=f"What was learned with {place.name}.{priority}",
        template="hub/collaborative.html",
        values={
            "place": place,
            "groups": [(brief, hub.messages(brief)) for brief in own],
            "shared": _by_brief(hub.naming(place)),
            "resources": [one for one in hub.resources if place.slug in one.collaboratives],
        },
    )


def _boards(hub: Hub) -> Iterator[Page]:
    asked = [(brief, brief.written.questions_for_boards) for brief in hub.briefs]
    found = [one for question in hub.questions if (one := answered(question, hub.briefs)).entries]
    yield Page(
        path="boards.html",
        title="Questions for boards",
        summary="Questions that boards may ask themselves, as evaluators wrote them, and resources for boards.",
        template="hub/boards.html",
        values={
            "answered": found,
            "groups": [(brief, questions, hub.messages(brief)) for brief, questions in asked if questions],
            "resources": _of_kind(hub, "board resource"),
        },
    )
    for one in found:
        yield Page(
            path=f"boards/{one.question.name}.html",
            title=one.question.question,
            summary="What helps, what gets in the way and what a board may ask, out of approved briefs.",
            template="hub/question.html",
            values={
                "sides": [(title, _by_brief(entries)) for title, entries in one.sides if entries],
                "to_ask": one.to_ask,
            },
        )


def _resources(hub: Hub) -> Page:
    groups = ((title, [one for one in hub.resources if one.kind == kind]) for kind, title in KINDS.items())
    return Page(
        path="resources.html",
        title="Resources",
        summary="Recordings, board resources, case studies and tools.",
        template="hub/resources.html",
        values={"groups": [(title, items) for title, items in groups if items]},
    )


def _events(hub: Hub) -> Page:
    return Page(
        path="events.html",
        title="Events and recordings",
        summary="Events of the programme, with their recordings and what was learned there.",
        template="hub/events.html",
        values={
            "told": [(brief, hub.messages(brief)) for brief in hub.briefs if brief.scope.kind == "event"],
            "groups": [(KINDS[kind], items) for kind in EVENTFUL if (items := _of_kind(hub, kind))],
        },
    )


def _of_kind(hub: Hub, kind: str) -> list[Resource]:
    return [one for one in hub.resources if one.kind == kind]


def _briefs(hub: Hub) -> Iterator[Page]:
    yield Page(
        path="briefs/index.html",
        title="Briefs",
        summary="Every approved brief, newest first, and those that are no longer here.",
        template="hub/briefs.html",
    )
    for brief in hub.briefs:
        yield Page(
            path=f"briefs/{brief.id}/index.html",
            title=brief.title,
            summary=f"{kind_of(brief)}, {wording.period(brief)}. {wording.based_on(brief)}",
            template="hub/brief.html",
            values={"brief": brief, "entries": hub.messages(brief)},
        )
    for gone in hub.gone:
        yield _farewell(gone)


def _farewell(gone: Gone) -> Page:
    return Page(
        path=f"briefs/{gone.brief_id}/index.html",
        title=f"No longer here: {gone.title}",
        summary=gone.why,
        template="hub/gone.html",
        values={"gone": gone},
    )


def _about(hub: Hub) -> Page:
    return Page(
        path="about.html",
        title="About and method",
        summary=f"What {hub.programme.name} is, how these statements were made, and what they do not say.",
        template="hub/about.html",
        values={"about": markdown(hub.about), "rankings": _rankings(hub.briefs)},
    )


def _rankings(briefs: Iterable[Brief]) -> list[str]:
    """What words such as 'in most places' mean, where a brief uses them."""
    return list(dict.fromkeys(line for brief in briefs if (line := counts.ranking(brief))))


def _by_brief(entries: Iterable[Entry]) -> list[tuple[Brief, list[Entry]]]:
    """Entries under the brief they come from, in the order given."""
    groups: dict[str, tuple[Brief, list[Entry]]] = {}
    for entry in entries:
        groups.setdefault(entry.brief.id, (entry.brief, []))[1].append(entry)
    return list(groups.values())
