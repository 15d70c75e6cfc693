"""Withdrawal: what the store and the frozen texts lose for good; files are the flows', briefs the outputs'."""
