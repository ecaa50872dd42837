"""A real Jupyter server with a kernel, for tests that look at explorers in JupyterLab and Notebook
7.

`start(folder)` starts one in a home of its own, on localhost with a token, and yields a `Server`:
`server.address(app, name)` of a notebook of its folder, and `server.python(code)`, which evaluates
in the notebook's kernel what the page moves. Playwright's loop runs in the test's thread; the
kernel's client has a thread of its own.
"""

import ast
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import nbformat
from jupyter_client import BlockingKernelClient
from nbformat.sign import NotebookNotary

TOKEN = "a-token-for-tests"
APPS = {"lab": "lab/tree", "notebook": "notebooks"}
OPTIONS = [
    "--ServerApp.allow_root=True",
    "--ServerApp.open_browser=False",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    f"--IdentityProvider.token={TOKEN}",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--JupyterNotebookApp.expose_app_in_browser=True",
]
START_SECONDS = 120  # a limit for a machine that does much else; 2 to 4 are usual
ANSWER_SECONDS = 60


class Server:
    """A running server and, once a page has opened a notebook, the client of its kernel."""

    def __init__(self, port, home):
        self.root, self.home = f"http://127.0.0.1:{port}/", home
        self._thread, self._clients = ThreadPoolExecutor(1), {}

    def address(self, app, name):
        return f"{self.root}{APPS[app]}/{name}?token={TOKEN}"

    def get(self, path):
        with urllib.request.urlopen(
            f"{self.root}{path}?token={TOKEN}", timeout=ANSWER_SECONDS
        ) as answer:
            return json.load(answer)

    def python(self, name, code):
        """The value of an expression in the kernel of the notebook `name`; it must have a literal's
        repr."""
        return self._thread.submit(self._evaluate, name, code).result()

    def _evaluate(self, name, code):
        client = self._clients.get(name) or self._clients.setdefault(name, self._client(name))
        reply = client.execute(
            "", silent=True, user_expressions={"it": code}, reply=True, timeout=ANSWER_SECONDS
        )
        answer = reply["content"]["user_expressions"]["it"]
        if answer["status"] != "ok":
            raise RuntimeError(f"{code}: {answer['ename']}: {answer['evalue']}")
        return ast.literal_eval(answer["data"]["text/plain"])

    def _client(self, name):
        (kernel,) = [
            session["kernel"]["id"]
            for session in self.get("api/sessions")
            if session["path"] == name
        ]
        client = BlockingKernelClient(
            connection_file=str(self.home / "runtime" / f"kernel-{kernel}.json")
        )
        client.load_connection_file()
        client.start_channels()
        return client


def trust(notebook, home):
    """What `jupyter trust` does, for a server with that home."""
    data = home / "data"
    data.mkdir(exist_ok=True)
    NotebookNotary(data_dir=str(data)).sign(nbformat.read(notebook, as_version=4))


@contextmanager
def start(folder, home):
    """A server over the notebooks in `folder`, with its settings and signatures in `home`."""
    port = free_port()
    own = {
        f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")
    }
    environment = os.environ | own | {"HOME": str(home), "IPYTHONDIR": str(home / "ipython")}
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        *OPTIONS,
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={folder}",
    ]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
    try:
        server = Server(port, home)
        wait(f"{server.root}api/status?token={TOKEN}", process, home / "log")
        yield server
    finally:
        process.terminate()
        process.wait(ANSWER_SECONDS)


def wait(address, process, log):
    """Until the process answers there; RuntimeError with its log if it ends first."""
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            return urllib.request.urlopen(address, timeout=ANSWER_SECONDS).close()
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer:\n{log.read_text()}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
