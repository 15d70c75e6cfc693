"""An extract of one source on a question: the source found by its name, its words as they stand in the frozen text."""

from collections.abc import Sequence
from dataclasses import dataclass

from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import Store
from learnbrief.flows.exchange.sources_by_name import Shelf
from learnbrief.flows.stages.encoding import encoder_for
from learnbrief.flows.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage of an extract."""

    excerpt: Excerpt
    """The excerpt in which the passage begins: who speaks, when, and whether it is a note."""
    start: int
    end: int
    """Its place in the frozen text."""
    shown: str
    """Its words, with dots where part of a sentence was left out."""


def extract_of(
    workspace: Workspace, store: Store, source: str, question: str, *, words: int
) -> tuple[Document, list[Answer]]:
    """What participants said on a question in the source that goes by this name, in at most so many words and in order.

    What facilitators, coaches and presenters say around it counts for what an answer is about, and is not quoted.
    """
    from learnbrief.nlp.extracts import Turn, extract, read_talk, written

    shelf = Shelf.of(workspace, store)
    document = shelf.document(source)
    turns = _turns(document, shelf.excerpts[document.document_id])
    if not any(turn[0].evidence for turn in turns):
        raise BadInput(f"{document.title}: holds no participant's words; choose another source")
    encoder = encoder_for(workspace.settings, store)
    talk = read_talk(
        [Turn(turn[0].voice.label, _text(document, turn), quotable=turn[0].evidence) for turn in turns], encoder
    )
    found = extract(talk, question, encoder, words=words)
    answers = []
    for one, shown in zip(found, written(talk, found), strict=True):
        turn = turns[one.turn]
        start, end = turn[0].start + one.start, turn[0].start + one.end
        begins_in = next(excerpt for excerpt in turn if excerpt.end > start)
        answers.append(Answer(begins_in, start, end, shown))
    return document, answers


def _turns(document: Document, excerpts: Sequence[Excerpt]) -> list[list[Excerpt]]:
    """What each voice said in one go: excerpts of one voice with nothing but white space between them."""
    turns: list[list[Excerpt]] = []
    for excerpt in sorted(excerpts, key=lambda one: one.start):
        last = turns[-1][-1] if turns else None
        if last and _as_one(last) == _as_one(excerpt) and not document.text[last.end : excerpt.start].strip():
            turns[-1].append(excerpt)
        else:
            turns.append([excerpt])
    return turns


def _as_one(excerpt: Excerpt) -> tuple[object, ...]:
    return excerpt.voice, excerpt.mode, excerpt.evidence


def _text(document: Document, turn: Sequence[Excerpt]) -> str:
    return document.text[turn[0].start : turn[-1].end]
