"""The excerpts with which coding begins, as the app asks for them."""

from learnbrief.corpus.blind import FIRST, Reserve
from learnbrief.corpus.protocols import Queued
from learnbrief.corpus.store import Store
from learnbrief.flows.stages.encoding import encoder_for, matrix_of
from learnbrief.flows.workspace.settings import Settings
from learnbrief.outputs.brief.brief import read_brief


def first_to_code(settings: Settings, store: Store, reserve: Reserve) -> list[Queued]:
    """What is left of the first excerpts to code, by anybody; none once so many are coded."""
    from learnbrief.nlp.first import first_set

    done = store.tags.done()
    if len(done) >= FIRST:
        return []
    evidence = [one for one in store.excerpts.current() if one.evidence]
    items = first_set(evidence, matrix_of(encoder_for(settings, store), evidence), reserve, rests_on=_rests_on(store))
    left = [item for item in items if item.excerpt_id not in done]
    return [Queued(item.excerpt_id, item.reason, item.sample) for item in left[: FIRST - len(done)]]


def _rests_on(store: Store) -> set[str]:
    """Excerpts on which the findings of the newest brief rest."""
    briefs = [read_brief(store.briefs.get(head.brief_id).value) for head in store.briefs.heads()[:1]]
    return {one.excerpt for brief in briefs for finding in brief.findings for one in finding.evidence}
