"""Inductive topics: found in what the codebook leaves unexplained, named, and stable from run to run."""

from learnbrief.nlp.topics.discovery import Discovery, assign, discover, emerging, subthemes
from learnbrief.nlp.topics.explained import residue

__all__ = ["Discovery", "assign", "discover", "emerging", "residue", "subthemes"]
