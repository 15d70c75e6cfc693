"""Prefect: the flows, their server, the schedule."""
