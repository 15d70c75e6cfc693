"""Words of topics: which may be a keyword of one, and which name nobody's subject."""

from learnbrief.nlp.language.words import LIGHT, PEOPLE, STOP, content_words, word_list

_NO_SUBJECT = STOP | LIGHT | PEOPLE | word_list("weak_adjectives") | word_list("weak_verbs")


def topic_words(text: str) -> list[str]:
    """The words of a text that could tell a topic from others, in small letters and in order."""
    weak = word_list("weak_verbs")
    return [word for word in content_words(text) if word not in weak and len(set(word)) > 1]  # 'xxxx' is a mask


def names_nothing(word: str) -> bool:
    """It names who spoke, when, on what occasion, or anything at all: never a subject by itself."""
    return word in _NO_SUBJECT or len(word) < 3 or "'" in word
