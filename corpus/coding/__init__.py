"""Coding that people made elsewhere: read from tables and projects, and placed in the frozen text."""
