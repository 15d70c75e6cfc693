"""How long tests wait before they give up."""

AT_MOST = 600
"""Seconds, against waiting for ever and never a measure: a busy machine takes minutes for what takes a second elsewhere."""
