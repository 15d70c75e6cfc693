"""Topics: a partition with room for noise, named as people speak, and the same topics next month."""

import subprocess
import sys
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.finding import Topic
from learnbrief.corpus.tag import Band, EffectiveTag, ScoreKind, TagStatus
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.topics import Discovery, assign, discover, residue, subthemes
from learnbrief.nlp.topics.grouping import group
from learnbrief.nlp.topics.growing import grow
from learnbrief.nlp.topics.lineage import descents
from learnbrief.nlp.topics.naming import class_weights

SAID = {
    "waiting lists": [
        "The waiting list pressure leaves no room for anything else.",
        "Every meeting is about waiting list pressure and nothing about people.",
        "We were told to cut the waiting list before we talk about equity.",
        "Waiting list pressure came up at all five tables.",
        "Patients on the waiting list ring us because nobody tells them where they stand.",
        "Long waits push the improvement work off the agenda.",
        "The waiting list grew again and the improvement team was sent to help.",
        "Under waiting list pressure the first thing to go is the quiet conversation.",
    ],
    "parking": [
        "The car park was full by nine and half the group came late.",
        "There is no car park at the venue, so carers could not come.",
        "Car park charges came up again; people pay to take part.",
        "Somebody circled the car park for forty minutes.",
        "The car park is too far from the building for people who walk badly.",
        "Volunteers asked for car park permits on workshop days.",
        "A free car park would bring more families in.",
        "We lost two partners because the car park machine takes only cards.",
    ],
    "interpreters": [
        "The interpreter did not arrive and the session went ahead without her.",
        "We book an interpreter for the clinic but never for the workshop.",
        "A family brought their son as interpreter, which is not right.",
        "Interpreter booking takes three weeks and our sessions are planned in two.",
        "With a good interpreter the whole room slowed down and listened.",
        "Nobody had told the interpreter what the words on the wall meant.",
        "Telephone interpreters cannot follow a room of twelve people.",
        "Paying the interpreter comes out of nobody's budget.",
    ],
    "data sharing": [
        "The data sharing agreement has been with the lawyers since spring.",
        "Two trusts cannot see each other's data because the sharing agreement is not signed.",
        "Without a data sharing agreement we count the same patient twice.",
        "The dashboard waits for the data sharing agreement.",
        "Information governance asked for a new data sharing agreement.",
        "Our analysts may not look at the partner's data.",
        "We agreed on the measure but not on who may hold the data.",
        "Data sharing would take a morning if the chief executives met.",
    ],
}  # fmt: skip
STRANGERS = ["Lunch was late.", "The fire alarm will be tested at three.", "Page 4 of 7."]

CODEBOOK = Codebook(
    (
        Theme("data", "Data and measurement", "Data sharing, dashboards and measures between partners."),
        Theme("barrier", "Barrier", "What gets in the way.", facet=Facet.STANCE),
    )
)


def excerpt(text: str, place: int) -> Excerpt:
    """An excerpt at a place of its own."""
    return Excerpt("d1", 1, place, place + len(text), text, Voice("v", "Person 1", "speaker"), Mode.NOTE, True)


@cache
def material() -> tuple[tuple[Excerpt, ...], np.ndarray, tuple[str, ...]]:
    """Thirty-two excerpts on four points and three on nothing, in mixed order, with vectors and truth."""
    pairs = [(text, name) for name, texts in SAID.items() for text in texts] + [(text, "") for text in STRANGERS]
    order = np.random.default_rng(5).permutation(len(pairs))
    mixed = [pairs[at] for at in order]
    excerpts = tuple(excerpt(text, 1000 * at) for at, (text, _) in enumerate(mixed))
    return excerpts, default_encoder().encode([text for text, _ in mixed]), tuple(name for _, name in mixed)


@cache
def found() -> Discovery:
    """Topics of the whole material."""
    excerpts, vectors, _ = material()
    return discover(excerpts, vectors, encoder=default_encoder(), codebook=CODEBOOK)


def truth_of(topic: Topic) -> list[str]:
    """What the excerpts of a topic are really about."""
    excerpts, _, truth = material()
    names = {one.excerpt_id: name for one, name in zip(excerpts, truth, strict=True)}
    return [names[one] for one in topic.excerpts]


def test_topics_and_unassigned_partition_the_excerpts():
    """Every excerpt is in exactly one place, or counts would not add up."""
    excerpts, _, _ = material()
    placed = [one for topic in found().topics for one in topic.excerpts] + list(found().unassigned)

    assert sorted(placed) == sorted(one.excerpt_id for one in excerpts)


def test_what_people_said_about_one_point_comes_together():
    """Four points, and nearly everything in a topic is about one of them."""
    commonest = [max(truth_of(topic).count(name) for name in SAID) for topic in found().topics]

    assert sum(commonest) >= 0.9 * sum(len(topic.excerpts) for topic in found().topics)
    assert {max(set(truth_of(topic)), key=truth_of(topic).count) for topic in found().topics} >= set(SAID)


def test_noise_is_not_forced_into_a_topic():
    """'Lunch was late' is not about waiting lists, however near it may be."""
    assert sum(name == "" for topic in found().topics for name in truth_of(topic)) <= 1


def test_labels_are_phrases_that_people_said():
    """'waiting list pressure', not 'waiting_list_lists_the'."""
    labels = [topic.label for topic in found().topics]
    spoken = " ".join(text for texts in SAID.values() for text in texts).lower()

    assert "waiting list pressure" in labels
    assert sum(label.lower() in spoken for label in labels) >= len(labels) - 1
    assert len(set(labels)) == len(labels)


def test_the_same_input_gives_the_same_topics():
    """A researcher who runs it again must not find other topics."""
    excerpts, vectors, _ = material()

    assert discover(excerpts, vectors, encoder=default_encoder(), codebook=CODEBOOK) == found()


def test_a_topic_without_a_near_theme_is_emerging():
    """The codebook knows data sharing; it has no place for the car park."""
    about = {max(set(truth_of(topic)), key=truth_of(topic).count): topic for topic in found().topics}

    assert about["data sharing"].nearest_theme == "data"
    assert about["parking"] in found().emerging


def test_a_topic_keeps_id_and_label_when_material_is_added():
    """What people have read and named stays; it only grows."""
    excerpts, vectors, _ = material()
    before = discover(excerpts[:26], vectors[:26], encoder=default_encoder())
    after = discover(excerpts, vectors, previous=before.topics, encoder=default_encoder())
    now = {topic.topic_id: topic for topic in after.topics}
    kept = [topic for topic in before.topics if topic.topic_id in now]

    assert len(kept) >= len(before.topics) - 1
    assert all(now[topic.topic_id].label == topic.label for topic in kept)
    assert all(len(set(topic.excerpts) & set(now[topic.topic_id].excerpts)) > len(topic.excerpts) / 2 for topic in kept)


def test_with_nothing_new_nothing_changes():
    """The monthly run on the same material tells no news."""
    excerpts, vectors, _ = material()
    again = discover(excerpts, vectors, previous=found().topics, encoder=default_encoder(), codebook=CODEBOOK)

    assert {topic.topic_id: set(topic.excerpts) for topic in again.topics} == {
        topic.topic_id: set(topic.excerpts) for topic in found().topics
    }
    assert {topic.history for topic in again.topics} == {"kept"}


def test_after_a_workshop_excerpts_join_topics_and_strangers_stay_out():
    """No topic is founded or renamed between two monthly runs."""
    excerpts, vectors, truth = material()
    new = [excerpt("The interpreter came late again.", 90_000), excerpt("Tea is in the foyer.", 91_000)]
    rows = np.vstack([vectors, default_encoder().encode([one.text for one in new])])
    after = assign([*excerpts, *new], rows, found().topics)
    home = [topic for topic in after.topics if new[0].excerpt_id in topic.excerpts]

    assert [topic.topic_id for topic in after.topics] == [topic.topic_id for topic in found().topics]
    assert [max(set(truth_of(replace(t, excerpts=t.excerpts[:-1]))), key=truth.count) for t in home] != []
    assert new[1].excerpt_id in after.unassigned
    assert set(found().topics[0].excerpts) <= set(after.topics[0].excerpts)


@pytest.mark.parametrize("size", [0, 1, 5])
def test_too_little_material_gives_no_topic_and_no_error(size):
    """The first reflection of a programme has three excerpts."""
    excerpts, vectors, _ = material()
    few = discover(excerpts[:size], vectors[:size], encoder=default_encoder(), codebook=CODEBOOK)

    assert few.topics == ()
    assert len(few.unassigned) == size


def test_excerpts_all_alike_are_one_topic_at_most_and_never_an_error():
    """Forty times the same sentence from a form."""
    alike = [excerpt("Thank you for coming today.", 100 * at) for at in range(40)]
    vectors = default_encoder().encode([one.text for one in alike])
    topics = discover(alike, vectors).topics

    assert sum(len(topic.excerpts) for topic in topics) <= 40


def topic(name: str, *ids: str) -> Topic:
    """A topic of these excerpts."""
    return Topic(f"topic-{name}", name, (), ids)


def test_merged_split_new_and_gone_topics_are_told_as_such():
    """A reader must know that 'parking' did not vanish but became part of 'getting there'."""
    previous = [topic("a", "1", "2", "3"), topic("b", "4", "5"), topic("c", *"cdefghij"), topic("gone", "x")]
    groups = {0: ["1", "2", "3", "4", "5", "6"], 1: [*"cdefg"], 2: [*"hij"], 3: ["8", "9", "10"]}
    told = descents(groups, previous)

    assert [told[at].history for at in groups] == ["merged from a, b", "kept", "split from c", "new"]
    assert [told[at].continues and told[at].continues.label for at in groups] == ["a", "c", None, None]


def tag(one: Excerpt, theme: str, status: TagStatus = TagStatus.SUGGESTED) -> EffectiveTag:
    """A tag as it stands."""
    return EffectiveTag(one.excerpt_id, theme, status, Band.SURE, 0.4, ScoreKind.SIMILARITY)


def test_the_residue_is_evidence_on_which_no_topic_theme_surely_holds():
    """A stance alone explains nothing, a rejected theme neither, and a facilitator is no evidence."""
    excerpts = [excerpt(f"Something was said {at}.", 100 * at) for at in range(5)]
    excerpts[4] = replace(excerpts[4], evidence=False)
    tags = [tag(excerpts[0], "data"), tag(excerpts[1], "barrier"), tag(excerpts[2], "data", TagStatus.REJECTED)]

    assert residue(excerpts, tags, CODEBOOK) == excerpts[1:4]


def test_subthemes_are_topics_within_a_large_theme_and_say_so():
    """Everything tagged 'data' falls into smaller points; a small theme is left whole."""
    excerpts, vectors, _ = material()
    tags = [tag(one, "data") for one in excerpts]
    within = subthemes(excerpts, vectors, tags, CODEBOOK, encoder=default_encoder(), least=30)

    assert len(within) >= 3
    assert {one.parent_theme for one in within} == {"data"}
    assert subthemes(excerpts, vectors, tags, CODEBOOK, least=40) == ()


def test_class_tfidf_prefers_what_sets_a_class_apart():
    """'staff' is everywhere; 'parking' is one topic's own."""
    weights = class_weights(np.array([[10.0, 8.0, 0.0], [10.0, 0.0, 8.0]]))

    assert weights[0].argmax() == 1
    assert weights[1].argmax() == 2


unit_rows = arrays(np.float32, st.tuples(st.integers(0, 40), st.just(6)), elements=st.floats(-1, 1, width=16)).map(
    lambda rows: rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
)


@given(unit_rows, st.data())
def test_any_vectors_are_grouped_and_grown_without_error_into_groups_of_three_or_more(vectors, data):
    """Doubled, empty and opposite vectors occur; groups are numbered without gaps and never tiny."""
    texts = ["text"] * len(vectors)
    held = np.array(
        data.draw(st.lists(st.integers(-1, 3), min_size=len(vectors), max_size=len(vectors))), dtype=np.int64
    )
    for labels in (group(texts, vectors).labels, grow(texts, vectors, held)[0]):
        sizes = np.bincount(labels[labels >= 0]) if (labels >= 0).any() else np.array([3])

        assert len(labels) == len(vectors)
        assert sizes.min() >= 3


def test_a_small_workshop_needs_neither_bertopic_nor_torch():
    """Their imports cost more than the work itself."""
    script = """
import sys
import numpy as np
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.nlp.topics import discover
texts = [f"The {word} was discussed by the whole board at length." for word in "budget rota clinic ward".split()] * 5
excerpts = [Excerpt("d", 1, 100 * at, 100 * at + len(t), t, Voice("v", "V", "speaker"), Mode.NOTE, True)
            for at, t in enumerate(texts)]
vectors = np.eye(4, dtype=np.float32)[[at % 4 for at in range(20)]]
assert discover(excerpts, vectors).topics
heavy = {"bertopic", "umap", "numba", "torch", "transformers", "sentence_transformers"} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_from_a_thousand_excerpts_bertopic_groups_and_twice_the_same():
    """Seeded UMAP and HDBSCAN on vectors of ours; nothing of BERTopic comes back but numbers."""
    rng = np.random.default_rng(1)
    middles = rng.normal(size=(12, 32))
    truth = np.arange(1000) % 12
    vectors = (middles[truth] + 0.25 * rng.normal(size=(1000, 32))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [f"word{number} again" for number in truth]
    first, second = group(texts, vectors, seed=3), group(texts, vectors, seed=3)

    assert "BERTopic" in first.method
    np.testing.assert_array_equal(first.labels, second.labels)
    assert len(set(first.labels.tolist()) - {-1}) >= 10
