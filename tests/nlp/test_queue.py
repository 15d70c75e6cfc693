"""The review queue: named reasons first, a blind share that stays random, the same order every time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from learnbrief.corpus.blind import Reserve, random_share
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.tag import Action, Band, Review, ScoreKind, Tag, standing
from learnbrief.nlp.agreement.codings import place_of, unit_of_excerpt
from learnbrief.nlp.board import Board
from learnbrief.nlp.queue import Need, Order
from learnbrief.nlp.queue import review_queue as queue_of


def excerpt(number: int, collaborative: str = "harbour") -> Excerpt:
    """The excerpt at a place of its own."""
    voice = Voice("v", "Person 1", "speaker")
    return Excerpt(
        "d1", 1, number * 20, number * 20 + 10, "ten chars.", voice, Mode.NOTE, True, collaborative=collaborative
    )


EXCERPTS = [excerpt(number) for number in range(60)]


def tag(number: int, theme: str, score: float, band: Band = Band.REVIEW, method: str = "codebook") -> Tag:
    """A suggestion on an excerpt."""
    return Tag(EXCERPTS[number].excerpt_id, theme, score, ScoreKind.SIMILARITY, band, method)


def review(action: Action, number: int, theme: str | None = None, *, coder: str = "ann", at: int = 0) -> Review:
    """What a coder did to an excerpt."""
    made = datetime(2025, 3, 1, tzinfo=UTC) + timedelta(seconds=at)
    one = EXCERPTS[number]
    return Review(f"{action}{number}{theme}{coder}", action, coder, made, "d1", 1, one.start, one.end, theme)


def reserve(coder: str = "ann", reviews=(), *, seen=(), excerpts=EXCERPTS) -> Reserve:
    """What is reserved for a coder who did these reviews."""
    share = random_share(excerpts, seed=0)
    finished = {
        one.excerpt_id
        for one in excerpts
        for done in reviews
        if (done.action, done.coder, done.start) == (Action.DONE, coder, one.start)
    }
    return Reserve(share, frozenset(share.drawn) - finished, frozenset(seen))


def review_queue(excerpts, tags, reviews, **asked):
    """The queue of these, as somebody meets it who has nothing laid out yet."""
    evidence = [one for one in excerpts if one.evidence]
    board = Board([(one.excerpt_id, one.collaborative) for one in evidence], tags)
    ids = {unit_of_excerpt(one): one.excerpt_id for one in evidence}
    return queue_of(board, [(ids.get(place_of(one) or "", ""), one) for one in standing(reviews)], **asked)


def numbers(queue) -> list[int]:
    """Which excerpts stand in a queue, in order."""
    place = {one.excerpt_id: number for number, one in enumerate(EXCERPTS)}
    return [place[item.excerpt_id] for item in queue]


def open_numbers(count: int) -> list[int]:
    """Excerpts outside the random sample."""
    sample = random_share(EXCERPTS, seed=0)
    return [number for number, one in enumerate(EXCERPTS) if one.excerpt_id not in sample][:count]


def test_the_most_uncertain_comes_first_and_says_so():
    """A tag just above where nothing is suggested is as often wrong as right; one that is nearly sure teaches little."""
    near, far, sure = open_numbers(3)
    tags = [tag(far, "data", 0.49), tag(near, "data", 0.31), tag(sure, "data", 0.5, Band.SURE)]
    queue = review_queue(
        EXCERPTS, tags, [], reserve=reserve(), only=Need.UNCERTAIN, names={"data": "Data and measurement"}
    )

    assert numbers(queue) == [near, far]
    assert queue[0].reason == "the model is unsure about Data and measurement"


def test_two_methods_that_disagree_are_a_reason_of_their_own():
    """One method is sure and the other sees nothing."""
    one, other = open_numbers(2)
    tags = [
        tag(one, "data", 0.8, Band.SURE), tag(one, "data", 0.7, Band.SURE, "model-1"),
        tag(other, "data", 0.8, Band.SURE), tag(other, "equity", 0.4, Band.REVIEW, "model-1"),
    ]  # fmt: skip

    assert numbers(review_queue(EXCERPTS, tags, [], reserve=reserve(), only=Need.DISAGREE)) == [other]


def test_methods_that_speak_for_different_themes_do_not_disagree():
    """Once the learned tagger has taken over one theme, its silence about the others is no second opinion."""
    one, other = open_numbers(2)
    tags = [tag(one, "data", 0.8, Band.SURE), tag(other, "equity", 0.8, Band.SURE, "model-1")]

    assert review_queue(EXCERPTS, tags, [], reserve=reserve(), only=Need.DISAGREE) == []


def test_a_reason_that_weighs_nothing_is_still_told():
    """What decides the order is chosen by measurement; why an excerpt is looked at is said in any order."""
    first, second = open_numbers(2)
    tags = [tag(first, "data", 0.31), tag(second, "data", 0.49)]
    queue = review_queue(EXCERPTS, tags, [], reserve=reserve(), only=Need.UNCERTAIN, order=Order({}))

    assert {item.weight for item in queue} == {0.0}
    assert all("unsure" in item.reason for item in queue)


def test_a_rare_theme_goes_before_one_that_has_been_coded_often():
    """Each coded excerpt of a rare theme counts; the twentieth of a common one does not."""
    coded = [review(Action.ADD, number, "data", at=number) for number in range(40, 60)]
    common, rare = open_numbers(2)
    tags = [tag(common, "data", 0.4), tag(rare, "equity", 0.4)]
    queue = review_queue(EXCERPTS, tags, coded, reserve=reserve(), only=Need.RARE)

    assert numbers(queue) == [rare]
    assert queue[0].reason == "equity has no coded excerpts yet"


def test_a_collaborative_that_was_little_reviewed_is_brought_forward():
    """Otherwise the model learns the language of the loudest site."""
    excerpts = [replace(one, collaborative="lantern") if at % 3 == 0 else one for at, one in enumerate(EXCERPTS)]
    done = [review(Action.DONE, number, at=number) for number in range(60) if number % 3 and number < 30]
    queue = review_queue(
        excerpts, [], done, reserve=reserve("ann", done), only=Need.UNDER_HEARD, names={"lantern": "Lantern"}
    )

    assert queue
    assert {number % 3 for number in numbers(queue)} == {0}
    assert queue[0].reason == "little from Lantern has been reviewed"


def test_blind_items_come_evenly_between_the_others_and_carry_the_samples_name():
    """However early a coder stops, a third of the work was blind."""
    tags = [tag(number, "data", 0.3 + number / 1000) for number in range(60)]
    queue = review_queue(EXCERPTS, tags, [], reserve=reserve())
    first_ten = [item.sample for item in queue[:10]]

    assert first_ten == ["random-0", None, None] * 3 + ["random-0"]
    assert {item.need for item in queue if item.sample} == {Need.BLIND}
    assert len({item.excerpt_id for item in queue}) == len(queue)


def test_the_random_sample_is_never_offered_with_a_suggestion():
    """An excerpt seen with the model's answer is spoilt for honest figures."""
    tags = [tag(number, "data", 0.4) for number in range(60)]
    sample = reserve().share
    queue = review_queue(EXCERPTS, tags, [], reserve=reserve())

    assert all((item.excerpt_id in sample) == (item.need is Need.BLIND) for item in queue)


def test_two_coders_meet_on_the_same_blind_excerpts_and_none_sees_their_own_again():
    """Agreement needs excerpts that both have coded."""
    ann = review_queue(EXCERPTS, [], [], reserve=reserve(), only=Need.BLIND)
    first = numbers(ann)[0]
    done = [review(Action.DONE, first)]

    assert numbers(review_queue(EXCERPTS, [], done, reserve=reserve("bob", done), only=Need.BLIND)) == numbers(ann)
    assert numbers(review_queue(EXCERPTS, [], done, reserve=reserve("ann", done), only=Need.BLIND)) == numbers(ann)[1:]


def test_what_is_decided_or_finished_leaves_the_queue():
    """Nobody is asked twice."""
    accepted, finished, left = open_numbers(3)
    tags = [tag(number, "data", 0.4) for number in (accepted, finished, left)]
    reviews = [review(Action.ACCEPT, accepted, "data"), review(Action.DONE, finished, at=1)]

    assert numbers(review_queue(EXCERPTS, tags, reviews, reserve=reserve("bob", reviews), only=Need.UNCERTAIN)) == [
        left
    ]


def test_the_same_input_gives_the_same_order_and_only_evidence_is_queued():
    """A facilitator's words are not evidence, and a queue that reshuffles is no queue."""
    excerpts = [replace(EXCERPTS[0], evidence=False), *EXCERPTS[1:]]
    tags = [tag(number, "data", 0.4) for number in range(60)]
    kept = reserve(excerpts=excerpts)
    queue = review_queue(excerpts, tags, [], reserve=kept)

    assert queue == review_queue(excerpts[::-1], tags[::-1], [], reserve=kept)
    assert 0 not in numbers(queue)


def test_what_was_seen_comes_last_and_is_in_no_sample():
    """It is still coded without suggestions; it is no longer evidence of what somebody sees who was not led."""
    share = reserve().share
    first, *others = share.first(4)
    queue = review_queue(EXCERPTS, [], [], reserve=reserve(seen=[first]), only=Need.BLIND)

    assert [item.excerpt_id for item in queue[:3]] == others
    assert (queue[-1].excerpt_id, queue[-1].sample) == (first, None)
    assert "you were shown" in queue[-1].reason
    assert {item.sample for item in queue[:-1]} == {"random-0"}


def test_a_filter_leaves_the_order_that_its_excerpts_have_alone():
    """What is laid out for everything serves every filter: what lies outside one must not weigh in it."""
    here = [excerpt(number, "harbour" if number % 3 else "fenland") for number in range(60)]
    tags = [
        tag(n, theme, 0.3 + n % 7 / 10, Band.SURE if n % 7 > 4 else Band.REVIEW)
        for n in range(60)
        for theme in ("data", "time")[: 1 + n % 2]
    ]
    done = [review(Action.DONE, n, at=n) for n in range(1, 12)] + [
        review(Action.ACCEPT, n, "data", at=n) for n in range(1, 5)
    ]
    board = Board([(one.excerpt_id, one.collaborative) for one in here], tags)
    within = [one for one in here if one.start < 700 or one.collaborative == "fenland"]
    ids = {unit_of_excerpt(one): one.excerpt_id for one in here}
    said = [(ids[place_of(one) or ""], one) for one in done]

    for only in (None, Need.UNCERTAIN, Need.RARE, Need.UNDER_HEARD, Need.BLIND):
        asked = {"reserve": reserve(excerpts=here), "only": only}
        filtered = queue_of(board, said, within=[one.excerpt_id for one in within], **asked)
        assert filtered == review_queue(within, tags, done, **asked)
        assert filtered or only is Need.UNDER_HEARD
