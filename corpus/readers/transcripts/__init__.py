"""Transcripts: the shape that says who speaks and when, in text and in tables."""
