"""Organisations of the health service that would tell where somebody works."""

from corpus.deidentify.edits import Edit
from corpus.deidentify.keyfile import Keyfile


def find_organisations(text: str, keyfile: Keyfile) -> list[Edit]:
    """Every organisation that is masked, under its stable pseudonym."""
    return []
