"""Inductive topics: found in what the codebook leaves unexplained, named, and stable from run to run."""

from nlp.topics.discovery import Discovery, assign, discover, residue, subthemes

__all__ = ["Discovery", "assign", "discover", "residue", "subthemes"]
