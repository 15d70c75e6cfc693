"""Codebook: edit, merge, split, compare versions, accept proposed themes, accept or refuse a retrained tagger."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from learnbrief.corpus.blind import RandomShare
from learnbrief.corpus.codebook import Codebook, Facet, Theme, write_codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import BadInput, NotFound
from learnbrief.corpus.finding import Topic
from learnbrief.corpus.identity import slug
from learnbrief.corpus.store import StoredModel, new_review
from learnbrief.corpus.tag import Action, EffectiveTag, TagStatus
from learnbrief.outputs.app.downloads import attachment
from learnbrief.outputs.app.state import AppState, CoderDep, ReaderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/codebook")
Words = Annotated[str, Form(max_length=5000)]


@router.get("")
def codebook(request: Request, state: StateDep, reader: ReaderDep) -> Response:
    """The tree of themes, what is proposed for it, and the taggers that wait for a decision."""
    current = current_codebook(state)
    if current is None:
        return page(request, "codebook_empty.html", {})
    topics = [
        topic for topic in state.store.topics.current() if topic.nearest_theme is None and topic.parent_theme is None
    ]
    refused = {one.target: one for one in state.store.reviews.standing(actions=[Action.REFUSE_THEME])}
    models = state.store.models.all()
    values = {
        "codebook": current,
        "version": current.version,
        "uses": uses_of(state.store.tags.effective()),
        "refused": [(topic, refused[topic.topic_id]) for topic in topics if topic.topic_id in refused],
        "proposals": _proposals(
            state, [one for one in topics if one.topic_id not in refused], state.services.reserve(reader).hidden
        ),
        "proposed": [model for model in models if model.status == "proposed"],
        "in_use": next((model for model in reversed(models) if model.status == "accepted"), None),
        "figures": figures,
        "changes_nothing": changes_nothing,
        "history": state.store.codebooks.history()[::-1],
        "below": lambda theme: family(current, theme),
    }
    return page(request, "codebook.html", values)


FEWEST_SOURCES = 3
"""Sources in which a topic must have come up to be proposed: fewer are a turn of phrase."""


def _proposals(state: AppState, topics: Sequence[Topic], hidden: Collection[str]) -> list[tuple[Topic, list[Excerpt]]]:
    """Topics without a theme, widest first, each with the most central excerpts that its reader may see so."""
    held = {topic.topic_id: list(state.store.excerpts.get(topic.excerpts).values()) for topic in topics}
    sources = {topic_id: len({one.document_id for one in excerpts}) for topic_id, excerpts in held.items()}
    wide = [topic for topic in topics if sources[topic.topic_id] >= FEWEST_SOURCES]
    wide.sort(key=lambda topic: (-sources[topic.topic_id], topic.topic_id))
    return [(topic, [one for one in held[topic.topic_id] if one.excerpt_id not in hidden][:5]) for topic in wide]


def current_codebook(state: AppState) -> Codebook | None:
    """The codebook as it is; none before the first run."""
    try:
        return state.codebook()
    except NotFound:
        return None


def uses_of(tags: Sequence[EffectiveTag]) -> dict[str, dict[str, int]]:
    """Per theme how many tags people confirmed, how many they rejected, and how many are only suggested."""
    uses: dict[str, dict[str, int]] = {}
    for tag in tags:
        row = uses.setdefault(tag.theme, {"confirmed": 0, "suggested": 0, "rejected": 0})
        if tag.status in (TagStatus.ACCEPTED, TagStatus.ADDED):
            row["confirmed"] += 1
        elif tag.status is TagStatus.SUGGESTED:
            row["suggested"] += 1
        else:
            row["rejected"] += 1
    return uses


def figures(model: StoredModel, in_use: StoredModel | None) -> list[tuple[str, Any, Any]]:
    """(theme, held-out F1 so far, held-out F1 of the new tagger), as far as the model says."""
    before = in_use.scores.get("per_theme", {}) if in_use else {}
    rows = []
    for theme, new in sorted(model.scores.get("per_theme", {}).items()):
        old = before.get(theme, {}).get("new", new.get("old"))
        rows.append((theme, old, new.get("new")))
    return rows


def changes_nothing(model: StoredModel) -> bool:
    """Whether nobody would see a difference: it speaks for no theme, and suggests nothing else where it was tried."""
    told = model.scores.get("changes", {})
    takes_over = any(one["takes_over"] for one in model.scores.get("decisions", ()))
    return bool(told) and not (takes_over or told["come"] or told["go"])


@router.post("/theme/{theme}")
def edit(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    theme: str,
    based_on: Annotated[str, Form()],
    name: Words,
    definition: Words,
    include: Words = "",
    exclude: Words = "",
    examples: Words = "",
) -> Response:
    """Change the wording of one theme; its slug, and so its tags, stay."""
    with state.store.writing():
        current = state.store.codebooks.open_for_edit(based_on)
        old = current.theme(theme)
        new = replace(
            old,
            name=_line(name),
            definition=_line(definition),
            include=_lines(include),
            exclude=_lines(exclude),
            examples=_lines(examples),
        )
        if new == old:
            return say_and_go(request, f"{old.name} says that already; nothing had changed.", f"/codebook#{theme}")
        keep_version(state, coder, current, _swap(current, theme, new), f"edited {old.name}")
    return say_and_go(
        request, f"{new.name} is saved as a new version. Run again to re-tag with it.", f"/codebook#{theme}"
    )


@router.post("/add")
def add(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    based_on: Annotated[str, Form()],
    name: Words,
    definition: Words,
    facet: Annotated[Facet, Form()] = Facet.TOPIC,
    parent: Annotated[str, Form()] = "",
    topic: Annotated[str, Form()] = "",
) -> Response:
    """Add a theme, or accept a proposed one with the excerpts that speak for it as examples."""
    with state.store.writing():
        current = state.store.codebooks.open_for_edit(based_on)
        examples = _examples_of(state, topic, state.services.reserve(coder).share) if topic else ()
        new = Theme(slug(name), _line(name), _line(definition), facet, parent or None, examples=examples)
        keep_version(state, coder, current, replace(current, themes=(*current.themes, new)), f"added {new.name}")
        if topic:
            state.store.reviews.add(new_review(Action.ACCEPT_THEME, coder, theme=new.slug, target=topic))
    return say_and_go(request, f"{new.name} is in the codebook.", f"/codebook#{new.slug}")


def _examples_of(state: AppState, topic: str, share: RandomShare) -> tuple[str, ...]:
    """The excerpts that speak for a proposed theme; none by which the codebook's suggestions will be judged."""
    found = next((one for one in state.store.topics.current() if one.topic_id == topic), None)
    if found is None:
        raise NotFound("That proposal is no longer there; topics were found anew meanwhile.")
    chosen = [one for one in found.excerpts if one not in share][:3]
    return tuple(" ".join(one.text.split()) for one in state.store.excerpts.get(chosen).values())


@router.get("/merge")
def ask_merge(request: Request, state: StateDep, theme: str, into: str = "") -> Response:
    """What merging two themes would do to their tags, before anything happens."""
    current = state.codebook()
    source = current.theme(theme)
    others = [one for one in current.themes if one.facet is source.facet and one.slug != theme]
    target = current.theme(into) if into else None
    values = {
        "codebook": current,
        "version": current.version,
        "source": source,
        "target": target,
        "others": others,
        "uses": uses_of(state.store.tags.effective()),
    }
    return page(request, "codebook_merge.html", values)


@router.post("/merge")
def merge(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    theme: Annotated[str, Form()],
    into: Annotated[str, Form()],
    based_on: Annotated[str, Form()],
) -> Response:
    """One theme becomes part of another; what people confirmed of the first now counts for the second."""
    with state.store.writing():
        current = state.store.codebooks.open_for_edit(based_on)
        source, target = current.theme(theme), current.theme(into)
        if source.facet is not target.facet or theme == into:
            raise BadInput("Two different themes, or two different stances, can be merged.")
        moved = state.store.excerpts.get(_confirmed(state, theme))
        left = _swap(without(current, theme, children_to=into), into, _together(target, source))
        keep_version(state, coder, current, left, f"merged {source.name} into {target.name}")
        payload = {"merged_from": theme}
        state.store.reviews.add(
            *(new_review(Action.ADD, coder, excerpt=one, theme=into, payload=payload) for one in moved.values())
        )
    return say_and_go(
        request,
        f"{source.name} is now part of {target.name}; {len(moved)} confirmed tags moved with it.",
        f"/codebook#{into}",
    )


def _together(target: Theme, source: Theme) -> Theme:
    """One theme with the lines of another."""
    return replace(
        target,
        include=tuple(dict.fromkeys((*target.include, source.definition, *source.include))),
        exclude=tuple(dict.fromkeys((*target.exclude, *source.exclude))),
        examples=tuple(dict.fromkeys((*target.examples, *source.examples))),
    )


@router.get("/split")
def ask_split(request: Request, state: StateDep, theme: str) -> Response:
    """What splitting a theme would do to its tags, before anything happens."""
    current = state.codebook()
    values = {
        "codebook": current,
        "version": current.version,
        "source": current.theme(theme),
        "uses": uses_of(state.store.tags.effective()),
    }
    return page(request, "codebook_split.html", values)


@router.post("/split")
def split(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    theme: Annotated[str, Form()],
    based_on: Annotated[str, Form()],
    name_one: Words,
    definition_one: Words,
    name_two: Words,
    definition_two: Words,
) -> Response:
    """One theme becomes two below it; what was confirmed stays with the parent until somebody recodes it."""
    with state.store.writing():
        current = state.store.codebooks.open_for_edit(based_on)
        source = current.theme(theme)
        parts = [
            Theme(slug(name), _line(name), _line(definition), source.facet, parent=theme)
            for name, definition in ((name_one, definition_one), (name_two, definition_two))
        ]
        keep_version(state, coder, current, replace(current, themes=(*current.themes, *parts)), f"split {source.name}")
    message = f"{parts[0].name} and {parts[1].name} are below {source.name} now. Recode its excerpts by the theme filter in Review tags."
    return say_and_go(request, message, f"/codebook#{theme}")


@router.get("/codebook.yaml")
def as_file(state: StateDep) -> Response:
    """The codebook as it stands, for a colleague or another programme."""
    return attachment(write_codebook(state.codebook()), "codebook.yaml", "application/yaml; charset=utf-8")


@router.get("/versions")
def versions(request: Request, state: StateDep, a: str = "", b: str = "") -> Response:
    """Every version, and the difference between two."""
    history = state.store.codebooks.history()[::-1]
    if not (a and b) and len(history) >= 2:
        a, b = str(history[1]["version"]), str(history[0]["version"])
    lines = _difference(state.store.codebooks.get(a), state.store.codebooks.get(b)) if a and b else []
    return page(
        request,
        "codebook_versions.html",
        {
            "history": history,
            "lines": lines,
            "a": a,
            "b": b,
            "older": bool(history) and a not in ("", history[0]["version"]),
        },
    )


def _difference(old: Codebook, new: Codebook) -> list[tuple[str, str]]:
    """('+', '-' or ' ', line) with three lines around each change."""
    diff = difflib.unified_diff(write_codebook(old).splitlines(), write_codebook(new).splitlines(), lineterm="", n=3)
    return [(line[:1], line[1:]) for line in list(diff)[2:]]


@router.post("/learn")
def learn(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """Ask for a tagger retrained on what was reviewed so far."""
    job_id = state.store.jobs.ask("learn", {}, asked_by=coder)
    return say_and_go(
        request, "Retraining has been asked for. The result waits here for your decision.", f"/material/jobs/{job_id}"
    )


@router.post("/models/{model_id}")
def decide(
    request: Request, state: StateDep, coder: CoderDep, model_id: str, accept: Annotated[bool, Form()]
) -> Response:
    """Put a retrained tagger to use, or refuse it."""
    with state.store.writing():
        new = state.store.models.decide(model_id, accept=accept)
        if new:
            action = Action.ACCEPT_MODEL if accept else Action.REFUSE_MODEL
            state.store.reviews.add(new_review(action, coder, target=model_id))
        job_id = state.store.jobs.ask("retag", {}, asked_by=coder) if new and accept else ""
    if not accept:
        return say_and_go(request, "Refused; the tagger in use stays.", "/codebook#tagger")
    if not new:
        return say_and_go(request, "This tagger is in use already.", "/codebook#tagger")
    return say_and_go(
        request, "Accepted. Everything is tagged anew; what people decided stays as it is.", f"/material/jobs/{job_id}"
    )


def _confirmed(state: AppState, theme: str) -> list[str]:
    wanted = (TagStatus.ACCEPTED, TagStatus.ADDED)
    return [tag.excerpt_id for tag in state.store.tags.effective() if tag.theme == theme and tag.status in wanted]


def keep_version(state: AppState, coder: str, current: Codebook, new: Codebook, note: str) -> None:
    """Keep a new version and who made it; within the writing transaction in which `current` was opened."""
    state.services.save_codebook(new, coder=coder, based_on=current.version)
    payload = {"note": note, "before": current.version, "after": new.version}
    state.store.reviews.add(new_review(Action.EDIT_CODEBOOK, coder, target=new.version, payload=payload))


def _swap(codebook: Codebook, theme: str, new: Theme) -> Codebook:
    return replace(codebook, themes=tuple(new if one.slug == theme else one for one in codebook.themes))


def without(codebook: Codebook, theme: str, *, children_to: str | None) -> Codebook:
    """The codebook with one theme less; what lay below it lies below another, or below none."""
    kept = [one for one in codebook.themes if one.slug != theme]
    return replace(
        codebook,
        themes=tuple(
            replace(one, parent=children_to if one.slug != children_to else None) if one.parent == theme else one
            for one in kept
        ),
    )


def family(codebook: Codebook, theme: str) -> set[str]:
    """A theme and everything below it."""
    found = {theme}
    while more := {one.slug for one in codebook.themes if one.parent in found} - found:
        found |= more
    return found


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for given in text.splitlines() if (line := _line(given)))
