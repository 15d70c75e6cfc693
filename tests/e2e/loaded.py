"""Imported by the fork server alone, once: loading is what importing it is for."""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # a library's threads do not survive a fork

from tests.e2e.forked import load

load()
