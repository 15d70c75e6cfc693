"""Sentences that people write over evidence, held against it by rule."""
