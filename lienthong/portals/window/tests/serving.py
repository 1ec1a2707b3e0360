"""The window as a process of its own on loopback, before a signer at a socket, with a small web to lead back to."""

import contextlib
import http.server
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from django.conf import settings

from lienthong.records.signing.signer import wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.tests.agreeing import Agreeing
from lienthong.records.signing.tests.founding import DeskClient, Founded, HurriedClock

BASE = Path(settings.BASE_DIR)
SECONDS_TO_START = 120


@dataclass
class Served:
    """Where window and web are, and the house whose signer answers."""

    window: str
    web: str
    house: Agreeing


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Served]:
    """All of it, for as long as the block lasts; every process and thread is ended by its own handle."""
    clock = HurriedClock()
    with patch.object(time, "time", clock.time):
        house = Agreeing(Founded(DeskClient.at(folder / "s"), clock))
        with signer_of(house), a_web() as web, a_window(folder, web) as window:
            yield Served(window, web, house)


@contextlib.contextmanager
def signer_of(house: Agreeing) -> Iterator[None]:
    path = wire.socket_path(house.client.var)
    with Signer(path, house.client.desk) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield
        server.shutdown()
        thread.join()
    path.unlink(missing_ok=True)


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>web</title><h1>Back in the system</h1>")

    def log_message(self, *_said: object) -> None:
        pass


@contextlib.contextmanager
def a_web() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


@contextlib.contextmanager
def a_window(folder: Path, web: str) -> Iterator[str]:
    var = folder / "v"
    var.mkdir()
    (var / "assets").symlink_to(Path(settings.VAR) / "assets")
    port = _free_port()
    environment = {
        name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ
    }
    environment |= {
        "LIENTHONG_VAR": str(var),
        "LIENTHONG_SIGNER": str(folder / "s"),
        "LIENTHONG_WINDOW": f"http://localhost:{port}",
        "LIENTHONG_WEB": web,
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=BASE, env=environment, check=True, timeout=SECONDS_TO_START)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", "1", "--log-level", "warning", "config.window:application"]
    process = subprocess.Popen(command, cwd=BASE, env=environment)
    try:
        _wait_for(process, f"http://127.0.0.1:{port}/healthz")
        yield environment["LIENTHONG_WINDOW"]
    finally:
        process.terminate()
        process.wait(timeout=SECONDS_TO_START)


def _wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError("The window did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
