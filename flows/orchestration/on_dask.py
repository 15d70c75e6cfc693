"""The parts of a stage done by Dask's workers, here or on other machines; all of Dask is in here.

What is mapped is encoding, tagging and finding points: each reads and writes the store alone. Reading and de-identifying stay
in this process, where the material, the register and the key to the pseudonyms are: none of them goes over a network.
A part is ids and hashes. One that is done twice, as when a worker dies, leaves the same as one done once.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from distributed import Client, KilledWorker, LocalCluster, as_completed

from learnbrief.corpus.errors import BadInput, BadSettings, LearnbriefError
from learnbrief.corpus.store.database import database_url
from learnbrief.flows.orchestration import flows
from learnbrief.flows.orchestration.engine import Direct, Flow, Stage, running
from learnbrief.flows.stages.progress import watcher
from learnbrief.flows.workspace.elsewhere import NOWHERE, Site, working_at
from learnbrief.flows.workspace.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

PATIENCE = "20s"
"""How long a scheduler may take to answer: one that stands answers at once."""
MOST_WORKERS = 4
"""Of our own: each holds the models, about half a gigabyte."""


@dataclass(frozen=True, slots=True)
class OnDask:
    """As directly, but for the parts of a stage."""

    client: Client
    site: Site

    name = "dask"
    spreads = True

    def stage(self, stage: Stage[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """In this process."""
        return Direct().stage(stage, *args, **kwargs)

    def parts(self, stage: Stage[[Path, T], R], workspace: Path, parts: Sequence[T]) -> list[R]:
        """What the workers give, in the order of the parts; what one that died had in hand is done by another."""
        name = stage.do.__name__
        futures = [self.client.submit(do_part, name, self.site, part, pure=False) for part in parts]
        sizes = {
            future.key: len(part) if isinstance(part, list) else 1 for future, part in zip(futures, parts, strict=True)
        }
        try:
            for done in as_completed(futures):  # type: ignore[no-untyped-call]
                done.result()
                watcher().advance(sizes[done.key])
            return [future.result() for future in futures]
        except KilledWorker as err:
            raise LearnbriefError(
                f"Dask's workers died again and again at {stage.name!r}: see that each has a gigabyte of memory; "
                "what was done is kept, and another run goes on from there"
            ) from err
        finally:
            self.client.cancel(futures)  # type: ignore[no-untyped-call]

    def flow(self, flow: Flow[P, R], workspace: Path, *args: P.args, **kwargs: P.kwargs) -> R:
        """In this process."""
        return Direct().flow(flow, workspace, *args, **kwargs)

    def due(self) -> datetime:
        """It was asked for now."""
        return Direct().due()


def do_part(name: str, site: Site, part: Any) -> Any:
    """One part of a stage, on the worker: the stage is told by its name, as the worker's own code has it."""
    stage: Stage[[Path, Any], Any] = getattr(flows, name)
    with working_at(site):
        return Direct().stage(stage, NOWHERE, part)


@contextmanager
def on_dask(workspace: Workspace, address: str) -> Iterator[None]:
    """Flows inside have their parts done by the scheduler at this address, or by workers of our own that end with them."""
    place = Site(workspace.settings, workspace.store_url)
    if address:
        _refuse_a_file(place, address)
    with _scheduler(address) as client, running(OnDask(client, place)):
        yield


@contextmanager
def _scheduler(address: str) -> Iterator[Client]:
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a worker that ends is no news to a researcher
    if not address:
        workers = min(os.cpu_count() or 1, MOST_WORKERS)
        local = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": logging.CRITICAL}
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, **local)  # type: ignore[no-untyped-call]
        with cluster, Client(cluster) as client:  # type: ignore[no-untyped-call]
            yield client
        return
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as err:
        raise BadInput(
            f"no Dask scheduler answers at {address}; start one with 'dask scheduler' and its workers, or use --runner dask"
        ) from err
    with client:
        yield client


def _refuse_a_file(place: Site, address: str) -> None:
    """Workers on another machine cannot open a file that lies on this one."""
    if database_url(place.store_url).startswith("sqlite") and not _is_here(address):
        raise BadSettings(
            f"workers at {address} cannot reach the store, which is a file on this machine: keep it on PostgreSQL "
            "([store] url in learnbrief.toml), or use --runner dask for workers here"
        )


def _is_here(address: str) -> bool:
    host = urlsplit(address if "://" in address else f"tcp://{address}").hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
