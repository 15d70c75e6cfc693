"""Words: which tell something, which are one word in two forms, and which name nobody's subject."""

import re
from functools import cache

from nlp.language.words import PEOPLE
from nlp.topics.grammar import NAMING_NOTHING, unmasked

_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]+")

_FILLER_WORDS = """
yeah yes okay ok um uh er erm hmm oh ah really actually basically obviously definitely maybe perhaps probably
think thinking thought know known knows like just going go goes went gone get gets getting got come comes came
want wants wanted need needs needed say says said saying tell told see seen look looking feel feels felt make
makes made making use used using thing things lot lots bit kind sort way ways stuff right good great well also
still even much many more don didn doesn isn wasn aren couldn wouldn shouldn ve ll re im ive thats theres
"""
_MORE_PEOPLE = """
people person persons someone somebody anyone anybody everyone everybody nobody boy girl child children daughter son mum
mother father grandmother grandfather husband wife family families neighbour surgeon surgeons therapist therapists
psychologist psychiatrist registrar guests visitors partners lawyer lawyers member members staff team teams resident
residents volunteer volunteers connector connectors
"""
_OCCASION = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december spring summer autumn winter today tomorrow yesterday morning mornings afternoon afternoons
evening evenings night nights hour hours minute minutes fortnight date dates clock lunch lunchtime lunchtimes break
workshop workshops webinar webinars session sessions meeting meetings project projects programme programmes
slide slides flipchart flipcharts chat note notes agenda discussion discussions reflection reflections feedback survey
question questions answer answers argument arguments agreement disagreement silence pause laughter thanks thank bye
room rooms hall hall wall walls corridor corridors building buildings house hospital hospitals place places venue floor
"""
_GENERAL = """
word words sentence sentences line lines name names idea ideas point points side sense reason reasons problem problems
issue issues matter matters start end top bottom back front middle rest piece pieces set version half quarter
first second third last next new old page pages table tables ask asked asking talk talking bring put take took
taken give gave given left keep kept let none one two three four five six seven eight nine ten eleven twelve
"""
FILLERS = frozenset(_FILLER_WORDS.split())
"""Spoken English between the points; scikit-learn's list of stop words was made from writing."""

_NO_SUBJECT = frozenset(f"{_MORE_PEOPLE} {_OCCASION} {_GENERAL}".split()) | PEOPLE | NAMING_NOTHING


def content_words(text: str) -> list[str]:
    """The words of a text that tell something, in small letters and in order, without what de-identification put in."""
    words = _WORD.findall(unmasked(text).lower().replace("’", "'"))
    dull = _dull()
    return [word for word in words if word not in dull and len(set(word)) > 1]  # 'xxxx' is a mask, not a word


def names_nothing(word: str) -> bool:
    """It names who spoke, when, on what occasion, or anything at all: never a subject by itself."""
    return word in _NO_SUBJECT or len(word) < 3 or "'" in word


@cache
def _dull() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) | FILLERS
