"""Captions and tiers: words that carry their own clock."""
