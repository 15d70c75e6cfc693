"""What tagging promises: the themes an excerpt supports, none for what is off topic, a reason for each, honest bands."""

import sys
from importlib.resources import files

import numpy as np
import pytest
import yaml

from learnbrief.corpus.codebook import Codebook, Theme, default_codebook
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import Band, ScoreKind
from learnbrief.nlp.encode import default_encoder, encoder_from
from learnbrief.nlp.tagging import Tagger, features, tag_excerpts
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.features import TextFeatures
from learnbrief.nlp.tagging.teachers import background, stance_lines
from learnbrief.nlp.tagging.thresholds import HeldOut, sure_cuts
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


def test_our_own_sentences_are_distinct_and_whole():
    """A line that stands twice, or in the wrong file, would teach two things at once."""
    lines = [line.text for line in stance_lines()]

    assert len(set(lines)) == len(lines)
    assert {line.theme for line in stance_lines()} == set(SIDES)
    assert len(set(background())) == len(background()) > 200
    assert not set(lines) & set(background())


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
