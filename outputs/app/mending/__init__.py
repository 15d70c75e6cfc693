"""Mending a brief in the app: one form for the whole page, and reviews out of it."""
