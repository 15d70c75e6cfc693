"""A workspace, opened to be read as tables; adding files and running are the commands' own."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, get_args

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.deidentify import Keyfile
from learnbrief.corpus.errors import BadInput, MissingDetails
from learnbrief.corpus.extras import extra
from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.store import Store
from learnbrief.flows.exchange.exporting import coding_of
from learnbrief.flows.exchange.importing import Imported, Told, import_coding
from learnbrief.flows.library.frames import Frames, framed
from learnbrief.flows.library.of_briefs import FINDINGS, PUBLISHED, QUOTES, brief_rows, finding_rows, quote_rows
from learnbrief.flows.library.reading import FileRead, present, read_with
from learnbrief.flows.orchestration.start import Done, run_after_workshop, run_month
from learnbrief.flows.stages.brief_files import brief_bytes
from learnbrief.flows.stages.encoding import encoder_for
from learnbrief.flows.stages.inbox import add_file, arriving
from learnbrief.flows.stages.ingest import deidentifier_for
from learnbrief.flows.stages.learning import coded_excerpts
from learnbrief.flows.stages.scopes import check_scope, parse_scope
from learnbrief.flows.workspace import workspace as workspaces
from learnbrief.flows.workspace.open_workspace import alone, opened
from learnbrief.outputs.brief.brief import Brief, View, read_brief
from learnbrief.outputs.export.coding_tables import Coding
from learnbrief.outputs.export.flat import PLACE, TAG, Flat, long_table, wide_table

DOCUMENTS = {
    "document": "string", "title": "string", "kind": "string", "date": "date32", "event": "string",
    "collaborative": "string", "version": "int64", "excerpts": "int64", "evidence": "int64", "names_confirmed": "bool_",
}  # fmt: skip
THEMES = {
    "theme": "string", "name": "string", "facet": "string", "parent": "string", "definition": "string",
}  # fmt: skip
BRIEFS = {
    "brief": "string", "title": "string", "status": "string", "scope": "string", "since": "date32", "until": "date32",
    "made_at": "string", "edition": "int64", "supersedes": "string",
}  # fmt: skip


class Taught(NamedTuple):
    """What people decided, as `ThemeTagger.fit` takes it: X, y, groups."""

    texts: list[str]
    themes: Any
    """A column of 0 and 1 per theme of the codebook, as a DataFrame; empty where nobody decided."""
    sources: list[str]
    """To which document each text belongs."""
    blind: list[bool]
    """Coded without suggestions in sight, in a sample drawn at random: figures of these alone are honest."""


@dataclass(frozen=True, slots=True)
class OpenProgramme:
    """One programme's workspace. Every call reads the store as it is now and leaves nothing open.

    `scope` is 'cohort', 'event:E', 'collaborative:C', 'theme:T' or 'role:R', and `since` and `until` are days, as in the commands.
    Texts are the frozen ones, with names and numbers of people replaced; they are for evaluators, and what may leave the
    evaluation is the published view of a brief.
    """

    root: Path

    def documents(self, frames: Frames = "pandas") -> Any:
        """A row per source; `names_confirmed` says whether a person has checked that names are removed."""
        with self._store() as (place, store):
            coding = coding_of(place, store, parse_scope("cohort"))
            confirmed = store.privacy.confirmed()
        every = Counter(one.document_id for one in coding.excerpts)
        counted = Counter(one.document_id for one in coding.excerpts if one.evidence)
        rows = [
            {
                "document": one.document_id,
                "title": coding.title(one),
                "kind": one.kind.value,
                "date": one.date,
                "event": one.event_id,
                "collaborative": one.collaborative,
                "version": one.version,
                "excerpts": every[one.document_id],
                "evidence": counted[one.document_id],
                "names_confirmed": (one.document_id, one.version) in confirmed,
            }
            for one in coding.documents.values()
        ]
        return framed(Flat(DOCUMENTS, rows), frames)

    def excerpts(
        self, scope: str = "cohort", *, since: date | None = None, until: date | None = None, frames: Frames = "pandas"
    ) -> Any:
        """A row per excerpt: its words, place, voice and day, and a column `theme_...` of 0 and 1 for each theme.

        A theme is 1 where it counts in a brief: a person gave it, or it was suggested as likely and nobody took it away.
        Whether somebody looked at it is told by `tags_checked` and by the table of tags.
        """
        with self._store() as (place, store):
            return framed(wide_table(_coding(place, store, scope, since, until)), frames)

    def tags(
        self, scope: str = "cohort", *, since: date | None = None, until: date | None = None, frames: Frames = "pandas"
    ) -> Any:
        """A row per excerpt and theme, rejected ones too: its standing, who or what gave it, and how sure it is."""
        with self._store() as (place, store):
            methods = {(tag.excerpt_id, tag.theme): tag.method for tag in store.tags.suggested()}
            table = long_table(_coding(place, store, scope, since, until), methods)
        kept = {name: kind for name, kind in (PLACE | TAG).items() if name in TAG or name in ("excerpt", "document")}
        rows = [{name: row[name] for name in kept} for row in table.rows if row["theme"] is not None]
        return framed(Flat(kept, rows), frames)

    def themes(self, frames: Frames = "pandas") -> Any:
        """The codebook: a row per theme or stance."""
        rows = [
            {
                "theme": one.slug,
                "name": one.name,
                "facet": one.facet.value,
                "parent": one.parent,
                "definition": one.definition,
            }
            for one in self.codebook.themes
        ]
        return framed(Flat(THEMES, rows), frames)

    @property
    def codebook(self) -> Codebook:
        """The workspace's codebook as the file stands, for `ThemeTagger`."""
        return workspaces.Workspace(self.root).codebook

    def briefs(self, frames: Frames = "pandas") -> Any:
        """A row per brief, newest first."""
        with self._store() as (_, store):
            return framed(Flat(BRIEFS, brief_rows(store.briefs.heads())), frames)

    def findings(self, brief: str, *, view: View = "internal", frames: Frames = "pandas") -> Any:
        """A row per finding of a brief, messages first; `message` numbers those.

        Where the published view hides a number, it stands in words ('fewer than 5').
        """
        kinds = PUBLISHED if view == "published" else FINDINGS
        return framed(Flat(kinds, finding_rows(self.brief(brief, view=view))), frames)

    def quotes(self, brief: str, *, view: View = "internal", frames: Frames = "pandas") -> Any:
        """A row per excerpt behind a finding; `side` is 'for' or 'against', `quoted` says what the page shows."""
        return framed(Flat(QUOTES, quote_rows(self.brief(brief, view=view))), frames)

    def brief(self, brief: str, *, view: View = "internal") -> Brief:
        """The whole brief as one value.

        Raises:
            LearnbriefError: there is none of that name, no such view, or its published view waits for a person.
        """
        if view not in get_args(View):
            raise BadInput(f"no view {view!r}; there are {' and '.join(get_args(View))}")
        with self._store() as (_, store):
            return read_brief(brief_bytes(store, brief, "json", view=view).decode())

    def taught(self) -> Taught:
        """What people decided so far; `texts, themes, sources, _ = programme.taught()` is what teaches a `ThemeTagger`."""
        with extra("notebook", needed_for="a table of what people decided"):
            import pandas  # the frame that scikit-learn reads column names from

        with self._store() as (_, store):
            coded, codebook = coded_excerpts(store), store.codebooks.current()
        slugs = [theme.slug for theme in codebook.themes]
        cells = [[float(slug in one.themes) if one.knows(slug) else None for slug in slugs] for one in coded]
        return Taught(
            [one.text for one in coded],
            pandas.DataFrame(cells, columns=slugs, dtype=float),
            [one.source for one in coded],
            [one.blind for one in coded],
        )

    def encode(self, texts: Iterable[str]) -> Vectors:
        """A unit vector per text, from the workspace's encoder; what the store knows is not made again."""
        with self._store() as (place, store):
            return encoder_for(place.settings, store).encode(list(texts))

    def read_file(self, path: str | Path, *, kind: str = "") -> FileRead:
        """A file read with the workspace's register, pseudonyms and shapes; nothing is stored, new pseudonyms neither."""
        place = workspaces.Workspace(self.root)
        register, deidentifier = deidentifier_for(place, Keyfile(place.restricted / "key.json").in_memory())
        return read_with(Path(path), register, deidentifier, kind=kind, shapes=place.shapes)

    def add(self, path: str | Path, **details: str) -> str:
        """Copies a file into its event's folder and returns the event's id; `details` are the options of `learnbrief add`.

        Raises:
            MissingDetails: something is not told; the file waits in the inbox, as with the command.
        """
        with self._store() as (place, store):
            put = add_file(place, arriving(place, store, present(path), details))
        if put.event_id is None:
            raise MissingDetails(f"{Path(path).name}: waits in inbox/: {put.reason}")
        return put.event_id

    def import_coding(
        self, path: str | Path, *, coder: str = "", blind: bool = False, read_all: bool = False
    ) -> Imported:
        """What `learnbrief import` does with coding made elsewhere: a table, a report or a project; what came of it, counted.

        `coder` is for rows that name none, `blind` says that it was coded without suggestions in sight, and `read_all` that
        nothing applies to what coders left uncoded in the sources they coded.
        """
        with alone(self.root), self._store() as (place, store):
            return import_coding(place, store, present(path), Told(coder, blind, read_all), keep=True)

    def run(self, event: str | None = None, *, formats: str = "") -> Done:
        """What `learnbrief run` does, in this process: what is new is taken in, a draft brief for each event it touches."""
        return run_after_workshop(workspaces.Workspace(self.root), event=event, formats=formats, how="direct")

    def month(self, month: str, *, formats: str = "") -> Done:
        """What `learnbrief month` does, in this process: '2025-03'."""
        return run_month(workspaces.Workspace(self.root), month, formats=formats, how="direct")

    @contextmanager
    def _store(self) -> Iterator[tuple[workspaces.Workspace, Store]]:
        with opened(self.root) as found:
            yield found


def open_programme(path: str | Path | None = None) -> OpenProgramme:
    """The workspace in this folder; without one the workspace around the current folder, as for the commands.

    Raises:
        BadInput: there is no workspace there.
    """
    return OpenProgramme(workspaces.find_workspace(Path(path) if path is not None else None).root)


def new_programme(path: str | Path) -> OpenProgramme:
    """A new workspace with commented settings, the default codebook and an empty register; never overwrites one."""
    return OpenProgramme(workspaces.new_workspace(Path(path)).root)


def _coding(place: workspaces.Workspace, store: Store, scope: str, since: date | None, until: date | None) -> Coding:
    wanted = parse_scope(scope, since=since, until=until)
    check_scope(wanted, store, place.settings)
    return coding_of(place, store, wanted)
