"""Maps for `repalign.distributed.sweep`: over processes of this machine, or over a dask cluster."""

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Generator
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import resource_tracker
from typing import Any

from repalign._support.check import require_callable, require_positive, require_type
from repalign._support.extras import need
from repalign._support.typing import Map, Progress

ATTEMPTS = 3  # of an item whose process was killed; running out of memory kills it every time
GRACE = (
    10  # seconds that functions have to remove what they have half written, when all is broken off
)
# To a process: break off what you do. Windows has none, and kills.
LEAVE = getattr(signal, "SIGUSR1", None)
THREADS = {
    f"{library}_NUM_THREADS": "1"
    for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
}


def _no_progress(done: int, total: int) -> None:
    pass


@contextmanager
def single_threaded() -> Generator[None]:
    """BLAS, OpenMP and torch use one thread in this block.

    As many processes as processors are then not in each other's way, and numbers do not depend on
    how many threads added them up.
    """
    from threadpoolctl import threadpool_limits

    torch = sys.modules.get("torch")
    before = torch and torch.get_num_threads()
    with threadpool_limits(1):
        try:
            if torch:
                torch.set_num_threads(1)
            yield
        finally:
            if torch:
                torch.set_num_threads(before)


def process_map(jobs: int, *, progress: Progress = _no_progress) -> Map:
    """A map over processes of this machine (loky), one thread each.

    A process that is killed is started again and its item with it, up to three times; then the
    exception stands in the place of the result. Processes end with the one that started them.
    Functions defined in a notebook can be mapped.

    Parameters
    ----------
    jobs : int
        Processes at once.
    progress : callable (items done, items in all)

    Returns
    -------
    callable (function, items) -> list of results
    """
    require_positive("jobs", jobs, integer=True)
    return partial(_map_processes, jobs, require_callable("progress", progress))


def dask_map(client: Any, *, progress: Progress = _no_progress) -> Map:
    """A map over the workers of a dask cluster, one item and one thread at a time in each.

    Items of a worker that is lost go to another one, as often as the scheduler allows
    (``allowed-failures``, three times); then the exception stands in the place of the result. The
    workers need the package as it is here.

    Parameters
    ----------
    client : dask.distributed.Client
        Its workers had best have one thread each: others would wait.
    progress : callable (items done, items in all)

    Returns
    -------
    callable (function, items) -> list of results
    """
    require_type("client", client, need("distributed", "dask").Client)
    return partial(_map_dask, client, require_callable("progress", progress))


def _map_processes(jobs, progress, fn, items):
    items, started = list(items), []
    results, attempts, waiting = [None] * len(items), [0] * len(items), deque(range(len(items)))
    idle, running = [], {}
    _start_tracker()
    try:
        idle += [_start(started) for _ in range(min(jobs, len(items)))]
        while waiting or running:
            while waiting and idle:
                index, process = waiting.popleft(), idle.pop()
                running[process.pool.submit(_alone, fn, items[index])] = index, process
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                index, process = running.pop(future)
                lost, attempts[index] = _lost(future), attempts[index] + 1
                idle.append(_start(started) if lost else process)
                if lost and attempts[index] < ATTEMPTS:
                    waiting.append(index)
                    continue
                results[index] = lost or future.result()
                progress(len(items) - len(waiting) - len(running), len(items))
    finally:
        _end(started, running)
    return results


def _start_tracker():
    """Have loky's process that clears up after killed ones run before there are any, and keep what
    it cleared up to itself: it would warn of leaks beneath our one line after Ctrl-C."""
    before = os.environ.get("PYTHONWARNINGS")
    quiet = "ignore:resource_tracker:UserWarning"
    os.environ["PYTHONWARNINGS"] = f"{before},{quiet}" if before else quiet
    try:
        need("loky.backend.resource_tracker", "sweep").ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before


def _start(started):
    """A new `_Process`; it is among those started before it runs, so that none is forgotten at the
    end."""
    started.append(_Process())
    with sigint_blocked():
        started[-1].start()
    return started[-1]


def _end(started, running):
    if running:
        for process in started:
            process.leave()
        wait(running, timeout=GRACE)
    for process in started:
        process.pool.shutdown(kill_workers=True)


class _Process:
    """A pool of one process, so that it is known what a killed one was doing."""

    def __init__(self):
        loky = need("loky", "sweep")
        self.pool = loky.ProcessPoolExecutor(
            1, initializer=_settle, initargs=(os.getpid(),), env=THREADS
        )
        self._pid = None

    def start(self):
        self._pid = self.pool.submit(os.getpid)

    def leave(self):
        """Have the function that runs break off, as Ctrl-C would; a process that is only starting
        is killed."""
        if LEAVE and self._pid and self._pid.done() and not _lost(self._pid):
            with suppress(ProcessLookupError):
                os.kill(self._pid.result(), LEAVE)
        else:
            self.pool.shutdown(kill_workers=True)


@contextmanager
def sigint_blocked():
    """Processes started in this block, and by threads started in it, never get Ctrl-C: this one
    does, and ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it unblocks the signal when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle(parent):
    """In a new process: break off when told to, and end with the process that started it: loky's
    own go on."""

    def watch():
        while os.getppid() == parent or sys.platform == "win32":
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    if LEAVE:
        signal.signal(LEAVE, _leave)


def _leave(signum, frame):
    if _one_at_a_time.locked():  # else there is nothing to break off
        raise KeyboardInterrupt


def _lost(future):
    error = future.exception()
    return error if isinstance(error, BrokenProcessPool) else None


def _map_dask(client, progress, fn, items):
    distributed = need("distributed", "dask")
    items, results = list(items), {}
    futures = client.map(partial(_alone, fn), items, pure=False)
    try:
        for future in distributed.as_completed(futures):
            error = future.exception()
            results[future.key] = (
                error if isinstance(error, distributed.KilledWorker) else future.result()
            )
            progress(len(results), len(items))
    finally:
        client.cancel(futures)
    return [results[future.key] for future in futures]


# The seeds of torch and the limits of threads are those of the whole process.
_one_at_a_time = threading.Lock()


def _alone(fn, item):
    os.environ.update(THREADS)  # for libraries that are loaded later
    with _one_at_a_time, single_threaded():
        return fn(item)
