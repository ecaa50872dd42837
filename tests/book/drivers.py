"""Firefox and WebKit as a distribution has them, and not as they are built for tests.

A driver opens an address, runs a function's body in the page, and presses a key on what has the
focus. Firefox speaks WebDriver BiDi, WebKitGTK the WebDriver before it.
"""

import itertools
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from websockets.sync.client import connect

FIREFOXES = ("firefox-esr", "firefox")
# Firefox asks its maker's hosts for news; here every host but this machine is a dead proxy.
PREFERENCES = {
    "app.normandy.enabled": False,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}
TIMEOUT = 60  # s, of a start and of every command
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
HIDDEN = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1"}  # there is no graphics card behind the screen


class Firefox:
    def __init__(self, socket):
        self._socket, self._numbers = socket, itertools.count()
        self._send("session.new", capabilities={})
        self._tab = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address):
        self._send("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def run(self, script, *arguments):
        call = f"(function () {{ {script} }})(...{json.dumps(arguments)})"
        answer = self._send(
            "script.evaluate",
            expression=f"JSON.stringify({call} ?? null)",
            target={"context": self._tab},
            awaitPromise=False,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def press(self, key):
        self._send("input.performActions", context=self._tab, actions=_tap(key))

    def _send(self, method, **parameters):
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (answer := json.loads(self._socket.recv(TIMEOUT))).get("id") != number:
            pass
        assert answer["type"] == "success", answer
        return answer["result"]


class WebKit:
    def __init__(self, address, program):
        self._session = f"{address}/session"
        options = {"binary": str(program), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._session += "/" + self._send("", capabilities=wanted)["sessionId"]

    def open(self, address):
        self._send("/url", url=address)

    def run(self, script, *arguments):
        return self._send("/execute/sync", script=script, args=arguments)

    def press(self, key):
        self._send("/actions", actions=_tap(key))

    def close(self):
        urllib.request.urlopen(urllib.request.Request(self._session, method="DELETE"))

    def _send(self, path, **body):
        request = urllib.request.Request(self._session + path, json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return json.load(answer)["value"]


def _tap(key):
    taps = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
    return [{"type": "key", "id": "keyboard", "actions": taps}]


@contextmanager
def firefox(folder):
    """A driver of Firefox with its profile in a folder; LookupError where it is not installed."""
    program = next(filter(None, map(shutil.which, FIREFOXES)), None)
    if not program:
        raise LookupError("Firefox is not installed")
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in PREFERENCES.items())
    (folder / "user.js").write_text("".join(lines))
    options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(folder)]
    with _running([program, *options], **SILENT):
        listening = folder / "WebDriverBiDiServer.json"
        _until(lambda: listening.exists() and listening.read_text())
        port = json.loads(listening.read_text())["ws_port"]
        with connect(f"ws://127.0.0.1:{port}/session", max_size=None) as connection:
            yield Firefox(connection)


@contextmanager
def webkit():
    """A driver of WebKitGTK on a screen of its own; LookupError where a part is not installed."""
    browsers = sorted(Path("/usr").glob("lib*/*/webkit*gtk-*/MiniBrowser"))
    if not browsers or not shutil.which("WebKitWebDriver") or not shutil.which("Xvfb"):
        raise LookupError("WebKitGTK, its driver or Xvfb is not installed")
    screen = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1400x1000x24"]
    with _running(screen, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as xvfb:
        environment = os.environ | HIDDEN | {"DISPLAY": f":{xvfb.stdout.readline().strip()}"}
        port = _free_port()
        with _running(["WebKitWebDriver", f"--port={port}"], env=environment, **SILENT):
            _until(lambda: not socket.socket().connect_ex(("127.0.0.1", port)))
            driver = WebKit(f"http://127.0.0.1:{port}", browsers[-1])
            yield driver
            driver.close()


@contextmanager
def _running(command, **options):
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.terminate()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _until(condition):
    end = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < end, f"no browser within {TIMEOUT} s"
        time.sleep(0.05)
