"""The page of a whole document: its text with codes in the margin, and what is done there."""
