"""Text to evidence: encode, tag, discover, distil, compare, agreement."""
