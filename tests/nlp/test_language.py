"""Words, phrases and placeholders: handled once, the same for everything that counts or compares them."""

import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register
from learnbrief.nlp.language import grammar
from learnbrief.nlp.language.grammar import nouns, parse
from learnbrief.nlp.language.phrases import LONGEST, Phrase, phrases_in
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.language.tfidf import Letters, Tfidf, words_and_pairs
from learnbrief.nlp.language.words import STOP, content_words, rarity, stem, stems, word_list, word_rows

LISTS = sorted((Path(__file__).parents[2] / "nlp" / "language" / "lists").glob("*.txt"))
"""Every file of words."""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("boards", "board"), ("measuring", "measured"), ("studies", "study"), ("planned", "planning"), ("care", "caring"),
        ("referred", "referring"), ("the trust’s", "the trusts"), ("Commitment's", "commitment"),
    ],
)  # fmt: skip
def test_forms_of_a_word_meet(one, other):
    """So that shared words are seen as shared."""
    assert stem(one.split()[-1]) == stem(other.split()[-1])


@pytest.mark.parametrize(("one", "other"), [("car", "caring"), ("car", "care"), ("ward", "warden"), ("port", "porter")])
def test_words_that_only_look_alike_stay_apart(one, other):
    """A car park is no care; a group held together by its stem would say so."""
    assert stem(one) != stem(other)


def test_stems_are_the_same_from_several_threads():
    """A stemmer keeps the word it works on: one shared by two requests would mix two words, and the cache would keep it."""
    words = [
        f"{start}{end}" for start in "abcdefghij" for end in ("nswering", "ncaring", "rganisations", "ommitted")
    ] * 50
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(stem, words))
    stem.cache_clear()

    assert together == [stem(word) for word in words]


@given(st.text())
def test_stems_never_fail_and_are_never_empty(text):
    """Odd scripts and signs included."""
    assert all(stems(text))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_word_list_gives_its_reason_first(path):
    """Whoever adds a word must be able to see whether it belongs there."""
    first, *rest = path.read_text(encoding="utf-8").splitlines()

    assert re.match(r"# [A-Z].{20,}\.$", first)
    assert word_list(path.stem)
    assert all(word == word.lower() for line in rest for word in line.split())


def test_no_word_stands_in_two_lists():
    """Lists are joined where both are meant; a word kept twice is changed once."""
    words = [word for path in LISTS for word in word_list(path.stem)]

    assert sorted(words) == sorted(set(words))


def test_what_is_owned_and_what_owns_are_one_word():
    """'Someone's' says no more than 'someone', and both apostrophes do."""
    assert content_words("Someone’s clinic, the clinic's doors and she’s late") == ["clinic", "clinic", "doors", "late"]


def test_rows_of_words_are_unit_rows_that_meet_in_shared_words():
    """Their product is how alike two texts are in words: 1 for the same words, 0 for none shared."""
    rows = word_rows(["Interpreters came late.", "An interpreter came late!", "Car park charges", "and the of"])
    likeness = (rows @ rows.T).toarray()

    np.testing.assert_allclose(np.diag(likeness), [1, 1, 1, 0], atol=1e-12)
    assert likeness[0, 1] == pytest.approx(1)
    assert likeness[0, 2] == 0


@pytest.mark.parametrize("texts", [[], ["", "..."], ["and the of"]])
def test_texts_without_content_have_empty_rows_and_no_rarity(texts):
    """Empty is an answer: a first flipchart may hold a row of dots."""
    assert word_rows(texts).shape[0] == len(texts)
    assert word_rows(texts).nnz == 0
    assert rarity(texts) == {}


def test_a_word_that_few_texts_hold_tells_more():
    """Or the programme's own name would join everything."""
    weights = rarity(["lanyard and programme", "programme", "programme"])

    assert weights[stem("lanyard")] > weights[stem("programme")] == pytest.approx(1)


def found(text: str) -> dict[str, Phrase]:
    """The phrases of a text."""
    return {phrase.words: phrase for phrase in phrases_in(parse([text])[0])}


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Ward managers cannot release staff for training.", {"release staff", "release staff for training"}),
        ("There is no board time for improvement here.", {"board time for improvement"}),
        ("The chair starts every meeting with a patient story.", {"a patient story"}),
        ("We agreed a one-page map of decisions.", {"a one-page map", "a one-page map of decisions"}),
        ("They kept committing the money to clinics.", {"committing the money", "committing the money to clinics"}),
        ("The NHS dashboard came out late this year.", {"NHS dashboard"}),
    ],
)
def test_phrases_are_what_a_text_speaks_of_and_what_is_done_to_it(text, phrases):
    """As whole English: with the article a countable noun needs, and with what hangs on it."""
    assert phrases <= set(found(text))


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("We had a good idea, and lots of other things.", []),
        ("It took two years of money from the regional fund.", ["years", "years of money"]),
        ("They agreed a set of goals.", ["a set", "a set of goals"]),
        ("Perfect. Brilliant.", ["perfect", "brilliant"]),
        ("The session was in the room with the team.", ["session", "room", "team"]),
    ],
)
def test_what_says_nothing_by_itself_is_no_phrase(text, phrases):
    """'A good idea' and 'the session' name no subject; 'two years of money' is about money."""
    assert not set(found(text)) & set(phrases)
    assert phrases or not found(text)


WRITTEN = [
    "We cannot commit the money, refer patients to the clinic or bear the costs of agency nurses.",
    "Nobody tells the porters; planning the rota for the winter means cutting the training of new clerks.",
    "A good and very old system for the booking of interpreters at night was an honest answer.",
    "The patients' advice line, a nurse-led clinic and the team’s dashboard across wards are what we share with GPs.",
    "[Person 3] met the team of [Trust B], and Featherby chairs the Ottermouth group on corridor care.",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_phrase_stands_in_its_text_word_for_word(text):
    """No form that nobody used ('commiting'), no word left out of the middle, no article put in."""
    plain = " ".join(text.lower().split())

    assert found(text)
    assert all(re.search(rf"\b{re.escape(words.lower())}\b", plain) for words in found(text))
    assert all(len(words.split()) <= LONGEST for words in found(text))


def test_a_phrase_knows_its_head_and_whether_it_is_denied():
    """'Release staff' is fit for what is in the way only, and 'ward sister' says who was met."""
    phrases = found("We cannot release staff. The ward sister on nights shares the rota with partners.")

    assert phrases["release staff"].verbal
    assert phrases["release staff"].negated
    assert phrases["ward sister"].head == "sister"
    assert not phrases["ward sister"].negated


def test_names_and_placeholders_are_in_no_phrase():
    """A heading that names a person or a place gives somebody away."""
    phrases = " ".join(found(neutral("Doctor Featherby chairs the Ottermouth clinic of [Trust B] with [Person 3].")))

    assert not re.search(r"featherby|ottermouth|person|trust|some", phrases.lower())


def test_nouns_are_words_mostly_used_as_such():
    """'Parking' is a matter; 'gave' and a town are not."""
    words = nouns(["The parking gave us trouble in Ottermouth.", "We gave the parking a chance."])

    assert "parking" in words
    assert not {"gave", "ottermouth"} & words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Person 27] asked [Person 3 or 7].", "someone asked someone."),
        (
            "[Name 2] of [Trust B] left [Care home AC] and [Place 3].",
            "someone of somewhere left somewhere and somewhere.",
        ),
        (
            "Ring [phone], write to [email] or quote [NHS number].",
            "Ring something, write to something or quote something.",
        ),
        ("Born [date of birth], seen on [date].", "Born once, seen on once."),
        ("Table 2 agreed with Person 4.", "someone agreed with someone."),
    ],
)
def test_placeholders_are_read_as_neutral_words(text, expected):
    """Two excerpts are not alike because both hold one."""
    assert neutral(text) == expected


@pytest.mark.parametrize("text", ["They [the porters] refused.", "The line was [inaudible].", "A table of two.", ""])
def test_a_text_without_placeholders_is_the_same_object(text):
    """What somebody put in brackets is theirs, and vectors stay cached under the text as it is."""
    assert neutral(text) is text


def test_everything_that_deidentification_writes_is_known():
    """A new kind of placeholder that grammar took for words would found a topic of its own."""
    deidentifier = Deidentifier(Register(), Keyfile(chooser=random.Random(3)))
    masked = deidentifier.words(
        "Mail jo.bloggs@example.org or ring 07700 900123. NHS number 943 476 5919, born 3/4/1961, postcode ZE1 9XX."
        " NI number QQ123456C; registration AB12 CDE. Ottermouth NHS Foundation Trust, Ottermouth Infirmary and"
        " Quillbrook Care Home sent Dr Featherby; see https://example.org/meet/jo-bloggs, GMC number 7654321."
    )

    assert masked.count("[") >= 7
    assert "[" not in neutral(masked)
    assert [stems(neutral(part)) for part in re.findall(r"\[[^\]]+\]", masked)] == [[]] * masked.count("[")


@pytest.mark.parametrize("placeholder", ["[Person 3]", "[Trust B]", "[Health board A]", "[date]", "[staff number]"])
def test_a_neutral_word_is_no_content(placeholder):
    """It counts in no row of words and becomes no keyword, with an owner's ending neither."""
    assert stems(neutral(f"{placeholder}’s")) == []
    assert neutral(placeholder) in STOP


def test_words_are_weighted_without_the_library_for_tables():
    """scikit-learn brings pandas along where it finds it: a quarter of its start and 60 MB, in every run, for nothing we use."""
    code = (
        "import sys; from learnbrief.nlp.language.words import word_rows; word_rows(['bleep-free time']); "
        "print({'pandas', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


SAID = [
    "We agreed a named link on every ward, and the ward’s huddle now begins with it.",
    "A ward's link: who is it? We don't know; wards differ, wards differ.",
    "I\tagreed a a link  with no-one in 2024.",
    "...",
    "Émile's café serves co-designed tea, tea and more tea.",
]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    ("terms", "options"),
    [
        (words_and_pairs, {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w[\w'’]*\b"}),
        (Letters(2, 5), {"analyzer": "char_wb", "ngram_range": (2, 5)}),
        (Letters(3, 5), {"analyzer": "char_wb", "ngram_range": (3, 5)}),
        (stems, {"analyzer": stems}),
    ],
    ids=["words and pairs", "two to five letters", "three to five letters", "stems"],
)
def test_rows_are_scikit_learns_to_the_last_bit(terms, options, dtype):
    """The weights that come with learnbrief were learned on its rows: another last bit, and tags at a cut would move."""
    theirs = TfidfVectorizer(sublinear_tf=True, dtype=dtype, **options)
    ours = Tfidf(terms, dtype=dtype)
    unseen = [*reversed(SAID), "nothing of this was ever said: zzz"]

    for made, expected in ((ours.fit_transform(SAID), theirs.fit_transform(SAID)), (ours.transform(unseen), theirs.transform(unseen))):  # fmt: skip
        assert made.dtype == expected.dtype
        assert (made.indptr.tolist(), made.indices.tolist()) == (expected.indptr.tolist(), expected.indices.tolist())
        assert made.data.tolist() == expected.data.tolist()
    assert list(ours.vocabulary) == theirs.get_feature_names_out().tolist()
    assert ours.rarity.tolist() == theirs.idf_.tolist()


def test_texts_without_a_term_teach_nothing():
    """Rows without a column would pass for texts that have nothing in common."""
    with pytest.raises(ValueError, match="no text holds a term"):
        Tfidf(stems).fit(["...", ""])


def test_a_text_is_parsed_once():
    """Half a dozen steps ask for the grammar of the same excerpts: read anew for each it was a fortieth of a run."""
    texts = ["The ward clerk opened the clinic.", "Nobody had asked them.", "The ward clerk opened the clinic."]
    first = parse(texts)
    again = parse(texts[1:])

    assert again[0] is first[1]
    assert again[1] is first[0] is first[2]
    assert [token.pos_ for token in first[1]] == ["PRON", "AUX", "VERB", "PRON", "PUNCT"]


def test_parsed_texts_do_not_pile_up(monkeypatch):
    """The app runs for weeks: what it keeps of grammar has an end."""
    monkeypatch.setattr(grammar, "_REMEMBERED", 3)
    for number in range(5):
        parse([f"Ward {number} opened.", f"Ward {number} closed."])

    assert len(grammar._PARSED) <= 3
    assert [one.text for one in parse([f"Room {number}." for number in range(6)])][5] == "Room 5."
    assert len(grammar._PARSED) <= 3
