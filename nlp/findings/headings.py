"""Headings: theme, stance and key phrase, in words a reader would use."""

from corpus.codebook import Codebook

_LEAD = {
    "barrier": "Barriers {link} {theme}",
    "enabler": "What helps with {theme}",
    "action": "Actions on {theme}",
    "question": "Questions about {theme}",
}
_MEANS = frozenset({"workforce", "data", "resources"})
"""Themes of the default codebook that one has rather than strives for: barriers lie in them, not in front of them."""
_SHORT = {"equity": "equity"}
"""'Barriers to equity and health inequalities' would say the contrary of what is meant."""
_MOVING = ("from ", "to ", "towards ")


def theme_words(codebook: Codebook, theme: str) -> str:
    """A theme's name as it stands inside a sentence: 'leadership', but 'NHS funding'."""
    name = _SHORT.get(theme) or codebook.theme(theme).name.strip()
    first = name.split()[0]
    lowered = name if first.isupper() and len(first) > 1 else name[0].lower() + name[1:]
    return f"moving {lowered}" if lowered.startswith(_MOVING) else lowered


def compose_heading(codebook: Codebook, theme: str, stance: str | None, key_phrase: str) -> str:
    """'Barriers to leadership: board time for improvement'; without a phrase, theme and stance alone."""
    words = theme_words(codebook, theme)
    lead = _LEAD.get(stance or "", "{theme}").format(theme=words, link="in" if theme in _MEANS else "to")
    lead = lead[0].upper() + lead[1:]
    return f"{lead}: {key_phrase}" if key_phrase else lead
