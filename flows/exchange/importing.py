"""Coding that people made elsewhere, placed in the frozen texts and kept as reviews of theirs; nobody's work is overwritten."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from learnbrief.corpus.coding.refi import read_project
from learnbrief.corpus.coding.table import CodingFile, read_coding_table
from learnbrief.corpus.document import Excerpt, SourceText
from learnbrief.corpus.errors import BadCoding, NotAllowed
from learnbrief.corpus.store import Store
from learnbrief.corpus.tag import Action, Coder, Review
from learnbrief.flows.exchange.importing_memos import Written, as_comments, written_in
from learnbrief.flows.exchange.importing_project import coding_of_project, names_of_codes
from learnbrief.flows.exchange.sources_by_name import Shelf
from learnbrief.flows.exchange.theme_names import ThemeNames
from learnbrief.flows.stages.analyse import current_codebook, keep_codebook
from learnbrief.flows.stages.ingest import open_desk
from learnbrief.flows.stages.progress import announce, watcher
from learnbrief.flows.workspace.workspace import Workspace

DECIDING = (Action.ACCEPT, Action.REJECT, Action.ADD, Action.ADJUDICATE, Action.DONE)
SAMPLE = "imported"
"""Name of the sample that blind coding from elsewhere makes up: no queue of ours chose it for being hard."""
NOTE = {"note": "imported"}
"""How the record tells such an entry from one made in the app."""
_SPACE = UUID("0b7a1c9e-52d4-5f7e-8a55-3f1d9be2c4d7")


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of the whole file."""

    coder: str = ""
    """Who coded what nobody is named for."""
    blind: bool = False
    """Coded without suggestions in sight, whole sources or a random draw; for rows that do not say."""
    read_all: bool = False
    """Coders read the sources they coded in from end to end: what they left uncoded, nothing applies to."""
    not_people: tuple[str, ...] = ()
    """Users of the project whose coding is no person's."""


@dataclass(slots=True)
class Tally:
    """What came of one coder's part of the file."""

    passages: int = 0
    excerpts: int = 0
    nothing: int = 0
    """Excerpts read to which no theme applies, whatever their stance."""
    blind: int = 0
    """Excerpts coded without suggestions in sight."""
    added: int = 0
    known: int = 0
    """Decisions the record had before, taken back since or not."""

    def count(self, blind: bool, *, nothing: bool) -> None:
        """One more excerpt."""
        self.excerpts, self.blind, self.nothing = self.excerpts + 1, self.blind + blind, self.nothing + nothing


@dataclass(slots=True)
class Imported:
    """What came of a file."""

    file: str
    placed: int = 0
    sources: int = 0
    by_coder: dict[str, Tally] = field(default_factory=dict)
    not_placed: list[str] = field(default_factory=list)
    almost: list[str] = field(default_factory=list)
    """Passages whose words only almost stand where they were placed."""
    unknown_themes: dict[str, str] = field(default_factory=dict)
    """Names the codebook does not have, each with how often and the nearest that it has."""
    by_machine: int = 0
    notes: tuple[str, ...] = ()
    memos: int = 0
    """What people wrote beside the coding, placed here as comments."""
    new_memos: int = 0
    stored: bool = False

    @property
    def added(self) -> int:
        """Entries that are new to the record."""
        return sum(tally.added for tally in self.by_coder.values())

    @property
    def whole(self) -> bool:
        """Nothing was left behind."""
        return not self.not_placed and not self.unknown_themes


@dataclass(slots=True)
class _Said:
    """All that one coder says of one excerpt in the file."""

    excerpt: Excerpt
    applies: set[str] = field(default_factory=set)
    not_applies: set[str] = field(default_factory=set)
    considered: set[str] = field(default_factory=set)
    """Themes for which silence means that they do not apply."""
    blind: bool = True


def import_coding(workspace: Workspace, store: Store, path: Path, told: Told, *, keep: bool) -> Imported:
    """The coding in a file, placed; with `keep` it is in the record, all of it or none."""
    codebook = current_codebook(workspace, store)
    shelf = Shelf.of(workspace, store)
    if not shelf.documents:
        remedy = (
            f"'learnbrief import {path.name} --take-in --kind interview --date 2025-03-14 --event \"First round\"' takes its texts in first"
            if path.suffix.lower() in (".qdpx", ".qde")
            else "'learnbrief run' first"
        )
        raise NotAllowed(f"nothing has been taken in yet, so there is nothing to place coding in: {remedy}")
    themes = ThemeNames(codebook)
    written: list[Written] = []
    if path.suffix.lower() in (".qdpx", ".qde"):
        project = read_project(path)
        read = coding_of_project(project, path, shelf, themes=themes.slugs, not_people=told.not_people)
        names = names_of_codes(project, themes.slugs)
        written, wrong = written_in(project, shelf, themes, names, told.coder)
        read = replace(read, wrong=(*read.wrong, *(f"{path.name} {one}" for one in wrong)))
    else:
        read = read_coding_table(path)
    done = Imported(path.name, not_placed=list(read.wrong), by_machine=read.by_machine, notes=read.notes)
    done.memos = len(written)
    said = _gather(read, shelf, themes, told, done)
    if told.read_all:
        _read_through(said, shelf, themes)
    done.unknown_themes = themes.unknown
    for (coder, _), one in said.items():
        done.by_coder[coder].count(one.blind, nothing=bool(one.considered) and not one.applies & themes.topics)
    reviews = _reviews(store, shelf, said, done)
    if keep:
        comments = as_comments(written, store, shelf, _masking(workspace, store)) if written else []
        done.new_memos = len(comments)
        with store.writing():  # what is looked up first is still so when it is kept
            keep_codebook(workspace, store)
            known = {coder.name for coder in store.coders.all()}
            for name in sorted({*done.by_coder, *(one.coder for one in comments)} - known):
                store.coders.put(Coder(name))
            store.reviews.add(*reviews, *comments)
        done.stored = True
    return done


def _masking(workspace: Workspace, store: Store) -> Callable[[str], str]:
    """Hides names in what people wrote beside the material: nothing is stored with them, memos as little as sources."""
    desk = open_desk(workspace, store)
    return lambda words: desk.deidentifier.document(SourceText(words, ())).source.text


def _gather(
    read: CodingFile, shelf: Shelf, themes: ThemeNames, told: Told, done: Imported
) -> dict[tuple[str, str], _Said]:
    """What each coder says of each excerpt; a passage that cannot be used is told and stops no other."""
    announce("Placing passages", len(read.passages))
    said: dict[tuple[str, str], _Said] = {}
    sources: set[str] = set()
    for passage in read.passages:
        try:
            coder = _coder(passage.coder or told.coder)
            placed = shelf.place(passage)
        except BadCoding as err:
            done.not_placed.append(f"{done.file} {passage.where}: {err}")
            continue
        finally:
            watcher().advance()
        tally = done.by_coder.setdefault(coder, Tally())
        tally.passages, done.placed = tally.passages + 1, done.placed + 1
        sources.update(excerpt.document_id for excerpt in placed.excerpts)
        if placed.almost:
            done.almost.append(f"{done.file} {passage.where}: {placed.almost}")
        named, considered = themes.of(passage)
        for excerpt in placed.excerpts:
            here = said.setdefault((coder, excerpt.excerpt_id), _Said(excerpt))
            (here.applies if passage.applies else here.not_applies).update(named)
            here.considered |= considered
            here.blind &= told.blind if passage.blind is None else passage.blind
    done.sources = len(sources)
    return said


def _coder(name: str) -> str:
    if not name:
        raise BadCoding("nobody is named as its coder; fill the column 'coder', or name one with --coder")
    if len(name) > 80 or not name.isprintable():
        raise BadCoding("its coder's name is longer than 80 characters or not plain text; shorten it")
    return name


def _read_through(said: dict[tuple[str, str], _Said], shelf: Shelf, themes: ThemeNames) -> None:
    """Every excerpt of a source somebody coded in was read by them, and silence means that a theme does not apply."""
    blind: dict[tuple[str, str], bool] = {}
    spoken: dict[str, set[str]] = defaultdict(set)
    for (coder, _), one in said.items():
        key = (coder, one.excerpt.document_id)
        blind[key] = blind.get(key, True) and one.blind
        spoken[coder] |= one.applies | one.not_applies
    for coder, document_id in blind:
        considered = themes.facets_of(spoken[coder])
        for excerpt in shelf.excerpts[document_id]:
            here = said.setdefault((coder, excerpt.excerpt_id), _Said(excerpt, blind=blind[coder, document_id]))
            here.considered |= considered


def _reviews(store: Store, shelf: Shelf, said: Mapping[tuple[str, str], _Said], done: Imported) -> list[Review]:
    """The entries that are new; what a coder decided here already, or took back, stands as it is."""
    record = store.reviews.all(actions=DECIDING)
    ids = {review.review_id for review in record}
    decided = {
        (review.coder, review.document_id, review.start, review.end, _about(review))
        for review in store.tags.rekeyed(store.reviews.standing(actions=DECIDING), list(shelf.by_id.values()))
    }
    made_at, found = datetime.now(UTC), []
    for (coder, _), one in said.items():
        tally = done.by_coder[coder]
        for review in _as_reviews(coder, one, made_at):
            key = (coder, review.document_id, review.start, review.end, _about(review))
            if review.review_id in ids or key in decided:
                tally.known += 1
            else:
                tally.added += 1
                found.append(review)
    return found


def _about(review: Review) -> str:
    """What a decision settles: a theme, or that the excerpt is finished."""
    return Action.DONE.value if review.action is Action.DONE else review.theme or ""


def _as_reviews(coder: str, said: _Said, made_at: datetime) -> list[Review]:
    """One coder's decisions on one excerpt, the finish last; the same coding makes the same ids in every import."""
    excerpt = said.excerpt
    marks: dict[str, Any] = {"blind": said.blind, "sample": SAMPLE if said.blind and said.considered else None}
    decisions: list[tuple[Action, str | None, dict[str, Any]]] = [
        *((Action.ADD, theme, NOTE) for theme in sorted(said.applies)),
        *((Action.REJECT, theme, NOTE) for theme in sorted(said.not_applies - said.applies)),
    ]
    if said.considered:
        considered = sorted(said.considered | said.applies)
        finish = {**NOTE, "themes": sorted(said.applies), "considered": considered}
        decisions.append((Action.DONE, None, finish))
    return [
        Review(
            str(uuid5(_SPACE, "/".join(map(str, (coder, excerpt.excerpt_id, action.value, theme))))),
            action,
            coder,
            made_at,
            excerpt.document_id,
            excerpt.version,
            excerpt.start,
            excerpt.end,
            theme,
            payload=payload,
            **marks,
        )
        for action, theme, payload in decisions
    ]
