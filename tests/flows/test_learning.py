"""Teaching the tagger: proposed by a command, put to use by a person."""

import pytest

from learnbrief.corpus.codebook import Codebook, Theme, default_codebook
from learnbrief.corpus.errors import NotAllowed
from learnbrief.corpus.store import StoredModel, new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.analyse import how_tagged
from learnbrief.flows.stages.learning import learn
from learnbrief.flows.stages.tagging import tag


def test_without_a_review_there_is_nothing_to_learn(tagged, tagged_store):
    """And the message says where to begin."""
    with pytest.raises(NotAllowed, match="review some tags"):
        learn(tagged, tagged_store)


def test_a_proposal_changes_nothing_until_it_is_accepted(tagged, tagged_store):
    """A model never takes over behind anybody's back."""
    for excerpt in [one for one in tagged_store.excerpts.current() if one.evidence]:
        theme = "workforce" if "time" in excerpt.text else "leadership"
        tagged_store.reviews.add(
            new_review(Action.ADD, "Robin", excerpt=excerpt, theme=theme, blind=True, sample="random-0"),
            new_review(Action.DONE, "Robin", excerpt=excerpt, blind=True, sample="random-0"),
        )
    proposal = learn(tagged, tagged_store)

    assert [model.status for model in tagged_store.models.all()] == ["proposed"]
    assert all(one["why"] for one in proposal.decisions)
    assert tag(tagged, tagged_store) == 0
    tagged_store.models.decide(proposal.model_id, accept=True)
    assert tag(tagged, tagged_store) == len(tagged_store.excerpts.current())


def test_a_proposal_tells_what_coding_adds_and_what_would_change(tagged, tagged_store):
    """A person can only decide on what they are told: how ranking holds with a source left out, and which suggestions come and go."""
    for excerpt in [one for one in tagged_store.excerpts.current() if one.evidence]:
        theme = "workforce" if "time" in excerpt.text else "leadership"
        tagged_store.reviews.add(
            new_review(Action.ADD, "Robin", excerpt=excerpt, theme=theme),
            new_review(Action.DONE, "Robin", excerpt=excerpt),
        )
    before = {(one.excerpt_id, one.theme) for one in tagged_store.tags.suggested()}
    proposal = learn(tagged, tagged_store)
    told = tagged_store.models.all()[0].scores

    assert told["examples"] == list(proposal.examples)
    assert all(one["coded"] and 0 <= one["before"] <= 1 and 0 <= one["after"] <= 1 for one in proposal.examples)
    tagged_store.models.decide(proposal.model_id, accept=True)
    tag(tagged, tagged_store)
    evidence = {one.excerpt_id for one in tagged_store.excerpts.current() if one.evidence}
    now = {(one.excerpt_id, one.theme) for one in tagged_store.tags.suggested() if one.excerpt_id in evidence}
    before = {pair for pair in before if pair[0] in evidence}
    assert (len(now - before), len(before - now)) == (proposal.changes["come"], proposal.changes["go"])
    assert {one.score_kind.value for one in tagged_store.tags.suggested()} == {"similarity"}


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({"decisions": [{"takes_over": True}], "examples": []}, "a model that had learned"),
        ({"decisions": [{"takes_over": False}], "examples": [{"coded": 25, "kept": True}]}, "25 excerpts that evaluators had coded"),
        ({"decisions": [{"takes_over": False}], "examples": [{"coded": 25, "kept": False}]}, "no coding had been learned from"),
        ({}, "a model that had learned"),
    ],
    ids=["learned", "examples", "neither", "of before"],
)  # fmt: skip
def test_a_brief_tells_who_suggested_its_themes(scores, words):
    """25 examples beside the codebook are no learned model, and a reader weighs the two differently."""
    assert words in how_tagged(StoredModel("m", "2025-01-01", "accepted", scores, (), b""), default_codebook())
    assert "no coding had been learned from" in how_tagged(None, default_codebook())


def test_a_brief_on_somebody_else_s_codebook_does_not_tell_of_our_lines_as_its_teachers():
    """They teach the themes of our own codebook and no other: a reader would trust a tag for what it does not rest on."""
    theirs = Codebook((Theme("damp", "Damp", "Wet walls."), Theme("rent", "Rent", "What is paid.")))
    joined = StoredModel(
        "m", "2025-01-01", "accepted", {"decisions": [], "examples": [{"coded": 25, "kept": True}]}, (), b""
    )

    assert how_tagged(None, default_codebook()) == (
        "Themes were suggested from the codebook and example lines that come with learnbrief: no coding had been learned from."
    )
    assert how_tagged(None, theirs).startswith("Themes were suggested from the codebook; example lines")
    assert "from the codebook and 25 excerpts that evaluators had coded; example" in how_tagged(joined, theirs)
