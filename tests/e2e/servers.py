"""The real server, started as people start it: `streamlit run app.py` on a store."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    pid: int


@contextmanager
def serving(url: str) -> Iterator[str]:
    """Address of the dashboard on a store, stopped at the end."""
    with started(url, ROOT / "app.py") as server:
        yield server.address


@contextmanager
def started(url: str, script: Path) -> Iterator[Server]:
    """A server of a script on a store, stopped at the end."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = {**os.environ, "INDICATORS_DATABASE_URL": url}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            _wait_until_ready(server)
            yield Server(f"http://127.0.0.1:{port}", server.pid)
        finally:
            server.terminate()
            server.wait()


def _wait_until_ready(server: "subprocess.Popen[str]") -> None:
    """Read what the server says until it gives its address; from then on, only keep its pipe from filling up."""
    assert server.stdout is not None
    said = []
    for line in server.stdout:
        said.append(line)
        if "URL: http" in line:
            Thread(target=server.stdout.read, daemon=True).start()
            return
    raise AssertionError("Le serveur ne démarre pas :\n" + "".join(said))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
