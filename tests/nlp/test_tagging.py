"""What tagging promises: the themes an excerpt supports, none for what is off topic, a reason for each, honest bands."""

import sys
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import numpy as np
import pytest
import yaml

from learnbrief.corpus.codebook import Codebook, Theme, default_codebook
from learnbrief.corpus.errors import BadCoding, BrokenStore, ModelUnavailable
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import Action, Band, Review, ScoreKind
from learnbrief.nlp.encode import default_encoder, encoder_from
from learnbrief.nlp.tagging import Tagger, features, tag_excerpts
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.coding import coded_from_reviews
from learnbrief.nlp.tagging.features import TextFeatures, alike
from learnbrief.nlp.tagging.ridge import teach
from learnbrief.nlp.tagging.serialise import from_bytes, to_bytes
from learnbrief.nlp.tagging.teachers import Coded, background, stance_lines
from learnbrief.nlp.tagging.thresholds import HeldOut, sure_cuts
from learnbrief.nlp.tagging.training import train
from tests.nlp.small import excerpt

SIDES = [stance.value for stance in Stance]

OFF_TOPIC = {
    "recipe": [
        "Rub the butter into the flour until it looks like breadcrumbs.",
        "Stir in the sugar, then bind it with a beaten egg and a splash of milk.",
        "Roll out, line the tin and chill for twenty minutes.",
        "Fill with sliced plums, scatter almonds on top and bake at 180 degrees for thirty-five minutes.",
        "Serve warm with custard; it keeps for two days in a tin.",
    ],
    "parish council minute": [
        "Present: seven councillors and four members of the public; the chair welcomed everyone.",
        "The minutes of the October meeting were approved and signed.",
        "Councillors noted that the hedge along Mill Lane overhangs the pavement; the clerk will write to the owner.",
        "It was agreed to buy a second bench for the playing field at a cost of no more than four hundred pounds.",
        "No objection to the planning application for a porch at Rose Cottage.",
        "The next meeting will be held on the second Wednesday of January.",
    ],
    "bus timetable": [
        "Service 17 Market Square to Quarry Hill, Mondays to Saturdays except public holidays.",
        "Market Square 0640 0710 0740 then at 10 and 40 minutes past each hour until 1840.",
        "Calls at the station, the swimming baths, Elm Road and the retail park.",
        "Change at the station for services 4 and 22.",
        "Low-floor vehicles; exact fare please.",
    ],
    "lyrics": [
        "Oh the tide goes out and the tide comes in",
        "and I left my heart in a biscuit tin,",
        "la la la, by the harbour wall,",
        "you can have the moon, you can have it all,",
        "but save the last waltz, darling, save it for me.",
    ],
    "code": [
        "def total(prices: list[float], tax: float = 0.2) -> float:",
        "    return round(sum(prices) * (1 + tax), 2)",
        "for name in sorted(names, key=len): print(name.title())",
        "if not path.exists(): raise FileNotFoundError(path)",
        "SELECT title, year FROM films WHERE year > 1999 ORDER BY year;",
    ],
}


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("The chief executive never comes and the board does not ask.", "leadership"),
        ("We have no time, the rota is full of holes and everyone is exhausted.", "workforce"),
        ("Ethnicity is missing in half of the records, so the dashboard misleads.", "data"),
        ("Invite carers and residents to design the leaflet with us.", "community-voice"),
        ("The grant runs out in March and nobody has budgeted for the post.", "resources"),
        ("Two more wards have adopted it and it is part of induction.", "spread"),
    ],
)
def test_an_excerpt_gets_the_theme_it_supports(tagger: Tagger, text: str, theme: str):
    """With nothing but the codebook, the plainest cases must be found."""
    topics = [tag for tag in tagger.tag([excerpt(text)]) if tag.theme not in SIDES]

    assert topics[0].theme == theme


@pytest.mark.parametrize("kind", OFF_TOPIC)
def test_an_off_topic_document_gets_no_sure_tag(tagger: Tagger, kind: str):
    """Nothing is forced into the nearest theme: silence is a finding too."""
    lines = [*OFF_TOPIC[kind], " ".join(OFF_TOPIC[kind])]

    assert [tag for tag in tagger.tag([excerpt(line) for line in lines]) if tag.band is Band.SURE] == []


def test_a_tag_does_not_depend_on_its_company(tagger: Tagger):
    """A run with one new file does the work of one file, and must say of it what a whole run would."""
    texts = ["Board time for improvement keeps slipping.", "No backfill on nights.", "Who decides?"]
    together = tagger.tag([excerpt(text, document=text) for text in texts])
    alone = [tag for text in texts for tag in tagger.tag([excerpt(text, document=text)])]

    assert [(tag.excerpt_id, tag.theme, tag.band) for tag in together] == [
        (tag.excerpt_id, tag.theme, tag.band) for tag in alone
    ]
    assert np.allclose([tag.score for tag in together], [tag.score for tag in alone], atol=2e-4)


def test_every_tag_says_why(tagger: Tagger):
    """An evaluator can argue with a sentence and a line of the codebook, not with a number."""
    text = "It was a wet morning. The board has not once discussed improvement. Lunch was fine."
    tags = tagger.tag([excerpt(text)])
    reason = next(tag.reason for tag in tags if tag.theme == "leadership")
    lines = default_codebook().theme("leadership")

    assert reason is not None
    assert text[reason.start : reason.end] == "The board has not once discussed improvement."
    assert reason.because in (*lines.examples, *lines.include, lines.definition, lines.name)
    assert all(tag.reason is not None for tag in tags)


def test_a_reason_does_not_depend_on_its_company(tagger: Tagger):
    """Sentences of all texts are read together for speed: each text must still be given its own sentence and line."""
    texts = [
        "It was a wet morning. The board has not once discussed improvement. Lunch was fine.",
        "No backfill on nights.",
        "Half of the records have no ethnicity. The rota is full of holes. The grant runs out in March.",
        "The board does not ask.",
    ]
    company = [excerpt(text, document=f"d{number}") for number, text in enumerate(texts)]
    together = {(tag.excerpt_id, tag.theme): tag.reason for tag in tagger.tag(company)}
    alone = {(tag.excerpt_id, tag.theme): tag.reason for one in company for tag in tagger.tag([one])}

    assert together == alone
    assert len({reason.start for (one, _), reason in together.items() if one == company[2].excerpt_id and reason}) > 1


def test_without_coding_a_score_is_a_similarity(tagger: Tagger):
    """Only a model calibrated on coding may say probability."""
    tags = tagger.tag([excerpt("Board time for improvement keeps slipping off the agenda.")])

    assert {tag.score_kind for tag in tags} == {ScoreKind.SIMILARITY}
    assert {tag.method for tag in tags} == {"codebook"}


def test_a_stance_is_sure_only_where_a_theme_is():
    """'Agreed to mend the bench' is an action, but not one of this programme's."""
    tags = tag_excerpts([excerpt("We must buy a new bench by Friday.")], default_codebook(), encoder_from("default"))

    assert all(tag.band is not Band.SURE for tag in tags)


def test_no_excerpts_give_no_tags(tagger: Tagger):
    """An empty month is no error."""
    assert tagger.tag([]) == []


def test_a_codebook_without_stances_can_be_tagged():
    """Other programmes bring their own frameworks."""
    codebook = Codebook((Theme("food", "Food", "What people ate."), Theme("music", "Music", "Songs and concerts.")))
    tags = tag_excerpts([excerpt("We ate fish and the food was good.")], codebook, default_encoder())

    assert [tag.theme for tag in tags] == ["food"]


def test_a_theme_of_one_line_is_heard_beside_one_of_forty():
    """Rare themes are described in few words; that must not silence them."""
    dishes = tuple(f"The {dish} was {word}." for dish in ("fish", "soup", "bread", "pie") for word in
                   ("warm", "cold", "late", "good", "salty", "small", "burnt", "dry", "sweet", "sour"))  # fmt: skip
    codebook = Codebook((Theme("food", "Food", "What people ate.", examples=dishes), Theme("music", "Music", "")))
    tagger = CodebookTagger.fit(codebook.themes, default_encoder())
    texts = ["We sang and the music was fine.", "The soup was fine."]
    scores = tagger.scores(texts, default_encoder().encode(texts), default_encoder())

    assert scores[0, 1] >= tagger.review
    assert scores[0, 1] > scores[0, 0]
    assert scores[1, 0] > scores[1, 1]


def test_sixteen_times_the_teachers_are_heard_at_half_the_loudness():
    """What themes are worth beside each other must not depend on who wrote more about which."""
    texts = [one.text for one in coding(12)]
    targets = np.array([["boats" in one.themes, "bread" in one.themes] for one in coding(12)], dtype=float)
    vectors = default_encoder().encode(texts)
    taught = teach(texts, vectors, targets, ease=np.full(12, 0.5), sources=texts)
    evened = taught.evened(np.array([16.0, 1.0]))
    softer = evened.ridge.scores(texts, vectors) / taught.ridge.scores(texts, vectors)

    assert np.allclose(softer[:, 1] / softer[:, 0], 2)
    assert np.allclose(evened.left_out / taught.left_out, softer)


def test_no_tag_far_below_the_target_is_sure_in_good_company():
    """Nine hundred certain tags would carry a hundred doubtful ones over the target; each must stand by itself."""
    probability = np.array([0.98] * 900 + [0.45] * 100 + [0.1] * 1000)[:, None]
    truth = np.array([1.0] * 890 + [0.0] * 10 + [1.0, 0.0] * 50 + [0.0] * 1000)[:, None]
    held = HeldOut(probability, truth, np.ones(truth.shape, dtype=bool))

    assert sure_cuts(held, probability, target=0.9)[0] >= 0.7


def test_a_target_above_what_was_ever_reached_makes_nothing_sure():
    """Abstaining is an answer."""
    probability = np.full((40, 1), 0.95)
    truth = np.array([1.0, 0.0] * 20)[:, None]
    held = HeldOut(probability, truth, np.ones(truth.shape, dtype=bool))

    assert sure_cuts(held, probability, target=0.9)[0] > 1


def test_a_left_out_score_is_what_a_ridge_without_the_source_would_say():
    """Calibration, cuts and the gate rest on this identity."""
    texts = [one.text for one in coding(24)]
    sources = [one.source for one in coding(24)]
    targets = np.array([["boats" in one.themes, "bread" in one.themes] for one in coding(24)], dtype=float)
    vectors, ease = default_encoder().encode(texts), np.full(24, 0.5)
    whole = teach(texts, vectors, targets, ease=ease, sources=sources)
    features, _ = TextFeatures.fit(texts)
    likeness = alike(features(texts), vectors)
    out = np.array([source == sources[0] for source in sources])
    weights = np.linalg.solve(likeness[np.ix_(~out, ~out)] + np.diag(ease[~out]), targets[~out])

    assert np.allclose(whole.left_out[out], likeness[np.ix_(out, ~out)] @ weights)


def test_our_own_sentences_are_distinct_and_whole():
    """A line that stands twice, or in the wrong file, would teach two things at once."""
    lines = [line.text for line in stance_lines()]

    assert len(set(lines)) == len(lines)
    assert {line.theme for line in stance_lines()} == set(SIDES)
    assert len(set(background())) == len(background()) > 200
    assert not set(lines) & set(background())


def coding(count: int = 90, *, blind: bool = True) -> list[Coded]:
    """Coding of a small invented framework: about boats or about bread, in nine documents, with some of neither."""
    kinds = [
        ("boats", "The {} sailed past buoy {}."),
        ("bread", "A {} loaf was baked at {}."),
        (None, "The {} sky, {}."),
    ]
    words = ["red", "small", "slow", "proud", "quiet", "early", "late"]
    found = []
    for number in range(count):
        theme, text = kinds[number % 3]
        found.append(
            Coded(
                text.format(words[number % 7], number),
                frozenset([theme] if theme else []),
                f"document {number // 3 % 9}",
                blind=blind,
            )
        )
    return found


BOATS_AND_BREAD = Codebook((Theme("boats", "First kind", ""), Theme("bread", "Second kind", "")))


@pytest.fixture(scope="module")
def learned():
    return train(coding(), BOATS_AND_BREAD, default_encoder())


def test_enough_blind_coding_that_agrees_better_takes_over(learned):
    """The gate opens on evidence: 30 positives in nine documents, and better agreement than bare names give."""
    tagger, decisions = learned

    assert tagger.taken_over == {"boats", "bread"}
    assert all(decision.learned > (decision.codebook or 0) for decision in decisions)


def test_a_taken_over_theme_says_probability_and_names_a_coded_excerpt(learned):
    """Calibrated on coding, and the reason is what people coded alike."""
    tagger, _ = learned
    new = excerpt("The old boat sailed past buoy 7.")
    tag = tag_excerpts([new], BOATS_AND_BREAD, default_encoder(), learned=tagger)[0]

    assert (tag.theme, tag.score_kind, tag.method) == ("boats", ScoreKind.PROBABILITY, tagger.model_id)
    assert tag.reason is not None
    assert tag.reason.source == "coded excerpt"


def test_a_kept_tagger_is_the_same_tagger(learned):
    """A model outlives its process as plain arrays, and decides as before."""
    tagger, _ = learned
    again = from_bytes(to_bytes(tagger))
    texts = [one.text for one in coding(12)]
    vectors = default_encoder().encode(texts)

    assert again.model_id == tagger.model_id
    assert again.scores == tagger.scores
    for before, after in zip(tagger.facets, again.facets, strict=True):
        assert np.allclose(
            before.decide(texts, vectors).probability, after.decide(texts, vectors).probability, atol=1e-4
        )


def test_bytes_that_are_no_tagger_are_refused():
    """A damaged store is told of in one line."""
    with pytest.raises(BrokenStore, match="learnbrief learn"):
        from_bytes(b"not a tagger")


def test_coding_seen_with_suggestions_takes_nothing_over():
    """Whoever saw the suggestion first is no independent judge of it."""
    tagger, decisions = train(coding(blind=False), BOATS_AND_BREAD, default_encoder())

    assert tagger.taken_over == frozenset()
    assert all("blind" in decision.why for decision in decisions)


def test_five_coded_excerpts_are_enough_to_learn_from():
    """Evaluators start with a handful; it must help a little and break nothing."""
    tagger, _ = train(coding(5), BOATS_AND_BREAD, default_encoder())
    facet = tagger.facets[0]
    texts = ["The blue boat sailed past buoy 90.", "The wide sky, 4."]
    decided = facet.decide(texts, default_encoder().encode(texts))

    assert decided.probability[0, 0] > decided.probability[1, 0]


def test_an_undecided_theme_is_unknown_and_not_absent():
    """Someone who only confirmed one theme has said nothing of the others."""
    partial = [
        Coded(one.text, one.themes & {"boats"}, one.source, decided=frozenset({"boats"}), blind=True)
        for one in coding()
    ]
    tagger, decisions = train(partial, BOATS_AND_BREAD, default_encoder())

    assert tagger.scores["boats"]["coded"] == 90
    assert tagger.scores["bread"]["coded"] == 0
    assert [decision.theme for decision in decisions if decision.takes_over] == ["boats"]


def test_no_coding_is_refused_with_the_remedy():
    """'learn' before any review must say what to do."""
    with pytest.raises(BadCoding, match="nothing is coded yet"):
        train([], BOATS_AND_BREAD, default_encoder())


def test_coding_with_a_strange_theme_is_refused():
    """Imported coding may follow another codebook."""
    with pytest.raises(BadCoding, match="'trains'"):
        train([Coded("A train.", frozenset({"trains"}), "d")], BOATS_AND_BREAD, default_encoder())


def test_a_tagger_taught_with_another_encoder_is_refused(learned):
    """Vectors of two encoders cannot be compared."""

    class Other:
        name = "other"

        def encode(self, texts):
            return default_encoder().encode(texts)

    with pytest.raises(ModelUnavailable, match="train again"):
        Tagger(BOATS_AND_BREAD, Other(), learned=learned[0])


def review(action: Action, theme: str | None, minute: int, *, blind: bool = True) -> Review:
    made = datetime(2025, 3, 1, tzinfo=UTC) + timedelta(minutes=minute)
    return Review(
        f"r{minute}", action, "coder", made, "d1", 1, 0, 12, theme, blind=blind, sample="random-0" if blind else None
    )


def test_the_last_word_on_a_theme_teaches():
    """Reviews are append-only: a later rejection replaces an earlier acceptance."""
    said = [
        review(Action.ACCEPT, "boats", 1),
        review(Action.REJECT, "boats", 2),
        review(Action.ADD, "bread", 3),
    ]
    (coded,) = coded_from_reviews([excerpt("twelve chars")], said)

    assert coded.themes == {"bread"}
    assert coded.decided == {"boats", "bread"}
    assert coded.blind


def test_a_finished_excerpt_decides_every_theme():
    """'Done' says that what is not tagged does not apply."""
    (coded,) = coded_from_reviews([excerpt("twelve chars")], [review(Action.DONE, None, 1, blind=False)])

    assert coded.decided is None
    assert coded.themes == frozenset()
    assert not coded.blind


def test_the_demo_plan_is_found_in_good_part(tagger: Tagger, capsys: pytest.CaptureFixture[str]):
    """Planted themes and stances, from the codebook alone: a guard against getting worse, not a held-out figure (stance cues were chosen on it)."""
    plan = yaml.safe_load(files("learnbrief.corpus").joinpath("demo/plan.yaml").read_text(encoding="utf-8"))
    passages = [one for document in plan["documents"] for one in document.get("passages") or []]
    tags = tagger.tag([excerpt(one["quote"], document=str(number)) for number, one in enumerate(passages)])
    ids = {excerpt(one["quote"], document=str(number)).excerpt_id: number for number, one in enumerate(passages)}
    said = {(ids[tag.excerpt_id], tag.theme) for tag in tags}
    topics = {(number, theme) for number, one in enumerate(passages) for theme in one["themes"]}
    stances = {(number, one["stance"]) for number, one in enumerate(passages) if one.get("stance")}
    figures = {}
    for name, planted, themes in (
        ("themes", topics, default_codebook().topics),
        ("stances", stances, default_codebook().stances),
    ):
        slugs = {theme.slug for theme in themes}
        ours = {pair for pair in said if pair[1] in slugs}
        figures[name] = len(planted & ours) / len(planted), len(planted & ours) / len(ours)
    with capsys.disabled():
        shown = [
            f"{name}: recall {recall:.2f}, precision {precision:.2f}" for name, (recall, precision) in figures.items()
        ]
        sys.stdout.write(f"\ndemo plan, {'; '.join(shown)}\n")

    assert figures["themes"][0] > 0.3
    assert figures["themes"][1] > 0.5
    assert min(figures["stances"]) > 0.4


def test_a_text_has_the_same_features_however_often_and_beside_whatever_it_is_read(monkeypatch):
    """A batch is read once for its scores and again for its reasons; what is remembered must be what reading gives, to the bit."""
    monkeypatch.setattr(features, "_REMEMBERED", 3)
    learned = ["the board waits for the data", "a patient helped to design it", "we will write to the ward"]
    ours, _ = TextFeatures.fit(learned, cues=True)
    reads: list[list[str]] = [learned[:2], learned[1:], learned[1:] * 2, ["[Person 4] waits", *learned], learned[:1]]

    for texts in reads:
        fresh = TextFeatures(ours.words, ours.letters, cues=True)
        assert (ours(texts) != fresh(texts)).nnz == 0
        assert ours(texts).shape == (len(texts), fresh(learned).shape[1])
    counted = []
    monkeypatch.setattr(features, "_read", lambda texts, cues: counted.append(len(texts)) or texts)
    ours(learned[:1])
    assert counted == []
