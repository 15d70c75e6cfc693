"""Parts of building a brief: material, counts, reviews, the published view."""
