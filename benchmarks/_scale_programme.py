"""A programme of any size, made of real sentences put together anew, and an encoder that costs next to nothing.

Two of the sentences make an excerpt; no two excerpts are equal. An event is one file of notes of 60 excerpts; events lie
in twelve months of one year and in five collaboratives, whatever the size.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np

from learnbrief.corpus.cut import cut
from learnbrief.corpus.details import how_to_read
from learnbrief.corpus.document import Document, Event, Kind
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.readers import read
from learnbrief.corpus.sentences import sentences, words_in
from learnbrief.corpus.store import Store
from learnbrief.flows.stages.ingest import material_files
from learnbrief.flows.stages.register import keep_up
from learnbrief.flows.stages.scopes import source_line
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, new_workspace
from learnbrief.nlp.language.words import stems

PER_EVENT, PER_TABLE = 60, 10
MONTHS, YEAR = 12, 2025
PLACES = ("harbour", "lantern", "moorland", "fenland", "riverside")
SHORTEST, LONGEST = 8, 35
"""Words of a sentence that is used: two of them make one excerpt, which is cut from 80 words on."""
BATCH = 1_000
NOTHING_TOLD = content_hash(repr(([], [])).encode())[:12]
"""How the stages say that no file beside the material tells of it."""
HEADINGS = ("What gets in the way", "What helps", "What surprised us")


class HashedWords:
    """A text is the sum of its words, each a direction that its spelling gives: shared words are near, all others far."""

    name, dimensions = "hashed-words/1", 384

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector per text, in order."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in sorted(set(stems(text))) or [text]:
                row += _direction(word)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@lru_cache(maxsize=100_000)
def _direction(word: str) -> Vectors:
    seed = int(content_hash(word)[:16], 16)
    return np.random.default_rng(seed).standard_normal(HashedWords.dimensions).astype(np.float32)


def sentences_of(data: Path, column: str) -> list[str]:
    """Every sentence of a table's column of texts that is neither a word nor a page, each once."""
    with data.open(encoding="utf-8-sig", newline="") as file:
        texts = [row[column].replace("\\n", " ") for row in csv.DictReader(file)]  # as some exports write a new line
    found = [text[start:end] for text in texts for start, end in sentences(" ".join(text.split()))]
    return sorted({one for one in found if SHORTEST <= words_in(one) <= LONGEST})


def write_programme(root: Path, pool: Sequence[str], excerpts: int) -> Workspace:
    """A workspace with its material; nothing is taken in."""
    place = new_workspace(root)
    blocks = "".join(
        f'\n[[collaborative]]\nslug = "{slug}"\nname = "{slug.title()} Collaborative"\n' for slug in PLACES
    )
    atomic_write(place.settings_file, f'[programme]\nname = "Recombined (no real programme)"\n{blocks}')
    workspace = Workspace(place.root)
    for number in range(round(excerpts / PER_EVENT) or 1):
        write_event(workspace, pool, number, month=1 + number % MONTHS)
    return workspace


def write_event(workspace: Workspace, pool: Sequence[str], number: int, *, month: int) -> None:
    """One workshop's notes, the same whatever else there is."""
    folder = workspace.material / f"workshop-{number:06d}"
    folder.mkdir()
    place = PLACES[number // MONTHS % len(PLACES)]
    head = f"Event: Workshop {number}\nKind: workshop notes\nDate: {YEAR}-{month:02d}-15\nCollaborative: {place}\n"
    atomic_write(folder / "notes.md", "\n".join([head, *_lines(pool, number)]) + "\n")


def _lines(pool: Sequence[str], number: int) -> Iterator[str]:
    picks = np.random.default_rng(number).integers(0, len(pool), size=(PER_EVENT, 2))
    for at, (first, second) in enumerate(picks):
        if at % (PER_EVENT // len(HEADINGS)) == 0:
            yield f"\n## {HEADINGS[at // (PER_EVENT // len(HEADINGS))]}"
        if at % PER_TABLE == 0:
            yield f"\nTable {1 + at // PER_TABLE}"
        yield f"- {pool[first]} {pool[second]}"


def freeze(workspace: Workspace, store: Store) -> None:
    """Every file read, cut and kept. Names are not looked for: that costs by the file, and `end_to_end.py` measures it."""
    for incoming in material_files(workspace):
        reading = read(incoming.path, how_to_read(incoming.path, about={}, listing={}))
        document = Document(
            document_id=incoming.document_id, version=1, kind=Kind.WORKSHOP_NOTES, event_id=incoming.folder,
            title=reading.title or incoming.folder, date=date.fromisoformat(reading.details["date"]),
            collaborative=reading.details["collaborative"], origin=incoming.name, source=reading.source,
            content_hash=incoming.content_hash, attributes={"told": NOTHING_TOLD},
        )  # fmt: skip
        store.events.put(Event(incoming.folder, document.title, document.date, document.collaborative))
        store.documents.add(document)
        store.excerpts.put(document, cut(document, {}))
    keep_up(workspace)


def repeat_tags(store: Store, tagger: str) -> None:
    """The suggestions on the excerpts that were tagged are those of all the others too, one after the other."""
    tagged = sorted({tag.excerpt_id for tag in store.tags.suggested()})
    suggested = {one: list(store.tags.suggested([one])) for one in tagged}
    others = store.excerpts.untagged(tagger)
    for begin in range(0, len(others), BATCH):
        ids = [one.excerpt_id for one in others[begin : begin + BATCH]]
        pairs = [(one, tagged[(begin + at) % len(tagged)]) for at, one in enumerate(ids)]
        tags = [replace(tag, excerpt_id=one) for one, like in pairs for tag in suggested[like]]
        store.tags.put(ids, tags, tagger=tagger)


def repeat_briefs(workspace: Workspace, store: Store, like: str) -> None:
    """Every event has a brief as one of them has: a programme is briefed as it goes."""
    brief = store.briefs.get(like)
    run, analysis = store.analyses.run(brief.run_id), store.analyses.get(brief.run_id)
    assert analysis is not None
    for card in store.documents.cards():
        scope = Scope("event", event=card.event_id)
        if scope.record == brief.scope:
            continue
        own = replace(run, inputs=(source_line(card),))
        store.analyses.put(own, replace(analysis, run_id=own.run_id, scope=scope))
        brief_id = f"{like}-{card.event_id}"
        store.briefs.put(
            brief_id, title=card.title, status="draft", scope=scope.record, run_id=own.run_id, value=brief.value,
            published=brief.published,
        )  # fmt: skip
        workspace.brief_folder(brief_id).mkdir()
        atomic_write(workspace.brief_folder(brief_id) / "brief.json", brief.value)
