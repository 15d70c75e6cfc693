"""Where a workspace stands: what it holds, what waits, what was written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from learnbrief.corpus.document import NO_SPEAKERS, Kind
from learnbrief.corpus.protocols import Unattended
from learnbrief.corpus.store import FlowRun, Store
from learnbrief.corpus.store.material import Card
from learnbrief.flows.orchestration.recording import latest_runs
from learnbrief.flows.orchestration.unattended import unattended
from learnbrief.flows.stages.inbox import waiting
from learnbrief.flows.stages.ingest import new_files, reading_warnings
from learnbrief.flows.workspace.sections import AnalysisSettings
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.app.uploads import Uploads

RUNS = 5
"""Runs that are told; the record holds more."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts and lists for `learnbrief status`."""

    programme: str
    events: int
    documents: int
    words: int
    excerpts: int
    by_collaborative: dict[str, int]
    """Documents; 'none' for those of the whole programme."""
    new_files: int
    """In material/, not taken in yet."""
    waiting: tuple[str, ...]
    """Reasons, one per file in the inbox or in material/ that lacks details, or that was added in the app."""
    skipped: tuple[str, ...]
    warnings: tuple[str, ...]
    """How transcripts were read, and what reading left out or changed: a line per source."""
    unsure: tuple[str, ...]
    """Transcripts in which nobody was found to speak, until a person has confirmed them."""
    to_confirm: int
    """Documents whose de-identification nobody has checked."""
    to_decide: int
    """Passages that may tell who somebody is without a name, on which nobody has decided."""
    without_likeness: str
    """Why likeness is not asked who may be known, in words; empty where it is."""
    to_review: int
    """Suggested tags on which nobody has decided."""
    kept_too_long: tuple[str, ...]
    """Sources older than the settings let them be kept, a line each with the command that removes them."""
    briefs: tuple[dict[str, Any], ...]
    """Newest first."""
    runs: tuple[FlowRun, ...]
    """What ran last, newest first, with its stages."""
    unattended: Unattended
    """What comes next without anybody asking, and what of it needs a person."""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def overview(workspace: Workspace, store: Store) -> Overview:
    """The workspace as it is now."""
    cards = store.documents.cards()
    sources = [card for card in cards if card.kind is not Kind.MEMBER_CHECK]
    skipped, confirmed = store.skipped.all(), store.privacy.confirmed()
    told = [*(reason for _, reason in waiting(workspace)), *_uploads(workspace)]
    return Overview(
        programme=workspace.settings.programme.name,
        events=len({card.event_id for card in sources}),
        documents=len(sources),
        words=store.documents.words(),
        excerpts=store.excerpts.count(),
        by_collaborative=dict(sorted(Counter(one.collaborative or "none" for one in sources).items())),
        new_files=len(new_files(workspace, store)),
        waiting=(*told, *(entry["reason"] for entry in skipped if entry["waiting"])),
        skipped=tuple(entry["reason"] for entry in skipped if not entry["waiting"]),
        warnings=tuple(reading_warnings(cards)),
        unsure=tuple(
            f"{one.event_id}/{one.origin}: {NO_SPEAKERS}; confirm it in the app, or tell its shape in about.toml"
            for one in cards
            if one.nobody_speaks and (one.document_id, one.version) not in confirmed
        ),
        to_confirm=sum((one.document_id, one.version) not in confirmed for one in cards),
        to_decide=sum(store.clues.open().values()),
        without_likeness=without_likeness(workspace.settings.analysis.encoder),
        to_review=store.tags.open_suggestions(),
        kept_too_long=tuple(kept_too_long(cards, workspace.settings.privacy.keep_months, today=date.today())),
        briefs=tuple(
            {"id": one.brief_id, "title": one.title, "status": one.status, "made_at": one.made_at}
            for one in store.briefs.heads()
        ),
        runs=tuple(latest_runs(workspace, store, RUNS)),
        unattended=unattended(workspace, store),
    )


def without_likeness(encoder: str) -> str:
    """What is not looked for under another encoder than the one whose vectors it was learned on."""
    if encoder == AnalysisSettings().encoder:
        return ""
    return (
        "who may be known by what a passage tells is looked for by rule alone: likeness was learned on the encoder"
        f" {AnalysisSettings().encoder!r}, and the settings name {encoder!r}; read with that in mind before you confirm"
    )


def kept_too_long(cards: Sequence[Card], months: int | None, *, today: date) -> Iterator[str]:
    """What is older than it may be, oldest first; nothing goes by itself, for a person answers for what is removed."""
    if months is None:
        return
    last = today - relativedelta(months=months)
    for card in sorted(cards, key=lambda one: (one.date, one.document_id)):
        if card.date < last:
            yield (
                f"{card.title} is of {card.date:%d %B %Y}, and sources are kept for {months} months: "
                f"learnbrief forget --document {card.document_id}"
            )


def _uploads(workspace: Workspace) -> list[str]:
    """Files that somebody added in the app and that nobody has taken in: they lie in restricted/, unread by any run."""
    return [
        f"{name}: added in the app on {batch.since[:10]}, and not taken in; take it in or remove it on the page Material"
        for batch in Uploads(workspace.root).waiting()
        for name in batch.files
    ]
