"""`--scheduler` at addresses where something else answers, or nothing."""

import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress

import distributed
import pytest

from repalign.cli import cluster

ANSWERS = {
    "closes": b"",
    "HTTP": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "noise": bytes(range(1, 256)) * 300,
    "zeros": bytes(100),
}


@contextmanager
def listening(answer):
    """The address of a socket that lets `answer` talk to each connection."""

    def accept():
        with suppress(OSError):  # closed
            while True:
                threading.Thread(target=answer, args=server.accept()[:1], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=accept, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


def refused(address):
    with pytest.raises(OSError) as caught, cluster.client(address):
        pass
    return str(caught.value)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_is_no_scheduler_is_named(impatient, kind):
    def answer(connection):
        with connection, suppress(OSError):
            connection.sendall(ANSWERS[kind])

    with listening(answer) as address:
        assert refused(address).startswith(f"no dask scheduler answers at {address} (")


def test_one_that_talks_on_without_saying_anything_is_given_up(impatient):
    """Its greeting is a message of 2^20 bytes, and a byte comes now and then."""
    said = threading.Event()

    def answer(connection):
        with connection, suppress(OSError):
            connection.sendall((2**20).to_bytes(8, "little"))
            while not said.wait(0.05):
                connection.sendall(b"\0")

    with listening(answer) as address:
        assert refused(address).startswith(f"no dask scheduler answers at {address} (TimeoutError")
    said.set()


def test_a_silent_one_does_not_keep_the_command_for_ever(tmp_path):
    """The whole command, at its own patience; two times this and its start are the 30 seconds it
    may take."""
    assert 2 * cluster.PATIENCE < 20
    said = threading.Event()
    with listening(lambda connection: said.wait()) as address:
        command = [
            "-m",
            "repalign",
            "run",
            "peaks",
            "--quick",
            "--out",
            str(tmp_path),
            "--scheduler",
            address,
        ]
        done = subprocess.run(
            [sys.executable, *command], capture_output=True, text=True, timeout=280
        )
    said.set()
    assert done.returncode == 1
    assert done.stderr.startswith(f"repalign: no dask scheduler answers at {address} (TimeoutError")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    [
        "host",
        "tcp://127.0.0.1",
        "http://127.0.0.1:8786",
        "tcp://127.0.0.1:9",
        "tcp://127.0.0.1:99999",
        ":",
    ],
)
def test_an_address_of_nothing_is_named(impatient, address):
    assert refused(address).startswith(f"no dask scheduler answers at {address} (")


IN_PROCESS = {
    "processes": False,
    "threads_per_worker": 1,
    "protocol": "tcp",
    "dashboard_address": ":0",
}


def test_a_worker_is_no_scheduler(impatient):
    with distributed.LocalCluster(n_workers=1, **IN_PROCESS) as local:
        (worker,) = local.workers.values()
        assert refused(worker.address) == f"at {worker.address} is a dask Worker, no scheduler"
        with cluster.client(local.scheduler_address) as client:
            assert client.submit(sum, [1, 2]).result() == 3


def test_a_scheduler_without_workers_is_not_waited_for(impatient):
    with distributed.LocalCluster(n_workers=0, **IN_PROCESS) as local:
        address = local.scheduler_address
        expected = (
            f"the dask scheduler at {address} has no workers; start one: dask worker {address}"
        )
        assert refused(address) == expected
