"""Memos and notes of a project as comments of ours: beside an excerpt, a source, a theme, or the whole programme."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from learnbrief.corpus.coding.memos import Memo
from learnbrief.corpus.coding.refi import Project, Source
from learnbrief.corpus.coding.table import CodedPassage
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.store import Store
from learnbrief.corpus.tag import Action, Review
from learnbrief.flows.exchange.importing_project import source_here
from learnbrief.flows.exchange.sources_by_name import Shelf

if TYPE_CHECKING:
    from learnbrief.flows.exchange.theme_names import ThemeNames

_SPACE = UUID("5b1f0c52-2d7b-5c4e-9d3a-7f6a1f0f9a31")
NOTE = "imported"
_LONGEST = 60
"""Characters of a memo that a message repeats."""


@dataclass(frozen=True, slots=True)
class Written:
    """A memo with its place here: an excerpt, a source (a document without a span), a theme, or none, which is the whole."""

    memo: Memo
    coder: str
    document_id: str | None = None
    version: int | None = None
    start: int | None = None
    end: int | None = None
    theme: str | None = None

    @property
    def place(self) -> tuple[str | int | None, ...]:
        """What it stands beside."""
        return self.document_id, self.version, self.start, self.end, self.theme


def written_in(
    project: Project, shelf: Shelf, themes: "ThemeNames", names: Mapping[str, str], coder: str
) -> tuple[list[Written], list[str]]:
    """Every memo of a project with its place here; those without, each with why."""
    found: list[Written] = []
    wrong: list[str] = []
    for memo, placed in _places(project, shelf, themes, names):
        who = project.users.get(memo.user) or coder
        if isinstance(placed, str) or not who:
            why = placed if isinstance(placed, str) else "nobody is named as its writer; name one with --coder"
            wrong.append(f"memo {_shown(memo.words)}: {why}")
        else:
            document_id, version, start, end, theme = placed
            found.append(Written(memo, who, document_id, version, start, end, theme))
    return found, wrong


_Place = tuple[str | None, int | None, int | None, int | None, str | None]


def _places(
    project: Project, shelf: Shelf, themes: "ThemeNames", names: Mapping[str, str]
) -> Iterator[tuple[Memo, _Place | str]]:
    for source in project.sources:
        for memo in source.memos:
            try:
                yield memo, _beside_source(source, memo, shelf)
            except BadCoding as err:
                yield memo, str(err)
    for memo in project.memos:
        theme = themes.slug_of(names.get(memo.code, "")) if memo.code else None
        if memo.code and theme is None:
            yield memo, f"it is about the code {names.get(memo.code, memo.code)!r}, which the codebook does not have"
        else:
            yield memo, (None, None, None, None, theme)


def _beside_source(source: Source, memo: Memo, shelf: Shelf) -> _Place:
    document, version = source_here(source, shelf)
    if memo.start is None or memo.end is None:
        return document.document_id, document.version, None, None, None
    if not 0 <= memo.start < memo.end <= len(source.text):
        raise BadCoding("the words it stands beside lie outside its source; mark them again and export anew")
    words = source.text[memo.start : memo.end]
    exact = {"start": memo.start, "end": memo.end, "version": version} if version else {"words": tidy(words)}
    near = memo.start / len(source.text)
    excerpt = shelf.place(CodedPassage("memo", source=document.document_id, near=near, **exact)).excerpts[0]
    return excerpt.document_id, excerpt.version, excerpt.start, excerpt.end, None


def as_comments(written: list[Written], store: Store, shelf: Shelf, masked: Callable[[str], str]) -> list[Review]:
    """The comments that are new, names hidden; the same file twice adds none, and one taken back stays so."""
    record = store.reviews.all(actions=[Action.COMMENT])
    known = {review.review_id for review in record}
    here = {
        (review.coder, str(review.payload.get("text", "")), review.document_id, review.start, review.end, review.theme)
        for review in store.tags.rekeyed(record, list(shelf.by_id.values()))
    }
    found: dict[str, Review] = {}
    for one in written:
        words = masked(one.memo.words)
        key = str(uuid5(_SPACE, "/".join(map(str, (one.coder, *one.place, one.memo.words)))))
        same = (one.coder, words, one.document_id, one.start, one.end, one.theme)
        if key in known or same in here:
            continue
        found[key] = Review(
            key,
            Action.COMMENT,
            one.coder,
            _moment(one.memo.made_at),
            one.document_id,
            one.version,
            one.start,
            one.end,
            one.theme,
            payload={"text": words, "note": NOTE},
        )
    return list(found.values())


def _moment(told: str) -> datetime:
    """When it was written, as the file says it, else now."""
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return datetime.now(UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _shown(words: str) -> str:
    plain = tidy(words)
    return repr(plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST].rstrip()}…")
