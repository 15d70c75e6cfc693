"""The demo run once through the command line, its plan, and where the planted words stand in it."""

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any

import yaml

from learnbrief.corpus.counting import COUNTED, holds
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import Store, new_review, open_store
from learnbrief.corpus.store.clues import SHOWN
from learnbrief.corpus.tag import Action, Band, TagStatus
from learnbrief.flows.workspace.workspace import Workspace
from tests.e2e import forked

DEMO = Path(__file__).parents[2] / "corpus" / "demo"
PLAN: dict[str, Any] = yaml.safe_load((DEMO / "plan.yaml").read_text(encoding="utf-8"))
STANCES = frozenset({"barrier", "enabler", "action", "question", "neutral"})
PATIENCE = 1800
"""Seconds a command may take on a machine that is busy with other things."""


def show(*lines: str) -> None:
    """Figures for whoever runs the tests with -s, or looks at the output of one that failed."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def environment(**more: str) -> dict[str, str]:
    """What a command finds in its environment: no Prefect server of the user's own, unless one is named.

    One thread each: the tests share the processors out among themselves.
    """
    return {
        **{key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"},
        "OMP_NUM_THREADS": "1",
        **more,
    }


def tell(*words: object, code: int | None = 0, **env: str) -> subprocess.CompletedProcess[str]:
    """One command through the real command line; a traceback is a failure whatever the test looks at."""
    done = forked.run([str(word) for word in words], {**environment(), **env}, PATIENCE)
    assert "Traceback" not in done.stderr, done.stderr
    if code is not None:
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return done


def make_demo(root: Path) -> tuple[int, str]:
    """`learnbrief demo`: its exit status and everything it printed."""
    done = tell("demo", root, code=None)
    return done.returncode, done.stdout + done.stderr


@dataclass(frozen=True)
class Demo:
    """The demo's workspace after its run; nobody changes it."""

    root: Path
    exit_status: int
    printed: str

    @cached_property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    @cached_property
    def brief_folder(self) -> Path:
        """The brief for the whole cohort, which the command names."""
        (line,) = [line for line in self.printed.splitlines() if line.startswith("Its brief for the whole cohort: ")]
        return Path(line.partition(": ")[2]).parent

    @cached_property
    def brief(self) -> dict[str, Any]:
        return json.loads((self.brief_folder / "brief.json").read_text(encoding="utf-8"))

    @contextmanager
    def store(self) -> Iterator[Store]:
        store = open_store(self.workspace.store_url)
        try:
            yield store
        finally:
            store.close()

    @cached_property
    def documents(self) -> dict[str, Document]:
        with self.store() as store:
            return store.documents.latest()

    @cached_property
    def excerpts(self) -> tuple[Excerpt, ...]:
        with self.store() as store:
            return tuple(store.excerpts.current())

    @cached_property
    def tags(self) -> dict[str, frozenset[str]]:
        """Themes and stances that hold of each excerpt: those which findings, tables and tests of change count."""
        return self._tags(COUNTED)

    @cached_property
    def sure(self) -> dict[str, frozenset[str]]:
        """Those of them that are shown as sure."""
        return self._tags(frozenset({Band.SURE}))

    @cached_property
    def offered(self) -> dict[str, frozenset[str]]:
        """All that is offered for review, what is too weak to count included."""
        with self.store() as store:
            found: dict[str, set[str]] = {}
            for tag in store.tags.effective():
                if tag.status is not TagStatus.REJECTED:
                    found.setdefault(tag.excerpt_id, set()).add(tag.theme)
        return {key: frozenset(themes) for key, themes in found.items()}

    def _tags(self, bands: frozenset[Band]) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        with self.store() as store:
            for tag in store.tags.effective():
                if holds(tag, bands):
                    found.setdefault(tag.excerpt_id, set()).add(tag.theme)
        return {key: frozenset(themes) for key, themes in found.items()}

    def document(self, path: str) -> Document:
        """The document made of a file of the plan."""
        _, folder, *rest = Path(path).parts
        return self.documents[stable_id("d", folder, "/".join(rest))]

    def excerpts_at(self, path: str, words: str) -> list[Excerpt]:
        """The excerpts that carry these words of a file; a quote may run over two of them."""
        document = self.document(path)
        start, end = place_of(words, document.text)
        return [
            one
            for one in self.excerpts
            if one.document_id == document.document_id
            and min(one.end, end) - max(one.start, start) > min(20, (end - start) // 2)
        ]

    @cached_property
    def passages(self) -> dict[str, list[Excerpt]]:
        """The excerpts of each planted passage."""
        return {
            passage["id"]: self.excerpts_at(planned["path"], passage["quote"])
            for planned, passage in planted_passages()
        }


def planted_passages(key: str = "passages") -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every passage of the plan with its document."""
    for planned in PLAN["documents"]:
        for passage in planned.get(key, []):
            yield planned, passage


def coded_rows() -> list[dict[str, str]]:
    """The excerpts that a person coded."""
    with (DEMO / PLAN["coding"]["file"]).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def place_of(words: str, text: str) -> tuple[int, int]:
    """Where words stand in a text, white space apart; with one of them taken for a name they are still what was coded."""
    parts = [re.escape(word) for word in words.split()]
    masked = ([*parts[:at], r"\[[A-Z][^\]]*\]\W*", *parts[at + 1 :]] for at in range(len(parts)))
    found = (re.search(r"\s+".join(pattern), text) for pattern in (parts, *masked))
    place = next((match for match in found if match), None)
    assert place, words
    return place.span()


@dataclass(frozen=True)
class Secret:
    """Words that name somebody or somewhere, in every shape in which a file could hold them."""

    words: str
    whole_word: bool = False

    @cached_property
    def shapes(self) -> tuple[bytes, ...]:
        plain = self.words.casefold()
        escaped = json.dumps(plain)[1:-1]
        html = plain.replace("'", "&#39;")
        squeezed = re.sub(r"[\s-]", "", plain) if sum(one.isdigit() for one in plain) >= 6 else plain
        return tuple(dict.fromkeys(shape.encode() for shape in (plain, escaped, html, squeezed)))

    def stands_in(self, content: bytes) -> bool:
        """Whether content, in lower case, holds the words; short ones as words of their own."""
        return any(
            shape in content
            and (not self.whole_word or re.search(rb"(?<![a-z0-9])%b(?![a-z0-9])" % re.escape(shape), content))
            for shape in self.shapes
        )


def identifying_words() -> list[str]:
    """Every string of the plan that says who or where: identifiers, people, third parties, organisations, the scan."""
    people = [way for one in PLAN["people"] for way in (one["name"], *one["variants"], *one["typos"])]
    others = [one["name"] for one in PLAN["unregistered"]]
    families = [" ".join(name.split()[1:]) for name in [*(one["name"] for one in PLAN["people"]), *others]]
    scanned = [entry["text"] for found in PLAN["found"].values() for entry in found]
    identifiers = [str(one["text"]) for one in PLAN["identifiers"]]
    return sorted({*people, *others, *families, *PLAN["organisations"], *scanned, *identifiers})


def secrets() -> list[Secret]:
    """Words to look for in bytes. Those under four characters (initials; Jo, Sam, Des, Lau) occur in any binary file by
    chance: they are looked for in texts alone, see `initials`. Four to five characters count as whole words only.
    """
    return [Secret(words, whole_word=len(words) <= 5) for words in identifying_words() if len(words) >= 4]


def initials() -> list[str]:
    """What is too short to be looked for in bytes."""
    return [words for words in identifying_words() if len(words) < 4]


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """A file's bytes in lower case; the parts of an archive and the text of a PDF and of HTML as well."""
    raw = path.read_bytes()
    yield str(path), _lower(raw)
    if zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield f"{path}!{name}", _lower(archive.read(name))
                if name.endswith(".xml"):
                    yield f"{path}!{name} as text", _lower(without_tags(archive.read(name).decode()).encode())
    if raw.startswith(b"SQLite format 3"):
        yield f"{path} as text", _lower(text_of_database(path).encode())
    if path.suffix == ".pdf":
        yield f"{path} as text", _lower(text_of_pdf(raw).encode())
    if path.suffix == ".html":
        yield f"{path} as text", _lower(without_tags(raw.decode()).encode())


def _lower(raw: bytes) -> bytes:
    try:
        return raw.decode().casefold().encode()
    except UnicodeDecodeError:
        return raw.lower()


def without_tags(markup: str) -> str:
    """Text as read: a name split over two runs or tags is one name to a reader."""
    return unescape(re.sub(r"<[^>]*>", "", markup))


def text_of_database(path: Path) -> str:
    """Every value of every table. A database's bytes part words at the ends of its pages, so that 'deadlines' holds an 'ines'."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for table in tables for row in base.execute(f'SELECT * FROM "{table}"')]
    return "\n".join(value if isinstance(value, str) else "" for row in rows for value in row)


def text_of_pdf(raw: bytes) -> str:
    """Every page's text."""
    import pypdfium2

    document = pypdfium2.PdfDocument(raw)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def found_in(files: Iterator[Path], wanted: list[Secret]) -> list[tuple[str, str]]:
    """What of the wanted stands where."""
    return [
        (where, secret.words)
        for path in files
        for where, content in contents(path)
        for secret in wanted
        if not (secret.whole_word and content.startswith(b"sqlite format 3")) and secret.stands_in(content)
    ]


@dataclass
class Score:
    """True and false of one kind of decision."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, said: frozenset[str] | set[str], meant: frozenset[str] | set[str]) -> None:
        self.right += len(said & meant)
        self.wrong += len(said - meant)
        self.missed += len(meant - said)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def __str__(self) -> str:
        return f"recall {self.recall:.2f} precision {self.precision:.2f} of {self.right + self.missed}"


def brief_of(demo: Demo, *options: str, since: str, until: str) -> Path:
    done = tell("brief", "--scope", "cohort", "--since", since, "--until", until, *options, "--json", "-w", demo.root)
    return Path(json.loads(done.stdout)["briefs"][0])


def confirm_everything(store: Store) -> None:
    """A person has looked at every source and says that names are removed: only then is anything published."""
    for card in store.documents.cards():
        where: dict[str, Any] = {"document_id": card.document_id, "version": card.version}
        for clue in store.clues.of(card.document_id, card.version):
            store.clues.set_status(clue, SHOWN)
        store.privacy.confirm(card.document_id, card.version, "Evaluator")
        store.reviews.add(new_review(Action.CONFIRM, "Evaluator", **where))


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def everything_but_what_may_hold_names(root: Path) -> list[Path]:
    kept = {root / "material", root / "inbox", root / "restricted", root / "participants.csv"}
    return [path for path in files_in(root) if not kept & {path, *path.parents}]


def evidence_in(brief: dict[str, Any]) -> list[dict[str, Any]]:
    points = [item for point in brief["findings"] for item in (*point["evidence"], *point["counter"])]
    return points + [item for topic in brief["emerging"] for item in topic["evidence"]]
