"""Names typed in small letters behind a title: 'dr o neill', 'mrs mc dermott', 'mr d’silva'."""

import re
from collections.abc import Iterator

from learnbrief.corpus.deidentify.lexicon import allowed_phrases, in_dictionary, is_function_word
from learnbrief.corpus.deidentify.suspect import Suspect
from learnbrief.corpus.deidentify.words import fold

# Titles that are no word besides: 'miss', 'sir' and 'lady' are, and 'ms' stands for a maker of software.
_TITLED = re.compile(
    r"\b(?:dr|mr|mrs|prof|cllr|revd)\.?[ \u00a0]{1,2}"
    r"(?P<before>(?:(?:o|mc|mac|d|st|ni|de|van|von|al|el|bin)\.?[ \u00a0'’-])?)(?P<name>[a-z][^\W\d_]{2,}(?:['’-][^\W\d_]{2,})?)\b"
)


def titled_small(text: str) -> Iterator[Suspect]:
    """People named so; a plain word behind a title alone ('dr appointment') names nobody."""
    for found in _TITLED.finditer(text):
        key = fold(found["name"])
        plain = in_dictionary(key) or (key,) in allowed_phrases()
        if not is_function_word(key) and (found["before"] or not plain):
            yield Suspect(*found.span(), "person", "title and name in small letters", certain=True)
