"""Addresses of recordings: what a quote may link to."""

import re


def is_recording(address: str) -> bool:
    """Whether an address may be linked to: http, https, or a path that stays below where it starts from."""
    if re.match(r"(?i)https?://[^\s/]+", address):
        return not re.search(r"\s", address)
    path = address.replace("\\", "/")
    named = re.fullmatch(r"[^\s:<>\"|?*](?:[^:<>\"|?*\n]*[^\s:<>\"|?*])?\.\w{2,5}", path)
    return bool(named) and not path.startswith("/") and ".." not in path.split("/")
