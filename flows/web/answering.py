"""A question asked of all the material: what bears on it, counted, with the matters of the newest brief that it belongs to."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from learnbrief.corpus.asked import Answer, AnswerMatter, by_side, unheard_on
from learnbrief.corpus.counting import evidence_of
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.finding import Scope, spread_of
from learnbrief.corpus.store import Store
from learnbrief.corpus.store.material import Card
from learnbrief.flows.stages.encoding import encoder_for, matrix_of
from learnbrief.flows.stages.scopes import material_in
from learnbrief.flows.web.searching import matrix_kept
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import Brief, read_brief
from learnbrief.outputs.layout.counts import finding_line
from learnbrief.outputs.layout.headlines import plain

if TYPE_CHECKING:
    from learnbrief.nlp.ask import Asked

MATTERS = 6
"""Matters that an answer names; the excerpts tell of the others."""


class Material:
    """The material read once, so that questions are answered at once."""

    def __init__(self, workspace: Workspace, store: Store, scope: Scope | None = None) -> None:
        from learnbrief.nlp.ask import read_material

        self._workspace, self._store = workspace, store
        self._cards: Mapping[str, Card] = {card.document_id: card for card in store.documents.cards()}
        current = list(material_in(store, scope).excerpts) if scope else list(store.excerpts.now().values())
        order = sorted(range(len(current)), key=lambda row: (current[row].document_id, current[row].start))
        self._excerpts: Sequence[Excerpt] = [current[row] for row in order]
        self._encoder = encoder_for(workspace.settings, store)
        # a part of the material is not kept in the cache: the file of all of it would have to go
        ids = [] if scope else [one.excerpt_id for one in current]
        vectors = (
            matrix_of(self._encoder, current) if scope else matrix_kept(workspace, self._encoder, ids, lambda: current)
        )
        self._material: Asked = read_material(
            [one.text for one in self._excerpts],
            [(one.document_id, one.heading) for one in self._excerpts],
            vectors[order],
        )

    def answer(self, question: str) -> Answer:
        """What of it bears on this question.

        Raises:
            BadInput: there is no question, or only words that ask.
        """
        from learnbrief.nlp.ask import bearing
        from learnbrief.nlp.extracts import asked_words

        if not asked_words(question):
            raise BadInput("that asks about nothing: write a question with a word for what you want to know about")
        vector = self._encoder.encode([question])[0] if self._excerpts else None
        rows = [] if vector is None else bearing(self._material, question, vector)
        found = evidence_of(self._excerpts[row] for row in rows)
        evidence = evidence_of(self._excerpts)
        return Answer(
            question=question,
            looked_through=spread_of(evidence, self._cards),
            spread=spread_of(found, self._cards),
            sides=by_side(found, self._store.tags.effective_on(found), self._cards),
            matters=self._matters([one.excerpt_id for one in found]),
            unheard=unheard_on(
                found, evidence, self._workspace.settings.as_programme(), self._store.participants.all().values()
            ),
        )

    def _matters(self, found: Sequence[str]) -> tuple[AnswerMatter, ...]:
        """Findings of the newest brief on the whole cohort, those first that most of what bears on it stands under."""
        brief = _newest(self._store)
        if brief is None or not found:
            return ()
        matters = []
        for finding in brief.findings:  # widest first, which the sort below keeps
            held = {one.excerpt for one in finding.evidence}
            if own := tuple(one for one in found if one in held):
                line = finding_line(finding, brief)
                matters.append(AnswerMatter(brief.id, finding.id, plain(finding, brief), line, own, len(held)))
        matters.sort(key=lambda one: -len(one.bearing))
        return tuple(matters[:MATTERS])


def _newest(store: Store) -> Brief | None:
    """The newest brief on the whole cohort that nobody has put aside."""
    heads = (head for head in store.briefs.heads() if head.scope.get("kind") == "cohort" and head.status != "retired")
    head = next(heads, None)
    return read_brief(store.briefs.get(head.brief_id).value) if head else None
