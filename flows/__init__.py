"""Where everything is wired: Prefect flows, settings, schedule, jobs, command line."""

import os

# Our products are of a text's few dozen tokens: threads of OpenBLAS share them out at a loss and spin while they wait for more. It
# asks this once, when numpy is first imported; whoever has set it is heeded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
