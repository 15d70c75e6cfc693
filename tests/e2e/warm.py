"""Processes forked by multiprocessing's fork server from one that has loaded the models; see `forked.py` for commands.

Whatever must be killed, asked to stop and waited for by the test itself begins so.
"""

import multiprocessing
from multiprocessing.context import ForkServerContext

LOADED = "tests.e2e.loaded"


def warm() -> ForkServerContext:
    """Starts processes that begin with the models loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([LOADED])
    return context
