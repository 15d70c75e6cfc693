"""Emerging topics: subjects that several sources raise and no theme explains, a handful of them, and named as such."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pytest

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.tag import Band, EffectiveTag, ScoreKind, TagStatus
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.topics import Discovery, emerging, residue
from learnbrief.nlp.topics.drawn import drawn
from learnbrief.nlp.topics.emerging import matters
from learnbrief.nlp.topics.naming import name_groups

CODEBOOK = Codebook(
    (
        Theme("leadership", "Leadership", "Boards and executives who listen, decide and turn up."),
        Theme("barrier", "Barrier", "What gets in the way.", facet=Facet.STANCE),
    )
)
PARKING = [
    "We began late. Two people drove round the car park for half an hour.",
    "The letter was right and the bus was right. The car park was full by nine, though.",
    "I gave up on one session because there was no parking anywhere near it.",
    "Table 2 said it again: parking at the clinic costs more than the prescription.",
    "Her lift could not find a parking space. She missed the slot.",
]
REST = [
    "The board read the story aloud before it looked at any figures.",
    "We tried the new wording on ten letters before we touched the template.",
    "Three receptionists asked for a script and wrote one themselves.",
    "The interpreter stayed on for the whole of the afternoon.",
    "Nobody minds being measured if the measure is theirs.",
    "Soup helped.",
    "The dashboard shows last month and we need this morning.",
    "My manager released me twice and then the winter came.",
    "The residents redrew the pathway on the floor with tape.",
    "It took four goes before the huddle was short enough.",
    "A connector on a short contract spends the last third of it looking for work.",
    "The consultant apologised and the clinic changed its times.",
]


def excerpt(text: str, document: str, collaborative: str | None = None) -> Excerpt:
    """The one excerpt of a document."""
    voice = Voice(f"voice of {document}", document, "document")
    return Excerpt(document, 1, 0, len(text), text, voice, Mode.NOTE, True, collaborative=collaborative)


def tag(
    one: Excerpt, *, band: Band = Band.REVIEW, score: float = 0.2, status: TagStatus = TagStatus.SUGGESTED
) -> EffectiveTag:
    """Leadership, suggested or decided."""
    return EffectiveTag(one.excerpt_id, "leadership", status, band, score, ScoreKind.SIMILARITY)


@cache
def material() -> tuple[Excerpt, ...]:
    """Seventeen sources, of which five speak of parking among other things."""
    return tuple(excerpt(text, f"d{number}") for number, text in enumerate([*PARKING, *REST]))


def found(excerpts: tuple[Excerpt, ...], tags: list[EffectiveTag] | None = None, **options: object) -> Discovery:
    """Emerging topics of these excerpts."""
    vectors = default_encoder().encode([one.text for one in excerpts])
    return emerging(excerpts, vectors, tags or [], CODEBOOK, default_encoder(), **options)  # type: ignore[arg-type]


def test_what_several_sources_raise_in_passing_is_found_and_named():
    """One sentence of each excerpt is about parking; all five make one topic, and its label says so."""
    topics = found(material()).emerging
    parking = {one.excerpt_id for one in material()[: len(PARKING)]}

    assert [topic for topic in topics if set(topic.excerpts) >= parking and "park" in topic.label]


def test_most_of_what_is_said_stays_unassigned():
    """Noise is never forced into a topic, and every excerpt is in exactly one place."""
    discovery = found(material())
    placed = [one for topic in discovery.topics for one in topic.excerpts] + list(discovery.unassigned)

    assert sorted(placed) == sorted(one.excerpt_id for one in material())
    assert len(discovery.unassigned) >= len(REST) - 3


def test_one_source_that_repeats_itself_raises_nothing():
    """Five excerpts of one document are a turn of phrase, however alike they are."""
    alone = [Excerpt("d0", 1, 100 * at, 100 * at + len(text), text, Voice("v", "V", "document"), Mode.NOTE, True)
             for at, text in enumerate(PARKING)]  # fmt: skip

    assert found((*alone, *material()[len(PARKING) :])).topics == ()


def test_what_a_theme_explains_is_not_told_as_emerging():
    """A person tagged parking in every source: the codebook has a place for it."""
    tags = [tag(one, status=TagStatus.ACCEPTED) for one in material()[: len(PARKING)]]

    assert not [topic for topic in found(material(), tags).emerging if "park" in topic.label]


def test_weak_suggestions_do_not_hide_a_matter():
    """Two of five carry a theme that the tagger would hardly suggest; other excerpts show what it looks like when sure."""
    sure = tag(material()[-1], band=Band.SURE, score=0.6)
    weak = [tag(one) for one in material()[:2]]

    assert any("park" in topic.label for topic in found(material(), [sure, *weak]).emerging)


def test_the_same_input_gives_the_same_topics_and_next_month_keeps_their_names():
    """What people have read keeps id and label when a source is added."""
    before = found(material())
    more = excerpt("The parking machine takes only cards.", "d99")
    after = found((*material(), more), previous=before.topics)
    kept = {topic.topic_id: topic for topic in after.topics}

    assert found(material()) == before
    assert all(kept[topic.topic_id].label == topic.label for topic in before.topics)
    assert any(more.excerpt_id in topic.excerpts for topic in after.topics)


@dataclass
class Reader:
    """The default encoder, which keeps what it was asked to read."""

    name: str = default_encoder().name
    dimensions: int = default_encoder().dimensions
    asked: list[Sequence[str]] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector per text, in order."""
        self.asked.append(texts)
        return default_encoder().encode(texts)


def asides(count: int) -> tuple[Excerpt, ...]:
    """So many sources that speak of a subject of their own each, in two sentences."""
    return tuple(
        excerpt(f"Someone brought up subject{at} here. It was written on board{at} afterwards.", f"x{at}")
        for at in range(count)
    )


def test_of_very_much_material_a_draw_is_read_for_matters_and_the_others_join_by_their_words():
    """All of a hundred thousand excerpts parsed and encoded by the sentence would want hours and gigabytes each month."""
    spoken = tuple(replace(one, document_id=f"{one.document_id}-{at}") for at in range(4) for one in material()[:5])
    everything, reader = (*spoken, *asides(60)), Reader()
    read = drawn([one.text for one in everything], 40, sources=[one.document_id for one in everything])
    found = matters(everything, {}, reader, read=40)
    parking = next(one for one in found if {"car", "park", "parking"} & set(one.words))
    sentences = [text for texts in reader.asked for text in texts if len(text.split()) > 1]
    beyond = {f"subject{at}" for at in range(60) if len(spoken) + at not in read}

    assert len(parking.rows) > len(set(parking.rows) & set(read.tolist())) >= 3
    assert len(parking.rows) == len(set(parking.rows)) == len(parking.sentences)
    assert all("park" in text.lower() for text in parking.sentences)
    assert beyond
    assert not [text for text in sentences if any(f" {one} " in text for one in beyond)]


@pytest.mark.parametrize("size", [0, 1, 2])
def test_too_little_material_raises_nothing_and_no_error(size):
    """Two sources are not several."""
    few = found(material()[:size])

    assert few.topics == ()
    assert len(few.unassigned) == size


def test_residue_keeps_what_is_only_guessed_and_drops_what_is_sure_or_checked():
    """A weak suggestion explains nothing until somebody has looked at it; a rejected one never does."""
    one, two, three, four, *_ = material()
    tags = [tag(one), tag(two, band=Band.SURE, score=0.6), tag(three, status=TagStatus.ACCEPTED),
            tag(four, status=TagStatus.REJECTED)]  # fmt: skip

    assert residue([one, two, three, four], tags, CODEBOOK) == [one, four]
    assert residue([replace(one, evidence=False)], [], CODEBOOK) == []


def test_a_label_uses_words_that_several_sources_share_and_names_a_subject():
    """'Chief nurse' was said once, and says who was met; everybody spoke of interpreters."""
    texts = [
        "The chief nurse asked for an interpreter and the interpreter came.",
        "A video interpreter is better than none.",
        "The video interpreter froze twice in one clinic.",
        "Nobody books the video interpreter at night.",
        "Families wait for an interpreter longer than for the doctor.",
    ]
    vectors = default_encoder().encode([*texts, *REST])
    labels = [0] * len(texts) + [-1] * len(REST)
    names = name_groups([*texts, *REST], vectors, np.array(labels), encoder=default_encoder())

    assert "interpreter" in names[0].label
    assert "nurse" not in names[0].label
