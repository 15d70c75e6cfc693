"""The app's process, and what it asks of the science."""
