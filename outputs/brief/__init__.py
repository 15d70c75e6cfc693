"""The one value that every format is rendered from: built, edited, published."""
