"""Themes on excerpts: from the codebook alone, or taught by coding, always with a band and a reason."""

from learnbrief.nlp.tagging.context import neighbours
from learnbrief.nlp.tagging.tagger import Tagger, tag_excerpts

__all__ = ["Tagger", "neighbours", "tag_excerpts"]
