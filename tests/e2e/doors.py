"""The server with its sign-in pages, started as people start it: `python -m indicators serve`."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]


class Served:
    """A running server: its address, and what it has said so far."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.said: list[str] = []


@contextmanager
def doors(url: str, **settings: str) -> Iterator[Served]:
    """A server on a store with some INDICATORS_* settings, stopped at the end; « {base} » is its own address."""
    port = free_port()
    served = Served(f"http://127.0.0.1:{port}")
    chosen = {f"INDICATORS_{name.upper()}": value.format(base=served.base) for name, value in settings.items()}
    environment = {**os.environ, "INDICATORS_DATABASE_URL": url, **chosen}
    command = [sys.executable, "-m", "indicators", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            _wait(server, served)
            yield served
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """A port where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: "subprocess.Popen[str]", served: Served) -> None:
    assert server.stdout is not None
    for line in server.stdout:
        served.said.append(line)
        if "URL: http" in line:
            Thread(target=lambda: served.said.extend(server.stdout or []), daemon=True).start()
            return
    raise AssertionError("Le serveur ne démarre pas :\n" + "".join(served.said))
