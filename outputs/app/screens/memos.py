"""Memos: everything people wrote beside the material in one place, to search, write, edit, answer and take away."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from learnbrief.corpus import memos
from learnbrief.corpus.document import Document
from learnbrief.corpus.errors import BadInput, NotFound, StaleEdit
from learnbrief.corpus.memos import Beside, Thread
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.app.downloads import attachment, table_file
from learnbrief.outputs.app.paging import page_of
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go
from learnbrief.outputs.brief.brief import read_brief
from learnbrief.outputs.export.memos import MemoRow, memos_docx
from learnbrief.outputs.render import FORMS

router = APIRouter(prefix="/memos")
FIRST_WORDS = 90
"""Characters of an excerpt by which it is known again in a list."""
LISTED = 50
"""Memos on one page, with their answers."""
COLUMNS = ["about", "what", "who", "when", "answers", "text"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which memos to show; an empty field asks for all."""

    words: str = ""
    coder: str = ""
    beside: str = ""
    about: str = ""
    """One place: 'document:ID', 'theme:SLUG', 'finding:ID', 'excerpt:ID' or 'programme'."""

    @property
    def query(self) -> str:
        """As it stands in a link."""
        return urlencode(
            {name: value for name in ("words", "coder", "beside", "about") if (value := getattr(self, name))}
        )


def wanted_of(request: Request) -> Wanted:
    """The filters named in the link."""
    return Wanted(**{name: request.query_params.get(name, "") for name in ("words", "coder", "beside", "about")})


WantedDep = Annotated[Wanted, Depends(wanted_of)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A memo as the page shows it."""

    thread: Thread
    key: str
    kind: str
    title: str
    link: str


@router.get("")
def listed(request: Request, state: StateDep, coder: CoderDep, wanted: WantedDep) -> Response:
    """Memos that may be seen, with what they stand beside."""
    places = _Places(state)
    paged = page_of(request, _chosen(state, places, coder, wanted), LISTED)
    brief_id = request.query_params.get("in", "")
    values = {
        "found": paged.items,
        "paged": paged,
        "wanted": wanted,
        "kinds": list(Beside),
        "coders": state.store.coders.all(),
        "cards": state.store.documents.cards(),
        "codebook": state.codebook(),
        "about_title": places.title_of(wanted.about, brief_id) if wanted.about else "",
        "brief_id": brief_id,
        "words_of": memos.words_of,
        "first": memos.FIRST,
    }
    return page(request, "memos.html", values)


@router.get("/export.{form}")
def export(state: StateDep, coder: CoderDep, wanted: WantedDep, form: str) -> Response:
    """The memos chosen, as a list in Word or as a table."""
    if form not in ("docx", "csv", "xlsx"):
        raise NotFound("Memos come as docx, csv or xlsx.")
    rows = [
        MemoRow(one.kind, one.title, memo.coder, memo.made_at, memo is not one.thread.memo, memos.words_of(memo))
        for one in _chosen(state, _Places(state), coder, wanted)
        for memo in (one.thread.memo, *one.thread.answers)
    ]
    if form == "docx":
        return attachment(memos_docx(rows, state.programme), "memos.docx", FORMS["docx"].media_type)
    table = [[one.kind, one.title, one.coder, one.made_at, "yes" if one.answer else "", one.words] for one in rows]
    return table_file(form, "memos", COLUMNS, table)


@router.post("")
def write(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    wanted: WantedDep,
    about: Annotated[str, Form()],
    text: Annotated[str, Form()],
    brief_id: Annotated[str, Form()] = "",
) -> Response:
    """Keep a new memo beside what was chosen; the list stays as it was."""
    place = _Places(state).place_of(about, brief_id)
    state.store.reviews.add(memos.written(coder, text, **place))
    return say_and_go(request, "Memo kept.", f"/memos?{wanted.query}")


@router.post("/{memo_id}/{act}")
def change(
    request: Request, state: StateDep, coder: CoderDep, memo_id: str, act: str, text: Annotated[str, Form()] = ""
) -> Response:
    """Edit or remove a memo of one's own, or answer any: only as long as it is what the page showed."""
    if act not in ("edit", "answer", "remove"):
        raise BadInput("A memo can be edited, answered or removed.")
    back = f"/memos?{wanted_of(request).query}"
    with state.store.writing():
        visible = {one.review_id: one for one in _visible(state, coder)}
        if memo_id not in visible:
            raise StaleEdit("This memo was changed or removed since you opened the page. Nothing was kept; look again.")
        memo = visible[memo_id]
        if act != "answer" and memo.coder != coder:
            raise BadInput("Only a memo of your own can be changed; answer it instead.")
        if act == "answer":
            state.store.reviews.add(memos.answer(memo, coder, text))
        elif act == "edit":
            state.store.reviews.add(*memos.edit(memo, text))
        else:
            state.store.reviews.add(memos.remove(memo))
    return say_and_go(
        request, {"answer": "Answer kept.", "edit": "Memo changed.", "remove": "Memo removed."}[act], back
    )


def _visible(state: AppState, coder: str) -> list[Review]:
    """All but what others wrote beside words that this coder has yet to code blind."""
    standing = state.store.reviews.standing(actions=[Action.COMMENT])
    hidden = state.store.blind.hidden_reviews(standing, state.services.reserve(coder), coder=coder)
    return [one for one in standing if one.review_id not in hidden]


def _chosen(state: AppState, places: "_Places", coder: str, wanted: Wanted) -> list[Shown]:
    found = [places.shown(thread) for thread in memos.threads(_visible(state, coder))]
    return [
        one
        for one in found
        if wanted.beside in ("", one.kind)
        and wanted.about in ("", one.key)
        and (not wanted.coder or wanted.coder in {memo.coder for memo in (one.thread.memo, *one.thread.answers)})
        and (one.thread.holds(wanted.words) or wanted.words.casefold() in one.title.casefold())
    ]


class _Places:
    """What memos stand beside: titles and links of it, and how an entry names it."""

    def __init__(self, state: AppState) -> None:
        self._state = state
        self._briefs = {one.brief_id: one.title for one in state.store.briefs.heads()}
        self._titles = {card.document_id: card.title for card in state.store.documents.cards()}
        self._texts: dict[str, Document] = {}

    def shown(self, thread: Thread) -> Shown:
        """A memo with its place."""
        memo, kind = thread.memo, memos.beside(thread.memo)
        title, link, key = self._of[kind](self, memo)
        return Shown(thread, key, kind.value, title, link)

    def _of_programme(self, _memo: Review) -> tuple[str, str, str]:
        return self._state.programme.name, "/", "programme"

    def _of_document(self, memo: Review) -> tuple[str, str, str]:
        key = memo.document_id or ""
        return self._titles.get(key, key), f"/documents/{key}", f"document:{key}"

    def _of_excerpt(self, memo: Review) -> tuple[str, str, str]:
        key = memo.document_id or ""
        link = f"/documents/{key}/words?version={memo.version}&start={memo.start}&end={memo.end}"
        words = self._first_words(memo) if key in self._titles else ""
        title = self._titles.get(key, key)
        return f"“{words}”, {title}" if words else f"Words of {title}", link, f"excerpt:{key}"

    def _first_words(self, memo: Review) -> str:
        """As they stand now: an older version may still have a name that was hidden since. Empty where they are gone."""
        key, store = memo.document_id or "", self._state.store
        current = store.cuts.now().places.of(memo, store.documents)
        excerpt = store.excerpts.now().get(current or "")
        if excerpt is not None and excerpt.version != memo.version:
            words = excerpt.text
        elif excerpt is not None and excerpt.start <= (memo.start or 0) and (memo.end or 0) <= excerpt.end:
            words = excerpt.text[(memo.start or 0) - excerpt.start : (memo.end or 0) - excerpt.start]
        else:  # of more words than one excerpt holds, or of none that are evidence of anything
            words = self._text_of(key).text[memo.start : memo.end] if self._text_of(key).version == memo.version else ""
        return shorten(words, FIRST_WORDS, placeholder=" …")

    def _text_of(self, document_id: str) -> Document:
        if document_id not in self._texts:
            self._texts[document_id] = self._state.store.documents.get(document_id)
        return self._texts[document_id]

    def _of_theme(self, memo: Review) -> tuple[str, str, str]:
        key = memo.theme or ""
        return self._state.themes().get(key, key), f"/codebook#{key}", f"theme:{key}"

    def _of_finding(self, memo: Review) -> tuple[str, str, str]:
        brief_id = str(memo.payload.get("in", ""))
        # without the finding's headline, which may be words that somebody has yet to code blind
        title = f"A finding of {self._briefs.get(brief_id, 'a brief')}"
        return title, f"/briefs/{brief_id}#{memo.target}", f"finding:{memo.target}"

    _of: Mapping[Beside, Any] = {
        Beside.PROGRAMME: _of_programme,
        Beside.DOCUMENT: _of_document,
        Beside.EXCERPT: _of_excerpt,
        Beside.THEME: _of_theme,
        Beside.FINDING: _of_finding,
    }

    def place_of(self, about: str, brief_id: str) -> dict[str, Any]:
        """How an entry names a place that a form names.

        Raises:
            BadInput: there is no such place.
        """
        kind, _, key = about.partition(":")
        if kind == Beside.PROGRAMME.value:
            return {}
        if kind == Beside.DOCUMENT.value and key in self._titles:
            return {"document_id": key, "version": self._state.store.documents.get(key).version}
        if kind == Beside.THEME.value and key in self._state.codebook():
            return {"theme": key}
        if kind == Beside.FINDING.value:
            brief = read_brief(self._state.store.briefs.get(brief_id).value)
            if key not in {finding.id for finding in brief.findings}:
                raise BadInput("That finding is no longer in the brief; open the brief again.")
            return {"target": key, "payload": {"in": brief_id}}
        raise BadInput("Choose what the memo is about: the programme, a document, a theme or a finding.")

    def title_of(self, about: str, brief_id: str) -> str:
        """The title of a place that a link names."""
        kind, _, key = about.partition(":")
        if kind in (Beside.DOCUMENT.value, Beside.EXCERPT.value):
            return self._titles.get(key, key)
        if kind == Beside.FINDING.value:
            return f"a finding of {self._briefs.get(brief_id, 'a brief')}"
        return self._state.themes().get(key, key) or self._state.programme.name
