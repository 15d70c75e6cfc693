"""The user's folder, its settings and its health."""
