"""The apostrophe, which people type and programs print as two characters."""


def straight(text: str) -> str:
    """The text with a typewriter's apostrophes, as patterns and lists write them; its places stay."""
    return text.replace("’", "'")
