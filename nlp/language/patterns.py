"""What a phrase may be made of, as patterns for spaCy's DependencyMatcher: the first word of each is what it speaks of."""

from typing import Any

Pattern = list[dict[str, Any]]

LINKS = ("about", "across", "at", "between", "by", "for", "from", "in", "into", "of", "on", "to", "with")
"""Prepositions that tie a second noun to a first: 'time for improvement'. Others begin an aside: 'time despite ...'."""

_NOUN = {"RIGHT_ID": "noun", "RIGHT_ATTRS": {"POS": "NOUN"}}
_VERB = {"RIGHT_ID": "verb", "RIGHT_ATTRS": {"TAG": {"IN": ["VB", "VBG"]}}}
"""'release' and 'releasing' can stand in a label as they are; 'released' cannot."""
_DONE_TO = {
    "LEFT_ID": "verb", "REL_OP": ">++", "RIGHT_ID": "noun", "RIGHT_ATTRS": {"DEP": "dobj", "POS": "NOUN"},
}  # fmt: skip


def _link(of: str, relation: str) -> Pattern:
    """A preposition and its noun that hang on a word: '>+' right behind it, '>++' anywhere behind it."""
    return [
        {"LEFT_ID": of, "REL_OP": relation, "RIGHT_ID": "link", "RIGHT_ATTRS": {"LOWER": {"IN": list(LINKS)}}},
        {"LEFT_ID": "link", "REL_OP": ">++", "RIGHT_ID": "second", "RIGHT_ATTRS": {"DEP": "pobj"}},
    ]


PATTERNS: dict[str, Pattern] = {
    "noun": [_NOUN],  # board time
    "noun with noun": [_NOUN, *_link("noun", ">+")],  # board time for improvement
    "verb": [_VERB, _DONE_TO],  # release staff
    "verb with noun": [_VERB, _DONE_TO, *_link("noun", ">+")],  # sign the agreement between trusts
    "verb with noun behind": [_VERB, _DONE_TO, *_link("verb", ">++")],  # release staff for training
}
