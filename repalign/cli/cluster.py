"""A client of a dask cluster that is known to answer and to have workers."""

import logging
import os
from contextlib import ExitStack, contextmanager

from repalign._support.extras import need
from repalign._support.maps import sigint_blocked

PATIENCE = 8  # seconds for a scheduler to answer, and again for its first worker


@contextmanager
def client(address):
    """A client of the cluster there, or of one of this machine where the address is "local"; else
    OSError."""
    distributed = need("distributed", "dask")
    with ExitStack() as stack:
        if address == "local":
            options = {
                "threads_per_worker": 1,
                "n_workers": os.cpu_count(),
                "dashboard_address": ":0",
            }
            # What fails is reported; what Ctrl-C cancels is no news.
            options["silence_logs"] = logging.CRITICAL
            with sigint_blocked():
                address = stack.enter_context(distributed.LocalCluster(**options))
        else:
            _require_scheduler(address)
        client = stack.enter_context(distributed.Client(address, timeout=PATIENCE))
        _require_worker(client)
        yield client


def _require_scheduler(address):
    """OSError unless a scheduler says so itself: the client would wait for ever for an answer to
    its greeting."""
    from distributed.utils import LoopRunner

    try:
        found = LoopRunner().run_sync(_identity, address, callback_timeout=PATIENCE)["type"]
    except Exception as error:  # whatever the other side made of it
        reason = f"{type(error).__name__}: {error}".rstrip(": ")
        raise OSError(f"no dask scheduler answers at {address} ({reason})") from error
    if found != "Scheduler":
        raise OSError(f"at {address} is a dask {found}, no scheduler")


async def _identity(address):
    import distributed

    security = distributed.Security().get_connection_args("client")
    async with distributed.rpc(address, timeout=PATIENCE, connection_args=security) as server:
        return await server.identity()


def _require_worker(client):
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        address = client.scheduler.address
        raise OSError(
            f"the dask scheduler at {address} has no workers; start one: dask worker {address}"
        ) from error
